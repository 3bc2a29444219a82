import { describe, expect, test } from 'vitest';
import { chooseNoun, chooseType, fitChoice, groupTypes, isChosen, standingOf, type TypeGroup } from './event-choice.ts';

const of = (type: string, isByName = false) => ({ type, wireName: type, isByName, description: '' });
const GROUPS: readonly TypeGroup[] = [
  { noun: 'message', types: [of('message.received'), of('message.sent'), of('message.played', true)] },
  { noun: 'contact', types: [of('contact.created')] },
  { noun: 'ticket', types: [of('ticket.opened', true)] },
  { noun: 'custom', types: [] },
];

describe('the choice of event types', () => {
  test('a wildcard holds every type but those that only go by their name', () => {
    for (const choice of [['*'], ['message.*']]) {
      expect(isChosen(choice, of('message.sent'))).toBe(true);
      expect(isChosen(choice, of('message.played', true))).toBe(false);
    }
    expect(isChosen(['message.played'], of('message.played', true))).toBe(true);
  });

  test('taking one type out of everything leaves everything else', () => {
    const choice = chooseType(['*'], { groups: GROUPS, type: 'message.sent', isOn: false });
    expect([...choice].toSorted()).toEqual(['contact.*', 'custom.*', 'message.received']);
  });

  test('taking one type out of a noun leaves the others of it', () => {
    expect(chooseType(['message.*'], { groups: GROUPS, type: 'message.sent', isOn: false })).toEqual([
      'message.received',
    ]);
    expect(chooseType(['message.sent'], { groups: GROUPS, type: 'message.sent', isOn: false })).toEqual([]);
  });

  test('a noun is chosen with its later types, and with those that go by their name', () => {
    const on = chooseNoun(['message.sent'], { groups: GROUPS, noun: 'message', isOn: true });
    expect(on).toEqual(['message.*', 'message.played']);
    expect(chooseNoun([], { groups: GROUPS, noun: 'ticket', isOn: true })).toEqual(['ticket.opened']);
    expect(chooseNoun([], { groups: GROUPS, noun: 'custom', isOn: true })).toEqual(['custom.*']);
    expect(chooseNoun(['*'], { groups: GROUPS, noun: 'message', isOn: false })).toEqual(['contact.*', 'custom.*']);
  });

  test('a noun is chosen wholly, in part or not at all', () => {
    const [message, , ticket, custom] = GROUPS as readonly [TypeGroup, TypeGroup, TypeGroup, TypeGroup];
    expect(standingOf(['*'], message)).toBe('all');
    expect(standingOf(['*'], ticket)).toBe('none');
    expect(standingOf(['*'], custom)).toBe('all');
    expect(standingOf(['message.sent'], message)).toBe('some');
    expect(standingOf([], message)).toBe('none');
  });

  test('what another format cannot express is left out', () => {
    expect(fitChoice(['*', 'message.sent', 'account.banned', 'call.*', 'ticket.*', 'custom.paid'], GROUPS)).toEqual([
      '*',
      'message.sent',
      'custom.paid',
    ]);
  });

  test('the catalogue is grouped by noun, without what the format cannot express', () => {
    const shown = (name: string) => ({ name, by_name: false, content_type: '', example: null });
    const row = (type: string, standard: ReturnType<typeof shown> | null) => ({
      ...{ type, description: 'd', from: '', data_schema: {} },
      formats: { standard, cloudevents: null, meta: null, xobito: null, vobiz: null, 'vobiz-legacy': null },
    });
    const catalogue = [row('message.sent', shown('sent')), row('call.connect', null), row('custom.*', shown('*'))];
    expect(groupTypes(catalogue, 'standard')).toEqual([
      { noun: 'message', types: [{ type: 'message.sent', wireName: 'sent', isByName: false, description: 'd' }] },
      { noun: 'custom', types: [] },
    ]);
  });
});
