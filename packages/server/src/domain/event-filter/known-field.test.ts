import { expect, test } from 'vitest';
import { findEventType } from '../event-catalogue/catalogue.ts';
import { mayHaveField } from './known-field.ts';

test.each<[string, string, boolean]>([
  ['message.received', 'text', true],
  ['message.received', 'channel.display_phone_number', true],
  ['message.received', 'media.mime_type', true],
  ['message.received', 'raw.text.body', true],
  ['message.received', 'contacts.0.name.first_name', true],
  ['message.received', 'pricing.category', true],
  ['message.received', 'txt', false],
  ['message.received', 'text.body', false],
  ['message.received', 'media.size', false],
  ['message.received', 'direction.x', false],
  ['contact.updated', 'source.name', true],
  ['contact.updated', 'groups.name', true],
  ['contact.updated', 'groups.0.name', true],
  ['contact.updated', 'groups.0.colour', false],
  ['contact.updated', 'changes.company.1', true],
  ['contact.updated', 'custom_attributes.plan', true],
  ['contact.updated', 'text', false],
  ['custom.order_paid', 'order.lines.0.sku', true],
])('%s: data.%s', (type, field, expected) => {
  const row = findEventType(type);
  expect(row !== null && mayHaveField(row, field.split('.'))).toBe(expected);
});
