import * as z from 'zod';
import type { Business } from '../bodies/update.ts';
import { toProblems } from '../errors.ts';
import type { CallbackCheck, Callbacks } from '../webhooks/callbacks.ts';
import { buildGraphError } from './errors.ts';
import { answerMessagesCall, type SendsContext } from './sends.ts';
import type { GraphAnswer, GraphCall } from './server.ts';

export interface GraphApiContext extends SendsContext {
  readonly app: { readonly id: string; readonly name: string };
  readonly businesses: readonly Business[];
  readonly callbacks: Callbacks;
  readonly checkCallback: (url: URL, verifyToken: string) => Promise<CallbackCheck>;
}

/** Answers one Graph call that carried the right token (CONTRACTS 1.3, 2.1). */
export async function answerGraphCall(ctx: GraphApiContext, call: GraphCall): Promise<GraphAnswer> {
  const [id, edge, ...more] = call.segments;
  const number = ctx.businesses.find((business) => business.phoneNumberId === id);
  if (number !== undefined && more.length === 0) {
    if (edge === 'messages' && call.method === 'POST') return answerMessagesCall(ctx, number, call.body);
    if (edge === undefined && call.method === 'GET') return answerNumberRead(ctx, number, call.query);
    if (edge === undefined && call.method === 'POST') return answerNumberWrite(ctx, number, call.body);
  }
  const wabaId = ctx.businesses.find((business) => business.wabaId === id)?.wabaId;
  if (wabaId !== undefined && edge === 'subscribed_apps' && more.length === 0) {
    if (call.method === 'GET') return answerSubscriptionsRead(ctx, wabaId);
    if (call.method === 'POST') return answerSubscribe(ctx, wabaId, call.body);
    if (call.method === 'DELETE') return answerUnsubscribe(ctx, wabaId);
  }
  return answerUnknown(ctx, call);
}

const overrideFields = { override_callback_uri: z.string().max(200), verify_token: z.string().max(1_024).optional() };
const subscribeBody = z.looseObject(overrideFields).partial();
const numberBody = z.looseObject({ webhook_configuration: z.looseObject(overrideFields) });

function answerNumberRead(ctx: GraphApiContext, number: Business, query: URLSearchParams): GraphAnswer {
  const all: Readonly<Record<string, unknown>> = {
    verified_name: number.verifiedName,
    code_verification_status: 'VERIFIED',
    display_phone_number: number.displayPhoneNumber,
    quality_rating: 'GREEN',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    webhook_configuration: toWebhookConfiguration(ctx, number),
  };
  const asked = query.get('fields')?.split(',') ?? Object.keys(all);
  const fields = asked.filter((name) => Object.hasOwn(all, name)).map((name) => [name, all[name]]);
  return { status: 200, body: { ...Object.fromEntries(fields), id: number.phoneNumberId } };
}

function toWebhookConfiguration(ctx: GraphApiContext, number: Business): unknown {
  return {
    phone_number: ctx.callbacks.overrideOf(number.phoneNumberId)?.href,
    whatsapp_business_account: ctx.callbacks.overrideOf(number.wabaId)?.href,
    application: ctx.callbacks.appUrl?.href,
  };
}

async function answerNumberWrite(ctx: GraphApiContext, number: Business, body: unknown): Promise<GraphAnswer> {
  const parsed = numberBody.safeParse(body);
  if (!parsed.success) return refuseBody(ctx, parsed.error);
  const { override_callback_uri, verify_token } = parsed.data.webhook_configuration;
  return setOverride(ctx, number.phoneNumberId, { uri: override_callback_uri, verifyToken: verify_token });
}

function answerSubscriptionsRead(ctx: GraphApiContext, wabaId: string): GraphAnswer {
  const { id, name } = ctx.app;
  const app = {
    whatsapp_business_api_data: { id, link: `https://www.facebook.com/games/?app_id=${id}`, name },
    override_callback_uri: ctx.callbacks.overrideOf(wabaId)?.href,
  };
  return { status: 200, body: { data: ctx.callbacks.isSubscribed(wabaId) ? [app] : [] } };
}

/** Subscribes, and sets the override that the body names or clears it when there is none. */
async function answerSubscribe(ctx: GraphApiContext, wabaId: string, body: unknown): Promise<GraphAnswer> {
  const parsed = subscribeBody.safeParse(body ?? {});
  if (!parsed.success) return refuseBody(ctx, parsed.error);
  const { override_callback_uri: uri, verify_token: verifyToken } = parsed.data;
  if (uri !== undefined && !ctx.callbacks.isSubscribed(wabaId)) {
    const details = 'Before override the current callback uri, your app must be subscribed to receive messages.';
    return buildGraphError(100, ctx.ids.traceId(), details);
  }
  ctx.callbacks.setSubscribed(wabaId, true);
  return setOverride(ctx, wabaId, { uri: uri ?? '', verifyToken });
}

function answerUnsubscribe(ctx: GraphApiContext, wabaId: string): GraphAnswer {
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
async function setOverride(ctx: GraphApiContext, id: string, { uri, verifyToken }: Override): Promise<GraphAnswer> {
  if (uri === '') {
    ctx.callbacks.setOverride(id, null);
    return { status: 200, body: { success: true } };
  }
  const url = URL.parse(uri);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return buildGraphError(100, ctx.ids.traceId(), 'override_callback_uri: is not a URL');
  }
  const check = await ctx.checkCallback(url, verifyToken ?? '');
  if (check.kind === 'refused') {
    const details = `override_callback_uri: the challenge was not answered (${check.status ?? check.reason})`;
    return buildGraphError(100, ctx.ids.traceId(), details);
  }
  ctx.callbacks.setOverride(id, url);
  return { status: 200, body: { success: true } };
}

function refuseBody(ctx: GraphApiContext, error: z.ZodError): GraphAnswer {
  const [problem] = toProblems(error.issues);
  return buildGraphError(100, ctx.ids.traceId(), `${problem?.path ?? 'body'}: ${problem?.message ?? 'is not valid'}`);
}

/** Meta's answer to an id it does not know, or that the token may not see: it does not tell which. */
function answerUnknown(ctx: GraphApiContext, call: GraphCall): GraphAnswer {
  const verb = call.method.toLowerCase();
  const id = (call.segments[0] ?? '').slice(0, 64);
  return {
    status: 400,
    body: {
      error: {
        message: `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
        type: 'GraphMethodException',
        code: 100,
        error_subcode: 33,
        fbtrace_id: ctx.ids.traceId(),
      },
    },
  };
}
