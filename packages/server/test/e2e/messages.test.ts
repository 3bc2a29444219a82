import { beforeAll, describe, expect, test, vi } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { type MetaSide, startMetaSide } from './support/meta-side.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { addEndpoint } from './support/world.ts';

interface Sent {
  readonly id: string;
  readonly message_id: string | null;
  readonly status: string;
  readonly contact_id: string;
  readonly conversation_id: string;
  readonly whatsapp_response: { readonly messages: readonly { readonly id: string }[] };
}

interface EventView {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of the data.
  readonly data: any;
}

interface StatusView {
  readonly status: string;
  readonly steps: readonly { readonly status: string; readonly implied: boolean }[];
  readonly error: { readonly code: number; readonly title: string } | null;
}

let phoneCount = 0;

describe.each(STORES)('sending messages, on $name', (stores) => {
  let side: MetaSide;
  let receiver: Receiver;

  beforeAll(async () => {
    side = await startMetaSide(stores);
    receiver = await startReceiver();
    await addEndpoint(side.workspace.api, { url: receiver.url });
  });

  /** Somebody who has just written, so that anything may be written to them. */
  async function person(): Promise<{ readonly phone: string }> {
    phoneCount += 1;
    const phone = `491517003${String(phoneCount).padStart(4, '0')}`;
    await side.simulator.user({ name: 'Mira', waId: phone }).sendText('Hello').delivered;
    return { phone };
  }

  const send = (to: string, content: Record<string, unknown> = { type: 'text', text: { body: 'Hi' } }) =>
    side.workspace.api.send('POST', '/v1/messages', { channel_id: side.channelId, to, ...content });
  const events = () => side.workspace.api.all<EventView>('/v1/events?after=0');
  const eventsOf = async (messageId: string) =>
    (await events()).filter((event) => event.data.message_id === messageId).map((event) => event.type);
  const statusOf = (id: string) => side.workspace.api.get<StatusView>(`/v1/messages/${id}/status`);

  test('Meta’s answer names the message by which every later event does, and each status is told with its time', async () => {
    const { phone } = await person();
    const { status, body } = await send(phone, {
      type: 'text',
      text: { body: 'Your bike is ready' },
      callback_data: 'o-17',
    });
    expect(status).toBe(201);
    const sent = body as Sent;
    expect(sent).toMatchObject({ status: 'accepted', id: expect.stringMatching(/^msg_/) });
    expect(sent.whatsapp_response.messages[0]?.id).toBe(sent.message_id);
    await vi.waitFor(async () => expect((await statusOf(sent.id)).status).toBe('read'));
    expect((await statusOf(String(sent.message_id))).steps).toMatchObject([
      { status: 'sent', implied: false },
      { status: 'delivered', implied: false },
      { status: 'read', implied: false },
    ]);
    const told = (await events()).filter((event) => event.data.message_id === sent.message_id);
    expect(told.map((event) => event.type)).toEqual(['message.sent', 'message.delivered', 'message.read']);
    expect(told[0]?.data).toMatchObject({ text: 'Your bike is ready', type: 'text', callback_data: 'o-17' });
    expect(told.map((event) => event.data.contact.id)).toEqual([sent.contact_id, sent.contact_id, sent.contact_id]);
  });

  test('a refusal while the call waits is its answer in words, and no event', async () => {
    const { phone } = await person();
    const before = (await events()).length;
    side.simulator.failNextSends({ count: 1, code: 131_026, via: 'response' });
    const { status, body } = await send(phone);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'message_refused', meta_error: { code: 131_026, advice: expect.any(String) } });
    await side.simulator.settled();
    expect((await events()).slice(before).filter(({ type }) => type.startsWith('message.'))).toEqual([]);
  });

  test('a refusal that nobody waits for is an event without a wamid and with our id', async () => {
    const { phone } = await person();
    side.simulator.failNextSends({ count: 1, code: 131_026, via: 'response' });
    const answer = await fetch(new URL('/v1/messages', side.gateway.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${side.workspace.key}`,
        'content-type': 'application/json',
        prefer: 'respond-async',
      },
      body: JSON.stringify({ channel_id: side.channelId, to: phone, type: 'text', text: { body: 'Hi' } }),
    });
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { readonly id: string };
    const failed = await vi.waitFor(async () => {
      const found = (await events()).find((event) => event.type === 'message.failed' && event.data.id === id);
      expect(found).toBeDefined();
      return found;
    });
    expect(failed?.data).toMatchObject({ message_id: null, status: 'failed', error: { code: 131_026 } });
    expect(await statusOf(id)).toMatchObject({ status: 'failed', error: { code: 131_026 } });
  });

  test('a failure that Meta tells later is an event, and stands in the status', async () => {
    const { phone } = await person();
    side.simulator.failNextSends({ count: 1, code: 131_026, via: 'webhook' });
    const sent = (await send(phone)).body as Sent;
    await vi.waitFor(async () => expect((await statusOf(sent.id)).status).toBe('failed'));
    expect(await eventsOf(String(sent.message_id))).toEqual(['message.failed']);
  });

  test('a message whose answer was lost is not sent twice, and is found by its first status', async () => {
    const { phone } = await person();
    const before = side.simulator.acceptedSends;
    side.simulator.failNextSends({ count: 1, via: 'lost' });
    const { status, body } = await send(phone, { type: 'text', text: { body: 'Only once' } });
    expect([201, 202]).toContain(status);
    const { id } = body as Sent;
    await vi.waitFor(async () => expect((await statusOf(id)).status).toBe('read'), { timeout: 8_000 });
    expect(side.simulator.acceptedSends - before).toBe(1);
    const message = await side.workspace.api.get<{ message_id: string; text: string }>(`/v1/messages/${id}`);
    expect(message).toMatchObject({ text: 'Only once', message_id: expect.stringMatching(/^wamid\./) });
    expect(await eventsOf(message.message_id)).toEqual(['message.sent', 'message.delivered', 'message.read']);
  });

  test('a message that certainly did not reach Meta, or that Meta was too busy for, is sent again', async () => {
    const { phone } = await person();
    side.simulator.failNextSends({ count: 1, code: 131_016, via: 'response' });
    const sent = (await send(phone)).body as Sent;
    await vi.waitFor(async () => expect((await statusOf(sent.id)).status).toBe('read'), { timeout: 8_000 });
  });

  test('outside the window a text is refused before Meta sees it, naming templates that would do; a template goes', async () => {
    const asked = side.simulator.requests.length;
    const stranger = '4915170099001';
    const refused = await send(stranger);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'message_window_closed',
      detail: expect.stringContaining('repair_ready'),
    });
    expect(side.simulator.requests.slice(asked).filter(({ path }) => path.endsWith('/messages'))).toEqual([]);
    const parameters = [{ type: 'text', text: 'Noor' }];
    const template = { name: 'repair_ready', language: 'en_US', components: [{ type: 'body', parameters }] };
    const sent = (await send(stranger, { type: 'template', template })).body as Sent;
    const told = await vi.waitFor(async () => {
      const found = (await events()).find((event) => event.data.message_id === sent.message_id);
      expect(found).toBeDefined();
      return found;
    });
    expect(told?.data).toMatchObject({ type: 'template', text: expect.stringContaining('Hi Noor') });
  });

  test('statuses of messages that were never sent from here are kept and can be asked for', async () => {
    const wamid = 'wamid.NEVERSENTFROMHERE';
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    const recipient = { waId: '4915170099002', name: 'Noor' };
    await side.simulator.messageStatus(recipient, { id: wamid, status: 'read', timestampSeconds });
    expect(await statusOf(wamid)).toMatchObject({
      status: 'read',
      steps: [
        { status: 'sent', implied: true },
        { status: 'delivered', implied: true },
        { status: 'read', implied: false },
      ],
    });
  });

  test('a row never moves backwards, whatever the order in which Meta tells', async () => {
    const wamid = 'wamid.BACKWARDS';
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    const recipient = { waId: '4915170099003', name: 'Noor' };
    for (const status of ['read', 'sent', 'delivered'] as const) {
      await side.simulator.messageStatus(recipient, { id: wamid, status, timestampSeconds });
    }
    expect(await statusOf(wamid)).toMatchObject({ status: 'read' });
  });

  test('steps that Meta left out are events for the endpoints that ask for them, and for no other', async () => {
    const wamid = 'wamid.READATONCE';
    const asking = await startReceiver();
    await addEndpoint(side.workspace.api, { url: asking.url, format_options: { emit_implied: true } });
    const recipient = { waId: '4915170099004', name: 'Noor' };
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    await side.simulator.messageStatus(recipient, { id: wamid, status: 'read', timestampSeconds });
    const toldTo = (one: Receiver) =>
      one.requests
        .map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as EventView)
        .filter((event) => event.data.message_id === wamid)
        .map(({ type }) => type)
        .toSorted();
    await vi.waitFor(() => expect(toldTo(asking)).toEqual(['message.delivered', 'message.read', 'message.sent']));
    await vi.waitFor(() => expect(toldTo(receiver)).toEqual(['message.read']));
    expect(await statusOf(wamid)).toMatchObject({ steps: [{ implied: true }, { implied: true }, { implied: false }] });
  });

  test('one conversation has what both wrote; closed, it is opened again by the person alone', async () => {
    const { phone } = await person();
    const sent = (await send(phone)).body as Sent;
    const path = `/v1/conversations/${sent.conversation_id}`;
    const thread = await side.workspace.api.get<{ data: readonly { direction: string }[] }>(`${path}/messages`);
    expect(thread.data.map(({ direction }) => direction)).toEqual(['outbound', 'inbound']);
    expect(await side.workspace.api.get(path)).toMatchObject({
      state: 'open',
      unread_count: 1,
      window: { open: true },
    });
    await side.workspace.api.post(`${path}/close`);
    await send(phone);
    expect(await side.workspace.api.get(path)).toMatchObject({ state: 'closed' });
    await side.simulator.user({ name: 'Mira', waId: phone }).sendText('And another thing').delivered;
    expect(await side.workspace.api.get(path)).toMatchObject({ state: 'open', unread_count: 2 });
    const types = (await events())
      .filter((event) => event.type.startsWith('conversation.') && event.data.id === sent.conversation_id)
      .map(({ type }) => type);
    expect(types).toEqual(['conversation.created', 'conversation.closed', 'conversation.reopened']);
  });

  test('an expired token stops sending in words, and is told once', async () => {
    const { phone } = await person();
    side.simulator.expireToken();
    const first = await send(phone);
    const second = await send(phone);
    expect([first.status, second.status]).toEqual([422, 422]);
    expect(second.body).toMatchObject({ code: 'channel_not_connected' });
    expect((await events()).filter(({ type }) => type === 'channel.token_expired')).toHaveLength(1);
    const token = 'token-that-is-new-0123456789';
    side.simulator.renewToken(token);
    await side.workspace.api.patch(`/v1/channels/${side.channelId}`, { access_token: token });
    expect((await send(phone)).status).toBe(201);
  });
});
