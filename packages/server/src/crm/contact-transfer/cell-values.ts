const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
]);

/** Reads `1`, `true`, `yes`, `0`, `false`, `no` in any case. Null: it is none of them. */
export function readFlag(text: string): boolean | null {
  return FLAGS.get(text.trim().toLowerCase()) ?? null;
}

/** Reads a number in the form of JSON. Null: it is none. */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

/** Items of a cell, separated by `;` or `,`. One in double quotes may hold these, and a quote as two. Empty ones are left out. */
export function splitList(text: string): string[] {
  const items = text.match(/\s*"(?:[^"]|"")*"\s*(?=[;,]|$)|[^;,]+/g) ?? [];
  return items.map(unquote).filter((item) => item !== '');
}

/** The cell that `splitList` reads as these items, as long as none has white space around it. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => (/[;,"]/.test(item) ? `"${item.replaceAll('"', '""')}"` : item)).join(';');
}

function unquote(item: string): string {
  const trimmed = item.trim();
  const inner = /^"((?:[^"]|"")*)"$/.exec(trimmed)?.[1];
  return inner === undefined ? trimmed : inner.replaceAll('""', '"').trim();
}
