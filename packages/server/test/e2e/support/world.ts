import { randomInt } from 'node:crypto';
import { type Api, api } from './api.ts';
import type { TestGateway } from './gateway.ts';
import { type MetaAnswer, postMeta } from './meta.ts';

/** The number and account that the fixtures of Meta are about. */
export const FIXTURE_NUMBER = {
  waba_id: '204817563920415',
  phone_number_id: '318940275561203',
  display_phone_number: '15557204418',
} as const;

/** A workspace with a key of its own. */
export interface TestWorkspace {
  readonly id: string;
  readonly serial: number;
  readonly accountId: string;
  readonly key: string;
  /** Calls with its own key. */
  readonly api: Api;
}

/** A registration of a Meta app, and how Meta would use it. */
export interface TestMetaApp {
  readonly id: string;
  readonly appId: string;
  readonly secret: string;
  /** Posts a body signed with the app secret. */
  readonly post: (body: unknown) => Promise<MetaAnswer>;
}

/** An endpoint as its creation answered. */
export interface CreatedEndpoint {
  readonly id: string;
  readonly signing_secret: string;
  readonly [field: string]: unknown;
}

interface Created {
  readonly id: string;
}

/** Makes a workspace with the root key. Unless told otherwise messages make no contacts: tests of the way of an event count events. */
export async function createWorkspace(
  gateway: TestGateway,
  body: { name: string; account_id?: string; subdomain?: string; settings?: Readonly<Record<string, unknown>> },
): Promise<TestWorkspace> {
  const made = await api(gateway, gateway.rootKey).post<
    Created & { serial: number; account_id: string; api_key: string }
  >('/v1/workspaces', { settings: { auto_create_contacts: false }, ...body });
  return {
    id: made.id,
    serial: made.serial,
    accountId: made.account_id,
    key: made.api_key,
    api: api(gateway, made.api_key),
  };
}

/** Registers a Meta app with that caller's key: a workspace's own, or the operator's with the root key. */
export async function registerMetaApp(
  gateway: TestGateway,
  caller: Api,
  { appId = String(randomInt(1e12, 1e13)), secret = `app-secret-${randomInt(1e12, 1e13)}` } = {},
): Promise<TestMetaApp> {
  const body = { app_id: appId, app_secret: secret, verify_token: `verify-${appId}` };
  const { id } = await caller.post<Created>('/v1/meta-apps', body);
  return { id, appId, secret, post: (posted) => postMeta(gateway, { appId, secret, body: posted }) };
}

/** Adds a number to a workspace. */
export async function addChannel(
  caller: Api,
  metaApp: Pick<TestMetaApp, 'id'>,
  number: { waba_id: string; phone_number_id: string; display_phone_number: string } = FIXTURE_NUMBER,
): Promise<string> {
  return (await caller.post<Created>('/v1/channels', { meta_app_id: metaApp.id, ...number })).id;
}

/** Adds an endpoint that wants everything, in the format standard, unless told otherwise. */
export function addEndpoint(
  caller: Api,
  endpoint: { url: string; [field: string]: unknown },
): Promise<CreatedEndpoint> {
  return caller.post<CreatedEndpoint>('/v1/endpoints', { event_types: ['*'], ...endpoint });
}
