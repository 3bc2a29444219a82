import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.ts';
import { callGraph, createTestSimulator, NUMBER, type Receiver, readFixture, startReceiver, WABA } from './receiver.ts';

const READY = { name: 'repair_ready', language: 'en_US' };
const NEW = {
  name: 'spring_sale',
  language: 'sv',
  category: 'marketing',
  components: [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BODY', text: 'Hej {{1}}, {{2}} % off!', example: { body_text: [['Mira', '20']] } },
    { type: 'FOOTER', text: 'Kanal Cykel' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Stop' },
        { type: 'URL', text: 'Open', url: 'https://kanalcykel.example/{{1}}', example: ['x'] },
      ],
    },
  ],
};
const PLAIN = { ...NEW, components: [{ type: 'BODY', text: 'Welcome.' }] };

let receiver: Receiver;
let simulator: Simulator;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = await start();
});

afterEach(async () => {
  await receiver[Symbol.asyncDispose]();
});

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const made = createTestSimulator({ callbackUrl: receiver.url, ...options });
  await made.start();
  onTestFinished(() => made.close());
  return made;
}

const create = (body: object, of = simulator) => callGraph(of, `POST /v25.0/${WABA}/message_templates`, body);
const list = (query: string, of = simulator) => callGraph(of, `GET /v25.0/${WABA}/message_templates?${query}`);
const read = (id: string, of = simulator) => callGraph(of, `GET /v25.0/${id}`);

function lastChange() {
  return JSON.parse(receiver.webhooks.at(-1)?.bytes.toString() ?? '').entry[0].changes[0];
}

