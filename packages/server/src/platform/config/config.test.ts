import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { describeConfig, loadConfig } from './config.ts';

const ROOT_KEY = 'root-key-root-key-root-key-root-key';
const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const OTHER_KEY = 'ff'.repeat(32);
const MEDIA_BUCKET = 's3://media-key:media%2Fsecret@minio.internal:9000/media/posthorn?region=eu-1&tls=false';
const POSTGRES = 'postgres://posthorn:hunter2@db.internal:5432/posthorn?sslmode=require';

describe('loadConfig', () => {
  test('needs nothing to be set', () => {
    expect(load({})).toEqual({
      host: '127.0.0.1',
      port: 8420,
      dataDir: './data',
      databaseUrl: 'sqlite:./data/posthorn.db',
      databasePoolMax: 12,
      rootApiKey: null,
      encryptionKeys: null,
      publicUrl: null,
      egressAllow: null,
      egressAllowHttp: false,
      egressProxy: null,
      egressIps: null,
      metaGraphUrl: 'https://graph.facebook.com',
      metaGraphVersion: 'v25.0',
      metaReplayWindowMs: 169 * 3_600_000,
      retentionMs: 30 * 86_400_000,
      endpointDisableAfterMs: 5 * 86_400_000,
      notifySmtpUrl: null,
      notifyFrom: null,
      notifyTo: null,
      notifyWebhookUrl: null,
      mediaUrl: 'file:./data/media',
      mediaRetentionMs: 90 * 86_400_000,
      mediaBytesMax: 104_857_600,
      auditRetentionMs: 365 * 86_400_000,
      xobitoRateLimitMax: 60,
      xobitoRateLimitDecayMs: 60_000,
      streamClientsMax: 5_000,
      simulator: false,
      consoleDir: null,
      portalFrameAncestors: null,
      trustedProxies: null,
      logLevel: 'info',
    });
  });

  test('reads every setting', () => {
    const config = load({
      POSTHORN_HOST: '::',
      POSTHORN_PORT: '0',
      POSTHORN_DATA_DIR: '/var/lib/posthorn',
      POSTHORN_DATABASE_URL: POSTGRES,
      POSTHORN_ROOT_API_KEY: ROOT_KEY,
      POSTHORN_ENCRYPTION_KEY: `${OTHER_KEY}, ${KEY}`,
      POSTHORN_PUBLIC_URL: 'https://hooks.example.com/',
      POSTHORN_EGRESS_ALLOW: '10.1.2.3/8, fd00::/8,192.168.7.9',
      POSTHORN_EGRESS_ALLOW_HTTP: 'true',
      POSTHORN_EGRESS_PROXY: 'http://user:pass@proxy.internal:3128',
      POSTHORN_EGRESS_IPS: '203.0.113.7,2001:db8::1',
      POSTHORN_META_GRAPH_URL: 'http://127.0.0.1:9000',
      POSTHORN_META_GRAPH_VERSION: 'v24.0',
      POSTHORN_META_REPLAY_WINDOW: '36500d',
      POSTHORN_RETENTION: '7d',
      POSTHORN_ENDPOINT_DISABLE_AFTER: '0',
      POSTHORN_NOTIFY_SMTP_URL: 'smtp://user:pass@mail.example.com:2525',
      POSTHORN_NOTIFY_FROM: 'posthorn@example.com',
      POSTHORN_NOTIFY_TO: 'ops@example.com, dev@example.com',
      POSTHORN_NOTIFY_WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/x',
      POSTHORN_MEDIA_URL: MEDIA_BUCKET,
      POSTHORN_MEDIA_RETENTION: '7d',
      POSTHORN_MEDIA_BYTES_MAX: '16777216',
      POSTHORN_AUDIT_RETENTION: '90d',
      POSTHORN_XOBITO_RATE_LIMIT_MAX: '600',
      POSTHORN_XOBITO_RATE_LIMIT_DECAY: '5m',
      POSTHORN_STREAM_CLIENTS_MAX: '20000',
      POSTHORN_CONSOLE_DIR: '/srv/console',
      POSTHORN_PORTAL_FRAME_ANCESTORS: 'https://app.example.com, https://App.example.org:8443/',
      POSTHORN_TRUSTED_PROXIES: '10.0.0.0/8,127.0.0.1',
      POSTHORN_SIMULATOR: 'true',
      POSTHORN_LOG_LEVEL: 'debug',
      POSTHORN_DATABASE_POOL_MAX: '40',
    });
    expect(config).toEqual({
      host: '::',
      port: 0,
      dataDir: '/var/lib/posthorn',
      databaseUrl: POSTGRES,
      databasePoolMax: 40,
      rootApiKey: ROOT_KEY,
      encryptionKeys: [Buffer.alloc(32, 0xff), Buffer.from(KEY, 'base64')],
      publicUrl: 'https://hooks.example.com',
      egressAllow: ['10.0.0.0/8', 'fd00::/8', '192.168.7.9/32'],
      egressAllowHttp: true,
      egressProxy: 'http://user:pass@proxy.internal:3128/',
      egressIps: ['203.0.113.7/32', '2001:db8::1/128'],
      metaGraphUrl: 'http://127.0.0.1:9000',
      metaGraphVersion: 'v24.0',
      metaReplayWindowMs: 36_500 * 86_400_000,
      retentionMs: 7 * 86_400_000,
      endpointDisableAfterMs: 0,
      notifySmtpUrl: 'smtp://user:pass@mail.example.com:2525',
      notifyFrom: 'posthorn@example.com',
      notifyTo: ['ops@example.com', 'dev@example.com'],
      notifyWebhookUrl: 'https://hooks.slack.com/services/T0/B0/x',
      mediaUrl: MEDIA_BUCKET,
      mediaRetentionMs: 7 * 86_400_000,
      mediaBytesMax: 16_777_216,
      auditRetentionMs: 90 * 86_400_000,
      xobitoRateLimitMax: 600,
      xobitoRateLimitDecayMs: 300_000,
      streamClientsMax: 20_000,
      simulator: true,
      consoleDir: '/srv/console',
      portalFrameAncestors: ['https://app.example.com', 'https://app.example.org:8443'],
      trustedProxies: ['10.0.0.0/8', '127.0.0.1/32'],
      logLevel: 'debug',
    });
  });

  test('a mail server without a sender and somebody to send to is a mistake', () => {
    const message = 'POSTHORN_NOTIFY_FROM and POSTHORN_NOTIFY_TO must be set with POSTHORN_NOTIFY_SMTP_URL';
    expect(() => load({ POSTHORN_NOTIFY_SMTP_URL: 'smtp://mail.example.com' })).toThrow(message);
    const addresses = { POSTHORN_NOTIFY_FROM: 'a@example.com', POSTHORN_NOTIFY_TO: 'b@example.com' };
    expect(load({ POSTHORN_NOTIFY_SMTP_URL: 'smtp://mail.example.com', ...addresses }).notifyTo).toEqual([
      'b@example.com',
    ]);
  });

  test.each([
    ['POSTHORN_ENDPOINT_DISABLE_AFTER', '59m'],
    ['POSTHORN_ENDPOINT_DISABLE_AFTER', '0d'],
    ['POSTHORN_NOTIFY_SMTP_URL', 'https://mail.example.com'],
    ['POSTHORN_NOTIFY_SMTP_URL', 'smtp://mail.example.com/path'],
    ['POSTHORN_NOTIFY_FROM', 'Posthorn <a@example.com>'],
    ['POSTHORN_NOTIFY_TO', 'a@example.com,b'],
    ['POSTHORN_NOTIFY_WEBHOOK_URL', 'ftp://hooks.example.com/'],
    ['POSTHORN_NOTIFY_WEBHOOK_URL', 'https://user:pass@hooks.example.com/'],
  ])('%s is not %s', (variable, value) => {
    expect(() => load({ [variable]: value })).toThrow(`${variable} must be `);
  });

  test('puts the database into the data folder', () => {
    expect(load({ POSTHORN_DATA_DIR: '/srv/$& data' }).databaseUrl).toBe('sqlite:/srv/$& data/posthorn.db');
  });

  test('takes an empty variable for one that is not set', () => {
    expect(load({ POSTHORN_PORT: '', POSTHORN_ROOT_API_KEY: '', POSTHORN_HOST_FILE: '' })).toEqual(load({}));
  });

  test('reads any setting from a file, without the newline at its end', () => {
    const files = { '/run/secrets/key': `${ROOT_KEY}\n`, '/run/secrets/port': '9000\r\n' };
    const config = load(
      { POSTHORN_ROOT_API_KEY_FILE: '/run/secrets/key', POSTHORN_PORT_FILE: '/run/secrets/port' },
      files,
    );
    expect(config.rootApiKey).toBe(ROOT_KEY);
    expect(config.port).toBe(9000);
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(load({}))).toBe(true);
    expect(Object.isFrozen(load({ POSTHORN_EGRESS_ALLOW: '10.0.0.0/8' }).egressAllow)).toBe(true);
  });

  test('names every problem at once and shows no value', () => {
    const env = {
      POSTHORN_PORT: '65536',
      POSTHORN_ROOT_API_KEY: 'too-short-secret',
      POSTHORN_PROT: 'misspelt-secret',
      POSTHORN_ENCRYPTION_KEY: KEY,
      POSTHORN_ENCRYPTION_KEY_FILE: '/run/secrets/key',
      POSTHORN_HOST_FILE: '/run/missing-path',
      POSTHORN_LOG_LEVEL_FILE: '/run/empty-path',
    };
    const problem = refusalOf(() => load(env, { '/run/empty-path': '\n' }));
    expect(problem.code).toBe('config_invalid');
    const lines = problem.message.split('\n').slice(1);
    expect(lines).toHaveLength(6);
    for (const variable of ['PORT', 'ROOT_API_KEY', 'PROT', 'ENCRYPTION_KEY', 'HOST_FILE', 'LOG_LEVEL_FILE']) {
      expect(lines.some((line) => line.startsWith(`- POSTHORN_${variable} `))).toBe(true);
    }
    for (const value of Object.values(env)) expect(problem.message).not.toContain(value);
  });

  test.each([
    ['POSTHORN_PORT', ['-1', '80.5', '0x50', 'http', '65536', ' 80', 'tcp://10.0.0.1:8420']],
    ['POSTHORN_HOST', ['http://localhost', 'a b', '-a', 'host:80']],
    [
      'POSTHORN_DATABASE_URL',
      ['mysql://h/db', 'data.db', 'sqlite:', 'sqlite::memory:', 'postgres://host', 'postgres:'],
    ],
    ['POSTHORN_ROOT_API_KEY', ['x'.repeat(31), `${'x'.repeat(31)} x`, `${'x'.repeat(31)}é`, 'x'.repeat(257)]],
    [
      'POSTHORN_ENCRYPTION_KEY',
      ['password', KEY.slice(4), `${KEY},${KEY}`, `${KEY},`, `${KEY},${OTHER_KEY},${'ee'.repeat(32)}`],
    ],
    [
      'POSTHORN_PUBLIC_URL',
      ['hooks.example.com', 'ftp://a.b', 'https://u:p@a.b', 'https://a.b/?x=1', 'https://a.b/#x', 'https://'],
    ],
    [
      'POSTHORN_EGRESS_ALLOW',
      ['10.0.0.0/33', '10/8', 'localhost', '10.0.0.0/8;10.0.0.0/9', '10.0.0.0/8,', '0x0a.0.0.0/8', 'fe80::1%eth0'],
    ],
    ['POSTHORN_EGRESS_ALLOW_HTTP', ['yes', 'TRUE', 'on', '2', 'constructor']],
    ['POSTHORN_EGRESS_PROXY', ['proxy:3128', 'socks5://proxy:1080', 'http://proxy:3128/path', 'http://proxy:3128/?a']],
    ['POSTHORN_META_GRAPH_URL', ['graph.facebook.com', 'file:///etc/passwd']],
    ['POSTHORN_META_GRAPH_VERSION', ['25', 'v25', 'v25.0/me', '../v25.0', 'V25.0', 'v25.00']],
    ['POSTHORN_META_REPLAY_WINDOW', ['169', '59s', '36501d', '1w', '-1h']],
    ['POSTHORN_RETENTION', ['0d', '59m', '3651d']],
    [
      'POSTHORN_MEDIA_URL',
      [
        'media',
        'file:',
        'file://host/media',
        's3://bucket',
        's3://key@host/bucket',
        's3://key:secret@host',
        's3://key:secret@host/',
        's3://key:secret@host/bucket?tls=maybe',
        's3://key:secret@host/bucket?acl=public',
        'https://key:secret@host/bucket',
      ],
    ],
    ['POSTHORN_MEDIA_BYTES_MAX', ['0', '104857601', '100MB']],
    ['POSTHORN_XOBITO_RATE_LIMIT_MAX', ['0', '60001', '1.5']],
    ['POSTHORN_XOBITO_RATE_LIMIT_DECAY', ['0s', '25h', '60']],
    ['POSTHORN_STREAM_CLIENTS_MAX', ['0', '100001', 'many']],
    ['POSTHORN_LOG_LEVEL', ['INFO', 'verbose', '30']],
  ])('refuses values that %s cannot have', (variable, values) => {
    for (const value of values) {
      const { message } = refusalOf(() => load({ [variable]: value }));
      expect(message, value).toContain(`- ${variable} must be `);
    }
  });

  test('wants an encryption key with PostgreSQL, where there is no folder that all nodes share', () => {
    const { message } = refusalOf(() => load({ POSTHORN_DATABASE_URL: POSTGRES }));
    expect(message).toContain('POSTHORN_ENCRYPTION_KEY must be set with PostgreSQL');
    expect(message).not.toContain('hunter2');
  });

  test('passes over what Kubernetes sets for a Service called posthorn, and other variables', () => {
    const env = {
      POSTHORN_SERVICE_HOST: '10.0.0.1',
      POSTHORN_SERVICE_PORT_HTTP: '80',
      POSTHORN_PORT_8420_TCP_ADDR: '10.0.0.1',
      PATH: '/bin',
    };
    expect(load(env)).toEqual(load({}));
  });
});

