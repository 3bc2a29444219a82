import * as z from 'zod';
import type { LabelId } from '../../domain/label.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { CONTACTS_COUNTED_MAX, CONTACTS_OF_LABEL_MAX, countContacts } from './contact-counts.store.ts';

const byId = z.record(z.string(), z.int());

const countsView = z
  .object({
    total: z.int().describe(`At most ${CONTACTS_COUNTED_MAX}: then there are as many or more.`),
    total_max: z.int(),
    by_label: byId.describe(
      `By the id of a status or source, at most ${CONTACTS_OF_LABEL_MAX} each. Those that are not there have none.`,
    ),
    by_label_max: z.int(),
    by_group: byId.nullable().describe('By the id of a contact group. Null: there are too many contacts to look at.'),
  })
  .meta({ id: 'ContactCounts' });

/** GET /v1/contacts/counts: how many there are, beside the names of lists. */
export function countsRoute(api: ApiServer, ctx: { readonly store: Store }): void {
  api.route({
    method: 'GET',
    url: '/v1/contacts/counts',
    config: { access: { who: 'workspace', permission: 'contacts.read' } },
    schema: {
      tags: ['Contacts'],
      summary: 'Count contacts, and those of each status, source and group',
      description: 'What is counted is bounded, so that it stays quick in a workspace of any size.',
      response: { 200: countsView },
    },
    handler: async (request) => {
      const { total, byLabel, byGroup } = await countContacts(ctx.store, workspaceOf(request));
      return {
        total,
        total_max: CONTACTS_COUNTED_MAX,
        by_label: toRecord(byLabel),
        by_label_max: CONTACTS_OF_LABEL_MAX,
        by_group: byGroup === null ? null : toRecord(byGroup),
      };
    },
  });
}

function toRecord(counts: ReadonlyMap<LabelId, number>): Record<string, number> {
  return Object.fromEntries(counts);
}
