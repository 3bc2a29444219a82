/** What of an attempt's row its headers repeat. */
export interface HeaderSource {
  readonly eventId: string;
  readonly startedAtMs: number;
  readonly number: number;
}

/** Stand for the names of our own headers. A colon begins no name (RFC 9110, 5.1), so they are no endpoint's. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['Content-Type', ':c'],
  ['webhook-id', ':i'],
  ['webhook-timestamp', ':t'],
  ['webhook-signature', ':s'],
  ['User-Agent', ':u'],
  ['Posthorn-Attempt', ':n'],
  ['Posthorn-Hops', ':h'],
]);
const NAMES: ReadonlyMap<string, string> = new Map(Array.from(CODES, ([name, code]) => [code, name]));

/** The headers of a request as the delivery log keeps them: names by their code, and empty what the row says already. */
export function packHeaders(headers: Readonly<Record<string, string>>, row: HeaderSource): string {
  const packed: Record<string, string> = {};
  for (const name in headers) {
    const code = CODES.get(name) ?? name;
    const value = headers[name] ?? '';
    packed[code] = value === repeatedBy(code, row) ? '' : value;
  }
  return JSON.stringify(packed);
}

/** The same headers again, in their order. @param text As it was packed, or written out as before there were codes. */
export function unpackHeaders(text: string, row: HeaderSource): Record<string, string> {
  // `as`: the JSON is our own.
  const packed = Object.entries(JSON.parse(text) as Record<string, string>);
  return Object.fromEntries(
    packed.map(([code, value]) => [NAMES.get(code) ?? code, value === '' ? (repeatedBy(code, row) ?? '') : value]),
  );
}

function repeatedBy(code: string, { eventId, startedAtMs, number }: HeaderSource): string | null {
  if (code === ':i') return eventId;
  if (code === ':t') return String(Math.floor(startedAtMs / 1_000));
  return code === ':n' ? String(number) : null;
}
