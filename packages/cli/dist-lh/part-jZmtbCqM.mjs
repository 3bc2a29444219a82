import { styleText } from "node:util";
// src/output.ts
function createOutput() {
	return {
		print: (line) => void process.stdout.write(`${line}\n`),
		note: (line) => void process.stderr.write(`${line}\n`)
	};
}
function printJson(output, value) {
	output.print(JSON.stringify(value));
}
function createPaint(stream) {
	return (style, text) => styleText(style, text, {
		stream,
		validateStream: true
	});
}
function formatTable(headings, rows) {
	const lines = [headings, ...rows];
	const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
	return lines.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}
export { printJson as i, createPaint as n, formatTable as r, createOutput as t };
