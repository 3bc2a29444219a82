import { createAccountAudit } from '@posthorn/server/control/members/account-audit.ts';
import {
  createOwnerLink,
  createPasswordLink,
  createSignInLink,
  type MemberLink,
} from '@posthorn/server/control/members/member-links.ts';
import { findAccountByEmail } from '@posthorn/server/control/members/members.store.ts';
import type { MemberId } from '@posthorn/server/domain/ids.ts';
import { SYSTEM_SOURCE } from '@posthorn/server/gateway/system-source.ts';
import { writeAudit } from '@posthorn/server/gateway/write-audit.ts';
import type { Store } from '@posthorn/server/platform/db/store.ts';
import type { CommandContext } from '../commands/context.ts';
import { type Environment, readConfig } from '../environment.ts';
import { CliError, EXIT } from '../exit.ts';
import { withStore } from '../keys/key-store.ts';
import { printJson } from '../output.ts';

/** Options of the commands that make links. */
export interface LinkOptions {
  /** Where the gateway is reached. Absent: as the settings have it. */
  readonly url?: string;
  readonly json?: true;
}

/** Options of `members sign-in-link`. */
export interface SignInLinkOptions extends LinkOptions {
  /** How long the link is good, milliseconds. */
  readonly expiresIn: number;
}

/** Prints a link for becoming the first owner. @throws CliError when there is one. */
export async function printOwnerLink(ctx: CommandContext, options: LinkOptions): Promise<void> {
  const baseUrl = baseUrlOf(ctx.env, options);
  const url = await withStore(ctx.env, (store) => createOwnerLink(linkContext(store, baseUrl)));
  if (url === null) {
    throw new CliError(
      EXIT.failed,
      'This gateway has an owner already. "posthorn members password-link <email>" lets somebody set a new password.',
    );
  }
  printLink(ctx, { url, expiresAtMs: null }, { ...options, what: 'makes whoever opens it the owner' });
}

/** Prints a link by which a member sets a new password. @throws CliError when there is no such account. */
export async function printPasswordLink(ctx: CommandContext, email: string, options: LinkOptions): Promise<void> {
  const baseUrl = baseUrlOf(ctx.env, options);
  const link = await withStore(ctx.env, async (store) => {
    const memberId = await findMember(store, email);
    // Whoever has the database at hand needs no key: in the audit log it was the system.
    const actor = { kind: 'system', id: null, requestId: null } as const;
    const context = { ...linkContext(store, baseUrl), auditAccount: createAccountAudit(writeAudit) };
    return createPasswordLink(context, { memberId, actor });
  });
  printLink(ctx, link, { ...options, what: 'sets a new password' });
}

/** Prints a link that signs a member in. @throws CliError when there is no such account. */
export async function printSignInLink(ctx: CommandContext, email: string, options: SignInLinkOptions): Promise<void> {
  const wanted = { email, baseUrl: baseUrlOf(ctx.env, options), validMs: options.expiresIn };
  printLink(ctx, await makeSignInLink(ctx.env, wanted), { ...options, what: 'signs in' });
}

/** Makes a link that signs a member in, once. @throws CliError when there is no such account. */
export function makeSignInLink(
  env: Environment,
  { email, baseUrl, validMs }: { readonly email: string; readonly baseUrl: string; readonly validMs: number },
): Promise<MemberLink> {
  return withStore(env, async (store) =>
    createSignInLink(linkContext(store, baseUrl), { memberId: await findMember(store, email), validMs }),
  );
}

function linkContext(store: Store, baseUrl: string) {
  return { store, ...SYSTEM_SOURCE, baseUrl: () => baseUrl };
}

async function findMember(store: Store, email: string): Promise<MemberId> {
  const account = await findAccountByEmail(store, email);
  if (account !== null) return account.id;
  throw new CliError(EXIT.failed, 'There is no account with this e-mail.');
}

/** @throws CliError when the settings do not tell: the port is chosen anew with each start. */
function baseUrlOf(env: Environment, { url }: LinkOptions): string {
  if (url !== undefined) return url;
  const { publicUrl, host, port } = readConfig(env);
  if (publicUrl !== null) return publicUrl;
  if (port === 0) {
    throw new CliError(EXIT.usage, 'With POSTHORN_PORT=0 the port is not known. Give --url as the gateway logged it.');
  }
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

interface Printing extends LinkOptions {
  /** Completes the sentence "This link works once and …". */
  readonly what: string;
}

function printLink(
  { output }: CommandContext,
  { url, expiresAtMs }: { readonly url: string; readonly expiresAtMs: number | null },
  { json, what }: Printing,
): void {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  if (json === true) {
    printJson(output, { url, expires_at: expiresAt });
    return;
  }
  output.note(`This link works once and ${what}${expiresAt === null ? '' : `; good until ${expiresAt}`}:`);
  output.print(url);
}
