import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../../src/domain/event-catalogue/catalogue.ts';
import { fieldConditionsOf } from '../../src/domain/event-filter/condition.ts';
import { mayHaveField } from '../../src/domain/event-filter/known-field.ts';
import { parseFilter } from '../../src/domain/event-filter/parse-filter.ts';

const page = readFileSync(new URL('../../../../docs/guides/filtering-events.md', import.meta.url), 'utf8');
const examples = page.slice(page.indexOf('## Examples'), page.indexOf('## What conditions can look at'));

test('every example of docs/guides/filtering-events.md is a filter on fields that events have', () => {
  const texts = [...examples.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text ?? '');
  expect(texts.length).toBeGreaterThan(4);
  for (const text of texts) {
    const parsed = parseFilter(JSON.parse(text));
    if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
    const isCustom = text.includes('custom.');
    const unknown = fieldConditionsOf(parsed.condition).filter(
      ({ segments: [root, ...inner] }) =>
        root === 'data' && !isCustom && !EVENT_TYPES.some((row) => mayHaveField(row, inner)),
    );
    expect(unknown).toEqual([]);
  }
});
