import * as z from 'zod';
import { toProblems } from '../errors.ts';
import type { CallbackCheck, Callbacks } from '../webhooks/callbacks.ts';
import type { AppState } from './app-state.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { buildGraphError } from './errors.ts';

export interface AppSubscriptionsContext {
  readonly app: { readonly id: string; readonly name: string };
  readonly state: AppState;
  readonly callbacks: Callbacks;
  readonly checkCallback: (url: URL, verifyToken: string) => Promise<CallbackCheck>;
  readonly traceId: () => string;
}

const OBJECT = 'whatsapp_business_account';

const subscribeBody = z.looseObject({
  object: z.literal(OBJECT),
  callback_url: z.url({ protocol: /^https?$/ }),
  verify_token: z.string().min(1).max(1_024),
  fields: z.string().min(1).max(2_000),
});

/** `/{app_id}` and `/{app_id}/subscriptions`: only the app's own token opens them. Null for what they do not have. */
export function answerAppCall(
  ctx: AppSubscriptionsContext,
  call: GraphCall,
): GraphAnswer | Promise<GraphAnswer> | null {
  const [, edge, ...more] = call.segments;
  if (more.length > 0) return null;
  if (!call.isApp) return buildGraphError(15, ctx.traceId());
  if (edge === undefined && call.method === 'GET') return { status: 200, body: ctx.app };
  if (edge !== 'subscriptions') return null;
  if (call.method === 'GET') return { status: 200, body: { data: listSubscriptions(ctx) } };
  return call.method === 'POST' ? subscribe(ctx, call.body) : null;
}

function listSubscriptions({ callbacks, state }: AppSubscriptionsContext): readonly unknown[] {
  if (callbacks.appUrl === null) return [];
  const fields = state.fields.map((name) => ({ name, version: 'v25.0' }));
  return [{ object: OBJECT, callback_url: callbacks.appUrl.href, active: true, fields }];
}

/** Takes a callback URL once it has answered the challenge, as Meta does. */
async function subscribe(ctx: AppSubscriptionsContext, body: unknown): Promise<GraphAnswer> {
  const parsed = subscribeBody.safeParse(body);
  if (!parsed.success) {
    const [problem] = toProblems(parsed.error.issues);
    return buildGraphError(100, ctx.traceId(), `${problem?.path ?? 'body'}: ${problem?.message ?? 'is not valid'}`);
  }
  const url = new URL(parsed.data.callback_url);
  const check = await ctx.checkCallback(url, parsed.data.verify_token);
  if (check.kind === 'refused') {
    const details = `Callback verification failed: ${check.status ?? check.reason}`;
    return buildGraphError(2_200, ctx.traceId(), details);
  }
  ctx.callbacks.appUrl = url;
  ctx.state.fields = parsed.data.fields.split(',').map((name) => name.trim());
  return { status: 200, body: { success: true } };
}
