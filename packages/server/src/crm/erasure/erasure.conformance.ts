import type { Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { queueOf } from '../../../test/support/queue.ts';
import { type ConversationPartner, conversationIdOf } from '../../domain/conversation.ts';
import { PosthornError } from '../../domain/errors.ts';
import {
  type ChannelId,
  type ContactId,
  type ConversationId,
  type ConversationNoteId,
  type EventId,
  idOf,
  type MessageId,
  type RunId,
  type WorkspaceId,
} from '../../domain/ids.ts';
import type { RunControl, RunData, RunEnd } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database, NewAttemptRow, NewDeliveryRow } from '../../platform/db/tables.ts';
import { createErasureHandler } from './erasure-run.ts';
import type { ErasureContext } from './erasure-step.ts';
import { learn, NOBODY, type Person, toPersonParams } from './person.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const OWN_APP = idOf('app', '0190a000-0000-7000-8000-000000000003');
const OPERATOR_APP = idOf('app', '0190a000-0000-7000-8000-000000000005');
const ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-000000000006');

const PHONE = '5511987654321';
const WA_ID = '551187654321';
const OTHER_PHONE = '4915170023456';
const BSUID = 'BR.13491208655302741918';

/** When the erasure begins: later than any id that a test makes. Rows of the tests are older, but for those that say so. */
const START_MS = Date.now() + 86_400_000;
const LEASE_MS_MAX = 70_000;
const REMEMBER_MS = 5_000;

/** What the erasure of a person promises (R6 of the records). */
export function erasureConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`erasure on ${name}`, () => {
    describeEvents(openStore);
    describePerson(openStore);
    describeDeliveries(openStore);
    describeAttempts(openStore);
    describeQuarantine(openStore);
    describeRecords(openStore);
    describeMessages(openStore);
    describeMedia(openStore);
    describeConversations(openStore);
    describeRun(openStore);
  });
}

function describeEvents(openStore: () => Promise<Store>): void {
  test('leaves of an event about the person what names it, whichever way it is theirs', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { deleted_at_ms: 1 });
    const about: Partial<EventRow>[] = [
      { phone: PHONE },
      { phone: WA_ID },
      { bsuid: BSUID },
      { contact_id: contactId },
    ];
    const ids = await Promise.all(about.map((event) => insertEvent(store, { ...event, payload: '{"name":"Ada"}' })));
    await erase(store, { contactIds: [contactId], phones: [PHONE], bsuids: [BSUID] });
    for (const id of ids) {
      expect(await readEvent(store, id)).toMatchObject({
        ...{ id, type: 'message.received', origin: 'erased', phone: null, bsuid: null },
        payload: JSON.stringify({ erased_at: new Date(START_MS).toISOString() }),
      });
    }
    expect((await readEvent(store, ids[3] as EventId)).contact_id).toBe(contactId);
  });

  test('takes the person out of an event that is about somebody else', async () => {
    const store = await openWithWorkspaces(openStore);
    const payload = JSON.stringify({ to: `+${PHONE}`, of: [`${OTHER_PHONE}`, { [WA_ID]: 1 }], text: 'x' });
    const id = await insertEvent(store, { phone: OTHER_PHONE, payload });
    const { result } = await erase(store, { phones: [PHONE] });
    expect(await readEvent(store, id)).toMatchObject({
      ...{ origin: 'meta', phone: OTHER_PHONE },
      payload: JSON.stringify({ to: '[erased]', of: [OTHER_PHONE, { '[erased]': 1 }], text: 'x' }),
    });
    expect(result).toMatchObject({ events: 0, events_redacted: 1 });
  });

  test('erases an event as a whole when the person cannot be taken out of it', async () => {
    const store = await openWithWorkspaces(openStore);
    const id = await insertEvent(store, { payload: `${'['.repeat(300)}"${PHONE}"${']'.repeat(300)}` });
    await erase(store, { phones: [PHONE] });
    expect(await readEvent(store, id)).toMatchObject({ origin: 'erased' });
  });

  test('keeps an event of another contact that had the number then, without the number', async () => {
    const store = await openWithWorkspaces(openStore);
    const other = await insertContact(store, { phone: `+${OTHER_PHONE}`, phone_key: OTHER_PHONE });
    const id = await insertEvent(store, { phone: PHONE, contact_id: other, payload: `{"from":"${PHONE}","a":1}` });
    await erase(store, { phones: [PHONE] });
    expect(await readEvent(store, id)).toMatchObject({
      ...{ origin: 'meta', phone: null, contact_id: other },
      payload: '{"from":"[erased]","a":1}',
    });
  });

  test('leaves what comes in after it began, and the event that reports it', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { deleted_at_ms: 1 });
    const later = { created_at_ms: START_MS };
    const fresh = await insertEvent(store, { ...later, phone: PHONE, payload: `{"from":"${PHONE}"}` });
    const tombstone = JSON.stringify({
      id: contactId,
      serial: 1,
      first_name: '',
      phone: null,
      tags: [],
      enabled: true,
    });
    const report = { ...later, type: 'contact.deleted', origin: 'crm' as const, contact_id: contactId };
    const reported = await insertEvent(store, { ...report, payload: tombstone });
    const told = await insertEvent(store, { ...report, payload: tombstone.replace('""', '"Ada"') });
    await erase(store, { contactIds: [contactId], phones: [PHONE] });
    expect(await readEvent(store, fresh)).toMatchObject({ origin: 'meta', phone: PHONE });
    expect(await readEvent(store, reported)).toMatchObject({ origin: 'crm', payload: tombstone });
    expect(await readEvent(store, told)).toMatchObject({ origin: 'erased' });
  });

  test('touches no other workspace', async () => {
    const store = await openWithWorkspaces(openStore);
    const theirs = { workspace_id: OTHER_WORKSPACE, phone: PHONE, payload: `{"from":"${PHONE}"}` };
    const id = await insertEvent(store, theirs);
    await insertAttempt(store, { workspace_id: OTHER_WORKSPACE, event_id: id, response_body: PHONE });
    const contactId = await insertContact(store, {
      workspace_id: OTHER_WORKSPACE,
      phone: `+${PHONE}`,
      phone_key: WA_ID,
    });
    await insertAudit(store, { workspace_id: OTHER_WORKSPACE, resource_id: contactId, after: `{"phone":"+${PHONE}"}` });
    await insertMessage(store, { workspace_id: OTHER_WORKSPACE, phone: PHONE, text: PHONE });
    const before = await readAll(store);
    expect((await erase(store, { phones: [PHONE], contactIds: [contactId] })).result).toEqual(NOTHING);
    expect(await readAll(store)).toEqual(before);
  });

  test('walks to the end of a long log', async () => {
    const store = await openWithWorkspaces(openStore);
    for (let count = 0; count < 230; count++) await insertEvent(store, count % 5 === 0 ? { phone: PHONE } : {});
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ events: 46 });
  });
}

