import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { h as hashToken, v as ROLES } from "./part-CqtbJHd0.mjs";
import { s as isUniqueViolation } from "./part-COlWphEY.mjs";
import { O as toPage } from "./part-DcNb6zUf.mjs";
// ../server/src/domain/member.ts
const WORKSPACES_OF_MEMBER_MAX = 1e3;
function emailKeyOf(email) {
	return email.trim().normalize("NFKC").toLowerCase();
}
function mayManage(own, other) {
	return ROLES.indexOf(own) <= ROLES.indexOf(other);
}
// ../server/src/control/members/members.store.ts
const MEMBERS_MAX = 1e3;
async function insertAccount(trx, account) {
	const { id, email, name, passwordHash, isOperator, nowMs } = account;
	try {
		return toMember(await trx.insertInto("members").values({
			id,
			email,
			email_key: emailKeyOf(email),
			name,
			password_hash: passwordHash,
			is_operator: Number(isOperator),
			created_at_ms: nowMs,
			updated_at_ms: nowMs
		}).returningAll().executeTakeFirstOrThrow());
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		throw new PosthornError("conflict", "There is an account with this e-mail.", { fields: [{
			pointer: "/email",
			message: "Is taken. Sign in with it, or give another one."
		}] });
	}
}
async function findAccountByEmail({ db }, email) {
	const row = await db.selectFrom("members").selectAll().where("email_key", "=", emailKeyOf(email)).executeTakeFirst();
	return row === void 0 ? null : {
		...toMember(row),
		passwordHash: row.password_hash
	};
}
async function findAccount({ db }, id) {
	const row = await db.selectFrom("members").selectAll().where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : {
		...toMember(row),
		passwordHash: row.password_hash
	};
}
async function hasOperator({ db }) {
	return await db.selectFrom("members").select("id").where("is_operator", "=", 1).limit(1).executeTakeFirst() !== void 0;
}
async function findFirstWorkspace({ db }) {
	return (await db.selectFrom("workspaces").select("id").orderBy("serial").limit(1).executeTakeFirst())?.id ?? null;
}
async function listWorkspacesOf({ db }, memberId) {
	return (await db.selectFrom("memberships").innerJoin("workspaces", "workspaces.id", "memberships.workspace_id").select([
		"workspaces.id as id",
		"workspaces.name as name",
		"memberships.role as role"
	]).where("memberships.member_id", "=", memberId).orderBy("workspaces.name").orderBy("workspaces.serial").limit(WORKSPACES_OF_MEMBER_MAX).execute()).map(({ id, name, role }) => ({
		workspaceId: id,
		name,
		role
	}));
}
async function findRole({ db }, { workspaceId, memberId }) {
	return (await db.selectFrom("memberships").select("role").where("workspace_id", "=", workspaceId).where("member_id", "=", memberId).executeTakeFirst())?.role ?? null;
}
async function findWorkspaceMember(queried, place) {
	const row = await selectMembers(queried, place.workspaceId).where("memberships.member_id", "=", place.memberId).executeTakeFirst();
	return row === void 0 ? null : toWorkspaceMember(row);
}
async function listWorkspaceMembers(store, workspaceId, page) {
	const { limit, after } = page;
	const rows = await selectMembers(store, workspaceId).$if(after !== null, (query) => query.where("memberships.member_id", ">", after)).orderBy("memberships.member_id").limit(limit + 1).execute();
	return toPage(rows.map(toWorkspaceMember), limit, (member) => member.id);
}
async function findMembersAmong({ db }, workspaceId, ids) {
	if (ids.length === 0) return new Set();
	const rows = await db.selectFrom("memberships").select("member_id").where("workspace_id", "=", workspaceId).where("member_id", "in", ids).execute();
	return new Set(rows.map((row) => row.member_id));
}
async function findMemberNames({ db }, ids) {
	if (ids.length === 0) return new Map();
	const rows = await db.selectFrom("members").select(["id", "name"]).where("id", "in", ids).execute();
	return new Map(rows.map(({ id, name }) => [id, name]));
}
async function insertMembership(trx, membership, withChange) {
	const { workspaceId, memberId, role, nowMs } = membership;
	await lockWorkspace(trx, workspaceId);
	if (await findRole({ db: trx }, membership) !== null) throw new PosthornError("conflict", "This account is a member of the workspace already.");
	await assertRoom(trx, workspaceId);
	await trx.insertInto("memberships").values({
		workspace_id: workspaceId,
		member_id: memberId,
		role,
		created_at_ms: nowMs
	}).execute();
	const after = await readMember(trx, membership);
	await withChange(trx, {
		before: null,
		after
	});
	return after;
}
async function updateRole(store, change, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const before = await findLocked(trx, change);
		if (before === null) return null;
		change.check(before);
		if (before.role === change.role) return before;
		if (before.role === "owner") await assertOtherOwner(trx, change);
		await trx.updateTable("memberships").set({ role: change.role }).where("workspace_id", "=", change.workspaceId).where("member_id", "=", change.memberId).execute();
		const after = {
			...before,
			role: change.role
		};
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
async function deleteMembership(store, change, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const before = await findLocked(trx, change);
		if (before === null) return null;
		change.check(before);
		if (before.role === "owner") await assertOtherOwner(trx, change);
		await trx.deleteFrom("memberships").where("workspace_id", "=", change.workspaceId).where("member_id", "=", change.memberId).execute();
		await withChange(trx, {
			before,
			after: null
		});
		return before;
	});
}
async function updateAccount(trx, change) {
	const row = await trx.updateTable("members").set({
		...change.name === void 0 ? {} : { name: change.name },
		...change.passwordHash === void 0 ? {} : { password_hash: change.passwordHash },
		updated_at_ms: change.nowMs
	}).where("id", "=", change.id).returningAll().executeTakeFirst();
	return row === void 0 ? null : toMember(row);
}
function selectMembers({ db }, workspaceId) {
	return db.selectFrom("memberships").innerJoin("members", "members.id", "memberships.member_id").selectAll("members").select(["memberships.role as role", "memberships.created_at_ms as joined_at_ms"]).where("memberships.workspace_id", "=", workspaceId);
}
async function lockWorkspace(trx, workspaceId) {
	await trx.updateTable("workspaces").set((update) => ({ revision: update.ref("revision") })).where("id", "=", workspaceId).execute();
}
async function findLocked(trx, place) {
	await lockWorkspace(trx, place.workspaceId);
	return findWorkspaceMember({ db: trx }, place);
}
async function readMember(trx, place) {
	return toWorkspaceMember(await selectMembers({ db: trx }, place.workspaceId).where("memberships.member_id", "=", place.memberId).executeTakeFirstOrThrow());
}
async function assertRoom(trx, workspaceId) {
	const { count } = await trx.selectFrom("memberships").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", workspaceId).executeTakeFirstOrThrow();
	if (Number(count) < 1e3) return;
	throw new PosthornError("limit_reached", `There are ${MEMBERS_MAX} members already.`);
}
async function assertOtherOwner(trx, { workspaceId, memberId }) {
	if (await trx.selectFrom("memberships").select("member_id").where("workspace_id", "=", workspaceId).where("role", "=", "owner").where("member_id", "!=", memberId).limit(1).executeTakeFirst() !== void 0) return;
	throw new PosthornError("conflict", "This is the last owner of the workspace. Make somebody else an owner first.");
}
function toMember(row) {
	return {
		id: row.id,
		email: row.email,
		name: row.name,
		isOperator: row.is_operator === 1,
		createdAtMs: row.created_at_ms
	};
}
function toWorkspaceMember(row) {
	return {
		...toMember(row),
		role: row.role,
		joinedAtMs: row.joined_at_ms
	};
}
// ../server/src/control/members/account-audit.ts
const LOGS_MAX = 100;
function createAccountAudit(write) {
	return async (trx, memberId, entry) => {
		const workspaces = memberId === null ? [] : await listWorkspacesOf({ db: trx }, memberId);
		const logs = workspaces.length === 0 ? ["operator"] : workspaces.slice(0, LOGS_MAX).map(({ workspaceId }) => workspaceId);
		for (const workspaceId of logs) await write(trx, {
			...entry,
			workspaceId
		});
	};
}
// ../server/src/platform/http/one-time-link.ts
const TOKEN_BYTES = 32;
function newToken(prefix, randomBytes) {
	return `${prefix}${randomBytes(TOKEN_BYTES).toString("base64url")}`;
}
function oneTimeLink(baseUrl, page, token) {
	return `${baseUrl.replace(/\/+$/, "")}/${page}#${token}`;
}
// ../server/src/control/members/one-time-links.store.ts
const LINKS_MAX = 5;
async function insertOneTimeLink(store, link) {
	await store.db.transaction().execute((trx) => insertOneTimeLinkIn(trx, link));
}
async function insertOneTimeLinkIn(trx, link) {
	const { tokenHash, kind, memberId, expiresAtMs, nowMs } = link;
	await trx.deleteFrom("one_time_links").where("expires_at_ms", "<=", nowMs).execute();
	const hashes = (await trx.selectFrom("one_time_links").select("token_hash").where("kind", "=", kind).where("member_id", memberId === null ? "is" : "=", memberId).orderBy("created_at_ms", "desc").offset(4).limit(LINKS_MAX).execute()).map((row) => row.token_hash);
	if (hashes.length > 0) await trx.deleteFrom("one_time_links").where("token_hash", "in", hashes).execute();
	await trx.insertInto("one_time_links").values({
		token_hash: tokenHash,
		kind,
		member_id: memberId,
		expires_at_ms: expiresAtMs,
		created_at_ms: nowMs
	}).execute();
}
async function findOneTimeLink({ db }, { tokenHash, kind, nowMs }) {
	const row = await db.selectFrom("one_time_links").select(["member_id", "expires_at_ms"]).where("token_hash", "=", tokenHash).where("kind", "=", kind).executeTakeFirst();
	if (row === void 0 || row.expires_at_ms !== null && row.expires_at_ms <= nowMs) return null;
	return { memberId: row.member_id };
}
async function takeOneTimeLink(trx, { tokenHash, kind, nowMs }) {
	const row = await trx.deleteFrom("one_time_links").where("token_hash", "=", tokenHash).where("kind", "=", kind).returning(["member_id", "expires_at_ms"]).executeTakeFirst();
	if (row === void 0 || row.expires_at_ms !== null && row.expires_at_ms <= nowMs) return null;
	return { memberId: row.member_id };
}
async function deleteOneTimeLinks(trx, { kind, memberId }) {
	await trx.deleteFrom("one_time_links").where("kind", "=", kind).where("member_id", memberId === null ? "is" : "=", memberId).execute();
}
// ../server/src/control/members/member-links.ts
const PASSWORD_LINK_VALID_MS = 864e5;
async function createOwnerLink(ctx) {
	if (await hasOperator(ctx.store)) return null;
	const token = newToken("", ctx.randomBytes);
	await insertOneTimeLink(ctx.store, {
		tokenHash: hashToken(token),
		kind: "owner",
		memberId: null,
		expiresAtMs: null,
		nowMs: ctx.nowMs()
	});
	return oneTimeLink(ctx.baseUrl(), "welcome", token);
}
async function createSignInLink(ctx, { memberId, validMs }) {
	const token = newToken("", ctx.randomBytes);
	const nowMs = ctx.nowMs();
	const expiresAtMs = nowMs + validMs;
	await insertOneTimeLink(ctx.store, {
		tokenHash: hashToken(token),
		kind: "sign_in",
		memberId,
		expiresAtMs,
		nowMs
	});
	return {
		url: oneTimeLink(ctx.baseUrl(), "enter", token),
		expiresAtMs
	};
}
async function createPasswordLink(ctx, { memberId, actor }) {
	const token = newToken("", ctx.randomBytes);
	const nowMs = ctx.nowMs();
	const expiresAtMs = nowMs + PASSWORD_LINK_VALID_MS;
	await ctx.store.db.transaction().execute(async (trx) => {
		await insertOneTimeLinkIn(trx, {
			tokenHash: hashToken(token),
			kind: "password",
			memberId,
			expiresAtMs,
			nowMs
		});
		await ctx.auditAccount(trx, memberId, {
			actor,
			action: "member.password_link_created",
			resourceType: "member",
			resourceId: memberId,
			before: null,
			after: { expires_at: new Date(expiresAtMs).toISOString() }
		});
	});
	return {
		url: oneTimeLink(ctx.baseUrl(), "password", token),
		expiresAtMs
	};
}
export { lockWorkspace as C, mayManage as D, emailKeyOf as E, listWorkspacesOf as S, updateRole as T, findWorkspaceMember as _, findOneTimeLink as a, insertMembership as b, oneTimeLink as c, findAccount as d, findAccountByEmail as f, findRole as g, findMembersAmong as h, deleteOneTimeLinks as i, createAccountAudit as l, findMemberNames as m, createPasswordLink as n, takeOneTimeLink as o, findFirstWorkspace as p, createSignInLink as r, newToken as s, createOwnerLink as t, deleteMembership as u, hasOperator as v, updateAccount as w, listWorkspaceMembers as x, insertAccount as y };
