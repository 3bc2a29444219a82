import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { n as openApi } from "./part-Dn0NBzH9.mjs";
import { n as download } from "./part-4N2Tiv8X.mjs";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
// src/contacts/export-contacts.ts
var export_contacts_exports = __exportAll({ exportContacts: () => exportContacts });
async function exportContacts(ctx, options) {
	const file = await download(openApi(ctx, options), `/v1/contacts/export?format=${options.format}`);
	if (options.output === void 0) return pipeline(file, process.stdout, { end: false }).catch(cutShort);
	try {
		await pipeline(file, createWriteStream(options.output));
	} catch (error) {
		await rm(options.output, { force: true });
		cutShort(error);
	}
	ctx.output.note(`The contacts stand in ${options.output}.`);
}
function cutShort(cause) {
	throw new CliError(EXIT.failed, "The export could not be written to its end. Try again.", { cause });
}
export { export_contacts_exports as t };
