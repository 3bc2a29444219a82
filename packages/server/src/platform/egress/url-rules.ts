import { isIP } from 'node:net';
import { PosthornError } from '../../domain/errors.ts';

/** What an outgoing URL may look like, before any name is resolved. */
export interface UrlRules {
  /** Plain HTTP is accepted as well. */
  readonly allowHttp: boolean;
  /** The operator opened the loopback network: `localhost` is then a name like any other. */
  readonly loopbackOpened: boolean;
}

/** Longest URL in characters. Receivers' URLs with tokens in them stay far below it. */
const URL_CHARACTERS_MAX = 2_048;

/** RFC 1035, 2.3.4, as text without the last dot. */
const HOST_CHARACTERS_MAX = 253;
const HOST_LABEL = /^[a-z0-9_-]{1,63}$/;

/**
 * Names under which clouds serve credentials. Refused as names too, so that one which does not resolve here
 * today is not saved for the day the gateway moves into that cloud.
 */
const METADATA_NAMES: readonly string[] = [
  'metadata',
  'metadata.goog',
  'metadata.google.com',
  'metadata.google.internal',
  'metadata.azure.internal',
  'metadata.azure.com',
  'metadata.platformequinix.com',
  'metadata.packet.net',
  'metadata.tencentyun.com',
  'metadata.cloud.ibm.com',
  'instance-data',
  'instance-data.ec2.internal',
  'rancher-metadata',
];
const METADATA_INTERNAL = /(^|\.)(metadata|instance-data)\.([a-z0-9_-]+\.)*internal$/;

/**
 * Reads a URL by the syntax rules alone: https (or http when opened), no user information, no fragment, no
 * port 0, a host of plain labels or an address, no trailing dot in the result, no localhost or metadata name.
 * Numeric hosts come back in dotted decimal and IDN hosts in punycode (WHATWG URL).
 *
 * @throws PosthornError `endpoint_url_rejected` with the pointer `/url`.
 */
export function parseEgressUrl(rules: UrlRules, text: string): URL {
  checkSpelling(text);
  const url = URL.parse(text);
  if (url === null) throw urlRejected('The URL is not valid.', 'Check the host name, the address and the port.');
  checkScheme(rules, url.protocol);
  if (url.port === '0') throw urlRejected('Port 0 cannot be dialled.', 'Use a port from 1 to 65535.');
  const host = normaliseHost(url.hostname);
  checkHostSyntax(host);
  const refusal = refuseHost(rules, host);
  if (refusal !== null) throw urlRejected(refusal, 'Use a host that is reachable from the internet.');
  if (url.hostname !== host) url.hostname = host;
  return url;
}

/** Why a host is refused for its name alone, as a sentence. Null when it is not. */
export function refuseHost(rules: UrlRules, host: string): string | null {
  const name = normaliseHost(host);
  const isMetadata = METADATA_NAMES.some((metadata) => name === metadata || name.endsWith(`.${metadata}`));
  if (isMetadata || METADATA_INTERNAL.test(name)) return `${name} is the name of a cloud metadata service.`;
  const isLocalhost = name === 'localhost' || name.endsWith('.localhost');
  return isLocalhost && !rules.loopbackOpened ? `${name} is a name of the gateway's own machine.` : null;
}

/** Host names as they are compared and dialled: lower case, without the root's dot. */
export function normaliseHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/** Scheme, host and port with the default port written out, so that all spellings of an origin are one text. */
export function originOf(url: { readonly protocol: string; readonly hostname: string; readonly port: string }): string {
  const hostname = isIP(url.hostname) === 6 ? `[${url.hostname}]` : url.hostname;
  return `${url.protocol}//${normaliseHost(hostname)}:${portOf(url)}`;
}

/** The port that is dialled: the one named, or the scheme's own. */
export function portOf(url: { readonly protocol: string; readonly port: string }): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** Makes the error of a URL that may not be saved. `problem` and `mend` are sentences for the caller. */
export function urlRejected(problem: string, mend: string, cause?: unknown): PosthornError {
  return new PosthornError('endpoint_url_rejected', problem, {
    fields: [{ pointer: '/url', message: `${problem} ${mend}` }],
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Rules on the text as given: the URL parser mends what it reads, and what it mends is not seen afterwards. */
function checkSpelling(text: string): void {
  if (text.length > URL_CHARACTERS_MAX) {
    throw urlRejected('The URL is too long.', `Use at most ${URL_CHARACTERS_MAX} characters.`);
  }
  if (/[\s\\\p{Cc}]/u.test(text)) {
    throw urlRejected('The URL has a space, a backslash or a control character in it.', 'Percent-encode or remove it.');
  }
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(text)?.[1];
  if (authority === undefined) throw urlRejected('The URL is not complete.', 'Write it as https://host/path.');
  if (authority.includes('@')) {
    throw urlRejected('The URL has a user name or password in it.', 'Send credentials in a custom header.');
  }
  if (/^\[[^\]]*%/.test(authority)) throw urlRejected('The address has a zone in it.', 'Remove the zone.');
  if (text.includes('#'))
    throw urlRejected('The URL has a fragment, which is never sent.', 'Remove # and what follows.');
}

function checkScheme(rules: UrlRules, protocol: string): void {
  if (protocol === 'https:' || (protocol === 'http:' && rules.allowHttp)) return;
  if (protocol === 'http:') {
    throw urlRejected('Plain HTTP is not allowed.', 'Use https, or have the operator set POSTHORN_EGRESS_ALLOW_HTTP.');
  }
  throw urlRejected('The scheme is not https.', 'Write the URL as https://host/path.');
}

function checkHostSyntax(host: string): void {
  if (host.startsWith('[') || isIP(host) === 4) return;
  const isPlain = host.length <= HOST_CHARACTERS_MAX && host.split('.').every((label) => HOST_LABEL.test(label));
  if (!isPlain) throw urlRejected('The host name is not valid.', 'Use letters, digits, hyphens and single dots.');
}
