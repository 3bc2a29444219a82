import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { buildCallStatusUpdate } from './bodies/calls.ts';
import type { ExpectedEvent } from './bodies/items.ts';
import { buildStatusUpdate, type Recipient, type StatusInput } from './bodies/statuses.ts';
import {
  buildTemplateQualityUpdate,
  buildTemplateStatusUpdate,
  type TemplateQuality,
  type TemplateStatus,
} from './bodies/templates.ts';
import { addressOf, type Business, type PersonProfile, type WebhookUpdate } from './bodies/update.ts';
import { BoundedLog } from './bounded-log.ts';
import { Waits } from './clock.ts';
import { SimulatorError } from './errors.ts';
import { answerGraphCall } from './graph/api.ts';
import { type FailSendsInput, PlannedFailures } from './graph/planned-failures.ts';
import type { AcceptedSend } from './graph/sends.ts';
import { type GraphRequestRecord, GraphServer } from './graph/server.ts';
import { createIds, type Ids } from './ids.ts';
import type { JsonObject } from './json.ts';
import { parseOptions, type ResolvedOptions, type SimulatorOptions } from './options.ts';
import { People } from './people.ts';
import { Person, type Told } from './person.ts';
import { createRandom } from './random.ts';
import { type PlayOptions, type PlayRecord, type SentWebhook, toSentWebhook } from './records.ts';
import { playSteps } from './scenario/player.ts';
import type { Scenario } from './scenario/schema.ts';
import { MetaSigner } from './signer.ts';
import { planStatuses } from './status-plan.ts';
import { Activity } from './webhooks/activity.ts';
import { type CallbackCheck, Callbacks, checkCallback } from './webhooks/callbacks.ts';
import type { FaultSettings } from './webhooks/faults.ts';
import { HttpConnections } from './webhooks/http-exchange.ts';
import { Lane, type SentRecord } from './webhooks/lane.ts';
import { Outbox, type Sending, type SendingOutcome } from './webhooks/outbox.ts';

const RECORDS_PER_PLAY_MAX = 200_000;

/**
 * Makes a simulator. It sends webhooks at once; its Graph API answers after `start`.
 *
 * @throws SimulatorError `options_invalid`.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  return new Simulator(parseOptions(options));
}

/** Stands for Meta: the Graph API, the signed webhooks and the people on the other end. */
export class Simulator {
  /** Makes ids and faults repeatable: pass it as `seed` to run the same again. */
  readonly seed: number;
  readonly #options: ResolvedOptions;
  readonly #ids: Ids;
  readonly #waits: Waits;
  readonly #activity = new Activity();
  readonly #connections: HttpConnections;
  readonly #callbacks: Callbacks;
  readonly #outbox: Outbox;
  readonly #failures = new PlannedFailures();
  readonly #people = new People();
  readonly #requests: BoundedLog<GraphRequestRecord>;
  readonly #sent: BoundedLog<SentWebhook>;
  readonly #signer: MetaSigner;
  readonly #forger = new MetaSigner(randomBytes(32).toString('hex'));
  readonly #server: GraphServer;
  readonly #lane: Lane;
  #url: string | null = null;
  #sendingCount = 0;
  #lingering = false;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.seed = options.seed ?? randomInt(0x1_0000_0000);
    this.#ids = createIds(this.seed);
    this.#waits = new Waits(options.clock);
    this.#connections = new HttpConnections(options.webhooks.concurrencyMax);
    const appUrl = options.callbackUrl === undefined ? null : new URL(options.callbackUrl);
    this.#callbacks = new Callbacks(appUrl, options.subscribed ? options.businesses.map(({ wabaId }) => wabaId) : []);
    const { nowMs } = options.clock;
    const parts = { connections: this.#connections, waits: this.#waits, activity: this.#activity, nowMs };
    this.#outbox = new Outbox(options.webhooks, parts);
    this.#requests = new BoundedLog(options.recordsMax);
    this.#sent = new BoundedLog(options.recordsMax);
    this.#signer = new MetaSigner(options.appSecret);
    this.#server = this.#createServer();
    this.#lane = this.#createLane(options.faults, this.seed, options.recordsMax);
  }

  /** Starts the Graph API. */
  async start(): Promise<void> {
    this.#url = await this.#server.listen(this.#options.host, this.#options.port);
  }

