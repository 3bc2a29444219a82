import { switchEndpoint } from '../../src/control/endpoints/endpoints.store.ts';
import type { DeliveryId, EndpointId, EventId } from '../../src/domain/ids.ts';
import { holdDeliveries, releaseDeliveries } from '../../src/pipeline/deliveries/endpoint-deliveries.store.ts';
import { cancelDelivery } from '../../src/pipeline/deliveries/resend.store.ts';
import type { NodeSignals } from '../../src/platform/db/node-signals.ts';
import type { Store } from '../../src/platform/db/store.ts';
import { Chance } from './chance.ts';
import { DatabaseLink } from './database-link.ts';
import { ALWAYS_FINE, SimulatedWeather } from './database-weather.ts';
import { DAY_MS, HOUR_MS, type PlannedEndpoint, planEndpoints } from './day-plan.ts';
import { insertSimulatedEndpoints } from './endpoint-rows.ts';
import { Producer, WORKSPACE_ID } from './producer.ts';
import { SharedDatabase } from './shared-database.ts';
import { addressOf, SimulatedNetwork } from './simulated-network.ts';
import { type NodeSurroundings, openSimulatedStore, type SimulatedNode, startNode } from './simulated-node.ts';
import { type Fault, SimulatedProcess } from './simulated-process.ts';
import { SimulatedReceiver } from './simulated-receiver.ts';
import { VirtualTime } from './virtual-time.ts';
import { type SeenRequest, Witness } from './witness.ts';

const START_MS = Date.UTC(2026, 5, 10, 6);
/** The clocks of machines are wrong by at most this much. */
const CLOCK_OFFSET_MS_MAX = 5_000;
/** The longest schedule is over by then, whatever happened on the day. */
const DRAIN_MS_MAX = 8 * DAY_MS;
/** How often it is asked whether everything has come to its end. */
const DRAIN_LOOK_MS = HOUR_MS / 2;
const EPISODES = 7;
/** Of 1: episodes in which something befalls a process. */
const FAULTS = 0.6;
/** Of 1: requests that somebody cancels while they are on their way. */
const CANCELED = 0.05;
/** Of 1: processes that never come back, as long as another one is there. */
const GONE_FOR_GOOD = 0.1;

/** An endpoint was enabled or disabled, by true time. */
interface Switch {
  readonly endpointId: EndpointId;
  readonly isEnabled: boolean;
  readonly atMs: number;
}

interface Cancellation {
  readonly endpointId: EndpointId;
  readonly eventId: EventId;
  readonly atMs: number;
}

interface Slot {
  readonly name: string;
  readonly clockOffsetMs: number;
  runCount: number;
  node: SimulatedNode | null;
}

/** A small installation of several nodes, its receivers, its senders, and everything that goes wrong in a day. */
export class SimulatedWorld {
  readonly seed: number;
  readonly time = new VirtualTime(START_MS);
  readonly witness = new Witness();
  readonly endpoints: readonly PlannedEndpoint[];
  readonly database: SharedDatabase;
  readonly weather: SimulatedWeather;
  readonly producer: Producer;
  readonly processes: SimulatedProcess[] = [];
  readonly switches: Switch[] = [];
  readonly cancellations: Cancellation[] = [];
  /** Errors that nodes logged and that no fault explains. */
  readonly unexpectedErrors: string[] = [];
  /** When the day with its faults was over. */
  readonly dayEndMs = START_MS + DAY_MS;
  readonly #chance: Chance;
  readonly #slots: readonly Slot[];
  readonly #around: NodeSurroundings;
  readonly #receivers: ReadonlyMap<EndpointId, SimulatedReceiver>;
  readonly #store: Store;
  #configRevision = 0;

  /** Makes a world in which nothing has happened. */
  static async create(seed: number): Promise<SimulatedWorld> {
    const world = new SimulatedWorld(seed);
    await world.#setUp();
    return world;
  }