describe('templates', () => {
  test('are taken as pending, then approved, and Meta tells of it', async () => {
    const { status, body } = await create(NEW);
    expect([status, body]).toEqual([
      200,
      { id: expect.stringMatching(/^1\d{15}$/), status: 'PENDING', category: 'MARKETING' },
    ]);
    await simulator.settled();
    expect((await read(body.id)).body).toEqual({
      name: 'spring_sale',
      parameter_format: 'POSITIONAL',
      components: NEW.components,
      language: 'sv',
      status: 'APPROVED',
      category: 'MARKETING',
      id: body.id,
    });
    expect(lastChange()).toMatchObject({
      field: 'message_template_status_update',
      value: { event: 'APPROVED', message_template_id: Number(body.id), message_template_name: 'spring_sale' },
    });
  });

  test('are rejected or left alone when the review is so', async () => {
    const strict = await start({ templateReview: { decision: 'REJECTED' } });
    const rejected = (await create(NEW, strict)).body.id;
    await strict.settled();
    const { body } = await read(`${rejected}?fields=status,rejected_reason`, strict);
    expect(body).toEqual({ status: 'REJECTED', rejected_reason: 'INVALID_FORMAT', id: rejected });
    expect(lastChange().value).toMatchObject({ event: 'REJECTED', rejection_info: { reason: expect.any(String) } });

    const slow = await start({ templateReview: { decision: null } });
    const pending = (await create(NEW, slow)).body.id;
    await slow.settled();
    expect((await read(pending, slow)).body.status).toBe('PENDING');
  });

  test('are reviewed also when there is nobody to tell', async () => {
    const lonely = createTestSimulator();
    await lonely.start();
    const { id } = (await create(NEW, lonely)).body;
    await lonely.settled();
    expect((await read(id, lonely)).body.status).toBe('APPROVED');
    await lonely.close();
  });

  test('are listed page by page, and a deletion in between makes none be skipped or repeated', async () => {
    for (const index of [1, 2, 3, 4]) await create({ ...PLAIN, name: `sale_${index}` });
    const first = (await list('limit=2&fields=name')).body;
    expect(first.data.map(({ name }: { name: string }) => name)).toEqual(['repair_ready', 'sale_1']);
    await callGraph(simulator, `DELETE /${WABA}/message_templates?name=sale_1`);
    const second = (await callGraph(simulator, `GET ${first.paging.next}`)).body;
    expect(second.data.map(({ name }: { name: string }) => name)).toEqual(['sale_2', 'sale_3']);
    const third = (await list(`limit=2&after=${second.paging.cursors.after}`)).body;
    expect(third.data.map(({ name }: { name: string }) => name)).toEqual(['sale_4']);
    expect(third.paging).not.toHaveProperty('next');
    expect((await list(`after=${third.paging.cursors.after}`)).body).toEqual({ data: [] });
    expect((await list('after=nonsense')).body.error.code).toBe(100);
    expect(first.paging.next).not.toMatch(/token/);
  });

  test('are found by status, a part of the name and language', async () => {
    const { id } = (await create(NEW)).body;
    await simulator.setTemplateStatus(id, 'PAUSED');
    const namesOf = async (query: string) => (await list(query)).body.data.map(({ name }: { name: string }) => name);
    expect(await namesOf('status=PAUSED')).toEqual(['spring_sale']);
    expect(await namesOf('name=repair')).toEqual(['repair_ready']);
    expect(await namesOf('language=sv')).toEqual(['spring_sale']);
    expect(await namesOf('category=UTILITY')).toEqual(['repair_ready']);
  });

  test('are edited when they were decided about, and reviewed again', async () => {
    const slow = await start({ templateReview: { decision: null } });
    const { id } = (await create(PLAIN, slow)).body;
    const changed = { components: [{ type: 'BODY', text: 'Welcome back.' }] };
    expect((await callGraph(slow, `POST /${id}`, changed)).body.error.code).toBe(100);
    await slow.setTemplateStatus(id, 'APPROVED');
    expect((await callGraph(slow, `POST /${id}`, { category: 'UTILITY' })).body.error.code).toBe(100);
    expect((await callGraph(slow, `POST /${id}`, changed)).body).toEqual({ success: true });
    expect((await read(id, slow)).body).toMatchObject({ status: 'PENDING', ...changed });

    const repaired = simulator.listTemplates()[0]?.id;
    await callGraph(simulator, `POST /${repaired}`, changed);
    await simulator.settled();
    expect(lastChange().value).toMatchObject({ event: 'APPROVED', message_template_id: repaired });
    expect(simulator.listTemplates()).toMatchObject([{ status: 'APPROVED', ...changed }]);
  });

  test('are deleted by name in all languages, or one by its id', async () => {
    await create(PLAIN);
    const { id } = (await create({ ...PLAIN, language: 'de' })).body;
    const remove = (query: string) => callGraph(simulator, `DELETE /${WABA}/message_templates?${query}`);
    expect((await remove(`name=spring_sale&hsm_id=${id}`)).body).toEqual({ success: true });
    expect((await list('name=spring_sale')).body.data).toHaveLength(1);
    expect((await remove('name=spring_sale')).body).toEqual({ success: true });
    expect((await remove('name=spring_sale')).body.error.error_subcode).toBe(2_593_002);
  });

  test('of one name and language are there once', async () => {
    await create(NEW);
    const { status, body } = await create(NEW);
    expect([status, body.error.code, body.error.error_subcode]).toEqual([400, 100, 2_388_024]);
    expect((await create({ ...NEW, language: 'de' })).status).toBe(200);
  });

  test('of an account are at most 250', async () => {
    const templates = Array.from({ length: 250 }, (_, index) => ({
      ...PLAIN,
      category: 'UTILITY',
      name: `t_${index}`,
    }));
    const full = await start({ templates });
    const { body } = await create(NEW, full);
    expect([body.error.code, body.error.error_subcode]).toEqual([100, 2_388_019]);
    expect(body.error.error_user_msg).toContain('250');
  });

  const body = { type: 'BODY', text: 'Hi' };
  const wrong: readonly [what: string, change: object, says: string][] = [
    ['a name with capitals', { name: 'Spring Sale' }, 'name'],
    ['a category that is none', { category: 'FUN' }, 'category'],
    ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 'BODY'],
    ['two bodies', { components: [body, body] }, 'more than one'],
    ['too long a body', { components: [{ ...body, text: 'x'.repeat(1_025) }] }, '1024'],
    ['a parameter without an example', { components: [{ ...body, text: 'Hi {{1}}' }] }, 'example'],
    ['a component without a type', { components: [{ text: 'x' }] }, 'type'],
  ];

  test.each(wrong)('with %s are refused', async (_, change, says) => {
    const { status, text } = await create({ ...NEW, ...change });
    expect(status).toBe(400);
    expect(text).toContain(says);
  });
});

