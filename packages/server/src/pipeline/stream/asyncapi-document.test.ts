import specs from '@asyncapi/specs';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../../domain/event-catalogue/catalogue.ts';
import { asyncApiDocument } from './asyncapi-document.ts';
import { toStreamCursor } from './stream-cursor.ts';
import { createNativeDialect, toControlFrame, toDroppedFrame } from './stream-frames.ts';
import { eventOf, START_MS } from './test-support.ts';

interface Message {
  readonly payload: object;
}

interface Document {
  readonly channels: Readonly<
    Record<string, { readonly messages: Readonly<Record<string, { readonly $ref: string }>> }>
  >;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const OPTIONS = { version: '1.2.3', publicUrl: 'https://hooks.example.com/base', vobizEvents: ['message.created'] };
// As it is served: JSON, and nothing that JSON leaves out.
const document = JSON.parse(JSON.stringify(asyncApiDocument(OPTIONS))) as Document;

const ajv = new Ajv({ strict: false, validateFormats: false });
// The official schema brings draft-07 along, which must not be there twice.
const officialAjv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false });

test('is a valid AsyncAPI 3 document by the official schema', () => {
  const isValid: ValidateFunction = officialAjv.compile(specs.schemas['3.0.0'] as object);
  expect([isValid(document), isValid.errors]).toEqual([true, null]);
  const local = JSON.parse(JSON.stringify(asyncApiDocument({ ...OPTIONS, publicUrl: null })));
  expect([isValid(local), isValid.errors]).toEqual([true, null]);
});

test('has every event type of the catalogue, both families and every frame of the stream itself', () => {
  const names = Object.keys(document.channels.stream?.messages ?? {});
  expect(names).toEqual(expect.arrayContaining(EVENT_TYPES.map(({ type }) => type)));
  expect(names).toEqual(
    expect.arrayContaining(['custom.*', 'meta.*', 'stream.ready', 'stream.dropped', 'client.resume']),
  );
  expect(Object.keys(document.channels.vobizStream?.messages ?? {})).toContain('vobiz.message.created');
});

test('every reference leads somewhere', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path.split('/'));
  expect(refs.length).toBeGreaterThan(100);
  for (const path of refs) {
    const target = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
    expect([path, typeof target]).toEqual([path, 'object']);
  }
});

test('describes the frames as they are', () => {
  const isFrame = (name: string, text: string | null) => {
    const isValid = ajv.compile(document.components.messages[name]?.payload ?? false);
    return isValid(JSON.parse(text ?? 'null'));
  };
  const cursor = toStreamCursor(7);
  const native = createNativeDialect((event) => event.payload);
  expect(isFrame('custom.*', native.toFrame(eventOf(1), cursor))).toBe(true);
  expect(isFrame('stream.dropped', toDroppedFrame(3, cursor))).toBe(true);
  const gap = { event: 'stream.gap', data: { oldest_cursor: cursor }, cursor, nowMs: START_MS } as const;
  expect(isFrame('stream.gap', toControlFrame(gap))).toBe(true);
  expect(isFrame('stream.ready', toControlFrame({ event: 'stream.ready', cursor, nowMs: START_MS }))).toBe(true);
  expect(isFrame('client.resume', JSON.stringify({ action: 'resume', cursor }))).toBe(true);
  expect(isFrame('client.subscribe', JSON.stringify({ action: 'subscribe', endpoints: [] }))).toBe(false);
});
