import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SETTINGS } from './settings.ts';
import { settingsReference } from './settings-reference.ts';

const PAGE = fileURLToPath(new URL('../../../../../docs/reference/configuration.md', import.meta.url));

test('the page in docs/reference says what the table of settings says', async () => {
  await expect(settingsReference()).toMatchFileSnapshot(PAGE);
});

test('has one row of three cells for every setting', () => {
  const rows = settingsReference()
    .split('\n')
    .filter((line) => line.startsWith('| `POSTHORN_'));
  expect(rows).toHaveLength(Object.keys(SETTINGS).length);
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
});
