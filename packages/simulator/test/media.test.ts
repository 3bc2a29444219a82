import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.ts';
import {
  ACCESS_TOKEN,
  callGraph,
  createMovableClock,
  createTestSimulator,
  itemsOf,
  NUMBER,
  type Receiver,
  readFixture,
  startReceiver,
} from './receiver.ts';

const MIRA = { name: 'Mira Lindqvist', waId: '4915170023456' };
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const OTHER = { wabaId: '204817563920416', phoneNumberId: '318940275561204', displayPhoneNumber: '15557204419' };
const DAY_MS = 86_400_000;

let clock: ReturnType<typeof createMovableClock>;
let receiver: Receiver;
let simulator: Simulator;

beforeEach(async () => {
  clock = createMovableClock();
  receiver = await startReceiver();
  simulator = await start();
});

afterEach(async () => {
  await receiver[Symbol.asyncDispose]();
});

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const made = createTestSimulator({ callbackUrl: receiver.url, clock, ...options });
  await made.start();
  onTestFinished(() => made.close());
  return made;
}

interface UploadParts {
  readonly bytes?: Buffer;
  readonly type?: string;
  readonly product?: string;
}

function upload({ bytes = PNG, type = 'image/png', product = 'whatsapp' }: UploadParts = {}, of = simulator) {
  const form = new FormData();
  form.set('messaging_product', product);
  form.set('type', type);
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), 'wheel.png');
  return callGraph(of, `POST /v25.0/${NUMBER}/media`, form);
}

async function uploadedId(parts?: UploadParts, of?: Simulator): Promise<string> {
  return (await upload(parts, of)).body.id;
}

async function urlOf(id: string, of = simulator): Promise<string> {
  return (await callGraph(of, `GET /v25.0/${id}?phone_number_id=${NUMBER}`)).body.url;
}

async function download(url: string, token = ACCESS_TOKEN) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, type: response.headers.get('content-type'), bytes: await readAll(response) };
}

