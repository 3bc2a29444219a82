import type { Actor } from '../../domain/audit.ts';
import type { Format } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type EndpointId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Trx } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type AuditedResource, auditAs, type WriteAudit } from '../../platform/http/audit.ts';
import { draftNewEndpoint, draftTestReceiver, type EndpointDraftContext } from './endpoint-drafts.ts';
import type { CreateEndpointBody } from './endpoint-schemas.ts';
import { type EndpointViewContext, toSettingsView } from './endpoint-view.ts';
import { deleteEndpoint, type EndpointRecord, insertEndpoint, insertEndpoints } from './endpoints.store.ts';

/** Changes the pending deliveries of one endpoint inside the transaction that changes the endpoint. */
export type MoveDeliveries = (
  trx: Trx,
  workspaceId: WorkspaceId,
  endpointId: EndpointId,
  nowMs: number,
) => Promise<void>;

/** What making and deleting an endpoint needs, by whichever API it is asked for. */
export interface EndpointActionContext extends EndpointDraftContext, Omit<EndpointViewContext, 'box'> {
  readonly audit: WriteAudit;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  readonly nowMs: () => number;
  /** Endpoints that one workspace may have. */
  readonly endpointsMax: number;
  /** In the transaction that deletes: pending deliveries are canceled. */
  readonly cancelDeliveries: MoveDeliveries;
  /** Lets this node see a committed change before the answer is sent. Never rejects: the change is made. */
  readonly refreshRegistry: () => Promise<void>;
}

/** For which workspace something is done, and who asked for it. */
export interface Asker {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}

/** A new endpoint, and its signing secret in clear text for the one answer that may show it. */
export interface CreatedEndpoint {
  readonly endpoint: EndpointRecord;
  readonly signingSecret: string;
}

/** @throws PosthornError of the rule that is broken; `endpoint_challenge_failed`, `limit_reached`. */
export async function createEndpoint(
  ctx: EndpointActionContext,
  asker: Asker,
  body: CreateEndpointBody,
): Promise<CreatedEndpoint> {
  const { workspaceId } = asker;
  const { fields, signingSecret } = await draftNewEndpoint(ctx, workspaceId, body);
  const id = idOf('ep', ctx.newId());
  const { endpointsMax } = ctx;
  const endpoint = await insertEndpoint(
    ctx.store,
    { workspaceId, id, nowMs: ctx.nowMs(), endpointsMax, createdBy: creatorOf(asker), fields },
    auditEndpoint(ctx, asker, 'created'),
  );
  await ctx.refreshRegistry();
  return { endpoint, signingSecret };
}

/** An endpoint whose requests the gateway is to receive itself. */
export interface TestReceiverWish {
  readonly id: EndpointId;
  readonly format: Format;
  readonly description: string;
  /** Where it is reached. Requests go to the path of it on our own listener. */
  readonly url: string;
}

/**
 * Makes the endpoints of test receivers, all or none.
 *
 * @param alongside What is committed with each of them.
 * @throws PosthornError `limit_reached`; what `alongside` throws.
 */
export async function createTestReceiverEndpoints(
  ctx: EndpointActionContext,
  { asker, wishes }: { readonly asker: Asker; readonly wishes: readonly TestReceiverWish[] },
  alongside: (trx: Trx, id: EndpointId) => Promise<void>,
): Promise<readonly CreatedEndpoint[]> {
  const { workspaceId } = asker;
  const drafts = wishes.map((wish) => ({ wish, ...draftTestReceiver(ctx, wish) }));
  const common = { workspaceId, nowMs: ctx.nowMs(), endpointsMax: ctx.endpointsMax, createdBy: creatorOf(asker) };
  const audited = auditEndpoint(ctx, asker, 'created');
  const endpoints = await insertEndpoints(
    ctx.store,
    drafts.map(({ wish, fields }) => ({ ...common, id: wish.id, isTestReceiver: true, fields })),
    async (trx, change) => {
      if (change.after !== null) await alongside(trx, change.after.id);
      await audited(trx, change);
    },
  );
  await ctx.refreshRegistry();
  return endpoints.map((endpoint, index) => ({ endpoint, signingSecret: drafts[index]?.signingSecret ?? '' }));
}

/** Deletes an endpoint and cancels what was pending for it. @throws PosthornError `not_found`. */
export async function removeEndpoint(ctx: EndpointActionContext, asker: Asker, id: EndpointId): Promise<void> {
  const { workspaceId } = asker;
  const at = { workspaceId, id, nowMs: ctx.nowMs() };
  const audited = auditEndpoint(ctx, asker, 'deleted');
  const isDeleted = await deleteEndpoint(ctx.store, at, async (trx, change) => {
    await ctx.cancelDeliveries(trx, workspaceId, id, at.nowMs);
    await audited(trx, change);
  });
  if (!isDeleted) throw noSuchEndpoint();
  await ctx.refreshRegistry();
}

/** What a store commits with a change of an endpoint: its entry in the audit log, as the API shows the endpoint. */
export function auditEndpoint(
  ctx: Pick<EndpointActionContext, 'audit' | 'box' | 'publicKeyOf' | 'nowMs'>,
  asker: Asker,
  verb: string,
): WithChange<EndpointRecord> {
  const resource: AuditedResource<EndpointRecord> = {
    write: ctx.audit,
    resourceType: 'endpoint',
    toView: (endpoint) => toSettingsView(ctx, endpoint),
  };
  return auditAs(resource, asker, verb);
}

function creatorOf({ actor }: Asker) {
  return { kind: actor.kind, id: actor.id };
}

/** The answer to an id that names no endpoint of the workspace. */
export function noSuchEndpoint(): PosthornError {
  return new PosthornError('not_found', 'There is no such endpoint.');
}
