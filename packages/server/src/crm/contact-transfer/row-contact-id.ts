import { createHash } from 'node:crypto';
import { type ContactId, idOf } from '../../domain/ids.ts';
import type { RunTask } from '../../domain/run.ts';

/**
 * The id of the contact that a row of an import makes: the same whenever the row is read again. It is a UUID version 7
 * (RFC 9562) of the time the run began, with the row in the bits below, so that contacts stand in the order of their rows,
 * and the rest from a hash of the run.
 *
 * @param rowNumber Below 2^20.
 */
export function contactIdOf(run: Pick<RunTask, 'id' | 'startedAtMs'>, rowNumber: number): ContactId {
  const time = run.startedAtMs.toString(16).padStart(12, '0');
  const row = rowNumber.toString(16).padStart(5, '0');
  const rest = createHash('sha256').update(run.id).digest('hex');
  const uuid = [
    time.slice(0, 8),
    time.slice(8),
    `7${row.slice(0, 3)}`,
    `8${row.slice(3)}${rest[0]}`,
    rest.slice(1, 13),
  ];
  return idOf('cnt', uuid.join('-'));
}
