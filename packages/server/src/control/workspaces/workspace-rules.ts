import { PosthornError } from '../../domain/errors.ts';
import type { Workspace, WorkspaceSettings } from '../../domain/workspace.ts';

/** Words that other paths under `/api/v1/` have where Xobito's have the subdomain. */
const TAKEN_BY_PATHS: readonly string[] = ['messaging', 'webhooks'];

/** What a workspace is called in paths until it chooses something else. */
export function defaultSubdomain(serial: number): string {
  return `w${serial}`;
}

/**
 * Checks a subdomain that somebody chose. The default of another workspace is refused, also of one that is still to come:
 * it could not be made any more.
 *
 * @param serial Of the workspace that is to have it. Null: it has none yet.
 * @throws PosthornError `unprocessable`.
 */
export function checkSubdomain(subdomain: string, serial: number | null): void {
  if (TAKEN_BY_PATHS.includes(subdomain)) {
    throw refused('/subdomain', 'Other paths begin with this word. Choose another one.');
  }
  const isSomeDefault = /^w[0-9]+$/.test(subdomain);
  const isOwnDefault = serial !== null && subdomain === defaultSubdomain(serial);
  if (isSomeDefault && !isOwnDefault) {
    throw refused('/subdomain', 'w and a number is what another workspace has by default. Choose another one.');
  }
}

/** @throws PosthornError `unprocessable` when one word would opt people out and in. */
export function checkOptWords({ optOutWords, optInWords }: WorkspaceSettings): void {
  const inWords = new Set(optInWords.map((word) => word.toLowerCase()));
  const index = optOutWords.findIndex((word) => inWords.has(word.toLowerCase()));
  if (index >= 0) throw refused(`/settings/opt_out_words/${index}`, 'The same word is in opt_in_words.');
}

/** The fields of a workspace that can be changed. */
export type WorkspaceFields = Pick<Workspace, 'name' | 'subdomain' | 'settings'>;

/** What is wished of them. A field that is not there stays; settings are merged field by field. */
export interface WorkspaceWish {
  readonly name?: string | undefined;
  readonly subdomain?: string | undefined;
  readonly settings?: Partial<WorkspaceSettings> | undefined;
}

/**
 * Works out what a workspace becomes.
 *
 * @throws PosthornError `unprocessable`.
 */
export function changeFields(
  before: WorkspaceFields & Pick<Workspace, 'serial'>,
  wish: WorkspaceWish,
): WorkspaceFields {
  const fields = {
    name: wish.name ?? before.name,
    subdomain: wish.subdomain ?? before.subdomain,
    settings: { ...before.settings, ...wish.settings },
  };
  if (wish.subdomain !== undefined) checkSubdomain(wish.subdomain, before.serial);
  if (wish.settings !== undefined) checkOptWords(fields.settings);
  return fields;
}

function refused(pointer: string, message: string): PosthornError {
  return new PosthornError('unprocessable', 'The workspace cannot be like this.', { fields: [{ pointer, message }] });
}
