import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import type { AuditEntry } from '../../domain/audit.ts';
import type { MemberId } from '../../domain/ids.ts';
import type { Trx } from '../db/store.ts';
import type { WithChange } from '../db/with-change.ts';
import { actorOf } from './actor.ts';

/** Writes an entry of the audit log, in the transaction of the change that it tells of. */
export type WriteAudit = (trx: Trx, entry: AuditEntry) => Promise<void>;

/** What stands in the audit log of a kind of resource. */
export interface AuditedResource<TRecord> {
  readonly write: WriteAudit;
  /** The noun: `endpoint`. */
  readonly resourceType: string;
  /** The record as the API shows it: no secret is in it. */
  readonly toView: (record: TRecord) => unknown;
}

/** An entry that is about an account and not about what belongs to a workspace. */
export type AccountEntry = Omit<AuditEntry, 'workspaceId'>;

/**
 * Writes an entry about an account into the log of every workspace that it is in, so that whoever looks after one of them
 * sees it. For an account in none, and for none at all (null), it is the operator's log.
 */
export type AuditAccount = (trx: Trx, memberId: MemberId | null, entry: AccountEntry) => Promise<void>;

type AskingRequest = Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>;

/**
 * Makes what a store commits with a change that a request asked for: its entry in the audit log of the workspace that the
 * call acts for, or else in the operator's.
 *
 * @param verb What was done, as a participle: `updated`.
 */
export function auditChange<TRecord extends { readonly id: string }>(
  resource: AuditedResource<TRecord>,
  request: AskingRequest,
  verb: string,
): WithChange<TRecord> {
  return auditAs(resource, { actor: actorOf(request), workspaceId: request.workspaceId ?? 'operator' }, verb);
}

/** The same for a change that no request asked for, or one that belongs into another log. */
export function auditAs<TRecord extends { readonly id: string }>(
  { write, resourceType, toView }: AuditedResource<TRecord>,
  { actor, workspaceId }: Pick<AuditEntry, 'actor' | 'workspaceId'>,
  verb: string,
): WithChange<TRecord> {
  return async (trx, { before, after }) => {
    const record = after ?? before;
    assert(record !== null, 'A change has one side at least.');
    await write(trx, {
      workspaceId,
      actor,
      action: `${resourceType}.${verb}`,
      resourceType,
      resourceId: record.id,
      before: before === null ? null : toView(before),
      after: after === null ? null : toView(after),
    });
  };
}
