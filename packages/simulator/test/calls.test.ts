import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.ts';
import {
  callGraph,
  createTestSimulator,
  itemsOf,
  NUMBER,
  type Receiver,
  readFixture,
  startReceiver,
} from './receiver.ts';

const MIRA = { name: 'Mira Lindqvist', waId: '4915170023456' };
const OFFER = { sdp_type: 'offer', sdp: 'v=0' };
const ANSWER = { sdp_type: 'answer', sdp: 'v=0' };
const SUCCESS = { messaging_product: 'whatsapp', success: true };

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(() => receiver[Symbol.asyncDispose]());

async function start(calls: NonNullable<SimulatorOptions['calls']> = {}): Promise<Simulator> {
  const simulator = createTestSimulator({ callbackUrl: receiver.url, calls });
  await simulator.start();
  onTestFinished(() => simulator.close());
  return simulator;
}

const act = (simulator: Simulator, body: object) =>
  callGraph(simulator, `POST /v25.0/${NUMBER}/calls`, { messaging_product: 'whatsapp', ...body });
const dial = (simulator: Simulator) =>
  act(simulator, { action: 'connect', to: MIRA.waId, session: OFFER, biz_opaque_callback_data: 'agent-4' });
const kinds = () => itemsOf(receiver).map(({ event, status }) => [event, status].filter(Boolean).join(' '));

describe('calls of the business', () => {
  test('ring, are taken, bring the answer of the session, and end with their duration', async () => {
    const simulator = await start({ hangUpAfterMs: 5_000 });
    const { status, body } = await dial(simulator);
    expect([status, body]).toEqual([200, { messaging_product: 'whatsapp', calls: [{ id: expect.any(String) }] }]);
    await simulator.settled();
    expect(kinds()).toEqual(['RINGING', 'ACCEPTED', 'connect', 'terminate COMPLETED']);
    const [, accepted, connected, ended] = itemsOf(receiver);
    const fixture = JSON.parse(await readFixture('call-status-accepted')).entry[0].changes[0].value.statuses[0];
    const { id } = body.calls[0];
    expect(accepted).toEqual({ ...fixture, id });
    expect(connected).toMatchObject({
      id,
      to: MIRA.waId,
      from: '15557204418',
      direction: 'BUSINESS_INITIATED',
      session: { sdp_type: 'answer' },
    });
    expect(ended).toMatchObject({
      id,
      direction: 'BUSINESS_INITIATED',
      duration: 0,
      biz_opaque_callback_data: 'agent-4',
    });
  });

  test('are ended by the business', async () => {
    const simulator = await start();
    const { id } = (await dial(simulator)).body.calls[0];
    await simulator.settled();
    expect((await act(simulator, { action: 'terminate', call_id: id })).body).toEqual(SUCCESS);
    await simulator.settled();
    expect(kinds()).toEqual(['RINGING', 'ACCEPTED', 'connect', 'terminate COMPLETED']);
    expect((await act(simulator, { action: 'terminate', call_id: id })).body.error.code).toBe(131_009);
  });

  test.each([
    ['reject', ['RINGING', 'REJECTED', 'terminate FAILED']],
    ['ignore', ['RINGING', 'terminate FAILED']],
  ] as const)('of a person who would %s them come to nothing', async (decision, expected) => {
    const simulator = await start({ decision });
    await dial(simulator);
    await simulator.settled();
    expect(kinds()).toEqual(expected);
  });

  test('need a permission, which can be asked for', async () => {
    const simulator = await start();
    const read = async () =>
      (await callGraph(simulator, `GET /${NUMBER}/call_permissions?user_wa_id=${MIRA.waId}`)).body;
    expect(await read()).toMatchObject({ permission: { status: 'temporary', expiration_time: expect.any(Number) } });
    simulator.setCallPermission(MIRA, 'no_permission');
    expect(await read()).toMatchObject({
      messaging_product: 'whatsapp',
      permission: { status: 'no_permission' },
      actions: [
        { action_name: 'send_call_permission_request', can_perform_action: true },
        { action_name: 'start_call', can_perform_action: false },
      ],
    });
    expect((await dial(simulator)).body.error.code).toBe(138_006);
    simulator.setCallPermission(MIRA, 'permanent');
    expect((await read()).permission).toEqual({ status: 'permanent' });
    expect((await callGraph(simulator, `GET /${NUMBER}/call_permissions`)).status).toBe(400);
  });
});

describe('calls of people', () => {
  test('are taken by the business and ended by the person, with their duration', async () => {
    const simulator = await start();
    const mira = simulator.user(MIRA);
    const { id } = mira.call();
    expect((await act(simulator, { action: 'pre_accept', call_id: id, session: ANSWER })).body).toEqual(SUCCESS);
    expect((await act(simulator, { action: 'accept', call_id: id, session: ANSWER })).body).toEqual(SUCCESS);
    expect((await act(simulator, { action: 'accept', call_id: id, session: ANSWER })).status).toBe(400);
    mira.hangUp(id);
    await simulator.settled();
    expect(kinds()).toEqual(['connect', 'terminate COMPLETED']);
    expect(itemsOf(receiver)[1]).toMatchObject({ id, direction: 'USER_INITIATED', duration: 0 });
  });

  test('are refused by the business', async () => {
    const simulator = await start();
    const { id } = simulator.user(MIRA).call();
    expect((await act(simulator, { action: 'reject', call_id: id })).body).toEqual(SUCCESS);
    await simulator.settled();
    expect(kinds()).toEqual(['connect', 'terminate FAILED']);
    expect(itemsOf(receiver)[1]).not.toHaveProperty('duration');
  });

  const wrong: readonly [what: string, body: object][] = [
    ['no action', {}],
    ['an action that is none', { action: 'hold' }],
    ['no session', { action: 'connect', to: MIRA.waId }],
    ['the wrong session', { action: 'connect', to: MIRA.waId, session: ANSWER }],
    ['an unknown call', { action: 'terminate', call_id: 'wacid.X' }],
    ['the business itself', { action: 'connect', to: '15557204418', session: OFFER }],
  ];

  test.each(wrong)('%s is refused', async (_, body) => {
    const simulator = await start();
    expect((await act(simulator, body)).status).toBe(400);
  });
});
