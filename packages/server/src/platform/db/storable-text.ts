/** Text from outside in a form that both databases take: PostgreSQL has no NUL, and JSON no lone half of a surrogate pair. */
export function storableText(text: string | null): string | null {
  return text === null ? null : text.toWellFormed().replaceAll('\0', '\ufffd');
}
