import assert from 'node:assert/strict';
import { buildPricing, buildStatusUpdate } from '../bodies/statuses.ts';
import { buildTemplateQualityUpdate, buildTemplateStatusUpdate, type TemplateEvent } from '../bodies/templates.ts';
import { addressOf, type Business, type PersonProfile, type WebhookUpdate } from '../bodies/update.ts';
import { buildStatusError } from '../graph/errors.ts';
import type { FailSendsInput } from '../graph/planned-failures.ts';
import type { Ids } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Person, Told } from '../person.ts';
import { drawChance, drawItem, type Random } from '../random.ts';
import type { ScriptRule } from '../scripts/schema.ts';
import type { SendingOutcome } from '../webhooks/outbox.ts';
import { isPersonStep, type MetaStep, type PersonStep, type Scenario, type ScenarioStep } from './schema.ts';

/** What playing a scenario needs of the simulator. */
export interface PlayerContext {
  readonly business: Business;
  readonly ids: Ids;
  /** For bursts. */
  readonly random: Random;
  /** Unix seconds. */
  readonly nowSeconds: () => number;
  readonly createPerson: (profile: PersonProfile, emit: (update: WebhookUpdate) => Promise<SendingOutcome>) => Person;
  readonly push: (update: WebhookUpdate) => Promise<SendingOutcome>;
  readonly failNextSends: (input: FailSendsInput) => void;
  /** Tells the stored templates what a webhook says of one. */
  readonly noteTemplate: (template: {
    readonly name: string;
    readonly language: string;
    readonly event: TemplateEvent;
    readonly reason: string | null;
  }) => void;
  readonly scriptPerson: (person: Person, rules: readonly ScriptRule[]) => void;
  readonly endScript: (person: Person) => void;
  /** How many messages of the business a person has got. */
  readonly countReceived: (person: Person) => number;
  /** Resolves when all that was told has arrived, and what follows from it too. */
  readonly settled: () => Promise<void>;
  /** Waits that long at the speed of the play. */
  readonly wait: (delayMs: number) => Promise<void>;
}

interface BusinessMessage {
  readonly id: string;
  readonly to: PersonProfile;
  readonly sentAtSeconds: number;
}

interface Stage {
  readonly ctx: PlayerContext;
  readonly people: ReadonlyMap<string, Person>;
  readonly idByName: Map<string, string>;
  readonly messageByName: Map<string, BusinessMessage>;
  /** Of each person how many messages of the business earlier waits were for. */
  readonly awaitedCounts: Map<Person, number>;
  /** How often each webhook of the present step is sent. */
  times: number;
}

/** Plays the steps one after the other and waits until all of it has arrived. @returns the ids of what the steps named with `as`. */
export async function playSteps(ctx: PlayerContext, scenario: Scenario): Promise<Record<string, string>> {
  const stage = setStage(ctx, scenario);
  for (const step of scenario.steps) {
    await ctx.wait(step.after_ms);
    await playStep(stage, step);
    // What people answer by script between the steps is sent once.
    stage.times = 1;
  }
  await ctx.settled();
  for (const person of stage.people.values()) ctx.endScript(person);
  return Object.fromEntries(stage.idByName);
}

function setStage(ctx: PlayerContext, scenario: Scenario): Stage {
  const people = new Map<string, Person>();
  const maps = { idByName: new Map(), messageByName: new Map(), awaitedCounts: new Map() };
  const stage: Stage = { ctx, people, ...maps, times: 1 };
  for (const [key, { name, wa_id, bsuid, parent_bsuid, username, scripts }] of Object.entries(scenario.people)) {
    const profile = { name, waId: wa_id, bsuid, parentBsuid: parent_bsuid, username };
    const person = ctx.createPerson(profile, (update) => emit(stage, update));
    people.set(key, person);
    if (scripts !== undefined) ctx.scriptPerson(person, scripts);
  }
  return stage;
}

function emit(stage: Stage, update: WebhookUpdate): Promise<SendingOutcome> {
  const outcome = stage.ctx.push(update);
  for (let time = 1; time < stage.times; time += 1) stage.ctx.push(update);
  return outcome;
}

