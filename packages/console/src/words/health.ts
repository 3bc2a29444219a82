import { plural } from '../lib/format.ts';

/** Words of the health page. */
export const healthWords = {
  title: 'Health',
  well: (nodes: number) => `${plural(nodes, 'node')} and the database are well.`,
  troubled: 'Something needs you.',
  nodes: {
    title: 'Nodes',
    columns: {
      host: 'Host',
      state: 'State',
      version: 'Version',
      node: 'Node.js',
      started: 'Started',
      seen: 'Last seen',
      inFlight: 'In flight',
    },
    running: 'running',
    stale: 'not heard of',
    answers: 'answers you',
    process: (id: number) => `process ${id}`,
  },
  database: {
    title: 'Database',
    kinds: { sqlite: 'SQLite', postgres: 'PostgreSQL' },
    kind: 'Kind',
    size: 'Size on disk',
    read: 'A read, just now',
    commit: 'A durable commit, just now',
  },
  queue: {
    title: 'Queue',
    waiting: 'Deliveries waiting here',
    oldest: 'Oldest has waited',
    none: 'nothing waits',
    inFlight: 'Attempts in flight, all workspaces',
    messages: 'Messages that Meta has not taken yet',
    see: 'see them',
  },
  versions: {
    title: 'Versions',
    posthorn: 'Posthorn',
    console: 'Console',
    api: 'API reference',
    note: 'Nodes of different versions may run side by side while you update; not for longer.',
  },
} as const;