  /** Base URL of the Graph API, without a slash at the end. */
  get url(): string {
    assert(this.#url !== null, 'The simulator listens only after start().');
    return this.#url;
  }

  /** Stops everything. What was not sent yet is not sent any more. */
  async close(): Promise<void> {
    this.#waits.stop();
    this.#connections.close();
    if (this.#url !== null) await this.#server.close();
    await this.#activity.settled();
  }

  /** The latest Graph calls, oldest first, without their headers. */
  get requests(): readonly GraphRequestRecord[] {
    return this.#requests.entries;
  }

  /** The latest webhooks, in the order in which their fate was known. */
  get sent(): readonly SentWebhook[] {
    return this.#sent.entries;
  }

  /** The latest events that the receiver must end with, of what was told outside scenarios. */
  get expectedEvents(): readonly ExpectedEvent[] {
    return this.#lane.expectedEvents;
  }

  /** Resolves when no webhook is on its way, no status to come and no try to be made again. */
  async settled(): Promise<void> {
    this.#lane.flush();
    await this.#activity.settled();
  }

  /** Sets the app's callback URL. `verifyCallback` asks it for the challenge. */
  setCallbackUrl(url: string): void {
    this.#callbacks.appUrl = new URL(url);
  }

  /**
   * Does what Meta does when somebody saves a callback URL: the GET challenge.
   *
   * @throws SimulatorError `callback_url_missing`.
   */
  verifyCallback(): Promise<CallbackCheck> {
    const url = this.#callbacks.appUrl;
    if (url === null) throw new SimulatorError('callback_url_missing', 'No callback URL is set.');
    return this.#checkCallback(url, this.#options.verifyToken);
  }

  /** Makes sends to come fail: in the answer, by a `failed` status, or both. */
  failNextSends(input: FailSendsInput): void {
    this.#failures.add(input);
  }

  /** A person who writes to one of the numbers, by default the first. */
  user(profile: PersonProfile, phoneNumberId?: string): Person {
    return this.#createPerson(this.#businessOf(phoneNumberId), profile, this.#emit);
  }

  /** Meta decided about a template. */
  templateStatus(template: TemplateStatus, phoneNumberId?: string): Promise<SendingOutcome> {
    const business = this.#businessOf(phoneNumberId);
    return this.#emit(business, buildTemplateStatusUpdate(business, template, this.#nowSeconds()));
  }

  /** The quality score of a template changed. */
  templateQuality(template: TemplateQuality, phoneNumberId?: string): Promise<SendingOutcome> {
    const business = this.#businessOf(phoneNumberId);
    return this.#emit(business, buildTemplateQualityUpdate(business, template, this.#nowSeconds()));
  }

  /** Any status of any message, for what does not come from a send. */
  messageStatus(recipient: Recipient, status: StatusInput, phoneNumberId?: string): Promise<SendingOutcome> {
    const business = this.#businessOf(phoneNumberId);
    return this.#emit(business, buildStatusUpdate(business, recipient, status));
  }

  /** What a person's phone does while the business rings it. Null makes a call id. */
  callStatus(
    person: PersonProfile,
    status: 'RINGING' | 'ACCEPTED' | 'REJECTED',
    call: { readonly id?: string; readonly callbackData?: string; readonly phoneNumberId?: string } = {},
  ): Told {
    const business = this.#businessOf(call.phoneNumberId);
    const id = call.id ?? this.#ids.wacid(addressOf(person));
    const stamp = { id, timestampSeconds: this.#nowSeconds(), status, callbackData: call.callbackData };
    return { id, delivered: this.#emit(business, buildCallStatusUpdate(business, person, stamp)) };
  }

  /**
   * Any change of any field, value as given.
   *
   * @param entryId Default: the WABA of the first number.
   * @param timeSeconds `entry[].time`; left out when not given, as for the fields that have none.
   */
  sendChange(field: string, value: JsonObject, entryId?: string, timeSeconds?: number): Promise<SendingOutcome> {
    const first = this.#businessOf(undefined);
    const business = this.#options.businesses.find((other) => other.wabaId === entryId) ?? first;
    return this.#emit(business, { field, entryId: entryId ?? first.wabaId, timeSeconds: timeSeconds ?? null, value });
  }

  /**
   * Plays a scenario and waits until the receiver has taken all of it, or it was given up.
   *
   * @throws SimulatorError `callback_url_missing`, `closed`.
   */
  async playScenario(scenario: Scenario, options: PlayOptions = {}): Promise<PlayRecord> {
    const seed = options.seed ?? this.seed;
    const speed = options.speed ?? 1;
    assert(speed > 0, 'The speed of a play is above 0.');
    const business = this.#businessOf(options.phoneNumberId);
    const lane = this.#createLane(scenario.faults ?? this.#options.faults, seed, RECORDS_PER_PLAY_MAX);
    const ids = await playSteps(
      {
        business,
        ids: this.#ids,
        random: createRandom(seed ^ 0x7f4a7c15),
        nowSeconds: () => this.#nowSeconds(),
        createPerson: (profile, emit) => this.#createPerson(business, profile, (_, update) => emit(update)),
        push: (update) => lane.push(business, update),
        failNextSends: (input) => this.#failures.add(input),
        wait: (delayMs) => this.#waitForPlay(delayMs / speed),
      },
      scenario,
    );
    lane.flush();
    await this.#activity.settled();
    return { scenario: scenario.name, seed, sent: lane.sent, expectedEvents: lane.expectedEvents, ids };
  }

  readonly #emit = (business: Business, update: WebhookUpdate): Promise<SendingOutcome> => {
    const outcome = this.#lane.push(business, update);
    if (this.#lane.holdsUpdates) this.#flushAfterLinger();
    return outcome;
  };

  #createPerson(
    business: Business,
    profile: PersonProfile,
    emit: (business: Business, update: WebhookUpdate) => Promise<SendingOutcome>,
  ): Person {
    assert(profile.waId !== undefined || profile.bsuid !== undefined, 'A person has a waId or a bsuid.');
    this.#people.add(profile);
    const ctx = { business, ids: this.#ids, nowSeconds: () => this.#nowSeconds() };
    return new Person({ ...ctx, emit: (update) => emit(business, update) }, profile);
  }

  #createLane(faults: FaultSettings, seed: number, recordsMax: number): Lane {
    const ctx = {
      jsonForm: this.#options.jsonForm,
      signer: this.#signer,
      forger: this.#forger,
      nextSendingId: () => {
        this.#sendingCount += 1;
        return `snd_${this.#sendingCount}`;
      },
      urlFor: (business: Business, field: string) => this.#callbacks.urlFor(business, field),
      assertRoom: () => this.#assertRoom(),
      send: (sending: Sending) => this.#outbox.send(sending),
      onSent: (sending: Sending | null, record: SentRecord) =>
        this.#sent.add(toSentWebhook(sending, record, this.#options.clock.nowMs())),
      recordsMax,
    };
    return new Lane(ctx, faults, createRandom(seed));
  }

  #createServer(): GraphServer {
    const { accessToken, appId, appName, businesses, templateMessageStatus, clock } = this.#options;
    const api = {
      app: { id: appId, name: appName },
      businesses,
      callbacks: this.#callbacks,
      checkCallback: (url: URL, verifyToken: string) => this.#checkCallback(url, verifyToken),
      ids: this.#ids,
      templateMessageStatus,
      takeFailure: () => this.#failures.take(),
      findPerson: (address: string) => this.#people.find(address),
      onAccepted: (send: AcceptedSend) => this.#scheduleStatuses(send),
    };
    return new GraphServer({
      accessToken,
      traceId: this.#ids.traceId,
      nowMs: clock.nowMs,
      answer: (call) => answerGraphCall(api, call),
      record: (request) => this.#requests.add(request),
    });
  }

  #scheduleStatuses(send: AcceptedSend): void {
    // Without a callback URL there is nobody to tell, and the send itself has worked.
    if (this.#callbacks.appUrl === null) return;
    for (const { delayMs, build } of planStatuses(this.#options, send, this.#ids.conversationId())) {
      this.#later(delayMs, () => {
        if (this.#outbox.room > 0) this.#emit(send.business, build(this.#nowSeconds()));
      });
    }
  }

  #flushAfterLinger(): void {
    if (this.#lingering) return;
    this.#lingering = true;
    this.#later(this.#options.webhooks.lingerMs, () => {
      this.#lingering = false;
      this.#lane.flush();
    });
  }

