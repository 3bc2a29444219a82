import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STATUS_BY_CODE } from '../../src/domain/errors.ts';
import { EVENT_TYPES } from '../../src/domain/event-catalogue/catalogue.ts';
import { nounOf } from '../../src/domain/event-catalogue/event-type.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';

test('docs/reference/errors.md lists every error code with its status', () => {
  const rows = [...readPage('errors.md').matchAll(/^\| `([a-z_]+)` \| (\d{3}) \|/gm)];
  expect(Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]))).toEqual(STATUS_BY_CODE);
});

test('docs/reference/metrics.md lists every metric of Posthorn', () => {
  const rows = [...readPage('metrics.md').matchAll(/^\| `(posthorn_[a-z_]+)/gm)].map(([, name]) => name);
  const { registry } = createMetrics();
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  expect(rows.toSorted()).toEqual(names.filter((name) => name.startsWith('posthorn_')).toSorted());
});

test('docs/reference/events.md speaks of every kind of event there is', () => {
  const page = readPage('events.md');
  const missing = EVENT_TYPES.filter(({ type }) => !page.includes(`\`${nounOf(type)}.`));
  expect(missing.map(({ type }) => type)).toEqual([]);
});

function readPage(name: string): string {
  return readFileSync(new URL(`../../../../docs/reference/${name}`, import.meta.url), 'utf8');
}
