import type { Company } from './company.ts';

interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** What stands for each `$id` of the addresses of pages: of everything one that has the most to show. */
export async function findExamples({
  owner,
  endpoints,
  channelId,
}: Company): Promise<Readonly<Record<string, string>>> {
  const first = async (path: string) => (await owner.get<{ data: Item[] }>(path)).data[0]?.id ?? '';
  const conversation = (await owner.get<{ data: Item[] }>(`/v1/conversations?q=Lena&channel_id=${channelId}`)).data[0];
  return {
    endpointId: endpoints.get('/assistant') ?? '',
    channelId,
    deliveryId: await first('/v1/deliveries?state=exhausted'),
    eventId: await first('/v1/events?type=message.received'),
    conversationId: conversation?.id ?? '',
    contactId: String(conversation?.contact_id ?? ''),
    templateId: await first('/v1/templates?name=repair_ready'),
    runId: await first('/v1/runs'),
    quarantineId: await first('/v1/quarantine'),
    receiverId: await first('/v1/test-receivers'),
    workspaceId: owner.workspaceId,
  };
}

/** One-time links that the pages of the ways in are about. What is behind `#` of each. */
export async function makeLinks({ owner, agent }: Company): Promise<Readonly<Record<string, string>>> {
  const hashOf = async (path: string, body: object = {}) =>
    new URL((await owner.post<{ url: string }>(path, body)).url).hash;
  return {
    welcome: '#shown-before-it-is-used',
    invite: await hashOf('/v1/members/invitations', { email: 'robin@kanalcykel.example', role: 'agent' }),
    password: await hashOf(`/v1/members/${agent.memberId}/password-link`),
  };
}