function describePerson(openStore: () => Promise<Store>): void {
  test('finds the numbers that the contact had before, and erases by them too', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, {
      phone: `+${OTHER_PHONE}`,
      phone_key: OTHER_PHONE,
      email: 'ada@x.example',
    });
    await insertEvent(store, { phone: WA_ID, bsuid: BSUID, contact_id: contactId });
    const ids = [
      await insertEvent(store, { phone: PHONE }),
      await insertEvent(store, { bsuid: BSUID }),
      await insertEvent(store, { payload: '{"to":"ADA@x.example"}' }),
    ];
    const { result } = await erase(store, { contactIds: [contactId] });
    expect(result).toMatchObject({ contacts: 1, events: 3, events_redacted: 1 });
    expect(await readEvent(store, ids[2] as EventId)).toMatchObject({ payload: '{"to":"[erased]"}' });
  });

  test('finds a contact that had the number and was deleted, and what is known by that', async () => {
    const store = await openWithWorkspaces(openStore);
    const deleted = await insertContact(store, { deleted_at_ms: 1 });
    await insertEvent(store, { phone: PHONE, contact_id: deleted });
    await insertEvent(store, { phone: OTHER_PHONE, contact_id: deleted });
    const last = await insertEvent(store, { phone: OTHER_PHONE });
    await erase(store, { phones: [PHONE] });
    expect(await readEvent(store, last)).toMatchObject({ origin: 'erased' });
    const row = await store.db
      .selectFrom('contacts')
      .select('erased_at_ms')
      .where('id', '=', deleted)
      .executeTakeFirst();
    expect(row?.erased_at_ms).toBe(START_MS);
  });

  test('leaves a number and an address that somebody else has by now', async () => {
    const store = await openWithWorkspaces(openStore);
    const email = 'family@x.example';
    const contactId = await insertContact(store, { phone: `+${PHONE}`, phone_key: WA_ID, email });
    await insertContact(store, { phone: `+${OTHER_PHONE}`, phone_key: OTHER_PHONE, email: 'Family@x.example' });
    await insertEvent(store, { phone: OTHER_PHONE, contact_id: contactId });
    const theirs = await insertEvent(store, {
      phone: OTHER_PHONE,
      payload: `{"from":"${OTHER_PHONE}","to":"${email}"}`,
    });
    const before = await readEvent(store, theirs);
    expect((await erase(store, { contactIds: [contactId] })).result).toMatchObject({ events: 1, events_redacted: 0 });
    expect(await readEvent(store, theirs)).toEqual(before);
  });

  test('takes the person out of what other contacts say, and leaves who those are', async () => {
    const store = await openWithWorkspaces(openStore);
    const other = await insertContact(store, {
      ...{ phone: `+${OTHER_PHONE}`, phone_key: OTHER_PHONE, description: `Wife: +${PHONE}` },
      ...{ custom_attributes: `{"wife":"${PHONE}"}`, search_text: `wife: +${PHONE}` },
    });
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ contacts: 0, contacts_redacted: 1 });
    expect(await store.db.selectFrom('contacts').selectAll().where('id', '=', other).executeTakeFirst()).toMatchObject({
      ...{ phone: `+${OTHER_PHONE}`, description: 'Wife: [erased]', revision: 2 },
      ...{ custom_attributes: '{"wife":"[erased]"}', search_text: 'wife: [erased]' },
    });
  });
}

function describeDeliveries(openStore: () => Promise<Store>): void {
  test('cancels what waits of an erased event, held or not, and takes back a resend', async () => {
    const store = await openWithWorkspaces(openStore);
    const event_id = await insertEvent(store, { phone: PHONE });
    const [waiting, held, resent, others] = [
      await insertDelivery(store, { event_id }),
      await insertDelivery(store, { event_id, due_at_ms: null }),
      await insertDelivery(store, { event_id, trigger: 'resend', resting_state: 'delivered' }),
      await insertDelivery(store, { event_id: await insertEvent(store) }),
    ];
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ deliveries_canceled: 3 });
    const rows = await queueOf(store).select(['id', 'state', 'due_at_ms']).orderBy('id').execute();
    expect(rows).toEqual([
      { id: waiting, state: 'canceled', due_at_ms: null },
      { id: held, state: 'canceled', due_at_ms: null },
      { id: others, state: 'pending', due_at_ms: 5 },
    ]);
    expect(rows.map((row) => row.id)).not.toContain(resent);
  });

  test('waits for the attempt of a leased delivery, and no longer than the lease', async () => {
    const store = await openWithWorkspaces(openStore);
    const lease = { lease_token: 'a', due_at_ms: START_MS + 30_000 };
    const id = await insertDelivery(store, { ...lease, event_id: await insertEvent(store, { phone: PHONE }) });
    const waits: number[] = [];
    await erase(store, { phones: [PHONE] }, { onWait: (untilMs) => waits.push(untilMs - START_MS) });
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([1_000, LEASE_MS_MAX]);
    expect(await readDelivery(store, id)).toEqual({ state: 'canceled', lease_token: null });
  });

  test('goes on as soon as the attempt is logged', async () => {
    const store = await openWithWorkspaces(openStore);
    const event_id = await insertEvent(store, { phone: PHONE });
    const id = await insertDelivery(store, { event_id, lease_token: 'a', due_at_ms: START_MS + 30_000 });
    const logged = async () => {
      await insertAttempt(store, { event_id, response_body: `Thank you ${PHONE}` });
      await store.db.updateTable('deliveries').set({ lease_token: null }).where('id', '=', id).execute();
    };
    const { result } = await erase(store, { phones: [PHONE] }, { onWait: logged });
    expect(result).toMatchObject({ attempts: 1 });
    expect((await store.db.selectFrom('attempts').select('response_body').execute())[0]?.response_body).toBeNull();
  });

  test('waits for attempts too whose event was redacted: their answers may mention the person', async () => {
    const store = await openWithWorkspaces(openStore);
    const event_id = await insertEvent(store, { payload: `{"to":"${PHONE}"}` });
    const id = await insertDelivery(store, { event_id, lease_token: 'a', due_at_ms: START_MS + 30_000 });
    const logged = async () => {
      await insertAttempt(store, { event_id, response_body: `Thank you ${PHONE}` });
      await store.db.deleteFrom('deliveries').where('id', '=', id).execute();
    };
    await erase(store, { phones: [PHONE] }, { onWait: logged });
    expect((await store.db.selectFrom('attempts').select('response_body').execute())[0]?.response_body).toBe(
      'Thank you [erased]',
    );
  });
}

