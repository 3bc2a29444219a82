import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
// src/gateway-api.ts
function openApi({ env }, { url, key = env.POSTHORN_API_KEY }) {
	if (key !== void 0 && key !== "") return {
		url,
		key
	};
	throw new CliError(EXIT.usage, "The API key is missing. Set POSTHORN_API_KEY or give --key <key>.");
}
async function call({ url, key }, path, init, alsoFine = []) {
	const headers = {
		...init.headers,
		authorization: `Bearer ${key}`
	};
	const answer = await fetch(url + path, {
		...init,
		headers,
		redirect: "error"
	}).catch((cause) => {
		throw new CliError(EXIT.failed, `The gateway at ${url} did not answer. Is it running, and is --url right?`, { cause });
	});
	if (answer.ok || alsoFine.includes(answer.status)) return answer;
	throw refusal(answer.status, await answer.text());
}
const BAD_REQUEST = 400;
function refusal(status, text) {
	const exitCode = status === BAD_REQUEST ? EXIT.usage : EXIT.failed;
	return new CliError(exitCode, wordsOf(text) ?? `The gateway answered with ${status}: ${text.slice(0, TEXT_CHARS_MAX)}`);
}
const TEXT_CHARS_MAX = 500;
function wordsOf(text) {
	try {
		const problem = JSON.parse(text);
		if (problem.detail === void 0) return null;
		return [problem.detail, ...(problem.errors ?? []).map(({ detail }) => `  ${detail}`)].join("\n");
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}
export { openApi as n, call as t };
