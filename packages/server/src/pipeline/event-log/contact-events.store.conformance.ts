import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { type ContactId, type EventId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import { type ContactKeys, listContactEvents } from './contact-events.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');

interface TestEvent {
  readonly workspaceId?: typeof WORKSPACE;
  readonly phone?: string;
  readonly bsuid?: string;
  readonly contactId?: ContactId;
}

/** What reading the history of a contact promises. */
export function contactEventsStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`events of a contact on ${name}`, () => {
    test('are those of its number in every spelling, of its BSUID and of its record, each once and newest first', async () => {
      const store = await openStore();
      const contact = person({ phones: ['5511961234567', '551161234567'], bsuid: 'BR.7' });
      const expected = [
        await insertEvent(store, { phone: '551161234567' }),
        await insertEvent(store, { phone: '5511961234567', bsuid: 'BR.7', contactId: contact.id }),
        await insertEvent(store, { bsuid: 'BR.7' }),
        await insertEvent(store, { contactId: contact.id }),
      ].toReversed();
      await insertEvent(store, { phone: '49151' });
      await insertEvent(store, { phone: '5511961234567', workspaceId: OTHER_WORKSPACE });
      expect(await idsOf(store, contact)).toEqual(expected);
    });

    test('are not those that were about another contact when they came', async () => {
      const store = await openStore();
      const [first, second] = [person({ phones: ['49151'] }), person({ phones: ['49151'] })];
      await insertEvent(store, { phone: '49151', contactId: first.id });
      const own = await insertEvent(store, { phone: '49151', contactId: second.id });
      expect(await idsOf(store, second)).toEqual([own]);
    });

    test('come page after page', async () => {
      const store = await openStore();
      const contact = person({ phones: ['49151'], bsuid: 'DE.1' });
      const ids: EventId[] = [];
      for (const event of [{ phone: '49151' }, { bsuid: 'DE.1' }, { phone: '49151', bsuid: 'DE.1' }])
        ids.push(await insertEvent(store, event));
      const read = (beforeId: EventId | null) =>
        listContactEvents(store, { workspaceId: WORKSPACE, contact, beforeId, limit: 2 });
      const first = await read(null);
      expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
      const second = await read(decodeCursor(first.nextCursor ?? '') as EventId);
      expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([[ids[0]], null]);
    });
  });
}

function person(keys: Partial<ContactKeys>): ContactKeys {
  return { id: idOf('cnt', uuidv7()), phones: [], bsuid: null, ...keys };
}

async function idsOf(store: Store, contact: ContactKeys): Promise<readonly EventId[]> {
  const page = await listContactEvents(store, { workspaceId: WORKSPACE, contact, beforeId: null, limit: 50 });
  return page.items.map(({ id }) => id);
}

async function insertEvent(store: Store, event: TestEvent): Promise<EventId> {
  const id = idOf('evt', uuidv7());
  await store.db
    .insertInto('events')
    .values({
      workspace_id: event.workspaceId ?? WORKSPACE,
      id,
      type: 'custom.test',
      origin: 'custom',
      channel_id: null,
      occurred_at_ms: 1,
      created_at_ms: 1,
      phone: event.phone ?? null,
      bsuid: event.bsuid ?? null,
      contact_id: event.contactId ?? null,
      contact_serial: event.contactId === undefined ? null : 1,
      hops: 0,
      payload: '{}',
    })
    .execute();
  return id;
}
