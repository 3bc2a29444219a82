import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { EXPECTED_FIXTURES, type ExpectedEvent, expectedNames } from './expected-fixtures.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { openJournal, type ShownEvent } from './support/journal.ts';
import { listFixtures, readFixture } from './support/meta.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from './support/receiver.ts';
import {
  addChannel,
  addEndpoint,
  createWorkspace,
  registerMetaApp,
  type TestMetaApp,
  type TestWorkspace,
} from './support/world.ts';

const FILES = listFixtures('meta');
/** Every kind of item once: what PostgreSQL adds to SQLite is the store, not the reading of bodies. */
const FILES_BY_STORE = {
  SQLite: FILES,
  PostgreSQL: [
    'text.json',
    'text-unicode.json',
    'image.json',
    'status-delivered.json',
    'status-bsuid.json',
    'call-connect.json',
    'errors.json',
    'history-chunk.json',
    'smb-message-echoes.json',
    'user-preferences-stop.json',
    'group-participants-add.json',
    'message-template-status-update-approved.json',
    'account-update-partner-added.json',
    'partner-solutions.json',
  ],
} as const;

/** Paths of the receiver, one for each endpoint. */
const FORMATS = ['standard', 'cloudevents', 'meta', 'xobito', 'vobiz', 'vobiz-legacy'] as const;
const BY_NAME_PATH = '/xobito-by-name';

const BY_NAME_TYPES = [...new Set(Object.values(EXPECTED_FIXTURES).map((event) => event.type))].filter(
  (type) => expectedNames(type).xobito === 'byName',
);

test('the table of expectations names every fixture, so that a new one cannot be forgotten', () => {
  expect(Object.keys(EXPECTED_FIXTURES).sort()).toEqual(FILES);
});

describe.each(STORES)('every fixture of Meta on $name', (stores) => {
  const files = FILES_BY_STORE[stores.name];
  const events = new Map<string, ShownEvent>();
  let gateway: TestGateway;
  let receiver: Receiver;
  let workspace: TestWorkspace;
  let metaApp: TestMetaApp;
  let channelId: string;

  beforeAll(async () => {
    [gateway, receiver] = await Promise.all([startTestGateway(stores), startReceiver()]);
    workspace = await createWorkspace(gateway, { name: 'Kanal Cykel', account_id: 'MA_7Q2KX9PL' });
    metaApp = await registerMetaApp(gateway, workspace.api);
    channelId = await addChannel(workspace.api, metaApp);
    for (const format of FORMATS) await addEndpoint(workspace.api, { url: `${receiver.url}/${format}`, format });
    const byName = { url: receiver.url + BY_NAME_PATH, format: 'xobito', event_types: BY_NAME_TYPES };
    await addEndpoint(workspace.api, byName);
    const journal = openJournal(workspace.api);
    for (const file of files) {
      expect(await metaApp.post(readFixture(`meta/${file}`))).toEqual({ status: 200, text: '' });
      const fresh = await journal.next();
      expect(fresh, file).toHaveLength(1);
      for (const event of fresh) events.set(file, event);
    }
    await receiver.waitFor(
      files.reduce((count, file) => count + pathsOf(file).length, 0),
      20_000,
    );
  }, 60_000);

  /** The paths that get the event of a fixture, by CONTRACTS 8.1. */
  function pathsOf(file: string): string[] {
    const names = expectedNames(expectedOf(file).type);
    return [
      '/standard',
      '/cloudevents',
      '/meta',
      names.xobito === 'byName' ? BY_NAME_PATH : '/xobito',
      ...(names.vobiz === null ? [] : ['/vobiz']),
      ...(names.legacy === null ? [] : ['/vobiz-legacy']),
    ];
  }

  function eventOf(file: string): ShownEvent {
    const event = events.get(file);
    if (event === undefined) throw new Error(`${file} became no event.`);
    return event;
  }

  function receivedOf(file: string): ReceivedRequest[] {
    return receiver.requests.filter((request) => request.headers['webhook-id'] === eventOf(file).id);
  }

  test.each(files)('%s becomes the event that CONTRACTS says, of the right channel, person and time', (file) => {
    const expected = expectedOf(file);
    const event = eventOf(file);
    expect(event).toMatchObject({
      type: expected.type,
      origin: 'meta',
      phone: expected.phone,
      bsuid: expected.bsuid ?? null,
      data: expected.data,
    });
    const happenedAtMs = Date.parse(event.occurred_at);
    expect(happenedAtMs).toBe(expected.atMs ?? Date.parse(event.created_at));
    // Changes of a whole business that name no account belong to nobody's number.
    expect(event.channel_id).toBe(file === 'partner-solutions.json' ? null : channelId);
  });

  test.each(files)('%s reaches the receivers of the formats that can express it, once each', (file) => {
    const paths = receivedOf(file).map((request) => request.path);
    expect(paths.toSorted()).toEqual(pathsOf(file).toSorted());
  });

  test.each(files)('%s arrives under the name that it has in each format', (file) => {
    const event = eventOf(file);
    const names = expectedNames(event.type);
    const bodies = new Map(receivedOf(file).map(({ path, bytes }) => [path, JSON.parse(bytes.toString('utf8'))]));
    expect(bodies.get('/standard')).toEqual({
      type: event.type,
      timestamp: event.occurred_at,
      data: event.data,
      payload_version: 1,
    });
    expect(bodies.get('/cloudevents')).toMatchObject({ id: event.id, type: event.type, time: event.occurred_at });
    expect(JSON.stringify(bodies.get('/meta'))).toBe(JSON.stringify(readFixture(`meta/${file}`)));
    if (names.xobito === 'byName') expect(bodies.get(BY_NAME_PATH)).toMatchObject({ event: event.type });
    else expect(bodies.get('/xobito')).toMatchObject({ event: names.xobito, model: 'WhatsAppMessage' });
    if (names.vobiz !== null) {
      const envelope = { event_type: names.vobiz, account_id: 'MA_7Q2KX9PL', event_id: event.id.slice('evt_'.length) };
      expect(bodies.get('/vobiz')).toMatchObject(envelope);
    }
    if (names.legacy !== null)
      expect(bodies.get('/vobiz-legacy')).toMatchObject({ event: names.legacy, event_id: event.id });
  });

  test('a media link is one that only we can make, and says to come back later', async () => {
    const media = eventOf('image.json').data.media as { url: string };
    expect(media.url.startsWith(`${gateway.url}/media/`)).toBe(true);
    const answer = await fetch(media.url);
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect((await fetch(`${media.url.slice(0, -3)}AAA`)).status).toBe(404);
  });

  test('posting everything again, whole or as one batch, adds no event and no delivery', async () => {
    const before = await countAll(workspace);
    for (const file of files) expect((await metaApp.post(readFixture(`meta/${file}`))).status).toBe(200);
    const entries = files.flatMap((file) => readFixture<{ entry: unknown[] }>(`meta/${file}`).entry);
    expect((await metaApp.post({ object: 'whatsapp_business_account', entry: entries })).status).toBe(200);
    expect(await countAll(workspace)).toEqual(before);
  });
});

/** Both come from what is committed, and an event is committed with its deliveries: what is not there will not come. */
async function countAll({ api }: TestWorkspace): Promise<{ events: number; deliveries: number }> {
  const [events, deliveries] = [await api.all('/v1/events?after=0'), await api.all('/v1/deliveries')];
  return { events: events.length, deliveries: deliveries.length };
}

function expectedOf(file: string): ExpectedEvent {
  const expected = EXPECTED_FIXTURES[file];
  if (expected === undefined) throw new Error(`${file} is not in the table.`);
  return expected;
}
