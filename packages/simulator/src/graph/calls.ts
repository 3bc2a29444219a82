import * as z from 'zod';
import type { Business, PersonProfile } from '../bodies/update.ts';
import type { CallDesk } from '../calls/desk.ts';
import { toProblems } from '../errors.ts';
import type { GraphAnswer } from './call.ts';
import { buildGraphError } from './errors.ts';

export interface CallsContext {
  readonly calls: CallDesk;
  readonly traceId: () => string;
  readonly nowMs: () => number;
  /** The person with that phone or BSUID, as far as known. */
  readonly findPerson: (address: string) => PersonProfile | null;
}

const session = (type: 'offer' | 'answer') =>
  z.looseObject({
    sdp_type: z.literal(type),
    sdp: z
      .string()
      .min(1)
      .max(64 * 1024),
  });
const head = { messaging_product: z.literal('whatsapp') };
const callId = { call_id: z.string().min(1).max(512) };

const bodySchema = z.discriminatedUnion('action', [
  z.looseObject({
    ...head,
    action: z.literal('connect'),
    to: z.string().min(1).max(128),
    session: session('offer'),
    biz_opaque_callback_data: z.string().max(512).optional(),
  }),
  z.looseObject({ ...head, ...callId, action: z.literal('pre_accept'), session: session('answer') }),
  z.looseObject({ ...head, ...callId, action: z.literal('accept'), session: session('answer') }),
  z.looseObject({ ...head, ...callId, action: z.literal('reject') }),
  z.looseObject({ ...head, ...callId, action: z.literal('terminate') }),
]);

/** `POST /{phone_number_id}/calls` (CONTRACTS 1.7). */
export function answerCallsCall(ctx: CallsContext, business: Business, body: unknown): GraphAnswer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    const [problem] = toProblems(parsed.error.issues);
    return buildGraphError(100, ctx.traceId(), `${problem?.path ?? 'body'}: ${problem?.message ?? 'is not valid'}`);
  }
  const call = parsed.data;
  if (call.action === 'connect') return answerConnect(ctx, business, call);
  const problem = ctx.calls.act(call.call_id, business, call.action);
  if (problem !== null) return buildGraphError(131_009, ctx.traceId(), problem);
  return { status: 200, body: { messaging_product: 'whatsapp', success: true } };
}

/** `GET /{phone_number_id}/call_permissions?user_wa_id=`. */
export function answerCallPermissions(ctx: CallsContext, business: Business, query: URLSearchParams): GraphAnswer {
  const address = (query.get('user_wa_id') ?? '').replaceAll(/\D/g, '');
  if (address === '' || address === business.displayPhoneNumber) {
    return buildGraphError(131_009, ctx.traceId(), 'user_wa_id: is not the number of a user');
  }
  const status = ctx.calls.permissionOf(address);
  const expiry = status === 'temporary' ? { expiration_time: toSeconds(ctx.nowMs()) + PERMISSION_SECONDS } : {};
  const toLimit = (time_period: string, max_allowed: number) => ({ time_period, max_allowed, current_usage: 0 });
  const actions = [
    {
      action_name: 'send_call_permission_request',
      can_perform_action: status !== 'permanent',
      limits: [toLimit('PT24H', 1), toLimit('P7D', 2)],
    },
    { action_name: 'start_call', can_perform_action: status !== 'no_permission', limits: [toLimit('PT24H', 100)] },
  ];
  return { status: 200, body: { messaging_product: 'whatsapp', permission: { status, ...expiry }, actions } };
}

/** A temporary permission holds for seven days. */
const PERMISSION_SECONDS = 7 * 86_400;

function answerConnect(
  ctx: CallsContext,
  business: Business,
  call: { readonly to: string; readonly biz_opaque_callback_data?: string | undefined },
): GraphAnswer {
  const digits = call.to.replaceAll(/\D/g, '');
  if (digits === '') return buildGraphError(131_009, ctx.traceId(), 'to: is not a phone number');
  if (digits === business.displayPhoneNumber) return buildGraphError(131_021, ctx.traceId());
  if (ctx.calls.permissionOf(digits) === 'no_permission') return buildGraphError(138_006, ctx.traceId());
  const person = ctx.findPerson(digits) ?? { name: digits, waId: digits };
  const id = ctx.calls.dial(business, person, call.biz_opaque_callback_data);
  return { status: 200, body: { messaging_product: 'whatsapp', calls: [{ id }] } };
}

function toSeconds(atMs: number): number {
  return Math.floor(atMs / 1_000);
}
