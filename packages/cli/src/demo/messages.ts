import { CliError, EXIT } from '../exit.ts';
import { type Api, get, post, postFile, tryPost } from './api-client.ts';
import { drawPicture } from './picture.ts';
import type { Stage } from './stage.ts';

/** Somebody who writes, and somebody who never has. */
const CUSTOMER = { name: 'Ivo Marsh', waId: '4915170088123' };
const STRANGER = '+4915170044556';

const TEMPLATE = {
  name: 'repair_ready',
  language: 'en_US',
  components: [{ type: 'body', parameters: [{ type: 'text', text: 'Noor' }] }],
};

interface Sent {
  readonly id: string;
}

interface PlayMessages {
  readonly stage: Stage;
  readonly note: (line: string) => void;
  /** Waits until nothing is on its way, neither from Meta nor to the receivers. */
  readonly settle: () => Promise<void>;
}

/**
 * What the company and its customers write to each other: a text inside the customer service window, a template outside
 * it, an image both ways.
 *
 * @returns what is not as it should be, in words.
 */
export async function playMessages({ stage, note, settle }: PlayMessages): Promise<readonly string[]> {
  const { api, simulator } = stage;
  const customer = simulator.user(CUSTOMER);
  await customer.sendText('Is my bike ready?').delivered;
  const text = await sendTo(stage, `+${CUSTOMER.waId}`, { type: 'text', text: { body: 'It is. Come by until six!' } });
  const refusal = await refusalOf(stage);
  const template = await sendTo(stage, STRANGER, { type: 'template', template: TEMPLATE });
  const seen = stage.subscribed.map(({ receiver }) => receiver.mediaLinks.length);
  const picture = drawPicture();
  await customer.sendImage({ bytes: picture, mimeType: 'image/png', caption: 'Is this wheel mine?' }).delivered;
  const file = { bytes: picture, name: 'wheel.png', type: 'image/png' };
  const uploaded = await postFile<Sent>(api, '/v1/media', { file, fields: { channel_id: stage.channelId } });
  const image = await sendTo(stage, `+${CUSTOMER.waId}`, {
    type: 'image',
    image: { id: uploaded.id, caption: 'It is' },
  });
  await settle();
  // Those of before lead to pictures of the conversation that was played.
  const links = stage.subscribed.flatMap(({ receiver }, index) => receiver.mediaLinks.slice(seen[index]));
  note('');
  note(`A text to somebody who never wrote was refused before Meta saw it: ${refusal}`);
  note(`The image was fetched from the links in ${links.length} webhooks.`);
  return [...(await findUnread(api, { text, template, image })), ...(await findBadLinks(links, picture))];
}

function sendTo({ api, channelId }: Stage, to: string, content: Readonly<Record<string, unknown>>): Promise<Sent> {
  return post<Sent>(api, '/v1/messages', { channel_id: channelId, to, ...content });
}

async function refusalOf({ api, channelId }: Stage): Promise<string> {
  const message = { channel_id: channelId, to: STRANGER, type: 'text', text: { body: 'Hello?' } };
  const { status, body } = await tryPost<{ code?: string; detail?: string }>(api, '/v1/messages', message);
  if (status === 422 && body.code === 'message_window_closed') return body.detail ?? '';
  throw new CliError(EXIT.failed, `A text outside the customer service window was answered ${status} ${body.code}.`);
}

async function findUnread(api: Api, sent: Readonly<Record<string, Sent>>): Promise<string[]> {
  const problems: string[] = [];
  for (const [kind, { id }] of Object.entries(sent)) {
    const { status } = await get<{ status: string }>(api, `/v1/messages/${id}/status`);
    if (status !== 'read') problems.push(`the ${kind} that was sent is ${status} and not read`);
  }
  return problems;
}

const DOWNLOAD_TIMEOUT_MS = 25_000;

async function findBadLinks(links: readonly string[], picture: Buffer): Promise<string[]> {
  if (links.length === 0) return ['no webhook had a link to the image'];
  const downloads = await Promise.all(
    links.map(async (link) => {
      const answer = await fetch(link, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
      return answer.ok && picture.equals(Buffer.from(await answer.arrayBuffer()));
    }),
  );
  const bad = downloads.filter((isRight) => !isRight).length;
  return bad === 0 ? [] : [`${bad} links did not lead to the image`];
}
