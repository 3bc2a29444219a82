import { describeOverride } from '../../domain/callback-url.ts';
import type { ChannelConnection, ConnectionStep } from '../../domain/channel-connection.ts';
import type { GraphCall, GraphResult } from '../../domain/graph.ts';
import { type JsonObject, objectOf } from '../../domain/meta/meta-body.ts';
import { findSubscribedApp, listAppIds } from './subscribed-apps.ts';

/** Asks Meta with the token of the channel that is connected. */
export type AskGraph = (call: Pick<GraphCall, 'method' | 'path' | 'query' | 'timeoutMs'>) => Promise<GraphResult>;

/** What connecting a channel needs, and nothing more. */
export interface ConnectContext {
  readonly ask: AskGraph;
  /** Meta's id of the app that the channel's webhooks come through. */
  readonly appId: string;
  /** Where Meta reaches this gateway. Null: not known, and only the path of a callback is compared. */
  readonly publicUrl: string | null;
  readonly nowMs: () => number;
}

/** The number that is connected. */
export interface ConnectedNumber {
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
}

/** What connecting came to, and whether Meta took the token for anything. */
export interface ConnectOutcome {
  readonly connection: ChannelConnection;
  readonly tokenWorks: boolean;
}

/** Of everything together: somebody waits for the answer of the call that made the channel. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Numbers of a WABA that are looked through; Meta allows 25 unless asked. */
const NUMBERS_MAX = 200;

const TRY_AGAIN = 'Try again with POST /v1/channels/{id}/connect.';
const NUMBER_FIELDS =
  'display_phone_number,verified_name,quality_rating,throughput,platform_type,is_on_biz_app,webhook_configuration';

/**
 * Connects a number to its Meta app: checks that the token may use the number and that it is one of the WABA, subscribes
 * the app to the WABA unless it is (subscribing anew would clear an `override_callback_uri`, CONTRACTS 1.3), and checks
 * that Meta lists it. Takes at most 10 s. Never throws for what Meta says: each step tells what failed and how to mend it.
 */
export async function connectNumber(ctx: ConnectContext, number: ConnectedNumber): Promise<ConnectOutcome> {
  const deadlineMs = ctx.nowMs() + CONNECT_TIMEOUT_MS;
  const ask: AskGraph = (call) => ctx.ask({ ...call, timeoutMs: Math.max(1, deadlineMs - ctx.nowMs()) });
  const timed = { ...ctx, ask };
  const found = await checkNumber(timed, number);
  const rest = found.endsHere ? [] : await subscribe(timed, number.wabaId);
  const steps = [found.step, ...rest];
  return {
    connection: {
      state: steps.every(({ ok }) => ok) ? 'connected' : 'failed',
      checkedAtMs: ctx.nowMs(),
      steps,
      throughputPerSecond: found.throughputPerSecond,
    },
    tokenWorks: steps.some(({ ok }) => ok),
  };
}

interface FoundNumber {
  readonly step: ConnectionStep;
  readonly throughputPerSecond: number | null;
  /** What stands in the way stands in the way of everything. */
  readonly endsHere: boolean;
}

async function checkNumber(ctx: ConnectContext, number: ConnectedNumber): Promise<FoundNumber> {
  const read = await ctx.ask({ method: 'GET', path: number.phoneNumberId, query: { fields: NUMBER_FIELDS } });
  if (read.kind !== 'ok') {
    const mend = 'Check phone_number_id, and that the token may use this number.';
    return { step: failed('number', read, mend), throughputPerSecond: null, endsHere: concernsAll(read) };
  }
  const throughputPerSecond = readThroughput(read.body);
  const query = { fields: 'id', limit: String(NUMBERS_MAX) };
  const numbers = await ctx.ask({ method: 'GET', path: `${number.wabaId}/phone_numbers`, query });
  const isElsewhere = numbers.kind === 'ok' && isMissing(numbers.body, number.phoneNumberId);
  const step = isElsewhere ? notOfWaba(number) : numberFound(ctx, number, read.body);
  return { step, throughputPerSecond, endsHere: false };
}

