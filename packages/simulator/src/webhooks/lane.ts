import { type ExpectedEvent, listExpectedEvents } from '../bodies/items.ts';
import { type Business, buildBody, type WebhookUpdate } from '../bodies/update.ts';
import { BoundedLog } from '../bounded-log.ts';
import { SimulatorError } from '../errors.ts';
import { encodeMetaJson, type JsonForm } from '../json.ts';
import type { Random } from '../random.ts';
import type { MetaSigner } from '../signer.ts';
import { BODY_BYTES_MAX, FaultPlanner, type FaultSettings, type PlannedSending, type SendingKind } from './faults.ts';
import type { Sending, SendingOutcome } from './outbox.ts';

/** What a lane needs of the simulator around it. */
export interface LaneContext {
  readonly jsonForm: JsonForm;
  readonly signer: MetaSigner;
  /** Signs with a secret that the receiver does not know. */
  readonly forger: MetaSigner;
  readonly nextSendingId: () => string;
  /** Null when Meta would send nothing. */
  readonly urlFor: (business: Business, field: string) => URL | null;
  /** @throws SimulatorError `outbox_full`, or `closed`. */
  readonly assertRoom: () => void;
  readonly send: (sending: Sending) => Promise<SendingOutcome>;
  /** Called when the fate of a sending is known. */
  readonly onSent: (sending: Sending | null, record: SentRecord) => void;
  readonly recordsMax: number;
}

/** One webhook body that was sent, in the words of a record. */
export interface SentRecord {
  readonly id: string;
  readonly kind: SendingKind;
  /** The sending that told all of it before. */
  readonly duplicateOf?: string;
  /** `ExpectedEvent.id` of all that it reports. */
  readonly eventIds: readonly string[];
  readonly outcome: SendingOutcome;
}

interface Pending {
  readonly update: WebhookUpdate;
  readonly business: Business;
  readonly bytes: number;
  readonly resolve: (outcome: SendingOutcome) => void;
}

/**
 * A row of updates on their way to the receiver, with its own faults and its own record. A scenario
 * has a lane to itself, so that its record and its chances do not depend on what else goes on.
 */
export class Lane {
  readonly #ctx: LaneContext;
  readonly #planner: FaultPlanner<Pending>;
  readonly #expected = new Map<string, ExpectedEvent>();
  readonly #firstSendingByEvent = new Map<string, string>();
  readonly #sent: BoundedLog<SentRecord>;

  constructor(ctx: LaneContext, faults: FaultSettings, random: Random) {
    this.#ctx = ctx;
    this.#planner = new FaultPlanner(faults, random);
    this.#sent = new BoundedLog(ctx.recordsMax);
  }

  get holdsUpdates(): boolean {
    return this.#planner.holdsUpdates;
  }

  /** In the order in which their fate was known. */
  get sent(): readonly SentRecord[] {
    return this.#sent.entries;
  }

  /** What the receiver must end with, in the order in which it happened. */
  get expectedEvents(): readonly ExpectedEvent[] {
    return [...this.#expected.values()];
  }

  /**
   * Puts an update on its way. The promise tells what became of the body that carries it; it never
   * rejects.
   *
   * @throws SimulatorError `callback_url_missing`, `body_too_large`, `outbox_full`, `closed`.
   */
  push(business: Business, update: WebhookUpdate): Promise<SendingOutcome> {
    this.#ctx.assertRoom();
    const bytes = this.#encode([update], false).length;
    if (bytes > BODY_BYTES_MAX) {
      throw new SimulatorError(
        'body_too_large',
        `Meta sends no body above ${BODY_BYTES_MAX} bytes; this one has ${bytes}.`,
      );
    }
    const url = this.#ctx.urlFor(business, update.field);
    if (url === null) return this.#skip(update);
    for (const event of listExpectedEvents(update)) this.#remember(this.#expected, event.id, event);
    const { promise, resolve } = Promise.withResolvers<SendingOutcome>();
    this.#sendAll(this.#planner.push({ update, business, bytes, resolve }));
    return promise;
  }

  /** Sends what waits for others to be reordered or batched with. */
  flush(): void {
    this.#sendAll(this.#planner.flush());
  }

  #skip(update: WebhookUpdate): Promise<SendingOutcome> {
    const outcome: SendingOutcome = { kind: 'not_sent', attempts: [] };
    const eventIds = listExpectedEvents(update).map((event) => event.id);
    this.#record(null, { id: this.#ctx.nextSendingId(), kind: 'original', eventIds, outcome });
    return Promise.resolve(outcome);
  }

  #sendAll(planned: readonly PlannedSending<Pending>[]): void {
    for (const sending of planned) {
      // Overrides may send one batch to several URLs; Meta would not mix them in one body.
      const byUrl = Map.groupBy(sending.updates, ({ business, update }) =>
        String(this.#ctx.urlFor(business, update.field) ?? ''),
      );
      for (const [url, updates] of byUrl) this.#sendOne(url, { ...sending, updates });
    }
  }

  #sendOne(url: string, planned: PlannedSending<Pending>): void {
    const updates = planned.updates.map(({ update }) => update);
    const eventIds = updates.flatMap((update) => listExpectedEvents(update).map((event) => event.id));
    const id = this.#ctx.nextSendingId();
    const { kind, duplicateOf } = this.#judge(id, planned.kind, eventIds);
    const about = { id, kind, ...(duplicateOf === undefined ? {} : { duplicateOf }), eventIds };
    const settle = (sending: Sending | null, outcome: SendingOutcome) => {
      this.#record(sending, { ...about, outcome });
      if (planned.kind === 'original') for (const pending of planned.updates) pending.resolve(outcome);
    };
    if (url === '') {
      for (const eventId of eventIds) this.#expected.delete(eventId);
      settle(null, { kind: 'not_sent', attempts: [] });
      return;
    }

    const bytes = this.#encode(updates, planned.mergeItems);
    const signature = (kind === 'wrong_signature' ? this.#ctx.forger : this.#ctx.signer).sign(bytes);
    const sending: Sending = { id, kind, url: new URL(url), bytes, signature, delayMs: planned.delayMs };
    this.#ctx.send(sending).then((outcome) => settle(sending, outcome));
  }

  /** A true sending that tells nothing new is a duplicate, whoever asked for it. */
  #judge(id: string, kind: SendingKind, eventIds: readonly string[]): { kind: SendingKind; duplicateOf?: string } {
    if (kind === 'wrong_signature' || kind === 'stale') return { kind };
    const firsts = eventIds.map((eventId) => this.#firstSendingByEvent.get(eventId));
    const [first] = firsts;
    if (first !== undefined && !firsts.includes(undefined)) return { kind: 'duplicate', duplicateOf: first };
    for (const eventId of eventIds) {
      if (!this.#firstSendingByEvent.has(eventId)) this.#remember(this.#firstSendingByEvent, eventId, id);
    }
    return { kind: 'original' };
  }

  #record(sending: Sending | null, record: SentRecord): void {
    this.#sent.add(record);
    this.#ctx.onSent(sending, record);
  }

  #encode(updates: readonly WebhookUpdate[], mergeItems: boolean): Buffer {
    return encodeMetaJson(buildBody(updates, mergeItems), this.#ctx.jsonForm);
  }

  #remember<TValue>(map: Map<string, TValue>, key: string, value: TValue): void {
    map.set(key, value);
    if (map.size <= this.#ctx.recordsMax) return;
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
}
