import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { r as SETTINGS, t as describeConfig } from "./part-DZLxK-uS.mjs";
import { t as readConfig } from "./part-D9W1dTJr.mjs";
import { n as EXIT } from "./part-D5b3qzNk.mjs";
import { i as printJson, r as formatTable } from "./part-jZmtbCqM.mjs";
// src/config/check-config.ts
var check_config_exports = __exportAll({ checkConfig: () => checkConfig });
function checkConfig({ env, output, setExitCode }, json) {
	const checked = check(env);
	if (checked.kind === "invalid") {
		setExitCode(EXIT.usage);
		if (json) printJson(output, {
			ok: false,
			problems: checked.problems
		});
		else for (const line of ["The configuration is not valid:", ...checked.problems.map((each) => `- ${each}`)]) output.note(line);
		return;
	}
	if (json) {
		const settings = checked.settings.map(({ variable, value, source }) => [variable, {
			value,
			source
		}]);
		printJson(output, {
			ok: true,
			settings: Object.fromEntries(settings)
		});
		return;
	}
	const rows = checked.settings.map(({ variable, value, source }) => [
		variable,
		value,
		source
	]);
	for (const line of formatTable([
		"SETTING",
		"VALUE",
		"FROM"
	], rows)) output.print(line);
	output.note("The configuration is valid.");
}
function check(env) {
	try {
		return {
			kind: "valid",
			settings: showSettings(readConfig(env), env)
		};
	} catch (error) {
		if (!(error instanceof PosthornError) || error.code !== "config_invalid") throw error;
		return {
			kind: "invalid",
			problems: error.message.split("\n").filter((line) => line.startsWith("- ")).map((line) => line.slice(2))
		};
	}
}
function showSettings(config, env) {
	const described = describeConfig(config);
	return Object.entries(SETTINGS).map(([name, { env: variable }]) => ({
		variable,
		value: showValue(name, described[variable]),
		source: sourceOf(variable, env)
	}));
}
function sourceOf(variable, env) {
	if ((env[variable] ?? "") !== "") return "environment";
	return (env[`${variable}_FILE`] ?? "") === "" ? "default" : "file";
}
function showValue(name, value) {
	if (typeof value === "number" && name.endsWith("Ms")) return showDuration(value);
	return Array.isArray(value) ? value.join(",") : String(value);
}
function showDuration(valueMs) {
	const seconds = valueMs / 1e3;
	const [unit, unitSeconds] = [
		["d", 86400],
		["h", 3600],
		["m", 60]
	].find(([, each]) => seconds % each === 0) ?? ["s", 1];
	return `${seconds / unitSeconds}${unit}`;
}
export { check_config_exports as t };
