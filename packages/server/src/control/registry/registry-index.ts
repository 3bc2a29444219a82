import type { Endpoint } from '../../domain/endpoint.ts';
import type { ChannelId, EndpointId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { Label } from '../../domain/label.ts';
import type { Channel, MetaApp, Workspace } from '../../domain/workspace.ts';
import { LabelIndex } from './label-index.ts';

/** Anything that is looked up by an id of its own. */
interface Identified<TId> {
  readonly id: TId;
}

/** The maps that the registry answers from. Objects in them are replaced, never changed; so are the lists. */
export class RegistryIndex {
  readonly workspaces = new Map<WorkspaceId, Workspace>();
  readonly metaApps = new Map<MetaAppId, MetaApp>();
  readonly metaAppsByAppId = new Map<string, readonly MetaApp[]>();
  readonly channels = new Map<ChannelId, Channel>();
  readonly channelByNumber = new Map<MetaAppId, Map<string, Channel>>();
  readonly channelsByWaba = new Map<MetaAppId, Map<string, readonly Channel[]>>();
  /** A number may have a channel in several registrations. */
  readonly channelsOfNumber = new Map<string, readonly Channel[]>();
  readonly labels = new Map<WorkspaceId, LabelIndex>();
  readonly endpoints = new Map<EndpointId, Endpoint>();
  readonly endpointsByWorkspace = new Map<WorkspaceId, readonly Endpoint[]>();

  putWorkspace(workspace: Workspace): void {
    this.workspaces.set(workspace.id, workspace);
  }

  putMetaApp(app: MetaApp): void {
    this.removeMetaApp(app.id);
    this.metaApps.set(app.id, app);
    addToList(this.metaAppsByAppId, app.appId, app);
  }

  removeMetaApp(id: MetaAppId): void {
    const app = this.metaApps.get(id);
    if (app === undefined) return;
    this.metaApps.delete(id);
    removeFromList(this.metaAppsByAppId, app.appId, app);
  }

  putChannel(channel: Channel): void {
    this.removeChannel(channel.id);
    this.channels.set(channel.id, channel);
    innerMap(this.channelByNumber, channel.metaAppId).set(channel.phoneNumberId, channel);
    addToList(innerMap(this.channelsByWaba, channel.metaAppId), channel.wabaId, channel);
    addToList(this.channelsOfNumber, channel.phoneNumberId, channel);
  }

  removeChannel(id: ChannelId): void {
    const channel = this.channels.get(id);
    if (channel === undefined) return;
    this.channels.delete(id);
    const byNumber = innerMap(this.channelByNumber, channel.metaAppId);
    // The number may be another channel's by now: changes arrive in their order, and that one came first.
    if (byNumber.get(channel.phoneNumberId) === channel) byNumber.delete(channel.phoneNumberId);
    if (byNumber.size === 0) this.channelByNumber.delete(channel.metaAppId);
    const byWaba = innerMap(this.channelsByWaba, channel.metaAppId);
    removeFromList(byWaba, channel.wabaId, channel);
    if (byWaba.size === 0) this.channelsByWaba.delete(channel.metaAppId);
    removeFromList(this.channelsOfNumber, channel.phoneNumberId, channel);
  }

  putLabel(label: Label): void {
    const book = this.labels.get(label.workspaceId) ?? new LabelIndex();
    this.labels.set(label.workspaceId, book);
    book.put(label);
  }

  removeLabel(label: Label): void {
    this.labels.get(label.workspaceId)?.remove(label.id);
  }

  putEndpoint(endpoint: Endpoint): void {
    this.removeEndpoint(endpoint.id);
    this.endpoints.set(endpoint.id, endpoint);
    addToList(this.endpointsByWorkspace, endpoint.workspaceId, endpoint);
  }

  removeEndpoint(id: EndpointId): void {
    const endpoint = this.endpoints.get(id);
    if (endpoint === undefined) return;
    this.endpoints.delete(id);
    removeFromList(this.endpointsByWorkspace, endpoint.workspaceId, endpoint);
  }
}

function innerMap<TOuter, TInner, TValue>(maps: Map<TOuter, Map<TInner, TValue>>, key: TOuter): Map<TInner, TValue> {
  const found = maps.get(key);
  if (found !== undefined) return found;
  const made = new Map<TInner, TValue>();
  maps.set(key, made);
  return made;
}

function addToList<TKey, TItem>(lists: Map<TKey, readonly TItem[]>, key: TKey, item: TItem): void {
  lists.set(key, [...(lists.get(key) ?? []), item]);
}

function removeFromList<TKey, TItem extends Identified<unknown>>(
  lists: Map<TKey, readonly TItem[]>,
  key: TKey,
  item: TItem,
): void {
  const left = (lists.get(key) ?? []).filter((one) => one.id !== item.id);
  if (left.length === 0) lists.delete(key);
  else lists.set(key, left);
}