/** Null: Meta did not tell. Numbers that are used in the WhatsApp Business app as well are slower (CONTRACTS 2.3). */
function readThroughput(body: JsonObject): number | null {
  if (body.is_on_biz_app === true && body.platform_type === 'CLOUD_API') return 20;
  switch (objectOf(body.throughput).level) {
    case 'HIGH':
      return 1_000;
    case 'STANDARD':
      return 80;
    default:
      return null;
  }
}

/** Only a whole list shows that something is not in it. */
function isMissing(list: JsonObject, phoneNumberId: string): boolean {
  if (!Array.isArray(list.data) || objectOf(list.paging).next !== undefined) return false;
  return !list.data.some((entry: unknown) => objectOf(entry).id === phoneNumberId);
}

function notOfWaba({ wabaId }: ConnectedNumber): ConnectionStep {
  const message = `Meta shows the number, but not among those of the WhatsApp Business Account ${wabaId}. Check waba_id: webhooks of the number come through its own account.`;
  return { step: 'number', ok: false, message, error: null };
}

function numberFound(ctx: ConnectContext, number: ConnectedNumber, body: JsonObject): ConnectionStep {
  const notes = ['The token may use the number.'];
  const shown = body.display_phone_number;
  if (typeof shown === 'string' && digitsOf(shown) !== digitsOf(number.displayPhoneNumber)) {
    notes.push('Meta shows it with other digits than display_phone_number: check that it is the number you mean.');
  }
  const override = describeOverride(ctx, objectOf(body.webhook_configuration).phone_number);
  if (override !== null) notes.push(`Its webhooks of messages do not come here: ${override}`);
  return { step: 'number', ok: true, message: notes.join(' '), error: null };
}

async function subscribe(ctx: ConnectContext, wabaId: string): Promise<readonly ConnectionStep[]> {
  const path = `${wabaId}/subscribed_apps`;
  const before = await ctx.ask({ method: 'GET', path });
  if (before.kind !== 'ok') return [failed('subscribed_apps', before, MEND_SUBSCRIPTION)];
  if (findSubscribedApp(before.body, ctx.appId) !== null) {
    const message = 'The app was subscribed to the WhatsApp Business Account already.';
    return [{ step: 'subscribe', ok: true, message, error: null }, listed(ctx, before.body)];
  }
  const subscribed = await ctx.ask({ method: 'POST', path });
  if (subscribed.kind !== 'ok') return [failed('subscribe', subscribed, MEND_SUBSCRIPTION)];
  const message = 'Meta took the subscription of the app to the WhatsApp Business Account.';
  const after = await ctx.ask({ method: 'GET', path });
  return [
    { step: 'subscribe', ok: true, message, error: null },
    after.kind === 'ok' ? listed(ctx, after.body) : failed('subscribed_apps', after, MEND_SUBSCRIPTION),
  ];
}

const MEND_SUBSCRIPTION =
  'Check waba_id, and that the token has the permission whatsapp_business_management for this account.';

function listed(ctx: ConnectContext, list: JsonObject): ConnectionStep {
  const app = findSubscribedApp(list, ctx.appId);
  if (app === null) {
    const message = `Meta does not list the app ${ctx.appId} as subscribed (listed: ${listAppIds(list)}). A token subscribes the app that it was made in: make the token in this Meta app, or register the Meta app that it belongs to.`;
    return { step: 'subscribed_apps', ok: false, message, error: null };
  }
  const override = describeOverride(ctx, app.override_callback_uri);
  const note = override === null ? '' : ` Its webhooks of messages do not come here: ${override}`;
  return { step: 'subscribed_apps', ok: true, message: `Meta lists the app as subscribed.${note}`, error: null };
}

type Failure = Exclude<GraphResult, { kind: 'ok' }>;

function failed(step: ConnectionStep['step'], failure: Failure, mend: string): ConnectionStep {
  if (failure.kind !== 'refused') return { step, ok: false, message: `${failure.reason} ${TRY_AGAIN}`, error: null };
  const { error } = failure;
  const said = [error.title, error.details].filter((text) => text !== null).map(asSentence);
  const advice = concernsAll(failure) ? error.advice : mend;
  return { step, ok: false, message: `Meta refused with error ${error.code}: ${said.join(' ')} ${advice}`, error };
}

/** Meta is away, or does not take the token at all: whatever is asked next fails in the same way. */
function concernsAll(failure: Failure): boolean {
  return failure.kind !== 'refused' || failure.error.code === 190 || failure.error.code === 0;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}