async function readAll(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

const sendMedia = (content: object, type = 'image', of = simulator) =>
  callGraph(of, `POST /${NUMBER}/messages`, { messaging_product: 'whatsapp', to: MIRA.waId, type, [type]: content });

describe('media of the business', () => {
  test('are uploaded, described as documented, downloaded with the token and deleted', async () => {
    const id = await uploadedId();
    const { body } = await callGraph(simulator, `GET /v25.0/${id}?phone_number_id=${NUMBER}`);
    const fixture = JSON.parse(await readFixture('media-url'));
    expect(Object.keys(body)).toEqual(Object.keys(fixture));
    const sha256 = createHash('sha256').update(PNG).digest('hex');
    expect(body).toMatchObject({ messaging_product: 'whatsapp', mime_type: 'image/png', file_size: '16', sha256, id });
    expect(new URL(body.url).origin).toBe(simulator.url);
    expect(await download(body.url)).toEqual({ status: 200, type: 'image/png', bytes: PNG });

    expect(await callGraph(simulator, `DELETE /${id}`)).toMatchObject({ status: 200, body: { success: true } });
    expect((await callGraph(simulator, `GET /${id}`)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect((await download(body.url)).status).toBe(404);
  });

  test('have URLs that end after five minutes, need the token and cannot be guessed', async () => {
    const id = await uploadedId();
    const url = await urlOf(id);
    expect((await download(url, 'a-wrong-token')).status).toBe(401);
    expect((await download(url.replace(/hash=.{4}/, 'hash=AAAA'))).status).toBe(404);
    expect((await download(url.replace(/ext=\d+/, 'ext=9999999999'))).status).toBe(404);
    clock.move(299_000);
    expect((await download(url)).status).toBe(200);
    clock.move(1_000);
    expect((await download(url)).status).toBe(404);
    expect((await download(await urlOf(id))).status).toBe(200);
    clock.move(30 * DAY_MS);
    expect((await callGraph(simulator, `GET /${id}`)).status).toBe(400);
  });

  test('are recorded without their bytes', async () => {
    await upload();
    const [request] = simulator.requests;
    expect(request?.body).toMatchObject({ file: { name: 'wheel.png', mime_type: 'image/png', byte_count: 16 } });
  });

  test('are seen by their own number only', async () => {
    const two = await start({ businesses: [{}, OTHER] });
    const id = await uploadedId({}, two);
    expect((await callGraph(two, `GET /${id}?phone_number_id=${OTHER.phoneNumberId}`)).status).toBe(400);
    const body = { messaging_product: 'whatsapp', to: MIRA.waId, type: 'image', image: { id } };
    const { body: refused } = await callGraph(two, `POST /${OTHER.phoneNumberId}/messages`, body);
    expect(refused.error.code).toBe(100);
  });

  const MB = 1_024 * 1_024;
  const wrong: readonly [what: string, parts: UploadParts, code: number, details: string][] = [
    ['a type that Meta does not take', { type: 'image/gif' }, 100, 'one of the following types'],
    ['too large an image', { bytes: Buffer.alloc(5 * MB + 1) }, 131_053, 'image'],
    ['too large an audio', { bytes: Buffer.alloc(16 * MB + 1), type: 'audio/mpeg' }, 131_053, 'audio'],
    ['too large a sticker', { bytes: Buffer.alloc(100 * 1_024 + 1), type: 'image/webp' }, 131_053, 'sticker'],
    ['an empty file', { bytes: Buffer.alloc(0) }, 131_053, 'image'],
    ['no product', { product: '' }, 100, 'messaging_product'],
  ];

  test.each(wrong)('are refused: %s', async (_, parts, code, details) => {
    const { status, body } = await upload(parts);
    expect([status, body.error.code]).toEqual([400, code]);
    expect(body.error.error_data.details).toContain(details);
  });

  test('are refused without a file and in a body that is no form', async () => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    expect((await callGraph(simulator, `POST /${NUMBER}/media`, form)).body.error.code).toBe(100);
    const headers = { authorization: `Bearer ${ACCESS_TOKEN}`, 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await fetch(`${simulator.url}/${NUMBER}/media`, { method: 'POST', headers, body: 'nonsense' });
    expect(answer.status).toBe(400);
  });

  test('may be animated stickers of up to 500 KB', async () => {
    const bytes = Buffer.alloc(200 * 1_024);
    bytes.write('RIFF....WEBPVP8X', 'latin1');
    bytes[20] = 0x02;
    expect((await upload({ bytes, type: 'image/webp' })).status).toBe(200);
  });

  test('may have the largest size of a document, and the oldest go when there is no more room', async () => {
    const small = await start({ media: { countMax: 2, bytesMax: 100 * MB } });
    const [first, second] = [await uploadedId({}, small), await uploadedId({}, small)];
    const third = await uploadedId({}, small);
    expect([first, second, third].map((id) => small.findMedia(id) !== null)).toEqual([false, true, true]);
    const large = await uploadedId({ bytes: Buffer.alloc(100 * MB), type: 'application/pdf' }, small);
    expect([third, large].map((id) => small.findMedia(id) !== null)).toEqual([false, true]);
  });
});

describe('media of people', () => {
  const kinds: readonly [what: string, send: (person: ReturnType<Simulator['user']>) => unknown, start: string][] = [
    ['image', (person) => person.sendImage(), 'ffd8ff'],
    ['image', (person) => person.sendImage({ mimeType: 'image/png' }), '89504e47'],
    ['video', (person) => person.sendVideo(), '0000001c66747970'],
    ['audio', (person) => person.sendAudio({ voice: true }), '4f676753'],
    ['audio', (person) => person.sendAudio(), 'fffb'],
    ['sticker', (person) => person.sendSticker(), '52494646'],
    ['document', (person) => person.sendDocument(), '255044462d'],
    ['document', (person) => person.sendDocument({ bytes: PNG, mimeType: 'application/zip' }), '89504e47'],
  ];

  test.each(kinds)('%s: a real file is behind the id and the URL of the webhook', async (type, send, begin) => {
    send(simulator.user(MIRA));
    await simulator.settled();
    const [message] = itemsOf(receiver);
    const { id, url, mime_type, sha256 } = message[type];
    expect(new URL(url).origin).toBe(simulator.url);
    const { bytes, type: contentType } = await download(url);
    expect(bytes.toString('hex').startsWith(begin)).toBe(true);
    expect(contentType).toBe(mime_type);
    expect(createHash('sha256').update(bytes).digest('base64')).toBe(sha256);
    expect((await download(await urlOf(id))).bytes).toEqual(bytes);
  });

  test('live for seven days', async () => {
    simulator.user(MIRA).sendImage();
    await simulator.settled();
    const { id } = itemsOf(receiver)[0].image;
    clock.move(7 * DAY_MS - 1);
    expect((await callGraph(simulator, `GET /${id}`)).status).toBe(200);
    clock.move(1);
    expect((await callGraph(simulator, `GET /${id}`)).status).toBe(400);
  });

  test('above 100 MB are not passed on', () => {
    const bytes = Buffer.alloc(100 * 1_024 * 1_024 + 1);
    expect(() => simulator.user(MIRA).sendDocument({ bytes })).toThrow('above');
  });
});

describe('downloads by order', () => {
  test('are not found, an error, of other bytes, cut or slow, and then right again', async () => {
    const url = await urlOf(await uploadedId());
    for (const via of ['not_found', 'error', 'wrong_bytes', 'slow'] as const) {
      simulator.failNextDownloads({ count: 1, via });
    }
    expect((await download(url)).status).toBe(404);
    expect((await download(url)).status).toBe(503);
    const wrong = await download(url);
    expect(wrong.bytes).toHaveLength(PNG.length);
    expect(wrong.bytes).not.toEqual(PNG);
    expect((await download(url)).bytes).toEqual(PNG);
    simulator.failNextDownloads({ count: 1, via: 'cut' });
    await expect(download(url)).rejects.toThrow();
    expect((await download(url)).bytes).toEqual(PNG);
  });

  test('do not end, and do not harm the simulator when the other side goes away', async () => {
    const url = await urlOf(await uploadedId());
    simulator.failNextDownloads({ count: 1, via: 'endless' });
    const gone = new AbortController();
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${ACCESS_TOKEN}` },
      signal: gone.signal,
    });
    expect(response.headers.get('content-length')).toBeNull();
    let byteCount = 0;
    await expect(async () => {
      for await (const chunk of response.body ?? []) {
        byteCount += chunk.length;
        if (byteCount > 1_000_000) gone.abort();
      }
    }).rejects.toThrow();
    expect((await download(url)).bytes).toEqual(PNG);
  });
});

describe('sending media', () => {
  test('by an id that was uploaded, or that a person sent, works; by another is refused', async () => {
    simulator.user(MIRA).sendImage();
    await simulator.settled();
    expect((await sendMedia({ id: await uploadedId() })).status).toBe(200);
    expect((await sendMedia({ id: itemsOf(receiver)[0].image.id })).status).toBe(200);
    const { status, body } = await sendMedia({ id: '2207741159836640' });
    expect([status, body.error.code]).toEqual([400, 100]);
    expect(body.error.error_data.details).toContain("image['id']");
    const header = { type: 'image', image: { id: '2207741159836640' } };
    const action = { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://kanalcykel.example' } };
    const cta = { type: 'cta_url', header, body: { text: 'See' }, action };
    expect((await sendMedia(cta, 'interactive')).body.error.code).toBe(100);
  });

  test('of another kind than the message fails later; as a document everything goes', async () => {
    const id = await uploadedId({ type: 'application/pdf' });
    expect((await sendMedia({ id })).status).toBe(200);
    await simulator.settled();
    expect(itemsOf(receiver)).toMatchObject([{ status: 'failed', errors: [{ code: 131_053 }] }]);
    await sendMedia({ id: await uploadedId() }, 'document');
    await simulator.settled();
    expect(itemsOf(receiver).at(-1).status).toBe('read');
  });

  test('by link is not fetched, unless asked: then what cannot be had fails with 131053', async () => {
    const asked: string[] = [];
    const server = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      const status = { '/moved': 302, '/wheel.png': 200 }[request.url ?? ''] ?? 404;
      response.writeHead(status, { 'content-type': 'image/png', location: '/wheel.png' }).end(PNG);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    await sendMedia({ link: `${base}/wheel.png` });
    expect(asked).toEqual([]);

    const fetching = await start({ fetchLinks: true });
    const outcomeOf = async (link: string, type = 'image') => {
      const before = itemsOf(receiver).length;
      await sendMedia({ link }, type, fetching);
      await fetching.settled();
      const [first] = itemsOf(receiver).slice(before);
      return first.errors?.[0].code ?? first.status;
    };
    await simulator.settled();
    expect(await outcomeOf(`${base}/wheel.png`)).toBe('sent');
    expect(await outcomeOf(`${base}/moved`)).toBe('sent');
    expect(await outcomeOf(`${base}/nothing.png`)).toBe(131_053);
    expect(await outcomeOf(`${base}/wheel.png`, 'video')).toBe(131_053);
    expect(await outcomeOf('http://127.0.0.1:1/wheel.png')).toBe(131_053);
  });
});
