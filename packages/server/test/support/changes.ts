import type { Change, WithChange } from '../../src/platform/db/with-change.ts';

/** Nothing else is committed with a change. */
export const alone: WithChange<unknown> = async () => {};

/** What should be committed with a change fails. */
export const refuse: WithChange<unknown> = async () => {
  throw new Error('refused');
};

/** Keeps what a store tells of its changes. */
export function listenToChanges<TRecord>(): {
  readonly told: Change<TRecord>[];
  readonly tell: WithChange<TRecord>;
} {
  const told: Change<TRecord>[] = [];
  return {
    told,
    tell: async (_trx, change) => {
      told.push(change);
    },
  };
}
