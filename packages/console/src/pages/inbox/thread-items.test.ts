import { describe, expect, test } from 'vitest';
import type { Change, ThreadMessage, TimelineEntry } from './inbox-types.ts';
import { toThreadItems } from './thread-items.ts';

describe('the lines of a thread', () => {
  test('stand in the order of reading, with a line where a day begins', () => {
    const entries = [message('c', { at: '2026-06-02T09:00:00' }), message('b'), message('a')];
    expect(linesOf(entries)).toEqual(['day', 'a', 'b', 'day', 'c']);
  });

  test('a reaction stands on its message, and is a line of its own when that is not shown', () => {
    const on = (id: string, target: string) => message(id, { type: 'reaction', content: { message_id: target } });
    expect(linesOf([on('r', 'wamid.a'), message('a')])).toEqual(['day', 'a']);
    expect(linesOf([on('r', 'wamid.earlier'), message('a')])).toEqual(['day', 'a', 'reaction r']);
  });

  test('a message of the person that follows a closing has opened it again, once', () => {
    const entries = [message('c'), message('b'), change('closed'), message('a')];
    expect(linesOf(entries)).toEqual(['day', 'a', 'closed', 'reopened', 'b', 'c']);
  });

  test('a message of ours does not open it, and what somebody opened is open', () => {
    expect(linesOf([message('a', { direction: 'outbound' }), change('closed')])).toEqual(['day', 'closed', 'a']);
    expect(linesOf([message('a'), change('reopened'), change('closed')])).toEqual(['day', 'closed', 'reopened', 'a']);
  });
});

function linesOf(entries: readonly TimelineEntry[]): readonly string[] {
  return toThreadItems(entries).map((item) => {
    if (item.kind === 'entry') return item.entry.kind === 'change' ? item.entry.change.what : item.entry.id;
    return item.kind === 'reaction' ? `reaction ${item.key}` : item.kind;
  });
}

interface Wanted {
  readonly at?: string;
  readonly type?: string;
  readonly direction?: ThreadMessage['direction'];
  readonly content?: unknown;
}

function message(
  id: string,
  { at = '2026-06-01T10:00:00', type = 'text', direction = 'inbound', content = null }: Wanted = {},
) {
  const shown = { id, message_id: `wamid.${id}`, type, direction, content, status: 'received' } as ThreadMessage;
  return { kind: 'message', id, at, message: shown } as const;
}

function change(what: Change['what']) {
  const actor = { kind: 'member', id: 'mbr_1' } as const;
  const shown: Change = { what, actor, assignee_id: null, previous_assignee_id: null };
  return { kind: 'change', id: `aud_${what}`, at: '2026-06-01T10:00:00', change: shown } as const;
}
