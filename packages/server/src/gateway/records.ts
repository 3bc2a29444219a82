import { findMembersAmong } from '../control/members/members.store.ts';
import type { Registry } from '../control/registry/registry.ts';
import { createContactProjection, type PublishFromMeta } from '../crm/contacts/contact-projection.ts';
import { type ContactWriterContext, saveContacts } from '../crm/contacts/contact-writer.ts';
import { findContacts, findTakenSerials } from '../crm/contacts/contacts.store.ts';
import { IdentityCache } from '../crm/contacts/identity-cache.ts';
import { SerialPool } from '../crm/contacts/serial-pool.ts';
import type { SaveContactsFn } from '../domain/contact-save.ts';
import type { NewEvent } from '../domain/event.ts';
import { idOf, type WorkspaceId } from '../domain/ids.ts';
import { eventChannelView } from '../domain/meta/event-data.ts';
import { DEFAULT_WORKSPACE_SETTINGS, type WorkspaceSettings } from '../domain/workspace.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import { claimSerial, takeSerials } from '../platform/db/serials.ts';
import { KeyedLocks } from '../platform/keyed-locks.ts';
import type { Engine } from './engine.ts';
import type { Messaging } from './messaging.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { auditRow } from './write-audit.ts';

const { newId } = SYSTEM_SOURCE;

/** How long a node trusts its memory of who somebody is, where other nodes change contacts too. */
export const SHARED_IDENTITY_TTL_MS = 10_000;

/** The records' part in the way of an event, and the one way to change them. */
export interface Records {
  readonly saveContacts: SaveContactsFn;
  /** Tells what `saveContacts` would come to. Nothing is saved and no serial is used up. */
  readonly rehearseContacts: SaveContactsFn;
  /** Events from Meta with what they do to contacts. */
  readonly publishFromMeta: PublishFromMeta;
  /** When events from Meta came in last, monotonic ms. */
  readonly lastEventMs: () => number;
  readonly settings: (workspaceId: WorkspaceId) => WorkspaceSettings;
  /** What a contact was is not to be trusted any more, as after its erasure. */
  readonly identities: IdentityCache;
}

interface RecordsContext {
  readonly store: OpenedStore;
  readonly registry: Registry;
  readonly engine: Pick<Engine, 'publish'>;
  /** What else events from Meta do, when their contacts are known. */
  readonly publishFromMeta: Messaging['publishFromMeta'];
}

/** Puts the records together. */
export function createRecords({ store, registry, engine, publishFromMeta }: RecordsContext): Records {
  const settings = (id: WorkspaceId) => registry.workspace(id)?.settings ?? DEFAULT_WORKSPACE_SETTINGS;
  const identities = new IdentityCache(store.can.sharedBetweenNodes ? SHARED_IDENTITY_TTL_MS : 0);
  const context: ContactWriterContext = {
    findContacts: (wanted) => findContacts(store, wanted),
    findTakenSerials: (workspaceId, serials) => findTakenSerials(store, workspaceId, serials),
    findMembers: (workspaceId, ids) => findMembersAmong(store, workspaceId, ids),
    claimSerial: (workspaceId, serial) => claimSerial(store.db, workspaceId, 'contact', serial),
    serials: new SerialPool((workspaceId, count) => takeSerials(store.db, workspaceId, 'contact', count)),
    publish: engine.publish,
    labels: (workspaceId) => registry.labels(workspaceId),
    auditRow,
    identities,
    locks: new KeyedLocks(),
    newContactId: () => idOf('cnt', newId()),
    newEventId: () => idOf('evt', newId()),
    nowMs: store.nowMs,
  };
  const project = createContactProjection({
    ...context,
    publish: publishFromMeta,
    settings,
    channelView: (event) => channelOf(registry, event),
  });
  let lastEventMs = Number.NEGATIVE_INFINITY;
  return {
    saveContacts: (save) => saveContacts(context, save),
    rehearseContacts: (save) => saveContacts(rehearsal(context), save),
    publishFromMeta: (events, quarantine) => {
      lastEventMs = performance.now();
      return project(events, quarantine);
    },
    lastEventMs: () => lastEventMs,
    settings,
    identities,
  };
}

/** The same rules on the same contacts, with nothing behind them. */
function rehearsal(context: ContactWriterContext): ContactWriterContext {
  return {
    ...context,
    claimSerial: async () => {},
    serials: new SerialPool(async () => 1),
    publish: async () => new Set(),
    locks: new KeyedLocks(),
  };
}

function channelOf(registry: Registry, event: NewEvent) {
  return eventChannelView(event, event.channelId === null ? null : registry.channel(event.channelId));
}
