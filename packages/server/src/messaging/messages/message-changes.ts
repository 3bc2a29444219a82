import type { NewEvent } from '../../domain/event.ts';
import type { MergeRule, RecordTable, RecordWrite } from '../../platform/db/record-write.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { MessagesTable } from '../../platform/db/tables.ts';
import type { MessageChange } from './message-projection.ts';
import { MESSAGE_COLUMNS } from './message-row.ts';

const KEY = ['workspace_id', 'id'];
const BY_VERSION: MergeRule = { newestBy: 'content_at_ms' };
const MOVING: Readonly<Record<string, MergeRule>> = {
  type: BY_VERSION,
  text: BY_VERSION,
  content: BY_VERSION,
  content_at_ms: 'max',
  edited_at_ms: 'max',
  revoked_at_ms: 'min',
};

/** The table `messages` again, for changes of a message that is there: the newest version stays whatever comes first. */
const MESSAGE_VERSIONS_TABLE: RecordTable = {
  name: 'messages',
  columns: MESSAGE_COLUMNS,
  merge: {
    key: KEY,
    replacesWords: true,
    rules: Object.fromEntries(
      Object.keys(MESSAGE_COLUMNS)
        .filter((column) => !KEY.includes(column))
        .map((column) => [column, MOVING[column] ?? 'kept']),
    ),
  },
};

/** An edit or revoke as the row that is merged into the message's. @param was The message as it is. */
export function toChangeWrite(was: MessagesTable, change: MessageChange, event: NewEvent): RecordWrite {
  const { version, atMs } = change;
  const row: MessagesTable = {
    ...was,
    ...(version === null
      ? { revoked_at_ms: atMs }
      : {
          type: storableText(version.type) ?? was.type,
          text: storableText(version.text),
          content: storableText(JSON.stringify(version.content)) ?? '{}',
          content_at_ms: atMs,
          edited_at_ms: atMs,
        }),
  };
  return { table: MESSAGE_VERSIONS_TABLE, row: { ...row }, causeId: event.dedupeKey === null ? null : event.id };
}