async function playStep(stage: Stage, step: ScenarioStep): Promise<void> {
  stage.times = 'times' in step ? step.times : 1;
  if (!isPersonStep(step)) return playMetaStep(stage, step);
  const told = playPersonStep(stage, step);
  if (told !== null && step.as !== undefined) stage.idByName.set(step.as, told.id);
}

function playPersonStep(stage: Stage, step: PersonStep): Told | null {
  const person = personOf(stage, step.person);
  switch (step.do) {
    case 'text':
      return person.sendText(step.text);
    case 'image':
      return person.sendImage({ caption: step.caption, mimeType: step.mime_type });
    case 'video':
      return person.sendVideo({ caption: step.caption, mimeType: step.mime_type });
    case 'document':
      return person.sendDocument({ caption: step.caption, mimeType: step.mime_type, filename: step.filename });
    case 'audio':
      return person.sendAudio({ mimeType: step.mime_type, voice: step.voice });
    case 'sticker':
      return person.sendSticker({ mimeType: step.mime_type, animated: step.animated });
    case 'location':
      return person.sendLocation(step);
    case 'contacts':
      return person.sendContacts(step.contacts.map(toJsonObject));
    case 'order':
      return person.sendOrder(toOrder(step));
    case 'unsupported':
      return person.sendUnsupported(step.kind);
    case 'call':
      return person.call();
    case 'stop_marketing':
      void person.setMarketing('stop');
      return null;
    case 'resume_marketing':
      void person.setMarketing('resume');
      return null;
    default:
      return playAnswerStep(person, step, idOf(stage, step.message));
  }
}

type AnswerStep = Extract<PersonStep, { readonly message: string }>;

/** The steps that are about an earlier message or call. */
function playAnswerStep(person: Person, step: AnswerStep, messageId: string): Told {
  switch (step.do) {
    case 'reply':
      return person.reply(messageId, step.text);
    case 'press_button':
      return person.pressButton(messageId, { id: step.id, title: step.title });
    case 'press_template_button':
      return person.pressTemplateButton(messageId, { payload: step.payload, text: step.text });
    case 'choose_list_row':
      return person.chooseListRow(messageId, { id: step.id, title: step.title, description: step.description });
    case 'react':
      return person.react(messageId, step.emoji);
    case 'remove_reaction':
      return person.removeReaction(messageId);
    case 'edit':
      return person.edit(messageId, step.text);
    case 'revoke':
      return person.revoke(messageId);
    case 'hang_up':
      return person.hangUp(messageId, { status: step.status, durationSeconds: step.duration_seconds });
  }
}

async function playMetaStep(stage: Stage, step: MetaStep): Promise<void> {
  const { ctx } = stage;
  switch (step.do) {
    case 'business_message':
      return writeAsBusiness(stage, step.as, personOf(stage, step.to).profile);
    case 'status':
      return void emit(stage, buildStatus(stage, step));
    case 'template_status':
      ctx.noteTemplate(step);
      return void emit(stage, buildTemplateStatusUpdate(ctx.business, step, ctx.nowSeconds()));
    case 'template_quality': {
      const quality = { ...step, previousScore: step.previous_score, newScore: step.new_score };
      return void emit(stage, buildTemplateQualityUpdate(ctx.business, quality, ctx.nowSeconds()));
    }
    case 'change': {
      const timeSeconds = step.timed ? ctx.nowSeconds() : null;
      const value = toJsonObject(step.value);
      return void emit(stage, { field: step.field, entryId: ctx.business.wabaId, timeSeconds, value });
    }
    case 'fail_sends':
      return ctx.failNextSends({ count: step.count, code: step.code, via: step.via, delayMs: step.delay_ms });
    case 'wait_for_business':
      return waitForBusiness(stage, step);
    case 'burst':
      return playBurst(stage, step);
  }
}

function writeAsBusiness(stage: Stage, name: string, to: PersonProfile): void {
  const id = stage.ctx.ids.wamid(addressOf(to), 'out');
  stage.idByName.set(name, id);
  stage.messageByName.set(name, { id, to, sentAtSeconds: stage.ctx.nowSeconds() - STATUS_SECONDS.played });
}

