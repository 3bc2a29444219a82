import { isDeepStrictEqual } from 'node:util';
import { type Config, SETTINGS, type Setting } from './settings.ts';

/** A setting as it is told of outside: never a secret one. */
export interface ShownSetting {
  readonly variable: string;
  /** In the form of the variable. Null: it is not set. */
  readonly value: string | null;
  /** It has the value that it would have without the variable. */
  readonly isDefault: boolean;
  readonly description: string;
}

/** Settings that concern the workspaces of a gateway and may be seen by their members. */
const SHOWN = [
  'publicUrl',
  'retentionMs',
  'mediaRetentionMs',
  'auditRetentionMs',
  'mediaBytesMax',
  'metaReplayWindowMs',
  'egressAllow',
  'egressAllowHttp',
  'egressIps',
  'metaGraphVersion',
  'simulator',
] as const satisfies readonly (keyof Config)[];

/** The settings that members of a workspace may see, in the order in which they are shown. */
export function showSettings(config: Pick<Config, (typeof SHOWN)[number]>): readonly ShownSetting[] {
  return SHOWN.map((name) => {
    const setting: Pick<Setting<unknown, string | null>, 'env' | 'fallback' | 'doc' | 'parse'> = SETTINGS[name];
    const { env: variable, fallback, doc: description, parse } = setting;
    const value = config[name];
    const isDefault = isDeepStrictEqual(value, fallback === null ? null : parse(fallback));
    return { variable, value: toText(name, value), isDefault, description };
  });
}

function toText(name: string, value: unknown): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'number' && name.endsWith('Ms') ? toDuration(value) : String(value);
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** In the largest unit that it is a whole number of. */
function toDuration(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, each]) => ms % each === 0) ?? (['s', 1_000] as const);
  return `${ms / unitMs}${unit}`;
}
