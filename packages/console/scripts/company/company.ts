import { createHmac } from 'node:crypto';
import type { Person, Simulator, SimulatorOptions } from '@posthorn/simulator';
import { acceptInvitation, becomeOwner, type MemberClient } from './member-client.ts';
import type { Habit, Receivers } from './receivers.ts';

/** The Meta app that the simulator stands for. */
export interface CompanyMeta {
  readonly appId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly accessToken: string;
}

export interface CompanyInput {
  /** As the first start printed it. */
  readonly ownerLink: string;
  readonly simulator: Simulator;
  readonly meta: CompanyMeta;
  readonly receivers: Receivers;
}

/** A made-up shop for bicycles whose gateway is full of everything that a page can show. */
export interface Company {
  readonly owner: MemberClient;
  readonly agent: MemberClient;
  readonly channelId: string;
  readonly endpoints: ReadonlyMap<string, string>;
  readonly input: CompanyInput;
}

/** Two numbers of one account. */
export const COMPANY_BUSINESSES: SimulatorOptions['businesses'] = [
  { wabaId: '204817563920415', phoneNumberId: '318940275561203', displayPhoneNumber: '15557204418' },
  {
    wabaId: '204817563920415',
    phoneNumberId: '318940275561204',
    displayPhoneNumber: '15557204427',
    verifiedName: 'Kanal Cykel Service',
  },
];

/** What the simulator's account has in templates. */
export const COMPANY_TEMPLATES: SimulatorOptions['templates'] = [
  template('repair_ready', 'UTILITY', 'Hi {{1}}, your bike is ready. We are open until six.', 'Mira'),
  template(
    'order_shipped',
    'UTILITY',
    'Your order {{1}} has left our shop and arrives in one to three days.',
    'KC-2041',
  ),
  template('appointment_reminder', 'UTILITY', 'Your appointment at the workshop is on {{1}}.', 'Tuesday at ten'),
  template('spring_check', 'MARKETING', 'Spring is near, {{1}}: book your check before March.', 'Noor'),
  { ...template('summer_sale', 'MARKETING', 'Everything for children, 20 % less this week.'), status: 'PAUSED' },
  { ...template('winter_offer', 'MARKETING', 'Buy now!!! Only today!!!'), status: 'REJECTED' },
  { ...template('repair_ready', 'UTILITY', 'Hallo {{1}}, dein Rad ist fertig.', 'Mira'), language: 'de' },
];

function template(name: string, category: 'UTILITY' | 'MARKETING', text: string, example?: string) {
  const body = { type: 'BODY', text, ...(example === undefined ? {} : { example: { body_text: [[example]] } }) };
  return { name, language: 'en_US', category, components: [body] };
}

export const OWNER = { name: 'Mira Okafor', email: 'mira@kanalcykel.example', password: 'spokes-and-lanterns-41' };
const AGENT = { name: 'Jonas Lind', email: 'jonas@kanalcykel.example', password: 'chains-and-bells-77' };
const DEVELOPER = { name: 'Aiko Tanaka', email: 'aiko@kanalcykel.example', password: 'hubs-and-freewheels-19' };

/** People who write. The numbers belong to nobody. */
export const PEOPLE = [
  { name: 'Noor Haddad', waId: '4915170077665' },
  { name: 'Ivo Marsh', waId: '4915170088123' },
  { name: 'Lena Brandt', waId: '4915170012345' },
  { name: 'Mateus Silva', waId: '5511970001122' },
  { name: 'Priya Raman', waId: '919970004455' },
  { name: 'Tom Okoye', waId: '447700900123' },
  { name: 'Sofia Rossi', waId: '393470001122' },
  { name: 'Emil Dahl', waId: '4520001122' },
  { name: 'Chloé Martin', waId: '33639981122' },
  { name: 'Yusuf Demir', waId: '905010001122' },
  { name: 'Ana Kovač', waId: '385910001122' },
  { name: 'Henrik Storm', waId: '4741001122' },
] as const;

interface Created {
  readonly id: string;
}

/** Sets up everything that people set up: account, members, labels, number, endpoints, contacts, templates, keys. */
export async function foundCompany(input: CompanyInput): Promise<Company> {
  const owner = await becomeOwner(input.ownerLink, OWNER);
  const settings = { auto_create_contacts: true, default_country: 'DE' };
  await owner.patch(`/v1/workspaces/${owner.workspaceId}`, { name: 'Kanal Cykel', settings });
  const agent = await invite(owner, AGENT, 'agent');
  await invite(owner, DEVELOPER, 'developer');
  await owner.post('/v1/members/invitations', { email: 'sam@kanalcykel.example', role: 'viewer' });
  const channelId = await addNumbers(owner, input);
  const endpoints = await addEndpoints(owner, input.receivers);
  await addRecords(owner, agent);
  await owner.post('/v1/templates/sync', { channel_id: channelId });
  await owner.post('/v1/api-keys', { name: 'Nightly export', scopes: ['read'] });
  await owner.post('/v1/api-keys', { name: 'Order bot', scopes: ['write'] });
  await owner.post('/v1/portal-links', { label: 'Workshop partner' });
  await owner.post('/v1/test-receivers', { formats: ['standard', 'xobito', 'meta'] });
  return { owner, agent, channelId, endpoints, input };
}

