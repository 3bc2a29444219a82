import { describe, expect, test } from 'vitest';
import { decideSend } from './decide-send.ts';
import { graphError } from './test-support.ts';

const NEW = { tries: 0, ageMs: 0 };
const DAY_MS = 24 * 3_600_000;

test('a message that Meta names is accepted', () => {
  const body = { messaging_product: 'whatsapp', messages: [{ id: 'wamid.1' }] };
  expect(decideSend({ kind: 'ok', body }, NEW)).toEqual({ kind: 'accepted', wamid: 'wamid.1', response: body });
});

test.each([
  ['an answer that was lost', { kind: 'unknown', reason: 'It timed out.' } as const],
  ['a success that names no message', { kind: 'ok', body: { messages: [] } } as const],
])('%s is not sent again', (_what, result) => {
  expect(decideSend(result, NEW)).toEqual({ kind: 'unknown' });
});

describe('a refusal', () => {
  test('is final unless Meta may take it later', () => {
    const error = graphError(131_026);
    expect(decideSend({ kind: 'refused', error }, NEW)).toEqual({ kind: 'refused', error });
  });

  test.each([
    [130_429, 'number'],
    [80_007, 'number'],
    [4, 'number'],
    [131_056, 'pair'],
  ])('%i is for the %s to wait for', (code, after) => {
    expect(decideSend(throttled(code), NEW)).toEqual({ kind: 'again', after });
  });

  test('because of the number uses up no try, but is final after a day', () => {
    expect(decideSend(throttled(130_429), { tries: 50, ageMs: 0 })).toMatchObject({ kind: 'again' });
    expect(decideSend(throttled(130_429), { tries: 0, ageMs: DAY_MS })).toMatchObject({ kind: 'refused' });
  });

  test('that may pass is tried ten times, with waits that grow to an hour', () => {
    const waits = Array.from({ length: 10 }, (_, tries) => decideSend(throttled(131_000), { tries, ageMs: 0 }));
    expect(waits.map((decision) => ('waitMs' in decision ? decision.waitMs / 1_000 : decision.kind))).toEqual([
      ...[1, 4, 16, 64, 256, 1_024, 3_600, 3_600, 3_600],
      'refused',
    ]);
  });
});

test('a call that never reached Meta is made again, and told of in words when it never does', () => {
  const result = { kind: 'unreachable', reason: 'No connection.' } as const;
  expect(decideSend(result, NEW)).toEqual({ kind: 'again', after: 'wait', waitMs: 1_000 });
  expect(decideSend(result, { tries: 9, ageMs: 0 })).toMatchObject({
    kind: 'refused',
    error: { code: 131_016, details: 'Meta could not be reached.' },
  });
});

function throttled(code: number) {
  return { kind: 'refused', error: graphError(code, { retryable: true }) } as const;
}
