import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { toCurl } from './curl.ts';

const BODY = `{"text":"it's $HOME \\\\ \`id\` – 👋\n\\"x\\""}`;

test('a shell reads back exactly the body and the headers', () => {
  const command = toCurl({ url: 'https://a.example/x?y=1', headers: { 'webhook-id': "evt_'1" }, body: BODY });
  const shown = execFileSync('sh', ['-c', `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${command}`]);
  expect(String(shown).split('\0').slice(0, -1)).toEqual([
    ...['-X', 'POST', 'https://a.example/x?y=1', '-H', "webhook-id: evt_'1", '--data-binary', BODY],
  ]);
});

test('values that are not known are placeholders, and the command says so', () => {
  const command = toCurl({ url: 'https://a.example/', headers: { authorization: '••••••' }, body: '{}' });
  expect(command).not.toContain('•');
  expect(command).toMatch(/^# Values .*\ncurl /);
});
