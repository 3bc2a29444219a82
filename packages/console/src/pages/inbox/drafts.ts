/** What somebody has begun to write, by conversation: it is there again when they come back, as long as the page is open. */
const drafts = new Map<string, string>();
/** Conversations in which something was begun and left. */
const DRAFTS_MAX = 200;

export function readDraft(key: string): string {
  return drafts.get(key) ?? '';
}

export function keepDraft(key: string, text: string): void {
  drafts.delete(key);
  if (text === '') return;
  drafts.set(key, text);
  const [oldest] = drafts.keys();
  if (drafts.size > DRAFTS_MAX && oldest !== undefined) drafts.delete(oldest);
}
