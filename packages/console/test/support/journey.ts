import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Receiver } from '../../../server/test/e2e/support/receiver.ts';
import { importFile } from '../../scripts/company/company.ts';
import type { ConsoleWorld } from './console-world.ts';
import type { Hands } from './hands.ts';

/** Who owns the gateway of the journey. */
const OWNER = { name: 'Mira Okafor', email: 'mira@kanalcykel.example', password: 'spokes-and-lanterns-41' };
const VIEWER = { name: 'Sam Ode', password: 'bells-and-baskets-52' };
const WABA_ID = '204817563920415';

/** Becomes the owner by the link that the first start printed. */
export async function becomeOwner({ page, press, write }: Hands, { ownerLink }: ConsoleWorld): Promise<void> {
  await page.goto(ownerLink);
  await page.getByRole('heading', { level: 1, name: 'Become the owner' }).waitFor();
  await write(page.getByLabel('Name'), OWNER.name);
  await write(page.getByLabel('Email'), OWNER.email);
  await write(page.getByLabel('Password'), OWNER.password);
  await press(page.getByRole('button', { name: 'Create the account' }));
  await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
}

/** Connects the simulator's number by the wizard, as with Meta: both lines are pasted there, and a first message comes in. */
export async function connectNumber(hands: Hands, { simulator, meta }: ConsoleWorld): Promise<void> {
  const { page, press, write, goTo } = hands;
  await goTo('Channels');
  await press(page.getByRole('link', { name: 'Connect a number' }).first());
  await write(page.getByLabel('App id'), meta.appId);
  await write(page.getByLabel('App secret', { exact: true }), meta.appSecret);
  await press(page.getByRole('button', { name: 'Register the app' }));
  await page.getByRole('heading', { name: 'Point Meta at this gateway' }).waitFor();
  const callbackUrl = await copied(hands, 'Copy the callback URL');
  const verifyToken = await copied(hands, 'Copy the verify token');
  await saveAtMeta({ simulatorUrl: simulator.url, meta }, { callbackUrl, verifyToken });
  await page.getByText(/Meta’s challenge was answered at/).waitFor();
  await press(page.getByRole('button', { name: 'Go on to the number' }));
  await write(page.getByLabel('WhatsApp account id (WABA)'), WABA_ID);
  await write(page.getByLabel('Access token', { exact: true }), meta.accessToken);
  await press(page.getByRole('button', { name: 'Look up its numbers' }));
  await page.getByRole('radio').first().waitFor();
  await press(page.getByRole('button', { name: 'Connect this number' }));
  await page.getByText('Waiting for the first message…').waitFor();
  await simulator.user({ name: 'Ivo Marsh', waId: '4915170088123' }).sendText('Is my bike ready?').delivered;
  await page.getByText('It arrived.').waitFor();
}

/** What a button copies. */
async function copied({ page, press }: Hands, button: string): Promise<string> {
  await page.evaluate("navigator.clipboard.writeText('')");
  await press(page.getByRole('button', { name: button }));
  const text = await page.waitForFunction('navigator.clipboard.readText()');
  return text.jsonValue() as Promise<string>;
}

interface AtMeta {
  readonly simulatorUrl: string;
  readonly meta: ConsoleWorld['meta'];
}

