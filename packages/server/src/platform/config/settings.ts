import {
  duration,
  durationOrNever,
  hideCredentials,
  oneOf,
  type Parse,
  parseBaseUrl,
  parseBoolean,
  parseDatabaseUrl,
  parseEncryptionKeys,
  parseGraphVersion,
  parseHost,
  parseHttpsOrigins,
  parseMailAddress,
  parseMailAddresses,
  parseMediaUrl,
  parseNetworks,
  parsePath,
  parsePostUrl,
  parseProxyUrl,
  parseRootKey,
  parseSmtpUrl,
  wholeNumber,
} from './setting-parsers.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** How much is logged. Personal data only ever appears at `debug` and `trace` (DESIGN 7). */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Stands in a default for the value of that setting. */
export const DATA_DIR_PLACEHOLDER = '{POSTHORN_DATA_DIR}';

export interface Setting<TValue, TFallback extends string | null> {
  readonly env: `POSTHORN_${string}`;
  readonly parse: Parse<TValue>;
  /** What it is without the variable, written as in the variable. Null: there is none. */
  readonly fallback: TFallback;
  /** Completes the sentence "VARIABLE must be …". */
  readonly expects: string;
  /** For the reference, which is generated from this table. */
  readonly doc: string;
  /** Shown as set or not set; a function shows the part that is no secret. */
  readonly secret?: true | ((value: TValue) => string);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** WhatsApp carries no larger file (CONTRACTS 2.4). */
const MEDIA_BYTES_MAX = 100 * 1_024 * 1_024;

function setting<TValue, TFallback extends string | null>(
  value: Setting<TValue, TFallback>,
): Setting<TValue, TFallback> {
  return value;
}

/** Every setting there is (issue R5). Nothing else in the environment changes what the gateway does. */
export const SETTINGS = {
  host: setting({
    env: 'POSTHORN_HOST',
    parse: parseHost,
    fallback: '127.0.0.1',
    expects: 'an IP address or a host name',
    doc: 'Address the gateway listens on. `0.0.0.0` lets other machines connect.',
  }),
  port: setting({
    env: 'POSTHORN_PORT',
    parse: wholeNumber(0, 65_535),
    fallback: '8420',
    expects:
      'a whole number from 0 to 65535 (Kubernetes sets it to a URL for a Service called posthorn: use enableServiceLinks: false)',
    doc: 'Port the gateway listens on; `0` takes any free one and logs it.',
  }),
  dataDir: setting({
    env: 'POSTHORN_DATA_DIR',
    parse: parsePath,
    fallback: './data',
    expects: 'the path of a folder',
    doc: 'Folder of the SQLite database and the encryption key. Made on the first start with mode 0700.',
  }),
  databaseUrl: setting({
    env: 'POSTHORN_DATABASE_URL',
    parse: parseDatabaseUrl,
    fallback: `sqlite:${DATA_DIR_PLACEHOLDER}/posthorn.db`,
    expects: 'sqlite:<path of a file> or postgres://<user>:<password>@<host>/<database>',
    doc: 'Where everything is stored. `sqlite:` is for one process, `postgres:` lets any number of gateways share the work.',
    secret: hideCredentials,
  }),
  databasePoolMax: setting({
    env: 'POSTHORN_DATABASE_POOL_MAX',
    parse: wholeNumber(4, 100),
    fallback: '12',
    expects: 'a whole number from 4 to 100',
    doc: 'Connections to PostgreSQL that one gateway keeps at most, two of them for group commits alone. One more wakes it when other gateways have work for it. SQLite does not read it.',
  }),
  rootApiKey: setting({
    env: 'POSTHORN_ROOT_API_KEY',
    parse: parseRootKey,
    fallback: null,
    expects: '32 to 256 visible ASCII characters without spaces',
    doc: 'Key of the operator. It makes workspaces and acts for the one named in the header `Posthorn-Workspace`. Without it nobody is the operator.',
    secret: true,
  }),
  encryptionKeys: setting({
    env: 'POSTHORN_ENCRYPTION_KEY',
    parse: parseEncryptionKeys,
    fallback: null,
    expects: '32 bytes in base64 or as 64 hex digits, or two different ones with a comma between',
    doc: 'Key that secrets in the database are encrypted with: 32 bytes, as `openssl rand -base64 32` makes them. Of two keys with a comma between, the first encrypts and both decrypt. Required with PostgreSQL; on SQLite the first start makes one in the data folder.',
    secret: true,
  }),
  publicUrl: setting({
    env: 'POSTHORN_PUBLIC_URL',
    parse: parseBaseUrl,
    fallback: null,
    expects: 'an http or https URL without credentials, query and fragment',
    doc: 'Where the gateway is reached from outside, such as `https://hooks.example.com`. Used in links, and to refuse endpoints that point back at the gateway.',
  }),
  egressAllow: setting({
    env: 'POSTHORN_EGRESS_ALLOW',
    parse: parseNetworks,
    fallback: null,
    expects: 'up to 100 networks such as 10.0.0.0/8, with commas between',
    doc: 'Networks that are not public and may be delivered to all the same. Cloud metadata addresses and the gateway itself stay closed.',
  }),
  egressAllowHttp: setting({
    env: 'POSTHORN_EGRESS_ALLOW_HTTP',
    parse: parseBoolean,
    fallback: 'false',
    expects: 'true or false',
    doc: 'Whether endpoints may have `http:` URLs.',
  }),
  egressProxy: setting({
    env: 'POSTHORN_EGRESS_PROXY',
    parse: parseProxyUrl,
    fallback: null,
    expects: 'an http or https URL with a host, a port and maybe credentials, and nothing else',
    doc: 'Proxy that deliveries go through (CONNECT). `HTTP_PROXY` and its relatives are not read.',
    secret: hideCredentials,
  }),
  egressIps: setting({
    env: 'POSTHORN_EGRESS_IPS',
    parse: parseNetworks,
    fallback: null,
    expects: 'up to 100 addresses or networks, with commas between',
    doc: 'Addresses that deliveries come from. Only shown, by `GET /v1/egress-ips`, for receivers that have a firewall.',
  }),
  metaGraphUrl: setting({
    env: 'POSTHORN_META_GRAPH_URL',
    parse: parseBaseUrl,
    fallback: 'https://graph.facebook.com',
    expects: 'an http or https URL without credentials, query and fragment',
    doc: "Meta's Graph API. Tokens of Meta go to this host and to Meta's media hosts only. Change it to talk to the simulator.",
  }),
  metaGraphVersion: setting({
    env: 'POSTHORN_META_GRAPH_VERSION',
    parse: parseGraphVersion,
    fallback: 'v25.0',
    expects: 'a version such as v25.0',
    doc: "Version of Meta's Graph API that is asked for. Meta keeps each one for about two years.",
  }),
  metaReplayWindowMs: setting({
    env: 'POSTHORN_META_REPLAY_WINDOW',
    parse: duration(MINUTE_MS, 36_500 * DAY_MS),
    fallback: '169h',
    expects: 'a duration from 1m to 36500d, such as 90s, 15m, 169h or 30d',
    doc: 'How old something from Meta may be and still become an event. Older items go to quarantine. Meta repeats a webhook for up to seven days.',
  }),
  retentionMs: setting({
    env: 'POSTHORN_RETENTION',
    parse: duration(HOUR_MS, 3_650 * DAY_MS),
    fallback: '30d',
    expects: 'a duration from 1h to 3650d, such as 90s, 15m, 169h or 30d',
    doc: 'How long events, attempts and quarantined items are kept.',
  }),
  endpointDisableAfterMs: setting({
    env: 'POSTHORN_ENDPOINT_DISABLE_AFTER',
    parse: durationOrNever(HOUR_MS, 365 * DAY_MS),
    fallback: '5d',
    expects: '0, or a duration from 1h to 365d, such as 90s, 15m, 169h or 30d',
    doc: 'How long an endpoint may do nothing but fail until it is disabled. `0`: it never is.',
  }),
  notifySmtpUrl: setting({
    env: 'POSTHORN_NOTIFY_SMTP_URL',
    parse: parseSmtpUrl,
    fallback: null,
    expects: 'smtp://<user>:<password>@<host>:<port> or smtps://…, with or without user, password and port',
    doc: 'Mail server by which people are told that an endpoint was disabled. `smtp:` encrypts when the server offers it, `smtps:` from the first byte. User and password are percent-encoded.',
    secret: hideCredentials,
  }),
  notifyFrom: setting({
    env: 'POSTHORN_NOTIFY_FROM',
    parse: parseMailAddress,
    fallback: null,
    expects: 'an address of mail',
    doc: 'Sender of these mails. Required with `POSTHORN_NOTIFY_SMTP_URL`.',
  }),
  notifyTo: setting({
    env: 'POSTHORN_NOTIFY_TO',
    parse: parseMailAddresses,
    fallback: null,
    expects: 'up to 100 addresses of mail with commas between',
    doc: 'Who gets these mails. Required with `POSTHORN_NOTIFY_SMTP_URL`.',
  }),
  notifyWebhookUrl: setting({
    env: 'POSTHORN_NOTIFY_WEBHOOK_URL',
    parse: parsePostUrl,
    fallback: null,
    expects: 'an https or http URL without credentials and fragment',
    doc: 'Incoming webhook of Slack, or of what takes the same `{"text": …}`, by which people are told that an endpoint was disabled. It is reached under the rules of deliveries: `POSTHORN_EGRESS_ALLOW` opens networks that are not public.',
    secret: true,
  }),
  consoleDir: setting({
    env: 'POSTHORN_CONSOLE_DIR',
    parse: parsePath,
    fallback: null,
    expects: 'the path of a folder',
    doc: 'Folder of the built web console. Without it the one that comes with Posthorn is served.',
  }),
  mediaUrl: setting({
    env: 'POSTHORN_MEDIA_URL',
    parse: parseMediaUrl,
    fallback: `file:${DATA_DIR_PLACEHOLDER}/media`,
    expects:
      'file:<path of a folder> or s3://<key>:<secret>@<host>/<bucket>, maybe with a prefix and ?region=… and &tls=false',
    doc: 'Where media files are kept: a folder, or a bucket of anything that speaks S3. Key and secret are percent-encoded; `region` is worked out from the host when it is left out. Several gateways on PostgreSQL need one place for all of them.',
    secret: hideCredentials,
  }),
  mediaRetentionMs: setting({
    env: 'POSTHORN_MEDIA_RETENTION',
    parse: duration(HOUR_MS, 3_650 * DAY_MS),
    fallback: '90d',
    expects: 'a duration from 1h to 3650d, such as 90s, 15m, 169h or 30d',
    doc: 'How long media files are kept. Their links answer 410 afterwards.',
  }),
  mediaBytesMax: setting({
    env: 'POSTHORN_MEDIA_BYTES_MAX',
    parse: wholeNumber(1, MEDIA_BYTES_MAX),
    fallback: String(MEDIA_BYTES_MAX),
    expects: `a whole number of bytes from 1 to ${MEDIA_BYTES_MAX}`,
    doc: 'Largest media file that is fetched from Meta or taken for sending. WhatsApp carries none above 100 MB.',
  }),
  auditRetentionMs: setting({
    env: 'POSTHORN_AUDIT_RETENTION',
    parse: duration(HOUR_MS, 3_650 * DAY_MS),
    fallback: '365d',
    expects: 'a duration from 1h to 3650d, such as 90s, 15m, 169h or 30d',
    doc: 'How long the audit log is kept: who changed what.',
  }),
  xobitoRateLimitMax: setting({
    env: 'POSTHORN_XOBITO_RATE_LIMIT_MAX',
    parse: wholeNumber(1, 60_000),
    fallback: '60',
    expects: 'a whole number from 1 to 60000',
    doc: "Calls of one key on Xobito's API in each `POSTHORN_XOBITO_RATE_LIMIT_DECAY`. Xobito calls it `rate_limit_max`.",
  }),
  xobitoRateLimitDecayMs: setting({
    env: 'POSTHORN_XOBITO_RATE_LIMIT_DECAY',
    parse: duration(1_000, DAY_MS),
    fallback: '1m',
    expects: 'a duration from 1s to 1d, such as 90s, 15m, 169h or 30d',
    doc: "Time after which calls of a key on Xobito's API are counted anew. Xobito calls it `rate_limit_decay`.",
  }),
  streamClientsMax: setting({
    env: 'POSTHORN_STREAM_CLIENTS_MAX',
    parse: wholeNumber(1, 100_000),
    fallback: '5000',
    expects: 'a whole number from 1 to 100000',
    doc: 'Clients of the live stream that one process serves. Each needs an open file.',
  }),
  simulator: setting({
    env: 'POSTHORN_SIMULATOR',
    parse: parseBoolean,
    fallback: 'false',
    expects: 'true or false',
    doc: 'Whether workspaces may make a simulated number: the simulator then runs inside the gateway, and the console has a page for it. Real numbers never use it.',
  }),
  portalFrameAncestors: setting({
    env: 'POSTHORN_PORTAL_FRAME_ANCESTORS',
    parse: parseHttpsOrigins,
    fallback: null,
    expects: 'up to 100 origins such as https://app.example.com with commas between',
    doc: 'Origins whose pages may show the portal in a frame. Without it nobody may. The console itself is never shown in a frame.',
  }),
  trustedProxies: setting({
    env: 'POSTHORN_TRUSTED_PROXIES',
    parse: parseNetworks,
    fallback: null,
    expects: 'up to 100 IP addresses or networks in CIDR form with commas between',
    doc: 'Proxies in front of the gateway, as it sees them. Their `X-Forwarded-For` says where somebody signs in from, which is shown with sessions and counted when sign-ins fail. Without it that is the address of the connection.',
  }),
  logLevel: setting({
    env: 'POSTHORN_LOG_LEVEL',
    parse: oneOf(LOG_LEVELS),
    fallback: 'info',
    expects: `one of ${LOG_LEVELS.join(', ')}`,
    doc: `How much is logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}. From \`info\` on, no phone numbers, texts and endpoint URLs.`,
  }),
};

type ValueOf<TSetting> =
  TSetting extends Setting<infer TValue, infer TFallback> ? TValue | (null extends TFallback ? null : never) : never;

/** The settings as the code reads them. Null: not set, and there is no default. */
export type Config = { readonly [TName in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[TName]> };