async function invite(owner: MemberClient, account: typeof AGENT, role: string): Promise<MemberClient> {
  const { url } = await owner.post<{ url: string }>('/v1/members/invitations', { email: account.email, role });
  return acceptInvitation(url, account);
}

async function addNumbers(owner: MemberClient, { meta, simulator }: CompanyInput): Promise<string> {
  const { appId: app_id, appSecret: app_secret, verifyToken: verify_token } = meta;
  const app = await owner.post<Created>('/v1/meta-apps', { app_id, app_secret, verify_token });
  simulator.setCallbackUrl(`${owner.url}/webhooks/meta/${app_id}`);
  await simulator.verifyCallback();
  const ids: string[] = [];
  for (const { wabaId, phoneNumberId, displayPhoneNumber } of COMPANY_BUSINESSES ?? []) {
    const channel = await owner.post<Created>('/v1/channels', {
      meta_app_id: app.id,
      waba_id: wabaId,
      phone_number_id: phoneNumberId,
      display_phone_number: displayPhoneNumber,
      access_token: meta.accessToken,
    });
    ids.push(channel.id);
  }
  return ids[0] ?? '';
}

/** What the data warehouse answers while it is out of order. */
export const OUT_OF_ORDER = { status: 503, body: '{"error":"The database is read-only while it is being moved."}' };
const NOT_FOUND = { status: 404, body: '<!doctype html><title>Not found</title><h1>No such application</h1>' };
const OK = { status: 200, body: '{"received":true}' };

interface CompanyEndpoint {
  readonly path: string;
  readonly description: string;
  readonly format: string;
  readonly habit: Habit;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Gives up after seconds, so that an exhausted delivery is there at once. */
const IMPATIENT = { delays_seconds: [0.2], timeout_seconds: 5 };
/** Waits long, so that what waits is seen waiting. */
const PATIENT = { delays_seconds: [14_400, 43_200, 86_400], timeout_seconds: 10 };

const ENDPOINTS: readonly CompanyEndpoint[] = [
  { path: '/orders', description: 'Order bot', format: 'xobito', habit: () => OK },
  { path: '/crm', description: 'CRM', format: 'vobiz', habit: () => OK },
  {
    path: '/assistant',
    description: 'Shop assistant',
    format: 'standard',
    habit: (number) => (number % 9 === 4 ? { status: 502, body: 'Bad gateway' } : OK),
    body: { retry: { delays_seconds: [0.2, 14_400, 43_200], timeout_seconds: 10 } },
  },
  {
    path: '/warehouse',
    description: 'Data warehouse',
    format: 'cloudevents',
    habit: (number) => (number < 6 ? OK : OUT_OF_ORDER),
    body: { retry: PATIENT },
  },
  {
    path: '/returns',
    description: 'Returns desk',
    format: 'vobiz-legacy',
    habit: () => NOT_FOUND,
    body: { retry: IMPATIENT, event_types: ['message.received'] },
  },
  { path: '/mirror', description: 'Copy of everything from Meta', format: 'meta', habit: () => OK },
  { path: '/erp', description: 'Old ERP, until summer', format: 'standard', habit: () => OK },
];

async function addEndpoints(owner: MemberClient, receivers: Receivers): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { path, description, format, habit, body = {} } of ENDPOINTS) {
    receivers.habits.set(path, habit);
    const url = receivers.urlOf(path);
    const wish = { url, description, format, event_types: ['*'], headers: { 'X-Team': 'shop' }, ...body };
    ids.set(path, (await owner.post<Created>('/v1/endpoints', wish)).id);
  }
  await owner.post(`/v1/endpoints/${ids.get('/erp')}/disable`);
  await owner.post(`/v1/endpoints/${ids.get('/crm')}/rotate-secret`, { overlap_seconds: 86_400 });
  return ids;
}

