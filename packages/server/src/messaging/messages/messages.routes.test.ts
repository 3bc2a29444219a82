import { describe, expect, test } from 'vitest';
import { startApi } from '../../../test/support/start-api.ts';
import { openTwoWorkspaces, WORKSPACE_A } from '../../../test/support/two-workspaces.ts';
import { conversationIdOf } from '../../domain/conversation.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { GraphCall, GraphError, GraphResult } from '../../domain/graph.ts';
import { idOf } from '../../domain/ids.ts';
import type { EnqueueSend, SendOutcome } from '../../domain/message-send.ts';
import type { Channel } from '../../domain/workspace.ts';
import type { MessagesTable } from '../../platform/db/tables.ts';
import { messageRoutes } from './messages.routes.ts';
import { createSendMessage } from './send-message.ts';
import { insertMessage, insertStatuses } from './test-support.ts';

const CHANNEL_ID = idOf('chn', '0190a000-0000-7000-8000-0000000000c1');
const CONTACT_ID = idOf('cnt', '0190a000-0000-7000-8000-000000000003');
const BARE_CONTACT_ID = idOf('cnt', '0190a000-0000-7000-8000-000000000004');
const MESSAGE_ID = idOf('msg', '0190a000-0000-7000-8000-000000000005');
const NOWHERE = '0190a000-0000-7000-8000-00000000ffff';
const PHONE = '4915170023456';
const NOW_MS = Date.parse('2026-06-09T10:00:00Z');
const NOW = '2026-06-09T10:00:00.000Z';
const CONVERSATION_ID = conversationIdOf(CHANNEL_ID, { contactId: CONTACT_ID, phone: null, bsuid: null });

const CHANNEL: Channel = {
  id: CHANNEL_ID,
  workspaceId: WORKSPACE_A,
  metaAppId: idOf('app', '0190a000-0000-7000-8000-000000000006'),
  wabaId: '104857600112233',
  phoneNumberId: '318940275561203',
  displayPhoneNumber: '4930123456',
  throughputPerSecond: 80,
};

const TEXT = { channel_id: CHANNEL_ID, to: `+${PHONE}`, type: 'text', text: { body: 'Hello' } };
const RESPONSE = { messaging_product: 'whatsapp', messages: [{ id: 'wamid.OUT' }] };
const ACCEPTED: SendOutcome = { kind: 'accepted', wamid: 'wamid.OUT', response: RESPONSE };
const META_ERROR: GraphError = {
  code: 131_026,
  title: 'Message undeliverable',
  details: 'The number is not on WhatsApp.',
  subcode: null,
  traceId: 'Az1',
  httpStatus: 400,
  retryable: false,
  advice: 'Check the number.',
};

interface World {
  readonly outcome?: SendOutcome;
  readonly onlyChannel?: boolean;
  readonly graph?: GraphResult | PosthornError;
}

async function start({ outcome = ACCEPTED, onlyChannel = true, graph = { kind: 'ok', body: {} } }: World = {}) {
  const store = await openTwoWorkspaces();
  const enqueued: EnqueueSend[] = [];
  const graphCalls: GraphCall[] = [];
  const marked: unknown[] = [];
  const findChannel = async (workspaceId: string, id: string) =>
    workspaceId === WORKSPACE_A && id === CHANNEL_ID ? CHANNEL : null;
  const sendMessage = createSendMessage({
    findChannel,
    isConnected: async () => true,
    findAddressee: async () => ({
      ...{ id: CONTACT_ID, phone: `+${PHONE}`, bsuid: null, optedOut: false, language: null },
    }),
    createAddressee: async () => null,
    findBsuid: async () => null,
    windowFromMs: async () => NOW_MS,
    findTemplate: async () => 'unknown',
    listApproved: async () => [],
    enqueueSend: async (send) => {
      enqueued.push(send);
      return outcome;
    },
    newMessageId: () => MESSAGE_ID,
    nowMs: () => NOW_MS,
  });
  const api = await startApi((server) =>
    messageRoutes(server, {
      store,
      sendMessage,
      findChannel,
      findOnlyChannel: async () => (onlyChannel ? CHANNEL_ID : null),
      readPhone: (_, text) => (/^\+\d{7,15}$/.test(text) ? text : null),
      findIdentity: async (_, id) => {
        if (id === BARE_CONTACT_ID) return { phone: null, bsuid: null };
        return id === CONTACT_ID ? { phone: `+${PHONE}`, bsuid: 'DE.1314567890' } : null;
      },
      callGraph: async (call) => {
        graphCalls.push(call);
        if (graph instanceof PosthornError) throw graph;
        return graph;
      },
      markConversationRead: async (...args) => {
        marked.push(args);
      },
      mediaUrl: (workspaceId, mediaId) => `https://posthorn.example/media/${workspaceId}/${mediaId}`,
    }),
  );
  const insert = (row: Partial<MessagesTable>) => insertMessage(store, { workspace_id: WORKSPACE_A, ...row });
  return { ...api, store, insert, enqueued, graphCalls, marked };
}