function describeAttempts(openStore: () => Promise<Store>): void {
  test('keeps of an attempt of an erased event what was done and what came of it', async () => {
    const store = await openWithWorkspaces(openStore);
    const texts = {
      error_message: 'x',
      request_headers: '{"a":"b"}',
      response_headers: '{"c":"d"}',
      response_body: 'Ada',
    };
    const event_id = await insertEvent(store, { phone: PHONE });
    await insertAttempt(store, { ...texts, event_id });
    const before = await store.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ attempts: 1 });
    const none = { error_message: null, request_headers: '{}', response_headers: '{}', response_body: null };
    expect(await store.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow()).toEqual({ ...before, ...none });
  });

  test('takes the person out of other answers, also of events that were purged, and leaves new ones', async () => {
    const store = await openWithWorkspaces(openStore);
    const texts = { response_headers: `{"x-of":"${PHONE}"}`, response_body: `{"sent":"${WA_ID}"}` };
    const purged = idOf('evt', uuidv7());
    await insertAttempt(store, { ...texts, event_id: await insertEvent(store) });
    await insertAttempt(store, { ...texts, event_id: purged });
    await insertAttempt(store, { ...texts, event_id: await insertEvent(store, { created_at_ms: START_MS }) });
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ attempts: 2 });
    const rows = await store.db
      .selectFrom('attempts')
      .select(['response_headers', 'response_body'])
      .orderBy('id')
      .execute();
    const redacted = { response_headers: '{"x-of":"[erased]"}', response_body: '{"sent":"[erased]"}' };
    expect(rows).toEqual([redacted, redacted, texts]);
  });
}

function describeQuarantine(openStore: () => Promise<Store>): void {
  test('empties items of the workspace’s own registrations and of its numbers on the operator’s, and of nobody else', async () => {
    const store = await openWithWorkspaces(openStore);
    await insertChannel(store, WORKSPACE, '1');
    await insertChannel(store, WORKSPACE, '2', { deleted_at_ms: 1 });
    await insertChannel(store, WORKSPACE, '3', { deleted_at_ms: 1 });
    await insertChannel(store, OTHER_WORKSPACE, '3');
    await insertItem(store, 'own', { meta_app_id: OWN_APP, phone_number_id: '9' });
    await insertItem(store, 'own-unreadable', { meta_app_id: OWN_APP, reason: 'unreadable', phone_number_id: null });
    await insertItem(store, 'own-new', { meta_app_id: OWN_APP, created_at_ms: START_MS });
    await insertItem(store, 'own-about-others', { meta_app_id: OWN_APP, payload: '{"from":"1"}' });
    await insertItem(store, 'number', { phone_number_id: '1' });
    await insertItem(store, 'former-number', { phone_number_id: '2' });
    await insertItem(store, 'number-of-another', { phone_number_id: '3' });
    await insertItem(store, 'unknown-number', { phone_number_id: '4' });
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ quarantine_items: 4 });
    const rows = await store.db
      .selectFrom('quarantine')
      .select(['dedupe_key', 'payload', 'payload_bytes'])
      .where('reason', '=', 'erased')
      .orderBy('dedupe_key')
      .execute();
    const empty = { payload: 'null', payload_bytes: 4 };
    const erased = ['former-number', 'number', 'own', 'own-unreadable'];
    expect(rows).toEqual(erased.map((dedupe_key) => ({ dedupe_key, ...empty })));
    const keys = await store.db.selectFrom('event_keys').select(['workspace_id', 'key']).orderBy('key').execute();
    expect(keys).toEqual(erased.map((key) => ({ workspace_id: WORKSPACE, key })));
  });
}

function describeRecords(openStore: () => Promise<Store>): void {
  test('forgets answers that mention the person or their contact, or that nobody can open', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { deleted_at_ms: 1 });
    await insertKey(store, 'number', `sealed {"phone":"+${PHONE}"}`);
    await insertKey(store, 'contact', `sealed {"id":"${contactId}"}`);
    await insertKey(store, `for-${PHONE}`, null);
    await insertKey(store, 'unknown-key', 'of another key');
    await insertKey(store, 'kept', `sealed {"phone":"+${OTHER_PHONE}"}`);
    await insertKey(store, 'running', null);
    await insertKey(store, 'new', `sealed {"phone":"+${PHONE}"}`, { created_at_ms: START_MS });
    await insertKey(store, 'theirs', `sealed {"phone":"+${PHONE}"}`, { scope: OTHER_WORKSPACE });
    const { result } = await erase(store, { phones: [PHONE], contactIds: [contactId] });
    expect(result).toMatchObject({ idempotency_keys: 4 });
    const left = await store.db.selectFrom('idempotency_keys').select('key').orderBy('key').execute();
    expect(left.map((row) => row.key)).toEqual(['kept', 'new', 'running', 'theirs']);
  });

  test('empties what the audit log says of the contact, and takes the person out of the rest of it', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { deleted_at_ms: 1 });
    await insertAudit(store, { resource_id: contactId, before: null, after: '{"first_name":"Ada"}' });
    await insertAudit(store, { resource_id: 'cnt_2', before: `{"a":"${PHONE}"}`, after: '{"b":1}' });
    await insertAudit(store, { resource_id: 'cnt_3', before: '{"c":2}' });
    const person = { phones: [PHONE], contactIds: [contactId] };
    expect((await erase(store, person)).result).toMatchObject({ audit_entries: 2 });
    const rows = await store.db.selectFrom('audit_log').select(['before', 'after']).orderBy('id').execute();
    expect(rows).toEqual([
      { before: null, after: '{"erased":true}' },
      { before: '{"a":"[erased]"}', after: '{"b":1}' },
      { before: '{"c":2}', after: null },
    ]);
    expect((await erase(store, person)).result).toMatchObject({ audit_entries: 0 });
  });

  test('takes the person out of files that are worked through, also where a piece ends, and leaves newer files', async () => {
    const store = await openWithWorkspaces(openStore);
    const [run, newer] = [idOf('run', uuidv7()), newerRunId()];
    const text = Array.from({ length: 9 }, (_, row) => `Ada ${row},+${PHONE},x\nBo,+${OTHER_PHONE},y\n`).join('');
    const pieces = text.match(/[\s\S]{1,23}/g) ?? [];
    for (const [number, content] of pieces.entries()) await insertInput(store, run, number, content);
    await insertInput(store, newer, 0, text);
    await erase(store, { phones: [PHONE] });
    const read = async (id: RunId) => {
      const rows = await store.db
        .selectFrom('run_inputs')
        .select('content')
        .where('run_id', '=', id)
        .orderBy('number')
        .execute();
      return rows.map((row) => row.content).join('');
    };
    expect(await read(run)).toBe(text.replaceAll(`+${PHONE}`, '[erased]'));
    expect(await read(newer)).toBe(text);
  });

  test('leaves no cell of a row that a run could not carry out, when one of them mentions the person', async () => {
    const store = await openWithWorkspaces(openStore);
    const run = idOf('run', uuidv7());
    await insertProblem(store, run, {
      number: 1,
      row_number: 2,
      value: `+${PHONE} home`,
      message: `+${PHONE} is none.`,
    });
    await insertProblem(store, run, { number: 2, row_number: 2, value: 'Ada', message: 'No such group.' });
    await insertProblem(store, run, { number: 3, row_number: 3, value: 'Bo', message: 'No such group.' });
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ run_problems: 2 });
    const rows = await store.db.selectFrom('run_problems').select(['value', 'message']).orderBy('number').execute();
    expect(rows).toEqual([
      { value: '[erased]', message: '[erased] is none.' },
      { value: '[erased]', message: 'No such group.' },
      { value: 'Bo', message: 'No such group.' },
    ]);
  });
}

