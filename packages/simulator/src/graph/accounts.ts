import type { Business } from '../bodies/update.ts';
import type { Callbacks } from '../webhooks/callbacks.ts';
import type { AppState } from './app-state.ts';
import type { GraphAnswer } from './call.ts';
import { EXPIRED_SUBCODE, toExpiredText } from './errors.ts';
import { pickFields } from './fields.ts';
import { opens, type Tokens } from './tokens.ts';

export interface AccountsContext {
  readonly app: { readonly id: string; readonly name: string };
  readonly businesses: readonly Business[];
  readonly callbacks: Callbacks;
  readonly tokens: Tokens;
  readonly nowMs: () => number;
  readonly state: AppState;
}

/** `GET /{phone_number_id}`. */
export function answerNumberRead(ctx: AccountsContext, number: Business, query: URLSearchParams): GraphAnswer {
  return { status: 200, body: toNumberView(ctx, number, query) };
}

/** `GET /{waba_id}`. */
export function answerAccountRead(number: Business, query: URLSearchParams): GraphAnswer {
  const all = {
    name: number.verifiedName,
    currency: 'USD',
    timezone_id: '1',
    message_template_namespace: `posthorn_${number.wabaId}`,
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    ownership_type: 'SELF',
    country: 'SE',
    status: 'ACTIVE',
  };
  const defaults = ['name', 'currency', 'timezone_id', 'message_template_namespace'];
  return { status: 200, body: { ...pickFields(all, query, defaults), id: number.wabaId } };
}

/** `GET /{waba_id}/phone_numbers`: all of them on one page. */
export function answerNumbersRead(ctx: AccountsContext, wabaId: string, query: URLSearchParams): GraphAnswer {
  const numbers = ctx.businesses.filter((business) => business.wabaId === wabaId);
  const cursorOf = (number: Business | undefined) => Buffer.from(number?.phoneNumberId ?? '').toString('base64url');
  const cursors = { before: cursorOf(numbers[0]), after: cursorOf(numbers.at(-1)) };
  const data = numbers.map((number) => toNumberView(ctx, number, query));
  return { status: 200, body: { data, paging: { cursors } } };
}

/** `GET /debug_token?input_token=`: what a token is good for. */
export function answerDebugToken(ctx: AccountsContext, query: URLSearchParams): GraphAnswer {
  const grant = ctx.tokens.find(query.get('input_token') ?? '');
  if (grant === null) {
    const error = { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' };
    return { status: 200, body: { data: { error, is_valid: false, scopes: [] } } };
  }
  const { expiredAtMs } = grant;
  const { scopes } = ctx.state;
  const targets = [...new Set(ctx.businesses.map(({ wabaId }) => wabaId))].filter((wabaId) => opens(grant, wabaId));
  const data = {
    app_id: ctx.app.id,
    type: 'SYSTEM_USER',
    application: ctx.app.name,
    data_access_expires_at: 0,
    ...(expiredAtMs === null ? {} : { error: toExpiredError({ expiredAtMs, nowMs: ctx.nowMs() }) }),
    // 0 is Meta's way to say never.
    expires_at: expiredAtMs === null ? 0 : Math.floor(expiredAtMs / 1_000),
    is_valid: expiredAtMs === null,
    scopes,
    granular_scopes: scopes.map((scope) => ({ scope, target_ids: targets })),
  };
  return { status: 200, body: { data } };
}

function toExpiredError(times: { readonly expiredAtMs: number; readonly nowMs: number }) {
  return { code: 190, message: toExpiredText(times), subcode: EXPIRED_SUBCODE };
}

function toNumberView(ctx: AccountsContext, number: Business, query: URLSearchParams): unknown {
  const facts = ctx.state.factsOf(number.phoneNumberId);
  const all = {
    verified_name: number.verifiedName,
    code_verification_status: 'VERIFIED',
    display_phone_number: number.displayPhoneNumber,
    quality_rating: facts.qualityRating,
    name_status: facts.nameStatus,
    status: facts.status,
    messaging_limit_tier: facts.messagingLimitTier,
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    webhook_configuration: {
      phone_number: ctx.callbacks.overrideOf(number.phoneNumberId)?.href,
      whatsapp_business_account: ctx.callbacks.overrideOf(number.wabaId)?.href,
      application: ctx.callbacks.appUrl?.href,
    },
  };
  return { ...pickFields(all, query), id: number.phoneNumberId };
}
