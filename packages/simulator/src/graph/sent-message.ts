import { isJsonObject, type Json, type JsonObject, toObjects } from '../json.ts';
import type { MediaKind } from '../media/kinds.ts';
import { listQuickReplies, renderBody, toSentTemplate } from '../templates/check-send.ts';
import type { StoredTemplate } from '../templates/store.ts';
import type { MessageBody } from './send-schema.ts';

/** A file that a message carries: by the id of an upload or by a link. */
export interface SentMedia {
  readonly kind: MediaKind;
  /** Where it stands, as `image` or `template header`. */
  readonly place: string;
  readonly id: string | null;
  readonly link: string | null;
}

const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;

/** The files of a message: its own, or those in the header of a template or an interactive message. */
export function listSentMedia(body: MessageBody): SentMedia[] {
  const kind = MEDIA_KINDS.find((each) => each === body.type);
  if (kind !== undefined) return readMedia(toObject(body[kind]), kind, kind);
  if (body.type === 'interactive')
    return listMediaOf([toObject(toObject(body.interactive).header)], 'interactive header');
  if (body.type !== 'template') return [];
  const components = toObjects(toObject(body.template).components);
  return listMediaOf(
    components.flatMap(({ parameters }) => toObjects(parameters)),
    'template header',
  );
}

/** A message as the person who got it sees it. */
export interface SeenMessage {
  readonly id: string;
  readonly type: string;
  /** Body or caption; of a template the rendered body. Empty when there are no words. */
  readonly text: string;
  readonly templateName: string | null;
  readonly buttons: readonly SeenButton[];
  readonly rows: readonly { readonly id: string; readonly title: string; readonly description?: string | undefined }[];
}

export type SeenButton =
  | { readonly kind: 'reply'; readonly id: string; readonly title: string }
  | { readonly kind: 'template'; readonly payload: string; readonly title: string };

/** @param stored The template that it was made from, if it is one and it is known. */
export function toSeenMessage(id: string, body: MessageBody, stored: StoredTemplate | null): SeenMessage {
  const content = toObject(body[body.type]);
  const seen = { id, type: body.type, text: '', templateName: null, buttons: [], rows: [] };
  if (body.type === 'template') return { ...seen, ...seeTemplate(content, stored) };
  if (body.type === 'interactive') return { ...seen, ...seeInteractive(content) };
  return { ...seen, text: textIn(content.body) || textIn(content.caption) };
}

function seeTemplate(content: JsonObject, stored: StoredTemplate | null): Partial<SeenMessage> {
  const sent = toSentTemplate(content);
  if (sent === null || stored === null) return { templateName: textIn(content.name) };
  const buttons = listQuickReplies(stored, sent).map(({ payload, text }) => ({
    kind: 'template' as const,
    payload,
    title: text,
  }));
  return { templateName: sent.name, text: renderBody(stored, sent), buttons };
}

function seeInteractive(content: JsonObject): Partial<SeenMessage> {
  const action = toObject(content.action);
  const buttons = toObjects(action.buttons).map(({ reply }) => {
    const { id, title } = toObject(reply);
    return { kind: 'reply' as const, id: textIn(id), title: textIn(title) };
  });
  const rows = toObjects(action.sections).flatMap((section) =>
    toObjects(section.rows).map(({ id, title, description }) => ({
      id: textIn(id),
      title: textIn(title),
      ...(typeof description === 'string' ? { description } : {}),
    })),
  );
  return { text: textIn(toObject(content.body).text), buttons, rows };
}

function listMediaOf(parts: readonly JsonObject[], place: string): SentMedia[] {
  return parts.flatMap((part) => MEDIA_KINDS.flatMap((kind) => readMedia(toObject(part[kind]), kind, place)));
}

function readMedia({ id, link }: JsonObject, kind: MediaKind, place: string): SentMedia[] {
  if (typeof id === 'string') return [{ kind, place, id, link: null }];
  return typeof link === 'string' ? [{ kind, place, id: null, link }] : [];
}

/** Bodies come from JSON, so an object in them is a JSON object. */
function toObject(value: unknown): JsonObject {
  const json = value as Json | undefined;
  return isJsonObject(json) ? json : {};
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
