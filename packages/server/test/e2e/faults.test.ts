import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import {
  type Answer,
  behind,
  createGate,
  drip,
  endless,
  redirectTo,
  reset,
  withRetryAfter,
  withStatus,
} from './support/answers.ts';
import { api } from './support/api.ts';
import { waitForAttempts } from './support/attempts.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from './support/receiver.ts';
import { addChannel, addEndpoint, createWorkspace, registerMetaApp, type TestWorkspace } from './support/world.ts';

/** Waits of one second and a time-out of one second: the shortest there are. */
const QUICK_RETRY = { delays_seconds: [1, 1], timeout_seconds: 1 };
const OK = withStatus(200);

describe.each(STORES)('receivers that misbehave, on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let bystander: Receiver;
  let workspace: TestWorkspace;
  const endpointIds = new Map<string, string>();
  const held = createGate();

  /** One endpoint each, and the answers it gives in turn. One event goes to all of them at the same time. */
  const scripts = (): Readonly<Record<string, readonly Answer[]>> => ({
    '/fails-twice': [withStatus(500), withStatus(502), OK],
    '/fails-always': [withStatus(500), withStatus(500), withStatus(500)],
    '/gone': [withStatus(410)],
    '/redirects': [redirectTo(`${bystander.url}/elsewhere`), OK],
    '/resets-in-body': [reset('in_body'), OK],
    '/resets': [reset(), OK],
    '/drips': [drip(50), OK],
    '/never-ends': [endless(), OK],
    '/asks-to-wait': [withRetryAfter(503, '2'), OK],
    '/held': [behind(held, OK)],
    '/fine': [OK],
  });

  beforeAll(async () => {
    [gateway, receiver, bystander] = await Promise.all([startTestGateway(stores), startReceiver(), startReceiver()]);
    const answers = scripts();
    const counts = new Map<string, number>();
    receiver.answerWith(({ path }) => {
      const index = counts.get(path) ?? 0;
      counts.set(path, index + 1);
      return answers[path]?.[index] ?? OK;
    });
    workspace = await createWorkspace(gateway, { name: 'Faults' });
    const metaApp = await registerMetaApp(gateway, workspace.api);
    await addChannel(workspace.api, metaApp);
    for (const path of Object.keys(answers)) {
      const retry = path === '/asks-to-wait' ? { delays_seconds: [1, 3], timeout_seconds: 1 } : QUICK_RETRY;
      const wanted = path === '/held' ? { ...retry, timeout_seconds: 30 } : retry;
      const body = { url: receiver.url + path, retry: wanted, event_types: ['message.received'] };
      endpointIds.set(path, (await addEndpoint(workspace.api, body)).id);
    }
    expect((await metaApp.post(readFixture('meta/text.json'))).status).toBe(200);
  });

  async function requestsAt(path: string, count: number): Promise<ReceivedRequest[]> {
    await receiver.waitFor(() => receiver.at(path).length >= count);
    return receiver.at(path);
  }

  function attemptsAt(path: string, count: number) {
    return waitForAttempts(workspace.api, endpointIds.get(path) ?? '', count);
  }

  const header = (name: string) => (request: ReceivedRequest) => request.headers[name];

  test('one that holds its answer does not hold up the others', async () => {
    await requestsAt('/held', 1);
    await requestsAt('/fine', 1);
    expect((await attemptsAt('/fine', 1))[0]).toMatchObject({ outcome: 'succeeded', delivery_state: 'delivered' });
    held.open();
    expect((await attemptsAt('/held', 1))[0]).toMatchObject({ outcome: 'succeeded', delivery_state: 'delivered' });
  });

  test('failures are tried again until a 2xx: the same id and bytes, numbered, each in the log', async () => {
    const requests = await requestsAt('/fails-twice', 3);
    expect(requests.map(header('posthorn-attempt'))).toEqual(['1', '2', '3']);
    expect(new Set(requests.map(header('webhook-id'))).size).toBe(1);
    expect(new Set(requests.map(({ bytes }) => bytes.toString('utf8'))).size).toBe(1);
    // These answers were complete: nothing is in doubt.
    expect(requests.map(header('posthorn-possible-duplicate'))).toEqual([undefined, undefined, undefined]);
    const log = await attemptsAt('/fails-twice', 3);
    expect(log.map(({ number, status_code, delivery_state }) => [number, status_code, delivery_state])).toEqual([
      [1, 500, 'pending'],
      [2, 502, 'pending'],
      [3, 200, 'delivered'],
    ]);
  });

  test('after the last wait the delivery is exhausted, and the others hear of it', async () => {
    await requestsAt('/fails-always', 3);
    const log = await attemptsAt('/fails-always', 3);
    expect(log.map(({ delivery_state, next_attempt_at }) => [delivery_state, next_attempt_at !== null])).toEqual([
      ['pending', true],
      ['pending', true],
      ['exhausted', false],
    ]);
    expect(log[2]?.error_message).toMatch(/\S+ .*\S/);
  });

  test('410 disables the endpoint at once', async () => {
    await requestsAt('/gone', 1);
    const log = await attemptsAt('/gone', 1);
    expect(log[0]).toMatchObject({ status_code: 410, outcome: 'failed' });
    const id = endpointIds.get('/gone');
    await expect
      .poll(() => workspace.api.get(`/v1/endpoints/${id}`))
      .toMatchObject({ enabled: false, disabled_reason: 'gone' });
  });

  test('a redirect is a failure and is never followed', async () => {
    await requestsAt('/redirects', 2);
    expect((await attemptsAt('/redirects', 2)).map(({ status_code }) => status_code)).toEqual([307, 200]);
    expect(bystander.requests).toEqual([]);
  });

  test.each(['/resets-in-body', '/resets', '/drips'])(
    '%s: the next attempt says that it may be a duplicate',
    async (path) => {
      const requests = await requestsAt(path, 2);
      expect(requests.map(header('posthorn-possible-duplicate'))).toEqual([undefined, 'true']);
      const log = await attemptsAt(path, 2);
      expect(log.map(({ delivery_state }) => delivery_state)).toEqual(['pending', 'delivered']);
      expect(log[0]?.error_class).not.toBeNull();
    },
  );

  test('a body without an end is read to its bound and no further', async () => {
    await requestsAt('/never-ends', 1);
    const [first] = await attemptsAt('/never-ends', 1);
    expect(first).toMatchObject({ status_code: 200, error_class: 'body_too_large' });
  });

  test('Retry-After lengthens the wait', async () => {
    const [first, second] = await requestsAt('/asks-to-wait', 2);
    const waitMs = (second?.receivedAtMs ?? 0) - (first?.receivedAtMs ?? 0);
    expect(waitMs).toBeGreaterThanOrEqual(1_950);
    expect(waitMs).toBeLessThan(6_000);
  });
});

