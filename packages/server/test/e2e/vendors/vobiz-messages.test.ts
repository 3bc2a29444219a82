import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { readFixture } from '../support/meta.ts';
import { type MetaSide, startMetaSide } from '../support/meta-side.ts';
import { FIXTURE_NUMBER } from '../support/world.ts';
import { VobizClient, type VobizContent, type VobizMessage } from './vobiz-client.ts';
import { startVobizReceiver, statusesIn, type VobizReceiver } from './vobiz-receiver.ts';

const SECRET = 'a-secret-of-our-own-choice';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let phoneCount = 0;

describe.each(STORES)('sending with programs that were written for Vobiz, on $name', (stores) => {
  let side: MetaSide;
  let client: VobizClient;
  let receiver: VobizReceiver;
  let channelId: string;

  beforeAll(async () => {
    side = await startMetaSide(stores);
    const { accountId, key } = side.workspace;
    client = new VobizClient(`${side.gateway.url}/api/v1/messaging`, { authId: accountId, authToken: key });
    receiver = await startVobizReceiver(SECRET);
    await client.createWebhook({ url: receiver.url, secret: SECRET });
    [{ id: channelId } = { id: '' }] = await client.listChannels();
    return () => receiver.close();
  });

  /** Somebody to whom nobody has written yet. */
  function stranger(): string {
    phoneCount += 1;
    return `+491517005${String(phoneCount).padStart(4, '0')}`;
  }

  /** Somebody who has just written, so that anything may be written to them. */
  async function customer(): Promise<string> {
    const phone = stranger();
    await side.simulator.user({ name: 'Mira', waId: phone.slice(1) }).sendText('Is my bike ready?').delivered;
    return phone;
  }

  const send = (to: string, content: VobizContent): Promise<VobizMessage> =>
    client.sendMessage({ channel_id: channelId, waba_id: FIXTURE_NUMBER.waba_id, to, ...content });

  const toldOf = ({ meta_message_id: id }: VobizMessage) =>
    statusesIn(receiver.events)
      .filter((status) => status.id === id)
      .map(({ status }) => status);

  /** Meta's object in the last send that reached it. */
  function sentToMeta(type: string): unknown {
    const sends = side.simulator.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith(`${FIXTURE_NUMBER.phone_number_id}/messages`),
    );
    return { ...Object(sends.at(-1)?.body) }[type];
  }

  test('a text is answered as documented, and its statuses are correlated by `meta_message_id`', async () => {
    const phone = await customer();
    const sent = await send(phone, { type: 'text', text: { body: 'Your bike is ready' } });
    const printed = readFixture<VobizMessage>('vobiz/api/send-response.json');
    expect(Object.keys(sent)).toEqual(Object.keys(printed));
    expect(sent).toMatchObject({
      account_id: side.workspace.accountId,
      channel_id: channelId,
      ...{ direction: 'outbound', type: 'text', status: 'pending', content: printed.content },
    });
    for (const id of [sent.id, sent.contact_id, sent.conversation_id]) expect(id).toMatch(UUID);
    await receiver.until(() => toldOf(sent).length === 3);
    expect(toldOf(sent).toSorted()).toEqual(['delivered', 'read', 'sent']);
    expect(receiver.rejectedCount()).toBe(0);
  });

  test('a file and a template arrive as Meta has them, the template at somebody who never wrote', async () => {
    const media = { link: 'https://files.kanalcykel.example/offer.pdf', caption: 'Our offer', filename: 'offer.pdf' };
    await send(await customer(), { type: 'document', media });
    expect(sentToMeta('document')).toEqual(media);
    const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Mira' }] }];
    const template = { name: 'repair_ready', language: { code: 'en_US' }, category: 'UTILITY', components };
    const sent = await send(stranger(), { type: 'template', template });
    expect(sentToMeta('template')).toEqual({ name: 'repair_ready', language: { code: 'en_US' }, components });
    await receiver.until(() => toldOf(sent).includes('read'));
  });

  test('a message outside the window is taken, and Meta’s failure is told later', async () => {
    side.simulator.failNextSends({ count: 1, code: 131_047, via: 'webhook' });
    const sent = await send(stranger(), { type: 'text', text: { body: 'Are you there?' } });
    expect(sent).toMatchObject({ status: 'pending', meta_message_id: expect.stringMatching(/^wamid/) });
    await receiver.until(() => toldOf(sent).length === 1);
    const failed = statusesIn(receiver.events).find(({ id }) => id === sent.meta_message_id);
    expect(failed).toMatchObject({ status: 'failed', errors: [{ code: 131_047 }] });
    await vi.waitFor(async () => {
      const { items } = await client.listMessages(String(sent.conversation_id));
      expect(items).toMatchObject([{ id: sent.id, status: 'failed' }]);
    });
  });

  test('what cannot be sent is a 400, and nothing of it reaches Meta', async () => {
    const phone = await customer();
    const before = side.simulator.acceptedSends;
    const message = { to: phone, type: 'text', text: { body: 'Hi' } } as const;
    for (const wrong of [
      { ...message, channel_id: channelId, waba_id: '1' },
      { ...message, channel_id: randomUUID(), waba_id: FIXTURE_NUMBER.waba_id },
      { ...message, channel_id: channelId, waba_id: FIXTURE_NUMBER.waba_id, to: 'Mira' },
      { ...message, channel_id: channelId, waba_id: FIXTURE_NUMBER.waba_id, text: { body: '' } },
    ]) {
      await expect(client.sendMessage(wrong)).rejects.toMatchObject({ status: 400 });
    }
    expect(side.simulator.acceptedSends).toBe(before);
    side.simulator.failNextSends({ count: 1, code: 131_026, via: 'response' });
    await expect(send(phone, { type: 'text', text: { body: 'Hi' } })).rejects.toMatchObject({
      status: 400,
      body: expect.stringContaining('131026'),
    });
  });

  test('a conversation lists what both wrote, newest first, page by page', async () => {
    const phone = await customer();
    const sent = await send(phone, { type: 'text', text: { body: 'Your bike is ready' } });
    await receiver.until(() => toldOf(sent).length === 3);
    const conversations = await client.listConversations();
    expect(conversations.map(({ id }) => id)).toContain(sent.conversation_id);
    const first = await client.listMessages(String(sent.conversation_id), { limit: '1' });
    expect(first).toMatchObject({ items: [{ ...sent, status: 'read' }], has_more: true });
    const rest = await client.listMessages(String(sent.conversation_id), {
      limit: '1',
      cursor: String(first.next_cursor),
    });
    expect(rest).toMatchObject({
      items: [{ direction: 'inbound', type: 'text', content: '{"body":"Is my bike ready?"}' }],
      ...{ has_more: false, next_cursor: null },
    });
  });

  test('templates are read from Meta, listed by Vobiz’s statuses, and made', async () => {
    expect((await client.syncTemplates(channelId)).synced).toBeGreaterThan(0);
    const approved = await client.listTemplates(channelId, 'APPROVED');
    expect(approved.items.map(({ name }) => name)).toContain('repair_ready');
    const created = await client.createTemplate(channelId, {
      ...{ name: 'spring_check', language: 'en_US', category: 'UTILITY' },
      components: [{ type: 'BODY', text: 'Time for a check.' }],
    });
    expect(created).toMatchObject({ name: 'spring_check', status: 'PENDING_REVIEW' });
    await vi.waitFor(
      async () => expect((await client.listTemplates(channelId, 'PENDING_REVIEW')).items).toEqual([]),
      10_000,
    );
    expect((await client.listTemplates(channelId, 'APPROVED')).items.map(({ name }) => name)).toContain('spring_check');
  });

  test('a channel keeps the id that it has at Vobiz, shows no token, and says what is wrong with it', async () => {
    const id = randomUUID();
    const number = { phone_number: '15557204499', phone_number_id: '318940275561299', waba_id: '204817563920999' };
    const created = await client.createChannel({ channel_id: id, ...number });
    expect(created).toMatchObject({ id, status: 'inactive', verification_status: 'pending' });
    const given = await client.updateChannel(id, { access_token: 'a-token-of-nobody' });
    expect(given).toMatchObject({ id, status: 'suspended', verification_status: 'rejected' });
    expect(JSON.stringify([given, await client.listChannels()])).not.toContain('a-token-of-nobody');
    await expect(client.createChannel({ ...number, channel_id: channelId })).rejects.toMatchObject({ status: 409 });
    await client.deleteChannel(id);
    expect((await client.listChannels()).map((channel) => channel.id)).toEqual([channelId]);
    const actions = (await side.workspace.api.all<{ action: string; resource_id: string }>('/v1/audit-log'))
      .filter(({ resource_id }) => resource_id === `chn_${id}`)
      .map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['channel.created', 'channel.updated', 'channel.deleted']));
  });
});
