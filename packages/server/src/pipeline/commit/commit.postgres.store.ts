import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { EndpointId, EventId, WorkspaceId } from '../../domain/ids.ts';
import { LINES_POSTGRES } from '../../platform/db/delivery-line.ts';
import { COMMIT_CONNECTIONS, type PostgresStore } from '../../platform/db/postgres-store.ts';
import { RecordConflictError, type RecordTable, type RecordWrite } from '../../platform/db/record-write.ts';
import { type RowShape, RowTypes } from '../../platform/db/row-types.ts';
import { RowWriter } from '../../platform/db/row-writer.ts';
import {
  type CommitPart,
  commitStatement,
  PART_SHAPES,
  recordShape,
  STALE_RECORD_STATE,
} from './commit.postgres.sql.ts';
import type { CommitBatch, CommitStore } from './commit-batch.ts';
import { toAttemptRow, toDeliveryRow, toEventRow, toQuarantineRow, toRecordRow, toReleaseRow } from './commit-rows.ts';

/**
 * The group commit on PostgreSQL: one statement is one round trip and one transaction. Each table's rows are one binary
 * parameter (`RowTypes`): of JSON (`json_to_recordset`) the server's processes needed three times as long to read it.
 *
 * It has connections of its own, on which its plan is kept (decision 0036). Where lines are left it goes with statements that
 * are planned each time, on a connection like all others.
 */
export async function openPostgresCommitStore(
  { pool, commitPool }: Pick<PostgresStore, 'pool' | 'commitPool'>,
  takePositionLockSql: string,
): Promise<CommitStore> {
  const rowTypes = new RowTypes(pool);
  // Ahead, so that `appendIn` need not ask for a connection beside the one that it was given.
  await rowTypes.prepare(Object.values(PART_SHAPES).flat());
  const statements = new Statements(rowTypes, takePositionLockSql);
  const writers: RowWriter[] = [];

  /** Whoever fails may still be sending: its writer is not used again. */
  async function withWriter<Result>(use: (writer: RowWriter) => Promise<Result>): Promise<Result> {
    const writer = writers.pop() ?? new RowWriter();
    try {
      const result = await use(writer);
      writer.reset();
      if (writer.isKept) writers.push(writer);
      return result;
    } catch (error) {
      rowTypes.onFailed(error);
      throw error;
    }
  }

  return {
    concurrency: COMMIT_CONNECTIONS,
    commit: (batch) =>
      withWriter(async (writer) => {
        const statement = await statements.of(batch, writer);
        if (statement === null) return new Map();
        const lines = linesLeft(batch);
        const result =
          lines.length === 0 ? await query(commitPool, statement) : await queryInLines(pool, statement, lines);
        return new Map(result.rows.map((row) => [row.id, Number(row.position)]));
      }),
    appendIn: (trx, entries) =>
      withWriter(async (writer) => {
        const statement = await statements.of({ ...EMPTY_BATCH, events: entries }, writer);
        if (statement !== null) await trx.executeQuery(CompiledQuery.raw(statement.text, [...statement.values]));
      }),
  };
}

/** One order of tables makes fewer statements, and nodes never wait for each other in a circle. */
function byName([a]: readonly [RecordTable, unknown], [b]: readonly [RecordTable, unknown]): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

const EMPTY_BATCH: CommitBatch = { events: [], records: [], attempts: [], releases: [], quarantine: [] };

interface AppendedRow {
  readonly id: EventId;
  readonly position: number | string;
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly Buffer[];
}

/** The statements of batches. Their texts are few and long, and are put together once. */
class Statements {
  readonly #rowTypes: RowTypes;
  readonly #takePositionLockSql: string;
  readonly #texts = new Map<string, Pick<Statement, 'name' | 'text'>>();

  constructor(rowTypes: RowTypes, takePositionLockSql: string) {
    this.#rowTypes = rowTypes;
    this.#takePositionLockSql = takePositionLockSql;
  }

