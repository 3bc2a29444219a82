import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { behind, createGate, withStatus } from './support/answers.ts';
import { type Api, api } from './support/api.ts';
import { waitForAttempts } from './support/attempts.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { findInDatabase } from './support/raw-database.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { type ShownRun, uploadContacts, waitForRun } from './support/runs.ts';
import {
  addChannel,
  addEndpoint,
  createWorkspace,
  FIXTURE_NUMBER,
  registerMetaApp,
  type TestMetaApp,
  type TestWorkspace,
} from './support/world.ts';

type Json = Record<string, unknown>;

/** As people write it; WhatsApp leaves out the 9 (CONTRACTS 8, "Identity"). */
const PHONE = '5511987654321';
const WA_ID = '551187654321';
const BSUID = 'BR.13491208655302741918';
const EMAIL = 'quintessa@example.com';
const [FIRST_NAME, LAST_NAME] = ['Quintessa', 'Bragantina'];
const WORDS = 'Is the purple tandem still in stock?';
/** What must be nowhere. */
const TRACES = [PHONE, WA_ID, BSUID, EMAIL, FIRST_NAME, LAST_NAME, WORDS, '98765-4321'];

const BYSTANDER = '4915170023456';
const STALE_SECONDS = '1000000000';

interface Shown {
  readonly id: string;
  readonly [field: string]: unknown;
}

interface ShownEvent extends Shown {
  readonly type: string;
  readonly origin: string;
  readonly phone: string | null;
  readonly data: Json;
}

interface Place {
  readonly workspace: TestWorkspace;
  readonly metaApp: TestMetaApp;
  readonly receiver: Receiver;
  readonly endpointId: string;
  readonly contactId: string;
  /** Meta's bodies about the person, to be sent once more. */
  readonly bodies: readonly unknown[];
}

/** The bystander's card and the custom event. */
const MENTIONS = /"type":"(contacts|custom\.call_planned)"/;