describe('describeConfig', () => {
  test('shows settings by variable and secrets only as set or not set', () => {
    const described = describeConfig(
      load({
        POSTHORN_DATABASE_URL: POSTGRES,
        POSTHORN_ENCRYPTION_KEY: KEY,
        POSTHORN_EGRESS_PROXY: 'http://user:pass@proxy.internal:3128',
        POSTHORN_MEDIA_URL: MEDIA_BUCKET,
      }),
    );
    expect(described).toMatchObject({
      POSTHORN_PORT: 8420,
      POSTHORN_DATABASE_URL: 'postgres://db.internal:5432/posthorn',
      POSTHORN_ENCRYPTION_KEY: '(set)',
      POSTHORN_ROOT_API_KEY: '(not set)',
      POSTHORN_EGRESS_PROXY: 'http://proxy.internal:3128/',
      POSTHORN_MEDIA_URL: 's3://minio.internal:9000/media/posthorn',
    });
    expect(JSON.stringify(described)).not.toMatch(/hunter2|pass@|AAECAw|media-key|media%2F/);
  });
});

function load(env: Record<string, string>, files: Record<string, string> = {}) {
  return loadConfig(env, (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    return text;
  });
}

function refusalOf(action: () => unknown): PosthornError {
  try {
    action();
  } catch (error) {
    if (error instanceof PosthornError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
