import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  buildScenarioJsonSchema,
  loadScenario,
  type PlayRecord,
  parseScenario,
  readScenarioFile,
  SCENARIO_NAMES,
  type ScenarioName,
  SimulatorError,
} from '../src/index.ts';
import {
  createTestSimulator,
  FIXTURE_TIME_SECONDS,
  type ReceivedWebhook,
  startReceiver,
  verifies,
} from './receiver.ts';

interface Run {
  readonly record: PlayRecord;
  readonly webhooks: readonly ReceivedWebhook[];
}

async function play(name: ScenarioName, seed = 1, options = {}): Promise<Run> {
  await using receiver = await startReceiver();
  const simulator = createTestSimulator({ callbackUrl: receiver.url, seed, ...options });
  const record = await simulator.playScenario(await loadScenario(name), { speed: Number.POSITIVE_INFINITY });
  await simulator.close();
  return { record, webhooks: receiver.webhooks };
}

interface Item {
  readonly id?: string;
  readonly status?: string;
  readonly event?: string;
  readonly timestamp?: string;
}

/** What a receiver that trusts only good signatures and fresh times ends with; written apart from the simulator. */
function digest(webhooks: readonly ReceivedWebhook[]): Set<string> {
  const keys = new Set<string>();
  for (const webhook of webhooks.filter(verifies)) {
    for (const entry of JSON.parse(webhook.bytes.toString()).entry) {
      if (entry.time !== undefined && entry.time < FIXTURE_TIME_SECONDS - 86_400) continue;
      for (const { field, value } of entry.changes) {
        const items: Item[] = [value.messages, value.statuses, value.calls, value.user_preferences].flatMap(
          (l) => l ?? [],
        );
        if (items.length === 0) keys.add(field + JSON.stringify(value));
        for (const { id, status, event, timestamp } of items) {
          if (Number(timestamp) >= FIXTURE_TIME_SECONDS - 86_400) keys.add([field, id, event ?? status].join(' '));
        }
      }
    }
  }
  return keys;
}

describe('scenarios', () => {
  test.each(SCENARIO_NAMES)(
    '%s: what arrives is what the record expects, all of it signed and accepted',
    async (name) => {
      const { record, webhooks } = await play(name);
      expect(digest(webhooks).size).toBe(record.expectedEvents.length);
      expect(new Set(record.expectedEvents.map(({ id }) => id)).size).toBe(record.expectedEvents.length);
      expect(webhooks).toHaveLength(record.sent.length);
      expect(webhooks.filter(verifies)).toHaveLength(
        record.sent.filter(({ kind }) => kind !== 'wrong_signature').length,
      );
      expect(record.sent.every(({ outcome }) => outcome.kind === 'accepted')).toBe(true);
    },
  );

  test('conversation has everything of the demo', async () => {
    const { record } = await play('conversation');
    const kinds = record.expectedEvents.map(({ kind }) => kind);
    for (const kind of ['messages.text', 'messages.image', 'messages.interactive', 'messages.button']) {
      expect(kinds).toContain(kind);
    }
    expect(kinds).toContain('messages.reaction');
    expect(kinds.filter((kind) => kind.startsWith('calls.'))).toEqual(['calls.connect', 'calls.terminate']);
    expect(kinds.at(-1)).toBe('message_template_status_update');
    const statuses = record.expectedEvents.filter(({ wamid }) => wamid === record.ids.offer);
    expect(statuses.map(({ status }) => status)).toEqual(['delivered', 'sent', 'read']);
    expect(record.sent.filter(({ kind }) => kind === 'duplicate').map(({ duplicateOf }) => duplicateOf)).toHaveLength(
      2,
    );
  });

  test('a duplicate names the sending that it repeats, and is the same to the byte', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url });
    await simulator.playScenario(await loadScenario('conversation'), { speed: Number.POSITIVE_INFINITY });
    const bodyOf = (id: string | undefined) => simulator.sent.find((sent) => sent.id === id)?.body;
    const duplicates = simulator.sent.filter(({ kind }) => kind === 'duplicate');
    expect(duplicates.length).toBeGreaterThan(0);
    for (const { body, duplicateOf } of duplicates) expect(body).toBe(bodyOf(duplicateOf));
    await simulator.close();
  });

  test('faults has every fault, and only additions', async () => {
    const { record, webhooks } = await play('faults');
    const kinds = new Set(record.sent.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['original', 'duplicate', 'wrong_signature', 'stale']));
    const sizes = record.sent.map(({ eventIds }) => eventIds.length);
    expect(Math.max(...sizes)).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6);
    const told = record.sent.filter(({ kind }) => kind === 'original').flatMap(({ eventIds }) => eventIds);
    expect(new Set(told)).toEqual(new Set(record.expectedEvents.map(({ id }) => id)));
    const texts = webhooks.map(({ bytes }) => bytes.toString());
    expect(texts.some((text) => text.includes(String(FIXTURE_TIME_SECONDS - 30 * 86_400)))).toBe(true);
  });

  test('the same seed gives the same bodies and faults, another seed others', async () => {
    const summary = ({ record, webhooks }: Run) => ({
      bodies: webhooks.map(({ bytes }) => bytes.toString()).sort(),
      sent: record.sent
        .map(({ id, kind, duplicateOf, eventIds }) => [id, kind, duplicateOf, eventIds].join(' '))
        .sort(),
    });
    const [first, second, other] = [await play('faults', 5), await play('faults', 5), await play('faults', 6)];
    expect(summary(second)).toEqual(summary(first));
    expect(summary(other).sent).not.toEqual(summary(first).sent);
  });

  test('the faults of the simulator hold for a scenario that has none of its own', async () => {
    const { record, webhooks } = await play('bsuid-only', 3, { faults: { duplicatesRatio: 1 } });
    expect(webhooks).toHaveLength(2 * record.expectedEvents.length);
    expect(digest(webhooks).size).toBe(record.expectedEvents.length);
  });

  test('a receiver that is down for a while gets everything in the end', async () => {
    await using receiver = await startReceiver((index) => (index < 5 ? 503 : 200));
    const simulator = createTestSimulator({ callbackUrl: receiver.url });
    const scenario = await loadScenario('conversation');
    const record = await simulator.playScenario(scenario, { speed: Number.POSITIVE_INFINITY });
    expect(digest(receiver.webhooks.slice(5)).size).toBe(record.expectedEvents.length);
    await simulator.close();
  });

  test('outside a scenario a lone update does not wait for others for ever', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url, faults: { reorderWindow: 5, batchMax: 50 } });
    const told = simulator.user({ name: 'Mira Lindqvist', waId: '4915170023456' }).sendText('Hello');
    expect((await told.delivered).kind).toBe('accepted');
    await simulator.close();
  });
});

