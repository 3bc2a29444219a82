import { type FieldProblem, PosthornError } from '../../domain/errors.ts';

/** An endpoint's own headers (DESIGN 7, "Custom headers"). */
const CUSTOM_HEADERS_MAX = 20;

/** Name and value of one header together. */
const CUSTOM_HEADER_BYTES_MAX = 4_096;

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Visible Latin-1 with single spaces between: no CR, LF, NUL or other control, nothing that a proxy would trim. */
const VALUE = /^(?:[\x21-\x7e\xa1-\xff](?:[\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa1-\xff])?)?$/;

/** Headers that the HTTP client and every hop decide about (RFC 9110, 7.6.1), and the gateway's own name. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
  'user-agent',
]);

/** `proxy-` because a CONNECT proxy may stand between; the others carry signatures and the gateway's marks. */
const RESERVED_PREFIXES = ['content-', 'proxy-', 'webhook-', 'x-webhook-', 'x-hub-', 'x-vobiz-', 'posthorn-'] as const;

/**
 * Checks the headers that an endpoint adds to its requests.
 *
 * @throws PosthornError `invalid_request` with one field per wrong header (`/headers/<name>`) or `/headers`
 * when there are too many. Never shows a value: it may be a credential.
 */
export function checkCustomHeaders(headers: Readonly<Record<string, string>>): void {
  const entries = Object.entries(headers);
  if (entries.length > CUSTOM_HEADERS_MAX) {
    throw headersRejected([{ pointer: '/headers', message: `Use at most ${CUSTOM_HEADERS_MAX} headers.` }]);
  }
  const seen = new Set<string>();
  const problems = entries.flatMap(([name, value]): readonly FieldProblem[] => {
    const message = seen.has(name.toLowerCase()) ? 'The header is there twice.' : describeProblem(name, value);
    seen.add(name.toLowerCase());
    return message === null ? [] : [{ pointer: `/headers/${escapePointer(name)}`, message }];
  });
  if (problems.length > 0) throw headersRejected(problems);
}

function describeProblem(name: string, value: string): string | null {
  if (name.length + value.length > CUSTOM_HEADER_BYTES_MAX) {
    return `Name and value together may have ${CUSTOM_HEADER_BYTES_MAX} bytes.`;
  }
  if (!TOKEN.test(name)) return 'The name is not a header name: use letters, digits and hyphens.';
  const lower = name.toLowerCase();
  if (RESERVED_NAMES.has(lower) || RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix))) {
    return 'The header is set by the gateway and cannot be changed.';
  }
  return VALUE.test(value)
    ? null
    : 'The value may have visible Latin-1 characters with spaces between them, and no others.';
}

function headersRejected(fields: readonly FieldProblem[]): PosthornError {
  return new PosthornError('invalid_request', 'The custom headers are not valid.', { fields });
}

/** RFC 6901, 3. Cut, because the name comes from the caller and may be anything. */
function escapePointer(name: string): string {
  return name.slice(0, 256).replaceAll('~', '~0').replaceAll('/', '~1');
}
