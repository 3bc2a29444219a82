import { describe, expect, test } from 'vitest';
import { conversationIdOf, WINDOW_MS } from '../../domain/conversation.ts';
import type { PosthornError } from '../../domain/errors.ts';
import { type ConversationId, idOf } from '../../domain/ids.ts';
import type { EnqueueSend, SendMessage } from '../../domain/message-send.ts';
import type { Channel } from '../../domain/workspace.ts';
import {
  type Addressee,
  createSendMessage,
  type SendableTemplate,
  type SendMessageContext,
  suggestTemplates,
} from './send-message.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const CHANNEL_ID = idOf('chn', '0190a000-0000-7000-8000-000000000002');
const CONTACT_ID = idOf('cnt', '0190a000-0000-7000-8000-000000000003');
const MESSAGE_ID = idOf('msg', '0190a000-0000-7000-8000-000000000004');
const PHONE = '4915170023456';
const BSUID = 'DE.1314567890';
const NOW_MS = 1_800_000_000_000;

const CHANNEL: Channel = {
  id: CHANNEL_ID,
  workspaceId: WORKSPACE,
  metaAppId: idOf('app', '0190a000-0000-7000-8000-000000000005'),
  wabaId: '104857600112233',
  phoneNumberId: '318940275561203',
  displayPhoneNumber: '4930123456',
  throughputPerSecond: 80,
};

const CONTACT: Addressee = { id: CONTACT_ID, phone: `+${PHONE}`, bsuid: null, optedOut: false, language: null };

const ORDER: SendableTemplate = {
  name: 'order_update',
  language: 'de',
  status: 'APPROVED',
  category: 'UTILITY',
  reason: null,
  components: [{ type: 'BODY', text: 'Order {{1}} is ready.' }],
  deletedAtMs: null,
};
const ORDER_CONTENT = {
  name: 'order_update',
  language: { code: 'de' },
  components: [{ type: 'body', parameters: [{ type: 'text', text: '4711' }] }],
};

interface World {
  readonly contact?: Addressee | null;
  readonly createsContacts?: boolean;
  readonly knownBsuid?: string;
  /** When the person wrote last, by conversation. */
  readonly windows?: ReadonlyMap<ConversationId | null, number>;
  readonly template?: SendableTemplate | null | 'unknown';
  readonly approved?: readonly SendableTemplate[];
  readonly isConnected?: boolean;
}

function start(world: World = {}) {
  const { contact = CONTACT, createsContacts = true, windows = new Map(), template = ORDER } = world;
  const enqueued: EnqueueSend[] = [];
  const created: unknown[] = [];
  const ctx: SendMessageContext = {
    findChannel: async (_, id) => (id === CHANNEL_ID ? CHANNEL : null),
    isConnected: async () => world.isConnected ?? true,
    findAddressee: async () => contact,
    createAddressee: async (create) => {
      created.push(create);
      return createsContacts ? CONTACT : null;
    },
    findBsuid: async () => world.knownBsuid ?? null,
    windowFromMs: async (_, ids) => {
      const times = ids.flatMap((id) => windows.get(id) ?? []);
      return times.length === 0 ? null : Math.max(...times);
    },
    findTemplate: async () => template,
    listApproved: async () => world.approved ?? [],
    enqueueSend: async (send) => {
      enqueued.push(send);
      return { kind: 'pending' };
    },
    newMessageId: () => MESSAGE_ID,
    nowMs: () => NOW_MS,
  };
  const sendMessage = createSendMessage(ctx);
  return {
    enqueued,
    created,
    send: (change: Partial<SendMessage> = {}) =>
      sendMessage({
        workspaceId: WORKSPACE,
        channelId: CHANNEL_ID,
        to: { kind: 'phone', phone: PHONE },
        type: 'text',
        content: { body: 'Hello' },
        replyTo: null,
        callbackData: null,
        actor: null,
        waitMs: 10_000,
        ...change,
      }),
  };
}

