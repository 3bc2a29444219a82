import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { refuseAddress } from './address-policy.ts';
import { type Network, parseNetwork } from './ip-address.ts';

const METADATA = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16'];
const METADATA_SPELLINGS = METADATA.flatMap((ip) => [
  ip,
  `::ffff:${ip}`,
  `64:ff9b::${hexOf(ip)}`,
  `2002:${hexOf(ip)}::1`,
  `::${hexOf(ip)}`,
  `fd12:3456::${hexOf(ip)}`,
]);

describe('refuseAddress', () => {
  test.each(['10.1.2.3', '::ffff:10.1.2.3', '::ffff:a01:203'])('lets an opened network through as %s', (address) => {
    expect(refuse(['10.0.0.0/8'], address)).toBeNull();
  });

  test.each(['64:ff9b::a01:203', '2002:a01:203::1', '::a01:203', '::ffff:0:a01:203'])(
    'keeps %s closed when its IPv4 is opened',
    (address) => expect(refuse(['10.0.0.0/8'], address)?.canBeOpened).toBe(true),
  );

  test.each(['10.128.0.0', '10.255.255.255', '192.168.0.1', 'fd00::1', '::ffff:10.128.0.0'])(
    'opens no more than was named: %s',
    (address) => expect(refuse(['10.0.0.0/9'], address)?.canBeOpened).toBe(true),
  );

  test.each([...METADATA_SPELLINGS, 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'])(
    'refuses the metadata address %s although everything is opened',
    (address) => expect(refuse(['0.0.0.0/0', '::/0'], address)).toMatchObject({ canBeOpened: false }),
  );

  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    ...ownAddresses(),
  ])('refuses our own wildcard listener as %s although everything is opened', (address) => {
    const listening = [{ address: '0.0.0.0', port: 8420 }];
    expect(refuse(['0.0.0.0/0', '::/0'], address, listening)?.words).toBe("one of the gateway's own listeners");
    expect(refuse(['0.0.0.0/0', '::/0'], address, [{ address: '::', port: 8420 }])).not.toBeNull();
    expect(refuse(['0.0.0.0/0', '::/0'], address, [{ address: '::', port: 8421 }])).toBeNull();
  });

  test('refuses the one address of a listener and leaves its neighbours', () => {
    const listening = [{ address: '127.0.0.1', port: 8420 }];
    expect(refuse(['127.0.0.0/8'], '127.0.0.1', listening)).not.toBeNull();
    expect(refuse(['127.0.0.0/8'], '::ffff:127.0.0.1', listening)).not.toBeNull();
    expect(refuse(['127.0.0.0/8'], '127.0.0.2', listening)).toBeNull();
  });
});

describe('parseNetwork', () => {
  test.each([
    '',
    'x',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10/8',
    'fe80::%1/64',
    '::/129',
    '0x0a.0.0.0/8',
  ])('refuses %j', (text) => expect(parseNetwork(text)).toBeNull());
});

function refuse(
  allow: readonly string[],
  address: string,
  listeners: readonly { address: string; port: number }[] = [],
) {
  const networks = allow.map(parseNetwork).filter((network): network is Network => network !== null);
  return refuseAddress({ allow: networks, ownListeners: () => listeners }, address, 8420);
}

function hexOf(ip: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ip.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((infos) => (infos ?? []).map((info) => info.address));
}
