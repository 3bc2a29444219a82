import { $ as runRoutes, A as assertMayManage, At as CATALOGUE_WORKSPACE, B as saveContacts, Bt as startRegistryWorker, C as becomeFirstOwner, Ct as vobizRoutes, D as memberRoutes, Dt as openApiWebhooks, E as useSignInLink, Et as deleteTestReceiver, F as Notifier, Ft as endpointTestRoutes, G as CONTACT_ERASE, Gt as createEndpoint, H as testReceiverRoutes, Ht as createIdempotencyKeeper, I as mailWay, It as auditLogRoutes, J as importPreviewRoutes, Jt as findEndpoint, K as createErasureHandler, Kt as createTestReceiverEndpoints, L as disabledNotice, Lt as KeyLookup, M as invitationRoutes, Mt as urlCheckRoutes, N as acceptInvitation, Nt as endpointRoutes, O as accountInLog, Ot as eventTypeRoutes, P as webhookWay, Pt as createEndpointBody, Q as exportRoutes, Qt as resolveRetry, R as SerialPool, Rt as ensureFirstWorkspace, S as findPortalSession, St as xobitoRoutes, T as usePasswordLink, Tt as settingsRoutes, U as receiveRoutes, Ut as purgeIdempotencyKeys, V as IdentityCache, Vt as createRegistry, W as erasureRoutes, Wt as auditEndpoint, X as CONTACT_IMPORT, Xt as switchEndpoint, Y as importRoutes, Yt as listEndpoints, Z as createImportHandler, Zt as readRetry, _ as findSessionByHash, _t as toContactResource, a as nodeHealthRoutes, at as runView, b as portalRoutes, bt as tellsWho, c as createImportPace, ct as createLabel, d as signInRoutes, dt as findContact, et as appendRunInput, f as SessionWatch, ft as findContactBySerial, g as deleteSessionsOf, gt as pageOfContacts, ht as listContactsAfter, i as checklistRoutes, it as contactRoutes, j as checkNewPassword, jt as egressIpRoutes, k as auditedMember, kt as CATALOGUE_CHANNEL, l as createStartRun, lt as removeLabel, m as createPasswordCheck, mt as findTakenSerials, n as createVobizFrames, nt as listOpenRuns, o as createNodesWorker, ot as toRunView, p as sessionRoutes, pt as findContacts, q as isContact, qt as removeEndpoint, r as toSentFrame, rt as labelRoutes, s as listRunningTimes, st as changeLabel, t as VOBIZ_STREAM_EVENTS, tt as dropRunInput, u as RunsWorker, ut as toLabelView, v as findValidSessions, vt as TELL_WHO, w as setPassword, wt as workspaceRoutes, x as findPortalLabels, xt as readPhone, y as touchSession, yt as readContactInput, z as createContactProjection, zt as purgeReceivedRequests } from "./part-hJhGRJZ0.mjs";
import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { S as permissionsOf, d as parseId, g as makeRootKeyCheck, h as hashToken, m as SYSTEM_SOURCE, n as writeAudit, p as SYSTEM_ENGINE_SOURCE, t as auditRow, u as idOf, x as isGranted } from "./part-CqtbJHd0.mjs";
import { a as idCursor, f as auditAs, i as createApiKeyIn, n as auditedApiKey, t as apiKeyRoutes } from "./part-TJE-weNH.mjs";
import { C as findCountryByName, F as fullName, L as digitsOfPhone, R as phoneKeyOf, a as readTestReceiverToken, ct as WANTED_FIELDS, d as viewOfEvent, ft as NO_TRAFFIC, m as compileFilter, mt as metaEventData, o as testReceiverPath, pt as eventChannelView, st as DOCTOR_HEADER, w as findCountryBySerial, z as spellingsOf } from "./part-OT5EaX0m.mjs";
import { $ as findMessageByWamid, A as impliedEvents, B as listMessageKeys, C as projectMessage, D as findMessageRows, E as toMessageWrite, F as threadMessageView, G as conversationRoutes, H as startReopenWorker, I as createSendMessage, J as countConversations, K as saveConversation, L as messageRoutes, M as openNeeds, N as planConversations, O as findSentMessages, P as listThread, Q as findMessage, R as pageOfMessages, S as SentMessages, T as toChangeWrite, U as noteRoutes, V as timelineRoutes, W as conversationDeliveriesRoutes, X as sendMessageBody, Y as givenContent, Z as findBsuidOf, _ as lookForOutcomes, _t as readAppSecrets, a as planTemplates, at as toMessageView, b as countSendsOf, c as findNamedTemplates, ct as findConversations, d as hasSynced, dt as toConversationView, et as findToldStatuses, f as pageOfTemplates, ft as metaAppRoutes, g as createStopAwaiting, gt as toMetaAppView, h as SendingWorker, ht as listMetaApps, i as templateDraft, it as messageView, j as ConversationCache, k as findToldStatuses$1, l as findTemplate, lt as listConversations, m as Waiters, mt as insertMetaApp, n as startPartitions, nt as isChannelConnected, o as createSync, ot as decodePlace, p as toTemplateView, pt as findSimulatedApp, q as conversationEvent, r as templateRoutes, rt as listMessages, s as createTemplate, st as findConversation, t as startRetention, tt as findWindowFromMs, u as findUsableTemplates, ut as toActivityWrite, v as SendEnds, vt as writeAppSecrets, w as sentMessageOf, x as enqueueSend, y as countSends, z as markReadAtMeta } from "./part-BTFTgW4N.mjs";
import { A as toFilename, B as markTokenExpired, C as examine, D as saveStream, E as doctorRoutes, F as createChannel, H as toChannelView, I as removeChannel, L as findChannel$2, M as toMimeType, N as channelRoutes, P as changeChannel, R as findFirstChannel, S as simulatorRoutes, T as saveDoctorReport, U as updateChannelBody, V as createChannelBody, _ as callWithToken, a as startMediaPurge, b as connectNumber, c as fetchMedia, d as findMediaByLink, f as noteLostMedia, g as callGraph, h as ID_LIFE_MS, i as openMediaPlace, j as toMediaRow, k as MEDIA_FILES_TABLE, l as mediaApiRoutes, m as mediaKeyOf, n as TrafficNotes, o as createMediaPurge, p as mediaRoutes, r as uploadMedia, s as MediaFetchWorker, t as loadOrCreateLinkKey, u as toAuditedMedia, v as lookWithToken, w as findDoctorReport, x as mediaCapability, y as adviceFor, z as listChannels } from "./part-DGDi65Mx.mjs";
import { $ as createRecoverHandler, $t as forgetEndpoint, A as watchLoopStalls, At as probeUrl, B as DeliveryWorker, Bt as releaseItem, C as LogTailReader, Ct as takeSerials, D as findFirstSuccessMs, Dt as createHttpServer, E as findFirstLoggedSuccessMs, F as takePlaces, Ft as asymmetricPublicKey, G as createTransactionalPublisher, Gt as findEvent, H as leaseEnd, Ht as renderBody, I as EndpointGate, It as bodyKeyBytes, J as createOwnListenerConnector, Jt as readHorizon, K as GroupCommit, Kt as listEvents, L as BreakerBook, Lt as standardKeyBytes, M as addUpDeliveries, Mn as checkCustomHeaders, Mt as showSettings, N as LocalRatePlaces, Nt as checkChosenSecret, O as PasswordHasher, Ot as healthRoutes, P as SharedRatePlaces, Pt as newSigningSecret, Q as ENDPOINT_RECOVER, Qt as findBreakers, R as KeyedLocks, Rt as quarantineRoutes, S as statisticsRoutes, St as claimSerial, T as readWaitingNow, Tt as createApiServer, U as runAttempt, Ut as vobizPayload, V as endLeasesOfTheDead, Vt as REPLAY_AHEAD_MS, W as createPublisher, Wt as eventRoutes, X as replayRoutes, Xt as takePositionLockSql, Y as createReplayPace, Yt as takePositionLock, Z as recoverRoutes, Zt as readHops, _ as EVERYTHING, _t as createBulkHandler, a as createWebhookListener, an as holdDeliveries, at as listEventsOfRange, b as asyncApiDocument, bn as sessionCookieFor, c as takeTicket, ct as filterPreviewRoutes, d as hasEventUpTo, dn as listDeliveriesOfEvent, dt as toRenderedView, en as probeNow, et as EVENT_REPLAY, f as listHeads, fn as attemptRoutes, ft as deliveryRequestRoutes, g as streamRoutes, gt as DELIVERY_RESEND, h as StreamHub, hn as insertAttempt, ht as DELIVERY_CANCEL, i as startQuarantineWorker, in as endOrder, it as isOfTypes, jt as fetchText, k as postJson, kt as addConsolePages, l as startSession, lt as createHttpClient, m as listNewPositions, mn as toAttemptView, mt as bulkRoutes, n as createMetrics, nn as listStandings, nt as matchedEndpoints, o as createCommitStore, on as releaseDeliveries, ot as contactEventRoutes, p as listHeadsAfter, pn as attemptView, pt as deliveryRoutes, q as RecordConflictError, qt as listEventsAt, r as createLogger, rn as cancelDeliveriesOf, rt as canCarry, s as insertTicket, st as listDeliveryMarks, t as checkEncryptionKey, tn as resetBreaker, tt as createReplayHandler, u as findOldestPosition, un as countPendingDeliveries, ut as renderedView, v as createNativeDialect, w as waitingOf, x as StatisticsWorker, y as readStreamCursor, z as signRequest, zt as checkEventTypes } from "./part-DFCws31-.mjs";
import { i as withoutAnswer, l as createEgressGuard, p as classifyConnectError, r as createHttpTransport, t as createSendingThread } from "./part-nCzKzw_N.mjs";
import { o as storableText } from "./part-D8LB3tWq.mjs";
import { C as sha256Hex, d as DEFAULT_WORKSPACE_SETTINGS, h as findApiKeyNames, w as decodeCursor } from "./part-DcNb6zUf.mjs";
import { s as isUniqueViolation, t as openStore } from "./part-COlWphEY.mjs";
import { S as listWorkspacesOf, b as insertMembership, d as findAccount, f as findAccountByEmail, g as findRole, h as findMembersAmong, l as createAccountAudit, m as findMemberNames, t as createOwnerLink, w as updateAccount, y as insertAccount } from "./part-D1RkH8GE.mjs";
import { n as loadOrCreateKeyFile } from "./part-Dzlr4j6f.mjs";
import { t as SecretBox } from "./part-BcBMPG9Y.mjs";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { hostname } from "node:os";
import assert from "node:assert/strict";
import { performance as performance$1 } from "node:perf_hooks";
import { randomBytes, randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { rm } from "node:fs/promises";
import { setImmediate as setImmediate$1, setTimeout as setTimeout$1 } from "node:timers/promises";
// ../server/src/gateway/compat-messages.ts
function messagesForVobiz(context) {
	const { store, registry, messages } = context;
	return {
		...channelsForVobiz(context),
		findChannel: (workspaceId, id) => findChannel$1(registry, workspaceId, id),
		readPhone: (workspaceId, text) => readPhone(text, defaultCountryOf(registry, workspaceId)),
		readContent,
		sendMessage: messages.sendAtAnyTime,
		listConversations: async ({ workspaceId, limit, cursor }) => {
			const page = await listConversations(store, {
				workspaceId,
				sort: "-last_message_at",
				limit,
				after: readPlace(cursor)
			});
			const nowMs = Date.now();
			return {
				...page,
				items: page.items.map((listed) => toConversationView(listed, nowMs))
			};
		},
		hasConversation: async (workspaceId, id) => await findConversation(store, workspaceId, id) !== null,
		listMessages: ({ cursor, ...query }) => listMessages(store, {
			...query,
			beforeId: idCursor("msg", cursor)
		}),
		pageOfTemplates: messages.templates.pageOfTemplates,
		createTemplate: ({ workspaceId, actor }, channelId, input) => {
			const draft = messages.templates.draft.safeParse(input);
			if (!draft.success) throw invalidBody(problemsOf(draft.error.issues));
			return messages.templates.createTemplate({
				workspaceId,
				actor,
				channelId,
				draft: draft.data
			});
		},
		syncTemplates: ({ workspaceId, actor }, channelId) => messages.templates.syncTemplates({
			workspaceId,
			channelId,
			actor
		})
	};
}
function channelsForVobiz({ store, channels }) {
	return {
		listChannels: (workspaceId, page) => listChannels(store, workspaceId, page),
		findOnlyMetaApp: async (workspaceId) => {
			const { items } = await listMetaApps(store, workspaceId, { limit: 2 });
			const [only] = items;
			return only !== void 0 && items.length === 1 ? only.id : null;
		},
		createChannel: async (asker, id, input) => {
			const body = createChannelBody.safeParse(input);
			if (!body.success) throw invalidBody(problemsOf(body.error.issues));
			return createChannel(channels, asker, {
				id,
				body: body.data
			});
		},
		updateChannel: async (asker, id, input) => {
			const body = updateChannelBody.safeParse(input);
			if (!body.success) throw invalidBody(problemsOf(body.error.issues));
			return changeChannel(channels, asker, {
				id,
				body: body.data,
				assertMayChange: () => {}
			});
		},
		removeChannel: (asker, id) => removeChannel(channels, asker, id)
	};
}
function messagesForXobito({ store, registry, messages, fileBytesMax }) {
	const { templates, media } = messages;
	return {
		messages: {
			send: messages.sendMessage,
			readContent,
			findChannel: (workspaceId, phoneNumberId) => phoneNumberId === null ? findFirstChannel(store, workspaceId) : findByNumber(registry, workspaceId, phoneNumberId),
			findTemplate: templates.findTemplate,
			pageOfTemplates: templates.pageOfTemplates,
			find: (workspaceId, id) => findKnownMessage(store, workspaceId, id)
		},
		files: {
			saveFile: (file) => saveFile(media, file, fileBytesMax),
			fileBytesMax,
			upload: media.uploadMedia
		}
	};
}
async function findByNumber(registry, workspaceId, phoneNumberId) {
	const find = () => registry.channelsOfNumber(phoneNumberId).find((one) => one.workspaceId === workspaceId) ?? null;
	if (find() === null) await registry.refresh();
	return find();
}
async function findKnownMessage(store, workspaceId, given) {
	const id = parseId("msg", given);
	const wamid = storableText(given) ?? "";
	const message = id === null ? await findMessageByWamid(store, workspaceId, wamid) : await findMessage(store, workspaceId, id);
	if (message !== null) return toMessageView({
		kind: "message",
		message
	}, noLink);
	const statuses = id === null ? await findToldStatuses(store, workspaceId, wamid) : null;
	return statuses === null ? null : toMessageView({
		kind: "statuses",
		statuses
	}, noLink);
}
function noLink() {
	return "";
}
async function saveFile(media, file, bytesMax) {
	const path = await media.newTempPath();
	const saved = await saveStream(file.bytes, {
		path,
		bytesMax: bytesMax + 1
	});
	if (saved === null || saved.sizeBytes > bytesMax) {
		await rm(path, { force: true });
		return null;
	}
	return {
		path,
		mimeType: toMimeType(file.mimeType) ?? "application/octet-stream",
		filename: toFilename(file.filename ?? null),
		size: saved.sizeBytes
	};
}
const ANYBODY = "+10000000000";
function readContent(type, content) {
	const body = sendMessageBody.safeParse({
		to: ANYBODY,
		type,
		[type]: content
	});
	if (body.success) return givenContent(body.data);
	throw invalidBody(problemsOf(body.error.issues));
}
async function findChannel$1(registry, workspaceId, id) {
	if (registry.channel(id) === null) await registry.refresh();
	const channel = registry.channel(id);
	return channel?.workspaceId === workspaceId ? channel : null;
}
function defaultCountryOf(registry, workspaceId) {
	return registry.workspace(workspaceId)?.settings.defaultCountry ?? null;
}
function readPlace(cursor) {
	if (cursor === void 0) return null;
	const place = decodePlace(decodeCursor(cursor));
	if (place !== null) return place;
	throw new PosthornError("invalid_request", "The cursor is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use next_cursor of the page before, of the same list."
	}] });
}
function problemsOf(issues) {
	return issues.map(({ path, message }) => ({
		pointer: `/${path.map(String).join("/")}`,
		message
	}));
}
function invalidBody(fields) {
	return new PosthornError("invalid_request", "The body is not valid.", { fields });
}
// ../server/src/gateway/find-workspace.ts
async function findWorkspace(registry, id) {
	const known = registry.workspace(id);
	if (known !== null) return known;
	await registry.refresh();
	return registry.workspace(id);
}
// ../server/src/gateway/compat-api.ts
function addVobizApi(server, context) {
	const { store, registry, endpoints, saveContacts, stream } = context;
	vobizRoutes(server, {
		...stream,
		...messagesForVobiz(context),
		createEndpoint: async (asker, webhook) => {
			const body = createEndpointBody.parse({
				...webhook,
				format: "vobiz",
				event_types: ["*"]
			});
			return (await createEndpoint(endpoints, asker, body)).endpoint;
		},
		listEndpoints: async (workspaceId) => (await listEndpoints(store, workspaceId, { limit: endpoints.endpointsMax })).items,
		findEndpoint: (workspaceId, id) => findEndpoint(store, workspaceId, id),
		removeEndpoint: (asker, id) => removeEndpoint(endpoints, asker, id),
		saveContacts,
		findContact: (workspaceId, id) => findContact(store, workspaceId, id),
		findContactsByPhone: (workspaceId, phoneKeys) => findContacts(store, {
			workspaceId,
			ids: [],
			phoneKeys,
			bsuids: []
		}),
		pageOfContacts: (query) => pageOfContacts(store, query),
		readContactInput: (workspaceId) => (input) => readContact(registry, workspaceId, { ...input }),
		accountIdOf: (workspaceId) => knownWorkspace(registry, workspaceId).accountId
	});
}
function addXobitoApi(server, context) {
	const { config, registry, labels } = context;
	xobitoRoutes(server, {
		publicUrl: config.publicUrl,
		rateLimit: {
			callsMax: config.xobitoRateLimitMax,
			windowMs: config.xobitoRateLimitDecayMs
		},
		nowMs: Date.now,
		workspace: (id) => findWorkspace(registry, id),
		...messagesForXobito({
			...context,
			fileBytesMax: config.mediaBytesMax
		}),
		contacts: contactsForXobito(context),
		labels: {
			book: async (workspaceId) => {
				await registry.refresh();
				return registry.labels(workspaceId);
			},
			create: (request, fields) => createLabel(labels, {
				...request,
				fields,
				serial: null
			}),
			update: (request, { id }, fields) => changeLabel(labels, {
				...request,
				id,
				fields,
				assertMayChange: () => {}
			}),
			remove: (request, { id }) => removeLabel(labels, {
				...request,
				id
			}),
			ensure: (request, name) => ensureLabel(context, request, name),
			toResource: toLabelView
		},
		countryBySerial: findCountryBySerial,
		countryByName: findCountryByName
	});
}
async function ensureLabel({ registry, labels }, request, name) {
	const find = () => registry.labels(request.workspaceId).byName(request.kind, name);
	const known = find();
	if (known !== null) return known;
	return createLabel(labels, {
		...request,
		fields: { name },
		serial: null
	}).catch(async (error) => {
		if (!(error instanceof PosthornError) || error.code !== "conflict") throw error;
		await registry.refresh();
		const made = find();
		if (made === null) throw error;
		return made;
	});
}
function contactsForXobito({ store, registry, saveContacts }) {
	return {
		save: saveContacts,
		findBySerial: (workspaceId, serial) => findContactBySerial(store, workspaceId, serial),
		list: (workspaceId, { page, perPage, filters: { phone, email } }) => {
			const phoneKey = phone === void 0 ? void 0 : phoneKeyOf(digitsOfPhone(phone));
			return pageOfContacts(store, {
				workspaceId,
				phoneKey,
				email,
				offset: (page - 1) * perPage,
				limit: perPage
			});
		},
		readInput: (workspaceId, input) => readContact(registry, workspaceId, { ...input }),
		toResource: (contact) => toContactResource(contact, registry.labels(contact.workspaceId))
	};
}
function readContact(registry, workspaceId, input) {
	const { defaultCountry } = knownWorkspace(registry, workspaceId).settings;
	const read = readContactInput(input, {
		labels: registry.labels(workspaceId),
		defaultCountry
	});
	if (read.ok) return read.fields;
	throw new PosthornError("invalid_request", "The contact is not valid.", { fields: read.problems });
}
function knownWorkspace(registry, id) {
	const workspace = registry.workspace(id);
	assert(workspace !== null);
	return workspace;
}
// ../server/src/gateway/deliveries-api.ts
function addDeliveryRoutes(server, context) {
	const { store, registry, engine, runs } = context;
	deliveryRoutes(server, {
		store,
		wakeDelivery: () => engine.wake(),
		audit: writeAudit,
		attemptsPlanned: ({ endpointId }) => {
			const endpoint = registry.endpoint(endpointId);
			return endpoint === null ? null : endpoint.retry.delaysSeconds.length + 1;
		},
		nowMs: store.nowMs
	});
	deliveryRequestRoutes(server, {
		store,
		findEvent: (workspaceId, id) => findEvent(store, workspaceId, id),
		rendered: renderedEvents(engine),
		nowMs: store.nowMs
	});
	bulkRoutes(server, {
		store,
		startRun: runs.startRun,
		nowMs: store.nowMs,
		run: {
			schema: runView,
			toView: toRunView
		}
	});
}
function renderedEvents({ render }) {
	return {
		schema: renderedView,
		render: (target, event) => toRenderedView(render, target, event)
	};
}
function bulkHandlers(context) {
	const bulk = {
		store: context.store,
		audit: writeAudit,
		wakeDelivery: () => context.engine.wake(),
		nowMs: context.store.nowMs,
		pause: context.pause
	};
	return [DELIVERY_RESEND, DELIVERY_CANCEL].map((kind) => [kind, createBulkHandler(bulk, kind)]);
}
// ../server/src/gateway/doctor.ts
const CALLBACK_ANSWER_BYTES_MAX = 4096;
function addDoctorRoutes(server, context) {
	const { store } = context;
	doctorRoutes(server, {
		examineChannel: (workspaceId, id) => examineChannel(context, workspaceId, id),
		examineApp: (owner, id) => examineApp(context, owner, id),
		lastOfChannel: async (workspaceId, id) => {
			const channel = await findChannel$2(store, workspaceId, id);
			return channel === null ? null : { report: channel.doctor };
		},
		lastOfApp: async (owner, id) => {
			if (appOf(context, owner, id) === null) return null;
			return { report: await findDoctorReport(store, {
				kind: "meta_app",
				owner,
				id
			}) };
		}
	});
}
async function examineChannel(context, workspaceId, id) {
	const channel = await findChannel$2(context.store, workspaceId, id);
	const app = channel === null ? null : context.registry.metaApp(channel.metaAppId);
	if (channel === null || app === null) return null;
	return examineAndKeep(context, {
		patient: {
			kind: "channel",
			workspaceId,
			id
		},
		app,
		channel
	});
}
async function examineApp(context, owner, id) {
	const app = appOf(context, owner, id);
	return app === null ? null : examineAndKeep(context, {
		patient: {
			kind: "meta_app",
			owner,
			id
		},
		app,
		channel: null
	});
}
function appOf({ registry }, owner, id) {
	const app = registry.metaApp(id);
	return app?.workspaceId === owner ? app : null;
}
async function examineAndKeep(context, { patient, app, channel }) {
	const { appId, isSimulated, verifyToken } = app;
	const traffic = (await context.traffic([app.id])).get(app.id) ?? NO_TRAFFIC;
	const report = await examine(examineContext(context, app, traffic), {
		appId,
		isSimulated,
		verifyToken,
		appSecret: app.appSecrets[0] ?? ""
	}, channel === null ? null : toNumber(context, channel));
	await saveDoctorReport(context.store, patient, report);
	return report;
}
function examineContext(context, app, traffic) {
	const { config, graph, ownOrigin } = context;
	return {
		look: (token, call) => graph.look(app, token, call),
		askCallback: (url, timeoutMs) => askCallback(config, url, timeoutMs),
		publicUrl: config.publicUrl,
		callbackBase: app.isSimulated ? ownOrigin() : config.publicUrl,
		traffic,
		nowMs: Date.now,
		newChallenge: () => randomBytes(12).toString("hex")
	};
}
function toNumber({ box }, channel) {
	const { wabaId, phoneNumberId, accessTokenSealed, tokenExpiredAtMs } = channel;
	return {
		wabaId,
		phoneNumberId,
		token: accessTokenSealed === null ? null : box.open(accessTokenSealed),
		tokenRefusedAtMs: tokenExpiredAtMs
	};
}
async function askCallback(config, url, timeoutMs) {
	const { connector } = createEgressGuard({
		allow: ["0.0.0.0/0", "::/0"],
		allowHttp: true,
		proxyUrl: config.egressProxy === null ? null : new URL(config.egressProxy),
		ownOrigins: () => [],
		ownListeners: () => []
	});
	const client = createHttpClient({
		connector,
		origin: url.origin,
		connectionsMax: 1,
		answerBytesMax: CALLBACK_ANSWER_BYTES_MAX
	});
	const path = url.pathname + url.search;
	const headers = { [DOCTOR_HEADER]: "1" };
	return client.send({
		method: "GET",
		path,
		headers,
		body: null,
		timeoutMs
	}).finally(() => client.close());
}
// ../server/src/gateway/filter-preview.ts
function addFilterPreviewRoutes(server, { store, engine }) {
	filterPreviewRoutes(server, {
		listEvents: (query) => listEvents(store, query),
		eventData: engine.eventData,
		nowMs: store.nowMs
	});
}
// ../server/src/gateway/contact-history.ts
function addContactHistory(server, { store, engine }) {
	contactEventRoutes(server, {
		store,
		eventData: engine.eventData,
		contactKeys: async (workspaceId, id) => {
			const contact = await findContact(store, workspaceId, id);
			if (contact === null) return null;
			return {
				id,
				phones: contact.phone === null ? [] : spellingsOf(digitsOfPhone(contact.phone)),
				bsuid: contact.bsuid
			};
		},
		deliveriesOf: (workspaceId, eventIds) => listDeliveryMarks(store, workspaceId, eventIds)
	});
}
// ../server/src/gateway/records-api.ts
function addRecordRoutes(server, context, refreshRegistry) {
	const { store, registry, records } = context;
	contactRoutes(server, {
		store,
		saveContacts: records.saveContacts,
		labels: (workspaceId) => registry.labels(workspaceId),
		defaultCountry: (workspaceId) => records.settings(workspaceId).defaultCountry
	});
	addContactHistory(server, context);
	const labels = labelChanges(context, refreshRegistry);
	labelRoutes(server, labels);
	const { config, messages } = context;
	addXobitoApi(server, {
		store,
		registry,
		config,
		messages,
		saveContacts: records.saveContacts,
		labels
	});
}
function labelChanges({ store, records, engine }, refreshRegistry) {
	return {
		...SYSTEM_SOURCE,
		store,
		saveContacts: records.saveContacts,
		publishIn: engine.publishIn,
		audit: writeAudit,
		refreshRegistry,
		wakeDelivery: () => engine.wake()
	};
}
// ../server/src/gateway/replays.ts
const { newId: newId$11 } = SYSTEM_SOURCE;
function replayHandlers(context) {
	const ctx = {
		...readingContext(context),
		takePosition: (trx) => takePositionLock(context.store, trx),
		newDeliveryId: () => idOf("dlv", newId$11()),
		newEventId: () => idOf("evt", newId$11()),
		onMade: (deliveryCount) => context.engine.noteReplayed(deliveryCount),
		pace: createReplayPace({
			lastEventMs: context.engine.lastEventMs,
			monotonicMs: () => performance.now(),
			pause: (ms) => setTimeout$1(ms)
		}),
		pause: (ms) => setTimeout$1(ms)
	};
	return [[EVENT_REPLAY, createReplayHandler(ctx)], [ENDPOINT_RECOVER, createRecoverHandler(ctx)]];
}
function addReplayRoutes(server, context) {
	const ctx = {
		...readingContext(context),
		startRun: context.runs.startRun,
		run: {
			schema: runView,
			toView: toRunView
		},
		checkEventTypes: (eventTypes) => checkEventTypes("standard", eventTypes),
		listOpenRuns: (workspaceId, kind) => listOpenRuns(context.store, workspaceId, kind)
	};
	replayRoutes(server, ctx);
	recoverRoutes(server, ctx);
}
function readingContext({ store, registry, engine }) {
	const { eventData } = engine;
	return {
		store,
		readEvents: (range) => listEventsOfRange(store, range),
		endpointsOf: (workspaceId) => registry.endpointsOf(workspaceId),
		wanting: (endpoints, event) => matchedEndpoints(endpoints, event, eventData),
		canCarry,
		isOfTypes,
		passesFilter: (filter) => {
			const passes = compileFilter(filter);
			return (event) => passes(viewOfEvent(event, eventData));
		},
		nowMs: store.nowMs
	};
}
// ../server/src/gateway/runs-api.ts
const { newId: newId$10 } = SYSTEM_SOURCE;
function addRunRoutes(server, { store, registry, records, runs }) {
	runRoutes(server, {
		store,
		nowMs: store.nowMs,
		audit: writeAudit,
		wake: runs.wake
	});
	importRoutes(server, {
		newRunId: () => idOf("run", newId$10()),
		startRun: runs.startRun,
		appendInput: (input, content) => appendRunInput(store, input, content),
		dropInput: (workspaceId, runId) => dropRunInput(store, workspaceId, runId),
		run: {
			schema: runView,
			toView: toRunView
		}
	});
	importPreviewRoutes(server);
	erasureRoutes(server, {
		startRun: runs.startRun,
		isContact: (workspaceId, id) => isContact(store, workspaceId, id),
		readPhone: (workspaceId, text) => readPhone(text, records.settings(workspaceId).defaultCountry),
		run: {
			schema: runView,
			toView: toRunView
		}
	});
	exportRoutes(server, { listContacts: async (workspaceId, page) => {
		const contacts = await listContactsAfter(store, {
			workspaceId,
			...page
		});
		const labels = registry.labels(workspaceId);
		return contacts.map((contact) => toContactResource(contact, labels));
	} });
}
// ../server/src/gateway/simulator.ts
function ownOriginOf(listeners) {
	const [listener] = listeners;
	assert(listener !== void 0, "The gateway listens before anybody calls it.");
	const { address, port } = listener;
	const host = {
		"0.0.0.0": "127.0.0.1",
		"::": "::1"
	}[address] ?? address;
	return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
const ANSWER_BYTES_MAX$1 = 1048576;
const CONNECTIONS_MAX$1 = 16;
const RECORDS_MAX = 200;
const MEDIA_MAX = 500;
const SIMULATED_NUMBER = {
	wabaId: "204817563920415",
	phoneNumberId: "318940275561203",
	displayPhoneNumber: "+1 555-720-4418",
	verifiedName: "Kanal Cykel"
};
var SimulatorHost = class {
	#context;
	#connector = createEgressGuard({
		allow: ["127.0.0.0/8"],
		allowHttp: true,
		proxyUrl: null,
		ownOrigins: () => [],
		ownListeners: () => []
	}).connector;
	#running = new Map();
	#isClosed = false;
	constructor(context) {
		this.#context = context;
	}
	get isOn() {
		return this.#context.config.simulator;
	}
	http(workspaceId) {
		return { send: async (request) => {
			const running = await this.running(workspaceId).catch((error) => {
				this.#context.logger.error({
					err: error,
					workspace_id: workspaceId
				}, "a simulator did not start");
				return null;
			});
			if (running === null) return {
				kind: "unsent",
				reason: "The simulator does not run."
			};
			return running.client.send(request);
		} };
	}
	async media(workspaceId, channelId) {
		const { registry } = this.#context;
		if (registry.metaApp(registry.channel(channelId)?.metaAppId ?? NO_APP)?.isSimulated !== true) return null;
		const running = await this.running(workspaceId);
		return {
			connector: this.#connector,
			graphUrl: running?.simulator.url ?? NOWHERE
		};
	}
	async running(workspaceId) {
		if (!this.isOn || this.#isClosed) return null;
		const known = await this.#running.get(workspaceId);
		if (known !== void 0 && this.#context.registry.channel(known.channel.id) !== null) return known;
		await this.#end(workspaceId);
		const found = await findNumber(this.#context, workspaceId);
		if (found === null) return null;
		const starting = this.#running.get(workspaceId) ?? this.#start(found);
		this.#running.set(workspaceId, starting);
		starting.catch(() => this.#running.delete(workspaceId));
		await this.#makeRoom();
		return starting;
	}
	async close() {
		this.#isClosed = true;
		await Promise.all([...this.#running.keys()].map((workspaceId) => this.#end(workspaceId)));
	}
	async #start({ app, channel }) {
		const { box, ownOrigin, logger } = this.#context;
		const { createSimulator } = await import("./part-osNZ3EOG.mjs").then((n) => n.t);
		const [secret] = readAppSecrets(box.open(app.appSecretsSealed));
		const simulator = createSimulator({
			appId: app.appId,
			appName: "Posthorn simulator",
			appSecret: secret?.secret ?? "",
			accessToken: box.open(channel.accessTokenSealed ?? ""),
			verifyToken: box.open(app.verifyTokenSealed),
			callbackUrl: `${ownOrigin()}/webhooks/meta/${app.appId}`,
			businesses: [{
				...SIMULATED_NUMBER,
				displayPhoneNumber: SIMULATED_NUMBER.displayPhoneNumber.replaceAll(/\D/g, "")
			}],
			appFields: [...WANTED_FIELDS],
			media: { countMax: MEDIA_MAX },
			recordsMax: RECORDS_MAX
		});
		await simulator.start();
		logger.info({ workspace_id: channel.workspaceId }, "the simulator of a workspace runs");
		return {
			simulator,
			client: createHttpClient({
				connector: this.#connector,
				origin: simulator.url,
				connectionsMax: CONNECTIONS_MAX$1,
				answerBytesMax: ANSWER_BYTES_MAX$1
			}),
			channel
		};
	}
	async #makeRoom() {
		for (const workspaceId of [...this.#running.keys()].slice(0, -20)) await this.#end(workspaceId);
	}
	async #end(workspaceId) {
		const ending = this.#running.get(workspaceId);
		this.#running.delete(workspaceId);
		const running = await ending?.catch(() => void 0);
		await Promise.all([running?.client.close(), running?.simulator.close()]);
	}
};
const NO_APP = idOf("app", "00000000-0000-0000-0000-000000000000");
const NOWHERE = "http://127.0.0.1:9";
async function findNumber({ store, registry }, workspaceId) {
	const app = await findSimulatedApp(store, workspaceId);
	if (app === null) return null;
	const known = registry.channelByPhoneNumberId(app.id, SIMULATED_NUMBER.phoneNumberId);
	const channel = known === null ? null : await findChannel$2(store, workspaceId, known.id);
	return channel?.accessTokenSealed === null || channel === null ? null : {
		app,
		channel
	};
}
// ../server/src/gateway/simulator-api.ts
const PLAYS_MAX = 10;
function addSimulatorRoutes(server, context) {
	const plays = new Plays(context.logger);
	const catalogue = createCatalogue();
	const routes = {
		isOn: context.host.isOn,
		overview: async (workspaceId) => {
			const found = await findNumber({
				...context,
				...context.channels
			}, workspaceId);
			const { scenarios, fixtures } = await catalogue();
			return {
				number: found === null ? null : toNumberView(found.channel),
				scenarios: scenarios.map(({ name, description }) => ({
					name,
					summary: description
				})),
				fixtures: fixtures.map(({ name, summary }) => ({
					name,
					summary
				})),
				plays: plays.of(workspaceId)
			};
		},
		fixture: async (name) => findFixture((await catalogue()).fixtures, name),
		connect: async (asker) => toNumberView(await makeNumber(context, asker)),
		play: async (asker, wish) => {
			const { fixtures, scenarios } = await catalogue();
			const { simulator, channel } = await runningOrThrow(context, asker.workspaceId);
			const play = plays.begin(asker.workspaceId, wish, () => {
				if (wish.kind === "fixture") return playFixture(simulator, findFixture(fixtures, wish.name));
				const scenario = scenarios.find(({ name }) => name === wish.name);
				if (scenario === void 0) throw noSuch("scenario");
				return async (count) => {
					const { sent } = await simulator.playScenario(scenario, { speed: wish.speed });
					for (const { outcome } of sent) count(outcome.kind === "accepted");
				};
			});
			await noteUse(context, {
				asker,
				channel,
				verb: "played",
				what: { [wish.kind]: wish.name }
			});
			return play;
		},
		say: async (asker, message) => {
			const { simulator, channel } = await runningOrThrow(context, asker.workspaceId);
			await noteUse(context, {
				asker,
				channel,
				verb: "message_written",
				what: {}
			});
			return say(simulator, message);
		}
	};
	simulatorRoutes(server, routes);
}
function createCatalogue() {
	let reading = null;
	return () => {
		reading ??= readCatalogue();
		return reading;
	};
}
async function readCatalogue() {
	const { loadFixtures, loadScenario, SCENARIO_NAMES } = await import("./part-osNZ3EOG.mjs").then((n) => n.t);
	const [fixtures, scenarios] = await Promise.all([loadFixtures(), Promise.all(SCENARIO_NAMES.map(loadScenario))]);
	return {
		fixtures,
		scenarios
	};
}
function findFixture(fixtures, name) {
	const fixture = fixtures.find((each) => each.name === name);
	if (fixture === void 0) throw noSuch("fixture");
	return fixture;
}
function noSuch(what) {
	return new PosthornError("not_found", `The simulator has no ${what} of that name.`);
}
async function runningOrThrow({ host }, workspaceId) {
	const running = await host.running(workspaceId);
	if (running !== null) return running;
	throw new PosthornError("conflict", "There is no simulated number yet. Make it with POST /v1/simulator/channel.");
}
function toNumberView(channel) {
	return {
		channel_id: channel.id,
		meta_app_id: channel.metaAppId,
		phone_number_id: channel.phoneNumberId,
		display_phone_number: channel.displayPhoneNumber
	};
}
async function makeNumber(context, asker) {
	for (let triesLeft = TRIES_MAX;; triesLeft -= 1) try {
		return await findOrAddNumber(context, asker);
	} catch (error) {
		if (triesLeft === 1 || !isTaken(error)) throw error;
		await context.registry.refresh();
	}
}
const TRIES_MAX = 3;
function isTaken(error) {
	return isUniqueViolation(error) || error instanceof PosthornError && error.code === "conflict";
}
async function findOrAddNumber(context, asker) {
	const { channels, registry } = context;
	const found = await findNumber({
		registry,
		store: channels.store
	}, asker.workspaceId);
	if (found !== null) return found.channel;
	const app = await findSimulatedApp(channels.store, asker.workspaceId) ?? await makeApp(context, asker);
	const { wabaId, phoneNumberId, displayPhoneNumber } = SIMULATED_NUMBER;
	const body = {
		meta_app_id: app.id,
		waba_id: wabaId,
		phone_number_id: phoneNumberId,
		display_phone_number: displayPhoneNumber,
		access_token: `simulated-${randomBytes(24).toString("base64url")}`
	};
	return createChannel(channels, {
		...asker,
		isSimulator: true
	}, {
		id: null,
		body
	});
}
async function makeApp({ channels }, { workspaceId, actor }) {
	const { box, store, newId, nowMs } = channels;
	const appSecrets = [{
		secret: randomBytes(24).toString("hex"),
		untilMs: null
	}];
	const created = {
		id: idOf("app", newId()),
		workspaceId,
		appId: `9${randomInt(0x9184e72a000, 0x5af3107a4000)}`,
		appSecretsSealed: box.seal(writeAppSecrets(appSecrets)),
		verifyTokenSealed: box.seal(randomBytes(18).toString("base64url")),
		isSimulated: true,
		nowMs: nowMs()
	};
	const toView = (app) => toMetaAppView(app, {
		appSecrets,
		...NOTHING_AROUND,
		nowMs: nowMs()
	});
	const app = await insertMetaApp(store, created, auditAs({
		write: writeAudit,
		resourceType: "meta_app",
		toView
	}, {
		actor,
		workspaceId
	}, "created"));
	await channels.refreshRegistry();
	return app;
}
const NOTHING_AROUND = {
	traffic: NO_TRAFFIC,
	publicUrl: null
};
function noteUse({ channels }, { asker, channel, verb, what }) {
	const { workspaceId, actor } = asker;
	const entry = {
		workspaceId,
		actor,
		action: `simulator.${verb}`,
		resourceType: "simulator",
		resourceId: channel.id,
		before: null,
		after: what
	};
	return channels.store.db.transaction().execute((trx) => writeAudit(trx, entry));
}
function playFixture(simulator, { body }) {
	return async (count) => {
		for (const { kind } of await simulator.playFixture(body)) count(kind === "accepted");
	};
}
async function say(simulator, { from, name, text, reply }) {
	const person = simulator.user({
		name,
		waId: from.replace("+", "")
	});
	if (reply !== null && reply !== void 0) letReply(simulator, person, reply);
	const { id, delivered } = person.sendText(text);
	const { kind, attempts } = await delivered;
	return {
		message_id: id,
		accepted: kind === "accepted",
		status: attempts.at(-1)?.status ?? null
	};
}
const REPLY_AFTER_MS = 2e3;
function letReply(simulator, person, reply) {
	simulator.scriptPerson(person, [{
		after_ms: REPLY_AFTER_MS,
		answer: {
			kind: "text",
			text: reply
		}
	}]);
}
var Plays = class {
	#logger;
	#byWorkspace = new Map();
	constructor(logger) {
		this.#logger = logger;
	}
	of(workspaceId) {
		return (this.#byWorkspace.get(workspaceId) ?? []).map((play) => ({ ...play }));
	}
	begin(workspaceId, { name, kind }, prepare) {
		const plays = this.#byWorkspace.get(workspaceId) ?? [];
		if (plays.some(({ state }) => state === "playing")) throw new PosthornError("conflict", "Something is playing. Wait until it has ended.");
		const run = prepare();
		const play = {
			id: randomBytes(8).toString("hex"),
			name,
			kind,
			state: "playing",
			webhooks: 0,
			accepted: 0,
			refused: 0,
			error: null,
			started_at: new Date().toISOString(),
			finished_at: null
		};
		this.#byWorkspace.set(workspaceId, [play, ...plays].slice(0, PLAYS_MAX));
		this.#finish(play, run);
		return { ...play };
	}
	async #finish(play, run) {
		try {
			await run((isAccepted) => {
				play.webhooks += 1;
				if (isAccepted) play.accepted += 1;
				else play.refused += 1;
			});
			play.state = "done";
		} catch (error) {
			play.state = "failed";
			play.error = isOfSimulator(error) ? error.message : "The simulator ended before the play did.";
			this.#logger.warn({ err: error }, "a play of the simulator failed");
		}
		play.finished_at = new Date().toISOString();
	}
};
function isOfSimulator(error) {
	return error instanceof Error && error.name === "SimulatorError";
}
// ../server/src/gateway/test-receivers.ts
function createReceiverTransport({ ownListeners, ownOrigin }) {
	const transport = createHttpTransport({
		connector: createOwnListenerConnector(ownListeners),
		classifyConnectError
	});
	return {
		exchange: async (request) => {
			const token = readTestReceiverToken(request.url.pathname);
			if (token === null) return NO_RECEIVER;
			return transport.exchange({
				...request,
				url: new URL(testReceiverPath(token), ownOrigin())
			});
		},
		close: transport.close
	};
}
const NO_RECEIVER = withoutAnswer({
	errorClass: "egress_blocked",
	errorMessage: "Nothing was sent. This is not a test receiver's address.",
	maybeReceived: false
});
function addTestReceiverRoutes(server, context) {
	const { store, registry, baseUrl, endpoints } = context;
	const { newId } = SYSTEM_SOURCE;
	const common = {
		store,
		newId,
		nowMs: Date.now
	};
	testReceiverRoutes(server, {
		...common,
		baseUrl,
		randomBytes,
		audit: writeAudit,
		createEndpoints: (making, alongside) => createTestReceiverEndpoints(endpoints, making, alongside),
		removeEndpoint: (asker, id) => removeEndpoint(endpoints, asker, id)
	});
	receiveRoutes(server, {
		...common,
		endpoint: (workspaceId, id) => {
			const endpoint = registry.endpoint(id);
			return endpoint?.workspaceId === workspaceId && endpoint.isTestReceiver ? endpoint : null;
		},
		keyBytes: {
			standard: standardKeyBytes,
			body: bodyKeyBytes
		}
	});
}
// ../server/src/gateway/api.ts
const { newId: newId$9 } = SYSTEM_SOURCE;
const ENDPOINTS_MAX = 200;
const BUILT_CONSOLE_DIR = fileURLToPath(new URL("../../../console/dist", new URL("../../server/src/gateway/api.ts", import.meta.url).href));
async function createApi(context) {
	const keys = new KeyLookup({
		store: context.store,
		nowMs: context.store.nowMs,
		onError: (error) => context.logger.warn({ err: error }, "the last use of an API key was not written")
	});
	const server = await createApiServer({
		authenticator: {
			rootKeyMatches: makeRootKeyCheck(context.config.rootApiKey),
			findKey: (hash) => keys.find(hash),
			workspaceExists: async (id) => await findWorkspace(context.registry, id) !== null,
			accountIdOf: async (id) => (await findWorkspace(context.registry, id))?.accountId ?? null,
			takeTicket: (ticketHash) => context.stream.takeTicket(ticketHash),
			noteUse: (key) => keys.noteUse(key),
			people: context.people.authenticator
		},
		idempotency: createIdempotencyKeeper({
			store: context.store,
			box: context.box
		}),
		nowMs: context.store.nowMs,
		newId: newId$9,
		openApi: {
			version: context.version,
			publicUrl: context.config.publicUrl,
			webhooks: () => openApiWebhooks(renderExample)
		},
		logger: context.logger,
		serverFactory: context.serverFactory,
		...context.config.trustedProxies === null ? {} : { trustedProxies: context.config.trustedProxies }
	});
	const workspaces = workspaceContext(context);
	addControlRoutes(server, {
		context,
		keys,
		workspaces
	});
	addPipelineRoutes(server, context);
	addRecordRoutes(server, context, refreshRegistry(context));
	addRunRoutes(server, context);
	addReplayRoutes(server, context);
	context.stream.routes(server, context.people.watchStream);
	context.people.routes(server);
	context.statistics.routes(server);
	addOperationRoutes(server, context);
	await addConsolePages(server, {
		dir: context.config.consoleDir ?? BUILT_CONSOLE_DIR,
		portalFrameAncestors: context.config.portalFrameAncestors ?? []
	});
	return {
		server,
		workspaces,
		settle: () => keys.settle()
	};
}
function refreshRegistry({ store, registry, logger }) {
	return () => {
		store.signals.tell("config");
		return registry.refresh().catch((error) => logger.warn({ err: error }, "the registry was not refreshed"));
	};
}
function workspaceContext(context) {
	const source = {
		nowMs: context.store.nowMs,
		newId: newId$9,
		randomBytes
	};
	return {
		store: context.store,
		...source,
		audit: writeAudit,
		createAdminKey: async (trx, workspaceId, actor) => {
			const { token } = await createApiKeyIn(trx, source, {
				workspaceId,
				name: "First key",
				scopes: ["admin"],
				expiresAtMs: null,
				withChange: auditAs(auditedApiKey(writeAudit), {
					actor,
					workspaceId
				}, "created")
			});
			return token;
		},
		addOwner: (trx, place) => context.people.addOwner(trx, place),
		refreshRegistry: refreshRegistry(context)
	};
}
function addControlRoutes(server, { context, keys, workspaces }) {
	const { store, box, engine } = context;
	const common = {
		store,
		nowMs: store.nowMs,
		newId: newId$9,
		audit: writeAudit,
		refreshRegistry: refreshRegistry(context)
	};
	workspaceRoutes(server, workspaces);
	apiKeyRoutes(server, {
		...common,
		randomBytes,
		forgetKey: (id) => keys.forget(id)
	});
	const { traffic } = context.statistics;
	metaAppRoutes(server, {
		...common,
		box,
		traffic,
		publicUrl: context.config.publicUrl,
		newVerifyToken: () => `vt_${randomBytes(18).toString("base64url")}`,
		ask: async (appToken, call) => (await context.graph.look(null, appToken, call)).result
	});
	const channels = {
		...common,
		box,
		connect: (channel) => connect(context, channel)
	};
	channelRoutes(server, {
		...channels,
		ask: async (token, call) => (await context.graph.look(null, token, call)).result
	});
	addDoctorRoutes(server, {
		...context,
		traffic
	});
	addSimulatorRoutes(server, {
		...context,
		host: context.simulator,
		channels
	});
	const endpoints = endpointContext(context);
	endpointRoutes(server, endpoints);
	addFilterPreviewRoutes(server, {
		store,
		engine
	});
	urlCheckRoutes(server, {
		examineUrl: (url) => context.egress.examineUrl(url),
		probe: (url) => probeUrl(context.egress.connector, url, { "User-Agent": `Posthorn/${context.version} (URL check)` }),
		nowMs: store.nowMs
	});
	addTestReceiverRoutes(server, {
		store,
		registry: context.registry,
		baseUrl: context.baseUrl,
		endpoints
	});
	addVobizApi(server, {
		store,
		registry: context.registry,
		endpoints,
		saveContacts: context.records.saveContacts,
		messages: context.messages,
		channels,
		stream: context.stream.vobiz
	});
	endpointTestRoutes(server, {
		endpoint: (workspaceId, id) => endpointOf(context.registry, workspaceId, id),
		runTest: engine.sendTest,
		logAttempt: (attempt) => insertAttempt(store, attempt),
		attempt: {
			schema: attemptView,
			toView: toAttemptView
		},
		newEventId: () => idOf("evt", newId$9()),
		nowMs: store.nowMs
	});
	auditLogRoutes(server, {
		store,
		namesOf: context.people.namesOf
	});
	eventTypeRoutes(server, { renderExample });
	settingsRoutes(server, { operatorSettings: showSettings(context.config) });
	egressIpRoutes(server, { egressIps: context.config.egressIps });
}
async function connect({ graph, messages }, channel) {
	const outcome = await graph.connect(channel);
	if (outcome.connection.state === "connected") messages.templates.syncChannel(channel.workspaceId, channel.id);
	return outcome;
}
function endpointContext(context) {
	const { store, box, egress, engine } = context;
	return {
		store,
		nowMs: store.nowMs,
		newId: newId$9,
		audit: writeAudit,
		refreshRegistry: refreshRegistry(context),
		endpointsMax: ENDPOINTS_MAX,
		box,
		checkUrl: (url) => egress.checkUrl(url),
		checkCustomHeaders,
		checkEventTypes,
		checkChosenSecret,
		newSigningSecret: () => newSigningSecret(randomBytes(32)),
		publicKeyOf: asymmetricPublicKey,
		fetchText: (url, headers) => fetchText(egress.connector, url, headers),
		randomBytes,
		holdDeliveries,
		endOrder: (trx, workspaceId, endpointId, nowMs) => endOrder(store, trx, {
			workspaceId,
			endpointId,
			nowMs
		}),
		releaseDeliveries: async (trx, workspaceId, endpointId, nowMs) => {
			await resetBreaker(trx, {
				workspaceId,
				endpointId,
				nowMs
			});
			await releaseDeliveries(trx, workspaceId, endpointId, nowMs);
		},
		probeAtOnce: (trx, workspaceId, endpointId, nowMs) => probeNow(trx, {
			workspaceId,
			endpointId,
			nowMs
		}),
		breakersOf: (workspaceId, ids) => findBreakers(store, workspaceId, ids),
		cancelDeliveries: async (trx, workspaceId, endpointId) => {
			await forgetEndpoint(trx, workspaceId, endpointId);
			await cancelDeliveriesOf(trx, workspaceId, endpointId);
			await deleteTestReceiver(trx, workspaceId, endpointId);
		},
		wakeDelivery: () => engine.endpointsChanged()
	};
}
function endpointOf(registry, workspaceId, id) {
	const endpoint = registry.endpoint(id);
	return endpoint?.workspaceId === workspaceId ? endpoint : null;
}
const renderExample = (format, event) => {
	const mediaUrl = (mediaId) => `https://posthorn.example/media/${mediaId}`;
	return renderBody({
		format,
		formatOptions: {}
	}, event, {
		workspace: CATALOGUE_WORKSPACE,
		channel: CATALOGUE_CHANNEL,
		mediaUrl,
		eventData: (metaEvent) => metaEventData(metaEvent, {
			channel: CATALOGUE_CHANNEL,
			mediaUrl
		})
	});
};
function addPipelineRoutes(server, context) {
	const { store, engine } = context;
	eventRoutes(server, {
		store,
		eventData: engine.eventData,
		append: async (events) => {
			const fresh = await engine.publish(events);
			return { inserted: events.map((event) => fresh.has(event.id)) };
		},
		deliveriesOf: ({ workspaceId, id }) => listDeliveriesOfEvent(store, {
			workspaceId,
			eventId: id,
			nowMs: store.nowMs()
		}),
		standingsOf: (workspaceId, eventIds) => listStandings(store, workspaceId, eventIds),
		endpoint: (workspaceId, id) => endpointOf(context.registry, workspaceId, id),
		rendered: renderedEvents(engine),
		newEventId: () => idOf("evt", newId$9()),
		nowMs: store.nowMs
	});
	addDeliveryRoutes(server, context);
	attemptRoutes(server, { store });
	quarantineRoutes(server, {
		store,
		release: (item) => release(context, item),
		audit: writeAudit
	});
	context.messages.routes(server);
}
async function release({ store, registry, records }, item) {
	const app = registry.metaApp(item.metaAppId);
	if (app === null) return { kind: "unknown_channel" };
	const released = releaseItem(item, {
		app,
		channels: {
			byPhoneNumberId: (id, number) => registry.channelByPhoneNumberId(id, number),
			byWaba: (id, waba) => registry.channelsByWaba(id, waba)
		},
		newEventId: () => idOf("evt", newId$9()),
		nowMs: store.nowMs()
	});
	if (released.kind !== "events") return released;
	return {
		kind: "released",
		eventIds: [...await records.publishFromMeta(released.events)]
	};
}
function addOperationRoutes(server, { store, metrics, engine, messages }) {
	healthRoutes(server, { checks: { database: async () => {
		await store.db.selectFrom("instance").select("id").executeTakeFirstOrThrow();
		await store.db.updateTable("instance").set({ link_key: "" }).where("link_key", "=", "").execute();
	} } });
	const queueDepth = countedSeldom(() => countPendingDeliveries(store));
	const messagesQueued = countedSeldom(() => messages.sending.queued());
	server.route({
		method: "GET",
		url: "/metrics",
		config: { access: { who: "anyone" } },
		schema: { hide: true },
		handler: async (_request, reply) => {
			metrics.inFlight.set(engine.inFlight());
			for (const [state, count] of Object.entries(store.connections() ?? {})) metrics.databaseConnections.set({ state }, count);
			metrics.queueDepth.set(await queueDepth());
			metrics.messagesQueued.set(await messagesQueued());
			return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
		}
	});
}
const COUNT_EVERY_MS = 1e4;
function countedSeldom(count) {
	let lastCount = 0;
	let lastAtMs = Number.NEGATIVE_INFINITY;
	return async () => {
		if (Date.now() - lastAtMs <= COUNT_EVERY_MS) return lastCount;
		lastAtMs = Date.now();
		lastCount = await count().catch(() => lastCount);
		return lastCount;
	};
}
// ../server/src/gateway/operational-event.ts
function operationalEvent(source, { workspaceId, type, data, dedupeKey, channelId }) {
	const nowMs = source.nowMs();
	return {
		id: idOf("evt", source.newId()),
		workspaceId,
		type,
		origin: "operational",
		channelId: channelId ?? null,
		occurredAtMs: nowMs,
		createdAtMs: nowMs,
		phone: null,
		bsuid: null,
		contact: null,
		sentMessage: null,
		hops: 0,
		payload: data,
		dedupeKey,
		causeId: null
	};
}
// ../server/src/gateway/endpoint-gate.ts
const DAY_MS = 864e5;
function createEndpointGate(context, parts) {
	const { store, registry, source } = context;
	const { nowMs, monotonicMs, setTimer, random } = source;
	const endpoint = (id) => registry.endpoint(id);
	const onError = (error) => context.logger.error({ err: error }, "the gate of an endpoint failed");
	const report = async (trx, { id, workspaceId }, type, reason) => {
		const data = {
			endpoint_id: id,
			reason
		};
		await parts.publishIn(trx, [operationalEvent(source, {
			workspaceId,
			type,
			data,
			dedupeKey: null
		})]);
	};
	const breakers = new BreakerBook({
		store,
		endpoint,
		report,
		nowMs,
		random,
		onError,
		onReported: parts.onPublished,
		onChange: parts.onChange,
		disableAfterMs: context.disableAfterMs,
		disableFailing: async (failing, { failures, sinceMs }) => {
			const reason = `All of the last ${failures} attempts failed, for ${Math.floor((nowMs() - sinceMs) / DAY_MS)} days.`;
			const alongside = (trx) => report(trx, failing, "endpoint.disabled", reason);
			if (await context.disableEndpoint(failing, {
				reason: "failing",
				alongside
			})) parts.onPublished();
		}
	});
	const rates = store.can.sharedBetweenNodes ? new SharedRatePlaces({
		monotonicMs,
		setTimer,
		onError,
		onFree: parts.onFree,
		takePlaces: (wants) => takePlaces(store, wants, nowMs),
		pageMax: 200
	}) : new LocalRatePlaces();
	return new EndpointGate({
		endpoint,
		breakers,
		rates,
		nowMs,
		monotonicMs,
		setTimer,
		onError
	});
}
// ../server/src/gateway/media-link.ts
function mediaLink(context, workspaceId, mediaId) {
	const workspaceSerial = context.registry.workspace(workspaceId)?.serial ?? 0;
	return `${context.baseUrl()}/media/${mediaCapability(context.linkKey, {
		workspaceSerial,
		mediaId
	})}`;
}
// ../server/src/gateway/engine.ts
const NOBODY = {
	onPublished: () => {},
	wake: () => {}
};
async function createEngine(context) {
	const { store, commitStore, transport, registry, metrics } = context;
	const { nowMs, newId, random, setTimer } = context.source;
	const leaseToken = newId();
	let listener = NOBODY;
	let lastEventMs = Number.NEGATIVE_INFINITY;
	const onPublished = (published) => {
		lastEventMs = context.source.monotonicMs();
		observePublished(metrics, published);
		listener.onPublished(published);
	};
	const commit = createGroupCommit(context);
	const rendering = createRendering(context);
	const matchEndpoints = (event) => matchedEndpoints(registry.endpointsOf(event.workspaceId), event, rendering.eventData);
	const newDeliveryId = () => idOf("dlv", newId());
	const { receiverTransport } = context;
	const runner = createRunnerContext(context, rendering, (request, endpoint) => (endpoint.isTestReceiver ? receiverTransport : transport).exchange(request));
	const publishIn = createTransactionalPublisher({
		matchEndpoints,
		newDeliveryId,
		nowMs,
		appendIn: commitStore.appendIn,
		onPublished
	});
	const look = () => {
		worker.wake();
		listener.wake();
	};
	store.signals.onTold("deliveries", look);
	const wake = () => {
		look();
		store.signals.tell("deliveries");
	};
	const gate = createEndpointGate(context, {
		publishIn,
		onPublished: wake,
		onChange: (id) => queueMicrotask(() => worker.reopen(id)),
		onFree: (id) => worker.askAgain(id)
	});
	const worker = new DeliveryWorker({
		...runner,
		store,
		endpoint: (id) => registry.endpoint(id),
		findEndpoint: async (id) => {
			await registry.refresh();
			return registry.endpoint(id);
		},
		record: (entry) => commit.record(entry),
		release: (entry) => commit.release(entry),
		disableGoneEndpoint: (endpoint) => disableGone(context, endpoint, {
			publishIn,
			wake
		}),
		reportExhausted: (delivery, attempt) => reportExhausted(context, {
			delivery,
			attempt
		}, publish),
		observe: (attempt, decision) => observeAttempt(context, attempt, decision.kind),
		onError: (error) => context.logger.error({ err: error }, "delivery failed"),
		random,
		monotonicMs: context.source.monotonicMs,
		setTimer,
		gate,
		readHorizon,
		noteOutcome: ({ event }, endpoint, result) => gate.note(endpoint, result, event.origin === "operational"),
		leaseToken
	});
	const publish = createPublisher({
		matchEndpoints,
		append: (entries, alongside) => commit.append(entries, alongside),
		sender: worker,
		newDeliveryId,
		leaseToken,
		leaseUntilMs: (endpoint, nowMs) => leaseEnd(nowMs, endpoint.retry.timeoutSeconds),
		nowMs,
		onPublished
	});
	return {
		tell: (to) => {
			listener = to;
		},
		matchEndpoints,
		publish,
		publishIn,
		eventData: rendering.eventData,
		render: rendering.render,
		sendTest: (endpoint, event) => sendTest(runner, gate, {
			endpoint,
			event
		}),
		wake,
		lastEventMs: () => lastEventMs,
		noteReplayed: (deliveryCount) => {
			metrics.deliveries.inc({ state: "pending" }, deliveryCount);
			wake();
		},
		endpointsChanged: () => {
			wake();
			gate.look();
		},
		inFlight: () => worker.inFlight,
		recover: async () => {
			const recoveredMs = nowMs();
			if (!store.can.sharedBetweenNodes) await endLeasesOfTheDead(store, recoveredMs, leaseEnd(recoveredMs, 60));
			await gate.look();
		},
		start: () => {
			gate.start();
			worker.start();
		},
		stop: async (graceMs) => {
			await worker.stop(graceMs);
			await gate.stop();
			await commit.drained();
			await Promise.all([transport.close(), receiverTransport.close()]);
		}
	};
}
function createGroupCommit({ commitStore: store, source, metrics, logger }) {
	return new GroupCommit({
		store,
		monotonicMs: source.monotonicMs,
		setTimer: source.setTimer,
		onCommitted: ({ rows, durationMs }) => {
			metrics.commitRows.observe(rows);
			metrics.commitDurationSeconds.observe(durationMs / 1e3);
		},
		onFailed: (error) => logger.error({ err: error }, "a commit failed")
	});
}
function createRendering(context) {
	const { registry } = context;
	const mediaUrlOf = (id) => (mediaId) => mediaLink(context, id, mediaId);
	const metaData = (event) => {
		const channel = event.channelId === null ? null : registry.channel(event.channelId);
		return metaEventData(event, {
			channel,
			mediaUrl: mediaUrlOf(event.workspaceId)
		});
	};
	let last = null;
	return {
		eventData: (event) => event.origin === "meta" ? metaData(event) : event.payload,
		render: (target, event) => {
			const workspace = registry.workspace(event.workspaceId);
			if (workspace === null) throw new Error("An event of a workspace that is not there cannot be rendered.");
			const channel = event.channelId === null ? null : registry.channel(event.channelId);
			const from = {
				event,
				workspace,
				channel,
				format: target.format,
				options: target.formatOptions
			};
			if (last !== null && isSame(last.from, from)) return last.rendered;
			const ctx = {
				workspace,
				channel,
				mediaUrl: mediaUrlOf(workspace.id),
				eventData: metaData
			};
			const rendered = renderBody(target, event, ctx);
			last = {
				from,
				rendered
			};
			return rendered;
		}
	};
}
function isSame(a, b) {
	return a.event === b.event && a.workspace === b.workspace && a.channel === b.channel && a.format === b.format && isDeepStrictEqual(a.options, b.options);
}
function createRunnerContext(context, { render }, exchange) {
	return {
		render,
		sign: ({ endpoint, event, rendered, which, nowMs }) => signRequest({
			format: endpoint.format,
			body: rendered.body,
			eventName: rendered.eventName,
			eventId: event.id,
			attemptedAtMs: nowMs,
			secrets: endpoint.secrets,
			nowMs,
			singleSecret: which,
			asymmetric: endpoint.formatOptions.asymmetric === true
		}),
		exchange,
		newAttemptId: () => idOf("att", context.source.newId()),
		nowMs: context.source.nowMs,
		userAgent: `Posthorn/${context.version}`
	};
}
async function sendTest(runner, gate, { endpoint, event }) {
	const run = await runAttempt(runner, {
		endpoint,
		event,
		deliveryId: null,
		number: 1,
		trigger: "test",
		maybeReceived: false,
		runId: null,
		which: "current"
	});
	if (run.result.outcome === "succeeded") gate.note(endpoint, run.result, false);
	return run.attempt;
}
async function reportExhausted({ source }, { delivery, attempt }, publish) {
	if (delivery.event.origin === "operational") return;
	const data = {
		endpoint_id: delivery.endpointId,
		delivery_id: delivery.id,
		event_id: delivery.event.id,
		event_type: delivery.event.type,
		attempts_made: attempt.number,
		reason: attempt.errorMessage ?? "The last attempt failed."
	};
	const { workspaceId } = delivery.event;
	await publish([operationalEvent(source, {
		workspaceId,
		type: "delivery.exhausted",
		data,
		dedupeKey: `exhausted|${delivery.id}`
	})]);
}
async function disableGone(context, endpoint, { publishIn, wake }) {
	const { id, workspaceId } = endpoint;
	const report = {
		workspaceId,
		type: "endpoint.disabled",
		data: {
			endpoint_id: id,
			reason: "The receiver answered 410 (Gone)."
		},
		dedupeKey: null
	};
	const alongside = (trx) => publishIn(trx, [operationalEvent(context.source, report)]);
	if (await context.disableEndpoint(endpoint, {
		reason: "gone",
		alongside
	})) wake();
}
function observePublished(metrics, { events, duplicateCount, deliveryCount }) {
	for (const event of events) metrics.events.inc({ origin: event.origin });
	if (duplicateCount > 0) metrics.duplicateEvents.inc(duplicateCount);
	if (deliveryCount > 0) metrics.deliveries.inc({ state: "pending" }, deliveryCount);
}
function observeAttempt({ metrics, logger }, attempt, decision) {
	metrics.attempts.inc({
		outcome: attempt.outcome,
		error_class: attempt.errorClass ?? "none"
	});
	if (attempt.durationMs !== null) metrics.attemptDurationSeconds.observe(attempt.durationMs / 1e3);
	if (attempt.deliveryState !== null && attempt.deliveryState !== "pending") metrics.deliveries.inc({ state: attempt.deliveryState });
	if (!logger.isLevelEnabled("debug") && attempt.outcome === "succeeded") return;
	logger[attempt.outcome === "succeeded" ? "debug" : "info"]({
		delivery_id: attempt.deliveryId,
		event_id: attempt.eventId,
		endpoint_id: attempt.endpointId,
		attempt: attempt.number,
		outcome: attempt.outcome,
		status_code: attempt.statusCode,
		error_class: attempt.errorClass,
		duration_ms: attempt.durationMs,
		decision
	}, "delivery.attempted");
}
// ../server/src/gateway/graph.ts
const CONNECTIONS_MAX = 512;
const ANSWER_BYTES_MAX = 1048576;
function createGraph(context) {
	const { config, egress, registry } = context;
	const base = new URL(config.metaGraphUrl);
	const http = createHttpClient({
		connector: egress.connector,
		origin: base.origin,
		connectionsMax: CONNECTIONS_MAX,
		answerBytesMax: ANSWER_BYTES_MAX
	});
	const tokens = new TokenCache(context);
	const real = {
		http,
		basePath: `${base.pathname.replace(/\/$/, "")}/${config.metaGraphVersion}`,
		userAgent: `Posthorn/${context.version}`,
		findToken: (workspaceId, channelId) => tokens.find(workspaceId, channelId),
		onTokenRefused: createTokenReport(context, tokens)
	};
	const simulated = (workspaceId) => ({
		...real,
		http: context.simulatedHttp(workspaceId)
	});
	return {
		callGraph: async (call) => {
			const token = await tokens.find(call.workspaceId, call.channelId);
			return callGraph(token?.isSimulated === true ? simulated(call.workspaceId) : real, call);
		},
		connect: async (channel) => {
			const app = await metaAppOf(registry, channel.metaAppId);
			const token = toToken(context.box, channel, app);
			assert(token !== null, "Only a channel with a token is connected.");
			const { workspaceId, id: channelId } = channel;
			const client = app.isSimulated ? simulated(workspaceId) : real;
			return connectNumber({
				ask: (call) => callWithToken(client, token, {
					...call,
					workspaceId,
					channelId
				}),
				appId: app.appId,
				publicUrl: config.publicUrl,
				nowMs: Date.now
			}, channel);
		},
		look: (app, token, call) => {
			const workspaceId = app?.isSimulated === true ? app.workspaceId : null;
			return lookWithToken(workspaceId === null ? real : simulated(workspaceId), token, call);
		},
		close: () => http.close()
	};
}
var TokenCache = class {
	#context;
	#tokens = new WeakMap();
	constructor(context) {
		this.#context = context;
	}
	async find(workspaceId, channelId) {
		const { store, box, registry } = this.#context;
		const channel = registry.channel(channelId);
		if (channel?.workspaceId === workspaceId) {
			const known = this.#tokens.get(channel);
			if (known !== void 0) return known;
		}
		const record = await findChannel$2(store, workspaceId, channelId);
		if (record === null) throw new PosthornError("not_found", "There is no such channel.");
		const token = toToken(box, record, await metaAppOf(registry, record.metaAppId));
		if (channel !== null) this.#tokens.set(channel, token);
		return token;
	}
	forget(channelId) {
		const channel = this.#context.registry.channel(channelId);
		if (channel !== null) this.#tokens.delete(channel);
	}
};
async function metaAppOf(registry, id) {
	const known = registry.metaApp(id);
	if (known !== null) return known;
	await registry.refresh();
	const app = registry.metaApp(id);
	if (app === null) throw new PosthornError("not_found", "The channel's Meta app is not there any more.");
	return app;
}
function toToken(box, record, { isSimulated }) {
	const { accessTokenSealed: sealed, tokenExpiredAtMs: expiredAtMs } = record;
	if (sealed === null) return null;
	const { workspaceId, id: channelId } = record;
	return {
		workspaceId,
		channelId,
		text: box.open(sealed),
		sealed,
		expiredAtMs,
		isSimulated
	};
}
function createTokenReport(context, tokens) {
	const running = new Map();
	return (token) => {
		const { channelId } = token;
		const known = running.get(channelId);
		if (known !== void 0) return known;
		tokens.forget(channelId);
		const report = reportRefused(context, token).catch((error) => context.logger.error({
			err: error,
			channel_id: channelId
		}, "an expired token was not reported")).finally(() => running.delete(channelId));
		running.set(channelId, report);
		return report;
	};
}
async function reportRefused({ store, registry, engine }, token) {
	const { workspaceId, channelId: id, sealed: accessTokenSealed } = token;
	const channel = await findChannel$2(store, workspaceId, id);
	if (channel?.accessTokenSealed !== accessTokenSealed || channel.tokenExpiredAtMs !== null) return;
	const data = {
		channel_id: id,
		reason: "Meta answered that the access token is not valid or has expired (error 190)."
	};
	const dedupeKey = `token_expired|${id}|${sha256Hex(token.text)}`;
	await engine.publish([operationalEvent(SYSTEM_SOURCE, {
		workspaceId,
		type: "channel.token_expired",
		data,
		dedupeKey,
		channelId: id
	})]);
	const audited = auditAs({
		write: writeAudit,
		resourceType: "channel",
		toView: toChannelView
	}, {
		workspaceId,
		actor: {
			kind: "system",
			id: null,
			requestId: null
		}
	}, "token_expired");
	if (await markTokenExpired(store, {
		workspaceId,
		id,
		accessTokenSealed,
		nowMs: Date.now()
	}, audited)) await registry.refresh();
}
// ../server/src/gateway/conversations-api.ts
const { newId: newId$8 } = SYSTEM_SOURCE;
function createConversations({ store, engine, messaging, logger }) {
	const { cache, locks } = messaging.conversations;
	const context = {
		find: (workspaceId, id) => findConversation(store, workspaceId, id),
		isMember: async (workspaceId, id) => (await findMembersAmong(store, workspaceId, [id])).has(id),
		publish: engine.publish,
		auditRow,
		cache,
		locks,
		newEventId: () => idOf("evt", newId$8()),
		nowMs: store.nowMs
	};
	const change = (save) => saveConversation(context, save);
	return {
		change,
		startReopening: () => startReopenWorker({
			store,
			change,
			nowMs: store.nowMs,
			wait: (waitMs, signal) => setTimeout$1(waitMs, void 0, { signal }).catch(() => {}),
			onError: (error) => logger.error({ err: error }, "conversations were not opened again")
		})
	};
}
function addConversationRoutes(server, context) {
	conversationRoutes(server, {
		...context,
		nowMs: context.store.nowMs
	});
	noteRoutes(server, {
		store: context.store,
		audit: writeAudit,
		newNoteId: () => idOf("note", newId$8()),
		nowMs: context.store.nowMs
	});
	timelineRoutes(server, context);
	conversationDeliveriesRoutes(server, {
		store: context.store,
		deliveriesOf: (asked) => deliveriesOf(context, asked)
	});
}
async function deliveriesOf({ store }, asked) {
	const messages = await listMessageKeys(store, asked);
	return (await addUpDeliveries(store, asked.workspaceId, messages))?.map(toDeliveriesView) ?? null;
}
function toDeliveriesView({ messageId, delivered, total, worst }) {
	if (worst === null || worst.word === "delivered") return {
		id: messageId,
		delivered,
		total,
		worst: null
	};
	const { id, eventId, endpointId, endpointName, word } = worst;
	return {
		id: messageId,
		delivered,
		total,
		worst: {
			delivery_id: id,
			event_id: eventId,
			endpoint_id: endpointId,
			endpoint_name: endpointName,
			state: word
		}
	};
}
// ../server/src/gateway/media.ts
const { newId: newId$7 } = SYSTEM_SOURCE;
const LINK_WAIT_MS = 2e4;
const DOWNLOAD_TIMEOUT_MS = 12e4;
function createMedia(context) {
	const { config, store, logger, callGraph } = context;
	const place = openMediaPlace({
		mediaUrl: config.mediaUrl,
		dataDir: config.dataDir,
		onError: (error) => logger.error({ err: error }, "the media store did not do what it was asked for")
	});
	const { storage, temp } = place;
	const worker = createWorker(context, place);
	const upload = (wanted) => uploadMedia({
		store,
		callGraph,
		channel: (workspaceId, id) => channelOf$1(context, workspaceId, id),
		storage,
		bytesMax: config.mediaBytesMax,
		nowMs: Date.now,
		audit: (actor, workspaceId) => auditAs(AUDITED_MEDIA, {
			actor,
			workspaceId
		}, "uploaded")
	}, wanted);
	let purge = null;
	return {
		routes: (server) => {
			addLinkRoute(server, {
				context,
				storage,
				worker
			});
			const common = {
				store,
				storage,
				temp,
				callGraph,
				bytesMax: config.mediaBytesMax
			};
			const linkOf = ({ workspaceId, id }) => mediaLink(context, workspaceId, id);
			mediaApiRoutes(server, {
				...common,
				uploadMedia: upload,
				linkOf,
				nowMs: Date.now,
				audit: writeAudit
			});
		},
		worker: {
			start: () => {
				worker.start();
				purge ??= startPurge(context, place);
			},
			wake: () => worker.wake(),
			stop: async () => {
				await Promise.all([worker.stop(), purge?.stop()]);
				storage.close();
			}
		},
		uploadMedia: upload,
		newTempPath: () => temp.newPath(),
		removeFile: (name) => storage.remove(mediaKeyOf(name))
	};
}
const AUDITED_MEDIA = {
	write: writeAudit,
	resourceType: "media",
	toView: toAuditedMedia
};
function createWorker(context, place) {
	const { store, metrics, logger } = context;
	const fetching = fetchContext(context, place);
	return new MediaFetchWorker({
		store,
		fetch: (file, signal) => fetchMedia(fetching, file, signal),
		removeStored: (name) => place.storage.remove(mediaKeyOf(name)),
		newLeaseToken: newId$7,
		nowMs: Date.now,
		onFetched: (file, { failure, bytes }) => {
			metrics.mediaFetched.inc({ result: failure ?? "stored" });
			metrics.mediaBytes.inc(bytes);
			if (failure === null) return;
			const { workspaceId, channelId, tries } = file;
			logger.info({
				workspace_id: workspaceId,
				channel_id: channelId,
				tries,
				failure
			}, "a media file was not fetched");
		},
		onError: (error, name) => logger.error({
			err: error,
			workspace_id: name?.workspaceId ?? null
		}, "media files could not be fetched")
	});
}
function fetchContext(context, { storage, temp }) {
	const { config, store, box, egress, callGraph } = context;
	const real = {
		connector: egress.connector,
		graphUrl: config.metaGraphUrl
	};
	return {
		callGraph,
		channel: (workspaceId, id) => channelOf$1(context, workspaceId, id),
		accessToken: async (workspaceId, id) => {
			const sealed = (await findChannel$2(store, workspaceId, id))?.accessTokenSealed ?? null;
			return sealed === null ? null : box.open(sealed);
		},
		download: async (workspaceId, channelId) => ({
			...await context.simulatedMedia?.(workspaceId, channelId) ?? real,
			timeoutMs: DOWNLOAD_TIMEOUT_MS
		}),
		storage,
		temp,
		bytesMax: config.mediaBytesMax,
		nowMs: Date.now
	};
}
function channelOf$1({ registry }, workspaceId, id) {
	const channel = registry.channel(id);
	return channel?.workspaceId === workspaceId ? channel : null;
}
function addLinkRoute(server, { context, storage, worker }) {
	const { store, linkKey, logger } = context;
	mediaRoutes(server, {
		linkKey,
		storage,
		find: (link) => findMediaByLink(store, link),
		fetchNow: (file, signal) => worker.fetchNow(file, signal),
		noteLost: async (file) => {
			logger.error({ workspace_id: file.workspaceId }, "the media store has lost a file");
			const nowMs = Date.now();
			const again = {
				state: "failed",
				error: LOST,
				dueAtMs: nowMs
			};
			const isYoung = nowMs < file.createdAtMs + ID_LIFE_MS;
			await noteLostMedia(store, file, isYoung ? again : {
				state: "gone",
				error: LOST,
				dueAtMs: null
			});
			worker.wake();
		},
		nowMs: Date.now,
		waitMs: LINK_WAIT_MS
	});
}
const LOST = "The media store does not have it any more.";
function startPurge({ config, store, logger }, { storage, temp }) {
	const retentionMs = config.mediaRetentionMs;
	return startMediaPurge({
		createRound: (pause) => createMediaPurge({
			store,
			storage,
			temp,
			retentionMs,
			nowMs: Date.now,
			pause
		}),
		onPurged: (purged) => logger.info({ purged }, "removed media files that are older than their retention"),
		onError: (error) => logger.error({ err: error }, "media files could not be removed")
	});
}
// ../server/src/gateway/messages-api.ts
const { newId: newId$6 } = SYSTEM_SOURCE;
const APPROVED_MAX = 50;
function createSendMessageFn(wiring) {
	const { store, registry, records, templates } = wiring;
	return createSendMessage({
		findChannel: (workspaceId, id) => findChannel(registry, workspaceId, id),
		isConnected: (workspaceId, id) => isChannelConnected(store, workspaceId, id),
		findAddressee: (workspaceId, recipient) => findAddressee(store, workspaceId, recipient),
		createAddressee: (create) => createAddressee(records, create),
		findBsuid: (workspaceId, phone) => findBsuidOf(store, workspaceId, phone),
		windowFromMs: async (workspaceId, ids) => wiring.leavesWindowToMeta === true ? Date.now() : findWindowFromMs(store, workspaceId, ids),
		findTemplate: async ({ workspaceId, wabaId, ...named }) => {
			const template = await templates.findTemplate({
				workspaceId,
				wabaId
			}, named);
			if (template !== null) return template;
			return await templates.hasSynced({
				workspaceId,
				wabaId
			}) ? null : "unknown";
		},
		listApproved: (workspaceId, wabaId) => templates.findUsableTemplates({
			workspaceId,
			wabaId
		}, APPROVED_MAX),
		enqueueSend: wiring.enqueueSend,
		newMessageId: () => idOf("msg", newId$6()),
		nowMs: Date.now
	});
}
function addMessageRoutes(server, wiring) {
	const { store, records, conversations } = wiring;
	messageRoutes(server, {
		...markReadContext(wiring),
		store,
		sendMessage: wiring.sendMessage,
		findOnlyChannel: (workspaceId) => findOnlyChannel(store, workspaceId),
		readPhone: (workspaceId, text) => readPhone(text, records.settings(workspaceId).defaultCountry),
		findIdentity: (workspaceId, id) => findContact(store, workspaceId, id),
		markConversationRead: async (workspaceId, id, actor) => {
			const wanted = {
				workspaceId,
				id,
				change: { isRead: true },
				expectedRevision: null,
				actor
			};
			await conversations.change(wanted).catch(ignoreMissing);
		},
		mediaUrl: wiring.mediaUrl
	});
}
function conversationMessages(wiring) {
	return {
		messages: {
			schema: messageView,
			list: (query) => pageOfMessages(wiring, query)
		},
		thread: {
			schema: threadMessageView,
			list: (query) => listThread({
				...wiring,
				adviceFor
			}, query)
		},
		markReadAtMeta: (read) => markReadAtMeta(markReadContext(wiring), read)
	};
}
function markReadContext({ registry, callGraph }) {
	return {
		findChannel: (workspaceId, id) => findChannel(registry, workspaceId, id),
		callGraph
	};
}
async function findChannel(registry, workspaceId, id) {
	if (registry.channel(id) === null) await registry.refresh();
	const channel = registry.channel(id);
	return channel?.workspaceId === workspaceId ? channel : null;
}
async function findOnlyChannel(store, workspaceId) {
	const { items } = await listChannels(store, workspaceId, { limit: 2 });
	const [only] = items;
	return only !== void 0 && items.length === 1 ? only.id : null;
}
async function findAddressee(store, workspaceId, recipient) {
	const [contact] = await findContacts(store, {
		workspaceId,
		ids: [],
		phoneKeys: recipient.kind === "phone" ? [phoneKeyOf(recipient.phone)] : [],
		bsuids: recipient.kind === "bsuid" ? [recipient.bsuid] : []
	});
	return contact === void 0 ? null : toAddressee(contact);
}
async function createAddressee({ saveContacts, settings }, { workspaceId, recipient, actor }) {
	if (!settings(workspaceId).autoCreateContacts) return null;
	const [outcome] = await saveContacts({
		workspaceId,
		wishes: [{
			kind: "upsert",
			fields: recipient.kind === "phone" ? { phone: `+${recipient.phone}` } : { bsuid: recipient.bsuid }
		}],
		actor
	});
	if (outcome?.kind === "failed") throw outcome.error;
	return outcome === void 0 ? null : toAddressee(outcome.contact);
}
const LANGUAGE_ATTRIBUTE = "language";
function toAddressee({ id, phone, bsuid, optedOut, customAttributes }) {
	const language = customAttributes[LANGUAGE_ATTRIBUTE];
	return {
		id,
		phone,
		bsuid,
		optedOut,
		language: typeof language === "string" ? language : null
	};
}
function ignoreMissing(error) {
	if (!(error instanceof PosthornError) || error.code !== "not_found") throw error;
}
// ../server/src/gateway/messaging.ts
const { newId: newId$5 } = SYSTEM_SOURCE;
const SHARED_CONVERSATION_TTL_MS = 1e4;
function createMessaging(context) {
	const { store, registry } = context;
	const sentMessages = new SentMessages({ find: (wanted) => findSentMessages(store, wanted) });
	const conversations = {
		cache: new ConversationCache(store.can.sharedBetweenNodes ? SHARED_CONVERSATION_TTL_MS : 0),
		find: (workspaceId, ids) => findConversations(store, workspaceId, ids),
		report: conversationEvent,
		newEventId: () => idOf("evt", newId$5()),
		nowMs: store.nowMs,
		locks: new KeyedLocks()
	};
	const implied = {
		isWanted: (workspaceId) => registry.endpointsOf(workspaceId).some((endpoint) => endpoint.enabled && endpoint.formatOptions.emit_implied === true),
		findTold: (workspaceId, wamids) => findToldStatuses$1(store, workspaceId, wamids),
		newEventId: () => idOf("evt", newId$5())
	};
	const parts = {
		context,
		conversations,
		sentMessages
	};
	return {
		conversations,
		sentMessages,
		publishFromMeta: (events, alongside) => {
			if (events.every(needsNoLookUp)) return publishProjected(parts, {
				told: events,
				records: [],
				alongside
			});
			return lookUp(parts, implied, events).then((found) => publishProjected(parts, {
				...found,
				alongside
			}));
		}
	};
}
function needsNoLookUp({ type, origin }) {
	return type === "message.received" && origin === "meta";
}
async function lookUp({ context, sentMessages }, implied, events) {
	const told = events.some(isToldOfSent) ? await sentMessages.attach([...events, ...await impliedEvents(implied, events)]) : events;
	const knownHere = told.some(isEcho) ? await echoesKnownHere(context, told) : NO_EVENTS;
	const aboutTemplates = told.filter((event) => event.type.startsWith("template."));
	const [changes, templates] = await Promise.all([changeWrites(context, projectAll(told, knownHere)), aboutTemplates.length === 0 ? [] : context.planTemplates(aboutTemplates)]);
	return {
		told,
		knownHere,
		records: [...changes, ...templates]
	};
}
async function publishProjected(parts, publication) {
	const { context, conversations } = parts;
	const projected = projectAll(publication.told, publication.knownHere ?? NO_EVENTS);
	const records = recordsOf(publication, projected);
	const open = openNeeds(conversations.cache, needsOf(projected));
	const fresh = open.length === 0 ? await context.engine.publish(publication.told, {
		...publication.alongside,
		records
	}) : await conversations.locks.run(open.map((need) => need.id), () => planAndPublish(parts, {
		publication,
		records,
		open
	}));
	tellOthers(context, projected, fresh);
	return fresh;
}
async function planAndPublish({ context, conversations }, { publication, records, open }) {
	const planned = await planConversations(conversations, open);
	try {
		return await context.engine.publish([...publication.told, ...planned.events], {
			...publication.alongside,
			records: [...records, ...planned.records]
		});
	} catch (error) {
		for (const need of open) conversations.cache.forget(need.id);
		throw error;
	}
}
function isToldOfSent({ type }) {
	return type !== "message.received" && type.startsWith("message.");
}
const NO_EVENTS = new Set();
function projectAll(events, knownHere) {
	const projected = [];
	for (const event of events) {
		if (event.origin !== "meta" || event.causeId !== null || knownHere.has(event.id)) continue;
		projected.push({
			event,
			projection: projectMessage(event)
		});
	}
	return projected;
}
function recordsOf({ alongside, records: found }, projected) {
	const records = [...alongside.records ?? [], ...found];
	for (const { event, projection } of projected) {
		for (const record of projection.records) records.push(record);
		if (projection.thread !== null) records.push(toActivityWrite(projection.thread, causeOf(event)));
		const media = mediaWrite(event, projection);
		if (media !== null) records.push(media);
	}
	return records;
}
function isEcho(event) {
	return event.type === "message.echoed" && event.origin === "meta";
}
async function echoesKnownHere({ store }, events) {
	const echoes = events.filter(isEcho);
	const known = new Set();
	for (const [workspaceId, group] of Map.groupBy(echoes, (event) => event.workspaceId)) {
		const wamidOf = (event) => sentMessageOf(event)?.wamid ?? "";
		const rows = await findMessageRows(store, workspaceId, group.map(wamidOf));
		for (const event of group) if (rows.some((row) => row.wamid === wamidOf(event))) known.add(event.id);
	}
	return known;
}
function mediaWrite(event, { media, thread }) {
	const { workspaceId, channelId, createdAtMs } = event;
	if (media === null || channelId === null) return null;
	const direction = event.type === "message.received" ? "inbound" : "outbound";
	const heard = {
		workspaceId,
		channelId,
		conversationId: thread?.conversationId ?? null,
		direction,
		...media,
		nowMs: createdAtMs
	};
	const row = toMediaRow(heard);
	return row === null ? null : {
		table: MEDIA_FILES_TABLE,
		row,
		causeId: causeOf(event)
	};
}
async function changeWrites({ store }, projected) {
	const changing = projected.filter((one) => one.projection.change !== null);
	const writes = [];
	for (const [workspaceId, group] of Map.groupBy(changing, (one) => one.event.workspaceId)) {
		const wamids = group.flatMap(({ projection: { change } }) => change === null ? [] : [change.wamid]);
		const rows = await findMessageRows(store, workspaceId, wamids);
		for (const { event, projection } of group) {
			const { change } = projection;
			const was = rows.find((row) => row.wamid === change?.wamid);
			if (change !== null && was !== void 0) writes.push(toChangeWrite(was, change, event));
		}
	}
	return writes;
}
function needsOf(projected) {
	const needs = [];
	for (const { event, projection } of projected) {
		const { thread } = projection;
		if (thread === null || thread.message === null || event.contact === null) continue;
		const { workspaceId, conversationId: id, channelId, message } = thread;
		const { contact, phone, bsuid } = event;
		const named = {
			person: {
				contact,
				phone,
				bsuid
			},
			causeId: causeOf(event)
		};
		needs.push({
			...named,
			workspaceId,
			id,
			channelId,
			contactId: contact.id,
			opens: message.isInbound
		});
	}
	return needs;
}
function tellOthers(context, projected, fresh) {
	for (const { event, projection } of projected) {
		if (!fresh.has(event.id)) continue;
		if (projection.media !== null) context.wakeMedia();
		if (!event.type.startsWith("message.")) continue;
		const sent = event.type === "message.received" ? null : sentMessageOf(event);
		if (sent !== null && sent.messageId !== null) context.onStatus(sent.messageId, sent.wamid);
	}
}
function causeOf(event) {
	return event.dedupeKey === null ? null : event.id;
}
// ../server/src/gateway/records.ts
const { newId: newId$4 } = SYSTEM_SOURCE;
const SHARED_IDENTITY_TTL_MS = 1e4;
function createRecords({ store, registry, engine, publishFromMeta }) {
	const settings = (id) => registry.workspace(id)?.settings ?? DEFAULT_WORKSPACE_SETTINGS;
	const identities = new IdentityCache(store.can.sharedBetweenNodes ? SHARED_IDENTITY_TTL_MS : 0);
	const context = {
		findContacts: (wanted) => findContacts(store, wanted),
		findTakenSerials: (workspaceId, serials) => findTakenSerials(store, workspaceId, serials),
		findMembers: (workspaceId, ids) => findMembersAmong(store, workspaceId, ids),
		claimSerial: (workspaceId, serial) => claimSerial(store.db, workspaceId, "contact", serial),
		serials: new SerialPool((workspaceId, count) => takeSerials(store.db, workspaceId, "contact", count)),
		publish: engine.publish,
		labels: (workspaceId) => registry.labels(workspaceId),
		auditRow,
		identities,
		locks: new KeyedLocks(),
		newContactId: () => idOf("cnt", newId$4()),
		newEventId: () => idOf("evt", newId$4()),
		nowMs: store.nowMs
	};
	const project = createContactProjection({
		...context,
		publish: publishFromMeta,
		settings,
		channelView: (event) => channelOf(registry, event)
	});
	let lastEventMs = Number.NEGATIVE_INFINITY;
	return {
		saveContacts: (save) => saveContacts(context, save),
		rehearseContacts: (save) => saveContacts(rehearsal(context), save),
		publishFromMeta: (events, quarantine) => {
			lastEventMs = performance.now();
			return project(events, quarantine);
		},
		lastEventMs: () => lastEventMs,
		settings,
		identities
	};
}
function rehearsal(context) {
	return {
		...context,
		claimSerial: async () => {},
		serials: new SerialPool(async () => 1),
		publish: async () => new Set(),
		locks: new KeyedLocks()
	};
}
function channelOf(registry, event) {
	return eventChannelView(event, event.channelId === null ? null : registry.channel(event.channelId));
}
// ../server/src/gateway/sending.ts
const { newId: newId$3 } = SYSTEM_SOURCE;
function createSending(context) {
	const { store, registry, engine, storeSend, logger } = context;
	const leaseToken = newId$3();
	const onError = (error) => logger.error({ err: error }, "sending failed");
	const stopAwaiting = createStopAwaiting(store, onError);
	const waiters = new Waiters({
		stopAwaiting,
		onError
	});
	const ends = new SendEnds({
		store,
		waiters,
		publishIn: engine.publishIn,
		wakeDeliveries: () => engine.wake(),
		contactOf: context.contactOf,
		channelView: (id) => registry.channel(id),
		newEventId: () => idOf("evt", newId$3()),
		nowMs: store.nowMs,
		onFinished: context.onFinished,
		onError
	});
	const monotonicMs = () => performance$1.now();
	const stalls = watchLoopStalls(monotonicMs);
	const worker = new SendingWorker({
		store,
		ends,
		callGraph: context.callGraph,
		limitOf: context.limitOf,
		leaseToken,
		nowMs: store.nowMs,
		monotonicMs,
		stallMs: stalls.longestMs,
		lookForOutcomes: () => lookForOutcomes(store, waiters),
		onError
	});
	const enqueue = {
		storeSend,
		worker,
		waiters,
		stopAwaiting,
		leaseToken,
		nowMs: store.nowMs
	};
	return {
		enqueueSend: (send) => enqueueSend(enqueue, send),
		onStatus: (id, wamid) => worker.onStatus(id, wamid),
		recover: () => worker.recover(),
		start: () => worker.start(),
		stop: async (graceMs) => {
			await worker.stop(graceMs);
			stalls.stop();
			const graceIsOver = setTimeout$1(graceMs, void 0, { ref: false });
			await Promise.race([ends.drained(), graceIsOver]);
			ends.abandon();
			await Promise.race([waiters.close(), graceIsOver]);
		},
		queued: () => countSends(store),
		inFlight: () => worker.inFlight
	};
}
// ../server/src/gateway/store-send.ts
const CONFLICT_TRIES_MAX = 5;
async function storeSend(ctx, send, alongside) {
	ctx.messaging.sentMessages.remember(send.message.id, send.message);
	const records = [...rowsOf(send), ...alongside];
	for (let tries = 1;; tries++) try {
		return await storeOnce(ctx, send, records);
	} catch (error) {
		if (!(error instanceof RecordConflictError)) throw error;
		if (tries === CONFLICT_TRIES_MAX) throw new PosthornError("store_unavailable", "Others keep changing the same conversation. Try again.", { cause: error });
	}
}
async function storeOnce(ctx, send, records) {
	const { conversations } = ctx.messaging;
	const need = await needOf(ctx, send.message);
	if (need === null) {
		await ctx.publish([], { records });
		return;
	}
	await conversations.locks.run([need.id], async () => {
		const planned = await planConversations(conversations, [need]);
		try {
			await ctx.publish(planned.events, { records: [...records, ...planned.records] });
		} catch (error) {
			conversations.cache.forget(need.id);
			throw error;
		}
	});
}
function rowsOf({ message, actor, createdAtMs }) {
	const { id, workspaceId, channelId, conversationId, contactId, recipient, type, text, replyTo, callbackData } = message;
	const row = toMessageWrite({
		id,
		workspaceId,
		channelId,
		conversationId,
		contactId,
		type,
		replyTo,
		callbackData,
		phone: recipient.kind === "phone" ? recipient.phone : null,
		bsuid: recipient.kind === "bsuid" ? recipient.bsuid : null,
		groupId: recipient.kind === "group" ? recipient.groupId : null,
		direction: "outbound",
		source: "api",
		wamid: null,
		words: {
			text,
			content: contentOf(message)
		},
		sender: actor,
		occurredAtMs: createdAtMs,
		createdAtMs
	}, null);
	if (conversationId === null) return [row];
	return [row, toActivityWrite({
		workspaceId,
		conversationId,
		channelId,
		message: {
			id,
			atMs: createdAtMs,
			isInbound: false
		},
		windowFromMs: null
	}, null)];
}
function contentOf({ type, text, content }) {
	return type === "text" && text !== null && Object.keys(Object(content)).length === 1 ? {} : { [type]: content };
}
async function needOf({ messaging, findContactRef }, { conversationId: id, contactId, workspaceId, channelId, recipient }) {
	if (id === null || contactId === null || messaging.conversations.cache.isOpen(id)) return null;
	return {
		person: {
			contact: await findContactRef(workspaceId, contactId),
			phone: recipient.kind === "phone" ? recipient.phone : null,
			bsuid: recipient.kind === "bsuid" ? recipient.bsuid : null
		},
		causeId: null,
		workspaceId,
		id,
		channelId,
		contactId,
		opens: false
	};
}
// ../server/src/gateway/templates.ts
const { newId: newId$2 } = SYSTEM_SOURCE;
const BACKGROUND_SYNCS_MAX = 8;
function createTemplates(wiring) {
	const { store, engine, callGraph } = wiring;
	let isStopping = false;
	const context = {
		store,
		write: async (records) => {
			await engine.publish([], { records });
		},
		callGraph,
		auditRow,
		newTemplateId: () => idOf("tpl", newId$2()),
		nowMs: Date.now,
		isStopping: () => isStopping
	};
	const sync = createSync(context);
	const background = createBackgroundSyncs(wiring, sync);
	return {
		routes: (server) => templateRoutes(server, {
			...context,
			sync
		}),
		planTemplates: (events) => planTemplates({
			findNamedTemplates: (of, named) => findNamedTemplates(store, of, named),
			newTemplateId: context.newTemplateId
		}, events),
		findTemplate: (of, named) => findTemplate(store, of, named),
		findUsableTemplates: (of, limit) => findUsableTemplates(store, of, { limit }),
		hasSynced: (of) => hasSynced(store, of),
		syncChannel: background.start,
		stop: async () => {
			isStopping = true;
			await background.settled();
		},
		syncTemplates: sync,
		createTemplate: (request) => createTemplate(context, request),
		draft: templateDraft,
		pageOfTemplates: (query) => pageOfTemplates(store, query),
		toView: toTemplateView
	};
}
function createBackgroundSyncs({ logger }, sync) {
	const running = new Set();
	const run = async (workspaceId, channelId) => {
		try {
			await sync({
				workspaceId,
				channelId,
				actor: null
			});
		} catch (err) {
			logger.warn({
				err,
				workspaceId,
				channelId
			}, "templates were not synced");
		}
	};
	return {
		start: (workspaceId, channelId) => {
			if (running.size >= BACKGROUND_SYNCS_MAX) {
				logger.warn({
					workspaceId,
					channelId
				}, "templates were not synced: too many syncs run");
				return;
			}
			const one = run(workspaceId, channelId).finally(() => running.delete(one));
			running.add(one);
		},
		settled: async () => {
			await Promise.all(running);
		}
	};
}
// ../server/src/gateway/message-parts.ts
const THROUGHPUT_DEFAULT = 80;
function createMessageParts(context) {
	const { store, registry, engine, graph, logger } = context;
	const { callGraph } = graph;
	const templates = createTemplates({
		store,
		engine,
		callGraph,
		logger
	});
	const media = createMedia({
		...context,
		callGraph
	});
	const messaging = createMessaging({
		store,
		registry,
		engine,
		planTemplates: templates.planTemplates,
		wakeMedia: media.worker.wake,
		onStatus: (messageId, wamid) => sending.onStatus(messageId, wamid)
	});
	const records = createRecords({
		store,
		registry,
		engine,
		publishFromMeta: messaging.publishFromMeta
	});
	const sending = createSending({
		store,
		registry,
		engine,
		callGraph,
		limitOf: (phoneNumberId) => limitOf(registry, phoneNumberId),
		storeSend: storeSendWith(context, messaging),
		contactOf: (workspaceId, id) => namesOf(store, workspaceId, id),
		onFinished: (_send, outcome) => context.metrics.messagesSent.inc({ result: outcome.kind }),
		logger
	});
	const conversations = createConversations({
		store,
		engine,
		messaging,
		logger
	});
	const sends = {
		store,
		registry,
		records,
		templates,
		enqueueSend: toldToStream(context, sending.enqueueSend)
	};
	const sendMessage = createSendMessageFn(sends);
	const sendAtAnyTime = createSendMessageFn({
		...sends,
		leavesWindowToMeta: true
	});
	const mediaUrl = (workspaceId, mediaId) => mediaLink(context, workspaceId, mediaId);
	let reopening = null;
	return {
		records,
		media,
		templates,
		sending,
		conversations,
		sendMessage,
		sendAtAnyTime,
		routes: (server) => {
			addMessageRoutes(server, {
				store,
				registry,
				records,
				conversations,
				callGraph,
				sendMessage,
				mediaUrl
			});
			const ofMessages = conversationMessages({
				store,
				registry,
				callGraph,
				mediaUrl
			});
			addConversationRoutes(server, {
				store,
				change: conversations.change,
				...ofMessages
			});
			templates.routes(server);
			media.routes(server);
		},
		recover: () => sending.recover(),
		start: () => {
			sending.start();
			media.worker.start();
			reopening = conversations.startReopening();
		},
		stop: async (graceMs) => {
			await Promise.all([
				sending.stop(graceMs),
				media.worker.stop(),
				templates.stop(),
				reopening?.stop()
			]);
		}
	};
}
function storeSendWith({ store, engine }, messaging) {
	const findContactRef = async (workspaceId, id) => {
		const contact = await findContact(store, workspaceId, id);
		return contact === null ? null : {
			id: contact.id,
			serial: contact.serial
		};
	};
	const ctx = {
		messaging,
		findContactRef,
		publish: engine.publish
	};
	return (send, alongside) => storeSend(ctx, send, alongside);
}
function limitOf(registry, phoneNumberId) {
	const limits = registry.channelsOfNumber(phoneNumberId).map((channel) => channel.throughputPerSecond);
	return limits.length === 0 ? THROUGHPUT_DEFAULT : Math.max(...limits);
}
async function namesOf(store, workspaceId, id) {
	const contact = await findContact(store, workspaceId, id);
	if (contact === null) return null;
	const name = fullName(contact);
	return {
		serial: contact.serial,
		name: name === "" ? null : name,
		username: contact.username
	};
}
function toldToStream({ stream }, enqueueSend) {
	return async (send) => {
		const outcome = await enqueueSend(send);
		if (outcome.kind !== "refused") {
			const { message } = send;
			const wamid = outcome.kind === "accepted" ? outcome.wamid : null;
			stream.onMessageSent({
				workspaceId: message.workspaceId,
				message,
				wamid,
				sentAtMs: Date.now()
			});
		}
		return outcome;
	};
}
// ../server/src/gateway/notices.ts
function createNotices(context) {
	const notifier = new Notifier({
		ways: waysOf(context),
		wait: (waitMs, signal) => setTimeout$1(waitMs, void 0, { signal }).catch(() => {}),
		onGivenUp: (way, error) => context.logger.error({
			err: error,
			way
		}, "people could not be told")
	});
	return {
		endpointDisabled: ({ id, url, workspaceId }, reason) => {
			const workspaceName = context.registry.workspace(workspaceId)?.name ?? workspaceId;
			const link = `${context.baseUrl()}/w/${workspaceId}/endpoints/${id}`;
			notifier.notify(disabledNotice({
				workspaceName,
				endpointId: id,
				url,
				reason,
				link
			}));
		},
		stop: () => notifier.stop()
	};
}
function waysOf({ config, egress }) {
	const { notifySmtpUrl, notifyFrom, notifyTo, notifyWebhookUrl } = config;
	const ways = [];
	if (notifySmtpUrl !== null && notifyFrom !== null && notifyTo !== null) ways.push(mailWay({
		url: notifySmtpUrl,
		from: notifyFrom,
		to: notifyTo
	}));
	if (notifyWebhookUrl !== null) ways.push(webhookWay(new URL(notifyWebhookUrl), (url, body) => postJson(egress.connector, url, body)));
	return ways;
}
// ../server/src/gateway/people.ts
function createPeople(context) {
	const { store, config, logger } = context;
	const parts = createParts(context);
	const roleOf = (memberId, workspaceId) => findRole(store, {
		memberId,
		workspaceId
	});
	return {
		authenticator: {
			cookie: sessionCookieFor(config.publicUrl),
			ownOrigin: config.publicUrl === null ? null : new URL(config.publicUrl).origin,
			findSession: async (tokenHash) => {
				const nowMs = Date.now();
				const session = await findSessionByHash(store, tokenHash, nowMs);
				if (session === null) return null;
				if (nowMs - session.lastUsedAtMs >= 6e4) parts.aside(() => touchSession(store, session.id, nowMs));
				return {
					sessionId: session.id,
					memberId: session.memberId,
					isOperator: session.isOperator
				};
			},
			roleOf,
			findPortalSession: async (tokenHash) => {
				const link = await findPortalSession(store, tokenHash, Date.now());
				return link === null ? null : {
					linkId: link.id,
					workspaceId: link.workspaceId
				};
			}
		},
		routes: (server) => addRoutes(server, context, parts),
		createOwnerLink: () => createOwnerLink({
			store,
			...SYSTEM_SOURCE,
			baseUrl: context.baseUrl
		}),
		addOwner: async (trx, { workspaceId, actor }) => {
			const memberId = actor.kind === "member" && actor.id !== null ? parseId("mbr", actor.id) : null;
			if (memberId === null) return;
			await insertMembership(trx, {
				workspaceId,
				memberId,
				role: "owner",
				nowMs: Date.now()
			}, auditAs(auditedMember(writeAudit), {
				actor,
				workspaceId
			}, "added"));
		},
		namesOf: (workspaceId, actors) => findActorNames(store, workspaceId, actors),
		watchStream: (principal, workspaceId, end) => {
			if (principal?.kind !== "member") return () => {};
			return parts.watch.add({
				sessionId: principal.sessionId,
				memberId: principal.memberId,
				workspaceId
			}, end);
		},
		start: () => parts.watch.start(),
		stop: async () => {
			await parts.watch.stop();
			await parts.settle();
			logger.debug("nobody is signed in here any more");
		}
	};
}
function createParts({ store, logger, baseUrl }) {
	const running = new Set();
	const watch = new SessionWatch({
		findValid: (ids) => findValidSessions(store, ids, Date.now()),
		mayGoOn: async (watched) => {
			const role = await findRole(store, watched);
			return role !== null && isGranted(role, "stream.read");
		},
		onError: (error) => logger.warn({ err: error }, "it could not be looked which sessions have ended")
	});
	return {
		members: {
			store,
			...SYSTEM_SOURCE,
			hasher: new PasswordHasher(),
			audit: writeAudit,
			auditAccount: createAccountAudit(writeAudit),
			baseUrl,
			endSessions: async (trx, memberId) => watch.ended(await deleteSessionsOf(trx, memberId, null)),
			changed: (memberId) => watch.changed(memberId)
		},
		watch,
		aside: (work) => {
			const done = work().catch((error) => logger.warn({ err: error }, "what belongs to a sign-in was not written"));
			running.add(done);
			done.finally(() => running.delete(done));
		},
		settle: async () => {
			await Promise.all(running);
		}
	};
}
function addRoutes(server, context, { members, watch, aside }) {
	const { store, config, registry, version } = context;
	const workspaceName = async (id) => (await findWorkspace(registry, id))?.name ?? "";
	const accounts = accountsOf(members);
	const checkPassword = createPasswordCheck({
		...members,
		accounts,
		aside
	});
	const waysIn = {
		becomeFirstOwner: (owner, asked) => becomeFirstOwner(members, owner, asked),
		acceptInvitation: (answer, request) => acceptInvitation({
			...joining(members),
			checkPassword: (email, password) => checkPassword(request, email, password)
		}, answer, { requestId: request.id }),
		useSignInLink: (token) => useSignInLink(members, token),
		usePasswordLink: (use, asked) => usePasswordLink(members, use, asked)
	};
	const sessions = {
		...members,
		cookie: sessionCookieFor(config.publicUrl),
		accounts,
		waysIn,
		watch,
		aside,
		workspaceName,
		version,
		features: () => ({ simulator: config.simulator }),
		checkPassword
	};
	signInRoutes(server, sessions);
	sessionRoutes(server, sessions);
	memberRoutes(server, members);
	invitationRoutes(server, {
		...members,
		assertMayManage,
		hasAccount: async (email) => await findAccountByEmail(store, email) !== null,
		isMemberByEmail: async (workspaceId, email) => {
			const account = await findAccountByEmail(store, email);
			return account !== null && await findRole(store, {
				workspaceId,
				memberId: account.id
			}) !== null;
		}
	});
	portalRoutes(server, {
		...members,
		workspaceName
	});
}
function accountsOf(members) {
	const { store } = members;
	return {
		findByEmail: (email) => findAccountByEmail(store, email),
		find: (id) => findAccount(store, id),
		workspacesOf: async (id) => (await listWorkspacesOf(store, id)).map(({ workspaceId, name, role }) => ({
			id: workspaceId,
			name,
			role,
			permissions: permissionsOf(role)
		})),
		rename: async ({ id, name, requestId }) => {
			await store.db.transaction().execute(async (trx) => {
				const before = await findAccount({ db: trx }, id);
				const after = await updateAccount(trx, {
					id,
					name,
					nowMs: members.nowMs()
				});
				if (before === null || after === null || before.name === name) return;
				await members.auditAccount(trx, id, {
					actor: {
						kind: "member",
						id,
						requestId
					},
					action: "member.renamed",
					resourceType: "member",
					resourceId: id,
					before: accountInLog(before),
					after: accountInLog(after)
				});
			});
		},
		checkNewPassword,
		setPassword: (trx, change) => setPassword(members, trx, change)
	};
}
function joining(members) {
	const { store, hasher, nowMs, newId } = members;
	return {
		store,
		nowMs,
		hasAccount: async (email) => await findAccountByEmail(store, email) !== null,
		prepareAccount: async ({ email, name, password }) => {
			checkNewPassword(password, {
				email,
				name
			});
			const passwordHash = await hasher.hash(password);
			return async (trx) => {
				const id = idOf("mbr", newId());
				await insertAccount(trx, {
					id,
					email,
					name,
					passwordHash,
					isOperator: false,
					nowMs: nowMs()
				});
				return id;
			};
		},
		join: async (trx, { workspaceId, memberId, role, requestId }) => {
			const actor = {
				kind: "member",
				id: memberId,
				requestId
			};
			const audited = auditAs(auditedMember(writeAudit), {
				actor,
				workspaceId
			}, "added");
			await insertMembership(trx, {
				workspaceId,
				memberId,
				role,
				nowMs: nowMs()
			}, audited);
		}
	};
}
async function findActorNames(store, workspaceId, actors) {
	const idsOf = (prefix) => [...new Set(actors.flatMap(({ id }) => id === null ? [] : parseId(prefix, id) ?? []))];
	const members = await findMemberNames(store, idsOf("mbr"));
	const keys = workspaceId === "operator" ? new Map() : await findApiKeyNames(store, workspaceId, idsOf("key"));
	const links = workspaceId === "operator" ? new Map() : await findPortalLabels(store, workspaceId, idsOf("ptl"));
	return ({ id }) => id === null ? null : members.get(id) ?? keys.get(id) ?? links.get(id) ?? null;
}
// ../server/src/gateway/runs.ts
const { newId: newId$1 } = SYSTEM_SOURCE;
function createRuns(context) {
	const { store, logger } = context;
	const handlers = new Map([
		[CONTACT_IMPORT, createImportHandler(importContext(context))],
		[CONTACT_ERASE, createErasureHandler(erasureContext(context))],
		...bulkHandlers({
			store,
			engine: context.engine,
			pause: (ms) => setTimeout$1(ms)
		}),
		...replayHandlers(context)
	]);
	const worker = new RunsWorker({
		store,
		handlers,
		newLeaseToken: newId$1,
		nowMs: store.nowMs,
		onFinished: ({ id, workspaceId, kind }, { state }) => logger.info({
			run_id: id,
			workspace_id: workspaceId,
			kind,
			state
		}, "a run has ended"),
		onError: (error, run) => logger.error({
			err: error,
			run_id: run?.id ?? null
		}, "a run failed")
	});
	store.signals.onTold("runs", () => worker.wake());
	const wake = () => {
		worker.wake();
		store.signals.tell("runs");
	};
	return {
		startRun: createStartRun({
			store,
			nowMs: store.nowMs,
			newId: newId$1,
			audit: writeAudit,
			wake
		}),
		wake,
		start: () => worker.start(),
		stop: () => worker.stop()
	};
}
function importContext(context) {
	const { registry, records } = context;
	return {
		labelsFor: (run) => ({
			labels: (workspaceId) => registry.labels(workspaceId),
			ensureLabel: async (workspaceId, kind, name) => (await ensureLabel({
				registry,
				labels: labelsOf(context)
			}, {
				workspaceId,
				kind,
				actor: actorOf(run)
			}, name)).id
		}),
		readContact: (workspaceId, input) => {
			const { defaultCountry } = records.settings(workspaceId);
			const read = readContactInput(input, {
				labels: registry.labels(workspaceId),
				defaultCountry
			});
			return read.ok && !tellsWho(read.fields) ? {
				ok: false,
				problems: [TELL_WHO]
			} : read;
		},
		saveContacts: records.saveContacts,
		rehearseContacts: records.rehearseContacts,
		pace: createImportPace({
			lastEventMs: records.lastEventMs,
			monotonicMs: () => performance.now(),
			wait: (ms) => ms > 0 ? setTimeout$1(ms) : setImmediate$1()
		}),
		nowMs: context.store.nowMs
	};
}
const COMMIT_MS_MAX = 2e3;
const ERASURE_PAUSE_MS = 2;
function erasureContext({ store, records, box, removeMediaFile }) {
	return {
		store,
		saveContacts: records.saveContacts,
		openSealed: (sealed) => box.open(sealed),
		removeMediaFile,
		othersRememberMs: COMMIT_MS_MAX + (store.can.sharedBetweenNodes ? SHARED_IDENTITY_TTL_MS : 0),
		leaseMsMax: leaseEnd(0, 60),
		nowMs: store.nowMs,
		pause: () => setTimeout$1(ERASURE_PAUSE_MS)
	};
}
function actorOf(run) {
	return {
		kind: "system",
		id: run.id,
		requestId: null
	};
}
function labelsOf(context) {
	const { registry, logger } = context;
	return labelChanges(context, () => registry.refresh().catch((error) => logger.warn({ err: error }, "the registry was not refreshed")));
}
// ../server/src/gateway/statistics.ts
function createStatistics(context) {
	const { config, store, engine, logger, version } = context;
	const nodeId = idOf("nod", SYSTEM_SOURCE.newId());
	const monotonicMs = () => performance$1.now();
	const inFlight = () => engine.inFlight();
	const notes = new TrafficNotes({
		store,
		nowMs: store.nowMs,
		onError: (error) => logger.warn({ err: error }, "when Meta last called was not written")
	});
	const nodes = createNodesWorker({
		store,
		node: {
			id: nodeId,
			hostName: hostname(),
			processId: process.pid,
			version,
			nodeVersion: process.versions.node
		},
		retentionMs: config.retentionMs,
		inFlight,
		nowMs: store.nowMs,
		onError: (error) => logger.warn({ err: error }, "a beat of this node was not written")
	});
	const worker = new StatisticsWorker({
		store,
		nodeId,
		retentionMs: config.retentionMs,
		nowMs: store.nowMs,
		onError: (error) => logger.error({ err: error }, "statistics were not counted")
	});
	const waitingIn = async (workspaceId) => {
		const nowMs = Date.now();
		return waitingOf(await readWaitingNow(store, workspaceId, nowMs), "", nowMs);
	};
	return {
		noteWebhook: (result, apps) => noteWebhook(notes, result, apps),
		noteEvents: (events) => {
			for (const { workspaceId, channelId } of events) if (channelId !== null) notes.noteEvent(workspaceId, channelId);
		},
		traffic: (ids) => notes.ofMetaApps(ids),
		routes: (server) => {
			statisticsRoutes(server, {
				store,
				tails: new LogTailReader(store),
				runningTimes: (sinceMs, untilMs) => listRunningTimes(store, sinceMs, untilMs),
				lastEventAtMs: (channelId) => notes.lastEventAtMs(channelId),
				countUnread: (workspaceId, memberId) => countUnread(store, workspaceId, memberId),
				nowMs: store.nowMs
			});
			nodeHealthRoutes(server, {
				store,
				nodeId,
				version,
				inFlight,
				monotonicMs,
				waitingIn,
				nowMs: store.nowMs,
				messagesQueued: (workspaceId) => countSendsOf(store, workspaceId)
			});
			checklistRoutes(server, {
				store,
				traffic: (ids) => notes.ofMetaApps(ids),
				firstSuccessMs: async (workspaceId) => await findFirstSuccessMs(store, workspaceId) ?? await findFirstLoggedSuccessMs(store, workspaceId)
			});
		},
		start: async () => {
			await nodes.start();
			worker.start();
		},
		stop: async () => {
			await worker.stop();
			await notes.stop();
			await nodes.stop();
		}
	};
}
function noteWebhook(notes, result, apps) {
	for (const { id } of apps) if (result === "accepted") notes.noteSignedPost(id);
	else if (result === "challenge_passed") notes.noteChallenge(id);
	else if (result === "unauthenticated") notes.noteRefusedPost(id);
}
async function countUnread(store, workspaceId, memberId) {
	const { mine, all } = await countConversations(store, {
		workspaceId,
		memberId
	});
	return (mine ?? all).unread;
}
// ../server/src/gateway/stream.ts
const TICKET_VALID_MS = 6e4;
const TICKET_BYTES = 32;
const TICK_MS = 250;
function createStream(context) {
	const { config, store, registry, metrics, logger, version } = context;
	const stopping = new AbortController();
	const hub = new StreamHub({
		log: logOf(store),
		positionsInOrder: !store.can.sharedBetweenNodes,
		clientsMax: config.streamClientsMax,
		retentionMs: config.retentionMs,
		nowMs: store.nowMs,
		wait: (delayMs) => waitFor(delayMs, stopping.signal),
		defer: setImmediate,
		onError: (error) => logger.error({ err: error }, "the live stream could not read the event log")
	});
	metrics.streamClients.set(0);
	const native = createNativeDialect(context.eventData);
	const vobiz = createVobizFrames(vobizPayload);
	const openSession = (session) => startSession({
		hub,
		observer: observerOf(metrics),
		nowMs: store.nowMs
	}, session);
	let timer;
	return {
		onPublished: (published) => hub.published(published),
		wake: () => hub.wake(),
		onMessageSent: ({ workspaceId, ...sent }) => {
			const accountId = registry.workspace(workspaceId)?.accountId;
			if (accountId !== void 0) hub.tellAside(workspaceId, vobiz, (cursor) => toSentFrame(sent, accountId, cursor));
		},
		takeTicket: (ticketHash) => takeTicket(store, ticketHash, Date.now()),
		routes: (server, watch) => streamRoutes(server, {
			watch,
			assertPlace: (workspaceId) => hub.assertPlace(workspaceId),
			openSession: (socket, start) => openSession({
				socket,
				dialect: native,
				...start
			}),
			createTicket: (workspaceId) => createTicket(store, workspaceId),
			asyncApi: once(() => asyncApiDocument({
				version,
				publicUrl: config.publicUrl,
				vobizEvents: VOBIZ_STREAM_EVENTS
			}))
		}),
		vobiz: {
			assertStreamPlace: (workspaceId) => hub.assertPlace(workspaceId),
			readStreamCursor: readCursor,
			openStream: (socket, workspaceId, from) => openSession({
				socket,
				workspaceId,
				dialect: vobiz,
				subscription: EVERYTHING,
				from
			})
		},
		start: () => {
			timer = setInterval(() => {
				hub.tick();
				metrics.streamClients.set(hub.clientCount);
			}, TICK_MS).unref();
		},
		stop: () => {
			clearInterval(timer);
			stopping.abort();
			return hub.stop();
		}
	};
}
function logOf(store) {
	return {
		readHorizon: () => readHorizon(store),
		listNewPositions: (query) => listNewPositions(store, query),
		listHeads: (workspaceId, positions) => listHeads(store, workspaceId, positions),
		listHeadsAfter: (workspaceId, query) => listHeadsAfter(store, workspaceId, query),
		listEvents: (workspaceId, positions) => listEventsAt(store, workspaceId, positions),
		hasEventUpTo: (workspaceId, position) => hasEventUpTo(store, workspaceId, position),
		findOldestPosition: (workspaceId) => findOldestPosition(store, workspaceId)
	};
}
function observerOf(metrics) {
	return {
		onSent: () => metrics.streamFrames.inc(),
		onDropped: (frameCount) => metrics.streamDropped.inc(frameCount),
		onCutOff: (reason) => metrics.streamCutOff.inc({ reason })
	};
}
async function createTicket(store, workspaceId) {
	const ticket = `tkt_${SYSTEM_SOURCE.randomBytes(TICKET_BYTES).toString("base64url")}`;
	const nowMs = Date.now();
	const expiresAtMs = nowMs + TICKET_VALID_MS;
	await insertTicket(store, {
		ticketHash: hashToken(ticket),
		workspaceId,
		expiresAtMs,
		nowMs
	});
	return {
		ticket,
		expiresAtMs
	};
}
function readCursor(cursor) {
	const position = readStreamCursor(cursor);
	if (position !== null) return position;
	const message = "Use the cursor of a frame.";
	throw new PosthornError("invalid_request", message, { fields: [{
		pointer: "?cursor",
		message
	}] });
}
function waitFor(delayMs, signal) {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", end);
			resolve();
		};
		const timer = setTimeout(end, delayMs).unref();
		signal.addEventListener("abort", end, { once: true });
	});
}
function once(make) {
	let made = null;
	return () => {
		made ??= make();
		return made;
	};
}
// ../server/src/gateway.ts
const { newId } = SYSTEM_SOURCE;
const GRACE_MS_DEFAULT = 5e3;
const VERSION = String(JSON.parse(readFileSync(new URL("../package.json", new URL("../../server/src/gateway.ts", import.meta.url).href), "utf8")).version);
async function startGateway(config, options = {}) {
	const logger = options.logger ?? createLogger(config.logLevel);
	const box = new SecretBox(config.encryptionKeys ?? [loadOrCreateKeyFile(config.dataDir)]);
	const store = await openStore(config.databaseUrl, {
		exclusive: true,
		connectionsMax: config.databasePoolMax
	});
	try {
		await checkEncryptionKey(store, box.fingerprints);
		return await start({
			config,
			logger,
			box,
			store
		});
	} catch (error) {
		await store.close();
		throw error;
	}
}
async function start({ config, logger, box, store }) {
	const metrics = createMetrics();
	const linkKey = await loadOrCreateLinkKey(store, {
		seal: (clear) => box.seal(clear),
		open: (sealed) => box.open(sealed),
		randomBytes
	});
	const registry = await createRegistry(store, box, {
		readRetry: (format, text) => resolveRetry(format, readRetry(text)),
		readAppSecrets,
		nowMs: store.nowMs
	});
	const listening = {
		url: "",
		listeners: []
	};
	const egressSettings = {
		allow: config.egressAllow ?? [],
		allowHttp: config.egressAllowHttp,
		proxyUrl: config.egressProxy,
		ownOrigins: config.publicUrl === null ? [] : [new URL(config.publicUrl).origin]
	};
	const egress = createEgressGuard({
		...egressSettings,
		proxyUrl: egressSettings.proxyUrl === null ? null : new URL(egressSettings.proxyUrl),
		ownOrigins: () => egressSettings.ownOrigins,
		ownListeners: () => listening.listeners
	});
	const notices = createNotices({
		config,
		registry,
		egress,
		logger,
		baseUrl: () => config.publicUrl ?? listening.url
	});
	const engine = await createEngine({
		store,
		commitStore: await createCommitStore(store, takePositionLockSql),
		source: {
			...SYSTEM_ENGINE_SOURCE,
			nowMs: store.nowMs
		},
		registry,
		transport: createSendingThread({
			settings: egressSettings,
			ownListeners: () => listening.listeners,
			onError: (error) => logger.error({ err: error }, "sending was interrupted")
		}),
		receiverTransport: createReceiverTransport({
			ownListeners: () => listening.listeners,
			ownOrigin: () => ownOriginOf(listening.listeners)
		}),
		linkKey,
		metrics,
		logger,
		version: VERSION,
		baseUrl: () => config.publicUrl ?? listening.url,
		disableAfterMs: config.endpointDisableAfterMs,
		disableEndpoint: async (endpoint, disabling) => {
			const isDisabledNow = await disableEndpoint({
				store,
				registry,
				box
			}, endpoint, disabling);
			if (isDisabledNow) notices.endpointDisabled(endpoint, disabling.reason);
			return isDisabledNow;
		}
	});
	const ownOrigin = () => ownOriginOf(listening.listeners);
	const simulator = new SimulatorHost({
		config,
		store,
		box,
		registry,
		logger,
		ownOrigin
	});
	const graph = createGraph({
		config,
		store,
		box,
		registry,
		egress,
		engine,
		logger,
		version: VERSION,
		simulatedHttp: (workspaceId) => simulator.http(workspaceId)
	});
	const stream = createStream({
		config,
		store,
		registry,
		metrics,
		logger,
		version: VERSION,
		eventData: engine.eventData
	});
	engine.tell(stream);
	const baseUrl = () => config.publicUrl ?? listening.url;
	const parts = createMessageParts({
		config,
		store,
		box,
		registry,
		egress,
		engine,
		graph,
		stream,
		linkKey,
		metrics,
		logger,
		simulatedMedia: (workspaceId, channelId) => simulator.media(workspaceId, channelId),
		baseUrl
	});
	const { records } = parts;
	const removeMediaFile = parts.media.removeFile;
	const runs = createRuns({
		store,
		box,
		registry,
		engine,
		records,
		removeMediaFile,
		logger
	});
	const people = createPeople({
		config,
		store,
		registry,
		logger,
		version: VERSION,
		baseUrl
	});
	const statistics = createStatistics({
		config,
		store,
		engine,
		logger,
		version: VERSION
	});
	const quarantine = startQuarantineWorker({
		store,
		onTrimmed: (items) => logger.warn({ items }, "quarantine was full: the oldest items were dropped"),
		onError: (error) => logger.error({ err: error }, "quarantine could not be trimmed")
	});
	const webhooks = webhookListener({
		config,
		logger,
		registry,
		records,
		statistics,
		metrics,
		onQuarantined: () => quarantine.wake(),
		nowMs: store.nowMs
	});
	const api = await createApi({
		config,
		store,
		box,
		registry,
		egress,
		engine,
		graph,
		simulator,
		ownOrigin,
		baseUrl,
		messages: parts,
		people,
		records,
		runs,
		statistics,
		stream,
		linkKey,
		metrics,
		logger,
		version: VERSION,
		serverFactory: (handler) => createHttpServer(besides(webhooks, handler))
	});
	const first = await ensureFirstWorkspace(api.workspaces);
	await registry.refresh();
	await engine.recover();
	await parts.recover();
	await statistics.start();
	listening.url = await listen(api.server, config);
	listening.listeners = api.server.addresses().filter((address) => typeof address !== "string");
	engine.start();
	parts.start();
	runs.start();
	stream.start();
	people.start();
	const ownerLink = await people.createOwnerLink();
	const workers = startWorkers({
		config,
		logger,
		store,
		registry
	});
	store.signals.start();
	return {
		url: listening.url,
		firstApiKey: first?.apiKey ?? null,
		ownerLink,
		broken: store.broken,
		close: async (graceMs = GRACE_MS_DEFAULT) => {
			const others = [
				runs.stop(),
				workers.stop(),
				quarantine.stop(),
				stream.stop(),
				simulator.close()
			];
			await Promise.all([
				closeServer(api.server),
				engine.stop(graceMs),
				parts.stop(graceMs),
				...others
			]);
			await notices.stop();
			await graph.close();
			await api.settle();
			await people.stop();
			await statistics.stop();
			await store.close();
		}
	};
}
async function listen(server, config) {
	try {
		return await server.listen({
			host: config.host,
			port: config.port
		});
	} catch (cause) {
		const code = cause.code;
		if (code !== "EADDRINUSE" && code !== "EADDRNOTAVAIL" && code !== "EACCES") throw cause;
		const place = `${config.host}:${config.port}`;
		throw new PosthornError("config_invalid", `Cannot listen on ${place} (${code}). Is another gateway running? Set POSTHORN_PORT or POSTHORN_HOST to a free address.`, { cause });
	}
}
const IDLE_CONNECTIONS_CLOSE_MS = 50;
async function closeServer(server) {
	const timer = setInterval(() => server.server.closeIdleConnections(), IDLE_CONNECTIONS_CLOSE_MS);
	await server.close().finally(() => clearInterval(timer));
}
function startWorkers({ config, logger, store, registry }) {
	const reload = startRegistryWorker({
		refresh: () => registry.refresh(),
		wait: (waitMs, signal) => setTimeout$1(waitMs, void 0, { signal }).catch(() => {}),
		onError: (error) => logger.error({ err: error }, "the registry was not refreshed")
	});
	store.signals.onTold("config", () => {
		registry.refresh().catch((error) => logger.error({ err: error }, "the registry was not refreshed"));
	});
	const partitions = startPartitions({
		store,
		retentionMs: config.retentionMs,
		nowMs: store.nowMs,
		wait: (waitMs, signal) => setTimeout$1(waitMs, void 0, {
			signal,
			ref: false
		}).catch(() => {}),
		onError: (error) => logger.error({ err: error }, "partitions were not made")
	});
	const retention = startRetention({
		store,
		retentionMs: config.retentionMs,
		auditRetentionMs: config.auditRetentionMs,
		nowMs: store.nowMs,
		purgeIdempotencyKeys: (nowMs) => purgeIdempotencyKeys(store, nowMs),
		purgeReceivedRequests: (nowMs) => purgeReceivedRequests(store, nowMs),
		onPurged: (purged) => logger.info({ purged }, "removed what is older than its retention"),
		onError: (error) => logger.error({ err: error }, "retention failed")
	});
	return { stop: () => Promise.all([
		reload.stop(),
		partitions.stop(),
		retention.stop()
	]) };
}
function besides(webhooks, api) {
	return (request, response) => {
		if (!webhooks(request, response)) api(request, response);
	};
}
function webhookListener({ config, logger, registry, records, statistics, metrics, onQuarantined, nowMs }) {
	return createWebhookListener({
		appsByAppId: (appId) => registry.metaAppsByAppId(appId),
		channels: {
			byPhoneNumberId: (appId, phoneNumberId) => registry.channelByPhoneNumberId(appId, phoneNumberId),
			byWaba: (appId, wabaId) => registry.channelsByWaba(appId, wabaId)
		},
		window: {
			backMs: config.metaReplayWindowMs,
			aheadMs: REPLAY_AHEAD_MS
		},
		newEventId: () => idOf("evt", newId()),
		newQuarantineId: () => idOf("qrn", newId()),
		publish: (events, items) => records.publishFromMeta(events, items).then(() => {
			statistics.noteEvents(events);
			for (const item of items) metrics.quarantined.inc({ reason: item.reason });
			if (items.length > 0) onQuarantined();
		}),
		readHops,
		nowMs,
		observe: (result, apps) => {
			statistics.noteWebhook(result, apps);
			if (result === "unauthenticated") metrics.unauthenticatedWebhooks.inc();
			else metrics.webhooksReceived.inc({ result });
		},
		onError: (error) => logger.error({ err: error }, "a webhook from Meta was not accepted")
	});
}
async function disableEndpoint({ store, registry, box }, endpoint, { reason, alongside }) {
	const { id, workspaceId } = endpoint;
	const view = {
		audit: writeAudit,
		box,
		publicKeyOf: asymmetricPublicKey,
		nowMs: store.nowMs
	};
	const audited = auditEndpoint(view, {
		workspaceId,
		actor: {
			kind: "system",
			id: null,
			requestId: null
		}
	}, "disabled");
	const nowMs = store.nowMs();
	let isDisabledNow = false;
	await switchEndpoint(store, {
		workspaceId,
		id,
		disabledReason: reason,
		nowMs
	}, async (trx, change) => {
		isDisabledNow = true;
		await holdDeliveries(trx, workspaceId, id);
		await resetBreaker(trx, {
			workspaceId,
			endpointId: id,
			nowMs
		});
		await audited(trx, change);
		await alongside(trx);
	});
	store.signals.tell("config");
	await registry.refresh();
	return isDisabledNow;
}
export { startGateway as t };