async function waitForBusiness(
  { ctx, people, awaitedCounts }: Stage,
  step: Extract<MetaStep, { readonly do: 'wait_for_business' }>,
): Promise<void> {
  const person = people.get(step.to);
  assert(person !== undefined);
  const count = (awaitedCounts.get(person) ?? 0) + step.count;
  awaitedCounts.set(person, count);
  for (let waitedMs = 0; waitedMs < step.timeout_ms && ctx.countReceived(person) < count; waitedMs += POLL_MS) {
    await ctx.wait(POLL_MS);
  }
}

/** How often a step looks whether the business has written. */
const POLL_MS = 50;

/**
 * How long after the send a status happened. Statuses told out of order still have the times at
 * which they happened, as Meta's have.
 */
const STATUS_SECONDS = { sent: 0, failed: 0, delivered: 1, read: 2, played: 3 } as const;

function buildStatus(stage: Stage, step: Extract<MetaStep, { readonly do: 'status' }>): WebhookUpdate {
  const message = stage.messageByName.get(step.message);
  assert(message !== undefined);
  return buildStatusOf(stage.ctx.business, message, { status: step.status, errorCode: step.error_code });
}

function buildStatusOf(
  business: Business,
  message: BusinessMessage,
  { status, errorCode }: { readonly status: keyof typeof STATUS_SECONDS; readonly errorCode: number },
): WebhookUpdate {
  return buildStatusUpdate(business, message.to, {
    id: message.id,
    status,
    timestampSeconds: message.sentAtSeconds + STATUS_SECONDS[status],
    pricing: status === 'sent' || status === 'delivered' ? buildPricing('utility') : undefined,
    errors: status === 'failed' ? [buildStatusError(errorCode)] : undefined,
  });
}

async function playBurst(stage: Stage, step: Extract<MetaStep, { readonly do: 'burst' }>): Promise<void> {
  const people = [...stage.people.values()];
  let left = step.count;
  while (left > 0) {
    const person = drawItem(stage.ctx.random, people);
    left -= drawChance(stage.ctx.random, 0.4) ? playStatuses(stage, person.profile, left) : playTalk(stage, person);
    await stage.ctx.wait(step.over_ms / step.count);
  }
}

/** One thing a person says. @returns how many webhooks that made. */
function playTalk(stage: Stage, person: Person): number {
  const { random, ids } = stage.ctx;
  const draw = random();
  if (draw < 0.7) person.sendText(drawItem(random, SAYINGS));
  else if (draw < 0.8) person.sendImage({ caption: drawItem(random, SAYINGS) });
  else if (draw < 0.9) person.react(ids.wamid(addressOf(person.profile), 'out'), drawItem(random, ['👍', '❤️', '🙏']));
  else person.sendAudio({ voice: true });
  return 1;
}

/** What happens to one message to a person. @returns how many webhooks that made, at most `countMax`. */
function playStatuses(stage: Stage, to: PersonProfile, countMax: number): number {
  const { business, ids, nowSeconds } = stage.ctx;
  const message = { id: ids.wamid(addressOf(to), 'out'), to, sentAtSeconds: nowSeconds() - STATUS_SECONDS.played };
  const statuses = (['sent', 'delivered', 'read'] as const).slice(0, countMax);
  for (const status of statuses) {
    void emit(stage, buildStatusOf(business, message, { status, errorCode: 0 }));
  }
  return statuses.length;
}

const SAYINGS = [
  'Is the blue frame still in stock?',
  'Thank you!',
  'Größe M? Or better L?',
  'When do you close today?',
  'My order has not come yet.',
  'The rear wheel rattles / again',
  '你好 🚲',
];

function toOrder(step: Extract<PersonStep, { readonly do: 'order' }>) {
  const items = step.items.map((item) => ({
    productRetailerId: item.product_retailer_id,
    quantity: item.quantity,
    itemPrice: item.item_price,
    currency: item.currency,
  }));
  return { catalogId: step.catalog_id, text: step.text, items };
}

function toJsonObject(value: Readonly<Record<string, Json>>): JsonObject {
  return value;
}

function personOf(stage: Stage, key: string): Person {
  const person = stage.people.get(key);
  assert(person !== undefined);
  return person;
}

function idOf(stage: Stage, name: string): string {
  const id = stage.idByName.get(name);
  assert(id !== undefined);
  return id;
}
