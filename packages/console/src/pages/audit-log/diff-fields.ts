/** One field on both sides of a change. Undefined: it was not there. */
export interface FieldDiff {
  /** Names of fields with dots between: `settings.opt_out_words`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** How deep objects are taken apart. What lies deeper is compared as a whole. */
const DEPTH_MAX = 4;
/** Fields that are shown. An entry is bounded by the API; this is for what other versions may write. */
const FIELDS_MAX = 200;

/** What is different between the two sides of a change, field by field. Lists are compared as a whole. */
export function diffFields(before: unknown, after: unknown): readonly FieldDiff[] {
  return diff({ path: '', before, after }, 0).slice(0, FIELDS_MAX);
}

function diff(field: FieldDiff, depth: number): readonly FieldDiff[] {
  const { before, after, path } = field;
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const isRoot = path === '';
  if (
    depth >= DEPTH_MAX ||
    !(isObject(before) || isObject(after)) ||
    (!isRoot && !(isObject(before) && isObject(after)))
  ) {
    return isRoot ? [] : [field];
  }
  const one = isObject(before) ? before : {};
  const other = isObject(after) ? after : {};
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) =>
    diff({ path: isRoot ? name : `${path}.${name}`, before: one[name], after: other[name] }, depth + 1),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
