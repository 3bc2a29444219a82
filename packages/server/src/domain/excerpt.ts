/** The beginning of a text, at most `charsMax` UTF-16 units, and never half of a character. */
export function excerptOf(text: string, charsMax: number): string {
  return text.slice(0, charsMax).replace(/[\uD800-\uDBFF]$/, '');
}
