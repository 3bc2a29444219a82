import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { t as call } from "./part-Dn0NBzH9.mjs";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
// src/contacts/contacts-api.ts
async function uploadFile(api, path, query) {
	const file = createReadStream(path);
	await new Promise((resolve, reject) => {
		file.once("open", () => resolve());
		file.once("error", reject);
	}).catch((cause) => {
		throw new CliError(EXIT.usage, `The file ${path} cannot be read. Check its path and its mode.`, { cause });
	});
	return await (await call(api, `/v1/contacts/imports?${new URLSearchParams(query)}`, {
		method: "POST",
		headers: { "content-type": "text/csv; charset=utf-8" },
		body: Readable.toWeb(file),
		duplex: "half"
	})).json();
}
async function readRun(api, id) {
	return await (await call(api, `/v1/runs/${id}`, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) })).json();
}
async function cancelRun(api, id) {
	const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
	await call(api, `/v1/runs/${id}/cancel`, {
		method: "POST",
		signal
	}, [CONFLICT]);
}
async function download(api, path) {
	const { body } = await call(api, path, {});
	if (body === null) throw new CliError(EXIT.failed, `The gateway answered ${path} without a file.`);
	return Readable.fromWeb(body);
}
const CALL_TIMEOUT_MS = 3e4;
const CONFLICT = 409;
export { uploadFile as i, download as n, readRun as r, cancelRun as t };
