import type { WorkspaceId } from '../../domain/ids.ts';

/** Serials that are taken from the store at once: the hot path must not pay a commit for each new contact. */
const BLOCK_SERIALS = 50;
/** Who wants many at once, as an import does, will want as many again: so many times. */
const REPEATS = 10;

/** @returns the first of `count` serials that nobody else gets. */
export type TakeSerials = (workspaceId: WorkspaceId, count: number) => Promise<number>;

/** Gives out the stable integers of new contacts. What a node has left when it ends is left out. */
export class SerialPool {
  readonly #take: TakeSerials;
  readonly #spare = new Map<WorkspaceId, number[]>();

  constructor(take: TakeSerials) {
    this.#take = take;
  }

  /** As many serials as are wanted, lowest first. */
  async take(workspaceId: WorkspaceId, count: number): Promise<number[]> {
    const serials = this.#spareOf(workspaceId).splice(0, count);
    const missing = count - serials.length;
    if (missing === 0) return serials;
    const wanted = missing + Math.max(BLOCK_SERIALS, REPEATS * missing);
    const first = await this.#take(workspaceId, wanted);
    const fresh = Array.from({ length: wanted }, (_, index) => first + index);
    this.giveBack(workspaceId, fresh.slice(missing));
    return [...serials, ...fresh.slice(0, missing)];
  }

  /** Serials that were not needed after all: the next contacts get them. */
  giveBack(workspaceId: WorkspaceId, serials: readonly number[]): void {
    const spare = this.#spareOf(workspaceId);
    spare.push(...serials);
    spare.sort((one, other) => one - other);
  }

  #spareOf(workspaceId: WorkspaceId): number[] {
    const spare = this.#spare.get(workspaceId) ?? [];
    this.#spare.set(workspaceId, spare);
    return spare;
  }
}
