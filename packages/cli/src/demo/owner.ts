import { randomBytes } from 'node:crypto';
import { makeSignInLink } from '../members/member-links.ts';
import { type Api, patch, post } from './api-client.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** Who looks after the demonstration. */
export interface DemoOwner {
  readonly email: string;
  /** Of this demonstration alone. */
  readonly password: string;
}

const NAME = 'Mira Okafor';
const EMAIL = 'mira@kanalcykel.example';
const PASSWORD_BYTES = 12;
/** As long as somebody looks around. */
const LINK_VALID_MS = 12 * 3_600_000;

interface SessionAnswer {
  readonly workspaces: readonly { readonly id: string }[];
}

/** Makes somebody the owner by the link that the gateway printed, as a person would, and names the workspace. */
export async function becomeOwner({ url, apiKey, ownerLink }: GatewayProcess): Promise<DemoOwner> {
  const owner = { email: EMAIL, password: randomBytes(PASSWORD_BYTES).toString('base64url') };
  const api: Api = { url, key: apiKey };
  const token = new URL(ownerLink).hash.slice(1);
  const session = await post<SessionAnswer>(api, '/v1/setup/owner', { token, name: NAME, ...owner });
  await patch(api, `/v1/workspaces/${session.workspaces[0]?.id}`, { name: 'Kanal Cykel' });
  return owner;
}

/** A link to the console that signs whoever opens it in as the owner, once. */
export async function consoleLink({ env, url }: GatewayProcess): Promise<string> {
  const link = await makeSignInLink(env, { email: EMAIL, baseUrl: url, validMs: LINK_VALID_MS });
  return link.url;
}
