import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/e2e/support/meta.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A } from '../../../test/support/two-workspaces.ts';
import type { ChannelConnection } from '../../domain/channel-connection.ts';
import { PosthornError } from '../../domain/errors.ts';
import { idOf } from '../../domain/ids.ts';
import type { SendMessage, SendOutcome } from '../../domain/message-send.ts';
import type { Template } from '../../domain/template.ts';
import type { RateLimitBounds } from '../../platform/http/rate-limits.ts';
import type { ShownChannel } from './channels.routes.ts';
import { type VobizContext, vobizRoutes } from './vobiz.routes.ts';

const ENDPOINT = {
  id: idOf('ep', '0190a000-0000-7000-8000-0000000000e1'),
  url: 'https://receiver.example/',
  format: 'vobiz',
  enabled: true,
  createdAtMs: Date.parse('2026-11-20T10:00:00Z'),
  updatedAtMs: Date.parse('2026-11-20T11:00:00Z'),
} as const;

const CHANNEL: ShownChannel = {
  id: idOf('chn', '0190a000-0000-7000-8000-0000000000c1'),
  metaAppId: idOf('app', '0190a000-0000-7000-8000-0000000000a1'),
  wabaId: '204817563920415',
  phoneNumberId: '318940275561203',
  displayPhoneNumber: '15557204418',
  accessTokenSealed: 'sealed',
  tokenExpiredAtMs: null,
  connection: null,
  createdAtMs: Date.parse('2026-11-20T10:00:00Z'),
  updatedAtMs: Date.parse('2026-11-20T11:00:00Z'),
};

const TEMPLATE: Template = {
  id: idOf('tpl', '0190a000-0000-7000-8000-0000000000f1'),
  workspaceId: WORKSPACE_A,
  revision: 1,
  wabaId: CHANNEL.wabaId,
  templateId: '900719925474099',
  name: 'repair_ready',
  language: 'en_US',
  category: 'UTILITY',
  status: 'PENDING',
  quality: null,
  parameterFormat: 'positional',
  components: [{ type: 'BODY', text: 'Your bike is ready' }],
  reason: null,
  createdAtMs: Date.parse('2026-11-20T10:00:00Z'),
  updatedAtMs: Date.parse('2026-11-20T11:00:00Z'),
  syncedAtMs: null,
  deletedAtMs: null,
};

/** Bodies and answers as Vobiz prints them. */
const SEND = {
  channel_id: '0190a000-0000-7000-8000-0000000000c1',
  waba_id: CHANNEL.wabaId,
  to: '+4915170023456',
  type: 'text',
  text: { body: 'Your bike is ready' },
};
const ACCEPTED = { kind: 'accepted', wamid: 'wamid.1', response: {} } as const;

