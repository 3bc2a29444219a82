import { type IpBytes, isInNetwork, type Network } from './ip-address.ts';

const SIX_TO_FOUR: Network = { bytes: prefix(0x20, 0x02), prefixBits: 16 };
const TEREDO: Network = { bytes: prefix(0x20, 0x01), prefixBits: 32 };
const NAT64_LOCAL: Network = { bytes: prefix(0x00, 0x64, 0xff, 0x9b, 0x00, 0x01), prefixBits: 48 };

/**
 * Every IPv4 address that a router on the way could read out of an IPv6 address. Wider than the registries
 * on purpose: it serves what is refused whatever the operator opened, so a false hit costs nothing.
 *
 * The last four bytes are always read. They carry the IPv4 in the mapped, compatible, SIIT, ISATAP and
 * NAT64 /96 spellings, and a network may run NAT64 behind a prefix of its own that nobody can know here.
 */
export function embeddedIpv4s(address: IpBytes): readonly IpBytes[] {
  if (address.length !== 16) return [];
  const found: IpBytes[] = [address.slice(12)];
  if (isInNetwork(address, SIX_TO_FOUR)) found.push(address.slice(2, 6));
  // RFC 4380: the server as it is, the client's address inverted.
  if (isInNetwork(address, TEREDO)) found.push(address.slice(4, 8), address.slice(12).map(invert));
  if (isInNetwork(address, NAT64_LOCAL)) found.push(...rfc6052Ipv4s(address));
  return found;
}

/** RFC 6052, 2.2: with prefixes of 48, 56 and 64 bits the IPv4 is written around byte 8, which stays zero. */
function rfc6052Ipv4s(address: IpBytes): readonly IpBytes[] {
  const withoutByte8 = [...address.slice(0, 8), ...address.slice(9)];
  return [withoutByte8.slice(6, 10), withoutByte8.slice(7, 11), withoutByte8.slice(8, 12)];
}

function invert(byte: number): number {
  return byte ^ 0xff;
}

function prefix(...bytes: readonly number[]): IpBytes {
  return [...bytes, ...new Array<number>(16 - bytes.length).fill(0)];
}
