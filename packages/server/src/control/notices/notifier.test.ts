import { expect, test } from 'vitest';
import { disabledNotice, type Notice } from './disabled-notice.ts';
import { Notifier } from './notifier.ts';

const NOTICE: Notice = { subject: 'S', text: 'T' };

test('every way gets a notice, and one that fails takes nothing from the others', async () => {
  const world = start({ failures: { mail: 99, webhook: 0 } });
  world.notifier.notify(NOTICE);
  await world.notifier.stop();
  expect(world.sent).toEqual(['webhook']);
  expect(world.givenUp).toEqual(['mail: down']);
});

test('a notice is tried three times, with growing waits, and then given up', async () => {
  const world = start({ failures: { mail: 3 } });
  world.notifier.notify(NOTICE);
  await world.settled();
  expect([world.tries, world.waits, world.givenUp]).toEqual([3, [5_000, 60_000], ['mail: down']]);
});

test('a notice that gets there with the last try is not given up', async () => {
  const world = start({ failures: { mail: 2 } });
  world.notifier.notify(NOTICE);
  await world.settled();
  expect([world.sent, world.givenUp]).toEqual([['mail'], []]);
});

test('a hundred on their way are enough: what comes then is dropped and said', async () => {
  const world = start({ failures: {}, isHanging: true });
  for (let count = 0; count < 101; count++) world.notifier.notify(NOTICE);
  expect(world.givenUp).toEqual(['mail: Too many notices are on their way.']);
});

test('with no way set nothing happens', async () => {
  const notifier = new Notifier({ ways: [], wait: async () => {}, onGivenUp: () => {} });
  notifier.notify(NOTICE);
  await notifier.stop();
});

test('a notice names the host and never the rest of a URL, and stays in its lines', () => {
  const notice = disabledNotice({
    workspaceName: 'Shop\r\nBcc: x',
    endpointId: 'ep_1',
    url: 'https://hooks.example:8443/secret-path?token=secret',
    reason: 'failing',
    link: 'https://posthorn.example/w/ws_1/endpoints/ep_1',
  });
  expect(notice.subject).toBe('Posthorn disabled the endpoint hooks.example:8443');
  expect(notice.text).toContain('of the workspace "Shop Bcc: x".');
  expect(notice.text).toContain('https://posthorn.example/w/ws_1/endpoints/ep_1');
  expect(JSON.stringify(notice)).not.toContain('secret');
});

function start({ failures, isHanging }: { readonly failures: Record<string, number>; readonly isHanging?: true }) {
  const names = Object.keys(failures).length === 0 ? ['mail'] : Object.keys(failures);
  const left = { ...failures };
  const world = {
    sent: [] as string[],
    givenUp: [] as string[],
    waits: [] as number[],
    tries: 0,
    settled: async () => {
      while (world.sent.length + world.givenUp.length === 0) await Promise.resolve();
    },
    notifier: new Notifier({
      ways: names.map((name) => ({
        name,
        send: async () => {
          world.tries++;
          if (isHanging === true) await new Promise(() => {});
          left[name] = (left[name] ?? 0) - 1;
          if ((left[name] ?? 0) >= 0) throw new Error('down');
          world.sent.push(name);
        },
      })),
      wait: async (waitMs) => {
        world.waits.push(waitMs);
      },
      onGivenUp: (way, error) => world.givenUp.push(`${way}: ${(error as Error).message}`),
    }),
  };
  return world;
}
