import { describe, expect, test } from 'vitest';
import type { Event } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import { orderKeyOf } from './order-key.ts';

const uuid = (number: number) => `019c0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const CHANNEL = idOf('chn', uuid(1));
const CONTACT = { id: idOf('cnt', uuid(2)), serial: 1 };

function keyOf(over: Partial<Event>): string | null {
  return orderKeyOf({ channelId: CHANNEL, contact: null, phone: null, bsuid: null, ...over } as Event);
}

describe('the line of an event', () => {
  test('is its conversation: the channel, and the contact whatever number it writes from', () => {
    const key = keyOf({ contact: CONTACT, phone: '4915170023456' });
    expect(keyOf({ contact: CONTACT, phone: null })).toBe(key);
    expect(keyOf({ contact: CONTACT, channelId: idOf('chn', uuid(3)) })).not.toBe(key);
    expect(keyOf({ contact: { ...CONTACT, id: idOf('cnt', uuid(4)) } })).not.toBe(key);
  });

  test('is told by the number or the BSUID where there is no contact, and names neither', () => {
    expect(keyOf({ phone: '4915170023456' })).toBe(keyOf({ phone: '4915170023456' }));
    expect(keyOf({ phone: '4915170023456' })).not.toBe(keyOf({ phone: '4915170023457' }));
    expect(keyOf({ bsuid: 'DE.1' })).not.toBe(keyOf({ bsuid: 'DE.2' }));
    expect(keyOf({ phone: '4915170023456' })).not.toContain('4915170023456');
  });

  test('is none without a channel or without a person', () => {
    expect(keyOf({ channelId: null, contact: CONTACT })).toBeNull();
    expect(keyOf({})).toBeNull();
  });
});
