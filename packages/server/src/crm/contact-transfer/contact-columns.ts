import { guardCsvCell } from '../../domain/csv-cell.ts';
import type { ContactResource } from '../../domain/event-catalogue/crm-data.ts';
import { joinList } from './cell-values.ts';
import { type AttributeType, type ColumnTarget, FIELD_NAMES, type FieldName, headingOf } from './column-mapping.ts';

/** The columns of an export: the id, every field, and the custom attributes that contacts have. */
export interface ExportColumns {
  readonly heading: readonly string[];
  readonly toCells: (contact: ContactResource) => readonly string[];
}

/**
 * Columns that an import understands by their headings.
 *
 * @param attributes Every custom attribute with its type. One that is not always of the same type has a column for each.
 */
export function exportColumns(attributes: readonly ColumnTarget[]): ExportColumns {
  const targets: readonly ColumnTarget[] = [
    ...FIELD_NAMES.map((field) => ({ kind: 'field' as const, field })),
    ...attributes,
  ];
  return {
    heading: ['id', ...targets.map(headingOf)],
    toCells: (contact) => [contact.id, ...targets.map((target) => toCell(contact, target))],
  };
}

/** Columns that are there whatever the contacts have. */
export const FIXED_COLUMN_COUNT = FIELD_NAMES.length + 1;

/** The columns that the custom attributes of a contact need. */
export function attributesOf(contact: ContactResource): readonly ColumnTarget[] {
  return Object.entries(contact.custom_attributes).flatMap(([name, value]) =>
    value === null ? [] : [{ kind: 'attribute' as const, name, type: typeOf(value) }],
  );
}

function typeOf(value: string | number | boolean): AttributeType {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function toCell(contact: ContactResource, target: ColumnTarget): string {
  if (target.kind === 'field') return fieldCell(contact, target.field);
  const value = Object.hasOwn(contact.custom_attributes, target.name) ? contact.custom_attributes[target.name] : null;
  if (value === null || value === undefined || typeOf(value) !== target.type) return '';
  return typeof value === 'string' ? guardCsvCell(value) : String(value);
}

function fieldCell(contact: ContactResource, field: FieldName): string {
  switch (field) {
    case 'serial':
    case 'enabled':
    case 'opted_out':
      return String(contact[field]);
    case 'source':
    case 'status':
      return guardCsvCell(contact[field]?.name ?? '');
    case 'country':
      return contact.country?.id ?? '';
    case 'groups':
      return guardCsvCell(joinList(contact.groups.map((group) => group.name)));
    case 'tags':
      return guardCsvCell(joinList(contact.tags));
    // E.164 with +: digits, which no spreadsheet takes for a formula that does anything.
    case 'phone':
      return contact.phone ?? '';
    default:
      return guardCsvCell(contact[field] ?? '');
  }
}