function describeMessages(openStore: () => Promise<Store>): void {
  const words = {
    ...{
      type: 'image',
      text: 'Ada',
      content: '{"image":{"caption":"Ada"}}',
      callback_data: 'Ada',
      sender: '{"id":"k"}',
    },
    ...{ wamid: 'wamid.1', reply_to: 'wamid.0', response: `{"contacts":[{"wa_id":"${WA_ID}"}]}` },
  };

  test('leaves of a message to or from the person its ids, channel and times, whichever way it is theirs', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { deleted_at_ms: 1 });
    const nobody = { contactId: null, phone: null, bsuid: null };
    const ofContact = conversationIdOf(MESSAGE_CHANNEL, { ...nobody, contactId });
    const theirs = [
      { contact_id: contactId, conversation_id: ofContact },
      { phone: WA_ID, conversation_id: conversationIdOf(MESSAGE_CHANNEL, { ...nobody, bsuid: 'BR.0' }) },
      { bsuid: BSUID },
      { conversation_id: conversationIdOf(MESSAGE_CHANNEL, { ...nobody, phone: PHONE }) },
    ];
    const ids = await Promise.all(theirs.map((row) => insertMessage(store, { ...words, ...row })));
    const { result } = await erase(store, { contactIds: [contactId], phones: [PHONE], bsuids: [BSUID] });
    expect(result).toMatchObject({ messages: 4, messages_redacted: 0 });
    for (const [index, id] of ids.entries()) {
      expect(await readMessage(store, id)).toMatchObject({
        ...{ type: 'erased', text: null, content: '{}', phone: null, bsuid: null, callback_data: null, sender: null },
        ...{ response: null, wamid: 'wamid.1', reply_to: 'wamid.0', channel_id: MESSAGE_CHANNEL, occurred_at_ms: 1 },
        ...{ contact_id: index === 0 ? contactId : null, conversation_id: index === 0 ? ofContact : null },
      });
    }
  });

  test('takes the person out of messages with others, and leaves what is new or of somebody who has the number by now', async () => {
    const store = await openWithWorkspaces(openStore);
    const other = await insertContact(store, { phone: `+${OTHER_PHONE}`, phone_key: OTHER_PHONE });
    const about = await insertMessage(store, {
      ...{
        phone: OTHER_PHONE,
        text: `Call +${PHONE}`,
        content: `{"text":{"body":"Call +${PHONE}","preview_url":true}}`,
      },
    });
    const owned = await insertMessage(store, { phone: PHONE, contact_id: other, text: 'Hello' });
    const fresh = await insertMessage(store, { phone: PHONE, text: 'Hello', created_at_ms: START_MS });
    const { result } = await erase(store, { phones: [PHONE] });
    expect(result).toMatchObject({ messages: 0, messages_redacted: 2 });
    expect(await readMessage(store, about)).toMatchObject({
      ...{ type: 'text', phone: OTHER_PHONE, text: 'Call [erased]' },
      content: '{"text":{"body":"Call [erased]","preview_url":true}}',
    });
    expect(await readMessage(store, owned)).toMatchObject({ phone: null, contact_id: other, text: 'Hello' });
    expect(await readMessage(store, fresh)).toMatchObject({ phone: PHONE, text: 'Hello' });
  });

  test('forgets why a message to the person failed, and keeps when', async () => {
    const store = await openWithWorkspaces(openStore);
    await insertMessage(store, { phone: PHONE, wamid: 'wamid.1', direction: 'outbound' });
    const lost = await insertMessage(store, { phone: PHONE, direction: 'outbound' });
    const failed = { failed_at_ms: 5, error: '{"details":"Ada"}', first_heard_at_ms: 5 };
    await insertStatuses(store, { ...failed, wamid: 'wamid.1' });
    await insertStatuses(store, { ...failed, wamid: 'wamid.2', message_id: lost });
    await insertStatuses(store, { ...failed, wamid: 'wamid.3' });
    await erase(store, { phones: [PHONE] });
    const rows = await store.db.selectFrom('message_statuses').selectAll().orderBy('wamid').execute();
    expect(rows.map(({ failed_at_ms, error }) => [failed_at_ms, error])).toEqual([
      [5, null],
      [5, null],
      [5, failed.error],
    ]);
  });

  test('takes messages to the person out of the queue, and waits for the answer to one that is being sent', async () => {
    const store = await openWithWorkspaces(openStore);
    const to = { direction: 'outbound', source: 'api', phone: PHONE } as const;
    const [queued, sending, others] = [
      await insertMessage(store, to),
      await insertMessage(store, to),
      await insertMessage(store, { ...to, phone: OTHER_PHONE, text: `Not to ${PHONE}` }),
    ];
    await insertSend(store, queued);
    await insertSend(store, sending, { state: 'sending', due_at_ms: START_MS + 30_000 });
    await insertSend(store, others);
    const waits: number[] = [];
    const onWait = async (untilMs: number) => {
      waits.push(untilMs - START_MS);
      const response = `{"contacts":[{"wa_id":"${WA_ID}"}]}`;
      await store.db.updateTable('messages').set({ wamid: 'wamid.1', response }).where('id', '=', sending).execute();
    };
    expect((await erase(store, { phones: [PHONE] }, { onWait })).result).toMatchObject({
      ...{ message_sends: 2, messages: 2, messages_redacted: 1 },
    });
    expect(waits).toEqual([30_000]);
    const left = await store.db.selectFrom('message_sends').select('id').execute();
    expect(left.map(({ id }) => id)).toEqual([others]);
    expect(await readMessage(store, queued)).toMatchObject({ type: 'erased', refused_at_ms: expect.any(Number) });
    expect(await readMessage(store, sending)).toMatchObject({ wamid: 'wamid.1', response: null, refused_at_ms: null });
  });

  test('takes what a message said out of the events that tell of it', async () => {
    const store = await openWithWorkspaces(openStore);
    const sent_message = JSON.stringify({ type: 'text', text: `Your number is ${PHONE}` });
    const about = await insertEvent(store, { phone: PHONE, sent_message });
    const mentions = await insertEvent(store, { phone: OTHER_PHONE, sent_message });
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ events: 1, events_redacted: 1 });
    expect(await readEvent(store, about)).toMatchObject({ origin: 'erased', sent_message: null });
    expect(await readEvent(store, mentions)).toMatchObject({
      ...{ origin: 'meta', sent_message: '{"type":"text","text":"Your number is [erased]"}' },
    });
  });

  test('walks to the end of many messages', async () => {
    const store = await openWithWorkspaces(openStore);
    for (let count = 0; count < 230; count++) await insertMessage(store, count % 5 === 0 ? { phone: PHONE } : {});
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ messages: 46 });
  });
}

