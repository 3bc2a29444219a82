import { describe, expect, test } from 'vitest';
import { createEgressGuard, type EgressSettings } from './egress.ts';

/** What the names of these tests resolve to. Everything else does not exist. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  'hooks.example.com': ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'],
  'private.example.com': ['10.0.0.5'],
  'mixed-first.example.com': ['10.0.0.5', '93.184.216.34'],
  'mixed-last.example.com': ['93.184.216.34', '127.0.0.1'],
  'mixed-family.example.com': ['93.184.216.34', 'fd00::1'],
  'mixed-mapped.example.com': ['93.184.216.34', '::ffff:169.254.169.254'],
  'zone.example.com': ['fe80::1%eth0'],
  'garbage.example.com': ['not an address'],
  'meta.example.com': ['169.254.169.254'],
  'meta6.example.com': ['fd00:ec2::254'],
  'meta-nat64.example.com': ['64:ff9b::a9fe:a9fe'],
  localhost: ['127.0.0.1'],
  'xn--mnchen-3ya.example': ['93.184.216.34'],
  'xn--privat--hya.example': ['192.168.1.1'],
};

const EVERYTHING = ['0.0.0.0/0', '::/0'];

describe('checkUrl', () => {
  test.each([
    ['https://hooks.example.com/a?b=c', 'https://hooks.example.com/a?b=c'],
    ['https://hooks.example.com:8443/', 'https://hooks.example.com:8443/'],
    ['https://hooks.example.com:65535', 'https://hooks.example.com:65535/'],
    ['https://hooks.example.com:443/', 'https://hooks.example.com/'],
    ['https://hooks.example.com./x', 'https://hooks.example.com/x'],
    ['https://HOOKS.example.com', 'https://hooks.example.com/'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
    ['https://93.184.216.34/', 'https://93.184.216.34/'],
    ['https://1572395042/', 'https://93.184.216.34/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
    ['https://not-there-yet.example.com/', 'https://not-there-yet.example.com/'],
    ['https://hooks.example.com/path@with-at', 'https://hooks.example.com/path@with-at'],
  ])('accepts %s', async (url, normal) => {
    expect((await guard().checkUrl(url)).href).toBe(normal);
  });

  describe.each([
    ['IPv4 private', ['https://10.0.0.1/', 'https://172.16.0.1/', 'https://192.168.0.1:8443/x']],
    [
      'loopback',
      ['https://127.0.0.1/', 'https://127.9.9.9/', 'https://[::1]/', 'https://localhost/', 'https://a.localhost/'],
    ],
    ['link-local', ['https://169.254.1.1/', 'https://169.254.169.254/', 'https://[fe80::1]/']],
    ['carrier-grade NAT', ['https://100.64.0.1/', 'https://100.100.0.1/', 'https://100.127.255.254/']],
    ['decimal', ['https://2130706433/', 'https://167772161/', 'https://2852039166/', 'https://127.1/']],
    ['octal', ['https://0177.0.0.1/', 'https://012.0.0.1/', 'https://017700000001/']],
    ['hex', ['https://0x7f000001/', 'https://0x7f.0.0.1/', 'https://0xa9.0xfe.0xa9.0xfe/']],
    ['mapped', ['https://[::ffff:127.0.0.1]/', 'https://[::ffff:a00:1]/', 'https://[0:0:0:0:0:ffff:a9fe:a9fe]/']],
    ['compatible', ['https://[::127.0.0.1]/', 'https://[::a00:1]/', 'https://[::a9fe:a9fe]/']],
    ['NAT64', ['https://[64:ff9b::127.0.0.1]/', 'https://[64:ff9b::a00:1]/', 'https://[64:ff9b:1::a9fe:a9fe]/']],
    ['6to4', ['https://[2002:7f00:1::]/', 'https://[2002:a00:1::1]/', 'https://[2002:a9fe:a9fe::]/']],
    ['unique-local', ['https://[fc00::1]/', 'https://[fd00::1]/', 'https://[fd00:ec2::254]/']],
    [
      'DNS answers that are private or mixed',
      [
        'https://private.example.com/',
        'https://mixed-first.example.com/',
        'https://mixed-last.example.com/',
        'https://mixed-family.example.com/',
        'https://mixed-mapped.example.com/',
        'https://zone.example.com/',
        'https://garbage.example.com/',
      ],
    ],
    [
      'userinfo',
      [
        'https://user@hooks.example.com/',
        'https://user:pass@hooks.example.com/',
        'https://@hooks.example.com/',
        'https://hooks.example.com:443@10.0.0.1/',
        'https://hooks.example.com%2f@evil.example/',
      ],
    ],
    [
      'ports',
      [
        'https://hooks.example.com:0/',
        'https://hooks.example.com:65536/',
        'https://hooks.example.com:-1/',
        'https://hooks.example.com:44x/',
      ],
    ],
    [
      'trailing dots',
      [
        'https://localhost./',
        'https://127.0.0.1./',
        'https://metadata.google.internal./',
        'https://hooks.example.com../',
        'https://private.example.com./',
        'https://hooks..example.com/',
      ],
    ],
    [
      'IDN',
      [
        'https://①②⑦.0.0.1/',
        'https://127。0。0。1/',
        'https://ｌocalhost/',
        'https://privat-é.example/',
        'https://metadata．google．internal/',
        'https://%6c%6f%63alhost/',
      ],
    ],
    [
      'metadata names',
      [
        'https://metadata.google.internal/',
        'https://METADATA.goog/',
        'https://metadata/',
        'https://instance-data.ec2.internal/',
        'https://a.metadata.google.internal/',
        'https://metadata.europe.internal/',
      ],
    ],
    [
      'names of metadata addresses',
      ['https://meta.example.com/', 'https://meta6.example.com/', 'https://meta-nat64.example.com/'],
    ],
    [
      'own origin',
      [
        'https://gateway.example.com/',
        'https://GATEWAY.example.com:443/webhooks/meta/1',
        'https://gateway.example.com./x',
      ],
    ],
    [
      'other schemes and spellings',
      [
        'http://hooks.example.com/',
        'ftp://hooks.example.com/',
        'file:///etc/passwd',
        'javascript:alert(1)',
        'https:hooks.example.com',
        'https:///hooks.example.com',
        'https:\\\\hooks.example.com',
        ' https://hooks.example.com/',
        'https://hooks.exa\nmple.com/',
        'https://hooks.example.com/#fragment',
        'https://hooks.example.com/#',
        'https://[fe80::1%25eth0]/',
        'https://a!b.example.com/',
        `https://hooks.example.com/${'x'.repeat(2_048)}`,
        '',
      ],
    ],
  ])('refuses %s', (_class, urls) => {
    test.each(urls)('%j', async (url) => {
      await expect(guard().checkUrl(url)).rejects.toMatchObject({
        code: 'endpoint_url_rejected',
        fields: [{ pointer: '/url', message: expect.stringMatching(/\. [A-Z].*\.$/) }],
      });
    });
  });

  test.each([
    'http://169.254.169.254/',
    'http://[::ffff:169.254.169.254]/',
    'http://meta.example.com/',
    'http://metadata.google.internal/',
    'http://127.0.0.1:8420/',
    'http://localhost:8420/',
  ])('refuses %s although every network and HTTP are opened', async (url) => {
    const open = guard({ allow: EVERYTHING, allowHttp: true, ownListeners: () => [{ address: '::', port: 8420 }] });
    await expect(open.checkUrl(url)).rejects.toMatchObject({ code: 'endpoint_url_rejected' });
  });

  test.each([
    'http://10.0.0.5:5678/webhook',
    'http://127.0.0.1:3000/',
    'http://localhost:3000/',
    'http://private.example.com/',
  ])('accepts %s when its network and HTTP are opened', async (url) => {
    const open = guard({ allow: ['10.0.0.0/8', '127.0.0.0/8'], allowHttp: true });
    expect((await open.checkUrl(url)).href).toBe(url);
  });

  test('does not tell the caller what an internal name resolves to', async () => {
    const error: unknown = await guard()
      .checkUrl('https://private.example.com/')
      .catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error)).not.toContain('10.0.0.5');
  });

  test('accepts a name whose server does not answer in time', async () => {
    const hanging = guard({ resolve: () => new Promise(() => {}), resolveTimeoutMs: 20 });
    expect((await hanging.checkUrl('https://slow.example.com/')).hostname).toBe('slow.example.com');
  });

  test('reads our own origin at the time of the call', async () => {
    let origins: readonly string[] = [];
    const late = guard({ ownOrigins: () => origins });
    await late.checkUrl('https://hooks.example.com:8443/');
    origins = ['https://hooks.example.com:8443'];
    await expect(late.checkUrl('https://hooks.example.com:8443/')).rejects.toMatchObject({
      code: 'endpoint_url_rejected',
    });
    await late.checkUrl('https://hooks.example.com/');
  });
});

describe('parseUrl', () => {
  test('resolves nothing and still refuses names and spellings', () => {
    const offline = guard({ resolve: () => Promise.reject(new Error('asked')) });
    expect(offline.parseUrl('https://private.example.com./').hostname).toBe('private.example.com');
    expect(() => offline.parseUrl('https://metadata.google.internal/')).toThrow(
      expect.objectContaining({ code: 'endpoint_url_rejected' }),
    );
  });
});

describe('createEgressGuard', () => {
  test.each(['10.0.0.0/40', 'private', ''])('refuses to start with the network %j', (network) => {
    expect(() => guard({ allow: [network] })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  test.each(['socks5://user:s3cr3t@proxy.example', 'http://user:s3cr3t%@proxy.example'])(
    'refuses to start with the proxy %s, without showing its password',
    (proxyUrl) => {
      const make = () => guard({ proxyUrl: new URL(proxyUrl) });
      expect(make).toThrow(expect.objectContaining({ code: 'config_invalid' }));
      expect(make).not.toThrow(/s3cr3t/);
    },
  );
});

function guard(settings: Partial<EgressSettings> = {}) {
  return createEgressGuard({
    allow: [],
    allowHttp: false,
    proxyUrl: null,
    ownOrigins: () => ['https://gateway.example.com'],
    ownListeners: () => [],
    resolve: async (hostname) => {
      const answer = ANSWERS[hostname];
      if (answer === undefined) throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });
      return answer;
    },
    ...settings,
  });
}