describe('Vobiz’s API over HTTP', () => {
  test('shows an endpoint as a subscription, with the UUID inside its id', async () => {
    const { call } = await start();
    const { body } = await call('GET', '/api/v1/messaging/webhooks');
    expect(body).toEqual({
      items: [
        {
          id: '0190a000-0000-7000-8000-0000000000e1',
          url: 'https://receiver.example/',
          status: 'active',
          created_at: '2026-11-20T10:00:00.000Z',
          updated_at: '2026-11-20T11:00:00.000Z',
        },
      ],
    });
  });

  test('answers 429 with the seconds to wait', async () => {
    const { call } = await start({
      rateLimits: { callsPerMinute: 1, failedAuthenticationsPerMinute: 60, signInsPerMinute: 60 },
    });
    expect((await call('GET', '/api/v1/messaging/webhooks')).status).toBe(200);
    const limited = await call('GET', '/api/v1/messaging/webhooks');
    expect(limited).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('says nothing about an error that nobody foresaw', async () => {
    const { call } = await start({ listEndpoints: () => Promise.reject(new Error('password hunter2 is wrong')) });
    const { status, body } = await call('GET', '/api/v1/messaging/webhooks');
    expect(status).toBe(500);
    expect(body).toEqual({ error: { code: 'internal', message: 'Something went wrong on this side.' } });
  });

  test('takes the paths below its own that Xobito’s API would take for a workspace', async () => {
    const { call } = await start();
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await call(method, '/api/v1/messaging/statuses');
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    }
    expect((await call('GET', '/api/v1/other/statuses')).body).toEqual({ of: 'other' });
  });

  test('a message is answered as Vobiz prints it, with the id that statuses name when Meta has answered', async () => {
    const { call, sent } = await startSending(ACCEPTED);
    const answer = await call('POST', '/api/v1/messaging/messages', { body: SEND });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body)).toEqual(Object.keys(readFixture('vobiz/api/send-response.json')));
    expect(answer.body).toEqual({
      id: '0190a000-0000-7000-8000-0000000000d1',
      account_id: 'MA_1',
      channel_id: SEND.channel_id,
      contact_id: '0190a000-0000-7000-8000-0000000000b1',
      conversation_id: null,
      direction: 'outbound',
      type: 'text',
      status: 'pending',
      content: '{"body":"Your bike is ready"}',
      meta_message_id: 'wamid.1',
      created_at: '2026-11-20T10:00:00.000Z',
    });
    expect(sent).toMatchObject([
      { channelId: CHANNEL.id, to: { kind: 'phone', phone: '4915170023456' }, waitMs: 10_000 },
    ]);
  });

  test('a message of which Meta has not told anything yet has no id of Meta’s', async () => {
    const { call } = await startSending({ kind: 'pending' });
    const answer = await call('POST', '/api/v1/messaging/messages', { body: SEND });
    expect(answer).toMatchObject({ status: 201, body: { status: 'pending', meta_message_id: null } });
  });

  test('a refusal by Meta is a 400 in its words', async () => {
    const error = {
      ...{ code: 131_026, title: 'Message undeliverable', details: 'The number is not on WhatsApp.', subcode: null },
      ...{ traceId: 'T', httpStatus: 400, retryable: false, advice: 'Check the number.' },
    };
    const { call } = await startSending({ kind: 'refused', error });
    const answer = await call('POST', '/api/v1/messaging/messages', { body: SEND });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'message_refused',
          message:
            'Meta refused the message with error 131026: Message undeliverable. The number is not on WhatsApp. Check the number.',
          meta_error: { code: 131_026, details: 'The number is not on WhatsApp.' },
        },
      },
    });
  });

  test('a message of another account, of no channel or without its object is refused, with the field', async () => {
    const { call, sent } = await startSending(ACCEPTED);
    const { text: _text, ...empty } = SEND;
    for (const [body, pointer] of [
      [{ ...SEND, waba_id: '1' }, '/waba_id'],
      [{ ...SEND, channel_id: 'main' }, '/channel_id'],
      [{ ...SEND, channel_id: '0190a000-0000-7000-8000-0000000000c2' }, '/channel_id'],
      [empty, '/text'],
      [{ ...SEND, type: 'image' }, '/media'],
      [{ ...SEND, type: 'fax' }, '/type'],
    ] as const) {
      const answer = await call('POST', '/api/v1/messaging/messages', { body });
      expect([answer.status, answer.body.error.fields]).toEqual([400, [{ pointer, message: expect.any(String) }]]);
    }
    expect(sent).toEqual([]);
  });

  test('the older path and bodies are taken: no account, a file by its url, parameters of a template', async () => {
    const { call, sent } = await startSending(ACCEPTED);
    const { waba_id: _waba, text: _text, ...older } = SEND;
    for (const body of [
      { ...older, type: 'image', image: { url: 'https://files.example/a.jpg', caption: 'Look' } },
      { ...older, type: 'template', template: { name: 'ready', language: { code: 'en_US' }, parameters: ['Mira'] } },
    ]) {
      expect((await call('POST', '/api/v1/messaging/send', { body })).status).toBe(201);
    }
    expect(sent.map(({ content }) => content)).toEqual([
      { link: 'https://files.example/a.jpg', caption: 'Look' },
      {
        name: 'ready',
        language: { code: 'en_US' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Mira' }] }],
      },
    ]);
  });

  test('what is wrong in a file is told where it was said', async () => {
    const readContent = () => {
      const fields = [{ pointer: '/image/link', message: 'Must be a URL.' }];
      throw new PosthornError('invalid_request', 'The body is not valid.', { fields });
    };
    const { call } = await startSending(ACCEPTED, { readContent });
    const pointerOf = async (body: object) => {
      const answer = await call('POST', '/api/v1/messaging/messages', { body: { ...SEND, type: 'image', ...body } });
      return answer.body.error.fields[0].pointer;
    };
    expect(await pointerOf({ media: { link: 'x' } })).toBe('/media/link');
    expect(await pointerOf({ image: { url: 'x' } })).toBe('/image/link');
  });

  test.each([
    [{ accessTokenSealed: null }, 'inactive', 'pending'],
    [{}, 'active', 'pending'],
    [{ connection: connectionOf(true) }, 'active', 'verified'],
    [{ connection: connectionOf(false) }, 'active', 'rejected'],
    [{ tokenExpiredAtMs: 1, connection: connectionOf(false) }, 'suspended', 'rejected'],
  ])('a channel with %o is %s and %s', async (over, status, verification) => {
    const items = [{ ...CHANNEL, ...over }];
    const { call } = await start({ listChannels: async () => ({ items, nextCursor: null }) });
    const { body } = await call('GET', '/api/v1/messaging/channels/whatsapp');
    expect(body).toMatchObject({ items: [{ status, verification_status: verification }], has_more: false });
    expect(body.items[0].verification_message).toBe(verification === 'rejected' ? 'Meta refused.' : null);
    expect(JSON.stringify(body)).not.toContain('sealed');
  });

  test('a channel is made under the id that it has at Vobiz, on the only Meta app there is', async () => {
    const made: unknown[][] = [];
    const { call } = await start({
      findOnlyMetaApp: async () => CHANNEL.metaAppId,
      createChannel: async (_asker, ...rest) => {
        made.push(rest);
        return CHANNEL;
      },
    });
    const body = { phone_number: '15557204418', phone_number_id: '1', waba_id: '2', access_token: 'token' };
    const path = '/api/v1/messaging/channels/whatsapp';
    expect((await call('POST', path, { body: { ...body, channel_id: SEND.channel_id } })).status).toBe(201);
    expect(made).toEqual([
      [
        CHANNEL.id,
        {
          ...{ display_phone_number: '15557204418', phone_number_id: '1', waba_id: '2', access_token: 'token' },
          meta_app_id: CHANNEL.metaAppId,
        },
      ],
    ]);
    expect((await call('POST', path, { body: { ...body, channel_id: 'mine' } })).status).toBe(400);
  });

  test('a channel without a Meta app to choose asks for one, and errors name Vobiz’s fields', async () => {
    const path = '/api/v1/messaging/channels/whatsapp';
    const body = { phone_number: '15557204418', phone_number_id: '1', waba_id: '2' };
    const fields = [
      { pointer: '/display_phone_number', message: 'No.' },
      { pointer: '/id', message: 'Taken.' },
    ];
    const createChannel = () => Promise.reject(new PosthornError('conflict', 'No.', { fields }));
    const { call } = await start({ createChannel });
    const nameless = await call('POST', path, { body });
    expect(nameless).toMatchObject({ status: 400, body: { error: { fields: [{ pointer: '/meta_app_id' }] } } });
    const refused = await call('POST', path, { body: { ...body, meta_app_id: CHANNEL.metaAppId } });
    expect(refused.status).toBe(409);
    expect(refused.body.error.fields.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/phone_number',
      '/channel_id',
    ]);
  });

  test('embedded signup says what to call instead', async () => {
    const { call } = await start();
    const path = '/api/v1/messaging/channels/whatsapp/embedded-signup';
    expect(await call('POST', path, { body: { code: 'x' } })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('POST /channels/whatsapp') } },
    });
  });

  test('templates are a counted page in Vobiz’s words, filtered by them', async () => {
    const asked: unknown[] = [];
    const { call } = await start({
      findChannel: async () => CHANNEL,
      pageOfTemplates: async (query) => {
        asked.push(query);
        return { items: [TEMPLATE], total: 5 };
      },
    });
    const path = `/api/v1/messaging/channels/${SEND.channel_id}/templates`;
    const { body } = await call('GET', `${path}?status=PENDING_REVIEW&page=2&limit=2`);
    expect(body).toMatchObject({ total: 5, page: 2, limit: 2, has_more: true });
    expect(body.items).toMatchObject([{ name: 'repair_ready', status: 'PENDING_REVIEW', channel_id: SEND.channel_id }]);
    expect(asked).toMatchObject([{ wabaId: CHANNEL.wabaId, status: 'PENDING', offset: 2, limit: 2 }]);
  });

  test('nothing of a channel or conversation that is not the workspace’s', async () => {
    const { call } = await start();
    const nobodys = '0190a000-0000-7000-8000-000000000099';
    for (const [method, path] of [
      ['GET', `/channels/${nobodys}/templates`],
      ['POST', `/channels/${nobodys}/templates/sync`],
      ['GET', `/conversations/${nobodys}/messages`],
      ['GET', '/conversations/1/messages'],
      ['DELETE', '/channels/whatsapp/1'],
    ] as const) {
      const answer = await call(method, `/api/v1/messaging${path}`);
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 404, 'not_found']);
    }
  });

  test('describes its routes, their keys and their errors', async () => {
    const { call } = await start();
    const { body } = await call('GET', '/openapi.json');
    const operations = Object.entries<Record<string, Operation>>(body.paths).filter(([path]) =>
      path.startsWith('/api/v1/messaging/'),
    );
    expect(
      operations.map(([path, item]) => [path.slice('/api/v1/messaging'.length), Object.keys(item).sort()]),
    ).toEqual([
      ['/webhooks', ['get', 'post']],
      ['/webhooks/{id}', ['delete']],
      ['/contacts', ['get', 'post']],
      ['/contacts/{id}', ['delete', 'get', 'put']],
      ['/messages', ['post']],
      ['/conversations', ['get']],
      ['/conversations/{id}/messages', ['get']],
      ['/channels/whatsapp', ['get', 'post']],
      ['/channels/whatsapp/{id}', ['delete', 'put']],
      ['/channels/{channelId}/templates', ['get', 'post']],
      ['/channels/{channelId}/templates/sync', ['post']],
      ['/contacts/import', ['post']],
    ]);
    for (const operation of operations.flatMap(([, item]) => Object.values(item))) {
      expect(operation.tags).toEqual(['Vobiz API']);
      expect(operation.security).toEqual([{ VobizAccount: [], VobizKey: [] }, { ApiKey: [] }]);
      expect(Object.keys(operation.responses).filter((status) => status >= '400')).toEqual(['default']);
    }
    expect(body.components.securitySchemes).toMatchObject({
      VobizAccount: { in: 'header', name: 'X-Auth-ID' },
      VobizKey: { in: 'header', name: 'X-Auth-Token' },
    });
    const form = body.paths['/api/v1/messaging/contacts/import'].post.requestBody.content['multipart/form-data'];
    expect(form.schema.properties.file).toMatchObject({ type: 'string', format: 'binary' });
  });
});

