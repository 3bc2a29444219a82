/** Text that a spreadsheet would take for a formula, behind any number of apostrophes. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * A text as a cell of CSV: what a spreadsheet would carry out as a formula gets an apostrophe before it. A text that
 * begins with apostrophes before such a sign gets one more, so that `unguardCsvCell` gives back every text as it was.
 */
export function guardCsvCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text of a cell that `guardCsvCell` made, or that a spreadsheet wrote in the same way. */
export function unguardCsvCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
