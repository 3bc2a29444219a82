import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

const [first, second, third] = [{ name: 'first' }, { name: 'second' }, { name: 'third' }];

test('what was added is taken once', () => {
  const slots = new Slots<object>();
  const slot = slots.add(first);
  expect(slots.take(slot)).toBe(first);
  expect(slots.take(slot)).toBeUndefined();
  expect(slots.take(7)).toBeUndefined();
});

test('numbers are used again, and never for two at once', () => {
  const slots = new Slots<object>();
  const freed = slots.add(first);
  const kept = slots.add(second);
  slots.take(freed);
  expect(slots.add(third)).toBe(freed);
  expect(slots.take(kept)).toBe(second);
  expect(slots.take(freed)).toBe(third);
});

test('taking twice frees a number once', () => {
  const slots = new Slots<object>();
  const slot = slots.add(first);
  slots.take(slot);
  slots.take(slot);
  expect(new Set([slots.add(first), slots.add(second), slots.add(third)]).size).toBe(3);
});

test('it counts and lists what is there, also while it is emptied', () => {
  const slots = new Slots<object>();
  const taken = slots.add(first);
  slots.add(second);
  const last = slots.add(third);
  slots.take(taken);
  expect(slots.size).toBe(2);
  const seen: object[] = [];
  for (const value of slots) {
    seen.push(value);
    slots.take(last);
  }
  expect(seen).toEqual([second]);
});

test('all of it is taken at once', () => {
  const slots = new Slots<object>();
  slots.take(slots.add(first));
  slots.add(second);
  slots.add(third);
  expect(slots.takeAll()).toEqual([second, third]);
  expect([slots.size, [...slots]]).toEqual([0, []]);
  expect(slots.take(slots.add(first))).toBe(first);
});
