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

function entriesOf(list: JsonObject): readonly JsonObject[] {
  return Array.isArray(list.data) ? list.data.slice(0, APPS_MAX).map(objectOf) : [];
}

function appIdOf(entry: JsonObject): string {
  return String(objectOf(entry.whatsapp_business_api_data).id ?? '');
}
