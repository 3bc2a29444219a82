import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  loadScenario,
  type Person,
  parseScenario,
  type ScriptInput,
  type Simulator,
  systemClock,
} from '../src/index.ts';
import { callGraph, createTestSimulator, itemsOf, NUMBER, type Receiver, startReceiver } from './receiver.ts';

const MIRA = { name: 'Mira Lindqvist', waId: '4915170023456' };
const QUICK = { sent: null, delivered: null, read: null, played: null };
const HELLO = { type: 'text', text: { body: 'Hello Mira' } };
const BUTTONS = {
  type: 'interactive',
  interactive: {
    type: 'button',
    body: { text: 'When?' },
    action: {
      buttons: [
        { type: 'reply', reply: { id: 'slot-0930', title: '09:30' } },
        { type: 'reply', reply: { id: 'slot-1100', title: '11:00' } },
      ],
    },
  },
};
const LIST = {
  type: 'interactive',
  interactive: {
    type: 'list',
    body: { text: 'Which one?' },
    action: {
      button: 'Choose',
      sections: [{ title: 'Services', rows: [{ id: 'svc-full', title: 'Full service', description: 'All' }] }],
    },
  },
};
const TEMPLATE = {
  type: 'template',
  template: {
    name: 'offer',
    language: { code: 'de' },
    components: [
      { type: 'body', parameters: [{ type: 'text', text: 'Mira' }] },
      { type: 'button', sub_type: 'quick_reply', index: '1', parameters: [{ type: 'payload', payload: 'STOP_PROMO' }] },
    ],
  },
};
const TEMPLATES = [
  {
    name: 'offer',
    language: 'de',
    components: [
      { type: 'BODY', text: 'Hallo {{1}}!', example: { body_text: [['x']] } },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Yes' },
          { type: 'QUICK_REPLY', text: 'Stop promotions' },
        ],
      },
    ],
  },
];

let receiver: Receiver;
let simulator: Simulator;
let mira: Person;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = createTestSimulator({ callbackUrl: receiver.url, statusDelaysMs: QUICK, templates: TEMPLATES });
  await simulator.start();
  mira = simulator.user(MIRA);
});

afterEach(async () => {
  await simulator.close();
  await receiver[Symbol.asyncDispose]();
});

async function send(message: object, of = simulator): Promise<string> {
  const body = { messaging_product: 'whatsapp', to: MIRA.waId, ...message };
  const answer = await callGraph(of, `POST /${NUMBER}/messages`, body);
  await of.settled();
  return answer.body.messages?.[0].id;
}

const textsOf = (rules: ReturnType<typeof itemsOf>) => rules.map(({ text }) => text?.body);

