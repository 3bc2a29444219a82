import { ContactRound, FileText, ListChecks, MapPin, MousePointerClick, ShoppingCart } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMask } from '../../lib/mask.ts';
import { inboxWords } from '../../words/inbox.ts';
import type { ThreadMessage } from './inbox-types.ts';
import { listAt, numberAt, objectAt, textAt } from './json-read.ts';
import { MessageMedia } from './message-media.tsx';

/** What a message says or shows. Everything that came from outside is text. */
export function MessageContent({ message }: { readonly message: ThreadMessage }) {
  const { type, text, media } = message;
  if (message.revoked_at !== null) return <Muted>{inboxWords.deleted}</Muted>;
  if (type === null) return <Muted>{inboxWords.notKnown}</Muted>;
  if (type === 'erased') return <Muted>{inboxWords.erased}</Muted>;
  return (
    <span className="grid gap-1.5">
      <Referral message={message} />
      {media === null ? (
        <Special message={message} type={type} />
      ) : (
        <>
          <MessageMedia type={type} media={media} />
          {(media.caption ?? text) !== null && <Words text={media.caption ?? text ?? ''} />}
        </>
      )}
    </span>
  );
}

function Special({ message, type }: { readonly message: ThreadMessage; readonly type: string }) {
  const { text, content } = message;
  switch (type) {
    case 'text':
      return <Words text={text ?? ''} />;
    case 'template':
      return <TemplateContent text={text} content={content} />;
    case 'location':
      return <LocationContent content={content} />;
    case 'contacts':
      return <ContactsContent content={content} />;
    case 'interactive':
      return message.direction === 'inbound' ? (
        <InteractiveReply content={content} text={text} />
      ) : (
        <InteractiveSent content={content} text={text} />
      );
    case 'button':
      return (
        <Labelled icon={MousePointerClick} label={inboxWords.pressed}>
          <Words text={text ?? ''} />
        </Labelled>
      );
    case 'order':
      return <OrderContent content={content} />;
    case 'system':
      return <Muted>{textAt(objectAt(content).body) ?? inboxWords.kinds.system}</Muted>;
    default:
      if (text !== null) return <Words text={text} />;
      return <Muted>{message.error?.title ?? inboxWords.cannotShow(type)}</Muted>;
  }
}

function Muted({ children }: { readonly children: ReactNode }) {
  return <em className="text-fg-2">{children}</em>;
}

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/g;

/** A text as it was written, with its line breaks; addresses of the web are links that tell nobody where one came from. */
export function Words({ text }: { readonly text: string }) {
  const mask = useMask();
  if (mask.isOn) return <span className="whitespace-pre-wrap">{mask.text(text)}</span>;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const { 0: url, index } of text.matchAll(LINK)) {
    parts.push(text.slice(end, index));
    parts.push(
      <a key={index} href={url} target="_blank" rel="noopener noreferrer nofollow" className="link break-all underline">
        {url}
      </a>,
    );
    end = index + url.length;
  }
  parts.push(text.slice(end));
  return (
    <span dir="auto" className="break-words whitespace-pre-wrap">
      {parts}
    </span>
  );
}

interface LabelledProps {
  readonly icon: typeof MapPin;
  readonly label: string;
  readonly children?: ReactNode;
}

/** A small line that says what it is, and below it what it holds. */
function Labelled({ icon: Icon, label, children }: LabelledProps) {
  return (
    <span className="grid gap-0.5">
      <span className="flex items-center gap-1.5 text-12 text-fg-2">
        <Icon aria-hidden="true" className="size-3.5 flex-none" strokeWidth={1.75} />
        {label}
      </span>
      {children}
    </span>
  );
}

interface ContentProps {
  readonly content: unknown;
  readonly text?: string | null;
}

function TemplateContent({ content, text }: ContentProps) {
  const name = textAt(objectAt(content).name);
  return (
    <Labelled icon={FileText} label={inboxWords.template.word}>
      {text === null || text === undefined ? <code className="mono">{name}</code> : <Words text={text} />}
      {text !== null && text !== undefined && <code className="mono text-12 text-fg-3">{name}</code>}
    </Labelled>
  );
}

function LocationContent({ content }: ContentProps) {
  const mask = useMask();
  const { latitude, longitude, name, address } = objectAt(content);
  const [lat, lon] = [numberAt(latitude), numberAt(longitude)];
  const place = [textAt(name), textAt(address)].filter((line) => line !== null);
  return (
    <Labelled icon={MapPin} label={inboxWords.kinds.location ?? ''}>
      {place.map((line, index) => (
        <Words key={index} text={line} />
      ))}
      {lat !== null && lon !== null && (
        <span className="num text-12 text-fg-2">
          {mask.text(`${lat.toFixed(5)}, ${lon.toFixed(5)}`)}
          {!mask.isOn && (
            <a
              href={`https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`}
              target="_blank"
              rel="noopener noreferrer"
              className="link ml-2 underline"
            >
              {inboxWords.openMap}
            </a>
          )}
        </span>
      )}
    </Labelled>
  );
}

