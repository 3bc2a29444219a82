import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { a as readScenarioFile, i as loadScenario, n as createSimulator, r as SCENARIO_NAMES } from "./part-osNZ3EOG.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { t as summarize } from "./part-ByN9srwb.mjs";
import { randomBytes } from "node:crypto";
// src/simulate/play.ts
var play_exports = __exportAll({ playOnce: () => playOnce });
const RETRY_DELAYS_MS = [
	500,
	2e3,
	5e3
];
async function playOnce(input, note) {
	const scenario = withoutOwnFaults(await readScenario(input.scenario), input.faults !== null);
	const simulator = createSimulator({
		appSecret: input.appSecret,
		accessToken: input.graph?.accessToken ?? randomBytes(16).toString("hex"),
		appId: input.appId,
		callbackUrl: input.callbackUrl,
		businesses: [input.business],
		webhooks: { retryDelaysMs: RETRY_DELAYS_MS },
		...input.graph === null ? {} : { port: input.graph.port },
		...input.verifyToken === null ? {} : { verifyToken: input.verifyToken },
		...input.faults === null ? {} : { faults: input.faults },
		...input.seed === null ? {} : { seed: input.seed }
	});
	try {
		if (input.graph !== null) {
			await simulator.start();
			note(`The Graph API answers at ${simulator.url}.`);
		}
		if (input.verifyToken !== null) await verifyCallback(simulator, note);
		note(`Playing ${scenario.name} to ${input.callbackUrl} \u2026`);
		return summarize(await simulator.playScenario(scenario, { speed: input.speed }));
	} finally {
		await simulator.close();
	}
}
async function verifyCallback(simulator, note) {
	const check = await simulator.verifyCallback();
	if (check.kind === "verified") {
		note("The gateway answered the challenge: Meta would accept this callback URL.");
		return;
	}
	const answer = check.status === null ? `no answer (${check.reason})` : `status ${check.status}`;
	throw new CliError(EXIT.failed, `The challenge failed: ${answer}. Check the address, the app id, and that the verify token is the Meta app\u2019s.`);
}
function readScenario(nameOrPath) {
	const name = SCENARIO_NAMES.find((each) => each === nameOrPath);
	return name === void 0 ? readScenarioFile(nameOrPath) : loadScenario(name);
}
function withoutOwnFaults(scenario, areReplaced) {
	if (!areReplaced) return scenario;
	const { faults: _faults, ...rest } = scenario;
	return rest;
}
export { verifyCallback as n, play_exports as t };
