import { networkInterfaces } from 'node:os';
import { describeNonPublic, isMetadataAddress } from './address-class.ts';
import { embeddedIpv4s } from './embedded-ipv4.ts';
import { type IpBytes, isInNetwork, isSameAddress, type Network, parseIp, unmap } from './ip-address.ts';

/** A socket that this process listens on, as `server.address()` tells it. */
export interface OwnListener {
  readonly address: string;
  readonly port: number;
}

/** Which addresses may be dialled. */
export interface AddressPolicy {
  /** Networks that the operator opened. */
  readonly allow: readonly Network[];
  /** Read at each check: port 0 becomes a real port only when the server listens. */
  readonly ownListeners: () => readonly OwnListener[];
}

export interface AddressRefusal {
  /** What the address is: "a private address". */
  readonly words: string;
  /** True when POSTHORN_EGRESS_ALLOW can open it. */
  readonly canBeOpened: boolean;
}

/**
 * Null when the address may be dialled on that port. Metadata services and our own listeners are refused
 * before the networks that the operator opened are looked at (DESIGN 7, "Egress guard").
 */
export function refuseAddress(policy: AddressPolicy, address: string, port: number): AddressRefusal | null {
  const bytes = parseIp(address);
  if (bytes === null) return { words: 'an address in a spelling that is not accepted', canBeOpened: false };
  if (isMetadataAddress(bytes)) return { words: 'a cloud metadata address', canBeOpened: false };
  if (isOwnListener(policy, bytes, port)) return { words: "one of the gateway's own listeners", canBeOpened: false };
  if (isOpened(policy.allow, bytes)) return null;
  const words = describeNonPublic(bytes);
  return words === null ? null : { words, canBeOpened: true };
}

/** True when the operator opened the loopback network, or a part that holds its usual address. */
export function opensLoopback(allow: readonly Network[]): boolean {
  return isOpened(allow, IPV4_LOOPBACK.bytes.with(3, 1)) || isOpened(allow, IPV6_LOOPBACK);
}

/** True when the operator opened the address. An IPv4 network opens the mapped spelling of its addresses, and no other. */
function isOpened(allow: readonly Network[], address: IpBytes): boolean {
  return allow.some((network) => isInNetwork(address, network) || isInNetwork(unmap(address), network));
}

const IPV4_LOOPBACK: Network = { bytes: [127, 0, 0, 0], prefixBits: 8 };
const IPV6_LOOPBACK: IpBytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

function isOwnListener(policy: AddressPolicy, target: IpBytes, port: number): boolean {
  const listeners = policy.ownListeners().filter((listener) => listener.port === port);
  if (listeners.length === 0) return false;
  // The kernel takes the unspecified address as a destination for this machine.
  if (isUnspecified(target)) return true;
  const spellings = [target, ...embeddedIpv4s(target)];
  return listeners.some((listener) => spellings.some((spelling) => reachesListener(spelling, listener)));
}

function reachesListener(target: IpBytes, listener: OwnListener): boolean {
  const bound = parseIp(listener.address);
  if (bound === null || isUnspecified(bound)) return isLocalAddress(target);
  return isSameAddress(target, bound);
}

function isUnspecified(address: IpBytes): boolean {
  return unmap(address).every((byte) => byte === 0);
}

function isLocalAddress(address: IpBytes): boolean {
  if (isInNetwork(unmap(address), IPV4_LOOPBACK) || isSameAddress(address, IPV6_LOOPBACK)) return true;
  return interfaceAddresses().some((own) => isSameAddress(address, own));
}

function interfaceAddresses(): readonly IpBytes[] {
  return Object.values(networkInterfaces()).flatMap((infos) =>
    (infos ?? []).flatMap((info) => {
      const bytes = parseIp(info.address.replace(/%.*$/, ''));
      return bytes === null ? [] : [bytes];
    }),
  );
}
