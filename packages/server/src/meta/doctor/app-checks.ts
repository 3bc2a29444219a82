import { describeOverride, findCallbackSubscription, WANTED_FIELDS } from '../../domain/callback-url.ts';
import type { Finding } from '../../domain/doctor.ts';
import { stringOf } from '../../domain/meta/meta-body.ts';
import type { AppFacts } from './facts.ts';
import { inWords, type Result, sayTime, toFinding, toIsoOrNull } from './finding.ts';

/** A clock that is further off than this is wrong: Meta's times would look like the future, or too old. */
const SKEW_MS_MAX = 60_000;
/** Further off than an answer takes and its `Date` is exact to. */
const SKEW_MS_NOTED = 10_000;

/** What there is to say of an app: where Meta calls, and whether it is the app that it says it is. */
export function checkApp(facts: AppFacts): readonly Finding[] {
  return [
    toFinding('public_url', checkPublicUrl(facts)),
    toFinding('challenge', checkChallenge(facts)),
    toFinding('callback', checkCallback(facts)),
    toFinding('signature', checkSignature(facts)),
    toFinding('app_secret', checkAppSecret(facts)),
    toFinding('clock', checkClock(facts)),
  ];
}

const SET_PUBLIC_URL =
  'Set POSTHORN_PUBLIC_URL to the https address that Meta reaches this gateway under, and restart.';

function checkPublicUrl({ app, publicUrl }: AppFacts): Result {
  if (app.isSimulated) return { state: 'ok', detail: 'The simulator is in this process and needs none.' };
  if (publicUrl === null) return { state: 'failed', detail: 'It is not set.', remedy: SET_PUBLIC_URL };
  const measured = { public_url: publicUrl };
  if (publicUrl.startsWith('https:')) return { state: 'ok', detail: `It is ${publicUrl}.`, measured };
  const detail = `It is ${publicUrl}: Meta calls https URLs alone.`;
  return { state: 'failed', detail, remedy: SET_PUBLIC_URL, measured };
}

function checkChallenge({ callback, traffic }: AppFacts): Result {
  const { lastChallengeAtMs } = traffic;
  const asked =
    lastChallengeAtMs === null
      ? 'Meta has not asked yet.'
      : `Meta asked last at ${sayTime(lastChallengeAtMs)} and was answered.`;
  const measured = { last_challenge_at: toIsoOrNull(lastChallengeAtMs), took_ms: callback?.tookMs ?? null };
  if (callback === null) {
    const detail = `Without a public URL it cannot be tried from here. ${asked}`;
    return { state: lastChallengeAtMs === null ? 'unknown' : 'ok', detail, measured };
  }
  const { result, challenge, tookMs } = callback;
  if (result.kind === 'answered' && result.statusCode === 200 && result.body === challenge) {
    return { state: 'ok', detail: `The callback URL answered it in ${tookMs} ms. ${asked}`, measured };
  }
  if (result.kind === 'answered') {
    return {
      state: 'failed',
      detail: `The callback URL answered ${result.statusCode}, and not with the challenge. ${asked}`,
      remedy:
        'Something in front of this gateway answers in its place. Let it pass /webhooks/meta/ on as it comes, with its query.',
      measured: { ...measured, status: result.statusCode },
    };
  }
  return {
    // Some networks do not lead back to themselves: Meta's word counts for more.
    state: lastChallengeAtMs === null ? 'failed' : 'warning',
    detail: `The callback URL could not be reached from here. ${result.reason} ${asked}`,
    remedy: 'Check the name, the certificate and the firewall of POSTHORN_PUBLIC_URL from outside.',
    measured,
  };
}

function checkCallback({ app, publicUrl, subscriptions }: AppFacts): Result {
  if (subscriptions.kind !== 'ok') {
    const detail = `Meta did not tell which callback the app has. ${inWords(subscriptions)}`;
    return { state: 'unknown', detail, remedy: 'Compare it in the App Dashboard: WhatsApp, Configuration.' };
  }
  const subscription = findCallbackSubscription(subscriptions.body);
  if (subscription === null) {
    const detail = 'The app has no callback URL for WhatsApp: Meta sends nothing.';
    return { state: 'failed', detail, remedy: POINT_HERE, action: 'subscribe_app' };
  }
  const { url, fields } = subscription;
  const measured = { callback_url: url, fields: fields.join(', ') };
  const elsewhere = app.isSimulated ? null : describeOverride({ appId: app.appId, publicUrl }, url);
  if (elsewhere !== null) {
    const detail = `The app's callback is ${url}, which is not this gateway.`;
    return { state: 'failed', detail, remedy: POINT_HERE, action: 'subscribe_app', measured };
  }
  return { ...checkFields(fields, app.isSimulated), measured };
}