describe.each(STORES)('the erasure of a person on $name', (stores) => {
  let gateway: TestGateway;
  let operator: Api;
  let operatorsApp: TestMetaApp;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
    operator = api(gateway, gateway.rootKey);
    operatorsApp = await registerMetaApp(gateway, operator);
  });

  /** A workspace in which the person has left traces in every place there is. @param number Makes its WhatsApp number. */
  async function settleIn(number: number): Promise<Place> {
    const workspace = await createWorkspace(gateway, {
      name: 'Kanal Cykel',
      settings: { auto_create_contacts: true, default_country: 'BR' },
    } as { name: string });
    const receiver = await startReceiver();
    const own = { ...FIXTURE_NUMBER, phone_number_id: `31894027556120${number}` };
    const metaApp = await registerMetaApp(gateway, workspace.api);
    await addChannel(workspace.api, metaApp, own);
    await addChannel(api(gateway, gateway.rootKey, workspace.id), operatorsApp, own);
    const contact = await postOnce<Shown>(workspace, '/v1/contacts', {
      first_name: FIRST_NAME,
      last_name: LAST_NAME,
      phone: `+${PHONE}`,
      email: EMAIL,
    });
    const place = { ...own, phone_number_id: own.phone_number_id };
    const bodies = [
      messageOf(place, { text: WORDS, wamid: 'wamid.ERASED1' }),
      messageOf(place, { text: WORDS, wamid: 'wamid.ERASED2', bsuid: BSUID }),
      statusOf(place, { id: 'wamid.SENT1', recipient_id: WA_ID }),
      statusOf(place, {
        id: 'wamid.SENT2',
        recipient_id: 'group-1',
        recipient_type: 'group',
        recipient_participant_id: WA_ID,
      }),
    ];
    // The receiver fails and repeats in its answer what it was sent: the deliveries wait for their next attempt. What only
    // mentions the person it takes, before so many failures in a row are an endpoint that is left alone.
    receiver.answerWith(({ bytes }) => {
      const text = bytes.toString('utf8');
      return withStatus(MENTIONS.test(text) ? 200 : 500, { 'x-echo': WA_ID }, text);
    });
    const retry = { delays_seconds: [3_600], timeout_seconds: 10 };
    const endpoint = await addEndpoint(workspace.api, { url: receiver.url, retry });
    for (const body of bodies) expect((await metaApp.post(body)).status).toBe(200);
    await metaApp.post(messageOf({ ...own, phone_number_id: '999' }, { text: WORDS, wamid: 'wamid.UNKNOWN1' }));
    await operatorsApp.post(messageOf(place, { text: WORDS, wamid: `wamid.STALE${number}`, timestamp: STALE_SECONDS }));
    await metaApp.post(vCardOf(place));
    await postOnce(workspace, '/v1/events', {
      type: 'custom.call_planned',
      data: { note: 'Call (+55) 11 98765-4321 or +551187654321', [PHONE]: true, number: Number(PHONE), keep: 'this' },
    });
    await workspace.api.patch(`/v1/contacts/${contact.id}`, { description: `Lives with ${FIRST_NAME}` });
    await workspace.api.post('/v1/contacts', { first_name: 'Bo', description: `Partner of ${EMAIL}, +${PHONE}` });
    await importProblem(workspace);
    // All but the creation of the contact.
    await waitForAttempts(workspace.api, endpoint.id, (await eventsOf(workspace)).length - 1);
    return { workspace, metaApp, receiver, endpointId: endpoint.id, contactId: contact.id, bodies };
  }

  /** With an Idempotency-Key, whose answer is kept. */
  async function postOnce<TBody>(workspace: TestWorkspace, path: string, body: unknown): Promise<TBody> {
    const response = await fetch(new URL(path, gateway.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${workspace.key}`,
        'content-type': 'application/json',
        'idempotency-key': `of-${PHONE}-${randomUUID()}`,
      },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as TBody;
  }

  async function importProblem(workspace: TestWorkspace): Promise<void> {
    const body = `phone,first_name,email\n+${PHONE} or +${WA_ID},${FIRST_NAME},\n,${FIRST_NAME},${EMAIL}!\n`;
    const answer = await uploadContacts(gateway, workspace.key, { body });
    const run = await waitForRun(workspace.api, (answer.body as ShownRun).id);
    expect(run.result).toMatchObject({ failed: 2 });
    const problems = await workspace.api.all<{ value: string }>(`/v1/runs/${run.id}/problems`);
    expect(problems.map(({ value }) => value).join()).toContain(PHONE);
  }

  async function erase(workspace: TestWorkspace, path: string, body?: unknown): Promise<ShownRun> {
    const answer = await workspace.api.send('POST', path, body);
    expect([answer.status, answer.body]).toMatchObject([202, { kind: 'contact.erase', result: null }]);
    expect(tracesIn(answer.text)).toEqual([]);
    return waitForRun(workspace.api, (answer.body as ShownRun).id);
  }

  const eventsOf = (workspace: TestWorkspace) => workspace.api.all<ShownEvent>('/v1/events?after=0');
  const quarantineOf = (caller: Api) => caller.all<Shown>('/v1/quarantine');

  /** Everything that the workspace can see. */
  async function seen(workspace: TestWorkspace): Promise<string> {
    const attempts = await workspace.api.all<Shown>('/v1/attempts');
    const runs = await workspace.api.all<Shown>('/v1/runs');
    const items = await quarantineOf(workspace.api);
    const single = [
      ...attempts.map(({ id }) => `/v1/attempts/${id}`),
      ...runs.map(({ id }) => `/v1/runs/${id}/problems`),
      ...items.map(({ id }) => `/v1/quarantine/${id}`),
    ];
    const lists = ['/v1/contacts', '/v1/messages', '/v1/events?after=0', '/v1/audit-log', '/v1/runs', '/v1/deliveries'];
    const shown = [...(await Promise.all(lists.map((path) => workspace.api.all(path)))), attempts, items];
    return JSON.stringify([shown, await Promise.all(single.map((path) => workspace.api.get(path)))]);
  }

  test('takes them out of every place, by id, number or BSUID, and leaves nothing in the files of the database', async () => {
    const url = gateway.env.POSTHORN_DATABASE_URL ?? '';
    const places = [await settleIn(1), await settleIn(2), await settleIn(3)] as const;
    const [first, second, third] = places;
    // In the files themselves, or that they are not there afterwards would say nothing.
    const inFiles = (await findInDatabase(url, TRACES)).filter((found) => /^(\d+|posthorn\.db\S*): /.test(found));
    expect(new Set(inFiles.map((found) => found.split(': ')[1]))).toEqual(new Set(TRACES));
    const before = await Promise.all(places.map(({ workspace }) => seen(workspace)));
    const eventsBefore = await eventsOf(first.workspace);

    const run = await erase(first.workspace, `/v1/contacts/${first.contactId}/erase`);
    expect(run).toMatchObject({
      state: 'completed',
      error: null,
      result: {
        contacts: 1,
        contacts_redacted: 1,
        // Its messages, statuses, their conversation, and those about the contact: created, updated, another BSUID.
        events: 8,
        // The bystander's card, the custom event, and the creation of the other contact.
        events_redacted: 3,
        deliveries_canceled: 7,
        messages: 2,
        // What the bystander's card says stands in its event, and nowhere else.
        messages_redacted: 0,
        quarantine_items: 2,
        idempotency_keys: 2,
        run_inputs: 0,
      },
    });
    expect(tracesIn(await seen(first.workspace))).toEqual([]);
    await expectTombstones(first, eventsBefore);

    // The others know the person as before.
    expect(await Promise.all([second, third].map(({ workspace }) => seen(workspace)))).toEqual(before.slice(1));
    const runs = await Promise.all([
      erase(second.workspace, '/v1/contacts/erase', { phone: '(11) 98765-4321' }),
      erase(third.workspace, '/v1/contacts/erase', { bsuid: BSUID }),
    ]);
    for (const { state, result } of runs) expect([state, result]).toEqual(['completed', run.result]);
    expect(await findInDatabase(url, TRACES)).toEqual([]);

    for (const place of places) await expectNoReturn(place);
  }, 120_000);

  async function expectTombstones({ workspace, endpointId, contactId }: Place, before: readonly ShownEvent[]) {
    const events = await eventsOf(workspace);
    expect(events.map(({ id, type }) => [id, type])).toEqual([
      ...before.map(({ id, type }) => [id, type]),
      [expect.any(String), 'contact.deleted'],
    ]);
    const erased = events.filter(({ origin }) => origin === 'erased');
    for (const { data, phone } of erased) expect([data, phone]).toEqual([{ erased_at: expect.any(String) }, null]);
    const custom = events.find(({ type }) => type === 'custom.call_planned');
    expect(custom?.data).toEqual({
      note: 'Call ([erased] or [erased]',
      '[erased]': true,
      number: '[erased]',
      keep: 'this',
    });
    expect(events.at(-1)).toMatchObject({ origin: 'crm', data: { id: contactId, first_name: '', phone: null } });
    expect((await workspace.api.send('GET', `/v1/contacts/${contactId}`)).status).toBe(404);

    const attempts = await workspace.api.all<Shown>(`/v1/attempts?endpoint=${endpointId}`);
    const ofErased = attempts.filter(({ event_id }) => erased.some(({ id }) => id === event_id));
    expect(ofErased).toHaveLength(7);
    for (const { id, delivery_id } of ofErased) {
      expect(await workspace.api.get(`/v1/attempts/${id}`)).toMatchObject({
        ...{ outcome: 'failed', status_code: 500, error_message: null },
        ...{ request_headers: {}, response_headers: {}, response_body: null },
      });
      const resend = await workspace.api.send('POST', `/v1/deliveries/${delivery_id}/resend`);
      expect([resend.status, resend.body]).toMatchObject([409, { code: 'conflict', detail: /erased/ }]);
      expect(await workspace.api.get(`/v1/deliveries/${delivery_id}`)).toMatchObject({ state: 'canceled' });
    }
    const [item] = await quarantineOf(workspace.api);
    expect(item).toMatchObject({ reason: 'erased' });
    expect((await workspace.api.send('POST', `/v1/quarantine/${item?.id}/release`)).status).toBe(409);
    const log = await workspace.api.all<Shown>('/v1/audit-log');
    expect(log.map(({ action }) => action)).toContain('contact.erase_started');
    expect(log.filter(({ resource_id }) => resource_id === contactId).map(({ after }) => after)).toEqual([
      { erased: true },
      { erased: true },
    ]);
  }

  /** What Meta sends a second time comes to nothing; what the person writes anew is of somebody new. */
  async function expectNoReturn({ workspace, metaApp, bodies, contactId }: Place): Promise<void> {
    const before = await seen(workspace);
    for (const body of bodies) expect((await metaApp.post(body)).status).toBe(200);
    await metaApp.post(
      messageOf({ ...FIXTURE_NUMBER, phone_number_id: '999' }, { text: WORDS, wamid: 'wamid.UNKNOWN1' }),
    );
    expect(await seen(workspace)).toBe(before);
    // Also when its number is known by now.
    await addChannel(workspace.api, metaApp, { ...FIXTURE_NUMBER, phone_number_id: '999' });
    await metaApp.post(
      messageOf({ ...FIXTURE_NUMBER, phone_number_id: '999' }, { text: WORDS, wamid: 'wamid.UNKNOWN1' }),
    );
    expect(tracesIn(await seen(workspace))).toEqual([]);
    await metaApp.post(
      messageOf({ ...FIXTURE_NUMBER, phone_number_id: '999' }, { text: 'Hello', wamid: 'wamid.NEW1' }),
    );
    const [contact] = await workspace.api.all<Shown>(`/v1/contacts?phone=${PHONE}`);
    expect(contact).toMatchObject({ first_name: `${FIRST_NAME} ${LAST_NAME}` });
    expect(contact?.id).not.toBe(contactId);
    expect((await eventsOf(workspace)).slice(-3).map(({ type }) => type)).toEqual([
      'message.received',
      'contact.created',
      'conversation.created',
    ]);
  }

  test('waits for the attempt that is being made, logs it without a word, and makes no other', async () => {
    const workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
    const [gate, receiver] = [createGate(), await startReceiver()];
    receiver.answerWith(({ bytes }) => behind(gate, withStatus(500, {}, bytes.toString('utf8'))));
    const retry = { delays_seconds: [0, 0], timeout_seconds: 60 };
    const endpoint = await addEndpoint(workspace.api, { url: receiver.url, retry, event_types: ['contact.created'] });
    const contact = await workspace.api.post<Shown>('/v1/contacts', { first_name: FIRST_NAME, phone: `+${PHONE}` });
    await receiver.waitFor(1);
    const { id } = await workspace.api.post<ShownRun>(`/v1/contacts/${contact.id}/erase`);
    await waitForRun(workspace.api, id, ({ progress }) => (progress as Json).step === 'deliveries');
    gate.open();
    expect(await waitForRun(workspace.api, id)).toMatchObject({ state: 'completed', result: { attempts: 1 } });
    const [attempt] = await waitForAttempts(workspace.api, endpoint.id, 1);
    expect(attempt).toMatchObject({ outcome: 'failed', status_code: 500, delivery_state: 'canceled' });
    expect(tracesIn(await seen(workspace))).toEqual([]);
    expect(receiver.requests).toHaveLength(1);
  }, 120_000);

  test('erases somebody who is no contact, and one whose contact was deleted or erased before', async () => {
    const workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
    await workspace.api.post('/v1/events', { type: 'custom.x', data: { phone: PHONE } });
    const nobody = await erase(workspace, '/v1/contacts/erase', { phone: `+${WA_ID}` });
    expect(nobody.result).toMatchObject({ contacts: 0, events: 0, events_redacted: 1 });
    const contact = await workspace.api.post<Shown>('/v1/contacts', { first_name: FIRST_NAME, phone: `+${PHONE}` });
    await workspace.api.delete(`/v1/contacts/${contact.id}`);
    const deleted = await erase(workspace, `/v1/contacts/${contact.id}/erase`);
    expect(deleted.result).toMatchObject({ contacts: 1, events: 2, audit_entries: 2 });
    expect(tracesIn(await seen(workspace))).toEqual([]);
    const again = await erase(workspace, `/v1/contacts/${contact.id}/erase`);
    expect(again.result).toMatchObject({ contacts: 0, events: 0, events_redacted: 0, audit_entries: 0 });
  }, 120_000);

  test('is for administrators, of people of their workspace, named in one way', async () => {
    const [workspace, stranger] = (await Promise.all(
      ['Ours', 'Theirs'].map((name) => createWorkspace(gateway, { name })),
    )) as [TestWorkspace, TestWorkspace];
    const contact = await workspace.api.post<Shown>('/v1/contacts', { first_name: 'Bo', phone: `+${BYSTANDER}` });
    const { key } = await workspace.api.post<{ key: string }>('/v1/api-keys', { name: 'w', scopes: ['write'] });
    const path = `/v1/contacts/${contact.id}/erase`;
    expect((await api(gateway, key).send('POST', path)).status).toBe(403);
    expect((await stranger.api.send('POST', path)).status).toBe(404);
    for (const body of [
      {},
      { phone: '12' },
      { phone: `+${BYSTANDER}`, bsuid: BSUID },
      { bsuid: 'no' },
      { email: EMAIL },
    ]) {
      expect([body, (await workspace.api.send('POST', '/v1/contacts/erase', body)).status]).toEqual([body, 400]);
    }
    expect(await workspace.api.all('/v1/runs')).toEqual([]);
    expect(await workspace.api.get(`/v1/contacts/${contact.id}`)).toMatchObject({ phone: `+${BYSTANDER}` });
  });
});

function tracesIn(text: string): string[] {
  return TRACES.filter((trace) => text.includes(trace));
}

type Number = typeof FIXTURE_NUMBER | { phone_number_id: string; waba_id: string; display_phone_number: string };

interface Message {
  readonly text: string;
  readonly wamid: string;
  readonly bsuid?: string;
  readonly timestamp?: string;
}

/** A message of the person. */
function messageOf(number: Number, { text, wamid, bsuid, timestamp = '1781000400' }: Message): unknown {
  const person = { profile: { name: `${FIRST_NAME} ${LAST_NAME}` }, wa_id: WA_ID };
  const contacts = [{ ...person, ...(bsuid === undefined ? {} : { user_id: bsuid }) }];
  const from = { from: WA_ID, ...(bsuid === undefined ? {} : { from_user_id: bsuid }) };
  return bodyOf(number, {
    contacts,
    messages: [{ ...from, id: wamid, timestamp, type: 'text', text: { body: text } }],
  });
}

function statusOf(number: Number, status: Json): unknown {
  return bodyOf(number, { statuses: [{ status: 'delivered', timestamp: '1781000400', ...status }] });
}

/** Somebody else shares the person's number. */
function vCardOf(number: Number): unknown {
  const card = { name: { formatted_name: 'Q.' }, phones: [{ phone: '+55 11 98765-4321', wa_id: WA_ID }] };
  return bodyOf(number, {
    contacts: [{ profile: { name: 'Mira Lindqvist' }, wa_id: BYSTANDER }],
    messages: [{ from: BYSTANDER, id: 'wamid.CARD1', timestamp: '1781000400', type: 'contacts', contacts: [card] }],
  });
}

function bodyOf(number: Number, value: Json): unknown {
  const { waba_id, phone_number_id, display_phone_number } = number;
  const metadata = { display_phone_number, phone_number_id };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  return { object: 'whatsapp_business_account', entry: [{ id: waba_id, changes: [change] }] };
}
