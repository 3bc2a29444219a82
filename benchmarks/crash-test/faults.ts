import { setTimeout as pause } from 'node:timers/promises';
import { leaseEnd } from '../../packages/server/src/pipeline/delivery/leased-delivery.ts';
import type { Chance } from './chance.ts';
import type { CutProxy } from './cut-proxy.ts';
import type { DurablePostgres } from './durable-postgres.ts';
import { MOODS } from './moods.ts';
import type { Nodes } from './nodes.ts';
import type { SmallDisk } from './small-disk.ts';
import type { Witness } from './witness.ts';

/** What faults are done to. */
export interface World {
  readonly nodes: Nodes;
  readonly witness: Witness;
  readonly disk: SmallDisk;
  /** Null: the database is SQLite. */
  readonly postgres: { readonly server: DurablePostgres; readonly proxy: CutProxy } | null;
}

export type FaultName =
  | 'sigkill'
  | 'sigkill_all'
  | 'sigstop_past_lease'
  | 'receivers'
  | 'expired_certificate'
  | 'disk_full'
  | 'postgres_restart'
  | 'postgres_kill'
  | 'connections_cut'
  | 'connections_silent'
  | 'backends_terminated';

interface Fault {
  readonly name: FaultName;
  readonly isPossible: (world: World) => boolean;
  /** Does it and ends it, but for nodes that are gone: whoever calls starts them again. */
  readonly play: (world: World, chance: Chance) => Promise<void>;
  /** It ends processes of gateways, or stops them so long that others take over. */
  readonly endsProcesses: boolean;
  readonly outlastsLeases: boolean;
}

/** Of the endpoints: short, because a lease lasts longer than that and somebody has to wait for its end. */
export const TIMEOUT_SECONDS = 2;
const LEASE_MS = leaseEnd(0, TIMEOUT_SECONDS);
/** Of faults that have a length. */
const FAULT_MS_MIN = 800;
const FAULT_MS_MAX = 2_500;
/** Connections are cut so often in a row: each time other statements are on them. */
const CUTS = 6;
const CUT_PAUSE_MS_MAX = 300;

const always = () => true;
const onPostgres = ({ postgres }: World) => postgres !== null;
const brief = { endsProcesses: false, outlastsLeases: false } as const;

/** Every fault there is. Each is real: signals, sockets, disks; nothing of the gateway knows that it is tried. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'sigkill',
    isPossible: always,
    endsProcesses: true,
    outlastsLeases: false,
    play: ({ nodes }, chance) => nodes.kill(chance.between(0, nodes.count - 1)),
  },
  {
    name: 'sigkill_all',
    isPossible: ({ nodes }) => nodes.count > 1,
    endsProcesses: true,
    outlastsLeases: false,
    play: async ({ nodes }) => {
      for (let index = 0; index < nodes.count; index++) await nodes.kill(index);
    },
  },
  {
    name: 'sigstop_past_lease',
    isPossible: always,
    endsProcesses: false,
    outlastsLeases: true,
    play: async ({ nodes }, chance) => {
      const index = chance.between(0, nodes.count - 1);
      nodes.stop(index);
      await pause(LEASE_MS + chance.between(500, 2_000));
      nodes.resume(index);
    },
  },
  {
    name: 'receivers',
    isPossible: always,
    ...brief,
    play: async ({ witness }, chance) => {
      witness.setMoods(MOODS.filter(() => chance.next() < 0.6));
      await pause(chance.between(FAULT_MS_MIN, FAULT_MS_MAX));
      witness.setMoods(null);
    },
  },
  {
    name: 'expired_certificate',
    isPossible: always,
    ...brief,
    play: async ({ witness }, chance) => {
      witness.setExpired(true);
      await pause(chance.between(FAULT_MS_MIN, FAULT_MS_MAX));
      witness.setExpired(false);
    },
  },
  {
    name: 'disk_full',
    isPossible: ({ disk }) => disk.fill !== null,
    ...brief,
    play: async ({ disk, postgres }, chance) => {
      await disk.fill?.();
      await pause(chance.between(FAULT_MS_MIN, FAULT_MS_MAX));
      disk.free();
      await postgres?.server.ensureRunning();
    },
  },
  {
    name: 'postgres_restart',
    isPossible: onPostgres,
    ...brief,
    play: async ({ postgres }) => postgres?.server.restart('fast'),
  },
  {
    name: 'postgres_kill',
    isPossible: onPostgres,
    ...brief,
    play: async ({ postgres }) => postgres?.server.restart('kill'),
  },
  {
    name: 'connections_cut',
    isPossible: onPostgres,
    ...brief,
    play: async ({ postgres }, chance) => {
      for (let cut = 0; cut < CUTS; cut++) {
        postgres?.proxy.cut();
        await pause(chance.between(1, CUT_PAUSE_MS_MAX));
      }
    },
  },
  {
    name: 'connections_silent',
    isPossible: onPostgres,
    ...brief,
    play: async ({ postgres }, chance) => {
      postgres?.proxy.setSilent(true);
      await pause(chance.between(FAULT_MS_MIN, FAULT_MS_MAX));
      postgres?.proxy.setSilent(false);
      // What was silent may be gone for good, or may go on.
      if (chance.next() < 0.5) postgres?.proxy.cut();
    },
  },
  {
    name: 'backends_terminated',
    isPossible: onPostgres,
    ...brief,
    play: async ({ postgres }) => postgres?.server.terminateConnections(),
  },
];
