import { FileText, Lock, Paperclip, Send, Type, X } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { api } from '../../lib/api.ts';
import { formatBytes } from '../../lib/format.ts';
import { useMask } from '../../lib/mask.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { toast } from '../../ui/toast.tsx';
import { inboxWords } from '../../words/inbox.ts';
import { addressOf } from './address.ts';
import { keepDraft, readDraft } from './drafts.ts';
import type { Conversation, ThreadMessage } from './inbox-types.ts';
import { describeMessage } from './last-line.tsx';
import { useOutbox } from './outbox.tsx';
import { TemplatePicker } from './template-picker.tsx';
import { useWindowLeftMs, WindowBanner } from './window-banner.tsx';

export type ComposerMode = 'reply' | 'note';

/** What keys do to it from outside. */
export interface ComposerHandle {
  readonly write: (mode: ComposerMode) => void;
}

interface ComposerProps {
  readonly conversation: Conversation;
  readonly quoted: ThreadMessage | null;
  readonly onUnquote: () => void;
  readonly ref: Ref<ComposerHandle>;
}

const words = inboxWords.composer;
/** As the API takes them. */
const TEXT_CHARS_MAX = 4_096;
const CAPTION_CHARS_MAX = 1_024;
/** From here on it is said how many characters are left. */
const CHARS_LEFT_SHOWN = 200;

/** Where one answers: a text or a file while the window is open, a template in any case, or a note for the company. */
export function Composer({ conversation, quoted, onUnquote, ref }: ComposerProps) {
  const may = useMay();
  const [mode, setMode] = useState<ComposerMode>('reply');
  const [wantsTemplate, setWantsTemplate] = useState(false);
  const leftMs = useWindowLeftMs(conversation);
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    write: (next) => {
      // At once, so that no key that follows is lost.
      flushSync(() => {
        setMode(next);
        setWantsTemplate(false);
      });
      field.current?.focus();
    },
  }));
  if (!may('messages.write')) {
    return <p className="border-t border-line px-4 py-3 text-12 text-fg-2">{inboxWords.readOnly}</p>;
  }
  const isDeleted =
    conversation.contact === null || (conversation.contact.phone === null && conversation.contact.bsuid === null);
  const usesTemplate = mode === 'reply' && (leftMs === 0 || wantsTemplate);
  return (
    <section
      aria-label={words.label}
      className="grid max-h-[60dvh] grid-cols-[minmax(0,1fr)] gap-2.5 overflow-y-auto border-t border-line px-4 pt-2.5 pb-3"
    >
      {conversation.state === 'closed' && <p className="text-12 text-fg-3">{inboxWords.closed}</p>}
      {mode === 'reply' && leftMs < SOON_MS && <WindowBanner leftMs={leftMs} />}
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <Segmented<ComposerMode>
          label={words.label}
          value={mode}
          onChange={setMode}
          options={[
            { value: 'reply', label: words.reply },
            {
              value: 'note',
              label: (
                <>
                  <Lock aria-hidden="true" className="size-3" />
                  {words.note}
                </>
              ),
            },
          ]}
        />
        {mode === 'reply' && leftMs > 0 && (
          <Button
            size="small"
            kind="ghost"
            icon={wantsTemplate ? Type : FileText}
            onClick={() => setWantsTemplate(!wantsTemplate)}
          >
            {wantsTemplate ? words.backToText : words.template}
          </Button>
        )}
        <span className="grow max-narrow:hidden" />
        {mode === 'reply' && leftMs >= SOON_MS && <WindowBanner leftMs={leftMs} />}
      </div>
      {mode === 'reply' && isDeleted && <p className="text-12 text-fg-2">{words.noAddress}</p>}
      {mode === 'note' && <NoteField key={`note ${conversation.id}`} conversation={conversation} field={field} />}
      {mode === 'reply' && !isDeleted && usesTemplate && (
        <TemplatePicker conversation={conversation} onSent={() => setWantsTemplate(false)} />
      )}
      {mode === 'reply' && !isDeleted && !usesTemplate && (
        <ReplyField key={conversation.id} {...{ conversation, quoted, onUnquote, field }} />
      )}
    </section>
  );
}