describe('what Meta decides about a template', () => {
  const stored = [
    { id: 1_733_902_281_004_477, name: 'repair_ready', language: 'en-US', components: [{ type: 'BODY', text: 'Hi' }] },
  ];

  const cases: readonly [fixture: string, decide: (of: Simulator) => Promise<unknown>, is: object][] = [
    [
      'message-template-status-update-approved',
      (of) => of.setTemplateStatus('repair_ready', 'APPROVED'),
      { status: 'APPROVED' },
    ],
    [
      'message-template-status-update-paused',
      (of) => of.setTemplateStatus('repair_ready', 'PAUSED'),
      { status: 'PAUSED' },
    ],
    [
      'message-template-status-update-disabled',
      (of) =>
        of.setTemplateStatus('repair_ready', 'DISABLED', { info: { disable_info: { disable_date: '1781000000' } } }),
      { status: 'DISABLED' },
    ],
    [
      'template-category-update-completed',
      (of) => of.setTemplateCategory('repair_ready', 'MARKETING'),
      { category: 'MARKETING' },
    ],
    [
      'template-category-update-impending',
      (of) => of.setTemplateCategory('repair_ready', 'MARKETING', { dueAtSeconds: 1_781_086_800 }),
      { category: 'UTILITY' },
    ],
  ];

  test.each(cases)('%s changes it and arrives as documented', async (fixture, decide, is) => {
    const one = await start({ templates: stored });
    await decide(one);
    expect(JSON.stringify(JSON.parse(receiver.webhooks.at(-1)?.bytes.toString() ?? ''))).toBe(
      await readFixture(fixture),
    );
    expect(one.listTemplates()).toMatchObject([is]);
  });

  test('a rejection says why, as documented', async () => {
    const fixture = JSON.parse(await readFixture('message-template-status-update-rejected'));
    const { id } = (await create(NEW)).body;
    await simulator.settled();
    const { rejection_info } = fixture.entry[0].changes[0].value;
    await simulator.setTemplateStatus('spring_sale', 'REJECTED', { info: { rejection_info } });
    const expected = { ...fixture.entry[0].changes[0].value, message_template_id: Number(id) };
    expect(lastChange().value).toEqual(expected);
  });

  test('a change of quality tells the score before and the one now, and the list has it', async () => {
    await simulator.setTemplateQuality('repair_ready', 'GREEN');
    await simulator.setTemplateQuality('repair_ready', 'YELLOW', { language: 'en-US', wabaId: WABA });
    expect(lastChange()).toMatchObject({
      field: 'message_template_quality_update',
      value: { previous_quality_score: 'GREEN', new_quality_score: 'YELLOW' },
    });
    expect((await list('fields=quality_score')).body.data[0].quality_score).toEqual({ score: 'YELLOW' });
  });

  test('one that is not there is said to be not there', () => {
    expect(() => simulator.setTemplateStatus('nothing', 'APPROVED')).toThrow('no such template');
    expect(() => simulator.setTemplateStatus('repair_ready', 'APPROVED', { language: 'de' })).toThrow();
  });

  test('a deleted one is gone, a reinstated one is approved, a flagged one stays', async () => {
    await simulator.setTemplateStatus('repair_ready', 'PAUSED');
    await simulator.setTemplateStatus('repair_ready', 'FLAGGED');
    expect(simulator.listTemplates()).toMatchObject([{ status: 'PAUSED' }]);
    await simulator.setTemplateStatus('repair_ready', 'REINSTATED');
    expect(simulator.listTemplates()).toMatchObject([{ status: 'APPROVED' }]);
    await simulator.setTemplateStatus('repair_ready', 'DELETED');
    expect(simulator.listTemplates()).toEqual([]);
  });
});

