import { familyOf, freePort, type GatewayProcess, startGateway } from '../support/gateway-process.ts';

export interface NodesContext {
  readonly count: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Node {
  readonly port: number;
  /** Null: it was killed and not started again yet. */
  process: GatewayProcess | null;
  isStopped: boolean;
}

/** The gateways of the crash test: all alike, each with its processes. */
export class Nodes {
  readonly #context: NodesContext;
  readonly #nodes: Node[] = [];
  /** Processes that ended without being killed. */
  endedByThemselves = 0;

  constructor(context: NodesContext) {
    this.#context = context;
  }

  /** Starts one of them. `heal` starts the others: what was set up until then is known to them from their first moment. */
  async startFirst(): Promise<void> {
    for (let index = 0; index < this.#context.count; index++) {
      this.#nodes.push({ port: await freePort(), process: null, isStopped: false });
    }
    await this.#launch(0);
  }

  get count(): number {
    return this.#nodes.length;
  }

  /** Addresses of those that run. */
  living(): readonly string[] {
    return this.#nodes.flatMap(({ process, isStopped }) => (process === null || isStopped ? [] : [process.url]));
  }

  /** The processes that run now, by what names them. */
  pids(): readonly { readonly pid: number; readonly url: string }[] {
    return this.#nodes.flatMap(({ process }) => (process === null ? [] : [{ pid: process.pid, url: process.url }]));
  }

  async kill(index: number): Promise<void> {
    const node = this.#nodes[index];
    if (node === undefined || node.process === null) return;
    const { process: killed } = node;
    node.process = null;
    signal(familyOf([killed.pid]), 'SIGKILL');
    await killed.kill('SIGKILL');
  }

  /** SIGSTOP: its clock goes on, it does not. */
  stop(index: number): void {
    const node = this.#nodes[index];
    if (node === undefined || node.process === null) return;
    node.isStopped = true;
    signal(familyOf([node.process.pid]), 'SIGSTOP');
  }

  resume(index: number): void {
    const node = this.#nodes[index];
    if (node === undefined || node.process === null) return;
    signal(familyOf([node.process.pid]), 'SIGCONT');
    node.isStopped = false;
  }

  /** Lets those that were stopped go on and starts those that are gone, as a supervisor does. */
  async heal(): Promise<void> {
    const starting: Promise<void>[] = [];
    for (const [index, node] of this.#nodes.entries()) {
      if (node.isStopped) this.resume(index);
      if (node.process !== null && !isAlive(node.process.pid)) {
        this.endedByThemselves++;
        node.process = null;
      }
      if (node.process === null) starting.push(this.#launch(index));
    }
    await Promise.all(starting);
  }

  /** Kills all: their database goes with them. */
  async close(): Promise<void> {
    for (const index of this.#nodes.keys()) await this.kill(index);
  }

  async #launch(index: number): Promise<void> {
    const node = this.#nodes[index];
    if (node === undefined) return;
    const { dataDir, databaseUrl, env } = this.#context;
    node.process = await startGateway({ port: node.port, dataDir, databaseUrl }, [], env);
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      // It has ended in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
