import { afterEach, expect, test } from 'vitest';
import type { Simulator } from '../src/index.ts';
import { APP_SECRET, callGraph, createTestSimulator, NUMBER, startReceiver, VERIFY_TOKEN, WABA } from './receiver.ts';

const APP = '610023884417';
const APP_TOKEN = `${APP}|${APP_SECRET}`;
const TEXT = { messaging_product: 'whatsapp', to: '4915170023456', type: 'text', text: { body: 'Hi' } };

let simulator: Simulator;

afterEach(() => simulator.close());

async function start(): Promise<Simulator> {
  simulator = createTestSimulator();
  await simulator.start();
  return simulator;
}

test('the app tells about itself to its own token only', async () => {
  await start();
  const own = await callGraph(simulator, `GET /v25.0/${APP}`, undefined, APP_TOKEN);
  expect(own.body).toEqual({ id: APP, name: 'Posthorn Simulator' });
  expect((await callGraph(simulator, `GET /v25.0/${APP}`)).body.error.code).toBe(15);
  const wrong = await callGraph(simulator, `GET /v25.0/${APP}`, undefined, `${APP}|another-secret`);
  expect([wrong.status, wrong.body.error.code]).toEqual([401, 190]);
  expect((await callGraph(simulator, `GET /v25.0/${NUMBER}`, undefined, APP_TOKEN)).body.error.code).toBe(190);
});

test('an app is given its callback once that has answered the challenge, with its fields', async () => {
  await start();
  const receiver = await startReceiver();
  const path = `/v25.0/${APP}/subscriptions`;
  expect((await callGraph(simulator, `GET ${path}`, undefined, APP_TOKEN)).body).toEqual({ data: [] });
  const body = { object: 'whatsapp_business_account', callback_url: receiver.url, fields: 'messages,calls' };
  const refused = await callGraph(simulator, `POST ${path}`, { ...body, verify_token: 'wrong' }, APP_TOKEN);
  expect(refused.body.error.code).toBe(2200);
  const taken = await callGraph(simulator, `POST ${path}`, { ...body, verify_token: VERIFY_TOKEN }, APP_TOKEN);
  expect(taken.body).toEqual({ success: true });
  const { data } = (await callGraph(simulator, `GET ${path}`, undefined, APP_TOKEN)).body;
  expect(data).toMatchObject([{ callback_url: receiver.url, fields: [{ name: 'messages' }, { name: 'calls' }] }]);
  await receiver[Symbol.asyncDispose]();
});

test('a token without a permission may not do what it is for', async () => {
  await start();
  simulator.setScopes(['whatsapp_business_management']);
  expect((await callGraph(simulator, `POST /${NUMBER}/messages`, TEXT)).body.error.code).toBe(10);
  simulator.setScopes(['whatsapp_business_messaging']);
  expect((await callGraph(simulator, `GET /${WABA}/subscribed_apps`)).body.error.code).toBe(200);
});

test('subscription, override, clock and facts of a number may be set wrong', async () => {
  await start();
  simulator.setSubscribed(false);
  expect((await callGraph(simulator, `GET /${WABA}/subscribed_apps`)).body).toEqual({ data: [] });
  simulator.setSubscribed(true);
  simulator.setOverride(WABA, 'https://elsewhere.example/hook');
  expect((await callGraph(simulator, `GET /${WABA}/subscribed_apps`)).body.data).toMatchObject([
    { override_callback_uri: 'https://elsewhere.example/hook' },
  ]);
  simulator.setNumberFacts({ qualityRating: 'RED' });
  const read = await callGraph(simulator, `GET /${NUMBER}?fields=quality_rating,name_status`);
  expect(read.body).toEqual({ quality_rating: 'RED', name_status: 'APPROVED', id: NUMBER });
  simulator.skewDate(-3_600_000);
  const answer = await fetch(`${simulator.url}/v25.0/${NUMBER}`);
  // The simulator of these tests stands still at a time of its own.
  expect(Date.parse(answer.headers.get('date') ?? '')).toBe(1_781_000_400_000 - 3_600_000);
});
