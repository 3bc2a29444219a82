import { fileURLToPath } from 'node:url';

const CLOCK_FILE = fileURLToPath(new URL('../../packages/server/test/support/clock-offset.ts', import.meta.url));

/** How to start a process of Node.js whose clock is wrong by so much, ahead when it is positive. */
export function clockOptions(offsetMs: number): {
  readonly nodeOptions: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  if (offsetMs === 0) return { nodeOptions: [], env: {} };
  return { nodeOptions: [`--import=${CLOCK_FILE}`], env: { CLOCK_OFFSET_MS: String(offsetMs) } };
}
