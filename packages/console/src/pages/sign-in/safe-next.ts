/**
 * Where somebody wanted to go before they were asked to sign in: a path of this console. Anything else (another origin, a
 * protocol, `//host`, `/\host`) leads to the start, so that a link to the sign-in never leads away.
 */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next)) return '/';
  const url = URL.parse(next, 'http://console.invalid');
  if (url === null || url.origin !== 'http://console.invalid') return '/';
  return `${url.pathname}${url.search}`;
}
