import type { ChannelId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import { NO_TRAFFIC } from '../../domain/meta-app-traffic.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  type ChannelTraffic,
  type NotedTraffic,
  readMetaAppTraffic,
  writeChannelTraffic,
  writeMetaAppTraffic,
} from './meta-traffic.store.ts';

export interface TrafficNotesContext {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

const NOTHING: NotedTraffic = { ...NO_TRAFFIC, firstSignedPostAtMs: null };

/** How often what was noticed is written down. */
const WRITE_EVERY_MS = 60_000;
/** What is noticed for the first time is waited for by somebody who sets things up. */
const WRITE_FIRST_MS = 250;
/** Channels of one statement. */
const CHANNELS_MAX = 500;

/**
 * Notices when Meta calls, beside the way of an event: an entry in memory for each call, and a row for each registration
 * and channel at most once a minute.
 */
export class TrafficNotes {
  readonly #ctx: TrafficNotesContext;
  readonly #apps = new Map<MetaAppId, NotedTraffic>();
  readonly #channels = new Map<ChannelId, ChannelTraffic>();
  /** What changed since it was written. */
  readonly #openApps = new Set<MetaAppId>();
  readonly #openChannels = new Set<ChannelId>();
  #timer: NodeJS.Timeout | null = null;
  #dueAtMs = Number.POSITIVE_INFINITY;
  #writing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(ctx: TrafficNotesContext) {
    this.#ctx = ctx;
  }

  /** Meta asked for a challenge and was answered. */
  noteChallenge(metaAppId: MetaAppId): void {
    const nowMs = this.#ctx.nowMs();
    this.#change(metaAppId, (known) => ({ ...known, lastChallengeAtMs: nowMs }));
  }

  /** A body came whose signature one of its secrets verified. */
  noteSignedPost(metaAppId: MetaAppId): void {
    const nowMs = this.#ctx.nowMs();
    this.#change(metaAppId, (known) => ({
      ...known,
      firstSignedPostAtMs: known.firstSignedPostAtMs ?? nowMs,
      lastSignedPostAtMs: nowMs,
    }));
  }

  /** A body came whose signature none of its secrets verified. */
  noteRefusedPost(metaAppId: MetaAppId): void {
    const nowMs = this.#ctx.nowMs();
    this.#change(metaAppId, (known) => ({ ...known, lastRefusedPostAtMs: nowMs }));
  }

  /** An event from Meta came in for a channel. */
  noteEvent(workspaceId: WorkspaceId, channelId: ChannelId): void {
    const isFirst = !this.#channels.has(channelId);
    this.#channels.set(channelId, { workspaceId, channelId, lastEventAtMs: this.#ctx.nowMs() });
    this.#openChannels.add(channelId);
    this.#schedule(isFirst);
  }

  /** What is known of registrations: here and by the other nodes. Those that Meta never called are left out. */
  async ofMetaApps(ids: readonly MetaAppId[]): Promise<ReadonlyMap<MetaAppId, NotedTraffic>> {
    const known = new Map(await readMetaAppTraffic(this.#ctx.store, ids));
    for (const id of ids) {
      const noted = this.#apps.get(id);
      if (noted !== undefined) known.set(id, merge(known.get(id) ?? NOTHING, noted));
    }
    return known;
  }

  /** When this process last noticed something for a channel, epoch ms, or null. */
  lastEventAtMs(channelId: ChannelId): number | null {
    return this.#channels.get(channelId)?.lastEventAtMs ?? null;
  }

  /** Writes down what is left. Before the store is closed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#writing;
    await this.#write();
  }

  #change(metaAppId: MetaAppId, change: (known: NotedTraffic) => NotedTraffic): void {
    const before = this.#apps.get(metaAppId) ?? NOTHING;
    const after = change(before);
    this.#apps.set(metaAppId, after);
    this.#openApps.add(metaAppId);
    this.#schedule(isNews(before, after));
  }

  #schedule(isFirst: boolean): void {
    if (this.#isStopped) return;
    const dueAtMs = this.#ctx.nowMs() + (isFirst ? WRITE_FIRST_MS : WRITE_EVERY_MS);
    if (this.#timer !== null) {
      if (dueAtMs >= this.#dueAtMs) return;
      clearTimeout(this.#timer);
    }
    this.#dueAtMs = dueAtMs;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#writing = this.#writing.then(() => this.#write());
      },
      isFirst ? WRITE_FIRST_MS : WRITE_EVERY_MS,
    ).unref();
  }

  async #write(): Promise<void> {
    const apps = [...this.#openApps];
    const channels = [...this.#openChannels];
    this.#openApps.clear();
    this.#openChannels.clear();
    try {
      for (const id of apps) await writeMetaAppTraffic(this.#ctx.store, id, this.#apps.get(id) ?? NOTHING);
      for (let start = 0; start < channels.length; start += CHANNELS_MAX) {
        const rows = channels.slice(start, start + CHANNELS_MAX).flatMap((id) => this.#channels.get(id) ?? []);
        await writeChannelTraffic(this.#ctx.store, rows);
      }
    } catch (error) {
      // The next note brings them again: nothing depends on them.
      for (const id of apps) this.#openApps.add(id);
      for (const id of channels) this.#openChannels.add(id);
      this.#ctx.onError(error);
    }
  }
}

function merge(written: NotedTraffic, noted: NotedTraffic): NotedTraffic {
  return {
    lastChallengeAtMs: latest(written.lastChallengeAtMs, noted.lastChallengeAtMs),
    firstSignedPostAtMs: written.firstSignedPostAtMs ?? noted.firstSignedPostAtMs,
    lastSignedPostAtMs: latest(written.lastSignedPostAtMs, noted.lastSignedPostAtMs),
    lastRefusedPostAtMs: latest(written.lastRefusedPostAtMs, noted.lastRefusedPostAtMs),
  };
}

function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** Something is noticed for the first time by this process: worth a row at once. */
function isNews(before: NotedTraffic, after: NotedTraffic): boolean {
  return (
    (before.lastChallengeAtMs === null) !== (after.lastChallengeAtMs === null) ||
    (before.lastSignedPostAtMs === null) !== (after.lastSignedPostAtMs === null) ||
    (before.lastRefusedPostAtMs === null) !== (after.lastRefusedPostAtMs === null)
  );
}