interface Operation {
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Options extends Partial<VobizContext> {
  readonly rateLimits?: RateLimitBounds;
}

function connectionOf(ok: boolean): ChannelConnection {
  const message = ok ? 'Fine.' : 'Meta refused.';
  return {
    state: ok ? 'connected' : 'failed',
    checkedAtMs: 1,
    steps: [{ step: 'number', ok, message, error: null }],
    throughputPerSecond: null,
  };
}

/** With a channel that sends, and Meta's answer to it. */
async function startSending(outcome: SendOutcome, over: Partial<VobizContext> = {}) {
  const sent: SendMessage[] = [];
  const { call } = await start({
    findChannel: async (_workspaceId, id) => (id === CHANNEL.id ? CHANNEL : null),
    sendMessage: async (send) => {
      sent.push(send);
      return {
        messageId: idOf('msg', '0190a000-0000-7000-8000-0000000000d1'),
        contactId: idOf('cnt', '0190a000-0000-7000-8000-0000000000b1'),
        conversationId: null,
        outcome,
        createdAtMs: CHANNEL.createdAtMs,
      };
    },
    ...over,
  });
  return { call, sent };
}

function start({ rateLimits, ...over }: Options = {}) {
  const nothing = async () => [];
  const context: VobizContext = {
    createEndpoint: async () => ENDPOINT,
    listEndpoints: async () => [ENDPOINT],
    findEndpoint: async () => ENDPOINT,
    removeEndpoint: async () => {},
    saveContacts: nothing,
    findContact: async () => null,
    findContactsByPhone: nothing,
    pageOfContacts: async () => ({ items: [], total: 0 }),
    readContactInput: () => () => ({}),
    accountIdOf: () => 'MA_1',
    findChannel: async () => null,
    readPhone: (_workspaceId, text) => text,
    readContent: (_type, content) => content,
    sendMessage: () => Promise.reject(new Error('nothing is sent')),
    listConversations: async () => ({ items: [], nextCursor: null }),
    hasConversation: async () => false,
    listMessages: async () => ({ items: [], nextCursor: null }),
    listChannels: async () => ({ items: [], nextCursor: null }),
    findOnlyMetaApp: async () => null,
    createChannel: async () => CHANNEL,
    updateChannel: async () => CHANNEL,
    removeChannel: async () => {},
    pageOfTemplates: async () => ({ items: [], total: 0 }),
    createTemplate: async () => TEMPLATE,
    syncTemplates: async () => ({ synced: 0 }),
    assertStreamPlace: () => {},
    readStreamCursor: () => 0,
    openStream: () => {},
    ...over,
  };
  return startApi(
    (api) => {
      api.get('/api/v1/:subdomain/statuses', { config: { access: { who: 'anyone' } } }, async () => ({ of: 'other' }));
      vobizRoutes(api, context);
    },
    rateLimits === undefined ? {} : { rateLimits },
  );
}
