import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ContactId, WorkspaceId } from '../../domain/ids.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import type { Run, StartRun } from '../../domain/run.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idPath, pathId } from '../../platform/http/query-params.ts';
import { CONTACT_ERASE } from './erasure-run.ts';
import { learn, NOBODY, type Person, toPersonParams } from './person.ts';

/** What these routes need. `gateway/` passes the real ones. */
export interface ErasureRoutesContext {
  readonly startRun: StartRun;
  /** Also when it was deleted or erased. */
  readonly isContact: (workspaceId: WorkspaceId, id: ContactId) => Promise<boolean>;
  /** Reads a number as people write it, as E.164. Null: it is none. */
  readonly readPhone: (workspaceId: WorkspaceId, text: string) => string | null;
  /** A run as the API shows it. */
  readonly run: { readonly schema: z.ZodType; readonly toView: (run: Run) => unknown };
}

const ADMIN = { access: { who: 'workspace', permission: 'people.erase' } } as const;
const TAGS = ['Contacts'];

const DESCRIPTION =
  'Takes the person out of contacts, events, attempts, quarantine, messages, conversations and their notes, media files, kept answers, the audit log and files that are being imported; ids and a tombstone stay. ' +
  'It is done by a run, whose `result` counts what was erased. It cannot be undone.';

const eraseBody = z
  .strictObject({
    phone: z.string().min(1).max(40).exactOptional().describe('As for a contact. All its spellings are meant.'),
    bsuid: z
      .string()
      .regex(/^[A-Za-z]{2}\.[A-Za-z0-9.]{1,128}$/, 'Must be CC.digits, as Meta writes it.')
      .exactOptional(),
  })
  .refine(({ phone, bsuid }) => (phone === undefined) !== (bsuid === undefined), 'Give either phone or bsuid.');

/** POST /v1/contacts/{id}/erase and POST /v1/contacts/erase: start the run that erases a person. */
export function erasureRoutes(api: ApiServer, ctx: ErasureRoutesContext): void {
  api.post(
    '/v1/contacts/:id/erase',
    {
      config: ADMIN,
      schema: {
        summary: 'Erase the person that a contact is',
        description: `${DESCRIPTION} Also of a contact that was deleted.`,
        tags: TAGS,
        params: idPath,
        response: { 202: ctx.run.schema },
      },
    },
    async (request, reply) => {
      const id = pathId('cnt', request.params.id);
      if (!(await ctx.isContact(workspaceOf(request), id))) throw notFound();
      const run = await startErasure(ctx, request, { contactIds: [id] });
      return reply.code(202).header('location', `/v1/runs/${run.id}`).send(ctx.run.toView(run));
    },
  );
  api.post(
    '/v1/contacts/erase',
    {
      config: ADMIN,
      schema: {
        summary: 'Erase a person by number or BSUID',
        description: `${DESCRIPTION} Also of somebody who is no contact.`,
        tags: TAGS,
        body: eraseBody,
        response: { 202: ctx.run.schema },
      },
    },
    async (request, reply) => {
      const run = await startErasure(ctx, request, readPerson(ctx, workspaceOf(request), request.body));
      return reply.code(202).header('location', `/v1/runs/${run.id}`).send(ctx.run.toView(run));
    },
  );
}

function readPerson(
  ctx: ErasureRoutesContext,
  workspaceId: WorkspaceId,
  { phone, bsuid }: z.output<typeof eraseBody>,
): Partial<Person> {
  if (bsuid !== undefined) return { bsuids: [bsuid] };
  const number = ctx.readPhone(workspaceId, phone ?? '');
  if (number !== null) return { phones: [digitsOfPhone(number)] };
  throw new PosthornError('invalid_request', 'The body is not valid.', {
    fields: [{ pointer: '/phone', message: 'Must be a phone number with + and its country code.' }],
  });
}

function startErasure(
  { startRun }: ErasureRoutesContext,
  request: Parameters<typeof actorOf>[0] & Parameters<typeof workspaceOf>[0],
  person: Partial<Person>,
): Promise<Run> {
  return startRun({
    workspaceId: workspaceOf(request),
    kind: CONTACT_ERASE,
    params: toPersonParams(learn(NOBODY, person)),
    asked: { actor: actorOf(request), action: 'contact.erase_started' },
  });
}

function notFound(): PosthornError {
  return new PosthornError('not_found', 'There is no such contact.');
}