function describeMedia(openStore: () => Promise<Store>): void {
  test('deletes the media files of the person’s conversations, under every name, and empties their rows', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { deleted_at_ms: 1 });
    const partners = [
      { contactId, phone: PHONE, bsuid: null },
      { contactId: null, phone: WA_ID, bsuid: null },
      { contactId: null, phone: null, bsuid: BSUID },
    ];
    const channels = [await addChannel(store), await addChannel(store)];
    const theirs = await Promise.all(
      channels.flatMap((channel) => partners.map((partner) => insertMedia(store, channel, partner))),
    );
    const [channel = channels[1]] = channels;
    const other = await insertMedia(store, channel, { contactId: null, phone: OTHER_PHONE, bsuid: null });
    const late = await insertMedia(store, channel, partners[1], { created_at_ms: START_MS });
    const removed: string[] = [];
    const person = { contactIds: [contactId], phones: [PHONE], bsuids: [BSUID] };
    const { result } = await erase(store, person, { onRemove: (id) => removed.push(id) });
    expect(result).toMatchObject({ media_files: 6 });
    expect(removed.toSorted()).toEqual(theirs.toSorted());
    for (const id of theirs) {
      expect(await readMedia(store, id)).toMatchObject({
        ...{ state: 'gone', conversation_id: null, filename: null, mime_type: null, sha256: null, size_bytes: null },
        ...{ storage_key: null, due_at_ms: null, lease_token: null },
      });
    }
    for (const id of [other, late]) expect(await readMedia(store, id)).toMatchObject({ state: 'stored' });
  });

  test('deletes as many media files as there are, and goes on with one whose bytes could not be deleted', async () => {
    const store = await openWithWorkspaces(openStore);
    const channel = await addChannel(store);
    const partner = { contactId: null, phone: PHONE, bsuid: null };
    for (let count = 0; count < 120; count++) await insertMedia(store, channel, partner);
    let isAway = true;
    const onRemove = () => {
      if (!isAway) return;
      isAway = false;
      throw new PosthornError('store_unavailable', 'Away.');
    };
    await expect(erase(store, { phones: [PHONE] }, { onRemove })).rejects.toThrow('Away.');
    expect((await erase(store, { phones: [PHONE] }, { onRemove })).result).toMatchObject({ media_files: 120 });
    const left = store.db.selectFrom('media_files').select('media_id').where('conversation_id', 'is not', null);
    expect(await left.execute()).toEqual([]);
  });

  test('ends a fetch of the person’s media that is under way', async () => {
    const store = await openWithWorkspaces(openStore);
    const fetching = { state: 'waiting', storage_key: null, due_at_ms: START_MS, lease_token: 'lease' } as const;
    const partner = { contactId: null, phone: PHONE, bsuid: null };
    const id = await insertMedia(store, await addChannel(store), partner, fetching);
    await erase(store, { phones: [PHONE] });
    expect(await readMedia(store, id)).toMatchObject({ state: 'gone', due_at_ms: null, lease_token: null });
  });
}

function describeConversations(openStore: () => Promise<Store>): void {
  test('deletes the conversations with the contacts that the person is and was, with their notes', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactIds = [await insertContact(store, { deleted_at_ms: 1 }), await insertContact(store, {})];
    const bystander = await insertContact(store, { phone: `+${OTHER_PHONE}`, phone_key: OTHER_PHONE });
    const channels = await Promise.all(Array.from({ length: 6 }, () => addChannel(store)));
    for (const channel of channels) {
      for (const contactId of contactIds) {
        await insertNote(store, await insertConversation(store, channel, contactId), 'Likes purple.');
      }
    }
    const [channel = idOf('chn', uuidv7())] = channels;
    const others = await insertConversation(store, channel, bystander);
    const kept = await insertNote(store, others, 'Likes green.');
    expect((await erase(store, { contactIds })).result).toMatchObject({ conversations: 12, conversation_notes: 12 });
    expect(await readConversations(store)).toEqual({ conversations: [others], activity: [others] });
    expect(await readNotes(store)).toEqual([{ id: kept, text: 'Likes green.' }]);
  });

  test('deletes the activity of a person who is no contact, under every name, but not what came after it began', async () => {
    const store = await openWithWorkspaces(openStore);
    const nobody = { contactId: null, phone: null, bsuid: null };
    const [first, second] = [await addChannel(store), await addChannel(store)];
    await insertActivity(store, first, { ...nobody, phone: WA_ID });
    await insertActivity(store, second, { ...nobody, bsuid: BSUID });
    const left = [
      await insertActivity(store, first, { ...nobody, phone: OTHER_PHONE }),
      await insertActivity(store, second, { ...nobody, phone: PHONE }, { last_message_at_ms: START_MS }),
      await insertActivity(store, first, { ...nobody, bsuid: BSUID }, { window_from_ms: START_MS + 1 }),
    ];
    await erase(store, { phones: [PHONE], bsuids: [BSUID] });
    expect((await readConversations(store)).activity).toEqual(left.toSorted());
  });

  test('takes the person out of what was noted about conversations with others', async () => {
    const store = await openWithWorkspaces(openStore);
    const other = await insertContact(store, { phone: `+${OTHER_PHONE}`, phone_key: OTHER_PHONE });
    const conversation = await insertConversation(store, await addChannel(store), other);
    const id = await insertNote(store, conversation, `Her husband: +${PHONE}.`);
    for (let count = 0; count < 120; count++) await insertNote(store, conversation, 'x');
    const last = await insertNote(store, conversation, `Call ${WA_ID}!`);
    expect((await erase(store, { phones: [PHONE] })).result).toMatchObject({ conversations: 0, conversation_notes: 2 });
    const notes = new Map((await readNotes(store)).map((note) => [note.id, note.text]));
    expect([notes.get(id), notes.get(last)]).toEqual(['Her husband: [erased].', 'Call [erased]!']);
  });

  test('touches no conversation of another workspace', async () => {
    const store = await openWithWorkspaces(openStore);
    const theirs = { workspace_id: OTHER_WORKSPACE };
    const contactId = await insertContact(store, theirs);
    const channel = await addChannel(store);
    const id = await insertConversation(store, channel, contactId, theirs);
    const note = await insertNote(store, id, `+${PHONE}`, theirs);
    expect((await erase(store, { contactIds: [contactId], phones: [PHONE] })).result).toEqual(NOTHING);
    expect(await readConversations(store)).toEqual({ conversations: [id], activity: [id] });
    expect(await readNotes(store)).toEqual([{ id: note, text: `+${PHONE}` }]);
  });
}

