import * as z from 'zod';
import type { Business } from '../bodies/update.ts';
import { toProblems } from '../errors.ts';
import type { CallbackCheck, Callbacks } from '../webhooks/callbacks.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { buildGraphError } from './errors.ts';

export interface SubscriptionsContext {
  readonly app: { readonly id: string; readonly name: string };
  readonly callbacks: Callbacks;
  readonly checkCallback: (url: URL, verifyToken: string) => Promise<CallbackCheck>;
  readonly traceId: () => string;
  /** Whether the token has lost the permission `whatsapp_business_management`. */
  readonly deniesSubscriptions: () => boolean;
}

const overrideFields = { override_callback_uri: z.string().max(200), verify_token: z.string().max(1_024).optional() };
const subscribeBody = z.looseObject(overrideFields).partial();
const numberBody = z.looseObject({ webhook_configuration: z.looseObject(overrideFields) });

/** `/{waba_id}/subscribed_apps` (CONTRACTS 1.3). Null for a method that it does not have. */
export function answerSubscribedAppsCall(
  ctx: SubscriptionsContext,
  wabaId: string,
  call: GraphCall,
): GraphAnswer | Promise<GraphAnswer> | null {
  if (!['GET', 'POST', 'DELETE'].includes(call.method)) return null;
  if (ctx.deniesSubscriptions()) return buildGraphError(200, ctx.traceId());
  if (call.method === 'GET') return answerRead(ctx, wabaId);
  return call.method === 'POST' ? answerSubscribe(ctx, wabaId, call.body) : answerUnsubscribe(ctx, wabaId);
}

/** `POST /{phone_number_id}`: sets or clears the override of a number. */
export async function answerNumberWrite(
  ctx: SubscriptionsContext,
  number: Business,
  body: unknown,
): Promise<GraphAnswer> {
  const parsed = numberBody.safeParse(body);
  if (!parsed.success) return refuseBody(ctx, parsed.error);
  const { override_callback_uri, verify_token } = parsed.data.webhook_configuration;
  return setOverride(ctx, number.phoneNumberId, { uri: override_callback_uri, verifyToken: verify_token });
}

function answerRead(ctx: SubscriptionsContext, wabaId: string): GraphAnswer {
  const { id, name } = ctx.app;
  const app = {
    whatsapp_business_api_data: { id, link: `https://www.facebook.com/games/?app_id=${id}`, name },
    override_callback_uri: ctx.callbacks.overrideOf(wabaId)?.href,
  };
  return { status: 200, body: { data: ctx.callbacks.isSubscribed(wabaId) ? [app] : [] } };
}

/** Subscribes, and sets the override that the body names or clears it when there is none. */
async function answerSubscribe(ctx: SubscriptionsContext, wabaId: string, body: unknown): Promise<GraphAnswer> {
  const parsed = subscribeBody.safeParse(body ?? {});
  if (!parsed.success) return refuseBody(ctx, parsed.error);
  const { override_callback_uri: uri, verify_token: verifyToken } = parsed.data;
  if (uri !== undefined && !ctx.callbacks.isSubscribed(wabaId)) {
    const details = 'Before override the current callback uri, your app must be subscribed to receive messages.';
    return buildGraphError(100, ctx.traceId(), details);
  }
  ctx.callbacks.setSubscribed(wabaId, true);
  return setOverride(ctx, wabaId, { uri: uri ?? '', verifyToken });
}

function answerUnsubscribe(ctx: SubscriptionsContext, wabaId: string): GraphAnswer {
  ctx.callbacks.setSubscribed(wabaId, false);
  ctx.callbacks.setOverride(wabaId, null);
  return { status: 200, body: { success: true } };
}

interface Override {
  /** Empty clears the override. */
  readonly uri: string;
  readonly verifyToken: string | undefined;
}

/** Stores an override once its URL has answered the challenge, as Meta does. */
async function setOverride(
  ctx: SubscriptionsContext,
  id: string,
  { uri, verifyToken }: Override,
): Promise<GraphAnswer> {
  if (uri === '') {
    ctx.callbacks.setOverride(id, null);
    return { status: 200, body: { success: true } };
  }
  const url = URL.parse(uri);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return buildGraphError(100, ctx.traceId(), 'override_callback_uri: is not a URL');
  }
  const check = await ctx.checkCallback(url, verifyToken ?? '');
  if (check.kind === 'refused') {
    const details = `override_callback_uri: the challenge was not answered (${check.status ?? check.reason})`;
    return buildGraphError(100, ctx.traceId(), details);
  }
  ctx.callbacks.setOverride(id, url);
  return { status: 200, body: { success: true } };
}

function refuseBody(ctx: SubscriptionsContext, error: z.ZodError): GraphAnswer {
  const [problem] = toProblems(error.issues);
  return buildGraphError(100, ctx.traceId(), `${problem?.path ?? 'body'}: ${problem?.message ?? 'is not valid'}`);
}
