import { PosthornError } from '@posthorn/server/domain/errors.ts';
import { type Config, describeConfig } from '@posthorn/server/platform/config/config.ts';
import { SETTINGS } from '@posthorn/server/platform/config/settings.ts';
import type { CommandContext } from '../commands/context.ts';
import { type Environment, readConfig } from '../environment.ts';
import { EXIT } from '../exit.ts';
import { formatTable, printJson } from '../output.ts';

type Source = 'environment' | 'file' | 'default';

interface ShownSetting {
  readonly variable: string;
  readonly value: string;
  readonly source: Source;
}

/** Prints the settings in effect, or every problem; for problems the exit code is that of a wrong configuration. */
export function checkConfig({ env, output, setExitCode }: CommandContext, json: boolean): void {
  const checked = check(env);
  if (checked.kind === 'invalid') {
    setExitCode(EXIT.usage);
    if (json) printJson(output, { ok: false, problems: checked.problems });
    else
      for (const line of ['The configuration is not valid:', ...checked.problems.map((each) => `- ${each}`)])
        output.note(line);
    return;
  }
  if (json) {
    const settings = checked.settings.map(({ variable, value, source }) => [variable, { value, source }]);
    printJson(output, { ok: true, settings: Object.fromEntries(settings) });
    return;
  }
  const rows = checked.settings.map(({ variable, value, source }) => [variable, value, source]);
  for (const line of formatTable(['SETTING', 'VALUE', 'FROM'], rows)) output.print(line);
  output.note('The configuration is valid.');
}

type Checked =
  | { readonly kind: 'valid'; readonly settings: readonly ShownSetting[] }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

function check(env: Environment): Checked {
  try {
    return { kind: 'valid', settings: showSettings(readConfig(env), env) };
  } catch (error) {
    if (!(error instanceof PosthornError) || error.code !== 'config_invalid') throw error;
    const lines = error.message.split('\n').filter((line) => line.startsWith('- '));
    return { kind: 'invalid', problems: lines.map((line) => line.slice(2)) };
  }
}

function showSettings(config: Config, env: Environment): ShownSetting[] {
  const described = describeConfig(config);
  return Object.entries(SETTINGS).map(([name, { env: variable }]) => ({
    variable,
    value: showValue(name, described[variable]),
    source: sourceOf(variable, env),
  }));
}

function sourceOf(variable: string, env: Environment): Source {
  if ((env[variable] ?? '') !== '') return 'environment';
  return (env[`${variable}_FILE`] ?? '') === '' ? 'default' : 'file';
}

function showValue(name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('Ms')) return showDuration(value);
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** In the unit that gives a whole number, as people write it: 608400000 ms is `169h`. */
function showDuration(valueMs: number): string {
  const seconds = valueMs / 1_000;
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const;
  const [unit, unitSeconds] = units.find(([, each]) => seconds % each === 0) ?? ['s', 1];
  return `${seconds / unitSeconds}${unit}`;
}