async function addRecords(owner: MemberClient, agent: MemberClient): Promise<void> {
  const statuses: string[] = [];
  for (const [name, color] of STATUSES) statuses.push((await owner.post<Created>('/v1/statuses', { name, color })).id);
  const sources: string[] = [];
  for (const name of SOURCES) sources.push((await owner.post<Created>('/v1/sources', { name })).id);
  const groups: string[] = [];
  for (const name of GROUPS) groups.push((await owner.post<Created>('/v1/contact-groups', { name })).id);
  await importContacts(owner);
  for (const [index, { name, waId }] of PEOPLE.entries()) {
    const [first_name, last_name] = name.split(' ');
    await agent.post('/v1/contacts', {
      ...{ first_name, last_name, phone: `+${waId}`, type: index % 3 === 0 ? 'lead' : 'customer' },
      email: `${first_name
        ?.toLowerCase()
        .normalize('NFD')
        .replaceAll(/[^a-z]/g, '')}@mail.example`,
      company: index % 4 === 1 ? 'Harbour Couriers' : null,
      city: CITIES[index % CITIES.length],
      status_id: statuses[index % statuses.length],
      source_id: sources[index % sources.length],
      group_ids: groups.slice(0, index % 3),
      tags: TAGS.slice(index % 3, (index % 3) + 2),
      custom_attributes: { frame_size: 50 + index, newsletter: index % 2 === 0 },
    });
  }
}

/** Before the people who write are there: whoever is newest stands first. */
async function importContacts(owner: MemberClient): Promise<void> {
  const { id } = await owner.send<Created>('/v1/contacts/imports', importFile(60), 'text/csv; charset=utf-8');
  for (;;) {
    const run = await owner.get<{ finished_at: string | null }>(`/v1/runs/${id}`);
    if (run.finished_at !== null) return;
  }
}

const STATUSES = [
  ['New', '#0EA5E9'],
  ['In conversation', '#A855F7'],
  ['Customer', '#16A34A'],
  ['Lost', '#64748B'],
] as const;
const SOURCES = ['Web shop', 'Bike fair', 'Word of mouth', 'Click to WhatsApp'] as const;
const GROUPS = ['Newsletter', 'Workshop', 'Fleet customers'] as const;
const TAGS = ['e-bike', 'cargo bike', 'warranty', 'student'] as const;
const CITIES = ['Bremen', 'Kiel', 'Lübeck', 'Rostock', 'Århus'] as const;

/** A file of contacts, the last row of which has no number that could be. */
export function importFile(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const first = FIRST_NAMES[index % FIRST_NAMES.length];
    const last = LAST_NAMES[Math.floor(index / FIRST_NAMES.length) % LAST_NAMES.length];
    return `+49151${String(70_100_000 + index)},${first},${last},Newsletter`;
  });
  return ['phone,first_name,last_name,groups', ...rows, 'unknown,Zoe,Nobody,Newsletter', ''].join('\n');
}

const FIRST_NAMES = ['Ada', 'Björn', 'Clara', 'Dmitri', 'Esra', 'Finn', 'Greta', 'Hugo', 'Ines', 'Jakub'] as const;
const LAST_NAMES = ['Albers', 'Bruun', 'Costa', 'Dietrich', 'Engel', 'Fischer', 'Grau', 'Holm'] as const;

/** Lets a person write to the first number, or to the second. */
export function personOf({ input }: Company, index: number, phoneNumberId?: string): Person {
  const profile = PEOPLE[index % PEOPLE.length] ?? PEOPLE[0];
  return input.simulator.user(profile, phoneNumberId);
}

/** Holds two things back: something for a number that is not connected, and something much too old. */
export async function fillQuarantine({ owner, input }: Company): Promise<void> {
  const { meta } = input;
  const bodies = [
    textBody({ phoneNumberId: '318940275569999', timestamp: Math.floor(Date.now() / 1_000) }),
    textBody({ phoneNumberId: '318940275561203', timestamp: 1_577_836_800 }),
  ];
  for (const body of bodies) {
    const text = JSON.stringify(body);
    const signature = createHmac('sha256', meta.appSecret).update(text).digest('hex');
    await fetch(`${owner.url}/webhooks/meta/${meta.appId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
      body: text,
    });
  }
}

function textBody({ phoneNumberId, timestamp }: { readonly phoneNumberId: string; readonly timestamp: number }) {
  const [person] = PEOPLE;
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15557209999', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: person.name }, wa_id: person.waId }],
    messages: [
      {
        from: person.waId,
        id: `wamid.HBgNNDkxNTE3MDA3NzY2NRUCABIYFDNB${phoneNumberId}${timestamp}AA==`,
        timestamp: String(timestamp),
        type: 'text',
        text: { body: 'Is anybody there?' },
      },
    ],
  };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '204817563920415', changes: [{ value, field: 'messages' }] }],
  };
}