  /**
   * @param writer Holds the values.
   * @returns null when the batch is empty.
   */
  async of(batch: CommitBatch, writer: RowWriter): Promise<Statement | null> {
    const parts = partsOf(batch);
    if (parts.length === 0 && batch.records.length === 0) return null;
    const records = new Map([...Map.groupBy(batch.records, (write) => write.table)].sort(byName));
    const parameters = [...parts.flatMap((part) => part.parameters), ...Array.from(records, toParameter)];
    await this.#rowTypes.prepare(parameters.map(({ shape }) => shape));
    const values = parameters.map(({ shape, rows }) => this.#rowTypes.write(writer, shape, rows));
    return { ...this.#textOf(parts, [...records.keys()]), values };
  }

  #textOf(parts: readonly PartOfBatch[], tables: readonly RecordTable[]): Pick<Statement, 'name' | 'text'> {
    const names = parts.map(({ part }) => part);
    const key = [...names, ...tables.map((table) => table.name)].join();
    let statement = this.#texts.get(key);
    if (statement === undefined) {
      statement = commitStatement(names, tables, this.#takePositionLockSql);
      this.#texts.set(key, statement);
    }
    return statement;
  }
}

interface Parameter {
  readonly shape: RowShape;
  readonly rows: readonly object[];
}

function toParameter([table, writes]: readonly [RecordTable, readonly RecordWrite[]]): Parameter {
  return { shape: recordShape(table), rows: writes.map(toRecordRow) };
}

interface LineLeft {
  readonly workspace_id: WorkspaceId;
  readonly endpoint_id: EndpointId;
  readonly order_key: string;
}

/** The lines of which a delivery leaves the queue. */
function linesLeft({ attempts }: CommitBatch): readonly LineLeft[] {
  const lines: LineLeft[] = [];
  for (const { attempt, after, orderKey } of attempts) {
    if (orderKey === null || after.kind !== 'finished') continue;
    lines.push({ workspace_id: attempt.workspaceId, endpoint_id: attempt.endpointId, order_key: orderKey });
  }
  return lines;
}

/** A statement of its own lets the next of each line go, for it has to see what others committed up to the lock of the line. */
async function queryInLines(
  pool: pg.Pool,
  statement: Statement,
  lines: readonly LineLeft[],
): Promise<pg.QueryResult<AppendedRow>> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    const values = [JSON.stringify(lines)];
    await client.query('BEGIN');
    await client.query({ name: 'lock-lines', text: LINES_POSTGRES.lock, values });
    const result = await query(client, statement);
    await client.query({ name: 'let-next-go', text: LINES_POSTGRES.letNextGo, values });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection on which this fails is broken, and is not to be used again.
    await client.query('ROLLBACK').catch((reason: Error) => {
      failure = reason;
    });
    throw error;
  } finally {
    client.release(failure);
  }
}

async function query(
  pool: pg.Pool | pg.PoolClient,
  { name, text, values }: Statement,
): Promise<pg.QueryResult<AppendedRow>> {
  try {
    return await pool.query<AppendedRow>({ name, text, values: [...values] });
  } catch (error) {
    if ((error as { code?: unknown }).code === STALE_RECORD_STATE) throw new RecordConflictError(error);
    throw error;
  }
}

interface PartOfBatch {
  readonly part: CommitPart;
  readonly parameters: readonly Parameter[];
}

function partsOf(batch: CommitBatch): readonly PartOfBatch[] {
  const deliveries = batch.events.flatMap((entry) =>
    entry.deliveries.map((delivery) => toDeliveryRow(entry, delivery)),
  );
  const parts = [
    toPart('events', [batch.events.map(toEventRow), deliveries]),
    toPart('attempts', [batch.attempts.map(toAttemptRow)]),
    toPart('releases', [batch.releases.map(toReleaseRow)]),
    toPart('quarantine', [batch.quarantine.map(toQuarantineRow)]),
  ];
  return parts.filter(({ parameters }) => parameters.some(({ rows }) => rows.length > 0));
}

function toPart(part: CommitPart, rows: readonly (readonly object[])[]): PartOfBatch {
  return { part, parameters: PART_SHAPES[part].map((shape, index) => ({ shape, rows: rows[index] ?? [] })) };
}
