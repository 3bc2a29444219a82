import { beforeAll, describe, test } from 'vitest';
import { withStatus } from '../../server/test/e2e/support/answers.ts';
import { type Receiver, startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { browserForFile, openVisitor } from './support/browser.ts';
import { type ConsoleWorld, startConsoleWorld } from './support/console-world.ts';
import { type Hands, keyboard } from './support/hands.ts';
import * as journey from './support/journey.ts';

const browser = browserForFile();
const [SQLITE] = STORES;
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

describe('the same path by keyboard alone', () => {
  let world: ConsoleWorld;
  let receiver: Receiver;
  let hands: Hands;

  beforeAll(async () => {
    if (SQLITE === undefined) throw new Error('SQLite is a database of the tests.');
    receiver = await startReceiver({
      answers: ({ path }) => (path === '/mistyped' ? withStatus(404, {}, 'No such application') : withStatus(200)),
    });
    world = await startConsoleWorld(SQLITE);
    const { page } = await openVisitor(browser(), { origin: world.gateway.url, ...CLIPBOARD });
    hands = keyboard(page);
  });

  const another = async () => keyboard((await openVisitor(browser(), { origin: world.gateway.url })).page);

  test('becomes the owner', () => journey.becomeOwner(hands, world));

  test('connects a number', () => journey.connectNumber(hands, world));

  test('makes an endpoint of each format', () => journey.makeEndpoints(hands, receiver));

  test('watches a message arrive', () => journey.watchArrival(hands, world));

  test('mends an endpoint and resends', () => journey.mendAndResend(hands, receiver));

  test('rotates a secret', () => journey.rotateSecret(hands));

  test('replies in the inbox', () => journey.replyInTheInbox(hands));

  test('imports contacts', () => journey.importContacts(hands));

  test('invites a viewer, who looks around', async () => {
    const link = await journey.inviteViewer(hands);
    await journey.lookAsViewer(await another(), link);
  });

  test('makes a portal link, by which a customer looks around', async () => {
    const link = await journey.makePortalLink(hands);
    await journey.openPortal(await another(), link);
  });
}, 60_000);
