import type {
  fixtureView,
  playView,
  saidView,
  simulatorView,
} from '@posthorn/server/meta/simulator/simulator-schemas.ts';
import type * as z from 'zod';

export type Overview = z.infer<typeof simulatorView>;
export type Play = z.infer<typeof playView>;
export type Fixture = z.infer<typeof fixtureView>;
export type Said = z.infer<typeof saidView>;
