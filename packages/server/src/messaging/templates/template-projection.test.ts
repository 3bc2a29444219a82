import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/e2e/support/meta.ts';
import { WORKSPACE_A, WORKSPACE_B } from '../../../test/support/two-workspaces.ts';
import type { NewEvent } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import type { MetaBody } from '../../domain/meta/meta-body.ts';
import { splitMetaBody } from '../../domain/meta/split.ts';
import type { TemplateRow } from '../../platform/db/tables.ts';
import { planTemplates } from './template-projection.ts';
import { type TemplateRecord, toTemplate } from './template-row.ts';

const WABA = '204817563920415';
const TEMPLATE_ID = '1733902281004477';
/** Time of every fixture. */
const TOLD_AT_MS = 1_781_000_400_000;
const HEARD_AT_MS = TOLD_AT_MS + 1_000;

const STATUS = 'message-template-status-update';

describe('what Meta tells moves the template:', () => {
  test.each([
    ['approved', { status: 'APPROVED', category: 'UTILITY', reason: null, deletedAtMs: null }],
    ['paused', { status: 'PAUSED', category: 'UTILITY', reason: 'Paused because of low quality.' }],
    ['disabled', { status: 'DISABLED', category: 'UTILITY', reason: null }],
    ['pending-deletion', { status: 'PENDING_DELETION', category: 'UTILITY', reason: null, deletedAtMs: null }],
  ])('%s', async (word, expected) => {
    const was = known({ status: 'PENDING', category: 'MARKETING' });
    const after = await project(fixture(`${STATUS}-${word}`), [was]);
    expect(after).toMatchObject({ ...expected, id: was.id, revision: 2, updatedAtMs: TOLD_AT_MS });
  });

  test('rejected, with the reason in words', async () => {
    const was = known({ templateId: '1733902281004478', name: 'spring_sale', language: 'sv', status: 'PENDING' });
    expect(await project(fixture(`${STATUS}-rejected`), [was])).toMatchObject({
      status: 'REJECTED',
      category: 'MARKETING',
      reason: 'INVALID_FORMAT: Two parameters stand next to each other. Put words between the parameters.',
    });
  });

  test('quality', async () => {
    const was = known({ quality: 'GREEN' });
    const after = await project(fixture('message-template-quality-update'), [was]);
    expect(after).toMatchObject({ quality: 'YELLOW', status: 'APPROVED' });
  });

  test('category, when it is done and not when it is announced', async () => {
    const was = known({ category: 'UTILITY' });
    expect(await project(fixture('template-category-update-impending'), [was])).toBeNull();
    expect(await project(fixture('template-category-update-completed'), [was])).toMatchObject({
      category: 'MARKETING',
    });
  });

  test('components', async () => {
    const after = await project(fixture('message-template-components-update'), [known({})]);
    expect(after?.components).toEqual([
      { type: 'HEADER', format: 'TEXT', text: 'Your bike is ready' },
      { type: 'BODY', text: 'Hi {{1}}, pick it up before {{2}}.' },
      { type: 'FOOTER', text: 'Kanal Cykel' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+46705550177' },
          { type: 'URL', text: 'Directions', url: 'https://kanalcykel.example/map' },
        ],
      },
    ]);
  });

  test('components that it does not describe stay: examples, a medium, quick replies', async () => {
    const was = known({
      components: [
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW'] } },
        { type: 'BODY', text: 'Old {{1}}', example: { body_text: [['Mira']] } },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Yes' },
            { type: 'URL', text: 'Old', url: 'https://old.example' },
          ],
        },
      ],
    });
    const event = telling('message_template_components_update', {
      message_template_element: 'New {{1}}',
      message_template_buttons: [
        {
          message_template_button_type: 'URL',
          message_template_button_text: 'New',
          message_template_button_url: 'https://n.example',
        },
      ],
    });
    expect((await project(event, [was]))?.components).toEqual([
      was.components[0],
      { type: 'BODY', text: 'New {{1}}', example: { body_text: [['Mira']] } },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Yes' },
          { type: 'URL', text: 'New', url: 'https://n.example' },
        ],
      },
    ]);
  });

  test('deleted', async () => {
    const after = await project(telling(`${STATUS_FIELD}`, { event: 'DELETED' }), [known({})]);
    expect(after).toMatchObject({ status: 'DELETED', deletedAtMs: TOLD_AT_MS });
  });

  test('reinstated is approved again; flagged and locked are warnings and leave the status', async () => {
    const paused = known({ status: 'PAUSED' });
    expect(await project(telling(STATUS_FIELD, { event: 'REINSTATED' }), [paused])).toMatchObject({
      status: 'APPROVED',
    });
    for (const event of ['FLAGGED', 'LOCKED']) {
      const told = telling(STATUS_FIELD, { event, reason: 'ABUSIVE_CONTENT' });
      expect(await project(told, [known({})])).toMatchObject({ status: 'APPROVED', reason: 'ABUSIVE_CONTENT' });
    }
  });
});

