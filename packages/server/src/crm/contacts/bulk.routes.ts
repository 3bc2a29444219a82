import * as z from 'zod';
import type { ContactOutcome, ContactWish, SaveContactsFn } from '../../domain/contact-save.ts';
import { PosthornError, STATUS_BY_CODE } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { LabelBook } from '../../domain/label.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idParam } from '../../platform/http/query-params.ts';
import { type ContactInputContext, readContactBody, TELL_WHO, tellsWho } from './contact-input.ts';
import { createContactBody, listEdits, updateContactBody } from './contact-schemas.ts';
import { editLists } from './edit-lists.ts';

/** Operations of one call. */
const OPERATIONS_MAX = 1_000;
/** A thousand contacts with every field filled in well. */
const BODY_BYTES_MAX = 4 * 1_024 * 1_024;

const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), contact: createContactBody }),
  z.strictObject({
    op: z.literal('upsert').describe('Changes the contact that has the BSUID or the number, or makes it.'),
    contact: createContactBody,
  }),
  z.strictObject({ op: z.literal('update'), id: idParam('cnt'), contact: updateContactBody }),
  z.strictObject({
    op: z.literal('edit_lists').describe('Puts tags and contact groups in and takes them out; all others stay.'),
    id: idParam('cnt'),
    ...listEdits,
  }),
  z.strictObject({ op: z.literal('delete'), id: idParam('cnt') }),
]);

const bulkBody = z.strictObject({ operations: z.array(operation).min(1).max(OPERATIONS_MAX) });

const bulkResult = z.object({
  result: z.enum(['created', 'updated', 'unchanged', 'deleted', 'failed']),
  id: z.string().nullable(),
  serial: z.int().nullable(),
  error: z
    .object({
      code: z.string(),
      status: z.int(),
      detail: z.string(),
      errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
    })
    .nullable(),
});

const bulkView = z
  .object({
    counts: z.object({
      created: z.int(),
      updated: z.int(),
      unchanged: z.int(),
      deleted: z.int(),
      failed: z.int(),
    }),
    results: z.array(bulkResult).describe('One for each operation, in order.'),
  })
  .meta({ id: 'ContactsBulk' });

interface BulkRouteContext {
  readonly saveContacts: SaveContactsFn;
  readonly labels: (workspaceId: WorkspaceId) => LabelBook;
  readonly defaultCountry: (workspaceId: WorkspaceId) => string | null;
}

/** `POST /v1/contacts/bulk`: up to 1,000 operations, each with a result of its own. */
export function bulkRoute(api: ApiServer, ctx: BulkRouteContext): void {
  api.route({
    method: 'POST',
    url: '/v1/contacts/bulk',
    bodyLimit: BODY_BYTES_MAX,
    config: { access: { who: 'workspace', permission: 'contacts.write' }, idempotent: true },
    schema: {
      tags: ['Contacts'],
      summary: 'Create, change and delete up to 1,000 contacts',
      description: 'What can be carried out is carried out together; what cannot has an error in its place.',
      body: bulkBody,
      response: { 200: bulkView },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const input = { labels: ctx.labels(workspaceId), defaultCountry: ctx.defaultCountry(workspaceId) };
      const read = request.body.operations.map((one) => readOperation(one, input));
      const wishes = read.filter((one): one is ContactWish => !(one instanceof PosthornError));
      const saved = [...(await ctx.saveContacts({ workspaceId, wishes, actor: actorOf(request) }))];
      const outcomes = read.map((one): ContactOutcome | undefined =>
        one instanceof PosthornError ? { kind: 'failed', error: one } : saved.shift(),
      );
      return toView(outcomes.filter((outcome) => outcome !== undefined));
    },
  });
}

function readOperation(one: z.output<typeof operation>, input: ContactInputContext): ContactWish | PosthornError {
  if (one.op === 'delete') return { kind: 'delete', id: one.id, expectedRevision: null };
  if (one.op === 'edit_lists') return readListEdits(one, input);
  const read = readContactBody(one.contact, input);
  if (!read.ok) return new PosthornError('invalid_request', 'The contact is not valid.', { fields: read.problems });
  if (one.op === 'update') return { kind: 'update', id: one.id, patch: read.fields, expectedRevision: null };
  if (!tellsWho(read.fields)) {
    return new PosthornError('invalid_request', 'The contact is not valid.', { fields: [TELL_WHO] });
  }
  return { kind: one.op, fields: read.fields, serial: one.contact.serial ?? null };
}

function readListEdits(
  one: Extract<z.output<typeof operation>, { op: 'edit_lists' }>,
  { labels }: ContactInputContext,
): ContactWish | PosthornError {
  const unknown = one.add_group_ids.findIndex((id) => labels.byId.get(id)?.kind !== 'contact_group');
  if (unknown >= 0) {
    const fields = [{ pointer: `/add_group_ids/${unknown}`, message: 'There is no such contact group.' }];
    return new PosthornError('invalid_request', 'The contact is not valid.', { fields });
  }
  const edits = {
    addTags: one.add_tags,
    removeTags: one.remove_tags,
    addGroupIds: one.add_group_ids,
    removeGroupIds: one.remove_group_ids,
  };
  return { kind: 'update', id: one.id, patch: (contact) => editLists(contact, edits), expectedRevision: null };
}

function toView(outcomes: readonly ContactOutcome[]): z.output<typeof bulkView> {
  const counts = { created: 0, updated: 0, unchanged: 0, deleted: 0, failed: 0 };
  for (const { kind } of outcomes) counts[kind] += 1;
  return { counts, results: outcomes.map(toResult) };
}

function toResult(outcome: ContactOutcome): z.output<typeof bulkResult> {
  if (outcome.kind !== 'failed') {
    const { id, serial } = outcome.contact;
    return { result: outcome.kind, id, serial, error: null };
  }
  const { code, message, fields } = outcome.error;
  const errors = fields.map(({ pointer, message: detail }) => ({ pointer, detail }));
  return {
    result: 'failed',
    id: null,
    serial: null,
    error: { code, status: STATUS_BY_CODE[code], detail: message, errors },
  };
}
