import { beforeAll, describe, expect, test, vi } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { withStatus } from './support/answers.ts';
import { type MetaSide, startMetaSide } from './support/meta-side.ts';
import { addMember } from './support/people.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { addEndpoint } from './support/world.ts';

interface Entry {
  readonly kind: 'message' | 'note' | 'change';
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of an entry.
  readonly message: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  readonly note: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  readonly change: any;
}

interface Heard {
  readonly id: string;
  readonly delivered: number;
  readonly total: number;
  readonly worst: { readonly endpoint_name: string; readonly state: string } | null;
}

interface Listed {
  readonly id: string;
  readonly unread_count: number;
  readonly contact: { readonly name: string | null };
  readonly channel_number: string | null;
}

let phoneCount = 0;

describe.each(STORES)('an inbox over the API, on $name', (stores) => {
  let side: MetaSide;
  let receiver: Receiver;

  beforeAll(async () => {
    side = await startMetaSide(stores);
    receiver = await startReceiver();
    await addEndpoint(side.workspace.api, { url: receiver.url, description: 'Helpdesk', event_types: ['message.*'] });
  });

  const get = <TBody>(path: string) => side.workspace.api.get<TBody>(path);
  const timelineOf = async (id: string) =>
    (await get<{ data: Entry[] }>(`/v1/conversations/${id}/timeline`)).data.toReversed();

  /** Somebody who has just written, and their conversation. */
  async function begin(name: string) {
    phoneCount += 1;
    const phone = `491517004${String(phoneCount).padStart(4, '0')}`;
    const person = side.simulator.user({ name, waId: phone });
    const hello = person.sendText('Is my frame back?');
    await hello.delivered;
    const [listed] = (await get<{ data: Listed[] }>(`/v1/conversations?q=${encodeURIComponent(name.toLowerCase())}`))
      .data;
    expect(listed).toMatchObject({ contact: { name }, unread_count: 1 });
    return { person, phone, id: listed?.id ?? '', listed };
  }

  const send = (to: string, content: Record<string, unknown>) =>
    side.workspace.api.post<{ id: string; message_id: string }>('/v1/messages', {
      ...{ channel_id: side.channelId, to },
      ...content,
    });

  test('a row of the list says with whom, on which number and what is unread, and the counts go with it', async () => {
    const before = await get<{ all: { open: number; unread: number } }>('/v1/conversations/counts');
    const { id, listed } = await begin('Wendeline Osei');
    expect(listed?.channel_number).toEqual(expect.any(String));
    const after = await get<typeof before>('/v1/conversations/counts');
    expect(after.all).toEqual({ open: before.all.open + 1, unread: before.all.unread + 1 });
    // Looking at it is not reading it: that is an act of its own.
    await timelineOf(id);
    expect(await get<typeof before>('/v1/conversations/counts')).toEqual(after);
    await side.workspace.api.post(`/v1/conversations/${id}/read`, {});
    expect((await get<typeof before>('/v1/conversations/counts')).all.unread).toBe(before.all.unread);
  });

  test('the timeline tells what was said with quotes, reactions and ticks, what was noted, and who closed it', async () => {
    const { person, phone, id } = await begin('Ilse Marchetti');
    const [question] = await timelineOf(id);
    const wamid = String(question?.message.message_id);
    const answer = await send(phone, { type: 'text', text: { body: 'Tomorrow' }, reply_to: wamid });
    await send(phone, { type: 'reaction', reaction: { message_id: wamid, emoji: '👍' } });
    await side.workspace.api.post(`/v1/conversations/${id}/notes`, { text: 'Painter called.' });
    await side.workspace.api.post(`/v1/conversations/${id}/close`);
    await person.sendText('Perfect!').delivered;
    const entries = await vi.waitFor(async () => {
      const found = await timelineOf(id);
      expect(found.find(({ message }) => message?.id === answer.id)?.message.status).toBe('read');
      return found;
    });
    expect(entries.map(({ kind, message, change }) => message?.type ?? change?.what ?? kind)).toEqual([
      ...['text', 'text', 'reaction', 'note', 'closed', 'text'],
    ]);
    expect(entries[0]?.message.reactions).toMatchObject([{ emoji: '👍', direction: 'outbound' }]);
    expect(entries[1]?.message).toMatchObject({
      quoted: { message_id: wamid, text: 'Is my frame back?', direction: 'inbound' },
      sender: { kind: 'key' },
    });
    expect(entries[4]?.change).toMatchObject({ actor: { kind: 'key' } });
    expect(await get(`/v1/conversations/${id}`)).toMatchObject({ state: 'open', unread_count: 2 });
  });

  test('a picture has a path of its own that shows it, wherever the API was reached', async () => {
    const { person, id } = await begin('Marisol Achterberg');
    await person.sendImage({ caption: 'Moss green' }).delivered;
    const media = await vi.waitFor(async () => {
      const found = (await timelineOf(id)).at(-1)?.message.media;
      expect(found?.state).toBe('stored');
      return found;
    });
    expect(media).toMatchObject({ caption: 'Moss green', size_bytes: expect.any(Number) });
    const response = await fetch(new URL(media.path, side.gateway.url));
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, media.size_bytes]);
  });

  test('whoever signed in answers, notes and takes over in their own name; a viewer only looks', async () => {
    const { id } = await begin('Petra Dunmore');
    const agent = await addMember(side.gateway, side.workspace.api, { role: 'agent' });
    const me = agent.session().member?.id;
    const { contact_id } = await get<{ contact_id: string }>(`/v1/conversations/${id}`);
    const hello = { channel_id: side.channelId, to: { contact_id }, type: 'text', text: { body: 'Hello' } };
    const did = [
      ['POST', '/v1/messages', hello],
      ['POST', `/v1/conversations/${id}/notes`, { text: 'Moss green.' }],
      ['POST', `/v1/conversations/${id}/assign`, { assignee_id: me }],
      ['POST', `/v1/conversations/${id}/read`, {}],
      ['POST', `/v1/conversations/${id}/close`, undefined],
    ] as const;
    for (const [method, path, body] of did) {
      expect([path, (await agent.send(method, path, body)).status < 300]).toEqual([path, true]);
    }
    const byMe = { kind: 'member', id: me };
    const entries = await timelineOf(id);
    expect(entries.slice(1)).toMatchObject([
      { message: { text: 'Hello', sender: byMe } },
      { note: { text: 'Moss green.', author: byMe } },
      { change: { what: 'assigned', actor: byMe, assignee_id: me, previous_assignee_id: null } },
      { change: { what: 'closed', actor: byMe } },
    ]);
    const mine = async () => (await agent.get<{ mine: unknown }>('/v1/conversations/counts')).mine;
    expect(await mine()).toEqual({ open: 0, unread: 0 });
    expect((await agent.send('POST', `/v1/conversations/${id}/reopen`)).status).toBe(200);
    expect(await mine()).toEqual({ open: 1, unread: 0 });
    const viewer = await addMember(side.gateway, side.workspace.api, { role: 'viewer' });
    expect((await viewer.get<{ data: Entry[] }>(`/v1/conversations/${id}/timeline`)).data.length).toBeGreaterThan(4);
    for (const [method, path, body] of did) {
      expect([path, (await viewer.send(method, path, body)).status]).toEqual([path, 403]);
    }
  });

  test('beside a message stands how many endpoints have it, and which one is behind', async () => {
    const { id } = await begin('Tobiah Renquist');
    const heard = () => get<{ data: Heard[]; complete: boolean }>(`/v1/conversations/${id}/deliveries`);
    await vi.waitFor(async () => {
      expect(await heard()).toMatchObject({ complete: true, data: [{ delivered: 1, total: 1, worst: null }] });
    });
    const bot = await startReceiver({ answers: () => withStatus(500) });
    await addEndpoint(side.workspace.api, {
      url: bot.url,
      description: 'Order bot',
      event_types: ['message.received'],
    });
    const { id: other } = await begin('Linnea Hartwick');
    await vi.waitFor(async () => {
      const { data } = await get<{ data: Heard[] }>(`/v1/conversations/${other}/deliveries`);
      expect(data).toMatchObject([
        { delivered: 1, total: 2, worst: { endpoint_name: 'Order bot', state: 'retrying' } },
      ]);
    });
  });
});
