import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { Actor } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type ChannelId, idOf, type MetaAppId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { auditAs, type WriteAudit } from '../../platform/http/audit.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { type createChannelBody, toChannelView, type updateChannelBody } from './channel-schemas.ts';
import {
  type ChannelRecord,
  concernsConnection,
  deleteChannel,
  findChannel,
  insertChannel,
  type Placer,
  saveConnection,
  updateChannel,
} from './channels.store.ts';
import type { ConnectOutcome } from './connect-channel.ts';

/** What making, changing and deleting a channel needs, by whichever API it is asked for. */
export interface ChannelActionContext {
  readonly store: Store;
  readonly box: Pick<SecretBox, 'seal' | 'open'>;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly audit: WriteAudit;
  /** Connects a channel that has a token to Meta. Says what came of it and saves nothing. */
  readonly connect: (channel: ChannelRecord) => Promise<ConnectOutcome>;
  /** Lets this node see a committed change before the answer is sent. Never rejects: the change is made. */
  readonly refreshRegistry: () => Promise<void>;
}

/** For which workspace something is done, and who asked for it. */
export interface ChannelAsker {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
  /** The built-in simulator, for its own registration. No call of the API is. */
  readonly isSimulator?: true;
}

interface CreateChannel {
  /** Null: a new one. */
  readonly id: ChannelId | null;
  readonly body: z.output<typeof createChannelBody>;
}

/**
 * Adds a number and connects it when it has a token. The channel is there whatever Meta says.
 *
 * @throws PosthornError `not_found` (the app), `conflict` (the number, or the id), `limit_reached`.
 */
export async function createChannel(
  ctx: ChannelActionContext,
  asker: ChannelAsker,
  { id, body }: CreateChannel,
): Promise<ChannelRecord> {
  const created = {
    id: id ?? idOf('chn', ctx.newId()),
    placer: placerOf(asker),
    metaAppId: readMetaAppId(body.meta_app_id),
    wabaId: body.waba_id,
    phoneNumberId: body.phone_number_id,
    displayPhoneNumber: body.display_phone_number,
    accessTokenSealed: sealToken(ctx, body.access_token),
    nowMs: ctx.nowMs(),
  };
  const added = await insertChannel(ctx.store, created, auditChannel(ctx, asker, 'created'));
  await ctx.refreshRegistry();
  return connectIfPossible(ctx, added);
}

interface ChangeChannel {
  readonly id: ChannelId;
  readonly body: z.output<typeof updateChannelBody>;
  /** Throws when the change was made on another version than this one, which is the present one. */
  readonly assertMayChange: (present: ChannelRecord) => void;
}

/**
 * Changes a channel and connects it anew when that is needed. Fields that are not given stay.
 *
 * @throws PosthornError `not_found`, `forbidden`, `conflict` (the number, or somebody was quicker), and what
 *   `assertMayChange` throws.
 */
export async function changeChannel(
  ctx: ChannelActionContext,
  asker: ChannelAsker,
  { id, body, assertMayChange }: ChangeChannel,
): Promise<ChannelRecord> {
  const channel = await findChannel(ctx.store, asker.workspaceId, id);
  if (channel === null) throw noSuchChannel();
  assertMayChange(channel);
  const changes = readChanges(ctx, channel, body);
  if (isDeepStrictEqual({ ...channel, ...changes }, channel)) return channel;
  const { revision: expectedRevision } = channel;
  const update = { id, placer: placerOf(asker), expectedRevision, nowMs: ctx.nowMs(), changes };
  const updated = await updateChannel(ctx.store, update, auditChannel(ctx, asker, 'updated'));
  if (updated === null) throw changedMeanwhile();
  await ctx.refreshRegistry();
  return concernsConnection(changes) ? connectIfPossible(ctx, updated) : updated;
}

