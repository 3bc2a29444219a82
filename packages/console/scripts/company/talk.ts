import { type Company, PEOPLE, personOf } from './company.ts';

/** Called between the turns of the conversations with how long ago the next one was. */
export type MoveTo = (minutesAgo: number) => Promise<void>;

interface Turn {
  readonly minutesAgo: number;
  /** Index into `PEOPLE`. */
  readonly who: number;
  readonly says?: string;
  readonly answer?: string;
  readonly note?: string;
  readonly does?: 'image' | 'document' | 'location' | 'react' | 'template' | 'close' | 'assign' | 'failed';
}

const TURNS: readonly Turn[] = [
  { minutesAgo: 171, who: 8, says: 'Bonjour, do you ship to Lille?' },
  { minutesAgo: 168, who: 8, answer: 'We do, in three days. Shipping is free from 80 euros on.' },
  { minutesAgo: 166, who: 8, says: 'Perfect, thank you!' },
  { minutesAgo: 165, who: 8, does: 'react' },
  { minutesAgo: 164, who: 8, does: 'close' },
  { minutesAgo: 140, who: 3, says: 'Oi! Is the cargo bike from the fair still there?' },
  { minutesAgo: 137, who: 3, answer: 'It is. Shall we keep it for you until Saturday?' },
  { minutesAgo: 131, who: 3, says: 'Yes please. Here is where I would need it' },
  { minutesAgo: 130, who: 3, does: 'location' },
  { minutesAgo: 96, who: 6, says: 'My order KC-2041 has not arrived' },
  { minutesAgo: 95, who: 6, does: 'assign' },
  { minutesAgo: 94, who: 6, note: 'The parcel service says that it lies in Kiel. Asked them to send it on.' },
  { minutesAgo: 92, who: 6, answer: 'It is on its way again and will be there on Thursday. Sorry for that!' },
  { minutesAgo: 71, who: 4, does: 'template' },
  { minutesAgo: 66, who: 4, says: 'Great, I will come by at five' },
  { minutesAgo: 48, who: 5, says: 'Do you repair e-bike motors?' },
  { minutesAgo: 47, who: 5, does: 'failed', answer: 'For most makes, yes. Which one is it?' },
  { minutesAgo: 33, who: 7, says: 'Hej! The light on my bike does not work' },
  { minutesAgo: 32, who: 7, does: 'image' },
  { minutesAgo: 27, who: 9, says: 'Here is the invoice that you asked for' },
  { minutesAgo: 26, who: 9, does: 'document' },
  { minutesAgo: 18, who: 2, says: 'Hello, the back wheel makes a noise since yesterday' },
  { minutesAgo: 16, who: 2, answer: 'That sounds like the hub. Can you bring it in?' },
  { minutesAgo: 14, who: 2, says: 'Today would be good. Until when are you open?' },
  { minutesAgo: 13, who: 2, does: 'image' },
  { minutesAgo: 12, who: 2, note: 'Warranty until May. Put a wheel of the same kind aside.' },
  { minutesAgo: 11, who: 2, answer: 'Until six. We have a wheel to lend you while we look at yours.' },
  { minutesAgo: 10, who: 2, does: 'react' },
  { minutesAgo: 9, who: 2, says: 'Wonderful, see you later then' },
  { minutesAgo: 6, who: 1, says: 'Is my bike ready?' },
  { minutesAgo: 4, who: 0, says: 'Can I change the date of my appointment?' },
  { minutesAgo: 2, who: 10, says: 'What does a spring check cost?' },
  { minutesAgo: 1, who: 11, says: 'Takk for hjelpen!' },
];

/** Lets people and the company write to each other, and what they write go to every endpoint. */
export async function talk(company: Company, moveTo: MoveTo = async () => {}): Promise<void> {
  const said = new Map<number, string>();
  for (const turn of TURNS) {
    await moveTo(turn.minutesAgo);
    await take(company, { turn, said });
  }
  await moveTo(0);
  await company.input.simulator.settled();
}

interface Taking {
  readonly turn: Turn;
  /** The last message that each person got. */
  readonly said: Map<number, string>;
}

