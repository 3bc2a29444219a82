import { describe, expect, test } from 'vitest';
import type { GraphError, GraphResult } from '../../domain/graph.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import { connectNumber } from './connect-channel.ts';

const NUMBER = { wabaId: '10', phoneNumberId: '20', displayPhoneNumber: '+1 555-720-4418' };
const APP = '900';
const NUMBER_READ = 'GET 20';
const NUMBERS_READ = 'GET 10/phone_numbers';
const APPS_READ = 'GET 10/subscribed_apps';
const SUBSCRIBE = 'POST 10/subscribed_apps';

type Answers = Readonly<Record<string, GraphResult | readonly GraphResult[]>>;

const RIGHT: Answers = {
  [NUMBER_READ]: ok({ display_phone_number: '15557204418', throughput: { level: 'STANDARD' }, id: '20' }),
  [NUMBERS_READ]: ok({ data: [{ id: '19' }, { id: '20' }] }),
  [APPS_READ]: apps([APP]),
};

describe('connecting a number', () => {
  test('all is right: every step says so, and an app that is subscribed is not subscribed anew', async () => {
    const { connection, tokenWorks, asked } = await connect(RIGHT);
    expect(connection).toEqual({
      state: 'connected',
      checkedAtMs: 5_000,
      steps: [
        { step: 'number', ok: true, message: 'The token may use the number.', error: null },
        {
          step: 'subscribe',
          ok: true,
          message: 'The app was subscribed to the WhatsApp Business Account already.',
          error: null,
        },
        { step: 'subscribed_apps', ok: true, message: 'Meta lists the app as subscribed.', error: null },
      ],
      throughputPerSecond: 80,
    });
    expect(tokenWorks).toBe(true);
    expect(asked).toEqual([NUMBER_READ, NUMBERS_READ, APPS_READ]);
  });

  test('an app that is not subscribed is subscribed, and it is checked that Meta lists it', async () => {
    const { connection, asked } = await connect({
      ...RIGHT,
      [APPS_READ]: [apps(['1']), apps(['1', APP])],
      [SUBSCRIBE]: ok({ success: true }),
    });
    expect(connection.state).toBe('connected');
    expect(asked.slice(2)).toEqual([APPS_READ, SUBSCRIBE, APPS_READ]);
  });

  test('a token of another app subscribes that one: Meta does not list ours, and it says what to do', async () => {
    const { connection } = await connect({
      ...RIGHT,
      [APPS_READ]: [apps([]), apps(['777'])],
      [SUBSCRIBE]: ok({ success: true }),
    });
    expect(connection.state).toBe('failed');
    expect(connection.steps.map(({ step, ok: isOk }) => [step, isOk])).toEqual([
      ['number', true],
      ['subscribe', true],
      ['subscribed_apps', false],
    ]);
    expect(connection.steps[2]?.message).toContain('does not list the app 900 as subscribed (listed: 777)');
  });

  test.each([
    [APPS_READ, 'subscribed_apps'],
    [SUBSCRIBE, 'subscribe'],
  ])('%s may be refused: the step says with which error and which permission is missing', async (call, step) => {
    const error = graphError(200, 'Permissions error');
    const { connection } = await connect({ ...RIGHT, [APPS_READ]: apps([]), [call]: { kind: 'refused', error } });
    const last = connection.steps.at(-1);
    expect(connection.state).toBe('failed');
    expect(last).toMatchObject({ step, ok: false, error });
    expect(last?.message).toMatch(/^Meta refused with error 200: Permissions error\. .*whatsapp_business_management/);
  });

  test('a number that Meta does not show fails its step, and the subscription is looked at all the same', async () => {
    const error = graphError(100, 'Unsupported get request.');
    const { connection, tokenWorks } = await connect({ ...RIGHT, [NUMBER_READ]: { kind: 'refused', error } });
    expect(connection.steps.map(({ ok: isOk }) => isOk)).toEqual([false, true, true]);
    expect(connection.steps[0]?.message).toContain('Check phone_number_id');
    expect([connection.state, tokenWorks]).toEqual(['failed', true]);
  });

  test('a number of another WABA fails', async () => {
    const { connection } = await connect({ ...RIGHT, [NUMBERS_READ]: ok({ data: [{ id: '19' }] }) });
    expect(connection.state).toBe('failed');
    expect(connection.steps[0]?.message).toContain('not among those of the WhatsApp Business Account 10');
  });

  test.each([
    ['refuses the list of numbers', { kind: 'refused', error: graphError(100, 'x') }],
    ['has more numbers than it shows', ok({ data: [{ id: '19' }], paging: { next: 'https://…' } })],
    ['answers without a list', ok({})],
  ] as const)('where Meta %s, nothing is held against the number', async (_name, answer) => {
    expect((await connect({ ...RIGHT, [NUMBERS_READ]: answer })).connection.state).toBe('connected');
  });

  test.each([
    ['is expired', { kind: 'refused', error: graphError(190, 'Expired') }, 'the advice'],
    ['meets no Meta', { kind: 'unreachable', reason: 'Meta could not be reached.' }, '/connect'],
    ['gets no answer', { kind: 'unknown', reason: 'Meta gave no complete answer.' }, '/connect'],
  ] as const)('a token that %s ends it: nothing else is asked', async (_name, answer, told) => {
    const { connection, tokenWorks, asked } = await connect({ ...RIGHT, [NUMBER_READ]: answer });
    expect(asked).toEqual([NUMBER_READ]);
    expect(connection).toMatchObject({ state: 'failed', steps: [{ step: 'number', ok: false }] });
    expect(connection.steps[0]?.message).toContain(told);
    expect(tokenWorks).toBe(false);
  });

  test.each([
    ['HIGH', {}, 1_000],
    ['STANDARD', {}, 80],
    ['NOT_APPLICABLE', {}, null],
    ['STANDARD', { is_on_biz_app: true, platform_type: 'CLOUD_API' }, 20],
    ['STANDARD', { is_on_biz_app: false, platform_type: 'CLOUD_API' }, 80],
  ])('throughput %s with %j is %s messages a second', async (level, fields, perSecond) => {
    const body = { throughput: { level }, ...fields };
    const { connection } = await connect({ ...RIGHT, [NUMBER_READ]: ok(body) });
    expect(connection.throughputPerSecond).toBe(perSecond);
  });

  test('other digits than those of the channel are told of', async () => {
    const { connection } = await connect({ ...RIGHT, [NUMBER_READ]: ok({ display_phone_number: '4915100000000' }) });
    expect(connection.steps[0]).toMatchObject({ ok: true, message: expect.stringContaining('other digits') });
  });

  test('an override that leads elsewhere is told of, of the account and of the number', async () => {
    const elsewhere = 'https://other.example/webhooks/meta/900';
    const { connection } = await connect({
      ...RIGHT,
      [NUMBER_READ]: ok({ webhook_configuration: { phone_number: elsewhere } }),
      [APPS_READ]: apps([APP], elsewhere),
    });
    expect(connection.state).toBe('connected');
    for (const index of [0, 2]) expect(connection.steps[index]?.message).toContain(elsewhere);
  });

  test.each([
    ['https://hooks.example/p', 'https://hooks.example/p/webhooks/meta/900', true],
    ['https://hooks.example/p', 'https://hooks.example/webhooks/meta/900', false],
    ['https://hooks.example', 'https://hooks.example/webhooks/meta/901', false],
    [null, 'https://anything.example/p/webhooks/meta/900', true],
    [null, 'https://anything.example/', false],
    [null, 'nonsense', false],
  ])('with the public URL %s the override %s leads here: %s', async (publicUrl, override, isHere) => {
    const { connection } = await connect({ ...RIGHT, [APPS_READ]: apps([APP], override) }, publicUrl);
    expect(connection.steps[2]?.message.includes('do not come here')).toBe(!isHere);
  });

  test('everything together has 10 s', async () => {
    const { timeouts } = await connect(RIGHT, null, [5_000, 5_000, 9_000, 15_000, 15_000]);
    expect(timeouts).toEqual([10_000, 6_000, 1]);
  });
});