describe('scenario files', () => {
  const scenario = (steps: unknown[], rest = {}) => ({
    name: 'mine',
    description: 'Mine.',
    people: { mira: { name: 'Mira Lindqvist', wa_id: '4915170023456' } },
    steps,
    ...rest,
  });

  const wrong: readonly [what: string, value: unknown, named: string][] = [
    ['an unknown key', scenario([{ do: 'text', person: 'mira', text: 'Hi', bold: true }]), 'steps[0]: '],
    ['an unknown step', scenario([{ do: 'dance', person: 'mira' }]), 'steps[0].do: '],
    ['a missing text', scenario([{ do: 'text', person: 'mira' }]), 'steps[0].text: '],
    ['a person who is not there', scenario([{ do: 'text', person: 'otto', text: 'Hi' }]), 'steps[0].person: '],
    [
      'a message from nowhere',
      scenario([{ do: 'react', person: 'mira', message: 'x', emoji: '👍' }]),
      'steps[0].message: ',
    ],
    [
      'a status of what the business did not send',
      scenario([
        { do: 'text', person: 'mira', text: 'Hi', as: 'hi' },
        { do: 'status', message: 'hi', status: 'read' },
      ]),
      'steps[1].message: ',
    ],
    ['a negative wait', scenario([{ do: 'text', person: 'mira', text: 'Hi', after_ms: -1 }]), 'steps[0].after_ms: '],
    [
      'a ratio above 1',
      scenario([{ do: 'text', person: 'mira', text: 'Hi' }], { faults: { stale_ratio: 2 } }),
      'faults.stale_ratio: ',
    ],
    [
      'delays that do not fit',
      scenario([{ do: 'text', person: 'mira', text: 'Hi' }], { faults: { delay_min_ms: 9, delay_max_ms: 1 } }),
      'faults.delay_max_ms: ',
    ],
    ['a person without any id', scenario([], { people: { mira: { name: 'Mira' } } }), 'people.mira: '],
    ['no steps', scenario([]), 'steps: '],
    ['something else', 'hello', 'The scenario is not valid'],
  ];

  test.each(wrong)('%s is refused, and the field is named', (_, value, named) => {
    const parse = () => parseScenario(value);
    expect(parse).toThrow(SimulatorError);
    expect(parse).toThrow(named);
  });

  test('a file that is not there is said to be not there', async () => {
    await expect(readScenarioFile('no-such-scenario.json')).rejects.toMatchObject({ code: 'scenario_not_found' });
  });

  test('the schema that editors get knows every step that is shipped', async () => {
    const schema = JSON.stringify(buildScenarioJsonSchema());
    for (const name of SCENARIO_NAMES) {
      const text = await readFile(new URL(`../scenarios/${name}.json`, import.meta.url), 'utf8');
      for (const step of JSON.parse(text).steps) expect(schema).toContain(`"const":"${step.do}"`);
    }
  });
});
