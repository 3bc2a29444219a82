import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { t as planMigrations } from "./part-Ds-dmvir.mjs";
import { t as openStore } from "./part-COlWphEY.mjs";
import { t as readConfig } from "./part-D9W1dTJr.mjs";
import { i as printJson } from "./part-jZmtbCqM.mjs";
// src/migrate/migrate.ts
var migrate_exports = __exportAll({ migrate: () => migrate });
async function migrate({ env, output }, options) {
	const { databaseUrl } = readConfig(env);
	const plan = await planMigrations(databaseUrl);
	const dryRun = options.dryRun === true;
	if (!dryRun) await (await openStore(databaseUrl, { exclusive: true })).close();
	if (options.json === true) printJson(output, toJson(plan, dryRun));
	else for (const line of toLines(plan, dryRun)) output.print(line);
}
function toJson(plan, dryRun) {
	const steps = plan.pending.map(({ number, name }) => ({
		number,
		name
	}));
	return {
		database: plan.engine,
		dry_run: dryRun,
		applied_before: plan.appliedCount,
		steps
	};
}
function toLines(plan, dryRun) {
	if (plan.pending.length === 0) return ["The database is up to date."];
	const verb = dryRun ? "would be applied" : "applied";
	return plan.pending.map(({ number, name }) => `${String(number).padStart(6, "0")}  ${name}  ${verb}`);
}
export { migrate_exports as t };
