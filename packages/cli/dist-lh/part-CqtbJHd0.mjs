import { C as sha256Hex, T as encodeCursor, x as equalsInConstantTime } from "./part-DcNb6zUf.mjs";
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { randomBytes, randomFillSync } from "node:crypto";
// ../server/src/domain/permissions.ts
const SCOPES = [
	"read",
	"write",
	"admin"
];
const ROLES = [
	"owner",
	"admin",
	"developer",
	"agent",
	"viewer"
];
const EVERYONE = ROLES;
const ADMINS = ["owner", "admin"];
const BUILDERS = [
	"owner",
	"admin",
	"developer"
];
const WORKERS = [
	"owner",
	"admin",
	"developer",
	"agent"
];
const PERMISSIONS = {
	"workspace.read": {
		scope: "read",
		to: [...EVERYONE, "portal"]
	},
	"workspace.write": {
		scope: "admin",
		to: ADMINS
	},
	"settings.read": {
		scope: "read",
		to: EVERYONE
	},
	"members.read": {
		scope: "read",
		to: EVERYONE
	},
	"members.write": {
		scope: "admin",
		to: ADMINS
	},
	"api_keys.manage": {
		scope: "admin",
		to: ADMINS
	},
	"portal_links.manage": {
		scope: "admin",
		to: ADMINS
	},
	"audit.read": {
		scope: "admin",
		to: BUILDERS
	},
	"catalogue.read": {
		scope: "read",
		to: [...EVERYONE, "portal"]
	},
	"health.read": {
		scope: "read",
		to: EVERYONE
	},
	"statistics.read": {
		scope: "read",
		to: [...EVERYONE, "portal"]
	},
	"meta_apps.read": {
		scope: "read",
		to: BUILDERS
	},
	"meta_apps.write": {
		scope: "admin",
		to: BUILDERS
	},
	"channels.read": {
		scope: "read",
		to: EVERYONE
	},
	"channels.write": {
		scope: "write",
		to: BUILDERS
	},
	"endpoints.read": {
		scope: "read",
		to: [...EVERYONE, "portal"]
	},
	"endpoints.write": {
		scope: "write",
		to: [...BUILDERS, "portal"]
	},
	"events.read": {
		scope: "read",
		to: EVERYONE
	},
	"events.write": {
		scope: "write",
		to: BUILDERS
	},
	"deliveries.read": {
		scope: "read",
		to: [...EVERYONE, "portal"]
	},
	"deliveries.write": {
		scope: "write",
		to: [...WORKERS, "portal"]
	},
	"replays.write": {
		scope: "write",
		to: BUILDERS
	},
	"answers.read": {
		scope: "read",
		to: [...BUILDERS, "portal"]
	},
	"test_receivers.read": {
		scope: "read",
		to: BUILDERS
	},
	"test_receivers.write": {
		scope: "write",
		to: BUILDERS
	},
	"quarantine.read": {
		scope: "read",
		to: BUILDERS
	},
	"quarantine.write": {
		scope: "write",
		to: BUILDERS
	},
	"stream.read": {
		scope: "read",
		to: EVERYONE
	},
	"messages.read": {
		scope: "read",
		to: EVERYONE
	},
	"messages.write": {
		scope: "write",
		to: WORKERS
	},
	"conversations.read": {
		scope: "read",
		to: EVERYONE
	},
	"conversations.write": {
		scope: "write",
		to: WORKERS
	},
	"templates.read": {
		scope: "read",
		to: EVERYONE
	},
	"templates.write": {
		scope: "write",
		to: BUILDERS
	},
	"contacts.read": {
		scope: "read",
		to: EVERYONE
	},
	"contacts.write": {
		scope: "write",
		to: WORKERS
	},
	"contacts.export": {
		scope: "read",
		to: BUILDERS
	},
	"people.erase": {
		scope: "admin",
		to: ADMINS
	},
	"labels.read": {
		scope: "read",
		to: EVERYONE
	},
	"labels.write": {
		scope: "write",
		to: BUILDERS
	},
	"runs.read": {
		scope: "read",
		to: EVERYONE
	},
	"runs.write": {
		scope: "write",
		to: WORKERS
	},
	"simulator.use": {
		scope: "write",
		to: BUILDERS
	},
	"compat.read": {
		scope: "read",
		to: []
	},
	"compat.write": {
		scope: "write",
		to: []
	}
};
function scopeAllows(scope, permission) {
	return SCOPES.indexOf(scope) >= SCOPES.indexOf(PERMISSIONS[permission].scope);
}
function isGranted(grantee, permission) {
	return PERMISSIONS[permission].to.includes(grantee);
}
function granteesOf(permission) {
	return PERMISSIONS[permission].to;
}
function permissionsOf(grantee) {
	return Object.keys(PERMISSIONS).filter((permission) => isGranted(grantee, permission));
}
// ../server/src/platform/http/token-hash.ts
function hashToken(token) {
	return sha256Hex(token);
}
function makeRootKeyCheck(rootKey) {
	return (token) => rootKey !== null && equalsInConstantTime(token, rootKey);
}
// ../../node_modules/uuidv7/dist/index.js
const DIGITS = "0123456789abcdef";
var UUID$1 = class UUID$1 {
	constructor(bytes) {
		this.bytes = bytes;
	}
	static ofInner(bytes) {
		if (bytes.length !== 16) throw new TypeError("not 128-bit length");
		else return new UUID$1(bytes);
	}
	static fromFieldsV7(unixTsMs, randA, randBHi, randBLo) {
		if (!Number.isInteger(unixTsMs) || !Number.isInteger(randA) || !Number.isInteger(randBHi) || !Number.isInteger(randBLo) || unixTsMs < 0 || randA < 0 || randBHi < 0 || randBLo < 0 || unixTsMs > 0xffffffffffff || randA > 4095 || randBHi > 1073741823 || randBLo > 4294967295) throw new RangeError("invalid field value");
		const bytes = new Uint8Array(16);
		bytes[0] = unixTsMs / 2 ** 40;
		bytes[1] = unixTsMs / 2 ** 32;
		bytes[2] = unixTsMs / 2 ** 24;
		bytes[3] = unixTsMs / 2 ** 16;
		bytes[4] = unixTsMs / 256;
		bytes[5] = unixTsMs;
		bytes[6] = 112 | randA >>> 8;
		bytes[7] = randA;
		bytes[8] = 128 | randBHi >>> 24;
		bytes[9] = randBHi >>> 16;
		bytes[10] = randBHi >>> 8;
		bytes[11] = randBHi;
		bytes[12] = randBLo >>> 24;
		bytes[13] = randBLo >>> 16;
		bytes[14] = randBLo >>> 8;
		bytes[15] = randBLo;
		return new UUID$1(bytes);
	}
	static parse(uuid) {
		var _a, _b, _c, _d;
		let hex = void 0;
		switch (uuid.length) {
			case 32:
				hex = (_a = /^[0-9a-f]{32}$/i.exec(uuid)) === null || _a === void 0 ? void 0 : _a[0];
				break;
			case 36:
				hex = (_b = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i.exec(uuid)) === null || _b === void 0 ? void 0 : _b.slice(1, 6).join("");
				break;
			case 38:
				hex = (_c = /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i.exec(uuid)) === null || _c === void 0 ? void 0 : _c.slice(1, 6).join("");
				break;
			case 45: hex = (_d = /^urn:uuid:([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i.exec(uuid)) === null || _d === void 0 ? void 0 : _d.slice(1, 6).join("");
		}
		if (hex) {
			const inner = new Uint8Array(16);
			for (let i = 0; i < 16; i += 4) {
				const n = parseInt(hex.substring(2 * i, 2 * i + 8), 16);
				inner[i + 0] = n >>> 24;
				inner[i + 1] = n >>> 16;
				inner[i + 2] = n >>> 8;
				inner[i + 3] = n;
			}
			return new UUID$1(inner);
		} else throw new SyntaxError("could not parse UUID string");
	}
	toString() {
		let text = "";
		for (let i = 0; i < this.bytes.length; i++) {
			text += DIGITS.charAt(this.bytes[i] >>> 4);
			text += DIGITS.charAt(this.bytes[i] & 15);
			if (i === 3 || i === 5 || i === 7 || i === 9) text += "-";
		}
		return text;
	}
	toHex() {
		let text = "";
		for (let i = 0; i < this.bytes.length; i++) {
			text += DIGITS.charAt(this.bytes[i] >>> 4);
			text += DIGITS.charAt(this.bytes[i] & 15);
		}
		return text;
	}
	toJSON() {
		return this.toString();
	}
	getVariant() {
		const n = this.bytes[8] >>> 4;
		if (n < 0) throw new Error("unreachable");
		else if (n <= 7) return this.isNil() ? "NIL" : "VAR_0";
		else if (n <= 11) return "VAR_10";
		else if (n <= 13) return "VAR_110";
		else if (n <= 15) return this.isMax() ? "MAX" : "VAR_RESERVED";
		else throw new Error("unreachable");
	}
	getVersion() {
		return this.getVariant() === "VAR_10" ? this.bytes[6] >>> 4 : void 0;
	}
	isNil() {
		return this.bytes.every((e) => e === 0);
	}
	isMax() {
		return this.bytes.every((e) => e === 255);
	}
	clone() {
		return new UUID$1(this.bytes.slice(0));
	}
	equals(other) {
		return this.compareTo(other) === 0;
	}
	compareTo(other) {
		for (let i = 0; i < 16; i++) {
			const diff = this.bytes[i] - other.bytes[i];
			if (diff !== 0) return Math.sign(diff);
		}
		return 0;
	}
};
var V7Generator = class {
	constructor(randomNumberGenerator) {
		this.timestampBiased = 0;
		this.counter = 0;
		this.rollbackAllowance = 1e4;
		this.random = randomNumberGenerator !== null && randomNumberGenerator !== void 0 ? randomNumberGenerator : getDefaultRandom();
	}
	setRollbackAllowance(rollbackAllowance) {
		if (rollbackAllowance < 0 || rollbackAllowance > 0xffffffffffff) throw new RangeError("`rollbackAllowance` out of reasonable range");
		this.rollbackAllowance = rollbackAllowance;
	}
	generate() {
		return this.generateOrResetWithTs(Date.now());
	}
	generateOrAbort() {
		return this.generateOrAbortWithTs(Date.now());
	}
	generateOrResetWithTs(unixTsMs) {
		let value = this.generateOrAbortWithTs(unixTsMs);
		if (value === void 0) {
			this.timestampBiased = 0;
			value = this.generateOrAbortWithTs(unixTsMs);
		}
		return value;
	}
	generateOrAbortWithTs(unixTsMs) {
		const MAX_COUNTER = 4398046511103;
		if (!Number.isInteger(unixTsMs) || unixTsMs < 0 || unixTsMs > 0xffffffffffff) throw new RangeError("`unixTsMs` must be a 48-bit unsigned integer");
		unixTsMs++;
		if (unixTsMs > this.timestampBiased) {
			this.timestampBiased = unixTsMs;
			this.resetCounter();
		} else if (unixTsMs + this.rollbackAllowance >= this.timestampBiased) {
			this.counter++;
			if (this.counter > MAX_COUNTER) {
				this.timestampBiased++;
				this.resetCounter();
			}
		} else return;
		return UUID$1.fromFieldsV7(this.timestampBiased - 1, Math.trunc(this.counter / 2 ** 30), this.counter & 2 ** 30 - 1, this.random.nextUint32());
	}
	generateOrResetCore(unixTsMs, rollbackAllowance) {
		const origRollbackAllowance = this.rollbackAllowance;
		try {
			this.setRollbackAllowance(rollbackAllowance);
			return this.generateOrResetWithTs(unixTsMs);
		} catch (e) {
			throw e;
		} finally {
			this.rollbackAllowance = origRollbackAllowance;
		}
	}
	generateOrAbortCore(unixTsMs, rollbackAllowance) {
		const origRollbackAllowance = this.rollbackAllowance;
		try {
			this.setRollbackAllowance(rollbackAllowance);
			return this.generateOrAbortWithTs(unixTsMs);
		} catch (e) {
			throw e;
		} finally {
			this.rollbackAllowance = origRollbackAllowance;
		}
	}
	resetCounter() {
		this.counter = this.random.nextUint32() * 1024 + (this.random.nextUint32() & 1023);
	}
	generateV4() {
		const bytes = new Uint8Array(Uint32Array.of(this.random.nextUint32(), this.random.nextUint32(), this.random.nextUint32(), this.random.nextUint32()).buffer);
		bytes[6] = 64 | bytes[6] >>> 4;
		bytes[8] = 128 | bytes[8] >>> 2;
		return UUID$1.ofInner(bytes);
	}
};
const getDefaultRandom = () => {
	if (typeof crypto !== "undefined" && typeof crypto.getRandomValues !== "undefined") return new BufferedCryptoRandom();
	else {
		if (typeof UUIDV7_DENY_WEAK_RNG !== "undefined" && UUIDV7_DENY_WEAK_RNG) throw new Error("no cryptographically strong RNG available");
		return { nextUint32: () => Math.trunc(Math.random() * 65536) * 65536 + Math.trunc(Math.random() * 65536) };
	}
};
var BufferedCryptoRandom = class {
	constructor() {
		this.buffer = new Uint32Array(8);
		this.cursor = 65535;
	}
	nextUint32() {
		if (this.cursor >= this.buffer.length) {
			crypto.getRandomValues(this.buffer);
			this.cursor = 0;
		}
		return this.buffer[this.cursor++];
	}
};
// ../server/src/gateway/system-source.ts
const POOL_WORDS = 1024;
const pool = new Uint32Array(POOL_WORDS);
let nextIndex = POOL_WORDS;
function nextUint32() {
	if (nextIndex >= POOL_WORDS) {
		randomFillSync(pool);
		nextIndex = 0;
	}
	const word = pool[nextIndex] ?? 0;
	nextIndex += 1;
	return word;
}
const generator = new V7Generator({ nextUint32 });
const SYSTEM_SOURCE = {
	nowMs: Date.now,
	newId: () => generator.generate().toString(),
	randomBytes
};
const SYSTEM_ENGINE_SOURCE = {
	nowMs: Date.now,
	monotonicMs: () => performance.now(),
	newId: SYSTEM_SOURCE.newId,
	random: Math.random,
	setTimer: (run, delayMs) => {
		if (delayMs < 1) {
			const immediate = setImmediate(run);
			return { cancel: () => clearImmediate(immediate) };
		}
		const timer = setTimeout(run, delayMs);
		return { cancel: () => clearTimeout(timer) };
	}
};
// ../server/src/domain/ids.ts
function idOf(prefix, uuid) {
	return `${prefix}_${uuid}`;
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
function parseId(prefix, text) {
	if (!text.startsWith(`${prefix}_`)) return null;
	return UUID.test(text.slice(prefix.length + 1)) ? text : null;
}
function uuidOf(id) {
	return id.slice(id.indexOf("_") + 1);
}
// ../server/src/domain/id-time.ts
const TIME_MS_MAX = 2 ** 48 - 1;
const CLOCKS_APART_MS_MAX = 6e5;
function firstIdAt(prefix, timeMs) {
	assert(!Number.isNaN(timeMs));
	const hex = Math.min(Math.max(Math.floor(timeMs), 0), TIME_MS_MAX).toString(16).padStart(12, "0");
	return idOf(prefix, `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`);
}
function firstAttemptIdOf(ids) {
	return firstIdAt("att", ids.reduce((oldest, id) => Math.min(oldest, timeOfId(id)), TIME_MS_MAX) - CLOCKS_APART_MS_MAX);
}
function timeOfId(id) {
	const uuid = uuidOf(id);
	const timeMs = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
	assert(Number.isSafeInteger(timeMs));
	return timeMs;
}
// ../server/src/platform/db/audit-row.ts
const AUDIT_LOG_TABLE = {
	name: "audit_log",
	columns: {
		workspace_id: "text",
		id: "text",
		at_ms: "bigint",
		actor_kind: "text",
		actor_id: "text",
		action: "text",
		resource_type: "text",
		resource_id: "text",
		before: "text",
		after: "text",
		request_id: "text"
	}
};
function toAuditRow(entry, id, atMs) {
	return {
		workspace_id: entry.workspaceId,
		id,
		at_ms: atMs,
		actor_kind: entry.actor.kind,
		actor_id: entry.actor.id,
		action: entry.action,
		resource_type: entry.resourceType,
		resource_id: entry.resourceId,
		before: toJson(entry.before),
		after: toJson(entry.after),
		request_id: entry.actor.requestId
	};
}
function toJson(resource) {
	return resource === null || resource === void 0 ? null : JSON.stringify(resource);
}
// ../server/src/platform/http/bounded-scan.ts
const SCAN_STEP_ROWS = 2e3;
async function scanBounded(scan) {
	const rows = [];
	let start = scan.start;
	for (let step = 0; step < 20; step++) {
		const end = await scan.findStepEnd(start);
		rows.push(...await scan.read(start, end, scan.limit + 1 - rows.length));
		if (end === null || rows.length > scan.limit) return {
			rows,
			stoppedAt: null
		};
		start = end;
	}
	return {
		rows,
		stoppedAt: start
	};
}
function toScannedPage(result, limit, keyOf) {
	const items = result.rows.slice(0, limit);
	const last = items.at(-1);
	if (result.rows.length > limit && last !== void 0) return {
		items,
		nextCursor: encodeCursor(keyOf(last))
	};
	return {
		items,
		nextCursor: result.stoppedAt === null ? null : encodeCursor(result.stoppedAt)
	};
}
// ../server/src/control/audit-log/audit-log.store.ts
const ID_FROM_TIME_MS_MAX = 6e4;
async function recordAudit(trx, entry) {
	await trx.insertInto("audit_log").values(toAuditRow(entry, entry.id, entry.atMs)).execute();
}
async function listAuditLog(store, query) {
	const isFiltered = query.action !== void 0 || query.actorId !== void 0;
	const page = toScannedPage(await scanBounded({
		limit: query.limit,
		start: startOfList(query),
		findStepEnd: async (start) => isFiltered ? findEntryBelow(store, query, start) : null,
		read: (start, end, limit) => store.db.selectFrom("audit_log").selectAll().where((eb) => matches(eb, query, {
			start,
			end
		})).orderBy("id", "desc").limit(limit).execute()
	}), query.limit, (row) => row.id);
	return {
		items: page.items.map(toEntry),
		nextCursor: page.nextCursor
	};
}
function startOfList({ beforeId, untilMs }) {
	if (untilMs === void 0) return beforeId;
	const bound = firstIdAt("aud", untilMs + ID_FROM_TIME_MS_MAX);
	return beforeId !== null && beforeId < bound ? beforeId : bound;
}
function matches(eb, query, { start, end }) {
	const conditions = [isInLog(eb, query)];
	if (start !== null) conditions.push(eb("id", "<", start));
	if (end !== null) conditions.push(eb("id", ">=", end));
	if (query.action !== void 0) conditions.push(eb("action", "=", query.action));
	if (query.actorId !== void 0) conditions.push(eb("actor_id", "=", query.actorId));
	if (query.untilMs !== void 0) conditions.push(eb("at_ms", "<", query.untilMs));
	if (query.sinceMs !== void 0) {
		conditions.push(eb("at_ms", ">=", query.sinceMs));
		conditions.push(eb("id", ">=", firstIdAt("aud", query.sinceMs - ID_FROM_TIME_MS_MAX)));
	}
	return eb.and(conditions);
}
function isInLog(eb, query) {
	const conditions = [eb("workspace_id", "=", query.workspaceId)];
	if (query.resourceId !== void 0) conditions.push(eb("resource_id", "=", query.resourceId));
	return eb.and(conditions);
}
async function findEntryBelow(store, query, start) {
	return (await store.db.selectFrom("audit_log").select("id").where((eb) => isInLog(eb, query)).$if(start !== null, (ids) => ids.where("id", "<", start)).orderBy("id", "desc").limit(1).offset(1999).executeTakeFirst())?.id ?? null;
}
function toEntry(row) {
	return {
		id: row.id,
		atMs: row.at_ms,
		workspaceId: row.workspace_id,
		actor: {
			kind: row.actor_kind,
			id: row.actor_id,
			requestId: row.request_id
		},
		action: row.action,
		resourceType: row.resource_type,
		resourceId: row.resource_id,
		before: row.before === null ? null : JSON.parse(row.before),
		after: row.after === null ? null : JSON.parse(row.after)
	};
}
// ../server/src/gateway/write-audit.ts
const writeAudit = (trx, entry) => recordAudit(trx, {
	...entry,
	id: idOf("aud", SYSTEM_SOURCE.newId()),
	atMs: Date.now()
});
function auditRow(entry) {
	const row = toAuditRow(entry, idOf("aud", SYSTEM_SOURCE.newId()), Date.now());
	return {
		table: AUDIT_LOG_TABLE,
		row: { ...row },
		causeId: null
	};
}
export { scopeAllows as C, permissionsOf as S, PERMISSIONS as _, scanBounded as a, granteesOf as b, firstIdAt as c, parseId as d, uuidOf as f, makeRootKeyCheck as g, hashToken as h, SCAN_STEP_ROWS as i, timeOfId as l, SYSTEM_SOURCE as m, writeAudit as n, toScannedPage as o, SYSTEM_ENGINE_SOURCE as p, listAuditLog as r, firstAttemptIdOf as s, auditRow as t, idOf as u, ROLES as v, isGranted as x, SCOPES as y };