  #later(delayMs: number, run: () => void): void {
    this.#activity.begin();
    this.#waits.wait(delayMs).then(() => {
      if (!this.#waits.stopped) run();
      this.#activity.end();
    });
  }

  /** Waits for the time of a step and, when the receiver is slow, for room. */
  async #waitForPlay(delayMs: number): Promise<void> {
    await this.#waits.wait(delayMs);
    while (this.#outbox.room <= this.#options.webhooks.pendingMax / 2 && !this.#waits.stopped) {
      await this.#waits.wait(ROOM_POLL_MS);
    }
  }

  #assertRoom(): void {
    if (this.#waits.stopped) throw new SimulatorError('closed', 'The simulator is closed.');
    this.#outbox.assertRoom();
  }

  #checkCallback(url: URL, verifyToken: string): Promise<CallbackCheck> {
    const timeoutMs = this.#options.webhooks.timeoutMs;
    return checkCallback(this.#connections, { url, verifyToken, challenge: this.#ids.challenge(), timeoutMs });
  }

  #businessOf(phoneNumberId: string | undefined): Business {
    const { businesses } = this.#options;
    const found = businesses.find((business) => business.phoneNumberId === phoneNumberId);
    const business = phoneNumberId === undefined ? businesses[0] : found;
    if (business !== undefined) return business;
    throw new SimulatorError('phone_number_unknown', 'None of the businesses has that phone number id.');
  }

  #nowSeconds(): number {
    return Math.floor(this.#options.clock.nowMs() / 1_000);
  }
}

/** How often a play looks whether the receiver has caught up. */
const ROOM_POLL_MS = 20;
