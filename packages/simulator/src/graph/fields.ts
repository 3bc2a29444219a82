/** The fields that `?fields=a,b` asks for, or the default ones. What has no value is left out. */
export function pickFields(
  all: Readonly<Record<string, unknown>>,
  query: URLSearchParams,
  defaults: readonly string[] = Object.keys(all),
): Readonly<Record<string, unknown>> {
  const asked = query.get('fields')?.split(',') ?? defaults;
  const known = asked.map((name) => name.trim()).filter((name) => Object.hasOwn(all, name));
  return Object.fromEntries(known.map((name) => [name, all[name]]));
}
