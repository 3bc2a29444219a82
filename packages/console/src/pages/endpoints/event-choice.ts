import type { EventType, Format } from './endpoint-types.ts';

/** A type as one format can express it. */
export interface ChoosableType {
  readonly type: string;
  /** Its name on the wire. */
  readonly wireName: string;
  /** Wildcards leave it out: it has to be chosen by itself. */
  readonly isByName: boolean;
  readonly description: string;
}

/** The types of one noun. A family (`custom.*`) has none: it is chosen as a whole. */
export interface TypeGroup {
  readonly noun: string;
  readonly types: readonly ChoosableType[];
}

/** The event types of an endpoint, as the API takes them: exact ones, `noun.*` and `*`. */
export type EventChoice = readonly string[];

const ALL = '*';
const wildcardOf = (noun: string) => `${noun}.*`;
const nounOf = (type: string) => type.slice(0, type.indexOf('.'));

/** The catalogue by noun, as far as a format can express it. */
export function groupTypes(catalogue: readonly EventType[], format: Format): readonly TypeGroup[] {
  const groups = new Map<string, ChoosableType[]>();
  for (const { type, formats, description } of catalogue) {
    const shown = formats[format];
    if (shown === null || shown === undefined) continue;
    const types = groups.get(nounOf(type)) ?? [];
    groups.set(nounOf(type), types);
    if (type.endsWith('.*')) continue;
    types.push({ type, wireName: shown.name, isByName: shown.by_name, description });
  }
  return [...groups].map(([noun, types]) => ({ noun, types }));
}

/** Whether an endpoint with this choice gets the type. */
export function isChosen(choice: EventChoice, { type, isByName }: Pick<ChoosableType, 'type' | 'isByName'>): boolean {
  if (choice.includes(type)) return true;
  return !isByName && (choice.includes(ALL) || choice.includes(wildcardOf(nounOf(type))));
}

/** How much of a noun is chosen. */
export function standingOf(choice: EventChoice, { noun, types }: TypeGroup): 'all' | 'some' | 'none' {
  const isWild = choice.includes(ALL) || choice.includes(wildcardOf(noun));
  if (types.length === 0) return isWild ? 'all' : 'none';
  const count = types.filter((type) => isChosen(choice, type)).length;
  if (count === types.length || (isWild && types.some(({ isByName }) => !isByName))) return 'all';
  return count === 0 ? 'none' : 'some';
}

/** Chooses every type of a noun, also later ones, or none of them. */
export function chooseNoun(
  choice: EventChoice,
  { groups, noun, isOn }: { readonly groups: readonly TypeGroup[]; readonly noun: string; readonly isOn: boolean },
): EventChoice {
  const others = spread(choice, groups).filter((one) => nounOf(one) !== noun);
  if (!isOn) return others;
  const group = groups.find((one) => one.noun === noun);
  const byName = group?.types.filter(({ isByName }) => isByName).map(({ type }) => type) ?? [];
  const isWildUseful = group === undefined || group.types.length === 0 || byName.length < group.types.length;
  return [...others, ...(isWildUseful ? [wildcardOf(noun)] : []), ...byName];
}

/** Chooses one type, or takes it out of what is chosen: a wildcard becomes what is left of it. */
export function chooseType(
  choice: EventChoice,
  { groups, type, isOn }: { readonly groups: readonly TypeGroup[]; readonly type: string; readonly isOn: boolean },
): EventChoice {
  if (isOn) return choice.includes(type) ? choice : [...choice, type];
  const noun = nounOf(type);
  const before = spread(choice, groups);
  if (!before.includes(wildcardOf(noun))) return before.filter((one) => one !== type);
  const rest = groups.find((group) => group.noun === noun)?.types.filter(({ isByName }) => !isByName) ?? [];
  const kept = new Set([...before.filter((one) => one !== wildcardOf(noun)), ...rest.map((one) => one.type)]);
  kept.delete(type);
  return [...kept];
}

/** Leaves out what a format cannot express, so that a change of the format can be saved. */
export function fitChoice(choice: EventChoice, groups: readonly TypeGroup[]): EventChoice {
  return choice.filter((one) => {
    if (one === ALL) return true;
    const group = groups.find(({ noun }) => noun === nounOf(one));
    if (group === undefined) return false;
    if (!one.endsWith('.*')) return group.types.some(({ type }) => type === one) || group.types.length === 0;
    return group.types.length === 0 || group.types.some(({ isByName }) => !isByName);
  });
}

/** `*` written out as its nouns. */
function spread(choice: EventChoice, groups: readonly TypeGroup[]): EventChoice {
  if (!choice.includes(ALL)) return choice;
  const nouns = groups.filter(({ types }) => types.length === 0 || types.some(({ isByName }) => !isByName));
  return [...new Set([...choice.filter((one) => one !== ALL), ...nouns.map(({ noun }) => wildcardOf(noun))])];
}
