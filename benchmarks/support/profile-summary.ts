import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Ids of nodes, one for each sample. */
  readonly samples: readonly number[];
  /** µs before each sample. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
  };
}

/** Of one thread, in milliseconds of self time. */
interface ThreadTimes {
  readonly thread: string;
  readonly totalMs: number;
  readonly busyMs: number;
  readonly byFunction: ReadonlyMap<string, number>;
  /** By our own file, by package, or by what Node.js itself does. */
  readonly byPlace: ReadonlyMap<string, number>;
}

const TOP_FUNCTIONS = 25;
const TOP_PLACES = 20;
/** A thread that did next to nothing has nothing to tell. */
const BUSY_SHARE_MIN = 0.005;
/** What V8 calls time in which no JavaScript runs. `(program)` is native code, as of SQLite, and counts as work. */
const IDLE = '(idle)';

/**
 * What the threads of all processes did, by the CPU profiles in a folder: how busy each was, and the functions, files and
 * packages with the most self time. Text for people.
 */
export function summariseProfiles(folder: string): string {
  const threads = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => timesOf(name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile))
    .filter(({ busyMs, totalMs }) => busyMs > totalMs * BUSY_SHARE_MIN)
    .toSorted((a, b) => b.busyMs - a.busyMs);
  return threads.map(describeThread).join('\n');
}

function timesOf(file: string, { nodes, samples, timeDeltas }: CpuProfile): ThreadTimes {
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const byFunction = new Map<string, number>();
  const byPlace = new Map<string, number>();
  let [totalMs, idleMs] = [0, 0];
  for (const [index, id] of samples.entries()) {
    // A sample stands for the time until the next one.
    const ms = Math.max(0, timeDeltas[index + 1] ?? 0) / 1_000;
    const frame = nodeById.get(id)?.callFrame;
    if (frame === undefined) continue;
    totalMs += ms;
    if (frame.functionName === IDLE) {
      idleMs += ms;
      continue;
    }
    const place = placeOf(frame);
    add(byPlace, place, ms);
    add(byFunction, `${frame.functionName || '(anonymous)'}  ${place}:${frame.lineNumber + 1}`, ms);
  }
  return { thread: threadOf(file), totalMs, busyMs: totalMs - idleMs, byFunction, byPlace };
}

/** `CPU.<date>.<time>.<process>.<thread>.<number>.cpuprofile` */
function threadOf(file: string): string {
  const [process, thread] = file.split('.').slice(3, 5);
  return `process ${process}, thread ${thread}`;
}

function placeOf({ functionName, url }: ProfileNode['callFrame']): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  if (url.startsWith('node:')) return url;
  if (url.startsWith('wasm:')) return 'WebAssembly';
  const dependency = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (dependency !== undefined) return dependency;
  return /\/packages\/[^/]+\/src\/(.*)$/.exec(url)?.[1] ?? url.slice(url.lastIndexOf('/') + 1);
}

function add(times: Map<string, number>, name: string, ms: number): void {
  times.set(name, (times.get(name) ?? 0) + ms);
}

function describeThread({ thread, totalMs, busyMs, byFunction, byPlace }: ThreadTimes): string {
  const share = ((busyMs * 100) / totalMs).toFixed(0);
  return [
    `${thread}: busy ${(busyMs / 1_000).toFixed(1)} s of ${(totalMs / 1_000).toFixed(1)} s (${share} %), of which`,
    ...topOf(byPlace, busyMs, TOP_PLACES),
    '  and by function',
    ...topOf(byFunction, busyMs, TOP_FUNCTIONS),
    '',
  ].join('\n');
}

function topOf(times: ReadonlyMap<string, number>, busyMs: number, count: number): readonly string[] {
  return [...times]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([name, ms]) => `  ${((ms * 100) / busyMs).toFixed(1).padStart(5)} %  ${name}`);
}
