/** Ten times as deep as any body of Meta's. Writing deeper JSON again would run out of stack. */
export const META_BODY_DEPTH_MAX = 100;

export type ParsedMetaBody =
  | { readonly kind: 'json'; readonly body: unknown; readonly text: string }
  | { readonly kind: 'unreadable' };

/**
 * Parses the raw bytes of a verified body. `unreadable` when they are not JSON, or JSON nested deeper than the
 * bound: signed all the same, so kept in quarantine as text and answered with 200, never with an error.
 */
export function parseMetaBody(rawBody: Buffer): ParsedMetaBody {
  try {
    const text = rawBody.toString('utf8');
    const body: unknown = JSON.parse(text);
    return isDeeperThan(body, META_BODY_DEPTH_MAX) ? { kind: 'unreadable' } : { kind: 'json', body, text };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'unreadable' };
    throw error;
  }
}

/** Looks at the parsed value and not at the bytes: half the time, and the parser itself needs no stack. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const element of value) if (isDeeperThan(element, levels - 1)) return true;
    return false;
  }
  for (const key in value) {
    if (isDeeperThan((value as Record<string, unknown>)[key], levels - 1)) return true;
  }
  return false;
}