/** What a person does in Meta's App Dashboard: Verify and save. Meta asks the callback before it takes it. */
async function saveAtMeta(
  { simulatorUrl, meta }: AtMeta,
  { callbackUrl, verifyToken }: { readonly callbackUrl: string; readonly verifyToken: string },
): Promise<void> {
  const response = await fetch(`${simulatorUrl}/v25.0/${meta.appId}/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${meta.appId}|${meta.appSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      object: 'whatsapp_business_account',
      callback_url: callbackUrl,
      verify_token: verifyToken,
      fields: 'messages,message_template_status_update,account_update',
    }),
  });
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('true')]);
}

/** Every format that an endpoint may have. */
const FORMATS = ['standard', 'cloudevents', 'meta', 'xobito', 'vobiz', 'vobiz-legacy'] as const;
/** The one whose URL is mistyped at first. */
const MISTYPED = 'standard';

/** Makes an endpoint of each format. One of them gets a URL at which there is nothing. */
export async function makeEndpoints(hands: Hands, receiver: Receiver): Promise<void> {
  const { page, press, write, pick, submit, goTo } = hands;
  for (const format of FORMATS) {
    await goTo('Endpoints');
    await press(page.getByRole('link', { name: 'Add an endpoint' }).first());
    await write(
      page.getByLabel('URL', { exact: true }),
      `${receiver.url}/${format === MISTYPED ? 'mistyped' : format}`,
    );
    await write(page.getByLabel('Name', { exact: true }), `Shop, ${format}`);
    await pick(page.getByRole('radio', { name: new RegExp(`^${format} `) }));
    await submit(page.getByRole('button', { name: 'Create endpoint' }));
    await storeSecret(hands);
    await page.getByRole('heading', { level: 1, name: `Shop, ${format}` }).waitFor();
  }
}

/** The secret is shown once: the dialog goes when somebody says that it is stored. */
async function storeSecret({ page, press }: Hands): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'The signing secret' });
  await dialog.getByText(/^whsec_/).waitFor();
  await press(dialog.getByRole('checkbox', { name: 'I have stored it' }));
  await press(dialog.getByRole('button', { name: 'Done' }));
  await dialog.waitFor({ state: 'hidden' });
}

/** Sees an event come in while its page is open, and that everybody has it. */
export async function watchArrival({ page, press, open, goTo }: Hands, { simulator }: ConsoleWorld): Promise<void> {
  await goTo('Events');
  await page
    .getByRole('row', { name: /message.received/ })
    .first()
    .waitFor();
  await simulator.user({ name: 'Ivo Marsh', waId: '4915170088123' }).sendText('And what does it cost?').delivered;
  await press(page.getByRole('button', { name: /^\d+ new/ }));
  await open(page.getByRole('row', { name: /message.received/ }).first());
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.getByText('And what does it cost?').first().waitFor();
  await drawer.getByText('Shop, xobito').first().waitFor();
  await drawer.getByText('delivered').first().waitFor();
}

/** Finds the delivery that failed, reads why, mends the URL of its endpoint, resends it, and sees it delivered. */
export async function mendAndResend(hands: Hands, receiver: Receiver): Promise<void> {
  const { page, press, write, pick, submit, open, goTo } = hands;
  await goTo('Deliveries');
  const row = page.getByRole('row', { name: new RegExp(`message.received.*Shop, ${MISTYPED}`) }).first();
  await open(row);
  await page
    .getByText(/The receiver answered 404/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await goTo('Endpoints');
  await open(page.getByRole('row', { name: new RegExp(`Shop, ${MISTYPED}`) }));
  await page.getByRole('heading', { level: 1, name: `Shop, ${MISTYPED}` }).waitFor();
  await pick(page.getByRole('tab', { name: 'Settings' }));
  await write(page.getByLabel('URL', { exact: true }), `${receiver.url}/${MISTYPED}`);
  await submit(page.getByRole('button', { name: 'Save changes' }));
  await page.getByText('The endpoint is changed.').waitFor();
  await goTo('Deliveries');
  await open(row);
  await press(page.getByRole('button', { name: 'Resend now' }));
  await page.getByText(`Shop, ${MISTYPED} has it.`).waitFor();
  await receiver.waitFor((requests) => requests.some(({ path }) => path === `/${MISTYPED}`));
}

/** Rotates the signing secret of an endpoint: the new one is shown once, and the old one signs on for a while. */
export async function rotateSecret(hands: Hands): Promise<void> {
  const { page, press, open, goTo } = hands;
  await goTo('Endpoints');
  await open(page.getByRole('row', { name: /Shop, xobito/ }));
  await page.getByRole('heading', { level: 1, name: 'Shop, xobito' }).waitFor();
  await press(page.getByRole('button', { name: 'Rotate secret…' }));
  await press(page.getByRole('button', { name: 'Rotate secret', exact: true }));
  await storeSecret(hands);
  await page.getByRole('progressbar', { name: 'Overlap left' }).waitFor();
}

/** Answers the person who wrote, and sees the ticks go on to read. */
export async function replyInTheInbox({ page, write, pick, open, goTo }: Hands): Promise<void> {
  await goTo('Inbox');
  await pick(page.getByRole('tab', { name: /^All/ }));
  await open(page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /Ivo Marsh/ }));
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText('Is my bike ready?').waitFor();
  await write(page.getByLabel('Your reply'), 'It is. Come by until six!');
  await page.keyboard.press('Enter');
  const reply = messages.getByRole('listitem').filter({ hasText: 'It is. Come by until six!' });
  await reply.getByRole('button', { name: 'read' }).waitFor();
}

/** Imports a file of 1,000 contacts, first as a trial. */
export async function importContacts({ page, press, goTo }: Hands): Promise<void> {
  await goTo('Contacts');
  await press(page.getByRole('link', { name: /^Import/ }).first());
  const file = { name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(importFile(1_000)) };
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    press(page.getByRole('button', { name: 'or choose one' })),
  ]);
  await chooser.setFiles(file);
  await press(page.getByRole('checkbox', { name: 'Make statuses, sources and groups that are not there' }));
  await press(page.getByRole('button', { name: 'Import', exact: true }));
  await page.getByText('completed').waitFor();
  await page.getByText('1,000', { exact: true }).first().waitFor();
}

/** Makes an invitation for a viewer. @returns its link. */
export async function inviteViewer(hands: Hands): Promise<string> {
  const { page, press, write, choose, submit, goTo } = hands;
  await goTo('Members');
  await press(page.getByRole('button', { name: 'Invite…' }));
  await write(page.getByLabel('Email'), 'sam@kanalcykel.example');
  await choose(page.getByLabel('Role'), 'viewer');
  await submit(page.getByRole('button', { name: 'Make the link' }));
  const link = await copied(hands, 'Copy the link');
  await press(page.getByRole('button', { name: 'Done' }));
  return link;
}

/** Accepts the invitation, and finds that looking is all a viewer may do. */
export async function lookAsViewer({ page, press, write, goTo }: Hands, link: string): Promise<void> {
  await page.goto(link);
  await write(page.getByLabel('Name'), VIEWER.name);
  await write(page.getByLabel('Password'), VIEWER.password);
  await press(page.getByRole('button', { name: 'Join' }));
  await goTo('Endpoints');
  expect(await page.getByRole('link', { name: 'Add an endpoint' }).count()).toBe(0);
  expect(await statusOf(page, 'POST', '/v1/endpoints')).toBe(403);
}

/** Makes a portal link for a customer. @returns it. */
export async function makePortalLink(hands: Hands): Promise<string> {
  const { page, press, write, pick, submit, goTo } = hands;
  await goTo('API keys');
  await pick(page.getByRole('tab', { name: /Portal links/ }));
  await press(page.getByRole('button', { name: 'Make a portal link…' }));
  await write(page.getByLabel('Label'), 'Workshop partner');
  await submit(page.getByRole('button', { name: 'Make the link' }));
  const link = await copied(hands, 'Copy the link');
  await press(page.getByRole('button', { name: 'Done' }));
  return link;
}

/** Opens the link as the customer does, who has no account: endpoints and deliveries are there. */
export async function openPortal({ page, open, goTo }: Hands, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();
  await page.getByRole('row', { name: /Shop, xobito/ }).waitFor();
  await goTo('Deliveries');
  await open(page.getByRole('row', { name: /Shop, xobito/ }).first());
  await page.getByText('Shop, xobito has it.').waitFor();
}

/** What the API says to this page when it asks for what its reader may not do. */
async function statusOf(page: Page, method: string, path: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const session = await (await fetch('/v1/session')).json();
    const answer = await fetch('${path}', {
      method: '${method}',
      headers: {
        'content-type': 'application/json',
        'posthorn-csrf': session.csrf_token,
        'posthorn-workspace': session.workspaces[0].id,
      },
      body: JSON.stringify({ url: 'https://hooks.example.com/' }),
    });
    return answer.status;
  })()`);
}
