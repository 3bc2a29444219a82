import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContactResource } from '../../domain/event-catalogue/crm-data.ts';
import { idOf } from '../../domain/ids.ts';
import type { LabelBook } from '../../domain/label.ts';
import { planColumns } from './column-mapping.ts';
import { attributesOf, exportColumns } from './contact-columns.ts';
import { readCsvRows } from './csv-rows.ts';
import { readRow } from './row-input.ts';
import { RowLabels } from './row-labels.ts';

const NO_LABELS: LabelBook = {
  byId: new Map(),
  bySerial: () => null,
  byName: () => null,
  ofKind: () => [],
  defaultStatus: null,
};

/** Text of what matters to CSV and to spreadsheets, and any other. */
const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ',', ';', '"', ' ', 'a', 'é') }),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
);

describe('what is exported', () => {
  test('is read by an import as the same text, whatever it is', async () => {
    const fields = fc.record({
      first_name: anyText,
      description: anyText,
      custom_attributes: fc.dictionary(
        fc.stringMatching(/^[a-z:+]{1,12}$/),
        fc.oneof(
          anyText.filter((text) => text !== ''),
          fc.boolean(),
          fc.integer(),
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fields, async (given) => {
        expect(await exportAndRead(given)).toMatchObject(
          Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && !isEmptyObject(value))),
        );
      }),
    );
  });

  test('holds no formula but a phone number', async () => {
    const { cells } = exportOne({ first_name: '=1', last_name: '@x', phone: '+4915170023456', tags: ['-a', 'b'] });
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual(['+4915170023456']);
  });
});

function exportOne(change: Partial<ContactResource>) {
  const contact = { ...CONTACT, ...change };
  const { heading, toCells } = exportColumns(attributesOf(contact));
  return { heading, cells: toCells(contact) };
}

async function exportAndRead(change: Partial<ContactResource>): Promise<unknown> {
  const { heading, cells } = exportOne(change);
  const file = stringify([[...heading], [...cells]], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
  const rows: (readonly string[])[] = [];
  const pieces = (async function* () {
    yield file;
  })();
  for await (const row of readCsvRows(pieces, ',')) rows.push(row);
  const [first = [], second = []] = rows;
  const lookup = {
    labels: () => NO_LABELS,
    ensureLabel: async () => idOf('sta', '0190a000-0000-7000-8000-000000000001'),
  };
  const labels = new RowLabels(lookup, idOf('ws', '0190a000-0000-7000-8000-000000000001'), 'refuse');
  const read = await readRow({ number: 2, cells: second }, planColumns(first, {}), labels);
  return read.ok ? read.input : read.problems;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

const CONTACT: ContactResource = {
  id: 'cnt_0190a000-0000-7000-8000-000000000001',
  serial: 7,
  first_name: '',
  last_name: null,
  company: null,
  type: 'lead',
  email: null,
  phone: null,
  bsuid: null,
  username: null,
  source: null,
  status: null,
  country: null,
  groups: [],
  enabled: true,
  opted_out: false,
  address: null,
  city: null,
  state: null,
  zip: null,
  website: null,
  description: null,
  assignee_id: null,
  tags: [],
  custom_attributes: {},
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
};
