// src/exit.ts
const EXIT = {
	ok: 0,
	failed: 1,
	usage: 2
};
var CliError = class extends Error {
	name = "CliError";
	exitCode;
	constructor(exitCode, message, options) {
		super(message, options);
		this.exitCode = exitCode;
	}
};
export { EXIT as n, CliError as t };
