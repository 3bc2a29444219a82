import type { NewEvent } from '../../domain/event.ts';
import type { GraphError } from '../../domain/graph.ts';
import type { ChannelId, ContactId, EventId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import { SEND_WAIT_MS, type SendOutcome } from '../../domain/message-send.ts';
import type { ChannelView } from '../../domain/meta/event-data.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { type FailedContact, failedEvent } from './failed-event.ts';
import { CLOCK_SKEW_MS } from './send-record.ts';
import {
  BATCH_ROWS_MAX,
  type EndedSend,
  findMessages,
  type RemovedSend,
  type SendEnd,
  type StoredMessage,
  writeEnds,
} from './sending.store.ts';
import type { Waiters } from './waiters.ts';
import { WriteBatch } from './write-batch.ts';

/** A message that is finished, as metrics and the live stream hear of it. */
export interface FinishedSend {
  readonly workspaceId: WorkspaceId;
  readonly id: MessageId;
}

export interface SendEndsContext {
  readonly store: Store;
  readonly waiters: Waiters;
  /** Appends events in the transaction of the change that they report. */
  readonly publishIn: (trx: Trx, events: readonly NewEvent[]) => Promise<void>;
  /** Events were committed: deliveries are due. */
  readonly wakeDeliveries: () => void;
  /** Null: it is gone. */
  readonly contactOf: (workspaceId: WorkspaceId, id: ContactId) => Promise<FailedContact | null>;
  readonly channelView: (id: ChannelId) => ChannelView | null;
  readonly newEventId: () => EventId;
  readonly nowMs: () => number;
  readonly onFinished: (send: FinishedSend, outcome: Exclude<SendOutcome, { kind: 'pending' }>) => void;
  readonly onError: (error: unknown) => void;
}

/** How long a message that a call on another node waits for is taken for awaited: its wait, and what clocks and commits add to it. */
const AWAITED_MS_MAX = SEND_WAIT_MS + CLOCK_SKEW_MS + 5_000;

/**
 * Writes how tries to send ended, many in one transaction, and tells whoever is to be told: the call that waits, or else,
 * when Meta refused, an event of the same transaction. Never both and never none.
 */
export class SendEnds {
  readonly #context: SendEndsContext;
  readonly #batch: WriteBatch<EndedSend, null>;

  constructor(context: SendEndsContext) {
    this.#context = context;
    this.#batch = new WriteBatch({
      rowsMax: BATCH_ROWS_MAX,
      onError: context.onError,
      write: async (ends) => {
        await this.#write(ends);
        return null;
      },
    });
  }

  /** Settles when it is durable. */
  async add({ workspaceId, id }: FinishedSend, end: SendEnd): Promise<void> {
    await this.#batch.add({ workspaceId, id, end });
  }

  drained(): Promise<void> {
    return this.#batch.drained();
  }

  /** Nothing is tried again any more. */
  abandon(): void {
    this.#batch.abandon();
  }

  async #write(ends: readonly EndedSend[]): Promise<void> {
    const refused = errorsOf(ends);
    const describe = await this.#describer(ends.filter((ended) => refused.has(ended.id)));
    const told = new Set<MessageId>();
    const removed = new Map<MessageId, RemovedSend>();
    await writeEnds(this.#context.store, ends, async (trx, left) => {
      for (const send of left) removed.set(send.id, send);
      const unheard = left.filter((send) => !this.#isHeard(send));
      const events = unheard.flatMap(({ id }) => describe(id, refused.get(id)));
      for (const { id } of unheard) told.add(id);
      if (events.length > 0) await this.#context.publishIn(trx, events);
    });
    if (told.size > 0) this.#context.wakeDeliveries();
    for (const { workspaceId, id, end } of ends) {
      const outcome = outcomeOf(end);
      if (outcome === null || (outcome.kind === 'refused' && !removed.has(id))) continue;
      if (!told.has(id)) this.#context.waiters.settle(id, outcome);
      this.#context.onFinished({ workspaceId, id }, outcome);
    }
  }

  /** Whether a call is told of it. Of a wait on another node only its age is known. */
  #isHeard({ id, awaited, createdAtMs }: RemovedSend): boolean {
    if (!awaited) return false;
    if (this.#context.waiters.has(id)) return true;
    return this.#context.store.can.sharedBetweenNodes && this.#context.nowMs() - createdAtMs < AWAITED_MS_MAX;
  }

  /** Everything that the events of refused messages tell is read before the transaction, which is to be short. */
  async #describer(
    refused: readonly EndedSend[],
  ): Promise<(id: MessageId, error: GraphError | undefined) => readonly NewEvent[]> {
    const messages = refused.length === 0 ? [] : await findMessages(this.#context.store, refused);
    const known = new Map<MessageId, { message: StoredMessage; contact: FailedContact | null }>();
    for (const message of messages) known.set(message.id, { message, contact: await this.#contactOf(message) });
    return (id, error) => {
      const found = known.get(id);
      // A message that was erased in between tells nobody anything.
      if (found === undefined || error === undefined) return [];
      const channel = this.#context.channelView(found.message.channelId);
      return [failedEvent({ ...found, error, channel }, this.#context.newEventId(), this.#context.nowMs())];
    };
  }

  async #contactOf({ workspaceId, contactId }: StoredMessage): Promise<FailedContact | null> {
    return contactId === null ? null : this.#context.contactOf(workspaceId, contactId);
  }
}

function errorsOf(ends: readonly EndedSend[]): ReadonlyMap<MessageId, GraphError> {
  const errors = new Map<MessageId, GraphError>();
  for (const { id, end } of ends) if (end.kind === 'refused') errors.set(id, end.error);
  return errors;
}

/** Null: it is not finished. */
function outcomeOf(end: SendEnd): Exclude<SendOutcome, { kind: 'pending' }> | null {
  if (end.kind === 'refused') return { kind: 'refused', error: end.error };
  if (end.kind !== 'accepted') return null;
  return { kind: 'accepted', wamid: end.wamid, response: end.response ?? responseOf(end.wamid) };
}

/** What Meta's answer would have said, of a message whose answer was lost. */
export function responseOf(wamid: string) {
  return { messaging_product: 'whatsapp', messages: [{ id: wamid }] };
}
