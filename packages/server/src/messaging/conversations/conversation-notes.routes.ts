import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { type ConversationNoteId, parseId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { idCursor, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { type ConversationNote, deleteNote, insertNote, listNotes } from './conversation-notes.store.ts';
import { createNoteBody, noteView, toNoteView } from './conversation-view.ts';
import { readConversation } from './conversations.routes.ts';

/** What these routes need. `gateway/` passes the real ones. */
export interface NoteRoutesContext {
  readonly store: Store;
  readonly audit: WriteAudit;
  readonly newNoteId: () => ConversationNoteId;
  readonly nowMs: () => number;
}

const TAGS = ['Conversations'];
const READ = { access: { who: 'workspace', permission: 'conversations.read' } } as const;
const WRITE = { access: { who: 'workspace', permission: 'conversations.write' } } as const;

const notePath = idPath.extend({ note_id: z.string().max(64) });

/** `/v1/conversations/{id}/notes`: what the company writes down for itself. No event tells of a note. */
export function noteRoutes(api: ApiServer, ctx: NoteRoutesContext): void {
  addListRoute(api, ctx);
  addCreateRoute(api, ctx);
  addDeleteRoute(api, ctx);
}

function addListRoute(api: ApiServer, { store }: NoteRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/conversations/:id/notes',
    config: READ,
    schema: {
      tags: TAGS,
      summary: 'List the notes of a conversation, newest first',
      params: idPath,
      querystring: listQuery,
      response: { 200: pageOf(noteView) },
    },
    handler: async (request) => {
      const { conversation } = await readConversation(store, request);
      const page = await listNotes(store, {
        workspaceId: conversation.workspaceId,
        conversationId: conversation.id,
        beforeId: idCursor('note', request.query.cursor),
        limit: request.query.limit,
      });
      const data = page.items.map((note) => toNoteView(note, conversation.contactId));
      return { data, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

function addCreateRoute(api: ApiServer, ctx: NoteRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/conversations/:id/notes',
    config: { ...WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Add a note to a conversation',
      description: 'The person never sees it, and no event tells of it.',
      params: idPath,
      body: createNoteBody,
      response: { 201: noteView },
    },
    handler: async (request, reply) => {
      const { conversation } = await readConversation(ctx.store, request);
      const { kind, id } = actorOf(request);
      const note = await insertNote(
        ctx.store,
        {
          id: ctx.newNoteId(),
          workspaceId: conversation.workspaceId,
          conversationId: conversation.id,
          text: request.body.text,
          author: { kind, id },
          createdAtMs: ctx.nowMs(),
        },
        auditChange(audited(ctx.audit), request, 'created'),
      );
      return reply.code(201).send(toNoteView(note, conversation.contactId));
    },
  });
}

function addDeleteRoute(api: ApiServer, { store, audit }: NoteRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/conversations/:id/notes/:note_id',
    config: WRITE,
    schema: { tags: TAGS, summary: 'Delete a note', params: notePath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id: conversationText, note_id: noteText } = request.params;
      const id = parseId('note', noteText);
      const note = { workspaceId: workspaceOf(request), conversationId: pathId('cnv', conversationText) };
      const withChange = auditChange(audited(audit), request, 'deleted');
      const isDeleted = id !== null && (await deleteNote(store, { ...note, id }, withChange));
      if (!isDeleted) throw new PosthornError('not_found', 'There is no such note.');
      return reply.code(204).send(null);
    },
  });
}

/** Its text is about a person: the audit log, where nobody would look for it, says that it was there and not what it said. */
function audited(write: WriteAudit): AuditedResource<ConversationNote> {
  return {
    write,
    resourceType: 'conversation_note',
    toView: ({ id, conversationId, createdAtMs }) => ({
      id,
      conversation_id: conversationId,
      created_at: toIso(createdAtMs),
    }),
  };
}
