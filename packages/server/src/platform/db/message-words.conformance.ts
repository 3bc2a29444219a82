import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/e2e/support/meta.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { idOf, type MessageId } from '../../domain/ids.ts';
import { settleMessageWords, settleMessageWordsBetween, withMessageWords } from './message-words.ts';
import type { Store } from './store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const DAY_MS = 86_400_000;
/** Of the fixture that the events hold. */
const SAYS = { text: expect.stringMatching(/\S/), content: '{}' };
const SAYS_NOTHING = { text: null, content: '{}' };

/** Where the words of a message are found. Run on every database, see `test/conformance/`. */
export function messageWordsConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`words of messages on ${name}`, () => {
    test('are read from the event that told of the message, and from the row that has its own', async () => {
      const store = await openStore();
      const told = await insertMessage(store, 1, { hasEvent: true });
      const own = await insertMessage(store, 2, { hasEvent: true, words: { text: 'Edited', content: '{}' } });
      expect(await read(store)).toEqual([
        { id: told, ...SAYS },
        { id: own, text: 'Edited', content: '{}' },
      ]);
    });

    test('of a message whose event is not there are none', async () => {
      const store = await openStore();
      const id = await insertMessage(store, 1, { hasEvent: false });
      expect(await read(store)).toEqual([{ id, ...SAYS_NOTHING }]);
    });

    test('outlive the event once they were moved into the row', async () => {
      const store = await openStore();
      const id = await insertMessage(store, 1, { hasEvent: true });
      await settleMessageWords(store.db, WORKSPACE, [firstIdAt('evt', DAY_MS)]);
      await store.db.deleteFrom('events').execute();
      expect(await read(store)).toEqual([{ id, ...SAYS }]);
    });

    test('are moved for a time as a whole, and those of other times stay where they are', async () => {
      const store = await openStore();
      const ids: MessageId[] = [];
      for (const day of [1, 2, 3]) ids.push(await insertMessage(store, day, { hasEvent: true }));
      const range = { workspaceId: WORKSPACE, afterId: firstIdAt('msg', 0), beforeId: firstIdAt('msg', 3 * DAY_MS) };
      expect(await settleMessageWordsBetween(store.db, range)).toBeNull();
      await store.db.deleteFrom('events').execute();
      expect(await read(store)).toEqual([
        { id: ids[0], ...SAYS },
        { id: ids[1], ...SAYS },
        { id: ids[2], ...SAYS_NOTHING },
      ]);
    });
  });
}

async function read(store: Store) {
  const rows = await store.db.selectFrom('messages').select(['id', 'text', 'content']).orderBy('id').execute();
  return withMessageWords(store.db, WORKSPACE, rows);
}

interface Inserted {
  readonly hasEvent: boolean;
  readonly words?: { readonly text: string; readonly content: string };
}

/** A text message; with its words in its event unless it has its own. */
async function insertMessage(store: Store, day: number, { hasEvent, words }: Inserted): Promise<MessageId> {
  const atMs = day * DAY_MS;
  const id = firstIdAt('msg', atMs);
  const about = { workspace_id: WORKSPACE, channel_id: null, phone: null, bsuid: null };
  if (hasEvent) {
    const times = { occurred_at_ms: atMs, created_at_ms: atMs };
    const event = {
      ...about,
      ...times,
      id: firstIdAt('evt', atMs),
      type: 'message.received',
      origin: 'meta',
      hops: 0,
    } as const;
    await store.db
      .insertInto('events')
      .values({ ...event, payload: JSON.stringify(readFixture('meta/text.json')) })
      .execute();
  }
  await store.db
    .insertInto('messages')
    .values({
      ...about,
      ...{ id, channel_id: idOf('chn', '0190a000-0000-7000-8000-0000000000c1'), conversation_id: null },
      ...{ contact_id: null, group_id: null, direction: 'inbound', source: 'meta', wamid: null, type: 'text' },
      ...{ text: null, content: '', content_at_ms: atMs, reply_to: null, callback_data: null, sender: null },
      ...{ occurred_at_ms: atMs, created_at_ms: atMs, accepted_at_ms: null, response: null, refused_at_ms: null },
      ...{ refusal: null, edited_at_ms: null, revoked_at_ms: null },
      ...words,
    })
    .execute();
  return id;
}
