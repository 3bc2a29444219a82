import * as z from 'zod';
import { ATTEMPT_TRIGGERS, DELIVERY_STATES } from '../../domain/delivery.ts';
import { STANDING_WORDS, type StandingWord, standingsOfState } from '../../domain/delivery-standing.ts';
import { idParam, phoneParam, timeParam } from '../../platform/http/query-params.ts';
import type { DeliveryFilter } from './delivery-rows.store.ts';

/** Values with commas between, each one of the words: `?state=exhausted,canceled`. */
function listParam<const TWord extends string>(words: readonly [TWord, ...TWord[]]) {
  return z
    .string()
    .max(128)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(words)).min(1).max(words.length));
}

/** What is looked at anew at once: a page of a list. */
const IDS_MAX = 100;

/** Ids of deliveries with commas between. */
export const idsParam = z
  .string()
  .max(IDS_MAX * 41)
  .transform((text) => text.split(','))
  .pipe(z.array(idParam('dlv')).min(1).max(IDS_MAX));

const state = 'Any of these. Several stand with commas between.';
const standing =
  'Finer than the state: of what is pending, `pending` waits for its first attempt, `retrying` for a later one, and `held` for its endpoint to be enabled.';

const trigger = 'Why the next attempt is made, or else why the last one was: any of these.';

const subject = {
  type: z.string().min(1).max(128).optional(),
  endpoint: idParam('ep').optional(),
  event: idParam('evt').optional(),
  run: idParam('run').optional().describe('Those that a replay or recovery made.'),
  since: timeParam.optional(),
  until: timeParam.optional(),
  channel: idParam('chn').optional(),
  wamid: z.string().min(1).max(512).optional(),
  phone: phoneParam.optional(),
  bsuid: z.string().min(1).max(256).optional(),
};

/** What deliveries can be searched by, in a query. */
export const filterQuery = {
  ...subject,
  state: listParam(DELIVERY_STATES).optional().describe(state),
  standing: listParam(STANDING_WORDS).optional().describe(standing),
  trigger: listParam(ATTEMPT_TRIGGERS).optional().describe(trigger),
};

/** The same in a body, where lists are lists. */
export const filterBody = z.strictObject({
  ...subject,
  state: z.array(z.enum(DELIVERY_STATES)).min(1).max(DELIVERY_STATES.length).optional(),
  standing: z.array(z.enum(STANDING_WORDS)).min(1).max(STANDING_WORDS.length).optional().describe(standing),
  trigger: z.array(z.enum(ATTEMPT_TRIGGERS)).min(1).max(ATTEMPT_TRIGGERS.length).optional().describe(trigger),
});

/** A filter as either of the two schemas gives it. */
export type FilterInput = z.output<typeof filterBody>;

/** What the store is asked for. */
export function toFilter(input: FilterInput): DeliveryFilter {
  return {
    type: input.type,
    endpointId: input.endpoint,
    eventId: input.event,
    runId: input.run,
    triggers: input.trigger,
    standings: standingsOf(input),
    sinceMs: input.since,
    untilMs: input.until,
    channelId: input.channel,
    wamid: input.wamid,
    phone: input.phone,
    bsuid: input.bsuid,
  };
}

/** What is of one of the states and of one of the standings, where both are given. */
function standingsOf({ state: states, standing: standings }: FilterInput): readonly StandingWord[] | undefined {
  const ofStates = states?.flatMap(standingsOfState);
  if (ofStates === undefined) return standings;
  return standings === undefined ? ofStates : ofStates.filter((one) => standings.includes(one));
}
