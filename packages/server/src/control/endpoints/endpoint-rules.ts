import type { Format, FormatOptions, SigningSecrets } from '../../domain/endpoint.ts';
import { type FieldProblem, PosthornError } from '../../domain/errors.ts';

/** What stands in answers in place of a header's value. */
export const MASKED_VALUE = '********';

type Headers = Readonly<Record<string, string>>;

/** Formats that an option means something in. An option that would do nothing is refused, not ignored. */
const FORMATS_BY_OPTION: Readonly<
  Record<Exclude<keyof FormatOptions, 'asymmetric' | 'emit_implied'>, readonly Format[]>
> = {
  raw: ['standard', 'cloudevents'],
  original: ['xobito'],
  payload: ['vobiz'],
};

/** @throws PosthornError `unprocessable` that names each option which the format does not have. */
export function checkFormatOptions(format: Format, options: FormatOptions): void {
  const fields = Object.entries(FORMATS_BY_OPTION).flatMap(([option, formats]): readonly FieldProblem[] => {
    if (options[option as keyof FormatOptions] === undefined || formats.includes(format)) return [];
    const message = `The format ${format} has no option ${option}; ${formats.join(' and ')} has it. Leave it out.`;
    return [{ pointer: `/format_options/${option}`, message }];
  });
  if (fields.length > 0)
    throw new PosthornError('unprocessable', 'The format options do not fit the format.', { fields });
}

/** @throws PosthornError `unprocessable` when a format that is never challenged is given a verify token. */
export function checkVerifyToken(format: Format, verifyToken: string | null): void {
  if (verifyToken === null || format === 'meta') return;
  throw new PosthornError('unprocessable', 'Only endpoints of format meta are asked for a verify token.', {
    fields: [{ pointer: '/verify_token', message: 'Leave it out, or use the format meta.' }],
  });
}

/**
 * Sets and removes headers by name, whatever the case of the name. The mask is refused as a value: it
 * comes from an answer that was sent back, and would take the place of the real value.
 *
 * @param patch Null removes all; a value of null removes one.
 * @throws PosthornError `unprocessable` for a value that is the mask.
 */
export function mergeHeaders(
  current: Headers,
  patch: Readonly<Record<string, string | null>> | null,
): Readonly<Record<string, string>> {
  if (patch === null) return {};
  refuseMaskedValues(patch);
  const names = new Set(Object.keys(patch).map((name) => name.toLowerCase()));
  const kept = Object.entries(current).filter(([name]) => !names.has(name.toLowerCase()));
  const set = Object.entries(patch).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries([...kept, ...set]);
}

/** The headers as answers show them. */
export function maskHeaders(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, MASKED_VALUE]));
}

interface SecretRotation {
  readonly secret: string;
  /** How long the secret so far stays in use beside the new one. 0: not at all. */
  readonly overlapSeconds: number;
  readonly nowMs: number;
}

/**
 * Takes a new signing secret into use (CONTRACTS 8, "Rotation"). Two are in use at most: rotating
 * within an overlap ends the older one at once.
 *
 * @throws PosthornError `unprocessable` when the new secret is the one in use.
 */
export function rotateSigningSecret(secrets: SigningSecrets, rotation: SecretRotation): SigningSecrets {
  const { secret, overlapSeconds, nowMs } = rotation;
  if (secret === secrets.current) {
    throw new PosthornError('unprocessable', 'This is the signing secret in use.', {
      fields: [{ pointer: '/secret', message: 'Give another one, or none to have one made.' }],
    });
  }
  if (overlapSeconds === 0) return { current: secret, previous: null, previousUntilMs: null };
  return { current: secret, previous: secrets.current, previousUntilMs: nowMs + overlapSeconds * 1000 };
}

function refuseMaskedValues(patch: Readonly<Record<string, string | null>>): void {
  const fields = Object.entries(patch)
    .filter(([, value]) => value === MASKED_VALUE)
    .map(([name]) => ({
      pointer: `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message: 'This is the mask, not the value. Leave the header out to keep it.',
    }));
  if (fields.length > 0) throw new PosthornError('unprocessable', 'A masked value cannot be sent back.', { fields });
}
