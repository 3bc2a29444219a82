import { Copy, CornerUpLeft, ExternalLink, FileText, Image, type LucideIcon, MapPin, Phone, Video } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { templateWords } from '../../words/templates.ts';
import { fillIn, type TemplateParts } from './template-parts.ts';

const MEDIA_ICONS: Readonly<Record<string, LucideIcon>> = {
  IMAGE: Image,
  VIDEO: Video,
  DOCUMENT: FileText,
  LOCATION: MapPin,
};

const BUTTON_ICONS: Readonly<Record<string, LucideIcon>> = {
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  COPY_CODE: Copy,
  OTP: Copy,
};

interface BubbleProps {
  readonly parts: TemplateParts;
  readonly category: string | null;
}

/** A template as the person sees it, with the example values in it. Everything is text. */
export function TemplateBubble({ parts, category }: BubbleProps) {
  const isCode = category === 'AUTHENTICATION' && parts.body === null;
  return (
    <figure className="rounded-3 border border-line bg-sunken p-4" aria-label={templateWords.preview}>
      <div className="grid max-w-80 gap-px overflow-hidden rounded-3 shadow-1">
        <div className="grid gap-1.5 bg-raised px-3 py-2.5 text-14">
          {parts.header !== null && <Header parts={parts} />}
          {isCode ? (
            <CodeText parts={parts} />
          ) : (
            parts.body !== null && <Text text={parts.body} values={parts.bodyExamples} />
          )}
          {parts.footer !== null && <p className="text-12 break-words text-fg-3">{parts.footer}</p>}
          {isCode && parts.expiresMinutes !== null && (
            <p className="text-12 text-fg-3">{templateWords.expiresText(parts.expiresMinutes)}</p>
          )}
          {parts.unknown.map((type) => (
            <p key={type} className="text-12 text-fg-3">
              {templateWords.unknownPart(type)}
            </p>
          ))}
        </div>
        {parts.buttons.map((button, index) => {
          const Icon = BUTTON_ICONS[button.type] ?? CornerUpLeft;
          return (
            <span
              key={index}
              className="flex min-h-9 items-center justify-center gap-1.5 bg-raised px-3 py-1.5 text-center font-medium break-words text-link"
            >
              <Icon aria-hidden="true" className="size-3.5 flex-none" />
              {button.text || labelOf(button.type)}
            </span>
          );
        })}
      </div>
      <figcaption className="mt-2 text-12 text-fg-3">{templateWords.previewNote}</figcaption>
    </figure>
  );
}

/** What a button without words of its own says: WhatsApp has words for codes. */
function labelOf(type: string): string {
  const { buttonTypes } = templateWords.form;
  return type === 'OTP' || type === 'COPY_CODE' ? buttonTypes.COPY_CODE : '…';
}

function Header({ parts: { header, headerExamples } }: { readonly parts: TemplateParts }) {
  if (header === null) return null;
  const Icon = MEDIA_ICONS[header.format];
  if (Icon === undefined) {
    return (
      <p className="font-semibold break-words">
        <Filled text={header.text} values={headerExamples} />
      </p>
    );
  }
  return (
    <span className="grid h-28 place-items-center rounded-2 bg-active text-12 text-fg-3">
      <span className="inline-flex items-center gap-1.5">
        <Icon aria-hidden="true" className="size-5" strokeWidth={1.5} />
        {templateWords.media[header.format] ?? header.format}
      </span>
    </span>
  );
}

function CodeText({ parts }: { readonly parts: TemplateParts }) {
  return (
    <>
      <Text text={templateWords.codeText} values={{ 1: '123456' }} />
      {parts.hasSecurity && <p>{templateWords.securityText}</p>}
    </>
  );
}

function Text({ text, values }: { readonly text: string; readonly values: Readonly<Record<string, string>> }) {
  return (
    <p className="break-words whitespace-pre-wrap">
      <Filled text={text} values={values} />
    </p>
  );
}

function Filled({ text, values }: { readonly text: string; readonly values: Readonly<Record<string, string>> }) {
  return fillIn(text, values).map((part, index) =>
    part.isValue ? (
      <mark key={index} className="rounded-1 bg-brass-tint px-0.5 text-inherit">
        {part.text}
      </mark>
    ) : (
      <Fragment key={index}>{styled(part.text)}</Fragment>
    ),
  );
}

/** WhatsApp's own marks: *bold*, _italic_, ~struck~, `code`. */
const MARKED = /(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|`[^`\n]+`)/;

function styled(text: string): readonly ReactNode[] {
  return text.split(MARKED).map((piece, index) => {
    const inner = piece.slice(1, -1);
    if (index % 2 === 0 || inner === '') return piece;
    switch (piece[0]) {
      case '*':
        return <b key={index}>{inner}</b>;
      case '_':
        return <i key={index}>{inner}</i>;
      case '~':
        return <s key={index}>{inner}</s>;
      default:
        return <code key={index}>{inner}</code>;
    }
  });
}
