import type { channelView } from '@posthorn/server/meta/channels/channel-schemas.ts';
import type * as z from 'zod';
import { useApiWhole } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';

type Channel = z.infer<typeof channelView>;

/** An account that templates belong to, with a channel whose token reads them. */
export interface Account {
  readonly channelId: string;
  readonly wabaId: string;
  readonly number: string;
}

/** One channel of each account: templates are the account's. */
export function useAccounts() {
  const may = useMay();
  const query = useApiWhole<Channel>('/v1/channels', {}, { enabled: may('channels.read'), staleTime: 60_000 });
  const byWaba = new Map<string, Account>();
  for (const { id, waba_id: wabaId, display_phone_number: number } of query.data ?? [])
    if (!byWaba.has(wabaId)) byWaba.set(wabaId, { channelId: id, wabaId, number });
  return { ...query, accounts: [...byWaba.values()] };
}
