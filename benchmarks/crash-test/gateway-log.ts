import { call } from '../support/gateway-process.ts';

/** A row of the delivery log, as far as it is judged. */
export interface LogRow {
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly outcome: 'succeeded' | 'failed' | 'unknown';
  readonly delivery_state: string | null;
}

/** What a process has counted since it began. */
export interface Counters {
  readonly attempts: number;
  readonly delivered: number;
}

type Headers = Readonly<Record<string, string>>;

interface Page<TItem> {
  readonly data: readonly TItem[];
  readonly next_cursor: string | null;
}

/** Pages of 100 rows: far more than a round makes. */
const PAGES_MAX = 2_000;

/** Every row of the log since then, by the API. @param sinceMs Epoch ms. */
export async function readLog(url: string, headers: Headers, sinceMs: number): Promise<readonly LogRow[]> {
  const rows: LogRow[] = [];
  const since = encodeURIComponent(new Date(sinceMs).toISOString());
  let cursor: string | null = '';
  for (let page = 0; cursor !== null && page < PAGES_MAX; page++) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const answer: Page<LogRow> = await call(`${url}/v1/attempts?limit=100&since=${since}${from}`, headers);
    rows.push(...answer.data);
    cursor = answer.next_cursor;
  }
  return rows;
}

/** Deliveries that wait or are on their way, by the API: 100 stands for more. */
export async function countPending(url: string, headers: Headers): Promise<number> {
  const page = await call<Page<unknown>>(`${url}/v1/deliveries?state=pending&limit=100`, headers);
  return page.data.length;
}

/** What `/metrics` of one process says. */
export async function readCounters(url: string): Promise<Counters> {
  const answer = await fetch(`${url}/metrics`);
  const lines = (await answer.text()).split('\n');
  const sum = (start: string) =>
    lines.filter((line) => line.startsWith(start)).reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
  return {
    attempts: sum('posthorn_attempts_total{'),
    delivered: sum('posthorn_deliveries_total{state="delivered"}'),
  };
}
