import { describe, expect, test } from 'vitest';
import { conversationIdOf } from './conversation.ts';
import { idOf, parseId } from './ids.ts';

const CHANNEL = idOf('chn', '01900000-0000-7000-8000-000000000001');
const CONTACT = idOf('cnt', '01900000-0000-7000-8000-000000000002');
const PERSON = { contactId: CONTACT, phone: '4915170023456', bsuid: null };

describe('the id of a conversation', () => {
  test('is the same for the same channel and contact, whatever number the contact has', () => {
    const id = conversationIdOf(CHANNEL, PERSON);
    expect(parseId('cnv', String(id))).toBe(id);
    expect(conversationIdOf(CHANNEL, { ...PERSON, phone: '1', bsuid: 'DE.1' })).toBe(id);
  });

  test('is another one on another channel and for another contact', () => {
    const ids = [
      conversationIdOf(CHANNEL, PERSON),
      conversationIdOf(idOf('chn', '01900000-0000-7000-8000-000000000009'), PERSON),
      conversationIdOf(CHANNEL, { ...PERSON, contactId: idOf('cnt', '01900000-0000-7000-8000-000000000009') }),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  test('of somebody who is no contact goes by BSUID and then by number, in all its spellings', () => {
    const by = (phone: string | null, bsuid: string | null) =>
      conversationIdOf(CHANNEL, { contactId: null, phone, bsuid });
    expect(by('5511987654321', null)).toBe(by('551187654321', null));
    expect(by('49151', 'DE.1')).toBe(by('49152', 'DE.1'));
    expect(by(null, null)).toBeNull();
  });
});
