const CENSORED = '[redacted]';
/** Deeper things are cut: a log line is no dump. */
const DEPTH_MAX = 6;
const ITEMS_MAX = 50;

/** Never logged, at no level. */
const SECRET_NAME =
  /authorization|secret|token|password|cookie|signature|api_?key|root_?key|encryption_?key|private_?key|credential/;

/** Logged at `debug` and `trace` only: who a person is, what was said, and where endpoints are (DESIGN 7). */
const PERSONAL_NAME =
  /^(phone|phone_?numbers?|display_?phone_?number|wa_?id|bsuid|from|to|recipient(_?id)?|contacts?|profile|username|text|body|payload|raw|messages?_?text|caption|data|headers|request_?headers|response_?headers|response_?body|query|endpoint_?url|target_?url)$/;

export interface Redaction {
  /** True: numbers, texts and endpoint URLs may be shown. Secrets never are. */
  readonly showsPersonal: boolean;
}

/**
 * Copies the fields of a log line without what must not be in it, at any depth. Names are compared
 * without case and with `-` as `_`. Values of classes (errors, requests) are left to their serializers.
 */
export function redactFields(fields: Readonly<Record<string, unknown>>, redaction: Redaction): Record<string, unknown> {
  return redactObject(fields, redaction, 1);
}

function redactObject(fields: object, redaction: Redaction, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    mustHide(name, redaction) ? CENSORED : redactValue(value, redaction, depth),
  ]);
  return Object.fromEntries(entries);
}

function mustHide(name: string, { showsPersonal }: Redaction): boolean {
  const folded = name.replaceAll('-', '_').toLowerCase();
  return SECRET_NAME.test(folded) || (!showsPersonal && PERSONAL_NAME.test(folded));
}

function redactValue(value: unknown, redaction: Redaction, depth: number): unknown {
  if (!isPlain(value)) return value;
  if (depth >= DEPTH_MAX) return '[cut]';
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redactValue(item, redaction, depth + 1));
  return redactObject(value, redaction, depth + 1);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
