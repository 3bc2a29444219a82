import { WebhookVerificationError } from './verification-error.ts';

/** Headers as `node:http` and its frameworks have them, or as the web's `Headers`. */
export type WebhookHeaders =
  | { readonly get: (name: string) => string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads one header, whatever the case of its name. Null when it is missing.
 *
 * @param name In lower case.
 * @throws WebhookVerificationError `header_missing` when it is there more than once: nobody could say
 *   which of them was meant.
 */
export function findHeader(headers: WebhookHeaders, name: string): string | null {
  const values = isHeaders(headers) ? [headers.get(name)] : listValues(headers, name);
  const given = values.filter((value) => typeof value === 'string');
  if (given.length > 1) throw new WebhookVerificationError('header_missing', `There is more than one ${name} header.`);
  return given[0]?.trim() ?? null;
}

/** Reads a header that must be there. @throws WebhookVerificationError `header_missing`. */
export function requireHeader(headers: WebhookHeaders, name: string): string {
  const value = findHeader(headers, name);
  if (value !== null && value !== '') return value;
  throw new WebhookVerificationError('header_missing', `The ${name} header is missing.`);
}

function isHeaders(headers: WebhookHeaders): headers is { readonly get: (name: string) => string | null } {
  return typeof headers.get === 'function';
}

function listValues(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  name: string,
): (string | undefined)[] {
  return Object.keys(headers)
    .filter((key) => key.toLowerCase() === name)
    .flatMap((key) => headers[key]);
}