const SOON_MS = 3_600_000;

type FieldRef = React.RefObject<HTMLTextAreaElement | null>;

interface ReplyProps {
  readonly conversation: Conversation;
  readonly quoted: ThreadMessage | null;
  readonly onUnquote: () => void;
  readonly field: FieldRef;
}

function ReplyField({ conversation, quoted, onUnquote, field }: ReplyProps) {
  const [text, setText] = useDraft(conversation.id);
  const [file, setFile] = useState<File | null>(null);
  const [isUploading, setIsUploading] = useState(false);
  const { send } = useOutbox();
  const mask = useMask();
  const picker = useRef<HTMLInputElement>(null);
  const charsMax = file === null ? TEXT_CHARS_MAX : CAPTION_CHARS_MAX;
  const left = charsMax - text.length;
  const canSend = !isUploading && left >= 0 && (file !== null || text.trim() !== '');
  const submit = async () => {
    if (!canSend) return;
    const common = { ...addressOf(conversation), ...(quoted?.message_id ? { reply_to: quoted.message_id } : {}) };
    const quote = quoted === null ? null : quoteOf(quoted);
    if (file === null) {
      const body = { ...common, type: 'text', text: { body: text, preview_url: true } };
      send({ conversationId: conversation.id, body, text, quoted: quote });
    } else {
      setIsUploading(true);
      const content = await upload(conversation.channel_id, file, text.trim());
      setIsUploading(false);
      if (content === null) return;
      const shown = [file.name, text.trim()].filter(Boolean).join('\n');
      send({ conversationId: conversation.id, body: { ...common, ...content }, text: shown, quoted: quote });
      setFile(null);
    }
    setText('');
    onUnquote();
    field.current?.focus();
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {quoted !== null && (
        <div className="flex items-center gap-2 border-l-2 border-line-strong pl-2 text-12 text-fg-2">
          <span className="font-medium">{words.quoting}</span>
          <span className="min-w-0 grow truncate">{describeMessage(quoted, mask)}</span>
          <IconButton label={words.noQuote} icon={X} onClick={onUnquote} />
        </div>
      )}
      {file !== null && (
        <div className="flex items-center gap-2 rounded-2 border border-line bg-sunken py-1 pr-1 pl-2.5 text-12">
          <FileText aria-hidden="true" className="size-4 flex-none text-fg-2" strokeWidth={1.75} />
          <span className="min-w-0 grow truncate">{file.name}</span>
          <span className="num text-fg-3">{formatBytes(file.size)}</span>
          <IconButton label={words.removeFile} icon={X} onClick={() => setFile(null)} />
        </div>
      )}
      <WritingField
        {...{ field, text, setText }}
        label={words.replyLabel}
        placeholder={file === null ? words.placeholder : words.captionPlaceholder}
        onEnter={() => void submit()}
        onFile={setFile}
      />
      <div className="flex items-center gap-2">
        <input
          ref={picker}
          type="file"
          tabIndex={-1}
          aria-hidden="true"
          className="hidden"
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            event.target.value = '';
            field.current?.focus();
          }}
        />
        <IconButton label={words.attach} icon={Paperclip} onClick={() => picker.current?.click()} />
        <span className="min-w-0 grow truncate text-12 text-fg-3">
          <CharsLeft left={left} hint={words.hint} />
        </span>
        <Button
          kind="primary"
          icon={Send}
          waiting={isUploading && words.uploading}
          notAllowed={left < 0 && words.tooLong(-left)}
          onClick={() => void submit()}
        >
          {words.send}
        </Button>
      </div>
    </div>
  );
}

function CharsLeft({ left, hint }: { readonly left: number; readonly hint: string }) {
  if (left < 0) return <span className="text-danger">{words.tooLong(-left)}</span>;
  if (left < CHARS_LEFT_SHOWN) return words.charactersLeft(left);
  return <span className="max-narrow:hidden">{hint}</span>;
}

