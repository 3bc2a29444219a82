import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { openJournal, type ShownEvent } from './support/journal.ts';
import { postMeta, readFixture } from './support/meta.ts';
import { addChannel, createWorkspace, FIXTURE_NUMBER, registerMetaApp } from './support/world.ts';

const SECRET = 'the-app-secret-of-the-ingest-tests';

interface QuarantineItem {
  readonly id: string;
  readonly reason: string;
}

const textAt = (id: string, atSeconds: number) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: FIXTURE_NUMBER.waba_id,
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { phone_number_id: FIXTURE_NUMBER.phone_number_id },
            messages: [{ from: '4915170023456', id, timestamp: String(atSeconds), type: 'text', text: { body: id } }],
          },
        },
      ],
    },
  ],
});

describe.each(STORES)('what Meta is answered, on $name', (stores) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    // The usual window: a week and an hour back.
    gateway = await startTestGateway(stores, { POSTHORN_META_REPLAY_WINDOW: undefined });
  });

  async function tenant() {
    const workspace = await createWorkspace(gateway, { name: 'Ingest' });
    const metaApp = await registerMetaApp(gateway, workspace.api, { secret: SECRET });
    await addChannel(workspace.api, metaApp);
    return { workspace, metaApp, journal: openJournal(workspace.api) };
  }

  const nowSeconds = () => Math.floor(Date.now() / 1000);

  test('the challenge comes back as it was sent when the verify token is right, else 403', async () => {
    const { metaApp } = await tenant();
    const ask = (appId: string, token: string, challenge: string) => {
      const url = new URL(`/webhooks/meta/${appId}`, gateway.url);
      for (const [name, value] of Object.entries({ mode: 'subscribe', verify_token: token, challenge })) {
        url.searchParams.set(`hub.${name}`, value);
      }
      return fetch(url);
    };
    const right = await ask(metaApp.appId, `verify-${metaApp.appId}`, '1158201444');
    expect([right.status, await right.text()]).toEqual([200, '1158201444']);
    expect(right.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(right.headers.get('x-content-type-options')).toBe('nosniff');
    const refused = [
      await ask(metaApp.appId, 'wrong', '1158201444'),
      await ask('no-such-app', `verify-${metaApp.appId}`, '1158201444'),
      await ask(metaApp.appId, `verify-${metaApp.appId}`, '<script>'),
      await ask(metaApp.appId, `verify-${metaApp.appId}`, 'x'.repeat(257)),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  test('a Meta signature that is missing, wrong or of an unknown app is 401, and nothing is kept', async () => {
    const { workspace, metaApp, journal } = await tenant();
    const body = JSON.stringify(textAt('wamid.unsigned', nowSeconds()));
    const signed = createHmac('sha256', SECRET).update(body).digest('hex');
    const signatures = [
      undefined,
      '',
      'sha256=',
      `sha256=${'0'.repeat(64)}`,
      signed,
      `sha1=${signed}`,
      `sha256=${signed}0`,
    ];
    for (const signature of signatures) {
      const response = await fetch(new URL(`/webhooks/meta/${metaApp.appId}`, gateway.url), {
        method: 'POST',
        headers: signature === undefined ? {} : { 'x-hub-signature-256': signature },
        body,
      });
      expect([signature, response.status, await response.text()]).toEqual([signature, 401, '']);
    }
    expect(await postMeta(gateway, { appId: 'no-such-app', secret: SECRET, body })).toEqual({ status: 401, text: '' });
    expect([await journal.next(), await workspace.api.all('/v1/quarantine')]).toEqual([[], []]);
  });

  test('four app secrets hold at once, a fifth drops the oldest', async () => {
    const { workspace, metaApp } = await tenant();
    const secrets = [SECRET, 'second-secret', 'third-secret', 'fourth-secret', 'fifth-secret'];
    for (const secret of secrets.slice(1)) {
      await workspace.api.post(`/v1/meta-apps/${metaApp.id}/rotate-secret`, { app_secret: secret });
    }
    const statuses: number[] = [];
    for (const [index, secret] of secrets.entries()) {
      const body = textAt(`wamid.rotated-${index}`, nowSeconds());
      statuses.push((await postMeta(gateway, { appId: metaApp.appId, secret, body })).status);
    }
    expect(statuses).toEqual([401, 200, 200, 200, 200]);
  });

  test('what is too old or of the future makes no event, and can be released by hand', async () => {
    const { workspace, metaApp, journal } = await tenant();
    const day = 86_400;
    expect((await metaApp.post(textAt('wamid.old', nowSeconds() - 8 * day))).status).toBe(200);
    expect((await metaApp.post(textAt('wamid.future', nowSeconds() + day))).status).toBe(200);
    expect((await metaApp.post(textAt('wamid.inside', nowSeconds() - 7 * day))).status).toBe(200);
    // History is old by nature.
    expect((await metaApp.post(readFixture('meta/history-chunk.json'))).status).toBe(200);
    expect((await journal.next()).map(({ type }) => type)).toEqual(['message.received', 'history.synced']);
    const items = await workspace.api.all<QuarantineItem>('/v1/quarantine');
    expect(items.map(({ reason }) => reason).toSorted()).toEqual(['future', 'stale']);
    const stale = items.find(({ reason }) => reason === 'stale');
    const released = await workspace.api.post<{ event_ids: string[] }>(`/v1/quarantine/${stale?.id}/release`);
    const [event]: (ShownEvent | undefined)[] = await journal.next();
    expect(event).toMatchObject({ id: released.event_ids[0], data: { message_id: 'wamid.old' } });
    expect(await workspace.api.all('/v1/quarantine')).toHaveLength(1);
  });

  test('the same webhook many times at the same moment is one event', async () => {
    const { metaApp, journal } = await tenant();
    const body = textAt('wamid.storm', nowSeconds());
    const answers = await Promise.all(Array.from({ length: 50 }, () => metaApp.post(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await journal.next()).toHaveLength(1);
  });

  test('a body above 4 MB is 413, one below is taken', async () => {
    const { metaApp, journal } = await tenant();
    const padded = (bytes: number) => JSON.stringify(textAt(`wamid.${bytes}`, nowSeconds())).padEnd(bytes, ' ');
    expect((await metaApp.post(padded(4 * 1024 * 1024 - 1))).status).toBe(200);
    expect((await metaApp.post(padded(4 * 1024 * 1024 + 1))).status).toBe(413);
    expect(await journal.next()).toHaveLength(1);
  });
});
