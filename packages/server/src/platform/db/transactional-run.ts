import type { RunControl, RunData, RunEnd, RunTask } from '../../domain/run.ts';
import type { Trx } from './store.ts';

/** What a handler can ask for that writes rows of its own while it works. */
export interface TransactionalRunControl extends RunControl {
  /**
   * Saves how far it is together with what that progress stands for: both or neither, and neither when another node has
   * the run by now. So nothing is done twice, whatever crashed in between. The transaction must be short.
   *
   * @returns as `saveProgress`.
   */
  readonly saveWith: (progress: RunData, write: (trx: Trx) => Promise<void>) => Promise<boolean>;
}

/** As `RunHandler`, with a control that writes. What it wrote with its progress it need not do a second time. */
export type TransactionalRunHandler = (run: RunTask, ctl: TransactionalRunControl) => Promise<RunEnd>;
