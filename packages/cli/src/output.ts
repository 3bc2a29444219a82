import { styleText } from 'node:util';

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Output {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /** One line for the person in front of it. Never part of the result. */
  readonly note: (line: string) => void;
}

/** The streams of this process. */
export function createOutput(): Output {
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** One line of JSON: what `--json` promises. */
export function printJson(output: Output, value: unknown): void {
  output.print(JSON.stringify(value));
}

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'magenta' | 'blue';

/** Paints text for one of the streams. Without a terminal, or with NO_COLOR, it stays as it is. */
export function createPaint(stream: NodeJS.WriteStream): (style: Style, text: string) => string {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}

/** Lines of a table: columns as wide as their widest cell, two spaces between, headings first. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
