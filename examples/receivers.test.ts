import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.from('fedcba9876543210fedcba9876543210').toString('base64')}`;
const STANDARD_BODY = JSON.stringify({
  type: 'custom.hello',
  timestamp: '2026-05-28T20:26:40.000Z',
  data: { name: 'Größe M 🚲' },
  payload_version: 1,
});
const XOBITO_BODY = JSON.stringify({
  event: 'message.received',
  model: 'WhatsAppMessage',
  data: { text: 'Größe M 🚲' },
});

interface Example {
  readonly file: string;
  readonly command: string;
  readonly secretVariable: string;
  readonly body: string;
  readonly headersFor: (body: string, secret: string) => Record<string, string>;
}

const EXAMPLES: readonly Example[] = [
  {
    file: 'receiver-node/receiver.mjs',
    command: process.execPath,
    secretVariable: 'SIGNING_SECRET',
    body: STANDARD_BODY,
    headersFor: signStandard,
  },
  {
    file: 'receiver-xobito/receiver.mjs',
    command: process.execPath,
    secretVariable: 'WEBHOOK_SECRET',
    body: XOBITO_BODY,
    headersFor: (body, secret) => ({ 'x-webhook-signature': createHmac('sha256', secret).update(body).digest('hex') }),
  },
  {
    file: 'receiver-python/receiver.py',
    command: 'python3',
    secretVariable: 'SIGNING_SECRET',
    body: STANDARD_BODY,
    headersFor: signStandard,
  },
];

const hasPython = spawnSync('python3', ['-c', 'import hmac, sys; sys.exit(sys.version_info < (3, 9))']).status === 0;

describe.each(EXAMPLES)('$file', ({ file, command, secretVariable, body, headersFor }) => {
  test.skipIf(command === 'python3' && !hasPython)(
    'takes what is signed with its secret and nothing else',
    async () => {
      const example = spawn(command, [fileURLToPath(new URL(file, import.meta.url))], {
        env: { PATH: process.env.PATH, PORT: '0', [secretVariable]: SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void example.kill());
      const lines = createInterface({ input: outputOf(example) })[Symbol.asyncIterator]();
      const nextLine = async () => String((await lines.next()).value);
      const url = /http:\S+/.exec(await nextLine())?.[0] ?? '';
      const post = async (headers: Record<string, string>) =>
        (await fetch(url, { method: 'POST', body, headers })).status;

      expect(await post(headersFor(body, OTHER_SECRET))).toBe(401);
      expect(await post(headersFor(`${body} `, SECRET))).toBe(401);
      expect(await post({})).toBe(401);
      expect([200, 204]).toContain(await post(headersFor(body, SECRET)));
      expect(await nextLine()).toMatch(/custom\.hello|message\.received/);
    },
  );
});

function signStandard(body: string, secret: string): Record<string, string> {
  const now = new Date();
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
  };
}

function outputOf(child: ChildProcess) {
  if (child.stdout === null) throw new Error('Standard output is a pipe.');
  return child.stdout;
}
