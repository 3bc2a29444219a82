import type { Registry } from '../control/registry/registry.ts';
import type { NewEvent } from '../domain/event.ts';
import { type EventId, idOf, type MessageId, type WorkspaceId } from '../domain/ids.ts';
import { conversationEvent } from '../messaging/conversations/conversation-change.ts';
import {
  ConversationCache,
  type ConversationNeed,
  type ConversationProjectionContext,
  openNeeds,
  planConversations,
} from '../messaging/conversations/conversation-projection.ts';
import { toActivityWrite } from '../messaging/conversations/conversation-row.ts';
import { findConversations } from '../messaging/conversations/conversations.store.ts';
import { impliedEvents } from '../messaging/messages/implied-statuses.ts';
import { findMessageRows, findSentMessages, findToldStatuses } from '../messaging/messages/known-messages.store.ts';
import { toChangeWrite } from '../messaging/messages/message-changes.ts';
import { type ProjectedMessage, projectMessage, sentMessageOf } from '../messaging/messages/message-projection.ts';
import { SentMessages } from '../messaging/messages/sent-messages.ts';
import { MEDIA_FILES_TABLE, toMediaRow } from '../meta/media/media-row.ts';
import type { Alongside } from '../pipeline/commit/group-commit.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { RecordWrite } from '../platform/db/record-write.ts';
import { KeyedLocks } from '../platform/keyed-locks.ts';
import type { Engine } from './engine.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

const { newId } = SYSTEM_SOURCE;

/** How long a node trusts its memory of a conversation's state, where other nodes change conversations too. */
const SHARED_CONVERSATION_TTL_MS = 10_000;

export interface MessagingContext {
  readonly store: OpenedStore;
  readonly registry: Pick<Registry, 'endpointsOf'>;
  readonly engine: Pick<Engine, 'publish'>;
  /** What events about templates do to the rows of templates. */
  readonly planTemplates: (events: readonly NewEvent[]) => Promise<readonly RecordWrite[]>;
  /** A media file is to be fetched. */
  readonly wakeMedia: () => void;
  /** Meta told of a message that was sent from here. */
  readonly onStatus: (messageId: MessageId, wamid: string) => void;
}

/** The part of messages in the way of an event. */
export interface Messaging {
  /** Publishes events from Meta, whose contacts are found, with what they do to messages, conversations, media and templates. */
  readonly publishFromMeta: (events: readonly NewEvent[], alongside: Alongside) => Promise<ReadonlySet<EventId>>;
  /** Makes the conversation of a message that is sent from here, if it is not there, and what the message is to it. */
  readonly conversations: ConversationProjectionContext & { readonly locks: KeyedLocks };
  readonly sentMessages: SentMessages;
}

/** Puts the messages' part together. */
export function createMessaging(context: MessagingContext): Messaging {
  const { store, registry } = context;
  const sentMessages = new SentMessages({ find: (wanted) => findSentMessages(store, wanted) });
  const conversations = {
    cache: new ConversationCache(store.can.sharedBetweenNodes ? SHARED_CONVERSATION_TTL_MS : 0),
    find: (workspaceId: NewEvent['workspaceId'], ids: Parameters<typeof findConversations>[2]) =>
      findConversations(store, workspaceId, ids),
    report: conversationEvent,
    newEventId: () => idOf('evt', newId()),
    nowMs: store.nowMs,
    locks: new KeyedLocks(),
  } satisfies Messaging['conversations'];
  const implied = {
    isWanted: (workspaceId: WorkspaceId) =>
      registry
        .endpointsOf(workspaceId)
        .some((endpoint) => endpoint.enabled && endpoint.formatOptions.emit_implied === true),
    findTold: (workspaceId: WorkspaceId, wamids: readonly string[]) => findToldStatuses(store, workspaceId, wamids),
    newEventId: () => idOf('evt', newId()),
  };
  const parts = { context, conversations, sentMessages };
  return {
    conversations,
    sentMessages,
    publishFromMeta: (events, alongside) => {
      if (events.every(needsNoLookUp)) return publishProjected(parts, { told: events, records: [], alongside });
      return lookUp(parts, implied, events).then((found) => publishProjected(parts, { ...found, alongside }));
    },
  };
}

