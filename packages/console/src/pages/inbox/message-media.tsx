import { Download, FileText, ImageOff } from 'lucide-react';
import { useState } from 'react';
import { formatBytes } from '../../lib/format.ts';
import { useMask } from '../../lib/mask.ts';
import { inboxWords } from '../../words/inbox.ts';
import type { ThreadMessage } from './inbox-types.ts';

type Media = NonNullable<ThreadMessage['media']>;

interface MediaProps {
  readonly type: string;
  readonly media: Media;
}

/** What a browser draws by itself and cannot be a program. Everything else is saved and not shown. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/**
 * The file of a message, always by our own path. Pictures in `img`, sound and films in the browser's own players, the rest
 * to be saved under its name: nothing of it is ever part of this page.
 */
export function MessageMedia({ type, media }: MediaProps) {
  const mask = useMask();
  const mimeType = (media.mime_type ?? '').split(';')[0]?.trim() ?? '';
  const { path } = media;
  if (mask.isOn) return <FileLine type={type} media={media} words={inboxWords.fileStates.hidden} />;
  if (media.state === 'waiting' || media.state === 'failed' || media.state === 'gone' || path === null) {
    return (
      <FileLine
        type={type}
        media={media}
        words={inboxWords.fileStates[media.state === 'stored' || media.state === null ? 'gone' : media.state]}
      />
    );
  }
  if (PICTURES.has(mimeType) && (type === 'image' || type === 'sticker')) {
    return <Picture type={type} media={media} path={path} />;
  }
  if (type === 'audio' && mimeType.startsWith('audio/')) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: nobody has written down what people say to each other.
      <audio controls preload="none" src={path} aria-label={labelOf(type, media)} className="h-10 w-64 max-w-full" />
    );
  }
  if (type === 'video' && mimeType.startsWith('video/')) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: the same.
      <video
        controls
        preload="metadata"
        src={path}
        aria-label={labelOf(type, media)}
        className="max-h-72 w-72 max-w-full rounded-2 bg-sunken"
      />
    );
  }
  return <SavedFile type={type} media={media} path={path} />;
}

function Picture({ type, media, path }: MediaProps & { readonly path: string }) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <SavedFile type={type} media={media} path={path} words={inboxWords.fileStates.broken} />;
  return (
    <a href={path} target="_blank" rel="noopener noreferrer" className="block">
      <img
        src={path}
        alt={labelOf(type, media)}
        loading="lazy"
        decoding="async"
        onError={() => setIsBroken(true)}
        className={
          type === 'sticker'
            ? 'size-32 object-contain'
            : 'max-h-72 min-h-16 w-60 max-w-full rounded-2 bg-sunken object-cover'
        }
      />
    </a>
  );
}

interface SavedProps extends MediaProps {
  readonly path: string;
  readonly words?: string;
}

function SavedFile({ type, media, path, words }: SavedProps) {
  return (
    <a
      href={path}
      download={media.filename ?? ''}
      className="flex min-w-52 items-center gap-2 rounded-2 border border-line bg-panel px-2.5 py-2 text-13 text-fg no-underline hover:bg-hover"
    >
      <FileText aria-hidden="true" className="size-5 flex-none text-fg-2" strokeWidth={1.5} />
      <span className="grid min-w-0 grow">
        <span className="truncate font-medium">{nameOf(type, media)}</span>
        <span className="text-12 text-fg-3">{[sizeOf(media), words].filter(Boolean).join(' · ')}</span>
      </span>
      <Download aria-hidden="true" className="size-4 flex-none text-fg-3" />
      <span className="sr-only">{inboxWords.forwardedFile}</span>
    </a>
  );
}

function FileLine({ type, media, words }: MediaProps & { readonly words: string }) {
  const mask = useMask();
  return (
    <span className="flex items-center gap-2 rounded-2 border border-dashed border-line-strong px-2.5 py-2 text-13 text-fg-2">
      <ImageOff aria-hidden="true" className="size-4 flex-none" strokeWidth={1.75} />
      <span>
        {mask.isOn ? (inboxWords.kinds[type] ?? type) : nameOf(type, media)} {words}
      </span>
    </span>
  );
}

function nameOf(type: string, { filename }: Media): string {
  return filename ?? inboxWords.kinds[type] ?? type;
}

function sizeOf({ size_bytes: bytes }: Media): string {
  return bytes === null ? '' : formatBytes(bytes);
}

function labelOf(type: string, media: Media): string {
  const kind = type === 'audio' && media.voice === true ? inboxWords.voice : (inboxWords.kinds[type] ?? type);
  return [kind, media.filename, sizeOf(media)].filter(Boolean).join(', ');
}