function describeRun(openStore: () => Promise<Store>): void {
  test('waits after a deletion until no node takes the person for the contact any more', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { phone: `+${PHONE}`, phone_key: WA_ID });
    const waits: number[] = [];
    const late = { created_at_ms: START_MS + 3_000, phone: PHONE, contact_id: contactId };
    const onWait = async (untilMs: number) => {
      waits.push(untilMs - START_MS);
      await insertEvent(store, late);
    };
    expect((await erase(store, { contactIds: [contactId] }, { onWait })).result).toMatchObject({
      contacts: 1,
      events: 1,
    });
    expect(waits).toEqual([REMEMBER_MS]);
  });

  test('goes on after it was stopped anywhere, and comes to the same', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { phone: `+${PHONE}`, phone_key: WA_ID });
    for (let count = 0; count < 250; count++) await insertEvent(store, { phone: count % 2 === 0 ? PHONE : null });
    await insertAttempt(store, { event_id: await insertEvent(store), response_body: PHONE });
    await insertAudit(store, { resource_id: contactId, after: '{"first_name":"Ada"}' });
    const { result, stops } = await erase(store, { contactIds: [contactId] }, { stopsEachPiece: true });
    expect(stops).toBeGreaterThanOrEqual(17);
    expect(result).toMatchObject({ contacts: 1, events: 125, attempts: 1, audit_entries: 1 });
  });

  test('never shows in its progress whom it is about, and has forgotten it at the end', async () => {
    const store = await openWithWorkspaces(openStore);
    const contactId = await insertContact(store, { phone: `+${PHONE}`, phone_key: WA_ID, email: 'ada@x.example' });
    await insertKey(store, `a-${PHONE}`, null);
    await insertKey(store, `b-${PHONE}`, null);
    const { saved, params } = await erase(store, { contactIds: [contactId] }, { stopsEachPiece: true });
    expect(JSON.stringify(saved)).not.toMatch(new RegExp(`${PHONE}|${WA_ID}|ada@`));
    expect(params).toEqual(toPersonParams(NOBODY));
  });

  test('ends when it is told to, with what it did so far', async () => {
    const store = await openWithWorkspaces(openStore);
    const id = await insertEvent(store, { phone: PHONE });
    const handler = createErasureHandler(contextOf(store, () => START_MS));
    const ctl: RunControl = { saveProgress: async () => false, isStopping: () => true, readInput: async () => null };
    const task = { id: idOf('run', uuidv7()), workspaceId: WORKSPACE, progress: {}, startedAtMs: START_MS };
    expect(await handler({ ...task, params: { phones: [PHONE] } }, ctl)).toEqual({ kind: 'stopped', result: NOTHING });
    expect(await readEvent(store, id)).toMatchObject({ phone: PHONE });
  });
}

const NOTHING = {
  contacts: 0,
  contacts_redacted: 0,
  events: 0,
  events_redacted: 0,
  deliveries_canceled: 0,
  attempts: 0,
  quarantine_items: 0,
  received_requests: 0,
  messages: 0,
  messages_redacted: 0,
  message_sends: 0,
  conversations: 0,
  conversation_notes: 0,
  media_files: 0,
  idempotency_keys: 0,
  audit_entries: 0,
  run_inputs: 0,
  run_problems: 0,
};

interface EraseOptions {
  /** The clock stands at `START_MS` until a run waits, and goes on to when it is called again. */
  readonly onWait?: (untilMs: number) => unknown;
  /** As if the node went down after each piece of work. */
  readonly stopsEachPiece?: boolean;
  /** Deletes the bytes of a media file. */
  readonly onRemove?: (mediaId: string) => unknown;
}

interface Erased {
  readonly result: RunData;
  /** What was asked for, as the run has it at the end. */
  readonly params: RunData;
  readonly saved: readonly RunData[];
  readonly stops: number;
}

/** Starts an erasure and carries it out to its end, as the worker of runs does. */
async function erase(store: Store, person: Partial<Person>, options: EraseOptions = {}): Promise<Erased> {
  const { onWait = () => {}, stopsEachPiece = false, onRemove = () => {} } = options;
  const id = await insertRun(store, toPersonParams(learn(NOBODY, person)));
  let [nowMs, stops, isStopping] = [START_MS, 0, false];
  let progress: RunData = {};
  const saved: RunData[] = [];
  const tick = () => {
    if (stopsEachPiece) nowMs += 1_000;
    return nowMs;
  };
  const handler = createErasureHandler({
    ...contextOf(store, tick),
    removeMediaFile: async ({ id: mediaId }) => void onRemove(mediaId),
  });
  const ctl: RunControl = {
    saveProgress: async (now) => {
      progress = JSON.parse(JSON.stringify(now));
      saved.push(progress);
      isStopping = stopsEachPiece;
      return !isStopping;
    },
    isStopping: () => isStopping,
    readInput: async () => null,
  };
  for (;;) {
    isStopping = false;
    const params = await readParams(store, id);
    const end: RunEnd = await handler({ id, workspaceId: WORKSPACE, params, progress, startedAtMs: START_MS }, ctl);
    if (end.kind === 'completed') return { result: end.result, params: await readParams(store, id), saved, stops };
    if (end.kind === 'failed') throw new Error(end.error);
    if (end.kind === 'stopped') stops += 1;
    if (end.kind !== 'waits') continue;
    await onWait(end.untilMs);
    nowMs = end.untilMs;
  }
}

function contextOf(store: Store, nowMs: () => number): ErasureContext {
  return {
    store,
    saveContacts: async ({ wishes }) => {
      // Tombstones, as `crm/contacts` leaves them. What makes events of it is promised there.
      const outcomes = wishes.map(async (wish) => {
        const id = 'id' in wish ? wish.id : ('' as ContactId);
        const bare = {
          phone: null,
          phone_key: null,
          bsuid: null,
          email: null,
          deleted_at_ms: nowMs(),
          erased_at_ms: nowMs(),
        };
        const living = store.db
          .updateTable('contacts')
          .set(bare)
          .where('id', '=', id)
          .where('deleted_at_ms', 'is', null);
        const { numUpdatedRows } = await living.where('workspace_id', '=', WORKSPACE).executeTakeFirstOrThrow();
        if (numUpdatedRows > 0n) return { kind: 'deleted', contact: {} } as never;
        return { kind: 'failed', error: new PosthornError('not_found', 'None.') } as const;
      });
      return Promise.all(outcomes);
    },
    openSealed: (sealed) => {
      if (sealed.startsWith('sealed ')) return sealed.slice('sealed '.length);
      throw new PosthornError('config_invalid', 'Another key.');
    },
    removeMediaFile: async () => {},
    othersRememberMs: REMEMBER_MS,
    leaseMsMax: LEASE_MS_MAX,
    nowMs,
    pause: async () => {},
  };
}

