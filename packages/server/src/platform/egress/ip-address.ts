import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address as bytes in network order: 4 for IPv4, 16 for IPv6. */
export type IpBytes = readonly number[];

/** The addresses whose first `prefixBits` bits are those of `bytes`. */
export interface Network {
  readonly bytes: IpBytes;
  readonly prefixBits: number;
}

/**
 * Reads an address in its usual spelling. Null for anything else: decimal, octal and hex spellings of IPv4
 * (the URL parser turns those into dotted decimal before they come here) and IPv6 zone ids, because a zone
 * names an interface of this machine.
 */
export function parseIp(text: string): IpBytes | null {
  if (isIP(text) === 0 || text.includes('%')) return null;
  // ipaddr.js knows fewer mixed IPv6 spellings than Node; what it cannot read counts as no address.
  return ipaddr.isValid(text) ? ipaddr.parse(text).toByteArray() : null;
}

/** Reads `10.0.0.0/8`, or one address alone. Null when it is neither. Bits behind the prefix are ignored. */
export function parseNetwork(text: string): Network | null {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  const bytes = parseIp(address);
  if (bytes === null || rest.length > 0) return null;
  if (prefix === undefined) return { bytes, prefixBits: bytes.length * 8 };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bytes.length * 8) return null;
  return { bytes, prefixBits: Number(prefix) };
}

/** True when the address is of the network's family and inside it. An IPv4 network holds no IPv6 spelling. */
export function isInNetwork(address: IpBytes, network: Network): boolean {
  if (address.length !== network.bytes.length) return false;
  return address.every((byte, index) => {
    const bits = Math.min(Math.max(network.prefixBits - index * 8, 0), 8);
    const mask = (0xff00 >> bits) & 0xff;
    return (byte & mask) === ((network.bytes[index] ?? 0) & mask);
  });
}

/** True for the same address, a mapped IPv4 (`::ffff:a.b.c.d`) being the same as the IPv4 itself. */
export function isSameAddress(one: IpBytes, other: IpBytes): boolean {
  const left = unmap(one);
  const right = unmap(other);
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

const MAPPED_PREFIX: IpBytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** The IPv4 inside a mapped address (RFC 4291, 2.5.5.2), any other address as it is. */
export function unmap(address: IpBytes): IpBytes {
  const isMapped = address.length === 16 && MAPPED_PREFIX.every((byte, index) => byte === address[index]);
  return isMapped ? address.slice(12) : address;
}
