import { type JsonObject, objectOf } from '../../domain/meta/meta-body.ts';

/** Apps of an answer that are looked at and told of. */
const APPS_MAX = 50;

/** The entry of an app in the answer of `GET /{waba_id}/subscribed_apps` (CONTRACTS 1.3). Null: it is not there. */
export function findSubscribedApp(list: JsonObject, appId: string): JsonObject | null {
  return entriesOf(list).find((entry) => appIdOf(entry) === appId) ?? null;
}

/** The ids of the apps that are there, for a person: `1, 2` or `none`. */
export function listAppIds(list: JsonObject): string {
  const ids = entriesOf(list).map(appIdOf);
  return ids.length === 0 ? 'none' : ids.join(', ');
}

/**
 * Says in words that an override sends webhooks elsewhere than to this gateway.
 *
 * @param override What Meta has as callback. Anything but a text: there is none.
 * @returns null when there is none, or it leads here.
 */
export function describeOverride(
  here: { readonly appId: string; readonly publicUrl: string | null },
  override: unknown,
): string | null {
  if (typeof override !== 'string' || override === '') return null;
  const base = here.publicUrl === null ? null : new URL(here.publicUrl);
  const path = `${base?.pathname.replace(/\/$/, '') ?? ''}/webhooks/meta/${here.appId}`;
  const url = URL.parse(override);
  return url !== null && leadsHere(url, base, path)
    ? null
    : `Meta has ${override} as override_callback_uri. Point it at ${path}, or clear it.`;
}

/** Without a public URL a proxy may have put anything before the path. */
function leadsHere(url: URL, base: URL | null, path: string): boolean {
  return base === null ? url.pathname.endsWith(path) : url.origin === base.origin && url.pathname === path;
}

function entriesOf(list: JsonObject): readonly JsonObject[] {
  return Array.isArray(list.data) ? list.data.slice(0, APPS_MAX).map(objectOf) : [];
}

function appIdOf(entry: JsonObject): string {
  return String(objectOf(entry.whatsapp_business_api_data).id ?? '');
}
