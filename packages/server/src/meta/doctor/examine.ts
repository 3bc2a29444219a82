import { callbackPath } from '../../domain/callback-url.ts';
import type { DoctorReport } from '../../domain/doctor.ts';
import type { GraphCall, GraphResult } from '../../domain/graph.ts';
import type { MetaAppTraffic } from '../../domain/meta-app-traffic.ts';
import type { HttpResult } from '../../platform/egress/http-client.ts';
import { checkApp } from './app-checks.ts';
import type { AskedCallback, ExaminedApp, ExaminedNumber } from './facts.ts';
import { checkNumber } from './number-checks.ts';

/** What came of a call to Meta, and what time Meta says it is, epoch ms. */
export interface Look {
  readonly result: GraphResult;
  readonly metaTimeMs: number | null;
}

/** What an examination needs, and nothing more. */
export interface ExamineContext {
  /** Asks Meta, or the simulator of a simulated app, with that token. Never rejects. */
  readonly look: (token: string, call: Pick<GraphCall, 'method' | 'path' | 'query' | 'timeoutMs'>) => Promise<Look>;
  /** Asks our own callback as Meta does. Goes to that URL alone. Never rejects. */
  readonly askCallback: (url: URL, timeoutMs: number) => Promise<HttpResult>;
  /** Where Meta reaches this gateway. Null: not known. */
  readonly publicUrl: string | null;
  /** Where the callback of this app is tried: the public URL, or for a simulated app where the gateway listens. */
  readonly callbackBase: string | null;
  readonly traffic: MetaAppTraffic;
  readonly nowMs: () => number;
  /** Letters and digits that nobody knows beforehand. */
  readonly newChallenge: () => string;
}

/** The app, with what proves that it is that one. Never leaves this room. */
export interface AppToExamine extends ExaminedApp {
  /** The newest app secret. */
  readonly appSecret: string;
  readonly verifyToken: string;
}

/** The number, with its token. Null: it has none. */
export interface NumberToExamine extends Omit<ExaminedNumber, 'hasToken'> {
  readonly token: string | null;
}

/** Of everything together: somebody waits, and all calls go out at once. */
const TIMEOUT_MS = 10_000;
/** Numbers of an account that are looked through. */
const NUMBERS_MAX = 200;
const NUMBER_FIELDS = 'display_phone_number,verified_name,webhook_configuration';
/** Asked for apart: Meta renames these, and refuses a call that asks for one it does not have. */
const STANDING_FIELDS = 'status,name_status,quality_rating,messaging_limit_tier';

/**
 * Examines an app, and a number of it when there is one. Takes at most some 10 s. Changes nothing, here or at Meta; what
 * cannot be asked is a finding and not an error.
 */
export async function examine(
  ctx: ExamineContext,
  app: AppToExamine,
  number: NumberToExamine | null,
): Promise<DoctorReport> {
  const { appId, isSimulated } = app;
  const examined = { appId, isSimulated };
  const [ofApp, ofNumber] = await Promise.all([
    askAboutApp(ctx, app),
    number === null ? null : askAboutNumber(ctx, app, number),
  ]);
  const nowMs = ctx.nowMs();
  const common = { app: examined, publicUrl: ctx.publicUrl, nowMs };
  const findings = checkApp({ ...common, ...ofApp, traffic: ctx.traffic });
  const ofIt =
    ofNumber === null || number === null
      ? []
      : checkNumber({ ...common, ...ofNumber, number: { ...number, hasToken: number.token !== null } });
  return { checkedAtMs: nowMs, findings: [...findings, ...ofIt] };
}

async function askAboutApp(ctx: ExamineContext, app: AppToExamine) {
  const appToken = toAppToken(app);
  const askedAtMs = ctx.nowMs();
  const reading = ctx.look(appToken, { ...GET, path: app.appId, query: { fields: 'name' } });
  const skew = reading.then(({ metaTimeMs }) => toSkewMs(metaTimeMs, askedAtMs, ctx.nowMs()));
  const [appRead, subscriptions, callback, skewMs] = await Promise.all([
    reading,
    ctx.look(appToken, { ...GET, path: `${app.appId}/subscriptions` }),
    tryCallback(ctx, app),
    skew,
  ]);
  return { appRead: appRead.result, subscriptions: subscriptions.result, callback, skewMs };
}

const GET = { method: 'GET', timeoutMs: TIMEOUT_MS } as const;

/** The token that an app has by its secret: good for questions about the app and its tokens. */
export function toAppToken({ appId, appSecret }: Pick<AppToExamine, 'appId' | 'appSecret'>): string {
  return `${appId}|${appSecret}`;
}

/** `Date` is cut to the second and stands for a moment between the question and the answer. */
function toSkewMs(metaTimeMs: number | null, askedAtMs: number, answeredAtMs: number): number | null {
  if (metaTimeMs === null) return null;
  if (metaTimeMs + 1_000 < askedAtMs) return metaTimeMs + 1_000 - askedAtMs;
  return Math.max(0, metaTimeMs - answeredAtMs);
}

async function tryCallback(ctx: ExamineContext, app: AppToExamine): Promise<AskedCallback | null> {
  if (ctx.callbackBase === null) return null;
  const url = new URL(ctx.callbackBase.replace(/\/$/, '') + callbackPath(app.appId));
  const challenge = ctx.newChallenge();
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', app.verifyToken);
  const askedAtMs = ctx.nowMs();
  const result = await ctx.askCallback(url, TIMEOUT_MS);
  return { result, challenge, tookMs: ctx.nowMs() - askedAtMs };
}

async function askAboutNumber(ctx: ExamineContext, app: AppToExamine, number: NumberToExamine) {
  const { token, phoneNumberId, wabaId } = number;
  if (token === null) return NOTHING_ASKED;
  const ask = async (path: string, query: Readonly<Record<string, string>> = {}) =>
    (await ctx.look(token, { ...GET, path, query })).result;
  const [tokenRead, numberRead, numbersOfAccount, subscribedApps, standing] = await Promise.all([
    readToken(ctx, app, token),
    ask(phoneNumberId, { fields: NUMBER_FIELDS }),
    ask(`${wabaId}/phone_numbers`, { fields: 'id', limit: String(NUMBERS_MAX) }),
    ask(`${wabaId}/subscribed_apps`),
    ask(phoneNumberId, { fields: STANDING_FIELDS }),
  ]);
  return { token: tokenRead, numberRead, numbersOfAccount, subscribedApps, standing };
}

const NOTHING_ASKED = {
  token: null,
  numberRead: null,
  numbersOfAccount: null,
  subscribedApps: null,
  standing: null,
} as const;

/** Whose app's token it is may be another, which has to look at it itself. */
async function readToken(ctx: ExamineContext, app: AppToExamine, token: string): Promise<GraphResult> {
  const call = { ...GET, path: 'debug_token', query: { input_token: token } };
  const byApp = (await ctx.look(toAppToken(app), call)).result;
  return byApp.kind === 'refused' ? (await ctx.look(token, call)).result : byApp;
}
