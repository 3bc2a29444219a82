import { describeOverride } from '../../domain/callback-url.ts';
import type { Finding } from '../../domain/doctor.ts';
import { type JsonObject, listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import type { NumberFacts } from './facts.ts';
import { inWords, type Result, sayTime, toFinding, toIsoOrNull } from './finding.ts';

/** What a token must be allowed: the first to write and to hear of messages, the second for everything else. */
export const WANTED_SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'] as const;

/** A token that ends sooner is told of. */
const EXPIRY_NOTED_MS = 14 * 86_400_000;

const NEW_TOKEN =
  'Make one for a system user in Business settings that never expires, with the permissions whatsapp_business_messaging and whatsapp_business_management, and give it to the channel.';
const NOT_ASKED: Result = { state: 'unknown', detail: 'Without an access token Meta cannot be asked.' };

/** What there is to say of a number: its token, and whether its webhooks come here. */
export function checkNumber(facts: NumberFacts): readonly Finding[] {
  return [
    toFinding('token', checkToken(facts)),
    toFinding('scopes', checkScopes(facts)),
    toFinding('number', checkReach(facts)),
    toFinding('subscribed_apps', checkSubscribedApps(facts)),
    toFinding('override', checkOverride(facts)),
    toFinding('standing', checkStanding(facts)),
  ];
}

function checkToken({ number, token, numberRead, app, nowMs }: NumberFacts): Result {
  if (!number.hasToken || token === null) {
    const detail = 'The channel has none: it receives, but it can neither send nor fetch media.';
    return { state: 'failed', detail, remedy: NEW_TOKEN, action: 'replace_token' };
  }
  const refused = { refused_at: toIsoOrNull(number.tokenRefusedAtMs) };
  if (token.kind !== 'ok') return checkUnseenToken({ token, numberRead, refused });
  const data = objectOf(token.body.data);
  const measured = { ...refused, ...measureToken(data) };
  if (data.is_valid !== true) {
    const said = stringOf(objectOf(data.error).message);
    const detail = said === null ? 'Meta does not accept it any more.' : `Meta does not accept it: ${said}`;
    return { state: 'failed', detail, remedy: NEW_TOKEN, action: 'replace_token', measured };
  }
  const ofApp = stringOf(data.app_id);
  if (ofApp !== null && ofApp !== app.appId) {
    const detail = `It was made in the app ${ofApp}, and the channel's app is ${app.appId}: it subscribes the other one.`;
    return {
      state: 'failed',
      detail,
      remedy: 'Make the token in the app of this channel.',
      action: 'replace_token',
      measured,
    };
  }
  if (number.tokenRefusedAtMs !== null) {
    const detail = `Meta refused it at ${sayTime(number.tokenRefusedAtMs)} and accepts it now.`;
    return {
      state: 'warning',
      detail,
      remedy: 'Connect the channel, so that it is used again.',
      action: 'connect',
      measured,
    };
  }
  return { ...checkExpiry(data, nowMs), measured };
}

/** Meta did not let anybody look at the token. Whether it takes it shows in the other calls. */
function checkUnseenToken({
  token,
  numberRead,
  refused,
}: {
  readonly token: Exclude<NonNullable<NumberFacts['token']>, { kind: 'ok' }>;
  readonly numberRead: NumberFacts['numberRead'];
  readonly refused: Finding['measured'];
}): Result {
  const isDead = [token, numberRead].some((each) => each?.kind === 'refused' && each.error.code === 190);
  if (isDead && numberRead?.kind !== 'ok') {
    return { state: 'failed', detail: inWords(token), remedy: NEW_TOKEN, action: 'replace_token', measured: refused };
  }
  if (numberRead?.kind === 'ok') {
    const detail = `Meta accepts it, but did not tell what it is. ${inWords(token)}`;
    return { state: 'ok', detail, measured: refused };
  }
  return { state: 'unknown', detail: inWords(token), measured: refused };
}

function measureToken(data: JsonObject): Finding['measured'] {
  const expiresAtMs = expiryOf(data);
  return {
    type: stringOf(data.type),
    expires_at: toIsoOrNull(expiresAtMs),
    scopes: scopesOf(data).join(', '),
  };
}

function checkExpiry(data: JsonObject, nowMs: number): Pick<Result, 'state' | 'detail' | 'remedy' | 'action'> {
  const kind = TOKEN_KINDS[stringOf(data.type) ?? ''] ?? 'A token';
  const expiresAtMs = expiryOf(data);
  if (expiresAtMs === null) return { state: 'ok', detail: `${kind} that never expires.` };
  const detail = `${kind} that expires at ${sayTime(expiresAtMs)}.`;
  if (expiresAtMs - nowMs > EXPIRY_NOTED_MS) return { state: 'ok', detail };
  return { state: 'warning', detail, remedy: NEW_TOKEN, action: 'replace_token' };
}

const TOKEN_KINDS: Readonly<Record<string, string>> = {
  SYSTEM_USER: 'A token of a system user',
  USER: "A person's token",
  PAGE: 'A token of a page',
  APP: 'A token of an app',
};

/** Meta writes 0 for never. */
function expiryOf(data: JsonObject): number | null {
  const seconds = data.expires_at;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : null;
}

function scopesOf(data: JsonObject): readonly string[] {
  return listOf(data.scopes).flatMap((scope) => stringOf(scope) ?? []);
}

function checkScopes({ token }: NumberFacts): Result {
  if (token === null) return NOT_ASKED;
  if (token.kind !== 'ok') return { state: 'unknown', detail: 'Meta did not tell what the token may do.' };
  const data = objectOf(token.body.data);
  if (data.is_valid !== true) return { state: 'unknown', detail: 'The token is not valid, so it may do nothing.' };
  const scopes = scopesOf(data);
  const measured = { scopes: scopes.join(', ') };
  const missing = WANTED_SCOPES.filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return { state: 'ok', detail: WANTED_SCOPES.join(', '), measured };
  return {
    state: 'failed',
    detail: `The token lacks ${missing.join(' and ')}.`,
    remedy: 'Make a new token with both permissions, and give it to the channel.',
    action: 'replace_token',
    measured,
  };
}

function checkReach({ number, numberRead, numbersOfAccount }: NumberFacts): Result {
  if (numberRead === null) return NOT_ASKED;
  if (numberRead.kind !== 'ok') {
    return {
      state: numberRead.kind === 'refused' ? 'failed' : 'unknown',
      detail: inWords(numberRead),
      remedy: 'Check phone_number_id, and that the system user of the token has the WhatsApp account among its assets.',
    };
  }
  const shown = stringOf(numberRead.body.display_phone_number);
  const name = stringOf(numberRead.body.verified_name);
  const measured = { display_phone_number: shown, verified_name: name };
  if (numbersOfAccount?.kind === 'ok' && isMissing(numbersOfAccount.body, number.phoneNumberId)) {
    return {
      state: 'failed',
      detail: `Meta shows the number, but not among those of the account ${number.wabaId}.`,
      remedy: 'Check waba_id: webhooks of the number come through its own account.',
      measured,
    };
  }
  const isOf = numbersOfAccount?.kind === 'ok' ? ` It is one of the account ${number.wabaId}.` : '';
  return { state: 'ok', detail: `The token may use ${shown ?? 'the number'}.${isOf}`, measured };
}

/** Only a whole list shows that something is not in it. */
function isMissing(list: JsonObject, phoneNumberId: string): boolean {
  if (!Array.isArray(list.data) || objectOf(list.paging).next !== undefined) return false;
  return !list.data.some((entry: unknown) => objectOf(entry).id === phoneNumberId);
}

function checkSubscribedApps({ app, number, subscribedApps }: NumberFacts): Result {
  if (subscribedApps === null) return NOT_ASKED;
  if (subscribedApps.kind !== 'ok') {
    return {
      state: subscribedApps.kind === 'refused' ? 'failed' : 'unknown',
      detail: inWords(subscribedApps),
      remedy: 'Check waba_id, and that the token has the permission whatsapp_business_management for this account.',
    };
  }
  const ids = appsOf(subscribedApps.body).map(appIdOf);
  const measured = { app_ids: ids.join(', ') };
  if (ids.includes(app.appId)) return { state: 'ok', detail: 'The account sends to this app.', measured };
  return {
    state: 'failed',
    detail: `The account ${number.wabaId} does not send to this app, so no message will arrive. It sends to ${ids.length === 0 ? 'none' : ids.join(', ')}.`,
    remedy:
      'Connect the channel: that subscribes the app. If it still is not listed, the token was made in another app.',
    action: 'connect',
    measured,
  };
}

/** Apps of an answer that are looked at. */
const APPS_MAX = 50;

function appsOf(list: JsonObject): readonly JsonObject[] {
  return listOf(list.data).slice(0, APPS_MAX).map(objectOf);
}

function appIdOf(entry: JsonObject): string {
  return String(objectOf(entry.whatsapp_business_api_data).id ?? '');
}

/** Of the two the number's wins (CONTRACTS 1.3). */
function checkOverride({ app, publicUrl, numberRead, subscribedApps }: NumberFacts): Result {
  if (numberRead === null && subscribedApps === null) return NOT_ASKED;
  const here = { appId: app.appId, publicUrl: app.isSimulated ? null : publicUrl };
  const ofNumber =
    numberRead?.kind === 'ok' ? stringOf(objectOf(numberRead.body.webhook_configuration).phone_number) : null;
  const ofAccount =
    subscribedApps?.kind === 'ok'
      ? stringOf(appsOf(subscribedApps.body).find((entry) => appIdOf(entry) === app.appId)?.override_callback_uri)
      : null;
  const measured = { number_override: ofNumber, account_override: ofAccount };
  const wins = ofNumber ?? ofAccount;
  if (describeOverride(here, wins) !== null) {
    const [whose, how] =
      ofNumber === null
        ? ['account', 'POST /{waba_id}/subscribed_apps without a body']
        : ['number', 'POST /{phone_number_id} with webhook_configuration.override_callback_uri empty'];
    return {
      state: 'failed',
      detail: `The ${whose} overrides the callback with ${wins}. It wins over the app's, so messages go there.`,
      remedy: `Clear it at Meta (${how}), or point it at this gateway.`,
      measured,
    };
  }
  if (numberRead?.kind !== 'ok' || subscribedApps?.kind !== 'ok') {
    return { state: 'unknown', detail: 'Meta did not tell all of it.', measured };
  }
  return { state: 'ok', detail: wins === null ? 'There is none.' : 'There is one, and it leads here.', measured };
}

/** What Meta holds against a number, in the order in which it matters. */
const BAD_STANDING: readonly (readonly [field: string, values: readonly string[], Finding['state'], string])[] = [
  ['status', ['BANNED', 'RESTRICTED', 'DISCONNECTED', 'DELETED'], 'failed', 'The number is'],
  ['status', ['FLAGGED', 'RATE_LIMITED', 'PENDING', 'UNVERIFIED'], 'warning', 'The number is'],
  ['name_status', ['DECLINED', 'EXPIRED'], 'warning', 'Its display name is'],
  ['quality_rating', ['RED'], 'warning', 'Its quality is'],
  ['quality_rating', ['YELLOW'], 'warning', 'Its quality is'],
];

function checkStanding({ standing }: NumberFacts): Result {
  if (standing === null) return NOT_ASKED;
  if (standing.kind !== 'ok') return { state: 'unknown', detail: inWords(standing) };
  const { body } = standing;
  const measured = {
    quality_rating: stringOf(body.quality_rating),
    name_status: stringOf(body.name_status),
    status: stringOf(body.status),
    messaging_limit_tier: stringOf(body.messaging_limit_tier),
  };
  const bad = BAD_STANDING.filter(([field, values]) => values.includes(stringOf(body[field]) ?? ''));
  const [worst] = bad;
  if (worst === undefined) return { state: 'ok', detail: sayStanding(measured), measured };
  return {
    state: worst[2],
    detail: bad.map(([field, , , says]) => `${says} ${inWordsOf(stringOf(body[field]))}.`).join(' '),
    remedy: 'WhatsApp Manager tells why, and what to do about it.',
    measured,
  };
}

function sayStanding(measured: Readonly<Record<string, string | null>>): string {
  const parts = [
    ['quality', measured.quality_rating],
    ['name', measured.name_status],
    ['limit', measured.messaging_limit_tier],
  ].flatMap(([word, value]) => (value === null || value === undefined ? [] : [`${word} ${inWordsOf(value)}`]));
  return parts.length === 0 ? 'Meta says nothing against it.' : `${parts.join(', ')}.`.replace(/^./, upper);
}

function upper(letter: string): string {
  return letter.toUpperCase();
}

/** `TIER_1K` is `tier 1k`. */
function inWordsOf(value: string | null): string {
  return (value ?? '').toLowerCase().replaceAll('_', ' ');
}