describe('sending a template', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  const bodyOf = (...words: string[]) => ({ type: 'body', parameters: words.map(text) });
  const image = {
    type: 'header',
    parameters: [{ type: 'image', image: { link: 'https://kanalcykel.example/a.png' } }],
  };
  const button = { type: 'button', sub_type: 'url', index: '1', parameters: [text('x')] };
  const sale = { name: 'spring_sale', language: { code: 'sv' } };
  const ready = { name: READY.name, language: { code: READY.language } };

  const send = (template: object, of = simulator) =>
    callGraph(of, `POST /${NUMBER}/messages`, {
      messaging_product: 'whatsapp',
      to: '4915170023456',
      type: 'template',
      template,
    });

  beforeEach(async () => {
    await create(NEW);
    await simulator.settled();
  });

  test('works when it has what it asks for, in both spellings of the language', async () => {
    expect((await send({ ...ready, components: [bodyOf('Mira')] })).status).toBe(200);
    expect((await send({ ...ready, language: { code: 'en-US' }, components: [bodyOf('Mira')] })).status).toBe(200);
    expect((await send({ ...sale, components: [image, bodyOf('Mira', '20'), button] })).status).toBe(200);
  });

  const wrong: readonly [what: string, template: object, status: number, code: number, details: string][] = [
    ['of an unknown name', { ...ready, name: 'nothing' }, 404, 132_001, 'nothing'],
    ['in another language', { ...ready, language: { code: 'de' } }, 404, 132_001, 'does not exist in de'],
    ['with no parameter', ready, 400, 132_000, '(0) does not match the expected number of params (1)'],
    ['with too many', { ...ready, components: [bodyOf('a', 'b')] }, 400, 132_000, '(2)'],
    ['without its picture', { ...sale, components: [bodyOf('a', 'b'), button] }, 400, 132_012, 'expected IMAGE'],
    ['without the end of its link', { ...sale, components: [image, bodyOf('a', 'b')] }, 400, 131_008, 'index 1'],
  ];

  test.each(wrong)('%s is refused', async (_, template, status, code, details) => {
    const answer = await send(template);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.error_data.details).toContain(details);
    expect(simulator.acceptedSends).toBe(0);
  });

  test.each([
    ['PAUSED', 132_015],
    ['DISABLED', 132_016],
    ['REJECTED', 132_001],
  ] as const)('that is %s is refused', async (event, code) => {
    await simulator.setTemplateStatus('repair_ready', event);
    expect((await send({ ...ready, components: [bodyOf('Mira')] })).body.error.code).toBe(code);
  });

  test('by names needs each of them', async () => {
    const components = [{ type: 'BODY', text: 'Hi {{first_name}}, {{day}}?', example: {} }];
    await create({ ...PLAIN, name: 'named', parameter_format: 'named', components });
    await simulator.settled();
    const named = (...names: string[]) => ({
      name: 'named',
      language: { code: 'sv' },
      components: [{ type: 'body', parameters: names.map((name) => ({ ...text('x'), parameter_name: name })) }],
    });
    expect((await send(named('first_name', 'day'))).status).toBe(200);
    expect((await send(named('first_name', 'date'))).body.error.code).toBe(132_012);
    expect((await send(named('first_name'))).body.error.code).toBe(132_000);
  });

  test('is not checked when asked so', async () => {
    const lenient = await start({ checkTemplates: false });
    expect((await send({ name: 'whatever', language: { code: 'fr' } }, lenient)).status).toBe(200);
  });

  test('is priced by its category', async () => {
    await send({ ...sale, components: [image, bodyOf('Mira', '20'), button] });
    await simulator.settled();
    const sent = receiver.webhooks.map(({ bytes }) => bytes.toString()).find((each) => each.includes('"sent"'));
    expect(JSON.parse(sent ?? '').entry[0].changes[0].value.statuses[0].pricing.category).toBe('marketing');
  });

  test('a scenario that pauses a stored template pauses it', async () => {
    const { parseScenario } = await import('../src/index.ts');
    const steps = [{ do: 'template_status', event: 'PAUSED' }];
    await simulator.playScenario(parseScenario({ name: 'pause', description: 'Pause.', people: {}, steps }));
    expect((await send({ ...ready, components: [bodyOf('Mira')] })).body.error.code).toBe(132_015);
  });
});

describe('templates in the options', () => {
  test('that are there twice, or belong to nobody, are named', () => {
    const one = { name: 'a', language: 'de', components: [{ type: 'BODY', text: 'x' }] };
    expect(() => createTestSimulator({ templates: [one, one] })).toThrow('templates: name one twice');
    expect(() => createTestSimulator({ templates: [{ ...one, wabaId: '12345' }] })).toThrow('templates[0].wabaId');
  });
});