describe('a person with a script', () => {
  const cases: readonly [what: string, message: object, rule: ScriptInput[number], answer: object][] = [
    ['with a text', HELLO, { answer: { kind: 'text', text: 'Hi' } }, { type: 'text', text: { body: 'Hi' } }],
    [
      'with a picture',
      HELLO,
      { answer: { kind: 'image', caption: 'See' } },
      { type: 'image', image: { caption: 'See' } },
    ],
    [
      'with a place',
      HELLO,
      { answer: { kind: 'location', latitude: 55.6, longitude: 13, name: 'Malmö' } },
      { location: { latitude: 55.6, longitude: 13, name: 'Malmö' } },
    ],
    [
      'with the first button',
      BUTTONS,
      { answer: { kind: 'button' } },
      { interactive: { type: 'button_reply', button_reply: { id: 'slot-0930', title: '09:30' } } },
    ],
    [
      'with a button by its title',
      BUTTONS,
      { when: { button: 'slot-1100' }, answer: { kind: 'button', button: '11:00' } },
      { interactive: { button_reply: { id: 'slot-1100' } } },
    ],
    [
      'with a row of a list',
      LIST,
      { answer: { kind: 'list_row' } },
      { interactive: { list_reply: { id: 'svc-full', title: 'Full service', description: 'All' } } },
    ],
    [
      'with a button of a template, and the payload of the send',
      TEMPLATE,
      { when: { template: 'offer', text_matches: '^hallo mira!$' }, answer: { kind: 'button', button: 'STOP_PROMO' } },
      { type: 'button', button: { payload: 'STOP_PROMO', text: 'Stop promotions' } },
    ],
    ['with a reaction', HELLO, { answer: { kind: 'reaction', emoji: '👍' } }, { reaction: { emoji: '👍' } }],
    ['by reading it', HELLO, { answer: { kind: 'read' } }, { status: 'read', recipient_id: MIRA.waId }],
  ];

  test.each(cases)('answers %s', async (_, message, rule, expected) => {
    simulator.scriptPerson(mira, [rule]);
    const id = await send(message);
    expect(itemsOf(receiver)).toMatchObject([expected]);
    expect(JSON.stringify(itemsOf(receiver))).toMatch(rule.answer.kind === 'read' ? id : MIRA.waId);
  });

  test('quotes the message when asked', async () => {
    simulator.scriptPerson(mira, [{ answer: { kind: 'text', text: 'Yes', quote: true } }]);
    const id = await send(HELLO);
    expect(itemsOf(receiver)).toMatchObject([{ context: { from: '15557204418', id } }]);
  });

  test('goes by the first rule that fits and still holds; a rule of nothing keeps later ones away', async () => {
    simulator.scriptPerson(mira, [
      { when: { text_matches: 'quiet' }, answer: { kind: 'nothing' } },
      { when: { type: 'image' }, answer: { kind: 'text', text: 'Nice' } },
      { answer: { kind: 'text', text: 'Once' }, times: 1 },
      { answer: { kind: 'text', text: 'Always' } },
    ]);
    for (const words of ['One', 'QUIET please', 'Two', 'Three']) await send({ ...HELLO, text: { body: words } });
    expect(textsOf(itemsOf(receiver))).toEqual(['Once', 'Always', 'Always']);
  });

  test('cannot press what the message does not have', async () => {
    simulator.scriptPerson(mira, [{ answer: { kind: 'button' } }]);
    await send(HELLO);
    expect(itemsOf(receiver)).toEqual([]);
  });

  test('does not answer what never came, nor what others got', async () => {
    simulator.scriptPerson(mira, [{ answer: { kind: 'text', text: 'Hi' } }]);
    simulator.failNextSends({ count: 1, code: 131_026 });
    await send(HELLO);
    await send({ ...HELLO, to: '46705550177' });
    expect(itemsOf(receiver).map(({ status }) => status)).toEqual(['failed']);
  });

  test('stops after so many answers, so that two who answer each other come to an end', async () => {
    const other = createTestSimulator({ callbackUrl: receiver.url, statusDelaysMs: QUICK, scriptAnswersMax: 3 });
    await other.start();
    other.scriptPerson(other.user(MIRA), [{ answer: { kind: 'text', text: 'You first' } }]);
    for (let count = 0; count < 10; count += 1) await send(HELLO, other);
    expect(itemsOf(receiver)).toHaveLength(3);
    await other.close();
  });

  test('is known by BSUID, and follows the latest script', async () => {
    const lena = simulator.user({ name: 'Lena', bsuid: 'DE.20577113940026618845' });
    simulator.scriptPerson(lena, [{ answer: { kind: 'text', text: 'Old' } }]);
    simulator.scriptPerson(lena, [{ answer: { kind: 'text', text: 'New' } }]);
    await send({ ...HELLO, to: undefined, recipient: 'DE.20577113940026618845' });
    expect(textsOf(itemsOf(receiver))).toEqual(['New']);
  });

  const wrong: readonly [what: string, script: unknown, named: string][] = [
    ['no rules', [], 'script'],
    ['an unknown answer', [{ answer: { kind: 'dance' } }], '[0].answer.kind'],
    ['a pattern that is none', [{ when: { text_matches: '(' }, answer: { kind: 'read' } }], '[0].when.text_matches'],
    ['too long a wait', [{ after_ms: 1e9, answer: { kind: 'read' } }], '[0].after_ms'],
  ];

  test.each(wrong)('is refused with %s, and the field is named', (_, script, named) => {
    expect(() => simulator.scriptPerson(mira, script as ScriptInput)).toThrow(named);
  });
});