/** The key of a message's body that a file goes under, by what it is. */
function kindOfFile(type: string): 'image' | 'video' | 'audio' | 'sticker' | 'document' {
  if (type === 'image/jpeg' || type === 'image/png') return 'image';
  if (type === 'image/webp') return 'sticker';
  if (type === 'video/mp4' || type === 'video/3gpp') return 'video';
  return type.startsWith('audio/') ? 'audio' : 'document';
}

/** Puts a file where Meta takes it from. Null: it was refused, and that was said. */
async function upload(
  channelId: string,
  file: File,
  caption: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const form = new FormData();
  form.append('channel_id', channelId);
  form.append('file', file, file.name);
  try {
    const { id } = await api.post<{ id: string }>('/v1/media', form);
    const type = kindOfFile(file.type);
    const hasCaption = caption !== '' && type !== 'audio' && type !== 'sticker';
    return {
      type,
      [type]: {
        id,
        ...(hasCaption ? { caption } : {}),
        ...(type === 'document' ? { filename: file.name.slice(0, 240) } : {}),
      },
    };
  } catch (error) {
    toast.failed(words.uploadFailed, error);
    return null;
  }
}

function quoteOf({ id, message_id, direction, type, text }: ThreadMessage): ThreadMessage['quoted'] {
  return id === null ? null : { id, message_id, direction, type: type ?? '', text };
}

function NoteField({ conversation, field }: Pick<ReplyProps, 'conversation' | 'field'>) {
  const [text, setText] = useDraft(`note ${conversation.id}`);
  const [isSaving, setIsSaving] = useState(false);
  const refresh = useRefresh();
  const left = TEXT_CHARS_MAX - text.length;
  const save = async () => {
    if (text.trim() === '' || left < 0 || isSaving) return;
    setIsSaving(true);
    try {
      await api.post(`/v1/conversations/${conversation.id}/notes`, { text }, { idempotencyKey: crypto.randomUUID() });
      setText('');
      await refresh(`/v1/conversations/${conversation.id}`);
    } catch (error) {
      toast.failed(inboxWords.noteFailed, error);
    }
    setIsSaving(false);
    field.current?.focus();
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <WritingField
        {...{ field, text, setText }}
        label={words.noteLabel}
        placeholder={words.notePlaceholder}
        isNote
        onEnter={() => void save()}
      />
      <div className="flex items-center gap-2">
        <span className="min-w-0 grow truncate text-12 text-fg-3">
          <CharsLeft left={left} hint={words.noteHint} />
        </span>
        <Button kind="primary" icon={Lock} waiting={isSaving && words.saveNote} onClick={() => void save()}>
          {words.saveNote}
        </Button>
      </div>
    </div>
  );
}

function useDraft(key: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(key));
  return [
    text,
    (next) => {
      setText(next);
      keepDraft(key, next);
    },
  ];
}

interface WritingProps {
  readonly field: FieldRef;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly isNote?: boolean;
  readonly onEnter: () => void;
  readonly onFile?: (file: File) => void;
}

/** A field that grows with what is written. Enter hands it in, with Shift it begins a line. */
function WritingField({ field, text, setText, label, placeholder, isNote = false, onEnter, onFile }: WritingProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height follows the text.
  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight + 2, HEIGHT_MAX_PX)}px`;
  }, [text, field]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const [file] = event.clipboardData.files;
    if (file === undefined || onFile === undefined) return;
    event.preventDefault();
    onFile(file);
  };
  return (
    <textarea
      ref={field}
      rows={2}
      dir="auto"
      value={text}
      aria-label={label}
      placeholder={placeholder}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (file === undefined || onFile === undefined) return;
        event.preventDefault();
        onFile(file);
      }}
      className={
        isNote
          ? 'w-full resize-none rounded-2 border border-dashed border-brass-mark bg-brass-tint px-2.5 py-1.5 text-14 focus-visible:outline-offset-0'
          : 'w-full resize-none rounded-2 border border-line-strong bg-panel px-2.5 py-1.5 text-14 focus-visible:outline-offset-0'
      }
    />
  );
}

const HEIGHT_MAX_PX = 220;
