import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { buildCallStatusUpdate } from './bodies/calls.ts';
import type { ExpectedEvent } from './bodies/items.ts';
import { buildStatusUpdate, type Recipient, type StatusInput } from './bodies/statuses.ts';
import {
  buildTemplateQualityUpdate,
  buildTemplateStatusUpdate,
  type QualityScore,
  type TemplateEvent,
  type TemplateQuality,
  type TemplateStatus,
} from './bodies/templates.ts';
import { addressOf, type Business, type PersonProfile, type WebhookUpdate } from './bodies/update.ts';
import { BoundedLog } from './bounded-log.ts';
import { CallDesk, type CallPermission } from './calls/desk.ts';
import { Waits } from './clock.ts';
import { SimulatorError } from './errors.ts';
import { type FixtureBody, freshenFixture } from './fixture/fixture.ts';
import { answerGraphCall, type GraphApiContext } from './graph/api.ts';
import { AppState, type NumberFacts } from './graph/app-state.ts';
import type { GraphRequestRecord } from './graph/call.ts';
import { type FailSendsInput, PlannedFailures } from './graph/planned-failures.ts';
import type { AcceptedSend } from './graph/sends.ts';
import type { SentMedia } from './graph/sent-message.ts';
import { GraphServer } from './graph/server.ts';
import { Tokens } from './graph/tokens.ts';
import { createIds, type Ids } from './ids.ts';
import type { JsonObject } from './json.ts';
import { SendLimits } from './limits.ts';
import { type FailDownloadsInput, PlannedDownloads } from './media/downloads.ts';
import { fetchLink } from './media/fetch-link.ts';
import { MediaStore, type StoredMedia } from './media/store.ts';
import { parseOptions, type ResolvedOptions, type SimulatorOptions } from './options.ts';
import { People } from './people.ts';
import { Person, type Told } from './person.ts';
import { createRandom } from './random.ts';
import { type PlayOptions, type PlayRecord, type SentWebhook, toSentWebhook } from './records.ts';
import { playSteps } from './scenario/player.ts';
import type { Scenario } from './scenario/schema.ts';
import { parseScript, type ScriptInput } from './scripts/schema.ts';
import { Scripts } from './scripts/scripts.ts';
import { MetaSigner } from './signer.ts';
import { planStatuses } from './status-plan.ts';
import { type TemplateChoice, TemplateDesk, type TemplateStatusChange } from './templates/desk.ts';
import type { TemplateCategory } from './templates/schema.ts';
import type { StoredTemplate } from './templates/store.ts';
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
  readonly #downloads = new PlannedDownloads();
  readonly #people = new People();
  readonly #state: AppState;
  readonly #tokens: Tokens;
  readonly #limits: SendLimits;
  readonly #media: MediaStore;
  readonly #templates: TemplateDesk;
  readonly #calls: CallDesk;
  readonly #scripts: Scripts;
  /** How many messages each person got. A recipient whom nobody knows is forgotten with the send. */
  readonly #receivedCounts = new WeakMap<Recipient, number>();
  readonly #requests: BoundedLog<GraphRequestRecord>;
  readonly #sent: BoundedLog<SentWebhook>;
  readonly #signer: MetaSigner;
  readonly #forger = new MetaSigner(randomBytes(32).toString('hex'));
  readonly #server: GraphServer;
  readonly #lane: Lane;
  #url: string | null = null;
  #acceptedCount = 0;
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
    this.#state = new AppState(options.appFields);
    this.#tokens = new Tokens(options);
    this.#limits = new SendLimits(options.limits);
    this.#media = this.#createMediaStore();
    this.#templates = this.#createTemplateDesk();
    this.#calls = this.#createCallDesk();
    this.#scripts = new Scripts({
      answersMax: options.scriptAnswersMax,
      later: (delayMs, run) => this.#later(delayMs, run),
      canTell: () => this.#canTell(),
    });
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

  /** How many sends were accepted, those included whose answer was lost or whose status is `failed`. */
  get acceptedSends(): number {
    return this.#acceptedCount;
  }

  /**
   * How many sends came when their number had sent as many as `limits.perNumberPerSecond` allows in the second
   * before: refused ones, and with `limits.refuse: false` accepted ones.
   */
  get overLimit(): number {
    return this.#limits.overLimitCount;
  }

  /** Resolves when no webhook is on its way, no status to come and no try to be made again. */
  settled(): Promise<void> {
    return this.#settle(this.#lane);
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

  /** Makes sends to come fail: in the answer, by a `failed` status, or both; or lose or delays their answers. */
  failNextSends(input: FailSendsInput): void {
    this.#failures.add(input);
  }

  /** Makes downloads of media to come fail. */
  failNextDownloads(input: FailDownloadsInput): void {
    this.#downloads.add(input);
  }

  /** Takes the permission to manage subscriptions away, or gives it back: their calls answer with code 200. */
  denySubscriptions(denied: boolean): void {
    this.#state.scopes = denied ? [MESSAGING_SCOPE] : [MESSAGING_SCOPE, MANAGEMENT_SCOPE];
  }

  /** Gives tokens these permissions and no others. */
  setScopes(scopes: readonly string[]): void {
    this.#state.scopes = scopes;
  }

  /** Subscribes the app to an account, or ends that: Meta then sends nothing of it, silently. Default: that of the first number. */
  setSubscribed(subscribed: boolean, wabaId?: string): void {
    this.#callbacks.setSubscribed(wabaId ?? this.#businessOf(undefined).wabaId, subscribed);
  }

  /** Lets somebody else's server have the webhooks of a number or account, by its id. Null clears it. Nobody is asked for the challenge. */
  setOverride(id: string, url: string | null): void {
    this.#callbacks.setOverride(id, url === null ? null : new URL(url));
  }

  /** Puts the `Date` of answers ahead of the time, or with a negative number behind it. */
  skewDate(skewMs: number): void {
    this.#state.dateSkewMs = skewMs;
  }

  /** What a number, by default the first, shows of its quality, name, status and limit. What is not given stays. */
  setNumberFacts(facts: Partial<NumberFacts>, phoneNumberId?: string): void {
    this.#state.setFacts(this.#businessOf(phoneNumberId).phoneNumberId, facts);
  }

  /** Fields that the app is subscribed to in its dashboard. They are shown; webhooks of others are sent all the same. */
  setAppFields(fields: readonly string[]): void {
    this.#state.fields = fields;
  }

  /** Ends the token of a number or account; without an id every token. Calls answer 190 with subcode 463. */
  expireToken(id?: string): void {
    this.#tokens.expire(this.#options.clock.nowMs(), id);
  }

  /** Gives out a new token in place of the one for everything, or of that of a number or account. */
  renewToken(token: string, id?: string): void {
    this.#tokens.renew(token, id);
  }

  /** A file by its media id: what the business uploaded, or a person sent. Null when it is not there any more. */
  findMedia(id: string): StoredMedia | null {
    return this.#media.find(id);
  }

  /** The templates of an account, by default that of the first number. */
  listTemplates(wabaId?: string): readonly StoredTemplate[] {
    return this.#templates.store.list(wabaId ?? this.#businessOf(undefined).wabaId);
  }

  /**
   * Meta decided about a template that is there: changes it and tells of it.
   *
   * @throws SimulatorError `template_unknown`, `callback_url_missing`.
   */
  setTemplateStatus(
    idOrName: number | string,
    event: TemplateEvent,
    change?: TemplateStatusChange,
  ): Promise<SendingOutcome> {
    return this.#templates.setStatus(idOrName, event, change);
  }

  /**
   * People's answers changed the score of a template that is there: changes it and tells of it.
   *
   * @throws SimulatorError `template_unknown`, `callback_url_missing`.
   */
  setTemplateQuality(idOrName: number | string, score: QualityScore, choice?: TemplateChoice): Promise<SendingOutcome> {
    return this.#templates.setQuality(idOrName, score, choice);
  }

  /**
   * Meta moved a template to another category, or with `dueAtSeconds` (unix) will do so.
   *
   * @throws SimulatorError `template_unknown`, `callback_url_missing`.
   */
  setTemplateCategory(
    idOrName: number | string,
    category: TemplateCategory,
    choice?: TemplateChoice & { readonly dueAtSeconds?: number | undefined },
  ): Promise<SendingOutcome> {
    return this.#templates.setCategory(idOrName, category, choice);
  }

  /** Whether the business may call a person. */
  setCallPermission(person: PersonProfile, permission: CallPermission): void {
    this.#calls.setPermission(person, permission);
  }

  /**
   * Makes a person answer by script what the business sends to them, in place of the script before.
   *
   * @throws SimulatorError `script_invalid` that names every wrong field.
   */
  scriptPerson(person: Person, script: ScriptInput): void {
    this.#scripts.set(person, parseScript(script));
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
   * Tells of what a fixture holds as if it had happened now, to one of the numbers, by default the first.
   *
   * @throws SimulatorError `callback_url_missing`, `closed`, `outbox_full`.
   */
  playFixture(body: FixtureBody, phoneNumberId?: string): Promise<readonly SendingOutcome[]> {
    const business = this.#businessOf(phoneNumberId);
    const changes = freshenFixture(body, { business, ids: this.#ids, nowSeconds: this.#nowSeconds() });
    return Promise.all(changes.map((change) => this.#emit(business, change)));
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
        noteTemplate: (template) => this.#templates.note(business.wabaId, template),
        scriptPerson: (person, rules) => this.#scripts.set(person, rules, speed),
        endScript: (person) => this.#scripts.remove(person),
        countReceived: (person) => this.#receivedCounts.get(person.profile) ?? 0,
        settled: () => this.#settle(lane),
        wait: (delayMs) => this.#waitForPlay(delayMs / speed),
      },
      scenario,
    );
    return { scenario: scenario.name, seed, sent: lane.sent, expectedEvents: lane.expectedEvents, ids };
  }

  /** What comes while it waits is let go too: answers of people, statuses of sends. */
  async #settle(lane: Lane): Promise<void> {
    do {
      lane.flush();
      await this.#activity.settled();
    } while (lane.holdsUpdates && !this.#waits.stopped);
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
    const ctx = {
      business,
      ids: this.#ids,
      nowSeconds: () => this.#nowSeconds(),
      emit: (update: WebhookUpdate) => emit(business, update),
      calls: this.#calls,
      storeMedia: (file: { readonly mimeType: string; readonly bytes: Buffer }) =>
        this.#media.add({ ...file, business, origin: 'message' }),
      mediaUrl: (media: StoredMedia) => this.#mediaUrl(media),
    };
    return new Person(ctx, profile);
  }

  /** On this host once the Graph API listens; before, an address of Meta's at which there is nothing. */
  #mediaUrl({ id }: StoredMedia): string {
    const path = this.#media.pathOf(id);
    if (this.#url !== null) return `${this.#url}${path}`;
    const query = new URLSearchParams(path.slice(path.indexOf('?')));
    return `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${id}&ext=${query.get('ext')}&hash=AR${id}`;
  }

  #createMediaStore(): MediaStore {
    const { media, clock, appSecret } = this.#options;
    return new MediaStore({ ...media, newId: this.#ids.mediaId, nowMs: clock.nowMs, urlKey: appSecret });
  }

  #createTemplateDesk(): TemplateDesk {
    const { businesses, templates, templateReview } = this.#options;
    const ctx = {
      businesses,
      review: templateReview,
      newId: this.#ids.templateId,
      nowSeconds: () => this.#nowSeconds(),
      emit: this.#emit,
      canTell: () => this.#canTell(),
      later: (delayMs: number, run: () => void) => this.#later(delayMs, run),
    };
    return new TemplateDesk(ctx, templates);
  }

  #createCallDesk(): CallDesk {
    const { permission, ...habits } = this.#options.calls;
    return new CallDesk({
      habits,
      permission,
      newId: this.#ids.wacid,
      nowSeconds: () => this.#nowSeconds(),
      tell: (business, update) => {
        if (this.#canTell()) void this.#emit(business, update);
      },
      later: (delayMs, run) => this.#later(delayMs, run),
    });
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
    const { appId, appSecret, delayAnswersMs, clock } = this.#options;
    const state = this.#state;
    const api = this.#createApiContext();
    return new GraphServer({
      tokens: this.#tokens,
      appToken: `${appId}|${appSecret}`,
      appId,
      dateSkewMs: () => state.dateSkewMs,
      answerDelayMs: delayAnswersMs,
      traceId: this.#ids.traceId,
      nowMs: clock.nowMs,
      wait: (delayMs) => this.#waits.wait(delayMs),
      answer: (call) => answerGraphCall(api, call),
      record: (request) => this.#requests.add(request),
    });
  }

  #createApiContext(): GraphApiContext {
    const { appId, appName, businesses, templateMessageStatus, checkTemplates, clock } = this.#options;
    const numbers = new Map(businesses.map((business) => [business.phoneNumberId, business]));
    const accounts = new Map(businesses.toReversed().map((business) => [business.wabaId, business]));
    return {
      app: { id: appId, name: appName },
      businesses,
      findNumber: (phoneNumberId) => numbers.get(phoneNumberId),
      findAccount: (wabaId) => accounts.get(wabaId),
      callbacks: this.#callbacks,
      checkCallback: (url, verifyToken) => this.#checkCallback(url, verifyToken),
      ids: this.#ids,
      traceId: this.#ids.traceId,
      nowMs: clock.nowMs,
      toUrl: (path) => `${this.url}${path}`,
      tokens: this.#tokens,
      state: this.#state,
      deniesSubscriptions: () => !this.#state.scopes.includes(MANAGEMENT_SCOPE),
      media: this.#media,
      downloads: this.#downloads,
      desk: this.#templates,
      templates: this.#templates.store,
      checkTemplates,
      templateMessageStatus,
      calls: this.#calls,
      limits: this.#limits,
      takeFailure: () => this.#failures.take(),
      findPerson: (address) => this.#people.find(address),
      onAccepted: (send) => this.#onAccepted(send),
    };
  }

  #onAccepted(send: AcceptedSend): void {
    this.#acceptedCount += 1;
    this.#receivedCounts.set(send.recipient, (this.#receivedCounts.get(send.recipient) ?? 0) + 1);
    const links = this.#options.fetchLinks ? send.media.filter(({ link }) => link !== null) : [];
    if (links.length === 0) this.#goOn(send);
    else void this.#goOnAfter(send, links);
  }

  async #goOnAfter(send: AcceptedSend, links: readonly SentMedia[]): Promise<void> {
    this.#activity.begin();
    const fetched = await Promise.all(links.map(({ link, kind }) => fetchLink(link ?? '', kind)));
    const failCode = send.failCode ?? (fetched.includes(false) ? MEDIA_FAILED : null);
    if (!this.#waits.stopped) this.#goOn({ ...send, failCode });
    this.#activity.end();
  }

  /** What follows a send: its statuses, and the answer of a person with a script. */
  #goOn(send: AcceptedSend): void {
    this.#scheduleStatuses(send);
    this.#scripts.onAccepted(send);
  }

  #scheduleStatuses(send: AcceptedSend): void {
    if (this.#callbacks.appUrl === null) return;
    for (const { delayMs, build } of planStatuses(this.#options, send, this.#ids.conversationId())) {
      this.#later(delayMs, () => {
        if (this.#canTell()) void this.#emit(send.business, build(this.#nowSeconds()));
      });
    }
  }

  /** Without a callback URL there is nobody to tell, and what the business asked for has worked all the same. */
  #canTell(): boolean {
    return this.#callbacks.appUrl !== null && this.#outbox.room > 0 && !this.#waits.stopped;
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

const MESSAGING_SCOPE = 'whatsapp_business_messaging';
const MANAGEMENT_SCOPE = 'whatsapp_business_management';

/** What a message fails with whose file cannot be had. */
const MEDIA_FAILED = 131_053;

/** How often a play looks whether the receiver has caught up. */
const ROOM_POLL_MS = 20;
