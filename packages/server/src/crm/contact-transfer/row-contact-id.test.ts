import { expect, test } from 'vitest';
import { timeOfId } from '../../domain/id-time.ts';
import { idOf, parseId } from '../../domain/ids.ts';
import { contactIdOf } from './row-contact-id.ts';

const RUN = { id: idOf('run', '0190a000-0000-7000-8000-000000000001'), startedAtMs: 1_781_000_400_000 };
const OTHER = { ...RUN, id: idOf('run', '0190a000-0000-7000-8000-000000000002') };

test('each row of a run has an id of its own, always the same, in the order of the rows', () => {
  const ids = Array.from({ length: 100_001 }, (_, row) => contactIdOf(RUN, row + 1));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(contactIdOf(RUN, 77)).toBe(ids[76]);
});

test('another run at the same time has other ids', () => {
  expect(contactIdOf(OTHER, 2)).not.toBe(contactIdOf(RUN, 2));
});

test('it is an id like any other, with the time of the run', () => {
  const id = contactIdOf(RUN, 99_999);
  expect(parseId('cnt', id)).toBe(id);
  expect(timeOfId(id)).toBe(RUN.startedAtMs);
});
