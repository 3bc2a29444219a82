import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '@posthorn/simulator';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { cleanUpLater } from '../support/clean-up.ts';
import { STORES } from '../support/open-store.ts';
import type { Api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { type ShownRun, waitForRun } from './support/runs.ts';
import { addEndpoint, createWorkspace, FIXTURE_NUMBER, registerMetaApp, type TestWorkspace } from './support/world.ts';

const ACCESS_TOKEN = 'EAAG-token-of-the-simulator';
const META = { appId: '610023884417', appSecret: 'app-secret-of-the-simulator' };
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a4649460001', 'hex'), Buffer.alloc(200_000, 'picture')]);
const PERSON = { name: 'Ada', waId: '4915170023456' };

interface Shown {
  readonly id: string;
  readonly [field: string]: unknown;
}

interface Webhook {
  readonly type: string;
  readonly data: { readonly media: { readonly id: string; readonly url: string; readonly sha256: string } };
}

describe.each(STORES)('media, from a person’s phone to a receiver and back, on $name', (stores) => {
  let simulator: Simulator;
  let gateway: TestGateway;
  let workspace: TestWorkspace;
  let channelId: string;
  let receiver: Receiver;
  let api: Api;

  beforeAll(async () => {
    const cleanUps = cleanUpLater();
    simulator = createSimulator({ ...META, accessToken: ACCESS_TOKEN });
    await simulator.start();
    cleanUps.push(() => simulator.close());
    gateway = await startTestGateway(stores, { POSTHORN_META_GRAPH_URL: simulator.url });
    simulator.setCallbackUrl(`${gateway.url}/webhooks/meta/${META.appId}`);
    workspace = await createWorkspace(gateway, { name: 'Media', settings: { auto_create_contacts: true } } as {
      name: string;
    });
    api = workspace.api;
    const metaApp = await registerMetaApp(gateway, api, { appId: META.appId, secret: META.appSecret });
    const channel = { meta_app_id: metaApp.id, ...FIXTURE_NUMBER, access_token: ACCESS_TOKEN };
    channelId = (await api.post<Shown>('/v1/channels', channel)).id;
    receiver = await startReceiver();
    await addEndpoint(api, { url: receiver.url, event_types: ['message.received'] });
  });

  /** What the receiver was told of the last message that a person sent. */
  async function received(count: number): Promise<Webhook> {
    await receiver.waitFor(count);
    return JSON.parse(receiver.requests[count - 1]?.bytes.toString('utf8') ?? '') as Webhook;
  }

  test('a picture can be had from the link in the webhook, whatever went wrong with the first download', async () => {
    simulator.failNextDownloads({ count: 1, via: 'wrong_bytes' });
    simulator.user(PERSON).sendImage({ bytes: JPEG, caption: 'Look' });
    const { data } = await received(1);
    const download = async () => {
      const answer = await fetch(data.media.url);
      return [answer.status, Buffer.from(await answer.arrayBuffer())] as const;
    };
    // The bytes of the first download were not those that Meta announced: until the next one there is nothing.
    await vi.waitFor(
      async () => expect((await api.get<Shown>(`/v1/media/${data.media.id}`)).state).toBe('failed'),
      10_000,
    );
    expect((await download())[0]).toBe(503);
    await vi.waitFor(async () => expect((await download())[0]).toBe(200), { timeout: 15_000, interval: 200 });
    expect((await download())[1].equals(JPEG)).toBe(true);
    expect(await api.get(`/v1/media/${data.media.id}`)).toMatchObject({
      ...{
        state: 'stored',
        direction: 'inbound',
        channel_id: channelId,
        mime_type: 'image/jpeg',
        size_bytes: JPEG.length,
      },
      ...{ url: data.media.url, conversation_id: expect.stringMatching(/^cnv_/) },
    });
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain('posthorn_media_fetched_total{result="mismatch"} 1');
    expect(metrics).toContain(`posthorn_media_bytes_total ${JPEG.length}`);
  });

  test('a file is uploaded, is at Meta and here, and is deleted in both places', async () => {
    const body = new FormData();
    body.append('channel_id', channelId);
    body.append('file', new Blob([Uint8Array.from(JPEG)], { type: 'image/jpeg' }), 'photo.jpg');
    const headers = { authorization: `Bearer ${workspace.key}`, 'idempotency-key': 'the-photo' };
    const upload = () => fetch(`${gateway.url}/v1/media`, { method: 'POST', headers, body });
    const answer = await upload();
    const media = (await answer.json()) as { readonly id: string; readonly url: string };
    expect(answer.status).toBe(201);
    const again = await upload();
    expect([again.status, again.headers.get('idempotent-replayed'), await again.json()]).toEqual([201, 'true', media]);
    expect(simulator.findMedia(media.id)?.bytes.equals(JPEG)).toBe(true);
    expect(Buffer.from(await (await fetch(media.url)).arrayBuffer()).equals(JPEG)).toBe(true);
    await api.delete(`/v1/media/${media.id}`);
    expect([simulator.findMedia(media.id), (await fetch(media.url)).status]).toEqual([null, 410]);
  });

  test('the erasure of a person takes their files off the disk, and leaves those of others', async () => {
    const other = { name: 'Bo', waId: '4915170023999' };
    simulator.user(other).sendDocument({ bytes: Buffer.from('%PDF-1.7 of Bo'), filename: 'Bo.pdf' });
    const theirs = (await received(2)).data.media;
    simulator.user(PERSON).sendDocument({ bytes: Buffer.from('%PDF-1.7 of Ada'), filename: 'Ada.pdf' });
    const hers = (await received(3)).data.media;
    for (const { url } of [theirs, hers]) expect((await fetch(url)).status).toBe(200);
    const before = await filesOf(gateway);
    const { id } = await api.post<ShownRun>('/v1/contacts/erase', { phone: `+${PERSON.waId}` });
    // The picture, and the document.
    expect(await waitForRun(api, id)).toMatchObject({ state: 'completed', result: { media_files: 2 } });
    expect(before.length - (await filesOf(gateway)).length).toBe(2);
    expect([(await fetch(hers.url)).status, (await fetch(theirs.url)).status]).toEqual([410, 200]);
    expect(await api.get(`/v1/media/${hers.id}`)).toMatchObject({
      ...{ state: 'gone', filename: null, mime_type: null, sha256: null, conversation_id: null, url: null },
    });
  }, 60_000);
});

/** Files in the media store. */
async function filesOf({ env }: TestGateway): Promise<readonly string[]> {
  const entries = await readdir(join(env.POSTHORN_DATA_DIR ?? '', 'media'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
