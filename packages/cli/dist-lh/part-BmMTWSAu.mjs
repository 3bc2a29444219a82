import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { f as findAccountByEmail, l as createAccountAudit, n as createPasswordLink, r as createSignInLink, t as createOwnerLink } from "./part-D1RkH8GE.mjs";
import { m as SYSTEM_SOURCE, n as writeAudit } from "./part-CqtbJHd0.mjs";
import { t as readConfig } from "./part-D9W1dTJr.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { i as withStore } from "./part-CidEpmk2.mjs";
import { i as printJson } from "./part-jZmtbCqM.mjs";
// src/members/member-links.ts
var member_links_exports = __exportAll({
	makeSignInLink: () => makeSignInLink,
	printOwnerLink: () => printOwnerLink,
	printPasswordLink: () => printPasswordLink,
	printSignInLink: () => printSignInLink
});
async function printOwnerLink(ctx, options) {
	const baseUrl = baseUrlOf(ctx.env, options);
	const url = await withStore(ctx.env, (store) => createOwnerLink(linkContext(store, baseUrl)));
	if (url === null) throw new CliError(EXIT.failed, "This gateway has an owner already. \"posthorn members password-link <email>\" lets somebody set a new password.");
	printLink(ctx, {
		url,
		expiresAtMs: null
	}, {
		...options,
		what: "makes whoever opens it the owner"
	});
}
async function printPasswordLink(ctx, email, options) {
	const baseUrl = baseUrlOf(ctx.env, options);
	printLink(ctx, await withStore(ctx.env, async (store) => {
		const memberId = await findMember(store, email);
		const actor = {
			kind: "system",
			id: null,
			requestId: null
		};
		const context = {
			...linkContext(store, baseUrl),
			auditAccount: createAccountAudit(writeAudit)
		};
		return createPasswordLink(context, {
			memberId,
			actor
		});
	}), {
		...options,
		what: "sets a new password"
	});
}
async function printSignInLink(ctx, email, options) {
	const wanted = {
		email,
		baseUrl: baseUrlOf(ctx.env, options),
		validMs: options.expiresIn
	};
	printLink(ctx, await makeSignInLink(ctx.env, wanted), {
		...options,
		what: "signs in"
	});
}
function makeSignInLink(env, { email, baseUrl, validMs }) {
	return withStore(env, async (store) => createSignInLink(linkContext(store, baseUrl), {
		memberId: await findMember(store, email),
		validMs
	}));
}
function linkContext(store, baseUrl) {
	return {
		store,
		...SYSTEM_SOURCE,
		baseUrl: () => baseUrl
	};
}
async function findMember(store, email) {
	const account = await findAccountByEmail(store, email);
	if (account !== null) return account.id;
	throw new CliError(EXIT.failed, "There is no account with this e-mail.");
}
function baseUrlOf(env, { url }) {
	if (url !== void 0) return url;
	const { publicUrl, host, port } = readConfig(env);
	if (publicUrl !== null) return publicUrl;
	if (port === 0) throw new CliError(EXIT.usage, "With POSTHORN_PORT=0 the port is not known. Give --url as the gateway logged it.");
	return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
function printLink({ output }, { url, expiresAtMs }, { json, what }) {
	const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
	if (json === true) {
		printJson(output, {
			url,
			expires_at: expiresAt
		});
		return;
	}
	output.note(`This link works once and ${what}${expiresAt === null ? "" : `; good until ${expiresAt}`}:`);
	output.print(url);
}
export { member_links_exports as n, makeSignInLink as t };
