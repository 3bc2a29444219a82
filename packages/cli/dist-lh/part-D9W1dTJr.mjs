import { n as loadConfig } from "./part-DZLxK-uS.mjs";
import { readFileSync } from "node:fs";
// src/environment.ts
function readConfig(env) {
	return loadConfig(env, (path) => readFileSync(path, "utf8"));
}
export { readConfig as t };
