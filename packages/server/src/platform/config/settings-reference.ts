import { SETTINGS } from './settings.ts';

/** The page `docs/reference/configuration.md`, in Markdown, from the table of settings. */
export function settingsReference(): string {
  const rows = Object.values(SETTINGS).map(
    ({ env, fallback, doc, expects }) =>
      `| \`${env}\` | ${fallback === null ? 'not set' : `\`${fallback}\``} | ${escapeCell(`${doc} Must be ${expects}.`)} |`,
  );
  return `${[...HEAD, ...rows].join('\n')}\n`;
}

const HEAD = [
  '# Configuration',
  '',
  '<!-- Generated from packages/server/src/platform/config/settings.ts. `npx vitest run settings-reference -u` writes it again. -->',
  '',
  'Posthorn reads its settings from the environment, once, when it starts.',
  '',
  '- Each variable can be given as `…_FILE` instead, with the path of a file that holds the value: `POSTHORN_ROOT_API_KEY_FILE=/run/secrets/root-key`.',
  '  Giving both is a mistake.',
  '- An empty variable is one that is not set.',
  '- Durations are a whole number and a unit: `90s`, `15m`, `169h`, `30d`.',
  '- A wrong value, or a `POSTHORN_…` variable that does not exist, stops the start. Every problem is named at once, and no value is shown.',
  '',
  '| variable | default | what it does |',
  '|---|---|---|',
];

/** A bar would end the cell, and what stands between angle brackets would be taken for HTML. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
