// ../server/src/domain/errors.ts
const STATUS_BY_CODE = {
	invalid_request: 400,
	invalid_json: 400,
	workspace_required: 400,
	unauthenticated: 401,
	forbidden: 403,
	not_found: 404,
	method_not_allowed: 405,
	conflict: 409,
	idempotency_in_progress: 409,
	delivery_in_flight: 409,
	delivery_not_pending: 409,
	media_gone: 410,
	link_not_valid: 410,
	precondition_failed: 412,
	body_too_large: 413,
	unsupported_media_type: 415,
	unprocessable: 422,
	idempotency_mismatch: 422,
	endpoint_url_rejected: 422,
	endpoint_challenge_failed: 422,
	event_type_unknown: 422,
	event_type_not_in_format: 422,
	limit_reached: 422,
	too_many_hops: 422,
	channel_not_connected: 422,
	message_window_closed: 422,
	template_not_usable: 422,
	message_refused: 422,
	media_not_usable: 422,
	meta_refused: 422,
	rate_limited: 429,
	internal: 500,
	meta_unavailable: 502,
	store_unavailable: 503,
	media_not_ready: 503,
	config_invalid: 500
};
var PosthornError = class extends Error {
	name = "PosthornError";
	code;
	fields;
	retryAfterSeconds;
	metaError;
	constructor(code, message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.code = code;
		this.fields = options.fields ?? [];
		this.retryAfterSeconds = options.retryAfterSeconds ?? null;
		this.metaError = options.metaError ?? null;
	}
};
export { STATUS_BY_CODE as n, PosthornError as t };