const POINT_HERE =
  'In the App Dashboard under WhatsApp, Configuration, press Edit beside Callback URL and paste the callback URL and the verify token; or let the gateway do it.';

function checkFields(fields: readonly string[], isSimulated: boolean): Result {
  const missing = WANTED_FIELDS.filter((field) => !fields.includes(field));
  const [first] = missing;
  if (first === undefined || isSimulated)
    return { state: 'ok', detail: 'It is this gateway, with the fields that matter.' };
  const detail = `It is this gateway, but these fields are not subscribed: ${missing.join(', ')}.`;
  const remedy = 'Under Webhook fields in the same place, switch them on; or let the gateway do it.';
  return { state: first === 'messages' ? 'failed' : 'warning', detail, remedy, action: 'subscribe_app' };
}

function checkSignature({ traffic, appRead }: AppFacts): Result {
  const { lastSignedPostAtMs: signedAtMs, lastRefusedPostAtMs: refusedAtMs } = traffic;
  const measured = {
    last_signed_post_at: toIsoOrNull(signedAtMs),
    last_refused_post_at: toIsoOrNull(refusedAtMs),
  };
  const verified = signedAtMs === null ? 'None was verified yet.' : `One was verified last at ${sayTime(signedAtMs)}.`;
  if (refusedAtMs !== null && refusedAtMs > (signedAtMs ?? 0)) {
    const isProven = appRead.kind === 'ok';
    return {
      state: isProven ? 'warning' : 'failed',
      detail: `A webhook at ${sayTime(refusedAtMs)} was signed with none of the app's secrets. ${verified}`,
      remedy: isProven
        ? 'Meta says that the app secret is right, so it came from somebody else, or was signed with a secret that was replaced at Meta: add that one too.'
        : 'Copy the app secret from App settings, Basic, in the App Dashboard, and add it.',
      action: 'rotate_app_secret',
      measured,
    };
  }
  if (signedAtMs === null) {
    return { state: 'unknown', detail: 'No signed webhook has come yet. It is checked with the first one.', measured };
  }
  return { state: 'ok', detail: verified, measured };
}

function checkAppSecret({ appRead }: AppFacts): Result {
  if (appRead.kind === 'ok') {
    const name = stringOf(appRead.body.name);
    return { state: 'ok', detail: name === null ? 'Meta takes it.' : `Meta takes it: it is that of the app ${name}.` };
  }
  if (appRead.kind === 'refused' && SECRET_REFUSED.has(appRead.error.code)) {
    return {
      state: 'failed',
      detail: `Meta does not take it for the app. ${inWords(appRead)}`,
      remedy: 'Copy the app secret from App settings, Basic, in the App Dashboard, and add it; check the app id too.',
      action: 'rotate_app_secret',
    };
  }
  return { state: 'unknown', detail: `It could not be asked. ${inWords(appRead)}` };
}

/** 190: the token made of it is not valid. 101: there is no such app. */
const SECRET_REFUSED: ReadonlySet<number> = new Set([190, 101, 1]);

function checkClock({ skewMs }: AppFacts): Result {
  if (skewMs === null) return { state: 'unknown', detail: 'Meta did not say what time it is.' };
  const seconds = Math.round(skewMs / 1_000);
  const measured = { skew_seconds: seconds };
  const off = Math.abs(skewMs);
  if (off <= SKEW_MS_NOTED) return { state: 'ok', detail: "It goes with Meta's.", measured };
  const detail = `It is ${Math.abs(seconds)} s ${skewMs > 0 ? 'behind' : 'ahead of'} Meta's.`;
  const remedy = 'Let the machine set its clock by NTP.';
  return { state: off > SKEW_MS_MAX ? 'failed' : 'warning', detail, remedy, measured };
}
