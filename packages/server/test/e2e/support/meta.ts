import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { TestGateway } from './gateway.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);

/** What the gateway said to Meta. */
export interface MetaAnswer {
  readonly status: number;
  readonly text: string;
}

/** A webhook of Meta: which app, what body, and the secret that signs it. */
export interface MetaPost {
  readonly appId: string;
  readonly secret: string;
  /** Bytes and text go as they are, anything else as JSON. */
  readonly body: unknown;
}

/** Signs the bytes as Meta does (CONTRACTS 1.2) and posts them. */
export async function postMeta(
  gateway: Pick<TestGateway, 'url'>,
  { appId, secret, body }: MetaPost,
): Promise<MetaAnswer> {
  const bytes = toBytes(body);
  const signature = createHmac('sha256', secret).update(bytes).digest('hex');
  const response = await fetch(new URL(`/webhooks/meta/${appId}`, gateway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body: bytes,
  });
  return { status: response.status, text: await response.text() };
}

/** A fixture by its path below `test/fixtures`, parsed. */
export function readFixture<TBody = unknown>(path: string): TBody {
  return JSON.parse(readFileSync(new URL(path, FIXTURES), 'utf8')) as TBody;
}

/** Names of the fixtures in a folder below `test/fixtures`, folders in it left out. */
export function listFixtures(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, FIXTURES))
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function toBytes(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}