async function connect(
  answers: Answers,
  publicUrl: string | null = 'https://hooks.example',
  times: readonly number[] = [],
) {
  const asked: string[] = [];
  const timeouts: (number | undefined)[] = [];
  const counts = new Map<string, number>();
  const clock = [...times];
  const outcome = await connectNumber(
    {
      appId: APP,
      publicUrl,
      nowMs: () => clock.shift() ?? 5_000,
      ask: async ({ method, path, timeoutMs }) => {
        const call = `${method} ${path}`;
        asked.push(call);
        timeouts.push(timeoutMs);
        const answer = answers[call] ?? { kind: 'unreachable', reason: 'Nobody expected this call.' };
        const count = counts.get(call) ?? 0;
        counts.set(call, count + 1);
        return Array.isArray(answer) ? answer[count] : answer;
      },
    },
    NUMBER,
  );
  return { ...outcome, asked, timeouts };
}

function ok(body: JsonObject): GraphResult {
  return { kind: 'ok', body };
}

function apps(ids: readonly string[], override?: string): GraphResult {
  const data = ids.map((id) => ({
    whatsapp_business_api_data: { id, link: '', name: '' },
    ...(override === undefined ? {} : { override_callback_uri: override }),
  }));
  return ok({ data });
}

function graphError(code: number, title: string): GraphError {
  return {
    code,
    title,
    details: null,
    subcode: null,
    traceId: null,
    httpStatus: 400,
    retryable: false,
    advice: 'This is the advice.',
  };
}
