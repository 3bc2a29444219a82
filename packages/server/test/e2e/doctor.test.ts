import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createSimulator, type Simulator, type SimulatorOptions } from '@posthorn/simulator';
import { beforeAll, describe, expect, test } from 'vitest';
import { cleanUpLater } from '../support/clean-up.ts';
import { STORES } from '../support/open-store.ts';
import type { Api } from './support/api.ts';
import { startTestGateway } from './support/gateway.ts';
import { createWorkspace, FIXTURE_NUMBER } from './support/world.ts';

const META = { appId: '610023884417', appSecret: 'app-secret-of-the-simulator', verifyToken: 'verify-me' };
const ACCESS_TOKEN = 'EAAG-token-of-the-simulator';
const WANTED =
  'messages,calls,message_template_status_update,phone_number_quality_update,account_update,user_preferences';

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly detail: string;
  readonly remedy: string | null;
  readonly action: string | null;
  readonly measured: Readonly<Record<string, unknown>>;
}

interface Report {
  readonly state: string;
  readonly checked_at: string | null;
  readonly findings: readonly Finding[];
}

/** The public URL has to be known before the gateway listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe.each(STORES)('the doctor, on $name', (stores) => {
  let simulator: Simulator;
  let own: Api;
  let appId: string;
  let channelId: string;
  let gatewayUrl: string;

  beforeAll(async () => {
    const cleanUps = cleanUpLater();
    const options: SimulatorOptions = { ...META, accessToken: ACCESS_TOKEN, appFields: WANTED.split(',') };
    simulator = createSimulator(options);
    await simulator.start();
    cleanUps.push(() => simulator.close());
    const port = await freePort();
    gatewayUrl = `http://127.0.0.1:${port}`;
    const gateway = await startTestGateway(stores, {
      POSTHORN_PORT: String(port),
      POSTHORN_PUBLIC_URL: gatewayUrl,
      POSTHORN_META_GRAPH_URL: simulator.url,
    });
    simulator.setCallbackUrl(`${gatewayUrl}/webhooks/meta/${META.appId}`);
    own = (await createWorkspace(gateway, { name: 'Examined' })).api;
    const app = await own.post<{ id: string }>('/v1/meta-apps', {
      app_id: META.appId,
      app_secret: META.appSecret,
      verify_token: META.verifyToken,
    });
    appId = app.id;
    const channel = { meta_app_id: app.id, ...FIXTURE_NUMBER, access_token: ACCESS_TOKEN };
    channelId = (await own.post<{ id: string }>('/v1/channels', channel)).id;
  });

  const examine = () => own.post<Report>(`/v1/channels/${channelId}/doctor`);
  const statesOf = ({ findings }: Report) => Object.fromEntries(findings.map(({ check, state }) => [check, state]));
  const finding = async (check: string) => {
    const found = (await examine()).findings.find((each) => each.check === check);
    if (found === undefined) throw new Error(`The doctor did not look at ${check}.`);
    return found;
  };

  async function waitForRefusal(): Promise<void> {
    const deadlineMs = Date.now() + 10_000;
    while ((await own.get<Record<string, unknown>>(`/v1/meta-apps/${appId}`)).last_refused_post_at === null) {
      if (Date.now() > deadlineMs) throw new Error('Nothing was refused.');
    }
  }

  test('where all is well it says so, of each thing, and nothing of a secret', async () => {
    const report = await examine();
    expect(statesOf(report)).toEqual({
      // The gateway of a test has no https.
      public_url: 'failed',
      challenge: 'ok',
      callback: 'ok',
      signature: 'unknown',
      app_secret: 'ok',
      clock: 'ok',
      token: 'ok',
      scopes: 'ok',
      number: 'ok',
      subscribed_apps: 'ok',
      override: 'ok',
      standing: 'ok',
    });
    const shown = JSON.stringify(report);
    for (const secret of [META.appSecret, ACCESS_TOKEN, META.verifyToken]) expect(shown).not.toContain(secret);
    expect(report.findings.find(({ check }) => check === 'token')?.detail).toContain('never expires');
    for (const { state, remedy } of report.findings)
      expect(remedy === null).toBe(state === 'ok' || state === 'unknown');
  });

  test('does not take its own challenge for Meta’s, and tells when Meta asked and what it signed', async () => {
    const app = () => own.get<Readonly<Record<string, string | null>>>(`/v1/meta-apps/${appId}`);
    await examine();
    expect((await finding('challenge')).measured.last_challenge_at).toBeNull();
    expect((await app()).last_challenge_at).toBeNull();
    await simulator.verifyCallback();
    expect((await finding('challenge')).measured.last_challenge_at).toBe((await app()).last_challenge_at);
    expect((await app()).last_challenge_at).not.toBeNull();
    await simulator.user({ name: 'Ida', waId: '4915170099001' }).sendText('Hi').delivered;
    expect((await finding('signature')).state).toBe('ok');
    expect((await app()).last_signed_post_at).not.toBeNull();
  });

  test('keeps what it found, and the channel shows it in short', async () => {
    const report = await examine();
    expect(await own.get(`/v1/channels/${channelId}/doctor`)).toEqual(report);
    expect(await own.get(`/v1/channels/${channelId}`)).toMatchObject({
      doctor: { state: report.state, checked_at: report.checked_at },
    });
  });

  test('an app alone is examined before there is a number', async () => {
    expect(await own.get(`/v1/meta-apps/${appId}/doctor`)).toEqual({
      checked_at: null,
      state: 'unknown',
      findings: [],
    });
    const report = await own.post<Report>(`/v1/meta-apps/${appId}/doctor`);
    expect(Object.keys(statesOf(report))).toEqual([
      'public_url',
      'challenge',
      'callback',
      'signature',
      'app_secret',
      'clock',
    ]);
    expect(await own.get(`/v1/meta-apps/${appId}/doctor`)).toEqual(report);
  });

  test('a permission that is missing is named', async () => {
    simulator.setScopes(['whatsapp_business_messaging']);
    const scopes = await finding('scopes');
    expect(scopes).toMatchObject({ state: 'failed', action: 'replace_token' });
    expect(scopes.detail).toContain('whatsapp_business_management');
    expect((await finding('subscribed_apps')).detail).toContain('Meta refused with error 200');
    simulator.denySubscriptions(false);
  });

  test('an account that does not send to the app is found, and connecting mends it', async () => {
    simulator.setSubscribed(false);
    expect(await finding('subscribed_apps')).toMatchObject({ state: 'failed', action: 'connect' });
    await own.post(`/v1/channels/${channelId}/connect`);
    expect((await finding('subscribed_apps')).state).toBe('ok');
  });

  test('an override that leads elsewhere is found, of the number before that of the account', async () => {
    simulator.setOverride(FIXTURE_NUMBER.waba_id, 'https://old.example/wa');
    expect(await finding('override')).toMatchObject({
      state: 'failed',
      measured: { account_override: 'https://old.example/wa' },
    });
    simulator.setOverride(FIXTURE_NUMBER.phone_number_id, 'https://older.example/wa');
    expect((await finding('override')).detail).toContain(
      'The number overrides the callback with https://older.example/wa',
    );
    simulator.setOverride(FIXTURE_NUMBER.phone_number_id, `${gatewayUrl}/webhooks/meta/${META.appId}`);
    expect((await finding('override')).state).toBe('ok');
    simulator.setOverride(FIXTURE_NUMBER.phone_number_id, null);
    simulator.setOverride(FIXTURE_NUMBER.waba_id, null);
  });

  test('a clock that is more than a minute off is found', async () => {
    simulator.skewDate(90_000);
    expect(await finding('clock')).toMatchObject({ state: 'failed', detail: expect.stringContaining('behind') });
    simulator.skewDate(-30_000);
    expect(await finding('clock')).toMatchObject({ state: 'warning', detail: expect.stringContaining('ahead of') });
    simulator.skewDate(0);
    expect((await finding('clock')).state).toBe('ok');
  });

  test('a number that Meta holds something against is told of', async () => {
    simulator.setNumberFacts({ qualityRating: 'RED', nameStatus: 'DECLINED' });
    const standing = await finding('standing');
    expect(standing).toMatchObject({ state: 'warning', measured: { quality_rating: 'RED', name_status: 'DECLINED' } });
    simulator.setNumberFacts({ status: 'BANNED' });
    expect((await finding('standing')).state).toBe('failed');
    simulator.setNumberFacts({ qualityRating: 'GREEN', nameStatus: 'APPROVED', status: 'CONNECTED' });
  });

  test('an app whose callback is elsewhere is found, and subscribing mends it', async () => {
    simulator.setCallbackUrl('https://elsewhere.example/hook');
    expect(await finding('callback')).toMatchObject({ state: 'failed', action: 'subscribe_app' });
    simulator.setAppFields(['flows']);
    await own.post(`/v1/meta-apps/${appId}/subscribe`);
    expect(await finding('callback')).toMatchObject({
      state: 'ok',
      measured: {
        callback_url: `${gatewayUrl}/webhooks/meta/${META.appId}`,
        fields: `flows,${WANTED}`.replaceAll(',', ', '),
      },
    });
    simulator.setAppFields(['messages']);
    expect((await finding('callback')).state).toBe('warning');
  });

  test('a wrong app secret is found by asking Meta, and by the webhooks that it does not verify', async () => {
    const wrong = await own.post<{ id: string }>('/v1/meta-apps', { app_id: META.appId, app_secret: 'not-the-secret' });
    const { findings } = await own.post<Report>(`/v1/meta-apps/${wrong.id}/doctor`);
    expect(findings.find(({ check }) => check === 'app_secret')).toMatchObject({
      state: 'failed',
      action: 'rotate_app_secret',
    });
    const forger = createSimulator({ ...META, appSecret: 'not-the-secret-either', accessToken: 'x' });
    forger.setCallbackUrl(`${gatewayUrl}/webhooks/meta/${META.appId}`);
    void forger.user({ name: 'Mallory', waId: '4915170099002' }).sendText('Hi');
    await waitForRefusal();
    await forger.close();
    const again = await own.post<Report>(`/v1/meta-apps/${wrong.id}/doctor`);
    expect(again.findings.find(({ check }) => check === 'signature')).toMatchObject({ state: 'failed' });
    expect((await finding('signature')).state).toBe('warning');
    await own.delete(`/v1/meta-apps/${wrong.id}`);
  });

  test('a token that has expired is found', async () => {
    simulator.expireToken();
    const report = await examine();
    expect(statesOf(report)).toMatchObject({ token: 'failed', scopes: 'unknown', number: 'failed' });
    simulator.renewToken(ACCESS_TOKEN);
    expect((await finding('token')).state).toBe('ok');
  });

  test('a channel without a token is not asked about', async () => {
    const number = { ...FIXTURE_NUMBER, phone_number_id: '318940275561299' };
    const bare = await own.post<{ id: string }>('/v1/channels', { meta_app_id: appId, ...number });
    const report = await own.post<Report>(`/v1/channels/${bare.id}/doctor`);
    expect(statesOf(report)).toMatchObject({
      token: 'failed',
      scopes: 'unknown',
      number: 'unknown',
      override: 'unknown',
    });
  });
});
