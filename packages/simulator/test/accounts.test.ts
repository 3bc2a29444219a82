import { afterEach, describe, expect, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.ts';
import { ACCESS_TOKEN, APP_SECRET, callGraph, createTestSimulator, NUMBER, WABA } from './receiver.ts';

const OTHER = { wabaId: WABA, phoneNumberId: '318940275561204', displayPhoneNumber: '15557204419' };
const THIRD = { wabaId: '204817563920499', phoneNumberId: '318940275561299', displayPhoneNumber: '15557204499' };
const TEXT = { messaging_product: 'whatsapp', to: '4915170023456', type: 'text', text: { body: 'Hi' } };

let simulator: Simulator;

afterEach(() => simulator.close());

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  simulator = createTestSimulator(options);
  await simulator.start();
  return simulator;
}

const get = (path: string, token?: string) => callGraph(simulator, `GET ${path}`, undefined, token);

describe('accounts', () => {
  test('tell about themselves and their numbers', async () => {
    await start({ businesses: [{}, OTHER, THIRD] });
    expect((await get(`/v25.0/${WABA}?fields=name,account_review_status`)).body).toEqual({
      name: 'Kanal Cykel',
      account_review_status: 'APPROVED',
      id: WABA,
    });
    const { data, paging } = (await get(`/v25.0/${WABA}/phone_numbers?fields=display_phone_number`)).body;
    expect(data).toEqual([
      { display_phone_number: '15557204418', id: NUMBER },
      { display_phone_number: '15557204419', id: OTHER.phoneNumberId },
    ]);
    expect(paging.cursors).toBeDefined();
  });

  test('refuse to be subscribed while the permission is away', async () => {
    await start();
    simulator.denySubscriptions(true);
    for (const call of ['POST', 'GET', 'DELETE']) {
      const { status, body } = await callGraph(simulator, `${call} /${WABA}/subscribed_apps`);
      expect([status, body.error.code]).toEqual([403, 200]);
    }
    expect((await get(`/debug_token?input_token=${ACCESS_TOKEN}`)).body.data.scopes).toEqual([
      'whatsapp_business_messaging',
    ]);
    simulator.denySubscriptions(false);
    expect((await callGraph(simulator, `POST /${WABA}/subscribed_apps`)).body).toEqual({ success: true });
  });
});

describe('tokens', () => {
  test('that expired get 190 with subcode 463 everywhere, and a new one goes on', async () => {
    await start();
    simulator.expireToken();
    const { status, body } = await callGraph(simulator, `POST /${NUMBER}/messages`, TEXT);
    expect([status, body.error.code, body.error.error_subcode]).toEqual([401, 190, 463]);
    expect(body.error.message).toBe(
      'Error validating access token: Session has expired on Tuesday, 09-Jun-26 03:20:00 PDT. The current time is Tuesday, 09-Jun-26 03:20:00 PDT.',
    );
    expect((await get(`/${WABA}/phone_numbers`)).status).toBe(401);
    simulator.renewToken('a-new-token');
    expect((await callGraph(simulator, `POST /${NUMBER}/messages`, TEXT, 'a-new-token')).status).toBe(200);
    const old = await get(`/${NUMBER}`);
    expect([old.status, old.body.error.error_subcode]).toEqual([401, undefined]);
    expect(simulator.acceptedSends).toBe(1);
  });

  test('of a number open that number and its account, those of an account all of its numbers', async () => {
    const tokens = { [NUMBER]: 'of-the-number', [THIRD.wabaId]: 'of-the-account' };
    await start({ businesses: [{}, OTHER, THIRD], tokens });
    const statusesOf = async (token: string) => {
      const ids = [NUMBER, OTHER.phoneNumberId, THIRD.phoneNumberId, WABA, THIRD.wabaId];
      return Promise.all(ids.map(async (id) => (await get(`/${id}`, token)).status));
    };
    expect(await statusesOf('of-the-number')).toEqual([200, 400, 400, 200, 400]);
    expect(await statusesOf('of-the-account')).toEqual([400, 400, 200, 400, 200]);
    expect(await statusesOf(ACCESS_TOKEN)).toEqual([200, 200, 200, 200, 200]);
    const { body } = await get(`/debug_token?input_token=of-the-account`);
    expect(body.data.granular_scopes[0].target_ids).toEqual([THIRD.wabaId]);

    simulator.expireToken(NUMBER);
    expect(await statusesOf('of-the-number')).toEqual([401, 401, 401, 401, 401]);
    expect(await statusesOf('of-the-account')).toEqual([400, 400, 200, 400, 200]);
    simulator.renewToken('of-the-number-2', NUMBER);
    expect(await statusesOf('of-the-number-2')).toEqual([200, 400, 400, 200, 400]);
  });

  test('of ids that are none of the businesses are named', () => {
    expect(() => createTestSimulator({ tokens: { '99999': 'x' } })).toThrow('tokens.99999');
    simulator = createTestSimulator();
  });

  test('are looked at with the token of the app, which is good for nothing else', async () => {
    await start();
    const appToken = `610023884417|${APP_SECRET}`;
    const debug = async (token: string) => (await get(`/v25.0/debug_token?input_token=${token}`, appToken)).body.data;
    expect(await debug(ACCESS_TOKEN)).toMatchObject({
      app_id: '610023884417',
      is_valid: true,
      expires_at: 0,
      scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
    });
    expect(await debug('nothing')).toMatchObject({ is_valid: false, scopes: [], error: { code: 190 } });
    simulator.expireToken();
    expect(await debug(ACCESS_TOKEN)).toMatchObject({ is_valid: false, error: { code: 190, subcode: 463 } });
    expect((await get(`/${NUMBER}`, appToken)).status).toBe(401);
  });
});

describe('many numbers', () => {
  test('are found each with their own account', async () => {
    const businesses = Array.from({ length: 1_000 }, (_, index) => ({
      wabaId: `20000000${index}`,
      phoneNumberId: `30000000${index}`,
      displayPhoneNumber: `15550000${index}`,
    }));
    await start({ businesses });
    expect((await callGraph(simulator, 'POST /30000000999/messages', TEXT)).status).toBe(200);
    expect((await get('/20000000999/message_templates')).body.data).toHaveLength(1);
  });
});
