import { type JsonObject, listOf, objectOf, stringOf } from './meta/meta-body.ts';

/** Where webhooks of an app must go. */
export interface OwnCallback {
  /** Meta's id of the app. */
  readonly appId: string;
  /** Where Meta reaches this gateway. Null: not known, and only the path is compared. */
  readonly publicUrl: string | null;
}

/** The object of Meta's that webhooks of WhatsApp are about. */
export const CALLBACK_OBJECT = 'whatsapp_business_account';

/** Fields that an app is to be subscribed to. Without the first nothing works, without the others something is not seen. */
export const WANTED_FIELDS = [
  'messages',
  'calls',
  'message_template_status_update',
  'phone_number_quality_update',
  'account_update',
  'user_preferences',
] as const;

/** Marks a challenge that the doctor asks for, so that it is not taken for one of Meta's. */
export const DOCTOR_HEADER = 'posthorn-doctor';

/** Path of the callback of an app. */
export function callbackPath(appId: string): string {
  return `/webhooks/meta/${appId}`;
}

/**
 * Says in words that an override sends webhooks elsewhere than to this gateway.
 *
 * @param override What Meta has as callback. Anything but a text: there is none.
 * @returns null when there is none, or it leads here.
 */
export function describeOverride(here: OwnCallback, override: unknown): string | null {
  if (typeof override !== 'string' || override === '') return null;
  const base = here.publicUrl === null ? null : new URL(here.publicUrl);
  const path = `${base?.pathname.replace(/\/$/, '') ?? ''}${callbackPath(here.appId)}`;
  const url = URL.parse(override);
  return url !== null && leadsHere(url, base, path)
    ? null
    : `Meta has ${override} as override_callback_uri. Point it at ${path}, or clear it.`;
}

/** Without a public URL a proxy may have put anything before the path. */
function leadsHere(url: URL, base: URL | null, path: string): boolean {
  return base === null ? url.pathname.endsWith(path) : url.origin === base.origin && url.pathname === path;
}

/** The app's subscription of WhatsApp in the answer of `GET /{app_id}/subscriptions`. Null: it has none. */
export function findCallbackSubscription(list: JsonObject): CallbackSubscription | null {
  const entry = listOf(list.data)
    .map(objectOf)
    .find(({ object }) => object === CALLBACK_OBJECT);
  const url = entry === undefined ? null : stringOf(entry.callback_url);
  return entry === undefined || url === null ? null : { url, fields: listOf(entry.fields).flatMap(nameOf) };
}

/** Where Meta sends what of an app. */
interface CallbackSubscription {
  readonly url: string;
  readonly fields: readonly string[];
}

/** A field, in the one form or the other that Meta has for them. */
function nameOf(field: unknown): string | readonly [] {
  return stringOf(objectOf(field).name) ?? stringOf(field) ?? [];
}
