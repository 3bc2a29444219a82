import * as z from 'zod';
import type { ApiServer } from './api.ts';

/** How long one check may take before it counts as failed. */
const CHECK_TIMEOUT_MS = 2_000;

export interface HealthContext {
  /** What must work before calls are sent here, by name. A check resolves when it does and rejects when it does not. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
}

const TAGS = ['Health'];
const readiness = z.object({
  status: z.enum(['ready', 'not_ready']),
  checks: z.record(z.string(), z.enum(['ok', 'failed'])),
});

/** `GET /healthz`: the process lives. `GET /readyz`: it can do its work, else 503 that names what cannot. */
export function healthRoutes(api: ApiServer, ctx: HealthContext): void {
  api.route({
    method: 'GET',
    url: '/healthz',
    config: { access: { who: 'anyone' } },
    schema: { tags: TAGS, summary: 'Is the process alive?', response: { 200: z.object({ status: z.literal('ok') }) } },
    handler: async () => ({ status: 'ok' as const }),
  });
  api.route({
    method: 'GET',
    url: '/readyz',
    config: { access: { who: 'anyone' } },
    schema: { tags: TAGS, summary: 'Can it do its work?', response: { 200: readiness, 503: readiness } },
    handler: async (_request, reply) => {
      const checks = Object.fromEntries(await Promise.all(Object.entries(ctx.checks).map(runCheck)));
      const ready = Object.values(checks).every((result) => result === 'ok');
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready', checks });
    },
  });
}

async function runCheck([name, check]: [string, () => Promise<void>]): Promise<[string, 'ok' | 'failed']> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'failed'>((resolve) => {
    timer = setTimeout(resolve, CHECK_TIMEOUT_MS, 'failed');
  });
  // Whatever stops the check, the answer is the same: not ready.
  const outcome = check().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  const result = await Promise.race([outcome, tooLate]);
  clearTimeout(timer);
  return [name, result];
}
