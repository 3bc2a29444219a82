import type { Selectable } from 'kysely';
import type { ChannelId, ConversationId, MessageId } from '../../domain/ids.ts';
import { WORDS_IN_EVENT } from '../../platform/db/message-words.ts';
import type { Trx } from '../../platform/db/store.ts';
import type { MessagesTable } from '../../platform/db/tables.ts';
import { nextAfter, PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';
import { findOthers } from './find-person.store.ts';
import { type JudgeContext, judgeEvent, type Verdict } from './judge-event.ts';
import { conversationIdsOf } from './person.ts';

/**
 * Takes the messages to the person out of the queue, so that they are neither sent nor reported; then waits until the
 * leases of those are over that are being sent: Meta's answers, which name the person, are written until then.
 */
export async function removeSends(ctx: StepContext, after: string | null): Promise<Piece> {
  const { store, workspaceId } = ctx;
  const rows = await store.db
    .selectFrom('message_sends')
    .select(['id', 'state', 'due_at_ms'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '>', (after ?? '') as MessageId)
    .orderBy('id')
    .limit(PIECE_ROWS)
    .execute();
  const messages = rows.length === 0 ? [] : await readMessages(ctx, { ids: rows.map((row) => row.id) });
  const judge = await judgeFor(ctx, messages);
  const theirs = new Set(messages.filter((row) => judge(row) === 'about').map((row) => row.id));
  const meant = rows.filter((row) => theirs.has(row.id));
  if (meant.length > 0) await deleteSends(ctx, [...theirs]);
  const leasesMs = meant.flatMap((row) => (row.state === 'sending' ? [row.due_at_ms] : []));
  return {
    counts: { message_sends: meant.length },
    next: nextAfter(rows.map((row) => row.id)),
    ...(leasesMs.length === 0 ? {} : { waitUntilMs: Math.max(...leasesMs) }),
  };
}

async function deleteSends({ store, workspaceId }: StepContext, ids: readonly MessageId[]): Promise<void> {
  await store.db.deleteFrom('message_sends').where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute();
}

/**
 * Walks along the messages of the workspace. One to or from the person keeps its ids, channel and times; from one that only
 * mentions them they are taken out.
 */
export async function eraseMessages(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await readMessages(ctx, { after });
  const judge = await judgeFor(ctx, rows);
  const changing = rows.filter((row) => judge(row) !== 'none').map((row) => row.id);
  const counts = changing.length === 0 ? {} : await rewriteMessages(ctx, judge, changing);
  return { counts, next: nextAfter(rows.map((row) => row.id)) };
}

/** Type of a message of which nothing is left but ids and times. */
const ERASED_TYPE = 'erased';

const COLUMNS = [
  'id',
  'channel_id',
  'conversation_id',
  'contact_id',
  'phone',
  'bsuid',
  'direction',
  'wamid',
  'type',
  'text',
  'content',
  'callback_data',
  'accepted_at_ms',
  'response',
  'refused_at_ms',
  'refusal',
  'created_at_ms',
] as const;
type MessageRow = Pick<Selectable<MessagesTable>, (typeof COLUMNS)[number]>;

function selectMessages({ store, workspaceId }: StepContext, db: Trx | typeof store.db = store.db) {
  return db.selectFrom('messages').select(COLUMNS).where('workspace_id', '=', workspaceId).orderBy('id');
}

type Wanted = { readonly ids: readonly MessageId[] } | { readonly after: string | null };

function readMessages(ctx: StepContext, wanted: Wanted): Promise<readonly MessageRow[]> {
  const messages = selectMessages(ctx);
  const matching =
    'ids' in wanted
      ? messages.where('id', 'in', wanted.ids)
      : messages.where('id', '>', (wanted.after ?? '') as MessageId);
  return matching.limit(PIECE_ROWS).execute();
}

type Judge = (row: MessageRow) => Verdict;

async function judgeFor(ctx: StepContext, rows: readonly MessageRow[]): Promise<Judge> {
  const judge: JudgeContext = { ...ctx, others: await findOthers(ctx, rows) };
  const conversations = new Map<ChannelId, ReadonlySet<ConversationId>>();
  const conversationsOf = (channelId: ChannelId) => {
    const known = conversations.get(channelId) ?? new Set(conversationIdsOf(channelId, ctx.person));
    conversations.set(channelId, known);
    return known;
  };
  return (row) => {
    if (row.type === ERASED_TYPE) return 'none';
    const isOld = row.created_at_ms < ctx.startedAtMs;
    // A message of nobody that the workspace knows, in a conversation that is named by the person's number or BSUID.
    if (isOld && row.contact_id === null && row.conversation_id !== null) {
      if (conversationsOf(row.channel_id).has(row.conversation_id)) return 'about';
    }
    return judgeEvent(
      {
        ...{ type: 'message', origin: 'meta', phone: row.phone, bsuid: row.bsuid },
        createdAtMs: row.created_at_ms,
        contactId: row.contact_id,
        payload: [row.text, row.content, row.callback_data, row.response, row.refusal].join('\n'),
      },
      judge,
    );
  };
}

/** Looks at the rows again when they are locked: an edit or Meta's answer may have changed them in between. */
function rewriteMessages(ctx: StepContext, judge: Judge, ids: readonly MessageId[]) {
  const { store, workspaceId } = ctx;
  return store.db.transaction().execute(async (trx) => {
    const rows = await selectMessages(ctx, trx)
      .where('id', 'in', ids)
      .$if(store.can.skipLocked, (messages) => messages.forUpdate())
      .execute();
    const counts = { messages: 0, messages_redacted: 0 };
    for (const row of rows) {
      const change = changeOf(ctx, row, judge(row));
      if (change === null) continue;
      const isErased = change.type === ERASED_TYPE;
      counts[isErased ? 'messages' : 'messages_redacted'] += 1;
      await trx
        .updateTable('messages')
        .set(change)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', row.id)
        .execute();
      if (isErased) await forgetErrors(ctx, trx, row);
    }
    return counts;
  });
}

type Change = Partial<Selectable<MessagesTable>>;

function changeOf(ctx: StepContext, row: MessageRow, verdict: Verdict): Change | null {
  if (verdict === 'none') return null;
  return (verdict === 'mentions' ? redact(ctx, row) : null) ?? erase(ctx, row);
}

function erase({ nowMs }: StepContext, row: MessageRow): Change {
  const isWaiting = row.direction === 'outbound' && row.accepted_at_ms === null && row.wamid === null;
  return {
    ...{ type: ERASED_TYPE, text: null, content: '{}', phone: null, bsuid: null, callback_data: null, sender: null },
    ...{ response: null, refusal: null },
    // No edit that comes late is newer.
    content_at_ms: Number.MAX_SAFE_INTEGER,
    // One that is named by a number tells it to whoever tries all numbers.
    conversation_id: row.contact_id === null ? null : row.conversation_id,
    // It was taken out of the queue.
    refused_at_ms: row.refused_at_ms ?? (isWaiting ? nowMs() : null),
  };
}

/** Null: it cannot be done. */
function redact({ person, redactor }: StepContext, row: MessageRow): Change | null {
  const json = (text: string | null) => {
    if (text === null) return { text };
    const redacted = redactor.redactJson(JSON.parse(text));
    return redacted === null ? null : { text: JSON.stringify(redacted.value) };
  };
  // Words that stand in an event are taken out there.
  const [content, response, refusal] = [
    json(row.content === WORDS_IN_EVENT ? null : row.content),
    json(row.response),
    json(row.refusal),
  ];
  if (content === null || response === null || refusal === null) return null;
  const words = (text: string | null) => (text === null ? null : redactor.redactText(text));
  return {
    text: words(row.text),
    content: content.text ?? WORDS_IN_EVENT,
    callback_data: words(row.callback_data),
    response: response.text,
    refusal: refusal.text,
    phone: row.phone !== null && person.phones.includes(row.phone) ? null : row.phone,
    bsuid: row.bsuid !== null && person.bsuids.includes(row.bsuid) ? null : row.bsuid,
  };
}

/** What Meta says of a failure may name whom it could not reach. */
async function forgetErrors({ workspaceId }: StepContext, trx: Trx, { id, wamid }: MessageRow): Promise<void> {
  const statuses = trx.updateTable('message_statuses').set({ error: null }).where('workspace_id', '=', workspaceId);
  await statuses.where('message_id', '=', id).execute();
  if (wamid !== null) await statuses.where('wamid', '=', wamid).execute();
}