describe('which template it is', () => {
  test("by Meta's id, whatever it is called; by name and language when the webhook has no id", async () => {
    const was = known({ name: 'other_name', status: 'PENDING' });
    expect(await project(fixture(`${STATUS}-approved`), [was])).toMatchObject({ id: was.id, name: 'other_name' });
    const named = known({ status: 'PENDING' });
    const event = telling(STATUS_FIELD, { event: 'APPROVED', message_template_id: null });
    expect(await project(event, [named])).toMatchObject({ id: named.id, templateId: TEMPLATE_ID, status: 'APPROVED' });
  });

  test('one that nobody told of before is made from a status, in the spelling of the API, and written only with its event', async () => {
    const event = fixture(`${STATUS}-approved`);
    const [write] = await plan([event], []);
    expect(write?.causeId).toBe(event.id);
    expect(toTemplate(write?.row as unknown as TemplateRow)).toMatchObject({
      revision: 1,
      workspaceId: WORKSPACE_A,
      wabaId: WABA,
      templateId: TEMPLATE_ID,
      name: 'repair_ready',
      language: 'en_US',
      status: 'APPROVED',
      category: 'UTILITY',
      components: [],
      createdAtMs: HEARD_AT_MS,
      updatedAtMs: TOLD_AT_MS,
      syncedAtMs: null,
    });
  });

  test.each([
    'message-template-quality-update',
    'message-template-components-update',
    'template-category-update-completed',
    `${STATUS}-pending-deletion`,
  ])('nothing is made from %s', async (name) => {
    expect(await plan([fixture(name)], [])).toEqual([]);
  });

  test('another template of the same name takes the place of the one that is gone at Meta', async () => {
    const was = known({ templateId: '7', components: [{ type: 'BODY', text: 'Old' }], toldAtMs: { components: 5 } });
    expect(await project(fixture(`${STATUS}-approved`), [was])).toMatchObject({
      id: was.id,
      templateId: TEMPLATE_ID,
      components: [],
    });
    const newer = known({ templateId: '7', toldAtMs: { status: TOLD_AT_MS + 1 } });
    expect(await project(fixture(`${STATUS}-approved`), [newer])).toBeNull();
    expect(await project(fixture(`${STATUS}-pending-deletion`), [was])).toBeNull();
    expect(await project(fixture('message-template-quality-update'), [was])).toBeNull();
  });

  test('a deleted one comes back by a later word that it lives, and by nothing else', async () => {
    const gone = (deletedAtMs: number) => known({ status: 'DELETED', deletedAtMs });
    expect(await project(fixture(`${STATUS}-approved`), [gone(TOLD_AT_MS - 1)])).toMatchObject({ deletedAtMs: null });
    expect(await project(fixture(`${STATUS}-approved`), [gone(TOLD_AT_MS)])).toBeNull();
    expect(await project(fixture(`${STATUS}-pending-deletion`), [gone(5)])).toBeNull();
    expect(await project(fixture('message-template-quality-update'), [gone(5)])).toBeNull();
  });
});

describe('time', () => {
  test('an older word on the same thing changes nothing, and one on another thing does', async () => {
    const was = known({ status: 'PAUSED', toldAtMs: { status: TOLD_AT_MS + 1 } });
    expect(await project(telling(STATUS_FIELD, { event: 'APPROVED' }), [was])).toBeNull();
    const quality = await project(fixture('message-template-quality-update'), [was]);
    expect(quality).toMatchObject({ status: 'PAUSED', quality: 'YELLOW' });
  });

  test('whatever the order in which words come, the latest of each kind stands', async () => {
    const words = [
      telling(STATUS_FIELD, { event: 'PAUSED' }, TOLD_AT_MS + 2_000),
      telling('message_template_quality_update', { new_quality_score: 'RED' }, TOLD_AT_MS + 3_000),
      telling(STATUS_FIELD, { event: 'APPROVED' }, TOLD_AT_MS),
      telling('message_template_quality_update', { new_quality_score: 'GREEN' }, TOLD_AT_MS + 1_000),
    ];
    for (const order of ordersOf(words)) {
      let row = known({ status: 'PENDING' });
      for (const event of order) row = (await project(event, [row])) ?? row;
      expect(row).toMatchObject({ status: 'PAUSED', quality: 'RED', updatedAtMs: TOLD_AT_MS + 3_000 });
    }
  });

  test('what was read from Meta long after a word makes that word old', async () => {
    const event = telling(STATUS_FIELD, { event: 'PAUSED' });
    expect(await project(event, [known({ syncedAtMs: TOLD_AT_MS + 3_600_000 })])).toBeNull();
    expect(await project(event, [known({ syncedAtMs: TOLD_AT_MS + 1_000 })])).toMatchObject({ status: 'PAUSED' });
  });

  test('the same word again changes nothing', async () => {
    const once = await project(fixture(`${STATUS}-approved`), [known({ status: 'PENDING' })]);
    expect(once).not.toBeNull();
    expect(await project(fixture(`${STATUS}-approved`), once === null ? [] : [once])).toBeNull();
  });
});

