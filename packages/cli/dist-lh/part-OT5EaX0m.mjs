import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { u as idOf$1 } from "./part-CqtbJHd0.mjs";
import { hash } from "node:crypto";
// ../server/src/domain/endpoint.ts
const FORMATS = [
	"standard",
	"cloudevents",
	"meta",
	"xobito",
	"vobiz",
	"vobiz-legacy"
];
const ORDERINGS = ["none", "conversation"];
// ../server/src/domain/label.ts
const LABEL_KINDS = [
	"status",
	"source",
	"contact_group"
];
function labelNameKey(name) {
	return name.normalize("NFC").trim().toLowerCase();
}
// ../server/src/domain/channel-connection.ts
const CONNECTION_STEPS = [
	"number",
	"subscribe",
	"subscribed_apps"
];
function readConnection(text) {
	return text === null ? null : JSON.parse(text);
}
function writeConnection(connection) {
	return connection === null ? null : JSON.stringify(connection);
}
// ../server/src/domain/audit.ts
const ACTOR_KINDS = [
	"key",
	"member",
	"portal",
	"root",
	"system"
];
// ../server/src/domain/event-catalogue/schema.ts
const TEXT = { type: "string" };
const TEXT_OR_NULL = { type: ["string", "null"] };
const NUMBER_OR_NULL = { type: ["number", "null"] };
const INTEGER = { type: "integer" };
const INTEGER_OR_NULL = { type: ["integer", "null"] };
const BOOLEAN = { type: "boolean" };
const BOOLEAN_OR_NULL = { type: ["boolean", "null"] };
const TIME = {
	type: "string",
	format: "date-time"
};
const TIME_OR_NULL = {
	type: ["string", "null"],
	format: "date-time"
};
const OBJECT = { type: "object" };
const OBJECT_OR_NULL = { type: ["object", "null"] };
const LIST_OR_NULL = { type: ["array", "null"] };
function orNull(schema) {
	return { anyOf: [schema, { type: "null" }] };
}
function listOf$1(items) {
	return {
		type: "array",
		items
	};
}
function oneOf(words) {
	return { enum: words };
}
function objectOf$1(properties, optional = []) {
	return {
		type: "object",
		properties,
		required: Object.keys(properties).filter((name) => !optional.includes(name))
	};
}
// ../server/src/domain/event-catalogue/data-schemas.ts
const RAW = { description: "Meta's own item, as received." };
const CONTACT = objectOf$1({
	id: TEXT_OR_NULL,
	serial: INTEGER_OR_NULL,
	bsuid: TEXT_OR_NULL,
	phone: TEXT_OR_NULL,
	name: TEXT_OR_NULL,
	username: TEXT_OR_NULL
});
const CHANNEL = objectOf$1({
	id: TEXT_OR_NULL,
	phone_number_id: TEXT_OR_NULL,
	display_phone_number: TEXT_OR_NULL,
	waba_id: TEXT_OR_NULL
});
const ERROR = objectOf$1({
	code: NUMBER_OR_NULL,
	title: TEXT_OR_NULL,
	details: TEXT_OR_NULL
});
const MEDIA = objectOf$1({
	id: TEXT_OR_NULL,
	url: TEXT_OR_NULL,
	mime_type: TEXT_OR_NULL,
	sha256: TEXT_OR_NULL,
	filename: TEXT_OR_NULL,
	caption: TEXT_OR_NULL,
	voice: BOOLEAN_OR_NULL
});
const MESSAGE_DATA = objectOf$1({
	message_id: TEXT_OR_NULL,
	direction: oneOf(["inbound", "outbound"]),
	type: TEXT_OR_NULL,
	text: TEXT_OR_NULL,
	media: orNull(MEDIA),
	location: OBJECT_OR_NULL,
	contacts: LIST_OR_NULL,
	interactive: OBJECT_OR_NULL,
	reaction: orNull(objectOf$1({
		message_id: TEXT_OR_NULL,
		emoji: TEXT_OR_NULL
	})),
	order: OBJECT_OR_NULL,
	context: orNull(objectOf$1({
		message_id: TEXT,
		from: TEXT_OR_NULL
	})),
	referral: OBJECT_OR_NULL,
	contact: CONTACT,
	channel: CHANNEL,
	group_id: TEXT_OR_NULL,
	status: TEXT_OR_NULL,
	sequence: INTEGER_OR_NULL,
	error: orNull(ERROR),
	pricing: OBJECT_OR_NULL,
	callback_data: TEXT_OR_NULL,
	payment: OBJECT_OR_NULL,
	occurred_at: TIME,
	raw: RAW
}, ["payment", "raw"]);
const CALL_DATA = fromMeta({
	call_id: TEXT_OR_NULL,
	direction: oneOf([
		"inbound",
		"outbound",
		null
	]),
	from: TEXT_OR_NULL,
	to: TEXT_OR_NULL,
	event: TEXT_OR_NULL,
	status: TEXT_OR_NULL,
	session: OBJECT_OR_NULL,
	start_time: TIME_OR_NULL,
	end_time: TIME_OR_NULL,
	duration_seconds: NUMBER_OR_NULL,
	deeplink_payload: TEXT_OR_NULL,
	cta_payload: TEXT_OR_NULL,
	callback_data: TEXT_OR_NULL,
	error: orNull(ERROR)
});
const IDENTITY_DATA = fromMeta({
	message_id: TEXT_OR_NULL,
	change: TEXT_OR_NULL,
	text: TEXT_OR_NULL,
	previous_phone: TEXT_OR_NULL,
	new_phone: TEXT_OR_NULL,
	identity: TEXT_OR_NULL
});
const PREFERENCE_DATA = fromMeta({
	category: TEXT_OR_NULL,
	choice: TEXT,
	detail: TEXT_OR_NULL
});
const ERROR_DATA = fromMeta({
	code: NUMBER_OR_NULL,
	title: TEXT_OR_NULL,
	message: TEXT_OR_NULL,
	details: TEXT_OR_NULL,
	href: TEXT_OR_NULL
});
const TEMPLATE = {
	template_id: TEXT_OR_NULL,
	name: TEXT_OR_NULL,
	language: TEXT_OR_NULL
};
const TEMPLATE_STATUS_DATA = fromMeta({
	...TEMPLATE,
	category: TEXT_OR_NULL,
	event: TEXT_OR_NULL,
	reason: TEXT_OR_NULL,
	disable_info: OBJECT_OR_NULL,
	other_info: OBJECT_OR_NULL,
	rejection_info: OBJECT_OR_NULL
});
const TEMPLATE_QUALITY_DATA = fromMeta({
	...TEMPLATE,
	previous_quality_score: TEXT_OR_NULL,
	new_quality_score: TEXT_OR_NULL
});
const TEMPLATE_CATEGORY_DATA = fromMeta({
	...TEMPLATE,
	previous_category: TEXT_OR_NULL,
	new_category: TEXT_OR_NULL,
	correct_category: TEXT_OR_NULL,
	category_update_timestamp: NUMBER_OR_NULL
});
const TEMPLATE_COMPONENTS_DATA = fromMeta({
	...TEMPLATE,
	title: TEXT_OR_NULL,
	body: TEXT_OR_NULL,
	footer: TEXT_OR_NULL,
	buttons: LIST_OR_NULL
});
const HISTORY_DATA = fromMeta({
	phase: NUMBER_OR_NULL,
	chunk_order: NUMBER_OR_NULL,
	progress: NUMBER_OR_NULL,
	threads: LIST_OR_NULL,
	message: OBJECT_OR_NULL,
	error: orNull(ERROR)
});
const APP_STATE_DATA = fromMeta({
	entity: TEXT_OR_NULL,
	action: TEXT_OR_NULL,
	full_name: TEXT_OR_NULL,
	first_name: TEXT_OR_NULL,
	phone_number: TEXT_OR_NULL
});
const CONVERSION_DATA = fromMeta({
	message_id: TEXT_OR_NULL,
	event_name: TEXT_OR_NULL,
	ctwa_clid: TEXT_OR_NULL,
	currency: TEXT_OR_NULL,
	value: NUMBER_OR_NULL
});
const UNNAMED_DATA = fromMeta({
	field: TEXT,
	value: {}
});
const PLAIN_META_DATA = fromMeta({});
function fromMeta(own) {
	const around = {
		contact: CONTACT,
		channel: orNull(CHANNEL),
		waba_id: TEXT_OR_NULL,
		occurred_at: TIME,
		raw: RAW
	};
	return objectOf$1({
		...own,
		...around
	}, [
		"contact",
		"waba_id",
		"raw"
	]);
}
// ../server/src/domain/event-catalogue/event-type.ts
const BY_NAME$1 = Symbol("by name");
function namesInFormats(type, rules) {
	const own = {
		name: type,
		byName: false
	};
	return {
		standard: own,
		cloudevents: own,
		meta: nameOrNull(rules.meta),
		xobito: rules.xobito === BY_NAME$1 ? {
			name: type,
			byName: true
		} : {
			name: rules.xobito,
			byName: false
		},
		vobiz: nameOrNull(rules.vobiz),
		"vobiz-legacy": nameOrNull(rules.vobizLegacy)
	};
}
function nounOf(type) {
	const dot = type.indexOf(".");
	return (dot === -1 ? type : type.slice(0, dot)).toLowerCase();
}
function nameOrNull(name) {
	return name === void 0 ? null : {
		name,
		byName: false
	};
}
// ../server/src/domain/event-catalogue/example-bodies.ts
const EXAMPLE_PERSON = {
	phone: "4915550100123",
	name: "Sam Sample",
	bsuid: "DE.10000000000000000001"
};
const EXAMPLE_CHANNEL = {
	wabaId: "100000000000001",
	phoneNumberId: "200000000000002",
	displayPhoneNumber: "15550100200"
};
const EXAMPLE_INBOUND_WAMID = "wamid.RVhBTVBMRS1JTkJPVU5ELU1FU1NBR0U=";
const EXAMPLE_OUTBOUND_WAMID = "wamid.RVhBTVBMRS1PVVRCT1VORC1NRVNTQUdF";
const EXAMPLE_CALL_ID = "wacid.RVhBTVBMRS1DQUxM";
const EXAMPLE_GROUP_ID = "RVhBTVBMRS1HUk9VUA";
function numberBody(field, rest) {
	const { displayPhoneNumber, phoneNumberId } = EXAMPLE_CHANNEL;
	const metadata = {
		display_phone_number: displayPhoneNumber,
		phone_number_id: phoneNumberId
	};
	return bodyOf({ id: EXAMPLE_CHANNEL.wabaId }, field, {
		messaging_product: "whatsapp",
		metadata,
		...rest
	});
}
function accountBody(field, value) {
	return (atSeconds) => bodyOf({
		id: EXAMPLE_CHANNEL.wabaId,
		time: atSeconds
	}, field, value);
}
function inboundMessage(type, content) {
	return (atSeconds) => numberBody("messages", {
		contacts: [{
			profile: { name: EXAMPLE_PERSON.name },
			wa_id: EXAMPLE_PERSON.phone
		}],
		messages: [{
			from: EXAMPLE_PERSON.phone,
			id: EXAMPLE_INBOUND_WAMID,
			timestamp: String(atSeconds),
			type,
			...content
		}]
	});
}
function systemMessage(system) {
	return (atSeconds) => numberBody("messages", { messages: [{
		from: EXAMPLE_PERSON.phone,
		id: EXAMPLE_INBOUND_WAMID,
		timestamp: String(atSeconds),
		type: "system",
		system
	}] });
}
function messageStatus(status, rest = {}) {
	return (atSeconds) => numberBody("messages", { statuses: [{
		id: EXAMPLE_OUTBOUND_WAMID,
		status,
		timestamp: String(atSeconds),
		recipient_id: EXAMPLE_PERSON.phone,
		...rest
	}] });
}
function inboundCall(event, rest) {
	return (atSeconds) => numberBody("calls", {
		contacts: [{
			profile: { name: EXAMPLE_PERSON.name },
			wa_id: EXAMPLE_PERSON.phone
		}],
		calls: [{
			id: EXAMPLE_CALL_ID,
			to: EXAMPLE_CHANNEL.displayPhoneNumber,
			from: EXAMPLE_PERSON.phone,
			event,
			timestamp: String(atSeconds),
			direction: "USER_INITIATED",
			...rest(atSeconds)
		}]
	});
}
function userPreference(value) {
	return (atSeconds) => numberBody("user_preferences", {
		contacts: [{
			profile: { name: EXAMPLE_PERSON.name },
			wa_id: EXAMPLE_PERSON.phone
		}],
		user_preferences: [{
			wa_id: EXAMPLE_PERSON.phone,
			detail: `User requested to ${value} marketing messages`,
			category: "marketing_messages",
			value,
			timestamp: atSeconds
		}]
	});
}
function groupChange(field, type, rest = {}) {
	return (atSeconds) => numberBody(field, { groups: [{
		timestamp: String(atSeconds),
		group_id: EXAMPLE_GROUP_ID,
		type,
		...rest
	}] });
}
function templateChange(field, rest) {
	return accountBody(field, {
		message_template_id: 300000000000003,
		message_template_name: "order_ready",
		message_template_language: "en_US",
		...rest
	});
}
function bodyOf(entry, field, value) {
	return {
		object: "whatsapp_business_account",
		entry: [{
			...entry,
			changes: [{
				value,
				field
			}]
		}]
	};
}
// ../server/src/domain/event-catalogue/account-types.ts
const TEMPLATE_STATUS_TYPES = Object.entries({
	approved: "Meta approved a template.",
	rejected: "Meta rejected a template.",
	paused: "Meta paused a template because of its quality.",
	disabled: "Meta disabled a template.",
	flagged: "Meta flagged a template: it will be disabled unless its quality rises.",
	archived: "A template was archived.",
	deleted: "A template was deleted.",
	in_appeal: "A template's rejection is under appeal.",
	limit_exceeded: "The account has too many templates.",
	locked: "A template is locked and cannot be edited.",
	pending: "A template waits for review.",
	reinstated: "A template may be used again.",
	pending_deletion: "A template is about to be deleted."
}).map(([verb, words]) => typeOf$4(`template.${verb}`, "message_template_status_update", {
	words,
	dataSchema: TEMPLATE_STATUS_DATA,
	example: templateChange("message_template_status_update", {
		event: verb.toUpperCase(),
		reason: verb === "rejected" ? "INVALID_FORMAT" : "NONE",
		message_template_category: "UTILITY"
	})
}));
const ACCOUNT_TYPES = [
	typeOf$4("channel.error_reported", "messages", {
		words: "Meta reports an error of the number that is not about one message.",
		from: "value.errors",
		dataSchema: ERROR_DATA,
		example: () => numberBody("messages", { errors: [{
			code: 130429,
			title: "Rate limit hit",
			message: "Rate limit hit",
			error_data: { details: "The number sends faster than it may." }
		}] })
	}),
	...TEMPLATE_STATUS_TYPES,
	typeOf$4("template.quality_updated", "message_template_quality_update", {
		words: "A template's quality rating changed.",
		dataSchema: TEMPLATE_QUALITY_DATA,
		example: templateChange("message_template_quality_update", {
			previous_quality_score: "GREEN",
			new_quality_score: "YELLOW"
		})
	}),
	typeOf$4("template.category_updated", "template_category_update", {
		words: "A template's category changed or is about to change.",
		dataSchema: TEMPLATE_CATEGORY_DATA,
		example: templateChange("template_category_update", {
			previous_category: "UTILITY",
			new_category: "MARKETING"
		})
	}),
	typeOf$4("template.components_updated", "message_template_components_update", {
		words: "A template's text or buttons changed.",
		dataSchema: TEMPLATE_COMPONENTS_DATA,
		example: templateChange("message_template_components_update", {
			message_template_element: "Hi {{1}}, your order is ready.",
			message_template_footer: "Sample shop"
		})
	}),
	typeOf$4("phone_number.quality_updated", "phone_number_quality_update", {
		words: "The number's quality or sending limit changed.",
		dataSchema: PLAIN_META_DATA,
		example: accountBody("phone_number_quality_update", {
			display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
			event: "THROUGHPUT_UPGRADE",
			max_daily_conversations_per_business: "TIER_UNLIMITED"
		})
	}),
	typeOf$4("phone_number.name_updated", "phone_number_name_update", {
		words: "Meta decided on the number's display name.",
		dataSchema: PLAIN_META_DATA,
		example: accountBody("phone_number_name_update", {
			display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
			decision: "APPROVED",
			requested_verified_name: "Sample shop",
			rejection_reason: null
		})
	}),
	accountType("updated", "account_update", "Something about the WhatsApp Business account changed.", {
		country: "SE",
		event: "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE"
	}),
	accountType("alerted", "account_alerts", "Meta raised an alert about the account or one of its numbers.", {
		entity_type: "BUSINESS",
		entity_id: "400000000000004",
		alert_info: {
			alert_severity: "WARNING",
			alert_status: "ACTIVE",
			alert_type: "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
			alert_description: "Limits cannot be raised yet."
		}
	}),
	accountType("reviewed", "account_review_update", "Meta reviewed the account.", { decision: "APPROVED" }),
	accountType("capability_updated", "business_capability_update", "The limits of the account changed.", {
		max_daily_conversations_per_business: 2e3,
		max_phone_numbers_per_waba: 25
	}),
	accountType("security", "security", "The PIN of a number was changed or asked to be reset.", {
		display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
		event: "PIN_CHANGED"
	}),
	typeOf$4("flow.updated", "flows", {
		words: "A flow's status or health changed.",
		dataSchema: PLAIN_META_DATA,
		example: accountBody("flows", {
			event: "FLOW_STATUS_CHANGE",
			message: "Flow Booking changed status from DRAFT to PUBLISHED",
			flow_id: "500000000000005",
			old_status: "DRAFT",
			new_status: "PUBLISHED"
		})
	}),
	typeOf$4("payment_configuration.updated", "payment_configuration_update", {
		words: "A payment configuration changed its state.",
		dataSchema: PLAIN_META_DATA,
		example: (atSeconds) => accountBody("payment_configuration_update", {
			configuration_name: "gateway-live",
			provider_name: "razorpay",
			provider_mid: "merchant-1",
			status: "Needs Testing",
			created_timestamp: atSeconds - 500,
			updated_timestamp: atSeconds
		})(atSeconds)
	}),
	typeOf$4("partner_solution.updated", "partner_solutions", {
		words: "A partner solution was created or changed.",
		dataSchema: PLAIN_META_DATA,
		example: accountBody("partner_solutions", {
			event: "SOLUTION_CREATED",
			solution_id: "600000000000006",
			solution_status: "INITIATED"
		})
	}),
	typeOf$4("history.synced", "history", {
		words: "A part of the chat history of the business's phone arrived, or the business declined to share it.",
		dataSchema: HISTORY_DATA,
		example: historyChunk
	}),
	typeOf$4("app_state.synced", "smb_app_state_sync", {
		words: "A contact was added, edited or removed in the WhatsApp Business app.",
		from: "smb_app_state_sync, one event for each contact",
		dataSchema: APP_STATE_DATA,
		aboutPerson: true,
		example: (atSeconds) => numberBody("smb_app_state_sync", { state_sync: [{
			type: "contact",
			contact: {
				full_name: EXAMPLE_PERSON.name,
				first_name: "Sam",
				phone_number: EXAMPLE_PERSON.phone
			},
			action: "add",
			metadata: { timestamp: String(atSeconds) }
		}] })
	}),
	groupType$1("lifecycle_updated", "group_lifecycle_update", "A group was created or deleted.", { example: groupChange("group_lifecycle_update", "group_create", { subject: "Saturday ride" }) }),
	groupType$1("participants_updated", "group_participants_update", "People joined or left a group.", { example: groupChange("group_participants_update", "group_participants_add", { added_participants: [{ wa_id: EXAMPLE_PERSON.phone }] }) }),
	groupType$1("settings_updated", "group_settings_update", "A group's settings changed.", { example: groupChange("group_settings_update", "group_settings_update", { group_subject: {
		text: "Sunday ride",
		update_successful: true
	} }) }),
	groupType$1("status_updated", "group_status_update", "A group was suspended or may be used again.", { example: groupChange("group_status_update", "group_suspend") }),
	typeOf$4("conversion.reported", "automatic_events", {
		words: "Meta noticed a lead or a purchase in a conversation.",
		dataSchema: CONVERSION_DATA,
		example: (atSeconds) => numberBody("automatic_events", { automatic_events: [{
			id: EXAMPLE_INBOUND_WAMID,
			event_name: "LeadSubmitted",
			timestamp: atSeconds
		}] })
	}),
	typeOf$4("username.updated", "business_username_updates", {
		words: "The state of the number's business username changed.",
		dataSchema: PLAIN_META_DATA,
		example: accountBody("business_username_updates", {
			display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
			username: "sampleshop",
			status: "approved"
		})
	})
];
function typeOf$4(type, field, row) {
	return {
		type,
		words: row.words,
		from: row.from ?? field,
		names: namesInFormats(type, {
			xobito: BY_NAME$1,
			meta: field
		}),
		dataSchema: row.dataSchema,
		origin: "meta",
		aboutPerson: row.aboutPerson ?? false,
		examplePayload: row.example
	};
}
function accountType(verb, field, words, value) {
	return typeOf$4(`account.${verb}`, field, {
		words,
		dataSchema: PLAIN_META_DATA,
		example: accountBody(field, value)
	});
}
function groupType$1(verb, field, words, row) {
	return typeOf$4(`group.${verb}`, field, {
		words,
		dataSchema: PLAIN_META_DATA,
		example: row.example
	});
}
function historyChunk(atSeconds) {
	const message = {
		from: EXAMPLE_CHANNEL.displayPhoneNumber,
		id: "wamid.RVhBTVBMRS1ISVNUT1JZ",
		timestamp: String(atSeconds - 86400),
		type: "text",
		text: { body: "Your order is ready." },
		history_context: { status: "READ" }
	};
	return numberBody("history", { history: [{
		metadata: {
			phase: 0,
			chunk_order: 1,
			progress: 40
		},
		threads: [{
			id: EXAMPLE_PERSON.phone,
			messages: [message]
		}]
	}] });
}
// ../server/src/domain/event-catalogue/example-resources.ts
function contactExample(changes) {
	return (atSeconds) => withChanges(contactAt(timeOf(atSeconds)), changes);
}
function statusExample(changes) {
	return (atSeconds) => {
		const time = timeOf(atSeconds);
		return withChanges({
			id: idOf("sta", 1),
			serial: 2,
			name: "In progress",
			color: "#0EA5E9",
			default: false,
			created_at: time,
			updated_at: time
		}, changes);
	};
}
function sourceExample(changes) {
	return (atSeconds) => {
		const time = timeOf(atSeconds);
		return withChanges({
			id: idOf("src", 1),
			serial: 4,
			name: "Website",
			created_at: time,
			updated_at: time
		}, changes);
	};
}
function conversationExample(state, changes) {
	return (atSeconds) => {
		const time = timeOf(atSeconds);
		return withChanges({
			id: idOf("cnv", 1),
			channel_id: idOf("chn", 1),
			contact_id: idOf("cnt", 1),
			contact: {
				id: idOf("cnt", 1),
				serial: 812,
				phone: `+${EXAMPLE_PERSON.phone}`
			},
			state,
			assignee_id: idOf("mbr", 1),
			created_at: time,
			updated_at: time,
			closed_at: state === "closed" ? time : null
		}, changes);
	};
}
function resourceExample(prefix, own, changes) {
	return (atSeconds) => {
		const time = timeOf(atSeconds);
		return withChanges({
			id: idOf(prefix, 1),
			serial: 1,
			...own,
			created_at: time,
			updated_at: time
		}, changes);
	};
}
function idOf(prefix, number) {
	return `${prefix}_01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}
function timeOf(atSeconds) {
	return new Date(atSeconds * 1e3).toISOString();
}
function contactAt(time) {
	return {
		id: idOf("cnt", 1),
		serial: 812,
		first_name: "Sam",
		last_name: "Sample",
		company: null,
		type: "lead",
		email: "sam@shop.example",
		phone: `+${EXAMPLE_PERSON.phone}`,
		bsuid: null,
		username: null,
		source: referenceOf("src", 4, "Website"),
		status: referenceOf("sta", 2, "In progress"),
		country: null,
		groups: [referenceOf("grp", 3, "Newsletter")],
		enabled: true,
		opted_out: false,
		address: null,
		city: null,
		state: null,
		zip: null,
		website: null,
		description: null,
		assignee_id: null,
		tags: [],
		custom_attributes: {},
		created_at: time,
		updated_at: time
	};
}
function referenceOf(prefix, serial, name) {
	return {
		id: idOf(prefix, 1),
		serial,
		name
	};
}
function withChanges(resource, changes) {
	return changes === void 0 ? resource : {
		...resource,
		changes
	};
}
// ../server/src/domain/event-catalogue/crm-data.ts
const CONTACT_TYPES = [
	"lead",
	"customer",
	"guest"
];
// ../server/src/domain/event-catalogue/resource-schemas.ts
const REFERENCE = objectOf$1({
	id: TEXT,
	serial: INTEGER,
	name: TEXT
});
const CHANGES = {
	type: "object",
	description: "Each changed property: its value before and after.",
	additionalProperties: {
		type: "array",
		minItems: 2,
		maxItems: 2
	}
};
const CONTACT_DATA = resourceOf$1({
	first_name: TEXT,
	last_name: TEXT_OR_NULL,
	company: TEXT_OR_NULL,
	type: oneOf(CONTACT_TYPES),
	email: TEXT_OR_NULL,
	phone: TEXT_OR_NULL,
	bsuid: TEXT_OR_NULL,
	username: TEXT_OR_NULL,
	source: orNull(REFERENCE),
	status: orNull(REFERENCE),
	country: orNull(REFERENCE),
	groups: listOf$1(REFERENCE),
	enabled: BOOLEAN,
	opted_out: BOOLEAN,
	address: TEXT_OR_NULL,
	city: TEXT_OR_NULL,
	state: TEXT_OR_NULL,
	zip: TEXT_OR_NULL,
	website: TEXT_OR_NULL,
	description: TEXT_OR_NULL,
	assignee_id: TEXT_OR_NULL,
	tags: listOf$1(TEXT),
	custom_attributes: OBJECT
});
const STATUS_DATA = resourceOf$1({
	name: TEXT,
	color: TEXT,
	default: BOOLEAN
});
const SOURCE_DATA = resourceOf$1({ name: TEXT });
const CONTACT_GROUP_DATA = resourceOf$1({ name: TEXT });
const CONVERSATION_DATA = objectOf$1({
	id: TEXT,
	channel_id: TEXT,
	contact_id: TEXT,
	contact: orNull(objectOf$1({
		id: TEXT,
		serial: INTEGER,
		phone: TEXT_OR_NULL
	})),
	state: oneOf(["open", "closed"]),
	assignee_id: TEXT_OR_NULL,
	created_at: TIME,
	updated_at: TIME,
	closed_at: TIME_OR_NULL,
	changes: CHANGES
}, ["changes"]);
const TICKET_DATA = resourceOf$1({
	contact_id: TEXT,
	subject: TEXT,
	state: oneOf(["open", "closed"])
});
const CAMPAIGN_DATA = resourceOf$1({
	name: TEXT,
	state: oneOf([
		"running",
		"paused",
		"canceled",
		"completed"
	]),
	counts: objectOf$1({
		recipients: INTEGER,
		sent: INTEGER,
		failed: INTEGER
	})
});
const ENDPOINT_REPORT_DATA = objectOf$1({
	endpoint_id: TEXT,
	reason: TEXT
});
const DELIVERY_REPORT_DATA = objectOf$1({
	endpoint_id: TEXT,
	delivery_id: TEXT,
	event_id: TEXT,
	event_type: TEXT,
	attempts_made: INTEGER,
	reason: TEXT
});
const CHANNEL_REPORT_DATA = objectOf$1({
	channel_id: TEXT,
	reason: TEXT
});
function resourceOf$1(own) {
	return objectOf$1({
		id: TEXT,
		serial: INTEGER,
		...own,
		created_at: TIME,
		updated_at: TIME,
		changes: CHANGES
	}, ["changes"]);
}
// ../server/src/domain/event-catalogue/crm-types.ts
const CRM_TYPES = [
	...threeVerbs("contact", CONTACT_DATA, contactExample, { email: ["old@shop.example", "sam@shop.example"] }),
	...threeVerbs("status", STATUS_DATA, statusExample, { name: ["Open", "In progress"] }),
	...threeVerbs("source", SOURCE_DATA, sourceExample, { name: ["Site", "Website"] }),
	groupType("created", "A contact group was created."),
	groupType("updated", "A contact group was changed.", { name: ["Everyone", "Newsletter"] }),
	groupType("deleted", "A contact group was deleted."),
	conversationType("created", "A conversation began.", "open"),
	conversationType("updated", "A conversation was assigned or changed.", "open", { assignee_id: [null, idOf("mbr", 1)] }),
	conversationType("closed", "A conversation was closed.", "closed"),
	conversationType("reopened", "A closed conversation was opened again.", "open"),
	ticketType("created", "A ticket was created.", "open"),
	ticketType("updated", "A ticket was changed.", "open", { subject: ["Bike", "Where is my bike?"] }),
	ticketType("closed", "A ticket was closed.", "closed"),
	ticketType("deleted", "A ticket was deleted.", "closed"),
	campaignType("started", "A campaign began to send.", "running"),
	campaignType("paused", "A campaign was paused.", "paused"),
	campaignType("resumed", "A paused campaign goes on.", "running"),
	campaignType("canceled", "A campaign was canceled before its end.", "canceled"),
	campaignType("completed", "A campaign sent its last message.", "completed")
];
function typeOf$3(type, dataSchema, row) {
	return {
		type,
		words: row.words,
		from: row.from,
		names: namesInFormats(type, row.names),
		dataSchema,
		origin: "crm",
		aboutPerson: false,
		examplePayload: row.example
	};
}
function threeVerbs(noun, dataSchema, example, changes) {
	return [
		typeOf$3(`${noun}.created`, dataSchema, {
			words: `A ${noun} was created.`,
			from: noun === "contact" ? "the CRM; the first message of a person" : "the CRM",
			names: noun === "contact" ? {
				xobito: "created",
				vobizLegacy: "contact.updated"
			} : { xobito: "created" },
			example: example()
		}),
		typeOf$3(`${noun}.updated`, dataSchema, {
			words: `A ${noun} was changed.`,
			from: "the CRM",
			names: noun === "contact" ? {
				xobito: "updated",
				vobizLegacy: "contact.updated"
			} : { xobito: "updated" },
			example: example(changes)
		}),
		typeOf$3(`${noun}.deleted`, dataSchema, {
			words: `A ${noun} was deleted.`,
			from: "the CRM",
			names: { xobito: "deleted" },
			example: example()
		})
	];
}
function groupType(verb, words, changes) {
	return typeOf$3(`contact_group.${verb}`, CONTACT_GROUP_DATA, {
		words,
		from: "the CRM",
		names: { xobito: BY_NAME$1 },
		example: resourceExample("grp", { name: "Newsletter" }, changes)
	});
}
function conversationType(verb, words, state, changes) {
	return typeOf$3(`conversation.${verb}`, CONVERSATION_DATA, {
		words,
		from: verb === "created" || verb === "reopened" ? "the inbox; a message" : "the inbox",
		names: { xobito: BY_NAME$1 },
		example: conversationExample(state, changes)
	});
}
function ticketType(verb, words, state, changes) {
	return typeOf$3(`ticket.${verb}`, TICKET_DATA, {
		words,
		from: "the inbox",
		names: { xobito: BY_NAME$1 },
		example: resourceExample("tkt", {
			contact_id: idOf("cnt", 1),
			subject: "Where is my bike?",
			state
		}, changes)
	});
}
function campaignType(verb, words, state) {
	const counts = {
		recipients: 1200,
		sent: state === "completed" ? 1200 : 300,
		failed: 0
	};
	const legacy = verb === "completed" ? { vobizLegacy: "campaign.completed" } : {};
	return typeOf$3(`campaign.${verb}`, CAMPAIGN_DATA, {
		words,
		from: "campaigns",
		names: {
			xobito: BY_NAME$1,
			...legacy
		},
		example: resourceExample("cmp", {
			name: "Spring sale",
			state,
			counts
		})
	});
}
// ../server/src/domain/event-catalogue/message-types.ts
const PRICING = {
	billable: true,
	pricing_model: "PMP",
	type: "regular",
	category: "utility"
};
const MESSAGE_TYPES = [
	typeOf$2("message.received", MESSAGE_DATA, {
		words: "A person sent a message to the number.",
		from: "messages[] of every user type: text, media, location, contacts, interactive, button, reaction, order, unsupported",
		names: {
			xobito: "message.received",
			vobiz: "message.inbound",
			vobizLegacy: "message.received",
			meta: "messages"
		},
		example: inboundMessage("text", { text: { body: "Is the blue one still in stock?" } })
	}),
	typeOf$2("message.edited", MESSAGE_DATA, {
		words: "A person changed the text or caption of a message that was sent before.",
		from: "messages[] of type edit, also as unsupported/edit",
		names: {
			xobito: BY_NAME$1,
			vobiz: "message.inbound",
			meta: "messages"
		},
		example: inboundMessage("edit", { edit: {
			original_message_id: EXAMPLE_OUTBOUND_WAMID,
			message: {
				context: { id: "M0" },
				type: "text",
				text: { body: "Is the green one still in stock?" }
			}
		} })
	}),
	typeOf$2("message.revoked", MESSAGE_DATA, {
		words: "A person deleted a message for everyone.",
		from: "messages[] of type revoke",
		names: {
			xobito: BY_NAME$1,
			vobiz: "message.inbound",
			meta: "messages"
		},
		example: inboundMessage("revoke", { revoke: { original_message_id: EXAMPLE_OUTBOUND_WAMID } })
	}),
	statusType("sent", "Meta accepted a message and sent it on its way.", { pricing: PRICING }),
	statusType("delivered", "A message reached the person's device.", { pricing: PRICING }),
	statusType("read", "The person opened a message.", {}),
	statusType("failed", "A message could not be sent or delivered.", { errors: [{
		code: 131026,
		title: "Message undeliverable",
		message: "Message undeliverable",
		error_data: { details: "The message could not be delivered to this recipient." }
	}] }),
	typeOf$2("message.played", MESSAGE_DATA, {
		words: "The person played a voice message for the first time.",
		from: "statuses[] with status played",
		names: {
			xobito: BY_NAME$1,
			meta: "messages"
		},
		example: messageStatus("played")
	}),
	typeOf$2("message.payment_updated", MESSAGE_DATA, {
		words: "The payment that a message asked for changed its state.",
		from: "statuses[] of type payment",
		names: {
			xobito: BY_NAME$1,
			meta: "messages"
		},
		example: messageStatus("captured", {
			type: "payment",
			payment: {
				reference_id: "order-5521",
				amount: {
					value: 1450,
					offset: 100
				},
				currency: "INR",
				transaction: {
					id: "transaction-1",
					type: "upi",
					status: "success"
				}
			}
		})
	}),
	typeOf$2("message.echoed", MESSAGE_DATA, {
		words: "The business sent a message from the WhatsApp Business app or another tool.",
		from: "smb_message_echoes, message_echoes",
		names: {
			xobito: BY_NAME$1,
			meta: "smb_message_echoes"
		},
		example: (atSeconds) => numberBody("smb_message_echoes", { message_echoes: [{
			from: EXAMPLE_CHANNEL.displayPhoneNumber,
			to: EXAMPLE_PERSON.phone,
			id: EXAMPLE_OUTBOUND_WAMID,
			timestamp: String(atSeconds),
			type: "text",
			text: { body: "Your order is ready." }
		}] })
	}),
	callType("connect", {
		words: "A call is being set up.",
		from: "calls[] with event connect",
		example: inboundCall("connect", () => ({ session: {
			sdp_type: "offer",
			sdp: "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
		} }))
	}),
	callType("terminate", {
		words: "A call ended.",
		from: "calls[] with event terminate",
		example: inboundCall("terminate", (atSeconds) => ({
			status: "COMPLETED",
			start_time: String(atSeconds - 150),
			end_time: String(atSeconds),
			duration: 150
		}))
	}),
	callType("status_change", {
		words: "A call by the business rings at the person's device, was accepted or was rejected.",
		from: "statuses[] of field calls",
		example: (atSeconds) => numberBody("calls", { statuses: [{
			id: EXAMPLE_CALL_ID,
			timestamp: String(atSeconds),
			type: "call",
			status: "ACCEPTED",
			recipient_id: EXAMPLE_PERSON.phone
		}] })
	}),
	typeOf$2("contact.identity_changed", IDENTITY_DATA, {
		words: "A person changed the phone number or the device.",
		from: "messages[] of type system",
		names: {
			xobito: BY_NAME$1,
			vobiz: "message.inbound",
			meta: "messages"
		},
		example: systemMessage({
			body: "User Sam Sample changed from 4915550100123 to 4915550100124",
			wa_id: "4915550100124",
			type: "user_changed_number"
		})
	}),
	typeOf$2("contact.opted_out", PREFERENCE_DATA, {
		words: "A person no longer wants marketing messages.",
		from: "user_preferences with value stop; a keyword in a message",
		names: {
			xobito: BY_NAME$1,
			vobizLegacy: "contact.updated",
			meta: "user_preferences"
		},
		example: userPreference("stop")
	}),
	typeOf$2("contact.opted_in", PREFERENCE_DATA, {
		words: "A person wants marketing messages again.",
		from: "user_preferences with value resume; a keyword in a message",
		names: {
			xobito: BY_NAME$1,
			vobizLegacy: "contact.updated",
			meta: "user_preferences"
		},
		example: userPreference("resume")
	})
];
function typeOf$2(type, dataSchema, row) {
	return {
		type,
		words: row.words,
		from: row.from,
		names: namesInFormats(type, row.names),
		dataSchema,
		origin: "meta",
		aboutPerson: true,
		examplePayload: row.example
	};
}
function statusType(status, words, rest) {
	const type = `message.${status}`;
	return typeOf$2(type, MESSAGE_DATA, {
		words,
		from: `statuses[] with status ${status}`,
		names: {
			xobito: type,
			vobiz: "message.status",
			vobizLegacy: type,
			meta: "messages"
		},
		example: messageStatus(status, rest)
	});
}
function callType(verb, row) {
	const type = `call.${verb}`;
	return typeOf$2(type, CALL_DATA, {
		...row,
		names: {
			xobito: BY_NAME$1,
			vobiz: type,
			meta: "calls"
		}
	});
}
// ../server/src/domain/event-catalogue/operational-types.ts
const OPERATIONAL_TYPES = [
	typeOf$1("endpoint.failing", ENDPOINT_REPORT_DATA, {
		words: "Deliveries to an endpoint keep failing.",
		example: {
			endpoint_id: idOf("ep", 1),
			reason: "The last 20 attempts failed."
		}
	}),
	typeOf$1("endpoint.disabled", ENDPOINT_REPORT_DATA, {
		words: "An endpoint was disabled because it is gone or kept failing.",
		example: {
			endpoint_id: idOf("ep", 1),
			reason: "It answered 410."
		}
	}),
	typeOf$1("endpoint.recovered", ENDPOINT_REPORT_DATA, {
		words: "Deliveries to an endpoint succeed again.",
		example: {
			endpoint_id: idOf("ep", 1),
			reason: "The last attempt succeeded."
		}
	}),
	typeOf$1("delivery.exhausted", DELIVERY_REPORT_DATA, {
		words: "A delivery used up all its attempts.",
		example: {
			endpoint_id: idOf("ep", 1),
			delivery_id: idOf("dlv", 1),
			event_id: idOf("evt", 2),
			event_type: "message.received",
			attempts_made: 11,
			reason: "The last attempt got status 500."
		}
	}),
	typeOf$1("channel.token_expired", CHANNEL_REPORT_DATA, {
		words: "Meta no longer accepts a channel's access token.",
		example: {
			channel_id: idOf("chn", 1),
			reason: "The token expired."
		}
	})
];
function typeOf$1(type, dataSchema, row) {
	return {
		type,
		words: row.words,
		from: "the engine",
		names: namesInFormats(type, { xobito: BY_NAME$1 }),
		dataSchema,
		origin: "operational",
		aboutPerson: false,
		examplePayload: () => row.example
	};
}
// ../server/src/domain/event-catalogue/catalogue.ts
const EVENT_TYPES = [
	...MESSAGE_TYPES,
	...CRM_TYPES,
	...ACCOUNT_TYPES,
	...OPERATIONAL_TYPES
];
const EVENT_TYPE_CHARS_MAX = 128;
const FAMILY_PATTERN = /^(custom|meta)\.[a-z0-9_.]+$/i;
const TYPES_BY_NAME = new Map(EVENT_TYPES.map((row) => [row.type, row]));
function findEventType(type) {
	const row = TYPES_BY_NAME.get(type);
	if (row !== void 0) return row;
	const family = familyOf(type);
	return family === null ? null : familyRow(family, type);
}
function isKnownEventType(type) {
	return TYPES_BY_NAME.has(type) || familyOf(type) !== null;
}
function familyOf(type) {
	if (type.length > EVENT_TYPE_CHARS_MAX) return null;
	const family = FAMILY_PATTERN.exec(type)?.[1]?.toLowerCase();
	return family === "custom" || family === "meta" ? family : null;
}
function nameInFormat(format, type) {
	return findEventType(type)?.names[format] ?? null;
}
function exampleEvent(type, identity) {
	const row = findEventType(type);
	if (row === null) return null;
	const atSeconds = Math.floor(identity.nowMs / 1e3);
	return {
		id: identity.id,
		workspaceId: identity.workspaceId,
		type,
		origin: row.origin,
		channelId: row.origin === "meta" ? identity.channelId : null,
		occurredAtMs: atSeconds * 1e3,
		createdAtMs: identity.nowMs,
		phone: row.aboutPerson ? EXAMPLE_PERSON.phone : null,
		bsuid: null,
		contact: null,
		sentMessage: null,
		hops: 0,
		payload: row.examplePayload(atSeconds)
	};
}
function familyRow(family, type) {
	const rest = {
		type,
		origin: family,
		aboutPerson: false
	};
	if (family === "custom") return {
		...rest,
		dataSchema: OBJECT,
		words: "Something of the workspace itself happened, as it told through the API.",
		from: "POST /v1/events",
		names: namesInFormats(type, { xobito: BY_NAME$1 }),
		examplePayload: () => ({
			order_id: "order-5521",
			total: 14.5
		})
	};
	const field = type.slice(family.length + 1);
	return {
		...rest,
		dataSchema: UNNAMED_DATA,
		words: "Meta sent a field that has no event type of its own, or a value of a field that nobody knows yet.",
		from: field,
		names: namesInFormats(type, {
			xobito: BY_NAME$1,
			meta: field
		}),
		examplePayload: () => numberBody(field, { note: "whatever Meta sends in this field" })
	};
}
// ../server/src/domain/event-catalogue/format-traits.ts
function carriesMetaBody(format) {
	return format === "meta" || format === "vobiz";
}
function contentTypeOf(format) {
	return format === "cloudevents" ? "application/cloudevents+json" : "application/json";
}
// ../server/src/domain/endpoint-breaker.ts
const BREAKER_STATES = [
	"closed",
	"open",
	"half_open"
];
const HEALTHY_BREAKER = {
	state: "closed",
	consecutiveFailures: 0,
	failingSinceMs: null,
	openedAtMs: null,
	nextProbeAtMs: null,
	failedProbes: 0
};
// ../server/src/domain/event-filter/filter-object.ts
const FIELD_OPERATORS = [
	"$eq",
	"$ne",
	"$in",
	"$nin",
	"$startsWith",
	"$exists",
	"$gt",
	"$gte",
	"$lt",
	"$lte"
];
const FILTER_ROOTS = [
	"type",
	"channel_id",
	"occurred_at",
	"contact",
	"data"
];
const CONTACT_FIELDS = [
	"id",
	"serial",
	"phone",
	"bsuid"
];
const FILTER_BYTES_MAX = 16384;
// ../server/src/domain/event-filter/filter-time.ts
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const ISO_TIME_CHARS_MAX = 35;
function readFilterTime(value) {
	if (typeof value !== "string" || value.length > ISO_TIME_CHARS_MAX || !ISO_TIME.test(value)) return null;
	const atMs = Date.parse(value);
	return Number.isNaN(atMs) ? null : atMs;
}
// ../server/src/domain/event-filter/parse-filter.ts
const PROBLEMS_MAX = 20;
function parseFilter(value) {
	const reading = {
		problems: [],
		conditionCount: 0
	};
	const condition = readObject(reading, value, {
		path: [],
		depth: 0
	});
	if (reading.problems.length === 0) checkSize(reading, value);
	if (condition === null || reading.problems.length > 0) return {
		kind: "problems",
		problems: reading.problems
	};
	return {
		kind: "filter",
		condition
	};
}
function readObject(reading, value, { path, depth }) {
	if (!isObject(value)) return refuse(reading, path, "A filter is an object of fields, $and, $or and $not.");
	if (depth > 8) return refuse(reading, path, `Groups lie at most 8 deep.`);
	const of = [];
	let count = 0;
	for (const name in value) {
		if (!Object.hasOwn(value, name)) continue;
		count += 1;
		const condition = readEntry(reading, [name, value[name]], {
			path: [...path, name],
			depth
		});
		if (condition !== null) of.push(condition);
		if (isFull(reading)) return null;
	}
	if (count === 0) return refuse(reading, path, "Name at least one condition, or null in place of the whole filter.");
	return one(of) ?? {
		kind: "all",
		pointer: toPointer(path),
		of
	};
}
function readEntry(reading, [name, value], place) {
	if (!name.startsWith("$")) return readField(reading, [name, value], place);
	if (name === "$not") {
		const inner = readObject(reading, value, {
			...place,
			depth: place.depth + 1
		});
		return inner === null ? null : {
			kind: "not",
			pointer: toPointer(place.path),
			of: inner
		};
	}
	if (name === "$and" || name === "$or") return readGroup(reading, [name, value], place);
	return refuse(reading, place.path, wordsOfUnknown(name, "group"));
}
function readGroup(reading, [name, value], place) {
	if (!Array.isArray(value) || value.length === 0) return refuse(reading, place.path, `${name} takes a list of filters, at least one.`);
	const of = [];
	for (let index = 0; index < value.length; index++) {
		const inner = {
			path: [...place.path, String(index)],
			depth: place.depth + 1
		};
		const condition = readObject(reading, value[index], inner);
		if (condition !== null) of.push(condition);
		if (isFull(reading)) return null;
	}
	return {
		kind: name === "$and" ? "all" : "any",
		pointer: toPointer(place.path),
		of
	};
}
function readField(reading, [field, value], { path }) {
	const segments = readFieldName(reading, field, path);
	if (segments === null) return null;
	const at = {
		field,
		segments
	};
	if (!isObject(value)) {
		if (Array.isArray(value)) return refuse(reading, path, "For one of several values write {\"$in\": [\u2026]}.");
		return readOperator(reading, {
			...at,
			operator: "$eq",
			operand: value,
			path
		});
	}
	const of = [];
	let count = 0;
	for (const name in value) {
		if (!Object.hasOwn(value, name)) continue;
		count += 1;
		const inner = [...path, name];
		const operator = FIELD_OPERATORS.find((known) => known === name);
		if (operator === void 0) refuse(reading, inner, wordsOfUnknown(name, "operator"));
		else {
			const condition = readOperator(reading, {
				...at,
				operator,
				operand: value[name],
				path: inner
			});
			if (condition !== null) of.push(condition);
		}
		if (isFull(reading)) return null;
	}
	if (count === 0) return refuse(reading, path, "Name a value, or an operator such as {\"$exists\": true}.");
	return one(of) ?? {
		kind: "all",
		pointer: toPointer(path),
		of
	};
}
function readFieldName(reading, field, path) {
	if (field.length > 200) return refuse(reading, path, `A field has at most 200 characters.`);
	const segments = field.split(".");
	if (segments.includes("")) return refuse(reading, path, "A field is names with one dot between them: data.status.");
	if (segments.length > 16) return refuse(reading, path, `A field has at most 16 names.`);
	const [root = "", second] = segments;
	if (!FILTER_ROOTS.some((known) => known === root)) return refuse(reading, path, `A field begins with ${FILTER_ROOTS.join(", ")}. Did you mean data.${field}?`);
	if (root === "data" || segments.length === 1) return segments;
	if (root === "contact" && segments.length === 2 && CONTACT_FIELDS.some((known) => known === second)) return segments;
	if (root === "contact") return refuse(reading, path, `Of contact there are ${CONTACT_FIELDS.join(", ")}. More may be in data: data.${field}.`);
	return refuse(reading, path, `${root} has no fields of its own.`);
}
function readOperator(reading, written) {
	const { path, field, segments, operator, operand } = written;
	reading.conditionCount += 1;
	if (reading.conditionCount > 100) return refuse(reading, path, `A filter has at most 100 conditions.`);
	const problem = problemOf(operator, operand);
	if (problem !== null) return refuse(reading, [...path, ...problem.path], problem.message);
	return {
		kind: "field",
		pointer: toPointer(path),
		field,
		segments,
		operator,
		operand
	};
}
function problemOf(operator, operand) {
	switch (operator) {
		case "$eq":
		case "$ne": return isValue(operand) ? null : here(VALUE_WORDS);
		case "$in":
		case "$nin": return problemOfList(operator, operand);
		case "$exists": return typeof operand === "boolean" ? null : here("$exists takes true or false.");
		case "$startsWith": return typeof operand === "string" && operand !== "" && isValue(operand) ? null : here(`$startsWith takes a text of 1 to 512 characters.`);
		default: return Number.isFinite(operand) || readFilterTime(operand) !== null ? null : here(`${operator} takes a number, or a time such as "2026-12-31" or "2026-12-31T18:00:00Z".`);
	}
}
const VALUE_WORDS = `A value is a text of at most 512 characters, a number, true, false or null.`;
function problemOfList(operator, operand) {
	if (!Array.isArray(operand) || operand.length === 0 || operand.length > 200) return here(`${operator} takes a list of 1 to 200 values.`);
	const wrongIndex = operand.findIndex((value) => !isValue(value));
	return wrongIndex === -1 ? null : {
		path: [String(wrongIndex)],
		message: VALUE_WORDS
	};
}
function here(message) {
	return {
		path: [],
		message
	};
}
function isValue(value) {
	if (typeof value === "string") return value.length <= 512;
	return value === null || typeof value === "boolean" || Number.isFinite(value);
}
const INSTEAD = new Map([
	["$regex", "Regular expressions are not offered. Use $startsWith, or $in with the values."],
	["$where", "Code is not run. Say it with $and, $or, $not and operators on fields."],
	["$expr", "Code is not run. Say it with $and, $or, $not and operators on fields."],
	["$nor", "Write {\"$not\": {\"$or\": [\u2026]}}."],
	["$neq", "It is called $ne."],
	["$exist", "It is called $exists."],
	["$prefix", "It is called $startsWith."]
]);
function wordsOfUnknown(name, wanted) {
	const instead = INSTEAD.get(name);
	if (instead !== void 0) return instead;
	const isOperator = FIELD_OPERATORS.some((known) => known === name);
	if (wanted === "group") {
		if (isOperator) return `An operator stands at a field: {"data.status": {"${name}": \u2026}}.`;
		return "There is no such group. There are $and, $or and $not; names of fields begin without $.";
	}
	if (name === "$not") return "Put $not around the field: {\"$not\": {\"data.status\": \u2026}}.";
	if (name === "$and" || name === "$or") return `Put ${name} around fields: {"${name}": [{"data.status": \u2026}, \u2026]}.`;
	if (!name.startsWith("$")) return "Write what lies inside a field as one name with dots: data.error.code.";
	return `There is no such operator. There are ${FIELD_OPERATORS.join(", ")}.`;
}
function checkSize(reading, value) {
	const bytes = Buffer.byteLength(JSON.stringify(value));
	if (bytes > 16384) refuse(reading, [], `A filter is at most ${FILTER_BYTES_MAX} bytes of JSON; this is ${bytes}.`);
}
function refuse(reading, path, message) {
	reading.problems.push({
		path,
		message
	});
	return null;
}
function isFull({ problems, conditionCount }) {
	return problems.length >= PROBLEMS_MAX || conditionCount > 100;
}
function one(of) {
	return of.length === 1 ? of[0] ?? null : null;
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function toPointer(path) {
	return path.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
// ../server/src/domain/message.ts
const MESSAGE_DIRECTIONS = ["inbound", "outbound"];
const OUR_CALLBACK_DATA = /^(msg_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: (.*))?$/s;
function toCallbackData(id, callbackData) {
	return callbackData === null ? id : `${id} ${callbackData}`;
}
function readCallbackData(text) {
	const [, id, rest] = OUR_CALLBACK_DATA.exec(text) ?? [];
	return id === void 0 ? {
		messageId: null,
		callbackData: text
	} : {
		messageId: id,
		callbackData: rest ?? null
	};
}
function toGraphBody(message) {
	const { recipient, type, content, replyTo } = message;
	return {
		messaging_product: "whatsapp",
		recipient_type: recipient.kind === "group" ? "group" : "individual",
		...recipient.kind === "phone" ? { to: recipient.phone } : {},
		...recipient.kind === "bsuid" ? { recipient: recipient.bsuid } : {},
		...recipient.kind === "group" ? { to: recipient.groupId } : {},
		type,
		...replyTo === null ? {} : { context: { message_id: replyTo } },
		[type]: content,
		biz_opaque_callback_data: toCallbackData(message.id, message.callbackData)
	};
}
const MESSAGE_STATUSES$1 = [
	"received",
	"pending",
	"accepted",
	"sent",
	"delivered",
	"read",
	"played",
	"failed"
];
function statusOf(state) {
	if (state.playedAtMs !== null) return "played";
	if (state.readAtMs !== null) return "read";
	if (state.deliveredAtMs !== null) return "delivered";
	if (state.failedAtMs !== null) return "failed";
	if (state.sentAtMs !== null) return "sent";
	if (state.acceptedAtMs !== null) return "accepted";
	return state.refusedAtMs === null ? "pending" : "failed";
}
function statusSteps(times) {
	const { sentAtMs, deliveredAtMs, readAtMs, playedAtMs, failedAtMs } = times;
	const steps = [];
	const add = (status, atMs, impliedAtMs) => {
		if (atMs !== null) steps.push({
			status,
			atMs,
			implied: false
		});
		else if (impliedAtMs !== null) steps.push({
			status,
			atMs: impliedAtMs,
			implied: true
		});
	};
	add("sent", sentAtMs, deliveredAtMs ?? readAtMs ?? playedAtMs);
	add("delivered", deliveredAtMs, readAtMs ?? playedAtMs);
	add("read", readAtMs, playedAtMs);
	add("played", playedAtMs, null);
	add("failed", failedAtMs, null);
	return steps;
}
// ../server/src/domain/meta/meta-body.ts
const NO_OBJECT = Object.freeze({});
const NO_LIST = Object.freeze([]);
const PHONE_DIGITS_MAX = 20;
const DIGITS_ONLY = /^\d{1,20}$/;
const PHONE_LIKE = /^\+?[\d\s().-]{1,40}$/;
const NOT_A_DIGIT = /\D+/g;
const ID_LENGTH_MAX = 256;
const UNIX_TIME = /^\d{1,13}$/;
const UNIX_MS_FROM = 1e11;
const UNIX_MS_MAX = 9999999999999;
function isJsonObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function objectOf(value) {
	return isJsonObject(value) ? value : NO_OBJECT;
}
function listOf(value) {
	return Array.isArray(value) ? value : NO_LIST;
}
function stringOf(value) {
	return typeof value === "string" ? value : null;
}
function booleanOf(value) {
	if (typeof value === "boolean") return value;
	return value === 1 || value === 0 ? value === 1 : null;
}
function numberOf(value) {
	if (typeof value === "string" && value.trim() === "") return null;
	const number = typeof value === "string" ? Number(value) : value;
	return typeof number === "number" && Number.isFinite(number) ? number : null;
}
function idTextOf(value) {
	if (typeof value === "string") return value.length > 0 && value.length <= ID_LENGTH_MAX ? value : null;
	return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : null;
}
function digitsOf(value) {
	const text = idTextOf(value);
	if (text === null || DIGITS_ONLY.test(text)) return text;
	if (!PHONE_LIKE.test(text)) return null;
	const digits = text.replace(NOT_A_DIGIT, "");
	return digits.length > 0 && digits.length <= PHONE_DIGITS_MAX ? digits : null;
}
function timeMsOf(value) {
	if (typeof value === "string" && !UNIX_TIME.test(value)) return null;
	const time = numberOf(value);
	if (time === null || time <= 0 || time > UNIX_MS_MAX) return null;
	return Math.trunc(time >= UNIX_MS_FROM ? time : time * 1e3);
}
// ../server/src/domain/meta/item-type.ts
const TYPE_BY_FIELD = new Map([
	["template_category_update", "template.category_updated"],
	["message_template_components_update", "template.components_updated"],
	["phone_number_quality_update", "phone_number.quality_updated"],
	["phone_number_name_update", "phone_number.name_updated"],
	["account_update", "account.updated"],
	["account_alerts", "account.alerted"],
	["account_review_update", "account.reviewed"],
	["business_capability_update", "account.capability_updated"],
	["security", "account.security"],
	["flows", "flow.updated"],
	["payment_configuration_update", "payment_configuration.updated"],
	["partner_solutions", "partner_solution.updated"],
	["business_username_updates", "username.updated"],
	["business_username_update", "username.updated"]
]);
const GROUP_TYPE_BY_FIELD = new Map([
	["group_lifecycle_update", "group.lifecycle_updated"],
	["group_participants_update", "group.participants_updated"],
	["group_settings_update", "group.settings_updated"],
	["group_status_update", "group.status_updated"]
]);
const TYPE_BY_KIND = {
	call_status: "call.status_change",
	echo: "message.echoed",
	error: "channel.error_reported",
	history: "history.synced",
	history_message: "history.synced",
	state_sync: "app_state.synced",
	conversion: "conversion.reported"
};
const TEMPLATE_EVENTS = new Set([
	"approved",
	"rejected",
	"paused",
	"disabled",
	"flagged",
	"archived",
	"deleted",
	"in_appeal",
	"limit_exceeded",
	"locked",
	"pending",
	"reinstated",
	"pending_deletion"
]);
const MESSAGE_STATUSES = new Set([
	"sent",
	"delivered",
	"read",
	"failed",
	"played"
]);
const CALL_STATUS_EVENTS = new Set([
	"status_change",
	"ringing",
	"accepted",
	"rejected"
]);
const FIELD_LENGTH_MAX = 64;
const NOT_A_NAME = /[^A-Za-z0-9_]/g;
function eventTypeOf(meta) {
	return knownTypeOf(meta) ?? unknownTypeOf(meta.field);
}
function isBusinessChange(field, value) {
	if (field === "partner_solutions") return true;
	return field === "account_update" && /^(?:PARTNER_|MM_LITE_|AD_ACCOUNT_)/i.test(stringOf(value.event) ?? "");
}
function wordOf(value) {
	return typeof value === "string" ? value.toLowerCase() : "";
}
function unknownTypeOf(field) {
	const name = field.slice(0, FIELD_LENGTH_MAX).replace(NOT_A_NAME, "_");
	return `meta.${name === "" ? "unknown" : name}`;
}
function knownTypeOf(meta) {
	if (meta.kind === "change") return changeTypeOf(meta);
	if (meta.kind === "entry" || !isJsonObject(meta.item)) return null;
	const { kind, item } = meta;
	if (kind === "message") return messageTypeOf$1(item);
	if (kind === "status") return statusTypeOf(item);
	if (kind === "call") return callTypeOf(item);
	if (kind === "preference") return preferenceTypeOf(item);
	if (kind === "group") return GROUP_TYPE_BY_FIELD.get(meta.field) ?? null;
	return TYPE_BY_KIND[kind];
}
function messageTypeOf$1(message) {
	const type = wordOf(message.type);
	const told = type === "unsupported" ? wordOf(objectOf(message.unsupported).type) : type;
	if (told === "edit") return "message.edited";
	if (told === "revoke") return "message.revoked";
	return type === "system" ? "contact.identity_changed" : "message.received";
}
function statusTypeOf(status) {
	const type = wordOf(status.type);
	if (type === "call") return "call.status_change";
	if (type === "payment") return "message.payment_updated";
	const word = wordOf(status.status);
	return MESSAGE_STATUSES.has(word) ? `message.${word}` : null;
}
function callTypeOf(call) {
	const event = wordOf(call.event);
	if (event === "connect" || event === "terminate") return `call.${event}`;
	return CALL_STATUS_EVENTS.has(event === "" ? wordOf(call.status) : event) ? "call.status_change" : null;
}
function preferenceTypeOf(preference) {
	const choice = wordOf(preference.value);
	if (choice === "stop") return "contact.opted_out";
	return choice === "resume" ? "contact.opted_in" : null;
}
function changeTypeOf({ field, value }) {
	if (field === "message_template_status_update" || field === "message_template_quality_update") return templateTypeOf(value);
	return TYPE_BY_FIELD.get(field) ?? null;
}
function templateTypeOf(value) {
	if ("new_quality_score" in value) return "template.quality_updated";
	const event = wordOf(value.event);
	return TEMPLATE_EVENTS.has(event) ? `template.${event}` : null;
}
// ../server/src/domain/meta/item-person.ts
const NOBODY = {
	phone: null,
	bsuid: null
};
function indexContacts(value) {
	const all = listOf(value.contacts);
	const byPhone = new Map();
	const byBsuid = new Map();
	for (const element of all) {
		const contact = objectOf(element);
		addTo(byPhone, digitsOf(contact.wa_id), contact);
		addTo(byBsuid, idTextOf(contact.user_id), contact);
	}
	return {
		all,
		byPhone,
		byBsuid
	};
}
function contactsAbout(index, person) {
	const byBsuid = person.bsuid === null ? void 0 : index.byBsuid.get(person.bsuid);
	const byPhone = person.phone === null ? void 0 : index.byPhone.get(person.phone);
	if (byBsuid === void 0 || byBsuid === byPhone) return byPhone ?? [];
	return byPhone === void 0 ? byBsuid : [...new Set([...byBsuid, ...byPhone])];
}
function personOf(meta, index) {
	const named = namedPersonOf(meta);
	if (named.phone !== null && named.bsuid !== null || index.all.length === 0) return named;
	const contact = named.phone !== null || named.bsuid !== null ? contactsAbout(index, named)[0] : onlyContact(meta, index);
	if (contact === void 0) return named;
	return {
		phone: named.phone ?? digitsOf(contact.wa_id),
		bsuid: named.bsuid ?? idTextOf(contact.user_id)
	};
}
function addTo(map, key, contact) {
	if (key === null) return;
	const known = map.get(key);
	if (known === void 0) map.set(key, [contact]);
	else known.push(contact);
}
function onlyContact(meta, index) {
	return meta.listKey !== null && meta.kind !== "error" && meta.kind !== "group" && index.all.length === 1 ? objectOf(index.all[0]) : void 0;
}
function namedPersonOf(meta) {
	const item = objectOf(meta.item);
	if (meta.kind === "message") return senderOf(item);
	if (meta.kind === "status" || meta.kind === "call_status") return recipientOf(item);
	if (meta.kind === "echo") return toSideOf(item);
	if (meta.kind === "call") return isCallToUser(item, meta.value) ? toSideOf(item) : senderOf(item);
	if (meta.kind === "history_message") return isFromBusiness(item, meta.value) ? toSideOf(item) : senderOf(item);
	if (meta.kind === "preference") return personFrom([item.wa_id], [item.user_id], [item.parent_user_id]);
	if (meta.kind === "state_sync") return stateSyncPersonOf(objectOf(item.contact));
	return NOBODY;
}
function senderOf(item) {
	const system = objectOf(item.system);
	return personFrom([item.from, system.customer], [
		item.from_user_id,
		system.user_id,
		item.user_id
	], [item.from_parent_user_id, system.parent_user_id]);
}
function toSideOf(item) {
	return personFrom([item.to], [item.to_user_id, item.recipient_user_id], [item.to_parent_user_id]);
}
function recipientOf(status) {
	const participant = personFrom([status.recipient_participant_id, status.participant_recipient_id], [status.recipient_participant_user_id, status.participant_recipient_user_id], [status.recipient_participant_parent_user_id]);
	if (wordOf(status.recipient_type) === "group" || participant.phone !== null || participant.bsuid !== null) return participant;
	return personFrom([status.recipient_id], [status.recipient_user_id, status.user_id], [
		status.parent_recipient_user_id,
		status.parent_user_id,
		status.recipient_parent_user_id
	]);
}
function stateSyncPersonOf(contact) {
	return personFrom([contact.phone_number, contact.wa_id], [contact.user_id], [contact.parent_user_id]);
}
function isCallToUser(call, value) {
	const direction = wordOf(call.direction);
	if (direction === "business_initiated") return true;
	return direction === "user_initiated" ? false : isFromBusiness(call, value);
}
function isFromBusiness(item, value) {
	const from = digitsOf(item.from);
	return from !== null && from === digitsOf(objectOf(value.metadata).display_phone_number);
}
function personFrom(phones, bsuids, parents) {
	const phone = firstOf(phones, digitsOf);
	return {
		phone,
		bsuid: firstOf(bsuids, idTextOf) ?? (phone === null ? firstOf(parents, idTextOf) : null)
	};
}
function firstOf(values, read) {
	for (const value of values) {
		const text = read(value);
		if (text !== null) return text;
	}
	return null;
}
// ../server/src/domain/meta/message-content.ts
const CONTENT_TYPES = [
	"text",
	"image",
	"audio",
	"video",
	"document",
	"sticker",
	"location",
	"contacts",
	"interactive",
	"button",
	"reaction",
	"order",
	"system",
	"unsupported",
	"edit",
	"revoke"
];
const MEDIA_TYPES = [
	"image",
	"audio",
	"video",
	"document",
	"sticker"
];
function messageTypeOf(message) {
	const type = stringOf(message.type);
	if (type !== null) return type;
	return CONTENT_TYPES.find((name) => message[name] !== void 0) ?? null;
}
function contentOf(message) {
	return wordOf(message.type) === "edit" ? objectOf(objectOf(message.edit).message) : message;
}
function messageTextOf(content) {
	switch (messageTypeOf(content)) {
		case "text": return stringOf(objectOf(content.text).body);
		case "interactive": return interactiveTextOf(objectOf(content.interactive));
		case "button": return stringOf(objectOf(content.button).text);
		case "reaction": return stringOf(objectOf(content.reaction).emoji);
		default: return stringOf(mediaObjectOf(content)?.caption);
	}
}
function messageMediaOf(content, mediaUrl) {
	const media = mediaObjectOf(content);
	if (media === null) return null;
	const id = idTextOf(media.id);
	return {
		id,
		url: id === null ? null : mediaUrl(id),
		mime_type: stringOf(media.mime_type),
		sha256: stringOf(media.sha256),
		filename: stringOf(media.filename),
		caption: stringOf(media.caption),
		voice: booleanOf(media.voice)
	};
}
function messageInteractiveOf(content) {
	if (isJsonObject(content.interactive)) return content.interactive;
	return isJsonObject(content.button) ? {
		type: "button",
		button: content.button
	} : null;
}
function messageReactionOf(content) {
	if (!isJsonObject(content.reaction)) return null;
	const { message_id, emoji } = content.reaction;
	return {
		message_id: idTextOf(message_id),
		emoji: stringOf(emoji)
	};
}
function messageContextOf(message) {
	const type = wordOf(message.type);
	if (type === "edit" || type === "revoke") {
		const original = idTextOf(objectOf(message[type]).original_message_id);
		return original === null ? null : {
			message_id: original,
			from: null
		};
	}
	const context = objectOf(message.context);
	const id = idTextOf(context.id);
	return id === null ? null : {
		message_id: id,
		from: idTextOf(context.from)
	};
}
function firstErrorOf(errors) {
	const error = Array.isArray(errors) ? errors[0] : null;
	if (!isJsonObject(error)) return null;
	const code = typeof error.code === "string" ? Number(error.code) : error.code;
	return {
		code: typeof code === "number" && Number.isFinite(code) ? code : null,
		title: stringOf(error.title) ?? stringOf(error.message),
		details: stringOf(objectOf(error.error_data).details) ?? stringOf(error.message)
	};
}
function mediaObjectOf(content) {
	const type = messageTypeOf(content);
	const name = MEDIA_TYPES.find((media) => media === type);
	if (name === void 0) return null;
	const media = content[name];
	return isJsonObject(media) ? media : null;
}
function interactiveTextOf(interactive) {
	return stringOf(objectOf(interactive.button_reply).title) ?? stringOf(objectOf(interactive.list_reply).title) ?? stringOf(objectOf(interactive.nfm_reply).body);
}
// ../server/src/domain/meta/meta-item.ts
const ERRORS = {
	key: "errors",
	kind: "error"
};
const ECHO_LISTS = [
	{
		key: "message_echoes",
		kind: "echo"
	},
	{
		key: "messages",
		kind: "echo"
	},
	ERRORS
];
const GROUP_LISTS = [{
	key: "groups",
	kind: "group"
}, ERRORS];
const LISTS_BY_FIELD = new Map([
	["messages", [
		{
			key: "messages",
			kind: "message"
		},
		{
			key: "statuses",
			kind: "status"
		},
		ERRORS
	]],
	["calls", [
		{
			key: "calls",
			kind: "call"
		},
		{
			key: "statuses",
			kind: "call_status"
		},
		ERRORS
	]],
	["history", [
		{
			key: "history",
			kind: "history"
		},
		{
			key: "messages",
			kind: "history_message"
		},
		ERRORS
	]],
	["smb_message_echoes", ECHO_LISTS],
	["message_echoes", ECHO_LISTS],
	["smb_app_state_sync", [{
		key: "state_sync",
		kind: "state_sync"
	}, ERRORS]],
	["user_preferences", [{
		key: "user_preferences",
		kind: "preference"
	}, ERRORS]],
	["automatic_events", [{
		key: "automatic_events",
		kind: "conversion"
	}, ERRORS]],
	["group_lifecycle_update", GROUP_LISTS],
	["group_participants_update", GROUP_LISTS],
	["group_settings_update", GROUP_LISTS],
	["group_status_update", GROUP_LISTS]
]);
const NO_LISTS = [];
function isChannelField(field) {
	return LISTS_BY_FIELD.has(field);
}
function isSplitOn(field, value, key) {
	return (LISTS_BY_FIELD.get(field) ?? NO_LISTS).some((list) => list.key === key) && splits(field, value, key);
}
function listMetaItems(body, itemsMax) {
	const items = [];
	for (const entry of listOrOne(objectOf(body).entry)) {
		const entryObject = objectOf(entry);
		const changes = listOrOne(entryObject.changes);
		if (changes.length === 0) items.push(wholeEntry(entryObject, entry));
		for (const change of changes) addItems(items, body, {
			entry: entryObject,
			change
		}, itemsMax);
		if (items.length > itemsMax) return null;
	}
	return items;
}
function readMetaItem(body) {
	return listMetaItems(body, Number.MAX_SAFE_INTEGER)?.[0] ?? wholeEntry(objectOf(body), body);
}
function itemTimeMsOf(meta) {
	if (meta.listKey === null || meta.kind === "error" || meta.kind === "history") return null;
	const item = objectOf(meta.item);
	return timeMsOf(item.timestamp) ?? timeMsOf(objectOf(item.metadata).timestamp) ?? timeMsOf(objectOf(item.interactive).timestamp);
}
function listOrOne(value) {
	return isJsonObject(value) ? [value] : listOf(value);
}
function wholeEntry(entry, item) {
	return {
		entry,
		change: objectOf(null),
		field: "",
		value: objectOf(null),
		kind: "entry",
		listKey: null,
		item
	};
}
function addItems(items, body, at, itemsMax) {
	const { entry } = at;
	const change = objectOf(at.change);
	const value = objectOf(change.value);
	const field = stringOf(change.field) ?? findField([
		value,
		entry,
		objectOf(body)
	], value);
	const countBefore = items.length;
	for (const { key, kind } of LISTS_BY_FIELD.get(field) ?? NO_LISTS) {
		if (!splits(field, value, key)) continue;
		for (const item of listOf(value[key])) {
			if (items.length > itemsMax) return;
			items.push({
				entry,
				change,
				field,
				value,
				kind,
				listKey: key,
				item
			});
		}
	}
	if (items.length > countBefore) return;
	const item = isJsonObject(at.change) ? change.value : at.change;
	items.push({
		entry,
		change,
		field,
		value,
		kind: "change",
		listKey: null,
		item
	});
}
function findField(places, value) {
	for (const place of places) {
		const field = stringOf(place.field);
		if (field !== null) return field;
	}
	for (const [field, lists] of LISTS_BY_FIELD) if (lists.some((list) => list !== ERRORS && Array.isArray(value[list.key]))) return field;
	return "";
}
function splits(field, value, key) {
	if (!Array.isArray(value[key])) return false;
	return !(key === "errors" && field === "calls" && listOf(value.calls).length > 0);
}
// ../server/src/domain/meta/resource-data.ts
const AROUND$1 = new Set([
	"messaging_product",
	"metadata",
	"contacts"
]);
function resourceOf(type, meta) {
	if (type.startsWith("meta.")) return [["field", meta.field], ["value", meta.item ?? null]];
	if (type.startsWith("template.")) return templateOf(type, meta);
	if (type.startsWith("call.")) return callOf(meta);
	const item = objectOf(meta.item);
	switch (type) {
		case "contact.identity_changed": return identityChangeOf(item);
		case "contact.opted_out":
		case "contact.opted_in": return preferenceOf(item);
		case "channel.error_reported": return errorOf(item);
		case "history.synced": return historyOf(meta, item);
		case "app_state.synced": return appStateOf(item);
		case "conversion.reported": return conversionOf(item);
		default: return [...othersOf(item, AROUND$1)];
	}
}
function templateOf(type, meta) {
	const { value } = meta;
	const head = [
		["template_id", idTextOf(value.message_template_id)],
		["name", value.message_template_name ?? null],
		["language", value.message_template_language ?? null]
	];
	const names = TEMPLATE_KEYS_BY_TYPE.get(type) ?? TEMPLATE_STATUS_KEYS;
	const body = names.map(([key, metaKey]) => [key, value[metaKey] ?? meta.change[metaKey] ?? null]);
	return [...[...head, ...body].map(([key, part]) => [key, key === "buttons" ? buttonsOf(part) : part]), ...othersOf(value, new Set([...TEMPLATE_HEAD_KEYS, ...names.map(([, metaKey]) => metaKey)]))];
}
const TEMPLATE_HEAD_KEYS = [
	"message_template_id",
	"message_template_name",
	"message_template_language"
];
const TEMPLATE_STATUS_KEYS = [
	["category", "message_template_category"],
	["event", "event"],
	["reason", "reason"],
	["disable_info", "disable_info"],
	["other_info", "other_info"],
	["rejection_info", "rejection_info"]
];
const TEMPLATE_KEYS_BY_TYPE = new Map([
	["template.quality_updated", [["previous_quality_score", "previous_quality_score"], ["new_quality_score", "new_quality_score"]]],
	["template.category_updated", [
		["previous_category", "previous_category"],
		["new_category", "new_category"],
		["correct_category", "correct_category"],
		["category_update_timestamp", "category_update_timestamp"]
	]],
	["template.components_updated", [
		["title", "message_template_title"],
		["body", "message_template_element"],
		["footer", "message_template_footer"],
		["buttons", "message_template_buttons"]
	]]
]);
function buttonsOf(buttons) {
	if (!Array.isArray(buttons)) return buttons;
	return listOf(buttons).map((element) => {
		const button = objectOf(element);
		return {
			type: button.message_template_button_type ?? null,
			text: button.message_template_button_text ?? null,
			url: button.message_template_button_url ?? null,
			phone_number: button.message_template_button_phone_number ?? null
		};
	});
}
const CALL_KEYS = new Set([
	"id",
	"direction",
	"from",
	"to",
	"recipient_id",
	"event",
	"type",
	"status",
	"session",
	"start_time",
	"end_time",
	"duration",
	"deeplink_payload",
	"cta_payload",
	"biz_opaque_callback_data",
	"errors",
	"timestamp"
]);
function callOf(meta) {
	const call = objectOf(meta.item);
	const isStatus = meta.kind !== "call";
	return [
		["call_id", idTextOf(call.id)],
		["direction", isStatus ? "outbound" : directionOf(call)],
		["from", digitsOf(isStatus ? objectOf(meta.value.metadata).display_phone_number : call.from)],
		["to", digitsOf(isStatus ? call.recipient_id : call.to)],
		["event", wordOf(call.event) || null],
		["status", wordOf(call.status) || null],
		["session", call.session ?? null],
		["start_time", isoTimeOf(call.start_time)],
		["end_time", isoTimeOf(call.end_time)],
		["duration_seconds", numberOf(call.duration)],
		["deeplink_payload", call.deeplink_payload ?? null],
		["cta_payload", call.cta_payload ?? null],
		["callback_data", call.biz_opaque_callback_data ?? null],
		["error", firstErrorOf(call.errors ?? meta.value.errors)],
		...othersOf(call, CALL_KEYS)
	];
}
function directionOf(call) {
	const direction = wordOf(call.direction);
	if (direction === "user_initiated") return "inbound";
	return direction === "business_initiated" ? "outbound" : null;
}
function identityChangeOf(message) {
	const system = objectOf(message.system);
	return [
		["message_id", idTextOf(message.id)],
		["change", stringOf(system.type)],
		["text", stringOf(system.body)],
		["previous_phone", digitsOf(message.from) ?? digitsOf(system.customer)],
		["new_phone", digitsOf(system.wa_id) ?? digitsOf(system.new_wa_id)],
		["identity", system.identity ?? null]
	];
}
function preferenceOf(preference) {
	return [
		["category", stringOf(preference.category)],
		["choice", wordOf(preference.value)],
		["detail", stringOf(preference.detail)],
		...othersOf(preference, PREFERENCE_KEYS)
	];
}
const PREFERENCE_KEYS = new Set([
	"category",
	"value",
	"detail",
	"timestamp",
	"wa_id",
	"user_id",
	"parent_user_id"
]);
function errorOf(error) {
	const first = firstErrorOf([error]);
	return [
		["code", first?.code ?? null],
		["title", first?.title ?? null],
		["message", stringOf(error.message)],
		["details", first?.details ?? null],
		["href", stringOf(error.href)]
	];
}
function historyOf(meta, item) {
	const isMessage = meta.kind === "history_message";
	const metadata = objectOf(item.metadata);
	return [
		["phase", isMessage ? null : numberOf(metadata.phase)],
		["chunk_order", isMessage ? null : numberOf(metadata.chunk_order)],
		["progress", isMessage ? null : numberOf(metadata.progress)],
		["threads", isMessage ? null : item.threads ?? null],
		["message", isMessage ? item : null],
		["error", isMessage ? null : firstErrorOf(item.errors)]
	];
}
function appStateOf(item) {
	const contact = objectOf(item.contact);
	return [
		["entity", stringOf(item.type)],
		["action", stringOf(item.action)],
		["full_name", stringOf(contact.full_name)],
		["first_name", stringOf(contact.first_name)],
		["phone_number", idTextOf(contact.phone_number)],
		...othersOf(item, APP_STATE_KEYS)
	];
}
const APP_STATE_KEYS = new Set([
	"type",
	"action",
	"contact",
	"metadata"
]);
function conversionOf(item) {
	const custom = objectOf(item.custom_data);
	return [
		["message_id", idTextOf(item.id)],
		["event_name", stringOf(item.event_name)],
		["ctwa_clid", stringOf(item.ctwa_clid)],
		["currency", stringOf(custom.currency)],
		["value", numberOf(custom.value)],
		...othersOf(item, CONVERSION_KEYS)
	];
}
const CONVERSION_KEYS = new Set([
	"id",
	"event_name",
	"ctwa_clid",
	"custom_data",
	"timestamp"
]);
function isoTimeOf(value) {
	const timeMs = timeMsOf(value);
	return timeMs === null ? null : new Date(timeMs).toISOString();
}
function othersOf(object, known) {
	if (!isJsonObject(object)) return [];
	return Object.keys(object).filter((key) => !known.has(key)).map((key) => [key, object[key]]);
}
// ../server/src/domain/meta/event-data.ts
const SEQUENCE_BY_STATUS = new Map([
	["sent", 1],
	["delivered", 2],
	["read", 3],
	["played", 4]
]);
function metaEventData(event, ctx) {
	const meta = readMetaItem(event.payload);
	if (!event.type.startsWith("message.")) return resourceData(event, meta, ctx);
	return meta.kind === "status" ? statusData(event, meta, ctx) : messageData(event, meta, ctx);
}
function metaItemOf(event) {
	return readMetaItem(event.payload).item;
}
function metaItemAndContactOf(event) {
	const { item, value } = readMetaItem(event.payload);
	return {
		item,
		contact: contactOf$1(event, value)
	};
}
function eventChannelView(event, channel) {
	const meta = readMetaItem(event.payload);
	return channel === null && meta.value.metadata === void 0 ? null : channelView(meta, { channel });
}
function messageData(event, meta, ctx) {
	const message = objectOf(meta.item);
	const content = contentOf(message);
	return {
		message_id: idTextOf(message.id),
		direction: meta.kind === "echo" ? "outbound" : "inbound",
		type: messageTypeOf(message),
		text: messageTextOf(content),
		media: messageMediaOf(content, ctx.mediaUrl),
		location: content.location ?? null,
		contacts: content.contacts ?? null,
		interactive: messageInteractiveOf(content),
		reaction: messageReactionOf(content),
		order: content.order ?? null,
		context: messageContextOf(message),
		referral: message.referral ?? null,
		contact: contactView(event, meta.value),
		channel: channelView(meta, ctx),
		group_id: idTextOf(message.group_id),
		status: null,
		sequence: null,
		error: firstErrorOf(message.errors),
		pricing: null,
		callback_data: null,
		occurred_at: occurredAt(event),
		raw: meta.item
	};
}
function statusData(event, meta, ctx) {
	const status = objectOf(meta.item);
	const isGroup = wordOf(status.recipient_type) === "group";
	return {
		message_id: idTextOf(status.id),
		direction: "outbound",
		type: event.sentMessage?.type ?? null,
		text: event.sentMessage?.text ?? null,
		media: null,
		location: null,
		contacts: null,
		interactive: null,
		reaction: null,
		order: null,
		context: null,
		referral: null,
		contact: contactView(event, meta.value),
		channel: channelView(meta, ctx),
		group_id: isGroup ? idTextOf(status.recipient_id) : null,
		status: stringOf(status.status),
		sequence: SEQUENCE_BY_STATUS.get(wordOf(status.status)) ?? null,
		error: firstErrorOf(status.errors),
		pricing: status.pricing ?? null,
		callback_data: callbackDataOf(status),
		...wordOf(status.type) === "payment" ? { payment: status.payment ?? null } : {},
		occurred_at: occurredAt(event),
		raw: meta.item
	};
}
function callbackDataOf(status) {
	const callbackData = stringOf(status.biz_opaque_callback_data);
	return callbackData === null ? null : readCallbackData(callbackData).callbackData;
}
function resourceData(event, meta, ctx) {
	const isPersonal = event.phone !== null || event.bsuid !== null;
	const data = Object.fromEntries(resourceOf(event.type, meta));
	const isOfWaba = meta.value.metadata === void 0 && !isBusinessChange(meta.field, meta.value);
	return {
		...data,
		...isPersonal ? { contact: contactView(event, meta.value) } : {},
		channel: eventChannelView(event, ctx.channel),
		...isOfWaba ? { waba_id: idTextOf(meta.entry.id) } : {},
		occurred_at: occurredAt(event),
		raw: meta.item ?? null
	};
}
function contactView(event, value) {
	const profile = objectOf(contactOf$1(event, value)?.profile);
	return {
		id: event.contact?.id ?? null,
		serial: event.contact?.serial ?? null,
		bsuid: event.bsuid,
		phone: event.phone,
		name: stringOf(profile.name),
		username: stringOf(profile.username)
	};
}
function contactOf$1(event, value) {
	const { contacts } = value;
	if (!Array.isArray(contacts) || contacts.length === 0) return null;
	const [only] = contacts;
	if (contacts.length === 1) return isJsonObject(only) && mayBeAbout(only, event) ? only : null;
	return contactsAbout(indexContacts(value), event)[0] ?? null;
}
function mayBeAbout(contact, event) {
	const bsuid = idTextOf(contact.user_id);
	if (bsuid !== null && event.bsuid !== null) return bsuid === event.bsuid;
	const phone = digitsOf(contact.wa_id);
	return phone === null || event.phone === null || phone.slice(-8) === event.phone.slice(-8);
}
function channelView(meta, ctx) {
	if (ctx.channel !== null) {
		const { id, phoneNumberId, displayPhoneNumber, wabaId } = ctx.channel;
		return {
			id,
			phone_number_id: phoneNumberId,
			display_phone_number: displayPhoneNumber,
			waba_id: wabaId
		};
	}
	const metadata = objectOf(meta.value.metadata);
	return {
		id: null,
		phone_number_id: idTextOf(metadata.phone_number_id),
		display_phone_number: idTextOf(metadata.display_phone_number),
		waba_id: idTextOf(meta.entry.id)
	};
}
function occurredAt(event) {
	return new Date(event.occurredAtMs).toISOString();
}
// ../server/src/domain/meta-app-traffic.ts
const NO_TRAFFIC = {
	lastChallengeAtMs: null,
	lastSignedPostAtMs: null,
	lastRefusedPostAtMs: null
};
// ../server/src/domain/callback-url.ts
const CALLBACK_OBJECT = "whatsapp_business_account";
const WANTED_FIELDS = [
	"messages",
	"calls",
	"message_template_status_update",
	"phone_number_quality_update",
	"account_update",
	"user_preferences"
];
const DOCTOR_HEADER = "posthorn-doctor";
function callbackPath(appId) {
	return `/webhooks/meta/${appId}`;
}
function describeOverride(here, override) {
	if (typeof override !== "string" || override === "") return null;
	const base = here.publicUrl === null ? null : new URL(here.publicUrl);
	const path = `${base?.pathname.replace(/\/$/, "") ?? ""}${callbackPath(here.appId)}`;
	const url = URL.parse(override);
	return url !== null && leadsHere(url, base, path) ? null : `Meta has ${override} as override_callback_uri. Point it at ${path}, or clear it.`;
}
function leadsHere(url, base, path) {
	return base === null ? url.pathname.endsWith(path) : url.origin === base.origin && url.pathname === path;
}
function findCallbackSubscription(list) {
	const entry = listOf(list.data).map(objectOf).find(({ object }) => object === CALLBACK_OBJECT);
	const url = entry === void 0 ? null : stringOf(entry.callback_url);
	return entry === void 0 || url === null ? null : {
		url,
		fields: listOf(entry.fields).flatMap(nameOf$1)
	};
}
function nameOf$1(field) {
	return stringOf(objectOf(field).name) ?? stringOf(field) ?? [];
}
// ../server/src/domain/doctor.ts
const DOCTOR_CHECKS = [
	"public_url",
	"challenge",
	"callback",
	"signature",
	"app_secret",
	"clock",
	"token",
	"scopes",
	"number",
	"subscribed_apps",
	"override",
	"standing"
];
const FINDING_STATES = [
	"ok",
	"warning",
	"failed",
	"unknown"
];
const FINDING_ACTIONS = [
	"connect",
	"subscribe_app",
	"replace_token",
	"rotate_app_secret"
];
function worstState({ findings }) {
	const has = (state) => findings.some((finding) => finding.state === state);
	if (has("failed")) return "failed";
	if (has("warning")) return "warning";
	return has("ok") ? "ok" : "unknown";
}
function qualityOf({ findings }) {
	const quality = findings.find(({ check }) => check === "standing")?.measured.quality_rating;
	return typeof quality === "string" ? quality : null;
}
function readDoctorReport(text) {
	return text === null ? null : JSON.parse(text);
}
function writeDoctorReport(report) {
	return JSON.stringify(report);
}
// ../server/src/domain/graph-body.ts
function graphBodyOrThrow(result, refusedField = null) {
	switch (result.kind) {
		case "ok": return result.body;
		case "refused": {
			const { error } = result;
			const said = error.details ?? error.title;
			throw new PosthornError("meta_refused", "Meta refused the call. meta_error says why.", {
				metaError: error,
				fields: refusedField === null ? [] : [{
					pointer: refusedField,
					message: `Meta says: ${said}`
				}]
			});
		}
		case "unreachable": throw new PosthornError("meta_unavailable", `${result.reason} Nothing was changed.`);
		case "unknown": throw new PosthornError("meta_unavailable", `${result.reason} Try again.`);
	}
}
// ../server/src/domain/delivery-standing.ts
const STANDING_WORDS = [
	"delivered",
	"pending",
	"retrying",
	"canceled",
	"held",
	"exhausted"
];
function standingOf({ state, held, attemptsMade }) {
	if (state !== "pending") return state;
	if (held) return "held";
	return attemptsMade > 0 ? "retrying" : "pending";
}
function standingsOfState(state) {
	return state === "pending" ? [
		"pending",
		"retrying",
		"held"
	] : [state];
}
// ../server/src/domain/event.ts
const EVENT_ORIGINS = [
	"meta",
	"custom",
	"crm",
	"operational",
	"erased"
];
// ../server/src/domain/xobito/record-attributes.ts
function xobitoAttributes(kind, resource, { tenantId, order = "usual" }) {
	const own = inOrder(kind, order).map(({ name, property, holds }) => [name, READERS[holds](resource[property])]);
	return {
		id: resource.serial ?? null,
		tenant_id: tenantId,
		...Object.fromEntries(own)
	};
}
function xobitoOriginal(kind, changes, order) {
	if (!isJsonObject(changes)) return null;
	const changed = inOrder(kind, order).filter(({ property }) => Object.hasOwn(changes, property));
	return Object.fromEntries(changed.map(({ name, property, holds }) => [name, READERS[holds](beforeOf(changes[property]))]));
}
function inOrder(kind, order) {
	return order === "updated" ? kind.updatedAttributes : kind.attributes;
}
function beforeOf(change) {
	return Array.isArray(change) ? change[0] : null;
}
function microsecondsZ(time) {
	const atMs = time === null ? NaN : Date.parse(time);
	return Number.isNaN(atMs) ? null : `${new Date(atMs).toISOString().slice(0, -1)}000Z`;
}
const READERS = {
	text: (value) => value ?? null,
	bit: (value) => value === true ? 1 : 0,
	time: (value) => microsecondsZ(stringOf(value)),
	reference: serialOf,
	references: (value) => Array.isArray(value) ? value.map(serialOf) : [],
	nobody: () => null
};
function serialOf(value) {
	return objectOf(value).serial ?? null;
}
const FIRSTNAME = {
	name: "firstname",
	property: "first_name",
	holds: "text"
};
const LASTNAME = {
	name: "lastname",
	property: "last_name",
	holds: "text"
};
const COMPANY = {
	name: "company",
	property: "company",
	holds: "text"
};
const TYPE = {
	name: "type",
	property: "type",
	holds: "text"
};
const EMAIL = {
	name: "email",
	property: "email",
	holds: "text"
};
const PHONE = {
	name: "phone",
	property: "phone",
	holds: "text"
};
const SOURCE_ID = {
	name: "source_id",
	property: "source",
	holds: "reference"
};
const STATUS_ID = {
	name: "status_id",
	property: "status",
	holds: "reference"
};
const NAME = {
	name: "name",
	property: "name",
	holds: "text"
};
const TIMES = [{
	name: "created_at",
	property: "created_at",
	holds: "time"
}, {
	name: "updated_at",
	property: "updated_at",
	holds: "time"
}];
const CONTACT_TAIL = [
	{
		name: "country_id",
		property: "country",
		holds: "reference"
	},
	{
		name: "group_id",
		property: "groups",
		holds: "references"
	},
	{
		name: "is_enabled",
		property: "enabled",
		holds: "bit"
	},
	{
		name: "is_opted_out",
		property: "opted_out",
		holds: "bit"
	},
	{
		name: "description",
		property: "description",
		holds: "text"
	},
	{
		name: "zip",
		property: "zip",
		holds: "text"
	},
	{
		name: "city",
		property: "city",
		holds: "text"
	},
	{
		name: "state",
		property: "state",
		holds: "text"
	},
	{
		name: "address",
		property: "address",
		holds: "text"
	},
	{
		name: "website",
		property: "website",
		holds: "text"
	},
	{
		name: "assigned_id",
		property: "assignee_id",
		holds: "nobody"
	},
	...TIMES
];
const STATUS_ATTRIBUTES = [
	NAME,
	{
		name: "color",
		property: "color",
		holds: "text"
	},
	{
		name: "isdefault",
		property: "default",
		holds: "bit"
	},
	...TIMES
];
const SOURCE_ATTRIBUTES = [NAME, ...TIMES];
const XOBITO_CONTACT = {
	attributes: [
		FIRSTNAME,
		LASTNAME,
		COMPANY,
		TYPE,
		EMAIL,
		PHONE,
		SOURCE_ID,
		STATUS_ID,
		...CONTACT_TAIL
	],
	updatedAttributes: [
		FIRSTNAME,
		LASTNAME,
		COMPANY,
		EMAIL,
		PHONE,
		TYPE,
		STATUS_ID,
		SOURCE_ID,
		...CONTACT_TAIL
	]
};
const XOBITO_STATUS = {
	attributes: STATUS_ATTRIBUTES,
	updatedAttributes: STATUS_ATTRIBUTES
};
const XOBITO_SOURCE = {
	attributes: SOURCE_ATTRIBUTES,
	updatedAttributes: SOURCE_ATTRIBUTES
};
// ../server/src/domain/meta/dedupe-key.ts
const HOUR_MS = 36e5;
const CANONICAL_DEPTH_MAX = 200;
const SAFE_PART = /^(?!#)[ -{}~]{1,200}$/;
function dedupeKeyOf(meta, receivedAtMs) {
	return naturalKeyOf(meta) ?? hashKeyOf(meta, receivedAtMs);
}
function canonicalJson(value, depth = 0) {
	if (depth > CANONICAL_DEPTH_MAX) return "\"\u2026\"";
	if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element, depth + 1)).join(",")}]`;
	if (!isJsonObject(value)) return JSON.stringify(value) ?? "null";
	return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], depth + 1)}`).join(",")}}`;
}
function naturalKeyOf(meta) {
	const item = objectOf(meta.item);
	const id = typeof item.id === "string" && item.id !== "" ? item.id : null;
	if (id === null) return null;
	switch (meta.kind) {
		case "message":
		case "echo": return `${safePart(id)}|message`;
		case "history_message": return `${safePart(id)}|history`;
		case "status":
		case "call_status": return statusKeyOf(id, item);
		case "call": return partKey(id, wordOf(item.event) || wordOf(item.status));
		default: return null;
	}
}
function statusKeyOf(id, status) {
	const word = wordOf(status.status);
	if (word === "") return null;
	if (wordOf(status.type) === "payment") return partKey(id, `payment:${word}:${idTextOf(objectOf(objectOf(status.payment).transaction).id) ?? ""}`);
	const key = partKey(id, word);
	const participant = participantOf(status);
	return participant === null ? key : `${key}|${participantPart(id, participant)}`;
}
function participantPart(id, participant) {
	return `#${hash("sha256", `${id}\n${participant}`, "base64url")}`;
}
function participantOf(status) {
	return idTextOf(status.recipient_participant_id) ?? idTextOf(status.participant_recipient_id) ?? idTextOf(status.recipient_participant_user_id) ?? idTextOf(status.participant_recipient_user_id);
}
function partKey(id, word) {
	return word === "" ? null : `${safePart(id)}|${safePart(word)}`;
}
function safePart(text) {
	return SAFE_PART.test(text) ? text : `#${hash("sha256", text, "base64url")}`;
}
function hashKeyOf(meta, receivedAtMs) {
	const entryId = idTextOf(meta.entry.id) ?? "";
	const phoneNumberId = idTextOf(objectOf(meta.value.metadata).phone_number_id) ?? "";
	const timeMs = timeMsOf(meta.entry.time) ?? itemTimeMsOf(meta);
	const time = timeMs === null ? `h${Math.floor(receivedAtMs / HOUR_MS)}` : String(timeMs);
	const content = canonicalJson([
		meta.field,
		entryId,
		phoneNumberId,
		meta.item ?? null,
		time
	]);
	return `h|${hash("sha256", content, "base64url")}`;
}
// ../server/src/domain/meta/split.ts
const SPLIT_ITEMS_MAX = 1e4;
function splitMetaBody(body, nowMs) {
	const items = listMetaItems(body, SPLIT_ITEMS_MAX);
	if (items === null) return [];
	const [first] = items;
	if (first === void 0) return [];
	if (items.length === 1 && isRegular(body)) return [toSplitItem(first, {
		body,
		person: personOf(first, indexContacts(first.value)),
		nowMs
	})];
	return splitBatch(objectOf(body), items, nowMs) ?? [];
}
function isRegular(body) {
	const entries = objectOf(body).entry;
	if (!Array.isArray(entries) || entries.length !== 1) return false;
	const changes = objectOf(entries[0]).changes;
	if (!Array.isArray(changes) || changes.length !== 1) return false;
	return typeof objectOf(changes[0]).field === "string";
}
function splitBatch(body, items, nowMs) {
	const split = [];
	let growthBytes = 0;
	let around = null;
	for (const meta of items) {
		if (around === null || around.value !== meta.value || around.listKey !== meta.listKey) around = surroundingsOf(body, meta);
		const person = personOf(meta, around.contacts);
		const matching = contactsAbout(around.contacts, person);
		growthBytes += around.bytes + (matching.length === 0 ? around.contactsBytes : 0);
		if (growthBytes > 67108864) return null;
		const contacts = matching.length === 0 ? around.contacts.all : matching;
		split.push(toSplitItem(meta, {
			body: cutBody(body, meta, contacts),
			person,
			nowMs
		}));
	}
	return split;
}
function surroundingsOf(body, meta) {
	const contacts = indexContacts(meta.value);
	const { value, listKey } = meta;
	return {
		value,
		listKey,
		contacts,
		bytes: JSON.stringify(cutBody(body, {
			...meta,
			item: null
		}, [])).length,
		contactsBytes: JSON.stringify(contacts.all).length
	};
}
function cutBody(body, meta, contacts) {
	const entry = meta.kind === "entry" ? meta.item : {
		...meta.entry,
		changes: [{
			...meta.change,
			value: cutValue(meta, contacts),
			field: meta.field
		}]
	};
	return {
		...body,
		entry: [entry]
	};
}
function cutValue(meta, contacts) {
	const { listKey, value } = meta;
	if (listKey === null) return meta.item;
	const kept = [];
	for (const key of Object.keys(value)) if (key === listKey) kept.push([key, [meta.item]]);
	else if (key === "contacts" && Array.isArray(value.contacts)) kept.push([key, contacts]);
	else if (key === "errors" && listKey !== "calls" && meta.field === "calls") continue;
	else if (!isSplitOn(meta.field, value, key)) kept.push([key, value[key]]);
	return Object.fromEntries(kept);
}
function toSplitItem(meta, { body, person, nowMs }) {
	const metadata = objectOf(meta.value.metadata);
	const phoneNumberId = idTextOf(metadata.phone_number_id);
	const scope = scopeOf(meta, phoneNumberId);
	const metaTimeMs = itemTimeMsOf(meta) ?? timeMsOf(meta.entry.time);
	return {
		body,
		field: meta.field,
		type: eventTypeOf(meta),
		wabaId: scope === "business" ? idTextOf(objectOf(meta.value.waba_info).waba_id) : idTextOf(meta.entry.id),
		phoneNumberId,
		displayPhoneNumber: idTextOf(metadata.display_phone_number) ?? idTextOf(meta.value.display_phone_number),
		scope,
		occurredAtMs: metaTimeMs ?? nowMs,
		timeIsMeta: metaTimeMs !== null,
		phone: person.phone,
		bsuid: person.bsuid,
		dedupeKey: dedupeKeyOf(meta, nowMs),
		exemptFromReplayWindow: meta.field === "history"
	};
}
function scopeOf(meta, phoneNumberId) {
	if (phoneNumberId !== null || isChannelField(meta.field)) return "channel";
	return isBusinessChange(meta.field, meta.value) ? "business" : "waba";
}
// ../server/src/domain/quarantine.ts
const QUARANTINE_REASONS = [
	"stale",
	"future",
	"unknown_channel",
	"unreadable",
	"erased"
];
// ../server/src/domain/phone.ts
function phoneKeyOf(digits) {
	if (/^55\d{2}9[6-9]\d{7}$/.test(digits)) return digits.slice(0, 4) + digits.slice(5);
	if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`;
	if (/^549\d{10}$/.test(digits)) return `54${digits.slice(3)}`;
	return digits;
}
function spellingsOf(digits) {
	const key = phoneKeyOf(digits);
	const longer = longerSpellingOf(key);
	return [...new Set([
		digits,
		key,
		...longer === null ? [] : [longer]
	])];
}
function longerSpellingOf(key) {
	if (/^55\d{2}[6-9]\d{7}$/.test(key)) return `${key.slice(0, 4)}9${key.slice(4)}`;
	if (/^52\d{10}$/.test(key)) return `521${key.slice(2)}`;
	return /^54\d{10}$/.test(key) ? `549${key.slice(2)}` : null;
}
function digitsOfPhone(phone) {
	return phone.startsWith("+") ? phone.slice(1) : phone;
}
// ../server/src/domain/contact.ts
const NEW_CONTACT = {
	firstName: "",
	lastName: null,
	company: null,
	type: "lead",
	email: null,
	phone: null,
	bsuid: null,
	username: null,
	country: null,
	address: null,
	city: null,
	state: null,
	zip: null,
	website: null,
	description: null,
	sourceId: null,
	statusId: null,
	groupIds: [],
	assigneeId: null,
	enabled: true,
	optedOut: false,
	customAttributes: {},
	tags: []
};
function fullName(contact) {
	return [contact.firstName, contact.lastName].filter((name) => name !== null && name !== "").join(" ");
}
function nextEventAtMs(lastEventAtMs, nowMs) {
	return Math.max(nowMs, (Math.floor(lastEventAtMs / 1e3) + 1) * 1e3);
}
// ../server/src/domain/message-send.ts
const SEND_WAIT_MS = 1e4;
function refusedByMeta(error) {
	const { code, title, details, advice } = error;
	const said = [
		`${title}.`,
		...details === null || details === title ? [] : [details],
		advice
	].join(" ");
	return new PosthornError("message_refused", `Meta refused the message with error ${code}: ${said}`, { metaError: error });
}
// ../server/src/domain/template.ts
const TEMPLATE_CATEGORIES = [
	"MARKETING",
	"UTILITY",
	"AUTHENTICATION"
];
const TEMPLATE_PARAMETER_FORMATS = ["positional", "named"];
function isUsableTemplate(template) {
	return template.status === "APPROVED" && template.deletedAtMs === null;
}
function templateLanguage(text) {
	return text.replaceAll("-", "_");
}
const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;
function listPlaceholders(text) {
	return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, key = ""]) => key))];
}
function withoutPlaceholders(text) {
	return text.replaceAll(PLACEHOLDER, "");
}
function templateParameters({ category, components }) {
	return components.flatMap((component) => {
		switch (typeOf(component)) {
			case "HEADER": return headerParameters(component);
			case "BODY": return bodyParameters(component, category);
			case "BUTTONS": return listOf(component.buttons).flatMap((button, index) => buttonParameters(objectOf(button), index));
			case "FOOTER": return [];
			default: return [{
				...NOTHING$1,
				component: typeOf(component).toLowerCase(),
				type: "other"
			}];
		}
	});
}
const NOTHING$1 = {
	index: null,
	name: null,
	position: null,
	example: null
};
function typeOf(part) {
	return (stringOf(part.type) ?? "").toUpperCase();
}
function headerParameters(header) {
	const format = (stringOf(header.format) ?? "TEXT").toUpperCase();
	const example = objectOf(header.example);
	if (format === "TEXT") {
		const given = {
			listed: listOf(example.header_text),
			named: listOf(example.header_text_named_params)
		};
		return textParameters("header", stringOf(header.text) ?? "", given);
	}
	const handle = stringOf(listOf(example.header_handle)[0]);
	return [{
		...NOTHING$1,
		component: "header",
		type: format.toLowerCase(),
		example: handle
	}];
}
function bodyParameters(body, category) {
	const text = stringOf(body.text);
	if (text === null && category === "AUTHENTICATION") return [{
		...NOTHING$1,
		component: "body",
		position: 1,
		type: "text"
	}];
	const example = objectOf(body.example);
	const given = {
		listed: listOf(listOf(example.body_text)[0]),
		named: listOf(example.body_text_named_params)
	};
	return textParameters("body", text ?? "", given);
}
function buttonParameters(button, index) {
	const at = {
		...NOTHING$1,
		component: "button",
		index
	};
	const example = stringOf(button.example) ?? stringOf(listOf(button.example)[0]);
	switch (typeOf(button)) {
		case "URL": return listPlaceholders(stringOf(button.url) ?? "").map(() => ({
			...at,
			position: 1,
			type: "text",
			example
		}));
		case "OTP": return [{
			...at,
			position: 1,
			type: "text"
		}];
		case "COPY_CODE": return [{
			...at,
			type: "coupon_code",
			example
		}];
		case "MPM": return [{
			...at,
			type: "action"
		}];
		default: return [];
	}
}
function textParameters(component, text, examples) {
	return listPlaceholders(text).map((key) => {
		const at = {
			...NOTHING$1,
			component,
			type: "text"
		};
		const position = /^\d+$/.test(key) ? Number(key) : null;
		if (position !== null) return {
			...at,
			position,
			example: stringOf(examples.listed[position - 1])
		};
		const named = examples.named.find((one) => isJsonObject(one) && one.param_name === key);
		return {
			...at,
			name: key,
			example: stringOf(objectOf(named).example)
		};
	});
}
// ../server/src/domain/countries.ts
const CODES = `
  AD 20, AE 784, AF 4, AG 28, AI 660, AL 8, AM 51, AO 24, AQ 10, AR 32, AS 16, AT 40, AU 36, AW 533, AX 248, AZ 31
  BA 70, BB 52, BD 50, BE 56, BF 854, BG 100, BH 48, BI 108, BJ 204, BL 652, BM 60, BN 96, BO 68, BQ 535, BR 76
  BS 44, BT 64, BV 74, BW 72, BY 112, BZ 84, CA 124, CC 166, CD 180, CF 140, CG 178, CH 756, CI 384, CK 184
  CL 152, CM 120, CN 156, CO 170, CR 188, CU 192, CV 132, CW 531, CX 162, CY 196, CZ 203, DE 276, DJ 262, DK 208
  DM 212, DO 214, DZ 12, EC 218, EE 233, EG 818, EH 732, ER 232, ES 724, ET 231, FI 246, FJ 242, FK 238, FM 583
  FO 234, FR 250, GA 266, GB 826, GD 308, GE 268, GF 254, GG 831, GH 288, GI 292, GL 304, GM 270, GN 324, GP 312
  GQ 226, GR 300, GS 239, GT 320, GU 316, GW 624, GY 328, HK 344, HM 334, HN 340, HR 191, HT 332, HU 348, ID 360
  IE 372, IL 376, IM 833, IN 356, IO 86, IQ 368, IR 364, IS 352, IT 380, JE 832, JM 388, JO 400, JP 392, KE 404
  KG 417, KH 116, KI 296, KM 174, KN 659, KP 408, KR 410, KW 414, KY 136, KZ 398, LA 418, LB 422, LC 662, LI 438
  LK 144, LR 430, LS 426, LT 440, LU 442, LV 428, LY 434, MA 504, MC 492, MD 498, ME 499, MF 663, MG 450, MH 584
  MK 807, ML 466, MM 104, MN 496, MO 446, MP 580, MQ 474, MR 478, MS 500, MT 470, MU 480, MV 462, MW 454, MX 484
  MY 458, MZ 508, NA 516, NC 540, NE 562, NF 574, NG 566, NI 558, NL 528, NO 578, NP 524, NR 520, NU 570, NZ 554
  OM 512, PA 591, PE 604, PF 258, PG 598, PH 608, PK 586, PL 616, PM 666, PN 612, PR 630, PS 275, PT 620, PW 585
  PY 600, QA 634, RE 638, RO 642, RS 688, RU 643, RW 646, SA 682, SB 90, SC 690, SD 729, SE 752, SG 702, SH 654
  SI 705, SJ 744, SK 703, SL 694, SM 674, SN 686, SO 706, SR 740, SS 728, ST 678, SV 222, SX 534, SY 760, SZ 748
  TC 796, TD 148, TF 260, TG 768, TH 764, TJ 762, TK 772, TL 626, TM 795, TN 788, TO 776, TR 792, TT 780, TV 798
  TW 158, TZ 834, UA 804, UG 800, UM 581, US 840, UY 858, UZ 860, VA 336, VC 670, VE 862, VG 92, VI 850, VN 704
  VU 548, WF 876, WS 882, YE 887, YT 175, ZA 710, ZM 894, ZW 716
`;
const NAMES = new Intl.DisplayNames("en", { type: "region" });
const COUNTRIES = CODES.trim().split(/,\s*|\n\s*/).map((entry) => {
	const [code = "", serial] = entry.split(" ");
	return {
		code,
		serial: Number(serial),
		name: NAMES.of(code) ?? code
	};
});
const BY_CODE = new Map(COUNTRIES.map((country) => [country.code, country]));
const BY_NAME = new Map(COUNTRIES.map((country) => [country.name.toLowerCase(), country]));
const BY_SERIAL = new Map(COUNTRIES.map((country) => [country.serial, country]));
function findCountry(code) {
	return BY_CODE.get(code) ?? null;
}
function findCountryBySerial(serial) {
	return BY_SERIAL.get(serial) ?? null;
}
function findCountryByName(name) {
	return BY_NAME.get(name.toLowerCase()) ?? null;
}
// ../server/src/domain/conversation.ts
const WINDOW_MS = 864e5;
function conversationIdOf(channelId, partner) {
	const { contactId, phone, bsuid } = partner;
	const who = contactId ?? bsuid ?? (phone === null ? null : phoneKeyOf(phone));
	return who === null ? null : idOf$1("cnv", hashedUuid(`${channelId}\n${who}`));
}
function conversationIdOfEvent(event) {
	if (event.channelId === null) return null;
	const { phone, bsuid } = event;
	return conversationIdOf(event.channelId, {
		contactId: event.contact?.id ?? null,
		phone,
		bsuid
	});
}
function hashedUuid(text) {
	const hex = hash("sha256", text, "hex");
	const variant = (Number.parseInt(hex.slice(16, 17), 16) & 3 | 8).toString(16);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
// ../server/src/domain/excerpt.ts
function excerptOf(text, charsMax) {
	return text.slice(0, charsMax).replace(/[\uD800-\uDBFF]$/, "");
}
// ../server/src/domain/meta/message-words.ts
const AROUND = [
	"context",
	"referral",
	"errors"
];
function messageWordsOf(item) {
	const inner = contentOf(item);
	const type = messageTypeOf(inner) ?? "unknown";
	const text = messageTextOf(inner);
	const around = AROUND.flatMap((key) => item[key] === void 0 ? [] : [[key, item[key]]]);
	const own = type === "text" && text !== null && Object.keys(objectOf(inner.text)).length === 1 || inner[type] === void 0 ? [] : [[type, inner[type]]];
	return {
		type,
		text,
		content: Object.fromEntries([...own, ...around])
	};
}
// ../server/src/domain/run.ts
const RUN_STATES = [
	"pending",
	"running",
	"paused",
	"completed",
	"failed",
	"canceled"
];
// ../server/src/domain/event-filter/some-value.ts
const VALUES_MAX = 1e3;
const INDEX$1 = /^\d{1,9}$/;
function someValue(view, segments, test) {
	return search({
		segments,
		test,
		left: VALUES_MAX
	}, view, 0);
}
function search(state, value, depth) {
	if (state.left <= 0) return false;
	state.left -= 1;
	const segment = state.segments[depth];
	if (segment === void 0) return state.test(value);
	if (Array.isArray(value) && !INDEX$1.test(segment)) return searchElements(state, value, depth);
	return hasOwn(value, segment) && search(state, value[segment], depth + 1);
}
function hasOwn(value, name) {
	return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}
function searchElements(state, list, depth) {
	for (let index = 0; index < list.length && state.left > 0; index++) {
		const element = list[index];
		if (!Array.isArray(element) && search(state, element, depth)) return true;
	}
	return false;
}
function itselfOrElement(value, test) {
	if (!Array.isArray(value)) return test(value);
	const length = Math.min(value.length, VALUES_MAX);
	for (let index = 0; index < length; index++) if (test(value[index])) return true;
	return false;
}
// ../server/src/domain/event-filter/compile-filter.ts
function compileFilter(filter) {
	const parsed = parseFilter(filter);
	return parsed.kind === "problems" ? () => false : compileCondition(parsed.condition);
}
function compileCondition(condition) {
	if (condition.kind === "field") return compileField(condition);
	if (condition.kind === "not") return not(compileCondition(condition.of));
	const all = condition.of.map(compileCondition);
	return condition.kind === "all" ? (view) => all.every((one) => one(view)) : (view) => all.some((one) => one(view));
}
function compileField(condition) {
	const passes = compilePositive(condition);
	const { operator, operand } = condition;
	return operator === "$ne" || operator === "$nin" || operator === "$exists" && operand === false ? (view) => !passes(view) : passes;
}
function compilePositive({ segments, operator, operand }) {
	const some = (test) => (view) => someValue(view, segments, test);
	const someElement = (test) => some((value) => itselfOrElement(value, test));
	switch (operator) {
		case "$exists": return some(isThere);
		case "$eq":
		case "$ne":
		case "$in":
		case "$nin": return compileEquals(operand, {
			someElement,
			isMissing: not(some(isThere))
		});
		case "$startsWith": return someElement((value) => typeof value === "string" && value.startsWith(String(operand)));
		default: return someElement(comparison(operator, operand));
	}
}
function compileEquals(operand, { someElement, isMissing }) {
	if (!isList(operand)) return operand === null ? isMissing : someElement((value) => value === operand);
	const values = new Set(operand.filter((value) => value !== null));
	const isOneOf = someElement((value) => values.has(value));
	return operand.includes(null) ? (view) => isOneOf(view) || isMissing(view) : isOneOf;
}
function isThere(value) {
	return value !== null && value !== void 0;
}
function comparison(operator, operand) {
	const isNumber = typeof operand === "number";
	const bound = isNumber ? operand : readFilterTime(operand) ?? NaN;
	const holds = HOLDS[operator];
	return (value) => {
		const found = isNumber ? value : readFilterTime(value);
		return typeof found === "number" && holds(found, bound);
	};
}
const HOLDS = {
	$gt: (found, bound) => found > bound,
	$gte: (found, bound) => found >= bound,
	$lt: (found, bound) => found < bound,
	$lte: (found, bound) => found <= bound
};
function not(passes) {
	return (view) => !passes(view);
}
function isList(operand) {
	return Array.isArray(operand);
}
// ../server/src/domain/event-filter/condition.ts
function fieldConditionsOf(condition) {
	if (condition.kind === "field") return [condition];
	if (condition.kind === "not") return fieldConditionsOf(condition.of);
	return condition.of.flatMap(fieldConditionsOf);
}
// ../server/src/domain/event-filter/event-view.ts
function viewOfEvent(event, dataOf) {
	let data = null;
	return {
		type: event.type,
		channel_id: event.channelId,
		get occurred_at() {
			return new Date(event.occurredAtMs).toISOString();
		},
		get contact() {
			return contactOf(event);
		},
		get data() {
			data ??= { value: dataOf(event) };
			return data.value;
		}
	};
}
function contactOf({ contact, phone, bsuid }) {
	if (contact === null && phone === null && bsuid === null) return null;
	return {
		id: contact?.id ?? null,
		serial: contact?.serial ?? null,
		phone,
		bsuid
	};
}
// ../server/src/domain/event-filter/explain-filter.ts
const SHOWN_VALUES_MAX = 3;
const SHOWN_CHARS_MAX = 60;
function explainFilter(condition, view) {
	if (compileCondition(condition)(view)) return null;
	const { pointer } = condition;
	if (condition.kind === "field") return {
		pointer,
		message: wordsOfField(condition, view)
	};
	if (condition.kind === "not") return {
		pointer,
		message: "What $not excludes is true of it."
	};
	const failed = firstFailure(condition.of, view);
	if (condition.kind === "all") return failed;
	return {
		pointer,
		message: `None of the ${condition.of.length} alternatives holds. The first: ${failed?.message}`
	};
}
function firstFailure(conditions, view) {
	for (const condition of conditions) {
		const failed = explainFilter(condition, view);
		if (failed !== null) return failed;
	}
	return null;
}
function wordsOfField({ field, segments, operator, operand }, view) {
	return `${field} is ${showFound(view, segments)}; it must ${WANTED[operator]} ${showOperand(operator, operand)}.`;
}
const WANTED = {
	$eq: "be",
	$ne: "not be",
	$in: "be",
	$nin: "not be",
	$startsWith: "begin with",
	$exists: "be",
	$gt: "be above",
	$gte: "be at least",
	$lt: "be below",
	$lte: "be at most"
};
function showOperand(operator, operand) {
	if (operator === "$exists") return operand === true ? "there" : "missing";
	return Array.isArray(operand) ? `one of ${showSome(operand)}` : showValue(operand);
}
function showFound(view, segments) {
	const found = [];
	someValue(view, segments, (value) => {
		if (value !== void 0) found.push(value);
		return found.length > SHOWN_VALUES_MAX;
	});
	if (found.length === 0) return "not there";
	return found.length === 1 ? showValue(found[0]) : showSome(found);
}
function showSome(values) {
	const shown = values.slice(0, SHOWN_VALUES_MAX).map(showValue).join(", ");
	return values.length > SHOWN_VALUES_MAX ? `${shown}, \u2026` : shown;
}
function showValue(value) {
	if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
	if (typeof value === "object" && value !== null) return "an object";
	if (typeof value !== "string") return String(value);
	return JSON.stringify(value.length > SHOWN_CHARS_MAX ? `${value.slice(0, SHOWN_CHARS_MAX)}\u2026` : value);
}
// ../server/src/domain/event-filter/known-field.ts
const INDEX = /^\d{1,9}$/;
function mayHaveField({ dataSchema }, segments) {
	return mayHave(dataSchema, segments);
}
function mayHave(schema, segments) {
	const [segment, ...rest] = segments;
	if (segment === void 0) return true;
	if (Array.isArray(schema.anyOf)) return schema.anyOf.some((one) => isSchema(one) && mayHave(one, segments));
	if (isSchema(schema.items)) return mayHave(schema.items, INDEX.test(segment) ? rest : segments);
	const { properties, additionalProperties } = schema;
	if (isSchema(properties) && Object.hasOwn(properties, segment)) {
		const inner = properties[segment];
		return isSchema(inner) && mayHave(inner, rest);
	}
	if (isSchema(additionalProperties)) return mayHave(additionalProperties, rest);
	return properties === void 0 && isOpen(schema);
}
function isOpen({ type, enum: words }) {
	if (words !== void 0) return false;
	if (type === void 0) return true;
	const types = Array.isArray(type) ? type : [type];
	return types.includes("object") || types.includes("array");
}
function isSchema(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// ../server/src/domain/csv-cell.ts
const FORMULA = /^'*[=+\-@\t\r]/;
function guardCsvCell(text) {
	return FORMULA.test(text) ? `'${text}` : text;
}
function unguardCsvCell(cell) {
	return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
// ../server/src/domain/test-receiver.ts
const RECEIVER_ANSWERS = [
	"200",
	"410",
	"500",
	"slow"
];
const TEST_RECEIVER_PATH = "/test-receivers/";
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
function testReceiverPath(token) {
	return TEST_RECEIVER_PATH + token;
}
function readTestReceiverToken(path) {
	if (!path.startsWith("/test-receivers/")) return null;
	const token = path.slice(16);
	return TOKEN.test(token) ? token : null;
}
// ../server/src/domain/meta/person-facts.ts
const NOTHING = {
	isIntroduced: false,
	firstName: null,
	lastName: null,
	username: null,
	words: null,
	choice: null,
	newPhone: null
};
const WORDS_CHARS_MAX = 80;
const WORD_TYPES = new Set([
	"text",
	"button",
	"interactive"
]);
function personFactsOf(event) {
	switch (event.type) {
		case "message.received": return factsOfMessage(event);
		case "contact.opted_out": return {
			...NOTHING,
			choice: "stop"
		};
		case "contact.opted_in": return {
			...NOTHING,
			choice: "resume"
		};
		case "contact.identity_changed": {
			const system = objectOf(objectOf(metaItemOf(event)).system);
			return {
				...NOTHING,
				newPhone: digitsOf(system.wa_id) ?? digitsOf(system.new_wa_id)
			};
		}
		case "app_state.synced": return factsOfAddressBook(objectOf(metaItemOf(event)));
		default: return NOTHING;
	}
}
function factsOfMessage(event) {
	const { item, contact } = metaItemAndContactOf(event);
	const content = contentOf(objectOf(item));
	const profile = objectOf(contact?.profile);
	const words = WORD_TYPES.has(messageTypeOf(content)) ? messageTextOf(content) : null;
	return {
		...NOTHING,
		isIntroduced: true,
		firstName: nameOf(profile.name),
		username: nameOf(profile.username),
		words: words !== null && words.length <= WORDS_CHARS_MAX ? words : null
	};
}
function factsOfAddressBook(item) {
	if (wordOf(item.action) !== "add") return NOTHING;
	const contact = objectOf(item.contact);
	const firstName = nameOf(contact.first_name);
	const fullName = nameOf(contact.full_name);
	const rest = firstName !== null && fullName?.startsWith(`${firstName} `) === true;
	return {
		...NOTHING,
		isIntroduced: true,
		firstName: rest ? firstName : fullName ?? firstName,
		lastName: rest ? nameOf(fullName.slice(firstName.length)) : null,
		username: nameOf(contact.username)
	};
}
const NAME_CHARS_MAX = 255;
function nameOf(value) {
	const name = (stringOf(value) ?? idTextOf(value) ?? "").trim().slice(0, NAME_CHARS_MAX);
	return name === "" ? null : name;
}
const COMMONEST = new Set([
	"password1234",
	"password12345",
	"password123456",
	"passwordpassword",
	"password123!",
	"passw0rd1234",
	"123456789012",
	"1234567890123",
	"123456789123",
	"123456789abc",
	"0123456789012",
	"1qaz2wsx3edc",
	"1q2w3e4r5t6y",
	"1q2w3e4r5t6y7u",
	"qwertyuiop12",
	"qwertyuiop123",
	"qwerty123456",
	"qwertyqwerty",
	"qwertyuiopasdfghjkl",
	"asdfghjkl123",
	"abcdefghijkl",
	"abcdefghijklm",
	"abc123abc123",
	"iloveyou1234",
	"iloveyouforever",
	"letmeinletmein",
	"letmein12345",
	"administrator",
	"administrator1",
	"admin1234567",
	"adminadminadmin",
	"welcome12345",
	"welcome123456",
	"changeme1234",
	"changemechangeme",
	"trustno1trustno1",
	"correcthorsebatterystaple",
	"correct horse battery staple"
]);
function normalizePassword(password) {
	return password.normalize("NFKC");
}
function passwordProblem(password, owner) {
	const chosen = normalizePassword(password);
	const charCount = [...chosen].length;
	if (charCount < 12) return `Use at least 12 characters.`;
	if (charCount > 256) return `Use at most 256 characters.`;
	const lower = chosen.trim().toLowerCase();
	if (isOwn(lower, owner)) return "Do not use your own e-mail address or name.";
	if (COMMONEST.has(lower) || isOnePattern(lower)) return "This is among the first that anybody would try. Choose another.";
	return null;
}
function isOwn(lower, { email, name }) {
	const [localPart = ""] = email.split("@");
	return [
		email,
		localPart,
		name
	].some((own) => {
		const part = normalizePassword(own).trim().toLowerCase();
		return part !== "" && lower.replaceAll(part, "").length === 0;
	});
}
function isOnePattern(lower) {
	return /^(.{1,4})\1+$/su.test(lower);
}
export { DOCTOR_CHECKS as $, TEXT as $t, templateParameters as A, MESSAGE_DIRECTIONS as At, QUARANTINE_REASONS as B, carriesMetaBody as Bt, findCountryByName as C, digitsOf as Ct, isUsableTemplate as D, numberOf as Dt, TEMPLATE_PARAMETER_FORMATS as E, listOf as Et, fullName as F, toGraphBody as Ft, microsecondsZ as G, findEventType as Gt, XOBITO_CONTACT as H, EVENT_TYPES as Ht, nextEventAtMs as I, parseFilter as It, EVENT_ORIGINS as J, CONTACT_TYPES as Jt, xobitoAttributes as K, isKnownEventType as Kt, digitsOfPhone as L, FILTER_BYTES_MAX as Lt, SEND_WAIT_MS as M, readCallbackData as Mt, refusedByMeta as N, statusOf as Nt, listPlaceholders as O, objectOf as Ot, NEW_CONTACT as P, statusSteps as Pt, graphBodyOrThrow as Q, OBJECT as Qt, phoneKeyOf as R, BREAKER_STATES as Rt, findCountry as S, wordOf as St, TEMPLATE_CATEGORIES as T, isJsonObject as Tt, XOBITO_SOURCE as U, exampleEvent as Ut, splitMetaBody as V, contentTypeOf as Vt, XOBITO_STATUS as W, familyOf as Wt, standingOf as X, nounOf as Xt, STANDING_WORDS as Y, EXAMPLE_CHANNEL as Yt, standingsOfState as Z, INTEGER as Zt, messageWordsOf as _, contentOf as _t, readTestReceiverToken as a, ACTOR_KINDS as an, writeDoctorReport as at, conversationIdOf as b, messageMediaOf as bt, unguardCsvCell as c, writeConnection as cn, WANTED_FIELDS as ct, viewOfEvent as d, FORMATS as dn, findCallbackSubscription as dt, TEXT_OR_NULL as en, FINDING_ACTIONS as et, fieldConditionsOf as f, ORDERINGS as fn, NO_TRAFFIC as ft, RUN_STATES as g, readMetaItem as gt, someValue as h, metaItemOf as ht, RECEIVER_ANSWERS as i, oneOf as in, worstState as it, withoutPlaceholders as j, MESSAGE_STATUSES$1 as jt, templateLanguage as k, stringOf as kt, mayHaveField as l, LABEL_KINDS as ln, callbackPath as lt, compileFilter as m, metaEventData as mt, passwordProblem as n, listOf$1 as nn, qualityOf as nt, testReceiverPath as o, CONNECTION_STEPS as on, CALLBACK_OBJECT as ot, compileCondition as p, eventChannelView as pt, xobitoOriginal as q, nameInFormat as qt, personFactsOf as r, objectOf$1 as rn, readDoctorReport as rt, guardCsvCell as s, readConnection as sn, DOCTOR_HEADER as st, normalizePassword as t, TIME as tn, FINDING_STATES as tt, explainFilter as u, labelNameKey as un, describeOverride as ut, excerptOf as v, firstErrorOf as vt, findCountryBySerial as w, idTextOf as wt, conversationIdOfEvent as x, messageTypeOf as xt, WINDOW_MS as y, messageContextOf as yt, spellingsOf as z, HEALTHY_BREAKER as zt };