  private constructor(seed: number) {
    this.seed = seed;
    const chance = new Chance(seed);
    this.#chance = chance;
    this.endpoints = planEndpoints(chance.fork(), START_MS);
    this.database = new SharedDatabase(() => this.#onCommitted());
    this.weather = new SimulatedWeather(this.time, chance.fork());
    this.#receivers = new Map(
      this.endpoints.map(({ id, receiver }) => [id, new SimulatedReceiver(receiver, chance.fork())]),
    );
    const { time, witness, database, weather } = this;
    const operatorChance = chance.fork();
    const onStarted = (request: SeenRequest) => this.#perhapsCancel(request, operatorChance);
    const network = new SimulatedNetwork({
      time,
      witness,
      chance: chance.fork(),
      receivers: this.#receivers,
      onStarted,
    });
    const onErrorLogged = (line: string) => this.#onErrorLogged(line);
    this.#around = { time, database, weather, network, signals: DEAF, onErrorLogged };
    this.#store = this.#openFlawlessStore();
    this.#slots = Array.from({ length: chance.integer(1, 3) }, (_, index) => ({
      name: `node-${index + 1}`,
      clockOffsetMs: chance.integer(-CLOCK_OFFSET_MS_MAX, CLOCK_OFFSET_MS_MAX),
      runCount: 0,
      node: null,
    }));
    this.producer = new Producer({ time, chance: chance.fork(), someNode: () => this.#someNode() });
  }

  /** The day, and then a calm time until everything came to its end. */
  async live(): Promise<void> {
    for (const slot of this.#slots) this.#spawn(slot);
    this.#planEpisodes();
    this.#planOperator();
    await this.time.passUntil(this.dayEndMs);
    this.#heal();
    for (let passed = 0; passed < DRAIN_MS_MAX && !this.#isAtRest(); passed += DRAIN_LOOK_MS) {
      await this.time.passUntil(this.time.nowMs + DRAIN_LOOK_MS);
    }
  }

  close(): void {
    for (const process of this.processes) process.kill();
    this.database.db.close();
  }

  async #setUp(): Promise<void> {
    await insertSimulatedEndpoints(this.#store, this.endpoints, addressOf);
    this.#configRevision = this.#readConfigRevision();
  }

  /** The hand that sets up the world and stands for its operator. */
  #openFlawlessStore(): Store {
    const process = new SimulatedProcess('operator', this.time, this.#chance);
    const link = new DatabaseLink(this.database, process, { weather: ALWAYS_FINE, time: this.time });
    return openSimulatedStore(link, { nowMs: () => this.time.nowMs, signals: DEAF });
  }

  #spawn(slot: Slot): void {
    const chance = this.#chance.fork();
    const process = new SimulatedProcess(`${slot.name}.${++slot.runCount}`, this.time, chance);
    this.processes.push(process);
    process.onDeath(() => {
      slot.node = null;
      this.#planReturn(slot);
    });
    startNode(this.#around, { process, chance, clockOffsetMs: slot.clockOffsetMs }).then(
      (node) => {
        if (process.isDead) return;
        slot.node = node;
        node.engine.start();
      },
      // A gateway that does not reach its database at the start ends.
      () => process.kill(),
    );
  }

  #planReturn(slot: Slot): void {
    if (this.time.nowMs < this.dayEndMs && this.#others(slot) && this.#chance.happens(GONE_FOR_GOOD)) return;
    this.time.after(this.#chance.magnitude(500, HOUR_MS / 2), () => this.#spawn(slot));
  }

  #others(slot: Slot): boolean {
    return this.#slots.some((other) => other !== slot && other.node !== null);
  }

  #someNode(): SimulatedNode | null {
    const nodes = this.#slots.flatMap(({ node }) => (node === null ? [] : [node]));
    return nodes.length === 0 ? null : this.#chance.pick(nodes);
  }

  /** Work comes in bursts, and harm comes with it: what befalls a node at rest teaches little. */
  #planEpisodes(): void {
    const chance = this.#chance.fork();
    for (let episode = 0; episode < EPISODES; episode++) {
      this.time.at(START_MS + chance.integer(0, DAY_MS - 1), () => {
        if (chance.happens(FAULTS)) this.#arm(chance);
        const requests = chance.integer(1, 2);
        for (let request = 0; request < requests; request++) {
          this.time.after(chance.magnitude(1, 20_000), () => this.producer.offer(chance.magnitude(1, 6)));
        }
      });
    }
  }

  #arm(chance: Chance): void {
    const { process } = this.#someNode() ?? {};
    process?.arm(planFault(chance), chance.magnitude(1, 120));
  }

  #planOperator(): void {
    const chance = this.#chance.fork();
    const switched = this.endpoints.filter(({ role }) => role === 'flaky' || role === 'ordered' || role === 'gone');
    for (const { id } of switched) {
      const offAtMs = START_MS + chance.integer(0, DAY_MS - 1);
      const onAtMs = offAtMs + chance.magnitude(1_000, 4 * HOUR_MS);
      this.time.at(offAtMs, () => void this.#switch(id, false));
      if (chance.happens(0.9)) this.time.at(onAtMs, () => void this.#switch(id, true));
    }
  }

  async #switch(id: EndpointId, isOn: boolean): Promise<void> {
    const at = { workspaceId: WORKSPACE_ID, id, nowMs: this.time.nowMs };
    const disabledReason = isOn ? null : ('manual' as const);
    await switchEndpoint(this.#store, { ...at, disabledReason }, (trx) =>
      isOn ? releaseDeliveries(trx, WORKSPACE_ID, id, this.time.nowMs) : holdDeliveries(trx, WORKSPACE_ID, id),
    );
  }

  /** Somebody cancels what is being sent just now: what waits is easy to cancel. */
  #perhapsCancel(request: SeenRequest, chance: Chance): void {
    if (this.time.nowMs >= this.dayEndMs || !chance.happens(CANCELED)) return;
    this.time.after(chance.magnitude(1, 5_000), () => void this.#cancel(request));
  }

  async #cancel({ endpointId, eventId }: SeenRequest): Promise<void> {
    const row = this.database.db
      .prepare('SELECT id FROM deliveries WHERE endpoint_id = ? AND event_id = ?')
      .get(endpointId, eventId) as { readonly id: DeliveryId } | undefined;
    if (row === undefined) return;
    const key = { workspaceId: WORKSPACE_ID, id: row.id, nowMs: this.time.nowMs };
    const outcome = await cancelDelivery(this.#store, key, async () => {});
    if (outcome.kind === 'done') this.cancellations.push({ endpointId, eventId, atMs: this.time.nowMs });
  }

  #heal(): void {
    this.weather.calm();
    for (const receiver of this.#receivers.values()) receiver.heal(this.time.nowMs);
    for (const { node } of this.#slots) {
      node?.process.disarm();
      node?.process.goOn();
    }
    for (const slot of this.#slots)
      if (slot.runCount > 0 && !this.#others(slot) && slot.node === null) this.#spawn(slot);
  }

  /** What is held of an endpoint that is enabled is let go at the next sweep: an enable and a claim may have crossed. */
  #isAtRest(): boolean {
    const waits = this.database.db
      .prepare(
        `SELECT 1 FROM deliveries d JOIN endpoints e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
         WHERE d.state = 'pending' AND (d.due_at_ms IS NOT NULL OR d.lease_token IS NOT NULL OR e.enabled = 1) LIMIT 1`,
      )
      .get();
    return this.producer.isDone && waits === undefined;
  }

  #onCommitted(): void {
    for (const { node } of this.#slots) node?.poll.wake();
    const revision = this.#readConfigRevision();
    if (revision === this.#configRevision) return;
    this.#configRevision = revision;
    this.#noteSwitches();
    // Nodes ask every 500 ms.
    for (const { node } of this.#slots) node?.process.later(this.#chance.integer(0, 500), () => this.#refresh(node));
  }

  #refresh(node: SimulatedNode): void {
    node.registry.refresh().catch(() => node.process.later(500, () => this.#refresh(node)));
  }

  #readConfigRevision(): number {
    const row = this.database.db.prepare('SELECT config_revision FROM instance').get();
    return (row as { readonly config_revision: number }).config_revision;
  }

  #noteSwitches(): void {
    const rows = this.database.db.prepare('SELECT id, enabled FROM endpoints').all() as {
      id: EndpointId;
      enabled: 0 | 1;
    }[];
    for (const { id, enabled } of rows) {
      const last = this.switches.findLast((change) => change.endpointId === id);
      if ((last?.isEnabled ?? true) === (enabled === 1)) continue;
      this.switches.push({ endpointId: id, isEnabled: enabled === 1, atMs: this.time.nowMs });
    }
  }

  #onErrorLogged(line: string): void {
    if (!FORESEEN.test(line)) this.unexpectedErrors.push(line);
  }
}

/**
 * A lost connection, a transaction that the server took back, and the row of an attempt that was written before the answer
 * to its commit was lost: written once more it is refused, and that is all.
 */
const FORESEEN = /ECONNRESET|took too long|UNIQUE constraint failed: attempts/;

const DEAF: NodeSignals = { tell: () => {}, onTold: () => {}, start: () => {} };

function planFault(chance: Chance): Fault {
  if (chance.happens(0.5)) return { kind: 'crash' };
  return { kind: 'stop', forMs: chance.magnitude(200, chance.happens(0.8) ? 120_000 : HOUR_MS / 2) };
}
