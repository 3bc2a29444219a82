// src/simulate/summary.ts
function summarize(play) {
	const isTrue = ({ kind }) => kind === "original" || kind === "duplicate";
	const truths = play.sent.filter(isTrue);
	const forged = play.sent.filter(({ kind }) => kind === "wrong_signature");
	return {
		scenario: play.scenario,
		seed: play.seed,
		events: play.expectedEvents.length,
		webhooks: truths.length,
		accepted: truths.filter(({ outcome }) => outcome.kind === "accepted").length,
		duplicates: truths.filter(({ kind }) => kind === "duplicate").length,
		forged: forged.length,
		forged_refused: forged.filter((sent) => lastAttemptOf(sent)?.status === 401).length,
		stale: play.sent.filter(({ kind }) => kind === "stale").length,
		requests: play.sent.reduce((sum, { outcome }) => sum + outcome.attempts.length, 0),
		failures: countFailures(truths),
		ids: play.ids
	};
}
function toLines(summary) {
	const failures = Object.entries(summary.failures).map(([reason, count]) => `${count} \u00D7 ${reason}`);
	return [
		`Played ${summary.scenario} (seed ${summary.seed}): ${summary.events} events in ${summary.webhooks} webhooks.`,
		`  accepted    ${summary.accepted} of ${summary.webhooks}, ${summary.duplicates} of them repeats`,
		...summary.forged > 0 ? [`  forged      ${summary.forged}, refused ${summary.forged_refused}`] : [],
		...summary.stale > 0 ? [`  stale       ${summary.stale}: they should be in the gateway's quarantine`] : [],
		...failures.length > 0 ? [`  failed      ${failures.join(", ")}`, `  ${adviceFor(summary.failures)}`] : []
	];
}
function countFailures(sent) {
	const counts = {};
	for (const each of sent) {
		if (each.outcome.kind === "accepted") continue;
		const last = lastAttemptOf(each);
		const reason = last === void 0 ? "not sent" : last.reason ?? `status ${last.status}`;
		counts[reason] = (counts[reason] ?? 0) + 1;
	}
	return counts;
}
function adviceFor(failures) {
	if ("status 401" in failures) return "Status 401: the gateway knows no Meta app with this app id and app secret.";
	if ("status 404" in failures) return "Status 404: is that the address of a gateway?";
	return "Is the gateway running at that address?";
}
function lastAttemptOf({ outcome }) {
	return outcome.attempts.at(-1);
}
export { toLines as n, summarize as t };
