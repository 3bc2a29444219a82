import type { GivenRetry } from '../../src/control/endpoints/retry-presets.ts';
import type { Format, Ordering } from '../../src/domain/endpoint.ts';
import { type EndpointId, idOf } from '../../src/domain/ids.ts';
import type { Chance } from './chance.ts';
import type { ReceiverTraits, Spell, Trouble } from './simulated-receiver.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** An endpoint of a simulated day with the receiver behind it. */
export interface PlannedEndpoint {
  readonly id: EndpointId;
  readonly role: Role;
  readonly eventTypes: readonly string[];
  readonly format: Format;
  readonly retry: GivenRetry;
  readonly ordering: Ordering;
  readonly maxInFlight: number;
  readonly ratePerSecond: number | null;
  /** Two secrets are valid all day. */
  readonly isRotating: boolean;
  readonly receiver: ReceiverTraits;
}

/** What an endpoint is there for: each tries another part of the rules. */
export const ROLES = [
  'steady',
  'flaky',
  'outages',
  'ordered',
  'rotating',
  'limited',
  'dead',
  'gone',
  'watcher',
] as const;
export type Role = (typeof ROLES)[number];

const SHORT_RETRY: GivenRetry = { delays_seconds: [1, 5, 20, 60, 300, 1_800, 7_200], timeout_seconds: 5 };
const QUICK_END: GivenRetry = { delays_seconds: [5, 30, 300], timeout_seconds: 5 };

/** The endpoints of a day that begins then. */
export function planEndpoints(chance: Chance, startMs: number): readonly PlannedEndpoint[] {
  return ROLES.map((role, index) => {
    const planned = { id: idOf('ep', uuid(index + 16)), role, ...planRole(role, chance, startMs) };
    const timeoutMs = timeoutSecondsOf(planned.retry) * 1_000;
    return { ...planned, receiver: { ...planned.receiver, timeoutMs } };
  });
}

export function uuid(number: number): string {
  return `019c0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

function timeoutSecondsOf(retry: GivenRetry): number {
  return retry !== null && typeof retry === 'object' ? retry.timeout_seconds : 15;
}

type RolePlan = Omit<PlannedEndpoint, 'id' | 'role'>;

const USUAL = {
  eventTypes: ['custom.*'],
  format: 'standard',
  retry: null,
  ordering: 'none',
  maxInFlight: 32,
  ratePerSecond: null,
  isRotating: false,
} as const;

function planRole(role: Role, chance: Chance, startMs: number): RolePlan {
  const receiver = (lossRatio: number, spells: readonly Spell[] = []): ReceiverTraits => ({
    lossRatio,
    latencyMs: chance.magnitude(5, 500),
    timeoutMs: 15_000,
    spells,
  });
  const spellsOf = (troubles: readonly Trouble[], count: number, lengthMs: readonly [number, number]) =>
    planSpells({ troubles, count, lengthMs }, chance, startMs);
  const always = (trouble: Trouble): Spell => ({ trouble, fromMs: startMs, toMs: Number.POSITIVE_INFINITY });
  switch (role) {
    case 'steady':
      return { ...USUAL, receiver: receiver(0.01) };
    case 'flaky':
      return {
        ...USUAL,
        retry: SHORT_RETRY,
        maxInFlight: chance.integer(1, 8),
        receiver: receiver(0.25, spellsOf(['slow', 'throttles', 'hangs'], 6, [60_000, HOUR_MS])),
      };
    case 'outages':
      return {
        ...USUAL,
        receiver: receiver(0.02, spellsOf(['refuses', 'fails', 'vanished', 'hangs'], 3, [HOUR_MS, 5 * HOUR_MS])),
      };
    case 'ordered':
      return {
        ...USUAL,
        retry: SHORT_RETRY,
        ordering: 'conversation',
        maxInFlight: chance.integer(2, 32),
        receiver: receiver(0.1, spellsOf(['fails', 'slow', 'hangs'], 5, [60_000, HOUR_MS])),
      };
    case 'rotating':
      return {
        ...USUAL,
        // Its format has room for one signature: with two valid secrets a refusal is tried again at once with the other.
        eventTypes: ['contact.updated'],
        format: 'vobiz-legacy',
        isRotating: true,
        receiver: receiver(0.05, spellsOf(['unauthorized', 'unauthorized', 'hangs'], 8, [HOUR_MS / 2, 2 * HOUR_MS])),
      };
    case 'limited':
      return {
        ...USUAL,
        ratePerSecond: chance.integer(1, 5),
        receiver: receiver(0.03, spellsOf(['fails'], 1, [60_000, HOUR_MS])),
      };
    case 'dead':
      return {
        ...USUAL,
        retry: QUICK_END,
        receiver: receiver(0, [always(chance.pick(['refuses', 'hangs', 'fails']))]),
      };
    case 'gone':
      return { ...USUAL, receiver: receiver(0, spellsOf(['gone'], 1, [HOUR_MS, 8 * HOUR_MS])) };
    case 'watcher':
      return { ...USUAL, eventTypes: ['delivery.exhausted', 'endpoint.disabled'], receiver: receiver(0.05) };
  }
}

interface SpellPlan {
  readonly troubles: readonly Trouble[];
  readonly count: number;
  readonly lengthMs: readonly [number, number];
}

function planSpells({ troubles, count, lengthMs }: SpellPlan, chance: Chance, startMs: number): readonly Spell[] {
  return Array.from({ length: count }, () => {
    const fromMs = startMs + chance.integer(0, DAY_MS);
    return { trouble: chance.pick(troubles), fromMs, toMs: fromMs + chance.magnitude(...lengthMs) };
  });
}
