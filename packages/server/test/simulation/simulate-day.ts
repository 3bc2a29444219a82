import { findViolations, type Violation } from './judge.ts';
import { SimulatedWorld } from './simulated-world.ts';

/** What came of one simulated day. */
export interface DayReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly counts: { readonly facts: number; readonly requests: number; readonly processes: number };
}

/**
 * Lives through 24 hours of faults and the days until everything came to its end, and judges them. The same seed is the same
 * day to the millisecond, as long as the code is the same.
 */
export async function simulateDay(seed: number): Promise<DayReport> {
  const world = await SimulatedWorld.create(seed);
  await world.live();
  const violations = findViolations(world);
  const counts = {
    facts: world.producer.facts.length,
    requests: world.witness.requests.length,
    processes: world.processes.length,
  };
  world.close();
  return { seed, violations, counts };
}
