import type { FilterObject } from '@posthorn/server/domain/event-filter/filter-object.ts';
import type { filterWords } from '../../words/filters.ts';

/** Filters to begin with; the values are to be replaced. */
export const FILTER_EXAMPLES: Readonly<Record<keyof typeof filterWords.examples, FilterObject>> = {
  inbound: { type: 'message.received', 'data.type': 'text' },
  failed: { type: 'message.failed', 'data.error.code': { $in: [131026, 131047] } },
  media: { type: 'message.received', 'data.type': { $in: ['image', 'video'] } },
  country: { 'contact.phone': { $startsWith: '49' } },
  source: { type: { $startsWith: 'contact.' }, 'data.source.name': 'Web shop' },
};
