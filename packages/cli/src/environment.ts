import { readFileSync } from 'node:fs';
import { type Config, loadConfig } from '@posthorn/server/platform/config/config.ts';

/** The environment of the process, as `main` hands it to the commands. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws PosthornError `config_invalid` that names every problem. */
export function readConfig(env: Environment): Config {
  return loadConfig(env, (path) => readFileSync(path, 'utf8'));
}