/** On PostgreSQL another node could hold the lease, so it must first run out: that takes longer than a test should. */
const ONE_NODE = STORES.filter((stores) => stores.name === 'SQLite');

describe.each(ONE_NODE)('a restart, on $name', (stores) => {
  test('goes on with what was in flight, under the same id and marked as a possible duplicate', async () => {
    const [first, receiver] = await Promise.all([startTestGateway(stores), startReceiver()]);
    const never = createGate();
    receiver.answerWith([behind(never, OK), OK]);
    const workspace = await createWorkspace(first, { name: 'Restart' });
    await addEndpoint(workspace.api, { url: receiver.url, retry: { delays_seconds: [1], timeout_seconds: 20 } });
    await workspace.api.post('/v1/events', { type: 'custom.order_paid', data: { total: 1 } });
    await receiver.waitFor(1);
    await first.close(0);
    const second = await startTestGateway(stores, first.env);
    const [before, after] = await receiver.waitFor(2, 15_000);
    expect(after?.headers['webhook-id']).toBe(before?.headers['webhook-id']);
    expect(after?.headers['posthorn-possible-duplicate']).toBe('true');
    const again = api(second, workspace.key);
    const [endpoint] = await again.all<{ id: string }>('/v1/endpoints');
    const log = await waitForAttempts(again, endpoint?.id ?? '', 2);
    expect(log.at(-1)).toMatchObject({ outcome: 'succeeded', delivery_state: 'delivered' });
  });
});
