/** Values that one condition looks at. Above it stands a list that nobody meant to search; what lies further on is not seen. */
const VALUES_MAX = 1_000;

/** Digits that can be the place of an element. */
const INDEX = /^\d{1,9}$/;

interface Search {
  readonly segments: readonly string[];
  readonly test: (value: unknown) => boolean;
  left: number;
}

/**
 * Whether a field of the view leads to a value that passes. As in MongoDB a list on the way stands for its
 * elements, of which one must do, unless the next name is a number and picks one; a list inside a list is not
 * entered without one. Only a value's own properties are read, so that no name leads into a prototype.
 */
export function someValue(view: unknown, segments: readonly string[], test: (value: unknown) => boolean): boolean {
  return search({ segments, test, left: VALUES_MAX }, view, 0);
}

function search(state: Search, value: unknown, depth: number): boolean {
  if (state.left <= 0) return false;
  state.left -= 1;
  const segment = state.segments[depth];
  if (segment === undefined) return state.test(value);
  if (Array.isArray(value) && !INDEX.test(segment)) return searchElements(state, value, depth);
  return hasOwn(value, segment) && search(state, value[segment], depth + 1);
}

function hasOwn(value: unknown, name: string): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

function searchElements(state: Search, list: readonly unknown[], depth: number): boolean {
  for (let index = 0; index < list.length && state.left > 0; index++) {
    const element = list[index];
    if (!Array.isArray(element) && search(state, element, depth)) return true;
  }
  return false;
}

/** Whether the value passes, or one of the elements when it is a list. */
export function itselfOrElement(value: unknown, test: (value: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return test(value);
  const length = Math.min(value.length, VALUES_MAX);
  for (let index = 0; index < length; index++) if (test(value[index])) return true;
  return false;
}