/** What the steps of a publication share. */
interface MessagingParts {
  readonly context: MessagingContext;
  readonly conversations: Messaging['conversations'];
  readonly sentMessages: SentMessages;
}

/** A message that somebody wrote: everything about it stands in the event. Nearly all events are one. */
function needsNoLookUp({ type, origin }: NewEvent): boolean {
  return type === 'message.received' && origin === 'meta';
}

/** Events that are to be published, and rows that are written with them beside their own. */
interface FoundEvents {
  readonly told: readonly NewEvent[];
  /** Echoes of messages that are here already. */
  readonly knownHere?: ReadonlySet<EventId>;
  readonly records: readonly RecordWrite[];
}

/** Asks for what events say of things that were before them. */
async function lookUp(
  { context, sentMessages }: MessagingParts,
  implied: Parameters<typeof impliedEvents>[0],
  events: readonly NewEvent[],
): Promise<FoundEvents> {
  const told = events.some(isToldOfSent)
    ? await sentMessages.attach([...events, ...(await impliedEvents(implied, events))])
    : events;
  const knownHere = told.some(isEcho) ? await echoesKnownHere(context, told) : NO_EVENTS;
  const aboutTemplates = told.filter((event) => event.type.startsWith('template.'));
  const [changes, templates] = await Promise.all([
    changeWrites(context, projectAll(told, knownHere)),
    aboutTemplates.length === 0 ? [] : context.planTemplates(aboutTemplates),
  ]);
  return { told, knownHere, records: [...changes, ...templates] };
}

interface Publication extends FoundEvents {
  readonly alongside: Alongside;
}

/** Publishes events with what they do to messages, conversations and media. */
async function publishProjected(parts: MessagingParts, publication: Publication): Promise<ReadonlySet<EventId>> {
  const { context, conversations } = parts;
  const projected = projectAll(publication.told, publication.knownHere ?? NO_EVENTS);
  const records = recordsOf(publication, projected);
  const open = openNeeds(conversations.cache, needsOf(projected));
  const fresh =
    open.length === 0
      ? await context.engine.publish(publication.told, { ...publication.alongside, records })
      : await conversations.locks.run(
          open.map((need) => need.id),
          () => planAndPublish(parts, { publication, records, open }),
        );
  tellOthers(context, projected, fresh);
  return fresh;
}

interface Opening {
  readonly publication: Publication;
  readonly records: readonly RecordWrite[];
  readonly open: readonly ConversationNeed[];
}

async function planAndPublish(
  { context, conversations }: MessagingParts,
  { publication, records, open }: Opening,
): Promise<ReadonlySet<EventId>> {
  const planned = await planConversations(conversations, open);
  try {
    return await context.engine.publish([...publication.told, ...planned.events], {
      ...publication.alongside,
      records: [...records, ...planned.records],
    });
  } catch (error) {
    // What was remembered may be what stood in the way.
    for (const need of open) conversations.cache.forget(need.id);
    throw error;
  }
}

/** Events about messages that were sent: what they say, and what Meta left out, may have to be looked up. */
function isToldOfSent({ type }: NewEvent): boolean {
  return type !== 'message.received' && type.startsWith('message.');
}

interface Projected {
  readonly event: NewEvent;
  readonly projection: ProjectedMessage;
}

const NO_EVENTS: ReadonlySet<EventId> = new Set();

function projectAll(events: readonly NewEvent[], knownHere: ReadonlySet<EventId>): readonly Projected[] {
  const projected: Projected[] = [];
  for (const event of events) {
    if (event.origin !== 'meta' || event.causeId !== null || knownHere.has(event.id)) continue;
    projected.push({ event, projection: projectMessage(event) });
  }
  return projected;
}

