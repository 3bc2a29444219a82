import { expect, test } from 'vitest';
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, passwordProblem } from './password.ts';

const OWNER = { email: 'Marguerite.Duras@example.com', name: 'Marguerite Duras' };

test.each([
  'seven bright kettles sing',
  'Tr0ubadour&3xyz',
  'ÄÖÜäöüßéèêëñ',
  '🎉🐧🦊🐙🌵🍄🎈🚲🧶🪁🧩🥨',
  `${'a'.repeat(PASSWORD_CHARS_MIN - 1)}b`,
  'marguerite duras likes tea',
])('takes %s', (password) => {
  expect(passwordProblem(password, OWNER)).toBeNull();
});

test.each([
  ['elevenchars', /at least 12/],
  ['🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂', /at least 12/],
  [`${'long '.repeat(51)}xx`, /at most 256/],
  ['marguerite.duras@EXAMPLE.com', /your own/],
  ['Marguerite.Duras', /your own/],
  ['Marguerite Duras', /your own/],
  ['marguerite durasmarguerite duras', /your own/],
  ['Password1234', /among the first/],
  ['aaaaaaaaaaaa', /among the first/],
  ['12341234123412341234', /among the first/],
])('refuses %s', (password, words) => {
  expect(passwordProblem(password, OWNER)).toMatch(words);
});

test('counts characters and not bytes, and one letter once however it was typed', () => {
  const decomposed = 'e\u0301'.repeat(11);
  expect(passwordProblem(decomposed, OWNER)).toMatch(/at least 12/);
  expect(passwordProblem(`${'ä'.repeat(128)}${'ö'.repeat(128)}`, OWNER)).toBeNull();
  expect(PASSWORD_CHARS_MAX).toBe(256);
});
