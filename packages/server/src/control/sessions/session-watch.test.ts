import { expect, test } from 'vitest';
import { idOf, type MemberSessionId } from '../../domain/ids.ts';
import { SessionWatch, type WatchedSession } from './session-watch.ts';

const WORKSPACE = idOf('ws', '019a0000-0000-7000-8000-000000000001');
const MIRA = idOf('mbr', '019a0000-0000-7000-8000-000000000001');
const OLE = idOf('mbr', '019a0000-0000-7000-8000-000000000002');

test('ends what a session began when the session ends here, once, and nothing else', async () => {
  const { watch, begin, ended } = start();
  const [first, second] = [begin(1, MIRA), begin(2, MIRA)];
  watch.ended([first.sessionId]);
  watch.ended([first.sessionId]);
  expect(ended).toEqual([first]);
  expect(second.sessionId).not.toBe(first.sessionId);
});

test('looks anew at what a member does when the member’s place has changed', async () => {
  const { watch, begin, ended, valid, allowed } = start();
  const [lost, over, kept, others] = [begin(1, MIRA), begin(2, MIRA), begin(3, MIRA), begin(4, OLE)];
  allowed.delete(lost);
  allowed.delete(others);
  valid.delete(over.sessionId);
  watch.changed(MIRA);
  await watch.stop();
  expect(ended).toEqual([lost, over]);
  expect(kept.sessionId).toBe(sessionId(3));
});

test('does not end what has gone by itself, and goes on after a failure', async () => {
  const { watch, begin, ended, stops, valid, errors } = start();
  const gone = begin(1, MIRA);
  const over = begin(2, MIRA);
  stops.get(gone)?.();
  valid.clear();
  errors.next = new Error('the database is away');
  watch.changed(MIRA);
  await watch.stop();
  expect([errors.told, ended]).toEqual([[new Error('the database is away')], []]);
  watch.changed(MIRA);
  await watch.stop();
  expect(ended).toEqual([over]);
});

function start() {
  const ended: WatchedSession[] = [];
  const valid = new Set<MemberSessionId>();
  const allowed = new Set<WatchedSession>();
  const stops = new Map<WatchedSession, () => void>();
  const errors: { next: Error | null; readonly told: unknown[] } = { next: null, told: [] };
  const watch = new SessionWatch({
    findValid: async (ids) => {
      const error = errors.next;
      errors.next = null;
      if (error !== null) throw error;
      return new Set(ids.filter((id) => valid.has(id)));
    },
    mayGoOn: async (watched) => allowed.has(watched),
    onError: (error) => errors.told.push(error),
  });
  const begin = (number: number, memberId: typeof MIRA): WatchedSession => {
    const watched = { sessionId: sessionId(number), memberId, workspaceId: WORKSPACE };
    valid.add(watched.sessionId);
    allowed.add(watched);
    stops.set(
      watched,
      watch.add(watched, () => ended.push(watched)),
    );
    return watched;
  };
  return { watch, begin, ended, valid, allowed, stops, errors };
}

function sessionId(number: number) {
  return idOf('ses', `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`);
}
