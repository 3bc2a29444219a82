import type { Actor } from './audit.ts';
import type { RunId, WorkspaceId } from './ids.ts';

export const RUN_STATES = ['pending', 'running', 'paused', 'completed', 'failed', 'canceled'] as const;
export type RunState = (typeof RUN_STATES)[number];
/** A run that pauses is kept with the state that it goes on from. */
export type StoredRunState = Exclude<RunState, 'paused'>;

/** What a run keeps as JSON: what was asked for, how far it is, its report. */
export type RunData = Readonly<Record<string, unknown>>;

/** A long piece of background work, such as an import. */
export interface Run {
  readonly id: RunId;
  readonly workspaceId: WorkspaceId;
  /** Noun.verb, as `contact.import`: which handler carries it out. */
  readonly kind: string;
  readonly state: RunState;
  /** What was asked for. Empty once it has ended: it may tell of a person. */
  readonly params: RunData;
  readonly progress: RunData;
  /** The report. Null until it has ended. */
  readonly result: RunData | null;
  /** One sentence. Null but for one that failed. */
  readonly error: string | null;
  readonly createdAtMs: number;
  /** Null until a node took it up for the first time. */
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
}

/** Something that a run could not do. */
export interface RunProblem {
  /** 1-based. In a file the heading is row 1. */
  readonly row: number;
  /** Name of the column as the file has it. Null: it is about the whole row. */
  readonly column: string | null;
  /** What is wrong and how to mend it. */
  readonly message: string;
  /** The cell. It is cut short when it is kept. Null: there is none to show. */
  readonly value: string | null;
}

/** What a handler gets of the run that it is to carry out. */
export interface RunTask {
  readonly id: RunId;
  readonly workspaceId: WorkspaceId;
  readonly params: RunData;
  /** As it was last saved: where to go on. Empty for a run that was never begun. */
  readonly progress: RunData;
  /** When some node took it up for the first time. */
  readonly startedAtMs: number;
}

/** What a handler can ask for while it works. */
export interface RunControl {
  /**
   * Saves how far it is, enough to go on from on another node, and the problems met since the last time, both or
   * neither. Call it after each piece of work, every few seconds at least.
   *
   * @returns false when the handler is to end now with `stopped`: somebody canceled or paused the run, this node goes
   *   down, or another node has the run by now.
   */
  readonly saveProgress: (progress: RunData, problems?: readonly RunProblem[]) => Promise<boolean>;
  /** The same question without saving anything. */
  readonly isStopping: () => boolean;
  /** A piece of the text that was put in for the run, by number from 0 on. Null: there is no further one. */
  readonly readInput: (number: number) => Promise<string | null>;
}

/** How a handler ended. */
export type RunEnd =
  | { readonly kind: 'completed'; readonly result: RunData }
  /** It cannot be done. `error` is one sentence for whoever started it. */
  | { readonly kind: 'failed'; readonly error: string; readonly result: RunData }
  /** It has to wait for something and its progress is saved: it is called again from `untilMs` on, epoch ms. `result` as below. */
  | { readonly kind: 'waits'; readonly untilMs: number; readonly result: RunData }
  /** It was told to stop and its progress is saved. `result` is the report in case it was canceled. */
  | { readonly kind: 'stopped'; readonly result: RunData };

/**
 * Carries out runs of one kind. It may be called again for the same run, on this node or another, with the progress that
 * was saved last: what it did after that it does a second time, and must come to the same.
 *
 * A `PosthornError` that it throws fails the run with its message, except `store_unavailable`, after which it is tried
 * again. Anything else that it throws is a bug: it is logged and the run fails.
 */
export type RunHandler = (run: RunTask, ctl: RunControl) => Promise<RunEnd>;

export interface RunStart {
  readonly workspaceId: WorkspaceId;
  readonly kind: string;
  readonly params: RunData;
  /** What can be told of it before it is taken up. Absent: nothing. */
  readonly progress?: RunData;
  /** Runs of this kind of the workspace that may be open. Absent: as many as of all kinds together. */
  readonly openOfKindMax?: number;
  /** Given when input was put in for it already. Absent: a new one. */
  readonly id?: RunId;
  /** For the audit log, in the same transaction. Null: nobody asked for it. */
  readonly asked: {
    readonly actor: Actor;
    /** Noun.verb, as `contact.import_started`. */
    readonly action: string;
  } | null;
}

/**
 * Starts a run: it is stored as pending and a node takes it up within moments.
 *
 * @throws PosthornError `limit_reached` when the workspace has too many runs that have not ended, or too many of the kind.
 */
export type StartRun = (start: RunStart) => Promise<Run>;
