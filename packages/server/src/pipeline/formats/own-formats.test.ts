import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../domain/endpoint.ts';
import { EVENT_TYPES, exampleEvent } from '../../domain/event-catalogue/catalogue.ts';
import { renderBody } from './render-body.ts';
import { CHANNEL, contextWith, eventFromMeta, ownEvent, readFixture, target, WORKSPACE } from './test-support.ts';

const TEXT = eventFromMeta(readFixture('meta/text.json'));

describe('standard', () => {
  test('has type, timestamp, data and the version of the payload, in that order', () => {
    const { body, contentType, eventName } = renderBody(target('standard'), TEXT, contextWith());
    const rendered = JSON.parse(body);
    expect(Object.keys(rendered)).toEqual(['type', 'timestamp', 'data', 'payload_version']);
    expect(rendered).toMatchObject({
      type: 'message.received',
      timestamp: '2026-06-09T10:20:00.000Z',
      data: { text: 'Is the blue frame still in stock?', raw: { type: 'text' } },
      payload_version: 1,
    });
    expect([contentType, eventName]).toEqual(['application/json', 'message.received']);
  });

  test('leaves Meta’s own item out when the endpoint does not want it, and never a raw of the workspace’s own', () => {
    const meta = JSON.parse(renderBody(target('standard', { raw: false }), TEXT, contextWith()).body);
    expect(Object.keys(meta.data)).not.toContain('raw');
    const custom = ownEvent('custom.order_paid', 'custom', { raw: 'mine' });
    expect(JSON.parse(renderBody(target('standard', { raw: false }), custom, contextWith()).body).data).toEqual({
      raw: 'mine',
    });
  });
});

describe('cloudevents', () => {
  test('is a structured CloudEvent 1.0 with attribute names that the specification allows', () => {
    const { body, contentType } = renderBody(target('cloudevents'), TEXT, contextWith());
    const { data, ...attributes } = JSON.parse(body);
    expect(attributes).toEqual({
      specversion: '1.0',
      id: TEXT.id,
      source: `/workspaces/${WORKSPACE.id}/channels/${CHANNEL.id}`,
      type: 'message.received',
      subject: 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB1A017C9E21F0A5==',
      time: '2026-06-09T10:20:00.000Z',
      datacontenttype: 'application/json',
      payloadversion: 1,
    });
    for (const name of Object.keys(attributes)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
    expect(data.message_id).toBe(attributes.subject);
    expect(contentType).toBe('application/cloudevents+json');
  });

  test('an event of the workspace itself has the workspace as its source and no subject without an id', () => {
    const event = ownEvent('custom.order_paid', 'custom', { total: 1 });
    const rendered = JSON.parse(renderBody(target('cloudevents'), event, contextWith()).body);
    expect(rendered.source).toBe(`/workspaces/${WORKSPACE.id}`);
    expect(Object.keys(rendered)).not.toContain('subject');
  });
});

describe('meta', () => {
  test('is the stored body as it is', () => {
    const meta = readFixture('meta/text-unicode.json');
    expect(renderBody(target('meta'), eventFromMeta(meta), contextWith()).body).toBe(JSON.stringify(meta));
  });
});

describe('every format', () => {
  test('renders the example of every type that it has a name for, and refuses the others', () => {
    for (const { type, names } of EVENT_TYPES) {
      const example = exampleEvent(type, { ...TEXT, nowMs: TEXT.createdAtMs });
      if (example === null) throw new Error(`${type} has no example.`);
      for (const format of FORMATS) {
        const name = names[format];
        if (name === null) {
          expect(() => renderBody(target(format), example, contextWith())).toThrow(
            expect.objectContaining({ code: 'event_type_not_in_format' }),
          );
          continue;
        }
        const { body, eventName } = renderBody(target(format), example, contextWith());
        expect(eventName).toBe(name.name);
        expect(Object.keys(JSON.parse(body)).length).toBeGreaterThan(1);
      }
    }
  });

  test.each(['meta', 'vobiz'] as const)('%s refuses an event that was not born at Meta', (format) => {
    const byKeyword = ownEvent('contact.opted_out', 'crm', {});
    expect(() => renderBody(target(format), byKeyword, contextWith())).toThrow(
      expect.objectContaining({ code: 'event_type_not_in_format' }),
    );
  });

  test('gives the same characters again, and their UTF-8 bytes say the same', () => {
    const anyText = fc
      .string({ unit: 'binary' })
      .chain((text) => fc.constantFrom(text, `${text}\ud800`, `\udc00${text}`));
    fc.assert(
      fc.property(anyText, fc.constantFrom(...FORMATS), (text, format) => {
        const meta = JSON.parse(JSON.stringify(readFixture('meta/text.json')));
        meta.entry[0].changes[0].value.messages[0].text.body = text;
        const event = eventFromMeta(meta);
        const { body } = renderBody(target(format), event, contextWith());
        expect(renderBody(target(format), event, contextWith()).body).toBe(body);
        expect(Buffer.from(body, 'utf8').toString('utf8')).toBe(body);
      }),
      { numRuns: 200 },
    );
  });
});