/** Every row that is written with the events. */
function recordsOf({ alongside, records: found }: Publication, projected: readonly Projected[]): RecordWrite[] {
  const records = [...(alongside.records ?? []), ...found];
  for (const { event, projection } of projected) {
    for (const record of projection.records) records.push(record);
    if (projection.thread !== null) records.push(toActivityWrite(projection.thread, causeOf(event)));
    const media = mediaWrite(event, projection);
    if (media !== null) records.push(media);
  }
  return records;
}

function isEcho(event: NewEvent): boolean {
  return event.type === 'message.echoed' && event.origin === 'meta';
}

/** Echoes of messages that are here already, as those that were sent from here. */
async function echoesKnownHere(
  { store }: MessagingContext,
  events: readonly NewEvent[],
): Promise<ReadonlySet<EventId>> {
  const echoes = events.filter(isEcho);
  const known = new Set<EventId>();
  for (const [workspaceId, group] of Map.groupBy(echoes, (event) => event.workspaceId)) {
    const wamidOf = (event: NewEvent) => sentMessageOf(event)?.wamid ?? '';
    const rows = await findMessageRows(store, workspaceId, group.map(wamidOf));
    for (const event of group) if (rows.some((row) => row.wamid === wamidOf(event))) known.add(event.id);
  }
  return known;
}

function mediaWrite(event: NewEvent, { media, thread }: ProjectedMessage): RecordWrite | null {
  const { workspaceId, channelId, createdAtMs } = event;
  if (media === null || channelId === null) return null;
  const direction = event.type === 'message.received' ? 'inbound' : 'outbound';
  const conversationId = thread?.conversationId ?? null;
  const heard = { workspaceId, channelId, conversationId, direction, ...media, nowMs: createdAtMs } as const;
  const row = toMediaRow(heard);
  return row === null ? null : { table: MEDIA_FILES_TABLE, row, causeId: causeOf(event) };
}

/** Edits and revokes: seldom, and the only ones that need the message as it is. */
async function changeWrites(
  { store }: MessagingContext,
  projected: readonly Projected[],
): Promise<readonly RecordWrite[]> {
  const changing = projected.filter((one) => one.projection.change !== null);
  const writes: RecordWrite[] = [];
  for (const [workspaceId, group] of Map.groupBy(changing, (one) => one.event.workspaceId)) {
    const wamids = group.flatMap(({ projection: { change } }) => (change === null ? [] : [change.wamid]));
    const rows = await findMessageRows(store, workspaceId, wamids);
    for (const { event, projection } of group) {
      const { change } = projection;
      const was = rows.find((row) => row.wamid === change?.wamid);
      if (change !== null && was !== undefined) writes.push(toChangeWrite(was, change, event));
    }
  }
  return writes;
}

function needsOf(projected: readonly Projected[]): readonly ConversationNeed[] {
  const needs: ConversationNeed[] = [];
  for (const { event, projection } of projected) {
    const { thread } = projection;
    if (thread === null || thread.message === null || event.contact === null) continue;
    const { workspaceId, conversationId: id, channelId, message } = thread;
    const { contact, phone, bsuid } = event;
    const named = { person: { contact, phone, bsuid }, causeId: causeOf(event) };
    needs.push({ ...named, workspaceId, id, channelId, contactId: contact.id, opens: message.isInbound });
  }
  return needs;
}

/** After the commit: what waits for it need not wait for the next look at the database. */
function tellOthers(context: MessagingContext, projected: readonly Projected[], fresh: ReadonlySet<EventId>): void {
  for (const { event, projection } of projected) {
    if (!fresh.has(event.id)) continue;
    if (projection.media !== null) context.wakeMedia();
    if (!event.type.startsWith('message.')) continue;
    const sent = event.type === 'message.received' ? null : sentMessageOf(event);
    if (sent !== null && sent.messageId !== null) context.onStatus(sent.messageId, sent.wamid);
  }
}

function causeOf(event: NewEvent): EventId | null {
  return event.dedupeKey === null ? null : event.id;
}