const ofContact = conversationIdOf(CHANNEL_ID, { contactId: CONTACT_ID, phone: null, bsuid: null });
const ofPhone = conversationIdOf(CHANNEL_ID, { contactId: null, phone: PHONE, bsuid: null });
const ofBsuid = conversationIdOf(CHANNEL_ID, { contactId: null, phone: null, bsuid: BSUID });
const wrote = (id: ConversationId | null, agoMs: number) => new Map([[id, NOW_MS - agoMs]]);

async function problemOf(sending: Promise<unknown>): Promise<Pick<PosthornError, 'code' | 'message' | 'fields'>> {
  const { code, message, fields } = await sending.then(
    () => {
      throw new Error('It was sent.');
    },
    (error: PosthornError) => error,
  );
  return { code, message, fields };
}

describe('sending a message', () => {
  test('hands it in with the channel, the contact and the conversation that it was put to', async () => {
    const { send, enqueued } = start({ windows: wrote(ofContact, 60_000) });
    const actor = { kind: 'root', id: null, requestId: null } as const;
    const result = await send({ replyTo: 'wamid.1', callbackData: 'order 4711', actor });
    expect(enqueued).toEqual([
      {
        message: {
          id: MESSAGE_ID,
          workspaceId: WORKSPACE,
          channelId: CHANNEL_ID,
          conversationId: ofContact,
          contactId: CONTACT_ID,
          recipient: { kind: 'phone', phone: PHONE },
          type: 'text',
          text: 'Hello',
          content: { body: 'Hello' },
          replyTo: 'wamid.1',
          callbackData: 'order 4711',
        },
        phoneNumberId: CHANNEL.phoneNumberId,
        actor,
        createdAtMs: NOW_MS,
        waitMs: 10_000,
      },
    ]);
    expect(result).toEqual({
      messageId: MESSAGE_ID,
      contactId: CONTACT_ID,
      conversationId: ofContact,
      outcome: { kind: 'pending' },
      text: 'Hello',
      createdAtMs: NOW_MS,
    });
  });

  test('needs a channel of the workspace that is connected to Meta', async () => {
    const channelId = idOf('chn', '0190a000-0000-7000-8000-00000000000f');
    expect(await problemOf(start().send({ channelId }))).toMatchObject({
      code: 'not_found',
      fields: [{ pointer: '/channel_id' }],
    });
    expect((await problemOf(start({ isConnected: false }).send())).code).toBe('channel_not_connected');
  });

  test.each([
    ['a minute ago', 60_000, true],
    ['just within 24 hours', WINDOW_MS - 1, true],
    ['24 hours ago', WINDOW_MS, false],
  ])('of any kind goes when the person wrote %s or later, and not otherwise', async (_, agoMs, goes) => {
    const { send, enqueued } = start({ windows: wrote(ofContact, agoMs) });
    const reaction = { type: 'reaction', content: { message_id: 'wamid.1', emoji: '👍' } };
    if (goes) await Promise.all([send(), send(reaction)]);
    else
      for (const change of [{}, reaction]) expect((await problemOf(send(change))).code).toBe('message_window_closed');
    expect(enqueued).toHaveLength(goes ? 2 : 0);
  });

  test.each<[string, World]>([
    ['before they were a contact, by their number', { windows: wrote(ofPhone, 1) }],
    [
      'before they were a contact, by their BSUID',
      { windows: wrote(ofBsuid, 1), contact: { ...CONTACT, bsuid: BSUID } },
    ],
    ['and is no contact, and Meta told their BSUID', { windows: wrote(ofBsuid, 1), contact: null, knownBsuid: BSUID }],
  ])('goes to somebody who wrote %s', async (_, world) => {
    const { send, enqueued } = start({ createsContacts: false, ...world });
    await send();
    const id = world.contact === null ? ofBsuid : ofContact;
    expect(enqueued[0]?.message.conversationId).toBe(id);
  });

  test('outside the window is refused with approved templates that would do, and makes no contact', async () => {
    const approved = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ ...ORDER, name }));
    const { send, created } = start({ contact: null, approved });
    expect(await problemOf(send())).toEqual({
      code: 'message_window_closed',
      message: expect.stringMatching(/24 hours.* a \(de\), b \(de\), c \(de\), d \(de\), e \(de\)\.$/),
      fields: [{ pointer: '/type', message: 'Must be template.' }],
    });
    expect(created).toEqual([]);
    expect((await problemOf(start().send())).message).toMatch(/No approved template .* is known here/);
  });

  test('to a group knows no window, no contact and no conversation', async () => {
    const { send, enqueued } = start();
    await send({ to: { kind: 'group', groupId: 'g1' } });
    expect(enqueued[0]?.message).toMatchObject({ contactId: null, conversationId: null });
  });

  test('that is a template goes at any time, with the words that it has', async () => {
    const { send, enqueued } = start();
    await send({ type: 'template', content: ORDER_CONTENT });
    expect(enqueued[0]?.message).toMatchObject({
      type: 'template',
      text: 'Order 4711 is ready.',
      content: ORDER_CONTENT,
    });
  });

  test('to somebody unknown makes a contact, where the workspace wants that', async () => {
    const template = { type: 'template', content: ORDER_CONTENT };
    const makes = start({ contact: null });
    await makes.send(template);
    expect(makes.created).toEqual([
      { workspaceId: WORKSPACE, recipient: { kind: 'phone', phone: PHONE }, actor: null },
    ]);
    expect(makes.enqueued[0]?.message).toMatchObject({ contactId: CONTACT_ID, conversationId: ofContact });
    const makesNone = start({ contact: null, createsContacts: false });
    await makesNone.send(template);
    expect(makesNone.enqueued[0]?.message).toMatchObject({ contactId: null, conversationId: ofPhone });
  });

  test('by a template that is not there, not approved, or with the wrong parameters is refused with the reason', async () => {
    const template = { type: 'template', content: ORDER_CONTENT };
    const refused = (change: Partial<SendableTemplate> | null, content: unknown = ORDER_CONTENT) =>
      problemOf(start({ template: change === null ? null : { ...ORDER, ...change } }).send({ ...template, content }));
    expect(await refused(null)).toMatchObject({
      code: 'template_not_usable',
      message: expect.stringMatching(/no template order_update in de/),
    });
    expect(await refused({ status: 'PAUSED', reason: 'LOW_QUALITY' })).toMatchObject({
      code: 'template_not_usable',
      message: expect.stringMatching(/status PAUSED \(LOW_QUALITY\)/),
    });
    expect(await refused({}, { ...ORDER_CONTENT, components: [] })).toMatchObject({
      code: 'template_not_usable',
      message: expect.stringMatching(/missing: \{\{1\}\}/),
      fields: [{ pointer: '/template/components' }],
    });
  });

  test('by a template of which nothing is known here is left to Meta', async () => {
    const { send, enqueued } = start({ template: 'unknown' });
    await send({ type: 'template', content: ORDER_CONTENT });
    expect(enqueued[0]?.message).toMatchObject({ type: 'template', text: null });
  });

  test('for marketing does not go to somebody who has opted out, and any other does', async () => {
    const contact = { ...CONTACT, optedOut: true };
    const template = { type: 'template', content: ORDER_CONTENT };
    const marketing = start({ contact, template: { ...ORDER, category: 'MARKETING' } });
    expect(await problemOf(marketing.send(template))).toMatchObject({
      code: 'unprocessable',
      fields: [{ pointer: '/to' }],
    });
    const utility = start({ contact });
    await utility.send(template);
    expect(utility.enqueued).toHaveLength(1);
  });
});

describe('templates that would do', () => {
  const plain = (name: string, language: string) => ({
    ...ORDER,
    name,
    language,
    components: [{ type: 'BODY', text: 'Hi' }],
  });

  test('are those without parameters first, then those in the language of the person, then the latest', () => {
    const approved = [
      { ...ORDER, name: 'needs', language: 'pt_BR' },
      { ...ORDER, name: 'unread', language: 'pt_BR', components: [] },
      plain('latest', 'de'),
      plain('older', 'de'),
      plain('theirs', 'pt_BR'),
    ];
    const named = suggestTemplates(approved, 'pt').map(({ name }) => name);
    expect(named).toEqual(['theirs', 'latest', 'older', 'needs', 'unread']);
  });
});
