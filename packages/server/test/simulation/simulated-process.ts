import type { Chance } from './chance.ts';
import type { Timer, VirtualTime } from './virtual-time.ts';

/** What may befall a process, at a step of its own and not at a time, so that it hits between any two of them. */
export type Fault = { readonly kind: 'crash' } | { readonly kind: 'stop'; readonly forMs: number };

/** What a dead process waits for. */
export const NEVER = new Promise<never>(() => {});
const NOW = Promise.resolve();

/**
 * A process as the operating system sees it: everything that reaches it from outside comes through here. One that is
 * killed is never reached again, so its promises never go on; one that is stopped is reached when it goes on.
 */
export class SimulatedProcess {
  readonly name: string;
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  #state: 'running' | 'stopped' | 'dead' = 'running';
  /** What arrived while it was stopped. */
  #arrived: (() => void)[] = [];
  readonly #deathWatch: (() => void)[] = [];
  #armed: { readonly fault: Fault; stepsLeft: number } | null = null;
  /** When it was stopped and went on again, epoch ms of true time. */
  readonly stops: { readonly fromMs: number; toMs: number }[] = [];
  diedAtMs: number | null = null;

  constructor(name: string, time: VirtualTime, chance: Chance) {
    this.name = name;
    this.#time = time;
    this.#chance = chance;
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Lets it come to harm after so many more steps. */
  arm(fault: Fault, steps: number): void {
    this.#armed = { fault, stepsLeft: steps };
  }

  disarm(): void {
    this.#armed = null;
  }

  onDeath(run: () => void): void {
    this.#deathWatch.push(run);
  }

  /** Settles when the process may go on: it is a place where it can come to harm. Never when it is dead. */
  step(): Promise<void> {
    this.#countStep();
    if (this.#state === 'dead') return NEVER;
    if (this.#state === 'running') return NOW;
    return new Promise((resolve) => this.#arrived.push(resolve));
  }

  /** Something that will reach it after a while: an answer, a timer. */
  later(delayMs: number, run: () => void): Timer {
    let isCanceled = false;
    const timer = this.#time.after(delayMs, () => this.#arrive(() => !isCanceled && run()));
    return {
      cancel: () => {
        isCanceled = true;
        timer.cancel();
      },
    };
  }

  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.later(delayMs, resolve));
  }

  kill(): void {
    if (this.#state === 'dead') return;
    this.#state = 'dead';
    this.diedAtMs = this.#time.nowMs;
    this.#arrived = [];
    for (const run of this.#deathWatch) run();
  }

  /** SIGSTOP, and SIGCONT after that time. */
  stop(forMs: number): void {
    if (this.#state !== 'running') return;
    this.#state = 'stopped';
    const stop = { fromMs: this.#time.nowMs, toMs: this.#time.nowMs + forMs };
    this.stops.push(stop);
    this.#time.after(forMs, () => this.goOn());
  }

  goOn(): void {
    if (this.#state !== 'stopped') return;
    this.#state = 'running';
    const stop = this.stops.at(-1);
    if (stop !== undefined) stop.toMs = this.#time.nowMs;
    const arrived = this.#arrived;
    this.#arrived = [];
    // Timers and answers that are ready together come in any order.
    while (arrived.length > 0) {
      const [run] = arrived.splice(this.#chance.integer(0, arrived.length - 1), 1);
      if (run !== undefined) this.later(0, run);
    }
  }

  #arrive(run: () => void): void {
    this.#countStep();
    if (this.#state === 'dead') return;
    if (this.#state === 'stopped') this.#arrived.push(run);
    else run();
  }

  #countStep(): void {
    if (this.#armed === null || this.#state !== 'running' || --this.#armed.stepsLeft > 0) return;
    const { fault } = this.#armed;
    this.#armed = null;
    if (fault.kind === 'crash') this.kill();
    else this.stop(fault.forMs);
  }
}
