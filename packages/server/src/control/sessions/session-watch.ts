import type { MemberId, MemberSessionId, WorkspaceId } from '../../domain/ids.ts';

/** Something that goes on as long as a session does, such as the connection of a stream. */
export interface WatchedSession {
  readonly sessionId: MemberSessionId;
  readonly memberId: MemberId;
  readonly workspaceId: WorkspaceId;
}

interface SessionWatchContext {
  /** Of some sessions those that are valid now. */
  readonly findValid: (ids: readonly MemberSessionId[]) => Promise<ReadonlySet<MemberSessionId>>;
  /** Whether a member may still do in a workspace what goes on there. */
  readonly mayGoOn: (watched: WatchedSession) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

/** How often it is looked: what was revoked on another node, has expired, or lost its role ends within this time. */
const CHECK_EVERY_MS = 20_000;

/**
 * Ends what was begun by a session when the session ends: at once when it is ended here, else within `CHECK_EVERY_MS`.
 */
export class SessionWatch {
  readonly #ctx: SessionWatchContext;
  readonly #ends = new Map<WatchedSession, () => void>();
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> = Promise.resolve();

  constructor(ctx: SessionWatchContext) {
    this.#ctx = ctx;
  }

  /** @param end Called once, when the session has ended. @returns what stops the watching. */
  add(watched: WatchedSession, end: () => void): () => void {
    this.#ends.set(watched, end);
    return () => this.#ends.delete(watched);
  }

  /** Told of sessions that ended on this node. */
  ended(ids: Iterable<MemberSessionId>): void {
    const over = new Set(ids);
    for (const watched of this.#ends.keys()) if (over.has(watched.sessionId)) this.#end(watched);
  }

  /** Told of a member whose place in a workspace changed on this node: all that it watches there is looked at now. */
  changed(memberId: MemberId): void {
    this.#check([...this.#ends.keys()].filter((watched) => watched.memberId === memberId));
  }

  start(): void {
    this.#timer = setInterval(() => this.#check([...this.#ends.keys()]), CHECK_EVERY_MS).unref();
  }

  /** Resolves when nothing is being looked at any more. Before the store is closed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checking;
  }

  #check(watched: readonly WatchedSession[]): void {
    if (watched.length === 0) return;
    this.#checking = this.#checking.then(() => this.#endWhatIsOver(watched)).catch(this.#ctx.onError);
  }

  async #endWhatIsOver(all: readonly WatchedSession[]): Promise<void> {
    const valid = await this.#ctx.findValid([...new Set(all.map(({ sessionId }) => sessionId))]);
    for (const watched of all) {
      if (!valid.has(watched.sessionId) || !(await this.#ctx.mayGoOn(watched))) this.#end(watched);
    }
  }

  #end(watched: WatchedSession): void {
    const end = this.#ends.get(watched);
    this.#ends.delete(watched);
    end?.();
  }
}
