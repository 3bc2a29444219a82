import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spellingsOf } from '../../domain/phone.ts';
import { createRedactor, ERASED_MARK, redactSeam } from './redact.ts';

const PHONE = '4915170023456';
const BSUID = 'DE.1314567890';
const EMAIL = 'mira@example.com';
const redactor = createRedactor({ phones: [PHONE], bsuids: [BSUID], emails: [EMAIL] });

describe('a redactor', () => {
  test.each([
    ['digits', PHONE],
    ['E.164', `+${PHONE}`],
    ['an international prefix', `00${PHONE}`],
    ['the prefix of North America', `011${PHONE}`],
    ['spaces', '+49 151 7002 3456'],
    ['brackets and hyphens', '(+49) 151-700-23-456'],
    ['the 0 that is left out from abroad', '+49 (0) 151 70023456'],
    ['an encoded URL', `%2B${PHONE}`],
    ['an encoded space before it', `%20${PHONE}`],
    ['JSON that escapes the plus', `\\u002B${PHONE}`],
    ['a BSUID', BSUID],
    ['an e-mail address in another case', 'Mira@Example.COM'],
    ['an encoded e-mail address', 'mira%40example.com'],
  ])('finds %s', (_, text) => {
    expect(redactor.mentions(text)).toBe(true);
    expect(redactor.mentions(redactor.redactText(`call ${text} today`))).toBe(false);
    expect(redactor.redactText(`call ${text} today`)).toMatch(/^call .*\[erased\] today$/);
  });

  test.each([
    ['a longer number', `${PHONE}7`],
    ['a number that ends with it', `1${PHONE}`],
    ['another number', '4915170023457'],
    ['a longer BSUID', `${BSUID}1`],
    ['a BSUID with one more part', `${BSUID}.2`],
    ['a BSUID inside of a word', `A${BSUID}`],
    ['an address that ends with it', `el${EMAIL}`],
    ['an address of a longer domain', `${EMAIL}.au`],
  ])('leaves %s', (_, text) => {
    expect(redactor.mentions(text)).toBe(false);
    expect(redactor.redactText(text)).toBe(text);
  });

  test('knows nobody by what is too short to be anybody’s', () => {
    const short = createRedactor({ phones: ['123456'], bsuids: ['DE.1'], emails: ['a@b.c'] });
    expect(short.mentions('123456 DE.1 a@b.c')).toBe(false);
    expect(createRedactor({ phones: [], bsuids: [], emails: [] }).mentions('')).toBe(false);
  });

  test('takes the person out of texts, keys and numbers of JSON and leaves the rest', () => {
    const value = { to: PHONE, [PHONE]: [1, Number(PHONE), { note: `from +${PHONE}`, at: 1_781_000_400, no: null }] };
    expect(redactor.redactJson(value)).toEqual({
      value: {
        to: ERASED_MARK,
        [ERASED_MARK]: [1, ERASED_MARK, { note: `from ${ERASED_MARK}`, at: 1_781_000_400, no: null }],
      },
    });
  });

  test('keeps what stands under keys that become the same one', () => {
    const value = { [PHONE]: 1, [`+${PHONE}`]: 2, [ERASED_MARK]: 3, __proto__: 4 };
    expect(Object.values(redactor.redactJson(value)?.value as object).toSorted()).toEqual([1, 2, 3]);
    const own = JSON.parse(`{"__proto__": "${PHONE}"}`);
    expect(JSON.stringify(redactor.redactJson(own)?.value)).toBe(`{"__proto__":"${ERASED_MARK}"}`);
  });

  test('gives up on JSON that is too deep, so that all of it goes', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}"${PHONE}"${']'.repeat(5_000)}`);
    expect(redactor.redactJson(deep)).toBeNull();
  });

  test('leaves no JSON that mentions the person, and leaves JSON that does not as it is', () => {
    const mention = fc.constantFrom(PHONE, `+${PHONE}`, BSUID, EMAIL, '+49 151 70023456', Number(PHONE));
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      mention,
    );
    const text = fc.tuple(fc.string(), mention, fc.string()).map((parts) => parts.join(' '));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(leaf, text),
        fc.array(tie('tree')),
        fc.dictionary(fc.oneof(fc.string(), text), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (made) => {
        const value = JSON.parse(JSON.stringify(made));
        const redacted = redactor.redactJson(value);
        expect(redactor.mentions(JSON.stringify(redacted?.value ?? null))).toBe(false);
        if (!redactor.mentions(JSON.stringify(value))) expect(redacted).toEqual({ value });
        if (redacted !== null) expect(redactor.redactJson(redacted.value)).toEqual(redacted);
      }),
    );
  });

  test('finds the person where a text is cut in two, wherever that is', () => {
    const text = `Mira,+${PHONE},x\nBo,+46705550177,y`;
    for (let cut = 0; cut <= text.length; cut++) {
      const [left, right] = redactSeam(redactor, text.slice(0, cut), text.slice(cut));
      expect(redactor.redactText(left) + redactor.redactText(right)).toBe(`Mira,${ERASED_MARK},x\nBo,+46705550177,y`);
    }
  });

  test.each([
    ['5511987654321', ['5511987654321', '551187654321']],
    ['551187654321', ['551187654321', '5511987654321']],
    ['5215512345678', ['5215512345678', '525512345678']],
    ['5491123456789', ['5491123456789', '541123456789']],
  ])('finds %s under both spellings', (digits, spellings) => {
    const both = createRedactor({ phones: spellingsOf(digits), bsuids: [], emails: [] });
    for (const spelling of spellings) expect(both.mentions(`+${spelling}`)).toBe(true);
  });
});
