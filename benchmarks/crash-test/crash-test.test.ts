import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const CRASH_TEST = fileURLToPath(new URL('../crash-test.ts', import.meta.url));
/** Starting three servers and two gateways on a busy machine included. */
const TIMEOUT_MS = 120_000;

/** Small: the faults that cost seconds. All of them are played by `npm run crash-test`. */
test.each([
  ['sqlite', 'sigkill,receivers'],
  ['postgres', 'connections_cut,backends_terminated'],
])(
  'what can happen to a gateway on %s (%s) loses, invents and hides nothing',
  async (engine, faults) => {
    const args = ['--engine', engine, '--faults', faults, '--rounds', '2', '--nodes', '2', '--json'];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [CRASH_TEST, ...args], {
      timeout: TIMEOUT_MS,
    }).catch((error: { readonly stdout: string; readonly stderr: string }) => error);
    // Without a verdict, or when it is bad, standard error says why.
    const verdict: unknown = JSON.parse(stdout.trim().split('\n').at(-1) || '{}');
    expect(verdict, stderr).toMatchObject({
      ...{ rounds: 2, lost: 0, invented: 0, unmarked_repeats: 0, two_hands: 0, order_violations: 0 },
      ...{ unlogged_requests: 0, metrics_mismatch: 0, stuck: 0, ended_by_themselves: 0 },
    });
  },
  TIMEOUT_MS,
);
