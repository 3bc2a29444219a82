import { expect, onTestFinished, test } from 'vitest';
import { loadFixture, loadFixtures } from '../src/index.ts';
import { createTestSimulator, NUMBER, startReceiver, WABA } from './receiver.ts';

const NOT_NOW = 1_600_000_000;

async function play(name: string) {
  const receiver = await startReceiver();
  const simulator = createTestSimulator({ callbackUrl: receiver.url });
  onTestFinished(async () => {
    await simulator.close();
    await receiver[Symbol.asyncDispose]();
  });
  const { body } = await loadFixture(name);
  const playOnce = async () => {
    await simulator.playFixture(body);
    await simulator.settled();
    return JSON.parse(receiver.webhooks.at(-1)?.bytes.toString() ?? '{}');
  };
  return { first: await playOnce(), second: await playOnce() };
}

test('every fixture has a name, a line and a body of Meta’s', async () => {
  const fixtures = await loadFixtures();
  expect(fixtures.length).toBeGreaterThan(90);
  for (const { name, summary, body } of fixtures) {
    expect([name, body.object]).toEqual([name, 'whatsapp_business_account']);
    expect(summary).toMatch(/^[a-z_]+/);
  }
  const lines = Object.fromEntries(fixtures.map(({ name, summary }) => [name, summary]));
  expect(lines).toMatchObject({
    image: 'messages: message image',
    'status-read': 'messages: status read',
    'call-connect': 'calls: call connect',
    'account-update-partner-added': 'account_update: PARTNER_ADDED',
    'business-capability-update': 'business_capability_update',
  });
});

test('a message that is played again is another message of the same person, told of now', async () => {
  const { first, second } = await play('text');
  const messageOf = (body: typeof first) => body.entry[0].changes[0].value.messages[0];
  expect(first.entry[0].id).toBe(WABA);
  expect(first.entry[0].changes[0].value.metadata.phone_number_id).toBe(NUMBER);
  expect(messageOf(first).id).not.toBe(messageOf(second).id);
  expect(messageOf(first).from).toBe(messageOf(second).from);
  expect(Number(messageOf(first).timestamp)).toBeGreaterThan(NOT_NOW);
});

test('a change of an account is of now too, and what a message refers to stays', async () => {
  expect((await play('account-review-update-approved')).first.entry[0].time).toBeGreaterThan(NOT_NOW);
  const { body } = await loadFixture('reaction');
  const { first } = await play('reaction');
  const reactionOf = (of: typeof first) => of.entry[0].changes[0].value.messages[0].reaction;
  expect(reactionOf(first)).toEqual(reactionOf(body));
});

test('there is none of another name, nor outside the folder', async () => {
  for (const name of ['nothing-of-this-name', '../package', 'TEXT']) {
    await expect(loadFixture(name)).rejects.toMatchObject({ code: 'fixture_unknown' });
  }
});
