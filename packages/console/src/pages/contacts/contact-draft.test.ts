import { describe, expect, test } from 'vitest';
import type { Contact } from './contact.ts';
import { bodyOf, changeDraft, customProblems, customRowsOf, valuesOf } from './contact-draft.ts';

const CONTACT = {
  first_name: 'Mira',
  last_name: null,
  type: 'lead',
  status: { id: 'sta_1', serial: 1, name: 'New' },
  source: null,
  country: { id: 'DE', serial: 276, name: 'Germany' },
  groups: [{ id: 'grp_1', serial: 1, name: 'Spring' }],
  tags: ['vip'],
  assignee_id: null,
  opted_out: false,
  enabled: true,
  custom_attributes: { size: 'M', visits: 3, member: true },
} as unknown as Contact;

describe('the draft of a contact', () => {
  test('holds what was changed and nothing else, and what comes back is no change', () => {
    const draft = changeDraft(CONTACT, {}, { first_name: 'Mirja' });
    expect([draft, valuesOf(CONTACT, draft).texts.first_name]).toEqual([{ first_name: 'Mirja' }, 'Mirja']);
    expect(changeDraft(CONTACT, draft, { first_name: 'Mira' })).toEqual({});
    expect(changeDraft(CONTACT, {}, { status_id: null })).toEqual({ status_id: null });
    expect(changeDraft(CONTACT, { status_id: null }, { status_id: 'sta_1' })).toEqual({});
    expect(changeDraft(CONTACT, {}, { tags: ['vip'], country: 'DE' })).toEqual({});
  });

  test('stays on top of what somebody else saved meanwhile', () => {
    const draft = changeDraft(CONTACT, {}, { company: 'Kanal' });
    const values = valuesOf({ ...CONTACT, first_name: 'Tove' }, draft);
    expect([values.texts.first_name, values.texts.company]).toEqual(['Tove', 'Kanal']);
  });

  test('sends custom fields with the kind that each has', () => {
    const rows = customRowsOf(CONTACT);
    expect(rows.map(({ type }) => type)).toEqual(['text', 'number', 'boolean']);
    const custom = [...rows, { name: ' note ', type: 'text', value: '' } as const];
    expect(bodyOf({ custom, bsuid: '' })).toEqual({
      bsuid: null,
      custom_attributes: { size: 'M', visits: 3, member: true, note: null },
    });
  });

  test('names custom fields that are wrong by their place', () => {
    const problems = customProblems([
      { name: 'a', type: 'number', value: 'many' },
      { name: 'b', type: 'text', value: '' },
      { name: 'b', type: 'text', value: '' },
      { name: ' ', type: 'text', value: '' },
    ]);
    expect([...problems.keys()]).toEqual([0, 2, 3]);
  });
});