function ContactsContent({ content }: ContentProps) {
  const mask = useMask();
  return (
    <span className="grid gap-1.5">
      {listAt(content).map((one, index) => {
        const { name, phones } = objectAt(one);
        const numbers = listAt(phones).flatMap((phone) => textAt(objectAt(phone).phone) ?? []);
        return (
          <Labelled key={index} icon={ContactRound} label={inboxWords.kinds.contacts ?? ''}>
            <span className="font-medium">{mask.name(textAt(objectAt(name).formatted_name) ?? '')}</span>
            {numbers.map((number) => (
              <span key={number} className="num text-12 text-fg-2">
                {mask.phone(number)}
              </span>
            ))}
          </Labelled>
        );
      })}
    </span>
  );
}

/** A pressed button, a chosen row, or a filled in form. */
function InteractiveReply({ content, text }: ContentProps) {
  const { list_reply: row, nfm_reply: form } = objectAt(content);
  if (form !== undefined) return <FormReply form={objectAt(form)} text={text ?? null} />;
  const description = textAt(objectAt(row).description);
  return (
    <Labelled
      icon={row === undefined ? MousePointerClick : ListChecks}
      label={row === undefined ? inboxWords.pressed : inboxWords.chose}
    >
      <Words text={text ?? ''} />
      {description !== null && (
        <span className="text-12 text-fg-2">
          <Words text={description} />
        </span>
      )}
    </Labelled>
  );
}

function FormReply({ form, text }: { readonly form: Readonly<Record<string, unknown>>; readonly text: string | null }) {
  const mask = useMask();
  const rows = Object.entries(objectAt(parsed(textAt(form.response_json)))).filter(([key]) => key !== 'flow_token');
  return (
    <Labelled icon={ListChecks} label={inboxWords.formFilled}>
      {text !== null && <Words text={text} />}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-12">
        {rows.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="mono text-fg-3">{key}</dt>
            <dd className="break-words">{mask.text(textAt(value) ?? JSON.stringify(value))}</dd>
          </div>
        ))}
      </dl>
    </Labelled>
  );
}

/** `as` here: what a person typed into a form may be no JSON at all. */
function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? '{}') as unknown;
  } catch {
    return {};
  }
}

/** What we sent with buttons or a list: the words, and what can be pressed below them. */
function InteractiveSent({ content, text }: ContentProps) {
  const { action, footer } = objectAt(content);
  const { buttons, sections, button } = objectAt(action);
  const pressable = listAt(buttons).flatMap((one) => textAt(objectAt(objectAt(one).reply).title) ?? []);
  const rows = listAt(sections).flatMap((section) =>
    listAt(objectAt(section).rows).flatMap((row) => textAt(objectAt(row).title) ?? []),
  );
  const list = textAt(button);
  const small = textAt(objectAt(footer).text);
  return (
    <span className="grid gap-1.5">
      <Words text={text ?? ''} />
      {small !== null && <span className="text-12 text-fg-2">{small}</span>}
      {list !== null && rows.length > 0 && (
        <Labelled icon={ListChecks} label={list}>
          <span className="text-12 text-fg-2">{rows.join(' · ')}</span>
        </Labelled>
      )}
      {pressable.length > 0 && (
        <span className="flex flex-wrap gap-1">
          {pressable.map((title, index) => (
            <span key={index} className="rounded-2 border border-line px-2 py-0.5 text-12 text-fg-2">
              {title}
            </span>
          ))}
        </span>
      )}
    </span>
  );
}

function OrderContent({ content }: ContentProps) {
  const mask = useMask();
  const { product_items: items, text } = objectAt(content);
  const rows = listAt(items).map((item) => {
    const { product_retailer_id: id, quantity, item_price: price, currency } = objectAt(item);
    const [count, each] = [numberAt(quantity) ?? 1, numberAt(price)];
    return { id: textAt(id) ?? '', count, sum: each === null ? null : each * count, currency: textAt(currency) };
  });
  const currency = rows[0]?.currency ?? null;
  const isOneCurrency = rows.every((row) => row.currency === currency && row.sum !== null);
  const total = rows.reduce((sum, row) => sum + (row.sum ?? 0), 0);
  const words = textAt(text);
  return (
    <Labelled icon={ShoppingCart} label={`${inboxWords.kinds.order}, ${inboxWords.order(rows.length)}`}>
      <ul className="num text-12 text-fg-2">
        {rows.map((row, index) => (
          <li key={index}>
            {inboxWords.quantity(row.count)} <code className="mono">{row.id}</code>
            {row.sum !== null && ` ${row.sum.toFixed(2)} ${row.currency ?? ''}`}
          </li>
        ))}
      </ul>
      {isOneCurrency && rows.length > 1 && (
        <span className="num text-12">{inboxWords.orderTotal(`${total.toFixed(2)} ${currency ?? ''}`)}</span>
      )}
      {words !== null && <Words text={mask.isOn ? mask.text(words) : words} />}
    </Labelled>
  );
}

function Referral({ message }: { readonly message: ThreadMessage }) {
  const headline = textAt(objectAt(message.referral).headline) ?? textAt(objectAt(message.referral).body);
  return headline === null ? null : <span className="text-12 text-fg-2">{inboxWords.fromAd(headline)}</span>;
}
