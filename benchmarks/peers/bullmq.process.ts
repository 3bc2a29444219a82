import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { collectRows } from './batches.ts';
import { type PeerEvent, startIngest } from './ingest.ts';
import { readOrder, ready } from './peer-order.ts';
import { createPost, type PeerAttempt } from './post.ts';

/**
 * Webhooks over BullMQ: what comes in is added in bulk, a worker POSTs it. The log row of an attempt is what the worker
 * returns, which BullMQ writes in the same script that finishes the job; finished jobs are kept, as a delivery log is.
 */
const QUEUE = 'deliveries';

const { role, storeUrl, receiverUrl, appSecret, settings } = await readOrder();
// What the guide "Going to production" asks of a worker's connection.
const connection = () => new Redis(storeUrl, { maxRetriesPerRequest: null });

const port = role === 'work' ? 0 : await startAdding();
if (role !== 'ingest') startWorking();
ready(port);

async function startAdding(): Promise<number> {
  const queue = new Queue<PeerEvent>(QUEUE, {
    connection: connection(),
    defaultJobOptions: {
      attempts: 8,
      backoff: { type: 'exponential', delay: 5_000 },
      removeOnComplete: false,
      removeOnFail: false,
    },
  });
  await queue.waitUntilReady();
  const keep = collectRows<PeerEvent>(async (events) => {
    // The id of a job is there once: a message that comes twice is one job.
    await queue.addBulk(events.map((event) => ({ name: 'deliver', data: event, opts: { jobId: event.id } })));
  });
  return startIngest({ appSecret, keep });
}

function startWorking(): void {
  const post = createPost(receiverUrl);
  for (let number = 0; number < settings.workers; number++) {
    const worker = new Worker<PeerEvent, PeerAttempt>(
      QUEUE,
      async (job) => {
        const attempt = await post(job.data, job.attemptsMade + 1);
        if (attempt.outcome === 'failed') throw new Error(JSON.stringify(attempt));
        return attempt;
      },
      { connection: connection(), concurrency: settings.concurrency },
    );
    worker.on('error', (error) => console.error(error));
  }
}
