import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { challengeEndpoint } from './endpoint-challenge.ts';

const VERIFY_TOKEN = 'a token & more';
let stop: () => void = () => {};
afterEach(() => stop());

describe('challenge of an endpoint', () => {
  test('passes when the endpoint knows the verify token and answers the challenge', async () => {
    const url = await listen((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://receiver');
      const isRight =
        request.method === 'GET' &&
        request.headers['x-tenant'] === '7' &&
        searchParams.get('kept') === 'yes' &&
        searchParams.get('hub.mode') === 'subscribe' &&
        searchParams.get('hub.verify_token') === VERIFY_TOKEN;
      response.writeHead(isRight ? 200 : 403).end(searchParams.get('hub.challenge'));
    });
    expect(await challenge(`${url}/in?kept=yes`)).toBe(true);
  });

  test('fails on another status, on another body, and when nobody answers', async () => {
    const created = await listen((request, response) => {
      response.writeHead(201).end(new URL(request.url ?? '', 'http://receiver').searchParams.get('hub.challenge'));
    });
    expect(await challenge(created)).toBe(false);
    stop();
    const wrapped = await listen((request, response) => {
      const text = new URL(request.url ?? '', 'http://receiver').searchParams.get('hub.challenge');
      response.end(JSON.stringify({ challenge: text }));
    });
    expect(await challenge(wrapped)).toBe(false);
    stop();
    expect(await challenge(wrapped)).toBe(false);
  });

  test('asks for something else each time', async () => {
    const asked = new Set<string | null>();
    const url = await listen((request, response) => {
      asked.add(new URL(request.url ?? '', 'http://receiver').searchParams.get('hub.challenge'));
      response.end();
    });
    await challenge(url);
    await challenge(url);
    expect(asked.size).toBe(2);
  });
});

function challenge(url: string): Promise<boolean> {
  return challengeEndpoint(
    { fetchText, randomBytes },
    { url: new URL(url), verifyToken: VERIFY_TOKEN, headers: { 'X-Tenant': '7' } },
  );
}

async function fetchText(url: URL, headers: Readonly<Record<string, string>>) {
  const response = await fetch(url, { headers, redirect: 'manual' }).catch(() => null);
  return response === null ? null : { status: response.status, body: await response.text() };
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
