import type { Role } from '../../../src/domain/permissions.ts';
import { openStore } from '../../../src/platform/db/open-store.ts';
import type { Db } from '../../../src/platform/db/store.ts';
import { type Browser, openBrowser, tokenOf } from './browser.ts';
import type { TestGateway } from './gateway.ts';

/** A password that will do. */
export const PASSWORD = 'seven bright kettles sing';

let memberCount = 0;

/** An e-mail that nobody has. */
export function newEmail(name = 'member'): string {
  memberCount++;
  return `${name}-${memberCount}@example.com`;
}

/** Becomes the first owner of a gateway, by the link that its start printed. */
export async function becomeOwner(
  gateway: TestGateway,
  { email = newEmail('owner'), name = 'Olga Owner', password = PASSWORD } = {},
): Promise<Browser> {
  const browser = openBrowser(gateway);
  await browser.enter('/v1/setup/owner', { token: tokenOf(gateway.ownerLink), name, email, password });
  return browser;
}

/** Invites somebody with a new account, who accepts. Resolves to their browser, which acts for that workspace. */
export async function addMember(
  gateway: Pick<TestGateway, 'url'>,
  inviter: Pick<Browser, 'send'>,
  {
    role,
    email = newEmail(role),
    name = `Member ${role}`,
  }: { readonly role: Role; readonly email?: string; readonly name?: string },
): Promise<Browser> {
  const invited = await inviter.send('POST', '/v1/members/invitations', { email, role });
  if (invited.status !== 201) throw new Error(`The invitation was answered ${invited.status}: ${invited.text}`);
  const { url } = invited.body as { readonly url: string };
  const browser = openBrowser(gateway);
  await browser.enter('/v1/invitations/accept', { token: tokenOf(url), name, password: PASSWORD });
  return browser;
}

/** Changes rows beside the gateway: for what only time would do. */
export async function inDatabase(
  gateway: Pick<TestGateway, 'env'>,
  change: (db: Db) => Promise<unknown>,
): Promise<void> {
  const store = await openStore(gateway.env.POSTHORN_DATABASE_URL ?? '', { exclusive: false });
  try {
    await change(store.db);
  } finally {
    await store.close();
  }
}
