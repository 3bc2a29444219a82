import { Send } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { cx } from '../../lib/class-names.ts';
import { useApiPages } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Failure, Skeleton } from '../../ui/panel.tsx';
import { inboxWords } from '../../words/inbox.ts';
import { addressOf } from './address.ts';
import type { Conversation, Template } from './inbox-types.ts';
import { useOutbox } from './outbox.tsx';
import {
  buttonsOf,
  isFileParameter,
  isWritable,
  keyOf,
  previewOf,
  type TemplateValues,
  toComponents,
} from './template-values.ts';

interface PickerProps {
  readonly conversation: Conversation;
  readonly onSent: () => void;
}

const words = inboxWords.template;
/** From so many on a field to search in them is worth its place. */
const SEARCH_FROM = 6;

/** Chooses a template, fills it in, shows what the person will read, and sends it. */
export function TemplatePicker({ conversation, onSent }: PickerProps) {
  const pages = useApiPages<Template>('/v1/templates', { channel_id: conversation.channel_id, limit: 100 });
  const [search, setSearch] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const { items, hasNextPage, isFetching, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const templates = useMemo(() => {
    const text = search.trim().toLowerCase();
    const isLast = ({ status }: Template) => (status === 'APPROVED' ? 0 : 1);
    return items
      .filter(({ name }) => name.includes(text))
      .toSorted((one, other) => isLast(one) - isLast(other) || one.name.localeCompare(other.name));
  }, [items, search]);
  if (pages.data === undefined) {
    return pages.error === null ? (
      <Skeleton rows={2} />
    ) : (
      <Failure error={pages.error} retry={() => void pages.refetch()} />
    );
  }
  if (items.length === 0) {
    return (
      <p className="flex items-center gap-3 text-fg-2">
        {words.empty}
        <LinkButton size="small" to="/templates">
          {words.toTemplates}
        </LinkButton>
      </p>
    );
  }
  const chosen = templates.find(({ id }) => id === chosenId) ?? templates.find(isUsable) ?? null;
  return (
    <div className="@container">
      <div className="grid grid-cols-[11rem_minmax(0,1fr)] gap-3 @max-[32rem]:grid-cols-[minmax(0,1fr)]">
        <div className="grid content-start gap-1.5">
          {items.length >= SEARCH_FROM && (
            <Input
              type="search"
              aria-label={words.find}
              placeholder={words.find}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
          <TemplateList templates={templates} chosenId={chosen?.id ?? null} onChoose={setChosenId} />
        </div>
        {chosen !== null && <Filling key={chosen.id} template={chosen} {...{ conversation, onSent }} />}
      </div>
    </div>
  );
}

function isUsable({ status }: Template): boolean {
  return status === 'APPROVED';
}

interface TemplateListProps {
  readonly templates: readonly Template[];
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

function TemplateList({ templates, chosenId, onChoose }: TemplateListProps) {
  const list = useRef<HTMLDivElement>(null);
  const usable = templates.filter(isUsable);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next = usable[usable.findIndex(({ id }) => id === chosenId) + (step ?? 0)];
    if (step === undefined || next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    list.current
      ?.querySelector(`[data-template="${next.id}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  if (templates.length === 0) return <p className="text-12 text-fg-3">{words.none}</p>;
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={words.list}
      aria-activedescendant={chosenId === null ? undefined : `template-${chosenId}`}
      tabIndex={0}
      onKeyDown={walk}
      className="max-h-40 overflow-auto rounded-2 border border-line @max-[32rem]:flex"
    >
      {templates.map((template) => (
        <div
          key={template.id}
          id={`template-${template.id}`}
          data-template={template.id}
          role="option"
          aria-selected={template.id === chosenId}
          aria-disabled={!isUsable(template) || undefined}
          onClick={() => isUsable(template) && onChoose(template.id)}
          className={cx(
            'grid border-b border-line-soft px-2.5 py-1.25 leading-[1.4] last:border-0 @max-[32rem]:w-38 @max-[32rem]:flex-none @max-[32rem]:border-r @max-[32rem]:border-b-0',
            isUsable(template) ? 'cursor-pointer hover:bg-hover' : 'text-fg-3',
            template.id === chosenId && 'bg-selected shadow-[inset_2px_0_var(--ph-brass-mark)] hover:bg-selected',
          )}
        >
          <span className="mono truncate text-12 font-medium" title={template.name}>
            {template.name}
          </span>
          <span className={cx('truncate text-12', isUsable(template) ? 'text-fg-3' : 'text-warning')}>
            {isUsable(template)
              ? `${capitalised(template.category)} · ${template.language}`
              : (words.statuses[template.status] ?? template.status.toLowerCase())}
          </span>
        </div>
      ))}
    </div>
  );
}

function capitalised(category: string | null): string {
  const text = (category ?? '').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Filling({ conversation, template, onSent }: PickerProps & { readonly template: Template }) {
  const [values, setValues] = useState<TemplateValues>({});
  const [isTried, setIsTried] = useState(false);
  const { send } = useOutbox();
  const preview = previewOf(template, values);
  const buttons = buttonsOf(template);
  const isMissing = template.parameters.some((parameter) => (values[keyOf(parameter)] ?? '').trim() === '');
  const submit = () => {
    setIsTried(true);
    if (isMissing || !isWritable(template)) return;
    const components = toComponents(template, values);
    const body = {
      ...addressOf(conversation),
      type: 'template',
      template: {
        name: template.name,
        language: { code: template.language },
        ...(components.length === 0 ? {} : { components }),
      },
    };
    const text = preview.map((line) => line.map((part) => part.text).join('')).join('\n');
    send({ conversationId: conversation.id, body, text: text === '' ? template.name : text, quoted: null });
    onSent();
  };
  return (
    <form
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {template.parameters.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-2">
          {template.parameters.map((parameter) => {
            const key = keyOf(parameter);
            return (
              <Field
                key={key}
                label={labelOf(parameter)}
                {...(isFileParameter(parameter)
                  ? { hint: words.fileHint }
                  : parameter.example === undefined
                    ? {}
                    : { hint: words.example(parameter.example) })}
                error={isTried && (values[key] ?? '').trim() === '' && words.missing}
              >
                <Input
                  type={isFileParameter(parameter) ? 'url' : 'text'}
                  value={values[key] ?? ''}
                  maxLength={1_024}
                  onChange={(event) => setValues({ ...values, [key]: event.target.value })}
                />
              </Field>
            );
          })}
        </div>
      )}
      <div
        role="group"
        aria-label={words.preview}
        className="max-h-40 overflow-auto rounded-2 border border-line bg-sunken px-2.5 py-1.75 text-14"
      >
        {preview.map((line, index) => (
          <p key={index} className={cx('break-words whitespace-pre-wrap', index > 0 && 'mt-1.5')}>
            {line.map((part, place) =>
              part.isValue ? (
                <mark key={place} className="rounded-1 bg-brass-tint px-0.5 text-brass">
                  {part.text}
                </mark>
              ) : (
                part.text
              ),
            )}
          </p>
        ))}
        {buttons.length > 0 && (
          <p className="mt-1.5 flex flex-wrap gap-1 text-12 text-fg-2">
            {buttons.map((text, index) => (
              <span key={index} className="rounded-2 border border-line px-2 py-0.5">
                {text}
              </span>
            ))}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2">
        <span className="min-w-0 grow truncate text-12 text-fg-3">
          {words.category(capitalised(template.category))}
        </span>
        <Button type="submit" kind="primary" icon={Send} notAllowed={!isWritable(template) && words.unsupported}>
          {words.send}
        </Button>
      </div>
    </form>
  );
}

function labelOf(parameter: Template['parameters'][number]): string {
  const { component, index, name, position, type } = parameter;
  if (isFileParameter(parameter)) return words.link(inboxWords.kinds[type]?.toLowerCase() ?? type);
  if (type === 'coupon_code') return words.code;
  const place =
    component === 'button' ? `${words.button((index ?? 0) + 1)} ` : component === 'header' ? `${words.header} ` : '';
  return `${place}{{${name ?? position ?? 1}}}`;
}
