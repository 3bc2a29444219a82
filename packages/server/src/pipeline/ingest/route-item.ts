import type { ChannelId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import { digitsOf } from '../../domain/meta/meta-body.ts';
import type { SplitItem } from '../../domain/meta/split.ts';
import type { QuarantineReason } from '../../domain/quarantine.ts';
import type { Channel, MetaApp } from '../../domain/workspace.ts';
import { judgeReplayWindow, type ReplayWindow } from './replay-window.ts';

/** Finds channels inside one registration. A channel of another registration must not come back. */
export interface ChannelLookup {
  byPhoneNumberId(appId: MetaAppId, phoneNumberId: string): Channel | null;
  byWaba(appId: MetaAppId, wabaId: string): readonly Channel[];
}

/** One event that an item becomes. */
export interface RoutedEvent {
  readonly workspaceId: WorkspaceId;
  /** Null when the item is about no one channel of the workspace. */
  readonly channelId: ChannelId | null;
}

/** Either events, or the reason why there are none. */
export interface Route {
  readonly events: readonly RoutedEvent[];
  readonly quarantine: QuarantineReason | null;
}

export interface OwnerContext {
  /** The registration whose secret verified the body. */
  readonly app: MetaApp;
  readonly channels: ChannelLookup;
}

export interface RouteContext extends OwnerContext {
  readonly nowMs: number;
  readonly window: ReplayWindow;
}

/**
 * Decides whose event an item is (CONTRACTS 8, "Whose event", "Unknown phone_number_id / WABA", "Where
 * WABA-level fields go"). Only channels of the registration whose secret verified the body are looked up,
 * and there is no default workspace: what nobody has is quarantined.
 *
 * The WABA of a channel-scope item is not compared with the channel's: numbers move between WABAs.
 */
export function routeItem(item: SplitItem, context: RouteContext): Route {
  const judged = judgeReplayWindow(item, context.nowMs, context.window);
  if (judged !== 'inside') return { events: [], quarantine: judged };
  const events = ownersOf(item, context);
  return { events, quarantine: events.length === 0 ? 'unknown_channel' : null };
}

/** Who gets the item, whatever its time: a release from quarantine by hand asks for this. */
export function ownersOf(item: SplitItem, context: OwnerContext): readonly RoutedEvent[] {
  if (item.scope === 'channel') return ownerOfNumber(item, context);
  const owners = ownersOfWaba(item, context);
  const { workspaceId } = context.app;
  if (owners.length > 0 || item.scope === 'waba' || workspaceId === null) return owners;
  return [{ workspaceId, channelId: null }];
}

function ownerOfNumber(item: SplitItem, { app, channels }: OwnerContext): readonly RoutedEvent[] {
  if (item.phoneNumberId === null) return [];
  const channel = channels.byPhoneNumberId(app.id, item.phoneNumberId);
  if (channel === null || !isOf(channel, app)) return [];
  return [{ workspaceId: channel.workspaceId, channelId: channel.id }];
}

function ownersOfWaba(item: SplitItem, { app, channels }: OwnerContext): readonly RoutedEvent[] {
  if (item.wabaId === null) return [];
  const channelsByWorkspace = new Map<WorkspaceId, Channel[]>();
  for (const channel of channels.byWaba(app.id, item.wabaId)) {
    if (!isOf(channel, app)) continue;
    const own = channelsByWorkspace.get(channel.workspaceId);
    if (own === undefined) channelsByWorkspace.set(channel.workspaceId, [channel]);
    else own.push(channel);
  }
  return Array.from(channelsByWorkspace, ([workspaceId, own]) => ({
    workspaceId,
    channelId: channelMeant(own, item.displayPhoneNumber)?.id ?? null,
  }));
}

/** The workspace's only channel on the WABA; among several the one whose number the item tells. */
function channelMeant(channels: readonly Channel[], displayPhoneNumber: string | null): Channel | undefined {
  if (channels.length === 1) return channels[0];
  const digits = digitsOf(displayPhoneNumber);
  if (digits === null) return undefined;
  return channels.find((channel) => digitsOf(channel.displayPhoneNumber) === digits);
}

/** A second look at what the lookup promises, because a mistake here would show one customer's messages to another. */
function isOf(channel: Channel, app: MetaApp): boolean {
  if (channel.metaAppId !== app.id) return false;
  return app.workspaceId === null || channel.workspaceId === app.workspaceId;
}