/** Connects a channel that has a token because somebody asks for it. @throws PosthornError `conflict`. */
export async function connectChannel(
  ctx: ChannelActionContext,
  asker: ChannelAsker,
  channel: ChannelRecord,
): Promise<ChannelRecord> {
  const connected = await tryToConnect(ctx, channel, auditChannel(ctx, asker, 'connected'));
  if (connected === null) throw changedMeanwhile();
  return connected;
}

/** Deletes a channel and forgets its token. @throws PosthornError `not_found`. */
export async function removeChannel(ctx: ChannelActionContext, asker: ChannelAsker, id: ChannelId): Promise<void> {
  const withChange = auditChannel(ctx, asker, 'deleted');
  const isDeleted = await deleteChannel(ctx.store, asker.workspaceId, { id, nowMs: ctx.nowMs(), withChange });
  if (!isDeleted) throw noSuchChannel();
  await ctx.refreshRegistry();
}

export function noSuchChannel(): PosthornError {
  return new PosthornError('not_found', 'There is no such channel.');
}

/** The change is made and its answer is what it came to: what the gateway finds out by itself is no entry of the audit log. */
async function connectIfPossible(ctx: ChannelActionContext, channel: ChannelRecord): Promise<ChannelRecord> {
  if (channel.accessTokenSealed === null) return channel;
  // Null: it was changed again meanwhile, and whoever did connects it.
  return (await tryToConnect(ctx, channel, async () => {})) ?? channel;
}

async function tryToConnect(
  ctx: ChannelActionContext,
  channel: ChannelRecord,
  withChange: WithChange<ChannelRecord>,
): Promise<ChannelRecord | null> {
  const outcome = await ctx.connect(channel);
  const connected = await saveConnection(ctx.store, { channel, ...outcome }, withChange);
  await ctx.refreshRegistry();
  return connected;
}

/** What stands in the audit log: the channel as the API shows it, of its token only that there is one. */
function auditChannel(ctx: ChannelActionContext, asker: ChannelAsker, verb: string): WithChange<ChannelRecord> {
  return auditAs({ write: ctx.audit, resourceType: 'channel', toView: toChannelView }, asker, verb);
}

function placerOf({ workspaceId, actor, isSimulator }: ChannelAsker): Placer {
  return { workspaceId, isOperator: actor.kind === 'root', isSimulator };
}

function readMetaAppId(text: string): MetaAppId {
  const id = parseId('app', text);
  if (id !== null) return id;
  throw new PosthornError('not_found', 'There is no such Meta app.', {
    fields: [{ pointer: '/meta_app_id', message: 'Use the id of a Meta app of this workspace.' }],
  });
}

type ChannelChanges = Parameters<typeof updateChannel>[1]['changes'];

function readChanges(ctx: ChannelActionContext, channel: ChannelRecord, body: ChangeChannel['body']): ChannelChanges {
  return {
    ...(body.meta_app_id === undefined ? {} : { metaAppId: readMetaAppId(body.meta_app_id) }),
    ...(body.waba_id === undefined ? {} : { wabaId: body.waba_id }),
    ...(body.phone_number_id === undefined ? {} : { phoneNumberId: body.phone_number_id }),
    ...(body.display_phone_number === undefined ? {} : { displayPhoneNumber: body.display_phone_number }),
    ...(isSameToken(ctx, channel, body.access_token) ? {} : { accessTokenSealed: sealToken(ctx, body.access_token) }),
  };
}

/** A token that is given again is no change. Undefined: none was given. */
function isSameToken(ctx: ChannelActionContext, channel: ChannelRecord, token: string | null | undefined): boolean {
  const sealed = channel.accessTokenSealed;
  return token === undefined || token === (sealed === null ? null : ctx.box.open(sealed));
}

function sealToken(ctx: ChannelActionContext, token: string | null | undefined): string | null {
  return token === null || token === undefined ? null : ctx.box.seal(token);
}

function changedMeanwhile(): PosthornError {
  return new PosthornError('conflict', 'Somebody else changed this channel at the same moment. Read it and try again.');
}