describe('POST /v1/messages', () => {
  test('waits for Meta and answers with its whole answer', async () => {
    const { call, enqueued } = await start();
    const body = { ...TEXT, reply_to: 'wamid.IN', callback_data: 'order 4711' };
    const answer = await call('POST', '/v1/messages', { body });
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/v1/messages/${MESSAGE_ID}`]);
    expect(answer.body).toEqual({
      id: MESSAGE_ID,
      message_id: 'wamid.OUT',
      status: 'accepted',
      channel_id: CHANNEL_ID,
      contact_id: CONTACT_ID,
      conversation_id: CONVERSATION_ID,
      to: { phone: PHONE, bsuid: null, group_id: null },
      type: 'text',
      text: 'Hello',
      callback_data: 'order 4711',
      created_at: NOW,
      whatsapp_response: RESPONSE,
    });
    expect(enqueued).toMatchObject([
      {
        message: { workspaceId: WORKSPACE_A, content: { body: 'Hello' }, replyTo: 'wamid.IN' },
        actor: { kind: 'key', requestId: expect.any(String) },
        waitMs: 10_000,
      },
    ]);
  });

  test('answers 202 when Meta has not answered, and at once when the caller prefers that', async () => {
    const { call, enqueued } = await start({ outcome: { kind: 'pending' } });
    const late = await call('POST', '/v1/messages', { body: TEXT });
    expect(late).toMatchObject({ status: 202, body: { status: 'pending', message_id: null, whatsapp_response: null } });
    expect(late.headers.get('preference-applied')).toBeNull();
    for (const prefer of ['respond-async', 'handling=lenient, Respond-Async']) {
      const answer = await call('POST', '/v1/messages', { body: TEXT, headers: { prefer } });
      expect([answer.status, answer.headers.get('preference-applied')]).toEqual([202, 'respond-async']);
    }
    expect(enqueued.map(({ waitMs }) => waitMs)).toEqual([10_000, 0, 0]);
  });

  test('answers a refusal with what Meta said and what to do about it', async () => {
    const { call } = await start({ outcome: { kind: 'refused', error: META_ERROR } });
    const { status, body, headers } = await call('POST', '/v1/messages', { body: TEXT });
    expect([status, headers.get('location')]).toEqual([422, null]);
    expect(body).toMatchObject({
      code: 'message_refused',
      detail: 'Meta refused the message: Message undeliverable. Check the number.',
      meta_error: { code: 131_026, details: 'The number is not on WhatsApp.', trace_id: 'Az1', retryable: false },
    });
  });

  test('takes the only channel of the workspace when none is named', async () => {
    const { channel_id: _, ...body } = TEXT;
    const { call, enqueued } = await start();
    expect((await call('POST', '/v1/messages', { body })).status).toBe(201);
    expect(enqueued[0]?.message.channelId).toBe(CHANNEL_ID);
    const several = await start({ onlyChannel: false });
    expect(await several.call('POST', '/v1/messages', { body })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/channel_id', detail: expect.stringMatching(/exactly one/) }] },
    });
  });

  test('sends to a number, a BSUID, a contact or a group', async () => {
    const { call, enqueued } = await start();
    const send = (to: unknown) => call('POST', '/v1/messages', { body: { ...TEXT, to } });
    for (const to of [
      { phone: `+${PHONE}` },
      { bsuid: 'DE.1314567890' },
      { contact_id: CONTACT_ID },
      { group_id: 'g1' },
    ]) {
      expect([to, (await send(to)).status]).toEqual([to, 201]);
    }
    expect(enqueued.map(({ message }) => message.recipient)).toEqual([
      { kind: 'phone', phone: PHONE },
      { kind: 'bsuid', bsuid: 'DE.1314567890' },
      { kind: 'phone', phone: PHONE },
      { kind: 'group', groupId: 'g1' },
    ]);
    const pointers = async (to: unknown) => {
      const { status, body } = await send(to);
      return [status, body.errors[0].pointer];
    };
    expect(await pointers('0151')).toEqual([400, '/to']);
    expect(await pointers({ phone: '0151' })).toEqual([400, '/to/phone']);
    expect(await pointers({ contact_id: `cnt_${NOWHERE}` })).toEqual([400, '/to/contact_id']);
    expect(await pointers({ contact_id: BARE_CONTACT_ID })).toEqual([422, '/to/contact_id']);
  });

  test('is for those who may write, to channels of their workspace', async () => {
    const { call, enqueued } = await start();
    expect((await call('POST', '/v1/messages', { as: 'a-read', body: TEXT })).status).toBe(403);
    expect((await call('POST', '/v1/messages', { as: 'b-write', body: TEXT })).status).toBe(404);
    expect(enqueued).toEqual([]);
  });
});

describe('GET /v1/messages', () => {
  test('shows a message of a person with our link to its file', async () => {
    const { call, insert } = await start();
    const id = await insert({
      ...{
        conversation_id: CONVERSATION_ID,
        contact_id: CONTACT_ID,
        phone: PHONE,
        bsuid: 'DE.1',
        wamid: 'wamid.IN/+=',
      },
      ...{ type: 'image', text: 'Look', reply_to: 'wamid.0', occurred_at_ms: NOW_MS, created_at_ms: NOW_MS },
      content: '{"image":{"id":"77","mime_type":"image/jpeg","sha256":"x","caption":"Look"}}',
    });
    const shown = {
      id,
      message_id: 'wamid.IN/+=',
      direction: 'inbound',
      status: 'received',
      type: 'image',
      text: 'Look',
      content: { id: '77', mime_type: 'image/jpeg', sha256: 'x', caption: 'Look' },
      media: {
        id: '77',
        url: `https://posthorn.example/media/${WORKSPACE_A}/77`,
        ...{ mime_type: 'image/jpeg', sha256: 'x', filename: null, caption: 'Look', voice: null },
      },
      contact: { id: CONTACT_ID, phone: PHONE, bsuid: 'DE.1' },
      conversation_id: CONVERSATION_ID,
      channel_id: CHANNEL_ID,
      reply_to: 'wamid.0',
      referral: null,
      group_id: null,
      callback_data: null,
      error: null,
      sender: null,
      statuses: [],
      pricing: null,
      edited_at: null,
      revoked_at: null,
      created_at: NOW,
      occurred_at: NOW,
    };
    expect((await call('GET', `/v1/messages/${id}`, { as: 'a-read' })).body).toEqual(shown);
    expect((await call('GET', `/v1/messages/${encodeURIComponent('wamid.IN/+=')}`)).body).toEqual(shown);
    expect((await call('GET', '/v1/messages')).body).toEqual({ data: [shown], next_cursor: null, has_more: false });
  });

  test('shows of a message that was sent who sent it and the steps that it went', async () => {
    const { call, insert, store } = await start();
    const id = await insert({
      ...{ direction: 'outbound', source: 'api', wamid: 'wamid.OUT', accepted_at_ms: NOW_MS, text: 'Hello' },
      ...{ callback_data: 'order 4711', sender: '{"kind":"key","id":"key_1","requestId":"req_1"}' },
    });
    await insertStatuses(store, { workspace_id: WORKSPACE_A, wamid: 'wamid.OUT', read_at_ms: NOW_MS });
    const steps = [
      { status: 'sent', at: NOW, implied: true },
      { status: 'delivered', at: NOW, implied: true },
      { status: 'read', at: NOW, implied: false },
    ];
    expect((await call('GET', `/v1/messages/${id}`)).body).toMatchObject({
      ...{ status: 'read', content: { body: 'Hello' }, statuses: steps, callback_data: 'order 4711' },
      sender: { kind: 'key', id: 'key_1' },
    });
    expect((await call('GET', '/v1/messages/wamid.OUT/status')).body).toEqual({
      ...{
        id,
        message_id: 'wamid.OUT',
        status: 'read',
        error: null,
        steps,
        callback_data: 'order 4711',
        pricing: null,
      },
    });
  });

  test('knows of a message that was never sent from here what Meta told', async () => {
    const { call, store } = await start();
    await insertStatuses(store, {
      ...{ workspace_id: WORKSPACE_A, wamid: 'wamid.ELSEWHERE', failed_at_ms: NOW_MS, first_heard_at_ms: NOW_MS },
      error: '{"code":131026,"title":"Message undeliverable","details":null}',
    });
    const error = { code: 131_026, title: 'Message undeliverable', details: null };
    expect((await call('GET', '/v1/messages/wamid.ELSEWHERE')).body).toMatchObject({
      ...{ id: null, message_id: 'wamid.ELSEWHERE', direction: 'outbound', type: null, content: null },
      ...{ status: 'failed', error, created_at: NOW },
    });
    expect((await call('GET', '/v1/messages/wamid.ELSEWHERE/status')).body).toEqual({
      ...{ id: null, message_id: 'wamid.ELSEWHERE', status: 'failed', error, callback_data: null, pricing: null },
      steps: [{ status: 'failed', at: NOW, implied: false }],
    });
  });

  test('lists by filters, a page at a time', async () => {
    const { call, insert } = await start();
    const [first, second] = [await insert({ contact_id: CONTACT_ID }), await insert({ contact_id: CONTACT_ID })];
    await insert({ contact_id: BARE_CONTACT_ID });
    const page = await call('GET', `/v1/messages?contact_id=${CONTACT_ID}&direction=inbound&limit=1`);
    expect(page.body).toMatchObject({ data: [{ id: second }], has_more: true });
    const next = await call('GET', `/v1/messages?contact_id=${CONTACT_ID}&limit=1&cursor=${page.body.next_cursor}`);
    expect(next.body).toMatchObject({ data: [{ id: first }], has_more: false });
    expect((await call('GET', '/v1/messages?cursor=nonsense')).status).toBe(400);
    expect((await call('GET', '/v1/messages?to=1')).body.errors).toEqual([
      { pointer: '?to', detail: 'There is no such field.' },
    ]);
  });

  test('knows nothing of another workspace, nor of what is not there', async () => {
    const { call, insert } = await start();
    const id = await insert({ wamid: 'wamid.IN' });
    for (const path of [id, 'wamid.IN', `${id}/status`]) {
      expect((await call('GET', `/v1/messages/${path}`, { as: 'b-write' })).status).toBe(404);
    }
    expect((await call('GET', '/v1/messages', { as: 'b-write' })).body.data).toEqual([]);
    for (const path of [`msg_${NOWHERE}`, 'wamid.NONE', '%00']) {
      expect(await call('GET', `/v1/messages/${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});

describe('marking a message as read', () => {
  const inbound = { wamid: 'wamid.IN', conversation_id: CONVERSATION_ID };

  test('tells Meta, and then the conversation', async () => {
    const { call, insert, graphCalls, marked } = await start();
    const id = await insert(inbound);
    expect((await call('POST', `/v1/messages/${id}/read`)).status).toBe(204);
    expect((await call('POST', '/v1/messages/wamid.IN/read', { body: { typing: true } })).status).toBe(204);
    expect((await call('POST', `/v1/messages/${id}/typing`)).status).toBe(204);
    const body = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.IN' };
    const typing = { ...body, typing_indicator: { type: 'text' } };
    const to = { workspaceId: WORKSPACE_A, channelId: CHANNEL_ID, method: 'POST', path: '318940275561203/messages' };
    expect(graphCalls).toEqual([
      { ...to, body },
      { ...to, body: typing },
      { ...to, body: typing },
    ]);
    const actor = { kind: 'key', id: expect.any(String), requestId: expect.any(String) };
    expect(marked).toEqual(Array.from({ length: 3 }, () => [WORKSPACE_A, CONVERSATION_ID, actor]));
  });

  test('is for messages that a person wrote, on a channel that is there', async () => {
    const { call, insert, store, graphCalls } = await start();
    await insertStatuses(store, { workspace_id: WORKSPACE_A, wamid: 'wamid.ELSEWHERE' });
    const ids = [
      await insert({ direction: 'outbound', wamid: 'wamid.OUT' }),
      await insert({ type: 'erased', wamid: 'wamid.ERASED' }),
      await insert({ ...inbound, channel_id: idOf('chn', NOWHERE) }),
      'wamid.ELSEWHERE',
    ];
    for (const id of ids) expect((await call('POST', `/v1/messages/${id}/read`)).status).toBe(422);
    expect((await call('POST', `/v1/messages/msg_${NOWHERE}/read`)).status).toBe(404);
    expect((await call('POST', `/v1/messages/${ids[2]}/read`, { as: 'a-read' })).status).toBe(403);
    expect(graphCalls).toEqual([]);
  });

  test.each<[string, GraphResult | PosthornError, number, string]>([
    ['refuses it', { kind: 'refused', error: META_ERROR }, 422, 'meta_refused'],
    ['is away', { kind: 'unreachable', reason: 'Meta could not be reached.' }, 502, 'meta_unavailable'],
    ['gives no answer', { kind: 'unknown', reason: 'Meta gave no complete answer.' }, 502, 'meta_unavailable'],
    ['wants a token', new PosthornError('channel_not_connected', 'No token.'), 422, 'channel_not_connected'],
  ])('leaves the conversation unread when Meta %s', async (_, graph, status, code) => {
    const { call, insert, marked } = await start({ graph });
    const id = await insert(inbound);
    expect(await call('POST', `/v1/messages/${id}/read`)).toMatchObject({ status, body: { code } });
    expect(marked).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  test('has every type of message with its fields', async () => {
    const { call } = await start();
    const { body } = await call('GET', '/openapi.json');
    const schema = JSON.stringify(body.paths['/v1/messages'].post.requestBody);
    for (const word of ['location_request_message', 'flow_message_version', 'coupon_code', 'preview_url']) {
      expect(schema).toContain(word);
    }
  });
});
