import { expect, test } from 'vitest';
import type { EventId } from '../../domain/ids.ts';
import { CommitOrder } from './commit-order.ts';

const positions = (...all: number[]) => new Map(all.map((position) => [`evt_${position}` as EventId, position]));

test('knows nothing before the log was read once', () => {
  const order = new CommitOrder();
  order.announce(positions(1), 1);
  expect([order.hasGap(), order.knownTo]).toEqual([true, 0]);
});

test('moves on over commits that follow each other, each when all of its events were announced', () => {
  const order = new CommitOrder();
  order.noteRead(4);
  const commit = positions(5, 6, 7);
  order.announce(commit, 2);
  expect([order.hasGap(), order.knownTo]).toEqual([false, 4]);
  order.announce(commit, 1);
  order.announce(positions(8), 1);
  expect([order.hasGap(), order.knownTo]).toEqual([false, 8]);
});

test('stops at a commit that does not follow, until the log was read', () => {
  const order = new CommitOrder();
  order.noteRead(4);
  order.announce(positions(6), 1);
  expect([order.hasGap(), order.knownTo]).toEqual([true, 4]);
  order.noteRead(6);
  order.announce(positions(7), 1);
  expect([order.hasGap(), order.knownTo]).toEqual([false, 7]);
});

test('stops at a commit with a hole in it', () => {
  const order = new CommitOrder();
  order.noteRead(0);
  order.announce(positions(1, 3), 2);
  expect(order.hasGap()).toBe(true);
});
