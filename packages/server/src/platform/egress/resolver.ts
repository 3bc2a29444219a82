import { lookup } from 'node:dns/promises';
import { codeOf, EgressError } from './egress-error.ts';

/** Answers with every address of a host name, as text. Rejects when there is none. */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

/** How long one name may take. The system's resolver has no bound of its own that could be set. */
export const RESOLVE_TIMEOUT_MS = 5_000;

/**
 * The system's resolver, with /etc/hosts and search domains as everything else on the machine has them.
 * Callers that ask for a name while it is being looked up share the lookup: lookups occupy the few threads
 * of libuv's pool, and a name whose server hangs must not take more than one of them. Nothing is kept after
 * the answer, so every connection is dialled from a lookup of its own time.
 */
export function createSystemResolver(): Resolver {
  const inFlight = new Map<string, Promise<readonly string[]>>();
  return (hostname) => {
    const shared = inFlight.get(hostname);
    if (shared !== undefined) return shared;
    const started = lookupAll(hostname).finally(() => inFlight.delete(hostname));
    inFlight.set(hostname, started);
    return started;
  };
}

/**
 * Resolves within a time budget.
 * @throws EgressError `dns` when the name has no address, the resolver fails or the time is up.
 */
export async function resolveWithin(
  resolver: Resolver,
  hostname: string,
  timeoutMs: number,
): Promise<readonly [string, ...string[]]> {
  const budget = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    budget.reject(
      new EgressError('dns', 'resolve_timeout', `The name ${hostname} was not resolved within the time allowed.`),
    );
  }, timeoutMs);
  try {
    const [first, ...others] = await Promise.race([resolver(hostname), budget.promise]);
    if (first === undefined) throw new EgressError('dns', 'ENODATA', `The name ${hostname} has no address.`);
    return [first, ...others];
  } catch (error) {
    throw error instanceof EgressError ? error : toDnsError(hostname, error);
  } finally {
    clearTimeout(timer);
  }
}

async function lookupAll(hostname: string): Promise<readonly string[]> {
  const answers = await lookup(hostname, { all: true, order: 'verbatim' });
  return answers.map((answer) => answer.address);
}

function toDnsError(hostname: string, cause: unknown): EgressError {
  const code = codeOf(cause) || 'resolve_failed';
  const isUnknown = code === 'ENOTFOUND' || code === 'ENODATA';
  const message = isUnknown
    ? `The name ${hostname} does not exist or has no address.`
    : `The name ${hostname} could not be resolved.`;
  return new EgressError('dns', code, message, { cause });
}
