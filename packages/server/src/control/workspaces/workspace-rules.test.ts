import { describe, expect, test } from 'vitest';
import { DEFAULT_WORKSPACE_SETTINGS } from '../../domain/workspace.ts';
import { changeFields, checkSubdomain } from './workspace-rules.ts';

const BEFORE = { serial: 7, name: 'Acme', subdomain: 'w7', settings: DEFAULT_WORKSPACE_SETTINGS };

describe('the subdomain of a workspace', () => {
  test.each(['messaging', 'webhooks', 'w1', 'w70'])('is not %s', (subdomain) => {
    expect(() => checkSubdomain(subdomain, 7)).toThrow(
      expect.objectContaining({ code: 'unprocessable', fields: [expect.objectContaining({ pointer: '/subdomain' })] }),
    );
  });

  test('may be the own default again, and words that only look like one', () => {
    for (const subdomain of ['w7', 'w7a', 'ww7', 'messaging-2']) checkSubdomain(subdomain, 7);
    expect(() => checkSubdomain('w7', null)).toThrow(expect.objectContaining({ code: 'unprocessable' }));
  });
});

describe('a change of a workspace', () => {
  test('leaves what it does not name, setting by setting', () => {
    expect(changeFields(BEFORE, { settings: { defaultCountry: 'BR' } })).toEqual({
      name: 'Acme',
      subdomain: 'w7',
      settings: { ...DEFAULT_WORKSPACE_SETTINGS, defaultCountry: 'BR' },
    });
    expect(changeFields(BEFORE, {})).toEqual({ name: 'Acme', subdomain: 'w7', settings: DEFAULT_WORKSPACE_SETTINGS });
  });

  test.each([
    [{ optOutWords: ['Quit', 'start'] }, '/settings/opt_out_words/1'],
    [{ optInWords: ['go', 'Stop'] }, '/settings/opt_out_words/0'],
  ])('is refused when a word would be in both lists: %j', (settings, pointer) => {
    expect(() => changeFields(BEFORE, { settings })).toThrow(
      expect.objectContaining({ code: 'unprocessable', fields: [expect.objectContaining({ pointer })] }),
    );
  });

  test('may swap the words', () => {
    const settings = { optOutWords: ['START'], optInWords: ['STOP'] };
    expect(changeFields(BEFORE, { settings }).settings).toMatchObject(settings);
  });
});
