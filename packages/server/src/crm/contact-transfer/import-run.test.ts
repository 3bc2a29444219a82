import { describe, expect, test } from 'vitest';
import { type Contact, NEW_CONTACT } from '../../domain/contact.ts';
import type { ContactOutcome, ContactWish, SaveContactsFn } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import { idOf } from '../../domain/ids.ts';
import type { RunData, RunProblem } from '../../domain/run.ts';
import { createImportHandler, type ImportContext } from './import-run.ts';

const UUID = '0190a000-0000-7000-8000-000000000001';
const STARTED_AT_MS = 5_000;

interface ImportCase {
  readonly file: string;
  readonly params?: RunData;
  readonly progress?: RunData;
  readonly saveContacts?: SaveContactsFn;
  readonly rehearseContacts?: SaveContactsFn;
  /** Progress may be saved so often until the run is told to stop. */
  readonly savesMax?: number;
}

/** Carries out an import of one piece of text, in which every row that names somebody is a contact. */
async function runImport({ file, params, progress = {}, savesMax = Number.POSITIVE_INFINITY, ...over }: ImportCase) {
  const saved: ContactWish[] = [];
  const problems: RunProblem[] = [];
  const progresses: RunData[] = [];
  let nowMs = STARTED_AT_MS;
  const context: ImportContext = {
    labelsFor: () => ({ labels: noLabels, ensureLabel: noLabels }),
    readContact: (_, { phone, first_name, serial }) =>
      phone === 'bad'
        ? { ok: false, problems: [{ pointer: '/phone', message: 'Must be a number.' }] }
        : { ok: true, fields: { phone: String(phone), firstName: String(first_name) }, serial: Number(serial) },
    saveContacts: async (save) => {
      saved.push(...save.wishes);
      return save.wishes.map(() => created());
    },
    rehearseContacts: async ({ wishes }) => wishes.map(() => created()),
    pace: { chunkRows: () => 100, after: async () => {} },
    // Time goes by so fast that progress is saved after each chunk.
    nowMs: () => {
      nowMs += 1_000;
      return nowMs;
    },
    ...over,
  };
  const end = await createImportHandler(context)(
    {
      id: idOf('run', UUID),
      workspaceId: idOf('ws', UUID),
      params: { ...PARAMS, bytes: Buffer.byteLength(file), ...params },
      progress,
      startedAtMs: STARTED_AT_MS,
    },
    {
      isStopping: () => false,
      readInput: async (number) => (number === 0 ? file : null),
      saveProgress: async (state, more = []) => {
        progresses.push(state);
        problems.push(...more);
        return progresses.length < savesMax;
      },
    },
  );
  return { end, saved, problems, progresses };
}

const PARAMS = { mapping: {}, delimiter: ',', dry_run: false, create_labels: false, update_existing: true };

function noLabels(): never {
  throw new Error('No row names a label.');
}

function contactAt(createdAtMs: number): Contact {
  const ids = { id: idOf('cnt', UUID), workspaceId: idOf('ws', UUID), serial: 1, revision: 1 };
  return { ...NEW_CONTACT, ...ids, createdAtMs, updatedAtMs: createdAtMs, eventAtMs: createdAtMs };
}

function created(): ContactOutcome {
  return { kind: 'created', contact: contactAt(STARTED_AT_MS) };
}

function rows(count: number): string {
  return Array.from({ length: count }, (_, index) => `+49151${70_000_000 + index},Person\n`).join('');
}

describe('an import', () => {
  test('ends after 100,000 rows, which it keeps, and says so', async () => {
    const { end, saved } = await runImport({ file: `phone,name\n${rows(100_001)}` });
    expect(end).toMatchObject({ kind: 'failed', error: expect.stringContaining('more than 100,000 rows') });
    expect([saved.length, end.result.rows_read]).toEqual([100_000, 100_000]);
  });

  test('takes 100,000 rows to their end', async () => {
    const { end } = await runImport({ file: `phone,name\n${rows(100_000)}` });
    expect(end).toMatchObject({ kind: 'completed', result: { created: 100_000 } });
  });

  test('leaves out rows without text, and numbers the others as a spreadsheet does', async () => {
    const { end, problems, saved } = await runImport({ file: 'phone,name\n\n1,Ada\n,\nbad,Grace\n2\n' });
    expect(end).toMatchObject({ kind: 'completed', result: { rows_read: 5, created: 1, failed: 2 } });
    expect(saved).toHaveLength(1);
    expect(problems).toMatchObject([
      { row: 5, column: 'phone', value: 'bad', message: 'Must be a number.' },
      { row: 6, column: null, message: expect.stringContaining('1 cells and the heading 2') },
    ]);
  });

  test('takes a cell above 64 KB for a problem of its row', async () => {
    const file = `phone,name\n1,${'x'.repeat(65_536)}\n2,${'x'.repeat(65_537)}\n`;
    const { end, problems } = await runImport({ file });
    expect(end.result).toMatchObject({ created: 1, failed: 1 });
    expect(problems).toMatchObject([{ row: 3, column: 'name', message: expect.stringContaining('64 KB') }]);
  });

  test('stops where it is told to, and goes on from there', async () => {
    const file = `phone,name\n${rows(250)}`;
    const first = await runImport({ file, savesMax: 1 });
    expect(first.end).toMatchObject({ kind: 'stopped', result: { rows_read: 100, created: 100 } });
    const second = await runImport({ file, progress: first.progresses.at(-1) ?? {} });
    expect(second.end).toMatchObject({ kind: 'completed', result: { rows_read: 250, created: 250 } });
    expect(second.saved).toHaveLength(150);
  });

  test('counts a contact that it made before a crash as made, and one of somebody else as what it is', async () => {
    const taken = { kind: 'failed', error: new PosthornError('conflict', 'Taken.') } as const;
    const { end, problems } = await runImport({
      file: `phone,name\n${rows(103)}`,
      params: { update_existing: false },
      progress: { rows_read: 100, created: 100 },
      saveContacts: async ({ wishes: [own] }) => {
        const id = own?.kind === 'create' ? own.contactId : undefined;
        const contact = { ...contactAt(STARTED_AT_MS), ...(id === undefined ? {} : { id }) };
        return [{ kind: 'unchanged', contact }, { kind: 'unchanged', contact: contactAt(STARTED_AT_MS) }, taken];
      },
    });
    expect(end.result).toMatchObject({ created: 101, unchanged: 1, failed: 1 });
    expect(problems).toMatchObject([{ row: 104, message: 'Taken.' }]);
  });

  test('asks for the same contact whenever a row is read', async () => {
    const file = `phone,name\n${rows(120)}`;
    const [first, again] = [await runImport({ file }), await runImport({ file, progress: { rows_read: 100 } })];
    const idsOf = (wishes: readonly ContactWish[]) => wishes.map((wish) => 'contactId' in wish && wish.contactId);
    expect(idsOf(again.saved)).toEqual(idsOf(first.saved).slice(100));
  });

  test('is tried again later when others keep changing the same contacts', async () => {
    const failing = runImport({
      file: 'phone\n1\n',
      saveContacts: async () => {
        throw new PosthornError('conflict', 'Others keep changing it.');
      },
    });
    await expect(failing).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