describe('scripts in scenarios', () => {
  /** A business that answers everything it is told with what `messageFor` makes of it. */
  function answerAll(
    from: Simulator,
    messageFor: (item: { readonly type?: string }) => object | null,
  ): Promise<unknown>[] {
    const answers: Promise<unknown>[] = [];
    const push = receiver.webhooks.push.bind(receiver.webhooks);
    receiver.webhooks.push = (...webhooks) => {
      for (const { bytes } of webhooks) {
        const [message] = JSON.parse(bytes.toString()).entry[0].changes[0].value.messages ?? [];
        const reply = message === undefined ? null : messageFor(message);
        const body = { messaging_product: 'whatsapp', to: MIRA.waId, ...reply };
        if (reply !== null) answers.push(callGraph(from, `POST /${NUMBER}/messages`, body));
      }
      return push(...webhooks);
    };
    return answers;
  }

  test('two-way: what the business sends is answered, and the record has all of it', async () => {
    const live = createTestSimulator({ callbackUrl: receiver.url, statusDelaysMs: QUICK, clock: systemClock });
    await live.start();
    const replies = [HELLO, { type: 'image', image: { link: 'https://kanalcykel.example/a.png' } }];
    const answers = answerAll(live, () => replies.shift() ?? null);
    const record = await live.playScenario(await loadScenario('two-way'), { speed: 10 });
    await Promise.all(answers);
    const types = itemsOf(receiver).map(({ type, context }) => [type, context !== undefined]);
    expect(types).toContainEqual(['text', true]);
    expect(types).toContainEqual(['image', true]);
    expect(types).toHaveLength(5);
    expect(record.expectedEvents).toHaveLength(5);
    await live.close();
  });

  test('end with the play, and what they say is told once even beside a step that is told twice', async () => {
    const scripts = [{ after_ms: 0, answer: { kind: 'text', text: 'Hi' } }];
    const scenario = parseScenario({
      name: 'mine',
      description: 'Mine.',
      people: { mira: { name: 'Mira Lindqvist', wa_id: MIRA.waId, scripts } },
      steps: [
        { do: 'text', person: 'mira', text: 'Hello', times: 2 },
        { do: 'wait_for_business', to: 'mira', timeout_ms: 60_000 },
      ],
    });
    const live = createTestSimulator({ callbackUrl: receiver.url, statusDelaysMs: QUICK, clock: systemClock });
    await live.start();
    const replies = [HELLO];
    answerAll(live, () => replies.shift() ?? null);
    await live.playScenario(scenario);
    expect(textsOf(itemsOf(receiver))).toEqual(['Hello', 'Hello', 'Hi']);
    await send(HELLO, live);
    expect(itemsOf(receiver)).toHaveLength(3);
    await live.close();
  });

  test('are checked with the scenario', () => {
    const parse = (people: object, step: object) => () =>
      parseScenario({ name: 'mine', description: 'Mine.', people, steps: [step] });
    const people = { mira: { name: 'Mira', wa_id: MIRA.waId } };
    const scripted = { mira: { ...people.mira, scripts: [{ answer: { kind: 'sing' } }] } };
    expect(parse(scripted, { do: 'burst', count: 1 })).toThrow('people.mira.scripts[0].answer.kind');
    expect(parse(people, { do: 'wait_for_business', to: 'otto' })).toThrow('steps[0].to');
    expect(parse(people, { do: 'fail_sends', count: 1 })).toThrow('steps[0].code');
    expect(parse(people, { do: 'fail_sends', count: 1, via: 'lost' })).not.toThrow();
  });
});
