import { PgBoss } from 'pg-boss';
import { collectRows } from './batches.ts';
import { type PeerEvent, startIngest } from './ingest.ts';
import { readOrder, ready } from './peer-order.ts';
import { createPost } from './post.ts';

/**
 * Webhooks over pg-boss: what comes in is inserted in batches; workers fetch batches, POST them and complete them. The log
 * row of an attempt is the output of its job, which is written by the statement that completes the batch.
 */
const QUEUE = 'deliveries';
/** Requests to the database at once: those of the workers and of the way in. */
const CONNECTIONS = 12;

const { role, storeUrl, receiverUrl, appSecret, settings } = await readOrder();
const boss = new PgBoss({ connectionString: storeUrl, max: CONNECTIONS, schedule: false, useListenNotify: true });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE, { retryLimit: 8, retryDelay: 5, retryBackoff: true, notify: true });

const port = role === 'work' ? 0 : await startInserting();
if (role !== 'ingest') await startWorking();
ready(port);

function startInserting(): Promise<number> {
  const keep = collectRows<PeerEvent>(async (events) => {
    // The id of a job is there once: a message that comes twice is one job.
    const byId = new Map(events.map((event) => [event.id, event]));
    await boss.insert(
      QUEUE,
      [...byId.values()].map((event) => ({ id: event.id, data: event })),
    );
  });
  return startIngest({ appSecret, keep });
}

async function startWorking(): Promise<void> {
  const post = createPost(receiverUrl);
  const options = {
    batchSize: settings.batch,
    localConcurrency: settings.workers,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 0.5,
    perJobResults: true,
  } as const;
  await boss.work<PeerEvent>(QUEUE, options, async (jobs) => {
    const attempts = await Promise.all(jobs.map((job) => post(job.data, 1)));
    return attempts.map((attempt) => ({
      id: attempt.event_id,
      status: attempt.outcome === 'succeeded' ? ('completed' as const) : ('failed' as const),
      output: attempt,
    }));
  });
}