describe('several events at once', () => {
  test('there is one row for each template, with what all of them told', async () => {
    const events = [fixture(`${STATUS}-paused`), fixture('message-template-quality-update')];
    const writes = await plan(events, []);
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({
      causeId: events[1]?.id,
      row: { revision: 1, status: 'PAUSED', quality: 'YELLOW' },
    });
  });

  test('each workspace has its own row', async () => {
    const events = [fixture(`${STATUS}-approved`), { ...fixture(`${STATUS}-approved`), workspaceId: WORKSPACE_B }];
    const writes = await plan(events, []);
    expect(writes.map(({ row }) => row.workspace_id)).toEqual([WORKSPACE_A, WORKSPACE_B]);
  });

  test('other events are none of its business', async () => {
    const event = fixture(`${STATUS}-approved`);
    expect(
      await plan(
        [
          { ...event, origin: 'custom' },
          { ...event, type: 'account.updated' },
        ],
        [],
      ),
    ).toEqual([]);
  });
});

const STATUS_FIELD = 'message_template_status_update';

function fixture(name: string): NewEvent {
  return toEvent(readFixture<MetaBody>(`meta/${name}.json`));
}

/** What Meta would write, about the template of the fixtures. */
function telling(field: string, value: object, atMs = TOLD_AT_MS): NewEvent {
  const about = {
    message_template_id: Number(TEMPLATE_ID),
    message_template_name: 'repair_ready',
    message_template_language: 'en-US',
  };
  const change = { field, value: { ...about, ...value } };
  const entry = [{ id: WABA, time: atMs / 1_000, changes: [change] }];
  return toEvent({ object: 'whatsapp_business_account', entry });
}

function toEvent(body: MetaBody): NewEvent {
  const [item] = splitMetaBody(body, HEARD_AT_MS);
  if (item === undefined) throw new Error('The body has no item.');
  return {
    id: idOf('evt', randomUUID()),
    workspaceId: WORKSPACE_A,
    type: item.type,
    origin: 'meta',
    channelId: null,
    occurredAtMs: item.occurredAtMs,
    createdAtMs: HEARD_AT_MS,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: item.body,
    dedupeKey: item.dedupeKey,
    causeId: null,
  };
}

function known(fields: Partial<TemplateRecord>): TemplateRecord {
  return {
    id: idOf('tpl', randomUUID()),
    workspaceId: WORKSPACE_A,
    revision: 1,
    wabaId: WABA,
    templateId: TEMPLATE_ID,
    name: 'repair_ready',
    language: 'en_US',
    category: 'UTILITY',
    status: 'APPROVED',
    quality: null,
    parameterFormat: null,
    components: [],
    reason: null,
    createdAtMs: 1,
    updatedAtMs: 1,
    toldAtMs: {},
    syncedAtMs: null,
    deletedAtMs: null,
    ...fields,
  };
}

function ordersOf<TItem>(items: readonly TItem[]): readonly (readonly TItem[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, place) =>
    ordersOf(items.filter((_, other) => other !== place)).map((rest) => [first, ...rest]),
  );
}

function plan(events: readonly NewEvent[], rows: readonly TemplateRecord[]) {
  const newTemplateId = () => idOf('tpl', randomUUID());
  return planTemplates({ findNamedTemplates: async () => rows, newTemplateId }, events);
}

/** The template after one event. Null: the event changes nothing. */
async function project(event: NewEvent, rows: readonly TemplateRecord[]): Promise<TemplateRecord | null> {
  const [write] = await plan([event], rows);
  return write === undefined ? null : toTemplate(write.row as unknown as TemplateRow);
}
