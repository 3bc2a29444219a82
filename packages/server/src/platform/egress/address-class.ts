import assert from 'node:assert/strict';
import { embeddedIpv4s } from './embedded-ipv4.ts';
import { type IpBytes, isInNetwork, isSameAddress, type Network, parseIp, parseNetwork } from './ip-address.ts';

/**
 * What is not globally reachable unicast in the IANA IPv4 special-purpose registry, with multicast and
 * class E. The anycast exceptions inside 192.0.0.0/24 stay closed: nobody receives webhooks there.
 */
const IPV4_SPECIAL = tableOf([
  ['0.0.0.0/8', 'an address of "this network"'],
  ['10.0.0.0/8', 'a private address'],
  ['100.64.0.0/10', 'a carrier-grade NAT address'],
  ['127.0.0.0/8', 'a loopback address'],
  ['169.254.0.0/16', 'a link-local address'],
  ['172.16.0.0/12', 'a private address'],
  ['192.0.0.0/24', 'an address reserved for protocols'],
  ['192.0.2.0/24', 'a documentation address'],
  ['192.88.99.0/24', 'a 6to4 relay address'],
  ['192.168.0.0/16', 'a private address'],
  ['198.18.0.0/15', 'a benchmarking address'],
  ['198.51.100.0/24', 'a documentation address'],
  ['203.0.113.0/24', 'a documentation address'],
  ['224.0.0.0/4', 'a multicast address'],
  ['240.0.0.0/4', 'a reserved address'],
]);

/**
 * The same for IPv6. The way to IPv4 by mapped, compatible, 6to4 and Teredo spellings is closed whatever
 * IPv4 is inside: they are obsolete on the wire and only useful to get past a guard.
 */
const IPV6_SPECIAL = tableOf([
  ['::/128', 'the unspecified address'],
  ['::1/128', 'a loopback address'],
  ['::ffff:0:0/96', 'an IPv4 address in its IPv6-mapped spelling'],
  ['::ffff:0:0:0/96', 'an IPv4 address in its IPv6-translated spelling'],
  ['::/96', 'an IPv4 address in its IPv6-compatible spelling'],
  ['64:ff9b:1::/48', 'a NAT64 address of a local network'],
  ['100::/64', 'a discard address'],
  ['2001::/32', 'a Teredo address'],
  ['2001::/23', 'an address reserved for protocols'],
  ['2001:db8::/32', 'a documentation address'],
  ['2002::/16', 'a 6to4 address'],
  ['3fff::/20', 'a documentation address'],
  ['5f00::/16', 'a segment routing address'],
  ['fc00::/7', 'a unique-local address'],
  ['fe80::/10', 'a link-local address'],
  ['fec0::/10', 'a site-local address'],
  ['ff00::/8', 'a multicast address'],
]);

const NAT64_WELL_KNOWN = networkOf('64:ff9b::/96');
const IPV6_GLOBAL_UNICAST = networkOf('2000::/3');

/**
 * Where clouds and orchestrators hand out credentials: AWS (instance, DNS, ECS, EKS), Azure, Google, Oracle,
 * Alibaba, Tencent, Scaleway, OpenStack. Azure's 168.63.129.16 lies in public space, so no range catches it.
 */
const METADATA_ADDRESSES: readonly IpBytes[] = [
  '169.254.169.254',
  '169.254.169.253',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '192.0.0.192',
  '100.100.100.200',
  '169.254.0.23',
  '169.254.42.42',
  'fd00:ec2::254',
  'fd00:ec2::253',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fd00:42::42',
  'fe80::a9fe:a9fe',
].map((text) => networkOf(text).bytes);

/** Says in words what a non-public address is: "a private address". Null for a public one. */
export function describeNonPublic(address: IpBytes): string | null {
  return address.length === 4 ? describeSpecial(IPV4_SPECIAL, address) : describeNonPublicIpv6(address);
}

/**
 * True for globally reachable unicast alone (IANA special-purpose registries, RFC 6890). NAT64 under the
 * well-known prefix is what its IPv4 is. Text that is no address is not public.
 */
export function isPublicAddress(ip: string): boolean {
  const address = parseIp(ip);
  return address !== null && !isMetadataAddress(address) && describeNonPublic(address) === null;
}

/** True for the metadata services of clouds, in every spelling of IPv4 inside IPv6. */
export function isMetadataAddress(address: IpBytes): boolean {
  return [address, ...embeddedIpv4s(address)].some((spelling) =>
    METADATA_ADDRESSES.some((metadata) => isSameAddress(spelling, metadata)),
  );
}

function describeNonPublicIpv6(address: IpBytes): string | null {
  if (isInNetwork(address, NAT64_WELL_KNOWN)) return describeSpecial(IPV4_SPECIAL, address.slice(12));
  const special = describeSpecial(IPV6_SPECIAL, address);
  if (special !== null) return special;
  if (!isInNetwork(address, IPV6_GLOBAL_UNICAST)) return 'a reserved address';
  return isIsatap(address) ? 'an ISATAP address' : null;
}

/** RFC 5214, 6.1: the interface identifier is 0000:5efe or 0200:5efe and the IPv4. */
function isIsatap(address: IpBytes): boolean {
  const [first, second, third, fourth] = address.slice(8, 12);
  return (first === 0 || first === 2) && second === 0 && third === 0x5e && fourth === 0xfe;
}

type SpecialTable = readonly { readonly network: Network; readonly words: string }[];

function describeSpecial(table: SpecialTable, address: IpBytes): string | null {
  return table.find((entry) => isInNetwork(address, entry.network))?.words ?? null;
}

function tableOf(rows: readonly (readonly [cidr: string, words: string])[]): SpecialTable {
  return rows.map(([cidr, words]) => ({ network: networkOf(cidr), words }));
}

function networkOf(cidr: string): Network {
  const network = parseNetwork(cidr);
  assert(network !== null, cidr);
  return network;
}
