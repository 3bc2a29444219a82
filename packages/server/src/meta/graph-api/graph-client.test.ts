import { describe, expect, test } from 'vitest';
import type { GraphCall } from '../../domain/graph.ts';
import { idOf } from '../../domain/ids.ts';
import type { HttpRequest, HttpResult } from '../../platform/egress/http-client.ts';
import { type ChannelToken, callGraph, callWithToken, type GraphClientContext } from './graph-client.ts';

const UUID = '01890000-0000-7000-8000-000000000001';
const CALL: GraphCall = {
  workspaceId: idOf('ws', UUID),
  channelId: idOf('chn', UUID),
  method: 'POST',
  path: '318940275561203/messages',
  body: { to: '491' },
};
const TOKEN: ChannelToken = {
  workspaceId: CALL.workspaceId,
  channelId: CALL.channelId,
  text: 'EAAG',
  sealed: 'sealed',
  expiredAtMs: null,
};
const EXPIRED = answered(401, { error: { code: 190, message: 'Session has expired', error_subcode: 463 } });

describe('a call to the Graph API', () => {
  test('carries the channel’s token, the version, the query and the body as JSON', async () => {
    const { ctx, sent } = client(answered(200, { messages: [] }));
    const result = await callGraph(ctx, { ...CALL, query: { fields: 'a,b', limit: '1' }, timeoutMs: 3_000 });
    expect(result).toEqual({ kind: 'ok', body: { messages: [] } });
    expect(sent).toEqual([
      {
        method: 'POST',
        path: '/v25.0/318940275561203/messages?fields=a%2Cb&limit=1',
        headers: {
          authorization: 'Bearer EAAG',
          accept: 'application/json',
          'user-agent': 'Posthorn/1',
          'content-type': 'application/json',
        },
        body: '{"to":"491"}',
        timeoutMs: 3_000,
      },
    ]);
  });

  test('carries a form as it is, and has ten seconds when it does not say', async () => {
    const { ctx, sent } = client(answered(200, {}));
    const form = new FormData();
    await callGraph(ctx, { ...CALL, body: form });
    const [request] = sent;
    expect([request?.body, request?.timeoutMs]).toEqual([form, 10_000]);
    expect(request?.headers).not.toHaveProperty('content-type');
  });

  test('says apart what never reached Meta and what may have been carried out', async () => {
    const unsent = client({ kind: 'unsent', reason: 'The host refused the connection.' });
    expect(await callGraph(unsent.ctx, CALL)).toEqual({
      kind: 'unreachable',
      reason: 'Meta could not be reached. The host refused the connection.',
    });
    const unanswered = client({ kind: 'unanswered', reason: 'No answer came within 10 s.' });
    expect(await callGraph(unanswered.ctx, CALL)).toMatchObject({ kind: 'unknown' });
    expect(await callGraph(client(answered(502, '<html>')).ctx, CALL)).toMatchObject({ kind: 'unknown' });
  });

  test('reports the token that Meta refuses, and no other error', async () => {
    const other = client(answered(400, { error: { code: 100 } }));
    expect(await callGraph(other.ctx, CALL)).toMatchObject({ kind: 'refused', error: { code: 100 } });
    expect(other.reported).toEqual([]);
    const expired = client(EXPIRED);
    expect(await callGraph(expired.ctx, CALL)).toMatchObject({ kind: 'refused', error: { code: 190, subcode: 463 } });
    expect(expired.reported).toEqual([TOKEN]);
  });

  test('does not ask Meta without a token, or with one that was refused, and says what to do', async () => {
    for (const token of [null, { ...TOKEN, expiredAtMs: 0 }]) {
      const { ctx, sent } = client(EXPIRED, token);
      await expect(callGraph(ctx, CALL)).rejects.toMatchObject({
        code: 'channel_not_connected',
        message: expect.stringContaining('PATCH /v1/channels/{id}'),
      });
      expect(sent).toEqual([]);
    }
  });

  test('a token that was refused may be tried again on purpose', async () => {
    const { ctx } = client(answered(200, { id: '1' }));
    expect(await callWithToken(ctx, { ...TOKEN, expiredAtMs: 5 }, CALL)).toMatchObject({ kind: 'ok' });
  });

  test.each(['/me', '../v1/me', '1/../2', '1/messages?x=1', 'a%2Fb', '1//2', '', 'a/b/c/d', 'a#b', 'https://x'])(
    'never goes to a path such as “%s”',
    async (path) => {
      const { ctx, sent } = client(EXPIRED);
      await expect(callGraph(ctx, { ...CALL, path })).rejects.toThrow('ids and names');
      expect(sent).toEqual([]);
    },
  );
});

function client(result: HttpResult, token: ChannelToken | null = TOKEN) {
  const sent: HttpRequest[] = [];
  const reported: ChannelToken[] = [];
  const ctx: GraphClientContext = {
    http: {
      send: async (request) => {
        sent.push(request);
        return result;
      },
    },
    basePath: '/v25.0',
    userAgent: 'Posthorn/1',
    findToken: async () => token,
    onTokenRefused: async (refused) => {
      reported.push(refused);
    },
  };
  return { ctx, sent, reported };
}

function answered(statusCode: number, body: unknown): HttpResult {
  return { kind: 'answered', statusCode, body: typeof body === 'string' ? body : JSON.stringify(body), dateMs: null };
}
