import { describe, expect, test } from 'vitest';
import type { MessageId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { CLOCK_SKEW_MS } from './send-record.ts';
import {
  claimSends,
  countSends,
  type EndedSend,
  endSendLeasesOfTheDead,
  findGivenUp,
  findMessages,
  findOutcomes,
  findTold,
  findWaitingLanes,
  letLanesGo,
  type RemovedSend,
  type SendEnd,
  stopAwaiting,
  sweepDeadSends,
  takeLanes,
  writeEnds,
} from './sending.store.ts';
import { CHANNEL, graphError, insertSend, NUMBER, queueRow, sendTo, storedMessage, WORKSPACE } from './test-support.ts';

type OpenStore = () => Promise<Store>;

const OTHER_NUMBER = '420000000000001';
const NOW_MS = 100_000;

/** What the queue of messages promises: every message is sent once or told of, in order, by one node at a time. */
export function sendingStoreConformance(name: string, openStore: OpenStore): void {
  describe(`sending store on ${name}`, () => {
    describeLanes(openStore);
    describeClaims(openStore);
    describeEnds(openStore);
    describeRefusals(openStore);
    describeWaits(openStore);
    describeLostAnswers(openStore);
  });
}

function describeLanes(openStore: OpenStore): void {
  test('gives a lane to one node while its lease runs, and to the next when it has ended', async () => {
    const store = await openStore();
    const held = await Promise.all(['a', 'b', 'c'].map((node) => take(store, node, { leaseMs: 60_000 })));
    expect(held.filter((lanes) => lanes.has(NUMBER))).toHaveLength(1);
    const ended = await openStore();
    expect(await take(ended, 'a', { leaseMs: 0 })).toEqual(new Set([NUMBER]));
    expect(await take(ended, 'b', { leaseMs: 60_000 })).toEqual(new Set([NUMBER]));
    expect(await take(ended, 'a', { leaseMs: 60_000 })).toEqual(new Set());
  });

  test('lets its holder move the end of the lease', async () => {
    const store = await openStore();
    await take(store, 'a', { leaseMs: 0 });
    expect(await take(store, 'a', { leaseMs: 60_000 })).toEqual(new Set([NUMBER]));
    expect(await take(store, 'b', { leaseMs: 60_000 })).toEqual(new Set());
  });

  test('keeps a lane that was let go from everybody for a time, the last holder included', async () => {
    const store = await openStore();
    await take(store, 'a', { leaseMs: 60_000 });
    await letLanesGo(store, lanesOf('a', { leaseMs: 60_000 }));
    expect(await take(store, 'a', { leaseMs: 60_000 })).toEqual(new Set());
    expect(await take(store, 'b', { leaseMs: 60_000 })).toEqual(new Set());
  });

  test('lets nobody let go what another node holds', async () => {
    const store = await openStore();
    await take(store, 'a', { leaseMs: 60_000 });
    await letLanesGo(store, lanesOf('b', { leaseMs: 0 }));
    expect(await take(store, 'b', { leaseMs: 60_000 })).toEqual(new Set());
  });

  test('finds numbers with due messages, in order and after one of them', async () => {
    const store = await openStore();
    for (const phoneNumberId of [OTHER_NUMBER, NUMBER, NUMBER]) await insertSend(store, sendTo('1', { phoneNumberId }));
    await insertSend(store, sendTo('1', { phoneNumberId: '5' }), { nowMs: NOW_MS + CLOCK_SKEW_MS + 1 });
    await insertSend(store, sendTo('1', { phoneNumberId: '6' }), { leaseToken: 'a' });
    const find = (over: object) => findWaitingLanes(store, { nowMs: NOW_MS, after: '', limit: 10, ...over });
    expect(await find({})).toEqual([NUMBER, OTHER_NUMBER]);
    expect(await find({ limit: 1 })).toEqual([NUMBER]);
    expect(await find({ after: NUMBER })).toEqual([OTHER_NUMBER]);
    expect(await find({ nowMs: 0 - CLOCK_SKEW_MS })).toEqual([]);
  });
}

function describeClaims(openStore: OpenStore): void {
  test('claims of each lane what is due longest, oldest first', async () => {
    const store = await openHeld(openStore);
    const ids: MessageId[] = [];
    for (let at = 1; at <= 4; at++) ids.push((await insertSend(store, sendTo('1'), { nowMs: at * 1_000 })).id);
    const other = await insertSend(store, sendTo('2', { phoneNumberId: OTHER_NUMBER }));
    const claimed = await claim(store, { limits: { [NUMBER]: 3, [OTHER_NUMBER]: 3 } });
    expect(claimed.map((send) => send.id)).toEqual([...ids.slice(0, 3), other.id]);
    expect(claimed[0]).toMatchObject({ workspaceId: WORKSPACE, channelId: CHANNEL, recipient: '1', tries: 0 });
    expect(claimed[0]?.body).toMatchObject({ to: '1', type: 'text', text: { body: 'Hi' } });
    expect((await claim(store, {})).map((send) => send.id)).toEqual(ids.slice(3));
  });

  test('claims nothing before its time', async () => {
    const store = await openHeld(openStore);
    await insertSend(store, sendTo('1'), { nowMs: NOW_MS + CLOCK_SKEW_MS + 1 });
    expect(await claim(store, {})).toEqual([]);
  });

  test('gives a message to one of many claims', async () => {
    const store = await openHeld(openStore);
    await insertSend(store, sendTo('1'));
    const claims = await Promise.all([claim(store, {}), claim(store, {}), claim(store, {})]);
    expect(claims.flat()).toHaveLength(1);
  });

  test('gives nothing to a node that does not hold the lane any more', async () => {
    const store = await openStore();
    await insertSend(store, sendTo('1'));
    expect(await claim(store, {})).toEqual([]);
    await take(store, 'a', { leaseMs: 0 });
    expect(await claim(store, {})).toEqual([]);
    await take(store, 'b', { leaseMs: 60_000 });
    expect(await claim(store, {})).toEqual([]);
    expect(await claim(store, { leaseToken: 'b' })).toHaveLength(1);
  });
}

function describeEnds(openStore: OpenStore): void {
  test('writes many ends of every kind together', async () => {
    const store = await openStore();
    const [taken, refused, again, lost] = await Promise.all(
      ['1', '2', '3', '4'].map((phone) => insertSend(store, sendTo(phone), { leaseToken: 'a' })),
    );
    await write(store, [
      [taken?.id, { kind: 'accepted', wamid: 'wamid.1', response: { messages: [{ id: 'wamid.1' }] }, atMs: 7 }],
      [refused?.id, { kind: 'refused', error: graphError(131_026), atMs: 8 }],
      [again?.id, { kind: 'again', dueAtMs: 9, tries: 2 }],
      [lost?.id, { kind: 'unknown', giveUpAtMs: 10 }],
    ]);
    expect(await storedMessage(store, idIn(taken))).toMatchObject({
      wamid: 'wamid.1',
      response: '{"messages":[{"id":"wamid.1"}]}',
      accepted_at_ms: 7,
      refused_at_ms: null,
    });
    expect(await storedMessage(store, idIn(refused))).toMatchObject({ wamid: null, refused_at_ms: 8 });
    expect(JSON.parse((await storedMessage(store, idIn(refused))).refusal ?? '')).toEqual(graphError(131_026));
    expect(await queueRow(store, idIn(again))).toMatchObject({
      state: 'queued',
      due_at_ms: 9,
      tries: 2,
      lease_token: null,
    });
    expect(await queueRow(store, idIn(lost))).toMatchObject({ state: 'unknown', due_at_ms: 10, lease_token: null });
    expect(await countSends(store)).toBe(2);
  });

  test('takes what Meta answers even when the message counted as lost by then', async () => {
    const store = await openStore();
    const [taken, again] = [await insertSend(store, sendTo('1')), await insertSend(store, sendTo('2'))];
    for (const { id } of [taken, again]) await setState(store, id, 'unknown', 10);
    await write(store, [
      [taken.id, { kind: 'accepted', wamid: 'wamid.1', response: {}, atMs: 7 }],
      [again.id, { kind: 'again', dueAtMs: 9, tries: 1 }],
    ]);
    expect(await queueRow(store, taken.id)).toBeUndefined();
    expect(await queueRow(store, again.id)).toMatchObject({ state: 'queued' });
  });

  test('knows what Meta took although it was given up', async () => {
    const store = await openStore();
    const { id } = await insertSend(store, sendTo('1'));
    await write(store, [[id, { kind: 'refused', error: graphError(1), atMs: 8 }]]);
    await write(store, [[id, { kind: 'accepted', wamid: 'wamid.1', response: null, atMs: 9 }]]);
    expect(await storedMessage(store, id)).toMatchObject({ wamid: 'wamid.1', accepted_at_ms: 9, response: null });
  });

  test('leaves a message of another workspace alone', async () => {
    const store = await openStore();
    const { id } = await insertSend(store, sendTo('1'));
    const workspaceId = 'ws_other' as typeof WORKSPACE;
    const end: SendEnd = { kind: 'accepted', wamid: 'wamid.1', response: {}, atMs: 7 };
    await writeEnds(store, [{ workspaceId, id, end }], async () => {});
    expect((await storedMessage(store, id)).wamid).toBeNull();
    expect(await queueRow(store, id)).toBeDefined();
  });
}

function describeRefusals(openStore: OpenStore): void {
  const refusedAt = (atMs: number): SendEnd => ({ kind: 'refused', error: graphError(131_026), atMs });

  test('tells of a refusal once, in its transaction, with whether somebody waits', async () => {
    const store = await openStore();
    const [heard, unheard] = [
      await insertSend(store, sendTo('1'), { awaited: true }),
      await insertSend(store, sendTo('2')),
    ];
    const removed = await write(store, [
      [heard.id, refusedAt(1)],
      [unheard.id, refusedAt(1)],
    ]);
    expect(new Map(removed.map((send) => [send.id, send.awaited]))).toEqual(
      new Map([
        [heard.id, true],
        [unheard.id, false],
      ]),
    );
    expect(await write(store, [[heard.id, refusedAt(2)]])).toEqual([]);
    expect((await storedMessage(store, heard.id)).refused_at_ms).toBe(1);
  });

  test('writes nothing when what belongs to it cannot be written', async () => {
    const store = await openStore();
    const { id } = await insertSend(store, sendTo('1'));
    const failing = writeEnds(store, [{ workspaceId: WORKSPACE, id, end: refusedAt(1) }], async () => {
      throw new Error('no event');
    });
    await expect(failing).rejects.toThrow('no event');
    expect(await queueRow(store, id)).toBeDefined();
    expect((await storedMessage(store, id)).refused_at_ms).toBeNull();
  });

  test('finds what an event tells of messages', async () => {
    const store = await openStore();
    const send = await insertSend(store, sendTo('491700'));
    const [found] = await findMessages(store, [send]);
    expect(found).toMatchObject({ id: send.id, phone: '491700', type: 'text', text: 'Hi', callbackData: 'order 7' });
    expect(await findMessages(store, [{ ...send, workspaceId: 'ws_other' as typeof WORKSPACE }])).toEqual([]);
  });
}

function describeWaits(openStore: OpenStore): void {
  test('a wait ends with a message that is still in the queue, or with what became of it', async () => {
    const store = await openStore();
    const [open, taken, refused] = [
      await insertSend(store, sendTo('1'), { awaited: true }),
      await insertSend(store, sendTo('2'), { awaited: true }),
      await insertSend(store, sendTo('3'), { awaited: true }),
    ];
    await write(store, [
      [taken.id, { kind: 'accepted', wamid: 'wamid.2', response: { ok: 1 }, atMs: 7 }],
      [refused.id, { kind: 'refused', error: graphError(131_026), atMs: 7 }],
    ]);
    expect(await stopAwaiting(store, [open, taken, refused])).toEqual(new Set([open.id]));
    expect(await queueRow(store, open.id)).toMatchObject({ awaited: 0 });
    const outcomes = await findOutcomes(store, [open, taken, refused]);
    expect(new Map(outcomes.map(({ id, wamid, refusal }) => [id, [wamid, refusal?.code ?? null]]))).toEqual(
      new Map([
        [taken.id, ['wamid.2', null]],
        [refused.id, [null, 131_026]],
      ]),
    );
  });
}

function describeLostAnswers(openStore: OpenStore): void {
  test('takes what a dead node was sending for lost, and nothing else', async () => {
    const store = await openStore();
    const [dead, alive, queued] = [
      await insertSend(store, sendTo('1'), { leaseToken: 'a', nowMs: 0 }),
      await insertSend(store, sendTo('2'), { leaseToken: 'b', nowMs: NOW_MS }),
      await insertSend(store, sendTo('3'), { nowMs: 0 }),
    ];
    await sweepDeadSends(store, { endedBeforeMs: NOW_MS, giveUpAtMs: 900_000 });
    expect(await queueRow(store, dead.id)).toMatchObject({ state: 'unknown', due_at_ms: 900_000, lease_token: null });
    expect(await queueRow(store, alive.id)).toMatchObject({ state: 'sending' });
    expect(await queueRow(store, queued.id)).toMatchObject({ state: 'queued' });
  });

  test('finds lost messages of which Meta has told, in their workspace', async () => {
    const store = await openStore();
    const [told, untold] = [await insertSend(store, sendTo('1')), await insertSend(store, sendTo('2'))];
    for (const { id } of [told, untold]) await setState(store, id, 'unknown', NOW_MS + 1);
    await tell(store, 'wamid.1', told.id);
    await tell(store, 'wamid.2', untold.id, 'ws_other' as typeof WORKSPACE);
    expect(await findTold(store, 10)).toEqual([{ workspaceId: WORKSPACE, id: told.id, wamid: 'wamid.1' }]);
  });

  test('gives up those of which nothing was heard for long enough', async () => {
    const store = await openStore();
    const [late, early] = [await insertSend(store, sendTo('1')), await insertSend(store, sendTo('2'))];
    await setState(store, late.id, 'unknown', NOW_MS);
    await setState(store, early.id, 'unknown', NOW_MS + 1);
    await insertSend(store, sendTo('3'));
    expect(await findGivenUp(store, { nowMs: NOW_MS, limit: 10 })).toEqual([{ workspaceId: WORKSPACE, id: late.id }]);
  });

  test('ends at the start what a gateway held that died, where there is no other', async () => {
    const store = await openStore();
    if (store.can.sharedBetweenNodes) {
      await expect(endSendLeasesOfTheDead(store, { nowMs: NOW_MS, giveUpAtMs: 1, keepMs: 1_000 })).rejects.toThrow();
      return;
    }
    await take(store, 'dead', { leaseMs: 60_000 });
    const sending = await insertSend(store, sendTo('1'), { leaseToken: 'dead', nowMs: NOW_MS });
    await endSendLeasesOfTheDead(store, { nowMs: NOW_MS, giveUpAtMs: 900_000, keepMs: 1_000 });
    expect(await queueRow(store, sending.id)).toMatchObject({ state: 'unknown', due_at_ms: 900_000 });
    expect(await take(store, 'a', { leaseMs: 60_000, nowMs: NOW_MS + 999 })).toEqual(new Set());
    expect(await take(store, 'a', { leaseMs: 60_000, nowMs: NOW_MS + 1_000 })).toEqual(new Set([NUMBER]));
  });
}

function lanesOf(leaseToken: string, { leaseMs, nowMs = NOW_MS }: { leaseMs: number; nowMs?: number }) {
  return { phoneNumberIds: [NUMBER], leaseToken, leaseMs, nowMs };
}

async function take(store: Store, leaseToken: string, lease: { leaseMs: number; nowMs?: number }) {
  return takeLanes(store, lanesOf(leaseToken, lease));
}

async function openHeld(openStore: OpenStore): Promise<Store> {
  const store = await openStore();
  await takeLanes(store, { ...lanesOf('a', { leaseMs: 60_000 }), phoneNumberIds: [NUMBER, OTHER_NUMBER] });
  return store;
}

async function claim(store: Store, { limits = { [NUMBER]: 10 } as Record<string, number>, leaseToken = 'a' }) {
  const lanes = Object.entries(limits).map(([phoneNumberId, limit]) => ({ phoneNumberId, limit }));
  return claimSends(store, { lanes, leaseToken, nowMs: NOW_MS, leaseUntilMs: NOW_MS + 30_000 });
}

async function write(store: Store, ends: readonly (readonly [MessageId | undefined, SendEnd])[]) {
  const all: EndedSend[] = [];
  for (const [id, end] of ends) if (id !== undefined) all.push({ workspaceId: WORKSPACE, id, end });
  const removed: RemovedSend[] = [];
  await writeEnds(store, all, async (_trx, sends) => void removed.push(...sends));
  return removed;
}

async function setState(store: Store, id: MessageId, state: 'unknown', dueAtMs: number): Promise<void> {
  await store.db.updateTable('message_sends').set({ state, due_at_ms: dueAtMs }).where('id', '=', id).execute();
}

async function tell(store: Store, wamid: string, messageId: MessageId, workspaceId = WORKSPACE): Promise<void> {
  await store.db
    .insertInto('message_statuses')
    .values({
      workspace_id: workspaceId,
      wamid,
      message_id: messageId,
      sent_at_ms: 1,
      delivered_at_ms: null,
      read_at_ms: null,
      played_at_ms: null,
      failed_at_ms: null,
      error: null,
      pricing: null,
      first_heard_at_ms: 1,
    })
    .execute();
}

function idIn(send: { readonly id: MessageId } | undefined): MessageId {
  if (send === undefined) throw new Error('It was put in.');
  return send.id;
}