async function openWithWorkspaces(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  const workspace = { name: 'W', created_at_ms: 1, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values([
      { ...workspace, id: WORKSPACE, serial: 1, account_id: 'MA_1' },
      { ...workspace, id: OTHER_WORKSPACE, serial: 2, account_id: 'MA_2' },
    ])
    .execute();
  const app = { app_id: '1', app_secrets: '', verify_token: '', created_at_ms: 0, updated_at_ms: 0, revision: 0 };
  await store.db
    .insertInto('meta_apps')
    .values([
      { ...app, id: OWN_APP, workspace_id: WORKSPACE, deleted_at_ms: null },
      { ...app, id: OPERATOR_APP, workspace_id: null, deleted_at_ms: null },
    ])
    .execute();
  return store;
}

type EventRow = Omit<
  Database['events'],
  'position' | 'contact_id' | 'contact_serial' | 'sent_message' | 'replay_of'
> & {
  readonly contact_id: ContactId | null;
  readonly sent_message: string | null;
};

async function insertEvent(store: Store, event: Partial<EventRow> = {}): Promise<EventId> {
  const id = idOf('evt', uuidv7());
  const row = { workspace_id: WORKSPACE, id, type: 'message.received', origin: 'meta' as const, channel_id: null };
  await store.db
    .insertInto('events')
    .values({ ...row, occurred_at_ms: 1, created_at_ms: 1, phone: null, bsuid: null, hops: 0, payload: '{}', ...event })
    .execute();
  return id;
}

async function insertDelivery(store: Store, delivery: Partial<NewDeliveryRow> & { readonly event_id: EventId }) {
  const row: NewDeliveryRow = {
    ...{ workspace_id: WORKSPACE, id: idOf('dlv', uuidv7()), endpoint_id: ENDPOINT, state: 'pending' },
    ...{ attempts_made: 0, schedule_step: 0, due_at_ms: 5, lease_token: null, maybe_received: 0, trigger: 'schedule' },
    ...{ resting_state: null, created_at_ms: 1 },
    ...delivery,
  };
  await store.db.insertInto('deliveries').values(row).execute();
  return row.id;
}

async function insertAttempt(store: Store, attempt: Partial<NewAttemptRow> & { readonly event_id: EventId }) {
  const row: NewAttemptRow = {
    ...{
      workspace_id: WORKSPACE,
      id: idOf('att', uuidv7()),
      delivery_id: idOf('dlv', uuidv7()),
      endpoint_id: ENDPOINT,
    },
    ...{ number: 1, trigger: 'schedule', started_at_ms: 1, duration_ms: 1, outcome: 'failed', status_code: 500 },
    ...{
      error_class: 'status',
      error_message: null,
      request_headers: '{}',
      response_headers: '{}',
      response_body: null,
    },
    ...{ delivery_state: 'pending', next_attempt_at_ms: null },
    ...attempt,
  };
  await store.db.insertInto('attempts').values(row).execute();
}

let lastSerial = 0;

async function insertContact(store: Store, contact: Partial<Database['contacts']>): Promise<ContactId> {
  lastSerial += 1;
  const row: Database['contacts'] = {
    ...{ workspace_id: WORKSPACE, id: idOf('cnt', uuidv7()), serial: lastSerial, revision: 1, first_name: '' },
    ...{ last_name: null, company: null, type: 'lead', email: null, phone: null, phone_key: null, bsuid: null },
    ...{ username: null, country: null, address: null, city: null, state: null, zip: null, website: null },
    ...{ description: null, source_id: null, status_id: null, group_ids: '[]', assignee_id: null, enabled: 1 },
    ...{ opted_out: 0, custom_attributes: '{}', tags: '[]', name_key: '', search_text: '', created_at_ms: 1 },
    ...{ updated_at_ms: 1, event_at_ms: 1, deleted_at_ms: null, erased_at_ms: null },
    ...contact,
  };
  await store.db.insertInto('contacts').values(row).execute();
  return row.id;
}

async function insertAudit(store: Store, entry: Partial<Database['audit_log']> & { readonly resource_id: string }) {
  const row: Database['audit_log'] = {
    ...{ workspace_id: WORKSPACE, id: idOf('aud', uuidv7()), at_ms: 1, actor_kind: 'root', actor_id: null },
    ...{ action: 'contact.updated', resource_type: 'contact', before: null, after: null, request_id: null },
    ...entry,
  };
  await store.db.insertInto('audit_log').values(row).execute();
}

async function insertKey(
  store: Store,
  key: string,
  response: string | null,
  row: Partial<Database['idempotency_keys']> = {},
): Promise<void> {
  await store.db
    .insertInto('idempotency_keys')
    .values({ scope: WORKSPACE, key, request_hash: 'h', status_code: 201, response, created_at_ms: 1, ...row })
    .execute();
}

async function insertChannel(
  store: Store,
  workspace_id: WorkspaceId,
  phone_number_id: string,
  channel: Partial<Insertable<Database['channels']>> = {},
): Promise<void> {
  const row: Insertable<Database['channels']> = {
    ...{ workspace_id, id: idOf('chn', uuidv7()), meta_app_id: OPERATOR_APP, waba_id: '1', phone_number_id },
    ...{ display_phone_number: '1', access_token: null, created_at_ms: 1, updated_at_ms: 1, deleted_at_ms: null },
    ...{ revision: 0 },
    ...channel,
  };
  await store.db.insertInto('channels').values(row).execute();
}

async function insertItem(store: Store, dedupe_key: string, item: Partial<Database['quarantine']>): Promise<void> {
  const row: Database['quarantine'] = {
    ...{ meta_app_id: OPERATOR_APP, id: idOf('qrn', uuidv7()), reason: 'unknown_channel', field: 'messages' },
    ...{ phone_number_id: '1', waba_id: '1', occurred_at_ms: null, created_at_ms: 1, dedupe_key },
    ...{ payload_bytes: 99, payload: `{"from":"${WA_ID}"}` },
    ...item,
  };
  await store.db.insertInto('quarantine').values(row).execute();
}

async function insertRun(store: Store, params: RunData): Promise<RunId> {
  const id = idOf('run', uuidv7());
  const row: Insertable<Database['runs']> = {
    ...{ workspace_id: WORKSPACE, id, kind: 'contact.erase', state: 'running', params: JSON.stringify(params) },
    ...{ progress: '{}', result: null, error: null, cancel_requested: 0, due_at_ms: 1, lease_token: 'a', claims: 1 },
    ...{ created_at_ms: 1, started_at_ms: START_MS, finished_at_ms: null },
  };
  await store.db.insertInto('runs').values(row).execute();
  return id;
}

function newerRunId(): RunId {
  return idOf('run', 'ffffffff-0000-7000-8000-000000000001');
}

async function insertInput(store: Store, run_id: RunId, number: number, content: string): Promise<void> {
  await store.db.insertInto('run_inputs').values({ workspace_id: WORKSPACE, run_id, number, content }).execute();
}

async function insertProblem(
  store: Store,
  run_id: RunId,
  problem: Omit<Database['run_problems'], 'workspace_id' | 'run_id' | 'column_name'>,
): Promise<void> {
  await store.db
    .insertInto('run_problems')
    .values({ workspace_id: WORKSPACE, run_id, column_name: 'x', ...problem })
    .execute();
}

async function readParams(store: Store, id: RunId): Promise<RunData> {
  const row = await store.db.selectFrom('runs').select('params').where('id', '=', id).executeTakeFirstOrThrow();
  return JSON.parse(row.params);
}

function readEvent(store: Store, id: EventId) {
  return store.db.selectFrom('events').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

function readDelivery(store: Store, id: Database['deliveries']['id']) {
  return store.db.selectFrom('deliveries').select(['state', 'lease_token']).where('id', '=', id).executeTakeFirst();
}

const MESSAGE_CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000007');

async function insertMessage(store: Store, message: Partial<Database['messages']>): Promise<MessageId> {
  const row: Database['messages'] = {
    ...{ workspace_id: WORKSPACE, id: idOf('msg', uuidv7()), channel_id: MESSAGE_CHANNEL, conversation_id: null },
    ...{ contact_id: null, phone: null, bsuid: null, group_id: null, direction: 'inbound', source: 'meta' },
    ...{ wamid: null, type: 'text', text: null, content: '{}', content_at_ms: 1, reply_to: null, callback_data: null },
    ...{ sender: null, occurred_at_ms: 1, created_at_ms: 1, accepted_at_ms: null, response: null },
    ...{ refused_at_ms: null, refusal: null, edited_at_ms: null, revoked_at_ms: null },
    ...message,
  };
  await store.db.insertInto('messages').values(row).execute();
  return row.id;
}

function readMessage(store: Store, id: MessageId) {
  return store.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function insertStatuses(
  store: Store,
  statuses: Partial<Database['message_statuses']> & { readonly wamid: string },
): Promise<void> {
  const row: Database['message_statuses'] = {
    ...{ workspace_id: WORKSPACE, sent_at_ms: null, delivered_at_ms: null, read_at_ms: null, played_at_ms: null },
    ...{ failed_at_ms: null, error: null, pricing: null, message_id: null, first_heard_at_ms: 1 },
    ...statuses,
  };
  await store.db.insertInto('message_statuses').values(row).execute();
}

async function insertSend(store: Store, id: MessageId, send: Partial<Database['message_sends']> = {}): Promise<void> {
  const row: Database['message_sends'] = {
    ...{ workspace_id: WORKSPACE, id, channel_id: MESSAGE_CHANNEL, phone_number_id: '1', recipient: PHONE, body: '{}' },
    ...{ state: 'queued', due_at_ms: 1, lease_token: null, tries: 0, awaited: 0, created_at_ms: 1 },
    ...send,
  };
  await store.db.insertInto('message_sends').values(row).execute();
}

async function addChannel(store: Store): Promise<ChannelId> {
  const id = idOf('chn', uuidv7());
  await insertChannel(store, WORKSPACE, id, { id });
  return id;
}

async function insertMedia(
  store: Store,
  channel_id: ChannelId | undefined,
  partner: ConversationPartner | undefined,
  row: Partial<Insertable<Database['media_files']>> = {},
): Promise<string> {
  if (channel_id === undefined || partner === undefined) throw new Error('Whose?');
  const media_id = uuidv7();
  await store.db
    .insertInto('media_files')
    .values({
      ...{ workspace_id: WORKSPACE, media_id, channel_id, conversation_id: conversationIdOf(channel_id, partner) },
      ...{ direction: 'inbound', state: 'stored', mime_type: 'image/png', sha256: 'ff', size_bytes: 1 },
      ...{ filename: 'Ada.png', storage_key: 'key', tries: 1, created_at_ms: 1 },
      ...row,
    })
    .execute();
  return media_id;
}

/** A conversation of a contact, with its activity. */
async function insertConversation(
  store: Store,
  channel_id: ChannelId,
  contact_id: ContactId,
  row: Partial<Database['conversations']> = {},
): Promise<ConversationId> {
  const partner = { contactId: contact_id, phone: null, bsuid: null };
  const id = await insertActivity(store, channel_id, partner, { workspace_id: row.workspace_id ?? WORKSPACE });
  await store.db
    .insertInto('conversations')
    .values({
      ...{ workspace_id: WORKSPACE, id, revision: 1, channel_id, contact_id, state: 'open', assignee_id: null },
      ...{ read_count: 0, created_at_ms: 1, updated_at_ms: 1, event_at_ms: 1, closed_at_ms: null },
      ...row,
    })
    .execute();
  return id;
}

async function insertActivity(
  store: Store,
  channel_id: ChannelId,
  partner: ConversationPartner,
  row: Partial<Database['conversation_activity']> = {},
): Promise<ConversationId> {
  const id = conversationIdOf(channel_id, partner);
  if (id === null) throw new Error('Whose?');
  await store.db
    .insertInto('conversation_activity')
    .values({
      ...{ workspace_id: WORKSPACE, id, channel_id, last_message_at_ms: 1, last_message_id: null },
      ...{ window_from_ms: 1, inbound_count: 1, message_count: 1 },
      ...row,
    })
    .execute();
  return id;
}

async function insertNote(
  store: Store,
  conversation_id: ConversationId,
  text: string,
  row: Partial<Database['conversation_notes']> = {},
): Promise<ConversationNoteId> {
  const id = idOf('note', uuidv7());
  await store.db
    .insertInto('conversation_notes')
    .values({ workspace_id: WORKSPACE, id, conversation_id, text, author: '{}', created_at_ms: 1, ...row })
    .execute();
  return id;
}

async function readConversations(store: Store) {
  const read = async (table: 'conversations' | 'conversation_activity') =>
    (await store.db.selectFrom(table).select('id').orderBy('id').execute()).map((row) => row.id);
  return { conversations: await read('conversations'), activity: await read('conversation_activity') };
}

function readNotes(store: Store) {
  return store.db.selectFrom('conversation_notes').select(['id', 'text']).orderBy('id').execute();
}

function readMedia(store: Store, mediaId: string) {
  return store.db.selectFrom('media_files').selectAll().where('media_id', '=', mediaId).executeTakeFirstOrThrow();
}

function readAll(store: Store) {
  const tables = ['contacts', 'events', 'attempts', 'audit_log', 'messages'] as const;
  return Promise.all(tables.map((table) => store.db.selectFrom(table).selectAll().orderBy('id').execute()));
}
