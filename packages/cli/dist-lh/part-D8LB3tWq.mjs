// ../server/src/domain/delivery.ts
const DELIVERY_STATES = [
	"pending",
	"delivered",
	"exhausted",
	"canceled"
];
const WAITS_BEHIND_AT_MS = 864e13;
const ATTEMPT_OUTCOMES = [
	"succeeded",
	"failed",
	"unknown"
];
const ATTEMPT_TRIGGERS = [
	"schedule",
	"resend",
	"rotation",
	"test",
	"replay",
	"recover"
];
const ERROR_CLASSES = [
	"dns",
	"connect",
	"tls",
	"timeout",
	"status",
	"egress_blocked",
	"body_too_large",
	"aborted"
];
// ../server/src/platform/dense-map.ts
function denseMap(values, convert) {
	const converted = [];
	for (const value of values) converted.push(convert(value));
	return converted;
}
// ../server/src/platform/db/logged-headers.ts
const CODES = new Map([
	["Content-Type", ":c"],
	["webhook-id", ":i"],
	["webhook-timestamp", ":t"],
	["webhook-signature", ":s"],
	["User-Agent", ":u"],
	["Posthorn-Attempt", ":n"],
	["Posthorn-Hops", ":h"]
]);
const NAMES = new Map(Array.from(CODES, ([name, code]) => [code, name]));
function packHeaders(headers, row) {
	const packed = {};
	for (const name in headers) {
		const code = CODES.get(name) ?? name;
		const value = headers[name] ?? "";
		packed[code] = value === repeatedBy(code, row) ? "" : value;
	}
	return JSON.stringify(packed);
}
function unpackHeaders(text, row) {
	const packed = Object.entries(JSON.parse(text));
	return Object.fromEntries(packed.map(([code, value]) => [NAMES.get(code) ?? code, value === "" ? repeatedBy(code, row) ?? "" : value]));
}
function repeatedBy(code, { eventId, startedAtMs, number }) {
	if (code === ":i") return eventId;
	if (code === ":t") return String(Math.floor(startedAtMs / 1e3));
	return code === ":n" ? String(number) : null;
}
// ../server/src/platform/db/storable-text.ts
function storableText(text) {
	return text === null ? null : text.toWellFormed().replaceAll("\0", "\uFFFD");
}
// ../server/src/pipeline/commit/commit-values.sqlite.ts
const EVENT_SQL = `INSERT INTO events
  (workspace_id, id, created_at_ms, type, origin, channel_id, occurred_at_ms, phone, bsuid, contact_id, contact_serial, sent_message, hops, payload)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const EVENT_KEY_SQL = "INSERT INTO event_keys (workspace_id, key, event_id, created_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
function toEventValues({ event, payloadJson, deliveries }) {
	return [
		[
			event.workspaceId,
			event.id,
			event.createdAtMs,
			event.type,
			event.origin,
			event.channelId,
			event.occurredAtMs,
			event.phone,
			event.bsuid,
			event.contact?.id ?? null,
			event.contact?.serial ?? null,
			event.sentMessage === null ? null : storableText(JSON.stringify(event.sentMessage)),
			event.hops,
			payloadJson
		],
		event.dedupeKey,
		event.causeId,
		denseMap(deliveries, toDeliveryValues)
	];
}
const DELIVERY_SQL = `INSERT INTO deliveries
  (workspace_id, id, event_id, endpoint_id, due_at_ms, lease_token, created_at_ms, order_key, order_position, state, attempts_made, schedule_step, maybe_received, trigger, resting_state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, 'schedule', NULL)`;
function toDeliveryValues({ id, endpointId, dueAtMs, leaseToken, orderKey }) {
	return [
		id,
		endpointId,
		dueAtMs,
		leaseToken,
		orderKey
	];
}
const ATTEMPT_SQL = `INSERT INTO attempts
  (workspace_id, delivery_id, outcome, number, id, event_id, endpoint_id, trigger, started_at_ms, duration_ms, status_code, error_class, error_message,
   request_headers, response_headers, response_body, delivery_state, next_attempt_at_ms, run_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const WAIT_SQL = `UPDATE deliveries
  SET attempts_made = ?, schedule_step = ?, due_at_ms = ?, lease_token = ?, maybe_received = ?, trigger = ?, resting_state = ?
  WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'pending'`;
function toAttemptValues({ attempt, after, leaseToken, orderKey }) {
	const values = [
		attempt.workspaceId,
		attempt.deliveryId,
		attempt.outcome,
		attempt.number,
		attempt.id,
		attempt.eventId,
		attempt.endpointId,
		attempt.trigger,
		attempt.startedAtMs,
		attempt.durationMs,
		attempt.statusCode,
		attempt.errorClass,
		storableText(attempt.errorMessage),
		packHeaders(attempt.requestHeaders, attempt),
		JSON.stringify(attempt.responseHeaders),
		storableText(attempt.responseBody)
	];
	const waits = after.kind === "finished" ? null : [
		attempt.number,
		after.scheduleStep,
		after.dueAtMs,
		after.leaseToken,
		after.maybeReceived ? 1 : 0,
		after.trigger,
		after.restingState
	];
	return [
		values,
		[
			attempt.deliveryState,
			attempt.nextAttemptAtMs,
			attempt.runId
		],
		leaseToken,
		waits,
		orderKey === null ? null : [attempt.endpointId, orderKey]
	];
}
const RELEASE_SQL = `UPDATE deliveries SET lease_token = NULL, due_at_ms = CASE state WHEN 'pending' THEN ? END, canceled_lease_ends_ms = NULL
  WHERE workspace_id = ? AND id = ? AND lease_token = ?`;
function toReleaseValues({ dueAtMs, workspaceId, deliveryId, leaseToken }) {
	return [
		dueAtMs,
		workspaceId,
		deliveryId,
		leaseToken
	];
}
// ../server/src/pipeline/commit/commit.sqlite.thread.ts
const STALE_RECORD = "POSTHORN_STALE_RECORD";
var StaleRecordError = class extends Error {
	code = STALE_RECORD;
};
function register(db) {
	const putRecords = preparePutRecords(db);
	const appendEvents = prepareAppendEvents(db);
	const recordAttempt = prepareRecordAttempt(db);
	const quarantine = db.prepare(`INSERT INTO quarantine (meta_app_id, id, reason, field, phone_number_id, waba_id, occurred_at_ms, created_at_ms, dedupe_key, payload_bytes, payload)
     VALUES (@meta_app_id, @id, @reason, @field, @phone_number_id, @waba_id, @occurred_at_ms, @created_at_ms, @dedupe_key, @payload_bytes, @payload)
     ON CONFLICT DO NOTHING`);
	const release = db.prepare(RELEASE_SQL);
	const keepFreedPages = db.prepare("PRAGMA secure_delete = FAST");
	const wipeFreedPages = db.prepare("PRAGMA secure_delete = ON");
	const commit = db.transaction((batch) => {
		const { positions, leftOut } = appendEvents(batch.events);
		for (const writes of batch.records) putRecords(writes, leftOut);
		for (const attempt of batch.attempts) recordAttempt(attempt);
		for (const values of batch.releases) release.run(...values);
		for (const row of batch.quarantine) quarantine.run(row);
		return positions;
	});
	return { commit: (batch) => {
		if (batch.records.some((writes) => writes.replacesPersonalData)) return commit.immediate(batch);
		keepFreedPages.all();
		try {
			return commit.immediate(batch);
		} finally {
			wipeFreedPages.all();
		}
	} };
}
function preparePutRecords(db) {
	const statements = new Map();
	return ({ sql, rows, causeIds }, leftOut) => {
		const statement = statements.get(sql) ?? db.prepare(sql);
		statements.set(sql, statement);
		for (const [index, values] of rows.entries()) {
			const causeId = causeIds[index] ?? null;
			if (causeId !== null && leftOut.has(causeId)) continue;
			if (statement.run(...values).changes === 0) throw new StaleRecordError("A record was changed in the meantime.");
		}
	};
}
function prepareAppendEvents(db) {
	const insertKey = db.prepare(EVENT_KEY_SQL);
	const insertEvent = db.prepare(EVENT_SQL);
	const insertDelivery = db.prepare(DELIVERY_SQL);
	const append = ([event, dedupeKey, causeId, deliveries], leftOut) => {
		const [workspaceId, id, createdAtMs] = event;
		if (causeId !== null && leftOut.has(causeId) || dedupeKey !== null && insertKey.run(workspaceId, dedupeKey, id, createdAtMs).changes === 0) {
			leftOut.add(id);
			return null;
		}
		const position = Number(insertEvent.run(...event).lastInsertRowid);
		for (const [deliveryId, endpointId, dueAtMs, leaseToken, orderKey] of deliveries) {
			const place = orderKey === null ? null : position;
			insertDelivery.run(workspaceId, deliveryId, id, endpointId, dueAtMs, leaseToken, createdAtMs, orderKey, place);
		}
		return position;
	};
	return (events) => {
		const leftOut = new Set();
		return {
			positions: denseMap(events, (event) => append(event, leftOut)),
			leftOut
		};
	};
}
function prepareRecordAttempt(db) {
	const finish = db.prepare(`DELETE FROM deliveries WHERE workspace_id = ? AND id = ? AND lease_token = ? AND (state = 'pending' OR ? = 'succeeded')`);
	const wait = db.prepare(WAIT_SQL);
	const leaveCanceled = db.prepare(`UPDATE deliveries SET attempts_made = ?, lease_token = NULL, canceled_lease_ends_ms = NULL
     WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'canceled'`);
	const findFirst = db.prepare(`SELECT id, due_at_ms FROM deliveries WHERE workspace_id = ? AND endpoint_id = ? AND order_key = ? ORDER BY order_position LIMIT 1`);
	const letGo = db.prepare("UPDATE deliveries SET due_at_ms = created_at_ms WHERE workspace_id = ? AND id = ?");
	const letNextGo = (workspaceId, line) => {
		const first = findFirst.get(workspaceId, ...line);
		if (first?.due_at_ms === 864e13) letGo.run(workspaceId, first.id);
	};
	const insert = db.prepare(ATTEMPT_SQL);
	return ([attempt, end, leaseToken, waits, line]) => {
		const [workspaceId, deliveryId, outcome, number] = attempt;
		if ((waits === null ? finish.run(workspaceId, deliveryId, leaseToken, outcome) : wait.run(...waits, workspaceId, deliveryId, leaseToken)).changes === 1) insert.run(...attempt, ...end);
		else if (leaveCanceled.run(number, workspaceId, deliveryId, leaseToken).changes === 1) {
			const [, , runId] = end;
			insert.run(...attempt, "canceled", null, runId);
		}
		if (line !== null && waits === null) letNextGo(workspaceId, line);
	};
}
export { toReleaseValues as a, unpackHeaders as c, ATTEMPT_TRIGGERS as d, DELIVERY_STATES as f, toEventValues as i, denseMap as l, WAITS_BEHIND_AT_MS as m, register as n, storableText as o, ERROR_CLASSES as p, toAttemptValues as r, packHeaders as s, STALE_RECORD as t, ATTEMPT_OUTCOMES as u };
