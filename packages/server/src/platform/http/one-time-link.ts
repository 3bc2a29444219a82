/** 256 bits: nothing to guess, and so nothing to stretch when it is stored. */
const TOKEN_BYTES = 32;

/** Pages of the console that a one-time link leads to. */
export type LinkPage = 'welcome' | 'invite' | 'enter' | 'password' | 'portal';

/** Makes the token of a link, a session or a cookie. What is stored of it is `hashToken`. */
export function newToken(prefix: string, randomBytes: (count: number) => Buffer): string {
  return `${prefix}${randomBytes(TOKEN_BYTES).toString('base64url')}`;
}

/**
 * The link that a person opens. The token stands in the fragment, which browsers send to nobody: it is in no log of a
 * proxy and in no `Referer`.
 *
 * @param baseUrl Where the gateway is reached, with or without a slash at its end.
 */
export function oneTimeLink(baseUrl: string, page: LinkPage, token: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/${page}#${token}`;
}
