import type { Endpoint } from '../../domain/endpoint.ts';
import type { ChannelId, EndpointId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { LabelBook } from '../../domain/label.ts';
import type { Channel, MetaApp, Workspace } from '../../domain/workspace.ts';
import type { Store } from '../../platform/db/store.ts';
import { LabelIndex } from './label-index.ts';
import { type RecordReader, RegisteredEndpoint, RegisteredMetaApp, SharedValues } from './registered.ts';
import {
  type EndpointRecord,
  type RegistryChanges,
  readConfigRevision,
  readRegistryChanges,
} from './registry.store.ts';
import { RegistryIndex } from './registry-index.ts';

/**
 * What a node keeps in memory for the way of an event. Lookups are synchronous and cost a map access.
 * Objects are replaced when they change and never mutated, so anything may be hung on one by a WeakMap.
 */
export interface Registry {
  /** Everything committed up to this revision is loaded. */
  readonly loadedRevision: number;
  workspace(id: WorkspaceId): Workspace | null;
  metaApp(id: MetaAppId): MetaApp | null;
  /** Every registration of this app id, whoever's it is: a body belongs to the one whose secret verifies it. */
  metaAppsByAppId(appId: string): readonly MetaApp[];
  channel(id: ChannelId): Channel | null;
  /** Statuses, sources and contact groups of a workspace. */
  labels(workspaceId: WorkspaceId): LabelBook;
  /** Only channels of that registration (CONTRACTS 8, "Whose event"). */
  channelByPhoneNumberId(metaAppId: MetaAppId, phoneNumberId: string): Channel | null;
  /** Only channels of that registration, of any workspace. */
  channelsByWaba(metaAppId: MetaAppId, wabaId: string): readonly Channel[];
  /** Channels of a number in all registrations: what limits the number is the same for all of them. */
  channelsOfNumber(phoneNumberId: string): readonly Channel[];
  /** Null when there is none or it was deleted. */
  endpoint(id: EndpointId): Endpoint | null;
  /** Disabled ones included. */
  endpointsOf(workspaceId: WorkspaceId): readonly Endpoint[];
  /**
   * Loads what was committed since. When it resolves, everything that was committed before the call is
   * seen here.
   */
  refresh(): Promise<void>;
}

/** How the columns of other rooms are read, and the time. */
export type RegistryOptions = Omit<RecordReader, 'box'>;

/** Loads everything. The schema must be up to date. */
export async function createRegistry(
  store: Store,
  box: RecordReader['box'],
  options: RegistryOptions,
): Promise<Registry> {
  const registry = new LoadedRegistry(store, { ...options, box });
  await registry.load();
  return registry;
}

const NONE: readonly never[] = [];
const NO_LABELS: LabelBook = new LabelIndex();

class LoadedRegistry implements Registry {
  readonly #store: Store;
  readonly #reader: RecordReader;
  readonly #index = new RegistryIndex();
  readonly #shared = new SharedValues();
  #loadedRevision = -1;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(store: Store, reader: RecordReader) {
    this.#store = store;
    this.#reader = reader;
  }

  get loadedRevision(): number {
    return this.#loadedRevision;
  }

  workspace(id: WorkspaceId): Workspace | null {
    return this.#index.workspaces.get(id) ?? null;
  }

  metaApp(id: MetaAppId): MetaApp | null {
    return this.#index.metaApps.get(id) ?? null;
  }

  metaAppsByAppId(appId: string): readonly MetaApp[] {
    return this.#index.metaAppsByAppId.get(appId) ?? NONE;
  }

  channel(id: ChannelId): Channel | null {
    return this.#index.channels.get(id) ?? null;
  }

  labels(workspaceId: WorkspaceId): LabelBook {
    return this.#index.labels.get(workspaceId) ?? NO_LABELS;
  }

  channelByPhoneNumberId(metaAppId: MetaAppId, phoneNumberId: string): Channel | null {
    return this.#index.channelByNumber.get(metaAppId)?.get(phoneNumberId) ?? null;
  }

  channelsByWaba(metaAppId: MetaAppId, wabaId: string): readonly Channel[] {
    return this.#index.channelsByWaba.get(metaAppId)?.get(wabaId) ?? NONE;
  }

  channelsOfNumber(phoneNumberId: string): readonly Channel[] {
    return this.#index.channelsOfNumber.get(phoneNumberId) ?? NONE;
  }

  endpoint(id: EndpointId): Endpoint | null {
    return this.#index.endpoints.get(id) ?? null;
  }

  endpointsOf(workspaceId: WorkspaceId): readonly Endpoint[] {
    return this.#index.endpointsByWorkspace.get(workspaceId) ?? NONE;
  }

  /** Page by page into the maps: nobody looks yet, and all rows at once would double the memory. */
  async load(): Promise<void> {
    const revision = await readConfigRevision(this.#store);
    for await (const changes of readRegistryChanges(this.#store, null)) this.#apply(changes);
    this.#loadedRevision = revision;
  }

  /**
   * One at a time. A call that comes while one runs waits for the next: the running one may have read
   * the revision before the caller's commit.
   */
  refresh(): Promise<void> {
    if (this.#running === null) {
      this.#running = this.#readChanges().finally(() => {
        this.#running = null;
      });
      return this.#running;
    }
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = null;
        return this.refresh();
      });
    return this.#next;
  }

  /**
   * The revision is read first: changes take turns on the row that holds it, so when it is visible, so
   * is every change up to it. Rows that are newer are taken along and read once more the next time.
   * All are applied in one go, so that nobody sees an endpoint without its workspace.
   */
  async #readChanges(): Promise<void> {
    const revision = await readConfigRevision(this.#store);
    if (revision === this.#loadedRevision) return;
    const pages: RegistryChanges[] = [];
    for await (const changes of readRegistryChanges(this.#store, this.#loadedRevision)) pages.push(changes);
    for (const changes of pages) this.#apply(changes);
    this.#loadedRevision = revision;
  }

  #apply(page: RegistryChanges): void {
    switch (page.of) {
      case 'workspaces':
        for (const { record } of page.changes) this.#index.putWorkspace(record);
        return;
      case 'meta-apps':
        for (const { record, isDeleted } of page.changes) {
          if (isDeleted) this.#index.removeMetaApp(record.id);
          else this.#index.putMetaApp(new RegisteredMetaApp(record, this.#reader));
        }
        return;
      case 'channels':
        for (const { record, isDeleted } of page.changes) {
          if (isDeleted) this.#index.removeChannel(record.id);
          else this.#index.putChannel(record);
        }
        return;
      case 'labels':
        for (const { record, isDeleted } of page.changes) {
          if (isDeleted) this.#index.removeLabel(record);
          else this.#index.putLabel(record);
        }
        return;
      case 'endpoints':
        for (const { record, isDeleted } of page.changes) {
          if (isDeleted) this.#index.removeEndpoint(record.id);
          else this.#putEndpoint(record);
        }
        return;
    }
  }
  #putEndpoint(record: EndpointRecord): void {
    const [neighbour] = this.#index.endpointsByWorkspace.get(record.workspaceId) ?? [];
    const workspaceId = neighbour?.workspaceId ?? record.workspaceId;
    this.#index.putEndpoint(new RegisteredEndpoint(record, workspaceId, this.#reader, this.#shared));
  }
}
