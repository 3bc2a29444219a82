import { isIP } from 'node:net';
import { type AddressPolicy, type AddressRefusal, refuseAddress } from './address-policy.ts';
import { EgressError } from './egress-error.ts';
import { type Resolver, resolveWithin } from './resolver.ts';
import { normaliseHost, originOf, portOf, refuseHost, type UrlRules } from './url-rules.ts';

/** Everything that decides whether a target may be reached. */
export interface TargetRules {
  readonly url: UrlRules;
  readonly addresses: AddressPolicy;
  readonly ownOrigins: () => readonly string[];
  readonly resolve: Resolver;
  readonly resolveTimeoutMs: number;
}

/** Where a request goes, as `URL` and undici name the parts. `hostname` with or without brackets; an empty port is the scheme's own. */
interface Target {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}

interface CheckedTarget {
  /** Without brackets and trailing dot: what the certificate must be for. */
  readonly hostname: string;
  readonly port: number;
  /** All addresses of the host, each of them checked, in the resolver's order. */
  readonly addresses: readonly [string, ...string[]];
}

/**
 * Resolves a target once and checks every address of the answer: one bad address refuses them all, because
 * whoever mixes a private address into an answer waits for it to be picked.
 *
 * @throws EgressError `egress_blocked` when it may not be reached, `dns` when it does not resolve.
 */
export async function checkTarget(rules: TargetRules, target: Target): Promise<CheckedTarget> {
  checkNames(rules, target);
  const hostname = normaliseHost(target.hostname.replace(/^\[|\]$/g, ''));
  const port = portOf(target);
  const addresses: readonly [string, ...string[]] =
    isIP(hostname) === 0 ? await resolveWithin(rules.resolve, hostname, rules.resolveTimeoutMs) : [hostname];
  for (const address of addresses) {
    const refusal = refuseAddress(rules.addresses, address, port);
    if (refusal !== null) throw toBlocked(hostname, refusal);
  }
  return { hostname, port, addresses };
}

/** Our own origin by name, and names that are refused as such. Settings may have changed since a URL was saved. */
function checkNames(rules: TargetRules, target: Target): void {
  const own = rules.ownOrigins().flatMap((text) => {
    const origin = URL.parse(text);
    return origin === null ? [] : [originOf(origin)];
  });
  if (own.includes(originOf(target))) {
    throw new EgressError('egress_blocked', 'own_origin', "The URL is on the gateway's own origin.");
  }
  if (target.protocol !== 'https:' && !(target.protocol === 'http:' && rules.url.allowHttp)) {
    throw new EgressError('egress_blocked', 'scheme_refused', 'Plain HTTP is not allowed.');
  }
  const refusal = refuseHost(rules.url, target.hostname);
  if (refusal !== null) throw new EgressError('egress_blocked', 'host_refused', refusal);
}

/** The address itself is left out for names: an answer of the operator's internal DNS is not the caller's to read. */
function toBlocked(hostname: string, refusal: AddressRefusal): EgressError {
  const verb = isIP(hostname) === 0 ? 'resolves to' : 'is';
  const code = refusal.canBeOpened ? 'address_not_public' : 'address_never_allowed';
  return new EgressError('egress_blocked', code, `${hostname} ${verb} ${refusal.words}.`);
}
