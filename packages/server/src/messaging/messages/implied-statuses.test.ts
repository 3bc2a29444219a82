import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/e2e/support/meta.ts';
import type { NewEvent } from '../../domain/event.ts';
import { type EventId, idOf } from '../../domain/ids.ts';
import { metaItemOf } from '../../domain/meta/event-data.ts';
import { splitMetaBody } from '../../domain/meta/split.ts';
import { impliedEvents, type ToldStatuses } from './implied-statuses.ts';

const WORKSPACE = idOf('ws', '01900000-0000-7000-8000-000000000001');
const NOW_MS = 1_781_000_500_000;

function statusEvent(name: string, change: (text: string) => string = (text) => text): NewEvent {
  const [item] = splitMetaBody(JSON.parse(change(JSON.stringify(readFixture(`meta/${name}.json`)))), NOW_MS);
  if (item === undefined) throw new Error('The fixture holds no item.');
  const { type, occurredAtMs, phone, bsuid, dedupeKey } = item;
  const own = { id: idOf('evt', '01900000-0000-7000-8000-000000000004'), workspaceId: WORKSPACE, channelId: null };
  const rest = { origin: 'meta' as const, createdAtMs: NOW_MS, hops: 0, payload: item.body, causeId: null };
  return { ...own, ...rest, type, occurredAtMs, phone, bsuid, dedupeKey, contact: null, sentMessage: null };
}

function imply(events: readonly NewEvent[], told: readonly Omit<ToldStatuses, 'wamid'>[] = [], isWanted = true) {
  let count = 10;
  return impliedEvents(
    {
      isWanted: () => isWanted,
      findTold: async (_workspaceId, wamids) => told.flatMap((one) => wamids.map((wamid) => ({ wamid, ...one }))),
      newEventId: (): EventId => {
        count += 1;
        return idOf('evt', `01900000-0000-7000-8000-0000000000${count}`);
      },
    },
    events,
  );
}

describe('statuses that Meta left out', () => {
  test('are told when a later one comes, in order, marked in Meta’s item, and only if that one is new', async () => {
    const read = statusEvent('status-read');
    const implied = await imply([read]);
    expect(implied.map((event) => event.type)).toEqual(['message.sent', 'message.delivered']);
    expect(implied.map((event) => event.causeId)).toEqual([read.id, read.id]);
    expect(metaItemOf(implied[0] ?? read)).toMatchObject({ status: 'sent', implied: true });
    expect(implied[0]?.occurredAtMs).toBe(read.occurredAtMs);
    expect(new Set([read, ...implied].map((event) => event.dedupeKey)).size).toBe(3);
  });

  test('are not told when Meta told them before or with it', async () => {
    expect(await imply([statusEvent('status-read')], [{ wasSent: true, wasDelivered: true }])).toEqual([]);
    const delivered = statusEvent('status-delivered');
    const sameMessage = (text: string) => text.replace('"status":"delivered"', '"status":"sent"');
    expect(await imply([delivered, statusEvent('status-delivered', sameMessage)])).toEqual([]);
  });

  test('are nothing where nobody asks, after a failure, and in groups', async () => {
    expect(await imply([statusEvent('status-read')], [], false)).toEqual([]);
    expect(await imply([statusEvent('status-failed')])).toEqual([]);
    const inGroup = (text: string) => text.replace('"recipient_id"', '"recipient_type":"group","recipient_id"');
    expect(await imply([statusEvent('status-read', inGroup)])).toEqual([]);
  });
});
