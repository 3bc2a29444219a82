import { PosthornError } from '../../domain/errors.ts';
import { type Config, DATA_DIR_PLACEHOLDER, SETTINGS, type Setting } from './settings.ts';

export type { Config, LogLevel } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a file as text. Throws when it cannot. */
export type ReadFile = (path: string) => string;

type AnySetting = Setting<unknown, string | null>;

const OURS = 'POSTHORN_';
const FILE_SUFFIX = '_FILE';
/** Kubernetes puts these into every container beside a Service called posthorn. They are not meant for us. */
const KUBERNETES_SERVICE = /^POSTHORN_(SERVICE_(HOST|PORT)|PORT_\d+_)/;

const ENTRIES = Object.entries(SETTINGS) as readonly (readonly [keyof Config, AnySetting])[];

/**
 * Works the settings out from the environment, once, at start. Each variable may be given as `…_FILE`
 * as well, with the path of a file that holds the value. An empty variable is one that is not set.
 *
 * @param readFile Reads the files of `…_FILE` variables.
 * @returns A frozen object.
 * @throws PosthornError `config_invalid` that names every wrong variable at once, and no value: a
 *   value may be a secret, in a variable where it does not belong too.
 */
export function loadConfig(env: Environment, readFile: ReadFile): Config {
  const problems = findUnknown(env);
  const texts = readTexts({ env, readFile, problems });
  const config = parseTexts(texts, problems);
  if (isPostgres(config) && !texts.has('encryptionKeys')) {
    problems.push(`${SETTINGS.encryptionKeys.env} must be set with PostgreSQL, to the same key on every node`);
  }
  if (texts.has('notifySmtpUrl') && !(texts.has('notifyFrom') && texts.has('notifyTo'))) {
    problems.push(
      `${SETTINGS.notifyFrom.env} and ${SETTINGS.notifyTo.env} must be set with ${SETTINGS.notifySmtpUrl.env}`,
    );
  }
  if (problems.length > 0) {
    throw new PosthornError(
      'config_invalid',
      `The configuration is not valid:\n${problems.map((line) => `- ${line}.`).join('\n')}`,
    );
  }
  return Object.freeze(config) as Config;
}

/** What the log line of the start shows, by variable. Secrets only as set or not set. */
export function describeConfig(config: Config): Record<string, unknown> {
  return Object.fromEntries(ENTRIES.map(([name, entry]) => [entry.env, describeValue(entry, config[name])]));
}

function findUnknown(env: Environment): string[] {
  const known = new Set<string>(ENTRIES.flatMap(([, { env: variable }]) => [variable, variable + FILE_SUFFIX]));
  return Object.keys(env)
    .filter((variable) => variable.startsWith(OURS) && !known.has(variable) && !KUBERNETES_SERVICE.test(variable))
    .map((variable) => `${variable} is not a setting`);
}

interface Reading {
  readonly env: Environment;
  readonly readFile: ReadFile;
  /** Grows. */
  readonly problems: string[];
}

/** The texts of all settings that are set. A wrong one is in the map too, as null. */
function readTexts(reading: Reading): Map<keyof Config, string | null> {
  const texts = new Map<keyof Config, string | null>();
  for (const [name, { env: variable }] of ENTRIES) {
    const direct = reading.env[variable] ?? '';
    const path = reading.env[variable + FILE_SUFFIX] ?? '';
    if (direct !== '' && path !== '')
      reading.problems.push(`${variable} and ${variable}${FILE_SUFFIX} are both set; one is enough`);
    else if (direct !== '') texts.set(name, direct);
    else if (path !== '') texts.set(name, readTextFile(reading, { variable: variable + FILE_SUFFIX, path }));
  }
  return texts;
}

function readTextFile(
  { readFile, problems }: Reading,
  file: { readonly variable: string; readonly path: string },
): string | null {
  try {
    const text = readFile(file.path).replace(/\r?\n$/, '');
    if (text !== '') return text;
    problems.push(`${file.variable} names an empty file`);
  } catch (error) {
    problems.push(`${file.variable} names a file that cannot be read (${codeOf(error)})`);
  }
  return null;
}

function parseTexts(
  texts: ReadonlyMap<keyof Config, string | null>,
  problems: string[],
): Partial<Record<keyof Config, unknown>> {
  const dataDir = texts.get('dataDir') ?? SETTINGS.dataDir.fallback;
  const config: Partial<Record<keyof Config, unknown>> = {};
  for (const [name, { env: variable, parse, fallback, expects }] of ENTRIES) {
    const text = texts.has(name) ? texts.get(name) : fallback?.replace(DATA_DIR_PLACEHOLDER, () => dataDir);
    const value = text === null || text === undefined ? null : parse(text);
    if (typeof text === 'string' && value === null) problems.push(`${variable} must be ${expects}`);
    config[name] = value;
  }
  return config;
}

function isPostgres(config: Partial<Record<keyof Config, unknown>>): boolean {
  return typeof config.databaseUrl === 'string' && config.databaseUrl.startsWith('postgres');
}

function describeValue({ secret }: AnySetting, value: unknown): unknown {
  if (value === null) return '(not set)';
  if (secret === undefined) return value;
  return secret === true ? '(set)' : secret(value);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error';
}
