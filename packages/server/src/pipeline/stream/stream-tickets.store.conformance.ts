import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { insertTicket, takeTicket } from './stream-tickets.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const NOW_MS = 1_000_000;

const ticketOf = (ticketHash: string, expiresAtMs: number, nowMs = NOW_MS) => ({
  ticketHash,
  workspaceId: WORKSPACE,
  expiresAtMs,
  nowMs,
});

/** What tickets of the live stream promise. */
export function streamTicketsConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`stream tickets on ${name}`, () => {
    test('of many who use a ticket at the same moment one gets its workspace', async () => {
      const store = await openStore();
      await insertTicket(store, ticketOf('one', NOW_MS + 1));
      const uses = await Promise.all(Array.from({ length: 8 }, () => takeTicket(store, 'one', NOW_MS)));
      expect(uses.filter((workspaceId) => workspaceId !== null)).toEqual([WORKSPACE]);
    });

    test('an expired ticket and one that was never made are worth nothing', async () => {
      const store = await openStore();
      await insertTicket(store, ticketOf('late', NOW_MS));
      expect(await takeTicket(store, 'late', NOW_MS)).toBeNull();
      expect(await takeTicket(store, 'never', NOW_MS)).toBeNull();
    });

    test('tickets that nobody used are gone when another one is made after they expired', async () => {
      const store = await openStore();
      await insertTicket(store, ticketOf('unused', NOW_MS + 10));
      await insertTicket(store, ticketOf('valid', NOW_MS + 100));
      await insertTicket(store, ticketOf('new', NOW_MS + 200, NOW_MS + 50));
      const rows = await store.db.selectFrom('stream_tickets').select('ticket_hash').orderBy('ticket_hash').execute();
      expect(rows.map((row) => row.ticket_hash)).toEqual(['new', 'valid']);
    });
  });
}
