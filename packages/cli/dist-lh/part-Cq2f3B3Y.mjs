import { a as __toCommonJS, i as __require, t as __commonJSMin } from "./part-CcNv6dGi.mjs";
import { t as require_ipaddr } from "./part-DI1P1DP-.mjs";
import { t as require__part_node_http } from "./part-D4H7mARq.mjs";
import { d as dist_exports, f as init_dist, l as require_dist$3, s as require_duplexify } from "./part-B1YuE5IF.mjs";
import { l as require_mime, n as require_ref_resolver, o as require_json_schema_traverse, s as require_http_errors, t as require_ip_address, u as require_index_min } from "./part-DsyHpVaf.mjs";
import { c as require_fast_uri$1, d as require_escape_html, f as require_fast_decode_uri_component, l as require_fast_deep_equal, p as require_fastify_plugin, s as require_fast_json_stringify, u as require_queue } from "./part-1WP908MO.mjs";
import { a as require_ws, d as require_secure_json_parse, f as require_rfdc, p as require_toad_cache, s as require_dist$4 } from "./part-DvCoSyXi.mjs";
// ../../node_modules/@fastify/cookie/signer.js
var require_signer = __commonJSMin(((exports, module) => {
	const crypto = __require("node:crypto");
	const base64PaddingRE = /=/gu;
	function Signer(secrets, algorithm = "sha256") {
		if (!(this instanceof Signer)) return new Signer(secrets, algorithm);
		this.secrets = Array.isArray(secrets) ? secrets : [secrets];
		this.signingKey = this.secrets[0];
		this.algorithm = algorithm;
		validateSecrets(this.secrets);
		validateAlgorithm(this.algorithm);
	}
	function validateSecrets(secrets) {
		for (let i = 0; i < secrets.length; ++i) {
			const secret = secrets[i];
			if (typeof secret !== "string" && Buffer.isBuffer(secret) === false) throw new TypeError("Secret key must be a string or Buffer.");
		}
	}
	function validateAlgorithm(algorithm) {
		try {
			crypto.createHmac(algorithm, crypto.randomBytes(16));
		} catch {
			throw new TypeError(`Algorithm ${algorithm} not supported.`);
		}
	}
	function _sign(value, secret, algorithm) {
		if (typeof value !== "string") throw new TypeError("Cookie value must be provided as a string.");
		return value + "." + crypto.createHmac(algorithm, secret).update(value).digest("base64").replace(base64PaddingRE, "");
	}
	function _unsign(signedValue, secrets, algorithm) {
		if (typeof signedValue !== "string") throw new TypeError("Signed cookie string must be provided.");
		const dotIndex = signedValue.lastIndexOf(".");
		if (dotIndex === -1 || dotIndex === signedValue.length - 1) return {
			valid: false,
			renew: false,
			value: null
		};
		const value = signedValue.slice(0, dotIndex);
		const actual = Buffer.from(signedValue.slice(dotIndex + 1));
		for (let i = 0; i < secrets.length; ++i) {
			const secret = secrets[i];
			const expected = Buffer.from(crypto.createHmac(algorithm, secret).update(value).digest("base64").replace(base64PaddingRE, ""));
			if (expected.length === actual.length && crypto.timingSafeEqual(expected, actual)) return {
				valid: true,
				renew: secret !== secrets[0],
				value
			};
		}
		return {
			valid: false,
			renew: false,
			value: null
		};
	}
	Signer.prototype.sign = function(value) {
		return _sign(value, this.signingKey, this.algorithm);
	};
	Signer.prototype.unsign = function(signedValue) {
		return _unsign(signedValue, this.secrets, this.algorithm);
	};
	function sign(value, secret, algorithm = "sha256") {
		const secrets = Array.isArray(secret) ? secret : [secret];
		validateSecrets(secrets);
		return _sign(value, secrets[0], algorithm);
	}
	function unsign(signedValue, secret, algorithm = "sha256") {
		const secrets = Array.isArray(secret) ? secret : [secret];
		validateSecrets(secrets);
		return _unsign(signedValue, secrets, algorithm);
	}
	module.exports = Signer;
	module.exports.signerFactory = Signer;
	module.exports.Signer = Signer;
	module.exports.sign = sign;
	module.exports.unsign = unsign;
}));
// ../../node_modules/@fastify/cookie/index.js
var require_cookie = __commonJSMin(((exports, module) => {
	const fp = require_fastify_plugin();
	const { Signer, sign, unsign } = require_signer();
	let cookieModule = null;
	async function dynamicLoadCookie() {
		if (cookieModule == null) cookieModule = await import("./part-B1YuE5IF.mjs").then((n) => (n.h(), n.m));
	}
	function serialize(name, value, options) {
		const { encode, ...cookieAttributes } = options || {};
		return cookieModule.stringifySetCookie(Object.assign({
			name,
			value
		}, cookieAttributes), { encode });
	}
	function parse(header, options) {
		return cookieModule.parseCookie(header, options);
	}
	const kReplySetCookies = Symbol("fastify.reply.setCookies");
	const kReplySetCookiesHookRan = Symbol("fastify.reply.setCookiesHookRan");
	function fastifyCookieSetCookie(reply, name, value, options) {
		parseCookies(reply.server, reply.request, reply);
		const opts = Object.assign({ sameSite: "lax" }, options);
		if (opts.expires && Number.isInteger(opts.expires)) opts.expires = new Date(opts.expires);
		if (opts.signed) value = reply.signCookie(value);
		if (opts.secure === "auto") {
			if (reply.request.protocol === "https") opts.secure = true;
			else opts.secure = false;
		}
		reply[kReplySetCookies].set(`${name};${opts.domain};${opts.path || "/"}`, {
			name,
			value,
			opts
		});
		if (reply[kReplySetCookiesHookRan]) setCookies(reply);
		return reply;
	}
	function fastifyCookieClearCookie(reply, name, options) {
		return fastifyCookieSetCookie(reply, name, "", Object.assign({ path: "/" }, options, {
			expires: new Date(0),
			maxAge: 0,
			signed: false
		}));
	}
	function parseCookies(fastify, request, reply) {
		if (reply[kReplySetCookies]) return;
		const cookieHeader = request.raw.headers.cookie;
		request.cookies = cookieHeader ? fastify.parseCookie(cookieHeader) : {};
		reply[kReplySetCookies] = new Map();
	}
	function onReqHandlerWrapper(fastify, hook) {
		return hook === "preParsing" ? function fastifyCookieHandler(fastifyReq, fastifyRes, _payload, done) {
			parseCookies(fastify, fastifyReq, fastifyRes);
			done();
		} : function fastifyCookieHandler(fastifyReq, fastifyRes, done) {
			parseCookies(fastify, fastifyReq, fastifyRes);
			done();
		};
	}
	function setCookies(reply) {
		const setCookieHeaderValue = reply.getHeader("Set-Cookie");
		let cookieValue;
		if (setCookieHeaderValue === void 0) {
			if (reply[kReplySetCookies].size === 1) {
				const c = reply[kReplySetCookies].values().next().value;
				reply.header("Set-Cookie", serialize(c.name, c.value, c.opts));
				reply[kReplySetCookies].clear();
				return;
			}
			cookieValue = [];
		} else if (typeof setCookieHeaderValue === "string") cookieValue = [setCookieHeaderValue];
		else cookieValue = setCookieHeaderValue;
		for (const c of reply[kReplySetCookies].values()) cookieValue.push(serialize(c.name, c.value, c.opts));
		reply.removeHeader("Set-Cookie");
		reply.header("Set-Cookie", cookieValue);
		reply[kReplySetCookies].clear();
	}
	function fastifyCookieOnSendHandler(_fastifyReq, fastifyRes, _payload, done) {
		if (!fastifyRes[kReplySetCookies]) {
			done();
			return;
		}
		if (fastifyRes[kReplySetCookies].size) setCookies(fastifyRes);
		fastifyRes[kReplySetCookiesHookRan] = true;
		done();
	}
	async function plugin(fastify, options) {
		const secret = options.secret;
		const hook = getHook(options.hook);
		if (hook === void 0) throw new Error("@fastify/cookie: Invalid value provided for the hook-option. You can set the hook-option only to false, 'onRequest' , 'preParsing' , 'preValidation' or 'preHandler'");
		const signer = !secret || typeof secret.sign === "function" && typeof secret.unsign === "function" ? secret : new Signer(secret, options.algorithm || "sha256");
		fastify.decorate("serializeCookie", serialize);
		fastify.decorate("parseCookie", parseCookie);
		if (secret !== void 0) {
			fastify.decorate("signCookie", signCookie);
			fastify.decorate("unsignCookie", unsignCookie);
			fastify.decorateRequest("signCookie", signCookie);
			fastify.decorateRequest("unsignCookie", unsignCookie);
			fastify.decorateReply("signCookie", signCookie);
			fastify.decorateReply("unsignCookie", unsignCookie);
		}
		fastify.decorateRequest("cookies", null);
		fastify.decorateReply(kReplySetCookies, null);
		fastify.decorateReply(kReplySetCookiesHookRan, false);
		fastify.decorateReply("cookie", setCookie);
		fastify.decorateReply("setCookie", setCookie);
		fastify.decorateReply("clearCookie", clearCookie);
		if (hook) fastify.addHook(hook, onReqHandlerWrapper(fastify, hook));
		fastify.addHook("onSend", fastifyCookieOnSendHandler);
		await dynamicLoadCookie();
		function parseCookie(cookieHeader) {
			return parse(cookieHeader, options.parseOptions);
		}
		function signCookie(value) {
			return signer.sign(value);
		}
		function unsignCookie(value) {
			return signer.unsign(value);
		}
		function setCookie(name, value, cookieOptions) {
			const opts = Object.assign({}, options.parseOptions, cookieOptions);
			return fastifyCookieSetCookie(this, name, value, opts);
		}
		function clearCookie(name, cookieOptions) {
			const opts = Object.assign({}, options.parseOptions, cookieOptions);
			return fastifyCookieClearCookie(this, name, opts);
		}
	}
	function getHook(hook = "onRequest") {
		return {
			onRequest: "onRequest",
			preParsing: "preParsing",
			preValidation: "preValidation",
			preHandler: "preHandler",
			[false]: false
		}[hook];
	}
	const fastifyCookie = fp(plugin, {
		fastify: "5.x",
		name: "@fastify/cookie"
	});
	module.exports = fastifyCookie;
	module.exports.default = fastifyCookie;
	module.exports.fastifyCookie = fastifyCookie;
	module.exports.serialize = serialize;
	module.exports.parse = parse;
	module.exports.signerFactory = Signer;
	module.exports.Signer = Signer;
	module.exports.sign = sign;
	module.exports.unsign = unsign;
}));
// ../../node_modules/@fastify/send/lib/isUtf8MimeType.js
var require_isUtf8MimeType = __commonJSMin(((exports, module) => {
	function isUtf8MimeType(value) {
		const len = value.length;
		return len > 21 && value.indexOf("application/javascript") === 0 || len > 14 && value.indexOf("application/json") === 0 || len > 5 && value.indexOf("text/") === 0;
	}
	module.exports.isUtf8MimeType = isUtf8MimeType;
}));
// ../../node_modules/@lukeed/ms/dist/index.js
var require_dist$2 = __commonJSMin(((exports) => {
	var RGX = /^(-?(?:\d+)?\.?\d+) *(m(?:illiseconds?|s(?:ecs?)?))?(s(?:ec(?:onds?|s)?)?)?(m(?:in(?:utes?|s)?)?)?(h(?:ours?|rs?)?)?(d(?:ays?)?)?(w(?:eeks?|ks?)?)?(y(?:ears?|rs?)?)?$/;
	var SEC = 1e3;
	var MIN = SEC * 60;
	var HOUR = MIN * 60;
	var DAY = HOUR * 24;
	var YEAR = DAY * 365.25;
	function parse(val) {
		var num, arr = val.toLowerCase().match(RGX);
		if (arr != null && (num = parseFloat(arr[1]))) {
			if (arr[3] != null) return num * SEC;
			if (arr[4] != null) return num * MIN;
			if (arr[5] != null) return num * HOUR;
			if (arr[6] != null) return num * DAY;
			if (arr[7] != null) return num * DAY * 7;
			if (arr[8] != null) return num * YEAR;
			return num;
		}
	}
	function fmt(val, pfx, str, long) {
		var num = (val | 0) === val ? val : ~~(val + .5);
		return pfx + num + (long ? " " + str + (num != 1 ? "s" : "") : str[0]);
	}
	function format(num, long) {
		var pfx = num < 0 ? "-" : "", abs = num < 0 ? -num : num;
		if (abs < SEC) return num + (long ? " ms" : "ms");
		if (abs < MIN) return fmt(abs / SEC, pfx, "second", long);
		if (abs < HOUR) return fmt(abs / MIN, pfx, "minute", long);
		if (abs < DAY) return fmt(abs / HOUR, pfx, "hour", long);
		if (abs < YEAR) return fmt(abs / DAY, pfx, "day", long);
		return fmt(abs / YEAR, pfx, "year", long);
	}
	exports.format = format;
	exports.parse = parse;
}));
// ../../node_modules/@fastify/send/lib/collapseLeadingSlashes.js
var require_collapseLeadingSlashes = __commonJSMin(((exports, module) => {
	function collapseLeadingSlashes(str) {
		if (str[0] !== "/" || str[1] !== "/") return str;
		for (let i = 2, il = str.length; i < il; ++i) if (str[i] !== "/") return str.slice(i - 1);
	}
	module.exports.collapseLeadingSlashes = collapseLeadingSlashes;
}));
// ../../node_modules/@fastify/send/lib/containsDotFile.js
var require_containsDotFile = __commonJSMin(((exports, module) => {
	function containsDotFile(parts) {
		for (let i = 0, il = parts.length; i < il; ++i) if (parts[i].length !== 1 && parts[i][0] === ".") return true;
		return false;
	}
	module.exports.containsDotFile = containsDotFile;
}));
// ../../node_modules/@fastify/send/lib/contentRange.js
var require_contentRange = __commonJSMin(((exports) => {
	function contentRange(type, size, range) {
		return type + " " + (range ? range.start + "-" + range.end : "*") + "/" + size;
	}
	exports.contentRange = contentRange;
}));
// ../../node_modules/@fastify/send/lib/createHtmlDocument.js
var require_createHtmlDocument = __commonJSMin(((exports) => {
	function createHtmlDocument(title, body) {
		const html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title + "</title>\n</head>\n<body>\n<pre>" + body + "</pre>\n</body>\n</html>\n";
		return [html, Buffer.byteLength(html)];
	}
	exports.createHtmlDocument = createHtmlDocument;
}));
// ../../node_modules/@fastify/send/lib/normalizeList.js
var require_normalizeList = __commonJSMin(((exports, module) => {
	function normalizeList(val, name) {
		if (typeof val === "string") return [val];
		else if (val === false) return [];
		else if (Array.isArray(val)) {
			for (let i = 0, il = val.length; i < il; ++i) if (typeof val[i] !== "string") throw new TypeError(name + " must be array of strings or false");
			return val;
		} else throw new TypeError(name + " must be array of strings or false");
	}
	module.exports.normalizeList = normalizeList;
}));
// ../../node_modules/@fastify/send/lib/parseBytesRange.js
var require_parseBytesRange = __commonJSMin(((exports, module) => {
	function parseBytesRange(size, str) {
		const values = str.slice(str.indexOf("=") + 1);
		const ranges = [];
		const len = values.length;
		let i = 0;
		let il = 0;
		let j = 0;
		let start;
		let end;
		let commaIdx = values.indexOf(",");
		let dashIdx = values.indexOf("-");
		let prevIdx = -1;
		while (true) {
			commaIdx === -1 && (commaIdx = len);
			start = parseInt(values.slice(prevIdx + 1, dashIdx), 10);
			end = parseInt(values.slice(dashIdx + 1, commaIdx), 10);
			if (start !== start) {
				start = size - end;
				end = size - 1;
			} else if (end !== end) end = size - 1;
			else if (end > size - 1) end = size - 1;
			if (start === start && end === end && start > -1 && start <= end) ranges.push({
				start,
				end,
				index: j++
			});
			if (commaIdx === len) break;
			prevIdx = commaIdx++;
			dashIdx = values.indexOf("-", commaIdx);
			commaIdx = values.indexOf(",", commaIdx);
		}
		if (j < 2) return ranges;
		ranges.sort(sortByRangeStart);
		il = j;
		j = 0;
		i = 1;
		while (i < il) {
			const range = ranges[i++];
			const current = ranges[j];
			if (range.start > current.end + 1) ranges[++j] = range;
			else if (range.end > current.end) {
				current.end = range.end;
				current.index > range.index && (current.index = range.index);
			}
		}
		ranges.length = j + 1;
		ranges.sort(sortByRangeIndex);
		return ranges;
	}
	function sortByRangeIndex(a, b) {
		return a.index - b.index;
	}
	function sortByRangeStart(a, b) {
		return a.start - b.start;
	}
	module.exports.parseBytesRange = parseBytesRange;
}));
// ../../node_modules/@fastify/send/lib/parseTokenList.js
var require_parseTokenList = __commonJSMin(((exports, module) => {
	const slice = String.prototype.slice;
	function parseTokenList(str, cb) {
		let end = 0;
		let start = 0;
		let result;
		for (let i = 0, len = str.length; i < len; i++) switch (str.charCodeAt(i)) {
			case 32:
				if (start === end) start = end = i + 1;
				break;
			case 44:
				if (start !== end) {
					result = cb(slice.call(str, start, end));
					if (result !== void 0) return result;
				}
				start = end = i + 1;
				break;
			default: end = i + 1;
		}
		if (start !== end) return cb(slice.call(str, start, end));
	}
	module.exports.parseTokenList = parseTokenList;
}));
// ../../node_modules/@fastify/send/lib/createHttpError.js
var require_createHttpError = __commonJSMin(((exports, module) => {
	const createError = require_http_errors();
	function createHttpError(status, err) {
		if (!err) return createError(status);
		return err instanceof Error ? createError(status, err, { expose: false }) : createError(status, err);
	}
	module.exports.createHttpError = createHttpError;
}));
// ../../node_modules/@fastify/send/lib/send.js
var require_send$1 = __commonJSMin(((exports, module) => {
	const fs = __require("node:fs");
	const path = __require("node:path");
	const stream = __require("node:stream");
	const debug = __require("node:util").debuglog("send");
	const decode = require_fast_decode_uri_component();
	const escapeHtml = require_escape_html();
	const mime = require_mime();
	const ms = require_dist$2();
	const { collapseLeadingSlashes } = require_collapseLeadingSlashes();
	const { containsDotFile } = require_containsDotFile();
	const { contentRange } = require_contentRange();
	const { createHtmlDocument } = require_createHtmlDocument();
	const { isUtf8MimeType } = require_isUtf8MimeType();
	const { normalizeList } = require_normalizeList();
	const { parseBytesRange } = require_parseBytesRange();
	const { parseTokenList } = require_parseTokenList();
	const { createHttpError } = require_createHttpError();
	const extname = path.extname;
	const join = path.join;
	const normalize = path.normalize;
	const resolve = path.resolve;
	const sep = path.sep;
	const Readable = stream.Readable;
	const BYTES_RANGE_REGEXP = /^ *bytes=/;
	const MAX_MAXAGE = 31536e6;
	const UP_PATH_REGEXP = /(?:^|[\\/])\.\.(?:[\\/]|$)/;
	const ERROR_RESPONSES = {
		400: createHtmlDocument("Error", "Bad Request"),
		403: createHtmlDocument("Error", "Forbidden"),
		404: createHtmlDocument("Error", "Not Found"),
		412: createHtmlDocument("Error", "Precondition Failed"),
		416: createHtmlDocument("Error", "Range Not Satisfiable"),
		500: createHtmlDocument("Error", "Internal Server Error")
	};
	const validDotFilesOptions = [
		"allow",
		"ignore",
		"deny"
	];
	function normalizeMaxAge(_maxage) {
		let maxage;
		if (typeof _maxage === "string") maxage = ms.parse(_maxage);
		else maxage = Number(_maxage);
		if (maxage !== maxage) return 0;
		return Math.min(Math.max(0, maxage), MAX_MAXAGE);
	}
	function normalizeOptions(options) {
		options = options ?? {};
		const acceptRanges = options.acceptRanges !== void 0 ? Boolean(options.acceptRanges) : true;
		const cacheControl = options.cacheControl !== void 0 ? Boolean(options.cacheControl) : true;
		const contentType = options.contentType !== void 0 ? Boolean(options.contentType) : true;
		const etag = options.etag !== void 0 ? Boolean(options.etag) : true;
		const dotfiles = options.dotfiles !== void 0 ? validDotFilesOptions.indexOf(options.dotfiles) : 1;
		if (dotfiles === -1) throw new TypeError("dotfiles option must be \"allow\", \"deny\", or \"ignore\"");
		const extensions = options.extensions !== void 0 ? normalizeList(options.extensions, "extensions option") : [];
		const immutable = options.immutable !== void 0 ? Boolean(options.immutable) : false;
		const index = options.index !== void 0 ? normalizeList(options.index, "index option") : ["index.html"];
		const lastModified = options.lastModified !== void 0 ? Boolean(options.lastModified) : true;
		const maxage = normalizeMaxAge(options.maxAge ?? options.maxage);
		const maxContentRangeChunkSize = options.maxContentRangeChunkSize !== void 0 ? Number(options.maxContentRangeChunkSize) : null;
		let onFile = null;
		if (options.onFile !== void 0) {
			if (typeof options.onFile !== "function") throw new TypeError("onFile option must be a function");
			onFile = options.onFile;
		}
		const root = options.root ? resolve(options.root) : null;
		const highWaterMark = Number.isSafeInteger(options.highWaterMark) && options.highWaterMark > 0 ? options.highWaterMark : null;
		return {
			acceptRanges,
			cacheControl,
			contentType,
			etag,
			dotfiles,
			extensions,
			immutable,
			index,
			lastModified,
			maxage,
			maxContentRangeChunkSize,
			onFile,
			root,
			highWaterMark,
			start: options.start,
			end: options.end
		};
	}
	function normalizePath(_path, root) {
		let path = decode(_path);
		if (path == null) return { statusCode: 400 };
		if (~path.indexOf("\0")) return { statusCode: 400 };
		let parts;
		if (root !== null) {
			if (path) path = normalize("." + sep + path);
			if (UP_PATH_REGEXP.test(path)) {
				debug("malicious path \"%s\"", path);
				return { statusCode: 403 };
			}
			parts = path.split(sep);
			path = normalize(join(root, path));
		} else {
			if (UP_PATH_REGEXP.test(path)) {
				debug("malicious path \"%s\"", path);
				return { statusCode: 403 };
			}
			parts = normalize(path).split(sep);
			path = resolve(path);
		}
		return {
			path,
			parts
		};
	}
	function hasTrailingSlash(path) {
		return path[path.length - 1] === "/";
	}
	function isConditionalGET(request) {
		return request.headers["if-match"] || request.headers["if-unmodified-since"] || request.headers["if-none-match"] || request.headers["if-modified-since"];
	}
	function isNotModifiedFailure(request, headers) {
		if ("cache-control" in request.headers && request.headers["cache-control"].indexOf("no-cache") !== -1) return false;
		if ("if-none-match" in request.headers) {
			const ifNoneMatch = request.headers["if-none-match"];
			if (ifNoneMatch === "*") return true;
			const etag = headers.ETag;
			if (typeof etag !== "string") return false;
			const etagL = etag.length;
			if (parseTokenList(ifNoneMatch, function(match) {
				const mL = match.length;
				if (etagL === mL && match === etag || etagL > mL && "W/" + match === etag) return true;
			})) return true;
			return false;
		}
		if ("if-modified-since" in request.headers) {
			const ifModifiedSince = request.headers["if-modified-since"];
			const lastModified = headers["Last-Modified"];
			if (lastModified && Date.parse(lastModified) <= Date.parse(ifModifiedSince)) return true;
		}
		return false;
	}
	function isPreconditionFailure(request, headers) {
		const ifMatch = request.headers["if-match"];
		if (ifMatch) {
			const etag = headers.ETag;
			if (ifMatch !== "*") {
				if ((parseTokenList(ifMatch, function(match) {
					if (match === etag || "W/" + match === etag) return true;
				}) || false) !== true) return true;
			}
		}
		if ("if-unmodified-since" in request.headers) {
			const ifUnmodifiedSince = request.headers["if-unmodified-since"];
			const unmodifiedSince = Date.parse(ifUnmodifiedSince);
			if (unmodifiedSince === unmodifiedSince) {
				const lastModified = Date.parse(headers["Last-Modified"]);
				if (lastModified !== lastModified || lastModified > unmodifiedSince) return true;
			}
		}
		return false;
	}
	function isRangeFresh(request, headers) {
		if (!("if-range" in request.headers)) return true;
		const ifRange = request.headers["if-range"];
		if (ifRange.indexOf("\"") !== -1) {
			const etag = headers.ETag;
			return etag && ifRange.indexOf(etag) !== -1 || false;
		}
		const ifRangeTimestamp = Date.parse(ifRange);
		if (ifRangeTimestamp !== ifRangeTimestamp) return false;
		const lastModified = Date.parse(headers["Last-Modified"]);
		return lastModified !== lastModified || lastModified <= ifRangeTimestamp;
	}
	function tryStat(path) {
		return new Promise((resolve) => {
			fs.stat(path, function onstat(error, stat) {
				resolve({
					error,
					stat
				});
			});
		});
	}
	function sendError(statusCode, err) {
		const headers = {};
		if (err && err.headers) for (const headerName in err.headers) headers[headerName] = err.headers[headerName];
		const doc = ERROR_RESPONSES[statusCode];
		headers["Content-Type"] = "text/html; charset=utf-8";
		headers["Content-Length"] = doc[1];
		headers["Content-Security-Policy"] = "default-src 'none'";
		headers["X-Content-Type-Options"] = "nosniff";
		return {
			statusCode,
			headers,
			stream: Readable.from(doc[0]),
			type: "error",
			metadata: { error: createHttpError(statusCode, err) }
		};
	}
	function sendStatError(err) {
		switch (err.code) {
			case "ENAMETOOLONG":
			case "ENOTDIR":
			case "ENOENT": return sendError(404, err);
			default: return sendError(500, err);
		}
	}
	function sendNotModified(headers, path, stat) {
		debug("not modified");
		delete headers["Content-Encoding"];
		delete headers["Content-Language"];
		delete headers["Content-Length"];
		delete headers["Content-Range"];
		delete headers["Content-Type"];
		return {
			statusCode: 304,
			headers,
			stream: Readable.from(""),
			type: "file",
			metadata: {
				path,
				stat
			}
		};
	}
	async function sendFileDirectly(request, path, stat, options) {
		if (options.onFile !== null) await options.onFile(path, stat);
		let len = stat.size;
		let offset = options.start ?? 0;
		let statusCode = 200;
		const headers = {};
		debug("send \"%s\"", path);
		if (options.acceptRanges) {
			debug("accept ranges");
			headers["Accept-Ranges"] = "bytes";
		}
		if (options.cacheControl) {
			let cacheControl = "public, max-age=" + Math.floor(options.maxage / 1e3);
			if (options.immutable) cacheControl += ", immutable";
			debug("cache-control %s", cacheControl);
			headers["Cache-Control"] = cacheControl;
		}
		if (options.lastModified) {
			const modified = stat.mtime.toUTCString();
			debug("modified %s", modified);
			headers["Last-Modified"] = modified;
		}
		if (options.etag) {
			const etag = "W/\"" + stat.size.toString(16) + "-" + stat.mtime.getTime().toString(16) + "\"";
			debug("etag %s", etag);
			headers.ETag = etag;
		}
		if (options.contentType) {
			let type = mime.getType(path) || mime.default_type;
			debug("content-type %s", type);
			if (type && isUtf8MimeType(type)) type += "; charset=utf-8";
			if (type) headers["Content-Type"] = type;
		}
		if (isConditionalGET(request)) {
			if (isPreconditionFailure(request, headers)) return sendError(412);
			if (isNotModifiedFailure(request, headers)) return sendNotModified(headers, path, stat);
		}
		len = Math.max(0, len - offset);
		if (options.end !== void 0) {
			const bytes = options.end - offset + 1;
			if (len > bytes) len = bytes;
		}
		if (options.acceptRanges) {
			const rangeHeader = request.headers.range;
			if (rangeHeader !== void 0 && BYTES_RANGE_REGEXP.test(rangeHeader)) {
				if (isRangeFresh(request, headers)) {
					const ranges = parseBytesRange(len, rangeHeader);
					if (ranges.length === 0) {
						debug("range unsatisfiable");
						headers["Content-Range"] = contentRange("bytes", len);
						return sendError(416, { headers: { "Content-Range": headers["Content-Range"] } });
					} else if (ranges.length === 1) {
						debug("range %j", ranges);
						statusCode = 206;
						if (options.maxContentRangeChunkSize) ranges[0].end = Math.min(ranges[0].end, ranges[0].start + options.maxContentRangeChunkSize - 1);
						headers["Content-Range"] = contentRange("bytes", len, ranges[0]);
						offset += ranges[0].start;
						len = ranges[0].end - ranges[0].start + 1;
					}
				} else debug("range stale");
			}
		}
		headers["Content-Length"] = len;
		if (request.method === "HEAD") return {
			statusCode,
			headers,
			stream: Readable.from(""),
			type: "file",
			metadata: {
				path,
				stat
			}
		};
		const stream = fs.createReadStream(path, {
			highWaterMark: options.highWaterMark,
			start: offset,
			end: Math.max(offset, offset + len - 1)
		});
		return {
			statusCode,
			headers,
			stream,
			type: "file",
			metadata: {
				path,
				stat
			}
		};
	}
	function sendRedirect(path, options) {
		if (hasTrailingSlash(options.path)) return sendError(403);
		const loc = encodeURI(collapseLeadingSlashes(options.path + "/"));
		const doc = createHtmlDocument("Redirecting", "Redirecting to " + escapeHtml(loc));
		const headers = {};
		headers["Content-Type"] = "text/html; charset=utf-8";
		headers["Content-Length"] = doc[1];
		headers["Content-Security-Policy"] = "default-src 'none'";
		headers["X-Content-Type-Options"] = "nosniff";
		headers.Location = loc;
		return {
			statusCode: 301,
			headers,
			stream: Readable.from(doc[0]),
			type: "directory",
			metadata: {
				requestPath: options.path,
				path
			}
		};
	}
	async function sendIndex(request, path, options) {
		let err;
		for (let i = 0; i < options.index.length; i++) {
			const index = options.index[i];
			const p = join(path, index);
			const { error, stat } = await tryStat(p);
			if (error) {
				err = error;
				continue;
			}
			if (stat.isDirectory()) continue;
			return sendFileDirectly(request, p, stat, options);
		}
		if (err) return sendStatError(err);
		return sendError(404);
	}
	async function sendFile(request, path, options) {
		const { error, stat } = await tryStat(path);
		if (error && error.code === "ENOENT" && !extname(path) && path[path.length - 1] !== sep) {
			let err = error;
			for (let i = 0; i < options.extensions.length; i++) {
				const extension = options.extensions[i];
				const p = path + "." + extension;
				const { error, stat } = await tryStat(p);
				if (error) {
					err = error;
					continue;
				}
				if (stat.isDirectory()) {
					err = null;
					continue;
				}
				return sendFileDirectly(request, p, stat, options);
			}
			if (err) return sendStatError(err);
			return sendError(404);
		}
		if (error) return sendStatError(error);
		if (stat.isDirectory()) return sendRedirect(path, options);
		return sendFileDirectly(request, path, stat, options);
	}
	async function send(request, _path, options) {
		const opts = normalizeOptions(options);
		opts.path = _path;
		const parsed = normalizePath(_path, opts.root);
		const { path, parts } = parsed;
		if (parsed.statusCode !== void 0) return sendError(parsed.statusCode);
		if ((debug.enabled || opts.dotfiles !== 0) && containsDotFile(parts)) switch (opts.dotfiles) {
			case 0:
				debug("allow dotfile \"%s\"", path);
				break;
			case 2:
				debug("deny dotfile \"%s\"", path);
				return sendError(403);
			default:
				debug("ignore dotfile \"%s\"", path);
				return sendError(404);
		}
		if (opts.index.length && hasTrailingSlash(_path)) return sendIndex(request, path, opts);
		return sendFile(request, path, opts);
	}
	module.exports.send = send;
}));
// ../../node_modules/@fastify/send/index.js
var require_send = __commonJSMin(((exports, module) => {
	const isUtf8MimeType = require_isUtf8MimeType().isUtf8MimeType;
	const mime = require_mime();
	const send = require_send$1().send;
	module.exports = send;
	module.exports.default = send;
	module.exports.send = send;
	module.exports.isUtf8MimeType = isUtf8MimeType;
	module.exports.mime = mime;
}));
// ../../node_modules/@fastify/accept-negotiator/index.js
var require_accept_negotiator = __commonJSMin(((exports, module) => {
	function Negotiator(options) {
		if (!new.target) return new Negotiator(options);
		const { supportedValues = [], cache } = options && typeof options === "object" && options || {};
		this.supportedValues = supportedValues;
		this.cache = cache;
	}
	Negotiator.prototype.negotiate = function(header) {
		if (typeof header !== "string") return null;
		if (!this.cache) return negotiate(header, this.supportedValues);
		if (!this.cache.has(header)) this.cache.set(header, negotiate(header, this.supportedValues));
		return this.cache.get(header);
	};
	function negotiate(header, supportedValues) {
		if (!header || !Array.isArray(supportedValues) || supportedValues.length === 0) return null;
		if (header === "*") return supportedValues[0];
		let preferredEncoding = null;
		let preferredEncodingPriority = Infinity;
		let preferredEncodingQuality = 0;
		function processMatch(enc, quality) {
			if (quality === 0 || preferredEncodingQuality > quality) return false;
			const encoding = enc === "*" && supportedValues[0] || enc;
			const priority = supportedValues.indexOf(encoding);
			if (priority === -1) return false;
			if (priority === 0 && quality === 1) {
				preferredEncoding = encoding;
				return true;
			} else if (preferredEncodingQuality < quality) {
				preferredEncoding = encoding;
				preferredEncodingPriority = priority;
				preferredEncodingQuality = quality;
			} else if (preferredEncodingPriority > priority) {
				preferredEncoding = encoding;
				preferredEncodingPriority = priority;
				preferredEncodingQuality = quality;
			}
			return false;
		}
		parse(header, processMatch);
		return preferredEncoding;
	}
	const BEGIN = 0;
	const TOKEN = 1;
	const QUALITY = 2;
	const END = 3;
	function parse(header, processMatch) {
		let str = "";
		let quality;
		let state = BEGIN;
		for (let i = 0, il = header.length; i < il; ++i) {
			const char = header[i];
			if (char === " " || char === "	") continue;
			else if (char === ";") {
				if (state === TOKEN) {
					state = QUALITY;
					quality = "";
				}
				continue;
			} else if (char === ",") {
				if (state === TOKEN) {
					if (processMatch(str, 1)) {
						state = END;
						break;
					}
					state = BEGIN;
					str = "";
				} else if (state === QUALITY) {
					if (processMatch(str, parseFloat(quality) || 0)) {
						state = END;
						break;
					}
					state = BEGIN;
					str = "";
					quality = "";
				}
				continue;
			} else if (state === QUALITY) {
				if (char === "q" || char === "=") continue;
				else if (char === "." || char === "1" || char === "0" || char === "2" || char === "3" || char === "4" || char === "5" || char === "6" || char === "7" || char === "8" || char === "9") {
					quality += char;
					continue;
				}
			} else if (state === BEGIN) {
				state = TOKEN;
				str += char;
				continue;
			}
			if (state === TOKEN) {
				const prevChar = header[i - 1];
				if (prevChar === " " || prevChar === "	") str = "";
				str += char;
				continue;
			}
			if (processMatch(str, parseFloat(quality) || 0)) {
				state = END;
				break;
			}
			state = BEGIN;
			str = char;
			quality = "";
		}
		if (state === TOKEN) processMatch(str, 1);
		else if (state === QUALITY) processMatch(str, parseFloat(quality) || 0);
	}
	module.exports = negotiate;
	module.exports.default = negotiate;
	module.exports.negotiate = negotiate;
	module.exports.Negotiator = Negotiator;
}));
// ../../node_modules/@fastify/error/index.js
var require_error$1 = __commonJSMin(((exports, module) => {
	const { format } = __require("node:util");
	function toString() {
		return `${this.name} [${this.code}]: ${this.message}`;
	}
	const FastifyGenericErrorSymbol = Symbol.for("fastify-error-generic");
	function createError(code, message, statusCode = 500, Base = Error, captureStackTrace = createError.captureStackTrace) {
		const shouldCreateFastifyGenericError = code === FastifyGenericErrorSymbol;
		if (shouldCreateFastifyGenericError) code = "FST_ERR";
		if (!code) throw new Error("Fastify error code must not be empty");
		if (!message) throw new Error("Fastify error message must not be empty");
		code = code.toUpperCase();
		!statusCode && (statusCode = void 0);
		const FastifySpecificErrorSymbol = Symbol.for(`fastify-error ${code}`);
		function FastifyError(...args) {
			if (!new.target) return new FastifyError(...args);
			this.code = code;
			this.name = "FastifyError";
			this.statusCode = statusCode;
			const lastElement = args.length - 1;
			if (lastElement !== -1 && args[lastElement] && typeof args[lastElement] === "object" && "cause" in args[lastElement]) this.cause = args.pop().cause;
			this.message = format(message, ...args);
			Error.stackTraceLimit && captureStackTrace && Error.captureStackTrace(this, FastifyError);
		}
		FastifyError.prototype = Object.create(Base.prototype, {
			constructor: {
				value: FastifyError,
				enumerable: false,
				writable: true,
				configurable: true
			},
			[FastifyGenericErrorSymbol]: {
				value: true,
				enumerable: false,
				writable: false,
				configurable: false
			},
			[FastifySpecificErrorSymbol]: {
				value: true,
				enumerable: false,
				writable: false,
				configurable: false
			}
		});
		if (shouldCreateFastifyGenericError) Object.defineProperty(FastifyError, Symbol.hasInstance, {
			value(instance) {
				return instance && instance[FastifyGenericErrorSymbol];
			},
			configurable: false,
			writable: false,
			enumerable: false
		});
		else Object.defineProperty(FastifyError, Symbol.hasInstance, {
			value(instance) {
				return instance && instance[FastifySpecificErrorSymbol];
			},
			configurable: false,
			writable: false,
			enumerable: false
		});
		FastifyError.prototype[Symbol.toStringTag] = "Error";
		FastifyError.prototype.toString = toString;
		return FastifyError;
	}
	createError.captureStackTrace = true;
	const FastifyErrorConstructor = createError(FastifyGenericErrorSymbol, "Fastify Error", 500, Error);
	module.exports = createError;
	module.exports.FastifyError = FastifyErrorConstructor;
	module.exports.default = createError;
	module.exports.createError = createError;
}));
// ../../node_modules/@fastify/static/lib/errors.js
var require_errors$2 = __commonJSMin(((exports, module) => {
	const { createError } = require_error$1();
	module.exports.FST_STATIC_INVALID_OPTION = createError("FST_STATIC_INVALID_OPTION", "\"%s\" option %s");
	module.exports.FST_STATIC_INVALID_OPTION_VALUE = createError("FST_STATIC_INVALID_OPTION_VALUE", "\"%s\" option %s", 500, TypeError);
	module.exports.FST_STATIC_MULTIROOT_LIST_CONFLICT = createError("FST_STATIC_MULTIROOT_LIST_CONFLICT", "multi-root with list option is not supported", 500, TypeError);
	module.exports.FST_STATIC_INVALID_REDIRECT_URL = createError("FST_STATIC_INVALID_REDIRECT_URL", "Invalid redirect URL: \"%s\"", 400);
	module.exports.FST_STATIC_FORBIDDEN_PATH = createError("FST_STATIC_FORBIDDEN_PATH", "Forbidden", 403);
}));
// ../../node_modules/@fastify/static/lib/dirList.js
var require_dirList = __commonJSMin(((exports, module) => {
	const os = __require("node:os");
	const path = __require("node:path");
	const fs = __require("node:fs/promises");
	const fastq = require_queue();
	const { FST_STATIC_INVALID_OPTION_VALUE, FST_STATIC_MULTIROOT_LIST_CONFLICT } = require_errors$2();
	const fastqConcurrency = Math.max(1, os.cpus().length - 1);
	const URL_DELIMITERS_REG = /[#?]/g;
	function isPathInsideRoot(root, target) {
		const relativePath = path.relative(root, target);
		return relativePath === "" || relativePath !== ".." && !relativePath.startsWith(`..${path.sep}`) && !path.isAbsolute(relativePath);
	}
	const dirList = {
		_getExtendedInfo: async function(dir, info) {
			const depth = dir.split(path.sep).length;
			const files = await fs.readdir(dir);
			const worker = async (filename) => {
				const filePath = path.join(dir, filename);
				let stats;
				try {
					stats = await fs.stat(filePath);
				} catch {
					return;
				}
				if (stats.isDirectory()) {
					info.totalFolderCount++;
					filePath.split(path.sep).length === depth + 1 && info.folderCount++;
					await dirList._getExtendedInfo(filePath, info);
				} else {
					info.totalSize += stats.size;
					info.totalFileCount++;
					filePath.split(path.sep).length === depth + 1 && info.fileCount++;
					info.lastModified = Math.max(info.lastModified, stats.mtimeMs);
				}
			};
			const queue = fastq.promise(worker, fastqConcurrency);
			await Promise.all(files.map((filename) => queue.push(filename)));
		},
		getExtendedInfo: async function(folderPath) {
			const info = {
				totalSize: 0,
				fileCount: 0,
				totalFileCount: 0,
				folderCount: 0,
				totalFolderCount: 0,
				lastModified: 0
			};
			await dirList._getExtendedInfo(folderPath, info);
			return info;
		},
		list: async function(dir, options, dotfiles) {
			const entries = {
				dirs: [],
				files: []
			};
			let files = await fs.readdir(dir);
			if (dotfiles === "deny" || dotfiles === "ignore") files = files.filter((file) => file.charAt(0) !== ".");
			if (files.length < 1) return entries;
			const worker = async (filename) => {
				let stats;
				try {
					stats = await fs.stat(path.join(dir, filename));
				} catch {
					return;
				}
				const entry = {
					name: filename,
					stats
				};
				if (stats.isDirectory()) {
					if (options.extendedFolderInfo) entry.extendedInfo = await dirList.getExtendedInfo(path.join(dir, filename));
					entries.dirs.push(entry);
				} else entries.files.push(entry);
			};
			const queue = fastq.promise(worker, fastqConcurrency);
			await Promise.all(files.map((filename) => queue.push(filename)));
			entries.dirs.sort((a, b) => a.name.localeCompare(b.name));
			entries.files.sort((a, b) => a.name.localeCompare(b.name));
			return entries;
		},
		send: async function({ reply, dir, options, route, prefix, dotfiles }) {
			if (reply.request.query.format === "html" && typeof options.render !== "function") throw new FST_STATIC_INVALID_OPTION_VALUE("list.render", "must be a function and is required with the URL parameter `format=html`");
			let entries;
			try {
				entries = await dirList.list(dir, options, dotfiles);
			} catch {
				return reply.callNotFound();
			}
			if ((reply.request.query.format || options.format) !== "html") {
				if (options.jsonFormat !== "extended") {
					const nameEntries = {
						dirs: [],
						files: []
					};
					entries.dirs.forEach((entry) => nameEntries.dirs.push(entry.name));
					entries.files.forEach((entry) => nameEntries.files.push(entry.name));
					await reply.send(nameEntries);
				} else await reply.send(entries);
				return;
			}
			const html = options.render(entries.dirs.map((entry) => dirList.htmlInfo(entry, route, prefix, options)), entries.files.map((entry) => dirList.htmlInfo(entry, route, prefix, options)));
			await reply.type("text/html").send(html);
		},
		htmlInfo: function(entry, route, prefix, options) {
			if (options.names?.includes(path.basename(route))) route = path.posix.normalize(path.posix.join(route, ".."));
			return {
				href: encodeURI(path.posix.join(prefix, route, entry.name)).replace(URL_DELIMITERS_REG, encodeURIComponent),
				name: entry.name,
				stats: entry.stats,
				extendedInfo: entry.extendedInfo
			};
		},
		handle: function(route, options) {
			return options.names?.includes(path.basename(route)) || ((options.names?.includes("/") && route[route.length - 1] === "/") ?? false);
		},
		path: function(root, route) {
			const relativeRoute = route[route.length - 1] === "/" ? "." + route + "none" : "." + route;
			const resolvedRoot = path.resolve(root);
			const dir = path.dirname(path.resolve(resolvedRoot, relativeRoute));
			return isPathInsideRoot(resolvedRoot, dir) ? dir : null;
		},
		validateOptions: function(options) {
			if (!options.list) return;
			if (Array.isArray(options.root)) return new FST_STATIC_MULTIROOT_LIST_CONFLICT();
			if (options.list.format && options.list.format !== "json" && options.list.format !== "html") return new FST_STATIC_INVALID_OPTION_VALUE("list.format", "must be json or html");
			if (options.list.names && !Array.isArray(options.list.names)) return new FST_STATIC_INVALID_OPTION_VALUE("list.names", "must be an array");
			if (options.list.jsonFormat != null && options.list.jsonFormat !== "names" && options.list.jsonFormat !== "extended") return new FST_STATIC_INVALID_OPTION_VALUE("list.jsonFormat", "must be names or extended");
			if (options.list.format === "html" && typeof options.list.render !== "function") return new FST_STATIC_INVALID_OPTION_VALUE("list.render", "must be a function and is required with html format");
		}
	};
	module.exports = dirList;
}));
// ../../node_modules/@fastify/static/index.js
var require_static$1 = __commonJSMin(((exports, module) => {
	const path = __require("node:path");
	const { fileURLToPath } = __require("node:url");
	const { statSync } = __require("node:fs");
	const { readdir, stat } = __require("node:fs/promises");
	const { basename } = __require("node:path");
	const { glob } = require_index_min();
	const fp = require_fastify_plugin();
	const send = require_send();
	const encodingNegotiator = require_accept_negotiator();
	const { create } = (init_dist(), __toCommonJS(dist_exports));
	const dirList = require_dirList();
	const errors = require_errors$2();
	const { FST_STATIC_INVALID_OPTION, FST_STATIC_INVALID_OPTION_VALUE, FST_STATIC_INVALID_REDIRECT_URL, FST_STATIC_FORBIDDEN_PATH } = errors;
	const endForwardSlashRegex = /\/$/u;
	const asteriskRegex = /\*/gu;
	const dotDotSegmentRegex = /(?:^|[\\/])\.\.(?:[\\/]|$)/u;
	const leadingDotDotSegmentRegex = /^\/?\.\.(?:[\\/]|$)/u;
	const encodedHashOrQuestionMarkRegex = /%(?:23|3f)/giu;
	const finalPathDenied = Symbol("finalPathDenied");
	const supportedEncodings = [
		"br",
		"gzip",
		"deflate"
	];
	send.mime.default_type = "application/octet-stream";
	const encodingExtensionMap = {
		br: ".br",
		gzip: ".gz",
		deflate: ".deflate"
	};
	function contentDisposition(filename) {
		return create(basename(filename));
	}
	async function fastifyStatic(fastify, opts) {
		const suppressWarning = opts.suppressWarning ?? false;
		if (opts.serve !== false || opts.root !== void 0) {
			opts.root = normalizeRoot(opts.root);
			checkRootPathForErrors(fastify, opts.root, suppressWarning);
		}
		const setHeaders = opts.setHeaders;
		if (setHeaders !== void 0 && typeof setHeaders !== "function") throw new FST_STATIC_INVALID_OPTION_VALUE("setHeaders", "must be a function");
		const invalidDirListOpts = dirList.validateOptions(opts);
		if (invalidDirListOpts) throw invalidDirListOpts;
		opts.dotfiles ??= "allow";
		const sendOptions = {
			root: opts.root,
			acceptRanges: opts.acceptRanges,
			contentType: opts.contentType,
			cacheControl: opts.cacheControl,
			dotfiles: opts.dotfiles,
			etag: opts.etag,
			extensions: opts.extensions,
			immutable: opts.immutable,
			index: opts.index,
			lastModified: opts.lastModified,
			maxAge: opts.maxAge,
			onFile: opts.onFile
		};
		let prefix = opts.prefix ??= "/";
		if (!opts.prefixAvoidTrailingSlash) prefix = prefix[prefix.length - 1] === "/" ? prefix : prefix + "/";
		const routeOpts = {
			constraints: opts.constraints,
			schema: { hide: opts.schemaHide ?? true },
			logLevel: opts.logLevel,
			errorHandler(error, request, reply) {
				if (error?.code === "ERR_STREAM_PREMATURE_CLOSE") {
					reply.request.raw.destroy();
					return;
				}
				return fastify.errorHandler(error, request, reply);
			}
		};
		if (opts.decorateReply !== false) {
			fastify.decorateReply("sendFile", function(filePath, rootPath, options) {
				const opts = typeof rootPath === "object" ? rootPath : options;
				const root = typeof rootPath === "string" ? rootPath : opts?.root;
				pumpSendToReply(this.request, this, filePath, root || sendOptions.root, 0, opts, void 0, allowedPath !== void 0).catch((error) => this.send(error));
				return this;
			});
			fastify.decorateReply("download", function(filePath, fileName, options = {}) {
				const { root, ...opts } = typeof fileName === "object" ? fileName : options;
				fileName = typeof fileName === "string" ? fileName : filePath;
				this.header("content-disposition", contentDisposition(fileName));
				pumpSendToReply(this.request, this, filePath, root || sendOptions.root, 0, opts, void 0, allowedPath !== void 0).catch((error) => this.send(error));
				return this;
			});
		}
		if (opts.serve !== false) {
			if (opts.wildcard && typeof opts.wildcard !== "boolean") throw new FST_STATIC_INVALID_OPTION_VALUE("wildcard", "must be a boolean");
			if (opts.wildcard === void 0 || opts.wildcard === true) {
				let matchRoutePrefix;
				fastify.route({
					...routeOpts,
					method: ["HEAD", "GET"],
					path: prefix + "*",
					handler(req, reply) {
						matchRoutePrefix ??= createRoutePrefixMatcher(req.routeOptions.url);
						const pathname = getPathnameForSend(req.raw.url, matchRoutePrefix);
						if (pathname === null) return reply.send(forbiddenPathError());
						if (pathname === void 0) return reply.callNotFound();
						return pumpSendToReply(req, reply, pathname, sendOptions.root, 0, void 0, void 0, true);
					}
				});
				if (opts.redirect === true && prefix !== opts.prefix) fastify.get(opts.prefix, routeOpts, (req, reply) => {
					reply.redirect(getRedirectUrl(req.raw.url), 301);
				});
			} else {
				const indexes = new Set(opts.index === void 0 ? ["index.html"] : [].concat(opts.index));
				const indexDirs = new Map();
				const routes = new Set();
				const roots = Array.isArray(sendOptions.root) ? sendOptions.root : [sendOptions.root];
				for (let rootPath of roots) {
					rootPath = rootPath.split(path.win32.sep).join(path.posix.sep);
					!rootPath.endsWith("/") && (rootPath += "/");
					const files = await glob("**/**", {
						cwd: rootPath,
						absolute: false,
						follow: true,
						nodir: true,
						dot: opts.serveDotFiles,
						ignore: opts.globIgnore
					});
					for (let file of files) {
						file = file.split(path.win32.sep).join(path.posix.sep);
						const route = prefix + file;
						if (routes.has(route)) continue;
						routes.add(route);
						setUpHeadAndGet(routeOpts, route, `/${file}`, rootPath);
						const key = path.posix.basename(route);
						const dir = path.posix.dirname(route);
						if (indexes.has(key) && !indexDirs.has(dir)) indexDirs.set(dir, rootPath);
					}
				}
				for (const [dirname, rootPath] of indexDirs.entries()) {
					const pathname = dirname + (dirname.endsWith("/") ? "" : "/");
					const file = "/" + pathname.replace(prefix, "");
					setUpHeadAndGet(routeOpts, pathname, file, rootPath);
					if (opts.redirect === true) setUpHeadAndGet(routeOpts, pathname.replace(endForwardSlashRegex, ""), file.replace(endForwardSlashRegex, ""), rootPath);
				}
			}
		}
		const allowedPath = opts.allowedPath;
		async function sendDirectoryList(reply, pathname) {
			const dir = dirList.path(opts.root, pathname);
			if (!dir) return false;
			await dirList.send({
				reply,
				dir,
				options: opts.list,
				route: pathname,
				prefix,
				dotfiles: opts.dotfiles
			}).catch((err) => reply.send(err));
			return true;
		}
		async function pumpSendToReply(request, reply, pathname, rootPath, rootPathOffset = 0, pumpOptions, checkedEncodings, validatePathSpelling = false) {
			const pathnameOrig = pathname;
			const normalizedPathname = normalizeRequestPathname(pathname);
			const options = Object.assign({}, sendOptions, pumpOptions);
			const callerOnFile = options.onFile;
			if (rootPath) {
				if (Array.isArray(rootPath)) options.root = rootPath[rootPathOffset];
				else options.root = rootPath;
			} else if (path.isAbsolute(pathname) === false) return reply.callNotFound();
			if (dotDotSegmentRegex.test(pathname) && !leadingDotDotSegmentRegex.test(pathname)) return reply.send(forbiddenPathError());
			const isWindowsFilesystemPath = path.win32.isAbsolute(pathname) && !pathname.startsWith("/");
			if (!isWindowsFilesystemPath && isNonCanonicalPathname(pathname)) return reply.send(forbiddenPathError());
			let basePathSpellingStatus;
			if (validatePathSpelling && !isWindowsFilesystemPath) {
				basePathSpellingStatus = (await getPathSpellingStatus(pathname, options.root)).status;
				if (basePathSpellingStatus === "alias" || basePathSpellingStatus === "unverifiable") return reply.send(forbiddenPathError());
			}
			let encoding;
			let pathnameForSend = pathname;
			if (opts.preCompressed) {
				checkedEncodings ??= new Set();
				encoding = getEncodingHeader(request.headers, checkedEncodings);
				if (encoding) {
					if (pathname.endsWith("/")) {
						pathname = findIndexFile(pathname, options.root, options.index);
						if (!pathname) return reply.callNotFound();
						pathnameForSend = pathnameForSend + pathname + encodingExtensionMap[encoding];
					} else pathnameForSend = pathname + encodingExtensionMap[encoding];
				}
			}
			if (validatePathSpelling && !isWindowsFilesystemPath && basePathSpellingStatus !== "exact") {
				const pathSpellingStatus = await getSendPathSpellingStatus(pathnameForSend, options.root, options.extensions);
				if (pathSpellingStatus === "alias" || pathSpellingStatus === "unverifiable") return reply.send(forbiddenPathError());
			}
			if (allowedPath && !allowedPath(normalizedPathname, options.root, request)) return reply.callNotFound();
			if (allowedPath && (callerOnFile === void 0 || typeof callerOnFile === "function")) options.onFile = async function authorizeFinalPath(selectedPath, selectedStat) {
				let logicalPath = selectedPath;
				const encodingExtension = encodingExtensionMap[encoding];
				if (encodingExtension && logicalPath.endsWith(encodingExtension)) logicalPath = logicalPath.slice(0, -encodingExtension.length);
				const finalPathname = getFinalPathname(logicalPath, options.root, normalizedPathname.startsWith("/"));
				if (finalPathname === void 0 || finalPathname !== normalizedPathname && !allowedPath(finalPathname, options.root, request)) throw finalPathDenied;
				if (callerOnFile) await callerOnFile(selectedPath, selectedStat);
			};
			let sendResult;
			try {
				sendResult = await send(request.raw, encodeURI(pathnameForSend), options);
			} catch (error) {
				if (error === finalPathDenied) return reply.callNotFound();
				throw error;
			}
			const { statusCode, headers, stream, type, metadata } = sendResult;
			switch (type) {
				case "directory": {
					const path = metadata.path;
					if (opts.list) await dirList.send({
						reply,
						dir: path,
						options: opts.list,
						route: pathname,
						prefix,
						dotfiles: opts.dotfiles
					}).catch((err) => reply.send(err));
					if (opts.redirect === true) try {
						reply.redirect(getRedirectUrl(request.raw.url), 301);
					} catch (error) {
						await reply.send(error);
					}
					else {
						if (!pathname.endsWith("/") && findIndexFile(pathname, options.root, options.index)) return pumpSendToReply(request, reply, pathname + "/", rootPath, void 0, pumpOptions, checkedEncodings, validatePathSpelling);
						return reply.callNotFound();
					}
					break;
				}
				case "error":
					if (statusCode === 403 && (!options.index || !options.index.length) && pathnameForSend[pathnameForSend.length - 1] === "/") {
						if (opts.list && await sendDirectoryList(reply, pathname)) return;
					}
					if (metadata.error.code === "ENOENT") {
						if (opts.preCompressed && encoding) {
							if (opts.redirect !== true) {
								if (findIndexFile(pathname, options.root, options.index)) return pumpSendToReply(request, reply, pathname + "/", rootPath, void 0, pumpOptions, checkedEncodings, validatePathSpelling);
							}
						}
						if (opts.list && dirList.handle(pathname, opts.list) && await sendDirectoryList(reply, pathname)) return;
						if (encoding) {
							checkedEncodings.add(encoding);
							return pumpSendToReply(request, reply, pathnameOrig, rootPath, rootPathOffset, pumpOptions, checkedEncodings, validatePathSpelling);
						}
						if (Array.isArray(rootPath) && rootPathOffset < rootPath.length - 1) return pumpSendToReply(request, reply, pathname, rootPath, rootPathOffset + 1, pumpOptions, void 0, validatePathSpelling);
						return reply.callNotFound();
					}
					if (metadata.error.status === 404) return reply.callNotFound();
					await reply.send(metadata.error);
					break;
				case "file": {
					const newStatusCode = reply.statusCode !== 200 ? reply.statusCode : statusCode;
					reply.code(newStatusCode);
					reply.headers(headers);
					setHeaders?.(reply, metadata.path, metadata.stat);
					if (opts.preCompressed) addVaryAcceptEncoding(reply);
					if (encoding) {
						reply.header("content-type", getContentType(pathname));
						reply.header("content-encoding", encoding);
					}
					await reply.send(stream);
					break;
				}
			}
		}
		function setUpHeadAndGet(routeOpts, route, file, rootPath) {
			const toSetUp = Object.assign({}, routeOpts, {
				method: ["HEAD", "GET"],
				url: route,
				handler: serveFileHandler
			});
			toSetUp.config ??= {};
			toSetUp.config.file = file;
			toSetUp.config.rootPath = rootPath;
			fastify.route(toSetUp);
		}
		async function serveFileHandler(req, reply) {
			const routeConfig = req.routeOptions?.config;
			return pumpSendToReply(req, reply, routeConfig.file, routeConfig.rootPath);
		}
	}
	function normalizeRoot(root) {
		if (root === void 0) return root;
		if (root instanceof URL && root.protocol === "file:") return fileURLToPath(root);
		if (Array.isArray(root)) {
			const result = [];
			for (let i = 0, il = root.length; i < il; ++i) if (root[i] instanceof URL && root[i].protocol === "file:") result.push(fileURLToPath(root[i]));
			else result.push(root[i]);
			return result;
		}
		return root;
	}
	function checkRootPathForErrors(fastify, rootPath, suppressWarning) {
		if (rootPath === void 0) throw new FST_STATIC_INVALID_OPTION("root", "is required");
		if (Array.isArray(rootPath)) {
			if (!rootPath.length) throw new FST_STATIC_INVALID_OPTION("root", "array requires one or more paths");
			if (new Set(rootPath).size !== rootPath.length) throw new FST_STATIC_INVALID_OPTION("root", "array contains duplicate paths");
			rootPath.map((path) => checkPath(fastify, path, suppressWarning));
			return;
		}
		if (typeof rootPath === "string") return checkPath(fastify, rootPath, suppressWarning);
		throw new FST_STATIC_INVALID_OPTION_VALUE("root", "must be a string or array of strings");
	}
	function checkPath(fastify, rootPath, suppressWarning) {
		if (typeof rootPath !== "string") throw new FST_STATIC_INVALID_OPTION_VALUE("root", "must be a string");
		if (path.isAbsolute(rootPath) === false) throw new FST_STATIC_INVALID_OPTION("root", "must be an absolute path");
		let pathStat;
		try {
			pathStat = statSync(rootPath);
		} catch (e) {
			if (e.code === "ENOENT") {
				!suppressWarning && fastify.log.warn(`"root" path "${rootPath}" must exist`);
				return;
			}
			throw e;
		}
		if (pathStat.isDirectory() === false) throw new FST_STATIC_INVALID_OPTION("root", "must be a directory");
	}
	function getContentType(path) {
		const type = send.mime.getType(path) || send.mime.default_type;
		if (!send.isUtf8MimeType(type)) return type;
		return `${type}; charset=utf-8`;
	}
	function forbiddenPathError() {
		return new FST_STATIC_FORBIDDEN_PATH();
	}
	function normalizeRequestPathname(pathname) {
		if (!pathname.startsWith("/")) return pathname;
		return path.posix.normalize(pathname);
	}
	function getFinalPathname(selectedPath, root, leadingSlash) {
		if (root === void 0) return selectedPath;
		const relativePath = path.relative(path.resolve(root), selectedPath);
		if (relativePath === ".." || relativePath.startsWith(".." + path.sep) || path.isAbsolute(relativePath)) return;
		const posixPath = relativePath.split(path.sep).join(path.posix.sep);
		return leadingSlash ? "/" + posixPath : posixPath;
	}
	function isNonCanonicalPathname(pathname) {
		if (pathname.length === 0) return false;
		if (pathname.includes("\\")) return true;
		return path.posix.normalize(pathname) !== pathname;
	}
	async function getPathSpellingStatus(pathname, root) {
		if (typeof root !== "string") return { status: "exact" };
		const segments = pathname.split("/").filter(Boolean);
		let parent = root;
		for (const segment of segments) {
			let entries;
			try {
				entries = await readdir(parent);
			} catch (error) {
				return { status: isMissingPathError(error) ? "missing" : "unverifiable" };
			}
			if (!entries.includes(segment)) {
				const candidate = path.join(root, ...segments);
				try {
					await stat(candidate);
					return { status: "alias" };
				} catch (error) {
					return { status: isMissingPathError(error) ? "missing" : "unverifiable" };
				}
			}
			parent = path.join(parent, segment);
		}
		return { status: "exact" };
	}
	async function getSendPathSpellingStatus(pathname, root, extensions) {
		let result = await getPathSpellingStatus(pathname, root);
		if (result.status !== "missing" || pathname.endsWith("/") || path.posix.extname(pathname)) return result.status;
		const extensionList = typeof extensions === "string" ? [extensions] : Array.isArray(extensions) ? extensions : [];
		for (const extension of extensionList) {
			const extensionPathname = `${pathname}.${extension}`;
			result = await getPathSpellingStatus(extensionPathname, root);
			if (result.status === "missing") continue;
			if (result.status !== "exact") return result.status;
			try {
				const segments = extensionPathname.split("/").filter(Boolean);
				if ((await stat(path.join(root, ...segments))).isDirectory()) continue;
			} catch (error) {
				if (isMissingPathError(error)) continue;
				return "unverifiable";
			}
			return "exact";
		}
		return "missing";
	}
	function isMissingPathError(error) {
		return error?.code === "ENOENT" || error?.code === "ENOTDIR";
	}
	function findIndexFile(pathname, root, indexFiles = ["index.html"]) {
		if (Array.isArray(indexFiles)) return indexFiles.find((filename) => {
			const p = path.join(root, pathname, filename);
			try {
				return !statSync(p).isDirectory();
			} catch {
				return false;
			}
		});
		return false;
	}
	function getEncodingHeader(headers, checked) {
		if (!("accept-encoding" in headers)) return;
		const header = headers["accept-encoding"].toLowerCase().replace(asteriskRegex, "gzip");
		return encodingNegotiator.negotiate(header, supportedEncodings.filter((enc) => !checked.has(enc)));
	}
	function addVaryAcceptEncoding(reply) {
		const current = reply.getHeader("vary");
		if (current === void 0) {
			reply.header("vary", "accept-encoding");
			return;
		}
		const value = Array.isArray(current) ? current.join(", ") : String(current);
		const headerLength = value.length;
		let start = 0;
		for (let i = 0; i <= headerLength; i++) if (i === headerLength || value[i] === ",") {
			const token = value.slice(start, i).trim().toLowerCase();
			if (token === "accept-encoding" || token === "*") return;
			start = i + 1;
		}
		reply.header("vary", value + ", accept-encoding");
	}
	function createRoutePrefixTokens(routePrefix) {
		const tokens = [];
		let routeIndex = 0;
		let segmentStart = 0;
		while (routeIndex < routePrefix.length) {
			if (routePrefix[routeIndex] !== ":") {
				routeIndex++;
				continue;
			}
			if (segmentStart !== routeIndex) tokens.push(routePrefix.slice(segmentStart, routeIndex));
			routeIndex++;
			while (routeIndex < routePrefix.length && routePrefix[routeIndex] !== "/") routeIndex++;
			tokens.push(void 0);
			segmentStart = routeIndex;
		}
		if (segmentStart !== routePrefix.length) tokens.push(routePrefix.slice(segmentStart));
		return tokens;
	}
	function getRoutePrefixMatchLength(pathname, pathnameEnd, tokens) {
		let pathnameIndex = 0;
		for (const token of tokens) {
			if (token === void 0) {
				const segmentStart = pathnameIndex;
				const slashIndex = pathname.indexOf("/", pathnameIndex);
				pathnameIndex = slashIndex === -1 || slashIndex > pathnameEnd ? pathnameEnd : slashIndex;
				if (pathnameIndex === segmentStart) return;
				continue;
			}
			const tokenEnd = pathnameIndex + token.length;
			if (tokenEnd > pathnameEnd || !pathname.startsWith(token, pathnameIndex)) return;
			pathnameIndex = tokenEnd;
		}
		return pathnameIndex;
	}
	function createRoutePrefixMatcher(route) {
		const routePrefix = route.replace(/\*$/u, "");
		const routePrefixLength = routePrefix.length;
		if (routePrefix === "/") return () => 0;
		if (routePrefix.includes(":") === false) return (pathname, pathnameEnd) => routePrefixLength <= pathnameEnd && pathname.startsWith(routePrefix) ? routePrefixLength : void 0;
		const tokens = createRoutePrefixTokens(routePrefix);
		return (pathname, pathnameEnd) => getRoutePrefixMatchLength(pathname, pathnameEnd, tokens);
	}
	function getPathnameForSend(url, matchRoutePrefix) {
		const questionMark = url.indexOf("?");
		const pathnameEnd = questionMark === -1 ? url.length : questionMark;
		const prefixLength = matchRoutePrefix(url, pathnameEnd);
		if (prefixLength === void 0) return;
		let pathname = url.slice(prefixLength, pathnameEnd);
		if (pathname === "") pathname = "/";
		else if (!pathname.startsWith("/")) pathname = "/" + pathname;
		try {
			const decodedUrlPathname = decodePathname(url.slice(0, pathnameEnd));
			const decodedPathname = decodePathname(pathname);
			if (dotDotSegmentRegex.test(decodedUrlPathname) && !leadingDotDotSegmentRegex.test(decodedPathname)) return null;
			if (isNonCanonicalPathname(decodedPathname) || isNonCanonicalPathname(decodedUrlPathname)) return null;
			return decodedPathname;
		} catch {}
	}
	function decodePathname(pathname) {
		return decodeURI(pathname.replace(encodedHashOrQuestionMarkRegex, decodeURIComponent));
	}
	function getRedirectUrl(url) {
		let i = 0;
		for (const ul = url.length; i < ul; ++i) if (url[i] !== "/" && url[i] !== "\\") break;
		url = "/" + url.slice(i);
		try {
			const parsed = new URL(url, "http://localhost.com/");
			const parsedPathname = parsed.pathname;
			return parsedPathname + (parsedPathname.endsWith("/") ? "" : "/") + (parsed.search || "");
		} catch {
			throw new FST_STATIC_INVALID_REDIRECT_URL(url);
		}
	}
	module.exports = fp(fastifyStatic, {
		fastify: "5.x",
		name: "@fastify/static"
	});
	module.exports.default = fastifyStatic;
	module.exports.fastifyStatic = fastifyStatic;
	module.exports.errors = errors;
}));
// ../../node_modules/abstract-logging/index.js
var require_abstract_logging = __commonJSMin(((exports, module) => {
	function noop() {}
	const proto = {
		fatal: noop,
		error: noop,
		warn: noop,
		info: noop,
		debug: noop,
		trace: noop
	};
	Object.defineProperty(module, "exports", { get() {
		return Object.create(proto);
	} });
}));
// ../../node_modules/@fastify/forwarded/index.js
var require_forwarded = __commonJSMin(((exports, module) => {
	function forwarded(req) {
		if (!req) throw new TypeError("argument req is required");
		const header = req.headers["x-forwarded-for"];
		const socketAddr = req.socket.remoteAddress;
		if (!header || typeof header !== "string") return [socketAddr];
		else if (header.indexOf(",") === -1) {
			const remote = header.trim();
			return remote.length ? [socketAddr, remote] : [socketAddr];
		} else return parse(header, socketAddr);
	}
	function parse(header, socketAddr) {
		const result = [socketAddr];
		let end = header.length;
		let start = end;
		let char;
		let i;
		for (i = end - 1; i >= 0; --i) {
			char = header[i];
			if (char === " " || char === "	") start === end && (start = end = i);
			else if (char === ",") {
				start !== end && result.push(header.slice(start, end));
				start = end = i;
			} else start = i;
		}
		start !== end && result.push(header.substring(start, end));
		return result;
	}
	module.exports = forwarded;
	module.exports.default = forwarded;
	module.exports.forwarded = forwarded;
}));
// ../../node_modules/@fastify/proxy-addr/index.js
var require_proxy_addr = __commonJSMin(((exports, module) => {
	module.exports = proxyaddr;
	module.exports.default = proxyaddr;
	module.exports.proxyaddr = proxyaddr;
	module.exports.all = alladdrs;
	module.exports.compile = compile;
	const forwarded = require_forwarded();
	const ipaddr = require_ipaddr();
	const DIGIT_REGEXP = /^\d+$/u;
	const isip = ipaddr.isValid;
	const parseip = ipaddr.parse;
	const IP_RANGES = {
		linklocal: ["169.254.0.0/16", "fe80::/10"],
		loopback: ["127.0.0.1/8", "::1/128"],
		uniquelocal: [
			"10.0.0.0/8",
			"172.16.0.0/12",
			"192.168.0.0/16",
			"fc00::/7"
		]
	};
	function alladdrs(req, trust) {
		const addrs = forwarded(req);
		if (!trust) return addrs;
		if (typeof trust !== "function") trust = compile(trust);
		for (let i = 0; i < addrs.length - 1; i++) {
			if (trust(addrs[i], i)) continue;
			addrs.length = i + 1;
		}
		return addrs;
	}
	function compile(val) {
		if (!val) throw new TypeError("argument is required");
		let trust;
		if (typeof val === "string") trust = [val];
		else if (Array.isArray(val)) trust = val.slice();
		else throw new TypeError("unsupported trust argument");
		for (let i = 0; i < trust.length; i++) {
			val = trust[i];
			if (!Object.hasOwn(IP_RANGES, val)) continue;
			val = IP_RANGES[val];
			trust.splice.apply(trust, [i, 1].concat(val));
			i += val.length - 1;
		}
		return compileTrust(compileRangeSubnets(trust));
	}
	function compileRangeSubnets(arr) {
		const rangeSubnets = new Array(arr.length);
		for (let i = 0; i < arr.length; i++) rangeSubnets[i] = parseipNotation(arr[i]);
		return rangeSubnets;
	}
	function compileTrust(rangeSubnets) {
		const len = rangeSubnets.length;
		return len === 0 ? trustNone : len === 1 ? trustSingle(rangeSubnets[0]) : trustMulti(rangeSubnets);
	}
	function parseipNotation(note) {
		const pos = note.lastIndexOf("/");
		const str = pos !== -1 ? note.substring(0, pos) : note;
		if (!isip(str)) throw new TypeError("invalid IP address: " + str);
		let ip = parseip(str);
		if (pos === -1 && ip.kind() === "ipv6" && ip.isIPv4MappedAddress()) ip = ip.toIPv4Address();
		const max = ip.kind() === "ipv6" ? 128 : 32;
		let range = pos !== -1 ? note.substring(pos + 1, note.length) : null;
		if (range === null) range = max;
		else if (DIGIT_REGEXP.test(range)) range = parseInt(range, 10);
		else if (ip.kind() === "ipv4" && isip(range)) range = parseNetmask(range);
		else range = null;
		if (range <= 0 || range > max) throw new TypeError("invalid range on address: " + note);
		return [ip, range];
	}
	function parseNetmask(netmask) {
		const ip = parseip(netmask);
		return ip.kind() === "ipv4" ? ip.prefixLengthFromSubnetMask() : null;
	}
	function proxyaddr(req, trust) {
		if (!req) throw new TypeError("req argument is required");
		if (!trust) throw new TypeError("trust argument is required");
		const addrs = alladdrs(req, trust);
		return addrs[addrs.length - 1];
	}
	function trustNone() {
		return false;
	}
	function trustMulti(subnets) {
		return function trust(addr) {
			if (!isip(addr)) return false;
			let ip = parseip(addr);
			if (ip.kind() === "ipv6" && ip.isIPv4MappedAddress()) ip = ip.toIPv4Address();
			let ipconv;
			const kind = ip.kind();
			for (let i = 0; i < subnets.length; i++) {
				const subnet = subnets[i];
				const subnetip = subnet[0];
				const subnetkind = subnetip.kind();
				const subnetrange = subnet[1];
				let trusted = ip;
				if (kind !== subnetkind) {
					const subnetisipv4 = subnetkind === "ipv4";
					if (subnetisipv4 && !ip.isIPv4MappedAddress()) continue;
					if (!subnetisipv4 && !(subnetrange >= 96 && subnetip.isIPv4MappedAddress())) continue;
					if (!ipconv) ipconv = ip.toIPv4MappedAddress();
					trusted = ipconv;
				} else if (kind === "ipv6" && subnetip.isIPv4MappedAddress()) continue;
				if (subnetip.zoneId && subnetip.zoneId !== trusted.zoneId) continue;
				if (trusted.match(subnetip, subnetrange)) return true;
			}
			return false;
		};
	}
	function trustSingle(subnet) {
		const subnetip = subnet[0];
		const subnetkind = subnetip.kind();
		const subnetisipv4 = subnetkind === "ipv4";
		const subnetrange = subnet[1];
		return function trust(addr) {
			if (!isip(addr)) return false;
			let ip = parseip(addr);
			if (ip.kind() === "ipv6" && ip.isIPv4MappedAddress()) ip = ip.toIPv4Address();
			const kind = ip.kind();
			if (kind !== subnetkind) {
				if (subnetisipv4 && !ip.isIPv4MappedAddress()) return false;
				if (!subnetisipv4 && !(subnetrange >= 96 && subnetip.isIPv4MappedAddress())) return false;
				ip = ip.toIPv4MappedAddress();
			} else if (kind === "ipv6" && subnetip.isIPv4MappedAddress()) return false;
			if (subnetip.zoneId && subnetip.zoneId !== ip.zoneId) return false;
			return ip.match(subnetip, subnetrange);
		};
	}
}));
// ../../node_modules/ajv/dist/compile/codegen/code.js
var require_code$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.regexpCode = exports.getEsmExportName = exports.getProperty = exports.safeStringify = exports.stringify = exports.strConcat = exports.addCodeArg = exports.str = exports._ = exports.nil = exports._Code = exports.Name = exports.IDENTIFIER = exports._CodeOrName = void 0;
	var _CodeOrName = class {};
	exports._CodeOrName = _CodeOrName;
	exports.IDENTIFIER = /^[a-z$_][a-z$_0-9]*$/i;
	var Name = class extends _CodeOrName {
		constructor(s) {
			super();
			if (!exports.IDENTIFIER.test(s)) throw new Error("CodeGen: name must be a valid identifier");
			this.str = s;
		}
		toString() {
			return this.str;
		}
		emptyStr() {
			return false;
		}
		get names() {
			return { [this.str]: 1 };
		}
	};
	exports.Name = Name;
	var _Code = class extends _CodeOrName {
		constructor(code) {
			super();
			this._items = typeof code === "string" ? [code] : code;
		}
		toString() {
			return this.str;
		}
		emptyStr() {
			if (this._items.length > 1) return false;
			const item = this._items[0];
			return item === "" || item === "\"\"";
		}
		get str() {
			var _a;
			return (_a = this._str) !== null && _a !== void 0 ? _a : this._str = this._items.reduce((s, c) => `${s}${c}`, "");
		}
		get names() {
			var _a;
			return (_a = this._names) !== null && _a !== void 0 ? _a : this._names = this._items.reduce((names, c) => {
				if (c instanceof Name) names[c.str] = (names[c.str] || 0) + 1;
				return names;
			}, {});
		}
	};
	exports._Code = _Code;
	exports.nil = new _Code("");
	function _(strs, ...args) {
		const code = [strs[0]];
		let i = 0;
		while (i < args.length) {
			addCodeArg(code, args[i]);
			code.push(strs[++i]);
		}
		return new _Code(code);
	}
	exports._ = _;
	const plus = new _Code("+");
	function str(strs, ...args) {
		const expr = [safeStringify(strs[0])];
		let i = 0;
		while (i < args.length) {
			expr.push(plus);
			addCodeArg(expr, args[i]);
			expr.push(plus, safeStringify(strs[++i]));
		}
		optimize(expr);
		return new _Code(expr);
	}
	exports.str = str;
	function addCodeArg(code, arg) {
		if (arg instanceof _Code) code.push(...arg._items);
		else if (arg instanceof Name) code.push(arg);
		else code.push(interpolate(arg));
	}
	exports.addCodeArg = addCodeArg;
	function optimize(expr) {
		let i = 1;
		while (i < expr.length - 1) {
			if (expr[i] === plus) {
				const res = mergeExprItems(expr[i - 1], expr[i + 1]);
				if (res !== void 0) {
					expr.splice(i - 1, 3, res);
					continue;
				}
				expr[i++] = "+";
			}
			i++;
		}
	}
	function mergeExprItems(a, b) {
		if (b === "\"\"") return a;
		if (a === "\"\"") return b;
		if (typeof a == "string") {
			if (b instanceof Name || a[a.length - 1] !== "\"") return;
			if (typeof b != "string") return `${a.slice(0, -1)}${b}"`;
			if (b[0] === "\"") return a.slice(0, -1) + b.slice(1);
			return;
		}
		if (typeof b == "string" && b[0] === "\"" && !(a instanceof Name)) return `"${a}${b.slice(1)}`;
	}
	function strConcat(c1, c2) {
		return c2.emptyStr() ? c1 : c1.emptyStr() ? c2 : str`${c1}${c2}`;
	}
	exports.strConcat = strConcat;
	function interpolate(x) {
		return typeof x == "number" || typeof x == "boolean" || x === null ? x : safeStringify(Array.isArray(x) ? x.join(",") : x);
	}
	function stringify(x) {
		return new _Code(safeStringify(x));
	}
	exports.stringify = stringify;
	function safeStringify(x) {
		return JSON.stringify(x).replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
	}
	exports.safeStringify = safeStringify;
	function getProperty(key) {
		return typeof key == "string" && exports.IDENTIFIER.test(key) ? new _Code(`.${key}`) : _`[${key}]`;
	}
	exports.getProperty = getProperty;
	function getEsmExportName(key) {
		if (typeof key == "string" && exports.IDENTIFIER.test(key)) return new _Code(`${key}`);
		throw new Error(`CodeGen: invalid export name: ${key}, use explicit $id name mapping`);
	}
	exports.getEsmExportName = getEsmExportName;
	function regexpCode(rx) {
		return new _Code(rx.toString());
	}
	exports.regexpCode = regexpCode;
}));
// ../../node_modules/ajv/dist/compile/codegen/scope.js
var require_scope = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ValueScope = exports.ValueScopeName = exports.Scope = exports.varKinds = exports.UsedValueState = void 0;
	const code_1 = require_code$1();
	var ValueError = class extends Error {
		constructor(name) {
			super(`CodeGen: "code" for ${name} not defined`);
			this.value = name.value;
		}
	};
	var UsedValueState;
	(function(UsedValueState) {
		UsedValueState[UsedValueState["Started"] = 0] = "Started";
		UsedValueState[UsedValueState["Completed"] = 1] = "Completed";
	})(UsedValueState || (exports.UsedValueState = UsedValueState = {}));
	exports.varKinds = {
		const: new code_1.Name("const"),
		let: new code_1.Name("let"),
		var: new code_1.Name("var")
	};
	var Scope = class {
		constructor({ prefixes, parent } = {}) {
			this._names = {};
			this._prefixes = prefixes;
			this._parent = parent;
		}
		toName(nameOrPrefix) {
			return nameOrPrefix instanceof code_1.Name ? nameOrPrefix : this.name(nameOrPrefix);
		}
		name(prefix) {
			return new code_1.Name(this._newName(prefix));
		}
		_newName(prefix) {
			const ng = this._names[prefix] || this._nameGroup(prefix);
			return `${prefix}${ng.index++}`;
		}
		_nameGroup(prefix) {
			var _a, _b;
			if (((_b = (_a = this._parent) === null || _a === void 0 ? void 0 : _a._prefixes) === null || _b === void 0 ? void 0 : _b.has(prefix)) || this._prefixes && !this._prefixes.has(prefix)) throw new Error(`CodeGen: prefix "${prefix}" is not allowed in this scope`);
			return this._names[prefix] = {
				prefix,
				index: 0
			};
		}
	};
	exports.Scope = Scope;
	var ValueScopeName = class extends code_1.Name {
		constructor(prefix, nameStr) {
			super(nameStr);
			this.prefix = prefix;
		}
		setValue(value, { property, itemIndex }) {
			this.value = value;
			this.scopePath = (0, code_1._)`.${new code_1.Name(property)}[${itemIndex}]`;
		}
	};
	exports.ValueScopeName = ValueScopeName;
	const line = (0, code_1._)`\n`;
	var ValueScope = class extends Scope {
		constructor(opts) {
			super(opts);
			this._values = {};
			this._scope = opts.scope;
			this.opts = {
				...opts,
				_n: opts.lines ? line : code_1.nil
			};
		}
		get() {
			return this._scope;
		}
		name(prefix) {
			return new ValueScopeName(prefix, this._newName(prefix));
		}
		value(nameOrPrefix, value) {
			var _a;
			if (value.ref === void 0) throw new Error("CodeGen: ref must be passed in value");
			const name = this.toName(nameOrPrefix);
			const { prefix } = name;
			const valueKey = (_a = value.key) !== null && _a !== void 0 ? _a : value.ref;
			let vs = this._values[prefix];
			if (vs) {
				const _name = vs.get(valueKey);
				if (_name) return _name;
			} else vs = this._values[prefix] = new Map();
			vs.set(valueKey, name);
			const s = this._scope[prefix] || (this._scope[prefix] = []);
			const itemIndex = s.length;
			s[itemIndex] = value.ref;
			name.setValue(value, {
				property: prefix,
				itemIndex
			});
			return name;
		}
		getValue(prefix, keyOrRef) {
			const vs = this._values[prefix];
			if (!vs) return;
			return vs.get(keyOrRef);
		}
		scopeRefs(scopeName, values = this._values) {
			return this._reduceValues(values, (name) => {
				if (name.scopePath === void 0) throw new Error(`CodeGen: name "${name}" has no value`);
				return (0, code_1._)`${scopeName}${name.scopePath}`;
			});
		}
		scopeCode(values = this._values, usedValues, getCode) {
			return this._reduceValues(values, (name) => {
				if (name.value === void 0) throw new Error(`CodeGen: name "${name}" has no value`);
				return name.value.code;
			}, usedValues, getCode);
		}
		_reduceValues(values, valueCode, usedValues = {}, getCode) {
			let code = code_1.nil;
			for (const prefix in values) {
				const vs = values[prefix];
				if (!vs) continue;
				const nameSet = usedValues[prefix] = usedValues[prefix] || new Map();
				vs.forEach((name) => {
					if (nameSet.has(name)) return;
					nameSet.set(name, UsedValueState.Started);
					let c = valueCode(name);
					if (c) {
						const def = this.opts.es5 ? exports.varKinds.var : exports.varKinds.const;
						code = (0, code_1._)`${code}${def} ${name} = ${c};${this.opts._n}`;
					} else if (c = getCode === null || getCode === void 0 ? void 0 : getCode(name)) code = (0, code_1._)`${code}${c}${this.opts._n}`;
					else throw new ValueError(name);
					nameSet.set(name, UsedValueState.Completed);
				});
			}
			return code;
		}
	};
	exports.ValueScope = ValueScope;
}));
// ../../node_modules/ajv/dist/compile/codegen/index.js
var require_codegen = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.or = exports.and = exports.not = exports.CodeGen = exports.operators = exports.varKinds = exports.ValueScopeName = exports.ValueScope = exports.Scope = exports.Name = exports.regexpCode = exports.stringify = exports.getProperty = exports.nil = exports.strConcat = exports.str = exports._ = void 0;
	const code_1 = require_code$1();
	const scope_1 = require_scope();
	var code_2 = require_code$1();
	Object.defineProperty(exports, "_", {
		enumerable: true,
		get: function() {
			return code_2._;
		}
	});
	Object.defineProperty(exports, "str", {
		enumerable: true,
		get: function() {
			return code_2.str;
		}
	});
	Object.defineProperty(exports, "strConcat", {
		enumerable: true,
		get: function() {
			return code_2.strConcat;
		}
	});
	Object.defineProperty(exports, "nil", {
		enumerable: true,
		get: function() {
			return code_2.nil;
		}
	});
	Object.defineProperty(exports, "getProperty", {
		enumerable: true,
		get: function() {
			return code_2.getProperty;
		}
	});
	Object.defineProperty(exports, "stringify", {
		enumerable: true,
		get: function() {
			return code_2.stringify;
		}
	});
	Object.defineProperty(exports, "regexpCode", {
		enumerable: true,
		get: function() {
			return code_2.regexpCode;
		}
	});
	Object.defineProperty(exports, "Name", {
		enumerable: true,
		get: function() {
			return code_2.Name;
		}
	});
	var scope_2 = require_scope();
	Object.defineProperty(exports, "Scope", {
		enumerable: true,
		get: function() {
			return scope_2.Scope;
		}
	});
	Object.defineProperty(exports, "ValueScope", {
		enumerable: true,
		get: function() {
			return scope_2.ValueScope;
		}
	});
	Object.defineProperty(exports, "ValueScopeName", {
		enumerable: true,
		get: function() {
			return scope_2.ValueScopeName;
		}
	});
	Object.defineProperty(exports, "varKinds", {
		enumerable: true,
		get: function() {
			return scope_2.varKinds;
		}
	});
	exports.operators = {
		GT: new code_1._Code(">"),
		GTE: new code_1._Code(">="),
		LT: new code_1._Code("<"),
		LTE: new code_1._Code("<="),
		EQ: new code_1._Code("==="),
		NEQ: new code_1._Code("!=="),
		NOT: new code_1._Code("!"),
		OR: new code_1._Code("||"),
		AND: new code_1._Code("&&"),
		ADD: new code_1._Code("+")
	};
	var Node = class {
		optimizeNodes() {
			return this;
		}
		optimizeNames(_names, _constants) {
			return this;
		}
	};
	var Def = class extends Node {
		constructor(varKind, name, rhs) {
			super();
			this.varKind = varKind;
			this.name = name;
			this.rhs = rhs;
		}
		render({ es5, _n }) {
			const varKind = es5 ? scope_1.varKinds.var : this.varKind;
			const rhs = this.rhs === void 0 ? "" : ` = ${this.rhs}`;
			return `${varKind} ${this.name}${rhs};` + _n;
		}
		optimizeNames(names, constants) {
			if (!names[this.name.str]) return;
			if (this.rhs) this.rhs = optimizeExpr(this.rhs, names, constants);
			return this;
		}
		get names() {
			return this.rhs instanceof code_1._CodeOrName ? this.rhs.names : {};
		}
	};
	var Assign = class extends Node {
		constructor(lhs, rhs, sideEffects) {
			super();
			this.lhs = lhs;
			this.rhs = rhs;
			this.sideEffects = sideEffects;
		}
		render({ _n }) {
			return `${this.lhs} = ${this.rhs};` + _n;
		}
		optimizeNames(names, constants) {
			if (this.lhs instanceof code_1.Name && !names[this.lhs.str] && !this.sideEffects) return;
			this.rhs = optimizeExpr(this.rhs, names, constants);
			return this;
		}
		get names() {
			return addExprNames(this.lhs instanceof code_1.Name ? {} : { ...this.lhs.names }, this.rhs);
		}
	};
	var AssignOp = class extends Assign {
		constructor(lhs, op, rhs, sideEffects) {
			super(lhs, rhs, sideEffects);
			this.op = op;
		}
		render({ _n }) {
			return `${this.lhs} ${this.op}= ${this.rhs};` + _n;
		}
	};
	var Label = class extends Node {
		constructor(label) {
			super();
			this.label = label;
			this.names = {};
		}
		render({ _n }) {
			return `${this.label}:` + _n;
		}
	};
	var Break = class extends Node {
		constructor(label) {
			super();
			this.label = label;
			this.names = {};
		}
		render({ _n }) {
			return `break${this.label ? ` ${this.label}` : ""};` + _n;
		}
	};
	var Throw = class extends Node {
		constructor(error) {
			super();
			this.error = error;
		}
		render({ _n }) {
			return `throw ${this.error};` + _n;
		}
		get names() {
			return this.error.names;
		}
	};
	var AnyCode = class extends Node {
		constructor(code) {
			super();
			this.code = code;
		}
		render({ _n }) {
			return `${this.code};` + _n;
		}
		optimizeNodes() {
			return `${this.code}` ? this : void 0;
		}
		optimizeNames(names, constants) {
			this.code = optimizeExpr(this.code, names, constants);
			return this;
		}
		get names() {
			return this.code instanceof code_1._CodeOrName ? this.code.names : {};
		}
	};
	var ParentNode = class extends Node {
		constructor(nodes = []) {
			super();
			this.nodes = nodes;
		}
		render(opts) {
			return this.nodes.reduce((code, n) => code + n.render(opts), "");
		}
		optimizeNodes() {
			const { nodes } = this;
			let i = nodes.length;
			while (i--) {
				const n = nodes[i].optimizeNodes();
				if (Array.isArray(n)) nodes.splice(i, 1, ...n);
				else if (n) nodes[i] = n;
				else nodes.splice(i, 1);
			}
			return nodes.length > 0 ? this : void 0;
		}
		optimizeNames(names, constants) {
			const { nodes } = this;
			let i = nodes.length;
			while (i--) {
				const n = nodes[i];
				if (n.optimizeNames(names, constants)) continue;
				subtractNames(names, n.names);
				nodes.splice(i, 1);
			}
			return nodes.length > 0 ? this : void 0;
		}
		get names() {
			return this.nodes.reduce((names, n) => addNames(names, n.names), {});
		}
	};
	var BlockNode = class extends ParentNode {
		render(opts) {
			return "{" + opts._n + super.render(opts) + "}" + opts._n;
		}
	};
	var Root = class extends ParentNode {};
	var Else = class extends BlockNode {};
	Else.kind = "else";
	var If = class If extends BlockNode {
		constructor(condition, nodes) {
			super(nodes);
			this.condition = condition;
		}
		render(opts) {
			let code = `if(${this.condition})` + super.render(opts);
			if (this.else) code += "else " + this.else.render(opts);
			return code;
		}
		optimizeNodes() {
			super.optimizeNodes();
			const cond = this.condition;
			if (cond === true) return this.nodes;
			let e = this.else;
			if (e) {
				const ns = e.optimizeNodes();
				e = this.else = Array.isArray(ns) ? new Else(ns) : ns;
			}
			if (e) {
				if (cond === false) return e instanceof If ? e : e.nodes;
				if (this.nodes.length) return this;
				return new If(not(cond), e instanceof If ? [e] : e.nodes);
			}
			if (cond === false || !this.nodes.length) return void 0;
			return this;
		}
		optimizeNames(names, constants) {
			var _a;
			this.else = (_a = this.else) === null || _a === void 0 ? void 0 : _a.optimizeNames(names, constants);
			if (!(super.optimizeNames(names, constants) || this.else)) return;
			this.condition = optimizeExpr(this.condition, names, constants);
			return this;
		}
		get names() {
			const names = super.names;
			addExprNames(names, this.condition);
			if (this.else) addNames(names, this.else.names);
			return names;
		}
	};
	If.kind = "if";
	var For = class extends BlockNode {};
	For.kind = "for";
	var ForLoop = class extends For {
		constructor(iteration) {
			super();
			this.iteration = iteration;
		}
		render(opts) {
			return `for(${this.iteration})` + super.render(opts);
		}
		optimizeNames(names, constants) {
			if (!super.optimizeNames(names, constants)) return;
			this.iteration = optimizeExpr(this.iteration, names, constants);
			return this;
		}
		get names() {
			return addNames(super.names, this.iteration.names);
		}
	};
	var ForRange = class extends For {
		constructor(varKind, name, from, to) {
			super();
			this.varKind = varKind;
			this.name = name;
			this.from = from;
			this.to = to;
		}
		render(opts) {
			const varKind = opts.es5 ? scope_1.varKinds.var : this.varKind;
			const { name, from, to } = this;
			return `for(${varKind} ${name}=${from}; ${name}<${to}; ${name}++)` + super.render(opts);
		}
		get names() {
			return addExprNames(addExprNames(super.names, this.from), this.to);
		}
	};
	var ForIter = class extends For {
		constructor(loop, varKind, name, iterable) {
			super();
			this.loop = loop;
			this.varKind = varKind;
			this.name = name;
			this.iterable = iterable;
		}
		render(opts) {
			return `for(${this.varKind} ${this.name} ${this.loop} ${this.iterable})` + super.render(opts);
		}
		optimizeNames(names, constants) {
			if (!super.optimizeNames(names, constants)) return;
			this.iterable = optimizeExpr(this.iterable, names, constants);
			return this;
		}
		get names() {
			return addNames(super.names, this.iterable.names);
		}
	};
	var Func = class extends BlockNode {
		constructor(name, args, async) {
			super();
			this.name = name;
			this.args = args;
			this.async = async;
		}
		render(opts) {
			return `${this.async ? "async " : ""}function ${this.name}(${this.args})` + super.render(opts);
		}
	};
	Func.kind = "func";
	var Return = class extends ParentNode {
		render(opts) {
			return "return " + super.render(opts);
		}
	};
	Return.kind = "return";
	var Try = class extends BlockNode {
		render(opts) {
			let code = "try" + super.render(opts);
			if (this.catch) code += this.catch.render(opts);
			if (this.finally) code += this.finally.render(opts);
			return code;
		}
		optimizeNodes() {
			var _a, _b;
			super.optimizeNodes();
			(_a = this.catch) === null || _a === void 0 || _a.optimizeNodes();
			(_b = this.finally) === null || _b === void 0 || _b.optimizeNodes();
			return this;
		}
		optimizeNames(names, constants) {
			var _a, _b;
			super.optimizeNames(names, constants);
			(_a = this.catch) === null || _a === void 0 || _a.optimizeNames(names, constants);
			(_b = this.finally) === null || _b === void 0 || _b.optimizeNames(names, constants);
			return this;
		}
		get names() {
			const names = super.names;
			if (this.catch) addNames(names, this.catch.names);
			if (this.finally) addNames(names, this.finally.names);
			return names;
		}
	};
	var Catch = class extends BlockNode {
		constructor(error) {
			super();
			this.error = error;
		}
		render(opts) {
			return `catch(${this.error})` + super.render(opts);
		}
	};
	Catch.kind = "catch";
	var Finally = class extends BlockNode {
		render(opts) {
			return "finally" + super.render(opts);
		}
	};
	Finally.kind = "finally";
	var CodeGen = class {
		constructor(extScope, opts = {}) {
			this._values = {};
			this._blockStarts = [];
			this._constants = {};
			this.opts = {
				...opts,
				_n: opts.lines ? "\n" : ""
			};
			this._extScope = extScope;
			this._scope = new scope_1.Scope({ parent: extScope });
			this._nodes = [new Root()];
		}
		toString() {
			return this._root.render(this.opts);
		}
		name(prefix) {
			return this._scope.name(prefix);
		}
		scopeName(prefix) {
			return this._extScope.name(prefix);
		}
		scopeValue(prefixOrName, value) {
			const name = this._extScope.value(prefixOrName, value);
			(this._values[name.prefix] || (this._values[name.prefix] = new Set())).add(name);
			return name;
		}
		getScopeValue(prefix, keyOrRef) {
			return this._extScope.getValue(prefix, keyOrRef);
		}
		scopeRefs(scopeName) {
			return this._extScope.scopeRefs(scopeName, this._values);
		}
		scopeCode() {
			return this._extScope.scopeCode(this._values);
		}
		_def(varKind, nameOrPrefix, rhs, constant) {
			const name = this._scope.toName(nameOrPrefix);
			if (rhs !== void 0 && constant) this._constants[name.str] = rhs;
			this._leafNode(new Def(varKind, name, rhs));
			return name;
		}
		const(nameOrPrefix, rhs, _constant) {
			return this._def(scope_1.varKinds.const, nameOrPrefix, rhs, _constant);
		}
		let(nameOrPrefix, rhs, _constant) {
			return this._def(scope_1.varKinds.let, nameOrPrefix, rhs, _constant);
		}
		var(nameOrPrefix, rhs, _constant) {
			return this._def(scope_1.varKinds.var, nameOrPrefix, rhs, _constant);
		}
		assign(lhs, rhs, sideEffects) {
			return this._leafNode(new Assign(lhs, rhs, sideEffects));
		}
		add(lhs, rhs) {
			return this._leafNode(new AssignOp(lhs, exports.operators.ADD, rhs));
		}
		code(c) {
			if (typeof c == "function") c();
			else if (c !== code_1.nil) this._leafNode(new AnyCode(c));
			return this;
		}
		object(...keyValues) {
			const code = ["{"];
			for (const [key, value] of keyValues) {
				if (code.length > 1) code.push(",");
				code.push(key);
				if (key !== value || this.opts.es5) {
					code.push(":");
					(0, code_1.addCodeArg)(code, value);
				}
			}
			code.push("}");
			return new code_1._Code(code);
		}
		if(condition, thenBody, elseBody) {
			this._blockNode(new If(condition));
			if (thenBody && elseBody) this.code(thenBody).else().code(elseBody).endIf();
			else if (thenBody) this.code(thenBody).endIf();
			else if (elseBody) throw new Error("CodeGen: \"else\" body without \"then\" body");
			return this;
		}
		elseIf(condition) {
			return this._elseNode(new If(condition));
		}
		else() {
			return this._elseNode(new Else());
		}
		endIf() {
			return this._endBlockNode(If, Else);
		}
		_for(node, forBody) {
			this._blockNode(node);
			if (forBody) this.code(forBody).endFor();
			return this;
		}
		for(iteration, forBody) {
			return this._for(new ForLoop(iteration), forBody);
		}
		forRange(nameOrPrefix, from, to, forBody, varKind = this.opts.es5 ? scope_1.varKinds.var : scope_1.varKinds.let) {
			const name = this._scope.toName(nameOrPrefix);
			return this._for(new ForRange(varKind, name, from, to), () => forBody(name));
		}
		forOf(nameOrPrefix, iterable, forBody, varKind = scope_1.varKinds.const) {
			const name = this._scope.toName(nameOrPrefix);
			if (this.opts.es5) {
				const arr = iterable instanceof code_1.Name ? iterable : this.var("_arr", iterable);
				return this.forRange("_i", 0, (0, code_1._)`${arr}.length`, (i) => {
					this.var(name, (0, code_1._)`${arr}[${i}]`);
					forBody(name);
				});
			}
			return this._for(new ForIter("of", varKind, name, iterable), () => forBody(name));
		}
		forIn(nameOrPrefix, obj, forBody, varKind = this.opts.es5 ? scope_1.varKinds.var : scope_1.varKinds.const) {
			if (this.opts.ownProperties) return this.forOf(nameOrPrefix, (0, code_1._)`Object.keys(${obj})`, forBody);
			const name = this._scope.toName(nameOrPrefix);
			return this._for(new ForIter("in", varKind, name, obj), () => forBody(name));
		}
		endFor() {
			return this._endBlockNode(For);
		}
		label(label) {
			return this._leafNode(new Label(label));
		}
		break(label) {
			return this._leafNode(new Break(label));
		}
		return(value) {
			const node = new Return();
			this._blockNode(node);
			this.code(value);
			if (node.nodes.length !== 1) throw new Error("CodeGen: \"return\" should have one node");
			return this._endBlockNode(Return);
		}
		try(tryBody, catchCode, finallyCode) {
			if (!catchCode && !finallyCode) throw new Error("CodeGen: \"try\" without \"catch\" and \"finally\"");
			const node = new Try();
			this._blockNode(node);
			this.code(tryBody);
			if (catchCode) {
				const error = this.name("e");
				this._currNode = node.catch = new Catch(error);
				catchCode(error);
			}
			if (finallyCode) {
				this._currNode = node.finally = new Finally();
				this.code(finallyCode);
			}
			return this._endBlockNode(Catch, Finally);
		}
		throw(error) {
			return this._leafNode(new Throw(error));
		}
		block(body, nodeCount) {
			this._blockStarts.push(this._nodes.length);
			if (body) this.code(body).endBlock(nodeCount);
			return this;
		}
		endBlock(nodeCount) {
			const len = this._blockStarts.pop();
			if (len === void 0) throw new Error("CodeGen: not in self-balancing block");
			const toClose = this._nodes.length - len;
			if (toClose < 0 || nodeCount !== void 0 && toClose !== nodeCount) throw new Error(`CodeGen: wrong number of nodes: ${toClose} vs ${nodeCount} expected`);
			this._nodes.length = len;
			return this;
		}
		func(name, args = code_1.nil, async, funcBody) {
			this._blockNode(new Func(name, args, async));
			if (funcBody) this.code(funcBody).endFunc();
			return this;
		}
		endFunc() {
			return this._endBlockNode(Func);
		}
		optimize(n = 1) {
			while (n-- > 0) {
				this._root.optimizeNodes();
				this._root.optimizeNames(this._root.names, this._constants);
			}
		}
		_leafNode(node) {
			this._currNode.nodes.push(node);
			return this;
		}
		_blockNode(node) {
			this._currNode.nodes.push(node);
			this._nodes.push(node);
		}
		_endBlockNode(N1, N2) {
			const n = this._currNode;
			if (n instanceof N1 || N2 && n instanceof N2) {
				this._nodes.pop();
				return this;
			}
			throw new Error(`CodeGen: not in block "${N2 ? `${N1.kind}/${N2.kind}` : N1.kind}"`);
		}
		_elseNode(node) {
			const n = this._currNode;
			if (!(n instanceof If)) throw new Error("CodeGen: \"else\" without \"if\"");
			this._currNode = n.else = node;
			return this;
		}
		get _root() {
			return this._nodes[0];
		}
		get _currNode() {
			const ns = this._nodes;
			return ns[ns.length - 1];
		}
		set _currNode(node) {
			const ns = this._nodes;
			ns[ns.length - 1] = node;
		}
	};
	exports.CodeGen = CodeGen;
	function addNames(names, from) {
		for (const n in from) names[n] = (names[n] || 0) + (from[n] || 0);
		return names;
	}
	function addExprNames(names, from) {
		return from instanceof code_1._CodeOrName ? addNames(names, from.names) : names;
	}
	function optimizeExpr(expr, names, constants) {
		if (expr instanceof code_1.Name) return replaceName(expr);
		if (!canOptimize(expr)) return expr;
		return new code_1._Code(expr._items.reduce((items, c) => {
			if (c instanceof code_1.Name) c = replaceName(c);
			if (c instanceof code_1._Code) items.push(...c._items);
			else items.push(c);
			return items;
		}, []));
		function replaceName(n) {
			const c = constants[n.str];
			if (c === void 0 || names[n.str] !== 1) return n;
			delete names[n.str];
			return c;
		}
		function canOptimize(e) {
			return e instanceof code_1._Code && e._items.some((c) => c instanceof code_1.Name && names[c.str] === 1 && constants[c.str] !== void 0);
		}
	}
	function subtractNames(names, from) {
		for (const n in from) names[n] = (names[n] || 0) - (from[n] || 0);
	}
	function not(x) {
		return typeof x == "boolean" || typeof x == "number" || x === null ? !x : (0, code_1._)`!${par(x)}`;
	}
	exports.not = not;
	const andCode = mappend(exports.operators.AND);
	function and(...args) {
		return args.reduce(andCode);
	}
	exports.and = and;
	const orCode = mappend(exports.operators.OR);
	function or(...args) {
		return args.reduce(orCode);
	}
	exports.or = or;
	function mappend(op) {
		return (x, y) => x === code_1.nil ? y : y === code_1.nil ? x : (0, code_1._)`${par(x)} ${op} ${par(y)}`;
	}
	function par(x) {
		return x instanceof code_1.Name ? x : (0, code_1._)`(${x})`;
	}
}));
// ../../node_modules/ajv/dist/compile/util.js
var require_util = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.checkStrictMode = exports.getErrorPath = exports.Type = exports.useFunc = exports.setEvaluated = exports.evaluatedPropsToName = exports.mergeEvaluated = exports.eachItem = exports.unescapeJsonPointer = exports.escapeJsonPointer = exports.escapeFragment = exports.unescapeFragment = exports.schemaRefOrVal = exports.schemaHasRulesButRef = exports.schemaHasRules = exports.checkUnknownRules = exports.alwaysValidSchema = exports.toHash = void 0;
	const codegen_1 = require_codegen();
	const code_1 = require_code$1();
	function toHash(arr) {
		const hash = {};
		for (const item of arr) hash[item] = true;
		return hash;
	}
	exports.toHash = toHash;
	function alwaysValidSchema(it, schema) {
		if (typeof schema == "boolean") return schema;
		if (Object.keys(schema).length === 0) return true;
		checkUnknownRules(it, schema);
		return !schemaHasRules(schema, it.self.RULES.all);
	}
	exports.alwaysValidSchema = alwaysValidSchema;
	function checkUnknownRules(it, schema = it.schema) {
		const { opts, self } = it;
		if (!opts.strictSchema) return;
		if (typeof schema === "boolean") return;
		const rules = self.RULES.keywords;
		for (const key in schema) if (!rules[key]) checkStrictMode(it, `unknown keyword: "${key}"`);
	}
	exports.checkUnknownRules = checkUnknownRules;
	function schemaHasRules(schema, rules) {
		if (typeof schema == "boolean") return !schema;
		for (const key in schema) if (rules[key]) return true;
		return false;
	}
	exports.schemaHasRules = schemaHasRules;
	function schemaHasRulesButRef(schema, RULES) {
		if (typeof schema == "boolean") return !schema;
		for (const key in schema) if (key !== "$ref" && RULES.all[key]) return true;
		return false;
	}
	exports.schemaHasRulesButRef = schemaHasRulesButRef;
	function schemaRefOrVal({ topSchemaRef, schemaPath }, schema, keyword, $data) {
		if (!$data) {
			if (typeof schema == "number" || typeof schema == "boolean") return schema;
			if (typeof schema == "string") return (0, codegen_1._)`${schema}`;
		}
		return (0, codegen_1._)`${topSchemaRef}${schemaPath}${(0, codegen_1.getProperty)(keyword)}`;
	}
	exports.schemaRefOrVal = schemaRefOrVal;
	function unescapeFragment(str) {
		return unescapeJsonPointer(decodeURIComponent(str));
	}
	exports.unescapeFragment = unescapeFragment;
	function escapeFragment(str) {
		return encodeURIComponent(escapeJsonPointer(str));
	}
	exports.escapeFragment = escapeFragment;
	function escapeJsonPointer(str) {
		if (typeof str == "number") return `${str}`;
		return str.replace(/~/g, "~0").replace(/\//g, "~1");
	}
	exports.escapeJsonPointer = escapeJsonPointer;
	function unescapeJsonPointer(str) {
		return str.replace(/~1/g, "/").replace(/~0/g, "~");
	}
	exports.unescapeJsonPointer = unescapeJsonPointer;
	function eachItem(xs, f) {
		if (Array.isArray(xs)) for (const x of xs) f(x);
		else f(xs);
	}
	exports.eachItem = eachItem;
	function makeMergeEvaluated({ mergeNames, mergeToName, mergeValues, resultToName }) {
		return (gen, from, to, toName) => {
			const res = to === void 0 ? from : to instanceof codegen_1.Name ? (from instanceof codegen_1.Name ? mergeNames(gen, from, to) : mergeToName(gen, from, to), to) : from instanceof codegen_1.Name ? (mergeToName(gen, to, from), from) : mergeValues(from, to);
			return toName === codegen_1.Name && !(res instanceof codegen_1.Name) ? resultToName(gen, res) : res;
		};
	}
	exports.mergeEvaluated = {
		props: makeMergeEvaluated({
			mergeNames: (gen, from, to) => gen.if((0, codegen_1._)`${to} !== true && ${from} !== undefined`, () => {
				gen.if((0, codegen_1._)`${from} === true`, () => gen.assign(to, true), () => gen.assign(to, (0, codegen_1._)`${to} || {}`).code((0, codegen_1._)`Object.assign(${to}, ${from})`));
			}),
			mergeToName: (gen, from, to) => gen.if((0, codegen_1._)`${to} !== true`, () => {
				if (from === true) gen.assign(to, true);
				else {
					gen.assign(to, (0, codegen_1._)`${to} || {}`);
					setEvaluated(gen, to, from);
				}
			}),
			mergeValues: (from, to) => from === true ? true : {
				...from,
				...to
			},
			resultToName: evaluatedPropsToName
		}),
		items: makeMergeEvaluated({
			mergeNames: (gen, from, to) => gen.if((0, codegen_1._)`${to} !== true && ${from} !== undefined`, () => gen.assign(to, (0, codegen_1._)`${from} === true ? true : ${to} > ${from} ? ${to} : ${from}`)),
			mergeToName: (gen, from, to) => gen.if((0, codegen_1._)`${to} !== true`, () => gen.assign(to, from === true ? true : (0, codegen_1._)`${to} > ${from} ? ${to} : ${from}`)),
			mergeValues: (from, to) => from === true ? true : Math.max(from, to),
			resultToName: (gen, items) => gen.var("items", items)
		})
	};
	function evaluatedPropsToName(gen, ps) {
		if (ps === true) return gen.var("props", true);
		const props = gen.var("props", (0, codegen_1._)`{}`);
		if (ps !== void 0) setEvaluated(gen, props, ps);
		return props;
	}
	exports.evaluatedPropsToName = evaluatedPropsToName;
	function setEvaluated(gen, props, ps) {
		Object.keys(ps).forEach((p) => gen.assign((0, codegen_1._)`${props}${(0, codegen_1.getProperty)(p)}`, true));
	}
	exports.setEvaluated = setEvaluated;
	const snippets = {};
	function useFunc(gen, f) {
		return gen.scopeValue("func", {
			ref: f,
			code: snippets[f.code] || (snippets[f.code] = new code_1._Code(f.code))
		});
	}
	exports.useFunc = useFunc;
	var Type;
	(function(Type) {
		Type[Type["Num"] = 0] = "Num";
		Type[Type["Str"] = 1] = "Str";
	})(Type || (exports.Type = Type = {}));
	function getErrorPath(dataProp, dataPropType, jsPropertySyntax) {
		if (dataProp instanceof codegen_1.Name) {
			const isNumber = dataPropType === Type.Num;
			return jsPropertySyntax ? isNumber ? (0, codegen_1._)`"[" + ${dataProp} + "]"` : (0, codegen_1._)`"['" + ${dataProp} + "']"` : isNumber ? (0, codegen_1._)`"/" + ${dataProp}` : (0, codegen_1._)`"/" + ${dataProp}.replace(/~/g, "~0").replace(/\\//g, "~1")`;
		}
		return jsPropertySyntax ? (0, codegen_1.getProperty)(dataProp).toString() : "/" + escapeJsonPointer(dataProp);
	}
	exports.getErrorPath = getErrorPath;
	function checkStrictMode(it, msg, mode = it.opts.strictSchema) {
		if (!mode) return;
		msg = `strict mode: ${msg}`;
		if (mode === true) throw new Error(msg);
		it.self.logger.warn(msg);
	}
	exports.checkStrictMode = checkStrictMode;
}));
// ../../node_modules/ajv/dist/compile/names.js
var require_names = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	exports.default = {
		data: new codegen_1.Name("data"),
		valCxt: new codegen_1.Name("valCxt"),
		instancePath: new codegen_1.Name("instancePath"),
		parentData: new codegen_1.Name("parentData"),
		parentDataProperty: new codegen_1.Name("parentDataProperty"),
		rootData: new codegen_1.Name("rootData"),
		dynamicAnchors: new codegen_1.Name("dynamicAnchors"),
		vErrors: new codegen_1.Name("vErrors"),
		errors: new codegen_1.Name("errors"),
		this: new codegen_1.Name("this"),
		self: new codegen_1.Name("self"),
		scope: new codegen_1.Name("scope"),
		json: new codegen_1.Name("json"),
		jsonPos: new codegen_1.Name("jsonPos"),
		jsonLen: new codegen_1.Name("jsonLen"),
		jsonPart: new codegen_1.Name("jsonPart")
	};
}));
// ../../node_modules/ajv/dist/compile/errors.js
var require_errors$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.extendErrors = exports.resetErrorsCount = exports.reportExtraError = exports.reportError = exports.keyword$DataError = exports.keywordError = void 0;
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const names_1 = require_names();
	exports.keywordError = { message: ({ keyword }) => (0, codegen_1.str)`must pass "${keyword}" keyword validation` };
	exports.keyword$DataError = { message: ({ keyword, schemaType }) => schemaType ? (0, codegen_1.str)`"${keyword}" keyword must be ${schemaType} ($data)` : (0, codegen_1.str)`"${keyword}" keyword is invalid ($data)` };
	function reportError(cxt, error = exports.keywordError, errorPaths, overrideAllErrors) {
		const { it } = cxt;
		const { gen, compositeRule, allErrors } = it;
		const errObj = errorObjectCode(cxt, error, errorPaths);
		if (overrideAllErrors !== null && overrideAllErrors !== void 0 ? overrideAllErrors : compositeRule || allErrors) addError(gen, errObj);
		else returnErrors(it, (0, codegen_1._)`[${errObj}]`);
	}
	exports.reportError = reportError;
	function reportExtraError(cxt, error = exports.keywordError, errorPaths) {
		const { it } = cxt;
		const { gen, compositeRule, allErrors } = it;
		addError(gen, errorObjectCode(cxt, error, errorPaths));
		if (!(compositeRule || allErrors)) returnErrors(it, names_1.default.vErrors);
	}
	exports.reportExtraError = reportExtraError;
	function resetErrorsCount(gen, errsCount) {
		gen.assign(names_1.default.errors, errsCount);
		gen.if((0, codegen_1._)`${names_1.default.vErrors} !== null`, () => gen.if(errsCount, () => gen.assign((0, codegen_1._)`${names_1.default.vErrors}.length`, errsCount), () => gen.assign(names_1.default.vErrors, null)));
	}
	exports.resetErrorsCount = resetErrorsCount;
	function extendErrors({ gen, keyword, schemaValue, data, errsCount, it }) {
		if (errsCount === void 0) throw new Error("ajv implementation error");
		const err = gen.name("err");
		gen.forRange("i", errsCount, names_1.default.errors, (i) => {
			gen.const(err, (0, codegen_1._)`${names_1.default.vErrors}[${i}]`);
			gen.if((0, codegen_1._)`${err}.instancePath === undefined`, () => gen.assign((0, codegen_1._)`${err}.instancePath`, (0, codegen_1.strConcat)(names_1.default.instancePath, it.errorPath)));
			gen.assign((0, codegen_1._)`${err}.schemaPath`, (0, codegen_1.str)`${it.errSchemaPath}/${keyword}`);
			if (it.opts.verbose) {
				gen.assign((0, codegen_1._)`${err}.schema`, schemaValue);
				gen.assign((0, codegen_1._)`${err}.data`, data);
			}
		});
	}
	exports.extendErrors = extendErrors;
	function addError(gen, errObj) {
		const err = gen.const("err", errObj);
		gen.if((0, codegen_1._)`${names_1.default.vErrors} === null`, () => gen.assign(names_1.default.vErrors, (0, codegen_1._)`[${err}]`), (0, codegen_1._)`${names_1.default.vErrors}.push(${err})`);
		gen.code((0, codegen_1._)`${names_1.default.errors}++`);
	}
	function returnErrors(it, errs) {
		const { gen, validateName, schemaEnv } = it;
		if (schemaEnv.$async) gen.throw((0, codegen_1._)`new ${it.ValidationError}(${errs})`);
		else {
			gen.assign((0, codegen_1._)`${validateName}.errors`, errs);
			gen.return(false);
		}
	}
	const E = {
		keyword: new codegen_1.Name("keyword"),
		schemaPath: new codegen_1.Name("schemaPath"),
		params: new codegen_1.Name("params"),
		propertyName: new codegen_1.Name("propertyName"),
		message: new codegen_1.Name("message"),
		schema: new codegen_1.Name("schema"),
		parentSchema: new codegen_1.Name("parentSchema")
	};
	function errorObjectCode(cxt, error, errorPaths) {
		const { createErrors } = cxt.it;
		if (createErrors === false) return (0, codegen_1._)`{}`;
		return errorObject(cxt, error, errorPaths);
	}
	function errorObject(cxt, error, errorPaths = {}) {
		const { gen, it } = cxt;
		const keyValues = [errorInstancePath(it, errorPaths), errorSchemaPath(cxt, errorPaths)];
		extraErrorProps(cxt, error, keyValues);
		return gen.object(...keyValues);
	}
	function errorInstancePath({ errorPath }, { instancePath }) {
		const instPath = instancePath ? (0, codegen_1.str)`${errorPath}${(0, util_1.getErrorPath)(instancePath, util_1.Type.Str)}` : errorPath;
		return [names_1.default.instancePath, (0, codegen_1.strConcat)(names_1.default.instancePath, instPath)];
	}
	function errorSchemaPath({ keyword, it: { errSchemaPath } }, { schemaPath, parentSchema }) {
		let schPath = parentSchema ? errSchemaPath : (0, codegen_1.str)`${errSchemaPath}/${keyword}`;
		if (schemaPath) schPath = (0, codegen_1.str)`${schPath}${(0, util_1.getErrorPath)(schemaPath, util_1.Type.Str)}`;
		return [E.schemaPath, schPath];
	}
	function extraErrorProps(cxt, { params, message }, keyValues) {
		const { keyword, data, schemaValue, it } = cxt;
		const { opts, propertyName, topSchemaRef, schemaPath } = it;
		keyValues.push([E.keyword, keyword], [E.params, typeof params == "function" ? params(cxt) : params || (0, codegen_1._)`{}`]);
		if (opts.messages) keyValues.push([E.message, typeof message == "function" ? message(cxt) : message]);
		if (opts.verbose) keyValues.push([E.schema, schemaValue], [E.parentSchema, (0, codegen_1._)`${topSchemaRef}${schemaPath}`], [names_1.default.data, data]);
		if (propertyName) keyValues.push([E.propertyName, propertyName]);
	}
}));
// ../../node_modules/ajv/dist/compile/validate/boolSchema.js
var require_boolSchema = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.boolOrEmptySchema = exports.topBoolOrEmptySchema = void 0;
	const errors_1 = require_errors$1();
	const codegen_1 = require_codegen();
	const names_1 = require_names();
	const boolError = { message: "boolean schema is false" };
	function topBoolOrEmptySchema(it) {
		const { gen, schema, validateName } = it;
		if (schema === false) falseSchemaError(it, false);
		else if (typeof schema == "object" && schema.$async === true) gen.return(names_1.default.data);
		else {
			gen.assign((0, codegen_1._)`${validateName}.errors`, null);
			gen.return(true);
		}
	}
	exports.topBoolOrEmptySchema = topBoolOrEmptySchema;
	function boolOrEmptySchema(it, valid) {
		const { gen, schema } = it;
		if (schema === false) {
			gen.var(valid, false);
			falseSchemaError(it);
		} else gen.var(valid, true);
	}
	exports.boolOrEmptySchema = boolOrEmptySchema;
	function falseSchemaError(it, overrideAllErrors) {
		const { gen, data } = it;
		const cxt = {
			gen,
			keyword: "false schema",
			data,
			schema: false,
			schemaCode: false,
			schemaValue: false,
			params: {},
			it
		};
		(0, errors_1.reportError)(cxt, boolError, void 0, overrideAllErrors);
	}
}));
// ../../node_modules/ajv/dist/compile/rules.js
var require_rules = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getRules = exports.isJSONType = void 0;
	const jsonTypes = new Set([
		"string",
		"number",
		"integer",
		"boolean",
		"null",
		"object",
		"array"
	]);
	function isJSONType(x) {
		return typeof x == "string" && jsonTypes.has(x);
	}
	exports.isJSONType = isJSONType;
	function getRules() {
		const groups = {
			number: {
				type: "number",
				rules: []
			},
			string: {
				type: "string",
				rules: []
			},
			array: {
				type: "array",
				rules: []
			},
			object: {
				type: "object",
				rules: []
			}
		};
		return {
			types: {
				...groups,
				integer: true,
				boolean: true,
				null: true
			},
			rules: [
				{ rules: [] },
				groups.number,
				groups.string,
				groups.array,
				groups.object
			],
			post: { rules: [] },
			all: {},
			keywords: {}
		};
	}
	exports.getRules = getRules;
}));
// ../../node_modules/ajv/dist/compile/validate/applicability.js
var require_applicability = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.shouldUseRule = exports.shouldUseGroup = exports.schemaHasRulesForType = void 0;
	function schemaHasRulesForType({ schema, self }, type) {
		const group = self.RULES.types[type];
		return group && group !== true && shouldUseGroup(schema, group);
	}
	exports.schemaHasRulesForType = schemaHasRulesForType;
	function shouldUseGroup(schema, group) {
		return group.rules.some((rule) => shouldUseRule(schema, rule));
	}
	exports.shouldUseGroup = shouldUseGroup;
	function shouldUseRule(schema, rule) {
		var _a;
		return schema[rule.keyword] !== void 0 || ((_a = rule.definition.implements) === null || _a === void 0 ? void 0 : _a.some((kwd) => schema[kwd] !== void 0));
	}
	exports.shouldUseRule = shouldUseRule;
}));
// ../../node_modules/ajv/dist/compile/validate/dataType.js
var require_dataType = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.reportTypeError = exports.checkDataTypes = exports.checkDataType = exports.coerceAndCheckDataType = exports.getJSONTypes = exports.getSchemaTypes = exports.DataType = void 0;
	const rules_1 = require_rules();
	const applicability_1 = require_applicability();
	const errors_1 = require_errors$1();
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	var DataType;
	(function(DataType) {
		DataType[DataType["Correct"] = 0] = "Correct";
		DataType[DataType["Wrong"] = 1] = "Wrong";
	})(DataType || (exports.DataType = DataType = {}));
	function getSchemaTypes(schema) {
		const types = getJSONTypes(schema.type);
		if (types.includes("null")) {
			if (schema.nullable === false) throw new Error("type: null contradicts nullable: false");
		} else {
			if (!types.length && schema.nullable !== void 0) throw new Error("\"nullable\" cannot be used without \"type\"");
			if (schema.nullable === true) types.push("null");
		}
		return types;
	}
	exports.getSchemaTypes = getSchemaTypes;
	function getJSONTypes(ts) {
		const types = Array.isArray(ts) ? ts : ts ? [ts] : [];
		if (types.every(rules_1.isJSONType)) return types;
		throw new Error("type must be JSONType or JSONType[]: " + types.join(","));
	}
	exports.getJSONTypes = getJSONTypes;
	function coerceAndCheckDataType(it, types) {
		const { gen, data, opts } = it;
		const coerceTo = coerceToTypes(types, opts.coerceTypes);
		const checkTypes = types.length > 0 && !(coerceTo.length === 0 && types.length === 1 && (0, applicability_1.schemaHasRulesForType)(it, types[0]));
		if (checkTypes) {
			const wrongType = checkDataTypes(types, data, opts.strictNumbers, DataType.Wrong);
			gen.if(wrongType, () => {
				if (coerceTo.length) coerceData(it, types, coerceTo);
				else reportTypeError(it);
			});
		}
		return checkTypes;
	}
	exports.coerceAndCheckDataType = coerceAndCheckDataType;
	const COERCIBLE = new Set([
		"string",
		"number",
		"integer",
		"boolean",
		"null"
	]);
	function coerceToTypes(types, coerceTypes) {
		return coerceTypes ? types.filter((t) => COERCIBLE.has(t) || coerceTypes === "array" && t === "array") : [];
	}
	function coerceData(it, types, coerceTo) {
		const { gen, data, opts } = it;
		const dataType = gen.let("dataType", (0, codegen_1._)`typeof ${data}`);
		const coerced = gen.let("coerced", (0, codegen_1._)`undefined`);
		if (opts.coerceTypes === "array") gen.if((0, codegen_1._)`${dataType} == 'object' && Array.isArray(${data}) && ${data}.length == 1`, () => gen.assign(data, (0, codegen_1._)`${data}[0]`).assign(dataType, (0, codegen_1._)`typeof ${data}`).if(checkDataTypes(types, data, opts.strictNumbers), () => gen.assign(coerced, data)));
		gen.if((0, codegen_1._)`${coerced} !== undefined`);
		for (const t of coerceTo) if (COERCIBLE.has(t) || t === "array" && opts.coerceTypes === "array") coerceSpecificType(t);
		gen.else();
		reportTypeError(it);
		gen.endIf();
		gen.if((0, codegen_1._)`${coerced} !== undefined`, () => {
			gen.assign(data, coerced);
			assignParentData(it, coerced);
		});
		function coerceSpecificType(t) {
			switch (t) {
				case "string":
					gen.elseIf((0, codegen_1._)`${dataType} == "number" || ${dataType} == "boolean"`).assign(coerced, (0, codegen_1._)`"" + ${data}`).elseIf((0, codegen_1._)`${data} === null`).assign(coerced, (0, codegen_1._)`""`);
					return;
				case "number":
					gen.elseIf((0, codegen_1._)`${dataType} == "boolean" || ${data} === null
              || (${dataType} == "string" && ${data} && ${data} == +${data})`).assign(coerced, (0, codegen_1._)`+${data}`);
					return;
				case "integer":
					gen.elseIf((0, codegen_1._)`${dataType} === "boolean" || ${data} === null
              || (${dataType} === "string" && ${data} && ${data} == +${data} && !(${data} % 1))`).assign(coerced, (0, codegen_1._)`+${data}`);
					return;
				case "boolean":
					gen.elseIf((0, codegen_1._)`${data} === "false" || ${data} === 0 || ${data} === null`).assign(coerced, false).elseIf((0, codegen_1._)`${data} === "true" || ${data} === 1`).assign(coerced, true);
					return;
				case "null":
					gen.elseIf((0, codegen_1._)`${data} === "" || ${data} === 0 || ${data} === false`);
					gen.assign(coerced, null);
					return;
				case "array": gen.elseIf((0, codegen_1._)`${dataType} === "string" || ${dataType} === "number"
              || ${dataType} === "boolean" || ${data} === null`).assign(coerced, (0, codegen_1._)`[${data}]`);
			}
		}
	}
	function assignParentData({ gen, parentData, parentDataProperty }, expr) {
		gen.if((0, codegen_1._)`${parentData} !== undefined`, () => gen.assign((0, codegen_1._)`${parentData}[${parentDataProperty}]`, expr));
	}
	function checkDataType(dataType, data, strictNums, correct = DataType.Correct) {
		const EQ = correct === DataType.Correct ? codegen_1.operators.EQ : codegen_1.operators.NEQ;
		let cond;
		switch (dataType) {
			case "null": return (0, codegen_1._)`${data} ${EQ} null`;
			case "array":
				cond = (0, codegen_1._)`Array.isArray(${data})`;
				break;
			case "object":
				cond = (0, codegen_1._)`${data} && typeof ${data} == "object" && !Array.isArray(${data})`;
				break;
			case "integer":
				cond = numCond((0, codegen_1._)`!(${data} % 1) && !isNaN(${data})`);
				break;
			case "number":
				cond = numCond();
				break;
			default: return (0, codegen_1._)`typeof ${data} ${EQ} ${dataType}`;
		}
		return correct === DataType.Correct ? cond : (0, codegen_1.not)(cond);
		function numCond(_cond = codegen_1.nil) {
			return (0, codegen_1.and)((0, codegen_1._)`typeof ${data} == "number"`, _cond, strictNums ? (0, codegen_1._)`isFinite(${data})` : codegen_1.nil);
		}
	}
	exports.checkDataType = checkDataType;
	function checkDataTypes(dataTypes, data, strictNums, correct) {
		if (dataTypes.length === 1) return checkDataType(dataTypes[0], data, strictNums, correct);
		let cond;
		const types = (0, util_1.toHash)(dataTypes);
		if (types.array && types.object) {
			const notObj = (0, codegen_1._)`typeof ${data} != "object"`;
			cond = types.null ? notObj : (0, codegen_1._)`!${data} || ${notObj}`;
			delete types.null;
			delete types.array;
			delete types.object;
		} else cond = codegen_1.nil;
		if (types.number) delete types.integer;
		for (const t in types) cond = (0, codegen_1.and)(cond, checkDataType(t, data, strictNums, correct));
		return cond;
	}
	exports.checkDataTypes = checkDataTypes;
	const typeError = {
		message: ({ schema }) => `must be ${schema}`,
		params: ({ schema, schemaValue }) => typeof schema == "string" ? (0, codegen_1._)`{type: ${schema}}` : (0, codegen_1._)`{type: ${schemaValue}}`
	};
	function reportTypeError(it) {
		const cxt = getTypeErrorContext(it);
		(0, errors_1.reportError)(cxt, typeError);
	}
	exports.reportTypeError = reportTypeError;
	function getTypeErrorContext(it) {
		const { gen, data, schema } = it;
		const schemaCode = (0, util_1.schemaRefOrVal)(it, schema, "type");
		return {
			gen,
			keyword: "type",
			data,
			schema: schema.type,
			schemaCode,
			schemaValue: schemaCode,
			parentSchema: schema,
			params: {},
			it
		};
	}
}));
// ../../node_modules/ajv/dist/compile/validate/defaults.js
var require_defaults = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.assignDefaults = void 0;
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	function assignDefaults(it, ty) {
		const { properties, items } = it.schema;
		if (ty === "object" && properties) for (const key in properties) assignDefault(it, key, properties[key].default);
		else if (ty === "array" && Array.isArray(items)) items.forEach((sch, i) => assignDefault(it, i, sch.default));
	}
	exports.assignDefaults = assignDefaults;
	function assignDefault(it, prop, defaultValue) {
		const { gen, compositeRule, data, opts } = it;
		if (defaultValue === void 0) return;
		const childData = (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(prop)}`;
		if (compositeRule) {
			(0, util_1.checkStrictMode)(it, `default is ignored for: ${childData}`);
			return;
		}
		let condition = (0, codegen_1._)`${childData} === undefined`;
		if (opts.useDefaults === "empty") condition = (0, codegen_1._)`${condition} || ${childData} === null || ${childData} === ""`;
		gen.if(condition, (0, codegen_1._)`${childData} = ${(0, codegen_1.stringify)(defaultValue)}`);
	}
}));
// ../../node_modules/ajv/dist/vocabularies/code.js
var require_code = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateUnion = exports.validateArray = exports.usePattern = exports.callValidateCode = exports.schemaProperties = exports.allSchemaProperties = exports.noPropertyInData = exports.propertyInData = exports.isOwnProperty = exports.hasPropFunc = exports.reportMissingProp = exports.checkMissingProp = exports.checkReportMissingProp = void 0;
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const names_1 = require_names();
	const util_2 = require_util();
	function checkReportMissingProp(cxt, prop) {
		const { gen, data, it } = cxt;
		gen.if(noPropertyInData(gen, data, prop, it.opts.ownProperties), () => {
			cxt.setParams({ missingProperty: (0, codegen_1._)`${prop}` }, true);
			cxt.error();
		});
	}
	exports.checkReportMissingProp = checkReportMissingProp;
	function checkMissingProp({ gen, data, it: { opts } }, properties, missing) {
		return (0, codegen_1.or)(...properties.map((prop) => (0, codegen_1.and)(noPropertyInData(gen, data, prop, opts.ownProperties), (0, codegen_1._)`${missing} = ${prop}`)));
	}
	exports.checkMissingProp = checkMissingProp;
	function reportMissingProp(cxt, missing) {
		cxt.setParams({ missingProperty: missing }, true);
		cxt.error();
	}
	exports.reportMissingProp = reportMissingProp;
	function hasPropFunc(gen) {
		return gen.scopeValue("func", {
			ref: Object.prototype.hasOwnProperty,
			code: (0, codegen_1._)`Object.prototype.hasOwnProperty`
		});
	}
	exports.hasPropFunc = hasPropFunc;
	function isOwnProperty(gen, data, property) {
		return (0, codegen_1._)`${hasPropFunc(gen)}.call(${data}, ${property})`;
	}
	exports.isOwnProperty = isOwnProperty;
	function propertyInData(gen, data, property, ownProperties) {
		const cond = (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(property)} !== undefined`;
		return ownProperties ? (0, codegen_1._)`${cond} && ${isOwnProperty(gen, data, property)}` : cond;
	}
	exports.propertyInData = propertyInData;
	function noPropertyInData(gen, data, property, ownProperties) {
		const cond = (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(property)} === undefined`;
		return ownProperties ? (0, codegen_1.or)(cond, (0, codegen_1.not)(isOwnProperty(gen, data, property))) : cond;
	}
	exports.noPropertyInData = noPropertyInData;
	function allSchemaProperties(schemaMap) {
		return schemaMap ? Object.keys(schemaMap).filter((p) => p !== "__proto__") : [];
	}
	exports.allSchemaProperties = allSchemaProperties;
	function schemaProperties(it, schemaMap) {
		return allSchemaProperties(schemaMap).filter((p) => !(0, util_1.alwaysValidSchema)(it, schemaMap[p]));
	}
	exports.schemaProperties = schemaProperties;
	function callValidateCode({ schemaCode, data, it: { gen, topSchemaRef, schemaPath, errorPath }, it }, func, context, passSchema) {
		const dataAndSchema = passSchema ? (0, codegen_1._)`${schemaCode}, ${data}, ${topSchemaRef}${schemaPath}` : data;
		const valCxt = [
			[names_1.default.instancePath, (0, codegen_1.strConcat)(names_1.default.instancePath, errorPath)],
			[names_1.default.parentData, it.parentData],
			[names_1.default.parentDataProperty, it.parentDataProperty],
			[names_1.default.rootData, names_1.default.rootData]
		];
		if (it.opts.dynamicRef) valCxt.push([names_1.default.dynamicAnchors, names_1.default.dynamicAnchors]);
		const args = (0, codegen_1._)`${dataAndSchema}, ${gen.object(...valCxt)}`;
		return context !== codegen_1.nil ? (0, codegen_1._)`${func}.call(${context}, ${args})` : (0, codegen_1._)`${func}(${args})`;
	}
	exports.callValidateCode = callValidateCode;
	const newRegExp = (0, codegen_1._)`new RegExp`;
	function usePattern({ gen, it: { opts } }, pattern) {
		const u = opts.unicodeRegExp ? "u" : "";
		const { regExp } = opts.code;
		const rx = regExp(pattern, u);
		return gen.scopeValue("pattern", {
			key: rx.toString(),
			ref: rx,
			code: (0, codegen_1._)`${regExp.code === "new RegExp" ? newRegExp : (0, util_2.useFunc)(gen, regExp)}(${pattern}, ${u})`
		});
	}
	exports.usePattern = usePattern;
	function validateArray(cxt) {
		const { gen, data, keyword, it } = cxt;
		const valid = gen.name("valid");
		if (it.allErrors) {
			const validArr = gen.let("valid", true);
			validateItems(() => gen.assign(validArr, false));
			return validArr;
		}
		gen.var(valid, true);
		validateItems(() => gen.break());
		return valid;
		function validateItems(notValid) {
			const len = gen.const("len", (0, codegen_1._)`${data}.length`);
			gen.forRange("i", 0, len, (i) => {
				cxt.subschema({
					keyword,
					dataProp: i,
					dataPropType: util_1.Type.Num
				}, valid);
				gen.if((0, codegen_1.not)(valid), notValid);
			});
		}
	}
	exports.validateArray = validateArray;
	function validateUnion(cxt) {
		const { gen, schema, keyword, it } = cxt;
		if (!Array.isArray(schema)) throw new Error("ajv implementation error");
		if (schema.some((sch) => (0, util_1.alwaysValidSchema)(it, sch)) && !it.opts.unevaluated) return;
		const valid = gen.let("valid", false);
		const schValid = gen.name("_valid");
		gen.block(() => schema.forEach((_sch, i) => {
			const schCxt = cxt.subschema({
				keyword,
				schemaProp: i,
				compositeRule: true
			}, schValid);
			gen.assign(valid, (0, codegen_1._)`${valid} || ${schValid}`);
			if (!cxt.mergeValidEvaluated(schCxt, schValid)) gen.if((0, codegen_1.not)(valid));
		}));
		cxt.result(valid, () => cxt.reset(), () => cxt.error(true));
	}
	exports.validateUnion = validateUnion;
}));
// ../../node_modules/ajv/dist/compile/validate/keyword.js
var require_keyword = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateKeywordUsage = exports.validSchemaType = exports.funcKeywordCode = exports.macroKeywordCode = void 0;
	const codegen_1 = require_codegen();
	const names_1 = require_names();
	const code_1 = require_code();
	const errors_1 = require_errors$1();
	function macroKeywordCode(cxt, def) {
		const { gen, keyword, schema, parentSchema, it } = cxt;
		const macroSchema = def.macro.call(it.self, schema, parentSchema, it);
		const schemaRef = useKeyword(gen, keyword, macroSchema);
		if (it.opts.validateSchema !== false) it.self.validateSchema(macroSchema, true);
		const valid = gen.name("valid");
		cxt.subschema({
			schema: macroSchema,
			schemaPath: codegen_1.nil,
			errSchemaPath: `${it.errSchemaPath}/${keyword}`,
			topSchemaRef: schemaRef,
			compositeRule: true
		}, valid);
		cxt.pass(valid, () => cxt.error(true));
	}
	exports.macroKeywordCode = macroKeywordCode;
	function funcKeywordCode(cxt, def) {
		var _a;
		const { gen, keyword, schema, parentSchema, $data, it } = cxt;
		checkAsyncKeyword(it, def);
		const validateRef = useKeyword(gen, keyword, !$data && def.compile ? def.compile.call(it.self, schema, parentSchema, it) : def.validate);
		const valid = gen.let("valid");
		cxt.block$data(valid, validateKeyword);
		cxt.ok((_a = def.valid) !== null && _a !== void 0 ? _a : valid);
		function validateKeyword() {
			if (def.errors === false) {
				assignValid();
				if (def.modifying) modifyData(cxt);
				reportErrs(() => cxt.error());
			} else {
				const ruleErrs = def.async ? validateAsync() : validateSync();
				if (def.modifying) modifyData(cxt);
				reportErrs(() => addErrs(cxt, ruleErrs));
			}
		}
		function validateAsync() {
			const ruleErrs = gen.let("ruleErrs", null);
			gen.try(() => assignValid((0, codegen_1._)`await `), (e) => gen.assign(valid, false).if((0, codegen_1._)`${e} instanceof ${it.ValidationError}`, () => gen.assign(ruleErrs, (0, codegen_1._)`${e}.errors`), () => gen.throw(e)));
			return ruleErrs;
		}
		function validateSync() {
			const validateErrs = (0, codegen_1._)`${validateRef}.errors`;
			gen.assign(validateErrs, null);
			assignValid(codegen_1.nil);
			return validateErrs;
		}
		function assignValid(_await = def.async ? (0, codegen_1._)`await ` : codegen_1.nil) {
			const passCxt = it.opts.passContext ? names_1.default.this : names_1.default.self;
			const passSchema = !("compile" in def && !$data || def.schema === false);
			gen.assign(valid, (0, codegen_1._)`${_await}${(0, code_1.callValidateCode)(cxt, validateRef, passCxt, passSchema)}`, def.modifying);
		}
		function reportErrs(errors) {
			var _a;
			gen.if((0, codegen_1.not)((_a = def.valid) !== null && _a !== void 0 ? _a : valid), errors);
		}
	}
	exports.funcKeywordCode = funcKeywordCode;
	function modifyData(cxt) {
		const { gen, data, it } = cxt;
		gen.if(it.parentData, () => gen.assign(data, (0, codegen_1._)`${it.parentData}[${it.parentDataProperty}]`));
	}
	function addErrs(cxt, errs) {
		const { gen } = cxt;
		gen.if((0, codegen_1._)`Array.isArray(${errs})`, () => {
			gen.assign(names_1.default.vErrors, (0, codegen_1._)`${names_1.default.vErrors} === null ? ${errs} : ${names_1.default.vErrors}.concat(${errs})`).assign(names_1.default.errors, (0, codegen_1._)`${names_1.default.vErrors}.length`);
			(0, errors_1.extendErrors)(cxt);
		}, () => cxt.error());
	}
	function checkAsyncKeyword({ schemaEnv }, def) {
		if (def.async && !schemaEnv.$async) throw new Error("async keyword in sync schema");
	}
	function useKeyword(gen, keyword, result) {
		if (result === void 0) throw new Error(`keyword "${keyword}" failed to compile`);
		return gen.scopeValue("keyword", typeof result == "function" ? { ref: result } : {
			ref: result,
			code: (0, codegen_1.stringify)(result)
		});
	}
	function validSchemaType(schema, schemaType, allowUndefined = false) {
		return !schemaType.length || schemaType.some((st) => st === "array" ? Array.isArray(schema) : st === "object" ? schema && typeof schema == "object" && !Array.isArray(schema) : typeof schema == st || allowUndefined && typeof schema == "undefined");
	}
	exports.validSchemaType = validSchemaType;
	function validateKeywordUsage({ schema, opts, self, errSchemaPath }, def, keyword) {
		if (Array.isArray(def.keyword) ? !def.keyword.includes(keyword) : def.keyword !== keyword) throw new Error("ajv implementation error");
		const deps = def.dependencies;
		if (deps === null || deps === void 0 ? void 0 : deps.some((kwd) => !Object.prototype.hasOwnProperty.call(schema, kwd))) throw new Error(`parent schema must have dependencies of ${keyword}: ${deps.join(",")}`);
		if (def.validateSchema) {
			if (!def.validateSchema(schema[keyword])) {
				const msg = `keyword "${keyword}" value is invalid at path "${errSchemaPath}": ` + self.errorsText(def.validateSchema.errors);
				if (opts.validateSchema === "log") self.logger.error(msg);
				else throw new Error(msg);
			}
		}
	}
	exports.validateKeywordUsage = validateKeywordUsage;
}));
// ../../node_modules/ajv/dist/compile/validate/subschema.js
var require_subschema = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.extendSubschemaMode = exports.extendSubschemaData = exports.getSubschema = void 0;
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	function getSubschema(it, { keyword, schemaProp, schema, schemaPath, errSchemaPath, topSchemaRef }) {
		if (keyword !== void 0 && schema !== void 0) throw new Error("both \"keyword\" and \"schema\" passed, only one allowed");
		if (keyword !== void 0) {
			const sch = it.schema[keyword];
			return schemaProp === void 0 ? {
				schema: sch,
				schemaPath: (0, codegen_1._)`${it.schemaPath}${(0, codegen_1.getProperty)(keyword)}`,
				errSchemaPath: `${it.errSchemaPath}/${keyword}`
			} : {
				schema: sch[schemaProp],
				schemaPath: (0, codegen_1._)`${it.schemaPath}${(0, codegen_1.getProperty)(keyword)}${(0, codegen_1.getProperty)(schemaProp)}`,
				errSchemaPath: `${it.errSchemaPath}/${keyword}/${(0, util_1.escapeFragment)(schemaProp)}`
			};
		}
		if (schema !== void 0) {
			if (schemaPath === void 0 || errSchemaPath === void 0 || topSchemaRef === void 0) throw new Error("\"schemaPath\", \"errSchemaPath\" and \"topSchemaRef\" are required with \"schema\"");
			return {
				schema,
				schemaPath,
				topSchemaRef,
				errSchemaPath
			};
		}
		throw new Error("either \"keyword\" or \"schema\" must be passed");
	}
	exports.getSubschema = getSubschema;
	function extendSubschemaData(subschema, it, { dataProp, dataPropType: dpType, data, dataTypes, propertyName }) {
		if (data !== void 0 && dataProp !== void 0) throw new Error("both \"data\" and \"dataProp\" passed, only one allowed");
		const { gen } = it;
		if (dataProp !== void 0) {
			const { errorPath, dataPathArr, opts } = it;
			dataContextProps(gen.let("data", (0, codegen_1._)`${it.data}${(0, codegen_1.getProperty)(dataProp)}`, true));
			subschema.errorPath = (0, codegen_1.str)`${errorPath}${(0, util_1.getErrorPath)(dataProp, dpType, opts.jsPropertySyntax)}`;
			subschema.parentDataProperty = (0, codegen_1._)`${dataProp}`;
			subschema.dataPathArr = [...dataPathArr, subschema.parentDataProperty];
		}
		if (data !== void 0) {
			dataContextProps(data instanceof codegen_1.Name ? data : gen.let("data", data, true));
			if (propertyName !== void 0) subschema.propertyName = propertyName;
		}
		if (dataTypes) subschema.dataTypes = dataTypes;
		function dataContextProps(_nextData) {
			subschema.data = _nextData;
			subschema.dataLevel = it.dataLevel + 1;
			subschema.dataTypes = [];
			it.definedProperties = new Set();
			subschema.parentData = it.data;
			subschema.dataNames = [...it.dataNames, _nextData];
		}
	}
	exports.extendSubschemaData = extendSubschemaData;
	function extendSubschemaMode(subschema, { jtdDiscriminator, jtdMetadata, compositeRule, createErrors, allErrors }) {
		if (compositeRule !== void 0) subschema.compositeRule = compositeRule;
		if (createErrors !== void 0) subschema.createErrors = createErrors;
		if (allErrors !== void 0) subschema.allErrors = allErrors;
		subschema.jtdDiscriminator = jtdDiscriminator;
		subschema.jtdMetadata = jtdMetadata;
	}
	exports.extendSubschemaMode = extendSubschemaMode;
}));
// ../../node_modules/ajv/dist/compile/resolve.js
var require_resolve = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getSchemaRefs = exports.resolveUrl = exports.normalizeId = exports._getFullPath = exports.getFullPath = exports.inlineRef = void 0;
	const util_1 = require_util();
	const equal = require_fast_deep_equal();
	const traverse = require_json_schema_traverse();
	const SIMPLE_INLINED = new Set([
		"type",
		"format",
		"pattern",
		"maxLength",
		"minLength",
		"maxProperties",
		"minProperties",
		"maxItems",
		"minItems",
		"maximum",
		"minimum",
		"uniqueItems",
		"multipleOf",
		"required",
		"enum",
		"const"
	]);
	function inlineRef(schema, limit = true) {
		if (typeof schema == "boolean") return true;
		if (limit === true) return !hasRef(schema);
		if (!limit) return false;
		return countKeys(schema) <= limit;
	}
	exports.inlineRef = inlineRef;
	const REF_KEYWORDS = new Set([
		"$ref",
		"$recursiveRef",
		"$recursiveAnchor",
		"$dynamicRef",
		"$dynamicAnchor"
	]);
	function hasRef(schema) {
		for (const key in schema) {
			if (REF_KEYWORDS.has(key)) return true;
			const sch = schema[key];
			if (Array.isArray(sch) && sch.some(hasRef)) return true;
			if (typeof sch == "object" && hasRef(sch)) return true;
		}
		return false;
	}
	function countKeys(schema) {
		let count = 0;
		for (const key in schema) {
			if (key === "$ref") return Infinity;
			count++;
			if (SIMPLE_INLINED.has(key)) continue;
			if (typeof schema[key] == "object") (0, util_1.eachItem)(schema[key], (sch) => count += countKeys(sch));
			if (count === Infinity) return Infinity;
		}
		return count;
	}
	function getFullPath(resolver, id = "", normalize) {
		if (normalize !== false) id = normalizeId(id);
		return _getFullPath(resolver, resolver.parse(id));
	}
	exports.getFullPath = getFullPath;
	function _getFullPath(resolver, p) {
		return resolver.serialize(p).split("#")[0] + "#";
	}
	exports._getFullPath = _getFullPath;
	const TRAILING_SLASH_HASH = /#\/?$/;
	function normalizeId(id) {
		return id ? id.replace(TRAILING_SLASH_HASH, "") : "";
	}
	exports.normalizeId = normalizeId;
	function resolveUrl(resolver, baseId, id) {
		id = normalizeId(id);
		return resolver.resolve(baseId, id);
	}
	exports.resolveUrl = resolveUrl;
	const ANCHOR = /^[a-z_][-a-z0-9._]*$/i;
	function getSchemaRefs(schema, baseId) {
		if (typeof schema == "boolean") return {};
		const { schemaId, uriResolver } = this.opts;
		const schId = normalizeId(schema[schemaId] || baseId);
		const baseIds = { "": schId };
		const pathPrefix = getFullPath(uriResolver, schId, false);
		const localRefs = {};
		const schemaRefs = new Set();
		traverse(schema, { allKeys: true }, (sch, jsonPtr, _, parentJsonPtr) => {
			if (parentJsonPtr === void 0) return;
			const fullPath = pathPrefix + jsonPtr;
			let innerBaseId = baseIds[parentJsonPtr];
			if (typeof sch[schemaId] == "string") innerBaseId = addRef.call(this, sch[schemaId]);
			addAnchor.call(this, sch.$anchor);
			addAnchor.call(this, sch.$dynamicAnchor);
			baseIds[jsonPtr] = innerBaseId;
			function addRef(ref) {
				const _resolve = this.opts.uriResolver.resolve;
				ref = normalizeId(innerBaseId ? _resolve(innerBaseId, ref) : ref);
				if (schemaRefs.has(ref)) throw ambiguos(ref);
				schemaRefs.add(ref);
				let schOrRef = this.refs[ref];
				if (typeof schOrRef == "string") schOrRef = this.refs[schOrRef];
				if (typeof schOrRef == "object") checkAmbiguosRef(sch, schOrRef.schema, ref);
				else if (ref !== normalizeId(fullPath)) {
					if (ref[0] === "#") {
						checkAmbiguosRef(sch, localRefs[ref], ref);
						localRefs[ref] = sch;
					} else this.refs[ref] = fullPath;
				}
				return ref;
			}
			function addAnchor(anchor) {
				if (typeof anchor == "string") {
					if (!ANCHOR.test(anchor)) throw new Error(`invalid anchor "${anchor}"`);
					addRef.call(this, `#${anchor}`);
				}
			}
		});
		return localRefs;
		function checkAmbiguosRef(sch1, sch2, ref) {
			if (sch2 !== void 0 && !equal(sch1, sch2)) throw ambiguos(ref);
		}
		function ambiguos(ref) {
			return new Error(`reference "${ref}" resolves to more than one schema`);
		}
	}
	exports.getSchemaRefs = getSchemaRefs;
}));
// ../../node_modules/ajv/dist/compile/validate/index.js
var require_validate = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getData = exports.KeywordCxt = exports.validateFunctionCode = void 0;
	const boolSchema_1 = require_boolSchema();
	const dataType_1 = require_dataType();
	const applicability_1 = require_applicability();
	const dataType_2 = require_dataType();
	const defaults_1 = require_defaults();
	const keyword_1 = require_keyword();
	const subschema_1 = require_subschema();
	const codegen_1 = require_codegen();
	const names_1 = require_names();
	const resolve_1 = require_resolve();
	const util_1 = require_util();
	const errors_1 = require_errors$1();
	function validateFunctionCode(it) {
		if (isSchemaObj(it)) {
			checkKeywords(it);
			if (schemaCxtHasRules(it)) {
				topSchemaObjCode(it);
				return;
			}
		}
		validateFunction(it, () => (0, boolSchema_1.topBoolOrEmptySchema)(it));
	}
	exports.validateFunctionCode = validateFunctionCode;
	function validateFunction({ gen, validateName, schema, schemaEnv, opts }, body) {
		if (opts.code.es5) gen.func(validateName, (0, codegen_1._)`${names_1.default.data}, ${names_1.default.valCxt}`, schemaEnv.$async, () => {
			gen.code((0, codegen_1._)`"use strict"; ${funcSourceUrl(schema, opts)}`);
			destructureValCxtES5(gen, opts);
			gen.code(body);
		});
		else gen.func(validateName, (0, codegen_1._)`${names_1.default.data}, ${destructureValCxt(opts)}`, schemaEnv.$async, () => gen.code(funcSourceUrl(schema, opts)).code(body));
	}
	function destructureValCxt(opts) {
		return (0, codegen_1._)`{${names_1.default.instancePath}="", ${names_1.default.parentData}, ${names_1.default.parentDataProperty}, ${names_1.default.rootData}=${names_1.default.data}${opts.dynamicRef ? (0, codegen_1._)`, ${names_1.default.dynamicAnchors}={}` : codegen_1.nil}}={}`;
	}
	function destructureValCxtES5(gen, opts) {
		gen.if(names_1.default.valCxt, () => {
			gen.var(names_1.default.instancePath, (0, codegen_1._)`${names_1.default.valCxt}.${names_1.default.instancePath}`);
			gen.var(names_1.default.parentData, (0, codegen_1._)`${names_1.default.valCxt}.${names_1.default.parentData}`);
			gen.var(names_1.default.parentDataProperty, (0, codegen_1._)`${names_1.default.valCxt}.${names_1.default.parentDataProperty}`);
			gen.var(names_1.default.rootData, (0, codegen_1._)`${names_1.default.valCxt}.${names_1.default.rootData}`);
			if (opts.dynamicRef) gen.var(names_1.default.dynamicAnchors, (0, codegen_1._)`${names_1.default.valCxt}.${names_1.default.dynamicAnchors}`);
		}, () => {
			gen.var(names_1.default.instancePath, (0, codegen_1._)`""`);
			gen.var(names_1.default.parentData, (0, codegen_1._)`undefined`);
			gen.var(names_1.default.parentDataProperty, (0, codegen_1._)`undefined`);
			gen.var(names_1.default.rootData, names_1.default.data);
			if (opts.dynamicRef) gen.var(names_1.default.dynamicAnchors, (0, codegen_1._)`{}`);
		});
	}
	function topSchemaObjCode(it) {
		const { schema, opts, gen } = it;
		validateFunction(it, () => {
			if (opts.$comment && schema.$comment) commentKeyword(it);
			checkNoDefault(it);
			gen.let(names_1.default.vErrors, null);
			gen.let(names_1.default.errors, 0);
			if (opts.unevaluated) resetEvaluated(it);
			typeAndKeywords(it);
			returnResults(it);
		});
	}
	function resetEvaluated(it) {
		const { gen, validateName } = it;
		it.evaluated = gen.const("evaluated", (0, codegen_1._)`${validateName}.evaluated`);
		gen.if((0, codegen_1._)`${it.evaluated}.dynamicProps`, () => gen.assign((0, codegen_1._)`${it.evaluated}.props`, (0, codegen_1._)`undefined`));
		gen.if((0, codegen_1._)`${it.evaluated}.dynamicItems`, () => gen.assign((0, codegen_1._)`${it.evaluated}.items`, (0, codegen_1._)`undefined`));
	}
	function funcSourceUrl(schema, opts) {
		const schId = typeof schema == "object" && schema[opts.schemaId];
		return schId && (opts.code.source || opts.code.process) ? (0, codegen_1._)`/*# sourceURL=${schId} */` : codegen_1.nil;
	}
	function subschemaCode(it, valid) {
		if (isSchemaObj(it)) {
			checkKeywords(it);
			if (schemaCxtHasRules(it)) {
				subSchemaObjCode(it, valid);
				return;
			}
		}
		(0, boolSchema_1.boolOrEmptySchema)(it, valid);
	}
	function schemaCxtHasRules({ schema, self }) {
		if (typeof schema == "boolean") return !schema;
		for (const key in schema) if (self.RULES.all[key]) return true;
		return false;
	}
	function isSchemaObj(it) {
		return typeof it.schema != "boolean";
	}
	function subSchemaObjCode(it, valid) {
		const { schema, gen, opts } = it;
		if (opts.$comment && schema.$comment) commentKeyword(it);
		updateContext(it);
		checkAsyncSchema(it);
		const errsCount = gen.const("_errs", names_1.default.errors);
		typeAndKeywords(it, errsCount);
		gen.var(valid, (0, codegen_1._)`${errsCount} === ${names_1.default.errors}`);
	}
	function checkKeywords(it) {
		(0, util_1.checkUnknownRules)(it);
		checkRefsAndKeywords(it);
	}
	function typeAndKeywords(it, errsCount) {
		if (it.opts.jtd) return schemaKeywords(it, [], false, errsCount);
		const types = (0, dataType_1.getSchemaTypes)(it.schema);
		schemaKeywords(it, types, !(0, dataType_1.coerceAndCheckDataType)(it, types), errsCount);
	}
	function checkRefsAndKeywords(it) {
		const { schema, errSchemaPath, opts, self } = it;
		if (schema.$ref && opts.ignoreKeywordsWithRef && (0, util_1.schemaHasRulesButRef)(schema, self.RULES)) self.logger.warn(`$ref: keywords ignored in schema at path "${errSchemaPath}"`);
	}
	function checkNoDefault(it) {
		const { schema, opts } = it;
		if (schema.default !== void 0 && opts.useDefaults && opts.strictSchema) (0, util_1.checkStrictMode)(it, "default is ignored in the schema root");
	}
	function updateContext(it) {
		const schId = it.schema[it.opts.schemaId];
		if (schId) it.baseId = (0, resolve_1.resolveUrl)(it.opts.uriResolver, it.baseId, schId);
	}
	function checkAsyncSchema(it) {
		if (it.schema.$async && !it.schemaEnv.$async) throw new Error("async schema in sync schema");
	}
	function commentKeyword({ gen, schemaEnv, schema, errSchemaPath, opts }) {
		const msg = schema.$comment;
		if (opts.$comment === true) gen.code((0, codegen_1._)`${names_1.default.self}.logger.log(${msg})`);
		else if (typeof opts.$comment == "function") {
			const schemaPath = (0, codegen_1.str)`${errSchemaPath}/$comment`;
			const rootName = gen.scopeValue("root", { ref: schemaEnv.root });
			gen.code((0, codegen_1._)`${names_1.default.self}.opts.$comment(${msg}, ${schemaPath}, ${rootName}.schema)`);
		}
	}
	function returnResults(it) {
		const { gen, schemaEnv, validateName, ValidationError, opts } = it;
		if (schemaEnv.$async) gen.if((0, codegen_1._)`${names_1.default.errors} === 0`, () => gen.return(names_1.default.data), () => gen.throw((0, codegen_1._)`new ${ValidationError}(${names_1.default.vErrors})`));
		else {
			gen.assign((0, codegen_1._)`${validateName}.errors`, names_1.default.vErrors);
			if (opts.unevaluated) assignEvaluated(it);
			gen.return((0, codegen_1._)`${names_1.default.errors} === 0`);
		}
	}
	function assignEvaluated({ gen, evaluated, props, items }) {
		if (props instanceof codegen_1.Name) gen.assign((0, codegen_1._)`${evaluated}.props`, props);
		if (items instanceof codegen_1.Name) gen.assign((0, codegen_1._)`${evaluated}.items`, items);
	}
	function schemaKeywords(it, types, typeErrors, errsCount) {
		const { gen, schema, data, allErrors, opts, self } = it;
		const { RULES } = self;
		if (schema.$ref && (opts.ignoreKeywordsWithRef || !(0, util_1.schemaHasRulesButRef)(schema, RULES))) {
			gen.block(() => keywordCode(it, "$ref", RULES.all.$ref.definition));
			return;
		}
		if (!opts.jtd) checkStrictTypes(it, types);
		gen.block(() => {
			for (const group of RULES.rules) groupKeywords(group);
			groupKeywords(RULES.post);
		});
		function groupKeywords(group) {
			if (!(0, applicability_1.shouldUseGroup)(schema, group)) return;
			if (group.type) {
				gen.if((0, dataType_2.checkDataType)(group.type, data, opts.strictNumbers));
				iterateKeywords(it, group);
				if (types.length === 1 && types[0] === group.type && typeErrors) {
					gen.else();
					(0, dataType_2.reportTypeError)(it);
				}
				gen.endIf();
			} else iterateKeywords(it, group);
			if (!allErrors) gen.if((0, codegen_1._)`${names_1.default.errors} === ${errsCount || 0}`);
		}
	}
	function iterateKeywords(it, group) {
		const { gen, schema, opts: { useDefaults } } = it;
		if (useDefaults) (0, defaults_1.assignDefaults)(it, group.type);
		gen.block(() => {
			for (const rule of group.rules) if ((0, applicability_1.shouldUseRule)(schema, rule)) keywordCode(it, rule.keyword, rule.definition, group.type);
		});
	}
	function checkStrictTypes(it, types) {
		if (it.schemaEnv.meta || !it.opts.strictTypes) return;
		checkContextTypes(it, types);
		if (!it.opts.allowUnionTypes) checkMultipleTypes(it, types);
		checkKeywordTypes(it, it.dataTypes);
	}
	function checkContextTypes(it, types) {
		if (!types.length) return;
		if (!it.dataTypes.length) {
			it.dataTypes = types;
			return;
		}
		types.forEach((t) => {
			if (!includesType(it.dataTypes, t)) strictTypesError(it, `type "${t}" not allowed by context "${it.dataTypes.join(",")}"`);
		});
		narrowSchemaTypes(it, types);
	}
	function checkMultipleTypes(it, ts) {
		if (ts.length > 1 && !(ts.length === 2 && ts.includes("null"))) strictTypesError(it, "use allowUnionTypes to allow union type keyword");
	}
	function checkKeywordTypes(it, ts) {
		const rules = it.self.RULES.all;
		for (const keyword in rules) {
			const rule = rules[keyword];
			if (typeof rule == "object" && (0, applicability_1.shouldUseRule)(it.schema, rule)) {
				const { type } = rule.definition;
				if (type.length && !type.some((t) => hasApplicableType(ts, t))) strictTypesError(it, `missing type "${type.join(",")}" for keyword "${keyword}"`);
			}
		}
	}
	function hasApplicableType(schTs, kwdT) {
		return schTs.includes(kwdT) || kwdT === "number" && schTs.includes("integer");
	}
	function includesType(ts, t) {
		return ts.includes(t) || t === "integer" && ts.includes("number");
	}
	function narrowSchemaTypes(it, withTypes) {
		const ts = [];
		for (const t of it.dataTypes) if (includesType(withTypes, t)) ts.push(t);
		else if (withTypes.includes("integer") && t === "number") ts.push("integer");
		it.dataTypes = ts;
	}
	function strictTypesError(it, msg) {
		const schemaPath = it.schemaEnv.baseId + it.errSchemaPath;
		msg += ` at "${schemaPath}" (strictTypes)`;
		(0, util_1.checkStrictMode)(it, msg, it.opts.strictTypes);
	}
	var KeywordCxt = class {
		constructor(it, def, keyword) {
			(0, keyword_1.validateKeywordUsage)(it, def, keyword);
			this.gen = it.gen;
			this.allErrors = it.allErrors;
			this.keyword = keyword;
			this.data = it.data;
			this.schema = it.schema[keyword];
			this.$data = def.$data && it.opts.$data && this.schema && this.schema.$data;
			this.schemaValue = (0, util_1.schemaRefOrVal)(it, this.schema, keyword, this.$data);
			this.schemaType = def.schemaType;
			this.parentSchema = it.schema;
			this.params = {};
			this.it = it;
			this.def = def;
			if (this.$data) this.schemaCode = it.gen.const("vSchema", getData(this.$data, it));
			else {
				this.schemaCode = this.schemaValue;
				if (!(0, keyword_1.validSchemaType)(this.schema, def.schemaType, def.allowUndefined)) throw new Error(`${keyword} value must be ${JSON.stringify(def.schemaType)}`);
			}
			if ("code" in def ? def.trackErrors : def.errors !== false) this.errsCount = it.gen.const("_errs", names_1.default.errors);
		}
		result(condition, successAction, failAction) {
			this.failResult((0, codegen_1.not)(condition), successAction, failAction);
		}
		failResult(condition, successAction, failAction) {
			this.gen.if(condition);
			if (failAction) failAction();
			else this.error();
			if (successAction) {
				this.gen.else();
				successAction();
				if (this.allErrors) this.gen.endIf();
			} else if (this.allErrors) this.gen.endIf();
			else this.gen.else();
		}
		pass(condition, failAction) {
			this.failResult((0, codegen_1.not)(condition), void 0, failAction);
		}
		fail(condition) {
			if (condition === void 0) {
				this.error();
				if (!this.allErrors) this.gen.if(false);
				return;
			}
			this.gen.if(condition);
			this.error();
			if (this.allErrors) this.gen.endIf();
			else this.gen.else();
		}
		fail$data(condition) {
			if (!this.$data) return this.fail(condition);
			const { schemaCode } = this;
			this.fail((0, codegen_1._)`${schemaCode} !== undefined && (${(0, codegen_1.or)(this.invalid$data(), condition)})`);
		}
		error(append, errorParams, errorPaths) {
			if (errorParams) {
				this.setParams(errorParams);
				this._error(append, errorPaths);
				this.setParams({});
				return;
			}
			this._error(append, errorPaths);
		}
		_error(append, errorPaths) {
			(append ? errors_1.reportExtraError : errors_1.reportError)(this, this.def.error, errorPaths);
		}
		$dataError() {
			(0, errors_1.reportError)(this, this.def.$dataError || errors_1.keyword$DataError);
		}
		reset() {
			if (this.errsCount === void 0) throw new Error("add \"trackErrors\" to keyword definition");
			(0, errors_1.resetErrorsCount)(this.gen, this.errsCount);
		}
		ok(cond) {
			if (!this.allErrors) this.gen.if(cond);
		}
		setParams(obj, assign) {
			if (assign) Object.assign(this.params, obj);
			else this.params = obj;
		}
		block$data(valid, codeBlock, $dataValid = codegen_1.nil) {
			this.gen.block(() => {
				this.check$data(valid, $dataValid);
				codeBlock();
			});
		}
		check$data(valid = codegen_1.nil, $dataValid = codegen_1.nil) {
			if (!this.$data) return;
			const { gen, schemaCode, schemaType, def } = this;
			gen.if((0, codegen_1.or)((0, codegen_1._)`${schemaCode} === undefined`, $dataValid));
			if (valid !== codegen_1.nil) gen.assign(valid, true);
			if (schemaType.length || def.validateSchema) {
				gen.elseIf(this.invalid$data());
				this.$dataError();
				if (valid !== codegen_1.nil) gen.assign(valid, false);
			}
			gen.else();
		}
		invalid$data() {
			const { gen, schemaCode, schemaType, def, it } = this;
			return (0, codegen_1.or)(wrong$DataType(), invalid$DataSchema());
			function wrong$DataType() {
				if (schemaType.length) {
					if (!(schemaCode instanceof codegen_1.Name)) throw new Error("ajv implementation error");
					const st = Array.isArray(schemaType) ? schemaType : [schemaType];
					return (0, codegen_1._)`${(0, dataType_2.checkDataTypes)(st, schemaCode, it.opts.strictNumbers, dataType_2.DataType.Wrong)}`;
				}
				return codegen_1.nil;
			}
			function invalid$DataSchema() {
				if (def.validateSchema) {
					const validateSchemaRef = gen.scopeValue("validate$data", { ref: def.validateSchema });
					return (0, codegen_1._)`!${validateSchemaRef}(${schemaCode})`;
				}
				return codegen_1.nil;
			}
		}
		subschema(appl, valid) {
			const subschema = (0, subschema_1.getSubschema)(this.it, appl);
			(0, subschema_1.extendSubschemaData)(subschema, this.it, appl);
			(0, subschema_1.extendSubschemaMode)(subschema, appl);
			const nextContext = {
				...this.it,
				...subschema,
				items: void 0,
				props: void 0
			};
			subschemaCode(nextContext, valid);
			return nextContext;
		}
		mergeEvaluated(schemaCxt, toName) {
			const { it, gen } = this;
			if (!it.opts.unevaluated) return;
			if (it.props !== true && schemaCxt.props !== void 0) it.props = util_1.mergeEvaluated.props(gen, schemaCxt.props, it.props, toName);
			if (it.items !== true && schemaCxt.items !== void 0) it.items = util_1.mergeEvaluated.items(gen, schemaCxt.items, it.items, toName);
		}
		mergeValidEvaluated(schemaCxt, valid) {
			const { it, gen } = this;
			if (it.opts.unevaluated && (it.props !== true || it.items !== true)) {
				gen.if(valid, () => this.mergeEvaluated(schemaCxt, codegen_1.Name));
				return true;
			}
		}
	};
	exports.KeywordCxt = KeywordCxt;
	function keywordCode(it, keyword, def, ruleType) {
		const cxt = new KeywordCxt(it, def, keyword);
		if ("code" in def) def.code(cxt, ruleType);
		else if (cxt.$data && def.validate) (0, keyword_1.funcKeywordCode)(cxt, def);
		else if ("macro" in def) (0, keyword_1.macroKeywordCode)(cxt, def);
		else if (def.compile || def.validate) (0, keyword_1.funcKeywordCode)(cxt, def);
	}
	const JSON_POINTER = /^\/(?:[^~]|~0|~1)*$/;
	const RELATIVE_JSON_POINTER = /^([0-9]+)(#|\/(?:[^~]|~0|~1)*)?$/;
	function getData($data, { dataLevel, dataNames, dataPathArr }) {
		let jsonPointer;
		let data;
		if ($data === "") return names_1.default.rootData;
		if ($data[0] === "/") {
			if (!JSON_POINTER.test($data)) throw new Error(`Invalid JSON-pointer: ${$data}`);
			jsonPointer = $data;
			data = names_1.default.rootData;
		} else {
			const matches = RELATIVE_JSON_POINTER.exec($data);
			if (!matches) throw new Error(`Invalid JSON-pointer: ${$data}`);
			const up = +matches[1];
			jsonPointer = matches[2];
			if (jsonPointer === "#") {
				if (up >= dataLevel) throw new Error(errorMsg("property/index", up));
				return dataPathArr[dataLevel - up];
			}
			if (up > dataLevel) throw new Error(errorMsg("data", up));
			data = dataNames[dataLevel - up];
			if (!jsonPointer) return data;
		}
		let expr = data;
		const segments = jsonPointer.split("/");
		for (const segment of segments) if (segment) {
			data = (0, codegen_1._)`${data}${(0, codegen_1.getProperty)((0, util_1.unescapeJsonPointer)(segment))}`;
			expr = (0, codegen_1._)`${expr} && ${data}`;
		}
		return expr;
		function errorMsg(pointerType, up) {
			return `Cannot access ${pointerType} ${up} levels up, current level is ${dataLevel}`;
		}
	}
	exports.getData = getData;
}));
// ../../node_modules/ajv/dist/runtime/validation_error.js
var require_validation_error = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	var ValidationError = class extends Error {
		constructor(errors) {
			super("validation failed");
			this.errors = errors;
			this.ajv = this.validation = true;
		}
	};
	exports.default = ValidationError;
}));
// ../../node_modules/ajv/dist/compile/ref_error.js
var require_ref_error = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const resolve_1 = require_resolve();
	var MissingRefError = class extends Error {
		constructor(resolver, baseId, ref, msg) {
			super(msg || `can't resolve reference ${ref} from id ${baseId}`);
			this.missingRef = (0, resolve_1.resolveUrl)(resolver, baseId, ref);
			this.missingSchema = (0, resolve_1.normalizeId)((0, resolve_1.getFullPath)(resolver, this.missingRef));
		}
	};
	exports.default = MissingRefError;
}));
// ../../node_modules/ajv/dist/compile/index.js
var require_compile = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.resolveSchema = exports.getCompilingSchema = exports.resolveRef = exports.compileSchema = exports.SchemaEnv = void 0;
	const codegen_1 = require_codegen();
	const validation_error_1 = require_validation_error();
	const names_1 = require_names();
	const resolve_1 = require_resolve();
	const util_1 = require_util();
	const validate_1 = require_validate();
	var SchemaEnv = class {
		constructor(env) {
			var _a;
			this.refs = {};
			this.dynamicAnchors = {};
			let schema;
			if (typeof env.schema == "object") schema = env.schema;
			this.schema = env.schema;
			this.schemaId = env.schemaId;
			this.root = env.root || this;
			this.baseId = (_a = env.baseId) !== null && _a !== void 0 ? _a : (0, resolve_1.normalizeId)(schema === null || schema === void 0 ? void 0 : schema[env.schemaId || "$id"]);
			this.schemaPath = env.schemaPath;
			this.localRefs = env.localRefs;
			this.meta = env.meta;
			this.$async = schema === null || schema === void 0 ? void 0 : schema.$async;
			this.refs = {};
		}
	};
	exports.SchemaEnv = SchemaEnv;
	function compileSchema(sch) {
		const _sch = getCompilingSchema.call(this, sch);
		if (_sch) return _sch;
		const rootId = (0, resolve_1.getFullPath)(this.opts.uriResolver, sch.root.baseId);
		const { es5, lines } = this.opts.code;
		const { ownProperties } = this.opts;
		const gen = new codegen_1.CodeGen(this.scope, {
			es5,
			lines,
			ownProperties
		});
		let _ValidationError;
		if (sch.$async) _ValidationError = gen.scopeValue("Error", {
			ref: validation_error_1.default,
			code: (0, codegen_1._)`require("ajv/dist/runtime/validation_error").default`
		});
		const validateName = gen.scopeName("validate");
		sch.validateName = validateName;
		const schemaCxt = {
			gen,
			allErrors: this.opts.allErrors,
			data: names_1.default.data,
			parentData: names_1.default.parentData,
			parentDataProperty: names_1.default.parentDataProperty,
			dataNames: [names_1.default.data],
			dataPathArr: [codegen_1.nil],
			dataLevel: 0,
			dataTypes: [],
			definedProperties: new Set(),
			topSchemaRef: gen.scopeValue("schema", this.opts.code.source === true ? {
				ref: sch.schema,
				code: (0, codegen_1.stringify)(sch.schema)
			} : { ref: sch.schema }),
			validateName,
			ValidationError: _ValidationError,
			schema: sch.schema,
			schemaEnv: sch,
			rootId,
			baseId: sch.baseId || rootId,
			schemaPath: codegen_1.nil,
			errSchemaPath: sch.schemaPath || (this.opts.jtd ? "" : "#"),
			errorPath: (0, codegen_1._)`""`,
			opts: this.opts,
			self: this
		};
		let sourceCode;
		try {
			this._compilations.add(sch);
			(0, validate_1.validateFunctionCode)(schemaCxt);
			gen.optimize(this.opts.code.optimize);
			const validateCode = gen.toString();
			sourceCode = `${gen.scopeRefs(names_1.default.scope)}return ${validateCode}`;
			if (this.opts.code.process) sourceCode = this.opts.code.process(sourceCode, sch);
			const validate = new Function(`${names_1.default.self}`, `${names_1.default.scope}`, sourceCode)(this, this.scope.get());
			this.scope.value(validateName, { ref: validate });
			validate.errors = null;
			validate.schema = sch.schema;
			validate.schemaEnv = sch;
			if (sch.$async) validate.$async = true;
			if (this.opts.code.source === true) validate.source = {
				validateName,
				validateCode,
				scopeValues: gen._values
			};
			if (this.opts.unevaluated) {
				const { props, items } = schemaCxt;
				validate.evaluated = {
					props: props instanceof codegen_1.Name ? void 0 : props,
					items: items instanceof codegen_1.Name ? void 0 : items,
					dynamicProps: props instanceof codegen_1.Name,
					dynamicItems: items instanceof codegen_1.Name
				};
				if (validate.source) validate.source.evaluated = (0, codegen_1.stringify)(validate.evaluated);
			}
			sch.validate = validate;
			return sch;
		} catch (e) {
			delete sch.validate;
			delete sch.validateName;
			if (sourceCode) this.logger.error("Error compiling schema, function code:", sourceCode);
			throw e;
		} finally {
			this._compilations.delete(sch);
		}
	}
	exports.compileSchema = compileSchema;
	function resolveRef(root, baseId, ref) {
		var _a;
		ref = (0, resolve_1.resolveUrl)(this.opts.uriResolver, baseId, ref);
		const schOrFunc = root.refs[ref];
		if (schOrFunc) return schOrFunc;
		let _sch = resolve.call(this, root, ref);
		if (_sch === void 0) {
			const schema = (_a = root.localRefs) === null || _a === void 0 ? void 0 : _a[ref];
			const { schemaId } = this.opts;
			if (schema) _sch = new SchemaEnv({
				schema,
				schemaId,
				root,
				baseId
			});
		}
		if (_sch === void 0) return;
		return root.refs[ref] = inlineOrCompile.call(this, _sch);
	}
	exports.resolveRef = resolveRef;
	function inlineOrCompile(sch) {
		if ((0, resolve_1.inlineRef)(sch.schema, this.opts.inlineRefs)) return sch.schema;
		return sch.validate ? sch : compileSchema.call(this, sch);
	}
	function getCompilingSchema(schEnv) {
		for (const sch of this._compilations) if (sameSchemaEnv(sch, schEnv)) return sch;
	}
	exports.getCompilingSchema = getCompilingSchema;
	function sameSchemaEnv(s1, s2) {
		return s1.schema === s2.schema && s1.root === s2.root && s1.baseId === s2.baseId;
	}
	function resolve(root, ref) {
		let sch;
		while (typeof (sch = this.refs[ref]) == "string") ref = sch;
		return sch || this.schemas[ref] || resolveSchema.call(this, root, ref);
	}
	function resolveSchema(root, ref) {
		const p = this.opts.uriResolver.parse(ref);
		const refPath = (0, resolve_1._getFullPath)(this.opts.uriResolver, p);
		let baseId = (0, resolve_1.getFullPath)(this.opts.uriResolver, root.baseId, void 0);
		if (Object.keys(root.schema).length > 0 && refPath === baseId) return getJsonPointer.call(this, p, root);
		const id = (0, resolve_1.normalizeId)(refPath);
		const schOrRef = this.refs[id] || this.schemas[id];
		if (typeof schOrRef == "string") {
			const sch = resolveSchema.call(this, root, schOrRef);
			if (typeof (sch === null || sch === void 0 ? void 0 : sch.schema) !== "object") return;
			return getJsonPointer.call(this, p, sch);
		}
		if (typeof (schOrRef === null || schOrRef === void 0 ? void 0 : schOrRef.schema) !== "object") return;
		if (!schOrRef.validate) compileSchema.call(this, schOrRef);
		if (id === (0, resolve_1.normalizeId)(ref)) {
			const { schema } = schOrRef;
			const { schemaId } = this.opts;
			const schId = schema[schemaId];
			if (schId) baseId = (0, resolve_1.resolveUrl)(this.opts.uriResolver, baseId, schId);
			return new SchemaEnv({
				schema,
				schemaId,
				root,
				baseId
			});
		}
		return getJsonPointer.call(this, p, schOrRef);
	}
	exports.resolveSchema = resolveSchema;
	const PREVENT_SCOPE_CHANGE = new Set([
		"properties",
		"patternProperties",
		"enum",
		"dependencies",
		"definitions"
	]);
	function getJsonPointer(parsedRef, { baseId, schema, root }) {
		var _a;
		if (((_a = parsedRef.fragment) === null || _a === void 0 ? void 0 : _a[0]) !== "/") return;
		for (const part of parsedRef.fragment.slice(1).split("/")) {
			if (typeof schema === "boolean") return;
			const partSchema = schema[(0, util_1.unescapeFragment)(part)];
			if (partSchema === void 0) return;
			schema = partSchema;
			const schId = typeof schema === "object" && schema[this.opts.schemaId];
			if (!PREVENT_SCOPE_CHANGE.has(part) && schId) baseId = (0, resolve_1.resolveUrl)(this.opts.uriResolver, baseId, schId);
		}
		let env;
		if (typeof schema != "boolean" && schema.$ref && !(0, util_1.schemaHasRulesButRef)(schema, this.RULES)) {
			const $ref = (0, resolve_1.resolveUrl)(this.opts.uriResolver, baseId, schema.$ref);
			env = resolveSchema.call(this, root, $ref);
		}
		const { schemaId } = this.opts;
		env = env || new SchemaEnv({
			schema,
			schemaId,
			root,
			baseId
		});
		if (env.schema !== env.root.schema) return env;
	}
}));
// ../../node_modules/ajv/dist/refs/data.json
var require_data = __commonJSMin(((exports, module) => {
	module.exports = {
		"$id": "https://raw.githubusercontent.com/ajv-validator/ajv/master/lib/refs/data.json#",
		"description": "Meta-schema for $data reference (JSON AnySchema extension proposal)",
		"type": "object",
		"required": ["$data"],
		"properties": { "$data": {
			"type": "string",
			"anyOf": [{ "format": "relative-json-pointer" }, { "format": "json-pointer" }]
		} },
		"additionalProperties": false
	};
}));
// ../../node_modules/ajv/node_modules/fast-uri/lib/utils.js
var require_utils$6 = __commonJSMin(((exports, module) => {
	const isUUID = RegExp.prototype.test.bind(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu);
	const isIPv4 = RegExp.prototype.test.bind(/^(?:(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]\d|\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]\d|\d)$/u);
	const isPort = RegExp.prototype.test.bind(/^\d*$/u);
	const isHexPair = RegExp.prototype.test.bind(/^[\da-f]{2}$/iu);
	const isUnreserved = RegExp.prototype.test.bind(/^[\da-z\-._~]$/iu);
	const isPathCharacter = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=:@/]$/u);
	const isQueryFragmentCharacter = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=:@/?]$/u);
	const isUserinfoCharacter = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=:]$/u);
	const BYTE_HEX = new Array(256);
	{
		const HEX_DIGITS = "0123456789ABCDEF";
		for (let i = 0; i < 256; i++) BYTE_HEX[i] = "%" + HEX_DIGITS[i >> 4] + HEX_DIGITS[i & 15];
	}
	function percentEncodeNonAscii(cp) {
		if (cp < 2048) return BYTE_HEX[192 | cp >> 6] + BYTE_HEX[128 | cp & 63];
		if (cp < 65536) return BYTE_HEX[224 | cp >> 12] + BYTE_HEX[128 | cp >> 6 & 63] + BYTE_HEX[128 | cp & 63];
		return BYTE_HEX[240 | cp >> 18] + BYTE_HEX[128 | cp >> 12 & 63] + BYTE_HEX[128 | cp >> 6 & 63] + BYTE_HEX[128 | cp & 63];
	}
	function stringArrayToHexStripped(input) {
		let acc = "";
		let code = 0;
		let i = 0;
		for (i = 0; i < input.length; i++) {
			code = input[i].charCodeAt(0);
			if (code === 48) continue;
			if (!(code >= 48 && code <= 57 || code >= 65 && code <= 70 || code >= 97 && code <= 102)) return "";
			acc += input[i];
			break;
		}
		for (i += 1; i < input.length; i++) {
			code = input[i].charCodeAt(0);
			if (!(code >= 48 && code <= 57 || code >= 65 && code <= 70 || code >= 97 && code <= 102)) return "";
			acc += input[i];
		}
		return acc;
	}
	const isHextet = RegExp.prototype.test.bind(/^[\dA-Fa-f]{1,4}$/);
	const isIPvFuture = RegExp.prototype.test.bind(/^[vV][\dA-Fa-f]+\.[A-Za-z\d\-._~!$&'()*+,;=:]+$/);
	const isZoneCharacter = RegExp.prototype.test.bind(/^[A-Za-z\d\-._~]$/);
	const nonSimpleDomain = RegExp.prototype.test.bind(/[^!"$&'()*+,\-.;=_`a-z{}~]/u);
	function isZoneIdentifier(zone) {
		if (zone.length === 0) return false;
		for (let i = 0; i < zone.length; i++) {
			if (isZoneCharacter(zone[i])) continue;
			if (zone[i] === "%" && i + 2 < zone.length && isHexPair(zone.slice(i + 1, i + 3))) {
				i += 2;
				continue;
			}
			return false;
		}
		return true;
	}
	function compressIPv6ZeroRun(hextets) {
		let bestStart = -1;
		let bestLength = 0;
		let runStart = -1;
		let runLength = 0;
		for (let i = 0; i < hextets.length; i++) if (hextets[i] === "0") {
			if (runStart === -1) runStart = i;
			runLength++;
			if (runLength > bestLength) {
				bestLength = runLength;
				bestStart = runStart;
			}
		} else {
			runStart = -1;
			runLength = 0;
		}
		if (bestLength < 2) return hextets.join(":");
		const head = hextets.slice(0, bestStart).join(":");
		const tail = hextets.slice(bestStart + bestLength).join(":");
		return head + "::" + tail;
	}
	function normalizeIPv6Address(input) {
		const compression = input.indexOf("::");
		if (compression !== -1 && input.indexOf("::", compression + 1) !== -1) return void 0;
		const left = compression === -1 ? input.split(":") : input.slice(0, compression).split(":");
		const right = compression === -1 ? [] : input.slice(compression + 2).split(":");
		if (compression !== -1) {
			if (left.length === 1 && left[0] === "") left.length = 0;
			if (right.length === 1 && right[0] === "") right.length = 0;
		}
		const parts = left.concat(right);
		let hextetCount = 0;
		for (let i = 0; i < parts.length; i++) {
			const part = parts[i];
			if (part === "") return void 0;
			if (part.indexOf(".") !== -1) {
				if (i !== parts.length - 1 || compression !== -1 && right.length === 0 || !isIPv4(part)) return void 0;
				hextetCount += 2;
				continue;
			}
			if (!isHextet(part)) return void 0;
			parts[i] = parseInt(part, 16).toString(16);
			hextetCount++;
		}
		if (compression === -1) {
			if (hextetCount !== 8) return void 0;
			return compressIPv6ZeroRun(parts);
		}
		if (hextetCount >= 8) return void 0;
		const expanded = parts.slice(0, left.length);
		for (let i = hextetCount; i < 8; i++) expanded.push("0");
		for (let i = left.length; i < parts.length; i++) expanded.push(parts[i]);
		return compressIPv6ZeroRun(expanded);
	}
	function normalizeIPv6(host) {
		const bracketed = host[0] === "[" && host[host.length - 1] === "]";
		if ((host[0] === "[" || host[host.length - 1] === "]") && !bracketed) return {
			host,
			isIPV6: false,
			error: true
		};
		let input = bracketed ? host.slice(1, -1) : host;
		if (bracketed && isIPvFuture(input)) {
			input = input.toLowerCase();
			return {
				host: `[${input}]`,
				escapedHost: input,
				isIPV6: false,
				isIPVFuture: true
			};
		}
		if (findToken(input, ":") < 2) return {
			host,
			isIPV6: false,
			error: bracketed
		};
		let zoneIdentifier = "";
		const zoneSeparator = input.indexOf("%");
		if (zoneSeparator !== -1) {
			const separatorLength = input.slice(zoneSeparator, zoneSeparator + 3).toLowerCase() === "%25" ? 3 : 1;
			zoneIdentifier = input.slice(zoneSeparator + separatorLength);
			if (!isZoneIdentifier(zoneIdentifier)) return {
				host,
				isIPV6: false,
				error: true
			};
			input = input.slice(0, zoneSeparator);
		}
		const address = normalizeIPv6Address(input);
		if (address === void 0) return {
			host,
			isIPV6: false,
			error: true
		};
		return {
			host: address + (zoneIdentifier ? "%" + zoneIdentifier : ""),
			escapedHost: address + (zoneIdentifier ? "%25" + zoneIdentifier : ""),
			isIPV6: true
		};
	}
	function findToken(str, token) {
		let ind = 0;
		for (let i = 0; i < str.length; i++) if (str[i] === token) ind++;
		return ind;
	}
	function removeDotSegments(path) {
		let input = path;
		const output = [];
		let nextSlash = -1;
		let len = 0;
		while (len = input.length) {
			if (len === 1) {
				if (input === ".") break;
				else if (input === "/") {
					output.push("/");
					break;
				} else {
					output.push(input);
					break;
				}
			} else if (len === 2) {
				if (input[0] === ".") {
					if (input[1] === ".") break;
					else if (input[1] === "/") {
						input = input.slice(2);
						continue;
					}
				} else if (input[0] === "/") {
					if (input[1] === "." || input[1] === "/") {
						output.push("/");
						break;
					}
				}
			} else if (len === 3) {
				if (input === "/..") {
					if (output.length !== 0) output.pop();
					output.push("/");
					break;
				}
			}
			if (input[0] === ".") {
				if (input[1] === ".") {
					if (input[2] === "/") {
						input = input.slice(3);
						continue;
					}
				} else if (input[1] === "/") {
					input = input.slice(2);
					continue;
				}
			} else if (input[0] === "/") {
				if (input[1] === ".") {
					if (input[2] === "/") {
						input = input.slice(2);
						continue;
					} else if (input[2] === ".") {
						if (input[3] === "/") {
							input = input.slice(3);
							if (output.length !== 0) output.pop();
							continue;
						}
					}
				}
			}
			if ((nextSlash = input.indexOf("/", 1)) === -1) {
				output.push(input);
				break;
			} else {
				output.push(input.slice(0, nextSlash));
				input = input.slice(nextSlash);
			}
		}
		return output.join("");
	}
	function removeDotSegmentsRelative(path) {
		if (path === "" || path[0] === "/") return removeDotSegments(path);
		const segments = path.split("/");
		const last = segments.length - 1;
		const output = [];
		let trailingDirectory = false;
		for (let i = 0; i <= last; i++) {
			const segment = segments[i];
			if (segment === "." || segment === "..") {
				if (segment === "..") {
					if (output.length !== 0 && output[output.length - 1] !== "..") output.pop();
					else output.push("..");
				}
				trailingDirectory = i === last;
			} else output.push(segment);
		}
		if (trailingDirectory && output[output.length - 1] !== "..") output.push("");
		if (output.length === 0 || output[0] === "" || output[0].includes(":")) output.unshift(".");
		return output.join("/");
	}
	const HOST_DELIMS = {
		"@": "%40",
		"/": "%2F",
		"?": "%3F",
		"#": "%23",
		":": "%3A"
	};
	const HOST_DELIM_RE = /[@/?#:]/g;
	const HOST_DELIM_NO_COLON_RE = /[@/?#]/g;
	function reescapeHostDelimiters(host, isIP) {
		const re = isIP ? HOST_DELIM_NO_COLON_RE : HOST_DELIM_RE;
		re.lastIndex = 0;
		return host.replace(re, (ch) => HOST_DELIMS[ch]);
	}
	function normalizePercentEncoding(input, decodeUnreserved = false) {
		if (input.indexOf("%") === -1) return input;
		let output = "";
		for (let i = 0; i < input.length; i++) {
			if (input[i] === "%" && i + 2 < input.length) {
				const hex = input.slice(i + 1, i + 3);
				if (isHexPair(hex)) {
					const normalizedHex = hex.toUpperCase();
					const decoded = String.fromCharCode(parseInt(normalizedHex, 16));
					if (decodeUnreserved && isUnreserved(decoded)) output += decoded;
					else output += "%" + normalizedHex;
					i += 2;
					continue;
				}
			}
			output += input[i];
		}
		return output;
	}
	function normalizePathEncoding(input) {
		let output = "";
		for (let i = 0; i < input.length; i++) {
			const ch = input[i];
			if (ch === "%" && i + 2 < input.length) {
				const hex = input.slice(i + 1, i + 3);
				if (isHexPair(hex)) {
					const normalizedHex = hex.toUpperCase();
					const decoded = String.fromCharCode(parseInt(normalizedHex, 16));
					if (decoded !== "." && isUnreserved(decoded)) output += decoded;
					else output += "%" + normalizedHex;
					i += 2;
					continue;
				}
			}
			if (isPathCharacter(ch)) output += ch;
			else {
				const code = input.charCodeAt(i);
				if (code < 128) output += isEscapeSafe(code) ? ch : BYTE_HEX[code];
				else if (code < 55296 || code > 57343) output += percentEncodeNonAscii(code);
				else if (code <= 56319 && i + 1 < input.length) {
					const low = input.charCodeAt(i + 1);
					if (low >= 56320 && low <= 57343) {
						output += percentEncodeNonAscii(65536 + (code - 55296 << 10) + (low - 56320));
						i++;
					} else output += percentEncodeNonAscii(65533);
				} else output += percentEncodeNonAscii(65533);
			}
		}
		return output;
	}
	function serializePathEncoding(input, pathNoScheme = false) {
		let output = "";
		let firstSegment = pathNoScheme && input[0] !== "/";
		for (let i = 0; i < input.length; i++) {
			const ch = input[i];
			if (ch === "%" && i + 2 < input.length) {
				const hex = input.slice(i + 1, i + 3);
				if (isHexPair(hex)) {
					output += "%" + hex.toUpperCase();
					i += 2;
					continue;
				}
			}
			if (ch === "/") firstSegment = false;
			if (isPathCharacter(ch) && (ch !== ":" || !firstSegment)) output += ch;
			else {
				const code = input.charCodeAt(i);
				if (code < 128) output += BYTE_HEX[code];
				else if (code < 55296 || code > 57343) output += percentEncodeNonAscii(code);
				else if (code <= 56319 && i + 1 < input.length) {
					const low = input.charCodeAt(i + 1);
					if (low >= 56320 && low <= 57343) {
						output += percentEncodeNonAscii(65536 + (code - 55296 << 10) + (low - 56320));
						i++;
					} else output += percentEncodeNonAscii(65533);
				} else output += percentEncodeNonAscii(65533);
			}
		}
		return output;
	}
	function encodeComponent(input, isAllowed) {
		let output = "";
		for (let i = 0; i < input.length; i++) {
			const ch = input[i];
			if (ch === "%" && i + 2 < input.length) {
				const hex = input.slice(i + 1, i + 3);
				if (isHexPair(hex)) {
					output += "%" + hex.toUpperCase();
					i += 2;
					continue;
				}
			}
			if (isAllowed(ch)) output += ch;
			else {
				const code = input.charCodeAt(i);
				if (code < 128) output += BYTE_HEX[code];
				else if (code < 55296 || code > 57343) output += percentEncodeNonAscii(code);
				else if (code <= 56319 && i + 1 < input.length) {
					const low = input.charCodeAt(i + 1);
					if (low >= 56320 && low <= 57343) {
						output += percentEncodeNonAscii(65536 + (code - 55296 << 10) + (low - 56320));
						i++;
					} else output += percentEncodeNonAscii(65533);
				} else output += percentEncodeNonAscii(65533);
			}
		}
		return output;
	}
	function encodeUserinfo(input) {
		return encodeComponent(input, isUserinfoCharacter);
	}
	function encodeQuery(input) {
		return encodeComponent(input, isQueryFragmentCharacter);
	}
	function encodeFragment(input) {
		return encodeComponent(input, isQueryFragmentCharacter);
	}
	function isEscapeSafe(cp) {
		return cp >= 48 && cp <= 57 || cp >= 65 && cp <= 90 || cp >= 97 && cp <= 122 || cp === 42 || cp === 43 || cp === 45 || cp === 46 || cp === 47 || cp === 64 || cp === 95;
	}
	function normalizeQueryFragmentEncoding(input) {
		let output = "";
		for (let i = 0; i < input.length; i++) {
			const ch = input[i];
			if (ch === "%" && i + 2 < input.length) {
				const hex = input.slice(i + 1, i + 3);
				if (isHexPair(hex)) {
					const normalizedHex = hex.toUpperCase();
					const decoded = String.fromCharCode(parseInt(normalizedHex, 16));
					if (isUnreserved(decoded)) output += decoded;
					else output += "%" + normalizedHex;
					i += 2;
					continue;
				}
			}
			if (isQueryFragmentCharacter(ch)) output += ch;
			else {
				const code = input.charCodeAt(i);
				if (code < 128) output += isEscapeSafe(code) ? ch : BYTE_HEX[code];
				else if (code < 55296 || code > 57343) output += percentEncodeNonAscii(code);
				else if (code <= 56319 && i + 1 < input.length) {
					const low = input.charCodeAt(i + 1);
					if (low >= 56320 && low <= 57343) {
						output += percentEncodeNonAscii(65536 + (code - 55296 << 10) + (low - 56320));
						i++;
					} else output += percentEncodeNonAscii(65533);
				} else output += percentEncodeNonAscii(65533);
			}
		}
		return output;
	}
	function escapePreservingEscapes(input) {
		let output = "";
		for (let i = 0; i < input.length; i++) {
			if (input[i] === "%" && i + 2 < input.length) {
				const hex = input.slice(i + 1, i + 3);
				if (isHexPair(hex)) {
					output += "%" + hex.toUpperCase();
					i += 2;
					continue;
				}
			}
			output += escape(input[i]);
		}
		return output;
	}
	function recomposeAuthority(component) {
		const uriTokens = [];
		if (component.userinfo !== void 0) {
			uriTokens.push(encodeUserinfo(component.userinfo));
			uriTokens.push("@");
		}
		if (component.host !== void 0) {
			let host = component.host;
			if (!isIPv4(host)) {
				let ipV6res = normalizeIPv6(host);
				if (ipV6res.isIPV6 !== true && ipV6res.isIPVFuture !== true) {
					host = normalizePercentEncoding(host, true);
					ipV6res = normalizeIPv6(host);
				}
				if (ipV6res.isIPV6 === true || ipV6res.isIPVFuture === true) host = `[${ipV6res.escapedHost}]`;
				else host = reescapeHostDelimiters(host, false);
			}
			uriTokens.push(host);
		}
		if (typeof component.port === "number" || typeof component.port === "string") {
			const port = String(component.port);
			if (!isPort(port)) throw new TypeError("URI port is malformed.");
			uriTokens.push(":");
			uriTokens.push(port);
		}
		return uriTokens.length ? uriTokens.join("") : void 0;
	}
	module.exports = {
		nonSimpleDomain,
		recomposeAuthority,
		reescapeHostDelimiters,
		normalizePercentEncoding,
		normalizePathEncoding,
		serializePathEncoding,
		normalizeQueryFragmentEncoding,
		encodeUserinfo,
		encodeQuery,
		encodeFragment,
		escapePreservingEscapes,
		removeDotSegments,
		removeDotSegmentsRelative,
		isIPv4,
		isUUID,
		normalizeIPv6,
		stringArrayToHexStripped
	};
}));
// ../../node_modules/ajv/node_modules/fast-uri/lib/schemes.js
var require_schemes = __commonJSMin(((exports, module) => {
	const { isUUID } = require_utils$6();
	const URN_REG = /^([\da-z][\d\-a-z]{0,31}):((?:[\w!$'()*+,\-./:;=@]|%[\da-f]{2})+)$/iu;
	const supportedSchemeNames = [
		"http",
		"https",
		"ws",
		"wss",
		"urn",
		"urn:uuid"
	];
	function isValidSchemeName(name) {
		return supportedSchemeNames.indexOf(name) !== -1;
	}
	function wsIsSecure(wsComponent) {
		if (wsComponent.secure === true) return true;
		else if (wsComponent.secure === false) return false;
		else if (wsComponent.scheme) return wsComponent.scheme.length === 3 && (wsComponent.scheme[0] === "w" || wsComponent.scheme[0] === "W") && (wsComponent.scheme[1] === "s" || wsComponent.scheme[1] === "S") && (wsComponent.scheme[2] === "s" || wsComponent.scheme[2] === "S");
		else return false;
	}
	function httpParse(component) {
		if (!component.host) component.error = component.error || "HTTP URIs must have a host.";
		return component;
	}
	function httpSerialize(component) {
		const secure = String(component.scheme).toLowerCase() === "https";
		if (component.port === (secure ? 443 : 80) || component.port === "") component.port = void 0;
		if (!component.path) component.path = "/";
		return component;
	}
	function wsParse(wsComponent) {
		wsComponent.secure = wsIsSecure(wsComponent);
		wsComponent.resourceName = (wsComponent.path || "/") + (wsComponent.query ? "?" + wsComponent.query : "");
		wsComponent.path = void 0;
		wsComponent.query = void 0;
		return wsComponent;
	}
	function wsSerialize(wsComponent) {
		if (wsComponent.port === (wsIsSecure(wsComponent) ? 443 : 80) || wsComponent.port === "") wsComponent.port = void 0;
		if (typeof wsComponent.secure === "boolean") {
			wsComponent.scheme = wsComponent.secure ? "wss" : "ws";
			wsComponent.secure = void 0;
		}
		if (wsComponent.resourceName) {
			const queryIndex = wsComponent.resourceName.indexOf("?");
			const path = queryIndex === -1 ? wsComponent.resourceName : wsComponent.resourceName.slice(0, queryIndex);
			wsComponent.path = path && path !== "/" ? path : void 0;
			wsComponent.query = queryIndex === -1 ? void 0 : wsComponent.resourceName.slice(queryIndex + 1);
			wsComponent.resourceName = void 0;
		}
		wsComponent.fragment = void 0;
		return wsComponent;
	}
	function urnParse(urnComponent, options) {
		if (!urnComponent.path) {
			urnComponent.error = "URN can not be parsed";
			return urnComponent;
		}
		const matches = urnComponent.path.match(URN_REG);
		if (matches && matches[0] === urnComponent.path) {
			const scheme = options.scheme || urnComponent.scheme || "urn";
			urnComponent.nid = matches[1].toLowerCase();
			urnComponent.nss = matches[2];
			const schemeHandler = getSchemeHandler(`${scheme}:${options.nid || urnComponent.nid}`);
			urnComponent.path = void 0;
			if (schemeHandler) urnComponent = schemeHandler.parse(urnComponent, options);
		} else urnComponent.error = urnComponent.error || "URN can not be parsed.";
		return urnComponent;
	}
	function urnSerialize(urnComponent, options) {
		if (urnComponent.nid === void 0) throw new Error("URN without nid cannot be serialized");
		const scheme = options.scheme || urnComponent.scheme || "urn";
		const nid = urnComponent.nid.toLowerCase();
		const schemeHandler = getSchemeHandler(`${scheme}:${options.nid || nid}`);
		if (schemeHandler) urnComponent = schemeHandler.serialize(urnComponent, options);
		const uriComponent = urnComponent;
		const nss = urnComponent.nss;
		uriComponent.path = `${nid || options.nid}:${nss}`;
		options.skipEscape = true;
		return uriComponent;
	}
	function urnuuidParse(urnComponent, options) {
		const uuidComponent = urnComponent;
		uuidComponent.uuid = uuidComponent.nss;
		uuidComponent.nss = void 0;
		if (!options.tolerant && (!uuidComponent.uuid || !isUUID(uuidComponent.uuid))) uuidComponent.error = uuidComponent.error || "UUID is not valid.";
		return uuidComponent;
	}
	function urnuuidSerialize(uuidComponent) {
		const urnComponent = uuidComponent;
		urnComponent.nss = (uuidComponent.uuid || "").toLowerCase();
		return urnComponent;
	}
	const http = {
		scheme: "http",
		domainHost: true,
		parse: httpParse,
		serialize: httpSerialize
	};
	const https = {
		scheme: "https",
		domainHost: http.domainHost,
		parse: httpParse,
		serialize: httpSerialize
	};
	const ws = {
		scheme: "ws",
		domainHost: true,
		parse: wsParse,
		serialize: wsSerialize
	};
	const SCHEMES = {
		http,
		https,
		ws,
		wss: {
			scheme: "wss",
			domainHost: ws.domainHost,
			parse: ws.parse,
			serialize: ws.serialize
		},
		urn: {
			scheme: "urn",
			parse: urnParse,
			serialize: urnSerialize,
			skipNormalize: true
		},
		"urn:uuid": {
			scheme: "urn:uuid",
			parse: urnuuidParse,
			serialize: urnuuidSerialize,
			skipNormalize: true
		}
	};
	Object.setPrototypeOf(SCHEMES, null);
	function getSchemeHandler(scheme) {
		return scheme && (SCHEMES[scheme] || SCHEMES[scheme.toLowerCase()]) || void 0;
	}
	module.exports = {
		wsIsSecure,
		SCHEMES,
		isValidSchemeName,
		getSchemeHandler
	};
}));
// ../../node_modules/ajv/node_modules/fast-uri/index.js
var require_fast_uri = __commonJSMin(((exports, module) => {
	const { normalizeIPv6, removeDotSegments, removeDotSegmentsRelative, recomposeAuthority, normalizePercentEncoding, normalizePathEncoding, serializePathEncoding, normalizeQueryFragmentEncoding, encodeQuery, encodeFragment, reescapeHostDelimiters, isIPv4, nonSimpleDomain } = require_utils$6();
	const { SCHEMES, getSchemeHandler } = require_schemes();
	const VALID_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/u;
	const MALFORMED_SCHEME_ERROR = "URI scheme is malformed.";
	const MALFORMED_HOST_ERROR = "URI host is malformed.";
	const FORBIDDEN_DOMAIN_HOST_CHARACTER = /[\0-\x20"#/:<>?@[\\\]^`{|}\x7F]/u;
	function validateScheme(scheme) {
		const stringScheme = String(scheme);
		if (!VALID_SCHEME.test(stringScheme)) throw new TypeError(MALFORMED_SCHEME_ERROR);
		return stringScheme;
	}
	function normalize(uri, options) {
		if (typeof uri === "string") uri = normalizeString(uri, options);
		else if (typeof uri === "object") uri = parse(serialize(uri, options), options);
		return uri;
	}
	function resolve(baseURI, relativeURI, options) {
		const schemelessOptions = options ? Object.assign({ scheme: "null" }, options) : { scheme: "null" };
		const { parsed: baseParsed, malformedAuthorityOrPort: baseMalformed, malformedPercentEncoding: baseMalformedPercentEncoding, malformedSchemeSpecific: baseMalformedSchemeSpecific, malformedHost: baseMalformedHost, malformedScheme: baseMalformedScheme } = parseWithStatus(baseURI, schemelessOptions);
		const { parsed: relativeParsed, malformedAuthorityOrPort: relativeMalformed, malformedPercentEncoding: relativeMalformedPercentEncoding, malformedSchemeSpecific: relativeMalformedSchemeSpecific, malformedHost: relativeMalformedHost, malformedScheme: relativeMalformedScheme } = parseWithStatus(relativeURI, schemelessOptions);
		if (baseMalformed || relativeMalformed || baseMalformedPercentEncoding || relativeMalformedPercentEncoding || baseMalformedSchemeSpecific || relativeMalformedSchemeSpecific || baseMalformedHost || relativeMalformedHost || baseMalformedScheme || relativeMalformedScheme) throw new Error(baseParsed.error || relativeParsed.error || "URI is malformed.");
		const resolved = resolveComponent(baseParsed, relativeParsed, schemelessOptions, true);
		const resolvedSchemeHandler = getSchemeHandler(options && options.scheme || resolved.scheme);
		const resolvedHost = resolved.host;
		const resolvedHostIsIP = resolvedHost !== void 0 && resolvedHost !== "" && (isIPv4(resolvedHost) || normalizeIPv6(resolvedHost).isIPV6);
		if (hasForbiddenDomainHost(resolved, options || {}, resolvedSchemeHandler, resolvedHostIsIP)) throw new Error(MALFORMED_HOST_ERROR);
		canonicalizeHost(resolved, options || {}, resolvedSchemeHandler, resolvedHostIsIP);
		const encodedASCIIHost = resolvedHost && resolvedHost.indexOf("%") !== -1 && !/\P{ASCII}/u.test(resolvedHost);
		if (resolved.error && !encodedASCIIHost) throw new Error(resolved.error);
		schemelessOptions.skipEscape = true;
		return serialize(resolved, schemelessOptions);
	}
	function resolveComponent(base, relative, options, skipNormalization) {
		const target = {};
		if (!skipNormalization) {
			base = parse(serialize(base, options), options);
			relative = parse(serialize(relative, options), options);
		}
		options = options || {};
		if (!options.tolerant && relative.scheme) {
			target.scheme = relative.scheme;
			target.userinfo = relative.userinfo;
			target.host = relative.host;
			target.port = relative.port;
			target.path = removeDotSegments(relative.path || "");
			target.query = relative.query;
		} else {
			if (relative.userinfo !== void 0 || relative.host !== void 0 || relative.port !== void 0) {
				target.userinfo = relative.userinfo;
				target.host = relative.host;
				target.port = relative.port;
				target.path = removeDotSegments(relative.path || "");
				target.query = relative.query;
			} else {
				if (!relative.path) {
					target.path = base.path;
					if (relative.query !== void 0) target.query = relative.query;
					else target.query = base.query;
				} else {
					if (relative.path[0] === "/") target.path = removeDotSegments(relative.path);
					else {
						const baseHasAuthority = base.userinfo !== void 0 || base.host !== void 0 || base.port !== void 0;
						if (baseHasAuthority && !base.path) target.path = "/" + relative.path;
						else if (!base.path) target.path = relative.path;
						else target.path = base.path.slice(0, base.path.lastIndexOf("/") + 1) + relative.path;
						target.path = base.scheme === void 0 && !baseHasAuthority && target.path[0] !== "/" ? removeDotSegmentsRelative(target.path) : removeDotSegments(target.path);
					}
					target.query = relative.query;
				}
				target.userinfo = base.userinfo;
				target.host = base.host;
				target.port = base.port;
			}
			target.scheme = base.scheme;
		}
		target.fragment = relative.fragment;
		return target;
	}
	function equal(uriA, uriB, options) {
		const normalizedA = normalizeComparableURI(uriA, options);
		const normalizedB = normalizeComparableURI(uriB, options);
		return normalizedA !== void 0 && normalizedB !== void 0 && normalizedA === normalizedB;
	}
	function serialize(cmpts, opts) {
		const component = {
			host: cmpts.host,
			scheme: cmpts.scheme,
			userinfo: cmpts.userinfo,
			port: cmpts.port,
			path: cmpts.path,
			query: cmpts.query,
			nid: cmpts.nid,
			nss: cmpts.nss,
			uuid: cmpts.uuid,
			fragment: cmpts.fragment,
			reference: cmpts.reference,
			resourceName: cmpts.resourceName,
			secure: cmpts.secure,
			error: ""
		};
		const options = Object.assign({}, opts);
		const uriTokens = [];
		if (component.scheme) component.scheme = validateScheme(component.scheme);
		const schemeHandler = getSchemeHandler(options.scheme || component.scheme);
		if (schemeHandler && schemeHandler.serialize) schemeHandler.serialize(component, options);
		const hasAuthority = component.userinfo !== void 0 || component.host !== void 0 || component.port !== void 0;
		const schemelessReference = (component.scheme === void 0 || options.reference === "suffix") && !hasAuthority;
		const pathNoScheme = !options.skipEscape && schemelessReference;
		if (component.path !== void 0) {
			if (!options.skipEscape) component.path = serializePathEncoding(component.path, pathNoScheme);
			else component.path = normalizePercentEncoding(component.path);
		}
		if (options.reference !== "suffix" && component.scheme) {
			component.scheme = validateScheme(component.scheme);
			uriTokens.push(component.scheme, ":");
		}
		const authority = recomposeAuthority(component);
		if (authority !== void 0) {
			if (options.reference !== "suffix") uriTokens.push("//");
			uriTokens.push(authority);
			if (component.path && component.path[0] !== "/") uriTokens.push("/");
		}
		if (component.path !== void 0) {
			let s = component.path;
			if (!options.absolutePath && (!schemeHandler || !schemeHandler.absolutePath)) s = schemelessReference && s[0] !== "/" ? removeDotSegmentsRelative(s) : removeDotSegments(s);
			if (schemelessReference) s = serializePathEncoding(s, true);
			if (authority === void 0 && s[0] === "/" && s[1] === "/") s = "/%2F" + s.slice(2);
			uriTokens.push(s);
		}
		if (component.query !== void 0) uriTokens.push("?", encodeQuery(component.query));
		if (component.fragment !== void 0) uriTokens.push("#", encodeFragment(component.fragment));
		return uriTokens.join("");
	}
	const URI_PARSE = /^(?:([^#/:?]+):)?(?:\/\/((?:([^#/?@]*)@)?(\[[^#/?\]]+\]|[^#/:?]*)(?::(\d*))?))?([^#?]*)(?:\?([^#]*))?(?:#((?:.|[\n\r])*))?/u;
	const AUTHORITY_PREFIX = /^(?:[^#/:?]+:)?\/\/([^/?#]*)/;
	const AUTHORITY_INTRODUCER_REGION = /^(?:[^#/:?]+:)?([/\\\t\n\r]*)/;
	function getParseError(parsed, matches) {
		if (matches[2] !== void 0 && parsed.path && parsed.path[0] !== "/") return "URI path must start with \"/\" when authority is present.";
		if (typeof parsed.port === "number" && (parsed.port < 0 || parsed.port > 65535)) return "URI port is malformed.";
	}
	function hasMalformedPercentEncoding(component) {
		if (component === void 0) return false;
		let percent = component.indexOf("%");
		while (percent !== -1) {
			if (percent + 2 >= component.length || !/^[\da-f]{2}$/iu.test(component.slice(percent + 1, percent + 3))) return true;
			percent = component.indexOf("%", percent + 3);
		}
		return false;
	}
	function isIPLiteral(host) {
		return host[0] === "[" && host[host.length - 1] === "]";
	}
	function hasMalformedComponentPercentEncoding(matches) {
		const host = matches[4];
		return hasMalformedPercentEncoding(matches[3]) || host !== void 0 && !isIPLiteral(host) && hasMalformedPercentEncoding(host) || hasMalformedPercentEncoding(matches[6]) || hasMalformedPercentEncoding(matches[7]) || hasMalformedPercentEncoding(matches[8]);
	}
	function canonicalizeHost(parsed, options, schemeHandler, isIP) {
		if (hasForbiddenDomainHost(parsed, options, schemeHandler, isIP)) {
			parsed.error = parsed.error || MALFORMED_HOST_ERROR;
			return true;
		}
		if (!options.unicodeSupport && (!schemeHandler || !schemeHandler.unicodeSupport) && parsed.host && !isIPLiteral(parsed.host) && (options.domainHost || schemeHandler && schemeHandler.domainHost) && isIP === false && nonSimpleDomain(parsed.host)) {
			let url;
			try {
				url = new URL("http://" + parsed.host);
			} catch (e) {
				parsed.error = parsed.error || "Host's domain name can not be converted to ASCII: " + e;
				return true;
			}
			if (!isHostOnlyURL(url)) {
				parsed.error = parsed.error || MALFORMED_HOST_ERROR;
				return true;
			}
			parsed.host = url.hostname;
		}
		return false;
	}
	function hasForbiddenDomainHost(parsed, options, schemeHandler, isIP) {
		return Boolean(parsed.host && isIP === false && !isIPLiteral(parsed.host) && (options.domainHost || schemeHandler && schemeHandler.domainHost) && FORBIDDEN_DOMAIN_HOST_CHARACTER.test(parsed.host));
	}
	function isHostOnlyURL(url) {
		return url.username === "" && url.password === "" && url.port === "" && url.pathname === "/" && url.search === "" && url.hash === "" && url.hostname !== "";
	}
	function parseWithStatus(uri, opts) {
		const options = Object.assign({}, opts);
		const parsed = {
			scheme: void 0,
			userinfo: void 0,
			host: "",
			port: void 0,
			path: "",
			query: void 0,
			fragment: void 0
		};
		let malformedAuthorityOrPort = false;
		let malformedPercentEncoding = false;
		let malformedSchemeSpecific = false;
		let malformedHost = false;
		let malformedIPLiteral = false;
		let malformedScheme = false;
		let isIP = false;
		if (options.reference === "suffix") {
			if (options.scheme) uri = options.scheme + ":" + uri;
			else uri = "//" + uri;
		}
		const authorityMatch = uri.match(AUTHORITY_PREFIX);
		if (authorityMatch !== null && authorityMatch[1].indexOf("\\") !== -1) {
			parsed.error = "URI authority must not contain a literal backslash.";
			malformedAuthorityOrPort = true;
		}
		const introducerMatch = uri.match(AUTHORITY_INTRODUCER_REGION);
		if (introducerMatch !== null) {
			const region = introducerMatch[1];
			const normalizedRegion = region.replace(/[\t\n\r]/g, "");
			if (normalizedRegion.length >= 2) {
				if (normalizedRegion.slice(0, 2) !== "//") {
					parsed.error = parsed.error || "URI authority must not contain a literal backslash.";
					malformedAuthorityOrPort = true;
				} else if (region.length !== normalizedRegion.length) {
					parsed.error = parsed.error || "URI authority introducer must not contain whitespace.";
					malformedAuthorityOrPort = true;
				}
			}
		}
		const matches = uri.match(URI_PARSE);
		if (matches) {
			parsed.scheme = matches[1];
			parsed.userinfo = matches[3];
			parsed.host = matches[4];
			parsed.port = parseInt(matches[5], 10);
			parsed.path = matches[6] || "";
			parsed.query = matches[7];
			parsed.fragment = matches[8];
			if (parsed.scheme !== void 0) {
				if (VALID_SCHEME.test(parsed.scheme)) parsed.scheme = parsed.scheme.toLowerCase();
				else {
					parsed.error = parsed.error || MALFORMED_SCHEME_ERROR;
					malformedScheme = true;
				}
			}
			malformedPercentEncoding = hasMalformedComponentPercentEncoding(matches);
			if (malformedPercentEncoding) parsed.error = parsed.error || "URI contains malformed percent-encoding.";
			if (isNaN(parsed.port)) parsed.port = matches[5];
			const parseError = getParseError(parsed, matches);
			if (parseError !== void 0) {
				parsed.error = parsed.error || parseError;
				malformedAuthorityOrPort = true;
			}
			if (parsed.host) {
				if (isIPv4(parsed.host) === false) {
					const bracketedIPLiteral = isIPLiteral(parsed.host);
					const hasIPLiteralBracket = parsed.host.indexOf("[") !== -1 || parsed.host.indexOf("]") !== -1;
					const ipv6result = normalizeIPv6(parsed.host);
					isIP = ipv6result.isIPV6 || ipv6result.isIPVFuture === true;
					malformedIPLiteral = hasIPLiteralBracket && (!bracketedIPLiteral || ipv6result.error === true);
					parsed.host = isIP ? ipv6result.host : ipv6result.host.toLowerCase();
					if (malformedIPLiteral) {
						parsed.error = parsed.error || MALFORMED_HOST_ERROR;
						malformedAuthorityOrPort = true;
					}
				} else isIP = true;
			}
			if (parsed.scheme === void 0 && parsed.userinfo === void 0 && parsed.host === void 0 && parsed.port === void 0 && parsed.query === void 0 && !parsed.path) parsed.reference = "same-document";
			else if (parsed.scheme === void 0) parsed.reference = "relative";
			else if (parsed.fragment === void 0) parsed.reference = "absolute";
			else parsed.reference = "uri";
			if (options.reference && options.reference !== "suffix" && options.reference !== parsed.reference) parsed.error = parsed.error || "URI is not a " + options.reference + " reference.";
			const schemeHandler = getSchemeHandler(options.scheme || parsed.scheme);
			if (!malformedIPLiteral) malformedHost = canonicalizeHost(parsed, options, schemeHandler, isIP);
			if (uri.indexOf("%") !== -1 && parsed.host !== void 0 && !malformedIPLiteral) {
				let host = isIP ? parsed.host : normalizePercentEncoding(parsed.host, true);
				if (!isIP) host = normalizePercentEncoding(host.toLowerCase());
				parsed.host = isIP || options.scheme !== "null" ? reescapeHostDelimiters(host, isIP) : host;
			}
			if (!schemeHandler || schemeHandler && !schemeHandler.skipNormalize) {
				if (parsed.path) parsed.path = normalizePathEncoding(parsed.path);
				if (parsed.query) parsed.query = normalizeQueryFragmentEncoding(parsed.query);
				if (parsed.fragment) parsed.fragment = normalizeQueryFragmentEncoding(parsed.fragment);
			}
			if (schemeHandler && schemeHandler.parse) {
				schemeHandler.parse(parsed, options);
				if (schemeHandler === SCHEMES.urn && parsed.nid === void 0) malformedSchemeSpecific = true;
			}
		} else parsed.error = parsed.error || "URI can not be parsed.";
		return {
			parsed,
			malformedAuthorityOrPort,
			malformedPercentEncoding,
			malformedSchemeSpecific,
			malformedHost,
			malformedScheme
		};
	}
	function parse(uri, opts) {
		return parseWithStatus(uri, opts).parsed;
	}
	function normalizeString(uri, opts) {
		return normalizeStringWithStatus(uri, opts).normalized;
	}
	function normalizeStringWithStatus(uri, opts) {
		const { parsed, malformedAuthorityOrPort, malformedPercentEncoding, malformedSchemeSpecific, malformedHost, malformedScheme } = parseWithStatus(uri, opts);
		return {
			normalized: malformedAuthorityOrPort || malformedPercentEncoding || malformedSchemeSpecific || malformedHost || malformedScheme ? uri : serialize(parsed, opts),
			malformedAuthorityOrPort,
			malformedPercentEncoding,
			malformedSchemeSpecific,
			malformedHost,
			malformedScheme
		};
	}
	function normalizeComparableURI(uri, opts) {
		if (typeof uri !== "string" && typeof uri !== "object") return;
		let value;
		try {
			value = typeof uri === "string" ? uri : serialize(uri, opts);
		} catch {
			return;
		}
		const { normalized, malformedAuthorityOrPort, malformedPercentEncoding, malformedSchemeSpecific, malformedHost, malformedScheme } = normalizeStringWithStatus(value, opts);
		return malformedAuthorityOrPort || malformedPercentEncoding || malformedSchemeSpecific || malformedHost || malformedScheme ? void 0 : normalized;
	}
	const fastUri = {
		SCHEMES,
		normalize,
		resolve,
		resolveComponent,
		equal,
		serialize,
		parse
	};
	module.exports = fastUri;
	module.exports.default = fastUri;
	module.exports.fastUri = fastUri;
}));
// ../../node_modules/ajv/dist/runtime/uri.js
var require_uri = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const uri = require_fast_uri();
	uri.code = "require(\"ajv/dist/runtime/uri\").default";
	exports.default = uri;
}));
// ../../node_modules/ajv/dist/core.js
var require_core$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CodeGen = exports.Name = exports.nil = exports.stringify = exports.str = exports._ = exports.KeywordCxt = void 0;
	var validate_1 = require_validate();
	Object.defineProperty(exports, "KeywordCxt", {
		enumerable: true,
		get: function() {
			return validate_1.KeywordCxt;
		}
	});
	var codegen_1 = require_codegen();
	Object.defineProperty(exports, "_", {
		enumerable: true,
		get: function() {
			return codegen_1._;
		}
	});
	Object.defineProperty(exports, "str", {
		enumerable: true,
		get: function() {
			return codegen_1.str;
		}
	});
	Object.defineProperty(exports, "stringify", {
		enumerable: true,
		get: function() {
			return codegen_1.stringify;
		}
	});
	Object.defineProperty(exports, "nil", {
		enumerable: true,
		get: function() {
			return codegen_1.nil;
		}
	});
	Object.defineProperty(exports, "Name", {
		enumerable: true,
		get: function() {
			return codegen_1.Name;
		}
	});
	Object.defineProperty(exports, "CodeGen", {
		enumerable: true,
		get: function() {
			return codegen_1.CodeGen;
		}
	});
	const validation_error_1 = require_validation_error();
	const ref_error_1 = require_ref_error();
	const rules_1 = require_rules();
	const compile_1 = require_compile();
	const codegen_2 = require_codegen();
	const resolve_1 = require_resolve();
	const dataType_1 = require_dataType();
	const util_1 = require_util();
	const $dataRefSchema = require_data();
	const uri_1 = require_uri();
	const defaultRegExp = (str, flags) => new RegExp(str, flags);
	defaultRegExp.code = "new RegExp";
	const META_IGNORE_OPTIONS = [
		"removeAdditional",
		"useDefaults",
		"coerceTypes"
	];
	const EXT_SCOPE_NAMES = new Set([
		"validate",
		"serialize",
		"parse",
		"wrapper",
		"root",
		"schema",
		"keyword",
		"pattern",
		"formats",
		"validate$data",
		"func",
		"obj",
		"Error"
	]);
	const removedOptions = {
		errorDataPath: "",
		format: "`validateFormats: false` can be used instead.",
		nullable: "\"nullable\" keyword is supported by default.",
		jsonPointers: "Deprecated jsPropertySyntax can be used instead.",
		extendRefs: "Deprecated ignoreKeywordsWithRef can be used instead.",
		missingRefs: "Pass empty schema with $id that should be ignored to ajv.addSchema.",
		processCode: "Use option `code: {process: (code, schemaEnv: object) => string}`",
		sourceCode: "Use option `code: {source: true}`",
		strictDefaults: "It is default now, see option `strict`.",
		strictKeywords: "It is default now, see option `strict`.",
		uniqueItems: "\"uniqueItems\" keyword is always validated.",
		unknownFormats: "Disable strict mode or pass `true` to `ajv.addFormat` (or `formats` option).",
		cache: "Map is used as cache, schema object as key.",
		serialize: "Map is used as cache, schema object as key.",
		ajvErrors: "It is default now."
	};
	const deprecatedOptions = {
		ignoreKeywordsWithRef: "",
		jsPropertySyntax: "",
		unicode: "\"minLength\"/\"maxLength\" account for unicode characters by default."
	};
	const MAX_EXPRESSION = 200;
	function requiredOptions(o) {
		var _a, _b, _c, _d, _e, _f, _g, _h, _j, _k, _l, _m, _o, _p, _q, _r, _s, _t, _u, _v, _w, _x, _y, _z, _0;
		const s = o.strict;
		const _optz = (_a = o.code) === null || _a === void 0 ? void 0 : _a.optimize;
		const optimize = _optz === true || _optz === void 0 ? 1 : _optz || 0;
		const regExp = (_c = (_b = o.code) === null || _b === void 0 ? void 0 : _b.regExp) !== null && _c !== void 0 ? _c : defaultRegExp;
		const uriResolver = (_d = o.uriResolver) !== null && _d !== void 0 ? _d : uri_1.default;
		return {
			strictSchema: (_f = (_e = o.strictSchema) !== null && _e !== void 0 ? _e : s) !== null && _f !== void 0 ? _f : true,
			strictNumbers: (_h = (_g = o.strictNumbers) !== null && _g !== void 0 ? _g : s) !== null && _h !== void 0 ? _h : true,
			strictTypes: (_k = (_j = o.strictTypes) !== null && _j !== void 0 ? _j : s) !== null && _k !== void 0 ? _k : "log",
			strictTuples: (_m = (_l = o.strictTuples) !== null && _l !== void 0 ? _l : s) !== null && _m !== void 0 ? _m : "log",
			strictRequired: (_p = (_o = o.strictRequired) !== null && _o !== void 0 ? _o : s) !== null && _p !== void 0 ? _p : false,
			code: o.code ? {
				...o.code,
				optimize,
				regExp
			} : {
				optimize,
				regExp
			},
			loopRequired: (_q = o.loopRequired) !== null && _q !== void 0 ? _q : MAX_EXPRESSION,
			loopEnum: (_r = o.loopEnum) !== null && _r !== void 0 ? _r : MAX_EXPRESSION,
			meta: (_s = o.meta) !== null && _s !== void 0 ? _s : true,
			messages: (_t = o.messages) !== null && _t !== void 0 ? _t : true,
			inlineRefs: (_u = o.inlineRefs) !== null && _u !== void 0 ? _u : true,
			schemaId: (_v = o.schemaId) !== null && _v !== void 0 ? _v : "$id",
			addUsedSchema: (_w = o.addUsedSchema) !== null && _w !== void 0 ? _w : true,
			validateSchema: (_x = o.validateSchema) !== null && _x !== void 0 ? _x : true,
			validateFormats: (_y = o.validateFormats) !== null && _y !== void 0 ? _y : true,
			unicodeRegExp: (_z = o.unicodeRegExp) !== null && _z !== void 0 ? _z : true,
			int32range: (_0 = o.int32range) !== null && _0 !== void 0 ? _0 : true,
			uriResolver
		};
	}
	var Ajv = class {
		constructor(opts = {}) {
			this.schemas = {};
			this.refs = {};
			this.formats = Object.create(null);
			this._compilations = new Set();
			this._loading = {};
			this._cache = new Map();
			opts = this.opts = {
				...opts,
				...requiredOptions(opts)
			};
			const { es5, lines } = this.opts.code;
			this.scope = new codegen_2.ValueScope({
				scope: {},
				prefixes: EXT_SCOPE_NAMES,
				es5,
				lines
			});
			this.logger = getLogger(opts.logger);
			const formatOpt = opts.validateFormats;
			opts.validateFormats = false;
			this.RULES = (0, rules_1.getRules)();
			checkOptions.call(this, removedOptions, opts, "NOT SUPPORTED");
			checkOptions.call(this, deprecatedOptions, opts, "DEPRECATED", "warn");
			this._metaOpts = getMetaSchemaOptions.call(this);
			if (opts.formats) addInitialFormats.call(this);
			this._addVocabularies();
			this._addDefaultMetaSchema();
			if (opts.keywords) addInitialKeywords.call(this, opts.keywords);
			if (typeof opts.meta == "object") this.addMetaSchema(opts.meta);
			addInitialSchemas.call(this);
			opts.validateFormats = formatOpt;
		}
		_addVocabularies() {
			this.addKeyword("$async");
		}
		_addDefaultMetaSchema() {
			const { $data, meta, schemaId } = this.opts;
			let _dataRefSchema = $dataRefSchema;
			if (schemaId === "id") {
				_dataRefSchema = { ...$dataRefSchema };
				_dataRefSchema.id = _dataRefSchema.$id;
				delete _dataRefSchema.$id;
			}
			if (meta && $data) this.addMetaSchema(_dataRefSchema, _dataRefSchema[schemaId], false);
		}
		defaultMeta() {
			const { meta, schemaId } = this.opts;
			return this.opts.defaultMeta = typeof meta == "object" ? meta[schemaId] || meta : void 0;
		}
		validate(schemaKeyRef, data) {
			let v;
			if (typeof schemaKeyRef == "string") {
				v = this.getSchema(schemaKeyRef);
				if (!v) throw new Error(`no schema with key or ref "${schemaKeyRef}"`);
			} else v = this.compile(schemaKeyRef);
			const valid = v(data);
			if (!("$async" in v)) this.errors = v.errors;
			return valid;
		}
		compile(schema, _meta) {
			const sch = this._addSchema(schema, _meta);
			return sch.validate || this._compileSchemaEnv(sch);
		}
		compileAsync(schema, meta) {
			if (typeof this.opts.loadSchema != "function") throw new Error("options.loadSchema should be a function");
			const { loadSchema } = this.opts;
			return runCompileAsync.call(this, schema, meta);
			async function runCompileAsync(_schema, _meta) {
				await loadMetaSchema.call(this, _schema.$schema);
				const sch = this._addSchema(_schema, _meta);
				return sch.validate || _compileAsync.call(this, sch);
			}
			async function loadMetaSchema($ref) {
				if ($ref && !this.getSchema($ref)) await runCompileAsync.call(this, { $ref }, true);
			}
			async function _compileAsync(sch) {
				try {
					return this._compileSchemaEnv(sch);
				} catch (e) {
					if (!(e instanceof ref_error_1.default)) throw e;
					checkLoaded.call(this, e);
					await loadMissingSchema.call(this, e.missingSchema);
					return _compileAsync.call(this, sch);
				}
			}
			function checkLoaded({ missingSchema: ref, missingRef }) {
				if (this.refs[ref]) throw new Error(`AnySchema ${ref} is loaded but ${missingRef} cannot be resolved`);
			}
			async function loadMissingSchema(ref) {
				const _schema = await _loadSchema.call(this, ref);
				if (!this.refs[ref]) await loadMetaSchema.call(this, _schema.$schema);
				if (!this.refs[ref]) this.addSchema(_schema, ref, meta);
			}
			async function _loadSchema(ref) {
				const p = this._loading[ref];
				if (p) return p;
				try {
					return await (this._loading[ref] = loadSchema(ref));
				} finally {
					delete this._loading[ref];
				}
			}
		}
		addSchema(schema, key, _meta, _validateSchema = this.opts.validateSchema) {
			if (Array.isArray(schema)) {
				for (const sch of schema) this.addSchema(sch, void 0, _meta, _validateSchema);
				return this;
			}
			let id;
			if (typeof schema === "object") {
				const { schemaId } = this.opts;
				id = schema[schemaId];
				if (id !== void 0 && typeof id != "string") throw new Error(`schema ${schemaId} must be string`);
			}
			key = (0, resolve_1.normalizeId)(key || id);
			this._checkUnique(key);
			this.schemas[key] = this._addSchema(schema, _meta, key, _validateSchema, true);
			return this;
		}
		addMetaSchema(schema, key, _validateSchema = this.opts.validateSchema) {
			this.addSchema(schema, key, true, _validateSchema);
			return this;
		}
		validateSchema(schema, throwOrLogError) {
			if (typeof schema == "boolean") return true;
			let $schema;
			$schema = schema.$schema;
			if ($schema !== void 0 && typeof $schema != "string") throw new Error("$schema must be a string");
			$schema = $schema || this.opts.defaultMeta || this.defaultMeta();
			if (!$schema) {
				this.logger.warn("meta-schema not available");
				this.errors = null;
				return true;
			}
			const valid = this.validate($schema, schema);
			if (!valid && throwOrLogError) {
				const message = "schema is invalid: " + this.errorsText();
				if (this.opts.validateSchema === "log") this.logger.error(message);
				else throw new Error(message);
			}
			return valid;
		}
		getSchema(keyRef) {
			let sch;
			while (typeof (sch = getSchEnv.call(this, keyRef)) == "string") keyRef = sch;
			if (sch === void 0) {
				const { schemaId } = this.opts;
				const root = new compile_1.SchemaEnv({
					schema: {},
					schemaId
				});
				sch = compile_1.resolveSchema.call(this, root, keyRef);
				if (!sch) return;
				this.refs[keyRef] = sch;
			}
			return sch.validate || this._compileSchemaEnv(sch);
		}
		removeSchema(schemaKeyRef) {
			if (schemaKeyRef instanceof RegExp) {
				this._removeAllSchemas(this.schemas, schemaKeyRef);
				this._removeAllSchemas(this.refs, schemaKeyRef);
				return this;
			}
			switch (typeof schemaKeyRef) {
				case "undefined":
					this._removeAllSchemas(this.schemas);
					this._removeAllSchemas(this.refs);
					this._cache.clear();
					return this;
				case "string": {
					const sch = getSchEnv.call(this, schemaKeyRef);
					if (typeof sch == "object") this._cache.delete(sch.schema);
					delete this.schemas[schemaKeyRef];
					delete this.refs[schemaKeyRef];
					return this;
				}
				case "object": {
					const cacheKey = schemaKeyRef;
					this._cache.delete(cacheKey);
					let id = schemaKeyRef[this.opts.schemaId];
					if (id) {
						id = (0, resolve_1.normalizeId)(id);
						delete this.schemas[id];
						delete this.refs[id];
					}
					return this;
				}
				default: throw new Error("ajv.removeSchema: invalid parameter");
			}
		}
		addVocabulary(definitions) {
			for (const def of definitions) this.addKeyword(def);
			return this;
		}
		addKeyword(kwdOrDef, def) {
			let keyword;
			if (typeof kwdOrDef == "string") {
				keyword = kwdOrDef;
				if (typeof def == "object") {
					this.logger.warn("these parameters are deprecated, see docs for addKeyword");
					def.keyword = keyword;
				}
			} else if (typeof kwdOrDef == "object" && def === void 0) {
				def = kwdOrDef;
				keyword = def.keyword;
				if (Array.isArray(keyword) && !keyword.length) throw new Error("addKeywords: keyword must be string or non-empty array");
			} else throw new Error("invalid addKeywords parameters");
			checkKeyword.call(this, keyword, def);
			if (!def) {
				(0, util_1.eachItem)(keyword, (kwd) => addRule.call(this, kwd));
				return this;
			}
			keywordMetaschema.call(this, def);
			const definition = {
				...def,
				type: (0, dataType_1.getJSONTypes)(def.type),
				schemaType: (0, dataType_1.getJSONTypes)(def.schemaType)
			};
			(0, util_1.eachItem)(keyword, definition.type.length === 0 ? (k) => addRule.call(this, k, definition) : (k) => definition.type.forEach((t) => addRule.call(this, k, definition, t)));
			return this;
		}
		getKeyword(keyword) {
			const rule = this.RULES.all[keyword];
			return typeof rule == "object" ? rule.definition : !!rule;
		}
		removeKeyword(keyword) {
			const { RULES } = this;
			delete RULES.keywords[keyword];
			delete RULES.all[keyword];
			for (const group of RULES.rules) {
				const i = group.rules.findIndex((rule) => rule.keyword === keyword);
				if (i >= 0) group.rules.splice(i, 1);
			}
			return this;
		}
		addFormat(name, format) {
			if (typeof format == "string") format = new RegExp(format);
			this.formats[name] = format;
			return this;
		}
		errorsText(errors = this.errors, { separator = ", ", dataVar = "data" } = {}) {
			if (!errors || errors.length === 0) return "No errors";
			return errors.map((e) => `${dataVar}${e.instancePath} ${e.message}`).reduce((text, msg) => text + separator + msg);
		}
		$dataMetaSchema(metaSchema, keywordsJsonPointers) {
			const rules = this.RULES.all;
			metaSchema = JSON.parse(JSON.stringify(metaSchema));
			for (const jsonPointer of keywordsJsonPointers) {
				const segments = jsonPointer.split("/").slice(1);
				let keywords = metaSchema;
				for (const seg of segments) keywords = keywords[seg];
				for (const key in rules) {
					const rule = rules[key];
					if (typeof rule != "object") continue;
					const { $data } = rule.definition;
					const schema = keywords[key];
					if ($data && schema) keywords[key] = schemaOrData(schema);
				}
			}
			return metaSchema;
		}
		_removeAllSchemas(schemas, regex) {
			for (const keyRef in schemas) {
				const sch = schemas[keyRef];
				if (!regex || regex.test(keyRef)) {
					if (typeof sch == "string") delete schemas[keyRef];
					else if (sch && !sch.meta) {
						this._cache.delete(sch.schema);
						delete schemas[keyRef];
					}
				}
			}
		}
		_addSchema(schema, meta, baseId, validateSchema = this.opts.validateSchema, addSchema = this.opts.addUsedSchema) {
			let id;
			const { schemaId } = this.opts;
			if (typeof schema == "object") id = schema[schemaId];
			else if (this.opts.jtd) throw new Error("schema must be object");
			else if (typeof schema != "boolean") throw new Error("schema must be object or boolean");
			let sch = this._cache.get(schema);
			if (sch !== void 0) return sch;
			baseId = (0, resolve_1.normalizeId)(id || baseId);
			const localRefs = resolve_1.getSchemaRefs.call(this, schema, baseId);
			sch = new compile_1.SchemaEnv({
				schema,
				schemaId,
				meta,
				baseId,
				localRefs
			});
			this._cache.set(sch.schema, sch);
			if (addSchema && !baseId.startsWith("#")) {
				if (baseId) this._checkUnique(baseId);
				this.refs[baseId] = sch;
			}
			if (validateSchema) this.validateSchema(schema, true);
			return sch;
		}
		_checkUnique(id) {
			if (this.schemas[id] || this.refs[id]) throw new Error(`schema with key or id "${id}" already exists`);
		}
		_compileSchemaEnv(sch) {
			if (sch.meta) this._compileMetaSchema(sch);
			else compile_1.compileSchema.call(this, sch);
			if (!sch.validate) throw new Error("ajv implementation error");
			return sch.validate;
		}
		_compileMetaSchema(sch) {
			const currentOpts = this.opts;
			this.opts = this._metaOpts;
			try {
				compile_1.compileSchema.call(this, sch);
			} finally {
				this.opts = currentOpts;
			}
		}
	};
	Ajv.ValidationError = validation_error_1.default;
	Ajv.MissingRefError = ref_error_1.default;
	exports.default = Ajv;
	function checkOptions(checkOpts, options, msg, log = "error") {
		for (const key in checkOpts) {
			const opt = key;
			if (opt in options) this.logger[log](`${msg}: option ${key}. ${checkOpts[opt]}`);
		}
	}
	function getSchEnv(keyRef) {
		keyRef = (0, resolve_1.normalizeId)(keyRef);
		return this.schemas[keyRef] || this.refs[keyRef];
	}
	function addInitialSchemas() {
		const optsSchemas = this.opts.schemas;
		if (!optsSchemas) return;
		if (Array.isArray(optsSchemas)) this.addSchema(optsSchemas);
		else for (const key in optsSchemas) this.addSchema(optsSchemas[key], key);
	}
	function addInitialFormats() {
		for (const name in this.opts.formats) {
			const format = this.opts.formats[name];
			if (format) this.addFormat(name, format);
		}
	}
	function addInitialKeywords(defs) {
		if (Array.isArray(defs)) {
			this.addVocabulary(defs);
			return;
		}
		this.logger.warn("keywords option as map is deprecated, pass array");
		for (const keyword in defs) {
			const def = defs[keyword];
			if (!def.keyword) def.keyword = keyword;
			this.addKeyword(def);
		}
	}
	function getMetaSchemaOptions() {
		const metaOpts = { ...this.opts };
		for (const opt of META_IGNORE_OPTIONS) delete metaOpts[opt];
		return metaOpts;
	}
	const noLogs = {
		log() {},
		warn() {},
		error() {}
	};
	function getLogger(logger) {
		if (logger === false) return noLogs;
		if (logger === void 0) return console;
		if (logger.log && logger.warn && logger.error) return logger;
		throw new Error("logger must implement log, warn and error methods");
	}
	const KEYWORD_NAME = /^[a-z_$][a-z0-9_$:-]*$/i;
	function checkKeyword(keyword, def) {
		const { RULES } = this;
		(0, util_1.eachItem)(keyword, (kwd) => {
			if (RULES.keywords[kwd]) throw new Error(`Keyword ${kwd} is already defined`);
			if (!KEYWORD_NAME.test(kwd)) throw new Error(`Keyword ${kwd} has invalid name`);
		});
		if (!def) return;
		if (def.$data && !("code" in def || "validate" in def)) throw new Error("$data keyword must have \"code\" or \"validate\" function");
	}
	function addRule(keyword, definition, dataType) {
		var _a;
		const post = definition === null || definition === void 0 ? void 0 : definition.post;
		if (dataType && post) throw new Error("keyword with \"post\" flag cannot have \"type\"");
		const { RULES } = this;
		let ruleGroup = post ? RULES.post : RULES.rules.find(({ type: t }) => t === dataType);
		if (!ruleGroup) {
			ruleGroup = {
				type: dataType,
				rules: []
			};
			RULES.rules.push(ruleGroup);
		}
		RULES.keywords[keyword] = true;
		if (!definition) return;
		const rule = {
			keyword,
			definition: {
				...definition,
				type: (0, dataType_1.getJSONTypes)(definition.type),
				schemaType: (0, dataType_1.getJSONTypes)(definition.schemaType)
			}
		};
		if (definition.before) addBeforeRule.call(this, ruleGroup, rule, definition.before);
		else ruleGroup.rules.push(rule);
		RULES.all[keyword] = rule;
		(_a = definition.implements) === null || _a === void 0 || _a.forEach((kwd) => this.addKeyword(kwd));
	}
	function addBeforeRule(ruleGroup, rule, before) {
		const i = ruleGroup.rules.findIndex((_rule) => _rule.keyword === before);
		if (i >= 0) ruleGroup.rules.splice(i, 0, rule);
		else {
			ruleGroup.rules.push(rule);
			this.logger.warn(`rule ${before} is not defined`);
		}
	}
	function keywordMetaschema(def) {
		let { metaSchema } = def;
		if (metaSchema === void 0) return;
		if (def.$data && this.opts.$data) metaSchema = schemaOrData(metaSchema);
		def.validateSchema = this.compile(metaSchema, true);
	}
	const $dataRef = { $ref: "https://raw.githubusercontent.com/ajv-validator/ajv/master/lib/refs/data.json#" };
	function schemaOrData(schema) {
		return { anyOf: [schema, $dataRef] };
	}
}));
// ../../node_modules/ajv/dist/vocabularies/core/id.js
var require_id = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = {
		keyword: "id",
		code() {
			throw new Error("NOT SUPPORTED: keyword \"id\", use \"$id\" for schema ID");
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/core/ref.js
var require_ref$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.callRef = exports.getValidate = void 0;
	const ref_error_1 = require_ref_error();
	const code_1 = require_code();
	const codegen_1 = require_codegen();
	const names_1 = require_names();
	const compile_1 = require_compile();
	const util_1 = require_util();
	const def = {
		keyword: "$ref",
		schemaType: "string",
		code(cxt) {
			const { gen, schema: $ref, it } = cxt;
			const { baseId, schemaEnv: env, validateName, opts, self } = it;
			const { root } = env;
			if (($ref === "#" || $ref === "#/") && baseId === root.baseId) return callRootRef();
			const schOrEnv = compile_1.resolveRef.call(self, root, baseId, $ref);
			if (schOrEnv === void 0) throw new ref_error_1.default(it.opts.uriResolver, baseId, $ref);
			if (schOrEnv instanceof compile_1.SchemaEnv) return callValidate(schOrEnv);
			return inlineRefSchema(schOrEnv);
			function callRootRef() {
				if (env === root) return callRef(cxt, validateName, env, env.$async);
				const rootName = gen.scopeValue("root", { ref: root });
				return callRef(cxt, (0, codegen_1._)`${rootName}.validate`, root, root.$async);
			}
			function callValidate(sch) {
				callRef(cxt, getValidate(cxt, sch), sch, sch.$async);
			}
			function inlineRefSchema(sch) {
				const schName = gen.scopeValue("schema", opts.code.source === true ? {
					ref: sch,
					code: (0, codegen_1.stringify)(sch)
				} : { ref: sch });
				const valid = gen.name("valid");
				const schCxt = cxt.subschema({
					schema: sch,
					dataTypes: [],
					schemaPath: codegen_1.nil,
					topSchemaRef: schName,
					errSchemaPath: $ref
				}, valid);
				cxt.mergeEvaluated(schCxt);
				cxt.ok(valid);
			}
		}
	};
	function getValidate(cxt, sch) {
		const { gen } = cxt;
		return sch.validate ? gen.scopeValue("validate", { ref: sch.validate }) : (0, codegen_1._)`${gen.scopeValue("wrapper", { ref: sch })}.validate`;
	}
	exports.getValidate = getValidate;
	function callRef(cxt, v, sch, $async) {
		const { gen, it } = cxt;
		const { allErrors, schemaEnv: env, opts } = it;
		const passCxt = opts.passContext ? names_1.default.this : codegen_1.nil;
		if ($async) callAsyncRef();
		else callSyncRef();
		function callAsyncRef() {
			if (!env.$async) throw new Error("async schema referenced by sync schema");
			const valid = gen.let("valid");
			gen.try(() => {
				gen.code((0, codegen_1._)`await ${(0, code_1.callValidateCode)(cxt, v, passCxt)}`);
				addEvaluatedFrom(v);
				if (!allErrors) gen.assign(valid, true);
			}, (e) => {
				gen.if((0, codegen_1._)`!(${e} instanceof ${it.ValidationError})`, () => gen.throw(e));
				addErrorsFrom(e);
				if (!allErrors) gen.assign(valid, false);
			});
			cxt.ok(valid);
		}
		function callSyncRef() {
			cxt.result((0, code_1.callValidateCode)(cxt, v, passCxt), () => addEvaluatedFrom(v), () => addErrorsFrom(v));
		}
		function addErrorsFrom(source) {
			const errs = (0, codegen_1._)`${source}.errors`;
			gen.assign(names_1.default.vErrors, (0, codegen_1._)`${names_1.default.vErrors} === null ? ${errs} : ${names_1.default.vErrors}.concat(${errs})`);
			gen.assign(names_1.default.errors, (0, codegen_1._)`${names_1.default.vErrors}.length`);
		}
		function addEvaluatedFrom(source) {
			var _a;
			if (!it.opts.unevaluated) return;
			const schEvaluated = (_a = sch === null || sch === void 0 ? void 0 : sch.validate) === null || _a === void 0 ? void 0 : _a.evaluated;
			if (it.props !== true) {
				if (schEvaluated && !schEvaluated.dynamicProps) {
					if (schEvaluated.props !== void 0) it.props = util_1.mergeEvaluated.props(gen, schEvaluated.props, it.props);
				} else {
					const props = gen.var("props", (0, codegen_1._)`${source}.evaluated.props`);
					it.props = util_1.mergeEvaluated.props(gen, props, it.props, codegen_1.Name);
				}
			}
			if (it.items !== true) {
				if (schEvaluated && !schEvaluated.dynamicItems) {
					if (schEvaluated.items !== void 0) it.items = util_1.mergeEvaluated.items(gen, schEvaluated.items, it.items);
				} else {
					const items = gen.var("items", (0, codegen_1._)`${source}.evaluated.items`);
					it.items = util_1.mergeEvaluated.items(gen, items, it.items, codegen_1.Name);
				}
			}
		}
	}
	exports.callRef = callRef;
	exports.default = def;
}));
// ../../node_modules/ajv/dist/vocabularies/core/index.js
var require_core = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const id_1 = require_id();
	const ref_1 = require_ref$1();
	exports.default = [
		"$schema",
		"$id",
		"$defs",
		"$vocabulary",
		{ keyword: "$comment" },
		"definitions",
		id_1.default,
		ref_1.default
	];
}));
// ../../node_modules/ajv/dist/vocabularies/validation/limitNumber.js
var require_limitNumber = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const ops = codegen_1.operators;
	const KWDs = {
		maximum: {
			okStr: "<=",
			ok: ops.LTE,
			fail: ops.GT
		},
		minimum: {
			okStr: ">=",
			ok: ops.GTE,
			fail: ops.LT
		},
		exclusiveMaximum: {
			okStr: "<",
			ok: ops.LT,
			fail: ops.GTE
		},
		exclusiveMinimum: {
			okStr: ">",
			ok: ops.GT,
			fail: ops.LTE
		}
	};
	exports.default = {
		keyword: Object.keys(KWDs),
		type: "number",
		schemaType: "number",
		$data: true,
		error: {
			message: ({ keyword, schemaCode }) => (0, codegen_1.str)`must be ${KWDs[keyword].okStr} ${schemaCode}`,
			params: ({ keyword, schemaCode }) => (0, codegen_1._)`{comparison: ${KWDs[keyword].okStr}, limit: ${schemaCode}}`
		},
		code(cxt) {
			const { keyword, data, schemaCode } = cxt;
			cxt.fail$data((0, codegen_1._)`${data} ${KWDs[keyword].fail} ${schemaCode} || isNaN(${data})`);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/multipleOf.js
var require_multipleOf = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	exports.default = {
		keyword: "multipleOf",
		type: "number",
		schemaType: "number",
		$data: true,
		error: {
			message: ({ schemaCode }) => (0, codegen_1.str)`must be multiple of ${schemaCode}`,
			params: ({ schemaCode }) => (0, codegen_1._)`{multipleOf: ${schemaCode}}`
		},
		code(cxt) {
			const { gen, data, schemaCode, it } = cxt;
			const prec = it.opts.multipleOfPrecision;
			const res = gen.let("res");
			const invalid = prec ? (0, codegen_1._)`Math.abs(Math.round(${res}) - ${res}) > 1e-${prec}` : (0, codegen_1._)`${res} !== parseInt(${res})`;
			cxt.fail$data((0, codegen_1._)`(${schemaCode} === 0 || (${res} = ${data}/${schemaCode}, ${invalid}))`);
		}
	};
}));
// ../../node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	function ucs2length(str) {
		const len = str.length;
		let length = 0;
		let pos = 0;
		let value;
		while (pos < len) {
			length++;
			value = str.charCodeAt(pos++);
			if (value >= 55296 && value <= 56319 && pos < len) {
				value = str.charCodeAt(pos);
				if ((value & 64512) === 56320) pos++;
			}
		}
		return length;
	}
	exports.default = ucs2length;
	ucs2length.code = "require(\"ajv/dist/runtime/ucs2length\").default";
}));
// ../../node_modules/ajv/dist/vocabularies/validation/limitLength.js
var require_limitLength = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const ucs2length_1 = require_ucs2length();
	exports.default = {
		keyword: ["maxLength", "minLength"],
		type: "string",
		schemaType: "number",
		$data: true,
		error: {
			message({ keyword, schemaCode }) {
				const comp = keyword === "maxLength" ? "more" : "fewer";
				return (0, codegen_1.str)`must NOT have ${comp} than ${schemaCode} characters`;
			},
			params: ({ schemaCode }) => (0, codegen_1._)`{limit: ${schemaCode}}`
		},
		code(cxt) {
			const { keyword, data, schemaCode, it } = cxt;
			const op = keyword === "maxLength" ? codegen_1.operators.GT : codegen_1.operators.LT;
			const len = it.opts.unicode === false ? (0, codegen_1._)`${data}.length` : (0, codegen_1._)`${(0, util_1.useFunc)(cxt.gen, ucs2length_1.default)}(${data})`;
			cxt.fail$data((0, codegen_1._)`${len} ${op} ${schemaCode}`);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/pattern.js
var require_pattern = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const code_1 = require_code();
	const util_1 = require_util();
	const codegen_1 = require_codegen();
	exports.default = {
		keyword: "pattern",
		type: "string",
		schemaType: "string",
		$data: true,
		error: {
			message: ({ schemaCode }) => (0, codegen_1.str)`must match pattern "${schemaCode}"`,
			params: ({ schemaCode }) => (0, codegen_1._)`{pattern: ${schemaCode}}`
		},
		code(cxt) {
			const { gen, data, $data, schema, schemaCode, it } = cxt;
			const u = it.opts.unicodeRegExp ? "u" : "";
			if ($data) {
				const { regExp } = it.opts.code;
				const regExpCode = regExp.code === "new RegExp" ? (0, codegen_1._)`new RegExp` : (0, util_1.useFunc)(gen, regExp);
				const valid = gen.let("valid");
				gen.try(() => gen.assign(valid, (0, codegen_1._)`${regExpCode}(${schemaCode}, ${u}).test(${data})`), () => gen.assign(valid, false));
				cxt.fail$data((0, codegen_1._)`!${valid}`);
			} else {
				const regExp = (0, code_1.usePattern)(cxt, schema);
				cxt.fail$data((0, codegen_1._)`!${regExp}.test(${data})`);
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/limitProperties.js
var require_limitProperties = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	exports.default = {
		keyword: ["maxProperties", "minProperties"],
		type: "object",
		schemaType: "number",
		$data: true,
		error: {
			message({ keyword, schemaCode }) {
				const comp = keyword === "maxProperties" ? "more" : "fewer";
				return (0, codegen_1.str)`must NOT have ${comp} than ${schemaCode} properties`;
			},
			params: ({ schemaCode }) => (0, codegen_1._)`{limit: ${schemaCode}}`
		},
		code(cxt) {
			const { keyword, data, schemaCode } = cxt;
			const op = keyword === "maxProperties" ? codegen_1.operators.GT : codegen_1.operators.LT;
			cxt.fail$data((0, codegen_1._)`Object.keys(${data}).length ${op} ${schemaCode}`);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/required.js
var require_required = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const code_1 = require_code();
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	exports.default = {
		keyword: "required",
		type: "object",
		schemaType: "array",
		$data: true,
		error: {
			message: ({ params: { missingProperty } }) => (0, codegen_1.str)`must have required property '${missingProperty}'`,
			params: ({ params: { missingProperty } }) => (0, codegen_1._)`{missingProperty: ${missingProperty}}`
		},
		code(cxt) {
			const { gen, schema, schemaCode, data, $data, it } = cxt;
			const { opts } = it;
			if (!$data && schema.length === 0) return;
			const useLoop = schema.length >= opts.loopRequired;
			if (it.allErrors) allErrorsMode();
			else exitOnErrorMode();
			if (opts.strictRequired) {
				const props = cxt.parentSchema.properties;
				const { definedProperties } = cxt.it;
				for (const requiredKey of schema) if ((props === null || props === void 0 ? void 0 : props[requiredKey]) === void 0 && !definedProperties.has(requiredKey)) {
					const msg = `required property "${requiredKey}" is not defined at "${it.schemaEnv.baseId + it.errSchemaPath}" (strictRequired)`;
					(0, util_1.checkStrictMode)(it, msg, it.opts.strictRequired);
				}
			}
			function allErrorsMode() {
				if (useLoop || $data) cxt.block$data(codegen_1.nil, loopAllRequired);
				else for (const prop of schema) (0, code_1.checkReportMissingProp)(cxt, prop);
			}
			function exitOnErrorMode() {
				const missing = gen.let("missing");
				if (useLoop || $data) {
					const valid = gen.let("valid", true);
					cxt.block$data(valid, () => loopUntilMissing(missing, valid));
					cxt.ok(valid);
				} else {
					gen.if((0, code_1.checkMissingProp)(cxt, schema, missing));
					(0, code_1.reportMissingProp)(cxt, missing);
					gen.else();
				}
			}
			function loopAllRequired() {
				gen.forOf("prop", schemaCode, (prop) => {
					cxt.setParams({ missingProperty: prop });
					gen.if((0, code_1.noPropertyInData)(gen, data, prop, opts.ownProperties), () => cxt.error());
				});
			}
			function loopUntilMissing(missing, valid) {
				cxt.setParams({ missingProperty: missing });
				gen.forOf(missing, schemaCode, () => {
					gen.assign(valid, (0, code_1.propertyInData)(gen, data, missing, opts.ownProperties));
					gen.if((0, codegen_1.not)(valid), () => {
						cxt.error();
						gen.break();
					});
				}, codegen_1.nil);
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/limitItems.js
var require_limitItems = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	exports.default = {
		keyword: ["maxItems", "minItems"],
		type: "array",
		schemaType: "number",
		$data: true,
		error: {
			message({ keyword, schemaCode }) {
				const comp = keyword === "maxItems" ? "more" : "fewer";
				return (0, codegen_1.str)`must NOT have ${comp} than ${schemaCode} items`;
			},
			params: ({ schemaCode }) => (0, codegen_1._)`{limit: ${schemaCode}}`
		},
		code(cxt) {
			const { keyword, data, schemaCode } = cxt;
			const op = keyword === "maxItems" ? codegen_1.operators.GT : codegen_1.operators.LT;
			cxt.fail$data((0, codegen_1._)`${data}.length ${op} ${schemaCode}`);
		}
	};
}));
// ../../node_modules/ajv/dist/runtime/equal.js
var require_equal = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const equal = require_fast_deep_equal();
	equal.code = "require(\"ajv/dist/runtime/equal\").default";
	exports.default = equal;
}));
// ../../node_modules/ajv/dist/vocabularies/validation/uniqueItems.js
var require_uniqueItems = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const dataType_1 = require_dataType();
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const equal_1 = require_equal();
	exports.default = {
		keyword: "uniqueItems",
		type: "array",
		schemaType: "boolean",
		$data: true,
		error: {
			message: ({ params: { i, j } }) => (0, codegen_1.str)`must NOT have duplicate items (items ## ${j} and ${i} are identical)`,
			params: ({ params: { i, j } }) => (0, codegen_1._)`{i: ${i}, j: ${j}}`
		},
		code(cxt) {
			const { gen, data, $data, schema, parentSchema, schemaCode, it } = cxt;
			if (!$data && !schema) return;
			const valid = gen.let("valid");
			const itemTypes = parentSchema.items ? (0, dataType_1.getSchemaTypes)(parentSchema.items) : [];
			cxt.block$data(valid, validateUniqueItems, (0, codegen_1._)`${schemaCode} === false`);
			cxt.ok(valid);
			function validateUniqueItems() {
				const i = gen.let("i", (0, codegen_1._)`${data}.length`);
				const j = gen.let("j");
				cxt.setParams({
					i,
					j
				});
				gen.assign(valid, true);
				gen.if((0, codegen_1._)`${i} > 1`, () => (canOptimize() ? loopN : loopN2)(i, j));
			}
			function canOptimize() {
				return itemTypes.length > 0 && !itemTypes.some((t) => t === "object" || t === "array");
			}
			function loopN(i, j) {
				const item = gen.name("item");
				const wrongType = (0, dataType_1.checkDataTypes)(itemTypes, item, it.opts.strictNumbers, dataType_1.DataType.Wrong);
				const indices = gen.const("indices", (0, codegen_1._)`{}`);
				gen.for((0, codegen_1._)`;${i}--;`, () => {
					gen.let(item, (0, codegen_1._)`${data}[${i}]`);
					gen.if(wrongType, (0, codegen_1._)`continue`);
					if (itemTypes.length > 1) gen.if((0, codegen_1._)`typeof ${item} == "string"`, (0, codegen_1._)`${item} += "_"`);
					gen.if((0, codegen_1._)`typeof ${indices}[${item}] == "number"`, () => {
						gen.assign(j, (0, codegen_1._)`${indices}[${item}]`);
						cxt.error();
						gen.assign(valid, false).break();
					}).code((0, codegen_1._)`${indices}[${item}] = ${i}`);
				});
			}
			function loopN2(i, j) {
				const eql = (0, util_1.useFunc)(gen, equal_1.default);
				const outer = gen.name("outer");
				gen.label(outer).for((0, codegen_1._)`;${i}--;`, () => gen.for((0, codegen_1._)`${j} = ${i}; ${j}--;`, () => gen.if((0, codegen_1._)`${eql}(${data}[${i}], ${data}[${j}])`, () => {
					cxt.error();
					gen.assign(valid, false).break(outer);
				})));
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/const.js
var require_const = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const equal_1 = require_equal();
	exports.default = {
		keyword: "const",
		$data: true,
		error: {
			message: "must be equal to constant",
			params: ({ schemaCode }) => (0, codegen_1._)`{allowedValue: ${schemaCode}}`
		},
		code(cxt) {
			const { gen, data, $data, schemaCode, schema } = cxt;
			if ($data || schema && typeof schema == "object") cxt.fail$data((0, codegen_1._)`!${(0, util_1.useFunc)(gen, equal_1.default)}(${data}, ${schemaCode})`);
			else cxt.fail((0, codegen_1._)`${schema} !== ${data}`);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/enum.js
var require_enum$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const equal_1 = require_equal();
	exports.default = {
		keyword: "enum",
		schemaType: "array",
		$data: true,
		error: {
			message: "must be equal to one of the allowed values",
			params: ({ schemaCode }) => (0, codegen_1._)`{allowedValues: ${schemaCode}}`
		},
		code(cxt) {
			const { gen, data, $data, schema, schemaCode, it } = cxt;
			if (!$data && schema.length === 0) throw new Error("enum must have non-empty array");
			const useLoop = schema.length >= it.opts.loopEnum;
			let eql;
			const getEql = () => eql !== null && eql !== void 0 ? eql : eql = (0, util_1.useFunc)(gen, equal_1.default);
			let valid;
			if (useLoop || $data) {
				valid = gen.let("valid");
				cxt.block$data(valid, loopEnum);
			} else {
				if (!Array.isArray(schema)) throw new Error("ajv implementation error");
				const vSchema = gen.const("vSchema", schemaCode);
				valid = (0, codegen_1.or)(...schema.map((_x, i) => equalCode(vSchema, i)));
			}
			cxt.pass(valid);
			function loopEnum() {
				gen.assign(valid, false);
				gen.forOf("v", schemaCode, (v) => gen.if((0, codegen_1._)`${getEql()}(${data}, ${v})`, () => gen.assign(valid, true).break()));
			}
			function equalCode(vSchema, i) {
				const sch = schema[i];
				return typeof sch === "object" && sch !== null ? (0, codegen_1._)`${getEql()}(${data}, ${vSchema}[${i}])` : (0, codegen_1._)`${data} === ${sch}`;
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/validation/index.js
var require_validation = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const limitNumber_1 = require_limitNumber();
	const multipleOf_1 = require_multipleOf();
	const limitLength_1 = require_limitLength();
	const pattern_1 = require_pattern();
	const limitProperties_1 = require_limitProperties();
	const required_1 = require_required();
	const limitItems_1 = require_limitItems();
	const uniqueItems_1 = require_uniqueItems();
	const const_1 = require_const();
	const enum_1 = require_enum$1();
	exports.default = [
		limitNumber_1.default,
		multipleOf_1.default,
		limitLength_1.default,
		pattern_1.default,
		limitProperties_1.default,
		required_1.default,
		limitItems_1.default,
		uniqueItems_1.default,
		{
			keyword: "type",
			schemaType: ["string", "array"]
		},
		{
			keyword: "nullable",
			schemaType: "boolean"
		},
		const_1.default,
		enum_1.default
	];
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/additionalItems.js
var require_additionalItems = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateAdditionalItems = void 0;
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const def = {
		keyword: "additionalItems",
		type: "array",
		schemaType: ["boolean", "object"],
		before: "uniqueItems",
		error: {
			message: ({ params: { len } }) => (0, codegen_1.str)`must NOT have more than ${len} items`,
			params: ({ params: { len } }) => (0, codegen_1._)`{limit: ${len}}`
		},
		code(cxt) {
			const { parentSchema, it } = cxt;
			const { items } = parentSchema;
			if (!Array.isArray(items)) {
				(0, util_1.checkStrictMode)(it, "\"additionalItems\" is ignored when \"items\" is not an array of schemas");
				return;
			}
			validateAdditionalItems(cxt, items);
		}
	};
	function validateAdditionalItems(cxt, items) {
		const { gen, schema, data, keyword, it } = cxt;
		it.items = true;
		const len = gen.const("len", (0, codegen_1._)`${data}.length`);
		if (schema === false) {
			cxt.setParams({ len: items.length });
			cxt.pass((0, codegen_1._)`${len} <= ${items.length}`);
		} else if (typeof schema == "object" && !(0, util_1.alwaysValidSchema)(it, schema)) {
			const valid = gen.var("valid", (0, codegen_1._)`${len} <= ${items.length}`);
			gen.if((0, codegen_1.not)(valid), () => validateItems(valid));
			cxt.ok(valid);
		}
		function validateItems(valid) {
			gen.forRange("i", items.length, len, (i) => {
				cxt.subschema({
					keyword,
					dataProp: i,
					dataPropType: util_1.Type.Num
				}, valid);
				if (!it.allErrors) gen.if((0, codegen_1.not)(valid), () => gen.break());
			});
		}
	}
	exports.validateAdditionalItems = validateAdditionalItems;
	exports.default = def;
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/items.js
var require_items = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateTuple = void 0;
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const code_1 = require_code();
	const def = {
		keyword: "items",
		type: "array",
		schemaType: [
			"object",
			"array",
			"boolean"
		],
		before: "uniqueItems",
		code(cxt) {
			const { schema, it } = cxt;
			if (Array.isArray(schema)) return validateTuple(cxt, "additionalItems", schema);
			it.items = true;
			if ((0, util_1.alwaysValidSchema)(it, schema)) return;
			cxt.ok((0, code_1.validateArray)(cxt));
		}
	};
	function validateTuple(cxt, extraItems, schArr = cxt.schema) {
		const { gen, parentSchema, data, keyword, it } = cxt;
		checkStrictTuple(parentSchema);
		if (it.opts.unevaluated && schArr.length && it.items !== true) it.items = util_1.mergeEvaluated.items(gen, schArr.length, it.items);
		const valid = gen.name("valid");
		const len = gen.const("len", (0, codegen_1._)`${data}.length`);
		schArr.forEach((sch, i) => {
			if ((0, util_1.alwaysValidSchema)(it, sch)) return;
			gen.if((0, codegen_1._)`${len} > ${i}`, () => cxt.subschema({
				keyword,
				schemaProp: i,
				dataProp: i
			}, valid));
			cxt.ok(valid);
		});
		function checkStrictTuple(sch) {
			const { opts, errSchemaPath } = it;
			const l = schArr.length;
			const fullTuple = l === sch.minItems && (l === sch.maxItems || sch[extraItems] === false);
			if (opts.strictTuples && !fullTuple) {
				const msg = `"${keyword}" is ${l}-tuple, but minItems or maxItems/${extraItems} are not specified or different at path "${errSchemaPath}"`;
				(0, util_1.checkStrictMode)(it, msg, opts.strictTuples);
			}
		}
	}
	exports.validateTuple = validateTuple;
	exports.default = def;
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/prefixItems.js
var require_prefixItems = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const items_1 = require_items();
	exports.default = {
		keyword: "prefixItems",
		type: "array",
		schemaType: ["array"],
		before: "uniqueItems",
		code: (cxt) => (0, items_1.validateTuple)(cxt, "items")
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/items2020.js
var require_items2020 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const code_1 = require_code();
	const additionalItems_1 = require_additionalItems();
	exports.default = {
		keyword: "items",
		type: "array",
		schemaType: ["object", "boolean"],
		before: "uniqueItems",
		error: {
			message: ({ params: { len } }) => (0, codegen_1.str)`must NOT have more than ${len} items`,
			params: ({ params: { len } }) => (0, codegen_1._)`{limit: ${len}}`
		},
		code(cxt) {
			const { schema, parentSchema, it } = cxt;
			const { prefixItems } = parentSchema;
			it.items = true;
			if ((0, util_1.alwaysValidSchema)(it, schema)) return;
			if (prefixItems) (0, additionalItems_1.validateAdditionalItems)(cxt, prefixItems);
			else cxt.ok((0, code_1.validateArray)(cxt));
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/contains.js
var require_contains = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	exports.default = {
		keyword: "contains",
		type: "array",
		schemaType: ["object", "boolean"],
		before: "uniqueItems",
		trackErrors: true,
		error: {
			message: ({ params: { min, max } }) => max === void 0 ? (0, codegen_1.str)`must contain at least ${min} valid item(s)` : (0, codegen_1.str)`must contain at least ${min} and no more than ${max} valid item(s)`,
			params: ({ params: { min, max } }) => max === void 0 ? (0, codegen_1._)`{minContains: ${min}}` : (0, codegen_1._)`{minContains: ${min}, maxContains: ${max}}`
		},
		code(cxt) {
			const { gen, schema, parentSchema, data, it } = cxt;
			let min;
			let max;
			const { minContains, maxContains } = parentSchema;
			if (it.opts.next) {
				min = minContains === void 0 ? 1 : minContains;
				max = maxContains;
			} else min = 1;
			const len = gen.const("len", (0, codegen_1._)`${data}.length`);
			cxt.setParams({
				min,
				max
			});
			if (max === void 0 && min === 0) {
				(0, util_1.checkStrictMode)(it, `"minContains" == 0 without "maxContains": "contains" keyword ignored`);
				return;
			}
			if (max !== void 0 && min > max) {
				(0, util_1.checkStrictMode)(it, `"minContains" > "maxContains" is always invalid`);
				cxt.fail();
				return;
			}
			if ((0, util_1.alwaysValidSchema)(it, schema)) {
				let cond = (0, codegen_1._)`${len} >= ${min}`;
				if (max !== void 0) cond = (0, codegen_1._)`${cond} && ${len} <= ${max}`;
				cxt.pass(cond);
				return;
			}
			it.items = true;
			const valid = gen.name("valid");
			if (max === void 0 && min === 1) validateItems(valid, () => gen.if(valid, () => gen.break()));
			else if (min === 0) {
				gen.let(valid, true);
				if (max !== void 0) gen.if((0, codegen_1._)`${data}.length > 0`, validateItemsWithCount);
			} else {
				gen.let(valid, false);
				validateItemsWithCount();
			}
			cxt.result(valid, () => cxt.reset());
			function validateItemsWithCount() {
				const schValid = gen.name("_valid");
				const count = gen.let("count", 0);
				validateItems(schValid, () => gen.if(schValid, () => checkLimits(count)));
			}
			function validateItems(_valid, block) {
				gen.forRange("i", 0, len, (i) => {
					cxt.subschema({
						keyword: "contains",
						dataProp: i,
						dataPropType: util_1.Type.Num,
						compositeRule: true
					}, _valid);
					block();
				});
			}
			function checkLimits(count) {
				gen.code((0, codegen_1._)`${count}++`);
				if (max === void 0) gen.if((0, codegen_1._)`${count} >= ${min}`, () => gen.assign(valid, true).break());
				else {
					gen.if((0, codegen_1._)`${count} > ${max}`, () => gen.assign(valid, false).break());
					if (min === 1) gen.assign(valid, true);
					else gen.if((0, codegen_1._)`${count} >= ${min}`, () => gen.assign(valid, true));
				}
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/dependencies.js
var require_dependencies = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateSchemaDeps = exports.validatePropertyDeps = exports.error = void 0;
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const code_1 = require_code();
	exports.error = {
		message: ({ params: { property, depsCount, deps } }) => {
			const property_ies = depsCount === 1 ? "property" : "properties";
			return (0, codegen_1.str)`must have ${property_ies} ${deps} when property ${property} is present`;
		},
		params: ({ params: { property, depsCount, deps, missingProperty } }) => (0, codegen_1._)`{property: ${property},
    missingProperty: ${missingProperty},
    depsCount: ${depsCount},
    deps: ${deps}}`
	};
	const def = {
		keyword: "dependencies",
		type: "object",
		schemaType: "object",
		error: exports.error,
		code(cxt) {
			const [propDeps, schDeps] = splitDependencies(cxt);
			validatePropertyDeps(cxt, propDeps);
			validateSchemaDeps(cxt, schDeps);
		}
	};
	function splitDependencies({ schema }) {
		const propertyDeps = {};
		const schemaDeps = {};
		for (const key in schema) {
			if (key === "__proto__") continue;
			const deps = Array.isArray(schema[key]) ? propertyDeps : schemaDeps;
			deps[key] = schema[key];
		}
		return [propertyDeps, schemaDeps];
	}
	function validatePropertyDeps(cxt, propertyDeps = cxt.schema) {
		const { gen, data, it } = cxt;
		if (Object.keys(propertyDeps).length === 0) return;
		const missing = gen.let("missing");
		for (const prop in propertyDeps) {
			const deps = propertyDeps[prop];
			if (deps.length === 0) continue;
			const hasProperty = (0, code_1.propertyInData)(gen, data, prop, it.opts.ownProperties);
			cxt.setParams({
				property: prop,
				depsCount: deps.length,
				deps: deps.join(", ")
			});
			if (it.allErrors) gen.if(hasProperty, () => {
				for (const depProp of deps) (0, code_1.checkReportMissingProp)(cxt, depProp);
			});
			else {
				gen.if((0, codegen_1._)`${hasProperty} && (${(0, code_1.checkMissingProp)(cxt, deps, missing)})`);
				(0, code_1.reportMissingProp)(cxt, missing);
				gen.else();
			}
		}
	}
	exports.validatePropertyDeps = validatePropertyDeps;
	function validateSchemaDeps(cxt, schemaDeps = cxt.schema) {
		const { gen, data, keyword, it } = cxt;
		const valid = gen.name("valid");
		for (const prop in schemaDeps) {
			if ((0, util_1.alwaysValidSchema)(it, schemaDeps[prop])) continue;
			gen.if((0, code_1.propertyInData)(gen, data, prop, it.opts.ownProperties), () => {
				const schCxt = cxt.subschema({
					keyword,
					schemaProp: prop
				}, valid);
				cxt.mergeValidEvaluated(schCxt, valid);
			}, () => gen.var(valid, true));
			cxt.ok(valid);
		}
	}
	exports.validateSchemaDeps = validateSchemaDeps;
	exports.default = def;
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/propertyNames.js
var require_propertyNames = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	exports.default = {
		keyword: "propertyNames",
		type: "object",
		schemaType: ["object", "boolean"],
		error: {
			message: "property name must be valid",
			params: ({ params }) => (0, codegen_1._)`{propertyName: ${params.propertyName}}`
		},
		code(cxt) {
			const { gen, schema, data, it } = cxt;
			if ((0, util_1.alwaysValidSchema)(it, schema)) return;
			const valid = gen.name("valid");
			gen.forIn("key", data, (key) => {
				cxt.setParams({ propertyName: key });
				cxt.subschema({
					keyword: "propertyNames",
					data: key,
					dataTypes: ["string"],
					propertyName: key,
					compositeRule: true
				}, valid);
				gen.if((0, codegen_1.not)(valid), () => {
					cxt.error(true);
					if (!it.allErrors) gen.break();
				});
			});
			cxt.ok(valid);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/additionalProperties.js
var require_additionalProperties = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const code_1 = require_code();
	const codegen_1 = require_codegen();
	const names_1 = require_names();
	const util_1 = require_util();
	exports.default = {
		keyword: "additionalProperties",
		type: ["object"],
		schemaType: ["boolean", "object"],
		allowUndefined: true,
		trackErrors: true,
		error: {
			message: "must NOT have additional properties",
			params: ({ params }) => (0, codegen_1._)`{additionalProperty: ${params.additionalProperty}}`
		},
		code(cxt) {
			const { gen, schema, parentSchema, data, errsCount, it } = cxt;
			if (!errsCount) throw new Error("ajv implementation error");
			const { allErrors, opts } = it;
			it.props = true;
			if (opts.removeAdditional !== "all" && (0, util_1.alwaysValidSchema)(it, schema)) return;
			const props = (0, code_1.allSchemaProperties)(parentSchema.properties);
			const patProps = (0, code_1.allSchemaProperties)(parentSchema.patternProperties);
			checkAdditionalProperties();
			cxt.ok((0, codegen_1._)`${errsCount} === ${names_1.default.errors}`);
			function checkAdditionalProperties() {
				gen.forIn("key", data, (key) => {
					if (!props.length && !patProps.length) additionalPropertyCode(key);
					else gen.if(isAdditional(key), () => additionalPropertyCode(key));
				});
			}
			function isAdditional(key) {
				let definedProp;
				if (props.length > 8) {
					const propsSchema = (0, util_1.schemaRefOrVal)(it, parentSchema.properties, "properties");
					definedProp = (0, code_1.isOwnProperty)(gen, propsSchema, key);
				} else if (props.length) definedProp = (0, codegen_1.or)(...props.map((p) => (0, codegen_1._)`${key} === ${p}`));
				else definedProp = codegen_1.nil;
				if (patProps.length) definedProp = (0, codegen_1.or)(definedProp, ...patProps.map((p) => (0, codegen_1._)`${(0, code_1.usePattern)(cxt, p)}.test(${key})`));
				return (0, codegen_1.not)(definedProp);
			}
			function deleteAdditional(key) {
				gen.code((0, codegen_1._)`delete ${data}[${key}]`);
			}
			function additionalPropertyCode(key) {
				if (opts.removeAdditional === "all" || opts.removeAdditional && schema === false) {
					deleteAdditional(key);
					return;
				}
				if (schema === false) {
					cxt.setParams({ additionalProperty: key });
					cxt.error();
					if (!allErrors) gen.break();
					return;
				}
				if (typeof schema == "object" && !(0, util_1.alwaysValidSchema)(it, schema)) {
					const valid = gen.name("valid");
					if (opts.removeAdditional === "failing") {
						applyAdditionalSchema(key, valid, false);
						gen.if((0, codegen_1.not)(valid), () => {
							cxt.reset();
							deleteAdditional(key);
						});
					} else {
						applyAdditionalSchema(key, valid);
						if (!allErrors) gen.if((0, codegen_1.not)(valid), () => gen.break());
					}
				}
			}
			function applyAdditionalSchema(key, valid, errors) {
				const subschema = {
					keyword: "additionalProperties",
					dataProp: key,
					dataPropType: util_1.Type.Str
				};
				if (errors === false) Object.assign(subschema, {
					compositeRule: true,
					createErrors: false,
					allErrors: false
				});
				cxt.subschema(subschema, valid);
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/properties.js
var require_properties$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const validate_1 = require_validate();
	const code_1 = require_code();
	const util_1 = require_util();
	const additionalProperties_1 = require_additionalProperties();
	exports.default = {
		keyword: "properties",
		type: "object",
		schemaType: "object",
		code(cxt) {
			const { gen, schema, parentSchema, data, it } = cxt;
			if (it.opts.removeAdditional === "all" && parentSchema.additionalProperties === void 0) additionalProperties_1.default.code(new validate_1.KeywordCxt(it, additionalProperties_1.default, "additionalProperties"));
			const allProps = (0, code_1.allSchemaProperties)(schema);
			for (const prop of allProps) it.definedProperties.add(prop);
			if (it.opts.unevaluated && allProps.length && it.props !== true) it.props = util_1.mergeEvaluated.props(gen, (0, util_1.toHash)(allProps), it.props);
			const properties = allProps.filter((p) => !(0, util_1.alwaysValidSchema)(it, schema[p]));
			if (properties.length === 0) return;
			const valid = gen.name("valid");
			for (const prop of properties) {
				if (hasDefault(prop)) applyPropertySchema(prop);
				else {
					gen.if((0, code_1.propertyInData)(gen, data, prop, it.opts.ownProperties));
					applyPropertySchema(prop);
					if (!it.allErrors) gen.else().var(valid, true);
					gen.endIf();
				}
				cxt.it.definedProperties.add(prop);
				cxt.ok(valid);
			}
			function hasDefault(prop) {
				return it.opts.useDefaults && !it.compositeRule && schema[prop].default !== void 0;
			}
			function applyPropertySchema(prop) {
				cxt.subschema({
					keyword: "properties",
					schemaProp: prop,
					dataProp: prop
				}, valid);
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/patternProperties.js
var require_patternProperties = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const code_1 = require_code();
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const util_2 = require_util();
	exports.default = {
		keyword: "patternProperties",
		type: "object",
		schemaType: "object",
		code(cxt) {
			const { gen, schema, data, parentSchema, it } = cxt;
			const { opts } = it;
			const patterns = (0, code_1.allSchemaProperties)(schema);
			const alwaysValidPatterns = patterns.filter((p) => (0, util_1.alwaysValidSchema)(it, schema[p]));
			if (patterns.length === 0 || alwaysValidPatterns.length === patterns.length && (!it.opts.unevaluated || it.props === true)) return;
			const checkProperties = opts.strictSchema && !opts.allowMatchingProperties && parentSchema.properties;
			const valid = gen.name("valid");
			if (it.props !== true && !(it.props instanceof codegen_1.Name)) it.props = (0, util_2.evaluatedPropsToName)(gen, it.props);
			const { props } = it;
			validatePatternProperties();
			function validatePatternProperties() {
				for (const pat of patterns) {
					if (checkProperties) checkMatchingProperties(pat);
					if (it.allErrors) validateProperties(pat);
					else {
						gen.var(valid, true);
						validateProperties(pat);
						gen.if(valid);
					}
				}
			}
			function checkMatchingProperties(pat) {
				for (const prop in checkProperties) if (new RegExp(pat).test(prop)) (0, util_1.checkStrictMode)(it, `property ${prop} matches pattern ${pat} (use allowMatchingProperties)`);
			}
			function validateProperties(pat) {
				gen.forIn("key", data, (key) => {
					gen.if((0, codegen_1._)`${(0, code_1.usePattern)(cxt, pat)}.test(${key})`, () => {
						const alwaysValid = alwaysValidPatterns.includes(pat);
						if (!alwaysValid) cxt.subschema({
							keyword: "patternProperties",
							schemaProp: pat,
							dataProp: key,
							dataPropType: util_2.Type.Str
						}, valid);
						if (it.opts.unevaluated && props !== true) gen.assign((0, codegen_1._)`${props}[${key}]`, true);
						else if (!alwaysValid && !it.allErrors) gen.if((0, codegen_1.not)(valid), () => gen.break());
					});
				});
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/not.js
var require_not = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const util_1 = require_util();
	exports.default = {
		keyword: "not",
		schemaType: ["object", "boolean"],
		trackErrors: true,
		code(cxt) {
			const { gen, schema, it } = cxt;
			if ((0, util_1.alwaysValidSchema)(it, schema)) {
				cxt.fail();
				return;
			}
			const valid = gen.name("valid");
			cxt.subschema({
				keyword: "not",
				compositeRule: true,
				createErrors: false,
				allErrors: false
			}, valid);
			cxt.failResult(valid, () => cxt.reset(), () => cxt.error());
		},
		error: { message: "must NOT be valid" }
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/anyOf.js
var require_anyOf = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = {
		keyword: "anyOf",
		schemaType: "array",
		trackErrors: true,
		code: require_code().validateUnion,
		error: { message: "must match a schema in anyOf" }
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/oneOf.js
var require_oneOf = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	exports.default = {
		keyword: "oneOf",
		schemaType: "array",
		trackErrors: true,
		error: {
			message: "must match exactly one schema in oneOf",
			params: ({ params }) => (0, codegen_1._)`{passingSchemas: ${params.passing}}`
		},
		code(cxt) {
			const { gen, schema, parentSchema, it } = cxt;
			if (!Array.isArray(schema)) throw new Error("ajv implementation error");
			if (it.opts.discriminator && parentSchema.discriminator) return;
			const schArr = schema;
			const valid = gen.let("valid", false);
			const passing = gen.let("passing", null);
			const schValid = gen.name("_valid");
			cxt.setParams({ passing });
			gen.block(validateOneOf);
			cxt.result(valid, () => cxt.reset(), () => cxt.error(true));
			function validateOneOf() {
				schArr.forEach((sch, i) => {
					let schCxt;
					if ((0, util_1.alwaysValidSchema)(it, sch)) gen.var(schValid, true);
					else schCxt = cxt.subschema({
						keyword: "oneOf",
						schemaProp: i,
						compositeRule: true
					}, schValid);
					if (i > 0) gen.if((0, codegen_1._)`${schValid} && ${valid}`).assign(valid, false).assign(passing, (0, codegen_1._)`[${passing}, ${i}]`).else();
					gen.if(schValid, () => {
						gen.assign(valid, true);
						gen.assign(passing, i);
						if (schCxt) cxt.mergeEvaluated(schCxt, codegen_1.Name);
					});
				});
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/allOf.js
var require_allOf = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const util_1 = require_util();
	exports.default = {
		keyword: "allOf",
		schemaType: "array",
		code(cxt) {
			const { gen, schema, it } = cxt;
			if (!Array.isArray(schema)) throw new Error("ajv implementation error");
			const valid = gen.name("valid");
			schema.forEach((sch, i) => {
				if ((0, util_1.alwaysValidSchema)(it, sch)) return;
				const schCxt = cxt.subschema({
					keyword: "allOf",
					schemaProp: i
				}, valid);
				cxt.ok(valid);
				cxt.mergeEvaluated(schCxt);
			});
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/if.js
var require_if = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const util_1 = require_util();
	const def = {
		keyword: "if",
		schemaType: ["object", "boolean"],
		trackErrors: true,
		error: {
			message: ({ params }) => (0, codegen_1.str)`must match "${params.ifClause}" schema`,
			params: ({ params }) => (0, codegen_1._)`{failingKeyword: ${params.ifClause}}`
		},
		code(cxt) {
			const { gen, parentSchema, it } = cxt;
			if (parentSchema.then === void 0 && parentSchema.else === void 0) (0, util_1.checkStrictMode)(it, "\"if\" without \"then\" and \"else\" is ignored");
			const hasThen = hasSchema(it, "then");
			const hasElse = hasSchema(it, "else");
			if (!hasThen && !hasElse) return;
			const valid = gen.let("valid", true);
			const schValid = gen.name("_valid");
			validateIf();
			cxt.reset();
			if (hasThen && hasElse) {
				const ifClause = gen.let("ifClause");
				cxt.setParams({ ifClause });
				gen.if(schValid, validateClause("then", ifClause), validateClause("else", ifClause));
			} else if (hasThen) gen.if(schValid, validateClause("then"));
			else gen.if((0, codegen_1.not)(schValid), validateClause("else"));
			cxt.pass(valid, () => cxt.error(true));
			function validateIf() {
				const schCxt = cxt.subschema({
					keyword: "if",
					compositeRule: true,
					createErrors: false,
					allErrors: false
				}, schValid);
				cxt.mergeEvaluated(schCxt);
			}
			function validateClause(keyword, ifClause) {
				return () => {
					const schCxt = cxt.subschema({ keyword }, schValid);
					gen.assign(valid, schValid);
					cxt.mergeValidEvaluated(schCxt, valid);
					if (ifClause) gen.assign(ifClause, (0, codegen_1._)`${keyword}`);
					else cxt.setParams({ ifClause: keyword });
				};
			}
		}
	};
	function hasSchema(it, keyword) {
		const schema = it.schema[keyword];
		return schema !== void 0 && !(0, util_1.alwaysValidSchema)(it, schema);
	}
	exports.default = def;
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/thenElse.js
var require_thenElse = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const util_1 = require_util();
	exports.default = {
		keyword: ["then", "else"],
		schemaType: ["object", "boolean"],
		code({ keyword, parentSchema, it }) {
			if (parentSchema.if === void 0) (0, util_1.checkStrictMode)(it, `"${keyword}" without "if" is ignored`);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/applicator/index.js
var require_applicator = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const additionalItems_1 = require_additionalItems();
	const prefixItems_1 = require_prefixItems();
	const items_1 = require_items();
	const items2020_1 = require_items2020();
	const contains_1 = require_contains();
	const dependencies_1 = require_dependencies();
	const propertyNames_1 = require_propertyNames();
	const additionalProperties_1 = require_additionalProperties();
	const properties_1 = require_properties$1();
	const patternProperties_1 = require_patternProperties();
	const not_1 = require_not();
	const anyOf_1 = require_anyOf();
	const oneOf_1 = require_oneOf();
	const allOf_1 = require_allOf();
	const if_1 = require_if();
	const thenElse_1 = require_thenElse();
	function getApplicator(draft2020 = false) {
		const applicator = [
			not_1.default,
			anyOf_1.default,
			oneOf_1.default,
			allOf_1.default,
			if_1.default,
			thenElse_1.default,
			propertyNames_1.default,
			additionalProperties_1.default,
			dependencies_1.default,
			properties_1.default,
			patternProperties_1.default
		];
		if (draft2020) applicator.push(prefixItems_1.default, items2020_1.default);
		else applicator.push(additionalItems_1.default, items_1.default);
		applicator.push(contains_1.default);
		return applicator;
	}
	exports.default = getApplicator;
}));
// ../../node_modules/ajv/dist/vocabularies/format/format.js
var require_format$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	exports.default = {
		keyword: "format",
		type: ["number", "string"],
		schemaType: "string",
		$data: true,
		error: {
			message: ({ schemaCode }) => (0, codegen_1.str)`must match format "${schemaCode}"`,
			params: ({ schemaCode }) => (0, codegen_1._)`{format: ${schemaCode}}`
		},
		code(cxt, ruleType) {
			const { gen, data, $data, schema, schemaCode, it } = cxt;
			const { opts, errSchemaPath, schemaEnv, self } = it;
			if (!opts.validateFormats) return;
			if ($data) validate$DataFormat();
			else validateFormat();
			function validate$DataFormat() {
				const fmts = gen.scopeValue("formats", {
					ref: self.formats,
					code: opts.code.formats
				});
				const fDef = gen.const("fDef", (0, codegen_1._)`${fmts}[${schemaCode}]`);
				const fType = gen.let("fType");
				const format = gen.let("format");
				gen.if((0, codegen_1._)`typeof ${fDef} == "object" && !(${fDef} instanceof RegExp)`, () => gen.assign(fType, (0, codegen_1._)`${fDef}.type || "string"`).assign(format, (0, codegen_1._)`${fDef}.validate`), () => gen.assign(fType, (0, codegen_1._)`"string"`).assign(format, fDef));
				cxt.fail$data((0, codegen_1.or)(unknownFmt(), invalidFmt()));
				function unknownFmt() {
					if (opts.strictSchema === false) return codegen_1.nil;
					return (0, codegen_1._)`${schemaCode} && !${format}`;
				}
				function invalidFmt() {
					const callFormat = schemaEnv.$async ? (0, codegen_1._)`(${fDef}.async ? await ${format}(${data}) : ${format}(${data}))` : (0, codegen_1._)`${format}(${data})`;
					const validData = (0, codegen_1._)`(typeof ${format} == "function" ? ${callFormat} : ${format}.test(${data}))`;
					return (0, codegen_1._)`${format} && ${format} !== true && ${fType} === ${ruleType} && !${validData}`;
				}
			}
			function validateFormat() {
				const formatDef = self.formats[schema];
				if (!formatDef) {
					unknownFormat();
					return;
				}
				if (formatDef === true) return;
				const [fmtType, format, fmtRef] = getFormat(formatDef);
				if (fmtType === ruleType) cxt.pass(validCondition());
				function unknownFormat() {
					if (opts.strictSchema === false) {
						self.logger.warn(unknownMsg());
						return;
					}
					throw new Error(unknownMsg());
					function unknownMsg() {
						return `unknown format "${schema}" ignored in schema at path "${errSchemaPath}"`;
					}
				}
				function getFormat(fmtDef) {
					const code = fmtDef instanceof RegExp ? (0, codegen_1.regexpCode)(fmtDef) : opts.code.formats ? (0, codegen_1._)`${opts.code.formats}${(0, codegen_1.getProperty)(schema)}` : void 0;
					const fmt = gen.scopeValue("formats", {
						key: schema,
						ref: fmtDef,
						code
					});
					if (typeof fmtDef == "object" && !(fmtDef instanceof RegExp)) return [
						fmtDef.type || "string",
						fmtDef.validate,
						(0, codegen_1._)`${fmt}.validate`
					];
					return [
						"string",
						fmtDef,
						fmt
					];
				}
				function validCondition() {
					if (typeof formatDef == "object" && !(formatDef instanceof RegExp) && formatDef.async) {
						if (!schemaEnv.$async) throw new Error("async format in sync schema");
						return (0, codegen_1._)`await ${fmtRef}(${data})`;
					}
					return typeof format == "function" ? (0, codegen_1._)`${fmtRef}(${data})` : (0, codegen_1._)`${fmtRef}.test(${data})`;
				}
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/format/index.js
var require_format = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = [require_format$1().default];
}));
// ../../node_modules/ajv/dist/vocabularies/metadata.js
var require_metadata$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.contentVocabulary = exports.metadataVocabulary = void 0;
	exports.metadataVocabulary = [
		"title",
		"description",
		"default",
		"deprecated",
		"readOnly",
		"writeOnly",
		"examples"
	];
	exports.contentVocabulary = [
		"contentMediaType",
		"contentEncoding",
		"contentSchema"
	];
}));
// ../../node_modules/ajv/dist/vocabularies/draft7.js
var require_draft7 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const core_1 = require_core();
	const validation_1 = require_validation();
	const applicator_1 = require_applicator();
	const format_1 = require_format();
	const metadata_1 = require_metadata$1();
	exports.default = [
		core_1.default,
		validation_1.default,
		(0, applicator_1.default)(),
		format_1.default,
		metadata_1.metadataVocabulary,
		metadata_1.contentVocabulary
	];
}));
// ../../node_modules/ajv/dist/vocabularies/discriminator/types.js
var require_types$3 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.DiscrError = void 0;
	var DiscrError;
	(function(DiscrError) {
		DiscrError["Tag"] = "tag";
		DiscrError["Mapping"] = "mapping";
	})(DiscrError || (exports.DiscrError = DiscrError = {}));
}));
// ../../node_modules/ajv/dist/vocabularies/discriminator/index.js
var require_discriminator$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const types_1 = require_types$3();
	const compile_1 = require_compile();
	const ref_error_1 = require_ref_error();
	const util_1 = require_util();
	exports.default = {
		keyword: "discriminator",
		type: "object",
		schemaType: "object",
		error: {
			message: ({ params: { discrError, tagName } }) => discrError === types_1.DiscrError.Tag ? `tag "${tagName}" must be string` : `value of tag "${tagName}" must be in oneOf`,
			params: ({ params: { discrError, tag, tagName } }) => (0, codegen_1._)`{error: ${discrError}, tag: ${tagName}, tagValue: ${tag}}`
		},
		code(cxt) {
			const { gen, data, schema, parentSchema, it } = cxt;
			const { oneOf } = parentSchema;
			if (!it.opts.discriminator) throw new Error("discriminator: requires discriminator option");
			const tagName = schema.propertyName;
			if (typeof tagName != "string") throw new Error("discriminator: requires propertyName");
			if (schema.mapping) throw new Error("discriminator: mapping is not supported");
			if (!oneOf) throw new Error("discriminator: requires oneOf keyword");
			const valid = gen.let("valid", false);
			const tag = gen.const("tag", (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(tagName)}`);
			gen.if((0, codegen_1._)`typeof ${tag} == "string"`, () => validateMapping(), () => cxt.error(false, {
				discrError: types_1.DiscrError.Tag,
				tag,
				tagName
			}));
			cxt.ok(valid);
			function validateMapping() {
				const mapping = getMapping();
				gen.if(false);
				for (const tagValue in mapping) {
					gen.elseIf((0, codegen_1._)`${tag} === ${tagValue}`);
					gen.assign(valid, applyTagSchema(mapping[tagValue]));
				}
				gen.else();
				cxt.error(false, {
					discrError: types_1.DiscrError.Mapping,
					tag,
					tagName
				});
				gen.endIf();
			}
			function applyTagSchema(schemaProp) {
				const _valid = gen.name("valid");
				const schCxt = cxt.subschema({
					keyword: "oneOf",
					schemaProp
				}, _valid);
				cxt.mergeEvaluated(schCxt, codegen_1.Name);
				return _valid;
			}
			function getMapping() {
				var _a;
				const oneOfMapping = {};
				const topRequired = hasRequired(parentSchema);
				let tagRequired = true;
				for (let i = 0; i < oneOf.length; i++) {
					let sch = oneOf[i];
					if ((sch === null || sch === void 0 ? void 0 : sch.$ref) && !(0, util_1.schemaHasRulesButRef)(sch, it.self.RULES)) {
						const ref = sch.$ref;
						sch = compile_1.resolveRef.call(it.self, it.schemaEnv.root, it.baseId, ref);
						if (sch instanceof compile_1.SchemaEnv) sch = sch.schema;
						if (sch === void 0) throw new ref_error_1.default(it.opts.uriResolver, it.baseId, ref);
					}
					const propSch = (_a = sch === null || sch === void 0 ? void 0 : sch.properties) === null || _a === void 0 ? void 0 : _a[tagName];
					if (typeof propSch != "object") throw new Error(`discriminator: oneOf subschemas (or referenced schemas) must have "properties/${tagName}"`);
					tagRequired = tagRequired && (topRequired || hasRequired(sch));
					addMappings(propSch, i);
				}
				if (!tagRequired) throw new Error(`discriminator: "${tagName}" must be required`);
				return oneOfMapping;
				function hasRequired({ required }) {
					return Array.isArray(required) && required.includes(tagName);
				}
				function addMappings(sch, i) {
					if (sch.const) addMapping(sch.const, i);
					else if (sch.enum) for (const tagValue of sch.enum) addMapping(tagValue, i);
					else throw new Error(`discriminator: "properties/${tagName}" must have "const" or "enum"`);
				}
				function addMapping(tagValue, i) {
					if (typeof tagValue != "string" || tagValue in oneOfMapping) throw new Error(`discriminator: "${tagName}" values must be unique strings`);
					oneOfMapping[tagValue] = i;
				}
			}
		}
	};
}));
// ../../node_modules/ajv/dist/refs/json-schema-draft-07.json
var require_json_schema_draft_07 = __commonJSMin(((exports, module) => {
	module.exports = {
		"$schema": "http://json-schema.org/draft-07/schema#",
		"$id": "http://json-schema.org/draft-07/schema#",
		"title": "Core schema meta-schema",
		"definitions": {
			"schemaArray": {
				"type": "array",
				"minItems": 1,
				"items": { "$ref": "#" }
			},
			"nonNegativeInteger": {
				"type": "integer",
				"minimum": 0
			},
			"nonNegativeIntegerDefault0": { "allOf": [{ "$ref": "#/definitions/nonNegativeInteger" }, { "default": 0 }] },
			"simpleTypes": { "enum": [
				"array",
				"boolean",
				"integer",
				"null",
				"number",
				"object",
				"string"
			] },
			"stringArray": {
				"type": "array",
				"items": { "type": "string" },
				"uniqueItems": true,
				"default": []
			}
		},
		"type": ["object", "boolean"],
		"properties": {
			"$id": {
				"type": "string",
				"format": "uri-reference"
			},
			"$schema": {
				"type": "string",
				"format": "uri"
			},
			"$ref": {
				"type": "string",
				"format": "uri-reference"
			},
			"$comment": { "type": "string" },
			"title": { "type": "string" },
			"description": { "type": "string" },
			"default": true,
			"readOnly": {
				"type": "boolean",
				"default": false
			},
			"examples": {
				"type": "array",
				"items": true
			},
			"multipleOf": {
				"type": "number",
				"exclusiveMinimum": 0
			},
			"maximum": { "type": "number" },
			"exclusiveMaximum": { "type": "number" },
			"minimum": { "type": "number" },
			"exclusiveMinimum": { "type": "number" },
			"maxLength": { "$ref": "#/definitions/nonNegativeInteger" },
			"minLength": { "$ref": "#/definitions/nonNegativeIntegerDefault0" },
			"pattern": {
				"type": "string",
				"format": "regex"
			},
			"additionalItems": { "$ref": "#" },
			"items": {
				"anyOf": [{ "$ref": "#" }, { "$ref": "#/definitions/schemaArray" }],
				"default": true
			},
			"maxItems": { "$ref": "#/definitions/nonNegativeInteger" },
			"minItems": { "$ref": "#/definitions/nonNegativeIntegerDefault0" },
			"uniqueItems": {
				"type": "boolean",
				"default": false
			},
			"contains": { "$ref": "#" },
			"maxProperties": { "$ref": "#/definitions/nonNegativeInteger" },
			"minProperties": { "$ref": "#/definitions/nonNegativeIntegerDefault0" },
			"required": { "$ref": "#/definitions/stringArray" },
			"additionalProperties": { "$ref": "#" },
			"definitions": {
				"type": "object",
				"additionalProperties": { "$ref": "#" },
				"default": {}
			},
			"properties": {
				"type": "object",
				"additionalProperties": { "$ref": "#" },
				"default": {}
			},
			"patternProperties": {
				"type": "object",
				"additionalProperties": { "$ref": "#" },
				"propertyNames": { "format": "regex" },
				"default": {}
			},
			"dependencies": {
				"type": "object",
				"additionalProperties": { "anyOf": [{ "$ref": "#" }, { "$ref": "#/definitions/stringArray" }] }
			},
			"propertyNames": { "$ref": "#" },
			"const": true,
			"enum": {
				"type": "array",
				"items": true,
				"minItems": 1,
				"uniqueItems": true
			},
			"type": { "anyOf": [{ "$ref": "#/definitions/simpleTypes" }, {
				"type": "array",
				"items": { "$ref": "#/definitions/simpleTypes" },
				"minItems": 1,
				"uniqueItems": true
			}] },
			"format": { "type": "string" },
			"contentMediaType": { "type": "string" },
			"contentEncoding": { "type": "string" },
			"if": { "$ref": "#" },
			"then": { "$ref": "#" },
			"else": { "$ref": "#" },
			"allOf": { "$ref": "#/definitions/schemaArray" },
			"anyOf": { "$ref": "#/definitions/schemaArray" },
			"oneOf": { "$ref": "#/definitions/schemaArray" },
			"not": { "$ref": "#" }
		},
		"default": true
	};
}));
// ../../node_modules/ajv/dist/ajv.js
var require_ajv = __commonJSMin(((exports, module) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.MissingRefError = exports.ValidationError = exports.CodeGen = exports.Name = exports.nil = exports.stringify = exports.str = exports._ = exports.KeywordCxt = exports.Ajv = void 0;
	const core_1 = require_core$1();
	const draft7_1 = require_draft7();
	const discriminator_1 = require_discriminator$1();
	const draft7MetaSchema = require_json_schema_draft_07();
	const META_SUPPORT_DATA = ["/properties"];
	const META_SCHEMA_ID = "http://json-schema.org/draft-07/schema";
	var Ajv = class extends core_1.default {
		_addVocabularies() {
			super._addVocabularies();
			draft7_1.default.forEach((v) => this.addVocabulary(v));
			if (this.opts.discriminator) this.addKeyword(discriminator_1.default);
		}
		_addDefaultMetaSchema() {
			super._addDefaultMetaSchema();
			if (!this.opts.meta) return;
			const metaSchema = this.opts.$data ? this.$dataMetaSchema(draft7MetaSchema, META_SUPPORT_DATA) : draft7MetaSchema;
			this.addMetaSchema(metaSchema, META_SCHEMA_ID, false);
			this.refs["http://json-schema.org/schema"] = META_SCHEMA_ID;
		}
		defaultMeta() {
			return this.opts.defaultMeta = super.defaultMeta() || (this.getSchema(META_SCHEMA_ID) ? META_SCHEMA_ID : void 0);
		}
	};
	exports.Ajv = Ajv;
	module.exports = exports = Ajv;
	module.exports.Ajv = Ajv;
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = Ajv;
	var validate_1 = require_validate();
	Object.defineProperty(exports, "KeywordCxt", {
		enumerable: true,
		get: function() {
			return validate_1.KeywordCxt;
		}
	});
	var codegen_1 = require_codegen();
	Object.defineProperty(exports, "_", {
		enumerable: true,
		get: function() {
			return codegen_1._;
		}
	});
	Object.defineProperty(exports, "str", {
		enumerable: true,
		get: function() {
			return codegen_1.str;
		}
	});
	Object.defineProperty(exports, "stringify", {
		enumerable: true,
		get: function() {
			return codegen_1.stringify;
		}
	});
	Object.defineProperty(exports, "nil", {
		enumerable: true,
		get: function() {
			return codegen_1.nil;
		}
	});
	Object.defineProperty(exports, "Name", {
		enumerable: true,
		get: function() {
			return codegen_1.Name;
		}
	});
	Object.defineProperty(exports, "CodeGen", {
		enumerable: true,
		get: function() {
			return codegen_1.CodeGen;
		}
	});
	var validation_error_1 = require_validation_error();
	Object.defineProperty(exports, "ValidationError", {
		enumerable: true,
		get: function() {
			return validation_error_1.default;
		}
	});
	var ref_error_1 = require_ref_error();
	Object.defineProperty(exports, "MissingRefError", {
		enumerable: true,
		get: function() {
			return ref_error_1.default;
		}
	});
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/metadata.js
var require_metadata = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.checkMetadata = void 0;
	const util_1 = require_util();
	const def = {
		keyword: "metadata",
		schemaType: "object",
		code(cxt) {
			checkMetadata(cxt);
			const { gen, schema, it } = cxt;
			if ((0, util_1.alwaysValidSchema)(it, schema)) return;
			const valid = gen.name("valid");
			cxt.subschema({
				keyword: "metadata",
				jtdMetadata: true
			}, valid);
			cxt.ok(valid);
		}
	};
	function checkMetadata({ it, keyword }, metadata) {
		if (it.jtdMetadata !== metadata) throw new Error(`JTD: "${keyword}" cannot be used in this schema location`);
	}
	exports.checkMetadata = checkMetadata;
	exports.default = def;
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/ref.js
var require_ref = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.hasRef = void 0;
	const compile_1 = require_compile();
	const codegen_1 = require_codegen();
	const ref_error_1 = require_ref_error();
	const names_1 = require_names();
	const ref_1 = require_ref$1();
	const metadata_1 = require_metadata();
	const def = {
		keyword: "ref",
		schemaType: "string",
		code(cxt) {
			(0, metadata_1.checkMetadata)(cxt);
			const { gen, data, schema: ref, parentSchema, it } = cxt;
			const { schemaEnv: { root } } = it;
			const valid = gen.name("valid");
			if (parentSchema.nullable) {
				gen.var(valid, (0, codegen_1._)`${data} === null`);
				gen.if((0, codegen_1.not)(valid), validateJtdRef);
			} else {
				gen.var(valid, false);
				validateJtdRef();
			}
			cxt.ok(valid);
			function validateJtdRef() {
				var _a;
				const refSchema = (_a = root.schema.definitions) === null || _a === void 0 ? void 0 : _a[ref];
				if (!refSchema) throw new ref_error_1.default(it.opts.uriResolver, "", ref, `No definition ${ref}`);
				if (hasRef(refSchema) || !it.opts.inlineRefs) callValidate(refSchema);
				else inlineRefSchema(refSchema);
			}
			function callValidate(schema) {
				const sch = compile_1.compileSchema.call(it.self, new compile_1.SchemaEnv({
					schema,
					root,
					schemaPath: `/definitions/${ref}`
				}));
				const v = (0, ref_1.getValidate)(cxt, sch);
				const errsCount = gen.const("_errs", names_1.default.errors);
				(0, ref_1.callRef)(cxt, v, sch, sch.$async);
				gen.assign(valid, (0, codegen_1._)`${errsCount} === ${names_1.default.errors}`);
			}
			function inlineRefSchema(schema) {
				const schName = gen.scopeValue("schema", it.opts.code.source === true ? {
					ref: schema,
					code: (0, codegen_1.stringify)(schema)
				} : { ref: schema });
				cxt.subschema({
					schema,
					dataTypes: [],
					schemaPath: codegen_1.nil,
					topSchemaRef: schName,
					errSchemaPath: `/definitions/${ref}`
				}, valid);
			}
		}
	};
	function hasRef(schema) {
		for (const key in schema) {
			let sch;
			if (key === "ref" || typeof (sch = schema[key]) == "object" && hasRef(sch)) return true;
		}
		return false;
	}
	exports.hasRef = hasRef;
	exports.default = def;
}));
// ../../node_modules/ajv/dist/runtime/timestamp.js
var require_timestamp = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const DT_SEPARATOR = /t|\s/i;
	const DATE = /^(\d\d\d\d)-(\d\d)-(\d\d)$/;
	const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-]\d\d)(?::?(\d\d))?)$/i;
	const DAYS = [
		0,
		31,
		28,
		31,
		30,
		31,
		30,
		31,
		31,
		30,
		31,
		30,
		31
	];
	function validTimestamp(str, allowDate) {
		const dt = str.split(DT_SEPARATOR);
		return dt.length === 2 && validDate(dt[0]) && validTime(dt[1]) || allowDate && dt.length === 1 && validDate(dt[0]);
	}
	exports.default = validTimestamp;
	function validDate(str) {
		const matches = DATE.exec(str);
		if (!matches) return false;
		const y = +matches[1];
		const m = +matches[2];
		const d = +matches[3];
		return m >= 1 && m <= 12 && d >= 1 && (d <= DAYS[m] || m === 2 && d === 29 && (y % 100 === 0 ? y % 400 === 0 : y % 4 === 0));
	}
	function validTime(str) {
		const matches = TIME.exec(str);
		if (!matches) return false;
		const hr = +matches[1];
		const min = +matches[2];
		const sec = +matches[3];
		const tzH = +(matches[4] || 0);
		const tzM = +(matches[5] || 0);
		return hr <= 23 && min <= 59 && sec <= 59 || hr - tzH === 23 && min - tzM === 59 && sec === 60;
	}
	validTimestamp.code = "require(\"ajv/dist/runtime/timestamp\").default";
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/error.js
var require_error = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.typeErrorParams = exports.typeErrorMessage = exports.typeError = void 0;
	const codegen_1 = require_codegen();
	function typeError(t) {
		return {
			message: (cxt) => typeErrorMessage(cxt, t),
			params: (cxt) => typeErrorParams(cxt, t)
		};
	}
	exports.typeError = typeError;
	function typeErrorMessage({ parentSchema }, t) {
		return (parentSchema === null || parentSchema === void 0 ? void 0 : parentSchema.nullable) ? `must be ${t} or null` : `must be ${t}`;
	}
	exports.typeErrorMessage = typeErrorMessage;
	function typeErrorParams({ parentSchema }, t) {
		return (0, codegen_1._)`{type: ${t}, nullable: ${!!(parentSchema === null || parentSchema === void 0 ? void 0 : parentSchema.nullable)}}`;
	}
	exports.typeErrorParams = typeErrorParams;
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/type.js
var require_type = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.intRange = void 0;
	const codegen_1 = require_codegen();
	const timestamp_1 = require_timestamp();
	const util_1 = require_util();
	const metadata_1 = require_metadata();
	const error_1 = require_error();
	exports.intRange = {
		int8: [
			-128,
			127,
			3
		],
		uint8: [
			0,
			255,
			3
		],
		int16: [
			-32768,
			32767,
			5
		],
		uint16: [
			0,
			65535,
			5
		],
		int32: [
			-2147483648,
			2147483647,
			10
		],
		uint32: [
			0,
			4294967295,
			10
		]
	};
	const error = {
		message: (cxt) => (0, error_1.typeErrorMessage)(cxt, cxt.schema),
		params: (cxt) => (0, error_1.typeErrorParams)(cxt, cxt.schema)
	};
	function timestampCode(cxt) {
		const { gen, data, it } = cxt;
		const { timestamp, allowDate } = it.opts;
		if (timestamp === "date") return (0, codegen_1._)`${data} instanceof Date `;
		const vts = (0, util_1.useFunc)(gen, timestamp_1.default);
		const allowDateArg = allowDate ? (0, codegen_1._)`, true` : codegen_1.nil;
		const validString = (0, codegen_1._)`typeof ${data} == "string" && ${vts}(${data}${allowDateArg})`;
		return timestamp === "string" ? validString : (0, codegen_1.or)((0, codegen_1._)`${data} instanceof Date`, validString);
	}
	exports.default = {
		keyword: "type",
		schemaType: "string",
		error,
		code(cxt) {
			(0, metadata_1.checkMetadata)(cxt);
			const { data, schema, parentSchema, it } = cxt;
			let cond;
			switch (schema) {
				case "boolean":
				case "string":
					cond = (0, codegen_1._)`typeof ${data} == ${schema}`;
					break;
				case "timestamp":
					cond = timestampCode(cxt);
					break;
				case "float32":
				case "float64":
					cond = (0, codegen_1._)`typeof ${data} == "number"`;
					break;
				default: {
					const sch = schema;
					cond = (0, codegen_1._)`typeof ${data} == "number" && isFinite(${data}) && !(${data} % 1)`;
					if (!it.opts.int32range && (sch === "int32" || sch === "uint32")) {
						if (sch === "uint32") cond = (0, codegen_1._)`${cond} && ${data} >= 0`;
					} else {
						const [min, max] = exports.intRange[sch];
						cond = (0, codegen_1._)`${cond} && ${data} >= ${min} && ${data} <= ${max}`;
					}
				}
			}
			cxt.pass(parentSchema.nullable ? (0, codegen_1.or)((0, codegen_1._)`${data} === null`, cond) : cond);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/nullable.js
var require_nullable = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.checkNullableObject = exports.checkNullable = void 0;
	const codegen_1 = require_codegen();
	function checkNullable({ gen, data, parentSchema }, cond = codegen_1.nil) {
		const valid = gen.name("valid");
		if (parentSchema.nullable) {
			gen.let(valid, (0, codegen_1._)`${data} === null`);
			cond = (0, codegen_1.not)(valid);
		} else gen.let(valid, false);
		return [valid, cond];
	}
	exports.checkNullable = checkNullable;
	function checkNullableObject(cxt, cond) {
		const [valid, cond_] = checkNullable(cxt, cond);
		return [valid, (0, codegen_1._)`${cond_} && typeof ${cxt.data} == "object" && !Array.isArray(${cxt.data})`];
	}
	exports.checkNullableObject = checkNullableObject;
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/enum.js
var require_enum = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const metadata_1 = require_metadata();
	const nullable_1 = require_nullable();
	exports.default = {
		keyword: "enum",
		schemaType: "array",
		error: {
			message: "must be equal to one of the allowed values",
			params: ({ schemaCode }) => (0, codegen_1._)`{allowedValues: ${schemaCode}}`
		},
		code(cxt) {
			(0, metadata_1.checkMetadata)(cxt);
			const { gen, data, schema, schemaValue, parentSchema, it } = cxt;
			if (schema.length === 0) throw new Error("enum must have non-empty array");
			if (schema.length !== new Set(schema).size) throw new Error("enum items must be unique");
			let valid;
			const isString = (0, codegen_1._)`typeof ${data} == "string"`;
			if (schema.length >= it.opts.loopEnum) {
				let cond;
				[valid, cond] = (0, nullable_1.checkNullable)(cxt, isString);
				gen.if(cond, loopEnum);
			} else {
				if (!Array.isArray(schema)) throw new Error("ajv implementation error");
				valid = (0, codegen_1.and)(isString, (0, codegen_1.or)(...schema.map((value) => (0, codegen_1._)`${data} === ${value}`)));
				if (parentSchema.nullable) valid = (0, codegen_1.or)((0, codegen_1._)`${data} === null`, valid);
			}
			cxt.pass(valid);
			function loopEnum() {
				gen.forOf("v", schemaValue, (v) => gen.if((0, codegen_1._)`${valid} = ${data} === ${v}`, () => gen.break()));
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/elements.js
var require_elements = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const util_1 = require_util();
	const code_1 = require_code();
	const codegen_1 = require_codegen();
	const metadata_1 = require_metadata();
	const nullable_1 = require_nullable();
	exports.default = {
		keyword: "elements",
		schemaType: "object",
		error: (0, require_error().typeError)("array"),
		code(cxt) {
			(0, metadata_1.checkMetadata)(cxt);
			const { gen, data, schema, it } = cxt;
			if ((0, util_1.alwaysValidSchema)(it, schema)) return;
			const [valid] = (0, nullable_1.checkNullable)(cxt);
			gen.if((0, codegen_1.not)(valid), () => gen.if((0, codegen_1._)`Array.isArray(${data})`, () => gen.assign(valid, (0, code_1.validateArray)(cxt)), () => cxt.error()));
			cxt.ok(valid);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/properties.js
var require_properties = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateProperties = exports.error = void 0;
	const code_1 = require_code();
	const util_1 = require_util();
	const codegen_1 = require_codegen();
	const metadata_1 = require_metadata();
	const nullable_1 = require_nullable();
	const error_1 = require_error();
	var PropError;
	(function(PropError) {
		PropError["Additional"] = "additional";
		PropError["Missing"] = "missing";
	})(PropError || (PropError = {}));
	exports.error = {
		message: (cxt) => {
			const { params } = cxt;
			return params.propError ? params.propError === PropError.Additional ? "must NOT have additional properties" : `must have property '${params.missingProperty}'` : (0, error_1.typeErrorMessage)(cxt, "object");
		},
		params: (cxt) => {
			const { params } = cxt;
			return params.propError ? params.propError === PropError.Additional ? (0, codegen_1._)`{error: ${params.propError}, additionalProperty: ${params.additionalProperty}}` : (0, codegen_1._)`{error: ${params.propError}, missingProperty: ${params.missingProperty}}` : (0, error_1.typeErrorParams)(cxt, "object");
		}
	};
	const def = {
		keyword: "properties",
		schemaType: "object",
		error: exports.error,
		code: validateProperties
	};
	function validateProperties(cxt) {
		(0, metadata_1.checkMetadata)(cxt);
		const { gen, data, parentSchema, it } = cxt;
		const { additionalProperties, nullable } = parentSchema;
		if (it.jtdDiscriminator && nullable) throw new Error("JTD: nullable inside discriminator mapping");
		if (commonProperties()) throw new Error("JTD: properties and optionalProperties have common members");
		const [allProps, properties] = schemaProperties("properties");
		const [allOptProps, optProperties] = schemaProperties("optionalProperties");
		if (properties.length === 0 && optProperties.length === 0 && additionalProperties) return;
		const [valid, cond] = it.jtdDiscriminator === void 0 ? (0, nullable_1.checkNullableObject)(cxt, data) : [gen.let("valid", false), true];
		gen.if(cond, () => gen.assign(valid, true).block(() => {
			validateProps(properties, "properties", true);
			validateProps(optProperties, "optionalProperties");
			if (!additionalProperties) validateAdditional();
		}));
		cxt.pass(valid);
		function commonProperties() {
			const props = parentSchema.properties;
			const optProps = parentSchema.optionalProperties;
			if (!(props && optProps)) return false;
			for (const p in props) if (Object.prototype.hasOwnProperty.call(optProps, p)) return true;
			return false;
		}
		function schemaProperties(keyword) {
			const schema = parentSchema[keyword];
			const allPs = schema ? (0, code_1.allSchemaProperties)(schema) : [];
			if (it.jtdDiscriminator && allPs.some((p) => p === it.jtdDiscriminator)) throw new Error(`JTD: discriminator tag used in ${keyword}`);
			return [allPs, allPs.filter((p) => !(0, util_1.alwaysValidSchema)(it, schema[p]))];
		}
		function validateProps(props, keyword, required) {
			const _valid = gen.var("valid");
			for (const prop of props) {
				gen.if((0, code_1.propertyInData)(gen, data, prop, it.opts.ownProperties), () => applyPropertySchema(prop, keyword, _valid), () => missingProperty(prop));
				cxt.ok(_valid);
			}
			function missingProperty(prop) {
				if (required) {
					gen.assign(_valid, false);
					cxt.error(false, {
						propError: PropError.Missing,
						missingProperty: prop
					}, { schemaPath: prop });
				} else gen.assign(_valid, true);
			}
		}
		function applyPropertySchema(prop, keyword, _valid) {
			cxt.subschema({
				keyword,
				schemaProp: prop,
				dataProp: prop
			}, _valid);
		}
		function validateAdditional() {
			gen.forIn("key", data, (key) => {
				const addProp = isAdditional(key, allProps, "properties", it.jtdDiscriminator);
				const addOptProp = isAdditional(key, allOptProps, "optionalProperties");
				const extra = addProp === true ? addOptProp : addOptProp === true ? addProp : (0, codegen_1.and)(addProp, addOptProp);
				gen.if(extra, () => {
					if (it.opts.removeAdditional) gen.code((0, codegen_1._)`delete ${data}[${key}]`);
					else {
						cxt.error(false, {
							propError: PropError.Additional,
							additionalProperty: key
						}, {
							instancePath: key,
							parentSchema: true
						});
						if (!it.opts.allErrors) gen.break();
					}
				});
			});
		}
		function isAdditional(key, props, keyword, jtdDiscriminator) {
			let additional;
			if (props.length > 8) {
				const propsSchema = (0, util_1.schemaRefOrVal)(it, parentSchema[keyword], keyword);
				additional = (0, codegen_1.not)((0, code_1.isOwnProperty)(gen, propsSchema, key));
				if (jtdDiscriminator !== void 0) additional = (0, codegen_1.and)(additional, (0, codegen_1._)`${key} !== ${jtdDiscriminator}`);
			} else if (props.length || jtdDiscriminator !== void 0) {
				const ps = jtdDiscriminator === void 0 ? props : [jtdDiscriminator].concat(props);
				additional = (0, codegen_1.and)(...ps.map((p) => (0, codegen_1._)`${key} !== ${p}`));
			} else additional = true;
			return additional;
		}
	}
	exports.validateProperties = validateProperties;
	exports.default = def;
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/optionalProperties.js
var require_optionalProperties = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const properties_1 = require_properties();
	exports.default = {
		keyword: "optionalProperties",
		schemaType: "object",
		error: properties_1.error,
		code(cxt) {
			if (cxt.parentSchema.properties) return;
			(0, properties_1.validateProperties)(cxt);
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/discriminator.js
var require_discriminator = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const codegen_1 = require_codegen();
	const metadata_1 = require_metadata();
	const nullable_1 = require_nullable();
	const error_1 = require_error();
	const types_1 = require_types$3();
	exports.default = {
		keyword: "discriminator",
		schemaType: "string",
		implements: ["mapping"],
		error: {
			message: (cxt) => {
				const { schema, params } = cxt;
				return params.discrError ? params.discrError === types_1.DiscrError.Tag ? `tag "${schema}" must be string` : `value of tag "${schema}" must be in mapping` : (0, error_1.typeErrorMessage)(cxt, "object");
			},
			params: (cxt) => {
				const { schema, params } = cxt;
				return params.discrError ? (0, codegen_1._)`{error: ${params.discrError}, tag: ${schema}, tagValue: ${params.tag}}` : (0, error_1.typeErrorParams)(cxt, "object");
			}
		},
		code(cxt) {
			(0, metadata_1.checkMetadata)(cxt);
			const { gen, data, schema, parentSchema } = cxt;
			const [valid, cond] = (0, nullable_1.checkNullableObject)(cxt, data);
			gen.if(cond);
			validateDiscriminator();
			gen.elseIf((0, codegen_1.not)(valid));
			cxt.error();
			gen.endIf();
			cxt.ok(valid);
			function validateDiscriminator() {
				const tag = gen.const("tag", (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(schema)}`);
				gen.if((0, codegen_1._)`${tag} === undefined`);
				cxt.error(false, {
					discrError: types_1.DiscrError.Tag,
					tag
				});
				gen.elseIf((0, codegen_1._)`typeof ${tag} == "string"`);
				validateMapping(tag);
				gen.else();
				cxt.error(false, {
					discrError: types_1.DiscrError.Tag,
					tag
				}, { instancePath: schema });
				gen.endIf();
			}
			function validateMapping(tag) {
				gen.if(false);
				for (const tagValue in parentSchema.mapping) {
					gen.elseIf((0, codegen_1._)`${tag} === ${tagValue}`);
					gen.assign(valid, applyTagSchema(tagValue));
				}
				gen.else();
				cxt.error(false, {
					discrError: types_1.DiscrError.Mapping,
					tag
				}, {
					instancePath: schema,
					schemaPath: "mapping",
					parentSchema: true
				});
				gen.endIf();
			}
			function applyTagSchema(schemaProp) {
				const _valid = gen.name("valid");
				cxt.subschema({
					keyword: "mapping",
					schemaProp,
					jtdDiscriminator: schema
				}, _valid);
				return _valid;
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/values.js
var require_values = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const util_1 = require_util();
	const codegen_1 = require_codegen();
	const metadata_1 = require_metadata();
	const nullable_1 = require_nullable();
	exports.default = {
		keyword: "values",
		schemaType: "object",
		error: (0, require_error().typeError)("object"),
		code(cxt) {
			(0, metadata_1.checkMetadata)(cxt);
			const { gen, data, schema, it } = cxt;
			const [valid, cond] = (0, nullable_1.checkNullableObject)(cxt, data);
			if ((0, util_1.alwaysValidSchema)(it, schema)) gen.if((0, codegen_1.not)((0, codegen_1.or)(cond, valid)), () => cxt.error());
			else {
				gen.if(cond);
				gen.assign(valid, validateMap());
				gen.elseIf((0, codegen_1.not)(valid));
				cxt.error();
				gen.endIf();
			}
			cxt.ok(valid);
			function validateMap() {
				const _valid = gen.name("valid");
				if (it.allErrors) {
					const validMap = gen.let("valid", true);
					validateValues(() => gen.assign(validMap, false));
					return validMap;
				}
				gen.var(_valid, true);
				validateValues(() => gen.break());
				return _valid;
				function validateValues(notValid) {
					gen.forIn("key", data, (key) => {
						cxt.subschema({
							keyword: "values",
							dataProp: key,
							dataPropType: util_1.Type.Str
						}, _valid);
						gen.if((0, codegen_1.not)(_valid), notValid);
					});
				}
			}
		}
	};
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/union.js
var require_union = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = {
		keyword: "union",
		schemaType: "array",
		trackErrors: true,
		code: require_code().validateUnion,
		error: { message: "must match a schema in union" }
	};
}));
// ../../node_modules/ajv/dist/vocabularies/jtd/index.js
var require_jtd$1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const ref_1 = require_ref();
	const type_1 = require_type();
	const enum_1 = require_enum();
	const elements_1 = require_elements();
	const properties_1 = require_properties();
	const optionalProperties_1 = require_optionalProperties();
	const discriminator_1 = require_discriminator();
	const values_1 = require_values();
	const union_1 = require_union();
	const metadata_1 = require_metadata();
	exports.default = [
		"definitions",
		ref_1.default,
		type_1.default,
		enum_1.default,
		elements_1.default,
		properties_1.default,
		optionalProperties_1.default,
		discriminator_1.default,
		values_1.default,
		union_1.default,
		metadata_1.default,
		{
			keyword: "additionalProperties",
			schemaType: "boolean"
		},
		{
			keyword: "nullable",
			schemaType: "boolean"
		}
	];
}));
// ../../node_modules/ajv/dist/refs/jtd-schema.js
var require_jtd_schema = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const shared = (root) => {
		const sch = {
			nullable: { type: "boolean" },
			metadata: {
				optionalProperties: { union: { elements: { ref: "schema" } } },
				additionalProperties: true
			}
		};
		if (root) sch.definitions = { values: { ref: "schema" } };
		return sch;
	};
	const emptyForm = (root) => ({ optionalProperties: shared(root) });
	const refForm = (root) => ({
		properties: { ref: { type: "string" } },
		optionalProperties: shared(root)
	});
	const typeForm = (root) => ({
		properties: { type: { enum: [
			"boolean",
			"timestamp",
			"string",
			"float32",
			"float64",
			"int8",
			"uint8",
			"int16",
			"uint16",
			"int32",
			"uint32"
		] } },
		optionalProperties: shared(root)
	});
	const enumForm = (root) => ({
		properties: { enum: { elements: { type: "string" } } },
		optionalProperties: shared(root)
	});
	const elementsForm = (root) => ({
		properties: { elements: { ref: "schema" } },
		optionalProperties: shared(root)
	});
	const propertiesForm = (root) => ({
		properties: { properties: { values: { ref: "schema" } } },
		optionalProperties: {
			optionalProperties: { values: { ref: "schema" } },
			additionalProperties: { type: "boolean" },
			...shared(root)
		}
	});
	const optionalPropertiesForm = (root) => ({
		properties: { optionalProperties: { values: { ref: "schema" } } },
		optionalProperties: {
			additionalProperties: { type: "boolean" },
			...shared(root)
		}
	});
	const discriminatorForm = (root) => ({
		properties: {
			discriminator: { type: "string" },
			mapping: { values: { metadata: { union: [propertiesForm(false), optionalPropertiesForm(false)] } } }
		},
		optionalProperties: shared(root)
	});
	const valuesForm = (root) => ({
		properties: { values: { ref: "schema" } },
		optionalProperties: shared(root)
	});
	const schema = (root) => ({ metadata: { union: [
		emptyForm,
		refForm,
		typeForm,
		enumForm,
		elementsForm,
		propertiesForm,
		optionalPropertiesForm,
		discriminatorForm,
		valuesForm
	].map((s) => s(root)) } });
	exports.default = {
		definitions: { schema: schema(false) },
		...schema(true)
	};
}));
// ../../node_modules/ajv/dist/compile/jtd/types.js
var require_types$2 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.jtdForms = void 0;
	exports.jtdForms = [
		"elements",
		"values",
		"discriminator",
		"properties",
		"optionalProperties",
		"enum",
		"type",
		"ref"
	];
}));
// ../../node_modules/ajv/dist/runtime/quote.js
var require_quote = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const rxEscapable = /[\\"\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0604\u070f\u17b4\u17b5\u200c-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g;
	const escaped = {
		"\b": "\\b",
		"	": "\\t",
		"\n": "\\n",
		"\f": "\\f",
		"\r": "\\r",
		"\"": "\\\"",
		"\\": "\\\\"
	};
	function quote(s) {
		rxEscapable.lastIndex = 0;
		return "\"" + (rxEscapable.test(s) ? s.replace(rxEscapable, (a) => {
			const c = escaped[a];
			return typeof c === "string" ? c : "\\u" + ("0000" + a.charCodeAt(0).toString(16)).slice(-4);
		}) : s) + "\"";
	}
	exports.default = quote;
	quote.code = "require(\"ajv/dist/runtime/quote\").default";
}));
// ../../node_modules/ajv/dist/compile/jtd/serialize.js
var require_serialize = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const types_1 = require_types$2();
	const __1 = require_compile();
	const codegen_1 = require_codegen();
	const ref_error_1 = require_ref_error();
	const names_1 = require_names();
	const code_1 = require_code();
	const ref_1 = require_ref();
	const util_1 = require_util();
	const quote_1 = require_quote();
	const genSerialize = {
		elements: serializeElements,
		values: serializeValues,
		discriminator: serializeDiscriminator,
		properties: serializeProperties,
		optionalProperties: serializeProperties,
		enum: serializeString,
		type: serializeType,
		ref: serializeRef
	};
	function compileSerializer(sch, definitions) {
		const _sch = __1.getCompilingSchema.call(this, sch);
		if (_sch) return _sch;
		const { es5, lines } = this.opts.code;
		const { ownProperties } = this.opts;
		const gen = new codegen_1.CodeGen(this.scope, {
			es5,
			lines,
			ownProperties
		});
		const serializeName = gen.scopeName("serialize");
		const cxt = {
			self: this,
			gen,
			schema: sch.schema,
			schemaEnv: sch,
			definitions,
			data: names_1.default.data
		};
		let sourceCode;
		try {
			this._compilations.add(sch);
			sch.serializeName = serializeName;
			gen.func(serializeName, names_1.default.data, false, () => {
				gen.let(names_1.default.json, (0, codegen_1.str)``);
				serializeCode(cxt);
				gen.return(names_1.default.json);
			});
			gen.optimize(this.opts.code.optimize);
			const serializeFuncCode = gen.toString();
			sourceCode = `${gen.scopeRefs(names_1.default.scope)}return ${serializeFuncCode}`;
			const serialize = new Function(`${names_1.default.scope}`, sourceCode)(this.scope.get());
			this.scope.value(serializeName, { ref: serialize });
			sch.serialize = serialize;
		} catch (e) {
			if (sourceCode) this.logger.error("Error compiling serializer, function code:", sourceCode);
			delete sch.serialize;
			delete sch.serializeName;
			throw e;
		} finally {
			this._compilations.delete(sch);
		}
		return sch;
	}
	exports.default = compileSerializer;
	function serializeCode(cxt) {
		let form;
		for (const key of types_1.jtdForms) if (key in cxt.schema) {
			form = key;
			break;
		}
		serializeNullable(cxt, form ? genSerialize[form] : serializeEmpty);
	}
	function serializeNullable(cxt, serializeForm) {
		const { gen, schema, data } = cxt;
		if (!schema.nullable) return serializeForm(cxt);
		gen.if((0, codegen_1._)`${data} === undefined || ${data} === null`, () => gen.add(names_1.default.json, (0, codegen_1._)`"null"`), () => serializeForm(cxt));
	}
	function serializeElements(cxt) {
		const { gen, schema, data } = cxt;
		gen.add(names_1.default.json, (0, codegen_1.str)`[`);
		const first = gen.let("first", true);
		gen.forOf("el", data, (el) => {
			addComma(cxt, first);
			serializeCode({
				...cxt,
				schema: schema.elements,
				data: el
			});
		});
		gen.add(names_1.default.json, (0, codegen_1.str)`]`);
	}
	function serializeValues(cxt) {
		const { gen, schema, data } = cxt;
		gen.add(names_1.default.json, (0, codegen_1.str)`{`);
		const first = gen.let("first", true);
		gen.forIn("key", data, (key) => serializeKeyValue(cxt, key, schema.values, first));
		gen.add(names_1.default.json, (0, codegen_1.str)`}`);
	}
	function serializeKeyValue(cxt, key, schema, first) {
		const { gen, data } = cxt;
		addComma(cxt, first);
		serializeString({
			...cxt,
			data: key
		});
		gen.add(names_1.default.json, (0, codegen_1.str)`:`);
		const value = gen.const("value", (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(key)}`);
		serializeCode({
			...cxt,
			schema,
			data: value
		});
	}
	function serializeDiscriminator(cxt) {
		const { gen, schema, data } = cxt;
		const { discriminator } = schema;
		gen.add(names_1.default.json, (0, codegen_1.str)`{${JSON.stringify(discriminator)}:`);
		const tag = gen.const("tag", (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(discriminator)}`);
		serializeString({
			...cxt,
			data: tag
		});
		gen.if(false);
		for (const tagValue in schema.mapping) {
			gen.elseIf((0, codegen_1._)`${tag} === ${tagValue}`);
			const sch = schema.mapping[tagValue];
			serializeSchemaProperties({
				...cxt,
				schema: sch
			}, discriminator);
		}
		gen.endIf();
		gen.add(names_1.default.json, (0, codegen_1.str)`}`);
	}
	function serializeProperties(cxt) {
		const { gen } = cxt;
		gen.add(names_1.default.json, (0, codegen_1.str)`{`);
		serializeSchemaProperties(cxt);
		gen.add(names_1.default.json, (0, codegen_1.str)`}`);
	}
	function serializeSchemaProperties(cxt, discriminator) {
		const { gen, schema, data } = cxt;
		const { properties, optionalProperties } = schema;
		const props = keys(properties);
		const optProps = keys(optionalProperties);
		const allProps = allProperties(props.concat(optProps));
		let first = !discriminator;
		let firstProp;
		for (const key of props) {
			if (first) first = false;
			else gen.add(names_1.default.json, (0, codegen_1.str)`,`);
			serializeProperty(key, properties[key], keyValue(key));
		}
		if (first) firstProp = gen.let("first", true);
		for (const key of optProps) {
			const value = keyValue(key);
			gen.if((0, codegen_1.and)((0, codegen_1._)`${value} !== undefined`, (0, code_1.isOwnProperty)(gen, data, key)), () => {
				addComma(cxt, firstProp);
				serializeProperty(key, optionalProperties[key], value);
			});
		}
		if (schema.additionalProperties) gen.forIn("key", data, (key) => gen.if(isAdditional(key, allProps), () => serializeKeyValue(cxt, key, {}, firstProp)));
		function keys(ps) {
			return ps ? Object.keys(ps) : [];
		}
		function allProperties(ps) {
			if (discriminator) ps.push(discriminator);
			if (new Set(ps).size !== ps.length) throw new Error("JTD: properties/optionalProperties/disciminator overlap");
			return ps;
		}
		function keyValue(key) {
			return gen.const("value", (0, codegen_1._)`${data}${(0, codegen_1.getProperty)(key)}`);
		}
		function serializeProperty(key, propSchema, value) {
			gen.add(names_1.default.json, (0, codegen_1.str)`${JSON.stringify(key)}:`);
			serializeCode({
				...cxt,
				schema: propSchema,
				data: value
			});
		}
		function isAdditional(key, ps) {
			return ps.length ? (0, codegen_1.and)(...ps.map((p) => (0, codegen_1._)`${key} !== ${p}`)) : true;
		}
	}
	function serializeType(cxt) {
		const { gen, schema, data } = cxt;
		switch (schema.type) {
			case "boolean":
				gen.add(names_1.default.json, (0, codegen_1._)`${data} ? "true" : "false"`);
				break;
			case "string":
				serializeString(cxt);
				break;
			case "timestamp":
				gen.if((0, codegen_1._)`${data} instanceof Date`, () => gen.add(names_1.default.json, (0, codegen_1._)`'"' + ${data}.toISOString() + '"'`), () => serializeString(cxt));
				break;
			default: serializeNumber(cxt);
		}
	}
	function serializeString({ gen, data }) {
		gen.add(names_1.default.json, (0, codegen_1._)`${(0, util_1.useFunc)(gen, quote_1.default)}(${data})`);
	}
	function serializeNumber({ gen, data, self }) {
		const condition = (0, codegen_1._)`${data} === Infinity || ${data} === -Infinity || ${data} !== ${data}`;
		if (self.opts.specialNumbers === void 0 || self.opts.specialNumbers === "fast") gen.add(names_1.default.json, (0, codegen_1._)`"" + ${data}`);
		else gen.if(condition, () => gen.add(names_1.default.json, (0, codegen_1._)`null`), () => gen.add(names_1.default.json, (0, codegen_1._)`"" + ${data}`));
	}
	function serializeRef(cxt) {
		const { gen, self, data, definitions, schema, schemaEnv } = cxt;
		const { ref } = schema;
		const refSchema = definitions[ref];
		if (!refSchema) throw new ref_error_1.default(self.opts.uriResolver, "", ref, `No definition ${ref}`);
		if (!(0, ref_1.hasRef)(refSchema)) return serializeCode({
			...cxt,
			schema: refSchema
		});
		const { root } = schemaEnv;
		const sch = compileSerializer.call(self, new __1.SchemaEnv({
			schema: refSchema,
			root
		}), definitions);
		gen.add(names_1.default.json, (0, codegen_1._)`${getSerialize(gen, sch)}(${data})`);
	}
	function getSerialize(gen, sch) {
		return sch.serialize ? gen.scopeValue("serialize", { ref: sch.serialize }) : (0, codegen_1._)`${gen.scopeValue("wrapper", { ref: sch })}.serialize`;
	}
	function serializeEmpty({ gen, data }) {
		gen.add(names_1.default.json, (0, codegen_1._)`JSON.stringify(${data})`);
	}
	function addComma({ gen }, first) {
		if (first) gen.if(first, () => gen.assign(first, false), () => gen.add(names_1.default.json, (0, codegen_1.str)`,`));
		else gen.add(names_1.default.json, (0, codegen_1.str)`,`);
	}
}));
// ../../node_modules/ajv/dist/runtime/parseJson.js
var require_parseJson = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.parseJsonString = exports.parseJsonNumber = exports.parseJson = void 0;
	const rxParseJson = /position\s(\d+)(?: \(line \d+ column \d+\))?$/;
	function parseJson(s, pos) {
		let endPos;
		parseJson.message = void 0;
		let matches;
		if (pos) s = s.slice(pos);
		try {
			parseJson.position = pos + s.length;
			return JSON.parse(s);
		} catch (e) {
			matches = rxParseJson.exec(e.message);
			if (!matches) {
				parseJson.message = "unexpected end";
				return;
			}
			endPos = +matches[1];
			const c = s[endPos];
			s = s.slice(0, endPos);
			parseJson.position = pos + endPos;
			try {
				return JSON.parse(s);
			} catch (e1) {
				parseJson.message = `unexpected token ${c}`;
				return;
			}
		}
	}
	exports.parseJson = parseJson;
	parseJson.message = void 0;
	parseJson.position = 0;
	parseJson.code = "require(\"ajv/dist/runtime/parseJson\").parseJson";
	function parseJsonNumber(s, pos, maxDigits) {
		let numStr = "";
		let c;
		parseJsonNumber.message = void 0;
		if (s[pos] === "-") {
			numStr += "-";
			pos++;
		}
		if (s[pos] === "0") {
			numStr += "0";
			pos++;
		} else if (!parseDigits(maxDigits)) {
			errorMessage();
			return;
		}
		if (maxDigits) {
			parseJsonNumber.position = pos;
			return +numStr;
		}
		if (s[pos] === ".") {
			numStr += ".";
			pos++;
			if (!parseDigits()) {
				errorMessage();
				return;
			}
		}
		if (c = s[pos], c === "e" || c === "E") {
			numStr += "e";
			pos++;
			if (c = s[pos], c === "+" || c === "-") {
				numStr += c;
				pos++;
			}
			if (!parseDigits()) {
				errorMessage();
				return;
			}
		}
		parseJsonNumber.position = pos;
		return +numStr;
		function parseDigits(maxLen) {
			let digit = false;
			while (c = s[pos], c >= "0" && c <= "9" && (maxLen === void 0 || maxLen-- > 0)) {
				digit = true;
				numStr += c;
				pos++;
			}
			return digit;
		}
		function errorMessage() {
			parseJsonNumber.position = pos;
			parseJsonNumber.message = pos < s.length ? `unexpected token ${s[pos]}` : "unexpected end";
		}
	}
	exports.parseJsonNumber = parseJsonNumber;
	parseJsonNumber.message = void 0;
	parseJsonNumber.position = 0;
	parseJsonNumber.code = "require(\"ajv/dist/runtime/parseJson\").parseJsonNumber";
	const escapedChars = {
		b: "\b",
		f: "\f",
		n: "\n",
		r: "\r",
		t: "	",
		"\"": "\"",
		"/": "/",
		"\\": "\\"
	};
	const CODE_A = "a".charCodeAt(0);
	const CODE_0 = "0".charCodeAt(0);
	function parseJsonString(s, pos) {
		let str = "";
		let c;
		parseJsonString.message = void 0;
		while (true) {
			c = s[pos++];
			if (c === "\"") break;
			if (c === "\\") {
				c = s[pos];
				if (c in escapedChars) {
					str += escapedChars[c];
					pos++;
				} else if (c === "u") {
					pos++;
					let count = 4;
					let code = 0;
					while (count--) {
						code <<= 4;
						c = s[pos];
						if (c === void 0) {
							errorMessage("unexpected end");
							return;
						}
						c = c.toLowerCase();
						if (c >= "a" && c <= "f") code += c.charCodeAt(0) - CODE_A + 10;
						else if (c >= "0" && c <= "9") code += c.charCodeAt(0) - CODE_0;
						else {
							errorMessage(`unexpected token ${c}`);
							return;
						}
						pos++;
					}
					str += String.fromCharCode(code);
				} else {
					errorMessage(`unexpected token ${c}`);
					return;
				}
			} else if (c === void 0) {
				errorMessage("unexpected end");
				return;
			} else if (c.charCodeAt(0) >= 32) str += c;
			else {
				errorMessage(`unexpected token ${c}`);
				return;
			}
		}
		parseJsonString.position = pos;
		return str;
		function errorMessage(msg) {
			parseJsonString.position = pos;
			parseJsonString.message = msg;
		}
	}
	exports.parseJsonString = parseJsonString;
	parseJsonString.message = void 0;
	parseJsonString.position = 0;
	parseJsonString.code = "require(\"ajv/dist/runtime/parseJson\").parseJsonString";
}));
// ../../node_modules/ajv/dist/compile/jtd/parse.js
var require_parse = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const types_1 = require_types$2();
	const __1 = require_compile();
	const codegen_1 = require_codegen();
	const ref_error_1 = require_ref_error();
	const names_1 = require_names();
	const code_1 = require_code();
	const ref_1 = require_ref();
	const type_1 = require_type();
	const parseJson_1 = require_parseJson();
	const util_1 = require_util();
	const timestamp_1 = require_timestamp();
	const genParse = {
		elements: parseElements,
		values: parseValues,
		discriminator: parseDiscriminator,
		properties: parseProperties,
		optionalProperties: parseProperties,
		enum: parseEnum,
		type: parseType,
		ref: parseRef
	};
	function compileParser(sch, definitions) {
		const _sch = __1.getCompilingSchema.call(this, sch);
		if (_sch) return _sch;
		const { es5, lines } = this.opts.code;
		const { ownProperties } = this.opts;
		const gen = new codegen_1.CodeGen(this.scope, {
			es5,
			lines,
			ownProperties
		});
		const parseName = gen.scopeName("parse");
		const cxt = {
			self: this,
			gen,
			schema: sch.schema,
			schemaEnv: sch,
			definitions,
			data: names_1.default.data,
			parseName,
			char: gen.name("c")
		};
		let sourceCode;
		try {
			this._compilations.add(sch);
			sch.parseName = parseName;
			parserFunction(cxt);
			gen.optimize(this.opts.code.optimize);
			const parseFuncCode = gen.toString();
			sourceCode = `${gen.scopeRefs(names_1.default.scope)}return ${parseFuncCode}`;
			const parse = new Function(`${names_1.default.scope}`, sourceCode)(this.scope.get());
			this.scope.value(parseName, { ref: parse });
			sch.parse = parse;
		} catch (e) {
			if (sourceCode) this.logger.error("Error compiling parser, function code:", sourceCode);
			delete sch.parse;
			delete sch.parseName;
			throw e;
		} finally {
			this._compilations.delete(sch);
		}
		return sch;
	}
	exports.default = compileParser;
	const undef = (0, codegen_1._)`undefined`;
	function parserFunction(cxt) {
		const { gen, parseName, char } = cxt;
		gen.func(parseName, (0, codegen_1._)`${names_1.default.json}, ${names_1.default.jsonPos}, ${names_1.default.jsonPart}`, false, () => {
			gen.let(names_1.default.data);
			gen.let(char);
			gen.assign((0, codegen_1._)`${parseName}.message`, undef);
			gen.assign((0, codegen_1._)`${parseName}.position`, undef);
			gen.assign(names_1.default.jsonPos, (0, codegen_1._)`${names_1.default.jsonPos} || 0`);
			gen.const(names_1.default.jsonLen, (0, codegen_1._)`${names_1.default.json}.length`);
			parseCode(cxt);
			skipWhitespace(cxt);
			gen.if(names_1.default.jsonPart, () => {
				gen.assign((0, codegen_1._)`${parseName}.position`, names_1.default.jsonPos);
				gen.return(names_1.default.data);
			});
			gen.if((0, codegen_1._)`${names_1.default.jsonPos} === ${names_1.default.jsonLen}`, () => gen.return(names_1.default.data));
			jsonSyntaxError(cxt);
		});
	}
	function parseCode(cxt) {
		let form;
		for (const key of types_1.jtdForms) if (key in cxt.schema) {
			form = key;
			break;
		}
		if (form) parseNullable(cxt, genParse[form]);
		else parseEmpty(cxt);
	}
	const parseBoolean = parseBooleanToken(true, parseBooleanToken(false, jsonSyntaxError));
	function parseNullable(cxt, parseForm) {
		const { gen, schema, data } = cxt;
		if (!schema.nullable) return parseForm(cxt);
		tryParseToken(cxt, "null", parseForm, () => gen.assign(data, null));
	}
	function parseElements(cxt) {
		const { gen, schema, data } = cxt;
		parseToken(cxt, "[");
		const ix = gen.let("i", 0);
		gen.assign(data, (0, codegen_1._)`[]`);
		parseItems(cxt, "]", () => {
			const el = gen.let("el");
			parseCode({
				...cxt,
				schema: schema.elements,
				data: el
			});
			gen.assign((0, codegen_1._)`${data}[${ix}++]`, el);
		});
	}
	function parseValues(cxt) {
		const { gen, schema, data } = cxt;
		parseToken(cxt, "{");
		gen.assign(data, (0, codegen_1._)`{}`);
		parseItems(cxt, "}", () => parseKeyValue(cxt, schema.values));
	}
	function parseItems(cxt, endToken, block) {
		tryParseItems(cxt, endToken, block);
		parseToken(cxt, endToken);
	}
	function tryParseItems(cxt, endToken, block) {
		const { gen } = cxt;
		gen.for((0, codegen_1._)`;${names_1.default.jsonPos}<${names_1.default.jsonLen} && ${jsonSlice(1)}!==${endToken};`, () => {
			block();
			tryParseToken(cxt, ",", () => gen.break(), hasItem);
		});
		function hasItem() {
			tryParseToken(cxt, endToken, () => {}, jsonSyntaxError);
		}
	}
	function parseKeyValue(cxt, schema) {
		const { gen } = cxt;
		const key = gen.let("key");
		parseString({
			...cxt,
			data: key
		});
		parseToken(cxt, ":");
		parsePropertyValue(cxt, key, schema);
	}
	function parseDiscriminator(cxt) {
		const { gen, data, schema } = cxt;
		const { discriminator, mapping } = schema;
		parseToken(cxt, "{");
		gen.assign(data, (0, codegen_1._)`{}`);
		const startPos = gen.const("pos", names_1.default.jsonPos);
		const value = gen.let("value");
		const tag = gen.let("tag");
		tryParseItems(cxt, "}", () => {
			const key = gen.let("key");
			parseString({
				...cxt,
				data: key
			});
			parseToken(cxt, ":");
			gen.if((0, codegen_1._)`${key} === ${discriminator}`, () => {
				parseString({
					...cxt,
					data: tag
				});
				gen.assign((0, codegen_1._)`${data}[${key}]`, tag);
				gen.break();
			}, () => parseEmpty({
				...cxt,
				data: value
			}));
		});
		gen.assign(names_1.default.jsonPos, startPos);
		gen.if((0, codegen_1._)`${tag} === undefined`);
		parsingError(cxt, (0, codegen_1.str)`discriminator tag not found`);
		for (const tagValue in mapping) {
			gen.elseIf((0, codegen_1._)`${tag} === ${tagValue}`);
			parseSchemaProperties({
				...cxt,
				schema: mapping[tagValue]
			}, discriminator);
		}
		gen.else();
		parsingError(cxt, (0, codegen_1.str)`discriminator value not in schema`);
		gen.endIf();
	}
	function parseProperties(cxt) {
		const { gen, data } = cxt;
		parseToken(cxt, "{");
		gen.assign(data, (0, codegen_1._)`{}`);
		parseSchemaProperties(cxt);
	}
	function parseSchemaProperties(cxt, discriminator) {
		const { gen, schema, data } = cxt;
		const { properties, optionalProperties, additionalProperties } = schema;
		parseItems(cxt, "}", () => {
			const key = gen.let("key");
			parseString({
				...cxt,
				data: key
			});
			parseToken(cxt, ":");
			gen.if(false);
			parseDefinedProperty(cxt, key, properties);
			parseDefinedProperty(cxt, key, optionalProperties);
			if (discriminator) {
				gen.elseIf((0, codegen_1._)`${key} === ${discriminator}`);
				const tag = gen.let("tag");
				parseString({
					...cxt,
					data: tag
				});
			}
			gen.else();
			if (additionalProperties) parseEmpty({
				...cxt,
				data: (0, codegen_1._)`${data}[${key}]`
			});
			else parsingError(cxt, (0, codegen_1.str)`property ${key} not allowed`);
			gen.endIf();
		});
		if (properties) {
			const hasProp = (0, code_1.hasPropFunc)(gen);
			const allProps = (0, codegen_1.and)(...Object.keys(properties).map((p) => (0, codegen_1._)`${hasProp}.call(${data}, ${p})`));
			gen.if((0, codegen_1.not)(allProps), () => parsingError(cxt, (0, codegen_1.str)`missing required properties`));
		}
	}
	function parseDefinedProperty(cxt, key, schemas = {}) {
		const { gen } = cxt;
		for (const prop in schemas) {
			gen.elseIf((0, codegen_1._)`${key} === ${prop}`);
			parsePropertyValue(cxt, key, schemas[prop]);
		}
	}
	function parsePropertyValue(cxt, key, schema) {
		parseCode({
			...cxt,
			schema,
			data: (0, codegen_1._)`${cxt.data}[${key}]`
		});
	}
	function parseType(cxt) {
		const { gen, schema, data, self } = cxt;
		switch (schema.type) {
			case "boolean":
				parseBoolean(cxt);
				break;
			case "string":
				parseString(cxt);
				break;
			case "timestamp": {
				parseString(cxt);
				const vts = (0, util_1.useFunc)(gen, timestamp_1.default);
				const { allowDate, parseDate } = self.opts;
				const notValid = allowDate ? (0, codegen_1._)`!${vts}(${data}, true)` : (0, codegen_1._)`!${vts}(${data})`;
				const fail = parseDate ? (0, codegen_1.or)(notValid, (0, codegen_1._)`(${data} = new Date(${data}), false)`, (0, codegen_1._)`isNaN(${data}.valueOf())`) : notValid;
				gen.if(fail, () => parsingError(cxt, (0, codegen_1.str)`invalid timestamp`));
				break;
			}
			case "float32":
			case "float64":
				parseNumber(cxt);
				break;
			default: {
				const t = schema.type;
				if (!self.opts.int32range && (t === "int32" || t === "uint32")) {
					parseNumber(cxt, 16);
					if (t === "uint32") gen.if((0, codegen_1._)`${data} < 0`, () => parsingError(cxt, (0, codegen_1.str)`integer out of range`));
				} else {
					const [min, max, maxDigits] = type_1.intRange[t];
					parseNumber(cxt, maxDigits);
					gen.if((0, codegen_1._)`${data} < ${min} || ${data} > ${max}`, () => parsingError(cxt, (0, codegen_1.str)`integer out of range`));
				}
			}
		}
	}
	function parseString(cxt) {
		parseToken(cxt, "\"");
		parseWith(cxt, parseJson_1.parseJsonString);
	}
	function parseEnum(cxt) {
		const { gen, data, schema } = cxt;
		const enumSch = schema.enum;
		parseToken(cxt, "\"");
		gen.if(false);
		for (const value of enumSch) {
			const valueStr = JSON.stringify(value).slice(1);
			gen.elseIf((0, codegen_1._)`${jsonSlice(valueStr.length)} === ${valueStr}`);
			gen.assign(data, (0, codegen_1.str)`${value}`);
			gen.add(names_1.default.jsonPos, valueStr.length);
		}
		gen.else();
		jsonSyntaxError(cxt);
		gen.endIf();
	}
	function parseNumber(cxt, maxDigits) {
		const { gen } = cxt;
		skipWhitespace(cxt);
		gen.if((0, codegen_1._)`"-0123456789".indexOf(${jsonSlice(1)}) < 0`, () => jsonSyntaxError(cxt), () => parseWith(cxt, parseJson_1.parseJsonNumber, maxDigits));
	}
	function parseBooleanToken(bool, fail) {
		return (cxt) => {
			const { gen, data } = cxt;
			tryParseToken(cxt, `${bool}`, () => fail(cxt), () => gen.assign(data, bool));
		};
	}
	function parseRef(cxt) {
		const { gen, self, definitions, schema, schemaEnv } = cxt;
		const { ref } = schema;
		const refSchema = definitions[ref];
		if (!refSchema) throw new ref_error_1.default(self.opts.uriResolver, "", ref, `No definition ${ref}`);
		if (!(0, ref_1.hasRef)(refSchema)) return parseCode({
			...cxt,
			schema: refSchema
		});
		const { root } = schemaEnv;
		partialParse(cxt, getParser(gen, compileParser.call(self, new __1.SchemaEnv({
			schema: refSchema,
			root
		}), definitions)), true);
	}
	function getParser(gen, sch) {
		return sch.parse ? gen.scopeValue("parse", { ref: sch.parse }) : (0, codegen_1._)`${gen.scopeValue("wrapper", { ref: sch })}.parse`;
	}
	function parseEmpty(cxt) {
		parseWith(cxt, parseJson_1.parseJson);
	}
	function parseWith(cxt, parseFunc, args) {
		partialParse(cxt, (0, util_1.useFunc)(cxt.gen, parseFunc), args);
	}
	function partialParse(cxt, parseFunc, args) {
		const { gen, data } = cxt;
		gen.assign(data, (0, codegen_1._)`${parseFunc}(${names_1.default.json}, ${names_1.default.jsonPos}${args ? (0, codegen_1._)`, ${args}` : codegen_1.nil})`);
		gen.assign(names_1.default.jsonPos, (0, codegen_1._)`${parseFunc}.position`);
		gen.if((0, codegen_1._)`${data} === undefined`, () => parsingError(cxt, (0, codegen_1._)`${parseFunc}.message`));
	}
	function parseToken(cxt, tok) {
		tryParseToken(cxt, tok, jsonSyntaxError);
	}
	function tryParseToken(cxt, tok, fail, success) {
		const { gen } = cxt;
		const n = tok.length;
		skipWhitespace(cxt);
		gen.if((0, codegen_1._)`${jsonSlice(n)} === ${tok}`, () => {
			gen.add(names_1.default.jsonPos, n);
			success === null || success === void 0 || success(cxt);
		}, () => fail(cxt));
	}
	function skipWhitespace({ gen, char: c }) {
		gen.code((0, codegen_1._)`while((${c}=${names_1.default.json}[${names_1.default.jsonPos}],${c}===" "||${c}==="\\n"||${c}==="\\r"||${c}==="\\t"))${names_1.default.jsonPos}++;`);
	}
	function jsonSlice(len) {
		return len === 1 ? (0, codegen_1._)`${names_1.default.json}[${names_1.default.jsonPos}]` : (0, codegen_1._)`${names_1.default.json}.slice(${names_1.default.jsonPos}, ${names_1.default.jsonPos}+${len})`;
	}
	function jsonSyntaxError(cxt) {
		parsingError(cxt, (0, codegen_1._)`"unexpected token " + ${names_1.default.json}[${names_1.default.jsonPos}]`);
	}
	function parsingError({ gen, parseName }, msg) {
		gen.assign((0, codegen_1._)`${parseName}.message`, msg);
		gen.assign((0, codegen_1._)`${parseName}.position`, names_1.default.jsonPos);
		gen.return(undef);
	}
}));
// ../../node_modules/ajv/dist/jtd.js
var require_jtd = __commonJSMin(((exports, module) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.MissingRefError = exports.ValidationError = exports.CodeGen = exports.Name = exports.nil = exports.stringify = exports.str = exports._ = exports.KeywordCxt = exports.Ajv = void 0;
	const core_1 = require_core$1();
	const jtd_1 = require_jtd$1();
	const jtd_schema_1 = require_jtd_schema();
	const serialize_1 = require_serialize();
	const parse_1 = require_parse();
	const META_SCHEMA_ID = "JTD-meta-schema";
	var Ajv = class extends core_1.default {
		constructor(opts = {}) {
			super({
				...opts,
				jtd: true
			});
		}
		_addVocabularies() {
			super._addVocabularies();
			this.addVocabulary(jtd_1.default);
		}
		_addDefaultMetaSchema() {
			super._addDefaultMetaSchema();
			if (!this.opts.meta) return;
			this.addMetaSchema(jtd_schema_1.default, META_SCHEMA_ID, false);
		}
		defaultMeta() {
			return this.opts.defaultMeta = super.defaultMeta() || (this.getSchema(META_SCHEMA_ID) ? META_SCHEMA_ID : void 0);
		}
		compileSerializer(schema) {
			const sch = this._addSchema(schema);
			return sch.serialize || this._compileSerializer(sch);
		}
		compileParser(schema) {
			const sch = this._addSchema(schema);
			return sch.parse || this._compileParser(sch);
		}
		_compileSerializer(sch) {
			serialize_1.default.call(this, sch, sch.schema.definitions || {});
			if (!sch.serialize) throw new Error("ajv implementation error");
			return sch.serialize;
		}
		_compileParser(sch) {
			parse_1.default.call(this, sch, sch.schema.definitions || {});
			if (!sch.parse) throw new Error("ajv implementation error");
			return sch.parse;
		}
	};
	exports.Ajv = Ajv;
	module.exports = exports = Ajv;
	module.exports.Ajv = Ajv;
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = Ajv;
	var validate_1 = require_validate();
	Object.defineProperty(exports, "KeywordCxt", {
		enumerable: true,
		get: function() {
			return validate_1.KeywordCxt;
		}
	});
	var codegen_1 = require_codegen();
	Object.defineProperty(exports, "_", {
		enumerable: true,
		get: function() {
			return codegen_1._;
		}
	});
	Object.defineProperty(exports, "str", {
		enumerable: true,
		get: function() {
			return codegen_1.str;
		}
	});
	Object.defineProperty(exports, "stringify", {
		enumerable: true,
		get: function() {
			return codegen_1.stringify;
		}
	});
	Object.defineProperty(exports, "nil", {
		enumerable: true,
		get: function() {
			return codegen_1.nil;
		}
	});
	Object.defineProperty(exports, "Name", {
		enumerable: true,
		get: function() {
			return codegen_1.Name;
		}
	});
	Object.defineProperty(exports, "CodeGen", {
		enumerable: true,
		get: function() {
			return codegen_1.CodeGen;
		}
	});
	var validation_error_1 = require_validation_error();
	Object.defineProperty(exports, "ValidationError", {
		enumerable: true,
		get: function() {
			return validation_error_1.default;
		}
	});
	var ref_error_1 = require_ref_error();
	Object.defineProperty(exports, "MissingRefError", {
		enumerable: true,
		get: function() {
			return ref_error_1.default;
		}
	});
}));
// ../../node_modules/@fastify/ajv-compiler/lib/default-ajv-options.js
var require_default_ajv_options = __commonJSMin(((exports, module) => {
	const fastUri = require_fast_uri$1();
	module.exports = Object.freeze({
		coerceTypes: "array",
		useDefaults: true,
		removeAdditional: true,
		uriResolver: fastUri,
		addUsedSchema: false,
		allErrors: false
	});
}));
// ../../node_modules/ajv-formats/dist/formats.js
var require_formats = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.formatNames = exports.fastFormats = exports.fullFormats = void 0;
	function fmtDef(validate, compare) {
		return {
			validate,
			compare
		};
	}
	exports.fullFormats = {
		date: fmtDef(date, compareDate),
		time: fmtDef(getTime(true), compareTime),
		"date-time": fmtDef(getDateTime(true), compareDateTime),
		"iso-time": fmtDef(getTime(), compareIsoTime),
		"iso-date-time": fmtDef(getDateTime(), compareIsoDateTime),
		duration: /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|(\d+W)?)$/,
		uri,
		"uri-reference": /^(?:[a-z][a-z0-9+\-.]*:)?(?:\/?\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@)?(?:\[(?:(?:(?:(?:[0-9a-f]{1,4}:){6}|::(?:[0-9a-f]{1,4}:){5}|(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){4}|(?:(?:[0-9a-f]{1,4}:){0,1}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){3}|(?:(?:[0-9a-f]{1,4}:){0,2}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){2}|(?:(?:[0-9a-f]{1,4}:){0,3}[0-9a-f]{1,4})?::[0-9a-f]{1,4}:|(?:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})?::)(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?))|(?:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})?::[0-9a-f]{1,4}|(?:(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})?::)|[Vv][0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)|(?:[a-z0-9\-._~!$&'"()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*|\/(?:(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*)?|(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*)?(?:\?(?:[a-z0-9\-._~!$&'"()*+,;=:@/?]|%[0-9a-f]{2})*)?(?:#(?:[a-z0-9\-._~!$&'"()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i,
		"uri-template": /^(?:(?:[^\x00-\x20"'<>%\\^`{|}]|%[0-9a-f]{2})|\{[+#./;?&=,!@|]?(?:[a-z0-9_]|%[0-9a-f]{2})+(?::[1-9][0-9]{0,3}|\*)?(?:,(?:[a-z0-9_]|%[0-9a-f]{2})+(?::[1-9][0-9]{0,3}|\*)?)*\})*$/i,
		url: /^(?:https?|ftp):\/\/(?:\S+(?::\S*)?@)?(?:(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))|(?:(?:[a-z0-9\u{00a1}-\u{ffff}]+-)*[a-z0-9\u{00a1}-\u{ffff}]+)(?:\.(?:[a-z0-9\u{00a1}-\u{ffff}]+-)*[a-z0-9\u{00a1}-\u{ffff}]+)*(?:\.(?:[a-z\u{00a1}-\u{ffff}]{2,})))(?::\d{2,5})?(?:\/[^\s]*)?$/iu,
		email: /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i,
		hostname: /^(?=.{1,253}\.?$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-0-9a-z]{0,61}[0-9a-z])?)*\.?$/i,
		ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/,
		ipv6: /^((([0-9a-f]{1,4}:){7}([0-9a-f]{1,4}|:))|(([0-9a-f]{1,4}:){6}(:[0-9a-f]{1,4}|((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3})|:))|(([0-9a-f]{1,4}:){5}(((:[0-9a-f]{1,4}){1,2})|:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3})|:))|(([0-9a-f]{1,4}:){4}(((:[0-9a-f]{1,4}){1,3})|((:[0-9a-f]{1,4})?:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(([0-9a-f]{1,4}:){3}(((:[0-9a-f]{1,4}){1,4})|((:[0-9a-f]{1,4}){0,2}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(([0-9a-f]{1,4}:){2}(((:[0-9a-f]{1,4}){1,5})|((:[0-9a-f]{1,4}){0,3}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(([0-9a-f]{1,4}:){1}(((:[0-9a-f]{1,4}){1,6})|((:[0-9a-f]{1,4}){0,4}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(:(((:[0-9a-f]{1,4}){1,7})|((:[0-9a-f]{1,4}){0,5}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:)))$/i,
		regex,
		uuid: /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
		"json-pointer": /^(?:\/(?:[^~/]|~0|~1)*)*$/,
		"json-pointer-uri-fragment": /^#(?:\/(?:[a-z0-9_\-.!$&'()*+,;:=@]|%[0-9a-f]{2}|~0|~1)*)*$/i,
		"relative-json-pointer": /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/,
		byte,
		int32: {
			type: "number",
			validate: validateInt32
		},
		int64: {
			type: "number",
			validate: validateInt64
		},
		float: {
			type: "number",
			validate: validateNumber
		},
		double: {
			type: "number",
			validate: validateNumber
		},
		password: true,
		binary: true
	};
	exports.fastFormats = {
		...exports.fullFormats,
		date: fmtDef(/^\d\d\d\d-[0-1]\d-[0-3]\d$/, compareDate),
		time: fmtDef(/^(?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)$/i, compareTime),
		"date-time": fmtDef(/^\d\d\d\d-[0-1]\d-[0-3]\dt(?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)$/i, compareDateTime),
		"iso-time": fmtDef(/^(?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)?$/i, compareIsoTime),
		"iso-date-time": fmtDef(/^\d\d\d\d-[0-1]\d-[0-3]\d[t\s](?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)?$/i, compareIsoDateTime),
		uri: /^(?:[a-z][a-z0-9+\-.]*:)(?:\/?\/)?[^\s]*$/i,
		"uri-reference": /^(?:(?:[a-z][a-z0-9+\-.]*:)?\/?\/)?(?:[^\\\s#][^\s#]*)?(?:#[^\\\s]*)?$/i,
		email: /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i
	};
	exports.formatNames = Object.keys(exports.fullFormats);
	function isLeapYear(year) {
		return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	}
	const DATE = /^(\d\d\d\d)-(\d\d)-(\d\d)$/;
	const DAYS = [
		0,
		31,
		28,
		31,
		30,
		31,
		30,
		31,
		31,
		30,
		31,
		30,
		31
	];
	function date(str) {
		const matches = DATE.exec(str);
		if (!matches) return false;
		const year = +matches[1];
		const month = +matches[2];
		const day = +matches[3];
		return month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 && isLeapYear(year) ? 29 : DAYS[month]);
	}
	function compareDate(d1, d2) {
		if (!(d1 && d2)) return void 0;
		if (d1 > d2) return 1;
		if (d1 < d2) return -1;
		return 0;
	}
	const TIME = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(z|([+-])(\d\d)(?::?(\d\d))?)?$/i;
	function getTime(strictTimeZone) {
		return function time(str) {
			const matches = TIME.exec(str);
			if (!matches) return false;
			const hr = +matches[1];
			const min = +matches[2];
			const sec = +matches[3];
			const tz = matches[4];
			const tzSign = matches[5] === "-" ? -1 : 1;
			const tzH = +(matches[6] || 0);
			const tzM = +(matches[7] || 0);
			if (tzH > 23 || tzM > 59 || strictTimeZone && !tz) return false;
			if (hr <= 23 && min <= 59 && sec < 60) return true;
			const utcMin = min - tzM * tzSign;
			const utcHr = hr - tzH * tzSign - (utcMin < 0 ? 1 : 0);
			return (utcHr === 23 || utcHr === -1) && (utcMin === 59 || utcMin === -1) && sec < 61;
		};
	}
	function compareTime(s1, s2) {
		if (!(s1 && s2)) return void 0;
		const t1 = new Date("2020-01-01T" + s1).valueOf();
		const t2 = new Date("2020-01-01T" + s2).valueOf();
		if (!(t1 && t2)) return void 0;
		return t1 - t2;
	}
	function compareIsoTime(t1, t2) {
		if (!(t1 && t2)) return void 0;
		const a1 = TIME.exec(t1);
		const a2 = TIME.exec(t2);
		if (!(a1 && a2)) return void 0;
		t1 = a1[1] + a1[2] + a1[3];
		t2 = a2[1] + a2[2] + a2[3];
		if (t1 > t2) return 1;
		if (t1 < t2) return -1;
		return 0;
	}
	const DATE_TIME_SEPARATOR = /t|\s/i;
	function getDateTime(strictTimeZone) {
		const time = getTime(strictTimeZone);
		return function date_time(str) {
			const dateTime = str.split(DATE_TIME_SEPARATOR);
			return dateTime.length === 2 && date(dateTime[0]) && time(dateTime[1]);
		};
	}
	function compareDateTime(dt1, dt2) {
		if (!(dt1 && dt2)) return void 0;
		const d1 = new Date(dt1).valueOf();
		const d2 = new Date(dt2).valueOf();
		if (!(d1 && d2)) return void 0;
		return d1 - d2;
	}
	function compareIsoDateTime(dt1, dt2) {
		if (!(dt1 && dt2)) return void 0;
		const [d1, t1] = dt1.split(DATE_TIME_SEPARATOR);
		const [d2, t2] = dt2.split(DATE_TIME_SEPARATOR);
		const res = compareDate(d1, d2);
		if (res === void 0) return void 0;
		return res || compareTime(t1, t2);
	}
	const NOT_URI_FRAGMENT = /\/|:/;
	const URI = /^(?:[a-z][a-z0-9+\-.]*:)(?:\/?\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@)?(?:\[(?:(?:(?:(?:[0-9a-f]{1,4}:){6}|::(?:[0-9a-f]{1,4}:){5}|(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){4}|(?:(?:[0-9a-f]{1,4}:){0,1}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){3}|(?:(?:[0-9a-f]{1,4}:){0,2}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){2}|(?:(?:[0-9a-f]{1,4}:){0,3}[0-9a-f]{1,4})?::[0-9a-f]{1,4}:|(?:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})?::)(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?))|(?:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})?::[0-9a-f]{1,4}|(?:(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})?::)|[Vv][0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)|(?:[a-z0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*|\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)?|(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)(?:\?(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?(?:#(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i;
	function uri(str) {
		return NOT_URI_FRAGMENT.test(str) && URI.test(str);
	}
	const BYTE = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/gm;
	function byte(str) {
		BYTE.lastIndex = 0;
		return BYTE.test(str);
	}
	const MIN_INT32 = -(2 ** 31);
	const MAX_INT32 = 2 ** 31 - 1;
	function validateInt32(value) {
		return Number.isInteger(value) && value <= MAX_INT32 && value >= MIN_INT32;
	}
	function validateInt64(value) {
		return Number.isInteger(value);
	}
	function validateNumber() {
		return true;
	}
	const Z_ANCHOR = /[^\\]\\Z/;
	function regex(str) {
		if (Z_ANCHOR.test(str)) return false;
		try {
			new RegExp(str);
			return true;
		} catch (e) {
			return false;
		}
	}
}));
// ../../node_modules/ajv-formats/dist/limit.js
var require_limit = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.formatLimitDefinition = void 0;
	const ajv_1 = require_ajv();
	const codegen_1 = require_codegen();
	const ops = codegen_1.operators;
	const KWDs = {
		formatMaximum: {
			okStr: "<=",
			ok: ops.LTE,
			fail: ops.GT
		},
		formatMinimum: {
			okStr: ">=",
			ok: ops.GTE,
			fail: ops.LT
		},
		formatExclusiveMaximum: {
			okStr: "<",
			ok: ops.LT,
			fail: ops.GTE
		},
		formatExclusiveMinimum: {
			okStr: ">",
			ok: ops.GT,
			fail: ops.LTE
		}
	};
	exports.formatLimitDefinition = {
		keyword: Object.keys(KWDs),
		type: "string",
		schemaType: "string",
		$data: true,
		error: {
			message: ({ keyword, schemaCode }) => (0, codegen_1.str)`should be ${KWDs[keyword].okStr} ${schemaCode}`,
			params: ({ keyword, schemaCode }) => (0, codegen_1._)`{comparison: ${KWDs[keyword].okStr}, limit: ${schemaCode}}`
		},
		code(cxt) {
			const { gen, data, schemaCode, keyword, it } = cxt;
			const { opts, self } = it;
			if (!opts.validateFormats) return;
			const fCxt = new ajv_1.KeywordCxt(it, self.RULES.all.format.definition, "format");
			if (fCxt.$data) validate$DataFormat();
			else validateFormat();
			function validate$DataFormat() {
				const fmts = gen.scopeValue("formats", {
					ref: self.formats,
					code: opts.code.formats
				});
				const fmt = gen.const("fmt", (0, codegen_1._)`${fmts}[${fCxt.schemaCode}]`);
				cxt.fail$data((0, codegen_1.or)((0, codegen_1._)`typeof ${fmt} != "object"`, (0, codegen_1._)`${fmt} instanceof RegExp`, (0, codegen_1._)`typeof ${fmt}.compare != "function"`, compareCode(fmt)));
			}
			function validateFormat() {
				const format = fCxt.schema;
				const fmtDef = self.formats[format];
				if (!fmtDef || fmtDef === true) return;
				if (typeof fmtDef != "object" || fmtDef instanceof RegExp || typeof fmtDef.compare != "function") throw new Error(`"${keyword}": format "${format}" does not define "compare" function`);
				const fmt = gen.scopeValue("formats", {
					key: format,
					ref: fmtDef,
					code: opts.code.formats ? (0, codegen_1._)`${opts.code.formats}${(0, codegen_1.getProperty)(format)}` : void 0
				});
				cxt.fail$data(compareCode(fmt));
			}
			function compareCode(fmt) {
				return (0, codegen_1._)`${fmt}.compare(${data}, ${schemaCode}) ${KWDs[keyword].fail} 0`;
			}
		},
		dependencies: ["format"]
	};
	const formatLimitPlugin = (ajv) => {
		ajv.addKeyword(exports.formatLimitDefinition);
		return ajv;
	};
	exports.default = formatLimitPlugin;
}));
// ../../node_modules/ajv-formats/dist/index.js
var require_dist$1 = __commonJSMin(((exports, module) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const formats_1 = require_formats();
	const limit_1 = require_limit();
	const codegen_1 = require_codegen();
	const fullName = new codegen_1.Name("fullFormats");
	const fastName = new codegen_1.Name("fastFormats");
	const formatsPlugin = (ajv, opts = { keywords: true }) => {
		if (Array.isArray(opts)) {
			addFormats(ajv, opts, formats_1.fullFormats, fullName);
			return ajv;
		}
		const [formats, exportName] = opts.mode === "fast" ? [formats_1.fastFormats, fastName] : [formats_1.fullFormats, fullName];
		addFormats(ajv, opts.formats || formats_1.formatNames, formats, exportName);
		if (opts.keywords) (0, limit_1.default)(ajv);
		return ajv;
	};
	formatsPlugin.get = (name, mode = "full") => {
		const f = (mode === "fast" ? formats_1.fastFormats : formats_1.fullFormats)[name];
		if (!f) throw new Error(`Unknown format "${name}"`);
		return f;
	};
	function addFormats(ajv, list, fs, exportName) {
		var _a;
		var _b;
		(_a = (_b = ajv.opts.code).formats) !== null && _a !== void 0 || (_b.formats = (0, codegen_1._)`require("ajv-formats/dist/formats").${exportName}`);
		for (const f of list) ajv.addFormat(f, fs[f]);
	}
	module.exports = exports = formatsPlugin;
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = formatsPlugin;
}));
// ../../node_modules/@fastify/ajv-compiler/lib/validator-compiler.js
var require_validator_compiler = __commonJSMin(((exports, module) => {
	const Ajv = require_ajv().default;
	const AjvJTD = require_jtd();
	const defaultAjvOptions = require_default_ajv_options();
	var ValidatorCompiler = class {
		constructor(externalSchemas, options) {
			if (options.mode === "JTD") this.ajv = new AjvJTD(Object.assign({}, defaultAjvOptions, options.customOptions));
			else this.ajv = new Ajv(Object.assign({}, defaultAjvOptions, options.customOptions));
			let addFormatPlugin = true;
			if (options.plugins && options.plugins.length > 0) for (const plugin of options.plugins) if (Array.isArray(plugin)) {
				addFormatPlugin = addFormatPlugin && plugin[0].name !== "formatsPlugin";
				plugin[0](this.ajv, plugin[1]);
			} else {
				addFormatPlugin = addFormatPlugin && plugin.name !== "formatsPlugin";
				plugin(this.ajv);
			}
			if (addFormatPlugin) require_dist$1()(this.ajv);
			options.onCreate?.(this.ajv);
			const sourceSchemas = Object.values(externalSchemas);
			for (const extSchema of sourceSchemas) this.ajv.addSchema(extSchema);
		}
		buildValidatorFunction({ schema }) {
			if (schema.$id) {
				const stored = this.ajv.getSchema(schema.$id);
				if (stored) return stored;
			}
			return this.ajv.compile(schema);
		}
	};
	module.exports = ValidatorCompiler;
}));
// ../../node_modules/@fastify/ajv-compiler/lib/serializer-compiler.js
var require_serializer_compiler = __commonJSMin(((exports, module) => {
	const AjvJTD = require_jtd();
	const defaultAjvOptions = require_default_ajv_options();
	var SerializerCompiler = class {
		constructor(_externalSchemas, options) {
			this.ajv = new AjvJTD(Object.assign({}, defaultAjvOptions, options));
		}
		buildSerializerFunction({ schema }) {
			return this.ajv.compileSerializer(schema);
		}
	};
	module.exports = SerializerCompiler;
}));
// ../../node_modules/ajv/dist/standalone/index.js
var require_standalone$2 = __commonJSMin(((exports, module) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const scope_1 = require_scope();
	const code_1 = require_code$1();
	function standaloneCode(ajv, refsOrFunc) {
		if (!ajv.opts.code.source) throw new Error("moduleCode: ajv instance must have code.source option");
		const { _n } = ajv.scope.opts;
		return typeof refsOrFunc == "function" ? funcExportCode(refsOrFunc.source) : refsOrFunc !== void 0 ? multiExportsCode(refsOrFunc, getValidate) : multiExportsCode(ajv.schemas, (sch) => sch.meta ? void 0 : ajv.compile(sch.schema));
		function getValidate(id) {
			const v = ajv.getSchema(id);
			if (!v) throw new Error(`moduleCode: no schema with id ${id}`);
			return v;
		}
		function funcExportCode(source) {
			const usedValues = {};
			const n = source === null || source === void 0 ? void 0 : source.validateName;
			const vCode = validateCode(usedValues, source);
			if (ajv.opts.code.esm) return `"use strict";${_n}export const validate = ${n};${_n}export default ${n};${_n}${vCode}`;
			return `"use strict";${_n}module.exports = ${n};${_n}module.exports.default = ${n};${_n}${vCode}`;
		}
		function multiExportsCode(schemas, getValidateFunc) {
			var _a;
			const usedValues = {};
			let code = (0, code_1._)`"use strict";`;
			for (const name in schemas) {
				const v = getValidateFunc(schemas[name]);
				if (v) {
					const vCode = validateCode(usedValues, v.source);
					const exportSyntax = ajv.opts.code.esm ? (0, code_1._)`export const ${(0, code_1.getEsmExportName)(name)}` : (0, code_1._)`exports${(0, code_1.getProperty)(name)}`;
					code = (0, code_1._)`${code}${_n}${exportSyntax} = ${(_a = v.source) === null || _a === void 0 ? void 0 : _a.validateName};${_n}${vCode}`;
				}
			}
			return `${code}`;
		}
		function validateCode(usedValues, s) {
			if (!s) throw new Error("moduleCode: function does not have \"source\" property");
			if (usedState(s.validateName) === scope_1.UsedValueState.Completed) return code_1.nil;
			setUsedState(s.validateName, scope_1.UsedValueState.Started);
			const scopeCode = ajv.scope.scopeCode(s.scopeValues, usedValues, refValidateCode);
			const code = new code_1._Code(`${scopeCode}${_n}${s.validateCode}`);
			return s.evaluated ? (0, code_1._)`${code}${s.validateName}.evaluated = ${s.evaluated};${_n}` : code;
			function refValidateCode(n) {
				var _a;
				const vRef = (_a = n.value) === null || _a === void 0 ? void 0 : _a.ref;
				if (n.prefix === "validate" && typeof vRef == "function") return validateCode(usedValues, vRef.source);
				else if ((n.prefix === "root" || n.prefix === "wrapper") && typeof vRef == "object") {
					const { validate, validateName } = vRef;
					if (!validateName) throw new Error("ajv internal error");
					const def = ajv.opts.code.es5 ? scope_1.varKinds.var : scope_1.varKinds.const;
					const wrapper = (0, code_1._)`${def} ${n} = {validate: ${validateName}};`;
					if (usedState(validateName) === scope_1.UsedValueState.Started) return wrapper;
					const vCode = validateCode(usedValues, validate === null || validate === void 0 ? void 0 : validate.source);
					return (0, code_1._)`${wrapper}${_n}${vCode}`;
				}
			}
			function usedState(name) {
				var _a;
				return (_a = usedValues[name.prefix]) === null || _a === void 0 ? void 0 : _a.get(name);
			}
			function setUsedState(name, state) {
				const { prefix } = name;
				(usedValues[prefix] = usedValues[prefix] || new Map()).set(name, state);
			}
		}
	}
	module.exports = exports = standaloneCode;
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = standaloneCode;
}));
// ../../node_modules/@fastify/ajv-compiler/standalone.js
var require_standalone$1 = __commonJSMin(((exports, module) => {
	const ValidatorSelector = require_ajv_compiler();
	const standaloneCode = require_standalone$2().default;
	function StandaloneValidator(options = { readMode: true }) {
		if (options.readMode === true && !options.restoreFunction) throw new Error("You must provide a restoreFunction options when readMode ON");
		if (options.readMode !== true && !options.storeFunction) throw new Error("You must provide a storeFunction options when readMode OFF");
		if (options.readMode === true) return function wrapper() {
			return function(opts) {
				return options.restoreFunction(opts);
			};
		};
		const factory = ValidatorSelector();
		return function wrapper(externalSchemas, ajvOptions = {}) {
			if (!ajvOptions.customOptions || !ajvOptions.customOptions.code) ajvOptions.customOptions = Object.assign({}, ajvOptions.customOptions, { code: { source: true } });
			const compiler = factory(externalSchemas, ajvOptions);
			return function(opts) {
				const validationFunc = compiler(opts);
				const schemaValidationCode = standaloneCode(compiler[ValidatorSelector.AjvReference].ajv, validationFunc);
				options.storeFunction(opts, schemaValidationCode);
				return validationFunc;
			};
		};
	}
	module.exports = StandaloneValidator;
}));
// ../../node_modules/@fastify/ajv-compiler/index.js
var require_ajv_compiler = __commonJSMin(((exports, module) => {
	const AjvReference = Symbol.for("fastify.ajv-compiler.reference");
	const ValidatorCompiler = require_validator_compiler();
	const SerializerCompiler = require_serializer_compiler();
	function AjvCompiler(opts) {
		const validatorPool = new Map();
		const serializerPool = new Map();
		if (opts && opts.jtdSerializer === true) return function buildSerializerFromPool(externalSchemas, serializerOpts) {
			const uniqueAjvKey = getPoolKey({}, serializerOpts);
			if (serializerPool.has(uniqueAjvKey)) return serializerPool.get(uniqueAjvKey);
			const compiler = new SerializerCompiler(externalSchemas, serializerOpts);
			const ret = compiler.buildSerializerFunction.bind(compiler);
			serializerPool.set(uniqueAjvKey, ret);
			return ret;
		};
		return function buildCompilerFromPool(externalSchemas, options) {
			const uniqueAjvKey = getPoolKey(externalSchemas, options.customOptions);
			if (validatorPool.has(uniqueAjvKey)) return validatorPool.get(uniqueAjvKey);
			const compiler = new ValidatorCompiler(externalSchemas, options);
			const ret = compiler.buildValidatorFunction.bind(compiler);
			validatorPool.set(uniqueAjvKey, ret);
			if (options.customOptions.code !== void 0) ret[AjvReference] = compiler;
			return ret;
		};
	}
	function getPoolKey(externalSchemas, options) {
		return `${JSON.stringify(externalSchemas)}${JSON.stringify(options)}`;
	}
	module.exports = AjvCompiler;
	module.exports.default = AjvCompiler;
	module.exports.AjvCompiler = AjvCompiler;
	module.exports.AjvReference = AjvReference;
	module.exports.StandaloneValidator = require_standalone$1();
}));
// ../../node_modules/@fastify/merge-json-schemas/lib/errors.js
var require_errors = __commonJSMin(((exports, module) => {
	var MergeError = class extends Error {
		constructor(keyword, schemas) {
			super();
			this.name = "JsonSchemaMergeError";
			this.code = "JSON_SCHEMA_MERGE_ERROR";
			this.message = `Failed to merge "${keyword}" keyword schemas.`;
			this.schemas = schemas;
		}
	};
	var ResolverNotFoundError = class extends Error {
		constructor(keyword, schemas) {
			super();
			this.name = "JsonSchemaMergeError";
			this.code = "JSON_SCHEMA_MERGE_ERROR";
			this.message = `Resolver for "${keyword}" keyword not found.`;
			this.schemas = schemas;
		}
	};
	var InvalidOnConflictOptionError = class extends Error {
		constructor(onConflict) {
			super();
			this.name = "JsonSchemaMergeError";
			this.code = "JSON_SCHEMA_MERGE_ERROR";
			this.message = `Invalid "onConflict" option: "${onConflict}".`;
		}
	};
	module.exports = {
		MergeError,
		ResolverNotFoundError,
		InvalidOnConflictOptionError
	};
}));
// ../../node_modules/@fastify/merge-json-schemas/lib/resolvers.js
var require_resolvers = __commonJSMin(((exports, module) => {
	const { dequal: deepEqual } = require_dist$3();
	const { MergeError } = require_errors();
	function _arraysIntersection(arrays) {
		let intersection = arrays[0];
		for (let i = 1; i < arrays.length; i++) intersection = intersection.filter((value) => arrays[i].includes(value));
		return intersection;
	}
	function arraysIntersection(keyword, values, mergedSchema) {
		const intersection = _arraysIntersection(values);
		if (intersection.length === 0) throw new MergeError(keyword, values);
		mergedSchema[keyword] = intersection;
	}
	function hybridArraysIntersection(keyword, values, mergedSchema) {
		for (let i = 0; i < values.length; i++) if (!Array.isArray(values[i])) values[i] = [values[i]];
		const intersection = _arraysIntersection(values);
		if (intersection.length === 0) throw new MergeError(keyword, values);
		if (intersection.length === 1) mergedSchema[keyword] = intersection[0];
		else mergedSchema[keyword] = intersection;
	}
	function arraysUnion(keyword, values, mergedSchema) {
		const union = [];
		for (const array of values) for (const value of array) if (!union.includes(value)) union.push(value);
		mergedSchema[keyword] = union;
	}
	function minNumber(keyword, values, mergedSchema) {
		mergedSchema[keyword] = Math.min(...values);
	}
	function maxNumber(keyword, values, mergedSchema) {
		mergedSchema[keyword] = Math.max(...values);
	}
	function commonMultiple(keyword, values, mergedSchema) {
		const gcd = (a, b) => !b ? a : gcd(b, a % b);
		const lcm = (a, b) => a * b / gcd(a, b);
		let scale = 1;
		for (const value of values) while (value * scale % 1 !== 0) scale *= 10;
		let multiple = values[0] * scale;
		for (const value of values) multiple = lcm(multiple, value * scale);
		mergedSchema[keyword] = multiple / scale;
	}
	function allEqual(keyword, values, mergedSchema) {
		const firstValue = values[0];
		for (let i = 1; i < values.length; i++) if (!deepEqual(values[i], firstValue)) throw new MergeError(keyword, values);
		mergedSchema[keyword] = firstValue;
	}
	function skip() {}
	function booleanAnd(keyword, values, mergedSchema) {
		for (const value of values) if (value === false) {
			mergedSchema[keyword] = false;
			return;
		}
		mergedSchema[keyword] = true;
	}
	function booleanOr(keyword, values, mergedSchema) {
		for (const value of values) if (value === true) {
			mergedSchema[keyword] = true;
			return;
		}
		mergedSchema[keyword] = false;
	}
	module.exports = {
		arraysIntersection,
		hybridArraysIntersection,
		arraysUnion,
		minNumber,
		maxNumber,
		commonMultiple,
		allEqual,
		booleanAnd,
		booleanOr,
		skip
	};
}));
// ../../node_modules/@fastify/merge-json-schemas/index.js
var require_merge_json_schemas = __commonJSMin(((exports, module) => {
	const { dequal: deepEqual } = require_dist$3();
	const resolvers = require_resolvers();
	const errors = require_errors();
	const keywordsResolvers = {
		$id: resolvers.skip,
		type: resolvers.hybridArraysIntersection,
		enum: resolvers.arraysIntersection,
		minLength: resolvers.maxNumber,
		maxLength: resolvers.minNumber,
		minimum: resolvers.maxNumber,
		maximum: resolvers.minNumber,
		multipleOf: resolvers.commonMultiple,
		exclusiveMinimum: resolvers.maxNumber,
		exclusiveMaximum: resolvers.minNumber,
		minItems: resolvers.maxNumber,
		maxItems: resolvers.minNumber,
		maxProperties: resolvers.minNumber,
		minProperties: resolvers.maxNumber,
		const: resolvers.allEqual,
		default: resolvers.allEqual,
		format: resolvers.allEqual,
		required: resolvers.arraysUnion,
		properties: mergeProperties,
		patternProperties: mergeObjects,
		additionalProperties: mergeSchemasResolver,
		items: mergeItems,
		additionalItems: mergeAdditionalItems,
		definitions: mergeObjects,
		$defs: mergeObjects,
		nullable: resolvers.booleanAnd,
		oneOf: mergeOneOf,
		anyOf: mergeOneOf,
		allOf: resolvers.arraysUnion,
		not: mergeSchemasResolver,
		if: mergeIfThenElseSchemas,
		then: resolvers.skip,
		else: resolvers.skip,
		dependencies: mergeDependencies,
		dependentRequired: mergeDependencies,
		dependentSchemas: mergeObjects,
		propertyNames: mergeSchemasResolver,
		uniqueItems: resolvers.booleanOr,
		contains: mergeSchemasResolver
	};
	function mergeSchemasResolver(keyword, values, mergedSchema, _schemas, options) {
		mergedSchema[keyword] = _mergeSchemas(values, options);
	}
	function cartesianProduct(arrays) {
		let result = [[]];
		for (const array of arrays) {
			const temp = [];
			for (const x of result) for (const y of array) temp.push([...x, y]);
			result = temp;
		}
		return result;
	}
	function mergeOneOf(keyword, values, mergedSchema, _schemas, options) {
		if (values.length === 1) {
			mergedSchema[keyword] = values[0];
			return;
		}
		const product = cartesianProduct(values);
		const mergedOneOf = [];
		for (const combination of product) try {
			const mergedSchema = _mergeSchemas(combination, options);
			if (mergedSchema !== void 0) mergedOneOf.push(mergedSchema);
		} catch (error) {
			if (error instanceof errors.MergeError) continue;
			throw error;
		}
		mergedSchema[keyword] = mergedOneOf;
	}
	function getSchemaForItem(schema, index) {
		const { items, additionalItems } = schema;
		if (Array.isArray(items)) {
			if (index < items.length) return items[index];
			return additionalItems;
		}
		if (items !== void 0) return items;
		return additionalItems;
	}
	function mergeItems(keyword, values, mergedSchema, schemas, options) {
		let maxArrayItemsLength = 0;
		for (const itemsSchema of values) if (Array.isArray(itemsSchema)) maxArrayItemsLength = Math.max(maxArrayItemsLength, itemsSchema.length);
		if (maxArrayItemsLength === 0) {
			mergedSchema[keyword] = _mergeSchemas(values, options);
			return;
		}
		const mergedItemsSchemas = [];
		for (let i = 0; i < maxArrayItemsLength; i++) {
			const indexItemSchemas = [];
			for (const schema of schemas) {
				const itemSchema = getSchemaForItem(schema, i);
				if (itemSchema !== void 0) indexItemSchemas.push(itemSchema);
			}
			mergedItemsSchemas[i] = _mergeSchemas(indexItemSchemas, options);
		}
		mergedSchema[keyword] = mergedItemsSchemas;
	}
	function mergeAdditionalItems(keyword, values, mergedSchema, schemas, options) {
		let hasArrayItems = false;
		for (const schema of schemas) if (Array.isArray(schema.items)) {
			hasArrayItems = true;
			break;
		}
		if (!hasArrayItems) {
			mergedSchema[keyword] = _mergeSchemas(values, options);
			return;
		}
		const mergedAdditionalItemsSchemas = [];
		for (const schema of schemas) {
			let additionalItemsSchema = schema.additionalItems;
			if (additionalItemsSchema === void 0 && !Array.isArray(schema.items)) additionalItemsSchema = schema.items;
			if (additionalItemsSchema !== void 0) mergedAdditionalItemsSchemas.push(additionalItemsSchema);
		}
		mergedSchema[keyword] = _mergeSchemas(mergedAdditionalItemsSchemas, options);
	}
	function getSchemaForProperty(schema, propertyName) {
		const { properties, patternProperties, additionalProperties } = schema;
		if (properties?.[propertyName] !== void 0) return properties[propertyName];
		for (const pattern of Object.keys(patternProperties ?? {})) if (new RegExp(pattern).test(propertyName)) return patternProperties[pattern];
		return additionalProperties;
	}
	function mergeProperties(keyword, _values, mergedSchema, schemas, options) {
		const foundProperties = {};
		for (const currentSchema of schemas) {
			const properties = currentSchema.properties ?? {};
			for (const propertyName of Object.keys(properties)) {
				if (foundProperties[propertyName] !== void 0) continue;
				foundProperties[propertyName] = [properties[propertyName]];
				for (const anotherSchema of schemas) {
					if (currentSchema === anotherSchema) continue;
					const propertySchema = getSchemaForProperty(anotherSchema, propertyName);
					if (propertySchema !== void 0) foundProperties[propertyName].push(propertySchema);
				}
			}
		}
		const mergedProperties = {};
		for (const property of Object.keys(foundProperties)) {
			const propertySchemas = foundProperties[property];
			mergedProperties[property] = _mergeSchemas(propertySchemas, options);
		}
		mergedSchema[keyword] = mergedProperties;
	}
	function mergeObjects(keyword, values, mergedSchema, _schemas, options) {
		const objectsProperties = {};
		for (const properties of values) for (const propertyName of Object.keys(properties)) {
			if (objectsProperties[propertyName] === void 0) objectsProperties[propertyName] = [];
			objectsProperties[propertyName].push(properties[propertyName]);
		}
		const mergedProperties = {};
		for (const propertyName of Object.keys(objectsProperties)) {
			const propertySchemas = objectsProperties[propertyName];
			mergedProperties[propertyName] = _mergeSchemas(propertySchemas, options);
		}
		mergedSchema[keyword] = mergedProperties;
	}
	function mergeIfThenElseSchemas(_keyword, _values, mergedSchema, schemas, options) {
		for (let i = 0; i < schemas.length; i++) {
			const subSchema = {
				if: schemas[i].if,
				then: schemas[i].then,
				else: schemas[i].else
			};
			if (subSchema.if === void 0) continue;
			if (mergedSchema.if === void 0) {
				mergedSchema.if = subSchema.if;
				if (subSchema.then !== void 0) mergedSchema.then = subSchema.then;
				if (subSchema.else !== void 0) mergedSchema.else = subSchema.else;
				continue;
			}
			if (mergedSchema.then !== void 0) mergedSchema.then = _mergeSchemas([mergedSchema.then, subSchema], options);
			if (mergedSchema.else !== void 0) mergedSchema.else = _mergeSchemas([mergedSchema.else, subSchema], options);
		}
	}
	function mergeDependencies(keyword, values, mergedSchema) {
		const mergedDependencies = {};
		for (const dependencies of values) for (const propertyName of Object.keys(dependencies)) {
			if (mergedDependencies[propertyName] === void 0) mergedDependencies[propertyName] = [];
			const mergedPropertyDependencies = mergedDependencies[propertyName];
			for (const propertyDependency of dependencies[propertyName]) if (!mergedPropertyDependencies.includes(propertyDependency)) mergedPropertyDependencies.push(propertyDependency);
		}
		mergedSchema[keyword] = mergedDependencies;
	}
	function _mergeSchemas(schemas, options) {
		if (schemas.length === 0) return {};
		if (schemas.length === 1) return schemas[0];
		const mergedSchema = {};
		const keywords = {};
		let allSchemasAreTrue = true;
		for (const schema of schemas) {
			if (schema === false) return false;
			if (schema === true) continue;
			allSchemasAreTrue = false;
			for (const keyword of Object.keys(schema)) {
				if (keywords[keyword] === void 0) keywords[keyword] = [];
				keywords[keyword].push(schema[keyword]);
			}
		}
		if (allSchemasAreTrue) return true;
		for (const keyword of Object.keys(keywords)) {
			const keywordValues = keywords[keyword];
			(options.resolvers[keyword] ?? options.defaultResolver)(keyword, keywordValues, mergedSchema, schemas, options);
		}
		return mergedSchema;
	}
	function defaultResolver(keyword, values, mergedSchema, _schemas, options) {
		const onConflict = options.onConflict ?? "throw";
		if (values.length === 1 || onConflict === "first") {
			mergedSchema[keyword] = values[0];
			return;
		}
		let allValuesEqual = true;
		for (let i = 1; i < values.length; i++) if (!deepEqual(values[i], values[0])) {
			allValuesEqual = false;
			break;
		}
		if (allValuesEqual) {
			mergedSchema[keyword] = values[0];
			return;
		}
		if (onConflict === "throw") throw new errors.ResolverNotFoundError(keyword, values);
		if (onConflict === "skip") return;
		throw new errors.InvalidOnConflictOptionError(onConflict);
	}
	function mergeSchemas(schemas, options = {}) {
		if (options.defaultResolver === void 0) options.defaultResolver = defaultResolver;
		options.resolvers = {
			...keywordsResolvers,
			...options.resolvers
		};
		return _mergeSchemas(schemas, options);
	}
	module.exports = {
		mergeSchemas,
		keywordsResolvers,
		defaultResolver,
		...errors
	};
}));
// ../../node_modules/@fastify/fast-json-stringify-compiler/standalone.js
var require_standalone = __commonJSMin(((exports, module) => {
	const fastJsonStringify = require_fast_json_stringify();
	function SerializerSelector() {
		return function buildSerializerFactory(externalSchemas, serializerOpts) {
			const fjsOpts = Object.assign({}, serializerOpts, { schema: externalSchemas });
			return responseSchemaCompiler.bind(null, fjsOpts);
		};
	}
	function responseSchemaCompiler(fjsOpts, { schema }) {
		if (fjsOpts.schema && schema.$id && fjsOpts.schema[schema.$id]) {
			fjsOpts.schema = { ...fjsOpts.schema };
			delete fjsOpts.schema[schema.$id];
		}
		return fastJsonStringify(schema, fjsOpts);
	}
	function StandaloneSerializer(options = { readMode: true }) {
		if (options.readMode === true && typeof options.restoreFunction !== "function") throw new Error("You must provide a function for the restoreFunction-option when readMode ON");
		if (options.readMode !== true && typeof options.storeFunction !== "function") throw new Error("You must provide a function for the storeFunction-option when readMode OFF");
		if (options.readMode === true) return function wrapper() {
			return function(opts) {
				return options.restoreFunction(opts);
			};
		};
		const factory = SerializerSelector();
		return function wrapper(externalSchemas, serializerOpts = {}) {
			serializerOpts.mode = "standalone";
			const compiler = factory(externalSchemas, serializerOpts);
			return function(opts) {
				const serializeFuncCode = compiler(opts);
				options.storeFunction(opts, serializeFuncCode);
				return new Function(serializeFuncCode);
			};
		};
	}
	module.exports.SerializerSelector = SerializerSelector;
	module.exports.StandaloneSerializer = StandaloneSerializer;
	module.exports.default = StandaloneSerializer;
}));
// ../../node_modules/@fastify/fast-json-stringify-compiler/index.js
var require_fast_json_stringify_compiler = __commonJSMin(((exports, module) => {
	const { SerializerSelector, StandaloneSerializer } = require_standalone();
	module.exports = SerializerSelector;
	module.exports.default = SerializerSelector;
	module.exports.SerializerSelector = SerializerSelector;
	module.exports.StandaloneSerializer = StandaloneSerializer;
}));
// ../../node_modules/@fastify/deepmerge/index.js
var require_deepmerge = __commonJSMin(((exports, module) => {
	const JSON_PROTO = Object.getPrototypeOf({});
	function defaultIsMergeableObjectFactory() {
		return function defaultIsMergeableObject(value) {
			return typeof value === "object" && value !== null && !(value instanceof RegExp) && !(value instanceof Date);
		};
	}
	function deepmergeConstructor(options) {
		function isNotPrototypeKey(value) {
			return value !== "constructor" && value !== "prototype" && value !== "__proto__";
		}
		function cloneArray(value) {
			let i = 0;
			const il = value.length;
			const result = new Array(il);
			for (; i < il; ++i) result[i] = clone(value[i]);
			return result;
		}
		function cloneObject(target) {
			const result = {};
			if (cloneProtoObject && Object.getPrototypeOf(target) !== JSON_PROTO) return cloneProtoObject(target);
			const targetKeys = getKeys(target);
			let i, il, key;
			for (i = 0, il = targetKeys.length; i < il; ++i) isNotPrototypeKey(key = targetKeys[i]) && (result[key] = clone(target[key]));
			return result;
		}
		function concatArrays(target, source) {
			const tl = target.length;
			const sl = source.length;
			let i = 0;
			const result = new Array(tl + sl);
			for (; i < tl; ++i) result[i] = clone(target[i]);
			for (i = 0; i < sl; ++i) result[i + tl] = clone(source[i]);
			return result;
		}
		const propertyIsEnumerable = Object.prototype.propertyIsEnumerable;
		function getSymbolsAndKeys(value) {
			const result = Object.keys(value);
			const keys = Object.getOwnPropertySymbols(value);
			for (let i = 0, il = keys.length; i < il; ++i) propertyIsEnumerable.call(value, keys[i]) && result.push(keys[i]);
			return result;
		}
		const getKeys = options?.symbols ? getSymbolsAndKeys : Object.keys;
		const cloneProtoObject = typeof options?.cloneProtoObject === "function" ? options.cloneProtoObject : void 0;
		const isMergeableObject = typeof options?.isMergeableObject === "function" ? options.isMergeableObject : defaultIsMergeableObjectFactory();
		const onlyDefinedProperties = options?.onlyDefinedProperties === true;
		function isPrimitive(value) {
			return typeof value !== "object" || value === null;
		}
		const mergeArray = options && typeof options.mergeArray === "function" ? options.mergeArray({
			clone,
			deepmerge: _deepmerge,
			getKeys,
			isMergeableObject
		}) : concatArrays;
		function clone(entry) {
			return isMergeableObject(entry) ? Array.isArray(entry) ? cloneArray(entry) : cloneObject(entry) : entry;
		}
		function mergeObject(target, source) {
			const result = {};
			const targetKeys = getKeys(target);
			const sourceKeys = getKeys(source);
			let i, il, key;
			for (i = 0, il = targetKeys.length; i < il; ++i) isNotPrototypeKey(key = targetKeys[i]) && sourceKeys.indexOf(key) === -1 && (result[key] = clone(target[key]));
			for (i = 0, il = sourceKeys.length; i < il; ++i) {
				if (!isNotPrototypeKey(key = sourceKeys[i])) continue;
				if (key in target) {
					if (targetKeys.indexOf(key) !== -1) {
						if (cloneProtoObject && isMergeableObject(source[key]) && Object.getPrototypeOf(source[key]) !== JSON_PROTO) result[key] = cloneProtoObject(source[key]);
						else result[key] = _deepmerge(target[key], source[key]);
					}
				} else {
					if (onlyDefinedProperties && typeof source[key] === "undefined") continue;
					result[key] = clone(source[key]);
				}
			}
			return result;
		}
		function _deepmerge(target, source) {
			if (onlyDefinedProperties && typeof source === "undefined") return clone(target);
			const sourceIsArray = Array.isArray(source);
			const targetIsArray = Array.isArray(target);
			if (isPrimitive(source)) return source;
			else if (!isMergeableObject(target)) return clone(source);
			else if (sourceIsArray && targetIsArray) return mergeArray(target, source);
			else if (sourceIsArray !== targetIsArray) return clone(source);
			else return mergeObject(target, source);
		}
		function _deepmergeAll() {
			switch (arguments.length) {
				case 0: return {};
				case 1: return clone(arguments[0]);
				case 2: return _deepmerge(arguments[0], arguments[1]);
			}
			let result;
			for (let i = 0, il = arguments.length; i < il; ++i) result = _deepmerge(result, arguments[i]);
			return result;
		}
		return options?.all ? _deepmergeAll : _deepmerge;
	}
	module.exports = deepmergeConstructor;
	module.exports.default = deepmergeConstructor;
	module.exports.deepmerge = deepmergeConstructor;
	Object.defineProperty(module.exports, "isMergeableObject", { get: defaultIsMergeableObjectFactory });
}));
// ../../node_modules/@fastify/swagger/lib/util/format-param-url.js
var require_format_param_url = __commonJSMin(((exports, module) => {
	const COLON = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	function formatParamUrl(str) {
		let i, char;
		let state = "skip";
		let path = "";
		let param = "";
		let level = 0;
		let regexp = 0;
		for (i = 0; i < str.length; i++) {
			char = str[i];
			switch (state) {
				case "colon":
					if (COLON.indexOf(char) !== -1) param += char;
					else if (char === "(") {
						state = "regexp";
						level++;
					} else {
						state = "skip";
						path += "{" + param + "}";
						path += char;
						param = "";
					}
					break;
				case "regexp":
					if (char === "(") level++;
					else if (char === ")") level--;
					if (level === 0) {
						state = "skip";
						if (param === "") {
							regexp++;
							param = "regexp" + String(regexp);
						}
						path += "{" + param + "}";
						param = "";
					}
					break;
				default: if (char === ":" && str[i + 1] === ":") {
					path += char;
					i++;
				} else if (char === ":") state = "colon";
				else if (char === "(") {
					state = "regexp";
					level++;
				} else if (char === "*") path += "{*}";
				else path += char;
			}
		}
		if (state === "colon" && param !== "") path += "{" + param + "}";
		return path;
	}
	module.exports = { formatParamUrl };
}));
// ../../node_modules/@fastify/swagger/lib/mode/static.js
var require_static = __commonJSMin(((exports, module) => {
	const path = __require("node:path");
	const fs = __require("node:fs");
	const yaml = require_dist$4();
	module.exports = function(fastify, opts, done) {
		if (!opts.specification) return done(new Error("specification is missing in the module options"));
		if (typeof opts.specification !== "object") return done(new Error("specification is not an object"));
		let swaggerObject = {};
		if (!opts.specification.path && !opts.specification.document) return done(new Error("both specification.path and specification.document are missing, should be path to the file or swagger document spec"));
		else if (opts.specification.path) {
			if (typeof opts.specification.path !== "string") return done(new Error("specification.path is not a string"));
			if (!fs.existsSync(path.resolve(opts.specification.path))) return done(new Error(`${opts.specification.path} does not exist`));
			const extName = path.extname(opts.specification.path).toLowerCase();
			if ([".yaml", ".json"].indexOf(extName) === -1) return done(new Error("specification.path extension name is not supported, should be one from ['.yaml', '.json']"));
			if (opts.specification.postProcessor && typeof opts.specification.postProcessor !== "function") return done(new Error("specification.postProcessor should be a function"));
			if (opts.specification.baseDir && typeof opts.specification.baseDir !== "string") return done(new Error("specification.baseDir should be string"));
			if (!opts.specification.baseDir) opts.specification.baseDir = path.resolve(path.dirname(opts.specification.path));
			else while (opts.specification.baseDir.endsWith("/")) opts.specification.baseDir = opts.specification.baseDir.slice(0, -1);
			const source = fs.readFileSync(path.resolve(opts.specification.path), "utf8");
			switch (extName) {
				case ".yaml":
					swaggerObject = yaml.parse(source);
					break;
				case ".json": swaggerObject = JSON.parse(source);
			}
			if (opts.specification.postProcessor) swaggerObject = opts.specification.postProcessor(swaggerObject);
		} else {
			if (typeof opts.specification.document !== "object") return done(new Error("specification.document is not an object"));
			swaggerObject = opts.specification.document;
		}
		fastify.decorate(opts.decorator || "swagger", swagger);
		const cache = {
			swaggerObject: null,
			swaggerString: null
		};
		function swagger(opts) {
			if (opts?.yaml) {
				if (cache.swaggerString) return cache.swaggerString;
			} else if (cache.swaggerObject) return cache.swaggerObject;
			if (opts?.yaml) {
				const swaggerString = yaml.stringify(swaggerObject, { strict: false });
				cache.swaggerString = swaggerString;
				return swaggerString;
			}
			cache.swaggerObject = swaggerObject;
			return swaggerObject;
		}
		done();
	};
}));
// ../../node_modules/@fastify/swagger/lib/util/definitions.js
var require_definitions = __commonJSMin(((exports, module) => {
	const SCHEMA_MAP_KEYWORDS = new Set([
		"properties",
		"patternProperties",
		"definitions",
		"$defs",
		"dependencies"
	]);
	const DEFINITIONS_KEYWORDS = ["definitions", "$defs"];
	const SCHEMA_KEYWORDS = new Set([
		"items",
		"additionalItems",
		"additionalProperties",
		"contains",
		"propertyNames",
		"not",
		"if",
		"then",
		"else",
		"allOf",
		"anyOf",
		"oneOf"
	]);
	function isObject(value) {
		return typeof value === "object" && value !== null;
	}
	function escapeToken(token) {
		return token.replace(/~/g, "~0").replace(/\//g, "~1");
	}
	function walkSchema(schema, visit, pointer = [], baseId, baseDepth = 0) {
		if (!isObject(schema)) return;
		if (Array.isArray(schema)) {
			for (let i = 0; i < schema.length; i++) {
				pointer.push(`${i}`);
				walkSchema(schema[i], visit, pointer, baseId, baseDepth);
				pointer.pop();
			}
			return;
		}
		if (typeof schema.$id === "string" && schema.$id[0] !== "#") {
			baseId = schema.$id.split("#", 1)[0];
			baseDepth = pointer.length;
		}
		visit(schema, pointer, baseId, baseDepth);
		const keys = Object.keys(schema);
		for (let i = 0; i < keys.length; i++) {
			const key = keys[i];
			const value = schema[key];
			if (SCHEMA_KEYWORDS.has(key)) {
				pointer.push(key);
				walkSchema(value, visit, pointer, baseId, baseDepth);
				pointer.pop();
			} else if (SCHEMA_MAP_KEYWORDS.has(key) && isObject(value)) {
				const names = Object.keys(value);
				pointer.push(key);
				for (let j = 0; j < names.length; j++) {
					pointer.push(names[j]);
					walkSchema(value[names[j]], visit, pointer, baseId, baseDepth);
					pointer.pop();
				}
				pointer.pop();
			}
		}
	}
	function prepareSharedSchemas(schemas) {
		const anchors = new Map();
		const refs = [];
		for (let i = 0; i < schemas.length; i++) walkSchema(schemas[i], (subschema, pointer, baseId, baseDepth) => {
			if (baseId === void 0) return;
			const { $id, $ref } = subschema;
			if (typeof $ref === "string") {
				if ($ref[0] === "#") subschema.$ref = baseId + $ref;
				refs.push(subschema);
			}
			if (typeof $id !== "string" || $id[0] !== "#") return;
			delete subschema.$id;
			const anchor = baseId + $id;
			if ($id.length === 1 || anchors.has(anchor)) return;
			let jsonPointer = "";
			for (let j = baseDepth; j < pointer.length; j++) jsonPointer += `/${escapeToken(pointer[j])}`;
			anchors.set(anchor, `${baseId}#${jsonPointer}`);
		});
		for (let i = 0; i < refs.length; i++) {
			const target = anchors.get(refs[i].$ref);
			if (target !== void 0) refs[i].$ref = target;
		}
		return anchors;
	}
	function rewriteAnchorRefs(node, anchors) {
		if (!isObject(node)) return node;
		if (Array.isArray(node)) {
			for (const item of node) rewriteAnchorRefs(item, anchors);
			return node;
		}
		if (typeof node.$ref === "string" && anchors.has(node.$ref)) node.$ref = anchors.get(node.$ref);
		for (const key of Object.keys(node)) rewriteAnchorRefs(node[key], anchors);
		return node;
	}
	function unknownSchemas(schemas, ref) {
		const known = ref.definitions().definitions;
		const unknown = {};
		for (const name of Object.keys(schemas)) if (schemas[name] !== known[name]) unknown[name] = schemas[name];
		return unknown;
	}
	function hoistDefinitions(schemaName, schema, sharedSchemas, hoisted) {
		const result = [];
		const owners = [];
		const taken = new Set(hoisted.values());
		if (isObject(schema.definitions)) {
			for (const key of Object.keys(schema.definitions)) if (schema.definitions[key] === sharedSchemas[key]) delete schema.definitions[key];
		}
		walkSchema(schema, (subschema, pointer) => {
			let prefix;
			for (let i = 0; i < DEFINITIONS_KEYWORDS.length; i++) {
				const keyword = DEFINITIONS_KEYWORDS[i];
				if (!isObject(subschema[keyword])) continue;
				owners.push([subschema, keyword]);
				if (prefix === void 0) {
					prefix = schemaName;
					for (let j = 0; j < pointer.length; j++) prefix += `/${escapeToken(pointer[j])}`;
				}
				const keys = Object.keys(subschema[keyword]);
				for (let j = 0; j < keys.length; j++) {
					const key = keys[j];
					const from = `${prefix}/${keyword}/${escapeToken(key)}`;
					let name = `${schemaName}-${key}`;
					for (let i = 1; Object.hasOwn(sharedSchemas, name) || taken.has(name); i++) name = `${schemaName}-${key}-${i}`;
					taken.add(name);
					hoisted.set(from, name);
					result.push([name, subschema[keyword][key]]);
				}
			}
		});
		for (const [owner, keyword] of owners) delete owner[keyword];
		return result;
	}
	function rewriteHoistedRefs(node, prefix, hoisted) {
		if (hoisted.size === 0 || !isObject(node)) return;
		if (Array.isArray(node)) {
			for (const item of node) rewriteHoistedRefs(item, prefix, hoisted);
			return;
		}
		if (typeof node.$ref === "string" && node.$ref.startsWith(prefix)) {
			const pointer = node.$ref.slice(prefix.length);
			for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) {
				const name = hoisted.get(pointer.slice(0, end));
				if (name !== void 0) {
					node.$ref = prefix + name + pointer.slice(end);
					break;
				}
			}
		}
		for (const key of Object.keys(node)) rewriteHoistedRefs(node[key], prefix, hoisted);
	}
	function referenceInlineDefinitions(schema, ref, ignore = new Set()) {
		const names = new Map();
		const definitions = ref.definitions().definitions;
		for (const name of Object.keys(definitions)) {
			const { $id } = definitions[name];
			if (typeof $id === "string" && !ignore.has(name)) names.set($id, name);
		}
		const found = {};
		const replacements = [];
		walkSchema(schema, (subschema, pointer) => {
			if (pointer.length === 0) return;
			if (pointer.length === 2 && DEFINITIONS_KEYWORDS.includes(pointer[0])) return;
			if (typeof subschema.$id !== "string" || subschema.$id[0] === "#") return;
			const name = names.get(subschema.$id);
			if (name === void 0) return;
			found[name] = definitions[name];
			replacements.push([pointer.slice(), name]);
		});
		const replaced = [];
		for (const [pointer, name] of replacements) {
			if (replaced.some((prefix) => prefix.every((token, i) => pointer[i] === token))) continue;
			replaced.push(pointer);
			let parent = schema;
			for (let i = 0; i < pointer.length - 1; i++) parent = parent[pointer[i]];
			parent[pointer[pointer.length - 1]] = { $ref: `#/definitions/${name}` };
		}
		return found;
	}
	module.exports = {
		prepareSharedSchemas,
		referenceInlineDefinitions,
		rewriteAnchorRefs,
		hoistDefinitions,
		unknownSchemas,
		rewriteHoistedRefs
	};
}));
// ../../node_modules/@fastify/swagger/lib/util/add-hook.js
var require_add_hook = __commonJSMin(((exports, module) => {
	const Ref = require_ref_resolver();
	const cloner = require_rfdc()({
		proto: true,
		circles: false
	});
	const { prepareSharedSchemas, referenceInlineDefinitions, rewriteAnchorRefs } = require_definitions();
	function addHook(fastify, pluginOptions) {
		const routes = [];
		const instances = [];
		const sharedSchemasMap = new Map();
		let hookRun = false;
		fastify.addHook("onRoute", (routeOptions) => {
			const swaggerConfig = (routeOptions.config || {}).swagger || {};
			if (routeOptions.method === "HEAD" && pluginOptions.exposeHeadRoutes !== true && swaggerConfig.exposeHeadRoute !== true) return;
			if (routeOptions.method === "HEAD" && routeOptions.schema !== void 0 && routeOptions.schema.operationId !== void 0) {
				routes.push(Object.assign({}, routeOptions, { schema: Object.assign({}, routeOptions.schema, { operationId: `${routeOptions.schema.operationId}-head` }) }));
				return;
			}
			routes.push(routeOptions);
		});
		fastify.addHook("onRegister", async (instance) => {
			instances.push(instance);
		});
		fastify.addHook("onReady", (done) => {
			hookRun = true;
			for (const instance of instances) {
				const allSchemas = instance.getSchemas();
				for (const schemaId of Object.keys(allSchemas)) sharedSchemasMap.set(schemaId, allSchemas[schemaId]);
			}
			const allSchemas = fastify.getSchemas();
			for (const schemaId of Object.keys(allSchemas)) sharedSchemasMap.set(schemaId, allSchemas[schemaId]);
			instances.length = 0;
			done();
		});
		return {
			routes,
			Ref() {
				if (hookRun === false) throw new Error(".swagger() must be called after .ready()");
				const externalSchemas = cloner(Array.from(sharedSchemasMap.values()));
				const anchors = prepareSharedSchemas(externalSchemas);
				const ref = Ref(Object.assign({ applicationUri: "todo.com" }, pluginOptions.refResolver, {
					clone: true,
					externalSchemas
				}));
				const resolve = anchors.size === 0 ? ref.resolve : (schema, opts) => ref.resolve(rewriteAnchorRefs(cloner(schema), anchors), opts);
				const sharedNames = new Set(Object.keys(ref.definitions().definitions));
				const inlineDefinitions = {};
				return {
					definitions: ref.definitions,
					resolve(schema, opts) {
						const resolved = resolve(schema, opts);
						const queue = [resolved];
						while (queue.length > 0) {
							const found = referenceInlineDefinitions(queue.shift(), ref, sharedNames);
							for (const name of Object.keys(found)) {
								if (Object.hasOwn(inlineDefinitions, name)) continue;
								inlineDefinitions[name] = found[name];
								queue.push(found[name]);
							}
						}
						return resolved;
					},
					inlineDefinitions
				};
			}
		};
	}
	module.exports = { addHook };
}));
// ../../node_modules/@fastify/swagger/lib/util/should-route-hide.js
var require_should_route_hide = __commonJSMin(((exports, module) => {
	function shouldRouteHide(schema, opts) {
		const { hiddenTag, hideUntagged } = opts;
		if (schema?.hide) return true;
		const tags = schema?.tags || [];
		if (tags.length === 0 && hideUntagged) return true;
		if (tags.includes(hiddenTag)) return true;
		return false;
	}
	module.exports = { shouldRouteHide };
}));
// ../../node_modules/@fastify/swagger/lib/util/read-package-json.js
var require_read_package_json = __commonJSMin(((exports, module) => {
	const fs = __require("node:fs");
	const path = __require("node:path");
	function readPackageJson() {
		try {
			return JSON.parse(fs.readFileSync(path.join(__dirname, "..", "..", "package.json")));
		} catch {
			return {};
		}
	}
	module.exports = { readPackageJson };
}));
// ../../node_modules/@fastify/swagger/lib/symbols.js
var require_symbols = __commonJSMin(((exports, module) => {
	module.exports = { rawRequired: Symbol("@fastify/swagger.rawRequired") };
}));
// ../../node_modules/@fastify/swagger/lib/constants.js
var require_constants$1 = __commonJSMin(((exports, module) => {
	module.exports = {
		xConsume: "x-consume",
		xResponseDescription: "x-response-description",
		xExamples: "x-examples"
	};
}));
// ../../node_modules/@fastify/swagger/lib/util/resolve-local-ref.js
var require_resolve_local_ref = __commonJSMin(((exports, module) => {
	const { rawRequired } = require_symbols();
	const { xConsume } = require_constants$1();
	function resolveLocalRef(jsonSchema, externalSchemas) {
		if (jsonSchema.properties !== void 0) return Object.keys(jsonSchema.properties).reduce((acc, headers) => {
			const rewriteProps = {};
			rewriteProps.required = Array.isArray(jsonSchema.required) && jsonSchema.required.indexOf(headers) >= 0 || false;
			if (jsonSchema.properties[headers][xConsume]) rewriteProps[rawRequired] = jsonSchema.properties[headers].required;
			const newProps = Object.assign({}, jsonSchema.properties[headers], rewriteProps);
			return Object.assign({}, acc, { [headers]: newProps });
		}, {});
		if (jsonSchema.oneOf || jsonSchema.anyOf || jsonSchema.allOf) return (jsonSchema.oneOf || jsonSchema.anyOf || jsonSchema.allOf).reduce((acc, schema) => Object.assign(acc, resolveLocalRef(schema, externalSchemas)), {});
		if (jsonSchema.$ref) {
			const localRef = jsonSchema.$ref.split("/", 3)[2];
			if (externalSchemas[localRef]) return resolveLocalRef(externalSchemas[localRef], externalSchemas);
			return resolveLocalRef(externalSchemas[jsonSchema.$ref.split("/", 4)[3]], externalSchemas);
		}
		return jsonSchema;
	}
	module.exports = { resolveLocalRef };
}));
// ../../node_modules/@fastify/swagger/lib/util/resolve-schema-reference.js
var require_resolve_schema_reference = __commonJSMin(((exports, module) => {
	function resolveSchemaReference(rawSchema, ref) {
		const schemaId = ref.resolve(rawSchema)?.$ref?.split("/", 3)[2];
		if (schemaId === void 0) return;
		return ref.definitions().definitions[schemaId];
	}
	module.exports = { resolveSchemaReference };
}));
// ../../node_modules/@fastify/swagger/lib/util/match-params.js
var require_match_params = __commonJSMin(((exports, module) => {
	const paramPattern = /\{[^{}]+\}/gu;
	function hasParams(url) {
		if (!url) return false;
		return paramPattern.test(url);
	}
	function matchParams(url) {
		if (!url) return [];
		return url.match(paramPattern) || [];
	}
	module.exports = {
		hasParams,
		matchParams
	};
}));
// ../../node_modules/@fastify/swagger/lib/util/generate-params-schema.js
var require_generate_params_schema = __commonJSMin(((exports, module) => {
	const { matchParams } = require_match_params();
	const namePattern = /\{([^{}]+)\}/u;
	function paramName(param) {
		return param.replace(namePattern, (_, captured) => captured);
	}
	function generateParamsSchema(url) {
		const params = matchParams(url);
		const schema = { params: {
			type: "object",
			properties: {}
		} };
		schema.params.properties = params.reduce((acc, param) => {
			const name = paramName(param);
			acc[name] = { type: "string" };
			return acc;
		}, {});
		return schema;
	}
	module.exports = {
		generateParamsSchema,
		paramName
	};
}));
// ../../node_modules/@fastify/swagger/lib/spec/constants.js
var require_constants = __commonJSMin(((exports, module) => {
	module.exports = { CUSTOM_HEADER: "x-" };
}));
// ../../node_modules/@fastify/swagger/lib/spec/swagger/utils.js
var require_utils$5 = __commonJSMin(((exports, module) => {
	const { readPackageJson } = require_read_package_json();
	const { formatParamUrl } = require_format_param_url();
	const { resolveLocalRef } = require_resolve_local_ref();
	const { hoistDefinitions, unknownSchemas } = require_definitions();
	const { resolveSchemaReference } = require_resolve_schema_reference();
	const { xResponseDescription, xConsume } = require_constants$1();
	const { generateParamsSchema } = require_generate_params_schema();
	const { hasParams } = require_match_params();
	const { CUSTOM_HEADER } = require_constants();
	function prepareDefaultOptions(opts) {
		const swagger = opts.swagger;
		const info = swagger.info || null;
		const host = swagger.host || null;
		const schemes = swagger.schemes || null;
		const consumes = swagger.consumes || null;
		const produces = swagger.produces || null;
		const definitions = swagger.definitions || null;
		const paths = swagger.paths || null;
		const basePath = swagger.basePath || null;
		const securityDefinitions = swagger.securityDefinitions || null;
		const security = swagger.security || null;
		const tags = swagger.tags || null;
		const externalDocs = swagger.externalDocs || null;
		const stripBasePath = opts.stripBasePath;
		const transform = opts.transform;
		const transformObject = opts.transformObject;
		const hiddenTag = opts.hiddenTag;
		const hideUntagged = opts.hideUntagged;
		const extensions = [];
		for (const [key, value] of Object.entries(opts.swagger)) if (key.startsWith(CUSTOM_HEADER)) extensions.push([key, value]);
		return {
			info,
			host,
			schemes,
			consumes,
			produces,
			definitions,
			paths,
			basePath,
			securityDefinitions,
			security,
			tags,
			externalDocs,
			stripBasePath,
			transform,
			transformObject,
			hiddenTag,
			extensions,
			hideUntagged
		};
	}
	function prepareSwaggerObject(opts) {
		const pkg = readPackageJson();
		const swaggerObject = {
			swagger: "2.0",
			info: {
				version: pkg.version || "1.0.0",
				title: pkg.name || ""
			},
			definitions: {},
			paths: {}
		};
		if (opts.info) swaggerObject.info = opts.info;
		if (opts.host) swaggerObject.host = opts.host;
		if (opts.schemes) swaggerObject.schemes = opts.schemes;
		if (opts.basePath) swaggerObject.basePath = opts.basePath;
		if (opts.consumes) swaggerObject.consumes = opts.consumes;
		if (opts.produces) swaggerObject.produces = opts.produces;
		if (opts.definitions) swaggerObject.definitions = opts.definitions;
		if (opts.paths) swaggerObject.paths = opts.paths;
		if (opts.securityDefinitions) swaggerObject.securityDefinitions = opts.securityDefinitions;
		if (opts.security) swaggerObject.security = opts.security;
		if (opts.tags) swaggerObject.tags = opts.tags;
		if (opts.externalDocs) swaggerObject.externalDocs = opts.externalDocs;
		for (const [key, value] of opts.extensions) swaggerObject[key] = value;
		return swaggerObject;
	}
	function normalizeUrl(url, basePath, stripBasePath) {
		let path;
		if (stripBasePath && url.startsWith(basePath)) path = url.replace(basePath, "");
		else path = url;
		if (path[0] !== "/") path = "/" + String(path);
		return formatParamUrl(path);
	}
	function plainJsonObjectToSwagger2(container, jsonSchema, externalSchemas, securityIgnores = []) {
		const obj = resolveLocalRef(jsonSchema, externalSchemas);
		let toSwaggerProp;
		switch (container) {
			case "header":
			case "query":
				toSwaggerProp = function(propertyName, jsonSchemaElement) {
					if (jsonSchemaElement[xConsume]) throw new Error("Complex serialization is not supported by Swagger. Remove \"" + xConsume + "\" for \"" + propertyName + "\" querystring/header schema or change specification to OpenAPI");
					jsonSchemaElement.in = container;
					jsonSchemaElement.name = propertyName;
					return jsonSchemaElement;
				};
				break;
			case "formData":
				toSwaggerProp = function(propertyName, jsonSchemaElement) {
					delete jsonSchemaElement.$id;
					jsonSchemaElement.in = container;
					jsonSchemaElement.name = propertyName;
					if (jsonSchemaElement.contentEncoding === "binary") {
						delete jsonSchemaElement.contentEncoding;
						jsonSchemaElement.type = "file";
					}
					return jsonSchemaElement;
				};
				break;
			case "path": toSwaggerProp = function(propertyName, jsonSchemaElement) {
				jsonSchemaElement.in = container;
				jsonSchemaElement.name = propertyName;
				jsonSchemaElement.required = true;
				return jsonSchemaElement;
			};
		}
		return Object.keys(obj).filter((propKey) => !securityIgnores.includes(propKey)).map((propKey) => {
			return toSwaggerProp(propKey, obj[propKey]);
		});
	}
	function replaceUnsupported(jsonSchema) {
		if (typeof jsonSchema === "object" && jsonSchema !== null) {
			if (jsonSchema.patternProperties) {
				jsonSchema.additionalProperties = { type: "string" };
				delete jsonSchema.patternProperties;
			} else if (jsonSchema.const !== void 0) {
				jsonSchema.enum = [jsonSchema.const];
				delete jsonSchema.const;
			}
			Object.keys(jsonSchema).forEach(function(key) {
				jsonSchema[key] = replaceUnsupported(jsonSchema[key]);
			});
		}
		return jsonSchema;
	}
	function isConsumesFormOnly(schema) {
		const consumes = schema.consumes;
		return consumes && consumes.length === 1 && (consumes[0] === "application/x-www-form-urlencoded" || consumes[0] === "multipart/form-data");
	}
	function resolveBodyParams(parameters, schema, ref) {
		const resolved = ref.resolve(schema);
		replaceUnsupported(resolved);
		parameters.push({
			name: "body",
			in: "body",
			description: resolved?.description,
			schema: resolved
		});
	}
	function resolveCommonParams(container, parameters, schema, ref, sharedSchemas, securityIgnores) {
		plainJsonObjectToSwagger2(container, ref.resolve(schema), sharedSchemas, securityIgnores).forEach((swaggerSchema) => parameters.push(swaggerSchema));
	}
	function findReferenceDescription(rawSchema, ref) {
		return resolveSchemaReference(rawSchema, ref)?.description;
	}
	function resolveResponse(fastifyResponseJson, ref) {
		if (!fastifyResponseJson) return { 200: { description: "Default Response" } };
		const responsesContainer = {};
		const statusCodes = Object.keys(fastifyResponseJson);
		statusCodes.forEach((statusCode) => {
			const rawJsonSchema = fastifyResponseJson[statusCode];
			const resolved = ref.resolve(rawJsonSchema);
			delete resolved.$schema;
			const deXXStatusCode = statusCode.toUpperCase().replace("XX", "00");
			if (statusCode.toUpperCase().includes("XX") && statusCodes.includes(deXXStatusCode)) return;
			if (statusCode !== "default") statusCode = deXXStatusCode;
			const response = { description: rawJsonSchema[xResponseDescription] || rawJsonSchema.description || findReferenceDescription(rawJsonSchema, ref) || "Default Response" };
			if (rawJsonSchema.headers) {
				response.headers = rawJsonSchema.headers;
				delete resolved.headers;
			}
			if (rawJsonSchema.type !== "null") {
				const schema = { ...resolved };
				replaceUnsupported(schema);
				delete schema[xResponseDescription];
				response.schema = schema;
			}
			responsesContainer[statusCode] = response;
		});
		return responsesContainer;
	}
	function prepareSwaggerMethod(schema, ref, swaggerObject, url) {
		const swaggerMethod = {};
		const parameters = [];
		const securityIgnores = [...swaggerObject?.security || [], ...schema?.security || []].reduce((acc, securitySchemeGroup) => {
			Object.keys(securitySchemeGroup).forEach((securitySchemeLabel) => {
				const { name, in: category } = swaggerObject.securityDefinitions[securitySchemeLabel];
				if (!acc[category]) acc[category] = [];
				acc[category].push(name);
			});
			return acc;
		}, {});
		if (schema) {
			if (schema.operationId) swaggerMethod.operationId = schema.operationId;
			if (schema.summary) swaggerMethod.summary = schema.summary;
			if (schema.description) swaggerMethod.description = schema.description;
			if (schema.externalDocs) swaggerMethod.externalDocs = schema.externalDocs;
			if (schema.tags) swaggerMethod.tags = schema.tags;
			if (schema.produces) swaggerMethod.produces = schema.produces;
			if (schema.consumes) swaggerMethod.consumes = schema.consumes;
			if (schema.querystring) resolveCommonParams("query", parameters, schema.querystring, ref, swaggerObject.definitions, securityIgnores.query);
			if (schema.body) isConsumesFormOnly(schema) || isConsumesFormOnly(swaggerObject) ? resolveCommonParams("formData", parameters, schema.body, ref, swaggerObject.definitions) : resolveBodyParams(parameters, schema.body, ref);
			if (schema.params) resolveCommonParams("path", parameters, schema.params, ref, swaggerObject.definitions);
			if (schema.headers) resolveCommonParams("header", parameters, schema.headers, ref, swaggerObject.definitions, securityIgnores.header);
			if (parameters.length > 0) swaggerMethod.parameters = parameters;
			if (schema.deprecated) swaggerMethod.deprecated = schema.deprecated;
			if (schema.security) swaggerMethod.security = schema.security;
			for (const key of Object.keys(schema)) if (key.startsWith(CUSTOM_HEADER)) swaggerMethod[key] = schema[key];
		}
		if ((!schema || !schema.params) && hasParams(url)) {
			resolveCommonParams("path", parameters, generateParamsSchema(url).params, ref, swaggerObject.definitions);
			swaggerMethod.parameters = parameters;
		}
		swaggerMethod.responses = resolveResponse(schema ? schema.response : null, ref);
		return swaggerMethod;
	}
	function prepareSwaggerDefinitions(definitions, ref, hoisted = new Map()) {
		const externalSchemas = [unknownSchemas(definitions, ref)];
		return Object.entries(definitions).reduce((res, [name, definition]) => {
			const _ = { ...definition };
			const resolved = ref.resolve(_, { externalSchemas });
			delete resolved.$id;
			res[name] = resolved;
			for (const [hoistedName, schema] of hoistDefinitions(name, resolved, {
				...ref.definitions().definitions,
				...definitions
			}, hoisted)) {
				delete schema.$id;
				res[hoistedName] = schema;
			}
			return res;
		}, {});
	}
	module.exports = {
		prepareDefaultOptions,
		prepareSwaggerObject,
		prepareSwaggerMethod,
		normalizeUrl,
		prepareSwaggerDefinitions
	};
}));
// ../../node_modules/@fastify/swagger/lib/spec/swagger/index.js
var require_swagger$1 = __commonJSMin(((exports, module) => {
	const yaml = require_dist$4();
	const { shouldRouteHide } = require_should_route_hide();
	const { rewriteHoistedRefs } = require_definitions();
	const { prepareDefaultOptions, prepareSwaggerObject, prepareSwaggerMethod, normalizeUrl, prepareSwaggerDefinitions } = require_utils$5();
	module.exports = function(opts, cache, routes, Ref) {
		let ref;
		const defOpts = prepareDefaultOptions(opts);
		return function(opts) {
			if (opts?.yaml) {
				if (cache.string) return cache.string;
			} else if (cache.object) return cache.object;
			const swaggerObject = prepareSwaggerObject(defOpts);
			ref = Ref();
			const hoisted = new Map();
			swaggerObject.definitions = prepareSwaggerDefinitions({
				...swaggerObject.definitions,
				...ref.definitions().definitions
			}, ref, hoisted);
			for (const route of routes) {
				const transformResult = route.config?.swaggerTransform !== void 0 ? route.config.swaggerTransform ? route.config.swaggerTransform({
					schema: route.schema,
					url: route.url,
					route,
					swaggerObject
				}) : {} : defOpts.transform ? defOpts.transform({
					schema: route.schema,
					url: route.url,
					route,
					swaggerObject
				}) : {};
				const schema = transformResult.schema || route.schema;
				const shouldRouteHideOpts = {
					hiddenTag: defOpts.hiddenTag,
					hideUntagged: defOpts.hideUntagged
				};
				if (shouldRouteHide(schema, shouldRouteHideOpts)) continue;
				let url = transformResult.url || route.url;
				url = normalizeUrl(url, defOpts.basePath, defOpts.stripBasePath);
				const swaggerRoute = Object.assign({}, swaggerObject.paths[url]);
				const swaggerMethod = prepareSwaggerMethod(schema, ref, swaggerObject, url);
				if (route.links) throw new Error("Swagger (Open API v2) does not support Links. Upgrade to OpenAPI v3 (see @fastify/swagger readme)");
				const methods = typeof route.method === "string" ? [route.method] : route.method;
				for (const method of methods) swaggerRoute[method.toLowerCase()] = swaggerMethod;
				swaggerObject.paths[url] = swaggerRoute;
			}
			Object.assign(swaggerObject.definitions, prepareSwaggerDefinitions(ref.inlineDefinitions, ref, hoisted));
			rewriteHoistedRefs(swaggerObject, "#/definitions/", hoisted);
			const transformObjectResult = defOpts.transformObject ? defOpts.transformObject({ swaggerObject }) : swaggerObject;
			if (opts?.yaml) {
				cache.string = yaml.stringify(transformObjectResult, { strict: false });
				return cache.string;
			}
			cache.object = transformObjectResult;
			return cache.object;
		};
	};
}));
// ../../node_modules/@fastify/swagger/lib/spec/openapi/utils.js
var require_utils$4 = __commonJSMin(((exports, module) => {
	const { readPackageJson } = require_read_package_json();
	const { formatParamUrl } = require_format_param_url();
	const { resolveLocalRef } = require_resolve_local_ref();
	const { hoistDefinitions, unknownSchemas } = require_definitions();
	const { resolveSchemaReference } = require_resolve_schema_reference();
	const { xResponseDescription, xConsume, xExamples } = require_constants$1();
	const { rawRequired } = require_symbols();
	const { generateParamsSchema } = require_generate_params_schema();
	const { hasParams } = require_match_params();
	const { CUSTOM_HEADER } = require_constants();
	function prepareDefaultOptions(opts) {
		const openapi = opts.openapi;
		const info = openapi.info || null;
		const servers = openapi.servers || null;
		const components = openapi.components || null;
		const security = openapi.security || null;
		const tags = openapi.tags || null;
		const externalDocs = openapi.externalDocs || null;
		const stripBasePath = opts.stripBasePath;
		const transform = opts.transform;
		const transformObject = opts.transformObject;
		const hiddenTag = opts.hiddenTag;
		const hideUntagged = opts.hideUntagged;
		const extensions = [];
		const convertConstToEnum = opts.convertConstToEnum;
		for (const [key, value] of Object.entries(opts.openapi)) if (key.startsWith(CUSTOM_HEADER)) extensions.push([key, value]);
		return {
			...openapi,
			info,
			servers,
			components,
			security,
			tags,
			externalDocs,
			stripBasePath,
			transform,
			transformObject,
			hiddenTag,
			extensions,
			hideUntagged,
			convertConstToEnum
		};
	}
	function prepareOpenapiObject(opts) {
		const pkg = readPackageJson();
		const openapiObject = {
			openapi: "3.0.3",
			info: {
				version: pkg.version || "1.0.0",
				title: pkg.name || ""
			},
			components: { schemas: {} },
			paths: {}
		};
		if (opts.openapi) openapiObject.openapi = opts.openapi;
		if (opts.$self) openapiObject.$self = opts.$self;
		if (opts.info) openapiObject.info = opts.info;
		if (opts.servers) openapiObject.servers = opts.servers;
		if (opts.components) openapiObject.components = Object.assign({}, opts.components, { schemas: Object.assign({}, opts.components.schemas) });
		if (opts.paths) openapiObject.paths = opts.paths;
		if (opts.webhooks) openapiObject.webhooks = opts.webhooks;
		if (opts.security) openapiObject.security = opts.security;
		if (opts.tags) openapiObject.tags = opts.tags;
		if (opts.externalDocs) openapiObject.externalDocs = opts.externalDocs;
		for (const [key, value] of opts.extensions) openapiObject[key] = value;
		return openapiObject;
	}
	function normalizeUrl(url, serverUrls, stripBasePath) {
		if (!stripBasePath) return formatParamUrl(url);
		serverUrls.forEach(function(serverUrl) {
			const basePath = serverUrl[0] === "/" ? serverUrl : new URL(serverUrl).pathname;
			if (url.startsWith(basePath) && basePath !== "/") url = url.replace(basePath, "");
		});
		return formatParamUrl(url);
	}
	function resolveServerUrls(servers) {
		const resolvedUrls = [];
		const findVariablesRegex = /\{([^{}]+)\}/gu;
		servers = Array.isArray(servers) ? servers : [];
		for (const server of servers) {
			const originalUrl = server.url;
			const variables = server.variables;
			let url = originalUrl;
			const matches = url.matchAll(findVariablesRegex);
			for (const [nameInBrackets, name] of matches) {
				const value = variables?.[name]?.default;
				if (value === void 0) throw new Error(`Server URL ${originalUrl} could not be resolved. Make sure to provide a default value for each URL variable.`);
				url = url.replace(nameInBrackets, value);
			}
			resolvedUrls.push(url);
		}
		return resolvedUrls;
	}
	function convertExamplesArrayToObject(examples) {
		return examples.reduce((examplesObject, example, index) => {
			if (typeof example === "object") examplesObject["example" + (index + 1)] = { value: example };
			else examplesObject[example] = { value: example };
			return examplesObject;
		}, {});
	}
	function plainJsonObjectToOpenapi3(opts, container, jsonSchema, externalSchemas, securityIgnores = []) {
		const localJsonSchema = resolveLocalRef(jsonSchema, externalSchemas);
		const obj = convertJsonSchemaToOpenapi3(opts, localJsonSchema);
		let toOpenapiProp;
		switch (container) {
			case "cookie":
			case "header":
			case "query":
				toOpenapiProp = function(propertyName, jsonSchemaElement, required) {
					let result = {
						in: container,
						name: propertyName,
						required
					};
					const media = schemaToMedia(jsonSchemaElement);
					if (jsonSchemaElement[xConsume]) {
						media.schema.required = jsonSchemaElement[rawRequired];
						result.content = { [jsonSchemaElement[xConsume]]: media };
						delete result.content[jsonSchemaElement[xConsume]].schema[xConsume];
					} else result = {
						...media,
						...result
					};
					if (jsonSchemaElement.description) result.description = jsonSchemaElement.description;
					if (jsonSchema.style) result.style = jsonSchema.style;
					if (jsonSchema.explode != null) result.explode = jsonSchema.explode;
					if (jsonSchema.allowReserved === true && container === "query") result.allowReserved = jsonSchema.allowReserved;
					return result;
				};
				break;
			case "path": toOpenapiProp = function(propertyName, jsonSchemaElement) {
				const result = {
					...schemaToMedia(jsonSchemaElement),
					in: container,
					name: propertyName,
					required: true
				};
				if (jsonSchemaElement.description) result.description = jsonSchemaElement.description;
				return result;
			};
		}
		return Object.keys(obj).filter((propKey) => !securityIgnores.includes(propKey)).map((propKey) => {
			const jsonSchema = toOpenapiProp(propKey, obj[propKey], localJsonSchema[propKey]?.required);
			if (jsonSchema.schema) {
				if (jsonSchema.schema.required !== void 0) delete jsonSchema.schema.required;
				if (jsonSchema.schema.description !== void 0) delete jsonSchema.schema.description;
			}
			return jsonSchema;
		});
	}
	const schemaTypeToNestedSchemas = {
		object: (schema) => {
			return [
				...Object.values(schema.properties || {}),
				...Object.values(schema.patternProperties || {}),
				...Object.values(schema.additionalProperties || {})
			];
		},
		array: (schema) => {
			return [...schema.items ? [schema.items] : [], ...schema.contains ? [schema.contains] : []];
		}
	};
	function resolveSchemaExamples(opts, schema) {
		const keepExamplesArray = !isOpenapi30(opts) && Array.isArray(schema.examples);
		const example = schema[xExamples] ?? (keepExamplesArray ? void 0 : schema.examples?.[0]);
		if (typeof example !== "undefined") schema.example = example;
		delete schema[xExamples];
		if (!keepExamplesArray) delete schema.examples;
	}
	function resolveSchemaExamplesRecursive(opts, schema) {
		resolveSchemaExamples(opts, schema);
		const nestedSchemas = (Array.isArray(schema.type) ? schema.type : [schema.type]).flatMap((t) => schemaTypeToNestedSchemas[t]?.(schema) ?? []);
		for (const nestedSchema of nestedSchemas) resolveSchemaExamplesRecursive(opts, nestedSchema);
	}
	function schemaToMedia(schema) {
		const media = { schema };
		if (schema.examples?.length === 1) {
			media.example = schema.examples[0];
			delete schema.examples;
		} else if (schema.examples?.length > 1) {
			media.examples = convertExamplesArrayToObject(schema.examples);
			delete schema.examples;
		}
		if (schema[xExamples]) {
			media.examples = schema[xExamples];
			delete schema[xExamples];
		}
		return media;
	}
	function schemaToMediaRecursive(opts, schema) {
		const media = schemaToMedia(schema);
		resolveSchemaExamplesRecursive(opts, schema);
		return media;
	}
	function resolveBodyParams(opts, body, schema, consumes, ref) {
		const resolved = convertJsonSchemaToOpenapi3(opts, ref.resolve(schema));
		if (resolved.content?.[Object.keys(resolved.content)[0]].schema) for (const contentType in schema.content) body.content[contentType] = schemaToMediaRecursive(opts, resolved.content[contentType].schema);
		else {
			if (Array.isArray(consumes) && consumes.length === 0 || consumes === void 0) consumes = ["application/json"];
			const media = schemaToMediaRecursive(opts, resolved);
			consumes.forEach((consume) => {
				body.content[consume] = media;
			});
			if (resolved?.description) body.description = resolved.description;
		}
	}
	function resolveCommonParams(opts, container, parameters, schema, ref, sharedSchemas, securityIgnores) {
		const schemasPath = "#/components/schemas/";
		let resolved = convertJsonSchemaToOpenapi3(opts, ref.resolve(schema));
		if (resolved.$ref?.startsWith(schemasPath)) resolved = resolved.$ref.split(schemasPath)[1].split("/").reduce((resolved, pathPart) => resolved[pathPart], ref.definitions().definitions);
		plainJsonObjectToOpenapi3(opts, container, resolved, {
			...sharedSchemas,
			...ref.definitions().definitions
		}, securityIgnores).forEach((swaggerSchema) => parameters.push(swaggerSchema));
	}
	function findReferenceDescription(rawSchema, ref) {
		return resolveSchemaReference(rawSchema, ref)?.description;
	}
	function resolveResponse(opts, fastifyResponseJson, produces, ref) {
		if (!fastifyResponseJson) return { 200: { description: "Default Response" } };
		const responsesContainer = {};
		Object.keys(fastifyResponseJson).forEach((statusCode) => {
			const rawJsonSchema = fastifyResponseJson[statusCode];
			const resolved = convertJsonSchemaToOpenapi3(opts, ref.resolve(rawJsonSchema));
			if (statusCode !== "default") statusCode = statusCode.toUpperCase();
			const response = { description: resolved[xResponseDescription] || rawJsonSchema.description || findReferenceDescription(rawJsonSchema, ref) || "Default Response" };
			if (rawJsonSchema.headers) {
				response.headers = {};
				Object.keys(rawJsonSchema.headers).forEach(function(key) {
					const header = { schema: { ...rawJsonSchema.headers[key] } };
					if (rawJsonSchema.headers[key].description) {
						header.description = rawJsonSchema.headers[key].description;
						delete header.schema.description;
					}
					response.headers[key] = header;
				});
				delete resolved.headers;
			}
			if (rawJsonSchema.type !== "null") {
				if (resolved.content?.[Object.keys(resolved.content)[0]].schema) response.content = resolved.content;
				else {
					const content = {};
					if (Array.isArray(produces) && produces.length === 0 || produces === void 0) produces = ["application/json"];
					delete resolved[xResponseDescription];
					const media = schemaToMediaRecursive(opts, resolved);
					for (const produce of produces) content[produce] = media;
					response.content = content;
				}
			}
			responsesContainer[statusCode] = response;
		});
		return responsesContainer;
	}
	function resolveCallbacks(opts, schema, ref) {
		const callbacksContainer = {};
		for (const eventName in schema) {
			if (!schema[eventName]) continue;
			callbacksContainer[eventName] = {};
			const eventSchema = schema[eventName];
			for (const callbackUrl in eventSchema) {
				if (!callbackUrl || !eventSchema[callbackUrl]) continue;
				callbacksContainer[eventName][callbackUrl] = {};
				const callbackSchema = eventSchema[callbackUrl];
				for (const httpMethodName in callbackSchema) {
					if (!httpMethodName || !callbackSchema[httpMethodName]) continue;
					const httpMethodSchema = callbackSchema[httpMethodName];
					const httpMethodContainer = {};
					if (httpMethodSchema.requestBody) httpMethodContainer.requestBody = convertJsonSchemaToOpenapi3(opts, ref.resolve(httpMethodSchema.requestBody));
					httpMethodContainer.responses = httpMethodSchema.responses ? convertJsonSchemaToOpenapi3(opts, ref.resolve(httpMethodSchema.responses)) : { "2XX": { description: "Default Response" } };
					callbacksContainer[eventName][callbackUrl][httpMethodName] = httpMethodContainer;
				}
			}
		}
		return callbacksContainer;
	}
	function prepareOpenapiMethod(opts, schema, ref, openapiObject, url) {
		const openapiMethod = {};
		const parameters = [];
		const securityIgnores = [...openapiObject?.security || [], ...schema?.security || []].reduce((acc, securitySchemeGroup) => {
			Object.keys(securitySchemeGroup).forEach((securitySchemeLabel) => {
				const scheme = openapiObject.components.securitySchemes[securitySchemeLabel];
				const isBearer = scheme.type === "http" && scheme.scheme === "bearer";
				const category = isBearer ? "header" : scheme.in;
				const name = isBearer ? "authorization" : scheme.name;
				if (!acc[category]) acc[category] = [];
				acc[category].push(name);
			});
			return acc;
		}, {});
		if (schema) {
			if (schema.operationId) openapiMethod.operationId = schema.operationId;
			if (schema.summary) openapiMethod.summary = schema.summary;
			if (schema.tags) openapiMethod.tags = schema.tags;
			if (schema.description) openapiMethod.description = schema.description;
			if (schema.externalDocs) openapiMethod.externalDocs = schema.externalDocs;
			if (schema.querystring) resolveCommonParams(opts, "query", parameters, schema.querystring, ref, openapiObject.definitions, securityIgnores.query);
			if (schema.body) {
				openapiMethod.requestBody = {
					required: true,
					content: {}
				};
				resolveBodyParams(opts, openapiMethod.requestBody, schema.body, schema.consumes, ref);
			}
			if (schema.params) resolveCommonParams(opts, "path", parameters, schema.params, ref, openapiObject.definitions);
			if (schema.headers) resolveCommonParams(opts, "header", parameters, schema.headers, ref, openapiObject.definitions, securityIgnores.header);
			if (schema.cookies) resolveCommonParams(opts, "cookie", parameters, schema.cookies, ref, openapiObject.definitions, securityIgnores.cookie);
			if (parameters.length > 0) openapiMethod.parameters = parameters;
			if (schema.deprecated) openapiMethod.deprecated = schema.deprecated;
			if (schema.security) openapiMethod.security = schema.security;
			if (schema.servers) openapiMethod.servers = schema.servers;
			if (schema.callbacks) openapiMethod.callbacks = resolveCallbacks(opts, schema.callbacks, ref);
			for (const key of Object.keys(schema)) if (key.startsWith(CUSTOM_HEADER)) openapiMethod[key] = schema[key];
		}
		if ((!schema || !schema.params) && hasParams(url)) {
			resolveCommonParams(opts, "path", parameters, generateParamsSchema(url).params, ref, openapiObject.definitions);
			openapiMethod.parameters = parameters;
		}
		openapiMethod.responses = resolveResponse(opts, schema ? schema.response : null, schema ? schema.produces : null, ref);
		return openapiMethod;
	}
	function isOpenapi30(opts) {
		return (typeof opts.openapi === "string" ? opts.openapi : "3.0.3").startsWith("3.0");
	}
	const annotationKeywords = new Set([
		"title",
		"description",
		"default",
		"example",
		"examples",
		"deprecated",
		"readOnly",
		"writeOnly",
		"$comment"
	]);
	function isAnnotationKeyword(key) {
		return annotationKeywords.has(key) || key.startsWith("x-");
	}
	function toNullSchema(openapiSchema) {
		openapiSchema.type = "object";
		openapiSchema.nullable = true;
		openapiSchema.enum = [null];
		return openapiSchema;
	}
	function isNullSchema(schema) {
		return schema.nullable === true && Array.isArray(schema.enum) && schema.enum.length === 1 && schema.enum[0] === null && Object.keys(schema).every((key) => key === "type" || key === "nullable" || key === "enum" || isAnnotationKeyword(key));
	}
	function canBeMergedInto(openapiSchema, member) {
		return Object.hasOwn(member, "type") && Object.keys(member).every((key) => key === "nullable" || !Object.hasOwn(openapiSchema, key));
	}
	function convertNullTypeToNullable(openapiSchema) {
		const { type } = openapiSchema;
		if (type === "null") toNullSchema(openapiSchema);
		else if (Array.isArray(type) && type.length > 0) {
			const types = type.filter((t) => t !== "null");
			const hasNull = types.length !== type.length;
			if (types.length === 0) toNullSchema(openapiSchema);
			else if (types.length === 1) {
				openapiSchema.type = types[0];
				if (hasNull) openapiSchema.nullable = true;
			} else {
				delete openapiSchema.type;
				const typeUnion = types.map((t) => ({ type: t }));
				if (hasNull) typeUnion.push(toNullSchema({}));
				if (Object.hasOwn(openapiSchema, "anyOf")) openapiSchema.allOf = [...openapiSchema.allOf || [], { anyOf: typeUnion }];
				else openapiSchema.anyOf = typeUnion;
			}
		}
		for (const combinator of ["anyOf", "oneOf"]) {
			const members = openapiSchema[combinator];
			if (!Array.isArray(members)) continue;
			const nonNull = members.filter((m) => !isNullSchema(m));
			if (nonNull.length !== 1 || nonNull.length === members.length) continue;
			if (!canBeMergedInto(openapiSchema, nonNull[0])) continue;
			delete openapiSchema[combinator];
			Object.assign(openapiSchema, nonNull[0]);
			openapiSchema.nullable = true;
		}
		return openapiSchema;
	}
	function convertNullableToNullType(openapiSchema) {
		if (!Object.hasOwn(openapiSchema, "nullable")) return openapiSchema;
		const { nullable, type } = openapiSchema;
		delete openapiSchema.nullable;
		if (nullable !== true || type === void 0) return openapiSchema;
		const types = Array.isArray(type) ? type : [type];
		if (!types.includes("null")) openapiSchema.type = [...types, "null"];
		return openapiSchema;
	}
	function convertJsonSchemaToOpenapi3(opts, jsonSchema) {
		if (typeof jsonSchema !== "object" || jsonSchema === null) return jsonSchema;
		if (Array.isArray(jsonSchema)) return jsonSchema.map((s) => convertJsonSchemaToOpenapi3(opts, s));
		const openapiSchema = { ...jsonSchema };
		if (Object.hasOwn(openapiSchema, "$ref") && Object.keys(openapiSchema).length !== 1) for (const key of Object.keys(openapiSchema).filter((k) => k !== "$ref")) delete openapiSchema[key];
		for (const key of Object.keys(openapiSchema)) {
			const value = openapiSchema[key];
			if (key === "$id" || key === "$schema" || key === "definitions") {
				delete openapiSchema[key];
				continue;
			}
			if (key === "$ref") {
				openapiSchema.$ref = value.replace("definitions", "components/schemas");
				continue;
			}
			if (opts.convertConstToEnum && key === "const") {
				openapiSchema.enum = [openapiSchema.const];
				delete openapiSchema.const;
				continue;
			}
			if (key === "contentEncoding") {
				if (value === "binary") openapiSchema.format = "binary";
				else if (value === "base64") openapiSchema.format = "byte";
				delete openapiSchema.contentEncoding;
				continue;
			}
			if (key === "patternProperties") {
				const propertyJsonSchema = Object.values(openapiSchema.patternProperties)[0];
				openapiSchema.additionalProperties = convertJsonSchemaToOpenapi3(opts, propertyJsonSchema);
				delete openapiSchema.patternProperties;
				continue;
			}
			if (key === "properties") {
				openapiSchema[key] = {};
				for (const propertyName of Object.keys(value)) {
					const propertyJsonSchema = value[propertyName];
					const propertyOpenapiSchema = convertJsonSchemaToOpenapi3(opts, propertyJsonSchema);
					openapiSchema[key][propertyName] = propertyOpenapiSchema;
				}
				continue;
			}
			openapiSchema[key] = convertJsonSchemaToOpenapi3(opts, value);
		}
		if (isOpenapi30(opts)) convertNullTypeToNullable(openapiSchema);
		else convertNullableToNullType(openapiSchema);
		return openapiSchema;
	}
	function prepareOpenapiSchemas(opts, jsonSchemas, ref, hoisted = new Map()) {
		const openapiSchemas = {};
		const externalSchemas = [unknownSchemas(jsonSchemas, ref)];
		for (const schemaName of Object.keys(jsonSchemas)) {
			const jsonSchema = { ...jsonSchemas[schemaName] };
			const resolvedJsonSchema = ref.resolve(jsonSchema, { externalSchemas });
			const hoistedSchemas = hoistDefinitions(schemaName, resolvedJsonSchema, {
				...ref.definitions().definitions,
				...jsonSchemas
			}, hoisted);
			for (const [name, schema] of [[schemaName, resolvedJsonSchema], ...hoistedSchemas]) {
				const openapiSchema = convertJsonSchemaToOpenapi3(opts, schema);
				resolveSchemaExamplesRecursive(opts, openapiSchema);
				openapiSchemas[name] = openapiSchema;
			}
		}
		return openapiSchemas;
	}
	const PATH_ITEM_METHODS = new Set([
		"get",
		"put",
		"post",
		"delete",
		"options",
		"head",
		"patch",
		"trace",
		"query"
	]);
	function supportsAdditionalOperations(version) {
		const match = /^3\.(\d+)/.exec(version);
		return match !== null && Number(match[1]) >= 2;
	}
	function addOpenapiOperation(openapiRoute, method, openapiMethod, version) {
		const field = method.toLowerCase();
		if (PATH_ITEM_METHODS.has(field) || !supportsAdditionalOperations(version)) {
			openapiRoute[field] = openapiMethod;
			return;
		}
		openapiRoute.additionalOperations = Object.assign({}, openapiRoute.additionalOperations, { [method.toUpperCase()]: openapiMethod });
	}
	module.exports = {
		addOpenapiOperation,
		prepareDefaultOptions,
		prepareOpenapiObject,
		prepareOpenapiMethod,
		prepareOpenapiSchemas,
		resolveServerUrls,
		normalizeUrl
	};
}));
// ../../node_modules/@fastify/swagger/lib/spec/openapi/index.js
var require_openapi = __commonJSMin(((exports, module) => {
	const yaml = require_dist$4();
	const { shouldRouteHide } = require_should_route_hide();
	const { rewriteHoistedRefs } = require_definitions();
	const { addOpenapiOperation, prepareDefaultOptions, prepareOpenapiObject, prepareOpenapiMethod, prepareOpenapiSchemas, normalizeUrl, resolveServerUrls } = require_utils$4();
	module.exports = function(opts, cache, routes, Ref) {
		let ref;
		const defOpts = prepareDefaultOptions(opts);
		return function(opts) {
			if (opts?.yaml) {
				if (cache.string) return cache.string;
			} else if (cache.object) return cache.object;
			const openapiObject = prepareOpenapiObject(defOpts);
			ref = Ref();
			const hoisted = new Map();
			openapiObject.components.schemas = prepareOpenapiSchemas(defOpts, {
				...openapiObject.components.schemas,
				...ref.definitions().definitions
			}, ref, hoisted);
			const serverUrls = resolveServerUrls(defOpts.servers);
			for (const route of routes) {
				const transformResult = route.config?.swaggerTransform !== void 0 ? route.config.swaggerTransform ? route.config.swaggerTransform({
					schema: route.schema,
					url: route.url,
					route,
					openapiObject
				}) : {} : defOpts.transform ? defOpts.transform({
					schema: route.schema,
					url: route.url,
					route,
					openapiObject
				}) : {};
				const schema = transformResult.schema || route.schema;
				const shouldRouteHideOpts = {
					hiddenTag: defOpts.hiddenTag,
					hideUntagged: defOpts.hideUntagged
				};
				if (shouldRouteHide(schema, shouldRouteHideOpts)) continue;
				let url = transformResult.url || route.url;
				url = normalizeUrl(url, serverUrls, defOpts.stripBasePath);
				const openapiRoute = Object.assign({}, openapiObject.paths[url]);
				const openapiMethod = prepareOpenapiMethod(defOpts, schema, ref, openapiObject, url);
				if (route.links) for (const statusCode of Object.keys(route.links)) {
					if (!openapiMethod.responses[statusCode]) throw new Error(`missing status code ${statusCode} in route ${route.path}`);
					openapiMethod.responses[statusCode].links = route.links[statusCode];
				}
				const methods = typeof route.method === "string" ? [route.method] : route.method;
				for (const method of methods) addOpenapiOperation(openapiRoute, method, openapiMethod, openapiObject.openapi);
				openapiObject.paths[url] = openapiRoute;
			}
			Object.assign(openapiObject.components.schemas, prepareOpenapiSchemas(defOpts, ref.inlineDefinitions, ref, hoisted));
			rewriteHoistedRefs(openapiObject, "#/components/schemas/", hoisted);
			const transformObjectResult = defOpts.transformObject ? defOpts.transformObject({ openapiObject }) : openapiObject;
			if (opts?.yaml) {
				cache.string = yaml.stringify(transformObjectResult, { strict: false });
				return cache.string;
			}
			cache.object = transformObjectResult;
			return cache.object;
		};
	};
}));
// ../../node_modules/@fastify/swagger/lib/util/resolve-swagger-function.js
var require_resolve_swagger_function = __commonJSMin(((exports, module) => {
	function resolveSwaggerFunction(opts, cache, routes, Ref) {
		if (opts.openapi === void 0 || opts.openapi === null) return require_swagger$1()(opts, cache, routes, Ref);
		else return require_openapi()(opts, cache, routes, Ref);
	}
	module.exports = { resolveSwaggerFunction };
}));
// ../../node_modules/@fastify/swagger/lib/mode/dynamic.js
var require_dynamic = __commonJSMin(((exports, module) => {
	const { addHook } = require_add_hook();
	const { resolveSwaggerFunction } = require_resolve_swagger_function();
	module.exports = function(fastify, opts, done) {
		opts = Object.assign({}, {
			exposeRoute: false,
			hiddenTag: "X-HIDDEN",
			hideUntagged: false,
			stripBasePath: true,
			openapi: null,
			swagger: {},
			transform: null,
			transformObject: null,
			decorator: "swagger",
			refResolver: { buildLocalReference(json, _baseUri, _fragment, i) {
				if (!json.title && json.$id) json.title = json.$id;
				return `def-${i}`;
			} },
			convertConstToEnum: true
		}, opts);
		const { routes, Ref } = addHook(fastify, opts);
		const swagger = resolveSwaggerFunction(opts, {
			object: null,
			string: null
		}, routes, Ref);
		fastify.decorate(opts.decorator, swagger);
		done();
	};
}));
// ../../node_modules/@fastify/swagger/index.js
var require_swagger = __commonJSMin(((exports, module) => {
	const fp = require_fastify_plugin();
	const { formatParamUrl } = require_format_param_url();
	function fastifySwagger(fastify, opts, next) {
		opts.mode = opts.mode || "dynamic";
		switch (opts.mode) {
			case "static":
				require_static()(fastify, opts, next);
				break;
			case "dynamic":
				require_dynamic()(fastify, opts, next);
				break;
			default: return next(new Error("unsupported mode, should be one of ['static', 'dynamic']"));
		}
	}
	module.exports = fp(fastifySwagger, {
		fastify: "5.x",
		name: "@fastify/swagger"
	});
	module.exports.fastifySwagger = fastifySwagger;
	module.exports.default = fastifySwagger;
	module.exports.formatParamUrl = formatParamUrl;
}));
// ../../node_modules/@fastify/rate-limit/store/LocalStore.js
var require_LocalStore = __commonJSMin(((exports, module) => {
	const { LruMap: Lru } = require_toad_cache();
	function LocalStore(continueExceeding, exponentialBackoff, cache = 5e3) {
		this.continueExceeding = continueExceeding;
		this.exponentialBackoff = exponentialBackoff;
		this.lru = new Lru(cache);
	}
	LocalStore.prototype.incr = function(ip, cb, timeWindow, max) {
		const nowInMs = Date.now();
		let current = this.lru.get(ip);
		if (!current) current = {
			current: 1,
			ttl: timeWindow,
			iterationStartMs: nowInMs
		};
		else if (current.iterationStartMs + timeWindow <= nowInMs) {
			current.current = 1;
			current.ttl = timeWindow;
			current.iterationStartMs = nowInMs;
		} else {
			++current.current;
			if (this.continueExceeding && current.current > max) {
				current.ttl = timeWindow;
				current.iterationStartMs = nowInMs;
			} else if (this.exponentialBackoff && current.current > max) {
				const ttl = timeWindow * 2 ** (current.current - max - 1);
				current.ttl = Number.isSafeInteger(ttl) ? ttl : Number.MAX_SAFE_INTEGER;
				current.iterationStartMs = nowInMs;
			} else current.ttl = timeWindow - (nowInMs - current.iterationStartMs);
		}
		this.lru.set(ip, current);
		cb(null, current);
	};
	LocalStore.prototype.read = function(ip, cb, timeWindow, max) {
		const nowInMs = Date.now();
		const current = this.lru.get(ip);
		if (!current || current.iterationStartMs + timeWindow <= nowInMs) {
			cb(null, {
				current: 0,
				ttl: 0
			});
			return;
		}
		const ttl = timeWindow - (nowInMs - current.iterationStartMs);
		cb(null, {
			current: current.current,
			ttl
		});
	};
	LocalStore.prototype.child = function(routeOptions) {
		return new LocalStore(routeOptions.continueExceeding, routeOptions.exponentialBackoff, routeOptions.cache);
	};
	module.exports = LocalStore;
}));
// ../../node_modules/@fastify/rate-limit/store/RedisStore.js
var require_RedisStore = __commonJSMin(((exports, module) => {
	const lua = `
  -- Key to operate on
  local key = KEYS[1]
  -- Time window for the TTL
  local timeWindow = tonumber(ARGV[1])
  -- Max requests
  local max = tonumber(ARGV[2])
  -- Flag to determine if TTL should be reset after exceeding
  local continueExceeding = ARGV[3] == 'true'
  --Flag to determine if exponential backoff should be applied
  local exponentialBackoff = ARGV[4] == 'true'

  --Max safe integer
  local MAX_SAFE_INTEGER = (2^53) - 1

  -- Increment the key's value
  local current = redis.call('INCR', key)

  if current == 1 or (continueExceeding and current > max) then
    redis.call('PEXPIRE', key, timeWindow)
  elseif exponentialBackoff and current > max then
    local backoffExponent = current - max - 1
    timeWindow = math.min(timeWindow * (2 ^ backoffExponent), MAX_SAFE_INTEGER)
    redis.call('PEXPIRE', key, timeWindow)
  else
    timeWindow = redis.call('PTTL', key)
  end

  return {current, timeWindow}
`;
	const luaRead = `
  -- Key to operate on
  local key = KEYS[1]

  -- Read the counter without mutating it
  local current = redis.call('GET', key)

  -- A missing key returns false from redis.call (and nil from redis.pcall);
  -- "not current" covers both, so the clean-state branch is robust either way.
  if not current then
    -- Key doesn't exist: clean state
    return {0, 0}
  end

  -- Read the remaining TTL in milliseconds
  local ttl = redis.call('PTTL', key)
  if ttl < 0 then
    -- -2 (no key) or -1 (no expiry): report no active window
    ttl = 0
  end

  return {tonumber(current), ttl}
`;
	function RedisStore(continueExceeding, exponentialBackoff, redis, key = "fastify-rate-limit-") {
		this.continueExceeding = continueExceeding;
		this.exponentialBackoff = exponentialBackoff;
		this.redis = redis;
		this.key = key;
		if (!this.redis.rateLimit) this.redis.defineCommand("rateLimit", {
			numberOfKeys: 1,
			lua
		});
		if (!this.redis.rateLimitRead) this.redis.defineCommand("rateLimitRead", {
			numberOfKeys: 1,
			lua: luaRead
		});
	}
	RedisStore.prototype.incr = function(ip, cb, timeWindow, max) {
		this.redis.rateLimit(this.key + ip, timeWindow, max, this.continueExceeding, this.exponentialBackoff, (err, result) => {
			err ? cb(err, null) : cb(null, {
				current: result[0],
				ttl: result[1]
			});
		});
	};
	RedisStore.prototype.read = function(ip, cb, timeWindow, max) {
		this.redis.rateLimitRead(this.key + ip, (err, result) => {
			err ? cb(err, null) : cb(null, {
				current: result[0],
				ttl: result[1]
			});
		});
	};
	RedisStore.prototype.child = function(routeOptions) {
		return new RedisStore(routeOptions.continueExceeding, routeOptions.exponentialBackoff, this.redis, `${this.key}${routeOptions.routeInfo.method}${routeOptions.routeInfo.url}-`);
	};
	module.exports = RedisStore;
}));
// ../../node_modules/@fastify/rate-limit/index.js
var require_rate_limit = __commonJSMin(((exports, module) => {
	const { isIPv6 } = __require("node:net");
	const { Address6 } = require_ip_address();
	const fp = require_fastify_plugin();
	const { parse, format } = require_dist$2();
	const LocalStore = require_LocalStore();
	const RedisStore = require_RedisStore();
	const defaultMax = 1e3;
	const defaultTimeWindow = 6e4;
	const defaultHook = "onRequest";
	const defaultIPv6Subnet = 64;
	const defaultHeaders = {
		rateLimit: "x-ratelimit-limit",
		rateRemaining: "x-ratelimit-remaining",
		rateReset: "x-ratelimit-reset",
		retryAfter: "retry-after"
	};
	const draftSpecHeaders = {
		rateLimit: "ratelimit-limit",
		rateRemaining: "ratelimit-remaining",
		rateReset: "ratelimit-reset",
		retryAfter: "retry-after"
	};
	const defaultOnFn = () => {};
	function normalizeIP(ip, ipv6Subnet = defaultIPv6Subnet) {
		if (!isIPv6(ip)) return ip.toLowerCase();
		const address = new Address6(ip);
		if (address.isMapped4()) return address.to4().correctForm();
		if (ipv6Subnet < 128) return new Address6(`${ip}/${ipv6Subnet}`).startAddress().correctForm();
		return address.correctForm();
	}
	function normalizeIPv6Subnet(ipv6Subnet) {
		if (Number.isFinite(ipv6Subnet) && ipv6Subnet >= 0 && ipv6Subnet <= 128) return Math.trunc(ipv6Subnet);
		return defaultIPv6Subnet;
	}
	const defaultKeyGenerator = (req, ipv6Subnet) => normalizeIP(req.ip, ipv6Subnet);
	const defaultErrorResponse = (_req, context) => {
		const err = new Error(`Rate limit exceeded, retry in ${context.after}`);
		err.statusCode = context.statusCode;
		return err;
	};
	async function fastifyRateLimit(fastify, settings) {
		const globalParams = { global: typeof settings.global === "boolean" ? settings.global : true };
		if (typeof settings.enableDraftSpec === "boolean" && settings.enableDraftSpec) {
			globalParams.enableDraftSpec = true;
			globalParams.labels = draftSpecHeaders;
		} else {
			globalParams.enableDraftSpec = false;
			globalParams.labels = defaultHeaders;
		}
		globalParams.addHeaders = Object.assign({
			[globalParams.labels.rateLimit]: true,
			[globalParams.labels.rateRemaining]: true,
			[globalParams.labels.rateReset]: true,
			[globalParams.labels.retryAfter]: true
		}, settings.addHeaders);
		globalParams.addHeadersOnExceeding = Object.assign({
			[globalParams.labels.rateLimit]: true,
			[globalParams.labels.rateRemaining]: true,
			[globalParams.labels.rateReset]: true
		}, settings.addHeadersOnExceeding);
		if (Number.isFinite(settings.max) && settings.max >= 0) globalParams.max = Math.trunc(settings.max);
		else if (typeof settings.max === "function") globalParams.max = settings.max;
		else globalParams.max = defaultMax;
		if (Number.isFinite(settings.timeWindow) && settings.timeWindow >= 0) globalParams.timeWindow = Math.trunc(settings.timeWindow);
		else if (typeof settings.timeWindow === "string") globalParams.timeWindow = parse(settings.timeWindow);
		else if (typeof settings.timeWindow === "function") globalParams.timeWindow = settings.timeWindow;
		else globalParams.timeWindow = defaultTimeWindow;
		globalParams.hook = settings.hook || defaultHook;
		globalParams.allowList = settings.allowList || null;
		globalParams.ban = Number.isFinite(settings.ban) && settings.ban >= 0 ? Math.trunc(settings.ban) : -1;
		globalParams.onBanReach = typeof settings.onBanReach === "function" ? settings.onBanReach : defaultOnFn;
		globalParams.onExceeding = typeof settings.onExceeding === "function" ? settings.onExceeding : defaultOnFn;
		globalParams.onExceeded = typeof settings.onExceeded === "function" ? settings.onExceeded : defaultOnFn;
		globalParams.continueExceeding = typeof settings.continueExceeding === "boolean" ? settings.continueExceeding : false;
		globalParams.exponentialBackoff = typeof settings.exponentialBackoff === "boolean" ? settings.exponentialBackoff : false;
		globalParams.ipv6Subnet = normalizeIPv6Subnet(settings.ipv6Subnet);
		globalParams.keyGenerator = typeof settings.keyGenerator === "function" ? settings.keyGenerator : defaultKeyGenerator;
		if (typeof settings.errorResponseBuilder === "function") {
			globalParams.errorResponseBuilder = settings.errorResponseBuilder;
			globalParams.isCustomErrorMessage = true;
		} else {
			globalParams.errorResponseBuilder = defaultErrorResponse;
			globalParams.isCustomErrorMessage = false;
		}
		globalParams.skipOnError = typeof settings.skipOnError === "boolean" ? settings.skipOnError : false;
		const pluginComponent = {
			rateLimitRan: Symbol("fastify.request.rateLimitRan"),
			store: null
		};
		if (settings.store) {
			const Store = settings.store;
			pluginComponent.store = new Store(globalParams);
		} else if (settings.redis) pluginComponent.store = new RedisStore(globalParams.continueExceeding, globalParams.exponentialBackoff, settings.redis, settings.nameSpace);
		else pluginComponent.store = new LocalStore(globalParams.continueExceeding, globalParams.exponentialBackoff, settings.cache);
		fastify.decorateRequest(pluginComponent.rateLimitRan, false);
		if (!fastify.hasDecorator("createRateLimit")) fastify.decorate("createRateLimit", (options) => {
			const args = createLimiterArgs(pluginComponent, globalParams, options);
			return (req, callOptions) => applyRateLimit.apply(this, args.concat(req, callOptions));
		});
		if (!fastify.hasDecorator("rateLimit")) fastify.decorate("rateLimit", (options) => {
			return rateLimitRequestHandler(...createLimiterArgs(pluginComponent, globalParams, options));
		});
		fastify.addHook("onRoute", (routeOptions) => {
			if (routeOptions.config?.rateLimit != null) {
				if (typeof routeOptions.config.rateLimit === "object") {
					const newPluginComponent = Object.create(pluginComponent);
					const mergedRateLimitParams = mergeParams(globalParams, routeOptions.config.rateLimit, { routeInfo: routeOptions });
					newPluginComponent.store = pluginComponent.store.child(mergedRateLimitParams);
					addRouteRateHook(newPluginComponent, mergedRateLimitParams, routeOptions);
				} else if (routeOptions.config.rateLimit !== false) throw new Error("Unknown value for route rate-limit configuration");
			} else if (globalParams.global) addRouteRateHook(pluginComponent, globalParams, routeOptions);
		});
	}
	function mergeParams(...params) {
		const result = Object.assign({}, ...params);
		if (Number.isFinite(result.timeWindow) && result.timeWindow >= 0) result.timeWindow = Math.trunc(result.timeWindow);
		else if (typeof result.timeWindow === "string") result.timeWindow = parse(result.timeWindow);
		else if (typeof result.timeWindow !== "function") result.timeWindow = defaultTimeWindow;
		if (Number.isFinite(result.max) && result.max >= 0) result.max = Math.trunc(result.max);
		else if (typeof result.max !== "function") result.max = defaultMax;
		if (Number.isFinite(result.ban) && result.ban >= 0) result.ban = Math.trunc(result.ban);
		else result.ban = -1;
		result.ipv6Subnet = normalizeIPv6Subnet(result.ipv6Subnet);
		if (result.groupId !== void 0 && typeof result.groupId !== "string") throw new Error("groupId must be a string");
		return result;
	}
	function createLimiterArgs(pluginComponent, globalParams, options) {
		if (typeof options === "object") {
			const newPluginComponent = Object.create(pluginComponent);
			const mergedRateLimitParams = mergeParams(globalParams, options, { routeInfo: {} });
			newPluginComponent.store = newPluginComponent.store.child(mergedRateLimitParams);
			return [newPluginComponent, mergedRateLimitParams];
		}
		return [pluginComponent, globalParams];
	}
	function addRouteRateHook(pluginComponent, params, routeOptions) {
		const hook = params.hook;
		const hookHandler = rateLimitRequestHandler(pluginComponent, params);
		if (Array.isArray(routeOptions[hook])) routeOptions[hook].push(hookHandler);
		else if (typeof routeOptions[hook] === "function") routeOptions[hook] = [routeOptions[hook], hookHandler];
		else routeOptions[hook] = [hookHandler];
	}
	async function applyRateLimit(pluginComponent, params, req, callOptions) {
		const { store } = pluginComponent;
		let key = params.keyGenerator === defaultKeyGenerator ? defaultKeyGenerator(req, params.ipv6Subnet) : await params.keyGenerator(req);
		const groupId = req.routeOptions.config?.rateLimit?.groupId;
		if (groupId) key += groupId;
		if (params.allowList) {
			if (typeof params.allowList === "function") {
				if (await params.allowList(req, key)) return {
					isAllowed: true,
					key
				};
			} else if (params.allowList.indexOf(key) !== -1) return {
				isAllowed: true,
				key
			};
		}
		const max = typeof params.max === "number" ? params.max : await params.max(req, key);
		const timeWindow = typeof params.timeWindow === "number" ? params.timeWindow : await params.timeWindow(req, key);
		let current = 0;
		let ttl = 0;
		let ttlInSeconds = 0;
		const storeMethod = callOptions?.increment === false ? "read" : "incr";
		if (storeMethod === "read" && typeof store.read !== "function") throw new Error("The configured rate-limit store does not implement a `read` method, which is required to use `{ increment: false }`");
		try {
			const res = await new Promise((resolve, reject) => {
				store[storeMethod](key, (err, res) => {
					err ? reject(err) : resolve(res);
				}, timeWindow, max);
			});
			current = res.current;
			ttl = res.ttl;
			ttlInSeconds = Math.ceil(res.ttl / 1e3);
		} catch (err) {
			if (!params.skipOnError) throw err;
		}
		return {
			isAllowed: false,
			key,
			max,
			timeWindow,
			remaining: Math.max(0, max - current),
			ttl,
			ttlInSeconds,
			isExceeded: current > max,
			isBanned: params.ban !== -1 && current - max > params.ban
		};
	}
	function rateLimitRequestHandler(pluginComponent, params) {
		const { rateLimitRan } = pluginComponent;
		return async (req, res) => {
			if (req[rateLimitRan]) return;
			req[rateLimitRan] = true;
			const rateLimit = await applyRateLimit(pluginComponent, params, req);
			if (rateLimit.isAllowed) return;
			const { key, max, remaining, ttl, ttlInSeconds, isExceeded, isBanned } = rateLimit;
			if (!isExceeded) {
				if (params.addHeadersOnExceeding[params.labels.rateLimit]) res.header(params.labels.rateLimit, max);
				if (params.addHeadersOnExceeding[params.labels.rateRemaining]) res.header(params.labels.rateRemaining, remaining);
				if (params.addHeadersOnExceeding[params.labels.rateReset]) res.header(params.labels.rateReset, ttlInSeconds);
				params.onExceeding(req, key);
				return;
			}
			params.onExceeded(req, key);
			if (params.addHeaders[params.labels.rateLimit]) res.header(params.labels.rateLimit, max);
			if (params.addHeaders[params.labels.rateRemaining]) res.header(params.labels.rateRemaining, 0);
			if (params.addHeaders[params.labels.rateReset]) res.header(params.labels.rateReset, ttlInSeconds);
			if (params.addHeaders[params.labels.retryAfter]) res.header(params.labels.retryAfter, ttlInSeconds);
			const respCtx = {
				statusCode: 429,
				ban: false,
				max,
				ttl,
				after: format(ttlInSeconds * 1e3, true)
			};
			if (isBanned) {
				respCtx.statusCode = 403;
				respCtx.ban = true;
				params.onBanReach(req, key);
			}
			throw params.errorResponseBuilder(req, respCtx);
		};
	}
	module.exports = fp(fastifyRateLimit, {
		fastify: "5.x",
		name: "@fastify/rate-limit"
	});
	module.exports.default = fastifyRateLimit;
	module.exports.fastifyRateLimit = fastifyRateLimit;
	module.exports.normalizeIP = normalizeIP;
}));
// ../../node_modules/@fastify/websocket/index.js
var require_websocket = __commonJSMin(((exports, module) => {
	const { ServerResponse } = require__part_node_http();
	const { PassThrough } = __require("node:stream");
	const { randomBytes } = __require("node:crypto");
	const fp = require_fastify_plugin();
	const WebSocket = require_ws();
	const Duplexify = require_duplexify();
	const kWs = Symbol("ws-socket");
	const kWsHead = Symbol("ws-head");
	const statusCodeReg = /HTTP\/1.1 (\d+)/u;
	function fastifyWebsocket(fastify, opts, next) {
		fastify.decorateRequest("ws", null);
		let errorHandler = defaultErrorHandler;
		if (opts.errorHandler) {
			if (typeof opts.errorHandler !== "function") return next(new Error("invalid errorHandler function"));
			errorHandler = opts.errorHandler;
		}
		let preClose = defaultPreClose;
		if (opts?.preClose) {
			if (typeof opts.preClose !== "function") return next(new Error("invalid preClose function"));
			preClose = opts.preClose;
		}
		if (opts.options?.noServer) return next(new Error("fastify-websocket doesn't support the ws noServer option. If you want to create a websocket server detatched from fastify, use the ws library directly."));
		const wssOptions = Object.assign({ noServer: true }, opts.options);
		if (wssOptions.path) fastify.log.warn("ws server path option shouldn't be provided, use a route instead");
		const websocketListenServer = wssOptions.server || fastify.server;
		delete wssOptions.server;
		const wss = new WebSocket.Server(wssOptions);
		fastify.decorate("websocketServer", wss);
		async function injectWS(path = "/", upgradeContext = {}, options = {}) {
			const server2Client = new PassThrough();
			const client2Server = new PassThrough();
			const serverStream = new Duplexify(server2Client, client2Server);
			const clientStream = new Duplexify(client2Server, server2Client);
			const ws = new WebSocket(null, void 0, { isServer: false });
			const head = Buffer.from([]);
			let resolve, reject;
			const promise = new Promise((_resolve, _reject) => {
				resolve = _resolve;
				reject = _reject;
			});
			typeof options.onInit === "function" && options.onInit(ws);
			ws.on("open", () => {
				typeof options.onOpen === "function" && options.onOpen(ws);
				clientStream.removeListener("data", onData);
				resolve(ws);
			});
			const onData = (chunk) => {
				if (chunk.toString().includes("HTTP/1.1 101 Switching Protocols")) {
					ws._isServer = false;
					ws.setSocket(clientStream, head, { maxPayload: 0 });
				} else {
					clientStream.removeListener("data", onData);
					const statusCode = Number(statusCodeReg.exec(chunk.toString())[1]);
					reject(new Error("Unexpected server response: " + statusCode));
				}
			};
			clientStream.on("data", onData);
			const req = {
				...upgradeContext,
				method: "GET",
				headers: {
					...upgradeContext.headers,
					connection: "upgrade",
					upgrade: "websocket",
					"sec-websocket-version": 13,
					"sec-websocket-key": randomBytes(16).toString("base64")
				},
				httpVersion: "1.1",
				url: path,
				[kWs]: serverStream,
				[kWsHead]: head
			};
			websocketListenServer.emit("upgrade", req, req[kWs], req[kWsHead]);
			return promise;
		}
		fastify.decorate("injectWS", injectWS);
		function onUpgrade(rawRequest, socket, head) {
			socket.on("error", onUpgradeSocketError);
			rawRequest[kWs] = socket;
			rawRequest[kWsHead] = head;
			const rawResponse = new ServerResponse(rawRequest);
			try {
				rawResponse.assignSocket(socket);
				fastify.routing(rawRequest, rawResponse);
			} catch (err) {
				fastify.log.warn({ err }, "websocket upgrade failed");
			}
		}
		websocketListenServer.on("upgrade", onUpgrade);
		const handleUpgrade = (rawRequest, callback) => {
			rawRequest[kWs].removeListener("error", onUpgradeSocketError);
			wss.handleUpgrade(rawRequest, rawRequest[kWs], rawRequest[kWsHead], (socket) => {
				wss.emit("connection", socket, rawRequest);
				callback(socket);
			});
		};
		function onUpgradeSocketError() {
			this.destroy();
		}
		fastify.addHook("onRequest", (request, _reply, done) => {
			if (request.raw[kWs]) request.ws = true;
			else request.ws = false;
			done();
		});
		fastify.addHook("onResponse", (request, _reply, done) => {
			if (request.ws) request.raw[kWs].destroy();
			done();
		});
		fastify.addHook("onRoute", (routeOptions) => {
			let isWebsocketRoute = false;
			let wsHandler = routeOptions.wsHandler;
			let handler = routeOptions.handler;
			if (routeOptions.websocket || routeOptions.wsHandler) {
				const methods = Array.isArray(routeOptions.method) ? routeOptions.method : [routeOptions.method];
				if (methods.every((method) => method === "HEAD")) {
					if (routeOptions.websocket) routeOptions.handler = function(_, reply) {
						reply.code(404).send();
					};
					return;
				} else if (methods.some((method) => method !== "GET" && method !== "HEAD")) throw new Error("websocket handler can only be declared in GET method");
				isWebsocketRoute = true;
				if (routeOptions.websocket) {
					if (!routeOptions.schema) routeOptions.schema = {};
					routeOptions.schema.hide = true;
					wsHandler = routeOptions.handler;
					handler = function(_, reply) {
						reply.code(404).send();
					};
				}
				if (typeof wsHandler !== "function") throw new TypeError("invalid wsHandler function");
			}
			routeOptions.handler = function(request, reply) {
				if (request.raw[kWs]) {
					reply.hijack();
					handleUpgrade(request.raw, (socket) => {
						socket.on("error", (error) => {
							errorHandler.call(this, error, socket, request, reply);
						});
						let result;
						try {
							if (isWebsocketRoute) result = wsHandler.call(this, socket, request);
							else result = noHandle.call(this, socket, request);
						} catch (err) {
							return errorHandler.call(this, err, socket, request, reply);
						}
						if (result && typeof result.catch === "function") result.catch((err) => errorHandler.call(this, err, socket, request, reply));
					});
				} else return handler.call(this, request, reply);
			};
		});
		fastify.addHook("preClose", function removeUpgradeListener(done) {
			websocketListenServer.removeListener("upgrade", onUpgrade);
			done();
		});
		fastify.addHook("preClose", preClose);
		function defaultPreClose(done) {
			const server = this.websocketServer;
			if (server.clients) for (const client of server.clients) client.close();
			server.close(done);
			done();
		}
		function noHandle(socket, rawRequest) {
			this.log.info({ path: rawRequest.url }, "closed incoming websocket connection for path with no websocket handler");
			socket.close();
		}
		function defaultErrorHandler(error, socket, request) {
			request.log.error(error);
			socket.terminate();
		}
		next();
	}
	module.exports = fp(fastifyWebsocket, {
		fastify: "5.x",
		name: "@fastify/websocket"
	});
	module.exports.default = fastifyWebsocket;
	module.exports.fastifyWebsocket = fastifyWebsocket;
}));
// ../../node_modules/@fastify/busboy/deps/streamsearch/sbmh.js
var require_sbmh = __commonJSMin(((exports, module) => {
	const { EventEmitter } = __require("node:events");
	const { inherits } = __require("node:util");
	function SBMH(needle) {
		if (typeof needle === "string") needle = Buffer.from(needle);
		if (!Buffer.isBuffer(needle)) throw new TypeError("The needle has to be a String or a Buffer.");
		const needleLength = needle.length;
		const needleLastCharIndex = needleLength - 1;
		if (needleLength === 0) throw new Error("The needle cannot be an empty String/Buffer.");
		if (needleLength > 256) throw new Error("The needle cannot have a length bigger than 256.");
		this.maxMatches = Infinity;
		this.matches = 0;
		this._occ = new Uint16Array(256).fill(needleLength);
		this._lookbehind_size = 0;
		this._needle = needle;
		this._bufpos = 0;
		this._lookbehind = Buffer.alloc(needleLastCharIndex);
		for (var i = 0; i < needleLastCharIndex; ++i) this._occ[needle[i]] = needleLastCharIndex - i;
	}
	inherits(SBMH, EventEmitter);
	SBMH.prototype.reset = function() {
		this._lookbehind_size = 0;
		this.matches = 0;
		this._bufpos = 0;
	};
	SBMH.prototype.push = function(chunk, pos) {
		if (!Buffer.isBuffer(chunk)) chunk = Buffer.from(chunk, "binary");
		const chlen = chunk.length;
		this._bufpos = pos || 0;
		let r;
		while (r !== chlen && this.matches < this.maxMatches) r = this._sbmh_feed(chunk);
		return r;
	};
	SBMH.prototype._sbmh_feed = function(data) {
		const len = data.length;
		const needle = this._needle;
		const needleLength = needle.length;
		const needleLastCharIndex = needleLength - 1;
		const needleLastChar = needle[needleLastCharIndex];
		let pos = -this._lookbehind_size;
		let ch;
		if (pos < 0) {
			while (pos < 0 && pos <= len - needleLength) {
				ch = data[pos + needleLastCharIndex];
				if (ch === needleLastChar && this._sbmh_memcmp(data, pos, needleLastCharIndex)) {
					this._lookbehind_size = 0;
					++this.matches;
					this.emit("info", true);
					return this._bufpos = pos + needleLength;
				}
				pos += this._occ[ch];
			}
			while (pos < 0 && !this._sbmh_memcmp(data, pos, len - pos)) ++pos;
			if (pos >= 0) {
				this.emit("info", false, this._lookbehind, 0, this._lookbehind_size);
				this._lookbehind_size = 0;
			} else {
				const bytesToCutOff = this._lookbehind_size + pos;
				if (bytesToCutOff > 0) this.emit("info", false, this._lookbehind, 0, bytesToCutOff);
				this._lookbehind_size -= bytesToCutOff;
				this._lookbehind.copy(this._lookbehind, 0, bytesToCutOff, this._lookbehind_size);
				data.copy(this._lookbehind, this._lookbehind_size);
				this._lookbehind_size += len;
				this._bufpos = len;
				return len;
			}
		}
		pos = data.indexOf(needle, pos + this._bufpos);
		if (pos !== -1) {
			++this.matches;
			if (pos === 0) this.emit("info", true);
			else this.emit("info", true, data, this._bufpos, pos);
			return this._bufpos = pos + needleLength;
		}
		pos = len - needleLastCharIndex;
		if (pos < 0) pos = 0;
		while (pos !== len && (data[pos] !== needle[0] || Buffer.compare(data.subarray(pos + 1, len), needle.subarray(1, len - pos)) !== 0)) ++pos;
		if (pos !== len) {
			data.copy(this._lookbehind, 0, pos, len);
			this._lookbehind_size = len - pos;
		}
		if (pos !== 0) this.emit("info", false, data, this._bufpos, pos);
		this._bufpos = len;
		return len;
	};
	SBMH.prototype._sbmh_lookup_char = function(data, pos) {
		return pos < 0 ? this._lookbehind[this._lookbehind_size + pos] : data[pos];
	};
	SBMH.prototype._sbmh_memcmp = function(data, pos, len) {
		for (var i = 0; i < len; ++i) if (this._sbmh_lookup_char(data, pos + i) !== this._needle[i]) return false;
		return true;
	};
	module.exports = SBMH;
}));
// ../../node_modules/@fastify/busboy/deps/dicer/lib/PartStream.js
var require_PartStream = __commonJSMin(((exports, module) => {
	const inherits = __require("node:util").inherits;
	const ReadableStream = __require("node:stream").Readable;
	function PartStream(opts) {
		ReadableStream.call(this, opts);
	}
	inherits(PartStream, ReadableStream);
	PartStream.prototype._read = function(n) {};
	module.exports = PartStream;
}));
// ../../node_modules/@fastify/busboy/lib/utils/getLimit.js
var require_getLimit = __commonJSMin(((exports, module) => {
	module.exports = function getLimit(limits, name, defaultLimit) {
		if (!limits || limits[name] === void 0 || limits[name] === null) return defaultLimit;
		if (typeof limits[name] !== "number" || isNaN(limits[name])) throw new TypeError("Limit " + name + " is not a valid number");
		return limits[name];
	};
}));
// ../../node_modules/@fastify/busboy/deps/dicer/lib/HeaderParser.js
var require_HeaderParser = __commonJSMin(((exports, module) => {
	const EventEmitter = __require("node:events").EventEmitter;
	const inherits = __require("node:util").inherits;
	const getLimit = require_getLimit();
	const B_DCRLF = Buffer.from("\r\n\r\n");
	const S_DCRLF = "\r\n\r\n";
	function HeaderParser(cfg) {
		EventEmitter.call(this);
		cfg = cfg || {};
		this.nread = 0;
		this.maxed = false;
		this.dropped = 0;
		this.npairs = 0;
		this.maxHeaderPairs = getLimit(cfg, "maxHeaderPairs", 2e3);
		this.maxHeaderSize = getLimit(cfg, "maxHeaderSize", 81920);
		this.buffer = "";
		this.header = Object.create(null);
		this.finished = false;
		this.tail = "";
	}
	inherits(HeaderParser, EventEmitter);
	HeaderParser.prototype.push = function(data) {
		if (!Buffer.isBuffer(data)) data = Buffer.from(data, "binary");
		let end = data.length;
		let appendEnd = data.length;
		let found = false;
		let splitTail = 0;
		const tail = this.tail;
		for (let i = tail.length; i > 0; --i) if (tail.endsWith(S_DCRLF.slice(0, i))) {
			let matched = data.length >= 4 - i;
			for (let j = i; matched && j < 4; ++j) matched = data[j - i] === S_DCRLF.charCodeAt(j);
			if (matched) {
				end = 4 - i;
				appendEnd = 0;
				splitTail = i;
				found = true;
				break;
			}
		}
		if (!found) {
			const pos = data.indexOf(B_DCRLF);
			if (pos !== -1) {
				end = pos + B_DCRLF.length;
				appendEnd = pos;
				found = true;
			}
		}
		if (!found) this.tail = data.length >= 3 ? data.toString("binary", data.length - 3) : (tail + data.toString("binary")).slice(-3);
		else this.tail = "";
		if (appendEnd !== 0 && !this.maxed) {
			const remaining = this.maxHeaderSize - this.nread;
			if (appendEnd >= remaining) {
				this.buffer += data.toString("binary", 0, remaining);
				this.nread = this.maxHeaderSize;
				this.maxed = true;
				this.dropped = appendEnd - remaining;
			} else {
				this.buffer += data.toString("binary", 0, appendEnd);
				this.nread += appendEnd;
			}
		} else this.dropped += appendEnd;
		if (found) {
			const buffered = splitTail - this.dropped;
			if (buffered > 0) this.buffer = this.buffer.slice(0, this.buffer.length - buffered);
			this._finish();
			return end;
		}
	};
	HeaderParser.prototype.reset = function() {
		this.finished = false;
		this.nread = this.npairs = 0;
		this.maxed = false;
		this.buffer = "";
		this.header = Object.create(null);
		this.tail = "";
		this.dropped = 0;
	};
	HeaderParser.prototype._finish = function() {
		if (this.buffer) this._parseHeader();
		const header = this.header;
		this.header = Object.create(null);
		this.buffer = "";
		this.tail = "";
		this.finished = true;
		this.nread = this.npairs = 0;
		this.maxed = false;
		this.dropped = 0;
		this.emit("header", header);
	};
	HeaderParser.prototype._parseHeader = function() {
		if (this.npairs === this.maxHeaderPairs) return;
		const buffer = this.buffer;
		let h;
		let lineStart = 0;
		while (lineStart < buffer.length) {
			let lineEnd = buffer.indexOf("\r\n", lineStart);
			if (lineEnd === -1) lineEnd = buffer.length;
			if (lineEnd === lineStart) {
				lineStart = lineEnd + 2;
				continue;
			}
			const line = buffer.slice(lineStart, lineEnd);
			if (line.includes("\r") || line.includes("\n")) return;
			if ((buffer[lineStart] === "	" || buffer[lineStart] === " ") && h) {
				this.header[h][this.header[h].length - 1] += buffer.slice(lineStart, lineEnd);
				lineStart = lineEnd + 2;
				continue;
			}
			const posColon = buffer.indexOf(":", lineStart);
			if (posColon === -1 || posColon === lineStart || posColon > lineEnd) return;
			h = buffer.slice(lineStart, posColon).toLowerCase();
			let valueStart = posColon + 1;
			if (buffer[valueStart] === " " || buffer[valueStart] === "	") ++valueStart;
			(this.header[h] || (this.header[h] = [])).push(buffer.slice(valueStart, lineEnd));
			if (++this.npairs === this.maxHeaderPairs) break;
			lineStart = lineEnd + 2;
		}
	};
	module.exports = HeaderParser;
}));
// ../../node_modules/@fastify/busboy/deps/dicer/lib/Dicer.js
var require_Dicer = __commonJSMin(((exports, module) => {
	const WritableStream = __require("node:stream").Writable;
	const inherits = __require("node:util").inherits;
	const StreamSearch = require_sbmh();
	const PartStream = require_PartStream();
	const HeaderParser = require_HeaderParser();
	const DASH = 45;
	const B_ONEDASH = Buffer.from("-");
	const B_CRLF = Buffer.from("\r\n");
	const EMPTY_FN = function() {};
	function Dicer(cfg) {
		if (!(this instanceof Dicer)) return new Dicer(cfg);
		WritableStream.call(this, cfg);
		if (!cfg || !cfg.headerFirst && typeof cfg.boundary !== "string") throw new TypeError("Boundary required");
		if (typeof cfg.boundary === "string") this.setBoundary(cfg.boundary);
		else this._bparser = void 0;
		this._headerFirst = cfg.headerFirst;
		this._dashes = 0;
		this._parts = 0;
		this._finished = false;
		this._realFinish = false;
		this._isPreamble = true;
		this._justMatched = false;
		this._firstWrite = true;
		this._inHeader = true;
		this._part = void 0;
		this._cb = void 0;
		this._ignoreData = false;
		this._partOpts = { highWaterMark: cfg.partHwm };
		this._pause = false;
		const self = this;
		this._hparser = new HeaderParser(cfg);
		this._hparser.on("header", function(header) {
			self._inHeader = false;
			self._part.emit("header", header);
		});
	}
	inherits(Dicer, WritableStream);
	Dicer.prototype.emit = function(ev) {
		if (ev === "finish" && !this._realFinish) {
			if (!this._finished) {
				const self = this;
				process.nextTick(function() {
					self.emit("error", new Error("Unexpected end of multipart data"));
					if (self._part && !self._ignoreData) {
						const type = self._isPreamble ? "Preamble" : "Part";
						self._part.emit("error", new Error(type + " terminated early due to unexpected end of multipart data"));
						self._part.push(null);
						process.nextTick(function() {
							self._realFinish = true;
							self.emit("finish");
							self._realFinish = false;
						});
						return;
					}
					self._realFinish = true;
					self.emit("finish");
					self._realFinish = false;
				});
			}
		} else WritableStream.prototype.emit.apply(this, arguments);
	};
	Dicer.prototype._write = function(data, encoding, cb) {
		if (!this._hparser && !this._bparser) return cb();
		if (this._headerFirst && this._isPreamble) {
			if (!this._part) {
				this._part = new PartStream(this._partOpts);
				if (this.listenerCount("preamble") !== 0) this.emit("preamble", this._part);
				else this._ignore();
			}
			const r = this._hparser.push(data);
			if (!this._inHeader && r !== void 0 && r < data.length) data = data.slice(r);
			else return cb();
		}
		if (this._firstWrite) {
			this._bparser.push(B_CRLF);
			this._firstWrite = false;
		}
		this._bparser.push(data);
		if (this._pause) this._cb = cb;
		else cb();
	};
	Dicer.prototype.reset = function() {
		this._part = void 0;
		this._bparser = void 0;
		this._hparser = void 0;
	};
	Dicer.prototype.setBoundary = function(boundary) {
		const self = this;
		this._bparser = new StreamSearch("\r\n--" + boundary);
		this._bparser.on("info", function(isMatch, data, start, end) {
			self._oninfo(isMatch, data, start, end);
		});
	};
	Dicer.prototype._ignore = function() {
		if (this._part && !this._ignoreData) {
			this._ignoreData = true;
			this._part.on("error", EMPTY_FN);
			this._part.resume();
		}
	};
	Dicer.prototype._oninfo = function(isMatch, data, start, end) {
		let buf;
		const self = this;
		let i = 0;
		let r;
		let shouldWriteMore = true;
		if (!this._part && this._justMatched && data) {
			while (this._dashes < 2 && start + i < end) if (data[start + i] === DASH) {
				++i;
				++this._dashes;
			} else {
				if (this._dashes) buf = B_ONEDASH;
				this._dashes = 0;
				break;
			}
			if (this._dashes === 2) {
				if (start + i < end && this.listenerCount("trailer") !== 0) this.emit("trailer", data.slice(start + i, end));
				this.reset();
				this._finished = true;
				if (self._parts === 0) {
					self._realFinish = true;
					self.emit("finish");
					self._realFinish = false;
				}
			}
			if (this._dashes) return;
		}
		if (this._justMatched) this._justMatched = false;
		if (!this._part) {
			this._part = new PartStream(this._partOpts);
			this._part._read = function(n) {
				self._unpause();
			};
			if (this._isPreamble && this.listenerCount("preamble") !== 0) this.emit("preamble", this._part);
			else if (this._isPreamble !== true && this.listenerCount("part") !== 0) this.emit("part", this._part);
			else this._ignore();
			if (!this._isPreamble) this._inHeader = true;
		}
		if (data && start < end && !this._ignoreData) {
			if (this._isPreamble || !this._inHeader) {
				if (buf) shouldWriteMore = this._part.push(buf);
				shouldWriteMore = this._part.push(data.slice(start, end));
				if (!shouldWriteMore) this._pause = true;
			} else if (!this._isPreamble && this._inHeader) {
				if (buf) this._hparser.push(buf);
				r = this._hparser.push(data.slice(start, end));
				if (!this._inHeader && r !== void 0 && r < end) this._oninfo(false, data, start + r, end);
			}
		}
		if (isMatch) {
			this._hparser.reset();
			if (this._isPreamble) this._isPreamble = false;
			else if (start !== end && !this._inHeader) {
				++this._parts;
				this._part.on("end", function() {
					if (--self._parts === 0) {
						if (self._finished) {
							self._realFinish = true;
							self.emit("finish");
							self._realFinish = false;
						} else self._unpause();
					}
				});
			}
			this._part.push(null);
			this._part = void 0;
			this._ignoreData = false;
			this._justMatched = true;
			this._dashes = 0;
		}
	};
	Dicer.prototype._unpause = function() {
		if (!this._pause) return;
		this._pause = false;
		if (this._cb) {
			const cb = this._cb;
			this._cb = void 0;
			cb();
		}
	};
	module.exports = Dicer;
}));
// ../../node_modules/@fastify/busboy/lib/utils/decodeText.js
var require_decodeText = __commonJSMin(((exports, module, this$1) => {
	const utf8Decoder = new TextDecoder("utf-8");
	const textDecoders = new Map([["utf-8", utf8Decoder], ["utf8", utf8Decoder]]);
	function getDecoder(charset) {
		let lc;
		while (true) switch (charset) {
			case "utf-8":
			case "utf8": return decoders.utf8;
			case "latin1":
			case "ascii":
			case "us-ascii":
			case "iso-8859-1":
			case "iso8859-1":
			case "iso88591":
			case "iso_8859-1":
			case "windows-1252":
			case "iso_8859-1:1987":
			case "cp1252":
			case "x-cp1252": return decoders.latin1;
			case "utf16le":
			case "utf-16le":
			case "ucs2":
			case "ucs-2": return decoders.utf16le;
			case "base64": return decoders.base64;
			default:
				if (lc === void 0) {
					lc = true;
					charset = charset.toLowerCase();
					continue;
				}
				return decoders.other.bind(charset);
		}
	}
	function isAscii(data) {
		for (var i = 0, len = data.length; i < len; ++i) if (data.charCodeAt(i) > 127) return false;
		return true;
	}
	const decoders = {
		utf8: (data, sourceEncoding) => {
			if (data.length === 0) return "";
			if (typeof data === "string") {
				if (isAscii(data)) return data;
				data = Buffer.from(data, sourceEncoding);
			}
			return data.utf8Slice(0, data.length);
		},
		latin1: (data, sourceEncoding) => {
			if (data.length === 0) return "";
			if (typeof data === "string") return data;
			return data.latin1Slice(0, data.length);
		},
		utf16le: (data, sourceEncoding) => {
			if (data.length === 0) return "";
			if (typeof data === "string") data = Buffer.from(data, sourceEncoding);
			return data.ucs2Slice(0, data.length);
		},
		base64: (data, sourceEncoding) => {
			if (data.length === 0) return "";
			if (typeof data === "string") data = Buffer.from(data, sourceEncoding);
			return data.base64Slice(0, data.length);
		},
		other: (data, sourceEncoding) => {
			if (data.length === 0) return "";
			if (typeof data === "string") data = Buffer.from(data, sourceEncoding);
			if (textDecoders.has(this$1.toString())) try {
				return textDecoders.get(this$1).decode(data);
			} catch {}
			return typeof data === "string" ? data : data.toString();
		}
	};
	function decodeText(text, sourceEncoding, destEncoding) {
		if (text) return getDecoder(destEncoding)(text, sourceEncoding);
		return text;
	}
	module.exports = decodeText;
}));
// ../../node_modules/@fastify/busboy/lib/utils/parseParams.js
var require_parseParams = __commonJSMin(((exports, module) => {
	const decodeText = require_decodeText();
	const RE_ENCODED = /%[a-fA-F0-9][a-fA-F0-9]/g;
	const EncodedLookup = {
		"%00": "\0",
		"%01": "",
		"%02": "",
		"%03": "",
		"%04": "",
		"%05": "",
		"%06": "",
		"%07": "\x07",
		"%08": "\b",
		"%09": "	",
		"%0a": "\n",
		"%0A": "\n",
		"%0b": "\v",
		"%0B": "\v",
		"%0c": "\f",
		"%0C": "\f",
		"%0d": "\r",
		"%0D": "\r",
		"%0e": "",
		"%0E": "",
		"%0f": "",
		"%0F": "",
		"%10": "",
		"%11": "",
		"%12": "",
		"%13": "",
		"%14": "",
		"%15": "",
		"%16": "",
		"%17": "",
		"%18": "",
		"%19": "",
		"%1a": "",
		"%1A": "",
		"%1b": "\x1B",
		"%1B": "\x1B",
		"%1c": "",
		"%1C": "",
		"%1d": "",
		"%1D": "",
		"%1e": "",
		"%1E": "",
		"%1f": "",
		"%1F": "",
		"%20": " ",
		"%21": "!",
		"%22": "\"",
		"%23": "#",
		"%24": "$",
		"%25": "%",
		"%26": "&",
		"%27": "'",
		"%28": "(",
		"%29": ")",
		"%2a": "*",
		"%2A": "*",
		"%2b": "+",
		"%2B": "+",
		"%2c": ",",
		"%2C": ",",
		"%2d": "-",
		"%2D": "-",
		"%2e": ".",
		"%2E": ".",
		"%2f": "/",
		"%2F": "/",
		"%30": "0",
		"%31": "1",
		"%32": "2",
		"%33": "3",
		"%34": "4",
		"%35": "5",
		"%36": "6",
		"%37": "7",
		"%38": "8",
		"%39": "9",
		"%3a": ":",
		"%3A": ":",
		"%3b": ";",
		"%3B": ";",
		"%3c": "<",
		"%3C": "<",
		"%3d": "=",
		"%3D": "=",
		"%3e": ">",
		"%3E": ">",
		"%3f": "?",
		"%3F": "?",
		"%40": "@",
		"%41": "A",
		"%42": "B",
		"%43": "C",
		"%44": "D",
		"%45": "E",
		"%46": "F",
		"%47": "G",
		"%48": "H",
		"%49": "I",
		"%4a": "J",
		"%4A": "J",
		"%4b": "K",
		"%4B": "K",
		"%4c": "L",
		"%4C": "L",
		"%4d": "M",
		"%4D": "M",
		"%4e": "N",
		"%4E": "N",
		"%4f": "O",
		"%4F": "O",
		"%50": "P",
		"%51": "Q",
		"%52": "R",
		"%53": "S",
		"%54": "T",
		"%55": "U",
		"%56": "V",
		"%57": "W",
		"%58": "X",
		"%59": "Y",
		"%5a": "Z",
		"%5A": "Z",
		"%5b": "[",
		"%5B": "[",
		"%5c": "\\",
		"%5C": "\\",
		"%5d": "]",
		"%5D": "]",
		"%5e": "^",
		"%5E": "^",
		"%5f": "_",
		"%5F": "_",
		"%60": "`",
		"%61": "a",
		"%62": "b",
		"%63": "c",
		"%64": "d",
		"%65": "e",
		"%66": "f",
		"%67": "g",
		"%68": "h",
		"%69": "i",
		"%6a": "j",
		"%6A": "j",
		"%6b": "k",
		"%6B": "k",
		"%6c": "l",
		"%6C": "l",
		"%6d": "m",
		"%6D": "m",
		"%6e": "n",
		"%6E": "n",
		"%6f": "o",
		"%6F": "o",
		"%70": "p",
		"%71": "q",
		"%72": "r",
		"%73": "s",
		"%74": "t",
		"%75": "u",
		"%76": "v",
		"%77": "w",
		"%78": "x",
		"%79": "y",
		"%7a": "z",
		"%7A": "z",
		"%7b": "{",
		"%7B": "{",
		"%7c": "|",
		"%7C": "|",
		"%7d": "}",
		"%7D": "}",
		"%7e": "~",
		"%7E": "~",
		"%7f": "",
		"%7F": "",
		"%80": "\u0080",
		"%81": "\u0081",
		"%82": "\u0082",
		"%83": "\u0083",
		"%84": "\u0084",
		"%85": "\u0085",
		"%86": "\u0086",
		"%87": "\u0087",
		"%88": "\u0088",
		"%89": "\u0089",
		"%8a": "\u008A",
		"%8A": "\u008A",
		"%8b": "\u008B",
		"%8B": "\u008B",
		"%8c": "\u008C",
		"%8C": "\u008C",
		"%8d": "\u008D",
		"%8D": "\u008D",
		"%8e": "\u008E",
		"%8E": "\u008E",
		"%8f": "\u008F",
		"%8F": "\u008F",
		"%90": "\u0090",
		"%91": "\u0091",
		"%92": "\u0092",
		"%93": "\u0093",
		"%94": "\u0094",
		"%95": "\u0095",
		"%96": "\u0096",
		"%97": "\u0097",
		"%98": "\u0098",
		"%99": "\u0099",
		"%9a": "\u009A",
		"%9A": "\u009A",
		"%9b": "\u009B",
		"%9B": "\u009B",
		"%9c": "\u009C",
		"%9C": "\u009C",
		"%9d": "\u009D",
		"%9D": "\u009D",
		"%9e": "\u009E",
		"%9E": "\u009E",
		"%9f": "\u009F",
		"%9F": "\u009F",
		"%a0": "\u00A0",
		"%A0": "\u00A0",
		"%a1": "\u00A1",
		"%A1": "\u00A1",
		"%a2": "\u00A2",
		"%A2": "\u00A2",
		"%a3": "\u00A3",
		"%A3": "\u00A3",
		"%a4": "\u00A4",
		"%A4": "\u00A4",
		"%a5": "\u00A5",
		"%A5": "\u00A5",
		"%a6": "\u00A6",
		"%A6": "\u00A6",
		"%a7": "\u00A7",
		"%A7": "\u00A7",
		"%a8": "\u00A8",
		"%A8": "\u00A8",
		"%a9": "\u00A9",
		"%A9": "\u00A9",
		"%aa": "\u00AA",
		"%Aa": "\u00AA",
		"%aA": "\u00AA",
		"%AA": "\u00AA",
		"%ab": "\u00AB",
		"%Ab": "\u00AB",
		"%aB": "\u00AB",
		"%AB": "\u00AB",
		"%ac": "\u00AC",
		"%Ac": "\u00AC",
		"%aC": "\u00AC",
		"%AC": "\u00AC",
		"%ad": "\u00AD",
		"%Ad": "\u00AD",
		"%aD": "\u00AD",
		"%AD": "\u00AD",
		"%ae": "\u00AE",
		"%Ae": "\u00AE",
		"%aE": "\u00AE",
		"%AE": "\u00AE",
		"%af": "\u00AF",
		"%Af": "\u00AF",
		"%aF": "\u00AF",
		"%AF": "\u00AF",
		"%b0": "\u00B0",
		"%B0": "\u00B0",
		"%b1": "\u00B1",
		"%B1": "\u00B1",
		"%b2": "\u00B2",
		"%B2": "\u00B2",
		"%b3": "\u00B3",
		"%B3": "\u00B3",
		"%b4": "\u00B4",
		"%B4": "\u00B4",
		"%b5": "\u00B5",
		"%B5": "\u00B5",
		"%b6": "\u00B6",
		"%B6": "\u00B6",
		"%b7": "\u00B7",
		"%B7": "\u00B7",
		"%b8": "\u00B8",
		"%B8": "\u00B8",
		"%b9": "\u00B9",
		"%B9": "\u00B9",
		"%ba": "\u00BA",
		"%Ba": "\u00BA",
		"%bA": "\u00BA",
		"%BA": "\u00BA",
		"%bb": "\u00BB",
		"%Bb": "\u00BB",
		"%bB": "\u00BB",
		"%BB": "\u00BB",
		"%bc": "\u00BC",
		"%Bc": "\u00BC",
		"%bC": "\u00BC",
		"%BC": "\u00BC",
		"%bd": "\u00BD",
		"%Bd": "\u00BD",
		"%bD": "\u00BD",
		"%BD": "\u00BD",
		"%be": "\u00BE",
		"%Be": "\u00BE",
		"%bE": "\u00BE",
		"%BE": "\u00BE",
		"%bf": "\u00BF",
		"%Bf": "\u00BF",
		"%bF": "\u00BF",
		"%BF": "\u00BF",
		"%c0": "\u00C0",
		"%C0": "\u00C0",
		"%c1": "\u00C1",
		"%C1": "\u00C1",
		"%c2": "\u00C2",
		"%C2": "\u00C2",
		"%c3": "\u00C3",
		"%C3": "\u00C3",
		"%c4": "\u00C4",
		"%C4": "\u00C4",
		"%c5": "\u00C5",
		"%C5": "\u00C5",
		"%c6": "\u00C6",
		"%C6": "\u00C6",
		"%c7": "\u00C7",
		"%C7": "\u00C7",
		"%c8": "\u00C8",
		"%C8": "\u00C8",
		"%c9": "\u00C9",
		"%C9": "\u00C9",
		"%ca": "\u00CA",
		"%Ca": "\u00CA",
		"%cA": "\u00CA",
		"%CA": "\u00CA",
		"%cb": "\u00CB",
		"%Cb": "\u00CB",
		"%cB": "\u00CB",
		"%CB": "\u00CB",
		"%cc": "\u00CC",
		"%Cc": "\u00CC",
		"%cC": "\u00CC",
		"%CC": "\u00CC",
		"%cd": "\u00CD",
		"%Cd": "\u00CD",
		"%cD": "\u00CD",
		"%CD": "\u00CD",
		"%ce": "\u00CE",
		"%Ce": "\u00CE",
		"%cE": "\u00CE",
		"%CE": "\u00CE",
		"%cf": "\u00CF",
		"%Cf": "\u00CF",
		"%cF": "\u00CF",
		"%CF": "\u00CF",
		"%d0": "\u00D0",
		"%D0": "\u00D0",
		"%d1": "\u00D1",
		"%D1": "\u00D1",
		"%d2": "\u00D2",
		"%D2": "\u00D2",
		"%d3": "\u00D3",
		"%D3": "\u00D3",
		"%d4": "\u00D4",
		"%D4": "\u00D4",
		"%d5": "\u00D5",
		"%D5": "\u00D5",
		"%d6": "\u00D6",
		"%D6": "\u00D6",
		"%d7": "\u00D7",
		"%D7": "\u00D7",
		"%d8": "\u00D8",
		"%D8": "\u00D8",
		"%d9": "\u00D9",
		"%D9": "\u00D9",
		"%da": "\u00DA",
		"%Da": "\u00DA",
		"%dA": "\u00DA",
		"%DA": "\u00DA",
		"%db": "\u00DB",
		"%Db": "\u00DB",
		"%dB": "\u00DB",
		"%DB": "\u00DB",
		"%dc": "\u00DC",
		"%Dc": "\u00DC",
		"%dC": "\u00DC",
		"%DC": "\u00DC",
		"%dd": "\u00DD",
		"%Dd": "\u00DD",
		"%dD": "\u00DD",
		"%DD": "\u00DD",
		"%de": "\u00DE",
		"%De": "\u00DE",
		"%dE": "\u00DE",
		"%DE": "\u00DE",
		"%df": "\u00DF",
		"%Df": "\u00DF",
		"%dF": "\u00DF",
		"%DF": "\u00DF",
		"%e0": "\u00E0",
		"%E0": "\u00E0",
		"%e1": "\u00E1",
		"%E1": "\u00E1",
		"%e2": "\u00E2",
		"%E2": "\u00E2",
		"%e3": "\u00E3",
		"%E3": "\u00E3",
		"%e4": "\u00E4",
		"%E4": "\u00E4",
		"%e5": "\u00E5",
		"%E5": "\u00E5",
		"%e6": "\u00E6",
		"%E6": "\u00E6",
		"%e7": "\u00E7",
		"%E7": "\u00E7",
		"%e8": "\u00E8",
		"%E8": "\u00E8",
		"%e9": "\u00E9",
		"%E9": "\u00E9",
		"%ea": "\u00EA",
		"%Ea": "\u00EA",
		"%eA": "\u00EA",
		"%EA": "\u00EA",
		"%eb": "\u00EB",
		"%Eb": "\u00EB",
		"%eB": "\u00EB",
		"%EB": "\u00EB",
		"%ec": "\u00EC",
		"%Ec": "\u00EC",
		"%eC": "\u00EC",
		"%EC": "\u00EC",
		"%ed": "\u00ED",
		"%Ed": "\u00ED",
		"%eD": "\u00ED",
		"%ED": "\u00ED",
		"%ee": "\u00EE",
		"%Ee": "\u00EE",
		"%eE": "\u00EE",
		"%EE": "\u00EE",
		"%ef": "\u00EF",
		"%Ef": "\u00EF",
		"%eF": "\u00EF",
		"%EF": "\u00EF",
		"%f0": "\u00F0",
		"%F0": "\u00F0",
		"%f1": "\u00F1",
		"%F1": "\u00F1",
		"%f2": "\u00F2",
		"%F2": "\u00F2",
		"%f3": "\u00F3",
		"%F3": "\u00F3",
		"%f4": "\u00F4",
		"%F4": "\u00F4",
		"%f5": "\u00F5",
		"%F5": "\u00F5",
		"%f6": "\u00F6",
		"%F6": "\u00F6",
		"%f7": "\u00F7",
		"%F7": "\u00F7",
		"%f8": "\u00F8",
		"%F8": "\u00F8",
		"%f9": "\u00F9",
		"%F9": "\u00F9",
		"%fa": "\u00FA",
		"%Fa": "\u00FA",
		"%fA": "\u00FA",
		"%FA": "\u00FA",
		"%fb": "\u00FB",
		"%Fb": "\u00FB",
		"%fB": "\u00FB",
		"%FB": "\u00FB",
		"%fc": "\u00FC",
		"%Fc": "\u00FC",
		"%fC": "\u00FC",
		"%FC": "\u00FC",
		"%fd": "\u00FD",
		"%Fd": "\u00FD",
		"%fD": "\u00FD",
		"%FD": "\u00FD",
		"%fe": "\u00FE",
		"%Fe": "\u00FE",
		"%fE": "\u00FE",
		"%FE": "\u00FE",
		"%ff": "\u00FF",
		"%Ff": "\u00FF",
		"%fF": "\u00FF",
		"%FF": "\u00FF"
	};
	function encodedReplacer(match) {
		return EncodedLookup[match];
	}
	function decodeUtf8Text(text) {
		for (var i = 0, len = text.length; i < len; ++i) if (text.charCodeAt(i) > 127) return decodeText(text, "binary", "utf8");
		return text;
	}
	const STATE_KEY = 0;
	const STATE_VALUE = 1;
	const STATE_CHARSET = 2;
	const STATE_LANG = 3;
	function parseFormDataDisposition(str) {
		if (!str.startsWith("form-data; name=\"")) return;
		let valueStart = 17;
		let valueEnd = str.indexOf("\"", valueStart);
		if (valueEnd === -1 || str.indexOf("\\", valueStart) !== -1) return;
		const res = ["form-data", ["name", decodeUtf8Text(str.slice(valueStart, valueEnd))]];
		let pos = valueEnd + 1;
		while (pos < str.length && str[pos] !== ";") ++pos;
		if (pos === str.length) return res;
		++pos;
		while (str[pos] === " " || str[pos] === "	") ++pos;
		if (!str.startsWith("filename=\"", pos)) return;
		valueStart = pos + 10;
		valueEnd = str.indexOf("\"", valueStart);
		if (valueEnd === -1 || str.indexOf("\\", valueStart) !== -1) return;
		res.push(["filename", decodeUtf8Text(str.slice(valueStart, valueEnd))]);
		return res;
	}
	function parseParams(str) {
		if (str.indexOf(";") === -1) return [decodeUtf8Text(str)];
		const fastFormData = parseFormDataDisposition(str);
		if (fastFormData !== void 0) return fastFormData;
		const res = [];
		let state = STATE_KEY;
		let charset = "";
		let inquote = false;
		let escaping = false;
		let p = 0;
		let tmp = "";
		const len = str.length;
		for (var i = 0; i < len; ++i) {
			const char = str[i];
			if (char === "\\" && inquote) {
				if (escaping) escaping = false;
				else {
					escaping = true;
					continue;
				}
			} else if (char === "\"") {
				if (!escaping) {
					if (inquote) {
						inquote = false;
						state = STATE_KEY;
						while (i + 1 < len && str[i + 1] !== ";") ++i;
					} else inquote = true;
					continue;
				} else escaping = false;
			} else {
				if (escaping && inquote) tmp += "\\";
				escaping = false;
				if ((state === STATE_CHARSET || state === STATE_LANG) && char === "'") {
					if (state === STATE_CHARSET) {
						state = STATE_LANG;
						charset = tmp.substring(1);
					} else state = STATE_VALUE;
					tmp = "";
					continue;
				} else if (state === STATE_KEY && (char === "*" || char === "=") && res.length) {
					state = char === "*" ? STATE_CHARSET : STATE_VALUE;
					res[p] = [tmp, void 0];
					tmp = "";
					continue;
				} else if (!inquote && char === ";") {
					state = STATE_KEY;
					if (charset) {
						if (tmp.length) tmp = decodeText(tmp.replace(RE_ENCODED, encodedReplacer), "binary", charset);
						charset = "";
					} else if (tmp.length) tmp = decodeUtf8Text(tmp);
					if (res[p] === void 0) res[p] = tmp;
					else res[p][1] = tmp;
					tmp = "";
					++p;
					continue;
				} else if (!inquote && (char === " " || char === "	")) continue;
			}
			tmp += char;
		}
		if (charset && tmp.length) tmp = decodeText(tmp.replace(RE_ENCODED, encodedReplacer), "binary", charset);
		else if (tmp) tmp = decodeUtf8Text(tmp);
		if (res[p] === void 0) {
			if (tmp) res[p] = tmp;
		} else res[p][1] = tmp;
		return res;
	}
	module.exports = parseParams;
}));
// ../../node_modules/@fastify/busboy/lib/utils/basename.js
var require_basename = __commonJSMin(((exports, module) => {
	module.exports = function basename(path) {
		if (typeof path !== "string") return "";
		for (var i = path.length - 1; i >= 0; --i) switch (path.charCodeAt(i)) {
			case 47:
			case 92:
				path = path.slice(i + 1);
				return path === ".." || path === "." ? "" : path;
		}
		return path === ".." || path === "." ? "" : path;
	};
}));
// ../../node_modules/@fastify/busboy/lib/types/multipart.js
var require_multipart$1 = __commonJSMin(((exports, module) => {
	const { Readable } = __require("node:stream");
	const { inherits } = __require("node:util");
	const Dicer = require_Dicer();
	const parseParams = require_parseParams();
	const decodeText = require_decodeText();
	const basename = require_basename();
	const getLimit = require_getLimit();
	const RE_BOUNDARY = /^boundary$/i;
	const RE_FIELD = /^form-data$/i;
	const RE_CHARSET = /^charset$/i;
	const RE_FILENAME = /^filename$/i;
	const RE_NAME = /^name$/i;
	Multipart.detect = /^multipart\/form-data/i;
	function Multipart(boy, cfg) {
		let i;
		let len;
		const self = this;
		let boundary;
		const limits = cfg.limits;
		const isPartAFile = cfg.isPartAFile || ((fieldName, contentType, fileName) => contentType === "application/octet-stream" || fileName !== void 0);
		const parsedConType = cfg.parsedConType || [];
		const defCharset = cfg.defCharset || "utf8";
		const preservePath = cfg.preservePath;
		const fileOpts = { highWaterMark: cfg.fileHwm };
		for (i = 0, len = parsedConType.length; i < len; ++i) if (Array.isArray(parsedConType[i]) && RE_BOUNDARY.test(parsedConType[i][0])) {
			boundary = parsedConType[i][1];
			break;
		}
		function checkFinished() {
			if (nends === 0 && finished && !boy._done) {
				finished = false;
				self.end();
			}
		}
		if (typeof boundary !== "string") throw new Error("Multipart: Boundary not found");
		const fieldSizeLimit = getLimit(limits, "fieldSize", 1048576);
		const fileSizeLimit = getLimit(limits, "fileSize", Infinity);
		const filesLimit = getLimit(limits, "files", Infinity);
		const fieldsLimit = getLimit(limits, "fields", Infinity);
		const partsLimit = getLimit(limits, "parts", Infinity);
		const headerPairsLimit = getLimit(limits, "headerPairs", 2e3);
		const headerSizeLimit = getLimit(limits, "headerSize", 81920);
		let nfiles = 0;
		let nfields = 0;
		let nends = 0;
		let curFile;
		let curField;
		let finished = false;
		this._needDrain = false;
		this._pause = false;
		this._cb = void 0;
		this._nparts = 0;
		this._boy = boy;
		const parserCfg = {
			boundary,
			maxHeaderPairs: headerPairsLimit,
			maxHeaderSize: headerSizeLimit,
			partHwm: fileOpts.highWaterMark,
			highWaterMark: cfg.highWaterMark
		};
		this.parser = new Dicer(parserCfg);
		this.parser.on("drain", function() {
			self._needDrain = false;
			if (self._cb && !self._pause) {
				const cb = self._cb;
				self._cb = void 0;
				cb();
			}
		}).on("part", function onPart(part) {
			if (++self._nparts > partsLimit) {
				self.parser.removeListener("part", onPart);
				self.parser.on("part", skipPart);
				boy.hitPartsLimit = true;
				boy.emit("partsLimit");
				return skipPart(part);
			}
			if (curField) {
				const field = curField;
				field.emit("end");
				field.removeAllListeners("end");
			}
			part.on("header", function(header) {
				let contype;
				let fieldname;
				let parsed;
				let charset;
				let encoding;
				let filename;
				let nsize = 0;
				if (header["content-type"]) {
					const contentType = header["content-type"][0];
					if (contentType.length !== 0 && contentType.indexOf(";") === -1 && contentType.indexOf(" ") === -1 && contentType.indexOf("	") === -1) contype = contentType.toLowerCase();
					else {
						parsed = parseParams(contentType);
						if (parsed[0]) {
							contype = parsed[0].toLowerCase();
							for (i = 0, len = parsed.length; i < len; ++i) if (RE_CHARSET.test(parsed[i][0])) {
								charset = parsed[i][1].toLowerCase();
								break;
							}
						}
					}
				}
				if (contype === void 0) contype = "text/plain";
				if (charset === void 0) charset = defCharset;
				if (header["content-disposition"]) {
					parsed = parseParams(header["content-disposition"][0]);
					if (!RE_FIELD.test(parsed[0])) return skipPart(part);
					for (i = 0, len = parsed.length; i < len; ++i) if (RE_NAME.test(parsed[i][0])) {
						fieldname = parsed[i][1];
						if (hasBareLineBreak(fieldname)) return skipPart(part);
					} else if (RE_FILENAME.test(parsed[i][0])) {
						filename = parsed[i][1];
						if (hasBareLineBreak(filename)) return skipPart(part);
						if (!preservePath) filename = basename(filename);
					}
				} else return skipPart(part);
				if (header["content-transfer-encoding"]) encoding = header["content-transfer-encoding"][0].toLowerCase();
				else encoding = "7bit";
				let onData, onEnd;
				if (isPartAFile(fieldname, contype, filename)) {
					if (nfiles === filesLimit) {
						if (!boy.hitFilesLimit) {
							boy.hitFilesLimit = true;
							boy.emit("filesLimit");
						}
						return skipPart(part);
					}
					++nfiles;
					if (boy.listenerCount("file") === 0) {
						self.parser._ignore();
						return;
					}
					++nends;
					const file = new FileStream(fileOpts);
					curFile = file;
					file.on("end", function() {
						--nends;
						self._pause = false;
						checkFinished();
						if (self._cb && !self._needDrain) {
							const cb = self._cb;
							self._cb = void 0;
							cb();
						}
					});
					file._read = function(n) {
						if (!self._pause) return;
						self._pause = false;
						if (self._cb && !self._needDrain) {
							const cb = self._cb;
							self._cb = void 0;
							cb();
						}
					};
					boy.emit("file", fieldname, file, filename, encoding, contype);
					onData = function(data) {
						if ((nsize += data.length) > fileSizeLimit) {
							const extralen = fileSizeLimit - nsize + data.length;
							if (extralen > 0) file.push(data.slice(0, extralen));
							file.truncated = true;
							file.bytesRead = fileSizeLimit;
							part.removeAllListeners("data");
							file.emit("limit");
							return;
						} else if (!file.push(data)) self._pause = true;
						file.bytesRead = nsize;
					};
					onEnd = function() {
						curFile = void 0;
						file.push(null);
					};
				} else {
					if (nfields === fieldsLimit) {
						if (!boy.hitFieldsLimit) {
							boy.hitFieldsLimit = true;
							boy.emit("fieldsLimit");
						}
						return skipPart(part);
					}
					++nfields;
					++nends;
					let buffer = "";
					let truncated = false;
					curField = part;
					onData = function(data) {
						if ((nsize += data.length) > fieldSizeLimit) {
							const extralen = fieldSizeLimit - (nsize - data.length);
							buffer += data.toString("binary", 0, extralen);
							truncated = true;
							part.removeAllListeners("data");
						} else buffer += data.toString("binary");
					};
					onEnd = function() {
						curField = void 0;
						if (buffer.length) buffer = decodeText(buffer, "binary", charset);
						boy.emit("field", fieldname, buffer, false, truncated, encoding, contype);
						--nends;
						checkFinished();
					};
				}
				part._readableState.sync = false;
				part.on("data", onData);
				part.on("end", onEnd);
			}).on("error", function(err) {
				if (curFile) curFile.emit("error", err);
			});
		}).on("error", function(err) {
			boy.emit("error", err);
		}).on("finish", function() {
			finished = true;
			checkFinished();
		});
	}
	Multipart.prototype.write = function(chunk, cb) {
		if (!this.parser.writable) {
			cb();
			return;
		}
		const r = this.parser.write(chunk);
		if (r && !this._pause) cb();
		else {
			this._needDrain = !r;
			this._cb = cb;
		}
	};
	Multipart.prototype.end = function() {
		const self = this;
		if (self.parser.writable) self.parser.end();
		else if (!self._boy._done) process.nextTick(function() {
			self._boy._done = true;
			self._boy.emit("finish");
		});
	};
	function skipPart(part) {
		part.on("error", () => {});
		part.resume();
	}
	function hasBareLineBreak(value) {
		return typeof value === "string" && (value.includes("\r") || value.includes("\n"));
	}
	function FileStream(opts) {
		Readable.call(this, opts);
		this.bytesRead = 0;
		this.truncated = false;
	}
	inherits(FileStream, Readable);
	FileStream.prototype._read = function(n) {};
	module.exports = Multipart;
}));
// ../../node_modules/@fastify/busboy/lib/utils/Decoder.js
var require_Decoder = __commonJSMin(((exports, module) => {
	const RE_PLUS = /\+/g;
	const HEX = [
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0
	];
	function Decoder() {
		this.buffer = void 0;
	}
	Decoder.prototype.write = function(str) {
		str = str.replace(RE_PLUS, " ");
		let res = "";
		let i = 0;
		let p = 0;
		const len = str.length;
		for (; i < len; ++i) if (this.buffer !== void 0) {
			if (!HEX[str.charCodeAt(i)]) {
				res += "%" + this.buffer;
				this.buffer = void 0;
				--i;
			} else {
				this.buffer += str[i];
				++p;
				if (this.buffer.length === 2) {
					res += String.fromCharCode(parseInt(this.buffer, 16));
					this.buffer = void 0;
				}
			}
		} else if (str[i] === "%") {
			if (i > p) {
				res += str.substring(p, i);
				p = i;
			}
			this.buffer = "";
			++p;
		}
		if (p < len && this.buffer === void 0) res += str.substring(p);
		return res;
	};
	Decoder.prototype.end = function() {
		const res = this.buffer === void 0 ? "" : "%" + this.buffer;
		this.buffer = void 0;
		return res;
	};
	Decoder.prototype.reset = function() {
		this.buffer = void 0;
	};
	module.exports = Decoder;
}));
// ../../node_modules/@fastify/busboy/lib/types/urlencoded.js
var require_urlencoded = __commonJSMin(((exports, module) => {
	const Decoder = require_Decoder();
	const decodeText = require_decodeText();
	const getLimit = require_getLimit();
	const RE_CHARSET = /^charset$/i;
	UrlEncoded.detect = /^application\/x-www-form-urlencoded/i;
	function UrlEncoded(boy, cfg) {
		const limits = cfg.limits;
		const parsedConType = cfg.parsedConType;
		this.boy = boy;
		this.fieldSizeLimit = getLimit(limits, "fieldSize", 1048576);
		this.fieldNameSizeLimit = getLimit(limits, "fieldNameSize", 100);
		this.fieldsLimit = getLimit(limits, "fields", Infinity);
		let charset;
		for (var i = 0, len = parsedConType.length; i < len; ++i) if (Array.isArray(parsedConType[i]) && RE_CHARSET.test(parsedConType[i][0])) {
			charset = parsedConType[i][1].toLowerCase();
			break;
		}
		if (charset === void 0) charset = cfg.defCharset || "utf8";
		this.decoder = new Decoder();
		this.charset = charset;
		this._fields = 0;
		this._state = "key";
		this._checkingBytes = true;
		this._bytesKey = 0;
		this._bytesVal = 0;
		this._key = "";
		this._val = "";
		this._keyTrunc = false;
		this._valTrunc = false;
		this._hitLimit = false;
	}
	UrlEncoded.prototype.write = function(data, cb) {
		if (this._fields === this.fieldsLimit) {
			if (!this.boy.hitFieldsLimit) {
				this.boy.hitFieldsLimit = true;
				this.boy.emit("fieldsLimit");
			}
			return cb();
		}
		let idxeq;
		let idxamp;
		let i;
		let p = 0;
		const len = data.length;
		while (p < len) if (this._state === "key") {
			idxeq = idxamp = void 0;
			for (i = p; i < len; ++i) {
				if (!this._checkingBytes) ++p;
				if (data[i] === 61) {
					idxeq = i;
					break;
				} else if (data[i] === 38) {
					idxamp = i;
					break;
				}
				if (this._checkingBytes && this._bytesKey === this.fieldNameSizeLimit) {
					this._hitLimit = true;
					break;
				} else if (this._checkingBytes) ++this._bytesKey;
			}
			if (idxeq !== void 0) {
				if (idxeq > p) this._key += this.decoder.write(data.toString("binary", p, idxeq));
				this._endKey();
				this._state = "val";
				this._hitLimit = false;
				this._checkingBytes = true;
				this._val = "";
				this._bytesVal = 0;
				this._valTrunc = false;
				this.decoder.reset();
				p = idxeq + 1;
			} else if (idxamp !== void 0) {
				++this._fields;
				if (idxamp > p) this._key += this.decoder.write(data.toString("binary", p, idxamp));
				this._endKey();
				const key = this._key;
				const keyTrunc = this._keyTrunc;
				this._hitLimit = false;
				this._checkingBytes = true;
				this._key = "";
				this._bytesKey = 0;
				this._keyTrunc = false;
				this.decoder.reset();
				if (key.length) this.boy.emit("field", decodeText(key, "binary", this.charset), "", keyTrunc, false);
				p = idxamp + 1;
				if (this._fields === this.fieldsLimit) return cb();
			} else if (this._hitLimit) {
				if (i > p) this._key += this.decoder.write(data.toString("binary", p, i));
				p = i;
				if ((this._bytesKey = this._key.length) >= this.fieldNameSizeLimit) {
					this._key = this._key.substring(0, this.fieldNameSizeLimit);
					this._checkingBytes = false;
					this._keyTrunc = true;
				}
			} else {
				if (p < len) this._key += this.decoder.write(data.toString("binary", p));
				p = len;
			}
		} else {
			idxamp = void 0;
			for (i = p; i < len; ++i) {
				if (!this._checkingBytes) ++p;
				if (data[i] === 38) {
					idxamp = i;
					break;
				}
				if (this._checkingBytes && this._bytesVal === this.fieldSizeLimit) {
					this._hitLimit = true;
					break;
				} else if (this._checkingBytes) ++this._bytesVal;
			}
			if (idxamp !== void 0) {
				++this._fields;
				if (idxamp > p) this._val += this.decoder.write(data.toString("binary", p, idxamp));
				this._endVal();
				this.boy.emit("field", decodeText(this._key, "binary", this.charset), decodeText(this._val, "binary", this.charset), this._keyTrunc, this._valTrunc);
				this._state = "key";
				this._hitLimit = false;
				this._checkingBytes = true;
				this._key = "";
				this._bytesKey = 0;
				this._keyTrunc = false;
				this.decoder.reset();
				p = idxamp + 1;
				if (this._fields === this.fieldsLimit) return cb();
			} else if (this._hitLimit) {
				if (i > p) this._val += this.decoder.write(data.toString("binary", p, i));
				p = i;
				if ((this._bytesVal = this._val.length) >= this.fieldSizeLimit) {
					this._val = this._val.substring(0, this.fieldSizeLimit);
					this._checkingBytes = false;
					this._valTrunc = true;
				}
			} else {
				if (p < len) this._val += this.decoder.write(data.toString("binary", p));
				p = len;
			}
		}
		cb();
	};
	UrlEncoded.prototype.end = function() {
		if (this.boy._done) return;
		if (this._state === "key") {
			this._endKey();
			if (this._key.length > 0) this.boy.emit("field", decodeText(this._key, "binary", this.charset), "", this._keyTrunc, false);
		} else {
			this._endVal();
			this.boy.emit("field", decodeText(this._key, "binary", this.charset), decodeText(this._val, "binary", this.charset), this._keyTrunc, this._valTrunc);
		}
		this.boy._done = true;
		this.boy.emit("finish");
	};
	UrlEncoded.prototype._endKey = function() {
		this._key += this.decoder.end();
		if (this._key.length > this.fieldNameSizeLimit) {
			this._key = this._key.substring(0, this.fieldNameSizeLimit);
			this._keyTrunc = true;
		}
	};
	UrlEncoded.prototype._endVal = function() {
		this._val += this.decoder.end();
		if (this._val.length > this.fieldSizeLimit) {
			this._val = this._val.substring(0, this.fieldSizeLimit);
			this._valTrunc = true;
		}
	};
	module.exports = UrlEncoded;
}));
// ../../node_modules/@fastify/busboy/index.js
var require_busboy = __commonJSMin(((exports, module) => {
	const WritableStream = __require("node:stream").Writable;
	const { inherits } = __require("node:util");
	const Dicer = require_Dicer();
	const MultipartParser = require_multipart$1();
	const UrlencodedParser = require_urlencoded();
	const parseParams = require_parseParams();
	function Busboy(opts) {
		if (!(this instanceof Busboy)) return new Busboy(opts);
		if (typeof opts !== "object") throw new TypeError("Busboy expected an options-Object.");
		if (typeof opts.headers !== "object") throw new TypeError("Busboy expected an options-Object with headers-attribute.");
		if (typeof opts.headers["content-type"] !== "string") throw new TypeError("Missing Content-Type-header.");
		const { headers, ...streamOptions } = opts;
		this.opts = {
			autoDestroy: false,
			...streamOptions
		};
		WritableStream.call(this, this.opts);
		this._done = false;
		this._parser = this.getParserByHeaders(headers);
		this._finished = false;
	}
	inherits(Busboy, WritableStream);
	Busboy.prototype.emit = function(ev) {
		if (ev === "finish") {
			if (!this._done) {
				this._parser?.end();
				return;
			} else if (this._finished) return;
			this._finished = true;
		}
		WritableStream.prototype.emit.apply(this, arguments);
	};
	Busboy.prototype.getParserByHeaders = function(headers) {
		const parsed = parseParams(headers["content-type"]);
		const cfg = {
			defCharset: this.opts.defCharset,
			fileHwm: this.opts.fileHwm,
			headers,
			highWaterMark: this.opts.highWaterMark,
			isPartAFile: this.opts.isPartAFile,
			limits: this.opts.limits,
			parsedConType: parsed,
			preservePath: this.opts.preservePath
		};
		if (MultipartParser.detect.test(parsed[0])) return new MultipartParser(this, cfg);
		if (UrlencodedParser.detect.test(parsed[0])) return new UrlencodedParser(this, cfg);
		throw new Error("Unsupported Content-Type.");
	};
	Busboy.prototype._write = function(chunk, encoding, cb) {
		this._parser.write(chunk, cb);
	};
	module.exports = Busboy;
	module.exports.default = Busboy;
	module.exports.Busboy = Busboy;
	module.exports.Dicer = Dicer;
}));
// ../../node_modules/@fastify/multipart/lib/generateId.js
var require_generateId = __commonJSMin(((exports, module) => {
	const HEX = [
		"00",
		"01",
		"02",
		"03",
		"04",
		"05",
		"06",
		"07",
		"08",
		"09",
		"0a",
		"0b",
		"0c",
		"0d",
		"0e",
		"0f",
		"10",
		"11",
		"12",
		"13",
		"14",
		"15",
		"16",
		"17",
		"18",
		"19",
		"1a",
		"1b",
		"1c",
		"1d",
		"1e",
		"1f",
		"20",
		"21",
		"22",
		"23",
		"24",
		"25",
		"26",
		"27",
		"28",
		"29",
		"2a",
		"2b",
		"2c",
		"2d",
		"2e",
		"2f",
		"30",
		"31",
		"32",
		"33",
		"34",
		"35",
		"36",
		"37",
		"38",
		"39",
		"3a",
		"3b",
		"3c",
		"3d",
		"3e",
		"3f",
		"40",
		"41",
		"42",
		"43",
		"44",
		"45",
		"46",
		"47",
		"48",
		"49",
		"4a",
		"4b",
		"4c",
		"4d",
		"4e",
		"4f",
		"50",
		"51",
		"52",
		"53",
		"54",
		"55",
		"56",
		"57",
		"58",
		"59",
		"5a",
		"5b",
		"5c",
		"5d",
		"5e",
		"5f",
		"60",
		"61",
		"62",
		"63",
		"64",
		"65",
		"66",
		"67",
		"68",
		"69",
		"6a",
		"6b",
		"6c",
		"6d",
		"6e",
		"6f",
		"70",
		"71",
		"72",
		"73",
		"74",
		"75",
		"76",
		"77",
		"78",
		"79",
		"7a",
		"7b",
		"7c",
		"7d",
		"7e",
		"7f",
		"80",
		"81",
		"82",
		"83",
		"84",
		"85",
		"86",
		"87",
		"88",
		"89",
		"8a",
		"8b",
		"8c",
		"8d",
		"8e",
		"8f",
		"90",
		"91",
		"92",
		"93",
		"94",
		"95",
		"96",
		"97",
		"98",
		"99",
		"9a",
		"9b",
		"9c",
		"9d",
		"9e",
		"9f",
		"a0",
		"a1",
		"a2",
		"a3",
		"a4",
		"a5",
		"a6",
		"a7",
		"a8",
		"a9",
		"aa",
		"ab",
		"ac",
		"ad",
		"ae",
		"af",
		"b0",
		"b1",
		"b2",
		"b3",
		"b4",
		"b5",
		"b6",
		"b7",
		"b8",
		"b9",
		"ba",
		"bb",
		"bc",
		"bd",
		"be",
		"bf",
		"c0",
		"c1",
		"c2",
		"c3",
		"c4",
		"c5",
		"c6",
		"c7",
		"c8",
		"c9",
		"ca",
		"cb",
		"cc",
		"cd",
		"ce",
		"cf",
		"d0",
		"d1",
		"d2",
		"d3",
		"d4",
		"d5",
		"d6",
		"d7",
		"d8",
		"d9",
		"da",
		"db",
		"dc",
		"dd",
		"de",
		"df",
		"e0",
		"e1",
		"e2",
		"e3",
		"e4",
		"e5",
		"e6",
		"e7",
		"e8",
		"e9",
		"ea",
		"eb",
		"ec",
		"ed",
		"ee",
		"ef",
		"f0",
		"f1",
		"f2",
		"f3",
		"f4",
		"f5",
		"f6",
		"f7",
		"f8",
		"f9",
		"fa",
		"fb",
		"fc",
		"fd",
		"fe",
		"ff"
	];
	const random = Math.random;
	function seed() {
		return HEX[255 * random() | 0] + HEX[255 * random() | 0] + HEX[255 * random() | 0] + HEX[255 * random() | 0] + HEX[255 * random() | 0] + HEX[255 * random() | 0] + HEX[255 * random() | 0];
	}
	module.exports.generateId = (function generateIdFn() {
		let num = 0;
		let str = seed();
		return function generateId() {
			return num === 255 ? (str = seed()) + HEX[num = 0] : str + HEX[++num];
		};
	})();
}));
// ../../node_modules/@fastify/multipart/lib/sanitize.js
var require_sanitize = __commonJSMin(((exports, module) => {
	const path = __require("node:path");
	function safeExtension(filename) {
		const ext = filename ? path.extname(filename) : "";
		return /^\.[A-Za-z0-9]{1,16}$/.test(ext) ? ext : "";
	}
	module.exports = { safeExtension };
}));
// ../../node_modules/@fastify/multipart/lib/stream-consumer.js
var require_stream_consumer = __commonJSMin(((exports, module) => {
	module.exports = function streamToNull(stream) {
		return new Promise((resolve, reject) => {
			stream.on("data", () => {});
			stream.on("close", () => {
				resolve();
			});
			stream.on("end", () => {
				resolve();
			});
			stream.on("error", (error) => {
				reject(error);
			});
		});
	};
}));
// ../../node_modules/@fastify/multipart/index.js
var require_multipart = __commonJSMin(((exports, module) => {
	const Busboy = require_busboy();
	const os = __require("node:os");
	const fp = require_fastify_plugin();
	const { createWriteStream } = __require("node:fs");
	const { unlink } = __require("node:fs/promises");
	const path = __require("node:path");
	const { generateId } = require_generateId();
	const { safeExtension } = require_sanitize();
	const createError = require_error$1();
	const streamToNull = require_stream_consumer();
	const deepmergeAll = require_deepmerge()({ all: true });
	const { PassThrough, Readable } = __require("node:stream");
	const { pipeline: pump } = __require("node:stream/promises");
	const secureJSON = require_secure_json_parse();
	const kMultipart = Symbol("multipart");
	const kMultipartHandler = Symbol("multipartHandler");
	const kSavedRequestFilesResult = Symbol("savedRequestFilesResult");
	const kResponseEnded = Symbol("responseEnded");
	const kFileField = Symbol("fileField");
	const PartsLimitError = createError("FST_PARTS_LIMIT", "reach parts limit", 413);
	const FilesLimitError = createError("FST_FILES_LIMIT", "reach files limit", 413);
	const FieldsLimitError = createError("FST_FIELDS_LIMIT", "reach fields limit", 413);
	const RequestFileTooLargeError = createError("FST_REQ_FILE_TOO_LARGE", "request file too large", 413);
	const PrototypeViolationError = createError("FST_PROTO_VIOLATION", "prototype property is not allowed as field name", 400);
	const InvalidMultipartContentTypeError = createError("FST_INVALID_MULTIPART_CONTENT_TYPE", "the request is not multipart", 406);
	const InvalidJSONFieldError = createError("FST_INVALID_JSON_FIELD_ERROR", "a request field is not a valid JSON as declared by its Content-Type", 406);
	const FileBufferNotFoundError = createError("FST_FILE_BUFFER_NOT_FOUND", "the file buffer was not found", 500);
	const PrematureCloseError = createError("FST_MP_PREMATURE_CLOSE", "the request was closed before the multipart data was fully parsed", 400);
	const NoFormData = createError("FST_NO_FORM_DATA", "FormData is not available", 500);
	function setMultipart(req, _payload, done) {
		req[kMultipart] = true;
		done();
	}
	function busboy(options) {
		try {
			return new Busboy(options);
		} catch (error) {
			const errorEmitter = new PassThrough();
			process.nextTick(function() {
				errorEmitter.emit("error", error);
			});
			return errorEmitter;
		}
	}
	function fastifyMultipart(fastify, options, done) {
		options.limits = {
			...options.limits,
			parts: options.limits?.parts ?? 1e3,
			fileSize: options.limits?.fileSize ?? fastify.initialConfig.bodyLimit
		};
		const attachFieldsToBody = options.attachFieldsToBody;
		if (attachFieldsToBody === true || attachFieldsToBody === "keyValues") {
			if (typeof options.sharedSchemaId === "string" && attachFieldsToBody === true) fastify.addSchema({
				$id: options.sharedSchemaId,
				type: "object",
				properties: {
					fieldname: { type: "string" },
					encoding: { type: "string" },
					filename: { type: "string" },
					mimetype: { type: "string" }
				}
			});
			fastify.addHook("preValidation", async function(req) {
				if (!req.isMultipart()) return;
				for await (const part of req.parts(req.routeOptions.config.multipartOptions)) {
					req.body = part.fields;
					if (part.file) {
						if (options.onFile) await options.onFile.call(req, part);
						else await part.toBuffer();
					}
				}
				if (attachFieldsToBody === "keyValues") {
					const body = {};
					if (req.body) {
						const reqBodyKeys = Object.keys(req.body);
						for (let i = 0; i < reqBodyKeys.length; ++i) {
							const key = reqBodyKeys[i];
							const field = req.body[key];
							if (field.value !== void 0) body[key] = field.value;
							else if (field._buf) body[key] = field._buf;
							else if (Array.isArray(field)) {
								const items = [];
								for (let i = 0; i < field.length; ++i) {
									const item = field[i];
									if (item.value !== void 0) items.push(item.value);
									else if (item._buf) items.push(item._buf);
								}
								if (items.length) body[key] = items;
							}
						}
					}
					req.body = body;
				}
			});
			if (globalThis.FormData && !fastify.hasRequestDecorator("formData")) fastify.decorateRequest("formData", async function() {
				const formData = new FormData();
				for (const key in this.body) {
					const value = this.body[key];
					if (Array.isArray(value)) for (const item of value) await append(key, item);
					else await append(key, value);
				}
				async function append(key, entry) {
					if (entry.type === "file" || attachFieldsToBody === "keyValues" && Buffer.isBuffer(entry)) formData.append(key, new Blob([await entry.toBuffer()], { type: entry.mimetype }), entry.filename);
					else formData.append(key, entry.value);
				}
				return formData;
			});
		}
		if (!fastify.hasRequestDecorator("formData")) fastify.decorateRequest("formData", async function() {
			throw new NoFormData();
		});
		const defaultThrowFileSizeLimit = typeof options.throwFileSizeLimit === "boolean" ? options.throwFileSizeLimit : true;
		fastify.decorate("multipartErrors", {
			PartsLimitError,
			FilesLimitError,
			FieldsLimitError,
			PrototypeViolationError,
			InvalidMultipartContentTypeError,
			RequestFileTooLargeError,
			FileBufferNotFoundError,
			PrematureCloseError
		});
		fastify.addContentTypeParser("multipart/form-data", setMultipart);
		fastify.decorateRequest(kMultipart, false);
		fastify.decorateRequest(kMultipartHandler, handleMultipart);
		fastify.decorateRequest(kSavedRequestFilesResult, null);
		fastify.decorateRequest(kResponseEnded, false);
		fastify.decorateRequest("parts", getMultipartIterator);
		fastify.decorateRequest("isMultipart", isMultipart);
		fastify.decorateRequest("tmpUploads", null);
		fastify.decorateRequest("savedRequestFiles", null);
		fastify.decorateRequest("file", getMultipartFile);
		fastify.decorateRequest("files", getMultipartFiles);
		fastify.decorateRequest("saveRequestFiles", saveRequestFiles);
		fastify.decorateRequest("cleanRequestFiles", cleanRequestFiles);
		fastify.addHook("onResponse", async (request) => {
			request[kResponseEnded] = true;
			await request.cleanRequestFiles();
		});
		fastify.addHook("onRequest", async (request, reply) => {
			reply.raw.on("close", () => {
				if (reply.raw.writableFinished) return;
				request[kResponseEnded] = true;
				request.cleanRequestFiles();
			});
		});
		function isMultipart() {
			return this[kMultipart];
		}
		function handleMultipart(opts = {}) {
			if (!this.isMultipart()) throw new InvalidMultipartContentTypeError();
			this.log.debug("starting multipart parsing");
			let values = [];
			let pendingHandler = null;
			const ch = (val) => {
				if (pendingHandler) {
					pendingHandler(val);
					pendingHandler = null;
				} else values.push(val);
			};
			const handle = (handler) => {
				if (values.length > 0) {
					const value = values[0];
					values = values.slice(1);
					handler(value);
				} else pendingHandler = handler;
			};
			const parts = () => {
				return new Promise((resolve, reject) => {
					handle((val) => {
						if (val instanceof Error) return reject(val);
						resolve(val);
					});
				});
			};
			const body = {};
			let lastError = null;
			let currentFile = null;
			let sawData = false;
			const request = this.raw;
			const busboyOptions = deepmergeAll({ headers: request.headers }, options, opts);
			this.log.trace({ busboyOptions }, "Providing options to busboy");
			const bb = busboy(busboyOptions);
			request.on("close", onRequestClose);
			request.on("error", cleanup);
			bb.on("field", onField).on("file", onFile).on("end", cleanup).on("finish", cleanup).on("close", cleanup).on("error", onBusboyError);
			function onLimit(err) {
				onError(err);
				process.nextTick(() => cleanup(err, true));
			}
			bb.on("partsLimit", function() {
				onLimit(new PartsLimitError());
			});
			bb.on("filesLimit", function() {
				onLimit(new FilesLimitError());
			});
			bb.on("fieldsLimit", function() {
				onLimit(new FieldsLimitError());
			});
			request.once("data", onFirstData);
			request.pipe(bb);
			function onFirstData() {
				sawData = true;
			}
			function onBusboyError(err) {
				if (!sawData && err.message === "Unexpected end of multipart data") cleanup();
				else cleanup(err);
			}
			function onField(name, fieldValue, fieldnameTruncated, valueTruncated, encoding, contentType) {
				if (name in Object.prototype) {
					onError(new PrototypeViolationError());
					return;
				}
				if (contentType.startsWith("application/json")) {
					if (valueTruncated) {
						onError(new InvalidJSONFieldError());
						return;
					}
					try {
						fieldValue = secureJSON.parse(fieldValue);
						contentType = "application/json";
					} catch {
						onError(new InvalidJSONFieldError());
						return;
					}
				}
				const value = {
					type: "field",
					fieldname: name,
					mimetype: contentType,
					encoding,
					value: fieldValue,
					fieldnameTruncated,
					valueTruncated,
					fields: body
				};
				if (body[name] === void 0) body[name] = value;
				else if (Array.isArray(body[name])) body[name].push(value);
				else body[name] = [body[name], value];
				ch(value);
			}
			function onFile(name, file, filename, encoding, mimetype) {
				if (name in Object.prototype) {
					streamToNull(file).catch(() => {});
					onError(new PrototypeViolationError());
					return;
				}
				const throwFileSizeLimit = typeof opts.throwFileSizeLimit === "boolean" ? opts.throwFileSizeLimit : defaultThrowFileSizeLimit;
				const value = {
					type: "file",
					fieldname: name,
					filename,
					encoding,
					mimetype,
					file,
					fields: body,
					_buf: null,
					async toBuffer() {
						if (this._buf) return this._buf;
						const fileChunks = [];
						let err;
						for await (const chunk of this.file) {
							fileChunks.push(chunk);
							if (throwFileSizeLimit && this.file.truncated) {
								err = new RequestFileTooLargeError();
								err.part = this;
								onError(err);
								fileChunks.length = 0;
							}
						}
						if (err) throw err;
						this._buf = Buffer.concat(fileChunks);
						return this._buf;
					}
				};
				Object.defineProperty(value, kFileField, {
					value: true,
					enumerable: true
				});
				file.on("error", function(err) {
					if (err.message && err.message.includes("terminated early")) onError(err);
				});
				file.on("close", function() {
					if (!file.readableEnded) cleanup();
				});
				if (throwFileSizeLimit) file.on("limit", function() {
					const err = new RequestFileTooLargeError();
					err.part = value;
					onError(err);
				});
				if (body[name] === void 0) body[name] = value;
				else if (Array.isArray(body[name])) body[name].push(value);
				else body[name] = [body[name], value];
				currentFile = file;
				ch(value);
			}
			function onError(err) {
				lastError = err;
			}
			function onRequestClose() {
				if (!request.readableEnded) cleanup(lastError || new PrematureCloseError());
			}
			function cleanup(err, keepParsing = false) {
				if (!keepParsing) {
					request.unpipe(bb);
					if ((err || request.aborted) && currentFile) {
						currentFile.destroy(err);
						currentFile = null;
					}
				}
				ch(err || lastError || null);
			}
			return parts;
		}
		async function saveRequestFiles(options) {
			if (this[kSavedRequestFilesResult]) return this[kSavedRequestFilesResult];
			let parts;
			let values = {};
			if (attachFieldsToBody === true || attachFieldsToBody === "keyValues") {
				parts = this.isMultipart() && this.body ? filesFromFields.call(this, this.body) : [];
				values = this.body || {};
			} else parts = this.parts(options);
			this.savedRequestFiles = [];
			const tmpdir = options?.tmpdir || os.tmpdir();
			this.tmpUploads = [];
			let i = 0;
			let target;
			try {
				for await (const part of parts) {
					values = part.fields;
					if (!part.file) continue;
					const filepath = path.join(tmpdir, generateId() + safeExtension(part.filename || "file" + i++));
					target = createWriteStream(filepath);
					this.tmpUploads.push(filepath);
					await pump(part.file, target);
					target = null;
					this.savedRequestFiles.push({
						...part,
						filepath
					});
				}
			} catch (err) {
				target?.destroy();
				await this.cleanRequestFiles();
				this.log.error({ err }, "save request file");
				throw err;
			}
			if (this[kResponseEnded]) await this.cleanRequestFiles();
			this[kSavedRequestFilesResult] = {
				files: this.savedRequestFiles,
				values
			};
			return this[kSavedRequestFilesResult];
		}
		function* filesFromFields(container) {
			try {
				const fields = Array.isArray(container) ? container : Object.values(container);
				for (let i = 0; i < fields.length; ++i) {
					const field = fields[i];
					if (Array.isArray(field)) for (const subField of filesFromFields.call(this, field)) yield subField;
					if (!field || typeof field !== "object" || field[kFileField] !== true) continue;
					if (!field._buf) throw new FileBufferNotFoundError();
					field.file = Readable.from(field._buf);
					yield field;
				}
			} catch (err) {
				this.log.error({ err }, "save request file failed");
				throw err;
			}
		}
		async function cleanRequestFiles() {
			if (!this.tmpUploads) return;
			for (let i = 0; i < this.tmpUploads.length; ++i) {
				const filepath = this.tmpUploads[i];
				try {
					await unlink(filepath);
				} catch (error) {
					this.log.error(error, "Could not delete file");
				}
			}
		}
		async function getMultipartFile(options) {
			const parts = this[kMultipartHandler](options);
			let part;
			while ((part = await parts()) != null) if (part.file) return part;
		}
		async function* getMultipartFiles(options) {
			const parts = this[kMultipartHandler](options);
			let part;
			while ((part = await parts()) != null) if (part.file) yield part;
		}
		async function* getMultipartIterator(options) {
			const parts = this[kMultipartHandler](options);
			let part;
			while ((part = await parts()) != null) yield part;
		}
		done();
	}
	function ajvFilePlugin(ajv) {
		return ajv.addKeyword({
			keyword: "isFile",
			compile: (_schema, parent) => {
				parent.type = "string";
				parent.format = "binary";
				delete parent.isFile;
				return (field) => !!field.file;
			},
			error: { message: "should be a file" }
		});
	}
	module.exports = fp(fastifyMultipart, {
		fastify: "5.x",
		name: "@fastify/multipart"
	});
	module.exports.default = fastifyMultipart;
	module.exports.fastifyMultipart = fastifyMultipart;
	module.exports.ajvFilePlugin = ajvFilePlugin;
}));
// ../../node_modules/@opentelemetry/api/dist/diag/types.cjs
var require_types$1 = __commonJSMin(((exports) => {
	exports.DiagLogLevel = function(DiagLogLevel) {
		DiagLogLevel[DiagLogLevel["NONE"] = 0] = "NONE";
		DiagLogLevel[DiagLogLevel["ERROR"] = 30] = "ERROR";
		DiagLogLevel[DiagLogLevel["WARN"] = 50] = "WARN";
		DiagLogLevel[DiagLogLevel["INFO"] = 60] = "INFO";
		DiagLogLevel[DiagLogLevel["DEBUG"] = 70] = "DEBUG";
		DiagLogLevel[DiagLogLevel["VERBOSE"] = 80] = "VERBOSE";
		DiagLogLevel[DiagLogLevel["ALL"] = 9999] = "ALL";
		return DiagLogLevel;
	}({});
}));
// ../../node_modules/@opentelemetry/api/dist/version.cjs
var require_version$1 = __commonJSMin(((exports) => {
	exports.VERSION = "1.10.0";
}));
// ../../node_modules/@opentelemetry/api/dist/internal/semver.cjs
var require_semver$1 = __commonJSMin(((exports) => {
	const require_version = require_version$1();
	const re = /^(\d+)\.(\d+)\.(\d+)(-(.+))?$/;
	function _makeCompatibilityCheck(ownVersion) {
		const acceptedVersions = new Set([ownVersion]);
		const rejectedVersions = new Set();
		const myVersionMatch = ownVersion.match(re);
		if (!myVersionMatch) return () => false;
		const ownVersionParsed = {
			major: +myVersionMatch[1],
			minor: +myVersionMatch[2],
			patch: +myVersionMatch[3],
			prerelease: myVersionMatch[4]
		};
		if (ownVersionParsed.prerelease != null) return function isExactmatch(globalVersion) {
			return globalVersion === ownVersion;
		};
		function _reject(v) {
			rejectedVersions.add(v);
			return false;
		}
		function _accept(v) {
			acceptedVersions.add(v);
			return true;
		}
		return function isCompatible(globalVersion) {
			if (acceptedVersions.has(globalVersion)) return true;
			if (rejectedVersions.has(globalVersion)) return false;
			const globalVersionMatch = globalVersion.match(re);
			if (!globalVersionMatch) return _reject(globalVersion);
			const globalVersionParsed = {
				major: +globalVersionMatch[1],
				minor: +globalVersionMatch[2],
				patch: +globalVersionMatch[3],
				prerelease: globalVersionMatch[4]
			};
			if (globalVersionParsed.prerelease != null) return _reject(globalVersion);
			if (ownVersionParsed.major !== globalVersionParsed.major) return _reject(globalVersion);
			if (ownVersionParsed.major === 0) {
				if (ownVersionParsed.minor === globalVersionParsed.minor && ownVersionParsed.patch <= globalVersionParsed.patch) return _accept(globalVersion);
				return _reject(globalVersion);
			}
			if (ownVersionParsed.minor <= globalVersionParsed.minor) return _accept(globalVersion);
			return _reject(globalVersion);
		};
	}
	const isCompatible = _makeCompatibilityCheck(require_version.VERSION);
	exports._makeCompatibilityCheck = _makeCompatibilityCheck;
	exports.isCompatible = isCompatible;
}));
// ../../node_modules/@opentelemetry/api/dist/internal/global-utils.cjs
var require_global_utils$1 = __commonJSMin(((exports) => {
	const require_version = require_version$1();
	const require_semver = require_semver$1();
	const major = require_version.VERSION.split(".")[0];
	const GLOBAL_OPENTELEMETRY_API_KEY = Symbol.for(`opentelemetry.js.api.${major}`);
	const _global = typeof globalThis === "object" ? globalThis : typeof self === "object" ? self : typeof window === "object" ? window : typeof global === "object" ? global : {};
	function _makeGlobalApi() {
		return Object.defineProperty({}, "version", {
			value: require_version.VERSION,
			enumerable: true,
			writable: false,
			configurable: false
		});
	}
	function registerGlobal(type, instance, diag, allowOverride = false) {
		var _global$GLOBAL_OPENTE;
		const api = _global[GLOBAL_OPENTELEMETRY_API_KEY] = (_global$GLOBAL_OPENTE = _global[GLOBAL_OPENTELEMETRY_API_KEY]) !== null && _global$GLOBAL_OPENTE !== void 0 ? _global$GLOBAL_OPENTE : _makeGlobalApi();
		if (!allowOverride && api[type]) {
			const err = new Error(`@opentelemetry/api: Attempted duplicate registration of API: ${type}`);
			diag.error(err.stack || err.message);
			return false;
		}
		if (api.version !== "1.10.0") {
			const err = new Error(`@opentelemetry/api: Registration of version v${api.version} for ${type} does not match previously registered API v${require_version.VERSION}`);
			diag.error(err.stack || err.message);
			return false;
		}
		api[type] = instance;
		diag.debug(`@opentelemetry/api: Registered a global for ${type} v${require_version.VERSION}.`);
		return true;
	}
	let _compatibleGlobalApi;
	function getGlobal(type) {
		const api = _global[GLOBAL_OPENTELEMETRY_API_KEY];
		if (api == null) return;
		if (api !== _compatibleGlobalApi) {
			if (!api.version || !require_semver.isCompatible(api.version)) return;
			_compatibleGlobalApi = api;
		}
		return api[type];
	}
	function unregisterGlobal(type, diag) {
		diag.debug(`@opentelemetry/api: Unregistering a global for ${type} v${require_version.VERSION}.`);
		const api = _global[GLOBAL_OPENTELEMETRY_API_KEY];
		if (api) delete api[type];
	}
	exports.getGlobal = getGlobal;
	exports.registerGlobal = registerGlobal;
	exports.unregisterGlobal = unregisterGlobal;
}));
// ../../node_modules/@opentelemetry/api/dist/diag/ComponentLogger.cjs
var require_ComponentLogger$1 = __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	var DiagComponentLogger = class {
		constructor(props) {
			this._namespace = props.namespace || "DiagComponentLogger";
		}
		debug(...args) {
			return logProxy("debug", this._namespace, args);
		}
		error(...args) {
			return logProxy("error", this._namespace, args);
		}
		info(...args) {
			return logProxy("info", this._namespace, args);
		}
		warn(...args) {
			return logProxy("warn", this._namespace, args);
		}
		verbose(...args) {
			return logProxy("verbose", this._namespace, args);
		}
	};
	function logProxy(funcName, namespace, args) {
		const logger = require_global_utils.getGlobal("diag");
		if (!logger) return;
		return logger[funcName](namespace, ...args);
	}
	exports.DiagComponentLogger = DiagComponentLogger;
}));
// ../../node_modules/@opentelemetry/api/dist/diag/internal/logLevelLogger.cjs
var require_logLevelLogger$1 = __commonJSMin(((exports) => {
	require_types$1();
	function createLogLevelDiagLogger(maxLevel, logger) {
		if (maxLevel < 0) maxLevel = 0;
		else if (maxLevel > 9999) maxLevel = 9999;
		logger = logger || {};
		function _filterFunc(funcName, theLevel) {
			const theFunc = logger[funcName];
			if (typeof theFunc === "function" && maxLevel >= theLevel) return theFunc.bind(logger);
			return function() {};
		}
		return {
			error: _filterFunc("error", 30),
			warn: _filterFunc("warn", 50),
			info: _filterFunc("info", 60),
			debug: _filterFunc("debug", 70),
			verbose: _filterFunc("verbose", 80)
		};
	}
	exports.createLogLevelDiagLogger = createLogLevelDiagLogger;
}));
// ../../node_modules/@opentelemetry/api/dist/api/diag.cjs
var require_diag$1 = __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_ComponentLogger = require_ComponentLogger$1();
	require_types$1();
	const require_logLevelLogger = require_logLevelLogger$1();
	const API_NAME = "diag";
	exports.DiagAPI = class DiagAPI {
		static instance() {
			if (!this._instance) this._instance = new DiagAPI();
			return this._instance;
		}
		constructor() {
			function _logProxy(funcName) {
				return function(...args) {
					const logger = require_global_utils.getGlobal("diag");
					if (!logger) return;
					return logger[funcName](...args);
				};
			}
			const self = this;
			const setLogger = (logger, optionsOrLogLevel = { logLevel: 60 }) => {
				var _optionsOrLogLevel$lo;
				if (logger === self) {
					var _err$stack;
					const err = new Error("Cannot use diag as the logger for itself. Please use a DiagLogger implementation like ConsoleDiagLogger or a custom implementation");
					self.error((_err$stack = err.stack) !== null && _err$stack !== void 0 ? _err$stack : err.message);
					return false;
				}
				if (typeof optionsOrLogLevel === "number") optionsOrLogLevel = { logLevel: optionsOrLogLevel };
				const oldLogger = require_global_utils.getGlobal("diag");
				const newLogger = require_logLevelLogger.createLogLevelDiagLogger((_optionsOrLogLevel$lo = optionsOrLogLevel.logLevel) !== null && _optionsOrLogLevel$lo !== void 0 ? _optionsOrLogLevel$lo : 60, logger);
				if (oldLogger && !optionsOrLogLevel.suppressOverrideMessage) {
					var _Error$stack;
					const stack = (_Error$stack = new Error().stack) !== null && _Error$stack !== void 0 ? _Error$stack : "<failed to generate stacktrace>";
					oldLogger.warn(`Current logger will be overwritten from ${stack}`);
					newLogger.warn(`Current logger will overwrite one already registered from ${stack}`);
				}
				return require_global_utils.registerGlobal("diag", newLogger, self, true);
			};
			self.setLogger = setLogger;
			self.disable = () => {
				require_global_utils.unregisterGlobal(API_NAME, self);
			};
			self.createComponentLogger = (options) => {
				return new require_ComponentLogger.DiagComponentLogger(options);
			};
			self.verbose = _logProxy("verbose");
			self.debug = _logProxy("debug");
			self.info = _logProxy("info");
			self.warn = _logProxy("warn");
			self.error = _logProxy("error");
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/baggage/internal/baggage-impl.cjs
var require_baggage_impl$1 = __commonJSMin(((exports) => {
	exports.BaggageImpl = class BaggageImpl {
		constructor(entries) {
			this._entries = entries ? new Map(entries) : new Map();
		}
		getEntry(key) {
			const entry = this._entries.get(key);
			if (!entry) return;
			return Object.assign({}, entry);
		}
		getAllEntries() {
			return Array.from(this._entries.entries());
		}
		setEntry(key, entry) {
			const newBaggage = new BaggageImpl(this._entries);
			newBaggage._entries.set(key, entry);
			return newBaggage;
		}
		removeEntry(key) {
			const newBaggage = new BaggageImpl(this._entries);
			newBaggage._entries.delete(key);
			return newBaggage;
		}
		removeEntries(...keys) {
			const newBaggage = new BaggageImpl(this._entries);
			for (const key of keys) newBaggage._entries.delete(key);
			return newBaggage;
		}
		clear() {
			return new BaggageImpl();
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/baggage/internal/symbol.cjs
var require_symbol$1 = __commonJSMin(((exports) => {
	exports.baggageEntryMetadataSymbol = Symbol("BaggageEntryMetadata");
}));
// ../../node_modules/@opentelemetry/api/dist/baggage/utils.cjs
var require_utils$3 = __commonJSMin(((exports) => {
	const require_diag = require_diag$1();
	const require_baggage_impl = require_baggage_impl$1();
	const require_symbol = require_symbol$1();
	const diag = require_diag.DiagAPI.instance();
	function createBaggage(entries = {}) {
		return new require_baggage_impl.BaggageImpl(new Map(Object.entries(entries)));
	}
	function baggageEntryMetadataFromString(str) {
		if (typeof str !== "string") {
			diag.error(`Cannot create baggage metadata from unknown type: ${typeof str}`);
			str = "";
		}
		return {
			__TYPE__: require_symbol.baggageEntryMetadataSymbol,
			toString() {
				return str;
			}
		};
	}
	exports.baggageEntryMetadataFromString = baggageEntryMetadataFromString;
	exports.createBaggage = createBaggage;
}));
// ../../node_modules/@opentelemetry/api/dist/context/context.cjs
var require_context$3 = __commonJSMin(((exports) => {
	function createContextKey(description) {
		return Symbol.for(description);
	}
	exports.ROOT_CONTEXT = new class BaseContext {
		constructor(parentContext) {
			const self = this;
			self._currentContext = parentContext ? new Map(parentContext) : new Map();
			self.getValue = (key) => self._currentContext.get(key);
			self.setValue = (key, value) => {
				const context = new BaseContext(self._currentContext);
				context._currentContext.set(key, value);
				return context;
			};
			self.deleteValue = (key) => {
				const context = new BaseContext(self._currentContext);
				context._currentContext.delete(key);
				return context;
			};
		}
	}();
	exports.createContextKey = createContextKey;
}));
// ../../node_modules/@opentelemetry/api/dist/diag/consoleLogger.cjs
var require_consoleLogger$1 = __commonJSMin(((exports) => {
	const consoleMap = [
		{
			n: "error",
			c: "error"
		},
		{
			n: "warn",
			c: "warn"
		},
		{
			n: "info",
			c: "info"
		},
		{
			n: "debug",
			c: "debug"
		},
		{
			n: "verbose",
			c: "trace"
		}
	];
	const _originalConsoleMethods = {};
	if (typeof console !== "undefined") {
		for (const key of [
			"error",
			"warn",
			"info",
			"debug",
			"trace",
			"log"
		]) if (typeof console[key] === "function") _originalConsoleMethods[key] = console[key];
	}
	var DiagConsoleLogger = class {
		constructor() {
			function _consoleFunc(funcName) {
				return function(...args) {
					let theFunc = _originalConsoleMethods[funcName];
					if (typeof theFunc !== "function") theFunc = _originalConsoleMethods["log"];
					if (typeof theFunc !== "function" && console) {
						theFunc = console[funcName];
						if (typeof theFunc !== "function") theFunc = console.log;
					}
					if (typeof theFunc === "function") return theFunc.apply(console, args);
				};
			}
			for (let i = 0; i < consoleMap.length; i++) this[consoleMap[i].n] = _consoleFunc(consoleMap[i].c);
		}
	};
	exports.DiagConsoleLogger = DiagConsoleLogger;
	exports._originalConsoleMethods = _originalConsoleMethods;
}));
// ../../node_modules/@opentelemetry/api/dist/metrics/NoopMeter.cjs
var require_NoopMeter$1 = __commonJSMin(((exports) => {
	var NoopMeter = class {
		constructor() {}
		createGauge(_name, _options) {
			return NOOP_GAUGE_METRIC;
		}
		createHistogram(_name, _options) {
			return NOOP_HISTOGRAM_METRIC;
		}
		createCounter(_name, _options) {
			return NOOP_COUNTER_METRIC;
		}
		createUpDownCounter(_name, _options) {
			return NOOP_UP_DOWN_COUNTER_METRIC;
		}
		createObservableGauge(_name, _options) {
			return NOOP_OBSERVABLE_GAUGE_METRIC;
		}
		createObservableCounter(_name, _options) {
			return NOOP_OBSERVABLE_COUNTER_METRIC;
		}
		createObservableUpDownCounter(_name, _options) {
			return NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC;
		}
		addBatchObservableCallback(_callback, _observables) {}
		removeBatchObservableCallback(_callback) {}
	};
	var NoopMetric = class {};
	var NoopCounterMetric = class extends NoopMetric {
		add(_value, _attributes) {}
	};
	var NoopUpDownCounterMetric = class extends NoopMetric {
		add(_value, _attributes) {}
	};
	var NoopGaugeMetric = class extends NoopMetric {
		record(_value, _attributes) {}
	};
	var NoopHistogramMetric = class extends NoopMetric {
		record(_value, _attributes) {}
	};
	var NoopObservableMetric = class {
		addCallback(_callback) {}
		removeCallback(_callback) {}
	};
	var NoopObservableCounterMetric = class extends NoopObservableMetric {};
	var NoopObservableGaugeMetric = class extends NoopObservableMetric {};
	var NoopObservableUpDownCounterMetric = class extends NoopObservableMetric {};
	const NOOP_METER = new NoopMeter();
	const NOOP_COUNTER_METRIC = new NoopCounterMetric();
	const NOOP_GAUGE_METRIC = new NoopGaugeMetric();
	const NOOP_HISTOGRAM_METRIC = new NoopHistogramMetric();
	const NOOP_UP_DOWN_COUNTER_METRIC = new NoopUpDownCounterMetric();
	const NOOP_OBSERVABLE_COUNTER_METRIC = new NoopObservableCounterMetric();
	const NOOP_OBSERVABLE_GAUGE_METRIC = new NoopObservableGaugeMetric();
	const NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC = new NoopObservableUpDownCounterMetric();
	function createNoopMeter() {
		return NOOP_METER;
	}
	exports.NOOP_COUNTER_METRIC = NOOP_COUNTER_METRIC;
	exports.NOOP_GAUGE_METRIC = NOOP_GAUGE_METRIC;
	exports.NOOP_HISTOGRAM_METRIC = NOOP_HISTOGRAM_METRIC;
	exports.NOOP_METER = NOOP_METER;
	exports.NOOP_OBSERVABLE_COUNTER_METRIC = NOOP_OBSERVABLE_COUNTER_METRIC;
	exports.NOOP_OBSERVABLE_GAUGE_METRIC = NOOP_OBSERVABLE_GAUGE_METRIC;
	exports.NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC = NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC;
	exports.NOOP_UP_DOWN_COUNTER_METRIC = NOOP_UP_DOWN_COUNTER_METRIC;
	exports.NoopCounterMetric = NoopCounterMetric;
	exports.NoopGaugeMetric = NoopGaugeMetric;
	exports.NoopHistogramMetric = NoopHistogramMetric;
	exports.NoopMeter = NoopMeter;
	exports.NoopMetric = NoopMetric;
	exports.NoopObservableCounterMetric = NoopObservableCounterMetric;
	exports.NoopObservableGaugeMetric = NoopObservableGaugeMetric;
	exports.NoopObservableMetric = NoopObservableMetric;
	exports.NoopObservableUpDownCounterMetric = NoopObservableUpDownCounterMetric;
	exports.NoopUpDownCounterMetric = NoopUpDownCounterMetric;
	exports.createNoopMeter = createNoopMeter;
}));
// ../../node_modules/@opentelemetry/api/dist/metrics/Metric.cjs
var require_Metric$1 = __commonJSMin(((exports) => {
	exports.ValueType = function(ValueType) {
		ValueType[ValueType["INT"] = 0] = "INT";
		ValueType[ValueType["DOUBLE"] = 1] = "DOUBLE";
		return ValueType;
	}({});
}));
// ../../node_modules/@opentelemetry/api/dist/logs/NoopLogger.cjs
var require_NoopLogger$1 = __commonJSMin(((exports) => {
	var NoopLogger = class {
		emit(_logRecord) {}
		enabled() {
			return false;
		}
	};
	const NOOP_LOGGER = new NoopLogger();
	function createNoopLogger() {
		return NOOP_LOGGER;
	}
	exports.NOOP_LOGGER = NOOP_LOGGER;
	exports.NoopLogger = NoopLogger;
	exports.createNoopLogger = createNoopLogger;
}));
// ../../node_modules/@opentelemetry/api/dist/logs/LogRecord.cjs
var require_LogRecord$1 = __commonJSMin(((exports) => {
	exports.SeverityNumber = function(SeverityNumber) {
		SeverityNumber[SeverityNumber["UNSPECIFIED"] = 0] = "UNSPECIFIED";
		SeverityNumber[SeverityNumber["TRACE"] = 1] = "TRACE";
		SeverityNumber[SeverityNumber["TRACE2"] = 2] = "TRACE2";
		SeverityNumber[SeverityNumber["TRACE3"] = 3] = "TRACE3";
		SeverityNumber[SeverityNumber["TRACE4"] = 4] = "TRACE4";
		SeverityNumber[SeverityNumber["DEBUG"] = 5] = "DEBUG";
		SeverityNumber[SeverityNumber["DEBUG2"] = 6] = "DEBUG2";
		SeverityNumber[SeverityNumber["DEBUG3"] = 7] = "DEBUG3";
		SeverityNumber[SeverityNumber["DEBUG4"] = 8] = "DEBUG4";
		SeverityNumber[SeverityNumber["INFO"] = 9] = "INFO";
		SeverityNumber[SeverityNumber["INFO2"] = 10] = "INFO2";
		SeverityNumber[SeverityNumber["INFO3"] = 11] = "INFO3";
		SeverityNumber[SeverityNumber["INFO4"] = 12] = "INFO4";
		SeverityNumber[SeverityNumber["WARN"] = 13] = "WARN";
		SeverityNumber[SeverityNumber["WARN2"] = 14] = "WARN2";
		SeverityNumber[SeverityNumber["WARN3"] = 15] = "WARN3";
		SeverityNumber[SeverityNumber["WARN4"] = 16] = "WARN4";
		SeverityNumber[SeverityNumber["ERROR"] = 17] = "ERROR";
		SeverityNumber[SeverityNumber["ERROR2"] = 18] = "ERROR2";
		SeverityNumber[SeverityNumber["ERROR3"] = 19] = "ERROR3";
		SeverityNumber[SeverityNumber["ERROR4"] = 20] = "ERROR4";
		SeverityNumber[SeverityNumber["FATAL"] = 21] = "FATAL";
		SeverityNumber[SeverityNumber["FATAL2"] = 22] = "FATAL2";
		SeverityNumber[SeverityNumber["FATAL3"] = 23] = "FATAL3";
		SeverityNumber[SeverityNumber["FATAL4"] = 24] = "FATAL4";
		return SeverityNumber;
	}({});
}));
// ../../node_modules/@opentelemetry/api/dist/propagation/TextMapPropagator.cjs
var require_TextMapPropagator$1 = __commonJSMin(((exports) => {
	const defaultTextMapGetter = {
		get(carrier, key) {
			if (carrier == null) return;
			return carrier[key];
		},
		keys(carrier) {
			if (carrier == null) return [];
			return Object.keys(carrier);
		}
	};
	const defaultTextMapSetter = { set(carrier, key, value) {
		if (carrier == null) return;
		carrier[key] = value;
	} };
	exports.defaultTextMapGetter = defaultTextMapGetter;
	exports.defaultTextMapSetter = defaultTextMapSetter;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/trace_flags.cjs
var require_trace_flags$1 = __commonJSMin(((exports) => {
	exports.TraceFlags = function(TraceFlags) {
		TraceFlags[TraceFlags["NONE"] = 0] = "NONE";
		TraceFlags[TraceFlags["SAMPLED"] = 1] = "SAMPLED";
		return TraceFlags;
	}({});
}));
// ../../node_modules/@opentelemetry/api/dist/trace/invalid-span-constants.cjs
var require_invalid_span_constants$1 = __commonJSMin(((exports) => {
	require_trace_flags$1();
	const INVALID_SPANID = "0000000000000000";
	const INVALID_TRACEID = "00000000000000000000000000000000";
	const INVALID_SPAN_CONTEXT = {
		traceId: INVALID_TRACEID,
		spanId: INVALID_SPANID,
		traceFlags: 0
	};
	exports.INVALID_SPANID = INVALID_SPANID;
	exports.INVALID_SPAN_CONTEXT = INVALID_SPAN_CONTEXT;
	exports.INVALID_TRACEID = INVALID_TRACEID;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/NonRecordingSpan.cjs
var require_NonRecordingSpan$1 = __commonJSMin(((exports) => {
	const require_invalid_span_constants = require_invalid_span_constants$1();
	var NonRecordingSpan = class {
		constructor(spanContext = require_invalid_span_constants.INVALID_SPAN_CONTEXT) {
			this._spanContext = spanContext;
		}
		spanContext() {
			return this._spanContext;
		}
		setAttribute(_key, _value) {
			return this;
		}
		setAttributes(_attributes) {
			return this;
		}
		addEvent(_name, _attributes) {
			return this;
		}
		addLink(_link) {
			return this;
		}
		addLinks(_links) {
			return this;
		}
		setStatus(_status) {
			return this;
		}
		updateName(_name) {
			return this;
		}
		end(_endTime) {}
		isRecording() {
			return false;
		}
		recordException(_exception, _time) {}
	};
	exports.NonRecordingSpan = NonRecordingSpan;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/spancontext-utils.cjs
var require_spancontext_utils$1 = __commonJSMin(((exports) => {
	require_invalid_span_constants$1();
	const require_NonRecordingSpan = require_NonRecordingSpan$1();
	const isHex = new Uint8Array([
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1
	]);
	function isValidHex(id, length) {
		if (typeof id !== "string" || id.length !== length) return false;
		let r = 0;
		for (let i = 0; i < id.length; i += 4) r += (isHex[id.charCodeAt(i)] | 0) + (isHex[id.charCodeAt(i + 1)] | 0) + (isHex[id.charCodeAt(i + 2)] | 0) + (isHex[id.charCodeAt(i + 3)] | 0);
		return r === length;
	}
	function isValidTraceId(traceId) {
		return isValidHex(traceId, 32) && traceId !== "00000000000000000000000000000000";
	}
	function isValidSpanId(spanId) {
		return isValidHex(spanId, 16) && spanId !== "0000000000000000";
	}
	function isSpanContextValid(spanContext) {
		return isValidTraceId(spanContext.traceId) && isValidSpanId(spanContext.spanId);
	}
	function wrapSpanContext(spanContext) {
		return new require_NonRecordingSpan.NonRecordingSpan(spanContext);
	}
	exports.isSpanContextValid = isSpanContextValid;
	exports.isValidSpanId = isValidSpanId;
	exports.isValidTraceId = isValidTraceId;
	exports.wrapSpanContext = wrapSpanContext;
}));
// ../../node_modules/@opentelemetry/api/dist/context/NoopContextManager.cjs
var require_NoopContextManager$1 = __commonJSMin(((exports) => {
	const require_context = require_context$3();
	var NoopContextManager = class {
		active() {
			return require_context.ROOT_CONTEXT;
		}
		with(_context, fn, thisArg, ...args) {
			return fn.call(thisArg, ...args);
		}
		bind(_context, target) {
			return target;
		}
		enable() {
			return this;
		}
		disable() {
			return this;
		}
		attach(_context) {
			return { dispose() {} };
		}
	};
	exports.NoopContextManager = NoopContextManager;
}));
// ../../node_modules/@opentelemetry/api/dist/api/context.cjs
var require_context$2 = __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_NoopContextManager = require_NoopContextManager$1();
	const API_NAME = "context";
	const NOOP_CONTEXT_MANAGER = new require_NoopContextManager.NoopContextManager();
	const NOOP_TOKEN = Object.freeze({ dispose: () => {} });
	exports.ContextAPI = class ContextAPI {
		constructor() {
			this._attachUnsupportedWarned = false;
		}
		static getInstance() {
			if (!this._instance) this._instance = new ContextAPI();
			return this._instance;
		}
		setGlobalContextManager(contextManager) {
			return require_global_utils.registerGlobal(API_NAME, contextManager, require_diag.DiagAPI.instance());
		}
		active() {
			return this._getContextManager().active();
		}
		with(context, fn, thisArg, ...args) {
			return this._getContextManager().with(context, fn, thisArg, ...args);
		}
		bind(context, target) {
			return this._getContextManager().bind(context, target);
		}
		attach(context) {
			const contextManager = this._getContextManager();
			if (contextManager.attach) return contextManager.attach(context);
			if (!this._attachUnsupportedWarned) {
				this._attachUnsupportedWarned = true;
				require_diag.DiagAPI.instance().warn("The current ContextManager does not implement attach(). The context will not be attached. Use a ContextManager that supports attach() (e.g. AsyncLocalStorageContextManager) or use with()/bind() instead.");
			}
			return NOOP_TOKEN;
		}
		_getContextManager() {
			return require_global_utils.getGlobal(API_NAME) || NOOP_CONTEXT_MANAGER;
		}
		disable() {
			this._getContextManager().disable();
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/trace/context-utils.cjs
var require_context_utils$1 = __commonJSMin(((exports) => {
	const require_context = require_context$3();
	const require_context$1 = require_context$2();
	const require_NonRecordingSpan = require_NonRecordingSpan$1();
	const SPAN_KEY = require_context.createContextKey("OpenTelemetry Context Key SPAN");
	function getSpan(context) {
		return context.getValue(SPAN_KEY) || void 0;
	}
	function getActiveSpan() {
		return getSpan(require_context$1.ContextAPI.getInstance().active());
	}
	function setSpan(context, span) {
		return context.setValue(SPAN_KEY, span);
	}
	function deleteSpan(context) {
		return context.deleteValue(SPAN_KEY);
	}
	function setSpanContext(context, spanContext) {
		return setSpan(context, new require_NonRecordingSpan.NonRecordingSpan(spanContext));
	}
	function getSpanContext(context) {
		var _getSpan;
		return (_getSpan = getSpan(context)) === null || _getSpan === void 0 ? void 0 : _getSpan.spanContext();
	}
	exports.deleteSpan = deleteSpan;
	exports.getActiveSpan = getActiveSpan;
	exports.getSpan = getSpan;
	exports.getSpanContext = getSpanContext;
	exports.setSpan = setSpan;
	exports.setSpanContext = setSpanContext;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/NoopTracer.cjs
var require_NoopTracer$1 = __commonJSMin(((exports) => {
	const require_context = require_context$2();
	const require_NonRecordingSpan = require_NonRecordingSpan$1();
	const require_context_utils = require_context_utils$1();
	const require_spancontext_utils = require_spancontext_utils$1();
	const contextApi = require_context.ContextAPI.getInstance();
	var NoopTracer = class {
		startSpan(name, options, context = contextApi.active()) {
			if (Boolean(options === null || options === void 0 ? void 0 : options.root)) return new require_NonRecordingSpan.NonRecordingSpan();
			const parentFromContext = context && require_context_utils.getSpanContext(context);
			if (isSpanContext(parentFromContext) && require_spancontext_utils.isSpanContextValid(parentFromContext)) return new require_NonRecordingSpan.NonRecordingSpan(parentFromContext);
			else return new require_NonRecordingSpan.NonRecordingSpan();
		}
		startActiveSpan(name, arg2, arg3, arg4) {
			var _ctx;
			let opts;
			let ctx;
			let fn;
			if (arguments.length < 2) return;
			else if (arguments.length === 2) fn = arg2;
			else if (arguments.length === 3) {
				opts = arg2;
				fn = arg3;
			} else {
				opts = arg2;
				ctx = arg3;
				fn = arg4;
			}
			const parentContext = (_ctx = ctx) !== null && _ctx !== void 0 ? _ctx : contextApi.active();
			const span = this.startSpan(name, opts, parentContext);
			const contextWithSpanSet = require_context_utils.setSpan(parentContext, span);
			return contextApi.with(contextWithSpanSet, fn, void 0, span);
		}
	};
	function isSpanContext(spanContext) {
		return spanContext !== null && typeof spanContext === "object" && "spanId" in spanContext && typeof spanContext["spanId"] === "string" && "traceId" in spanContext && typeof spanContext["traceId"] === "string" && "traceFlags" in spanContext && typeof spanContext["traceFlags"] === "number";
	}
	exports.NoopTracer = NoopTracer;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/ProxyTracer.cjs
var require_ProxyTracer$1 = __commonJSMin(((exports) => {
	const NOOP_TRACER = new (require_NoopTracer$1()).NoopTracer();
	var ProxyTracer = class {
		constructor(provider, name, version, options) {
			this._provider = provider;
			this.name = name;
			this.version = version;
			this.options = options;
		}
		startSpan(name, options, context) {
			return this._getTracer().startSpan(name, options, context);
		}
		startActiveSpan(_name, _options, _context, _fn) {
			const tracer = this._getTracer();
			return Reflect.apply(tracer.startActiveSpan, tracer, arguments);
		}
		_getTracer() {
			if (this._delegate) return this._delegate;
			const tracer = this._provider.getDelegateTracer(this.name, this.version, this.options);
			if (!tracer) return NOOP_TRACER;
			this._delegate = tracer;
			return this._delegate;
		}
	};
	exports.ProxyTracer = ProxyTracer;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/span_kind.cjs
var require_span_kind$1 = __commonJSMin(((exports) => {
	exports.SpanKind = function(SpanKind) {
		SpanKind[SpanKind["INTERNAL"] = 0] = "INTERNAL";
		SpanKind[SpanKind["SERVER"] = 1] = "SERVER";
		SpanKind[SpanKind["CLIENT"] = 2] = "CLIENT";
		SpanKind[SpanKind["PRODUCER"] = 3] = "PRODUCER";
		SpanKind[SpanKind["CONSUMER"] = 4] = "CONSUMER";
		return SpanKind;
	}({});
}));
// ../../node_modules/@opentelemetry/api/dist/trace/status.cjs
var require_status$1 = __commonJSMin(((exports) => {
	exports.SpanStatusCode = function(SpanStatusCode) {
		SpanStatusCode[SpanStatusCode["UNSET"] = 0] = "UNSET";
		SpanStatusCode[SpanStatusCode["OK"] = 1] = "OK";
		SpanStatusCode[SpanStatusCode["ERROR"] = 2] = "ERROR";
		return SpanStatusCode;
	}({});
}));
// ../../node_modules/@opentelemetry/api/dist/trace/internal/tracestate-validators.cjs
var require_tracestate_validators$1 = __commonJSMin(((exports) => {
	const VALID_KEY_CHAR_RANGE = "[_0-9a-z-*/]";
	const VALID_KEY_REGEX = new RegExp(`^(?:${`[a-z]${VALID_KEY_CHAR_RANGE}{0,255}`}|${`[a-z0-9]${VALID_KEY_CHAR_RANGE}{0,240}@[a-z]${VALID_KEY_CHAR_RANGE}{0,13}`})$`);
	const VALID_VALUE_BASE_REGEX = /^[ -~]{0,255}[!-~]$/;
	const INVALID_VALUE_COMMA_EQUAL_REGEX = /,|=/;
	function validateKey(key) {
		return VALID_KEY_REGEX.test(key);
	}
	function validateValue(value) {
		return VALID_VALUE_BASE_REGEX.test(value) && !INVALID_VALUE_COMMA_EQUAL_REGEX.test(value);
	}
	exports.validateKey = validateKey;
	exports.validateValue = validateValue;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/internal/tracestate-impl.cjs
var require_tracestate_impl$1 = __commonJSMin(((exports) => {
	const require_tracestate_validators = require_tracestate_validators$1();
	const MAX_TRACE_STATE_ITEMS = 32;
	const MAX_TRACE_STATE_LEN = 512;
	const LIST_MEMBERS_SEPARATOR = ",";
	const LIST_MEMBER_KEY_VALUE_SPLITTER = "=";
	exports.TraceStateImpl = class TraceStateImpl {
		constructor(rawTraceState) {
			this._internalState = new Map();
			if (rawTraceState) this._parse(rawTraceState);
		}
		set(key, value) {
			const currValue = this._internalState.get(key);
			let newLength = this.serialize().length;
			if (typeof currValue === "string") newLength += value.length - currValue.length;
			else {
				if (this._internalState.size >= MAX_TRACE_STATE_ITEMS) return this;
				newLength += key.length + value.length + (this._internalState.size > 0 ? 2 : 1);
			}
			if (newLength > MAX_TRACE_STATE_LEN) return this;
			const traceState = this._clone();
			if (traceState._internalState.has(key)) traceState._internalState.delete(key);
			traceState._internalState.set(key, value);
			return traceState;
		}
		unset(key) {
			const traceState = this._clone();
			traceState._internalState.delete(key);
			return traceState;
		}
		get(key) {
			return this._internalState.get(key);
		}
		serialize() {
			return Array.from(this._internalState.keys()).reduceRight((agg, key) => {
				agg.push(key + LIST_MEMBER_KEY_VALUE_SPLITTER + this.get(key));
				return agg;
			}, []).join(LIST_MEMBERS_SEPARATOR);
		}
		_parse(rawTraceState) {
			if (rawTraceState.length > MAX_TRACE_STATE_LEN) return;
			this._internalState = rawTraceState.split(LIST_MEMBERS_SEPARATOR).reduceRight((agg, part) => {
				const listMember = part.trim();
				const i = listMember.indexOf(LIST_MEMBER_KEY_VALUE_SPLITTER);
				if (i !== -1) {
					const key = listMember.slice(0, i);
					const value = listMember.slice(i + 1, part.length);
					if (require_tracestate_validators.validateKey(key) && require_tracestate_validators.validateValue(value)) agg.set(key, value);
				}
				return agg;
			}, new Map());
			if (this._internalState.size > MAX_TRACE_STATE_ITEMS) this._internalState = new Map(Array.from(this._internalState.entries()).reverse().slice(0, MAX_TRACE_STATE_ITEMS));
		}
		_keys() {
			return Array.from(this._internalState.keys()).reverse();
		}
		_clone() {
			const traceState = new TraceStateImpl();
			traceState._internalState = new Map(this._internalState);
			return traceState;
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/trace/internal/utils.cjs
var require_utils$2 = __commonJSMin(((exports) => {
	const require_tracestate_impl = require_tracestate_impl$1();
	function createTraceState(rawTraceState) {
		return new require_tracestate_impl.TraceStateImpl(rawTraceState);
	}
	exports.createTraceState = createTraceState;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/NoopTracerProvider.cjs
var require_NoopTracerProvider = __commonJSMin(((exports) => {
	const require_NoopTracer = require_NoopTracer$1();
	var NoopTracerProvider = class {
		getTracer(_name, _version, _options) {
			return new require_NoopTracer.NoopTracer();
		}
	};
	exports.NoopTracerProvider = NoopTracerProvider;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/ProxyTracerProvider.cjs
var require_ProxyTracerProvider$1 = __commonJSMin(((exports) => {
	const require_ProxyTracer = require_ProxyTracer$1();
	const NOOP_TRACER_PROVIDER = new (require_NoopTracerProvider()).NoopTracerProvider();
	var ProxyTracerProvider = class {
		getTracer(name, version, options) {
			var _this$getDelegateTrac;
			return (_this$getDelegateTrac = this.getDelegateTracer(name, version, options)) !== null && _this$getDelegateTrac !== void 0 ? _this$getDelegateTrac : new require_ProxyTracer.ProxyTracer(this, name, version, options);
		}
		getDelegate() {
			var _this$_delegate;
			return (_this$_delegate = this._delegate) !== null && _this$_delegate !== void 0 ? _this$_delegate : NOOP_TRACER_PROVIDER;
		}
		setDelegate(delegate) {
			this._delegate = delegate;
		}
		getDelegateTracer(name, version, options) {
			var _this$_delegate2;
			return (_this$_delegate2 = this._delegate) === null || _this$_delegate2 === void 0 ? void 0 : _this$_delegate2.getTracer(name, version, options);
		}
	};
	exports.ProxyTracerProvider = ProxyTracerProvider;
}));
// ../../node_modules/@opentelemetry/api/dist/trace/SamplingResult.cjs
var require_SamplingResult$1 = __commonJSMin(((exports) => {
	exports.SamplingDecision = function(SamplingDecision) {
		SamplingDecision[SamplingDecision["NOT_RECORD"] = 0] = "NOT_RECORD";
		SamplingDecision[SamplingDecision["RECORD"] = 1] = "RECORD";
		SamplingDecision[SamplingDecision["RECORD_AND_SAMPLED"] = 2] = "RECORD_AND_SAMPLED";
		return SamplingDecision;
	}({});
}));
// ../../node_modules/@opentelemetry/api/dist/context-api.cjs
var require_context_api$1 = __commonJSMin(((exports) => {
	exports.context = require_context$2().ContextAPI.getInstance();
}));
// ../../node_modules/@opentelemetry/api/dist/diag-api.cjs
var require_diag_api$1 = __commonJSMin(((exports) => {
	exports.diag = require_diag$1().DiagAPI.instance();
}));
// ../../node_modules/@opentelemetry/api/dist/logs/NoopLoggerProvider.cjs
var require_NoopLoggerProvider$1 = __commonJSMin(((exports) => {
	const require_NoopLogger = require_NoopLogger$1();
	var NoopLoggerProvider = class {
		getLogger(_name, _version, _options) {
			return new require_NoopLogger.NoopLogger();
		}
	};
	exports.NOOP_LOGGER_PROVIDER = new NoopLoggerProvider();
	exports.NoopLoggerProvider = NoopLoggerProvider;
}));
// ../../node_modules/@opentelemetry/api/dist/logs/ProxyLogger.cjs
var require_ProxyLogger$1 = __commonJSMin(((exports) => {
	const require_NoopLogger = require_NoopLogger$1();
	var ProxyLogger = class {
		constructor(provider, name, version, options) {
			this._provider = provider;
			this.name = name;
			this.version = version;
			this.options = options;
		}
		emit(logRecord) {
			this._getLogger().emit(logRecord);
		}
		enabled(options) {
			return this._getLogger().enabled(options);
		}
		_getLogger() {
			if (this._delegate) return this._delegate;
			const logger = this._provider._getDelegateLogger(this.name, this.version, this.options);
			if (!logger) return require_NoopLogger.NOOP_LOGGER;
			this._delegate = logger;
			return this._delegate;
		}
	};
	exports.ProxyLogger = ProxyLogger;
}));
// ../../node_modules/@opentelemetry/api/dist/logs/ProxyLoggerProvider.cjs
var require_ProxyLoggerProvider$1 = __commonJSMin(((exports) => {
	const require_NoopLoggerProvider = require_NoopLoggerProvider$1();
	const require_ProxyLogger = require_ProxyLogger$1();
	var ProxyLoggerProvider = class {
		getLogger(name, version, options) {
			var _this$_getDelegateLog;
			return (_this$_getDelegateLog = this._getDelegateLogger(name, version, options)) !== null && _this$_getDelegateLog !== void 0 ? _this$_getDelegateLog : new require_ProxyLogger.ProxyLogger(this, name, version, options);
		}
		_getDelegate() {
			var _this$_delegate;
			return (_this$_delegate = this._delegate) !== null && _this$_delegate !== void 0 ? _this$_delegate : require_NoopLoggerProvider.NOOP_LOGGER_PROVIDER;
		}
		_setDelegate(delegate) {
			this._delegate = delegate;
		}
		_getDelegateLogger(name, version, options) {
			var _this$_delegate2;
			return (_this$_delegate2 = this._delegate) === null || _this$_delegate2 === void 0 ? void 0 : _this$_delegate2.getLogger(name, version, options);
		}
	};
	exports.ProxyLoggerProvider = ProxyLoggerProvider;
}));
// ../../node_modules/@opentelemetry/api/dist/api/logs.cjs
var require_logs = __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_ProxyLoggerProvider = require_ProxyLoggerProvider$1();
	const API_NAME = "logs";
	exports.LogsAPI = class LogsAPI {
		constructor() {
			this._proxyLoggerProvider = new require_ProxyLoggerProvider.ProxyLoggerProvider();
		}
		static getInstance() {
			if (!this._instance) this._instance = new LogsAPI();
			return this._instance;
		}
		setGlobalLoggerProvider(provider) {
			const success = require_global_utils.registerGlobal(API_NAME, provider, require_diag.DiagAPI.instance());
			if (success) this._proxyLoggerProvider._setDelegate(provider);
			return success;
		}
		getLoggerProvider() {
			return require_global_utils.getGlobal(API_NAME) || this._proxyLoggerProvider;
		}
		getLogger(name, version, options) {
			return this.getLoggerProvider().getLogger(name, version, options);
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
			this._proxyLoggerProvider = new require_ProxyLoggerProvider.ProxyLoggerProvider();
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/logs-api.cjs
var require_logs_api$1 = __commonJSMin(((exports) => {
	exports.logs = require_logs().LogsAPI.getInstance();
}));
// ../../node_modules/@opentelemetry/api/dist/metrics/NoopMeterProvider.cjs
var require_NoopMeterProvider$1 = __commonJSMin(((exports) => {
	const require_NoopMeter = require_NoopMeter$1();
	var NoopMeterProvider = class {
		getMeter(_name, _version, _options) {
			return require_NoopMeter.NOOP_METER;
		}
	};
	exports.NOOP_METER_PROVIDER = new NoopMeterProvider();
	exports.NoopMeterProvider = NoopMeterProvider;
}));
// ../../node_modules/@opentelemetry/api/dist/api/metrics.cjs
var require_metrics = __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_NoopMeterProvider = require_NoopMeterProvider$1();
	const API_NAME = "metrics";
	exports.MetricsAPI = class MetricsAPI {
		constructor() {}
		static getInstance() {
			if (!this._instance) this._instance = new MetricsAPI();
			return this._instance;
		}
		setGlobalMeterProvider(provider) {
			return require_global_utils.registerGlobal(API_NAME, provider, require_diag.DiagAPI.instance());
		}
		getMeterProvider() {
			return require_global_utils.getGlobal(API_NAME) || require_NoopMeterProvider.NOOP_METER_PROVIDER;
		}
		getMeter(name, version, options) {
			return this.getMeterProvider().getMeter(name, version, options);
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/metrics-api.cjs
var require_metrics_api$1 = __commonJSMin(((exports) => {
	exports.metrics = require_metrics().MetricsAPI.getInstance();
}));
// ../../node_modules/@opentelemetry/api/dist/propagation/NoopTextMapPropagator.cjs
var require_NoopTextMapPropagator$1 = __commonJSMin(((exports) => {
	var NoopTextMapPropagator = class {
		inject(_context, _carrier) {}
		extract(context, _carrier) {
			return context;
		}
		fields() {
			return [];
		}
	};
	exports.NoopTextMapPropagator = NoopTextMapPropagator;
}));
// ../../node_modules/@opentelemetry/api/dist/baggage/context-helpers.cjs
var require_context_helpers$1 = __commonJSMin(((exports) => {
	const require_context = require_context$3();
	const require_context$1 = require_context$2();
	const BAGGAGE_KEY = require_context.createContextKey("OpenTelemetry Baggage Key");
	function getBaggage(context) {
		return context.getValue(BAGGAGE_KEY) || void 0;
	}
	function getActiveBaggage() {
		return getBaggage(require_context$1.ContextAPI.getInstance().active());
	}
	function setBaggage(context, baggage) {
		return context.setValue(BAGGAGE_KEY, baggage);
	}
	function deleteBaggage(context) {
		return context.deleteValue(BAGGAGE_KEY);
	}
	exports.deleteBaggage = deleteBaggage;
	exports.getActiveBaggage = getActiveBaggage;
	exports.getBaggage = getBaggage;
	exports.setBaggage = setBaggage;
}));
// ../../node_modules/@opentelemetry/api/dist/api/propagation.cjs
var require_propagation = __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_utils = require_utils$3();
	const require_TextMapPropagator = require_TextMapPropagator$1();
	const require_NoopTextMapPropagator = require_NoopTextMapPropagator$1();
	const require_context_helpers = require_context_helpers$1();
	const API_NAME = "propagation";
	const NOOP_TEXT_MAP_PROPAGATOR = new require_NoopTextMapPropagator.NoopTextMapPropagator();
	exports.PropagationAPI = class PropagationAPI {
		constructor() {
			this.createBaggage = require_utils.createBaggage;
			this.getBaggage = require_context_helpers.getBaggage;
			this.getActiveBaggage = require_context_helpers.getActiveBaggage;
			this.setBaggage = require_context_helpers.setBaggage;
			this.deleteBaggage = require_context_helpers.deleteBaggage;
		}
		static getInstance() {
			if (!this._instance) this._instance = new PropagationAPI();
			return this._instance;
		}
		setGlobalPropagator(propagator) {
			return require_global_utils.registerGlobal(API_NAME, propagator, require_diag.DiagAPI.instance());
		}
		inject(context, carrier, setter = require_TextMapPropagator.defaultTextMapSetter) {
			return this._getGlobalPropagator().inject(context, carrier, setter);
		}
		extract(context, carrier, getter = require_TextMapPropagator.defaultTextMapGetter) {
			return this._getGlobalPropagator().extract(context, carrier, getter);
		}
		fields() {
			return this._getGlobalPropagator().fields();
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
		}
		_getGlobalPropagator() {
			return require_global_utils.getGlobal(API_NAME) || NOOP_TEXT_MAP_PROPAGATOR;
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/propagation-api.cjs
var require_propagation_api$1 = __commonJSMin(((exports) => {
	exports.propagation = require_propagation().PropagationAPI.getInstance();
}));
// ../../node_modules/@opentelemetry/api/dist/api/trace.cjs
var require_trace = __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_context_utils = require_context_utils$1();
	const require_spancontext_utils = require_spancontext_utils$1();
	const require_ProxyTracerProvider = require_ProxyTracerProvider$1();
	const API_NAME = "trace";
	exports.TraceAPI = class TraceAPI {
		constructor() {
			this._proxyTracerProvider = new require_ProxyTracerProvider.ProxyTracerProvider();
			this.wrapSpanContext = require_spancontext_utils.wrapSpanContext;
			this.isSpanContextValid = require_spancontext_utils.isSpanContextValid;
			this.deleteSpan = require_context_utils.deleteSpan;
			this.getSpan = require_context_utils.getSpan;
			this.getActiveSpan = require_context_utils.getActiveSpan;
			this.getSpanContext = require_context_utils.getSpanContext;
			this.setSpan = require_context_utils.setSpan;
			this.setSpanContext = require_context_utils.setSpanContext;
		}
		static getInstance() {
			if (!this._instance) this._instance = new TraceAPI();
			return this._instance;
		}
		setGlobalTracerProvider(provider) {
			const success = require_global_utils.registerGlobal(API_NAME, this._proxyTracerProvider, require_diag.DiagAPI.instance());
			if (success) this._proxyTracerProvider.setDelegate(provider);
			return success;
		}
		getTracerProvider() {
			return require_global_utils.getGlobal(API_NAME) || this._proxyTracerProvider;
		}
		getTracer(name, version) {
			return this.getTracerProvider().getTracer(name, version);
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
			this._proxyTracerProvider = new require_ProxyTracerProvider.ProxyTracerProvider();
		}
	};
}));
// ../../node_modules/@opentelemetry/api/dist/trace-api.cjs
var require_trace_api$1 = __commonJSMin(((exports) => {
	exports.trace = require_trace().TraceAPI.getInstance();
}));
// ../../node_modules/@opentelemetry/api/dist/index.cjs
var require_dist = __commonJSMin(((exports) => {
	Object.defineProperties(exports, {
		__esModule: { value: true },
		[Symbol.toStringTag]: { value: "Module" }
	});
	const require_types = require_types$1();
	const require_utils = require_utils$3();
	const require_context = require_context$3();
	const require_consoleLogger = require_consoleLogger$1();
	const require_NoopMeter = require_NoopMeter$1();
	const require_Metric = require_Metric$1();
	const require_NoopLogger = require_NoopLogger$1();
	const require_LogRecord = require_LogRecord$1();
	const require_TextMapPropagator = require_TextMapPropagator$1();
	const require_trace_flags = require_trace_flags$1();
	const require_invalid_span_constants = require_invalid_span_constants$1();
	const require_spancontext_utils = require_spancontext_utils$1();
	const require_ProxyTracer = require_ProxyTracer$1();
	const require_span_kind = require_span_kind$1();
	const require_status = require_status$1();
	const require_utils$1 = require_utils$2();
	const require_ProxyTracerProvider = require_ProxyTracerProvider$1();
	const require_SamplingResult = require_SamplingResult$1();
	const require_context_api = require_context_api$1();
	const require_diag_api = require_diag_api$1();
	const require_logs_api = require_logs_api$1();
	const require_metrics_api = require_metrics_api$1();
	const require_propagation_api = require_propagation_api$1();
	const require_trace_api = require_trace_api$1();
	var src_default = {
		context: require_context_api.context,
		diag: require_diag_api.diag,
		logs: require_logs_api.logs,
		metrics: require_metrics_api.metrics,
		propagation: require_propagation_api.propagation,
		trace: require_trace_api.trace
	};
	exports.DiagConsoleLogger = require_consoleLogger.DiagConsoleLogger;
	exports.DiagLogLevel = require_types.DiagLogLevel;
	exports.INVALID_SPANID = require_invalid_span_constants.INVALID_SPANID;
	exports.INVALID_SPAN_CONTEXT = require_invalid_span_constants.INVALID_SPAN_CONTEXT;
	exports.INVALID_TRACEID = require_invalid_span_constants.INVALID_TRACEID;
	exports.ProxyTracer = require_ProxyTracer.ProxyTracer;
	exports.ProxyTracerProvider = require_ProxyTracerProvider.ProxyTracerProvider;
	exports.ROOT_CONTEXT = require_context.ROOT_CONTEXT;
	exports.SamplingDecision = require_SamplingResult.SamplingDecision;
	exports.SeverityNumber = require_LogRecord.SeverityNumber;
	exports.SpanKind = require_span_kind.SpanKind;
	exports.SpanStatusCode = require_status.SpanStatusCode;
	exports.TraceFlags = require_trace_flags.TraceFlags;
	exports.ValueType = require_Metric.ValueType;
	exports.baggageEntryMetadataFromString = require_utils.baggageEntryMetadataFromString;
	exports.context = require_context_api.context;
	exports.createContextKey = require_context.createContextKey;
	exports.createNoopLogger = require_NoopLogger.createNoopLogger;
	exports.createNoopMeter = require_NoopMeter.createNoopMeter;
	exports.createTraceState = require_utils$1.createTraceState;
	exports.default = src_default;
	exports.defaultTextMapGetter = require_TextMapPropagator.defaultTextMapGetter;
	exports.defaultTextMapSetter = require_TextMapPropagator.defaultTextMapSetter;
	exports.diag = require_diag_api.diag;
	exports.isSpanContextValid = require_spancontext_utils.isSpanContextValid;
	exports.isValidSpanId = require_spancontext_utils.isValidSpanId;
	exports.isValidTraceId = require_spancontext_utils.isValidTraceId;
	exports.logs = require_logs_api.logs;
	exports.metrics = require_metrics_api.metrics;
	exports.propagation = require_propagation_api.propagation;
	exports.trace = require_trace_api.trace;
}));
export { require_static$1 as _, require_swagger as a, require_merge_json_schemas as c, require_dist$1 as d, require_formats as f, require_abstract_logging as g, require_proxy_addr as h, require_rate_limit as i, require_ajv_compiler as l, require_equal as m, require_multipart as n, require_deepmerge as o, require_ajv as p, require_websocket as r, require_fast_json_stringify_compiler as s, require_dist as t, require_standalone$2 as u, require_error$1 as v, require_cookie as y };
