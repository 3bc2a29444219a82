/** Rows of one write: as many as a group commit of Posthorn has. */
const ROWS_MAX = 500;
/** Writes at once: while one waits for the disk the next is collected. */
const WRITES_MAX = 2;

interface Waiting<TRow> {
  readonly row: TRow;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects rows that come together and writes them as one; each caller is answered after the write of its own row. What a
 * developer does who wants the most of a library that takes many rows at once.
 */
export function collectRows<TRow>(write: (rows: readonly TRow[]) => Promise<void>): (row: TRow) => Promise<void> {
  const waiting: Waiting<TRow>[] = [];
  let writes = 0;
  let isPlanned = false;
  const plan = () => {
    if (isPlanned || writes >= WRITES_MAX || waiting.length === 0) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      void writeNext();
    });
  };
  const writeNext = async () => {
    const batch = waiting.splice(0, ROWS_MAX);
    writes++;
    try {
      await write(batch.map(({ row }) => row));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      writes--;
      plan();
    }
  };
  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      plan();
    });
}
