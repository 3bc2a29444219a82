import ipaddr from 'ipaddr.js';
import { parseEncryptionKey } from '../secrets/encryption-key.ts';
import { parseDurationMs } from './duration.ts';

/** Reads the text of one setting. Null: not valid. */
export type Parse<TValue> = (text: string) => TValue | null;

const LIST_ITEMS_MAX = 100;
/** One that encrypts, one from before the rotation. */
const ENCRYPTION_KEYS_MAX = 2;
const ROOT_KEY_FORM = /^[\x21-\x7e]{32,256}$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number): Parse<number> {
  return (text) => (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null);
}

/** Milliseconds from `90s`, `15m`, `169h` or `30d`, within bounds, both included. */
export function duration(minMs: number, maxMs: number): Parse<number> {
  return (text) => {
    const ms = parseDurationMs(text);
    return ms !== null && ms >= minMs && ms <= maxMs ? ms : null;
  };
}

/** The same, or 0 for never. */
export function durationOrNever(minMs: number, maxMs: number): Parse<number> {
  const parse = duration(minMs, maxMs);
  return (text) => (text === '0' ? 0 : parse(text));
}

/** One of the words given. */
export function oneOf<const TWord extends string>(words: readonly TWord[]): Parse<TWord> {
  return (text) => words.find((word) => word === text) ?? null;
}

/** `true`, `false`, `1` or `0`. */
export function parseBoolean(text: string): boolean | null {
  return BOOLEANS.get(text) ?? null;
}

/** An IP address or a name to listen on. */
export function parseHost(text: string): string | null {
  return ipaddr.isValid(text) || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text) ? text : null;
}

/** A path that the file system can take. */
export function parsePath(text: string): string | null {
  return text.includes('\0') ? null : text;
}

/** 32 to 256 visible ASCII characters: anything else could not be sent in an Authorization header. */
export function parseRootKey(text: string): string | null {
  return ROOT_KEY_FORM.test(text) ? text : null;
}

/** One key, or two different ones with a comma between; the first one encrypts. */
export function parseEncryptionKeys(text: string): readonly Buffer[] | null {
  const keys = text.split(',').map((part) => parseEncryptionKey(part.trim()));
  if (keys.length > ENCRYPTION_KEYS_MAX || !keys.every((key) => key !== null)) return null;
  const areDifferent = new Set(keys.map((key) => key.toString('hex'))).size === keys.length;
  return areDifferent ? keys : null;
}

/** `sqlite:<path>` or `postgres://…` with a host and a database. */
export function parseDatabaseUrl(text: string): string | null {
  // Every thread opens the file for itself: databases in memory would be several.
  if (text.startsWith('sqlite:')) return /^sqlite:(?!:memory:)[^\0?]+$/.test(text) ? text : null;
  const url = URL.parse(text);
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) return null;
  return url.pathname.length > 1 ? text : null;
}

/** `file:<path>` or `s3://<key>:<secret>@<host>/<bucket>`, which may go on with a prefix and the options `region` and `tls`. */
export function parseMediaUrl(text: string): string | null {
  // `file:/a`, `file:a` and `file:///a`; what stands between two slashes and a third would be a host.
  if (text.startsWith('file:')) return /^file:(?!\/\/[^/])(?!(\/\/)?$)[^\0]+$/.test(text) ? text : null;
  const url = URL.parse(text);
  if (url === null || url.protocol !== 's3:' || url.host === '' || url.username === '' || url.password === '')
    return null;
  if (!/^\/[^/]+(\/|$)/.test(url.pathname) || text.includes('#')) return null;
  const hasOnlyKnown = [...url.searchParams.keys()].every((name) => name === 'region' || name === 'tls');
  const tls = url.searchParams.get('tls') ?? 'true';
  return hasOnlyKnown && BOOLEANS.has(tls) ? text : null;
}

/** An http or https URL without credentials, query and fragment. Gives it back without a slash at the end. */
export function parseBaseUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !isHttp(url) || url.username !== '' || url.password !== '') return null;
  if (/[?#]/.test(text)) return null;
  return url.href.replace(/\/+$/, '');
}

/** An https or http URL that messages are posted to, with whatever path and query it has. */
export function parsePostUrl(text: string): string | null {
  const url = URL.parse(text);
  return url !== null && isHttp(url) && url.username === '' && url.hash === '' ? url.href : null;
}

/** `smtp://` or `smtps://` with a host, and maybe a port and credentials. */
export function parseSmtpUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return null;
  return /^\/?$/.test(url.pathname) && !/[?#]/.test(text) ? text : null;
}

/** Addresses of mail with commas between. */
export function parseMailAddresses(text: string): readonly string[] | null {
  const items = splitList(text);
  return items?.every((item) => parseMailAddress(item) !== null) ? Object.freeze(items) : null;
}

/** One address of mail. Whether it exists, its server says. */
export function parseMailAddress(text: string): string | null {
  return text.length <= 254 && /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(text) ? text : null;
}

/** A version of Meta's Graph API: `v25.0`. */
export function parseGraphVersion(text: string): string | null {
  return /^v\d{1,2}\.\d$/.test(text) ? text : null;
}

/** An http or https URL of a proxy: host, port and credentials, nothing else. */
export function parseProxyUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !isHttp(url) || url.pathname !== '/' || /[?#]/.test(text)) return null;
  return url.href;
}

/** Networks with commas between, each an address with a prefix length. An address alone is a network of one. */
export function parseNetworks(text: string): readonly string[] | null {
  const items = splitList(text);
  const networks = items?.map((item) => (ipaddr.isValidCIDR(item) ? toCanonicalNetwork(item) : toNetworkOfOne(item)));
  return networks?.every((network) => network !== null) ? Object.freeze(networks) : null;
}

/** Origins of pages, such as `https://app.example.com`, by https alone: what frames a page sees where its users click. */
export function parseHttpsOrigins(text: string): readonly string[] | null {
  const origins = splitList(text)?.map((item) => {
    const url = URL.parse(item);
    return url !== null && url.protocol === 'https:' && url.href === `${url.origin}/` ? url.origin : null;
  });
  return origins?.every((origin) => origin !== null) ? Object.freeze(origins) : null;
}

/** What a describing log line may show of a database or proxy URL: no user, password and options. */
export function hideCredentials(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.host === '') return text;
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

function splitList(text: string): string[] | null {
  const items = text.split(',').map((item) => item.trim());
  return items.length <= LIST_ITEMS_MAX ? items : null;
}

/** `10.1.2.3/8` becomes `10.0.0.0/8`, so that what is shown is what is meant. */
function toCanonicalNetwork(item: string): string | null {
  const [address, prefixLength] = ipaddr.parseCIDR(item);
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  if (address.kind() === 'ipv4' && !ipaddr.IPv4.isValidCIDRFourPartDecimal(item)) return null;
  return `${family.networkAddressFromCIDR(item).toString()}/${prefixLength}`;
}

function toNetworkOfOne(item: string): string | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(item)) return `${item}/32`;
  return ipaddr.IPv6.isValid(item) && !item.includes('%') ? `${ipaddr.IPv6.parse(item).toString()}/128` : null;
}
