import { beforeAll, describe, test } from 'vitest';
import { withStatus } from '../../server/test/e2e/support/answers.ts';
import { type Receiver, startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { browserForFile, openVisitor } from './support/browser.ts';
import { type ConsoleWorld, startConsoleWorld } from './support/console-world.ts';
import { type Hands, pointer } from './support/hands.ts';
import * as journey from './support/journey.ts';

const browser = browserForFile();
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

describe.each(STORES)(
  'from the first start to the daily work on $name',
  (stores) => {
    let world: ConsoleWorld;
    let receiver: Receiver;
    let hands: Hands;

    beforeAll(async () => {
      receiver = await startReceiver({
        answers: ({ path }) => (path === '/mistyped' ? withStatus(404, {}, 'No such application') : withStatus(200)),
      });
      world = await startConsoleWorld(stores);
      const { page } = await openVisitor(browser(), { origin: world.gateway.url, ...CLIPBOARD });
      hands = pointer(page);
    });

    const another = async () => pointer((await openVisitor(browser(), { origin: world.gateway.url })).page);

    test('whoever opens the printed link becomes the owner', () => journey.becomeOwner(hands, world));

    test('a number is connected by the wizard', () => journey.connectNumber(hands, world));

    test('an endpoint of each format is made', () => journey.makeEndpoints(hands, receiver));

    test('a message arrives while somebody watches, and is delivered', () => journey.watchArrival(hands, world));

    test('why a delivery failed is told, and it arrives once the endpoint is mended', () =>
      journey.mendAndResend(hands, receiver));

    test('a signing secret is rotated', () => journey.rotateSecret(hands));

    test('a reply is written in the inbox and its ticks turn', () => journey.replyInTheInbox(hands));

    test('a file of 1,000 contacts is imported', () => journey.importContacts(hands));

    test('a viewer who was invited sees everything and changes nothing', async () => {
      const link = await journey.inviteViewer(hands);
      await journey.lookAsViewer(await another(), link);
    });

    test('a portal link shows a customer the endpoints and deliveries', async () => {
      const link = await journey.makePortalLink(hands);
      await journey.openPortal(await another(), link);
    });
  },
  40_000,
);