async function take(company: Company, { turn, said }: Taking): Promise<void> {
  const { who, says, answer, note, does } = turn;
  const person = personOf(company, who);
  if (says !== undefined) await person.sendText(says).delivered;
  if (does === 'image') await person.sendImage({ caption: 'Like this' }).delivered;
  if (does === 'document') await person.sendDocument({ filename: 'invoice KC-2041.pdf' }).delivered;
  if (does === 'location') {
    await person.sendLocation({ latitude: 54.3233, longitude: 10.1394, name: 'Kiel, harbour' }).delivered;
  }
  const last = said.get(who);
  if (does === 'react' && last !== undefined) await person.react(last, '👍').delivered;
  if (does === 'failed') company.input.simulator.failNextSends({ code: 131_026, count: 1 });
  if (answer !== undefined) said.set(who, await sendText(company, { who, body: answer }));
  if (does === 'template') said.set(who, await sendTemplate(company, who));
  if (note !== undefined)
    await company.agent.post(`/v1/conversations/${await conversationOf(company, who)}/notes`, { text: note });
  if (does === 'assign') {
    const path = `/v1/conversations/${await conversationOf(company, who)}/assign`;
    await company.owner.post(path, { assignee_id: company.agent.memberId });
  }
  if (does === 'close')
    await company.agent.patch(`/v1/conversations/${await conversationOf(company, who)}`, { state: 'closed' });
}

function numberOf(company: Company, who: number): string {
  return personOf(company, who).profile.waId ?? '';
}

async function sendText(company: Company, { who, body }: { readonly who: number; readonly body: string }) {
  return send(company, { to: `+${numberOf(company, who)}`, type: 'text', text: { body } });
}

async function sendTemplate(company: Company, who: number) {
  const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Priya' }] }];
  const template = { name: 'repair_ready', language: 'en_US', components };
  return send(company, { to: `+${numberOf(company, who)}`, type: 'template', template });
}

async function send({ agent, channelId }: Company, message: Readonly<Record<string, unknown>>): Promise<string> {
  const { wamid } = await agent.post<{ wamid: string }>('/v1/messages', { channel_id: channelId, ...message });
  return wamid;
}

async function conversationOf({ agent }: Company, who: number): Promise<string> {
  const name = PEOPLE[who]?.name ?? '';
  const { data } = await agent.get<{ data: { id: string }[] }>(`/v1/conversations?q=${encodeURIComponent(name)}`);
  const [conversation] = data;
  if (conversation === undefined) throw new Error(`There is no conversation with ${name}.`);
  return conversation.id;
}

/** From then on the inbox belongs to those who talk. */
const REMINDERS_UNTIL_MINUTES_AGO = 22;

/** A minute of the usual, more towards noon: reminders to customers with their ticks, and what the shop itself tells. */
export async function playTraffic(company: Company, minutesAgo: number): Promise<void> {
  const count = 1 + Math.round(1.5 + 1.5 * Math.sin(minutesAgo / 14) + ((minutesAgo * 7) % 5) / 2);
  for (let index = 0; index < count; index += 1) {
    const number = minutesAgo * 3 + index;
    if (index % 2 === 0) await tellOrder(company, number);
    else if (minutesAgo > REMINDERS_UNTIL_MINUTES_AGO) await remind(company, number);
    else await personOf(company, 8 + (minutesAgo % 4)).sendText(SMALL_TALK[number % SMALL_TALK.length] ?? '').delivered;
  }
}

async function tellOrder({ owner }: Company, number: number): Promise<void> {
  const type = number % 3 === 0 ? 'custom.order.paid' : 'custom.order.placed';
  await owner.post('/v1/events', { type, data: { order: `KC-${2_000 + number}`, total: 49 + (number % 9) * 20 } });
}

async function remind(company: Company, number: number): Promise<void> {
  const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Tuesday at ten' }] }];
  const template = { name: 'appointment_reminder', language: 'en_US', components };
  await send(company, { to: `+49151${70_100_000 + (number % 60)}`, type: 'template', template });
}

const SMALL_TALK = ['Thanks!', 'I will pick it up at four', 'The parcel is here', 'Can I pay by card?'] as const;

/** Gives some of those who wait to the owner, so that the inbox has something that is theirs. */
export async function assignToOwner(company: Company): Promise<void> {
  for (const who of [0, 1, 2, 3, 6, 7]) {
    const path = `/v1/conversations/${await conversationOf(company, who)}/assign`;
    await company.agent.post(path, { assignee_id: company.owner.memberId });
  }
}
