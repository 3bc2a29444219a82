import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from './address-class.ts';

describe('isPublicAddress', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '11.0.0.1',
    '198.20.0.1',
    '223.255.255.255',
  ])('calls %s public', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    '2606:4700:4700::1111',
    '2a00:1450:4001:82b::200e',
    '2001:4860:4860::8888',
    '2001:200::1',
    '64:ff9b::808:808',
  ])('calls %s public', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1']],
    ['loopback', ['127.0.0.1', '127.1.2.3', '127.255.255.255', '::1']],
    ['link-local', ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1']],
    ['carrier-grade NAT', ['100.64.0.1', '100.100.1.1', '100.127.255.255']],
    ['this network', ['0.0.0.0', '0.1.2.3', '0.255.255.255', '::']],
    [
      'protocols, documentation, benchmarking',
      ['192.0.0.1', '192.0.2.1', '198.51.100.7', '203.0.113.9', '198.18.0.1', '198.19.255.255'],
    ],
    ['relay, multicast, class E, broadcast', ['192.88.99.1', '224.0.0.1', '239.1.1.1', '240.0.0.1', '255.255.255.255']],
    [
      'metadata',
      ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254'],
    ],
    ['unique-local', ['fc00::1', 'fd00::1', 'fdff:ffff::1']],
    ['mapped', ['::ffff:10.0.0.1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::ffff:8.8.8.8']],
    ['compatible', ['::10.0.0.1', '::127.0.0.1', '::169.254.169.254']],
    ['translated', ['::ffff:0:10.0.0.1', '::ffff:0:7f00:1', '::ffff:0:a9fe:a9fe']],
    ['NAT64', ['64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::808:808']],
    ['6to4', ['2002:a00:1::', '2002:7f00:1::1', '2002:a9fe:a9fe::1']],
    ['Teredo', ['2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001::1', '2001:0:a9fe:a9fe::1']],
    ['ISATAP', ['2a00:1450::5efe:10.0.0.1', '2a00:1450::200:5efe:127.0.0.1', '2a00:1450::5efe:808:808']],
    [
      'other IPv6',
      ['100::1', '2001:1ff::1', '2001:db8::1', '3fff::1', '5f00::1', 'fec0::1', 'ff02::1', '4000::1', '1::1'],
    ],
    ['zones', ['fe80::1%eth0', '2606:4700::1%lo', '::1%1']],
    ['not addresses', ['', 'localhost', '0x7f.1', '2130706433', '017700000001', '1.2.3', '[::1]', '8.8.8.8/32']],
  ])('calls nothing public that is %s', (_class, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  test('refuses every spelling of a non-public IPv4 inside IPv6', () => {
    fc.assert(
      fc.property(nonPublicIpv4(), fc.constantFrom(...SPELLINGS), (bytes, spell) => {
        expect(isPublicAddress(bytes.join('.'))).toBe(false);
        expect(isPublicAddress(spell(bytes))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

type Ipv4 = readonly [number, number, number, number];
const SPELLINGS: readonly ((ip: Ipv4) => string)[] = [
  (ip) => `::ffff:${ip.join('.')}`,
  (ip) => `::ffff:${groups(ip)}`,
  (ip) => `0:0:0:0:0:ffff:${groups(ip)}`,
  (ip) => `::${groups(ip)}`,
  (ip) => `::ffff:0:${groups(ip)}`,
  (ip) => `64:ff9b::${groups(ip)}`,
  (ip) => `64:ff9b:1::${groups(ip)}`,
  (ip) => `64:ff9b:1:${hex(ip[0], ip[1])}:${hex(0, ip[2])}:${hex(ip[3], 0)}::`,
  (ip) => `2002:${groups(ip)}::1`,
  (ip) => `2001:0:${groups(ip)}::1`,
  (ip) => `2001:0:808:808:0:0:${hex(ip[0] ^ 255, ip[1] ^ 255)}:${hex(ip[2] ^ 255, ip[3] ^ 255)}`,
  (ip) => `2a00:1450:4001:1:0:5efe:${groups(ip)}`,
];

function groups(ip: Ipv4): string {
  return `${hex(ip[0], ip[1])}:${hex(ip[2], ip[3])}`;
}

function hex(high: number, low: number): string {
  return ((high << 8) | low).toString(16);
}

/** Any address of the blocks of the IANA registry, by their first bytes. */
function nonPublicIpv4(): fc.Arbitrary<Ipv4> {
  const byte = fc.integer({ min: 0, max: 255 });
  const within = (min: number, max: number) => fc.integer({ min, max });
  const only = (value: number) => fc.constant(value);
  return fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
    fc.tuple(only(100), within(64, 127), byte, byte),
    fc.tuple(only(169), only(254), byte, byte),
    fc.tuple(only(172), within(16, 31), byte, byte),
    fc.tuple(only(192), only(168), byte, byte),
    fc.tuple(only(192), only(0), fc.constantFrom(0, 2), byte),
    fc.tuple(only(198), within(18, 19), byte, byte),
    fc.tuple(within(224, 255), byte, byte, byte),
  );
}
