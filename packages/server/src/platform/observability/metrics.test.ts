import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('has a measurement for every step of an event, and those of the process', async () => {
  const text = await createMetrics().registry.metrics();
  const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${type} ${name}`);
  expect(names.filter((name) => name.includes('posthorn_')).toSorted()).toEqual([
    'counter posthorn_attempts_total',
    'counter posthorn_deliveries_total',
    'counter posthorn_events_duplicate_total',
    'counter posthorn_events_total',
    'counter posthorn_media_bytes_total',
    'counter posthorn_media_fetched_total',
    'counter posthorn_messages_sent_total',
    'counter posthorn_publish_held_total',
    'counter posthorn_quarantined_total',
    'counter posthorn_stream_cut_off_total',
    'counter posthorn_stream_dropped_total',
    'counter posthorn_stream_frames_total',
    'counter posthorn_unauthenticated_webhooks_total',
    'counter posthorn_webhooks_received_total',
    'gauge posthorn_database_connections',
    'gauge posthorn_in_flight',
    'gauge posthorn_messages_queued',
    'gauge posthorn_queue_depth',
    'gauge posthorn_stream_clients',
    'histogram posthorn_attempt_duration_seconds',
    'histogram posthorn_commit_duration_seconds',
    'histogram posthorn_commit_rows',
  ]);
  expect(names).toContain('gauge process_resident_memory_bytes');
});

test('counts under the labels that dashboards ask for', async () => {
  const metrics = createMetrics();
  metrics.attempts.inc({ outcome: 'failed', error_class: 'timeout' });
  metrics.deliveries.inc({ state: 'delivered' }, 3);
  metrics.attemptDurationSeconds.observe(0.02);
  const text = await metrics.registry.metrics();
  expect(text).toContain('posthorn_attempts_total{outcome="failed",error_class="timeout"} 1');
  expect(text).toContain('posthorn_deliveries_total{state="delivered"} 3');
  expect(text).toContain('posthorn_attempt_duration_seconds_bucket{le="0.025"} 1');
});

test('tells the whole count each time it is asked, and counts on', async () => {
  const metrics = createMetrics();
  const told = () => metrics.registry.getSingleMetricAsString('posthorn_events_total');
  expect(await told()).not.toContain('posthorn_events_total{');
  metrics.events.inc({ origin: 'meta' }, 2);
  expect([await told(), await told()]).toEqual(Array(2).fill(expect.stringContaining('{origin="meta"} 2')));
  metrics.events.inc({ origin: 'meta' });
  metrics.events.inc({ origin: 'crm' });
  const text = await told();
  expect(text).toContain('{origin="meta"} 3');
  expect(text).toContain('{origin="crm"} 1');
});

test('has no label that could hold a workspace or an endpoint', async () => {
  const metrics = await createMetrics().registry.getMetricsAsJSON();
  const text = JSON.stringify(
    metrics.filter((metric) => metric.name.startsWith('posthorn_')).map((metric) => metric.values),
  );
  expect(text).not.toMatch(/workspace|endpoint|channel/);
});

test('two gateways in one process count apart', async () => {
  const one = createMetrics();
  const other = createMetrics();
  one.duplicateEvents.inc();
  expect(await other.registry.getSingleMetricAsString('posthorn_events_duplicate_total')).toContain('_total 0');
});
