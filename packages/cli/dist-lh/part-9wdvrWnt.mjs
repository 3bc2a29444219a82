import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { t as startGateway } from "./part-CWgB6KcA.mjs";
import { n as loadConfig, t as describeConfig } from "./part-DZLxK-uS.mjs";
import { r as createLogger } from "./part-DFCws31-.mjs";
import { readFileSync } from "node:fs";
// ../server/src/main.ts
var main_exports = __exportAll({ serve: () => serve });
const GRACE_MS = 2e4;
const EXIT_MS = 24500;
const EXIT = {
	ok: 0,
	failed: 1,
	config: 2
};
async function serve(env) {
	try {
		const config = loadConfig(env, (path) => readFileSync(path, "utf8"));
		const logger = createLogger(config.logLevel);
		const settings = Object.entries(describeConfig(config)).map(([name, value]) => `${name}=${String(value)}`);
		logger.info({ config: settings }, "starting");
		const gateway = await startGateway(config, { logger });
		logger.info({ url: gateway.url }, `listening on ${gateway.url}`);
		if (gateway.firstApiKey !== null) printFirstKey(gateway.firstApiKey);
		if (gateway.ownerLink !== null) printOwnerLink(gateway.ownerLink);
		gateway.broken.then((error) => {
			logger.fatal({ err: error }, "the store is broken: ending, so that whoever supervises starts anew");
			process.exit(EXIT.failed);
		});
		stopOnSignal(gateway, (signal) => logger.info({ signal }, "stopping"));
	} catch (error) {
		process.stderr.write(`${error instanceof PosthornError ? error.message : describe(error)}\n`);
		process.exitCode = error instanceof PosthornError && error.code === "config_invalid" ? EXIT.config : EXIT.failed;
	}
}
function describe(error) {
	return `The gateway could not start: ${error instanceof Error ? error.message : String(error)}`;
}
function printFirstKey(key) {
	process.stdout.write(`\nThis is the API key of the first workspace. It is shown once and stored nowhere in clear:\n\n  ${key}\n\nLost it? \`npm run posthorn -- keys create\` makes another.\n\n`);
}
function printOwnerLink(url) {
	process.stdout.write(`\nNobody owns this gateway yet. Open this link to become its owner; it works once:\n\n  ${url}\n\nLost it? \`npm run posthorn -- members owner-link\` makes another, and so does every start until there is an owner.\n\n`);
}
function stopOnSignal(gateway, onSignal) {
	let stopping = false;
	const stop = (signal) => {
		if (stopping) return;
		stopping = true;
		onSignal(signal);
		setTimeout(() => process.exit(EXIT.failed), EXIT_MS).unref();
		gateway.close(GRACE_MS).then(() => process.exit(EXIT.ok), () => process.exit(EXIT.failed));
	};
	process.once("SIGTERM", stop);
	process.once("SIGINT", stop);
}
export { main_exports as t };
