import type { Format } from '../endpoint.ts';
import type { EventOrigin } from '../event.ts';
import type { JsonSchema } from './schema.ts';

/** What a native type is called in one format. */
export interface NameInFormat {
  /** The event's name on the wire of that format. */
  readonly name: string;
  /** The format has no such event of its own: it is sent only to endpoints that list the native type itself. */
  readonly byName: boolean;
}

/** Null: the format cannot express the type. */
export type NamesByFormat = Readonly<Record<Format, NameInFormat | null>>;

/** One native event type: a row of CONTRACTS 8.1. */
export interface EventType {
  /** Native name, dotted noun.verb. */
  readonly type: string;
  /** What it tells, in one sentence for a person. */
  readonly words: string;
  /** What it is made from. */
  readonly from: string;
  readonly names: NamesByFormat;
  /** JSON Schema (2020-12) of `data` in the formats standard and cloudevents. */
  readonly dataSchema: JsonSchema;
  /** How the example comes into the world; it decides what `payload` is (see `Event.origin`). */
  readonly origin: EventOrigin;
  /** The example is about one person, whose phone the event carries. */
  readonly aboutPerson: boolean;
  /** Payload of the example, as if it had happened at that unix second. */
  readonly examplePayload: (atSeconds: number) => unknown;
}

/** Marks a type that a format carries only for endpoints that list it by its native name. */
export const BY_NAME: unique symbol = Symbol('by name');

/** The formats that have names of their own, as CONTRACTS 8.1 gives them. `same`: the native name. */
export interface NameRules {
  readonly xobito: string | typeof BY_NAME;
  readonly vobiz?: string;
  readonly vobizLegacy?: string;
  /** Meta's field. Absent: Meta has no such webhook. */
  readonly meta?: string;
}

/** Names of a type in every format. The native name stands in standard and cloudevents. */
export function namesInFormats(type: string, rules: NameRules): NamesByFormat {
  const own = { name: type, byName: false };
  return {
    standard: own,
    cloudevents: own,
    meta: nameOrNull(rules.meta),
    xobito: rules.xobito === BY_NAME ? { name: type, byName: true } : { name: rules.xobito, byName: false },
    vobiz: nameOrNull(rules.vobiz),
    'vobiz-legacy': nameOrNull(rules.vobizLegacy),
  };
}

/** The noun of a type, its first word: what `noun.*` in a subscription stands for. Lower case. */
export function nounOf(type: string): string {
  const dot = type.indexOf('.');
  return (dot === -1 ? type : type.slice(0, dot)).toLowerCase();
}

function nameOrNull(name: string | undefined): NameInFormat | null {
  return name === undefined ? null : { name, byName: false };
}
