import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { withStatus } from './support/answers.ts';
import { api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { startReceiver } from './support/receiver.ts';
import { addChannel, addEndpoint, createWorkspace, registerMetaApp, type TestWorkspace } from './support/world.ts';

interface Checklist {
  readonly done: boolean;
  readonly steps: readonly { readonly step: string; readonly done: boolean; readonly at: string | null }[];
}

interface Deliveries {
  readonly step_seconds: number;
  readonly buckets: readonly { readonly at: string; readonly covered: boolean; readonly succeeded: number }[];
  readonly totals: Readonly<Record<string, number | null>>;
  readonly totals_before: Readonly<Record<string, number | null>>;
  readonly waiting_now: { readonly waiting: number } | null;
}

interface EndpointStatistics {
  readonly data: readonly (Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly strip: { readonly succeeded: readonly number[]; readonly failed: readonly number[] };
  })[];
}

interface Health {
  readonly state: string;
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
  readonly database: Readonly<Record<string, unknown>>;
  readonly queue: Readonly<Record<string, number | null>>;
}

const BODIES = ['text.json', 'image.json', 'status-delivered.json'].map((name) => readFixture(`meta/${name}`));

describe.each(STORES)('statistics of real deliveries on $name', (stores) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  const doneSteps = async (workspace: TestWorkspace) => {
    const { steps } = await workspace.api.get<Checklist>('/v1/setup/checklist');
    return steps.filter(({ done, at }) => done && at !== null).map(({ step }) => step);
  };

  test('a delivery ticks the last step of the list, and its success and its failure are counted at once', async () => {
    const receiver = await startReceiver({
      answers: (request) => withStatus(request.path.startsWith('/broken') ? 500 : 200),
    });
    const workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
    expect(await doneSteps(workspace)).toEqual([]);
    const metaApp = await registerMetaApp(gateway, workspace.api);
    expect(await doneSteps(workspace)).toEqual(['meta_app']);
    const challenge = new URL(`/webhooks/meta/${metaApp.appId}`, gateway.url);
    challenge.search = `hub.mode=subscribe&hub.challenge=12&hub.verify_token=verify-${metaApp.appId}`;
    expect((await fetch(challenge)).status).toBe(200);
    expect(await doneSteps(workspace)).toEqual(['meta_app', 'challenge']);
    const channelId = await addChannel(workspace.api, metaApp);
    const well = await addEndpoint(workspace.api, { url: `${receiver.url}/well` });
    const broken = await addEndpoint(workspace.api, { url: `${receiver.url}/broken` });
    expect(await doneSteps(workspace)).toEqual(['meta_app', 'challenge', 'endpoint']);
    for (const body of BODIES) expect((await metaApp.post(body)).status).toBe(200);
    await receiver.waitFor(2 * BODIES.length);
    await expect
      .poll(async () => (await workspace.api.get<Deliveries>('/v1/statistics/deliveries')).totals)
      .toMatchObject({ succeeded: 3, failed: 3, exhausted: 0, success_rate: 0.5 });
    expect(await doneSteps(workspace)).toEqual(['meta_app', 'challenge', 'signed_post', 'endpoint', 'first_2xx']);
    expect((await workspace.api.get<Checklist>('/v1/setup/checklist')).done).toBe(true);

    const told = await workspace.api.get<Deliveries>('/v1/statistics/deliveries');
    expect(told).toMatchObject({ step_seconds: 60, waiting_now: { waiting: 3 } });
    expect(told.totals_before).toEqual({ succeeded: 0, failed: 0, exhausted: 0, success_rate: null });
    expect(told.totals.p50_ms).toBeGreaterThanOrEqual(0);
    expect([told.buckets.at(0)?.covered, told.buckets.at(-1)?.covered]).toEqual([false, true]);
    const ofChannel = await workspace.api.get<Deliveries>(`/v1/statistics/deliveries?channel=${channelId}`);
    expect(ofChannel).toMatchObject({ totals: { succeeded: 3, failed: 3 }, waiting_now: null });
    const ofOne = await workspace.api.get<Deliveries>(`/v1/statistics/deliveries?endpoint=${well.id}&step=300`);
    expect(ofOne).toMatchObject({ totals: { succeeded: 3, failed: 0 }, step_seconds: 300 });

    const endpoints = await workspace.api.get<EndpointStatistics>('/v1/statistics/endpoints');
    expect(endpoints.data).toMatchObject([
      { id: broken.id, state: 'retrying', waiting: 3, success_rate: 0, last_attempt: { status_code: 500 } },
      { id: well.id, state: 'healthy', waiting: 0, success_rate: 1, last_attempt: { status_code: 200 } },
    ]);
    expect(endpoints.data.map(({ strip }) => strip.succeeded.length)).toEqual([96, 96]);
    const channels = await workspace.api.get<{ data: { last_event_at: string | null }[] }>('/v1/statistics/channels');
    expect(channels.data).toMatchObject([{ id: channelId, last_event_at: expect.any(String) }]);

    const stranger = await createWorkspace(gateway, { name: 'Another' });
    const theirs = await stranger.api.get<Deliveries>(`/v1/statistics/deliveries?endpoint=${well.id}`);
    expect([theirs.totals.succeeded, theirs.waiting_now?.waiting]).toEqual([0, 0]);
  });

  test('what waits for somebody is counted: unread conversations and what is in quarantine', async () => {
    const workspace = await createWorkspace(gateway, { name: 'B', settings: { auto_create_contacts: true } });
    const metaApp = await registerMetaApp(gateway, workspace.api);
    const counts = () => workspace.api.get<Record<string, number>>('/v1/statistics/counts');
    expect(await counts()).toEqual({ unread: 0, attention: 0, quarantined: 0 });
    expect((await metaApp.post(BODIES[0])).status).toBe(200);
    expect(await counts()).toEqual({ unread: 0, attention: 0, quarantined: 1 });
    await addChannel(workspace.api, metaApp);
    expect((await metaApp.post(readFixture('meta/text-unicode.json'))).status).toBe(200);
    await expect.poll(counts).toMatchObject({ unread: 1 });
  });

  test('a range is refused when it ends before it begins or makes too many buckets', async () => {
    const workspace = await createWorkspace(gateway, { name: 'C' });
    const ask = async (query: string) => (await workspace.api.send('GET', `/v1/statistics/deliveries?${query}`)).status;
    const day = 'until=2026-01-02T00:00:00Z&since=2026-01-01T00:00:00Z';
    expect(await ask(day)).toBe(200);
    expect(await ask(`${day}&step=60`)).toBe(400);
    expect(await ask('step=61')).toBe(400);
    expect(await ask('until=2026-01-01T00:00:00Z&since=2026-01-02T00:00:00Z')).toBe(400);
    expect(await ask('since=2020-01-01T00:00:00Z')).toBe(400);
  });

  test('health tells of the node that answers, the database and the queue', async () => {
    const workspace = await createWorkspace(gateway, { name: 'D' });
    const health = await api(gateway, gateway.rootKey, workspace.id).get<Health>('/v1/health');
    expect(health).toMatchObject({
      state: 'well',
      troubles: [],
      nodes: [{ state: 'running', answers: true, role: 'gateway', process_id: process.pid }],
      database: { kind: stores.name === 'SQLite' ? 'sqlite' : 'postgres', version: expect.any(String) },
      queue: { waiting: 0, oldest_ms: null, messages_queued: 0 },
    });
    expect(health.database.commit_ms).toBeGreaterThan(0);
  });
});
