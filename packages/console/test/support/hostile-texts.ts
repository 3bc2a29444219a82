import type { Company } from '../../scripts/company/company.ts';
import { ALARM } from './browser.ts';

/** Ways in which a text becomes a script where it is taken for markup, a link, or a template. */
const HOSTILE_TEXTS = [
  `<script>${ALARM}()</script>`,
  `<img src=x onerror=${ALARM}()>`,
  `<svg onload=${ALARM}()>`,
  `"><iframe srcdoc="<script>parent.${ALARM}()</script>">`,
  `javascript:${ALARM}()`,
  `{{constructor.constructor('${ALARM}()')()}}`,
] as const;

/** Where hostile texts stand now. */
export interface HostilePlaces {
  /** What stands for the `$id`s of addresses, so that pages are about those who mean harm. */
  readonly values: Readonly<Record<string, string>>;
  /** Addresses besides those of the pages as such. */
  readonly addresses: readonly string[];
  /** Each must be read somewhere, exactly as it is. */
  readonly shown: readonly { readonly place: string; readonly text: string }[];
}

const ALL = HOSTILE_TEXTS.join(' ');
/** What fits into a name, with what tells the places apart. */
const named = (place: string) => `${place} <img src=x onerror=${ALARM}()>`;
const STRANGER = { name: named('profile'), waId: '4915170066001' };

interface Created {
  readonly id: string;
}

/** Puts hostile texts wherever others than the members of a workspace, or one member, can put a text. */
export async function plantHostileTexts(company: Company): Promise<HostilePlaces> {
  const { owner, input } = company;
  await owner.patch(`/v1/workspaces/${owner.workspaceId}`, { name: named('workspace') });
  const endpointId = await plantEndpoint(company);
  const person = input.simulator.user(STRANGER);
  await person.sendText(`message ${ALL}`).delivered;
  await person.sendDocument({ filename: `${named('file')}.pdf`, caption: named('caption') }).delivered;
  await person.sendLocation({ latitude: 1, longitude: 2, name: named('location'), url: HOSTILE_TEXTS[4] }).delivered;
  await input.simulator.settled();
  const { data } = await owner.get<{ data: { id: string; contact_id: string }[] }>('/v1/conversations?q=profile');
  const conversationId = data[0]?.id ?? '';
  const contactId = data[0]?.contact_id ?? '';
  await owner.post(`/v1/conversations/${conversationId}/notes`, { text: named('note') });
  const contact = { company: named('company'), website: HOSTILE_TEXTS[4], tags: ['<img src=x onerror=alert()>'] };
  await owner.patch(`/v1/contacts/${contactId}`, contact);
  for (const [path, place] of LABELS) await owner.post(path, { name: named(place) });
  await owner.post('/v1/api-keys', { name: named('key'), scopes: ['read'] });
  const templateId = await plantTemplate(company);
  const deliveryId = await failedDeliveryOf(company, endpointId);
  const { event_id: eventId } = await owner.get<{ event_id: string }>(`/v1/deliveries/${deliveryId}`);
  const base = `/w/${owner.workspaceId}`;
  return {
    values: { endpointId, conversationId, contactId, templateId, deliveryId, eventId },
    addresses: [`${base}/inbox?conversation=${conversationId}`],
    shown: [
      'workspace',
      'profile',
      'company',
      'caption',
      'location',
      'note',
      'key',
      'endpoint',
      ...LABELS.map(([, place]) => place),
    ].map((place) => ({ place, text: named(place) })),
  };
}

const LABELS = [
  ['/v1/statuses', 'status'],
  ['/v1/sources', 'source'],
  ['/v1/contact-groups', 'group'],
] as const;

/** An endpoint whose receiver answers with hostile headers and a hostile body, and gives up after the first attempt. */
async function plantEndpoint({ owner, input }: Company): Promise<string> {
  const path = '/hostile';
  input.receivers.habits.set(path, () => ({
    status: 500,
    body: `answer ${ALL}`,
    headers: { 'content-type': 'text/html', 'x-hostile': named('header') },
  }));
  const endpoint = await owner.post<Created>('/v1/endpoints', {
    url: input.receivers.urlOf(path),
    description: named('endpoint'),
    event_types: ['message.received'],
    retry: { delays_seconds: [], timeout_seconds: 5 },
  });
  return endpoint.id;
}

async function plantTemplate({ owner, channelId }: Company): Promise<string> {
  const components = [{ type: 'BODY', text: `template ${ALL.replaceAll(/[{}]/g, '')}` }];
  const wish = { channel_id: channelId, name: 'hostile', language: 'en_US', category: 'UTILITY', components };
  return (await owner.post<Created>('/v1/templates', wish)).id;
}

async function failedDeliveryOf({ owner }: Company, endpointId: string): Promise<string> {
  for (;;) {
    const path = `/v1/deliveries?endpoint=${endpointId}&state=exhausted`;
    const { data } = await owner.get<{ data: Created[] }>(path);
    if (data[0] !== undefined) return data[0].id;
  }
}
