import { i as __require, o as __toESM, t as __commonJSMin } from "./part-CcNv6dGi.mjs";
import { c as require__part_node_http2 } from "./part-nCzKzw_N.mjs";
import { t as require__part_node_http } from "./part-D4H7mARq.mjs";
import { u as require_avvio } from "./part-B1YuE5IF.mjs";
import { A as globalRegistry, E as toJSONSchema, M as safeEncode, j as $ZodType, k as $ZodRegistry } from "./part-BNuO-540.mjs";
import { a as require_json_schema_ref_resolver, i as require_find_my_way, r as require_light_my_request } from "./part-DsyHpVaf.mjs";
import { c as require_merge_json_schemas, d as require_dist, f as require_formats, g as require_abstract_logging, h as require_proxy_addr, l as require_ajv_compiler, m as require_equal, p as require_ajv, s as require_fast_json_stringify_compiler, u as require_standalone$1, v as require_error } from "./part-Cq2f3B3Y.mjs";
import { d as require_secure_json_parse, f as require_rfdc, h as require_reusify, m as require_process_warning, p as require_toad_cache, r as require_once, u as require_semver } from "./part-DvCoSyXi.mjs";
// ../../node_modules/fastify-plugin/lib/getPluginName.js
var require_getPluginName = __commonJSMin(((exports, module) => {
	const { basename, extname } = __require("node:path");
	const FP_STACK_TRACE_REG = /at\s(?:.*\.)?plugin\s.*\n\s*(.*)/;
	const LOCATION_REG = /:\d+:\d+\)?$/;
	module.exports = function getPluginName(fn) {
		if (fn.name.length > 0) return fn.name;
		const stackTraceLimit = Error.stackTraceLimit;
		Error.stackTraceLimit = 10;
		try {
			throw new Error("anonymous function");
		} catch (e) {
			Error.stackTraceLimit = stackTraceLimit;
			return extractPluginName(e.stack);
		}
	};
	function extractPluginName(stack) {
		const m = stack.match(FP_STACK_TRACE_REG);
		if (!m) return "anonymous";
		const fileName = basename(m[1].replaceAll("\\", "/")).replace(LOCATION_REG, "");
		return basename(fileName, extname(fileName));
	}
	module.exports.extractPluginName = extractPluginName;
}));
// ../../node_modules/fastify-plugin/lib/toCamelCase.js
var require_toCamelCase = __commonJSMin(((exports, module) => {
	const KEBAB_REG = /-(.)/g;
	function upperFirst(_match, char) {
		return char.toUpperCase();
	}
	module.exports = function toCamelCase(name) {
		if (name[0] === "@") name = name.slice(1).replace("/", "-");
		return name.replace(KEBAB_REG, upperFirst);
	};
}));
// ../../node_modules/fastify-plugin/index.js
var require_fastify_plugin = __commonJSMin(((exports, module) => {
	const getPluginName = require_getPluginName();
	const toCamelCase = require_toCamelCase();
	const kSkipOverride = Symbol.for("skip-override");
	const kDisplayName = Symbol.for("fastify.display-name");
	const kPluginMeta = Symbol.for("plugin-meta");
	let count = 0;
	function plugin(fn, options = {}) {
		let autoName = false;
		if (fn?.default !== void 0) fn = fn.default;
		if (typeof fn !== "function") throw new TypeError(`fastify-plugin expects a function, instead got a '${typeof fn}'`);
		if (typeof options === "string") options = { fastify: options };
		if (typeof options !== "object" || Array.isArray(options) || options === null) throw new TypeError("The options object should be an object");
		if (options.fastify !== void 0 && typeof options.fastify !== "string") throw new TypeError(`fastify-plugin expects a version string, instead got '${typeof options.fastify}'`);
		if (options.name && typeof options.name !== "string") throw new TypeError(`fastify-plugin expects a name string, instead got '${typeof options.name}'`);
		if (!options.name) {
			autoName = true;
			options = {
				...options,
				name: getPluginName(fn) + "-auto-" + count++
			};
		}
		fn[kSkipOverride] = options.encapsulate !== true;
		fn[kDisplayName] = options.name;
		fn[kPluginMeta] = options;
		if (!fn.default) fn.default = fn;
		if (!autoName) {
			const camelCase = toCamelCase(options.name);
			if (!fn[camelCase]) fn[camelCase] = fn;
		}
		return fn;
	}
	module.exports = plugin;
	module.exports.default = plugin;
	module.exports.fastifyPlugin = plugin;
}));
// ../../node_modules/fast-decode-uri-component/index.js
var require_fast_decode_uri_component = __commonJSMin(((exports, module) => {
	var UTF8_ACCEPT = 12;
	var UTF8_REJECT = 0;
	var UTF8_DATA = [
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
		1,
		1,
		1,
		1,
		1,
		1,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		2,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		3,
		4,
		4,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		5,
		6,
		7,
		7,
		7,
		7,
		7,
		7,
		7,
		7,
		7,
		7,
		7,
		7,
		8,
		7,
		7,
		10,
		9,
		9,
		9,
		11,
		4,
		4,
		4,
		4,
		4,
		4,
		4,
		4,
		4,
		4,
		4,
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
		12,
		0,
		0,
		0,
		0,
		24,
		36,
		48,
		60,
		72,
		84,
		96,
		0,
		12,
		12,
		12,
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
		24,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		24,
		24,
		24,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		24,
		24,
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
		48,
		48,
		48,
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
		48,
		48,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		48,
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
		127,
		63,
		63,
		63,
		0,
		31,
		15,
		15,
		15,
		7,
		7,
		7
	];
	function decodeURIComponent(uri) {
		var percentPosition = uri.indexOf("%");
		if (percentPosition === -1) return uri;
		var length = uri.length;
		var decoded = "";
		var last = 0;
		var codepoint = 0;
		var startOfOctets = percentPosition;
		var state = UTF8_ACCEPT;
		while (percentPosition > -1 && percentPosition < length) {
			var byte = hexCodeToInt(uri[percentPosition + 1], 4) | hexCodeToInt(uri[percentPosition + 2], 0);
			var type = UTF8_DATA[byte];
			state = UTF8_DATA[256 + state + type];
			codepoint = codepoint << 6 | byte & UTF8_DATA[364 + type];
			if (state === UTF8_ACCEPT) {
				decoded += uri.slice(last, startOfOctets);
				decoded += codepoint <= 65535 ? String.fromCharCode(codepoint) : String.fromCharCode(55232 + (codepoint >> 10), 56320 + (codepoint & 1023));
				codepoint = 0;
				last = percentPosition + 3;
				percentPosition = startOfOctets = uri.indexOf("%", last);
			} else if (state === UTF8_REJECT) return null;
			else {
				percentPosition += 3;
				if (percentPosition < length && uri.charCodeAt(percentPosition) === 37) continue;
				return null;
			}
		}
		return decoded + uri.slice(last);
	}
	var HEX = {
		"0": 0,
		"1": 1,
		"2": 2,
		"3": 3,
		"4": 4,
		"5": 5,
		"6": 6,
		"7": 7,
		"8": 8,
		"9": 9,
		"a": 10,
		"A": 10,
		"b": 11,
		"B": 11,
		"c": 12,
		"C": 12,
		"d": 13,
		"D": 13,
		"e": 14,
		"E": 14,
		"f": 15,
		"F": 15
	};
	function hexCodeToInt(c, shift) {
		var i = HEX[c];
		return i === void 0 ? 255 : i << shift;
	}
	module.exports = decodeURIComponent;
}));
// ../../node_modules/escape-html/index.js
var require_escape_html = __commonJSMin(((exports, module) => {
	var matchHtmlRegExp = /["'&<>]/;
	module.exports = escapeHtml;
	function escapeHtml(string) {
		var str = "" + string;
		var match = matchHtmlRegExp.exec(str);
		if (!match) return str;
		var escape;
		var html = "";
		var index = 0;
		var lastIndex = 0;
		for (index = match.index; index < str.length; index++) {
			switch (str.charCodeAt(index)) {
				case 34:
					escape = "&quot;";
					break;
				case 38:
					escape = "&amp;";
					break;
				case 39:
					escape = "&#39;";
					break;
				case 60:
					escape = "&lt;";
					break;
				case 62:
					escape = "&gt;";
					break;
				default: continue;
			}
			if (lastIndex !== index) html += str.substring(lastIndex, index);
			lastIndex = index + 1;
			html += escape;
		}
		return lastIndex !== index ? html + str.substring(lastIndex, index) : html;
	}
}));
// ../../node_modules/fastq/queue.js
var require_queue = __commonJSMin(((exports, module) => {
	var reusify = require_reusify();
	function fastqueue(context, worker, _concurrency) {
		if (typeof context === "function") {
			_concurrency = worker;
			worker = context;
			context = null;
		}
		if (!(_concurrency >= 1)) throw new Error("fastqueue concurrency must be equal to or greater than 1");
		var cache = reusify(Task);
		var queueHead = null;
		var queueTail = null;
		var _running = 0;
		var errorHandler = null;
		var self = {
			push,
			drain: noop,
			saturated: noop,
			pause,
			paused: false,
			get concurrency() {
				return _concurrency;
			},
			set concurrency(value) {
				if (!(value >= 1)) throw new Error("fastqueue concurrency must be equal to or greater than 1");
				_concurrency = value;
				if (self.paused) return;
				for (; queueHead && _running < _concurrency;) {
					_running++;
					release();
				}
			},
			running,
			resume,
			idle,
			length,
			getQueue,
			unshift,
			empty: noop,
			kill,
			killAndDrain,
			error,
			abort
		};
		return self;
		function running() {
			return _running;
		}
		function pause() {
			self.paused = true;
		}
		function length() {
			var current = queueHead;
			var counter = 0;
			while (current) {
				current = current.next;
				counter++;
			}
			return counter;
		}
		function getQueue() {
			var current = queueHead;
			var tasks = [];
			while (current) {
				tasks.push(current.value);
				current = current.next;
			}
			return tasks;
		}
		function resume() {
			if (!self.paused) return;
			self.paused = false;
			if (queueHead === null) {
				_running++;
				release();
				return;
			}
			for (; queueHead && _running < _concurrency;) {
				_running++;
				release();
			}
		}
		function idle() {
			return _running === 0 && self.length() === 0;
		}
		function push(value, done) {
			var current = cache.get();
			current.context = context;
			current.release = release;
			current.value = value;
			current.callback = done || noop;
			current.errorHandler = errorHandler;
			if (_running >= _concurrency || self.paused) {
				if (queueTail) {
					queueTail.next = current;
					queueTail = current;
				} else {
					queueHead = current;
					queueTail = current;
					self.saturated();
				}
			} else {
				_running++;
				worker.call(context, current.value, current.worked);
			}
		}
		function unshift(value, done) {
			var current = cache.get();
			current.context = context;
			current.release = release;
			current.value = value;
			current.callback = done || noop;
			current.errorHandler = errorHandler;
			if (_running >= _concurrency || self.paused) {
				if (queueHead) {
					current.next = queueHead;
					queueHead = current;
				} else {
					queueHead = current;
					queueTail = current;
					self.saturated();
				}
			} else {
				_running++;
				worker.call(context, current.value, current.worked);
			}
		}
		function release(holder) {
			if (holder) cache.release(holder);
			var next = queueHead;
			if (next && _running <= _concurrency) {
				if (!self.paused) {
					if (queueTail === queueHead) queueTail = null;
					queueHead = next.next;
					next.next = null;
					worker.call(context, next.value, next.worked);
					if (queueTail === null) self.empty();
				} else _running--;
			} else if (--_running === 0) self.drain();
		}
		function kill() {
			queueHead = null;
			queueTail = null;
			self.drain = noop;
		}
		function killAndDrain() {
			queueHead = null;
			queueTail = null;
			self.drain();
			self.drain = noop;
		}
		function abort() {
			var current = queueHead;
			queueHead = null;
			queueTail = null;
			while (current) {
				var next = current.next;
				var callback = current.callback;
				var errorHandler = current.errorHandler;
				var val = current.value;
				var context = current.context;
				current.value = null;
				current.callback = noop;
				current.errorHandler = null;
				current.next = null;
				if (errorHandler) errorHandler(new Error("abort"), val);
				callback.call(context, new Error("abort"));
				cache.release(current);
				current = next;
			}
			self.drain = noop;
		}
		function error(handler) {
			errorHandler = handler;
		}
	}
	function noop() {}
	function Task() {
		this.value = null;
		this.callback = noop;
		this.next = null;
		this.release = noop;
		this.context = null;
		this.errorHandler = null;
		var self = this;
		this.worked = function worked(err, result) {
			var callback = self.callback;
			var errorHandler = self.errorHandler;
			var val = self.value;
			self.value = null;
			self.callback = noop;
			if (self.errorHandler) errorHandler(err, val);
			callback.call(self.context, err, result);
			self.release(self);
		};
	}
	function queueAsPromised(context, worker, _concurrency) {
		if (typeof context === "function") {
			_concurrency = worker;
			worker = context;
			context = null;
		}
		function asyncWrapper(arg, cb) {
			worker.call(this, arg).then(function(res) {
				cb(null, res);
			}, cb);
		}
		var queue = fastqueue(context, asyncWrapper, _concurrency);
		var pushCb = queue.push;
		var unshiftCb = queue.unshift;
		queue.push = push;
		queue.unshift = unshift;
		queue.drained = drained;
		return queue;
		function push(value) {
			var p = new Promise(function(resolve, reject) {
				pushCb(value, function(err, result) {
					if (err) {
						reject(err);
						return;
					}
					resolve(result);
				});
			});
			p.catch(noop);
			return p;
		}
		function unshift(value) {
			var p = new Promise(function(resolve, reject) {
				unshiftCb(value, function(err, result) {
					if (err) {
						reject(err);
						return;
					}
					resolve(result);
				});
			});
			p.catch(noop);
			return p;
		}
		function drained() {
			return new Promise(function(resolve) {
				process.nextTick(function() {
					if (queue.idle()) resolve();
					else {
						var previousDrain = queue.drain;
						queue.drain = function() {
							if (typeof previousDrain === "function") previousDrain();
							resolve();
							queue.drain = previousDrain;
						};
					}
				});
			});
		}
	}
	module.exports = fastqueue;
	module.exports.promise = queueAsPromised;
}));
// ../../node_modules/fastify/lib/symbols.js
var require_symbols = __commonJSMin(((exports, module) => {
	module.exports = {
		kAvvioBoot: Symbol("fastify.avvioBoot"),
		kChildren: Symbol("fastify.children"),
		kServerBindings: Symbol("fastify.serverBindings"),
		kBodyLimit: Symbol("fastify.bodyLimit"),
		kSupportedHTTPMethods: Symbol("fastify.acceptedHTTPMethods"),
		kRoutePrefix: Symbol("fastify.routePrefix"),
		kLogLevel: Symbol("fastify.logLevel"),
		kLogSerializers: Symbol("fastify.logSerializers"),
		kHooks: Symbol("fastify.hooks"),
		kContentTypeParser: Symbol("fastify.contentTypeParser"),
		kState: Symbol("fastify.state"),
		kOptions: Symbol("fastify.options"),
		kPluginNameChain: Symbol("fastify.pluginNameChain"),
		kRouteContext: Symbol("fastify.context"),
		kGenReqId: Symbol("fastify.genReqId"),
		kHttp2ServerSessions: Symbol("fastify.http2ServerSessions"),
		kSchemaController: Symbol("fastify.schemaController"),
		kSchemaHeaders: Symbol("headers-schema"),
		kSchemaParams: Symbol("params-schema"),
		kSchemaQuerystring: Symbol("querystring-schema"),
		kSchemaBody: Symbol("body-schema"),
		kSchemaResponse: Symbol("response-schema"),
		kSchemaErrorFormatter: Symbol("fastify.schemaErrorFormatter"),
		kSchemaVisited: Symbol("fastify.schemas.visited"),
		kRequest: Symbol("fastify.Request"),
		kRequestPayloadStream: Symbol("fastify.RequestPayloadStream"),
		kRequestAcceptVersion: Symbol("fastify.RequestAcceptVersion"),
		kRequestCacheValidateFns: Symbol("fastify.request.cache.validateFns"),
		kRequestContentType: Symbol("fastify.request.contentType"),
		kRequestOriginalUrl: Symbol("fastify.request.originalUrl"),
		kRequestSignal: Symbol("fastify.request.signal"),
		kHandlerTimeout: Symbol("fastify.handlerTimeout"),
		kTimeoutTimer: Symbol("fastify.request.timeoutTimer"),
		kOnAbort: Symbol("fastify.request.onAbort"),
		kFourOhFour: Symbol("fastify.404"),
		kCanSetNotFoundHandler: Symbol("fastify.canSetNotFoundHandler"),
		kFourOhFourLevelInstance: Symbol("fastify.404LogLevelInstance"),
		kFourOhFourContext: Symbol("fastify.404ContextKey"),
		kDefaultJsonParse: Symbol("fastify.defaultJSONParse"),
		kReply: Symbol("fastify.Reply"),
		kReplySerializer: Symbol("fastify.reply.serializer"),
		kReplyIsError: Symbol("fastify.reply.isError"),
		kReplyHeaders: Symbol("fastify.reply.headers"),
		kReplyTrailers: Symbol("fastify.reply.trailers"),
		kReplyHasStatusCode: Symbol("fastify.reply.hasStatusCode"),
		kReplyHijacked: Symbol("fastify.reply.hijacked"),
		kReplyStartTime: Symbol("fastify.reply.startTime"),
		kReplyNextErrorHandler: Symbol("fastify.reply.nextErrorHandler"),
		kReplyEndTime: Symbol("fastify.reply.endTime"),
		kReplyErrorHandlerCalled: Symbol("fastify.reply.errorHandlerCalled"),
		kReplyIsRunningOnErrorHook: Symbol("fastify.reply.isRunningOnErrorHook"),
		kReplySerializerDefault: Symbol("fastify.replySerializerDefault"),
		kReplyCacheSerializeFns: Symbol("fastify.reply.cache.serializeFns"),
		kTestInternals: Symbol("fastify.testInternals"),
		kErrorHandler: Symbol("fastify.errorHandler"),
		kErrorHandlerAlreadySet: Symbol("fastify.errorHandlerAlreadySet"),
		kChildLoggerFactory: Symbol("fastify.childLoggerFactory"),
		kHasBeenDecorated: Symbol("fastify.hasBeenDecorated"),
		kKeepAliveConnections: Symbol("fastify.keepAliveConnections"),
		kRouteByFastify: Symbol("fastify.routeByFastify"),
		kLogController: Symbol("fastify.logController"),
		kDiagnosticsStore: Symbol("fastify.diagnosticsStore")
	};
}));
// ../../node_modules/fastify/lib/warnings.js
var require_warnings = __commonJSMin(((exports, module) => {
	const { createWarning } = require_process_warning();
	module.exports = {
		FSTWRN001: createWarning({
			name: "FastifyWarning",
			code: "FSTWRN001",
			message: "The %s schema for %s: %s is missing. This may indicate the schema is not well specified.",
			unlimited: true
		}),
		FSTWRN003: createWarning({
			name: "FastifyWarning",
			code: "FSTWRN003",
			message: "The %s mixes async and callback styles that may lead to unhandled rejections. Please use only one of them.",
			unlimited: true
		}),
		FSTWRN004: createWarning({
			name: "FastifyWarning",
			code: "FSTWRN004",
			message: "It seems that you are overriding an errorHandler in the same scope, which can lead to subtle bugs. To disable this behavior, set 'allowErrorHandlerOverride' to false. For more information, visit: https://fastify.dev/docs/latest/Reference/Server/#allowerrorhandleroverride",
			unlimited: true
		}),
		FSTSEC001: createWarning({
			name: "FastifySecurity",
			code: "FSTSEC001",
			message: "You are using /%s/ Content-Type which may be vulnerable to CORS attack. Please make sure your RegExp start with \"^\" or include \";?\" to proper detection of the essence MIME type.",
			unlimited: true
		}),
		FSTSEC002: createWarning({
			name: "FastifySecurity",
			code: "FSTSEC002",
			message: "The headers schema for %s: %s references an external $ref (%s) that is not case-normalized. Header names in the referenced schema keep their original case and will not match the lowercased request headers, so case-insensitive assertions such as required and dependencies may not apply. Inline the header schema instead of referencing it with an external $ref.",
			unlimited: true
		}),
		FSTSEC003: createWarning({
			name: "FastifySecurity",
			code: "FSTSEC003",
			message: "The headers schema for %s: %s uses a $ref (%s) inside propertyNames that is not case-normalized. Header names held in the referenced schema keep their original case and will not match the lowercased request headers, so a case-insensitive deny-list or allow-list on header names may not apply. Inline the propertyNames constraint instead of referencing it with a $ref.",
			unlimited: true
		}),
		FSTDEP022: createWarning({
			name: "FastifyWarning",
			code: "FSTDEP022",
			message: "The router options for %s property access is deprecated. Please use \"options.routerOptions\" instead for accessing router options. The router options will be removed in `fastify@6`.",
			unlimited: true
		}),
		FSTDEP023: createWarning({
			name: "FastifyDeprecation",
			code: "FSTDEP023",
			message: "disableRequestLogging option is deprecated. Use the logController option with disableRequestLogging or isLogDisabled override instead. The disableRequestLogging top-level option will be removed in `fastify@6`.",
			unlimited: true
		}),
		FSTDEP024: createWarning({
			name: "FastifyDeprecation",
			code: "FSTDEP024",
			message: "requestIdLogLabel option is deprecated. Use the logController option with requestIdLogLabel instead. The requestIdLogLabel top-level option will be removed in `fastify@6`.",
			unlimited: true
		}),
		FSTDEP025: createWarning({
			name: "FastifyDeprecation",
			code: "FSTDEP025",
			message: "Calling addHttpMethod for existing method \"%s\" without { overrideExisting: true } is deprecated. In Fastify v6, this will throw an error.",
			unlimited: true
		})
	};
}));
// ../../node_modules/fastify/lib/errors.js
var require_errors = __commonJSMin(((exports, module) => {
	const createError = require_error();
	const codes = {
		FST_ERR_NOT_FOUND: createError("FST_ERR_NOT_FOUND", "Not Found", 404),
		FST_ERR_OPTIONS_NOT_OBJ: createError("FST_ERR_OPTIONS_NOT_OBJ", "Options must be an object", 500, TypeError),
		FST_ERR_QSP_NOT_FN: createError("FST_ERR_QSP_NOT_FN", "querystringParser option should be a function, instead got '%s'", 500, TypeError),
		FST_ERR_SCHEMA_CONTROLLER_BUCKET_OPT_NOT_FN: createError("FST_ERR_SCHEMA_CONTROLLER_BUCKET_OPT_NOT_FN", "schemaController.bucket option should be a function, instead got '%s'", 500, TypeError),
		FST_ERR_SCHEMA_ERROR_FORMATTER_NOT_FN: createError("FST_ERR_SCHEMA_ERROR_FORMATTER_NOT_FN", "schemaErrorFormatter option should be a non async function. Instead got '%s'.", 500, TypeError),
		FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_OBJ: createError("FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_OBJ", "ajv.customOptions option should be an object, instead got '%s'", 500, TypeError),
		FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_ARR: createError("FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_ARR", "ajv.plugins option should be an array, instead got '%s'", 500, TypeError),
		FST_ERR_VALIDATION: createError("FST_ERR_VALIDATION", "%s", 400),
		FST_ERR_LISTEN_OPTIONS_INVALID: createError("FST_ERR_LISTEN_OPTIONS_INVALID", "Invalid listen options: '%s'", 500, TypeError),
		FST_ERR_ERROR_HANDLER_NOT_FN: createError("FST_ERR_ERROR_HANDLER_NOT_FN", "Error Handler must be a function", 500, TypeError),
		FST_ERR_ERROR_HANDLER_ALREADY_SET: createError("FST_ERR_ERROR_HANDLER_ALREADY_SET", "Error Handler already set in this scope. Set 'allowErrorHandlerOverride: true' to allow overriding.", 500, TypeError),
		FST_ERR_CTP_ALREADY_PRESENT: createError("FST_ERR_CTP_ALREADY_PRESENT", "Content type parser '%s' already present."),
		FST_ERR_CTP_INVALID_TYPE: createError("FST_ERR_CTP_INVALID_TYPE", "The content type should be a string or a RegExp", 500, TypeError),
		FST_ERR_CTP_EMPTY_TYPE: createError("FST_ERR_CTP_EMPTY_TYPE", "The content type cannot be an empty string", 500, TypeError),
		FST_ERR_CTP_INVALID_HANDLER: createError("FST_ERR_CTP_INVALID_HANDLER", "The content type handler should be a function", 500, TypeError),
		FST_ERR_CTP_INVALID_PARSE_TYPE: createError("FST_ERR_CTP_INVALID_PARSE_TYPE", "The body parser can only parse your data as 'string' or 'buffer', you asked '%s' which is not supported.", 500, TypeError),
		FST_ERR_CTP_BODY_TOO_LARGE: createError("FST_ERR_CTP_BODY_TOO_LARGE", "Request body is too large", 413, RangeError),
		FST_ERR_CTP_INVALID_MEDIA_TYPE: createError("FST_ERR_CTP_INVALID_MEDIA_TYPE", "Unsupported Media Type", 415),
		FST_ERR_CTP_INVALID_CONTENT_LENGTH: createError("FST_ERR_CTP_INVALID_CONTENT_LENGTH", "Request body size did not match Content-Length", 400, RangeError),
		FST_ERR_CTP_EMPTY_JSON_BODY: createError("FST_ERR_CTP_EMPTY_JSON_BODY", "Body cannot be empty when content-type is set to 'application/json'", 400),
		FST_ERR_CTP_INVALID_JSON_BODY: createError("FST_ERR_CTP_INVALID_JSON_BODY", "Body is not valid JSON but content-type is set to 'application/json'", 400),
		FST_ERR_CTP_INSTANCE_ALREADY_STARTED: createError("FST_ERR_CTP_INSTANCE_ALREADY_STARTED", "Cannot call \"%s\" when fastify instance is already started!", 400),
		FST_ERR_DEC_ALREADY_PRESENT: createError("FST_ERR_DEC_ALREADY_PRESENT", "The decorator '%s' has already been added!"),
		FST_ERR_DEC_DEPENDENCY_INVALID_TYPE: createError("FST_ERR_DEC_DEPENDENCY_INVALID_TYPE", "The dependencies of decorator '%s' must be of type Array.", 500, TypeError),
		FST_ERR_DEC_MISSING_DEPENDENCY: createError("FST_ERR_DEC_MISSING_DEPENDENCY", "The decorator is missing dependency '%s'."),
		FST_ERR_DEC_AFTER_START: createError("FST_ERR_DEC_AFTER_START", "The decorator '%s' has been added after start!"),
		FST_ERR_DEC_REFERENCE_TYPE: createError("FST_ERR_DEC_REFERENCE_TYPE", "The decorator '%s' of type '%s' is a reference type. Use the { getter, setter } interface instead."),
		FST_ERR_DEC_UNDECLARED: createError("FST_ERR_DEC_UNDECLARED", "No decorator '%s' has been declared on %s."),
		FST_ERR_HOOK_INVALID_TYPE: createError("FST_ERR_HOOK_INVALID_TYPE", "The hook name must be a string", 500, TypeError),
		FST_ERR_HOOK_INVALID_HANDLER: createError("FST_ERR_HOOK_INVALID_HANDLER", "%s hook should be a function, instead got %s", 500, TypeError),
		FST_ERR_HOOK_INVALID_ASYNC_HANDLER: createError("FST_ERR_HOOK_INVALID_ASYNC_HANDLER", "Async function has too many arguments. Async hooks should not use the 'done' argument.", 500, TypeError),
		FST_ERR_HOOK_NOT_SUPPORTED: createError("FST_ERR_HOOK_NOT_SUPPORTED", "%s hook not supported!", 500, TypeError),
		FST_ERR_MISSING_MIDDLEWARE: createError("FST_ERR_MISSING_MIDDLEWARE", "You must register a plugin for handling middlewares, visit fastify.dev/docs/latest/Reference/Middleware/ for more info.", 500),
		FST_ERR_HOOK_TIMEOUT: createError("FST_ERR_HOOK_TIMEOUT", "A callback for '%s' hook%s timed out. You may have forgotten to call 'done' function or to resolve a Promise"),
		FST_ERR_LOG_INVALID_DESTINATION: createError("FST_ERR_LOG_INVALID_DESTINATION", "Cannot specify both logger.stream and logger.file options"),
		FST_ERR_LOG_INVALID_LOGGER: createError("FST_ERR_LOG_INVALID_LOGGER", "Invalid logger object provided. The logger instance should have these functions(s): '%s'.", 500, TypeError),
		FST_ERR_LOG_INVALID_LOGGER_INSTANCE: createError("FST_ERR_LOG_INVALID_LOGGER_INSTANCE", "loggerInstance only accepts a logger instance.", 500, TypeError),
		FST_ERR_LOG_INVALID_LOGGER_CONFIG: createError("FST_ERR_LOG_INVALID_LOGGER_CONFIG", "logger options only accepts a configuration object.", 500, TypeError),
		FST_ERR_LOG_LOGGER_AND_LOGGER_INSTANCE_PROVIDED: createError("FST_ERR_LOG_LOGGER_AND_LOGGER_INSTANCE_PROVIDED", "You cannot provide both logger and loggerInstance. Please provide only one.", 500, TypeError),
		FST_ERR_LOG_INVALID_LOG_CONTROLLER: createError("FST_ERR_LOG_INVALID_LOG_CONTROLLER", "logController option must be an instance of LogController, got '%s'.", 500, TypeError),
		FST_ERR_REP_INVALID_PAYLOAD_TYPE: createError("FST_ERR_REP_INVALID_PAYLOAD_TYPE", "Attempted to send payload of invalid type '%s'. Expected a string or Buffer.", 500, TypeError),
		FST_ERR_REP_RESPONSE_BODY_CONSUMED: createError("FST_ERR_REP_RESPONSE_BODY_CONSUMED", "Response.body is already consumed."),
		FST_ERR_REP_READABLE_STREAM_LOCKED: createError("FST_ERR_REP_READABLE_STREAM_LOCKED", "ReadableStream was locked. You should call releaseLock() method on reader before sending."),
		FST_ERR_REP_ALREADY_SENT: createError("FST_ERR_REP_ALREADY_SENT", "Reply was already sent, did you forget to \"return reply\" in \"%s\" (%s)?"),
		FST_ERR_REP_SENT_VALUE: createError("FST_ERR_REP_SENT_VALUE", "The only possible value for reply.sent is true.", 500, TypeError),
		FST_ERR_SEND_INSIDE_ONERR: createError("FST_ERR_SEND_INSIDE_ONERR", "You cannot use `send` inside the `onError` hook"),
		FST_ERR_SEND_UNDEFINED_ERR: createError("FST_ERR_SEND_UNDEFINED_ERR", "Undefined error has occurred"),
		FST_ERR_BAD_STATUS_CODE: createError("FST_ERR_BAD_STATUS_CODE", "Called reply with an invalid status code: %s"),
		FST_ERR_BAD_TRAILER_NAME: createError("FST_ERR_BAD_TRAILER_NAME", "Called reply.trailer with an invalid header name: %s"),
		FST_ERR_BAD_TRAILER_VALUE: createError("FST_ERR_BAD_TRAILER_VALUE", "Called reply.trailer('%s', fn) with an invalid type: %s. Expected a function."),
		FST_ERR_FAILED_ERROR_SERIALIZATION: createError("FST_ERR_FAILED_ERROR_SERIALIZATION", "Failed to serialize an error. Error: %s. Original error: %s"),
		FST_ERR_MISSING_SERIALIZATION_FN: createError("FST_ERR_MISSING_SERIALIZATION_FN", "Missing serialization function. Key \"%s\""),
		FST_ERR_MISSING_CONTENTTYPE_SERIALIZATION_FN: createError("FST_ERR_MISSING_CONTENTTYPE_SERIALIZATION_FN", "Missing serialization function. Key \"%s:%s\""),
		FST_ERR_REQ_INVALID_VALIDATION_INVOCATION: createError("FST_ERR_REQ_INVALID_VALIDATION_INVOCATION", "Invalid validation invocation. Missing validation function for HTTP part \"%s\" nor schema provided."),
		FST_ERR_SCH_MISSING_ID: createError("FST_ERR_SCH_MISSING_ID", "Missing schema $id property"),
		FST_ERR_SCH_ALREADY_PRESENT: createError("FST_ERR_SCH_ALREADY_PRESENT", "Schema with id '%s' already declared!"),
		FST_ERR_SCH_CONTENT_MISSING_SCHEMA: createError("FST_ERR_SCH_CONTENT_MISSING_SCHEMA", "Schema is missing for the content type '%s'"),
		FST_ERR_SCH_DUPLICATE: createError("FST_ERR_SCH_DUPLICATE", "Schema with '%s' already present!"),
		FST_ERR_SCH_VALIDATION_BUILD: createError("FST_ERR_SCH_VALIDATION_BUILD", "Failed building the validation schema for %s: %s, due to error %s"),
		FST_ERR_SCH_SERIALIZATION_BUILD: createError("FST_ERR_SCH_SERIALIZATION_BUILD", "Failed building the serialization schema for %s: %s, due to error %s"),
		FST_ERR_SCH_RESPONSE_SCHEMA_NOT_NESTED_2XX: createError("FST_ERR_SCH_RESPONSE_SCHEMA_NOT_NESTED_2XX", "response schemas should be nested under a valid status code, e.g { 2xx: { type: \"object\" } }"),
		FST_ERR_INIT_OPTS_INVALID: createError("FST_ERR_INIT_OPTS_INVALID", "Invalid initialization options: '%s'"),
		FST_ERR_FORCE_CLOSE_CONNECTIONS_IDLE_NOT_AVAILABLE: createError("FST_ERR_FORCE_CLOSE_CONNECTIONS_IDLE_NOT_AVAILABLE", "Cannot set forceCloseConnections to 'idle' as your HTTP server does not support closeIdleConnections method"),
		FST_ERR_DUPLICATED_ROUTE: createError("FST_ERR_DUPLICATED_ROUTE", "Method '%s' already declared for route '%s'"),
		FST_ERR_BAD_URL: createError("FST_ERR_BAD_URL", "'%s' is not a valid url component", 400, URIError),
		FST_ERR_MAX_PARAM_LENGTH: createError("FST_ERR_MAX_PARAM_LENGTH", "'%s' is exceeding the max param length", 414, URIError),
		FST_ERR_ASYNC_CONSTRAINT: createError("FST_ERR_ASYNC_CONSTRAINT", "Unexpected error from async constraint", 500),
		FST_ERR_INVALID_URL: createError("FST_ERR_INVALID_URL", "URL must be a string. Received '%s'", 400, TypeError),
		FST_ERR_ROUTE_OPTIONS_NOT_OBJ: createError("FST_ERR_ROUTE_OPTIONS_NOT_OBJ", "Options for \"%s:%s\" route must be an object", 500, TypeError),
		FST_ERR_ROUTE_DUPLICATED_HANDLER: createError("FST_ERR_ROUTE_DUPLICATED_HANDLER", "Duplicate handler for \"%s:%s\" route is not allowed!", 500),
		FST_ERR_ROUTE_HANDLER_NOT_FN: createError("FST_ERR_ROUTE_HANDLER_NOT_FN", "Error Handler for %s:%s route, if defined, must be a function", 500, TypeError),
		FST_ERR_ROUTE_MISSING_HANDLER: createError("FST_ERR_ROUTE_MISSING_HANDLER", "Missing handler function for \"%s:%s\" route.", 500),
		FST_ERR_ROUTE_METHOD_INVALID: createError("FST_ERR_ROUTE_METHOD_INVALID", "Provided method is invalid!", 500, TypeError),
		FST_ERR_ROUTE_METHOD_NOT_SUPPORTED: createError("FST_ERR_ROUTE_METHOD_NOT_SUPPORTED", "%s method is not supported.", 500),
		FST_ERR_ROUTE_LOG_LEVEL_INVALID: createError("FST_ERR_ROUTE_LOG_LEVEL_INVALID", "Log level for '%s:%s' route must be a valid logger level. Received: '%s'", 500, TypeError),
		FST_ERR_ROUTE_BODY_VALIDATION_SCHEMA_NOT_SUPPORTED: createError("FST_ERR_ROUTE_BODY_VALIDATION_SCHEMA_NOT_SUPPORTED", "Body validation schema for %s:%s route is not supported!", 500),
		FST_ERR_ROUTE_BODY_LIMIT_OPTION_NOT_INT: createError("FST_ERR_ROUTE_BODY_LIMIT_OPTION_NOT_INT", "'bodyLimit' option must be an integer > 0. Got '%s'", 500, TypeError),
		FST_ERR_HANDLER_TIMEOUT: createError("FST_ERR_HANDLER_TIMEOUT", "Request timed out after %s ms on route '%s'", 503),
		FST_ERR_ROUTE_HANDLER_TIMEOUT_OPTION_NOT_INT: createError("FST_ERR_ROUTE_HANDLER_TIMEOUT_OPTION_NOT_INT", "'handlerTimeout' option must be an integer > 0. Got '%s'", 500, TypeError),
		FST_ERR_ROUTE_REWRITE_NOT_STR: createError("FST_ERR_ROUTE_REWRITE_NOT_STR", "Rewrite url for \"%s\" needs to be of type \"string\" but received \"%s\"", 500, TypeError),
		FST_ERR_ROUTE_MISSING_CONTENT_TYPE: createError("FST_ERR_ROUTE_MISSING_CONTENT_TYPE", "Method '%s' must provide a 'Content-Type' header.", 400),
		FST_ERR_ROUTE_MISSING_CONTENT: createError("FST_ERR_ROUTE_MISSING_CONTENT", "Method '%s' must provide a request body.", 400),
		FST_ERR_REOPENED_CLOSE_SERVER: createError("FST_ERR_REOPENED_CLOSE_SERVER", "Fastify has already been closed and cannot be reopened"),
		FST_ERR_REOPENED_SERVER: createError("FST_ERR_REOPENED_SERVER", "Fastify is already listening"),
		FST_ERR_INSTANCE_ALREADY_LISTENING: createError("FST_ERR_INSTANCE_ALREADY_LISTENING", "Fastify instance is already listening. %s"),
		FST_ERR_PLUGIN_VERSION_MISMATCH: createError("FST_ERR_PLUGIN_VERSION_MISMATCH", "fastify-plugin: %s - expected '%s' fastify version, '%s' is installed"),
		FST_ERR_PLUGIN_NOT_PRESENT_IN_INSTANCE: createError("FST_ERR_PLUGIN_NOT_PRESENT_IN_INSTANCE", "The decorator '%s'%s is not present in %s"),
		FST_ERR_PLUGIN_INVALID_ASYNC_HANDLER: createError("FST_ERR_PLUGIN_INVALID_ASYNC_HANDLER", "The %s plugin being registered mixes async and callback styles. Async plugin should not mix async and callback style.", 500, TypeError),
		FST_ERR_PLUGIN_DEPENDENCY_NOT_REGISTERED: createError("FST_ERR_PLUGIN_DEPENDENCY_NOT_REGISTERED", "The dependency '%s' of plugin '%s' is not registered"),
		FST_ERR_PLUGIN_CALLBACK_NOT_FN: createError("FST_ERR_PLUGIN_CALLBACK_NOT_FN", "fastify-plugin: %s", 500, TypeError),
		FST_ERR_PLUGIN_NOT_VALID: createError("FST_ERR_PLUGIN_NOT_VALID", "fastify-plugin: %s"),
		FST_ERR_ROOT_PLG_BOOTED: createError("FST_ERR_ROOT_PLG_BOOTED", "fastify-plugin: %s"),
		FST_ERR_PARENT_PLUGIN_BOOTED: createError("FST_ERR_PARENT_PLUGIN_BOOTED", "fastify-plugin: %s"),
		FST_ERR_PLUGIN_TIMEOUT: createError("FST_ERR_PLUGIN_TIMEOUT", "fastify-plugin: %s")
	};
	function appendStackTrace(oldErr, newErr) {
		newErr.cause = oldErr;
		return newErr;
	}
	module.exports = codes;
	module.exports.appendStackTrace = appendStackTrace;
	module.exports.AVVIO_ERRORS_MAP = {
		AVV_ERR_CALLBACK_NOT_FN: codes.FST_ERR_PLUGIN_CALLBACK_NOT_FN,
		AVV_ERR_PLUGIN_NOT_VALID: codes.FST_ERR_PLUGIN_NOT_VALID,
		AVV_ERR_ROOT_PLG_BOOTED: codes.FST_ERR_ROOT_PLG_BOOTED,
		AVV_ERR_PARENT_PLG_LOADED: codes.FST_ERR_PARENT_PLUGIN_BOOTED,
		AVV_ERR_READY_TIMEOUT: codes.FST_ERR_PLUGIN_TIMEOUT,
		AVV_ERR_PLUGIN_EXEC_TIMEOUT: codes.FST_ERR_PLUGIN_TIMEOUT
	};
}));
// ../../node_modules/fastify/lib/hooks.js
var require_hooks = __commonJSMin(((exports, module) => {
	const applicationHooks = [
		"onRoute",
		"onRegister",
		"onReady",
		"onListen",
		"preClose",
		"onClose"
	];
	const lifecycleHooks = [
		"onTimeout",
		"onRequest",
		"preParsing",
		"preValidation",
		"preSerialization",
		"preHandler",
		"onSend",
		"onResponse",
		"onError",
		"onRequestAbort"
	];
	const supportedHooks = lifecycleHooks.concat(applicationHooks);
	const { FST_ERR_HOOK_INVALID_TYPE, FST_ERR_HOOK_INVALID_HANDLER, FST_ERR_SEND_UNDEFINED_ERR, FST_ERR_HOOK_TIMEOUT, FST_ERR_HOOK_NOT_SUPPORTED, AVVIO_ERRORS_MAP, appendStackTrace } = require_errors();
	const { kChildren, kHooks, kRequestPayloadStream } = require_symbols();
	function Hooks() {
		this.onRequest = [];
		this.preParsing = [];
		this.preValidation = [];
		this.preSerialization = [];
		this.preHandler = [];
		this.onResponse = [];
		this.onSend = [];
		this.onError = [];
		this.onRoute = [];
		this.onRegister = [];
		this.onReady = [];
		this.onListen = [];
		this.onTimeout = [];
		this.onRequestAbort = [];
		this.preClose = [];
	}
	Hooks.prototype = Object.create(null);
	Hooks.prototype.validate = function(hook, fn) {
		if (typeof hook !== "string") throw new FST_ERR_HOOK_INVALID_TYPE();
		if (Array.isArray(this[hook]) === false) throw new FST_ERR_HOOK_NOT_SUPPORTED(hook);
		if (typeof fn !== "function") throw new FST_ERR_HOOK_INVALID_HANDLER(hook, Object.prototype.toString.call(fn));
	};
	Hooks.prototype.add = function(hook, fn) {
		this.validate(hook, fn);
		this[hook].push(fn);
	};
	function buildHooks(h) {
		const hooks = new Hooks();
		hooks.onRequest = h.onRequest.slice();
		hooks.preParsing = h.preParsing.slice();
		hooks.preValidation = h.preValidation.slice();
		hooks.preSerialization = h.preSerialization.slice();
		hooks.preHandler = h.preHandler.slice();
		hooks.onSend = h.onSend.slice();
		hooks.onResponse = h.onResponse.slice();
		hooks.onError = h.onError.slice();
		hooks.onRoute = h.onRoute.slice();
		hooks.onRegister = h.onRegister.slice();
		hooks.onTimeout = h.onTimeout.slice();
		hooks.onRequestAbort = h.onRequestAbort.slice();
		hooks.onReady = [];
		hooks.onListen = [];
		hooks.preClose = [];
		return hooks;
	}
	function hookRunnerApplication(hookName, boot, server, cb) {
		const hooks = server[kHooks][hookName];
		let i = 0;
		let c = 0;
		next();
		function exit(err) {
			const hookFnName = hooks[i - 1]?.name;
			const hookFnFragment = hookFnName ? ` "${hookFnName}"` : "";
			if (err) {
				if (err.code === "AVV_ERR_READY_TIMEOUT") err = appendStackTrace(err, new FST_ERR_HOOK_TIMEOUT(hookName, hookFnFragment));
				else err = AVVIO_ERRORS_MAP[err.code] != null ? appendStackTrace(err, new AVVIO_ERRORS_MAP[err.code](err.message)) : err;
				cb(err);
				return;
			}
			cb();
		}
		function next(err) {
			if (err) {
				exit(err);
				return;
			}
			if (i === hooks.length && c === server[kChildren].length) {
				if (i === 0 && c === 0) exit();
				else boot(function manageTimeout(err, done) {
					exit(err);
					done(err);
				});
				return;
			}
			if (i === hooks.length && c < server[kChildren].length) {
				const child = server[kChildren][c++];
				hookRunnerApplication(hookName, boot, child, next);
				return;
			}
			boot(wrap(hooks[i++], server));
			next();
		}
		function wrap(fn, server) {
			return function(err, done) {
				if (err) {
					done(err);
					return;
				}
				if (fn.length === 1) {
					try {
						fn.call(server, done);
					} catch (error) {
						done(error);
					}
					return;
				}
				try {
					const ret = fn.call(server);
					if (ret && typeof ret.then === "function") {
						ret.then(done, done);
						return;
					}
				} catch (error) {
					err = error;
				}
				done(err);
			};
		}
	}
	function onListenHookRunner(server) {
		const hooks = server[kHooks].onListen;
		const hooksLen = hooks.length;
		let i = 0;
		let c = 0;
		next();
		function next(err) {
			err && server.log.error(err);
			if (i === hooksLen) {
				while (c < server[kChildren].length) {
					const child = server[kChildren][c++];
					onListenHookRunner(child);
				}
				return;
			}
			wrap(hooks[i++], server, next);
		}
		async function wrap(fn, server, done) {
			if (fn.length === 1) {
				try {
					fn.call(server, done);
				} catch (e) {
					done(e);
				}
				return;
			}
			try {
				const ret = fn.call(server);
				if (ret && typeof ret.then === "function") {
					ret.then(done, done);
					return;
				}
				done();
			} catch (error) {
				done(error);
			}
		}
	}
	function hookRunnerGenerator(iterator) {
		return function hookRunner(functions, request, reply, cb) {
			let i = 0;
			function next(err) {
				if (err || i === functions.length) {
					cb(err, request, reply);
					return;
				}
				let result;
				try {
					result = iterator(functions[i++], request, reply, next);
				} catch (error) {
					cb(error, request, reply);
					return;
				}
				if (result && typeof result.then === "function") result.then(handleResolve, handleReject);
			}
			function handleResolve() {
				next();
			}
			function handleReject(err) {
				if (!err) err = new FST_ERR_SEND_UNDEFINED_ERR();
				cb(err, request, reply);
			}
			next();
		};
	}
	function onResponseHookIterator(fn, request, reply, next) {
		return fn(request, reply, next);
	}
	const onResponseHookRunner = hookRunnerGenerator(onResponseHookIterator);
	const preValidationHookRunner = hookRunnerGenerator(hookIterator);
	const preHandlerHookRunner = hookRunnerGenerator(hookIterator);
	const onTimeoutHookRunner = hookRunnerGenerator(hookIterator);
	const onRequestHookRunner = hookRunnerGenerator(hookIterator);
	function onSendHookRunner(functions, request, reply, payload, cb) {
		let i = 0;
		function next(err, newPayload) {
			if (err) {
				cb(err, request, reply, payload);
				return;
			}
			if (newPayload !== void 0) payload = newPayload;
			if (i === functions.length) {
				cb(null, request, reply, payload);
				return;
			}
			let result;
			try {
				result = functions[i++](request, reply, payload, next);
			} catch (error) {
				cb(error, request, reply);
				return;
			}
			if (result && typeof result.then === "function") result.then(handleResolve, handleReject);
		}
		function handleResolve(newPayload) {
			try {
				next(null, newPayload);
			} catch (err) {
				cb(err, request, reply, payload);
			}
		}
		function handleReject(err) {
			if (!err) err = new FST_ERR_SEND_UNDEFINED_ERR();
			cb(err, request, reply, payload);
		}
		next();
	}
	const preSerializationHookRunner = onSendHookRunner;
	function preParsingHookRunner(functions, request, reply, cb) {
		let i = 0;
		function next(err, newPayload) {
			if (reply.sent) return;
			if (newPayload !== void 0) request[kRequestPayloadStream] = newPayload;
			if (err || i === functions.length) {
				cb(err, request, reply);
				return;
			}
			let result;
			try {
				result = functions[i++](request, reply, request[kRequestPayloadStream], next);
			} catch (error) {
				cb(error, request, reply);
				return;
			}
			if (result && typeof result.then === "function") result.then(handleResolve, handleReject);
		}
		function handleResolve(newPayload) {
			next(null, newPayload);
		}
		function handleReject(err) {
			if (!err) err = new FST_ERR_SEND_UNDEFINED_ERR();
			cb(err, request, reply);
		}
		next();
	}
	function onRequestAbortHookRunner(functions, request, cb) {
		let i = 0;
		function next(err) {
			if (err || i === functions.length) {
				cb(err, request);
				return;
			}
			let result;
			try {
				result = functions[i++](request, next);
			} catch (error) {
				cb(error, request);
				return;
			}
			if (result && typeof result.then === "function") result.then(handleResolve, handleReject);
		}
		function handleResolve() {
			next();
		}
		function handleReject(err) {
			if (!err) err = new FST_ERR_SEND_UNDEFINED_ERR();
			cb(err, request);
		}
		next();
	}
	function hookIterator(fn, request, reply, next) {
		if (reply.sent === true) return void 0;
		return fn(request, reply, next);
	}
	module.exports = {
		Hooks,
		buildHooks,
		hookRunnerGenerator,
		preParsingHookRunner,
		onResponseHookRunner,
		onSendHookRunner,
		preSerializationHookRunner,
		onRequestAbortHookRunner,
		hookIterator,
		hookRunnerApplication,
		onListenHookRunner,
		preHandlerHookRunner,
		preValidationHookRunner,
		onRequestHookRunner,
		onTimeoutHookRunner,
		lifecycleHooks,
		supportedHooks
	};
}));
// ../../node_modules/fastify/lib/noop-set.js
var require_noop_set = __commonJSMin(((exports, module) => {
	module.exports = function noopSet() {
		return {
			[Symbol.iterator]: function* () {},
			add() {},
			delete() {},
			has() {
				return true;
			}
		};
	};
}));
// ../../node_modules/fastify/lib/promise.js
var require_promise = __commonJSMin(((exports, module) => {
	const { kTestInternals } = require_symbols();
	function withResolvers() {
		let res, rej;
		return {
			promise: new Promise((resolve, reject) => {
				res = resolve;
				rej = reject;
			}),
			resolve: res,
			reject: rej
		};
	}
	module.exports = {
		withResolvers: typeof Promise.withResolvers === "function" ? Promise.withResolvers.bind(Promise) : withResolvers,
		[kTestInternals]: { withResolvers }
	};
}));
// ../../node_modules/fastify/lib/server.js
var require_server = __commonJSMin(((exports, module) => {
	const http = require__part_node_http();
	const https = __require("node:https");
	const http2 = require__part_node_http2();
	const dns = __require("node:dns");
	const os = __require("node:os");
	const { kState, kOptions, kServerBindings, kHttp2ServerSessions } = require_symbols();
	const { FSTWRN003 } = require_warnings();
	const { onListenHookRunner } = require_hooks();
	const { FST_ERR_REOPENED_CLOSE_SERVER, FST_ERR_REOPENED_SERVER, FST_ERR_LISTEN_OPTIONS_INVALID, FST_ERR_FORCE_CLOSE_CONNECTIONS_IDLE_NOT_AVAILABLE } = require_errors();
	const noopSet = require_noop_set();
	const PonyPromise = require_promise();
	module.exports.createServer = createServer;
	function defaultResolveServerListeningText(address) {
		return `Server listening at ${address}`;
	}
	function createServer(options, httpHandler) {
		const server = getServerInstance(options, httpHandler);
		function listen(listenOptions = {
			port: 0,
			host: "localhost"
		}, cb = void 0) {
			if (typeof cb === "function") {
				if (cb.constructor.name === "AsyncFunction") FSTWRN003("listen method");
				listenOptions.cb = cb;
			}
			if (listenOptions.signal) {
				if (typeof listenOptions.signal.on !== "function" && typeof listenOptions.signal.addEventListener !== "function") throw new FST_ERR_LISTEN_OPTIONS_INVALID("Invalid options.signal");
				this[kState].aborted = listenOptions.signal.aborted;
				if (this[kState].aborted) return this.close();
				else {
					const onAborted = () => {
						this[kState].aborted = true;
						this.close();
					};
					listenOptions.signal.addEventListener("abort", onAborted, { once: true });
				}
			}
			let host;
			if (listenOptions.path == null) host = listenOptions.host ?? "localhost";
			else host = listenOptions.host;
			if (!Object.hasOwn(listenOptions, "host") || listenOptions.host == null) listenOptions.host = host;
			if (host === "localhost") listenOptions.cb = (err, address) => {
				if (err) {
					cb(err, address);
					return;
				}
				multipleBindings.call(this, server, httpHandler, options, listenOptions, () => {
					this[kState].listening = true;
					cb(null, address);
					onListenHookRunner(this);
				});
			};
			else listenOptions.cb = (err, address) => {
				if (err) {
					cb(err, address);
					return;
				}
				this[kState].listening = true;
				cb(null, address);
				onListenHookRunner(this);
			};
			if (cb === void 0) return listenPromise.call(this, server, listenOptions).then((address) => {
				const { promise, resolve } = PonyPromise.withResolvers();
				if (host === "localhost") multipleBindings.call(this, server, httpHandler, options, listenOptions, () => {
					this[kState].listening = true;
					resolve(address);
					onListenHookRunner(this);
				});
				else {
					resolve(address);
					onListenHookRunner(this);
				}
				return promise;
			});
			this.ready(listenCallback.call(this, server, listenOptions));
		}
		const serverHasCloseAllConnections = typeof server.closeAllConnections === "function";
		const serverHasCloseIdleConnections = typeof server.closeIdleConnections === "function";
		const serverHasCloseHttp2Sessions = typeof server.closeHttp2Sessions === "function";
		let forceCloseConnections = options.forceCloseConnections;
		if (forceCloseConnections === "idle" && !serverHasCloseIdleConnections) throw new FST_ERR_FORCE_CLOSE_CONNECTIONS_IDLE_NOT_AVAILABLE();
		else if (typeof forceCloseConnections !== "boolean") forceCloseConnections = serverHasCloseIdleConnections ? "idle" : false;
		const keepAliveConnections = !serverHasCloseAllConnections && forceCloseConnections === true ? new Set() : noopSet();
		return {
			server,
			listen,
			forceCloseConnections,
			serverHasCloseAllConnections,
			serverHasCloseHttp2Sessions,
			keepAliveConnections
		};
	}
	function multipleBindings(mainServer, httpHandler, serverOpts, listenOptions, onListen) {
		this[kState].listening = false;
		dns.lookup(listenOptions.host, { all: true }, (dnsErr, addresses) => {
			if (dnsErr || this[kState].aborted) {
				onListen();
				return;
			}
			const isMainServerListening = mainServer.listening && serverOpts.serverFactory;
			let binding = 0;
			let bound = 0;
			if (!isMainServerListening) {
				const primaryAddress = mainServer.address();
				for (const adr of addresses) if (adr.address !== primaryAddress.address) {
					binding++;
					const secondaryOpts = Object.assign({}, listenOptions, {
						host: adr.address,
						port: primaryAddress.port,
						cb: (_ignoreErr) => {
							bound++;
							if (!_ignoreErr) this[kServerBindings].push(secondaryServer);
							if (bound === binding) onListen();
						}
					});
					const secondaryServer = getServerInstance(serverOpts, httpHandler);
					const closeSecondary = () => {
						secondaryServer.close(() => {});
						if (typeof secondaryServer.closeAllConnections === "function" && serverOpts.forceCloseConnections === true) secondaryServer.closeAllConnections();
						if (typeof secondaryServer.closeHttp2Sessions === "function") secondaryServer.closeHttp2Sessions();
					};
					secondaryServer.on("upgrade", mainServer.emit.bind(mainServer, "upgrade"));
					mainServer.on("unref", closeSecondary);
					mainServer.on("close", closeSecondary);
					mainServer.on("error", closeSecondary);
					this[kState].listening = false;
					listenCallback.call(this, secondaryServer, secondaryOpts)();
				}
			}
			if (binding === 0) {
				onListen();
				return;
			}
			const originUnref = mainServer.unref;
			mainServer.unref = function() {
				originUnref.call(mainServer);
				mainServer.emit("unref");
			};
		});
	}
	function listenCallback(server, listenOptions) {
		const wrap = (err) => {
			server.removeListener("error", wrap);
			server.removeListener("listening", wrap);
			if (!err) {
				const address = logServerAddress.call(this, server, listenOptions.listenTextResolver || defaultResolveServerListeningText);
				listenOptions.cb(null, address);
			} else {
				this[kState].listening = false;
				listenOptions.cb(err, null);
			}
		};
		return (err) => {
			if (err != null) return listenOptions.cb(err);
			if (this[kState].listening && this[kState].closing) return listenOptions.cb(new FST_ERR_REOPENED_CLOSE_SERVER(), null);
			if (this[kState].listening) return listenOptions.cb(new FST_ERR_REOPENED_SERVER(), null);
			server.once("error", wrap);
			if (!this[kState].closing) {
				server.once("listening", wrap);
				server.listen(listenOptions);
				this[kState].listening = true;
			}
		};
	}
	function listenPromise(server, listenOptions) {
		if (this[kState].listening && this[kState].closing) return Promise.reject(new FST_ERR_REOPENED_CLOSE_SERVER());
		if (this[kState].listening) return Promise.reject(new FST_ERR_REOPENED_SERVER());
		return this.ready().then(() => {
			if (this[kState].aborted) return;
			const { promise, resolve, reject } = PonyPromise.withResolvers();
			const errEventHandler = (err) => {
				cleanup();
				this[kState].listening = false;
				reject(err);
			};
			const listeningEventHandler = () => {
				cleanup();
				this[kState].listening = true;
				resolve(logServerAddress.call(this, server, listenOptions.listenTextResolver || defaultResolveServerListeningText));
			};
			function cleanup() {
				server.removeListener("error", errEventHandler);
				server.removeListener("listening", listeningEventHandler);
			}
			server.once("error", errEventHandler);
			server.once("listening", listeningEventHandler);
			server.listen(listenOptions);
			return promise;
		});
	}
	function getServerInstance(options, httpHandler) {
		if (options.serverFactory) return options.serverFactory(httpHandler, options);
		const httpsOptions = options.https === true ? {} : options.https;
		if (options.http2) {
			const server = typeof httpsOptions === "object" ? http2.createSecureServer(httpsOptions, httpHandler) : http2.createServer(options.http, httpHandler);
			server.on("session", (session) => session.setTimeout(options.http2SessionTimeout, () => {
				session.close();
			}));
			if (options.forceCloseConnections === true) server.closeHttp2Sessions = createCloseHttp2SessionsByHttp2Server(server);
			server.setTimeout(options.connectionTimeout);
			return server;
		}
		const server = httpsOptions ? https.createServer(httpsOptions, httpHandler) : http.createServer(options.http, httpHandler);
		server.keepAliveTimeout = options.keepAliveTimeout;
		server.requestTimeout = options.requestTimeout;
		server.setTimeout(options.connectionTimeout);
		if (options.maxRequestsPerSocket > 0) server.maxRequestsPerSocket = options.maxRequestsPerSocket;
		return server;
	}
	function getAddresses(address) {
		if (address.address === "0.0.0.0") return Object.values(os.networkInterfaces()).flatMap((iface) => {
			return iface.filter((iface) => iface.family === "IPv4");
		}).sort((iface) => {
			return iface.internal ? -1 : 1;
		}).map((iface) => {
			return iface.address;
		});
		return [address.address];
	}
	function logServerAddress(server, listenTextResolver) {
		let addresses;
		if (!(typeof server.address() === "string")) {
			if (server.address().address.indexOf(":") === -1) addresses = getAddresses(server.address()).map((address) => address + ":" + server.address().port);
			else addresses = ["[" + server.address().address + "]:" + server.address().port];
			addresses = addresses.map((address) => "http" + (this[kOptions].https ? "s" : "") + "://" + address);
		} else addresses = [server.address()];
		for (const address of addresses) this.log.info(listenTextResolver(address));
		return addresses[0];
	}
	function createCloseHttp2SessionsByHttp2Server(http2Server) {
		http2Server[kHttp2ServerSessions] = new Set();
		http2Server.on("session", function(session) {
			session.once("connect", function() {
				http2Server[kHttp2ServerSessions].add(session);
			});
			session.once("close", function() {
				http2Server[kHttp2ServerSessions].delete(session);
			});
			session.once("frameError", function(type, code, streamId) {
				if (streamId === 0) http2Server[kHttp2ServerSessions].delete(session);
			});
			session.once("goaway", function() {
				http2Server[kHttp2ServerSessions].delete(session);
			});
		});
		return function closeHttp2Sessions() {
			if (http2Server[kHttp2ServerSessions].size === 0) return;
			for (const session of http2Server[kHttp2ServerSessions]) session.close();
		};
	}
}));
// ../../node_modules/fastify/lib/error-status.js
var require_error_status = __commonJSMin(((exports, module) => {
	const { kReplyHasStatusCode } = require_symbols();
	function setErrorStatusCode(reply, err) {
		if (!reply[kReplyHasStatusCode] || reply.statusCode === 200) {
			let statusCode = 500;
			if (err?.statusCode >= 400 && err.statusCode <= 599) statusCode = err.statusCode;
			else if (err?.status >= 400 && err.status <= 599) statusCode = err.status;
			reply.code(statusCode);
		}
	}
	module.exports = { setErrorStatusCode };
}));
// ../../node_modules/fastify/lib/wrap-thenable.js
var require_wrap_thenable = __commonJSMin(((exports, module) => {
	const { kReplyIsError, kReplyHijacked } = require_symbols();
	const { setErrorStatusCode } = require_error_status();
	const channels = __require("node:diagnostics_channel").tracingChannel("fastify.request.handler");
	function wrapThenable(thenable, reply, store) {
		if (store) store.async = true;
		thenable.then(function(payload) {
			if (reply[kReplyHijacked] === true) return;
			if (store) channels.asyncStart.publish(store);
			try {
				if (payload !== void 0 || reply.sent === false && reply.raw.headersSent === false && reply.request.raw.aborted === false && reply.request.socket && !reply.request.socket.destroyed) try {
					reply.send(payload);
				} catch (err) {
					reply[kReplyIsError] = true;
					reply.send(err);
				}
			} finally {
				if (store) channels.asyncEnd.publish(store);
			}
		}, function(err) {
			if (store) {
				store.error = err;
				setErrorStatusCode(reply, err);
				channels.error.publish(store);
				channels.asyncStart.publish(store);
			}
			try {
				if (reply.sent === true) {
					reply.log.error({ err }, "Promise errored, but reply.sent = true was set");
					return;
				}
				reply[kReplyIsError] = true;
				reply.send(err);
			} catch (err) {
				reply.send(err);
			} finally {
				if (store) channels.asyncEnd.publish(store);
			}
		});
	}
	module.exports = wrapThenable;
}));
// ../../node_modules/fastify/lib/validation.js
var require_validation = __commonJSMin(((exports, module) => {
	const { kSchemaHeaders: headersSchema, kSchemaParams: paramsSchema, kSchemaQuerystring: querystringSchema, kSchemaBody: bodySchema, kSchemaResponse: responseSchema } = require_symbols();
	const scChecker = /^[1-5](?:\d{2}|xx)$|^default$/;
	const { FST_ERR_SCH_RESPONSE_SCHEMA_NOT_NESTED_2XX } = require_errors();
	const { FSTWRN001, FSTSEC002, FSTSEC003 } = require_warnings();
	function compileSchemasForSerialization(context, compile) {
		if (!context.schema || !context.schema.response) return;
		const { method, url } = context.config || {};
		context[responseSchema] = Object.keys(context.schema.response).reduce(function(acc, statusCode) {
			const schema = context.schema.response[statusCode];
			statusCode = statusCode.toLowerCase();
			if (!scChecker.test(statusCode)) throw new FST_ERR_SCH_RESPONSE_SCHEMA_NOT_NESTED_2XX();
			if (schema.content) {
				const contentTypesSchemas = {};
				for (const mediaName of Object.keys(schema.content)) {
					const contentSchema = schema.content[mediaName].schema;
					contentTypesSchemas[mediaName] = compile({
						schema: contentSchema,
						url,
						method,
						httpStatus: statusCode,
						contentType: mediaName
					});
				}
				acc[statusCode] = contentTypesSchemas;
			} else acc[statusCode] = compile({
				schema,
				url,
				method,
				httpStatus: statusCode
			});
			return acc;
		}, {});
	}
	function lowerCaseHeadersSchema(schema, insidePropertyNames = false) {
		if (Array.isArray(schema)) return schema.map((item) => lowerCaseHeadersSchema(item, insidePropertyNames));
		if (schema === null || typeof schema !== "object") return schema;
		const result = {};
		for (const key of Object.keys(schema)) {
			const value = schema[key];
			switch (key) {
				case "properties": {
					if (value === null || typeof value !== "object") {
						result.properties = value;
						break;
					}
					const normalized = {};
					for (const prop of Object.keys(value)) normalized[prop.toLowerCase()] = lowerCaseHeadersSchema(value[prop], insidePropertyNames);
					result.properties = normalized;
					break;
				}
				case "required":
					result.required = Array.isArray(value) ? value.map((name) => name.toLowerCase()) : value;
					break;
				case "dependencies": {
					if (value === null || typeof value !== "object") {
						result.dependencies = value;
						break;
					}
					const normalized = {};
					for (const dep of Object.keys(value)) {
						const depValue = value[dep];
						if (Array.isArray(depValue)) normalized[dep.toLowerCase()] = depValue.map((name) => name.toLowerCase());
						else normalized[dep.toLowerCase()] = lowerCaseHeadersSchema(depValue, insidePropertyNames);
					}
					result.dependencies = normalized;
					break;
				}
				case "dependentSchemas": {
					if (value === null || typeof value !== "object") {
						result.dependentSchemas = value;
						break;
					}
					const normalized = {};
					for (const dep of Object.keys(value)) normalized[dep.toLowerCase()] = lowerCaseHeadersSchema(value[dep], insidePropertyNames);
					result.dependentSchemas = normalized;
					break;
				}
				case "dependentRequired": {
					if (value === null || typeof value !== "object") {
						result.dependentRequired = value;
						break;
					}
					const normalized = {};
					for (const dep of Object.keys(value)) normalized[dep.toLowerCase()] = value[dep].map((name) => name.toLowerCase());
					result.dependentRequired = normalized;
					break;
				}
				case "allOf":
				case "anyOf":
				case "oneOf":
				case "not":
				case "if":
				case "then":
				case "else":
				case "items":
				case "additionalItems":
				case "additionalProperties":
				case "unevaluatedItems":
				case "unevaluatedProperties":
				case "contains":
				case "contentSchema":
					result[key] = lowerCaseHeadersSchema(value, insidePropertyNames);
					break;
				case "propertyNames":
					result[key] = lowerCaseHeadersSchema(value, true);
					break;
				case "definitions":
				case "$defs":
				case "patternProperties": {
					if (value === null || typeof value !== "object") {
						result[key] = value;
						break;
					}
					const normalized = {};
					for (const k of Object.keys(value)) normalized[k] = lowerCaseHeadersSchema(value[k], insidePropertyNames);
					result[key] = normalized;
					break;
				}
				default: if (insidePropertyNames && key === "enum" && Array.isArray(value)) result[key] = value.map((item) => typeof item === "string" ? item.toLowerCase() : item);
				else if (insidePropertyNames && key === "const" && typeof value === "string") result[key] = value.toLowerCase();
				else result[key] = value;
			}
		}
		return result;
	}
	function findExternalHeaderRef(schema) {
		if (Array.isArray(schema)) {
			for (const item of schema) {
				const ref = findExternalHeaderRef(item);
				if (ref !== void 0) return ref;
			}
			return;
		}
		if (schema === null || typeof schema !== "object") return;
		if (typeof schema.$ref === "string" && schema.$ref[0] !== "#") return schema.$ref;
		for (const key of Object.keys(schema)) {
			const ref = findExternalHeaderRef(schema[key]);
			if (ref !== void 0) return ref;
		}
	}
	function findPropertyNamesRef(schema, insidePropertyNames = false) {
		if (Array.isArray(schema)) {
			for (const item of schema) {
				const ref = findPropertyNamesRef(item, insidePropertyNames);
				if (ref !== void 0) return ref;
			}
			return;
		}
		if (schema === null || typeof schema !== "object") return;
		if (insidePropertyNames && typeof schema.$ref === "string" && schema.$ref[0] === "#") return schema.$ref;
		for (const key of Object.keys(schema)) {
			const ref = findPropertyNamesRef(schema[key], insidePropertyNames || key === "propertyNames");
			if (ref !== void 0) return ref;
		}
	}
	function compileSchemasForValidation(context, compile, isCustom) {
		const { schema } = context;
		if (!schema) return;
		const { method, url } = context.config || {};
		const headers = schema.headers;
		if (headers !== void 0) {
			if (isCustom || typeof headers !== "object" || headers === null || Object.getPrototypeOf(headers) !== Object.prototype) context[headersSchema] = compile({
				schema: headers,
				method,
				url,
				httpPart: "headers"
			});
			else {
				const headersSchemaLowerCase = lowerCaseHeadersSchema(headers);
				const externalRef = findExternalHeaderRef(headers);
				if (externalRef !== void 0) FSTSEC002(method, url, externalRef);
				const propertyNamesRef = findPropertyNamesRef(headers);
				if (propertyNamesRef !== void 0) FSTSEC003(method, url, propertyNamesRef);
				context[headersSchema] = compile({
					schema: headersSchemaLowerCase,
					method,
					url,
					httpPart: "headers"
				});
			}
		} else if (Object.hasOwn(schema, "headers")) FSTWRN001("headers", method, url);
		if (schema.body !== void 0) {
			const contentProperty = schema.body !== null && typeof schema.body === "object" ? schema.body.content : void 0;
			if (contentProperty) {
				const contentTypeSchemas = {};
				for (const contentType of Object.keys(contentProperty)) {
					const contentSchema = contentProperty[contentType].schema;
					contentTypeSchemas[contentType] = compile({
						schema: contentSchema,
						method,
						url,
						httpPart: "body",
						contentType
					});
				}
				context[bodySchema] = contentTypeSchemas;
			} else context[bodySchema] = compile({
				schema: schema.body,
				method,
				url,
				httpPart: "body"
			});
		} else if (Object.hasOwn(schema, "body")) FSTWRN001("body", method, url);
		if (schema.querystring !== void 0) context[querystringSchema] = compile({
			schema: schema.querystring,
			method,
			url,
			httpPart: "querystring"
		});
		else if (Object.hasOwn(schema, "querystring")) FSTWRN001("querystring", method, url);
		if (schema.params !== void 0) context[paramsSchema] = compile({
			schema: schema.params,
			method,
			url,
			httpPart: "params"
		});
		else if (Object.hasOwn(schema, "params")) FSTWRN001("params", method, url);
	}
	function validateParam(validatorFunction, request, paramName) {
		if (validatorFunction == null) return false;
		const value = request[paramName];
		let ret;
		try {
			const data = value === void 0 ? null : value;
			if (validatorFunction.schemaEnv) ret = validatorFunction(data, {
				parentData: request,
				parentDataProperty: paramName
			});
			else ret = validatorFunction(data);
		} catch (err) {
			err.statusCode = 500;
			return err;
		}
		if (ret && typeof ret.then === "function") return ret.then((res) => {
			return res === false ? validatorFunction.errors : false;
		}).catch((err) => {
			return err;
		});
		return answer(ret);
		function answer(ret) {
			if (ret === false) return validatorFunction.errors;
			if (ret && ret.error) return ret.error;
			if (ret && typeof ret === "object" && "value" in ret) request[paramName] = ret.value;
			return false;
		}
	}
	function validate(context, request, execution) {
		const runExecution = execution === void 0;
		if (runExecution && context[paramsSchema] === void 0 && context[bodySchema] === void 0 && context[querystringSchema] === void 0 && context[headersSchema] === void 0) return false;
		if (runExecution || !execution.skipParams) {
			const params = validateParam(context[paramsSchema], request, "params");
			if (params) {
				if (typeof params.then !== "function") return wrapValidationError(params, "params", context.schemaErrorFormatter);
				else return validateAsyncParams(params, context, request);
			}
		}
		if (runExecution || !execution.skipBody) {
			let validatorFunction = null;
			if (typeof context[bodySchema] === "function") validatorFunction = context[bodySchema];
			else if (context[bodySchema]) {
				const contentSchema = context[bodySchema][request.mediaType];
				if (contentSchema) validatorFunction = contentSchema;
			}
			const body = validateParam(validatorFunction, request, "body");
			if (body) {
				if (typeof body.then !== "function") return wrapValidationError(body, "body", context.schemaErrorFormatter);
				else return validateAsyncBody(body, context, request);
			}
		}
		if (runExecution || !execution.skipQuery) {
			const query = validateParam(context[querystringSchema], request, "query");
			if (query) {
				if (typeof query.then !== "function") return wrapValidationError(query, "querystring", context.schemaErrorFormatter);
				else return validateAsyncQuery(query, context, request);
			}
		}
		const headers = validateParam(context[headersSchema], request, "headers");
		if (headers) {
			if (typeof headers.then !== "function") return wrapValidationError(headers, "headers", context.schemaErrorFormatter);
			else return validateAsyncHeaders(headers, context, request);
		}
		return false;
	}
	function validateAsyncParams(validatePromise, context, request) {
		return validatePromise.then((paramsResult) => {
			if (paramsResult) return wrapValidationError(paramsResult, "params", context.schemaErrorFormatter);
			return validate(context, request, { skipParams: true });
		});
	}
	function validateAsyncBody(validatePromise, context, request) {
		return validatePromise.then((bodyResult) => {
			if (bodyResult) return wrapValidationError(bodyResult, "body", context.schemaErrorFormatter);
			return validate(context, request, {
				skipParams: true,
				skipBody: true
			});
		});
	}
	function validateAsyncQuery(validatePromise, context, request) {
		return validatePromise.then((queryResult) => {
			if (queryResult) return wrapValidationError(queryResult, "querystring", context.schemaErrorFormatter);
			return validate(context, request, {
				skipParams: true,
				skipBody: true,
				skipQuery: true
			});
		});
	}
	function validateAsyncHeaders(validatePromise, context, request) {
		return validatePromise.then((headersResult) => {
			if (headersResult) return wrapValidationError(headersResult, "headers", context.schemaErrorFormatter);
			return false;
		});
	}
	function wrapValidationError(result, dataVar, schemaErrorFormatter) {
		if (result instanceof Error) {
			result.statusCode = result.statusCode || 400;
			result.code = result.code || "FST_ERR_VALIDATION";
			result.validationContext = result.validationContext || dataVar;
			return result;
		}
		const error = schemaErrorFormatter(result, dataVar);
		error.statusCode = error.statusCode || 400;
		error.code = error.code || "FST_ERR_VALIDATION";
		error.validation = result;
		error.validationContext = dataVar;
		return error;
	}
	module.exports = {
		symbols: {
			bodySchema,
			querystringSchema,
			responseSchema,
			paramsSchema,
			headersSchema
		},
		compileSchemasForValidation,
		compileSchemasForSerialization,
		validate
	};
}));
// ../../node_modules/fastify/lib/content-type.js
var require_content_type = __commonJSMin(((exports, module) => {
	const { FifoMap: Fifo } = require_toad_cache();
	const keyValuePairsReg = /(?:^|;)\s*([\w!#$%&'*+.^`|~-]+)=("(?:[\t\u0020\u0021\u0023-\u005b\u005d-\u007e\u0080-\u00ff]|\\[\t\u0020-\u00ff])*"|[\w!#$%&'*+.^`|~-]+)/gu;
	const quotedPairReg = /\\([\t\u0020-\u00ff])/gu;
	const typeNameReg = /^[\w!#$%&'*+.^`|~-]+$/;
	const subtypeNameReg = /^[\w!#$%&'*+.^`|~-]+\s*$/;
	const cache = new Fifo(100);
	module.exports = class ContentType {
		#valid = false;
		#empty = true;
		#type = "";
		#subtype = "";
		#parameters = new Map();
		#string;
		static get cache() {
			return cache;
		}
		static from(headerValue) {
			let contentType = cache.get(headerValue);
			if (contentType !== void 0) return contentType;
			contentType = new ContentType(headerValue);
			cache.set(headerValue, contentType);
			return contentType;
		}
		constructor(headerValue) {
			if (headerValue == null || headerValue === "" || headerValue === "undefined") return;
			let sepIdx = headerValue.indexOf(";");
			if (sepIdx === -1) {
				sepIdx = headerValue.indexOf("/");
				if (sepIdx === -1) return;
				const type = headerValue.slice(0, sepIdx).trimStart().toLowerCase();
				const subtype = headerValue.slice(sepIdx + 1).trimEnd().toLowerCase();
				if (typeNameReg.test(type) === true && subtypeNameReg.test(subtype) === true) {
					this.#valid = true;
					this.#empty = false;
					this.#type = type;
					this.#subtype = subtype;
				}
				return;
			}
			const mediaType = headerValue.slice(0, sepIdx).toLowerCase();
			const paramsList = headerValue.slice(sepIdx + 1).trim();
			sepIdx = mediaType.indexOf("/");
			if (sepIdx === -1) return;
			const type = mediaType.slice(0, sepIdx).trimStart();
			const subtype = mediaType.slice(sepIdx + 1).trimEnd();
			if (typeNameReg.test(type) === false || subtypeNameReg.test(subtype) === false) return;
			this.#type = type;
			this.#subtype = subtype;
			this.#valid = true;
			this.#empty = false;
			let matches = keyValuePairsReg.exec(paramsList);
			while (matches) {
				const key = matches[1].toLowerCase();
				let value = matches[2];
				if (value.charCodeAt(0) === 34) {
					value = value.slice(1, -1);
					if (value.indexOf("\\") !== -1) value = value.replace(quotedPairReg, "$1");
				}
				this.#parameters.set(key, value);
				matches = keyValuePairsReg.exec(paramsList);
			}
		}
		get [Symbol.toStringTag]() {
			return "ContentType";
		}
		get isEmpty() {
			return this.#empty;
		}
		get isValid() {
			return this.#valid;
		}
		get mediaType() {
			if (this.#valid === false) return void 0;
			return `${this.#type}/${this.#subtype}`;
		}
		get type() {
			return this.#type;
		}
		get subtype() {
			return this.#subtype;
		}
		get parameters() {
			return this.#parameters;
		}
		toString() {
			if (this.#string) return this.#string;
			const parameters = [];
			for (const [key, value] of this.#parameters.entries()) parameters.push(`${key}="${value}"`);
			const result = [
				this.#type,
				"/",
				this.#subtype
			];
			if (parameters.length > 0) {
				result.push("; ");
				result.push(parameters.join("; "));
			}
			this.#string = result.join("");
			return this.#string;
		}
	};
}));
// ../../node_modules/fastify/lib/handle-request.js
var require_handle_request = __commonJSMin(((exports, module) => {
	const diagnostics = __require("node:diagnostics_channel");
	const wrapThenable = require_wrap_thenable();
	const { validate: validateSchema } = require_validation();
	const { preValidationHookRunner, preHandlerHookRunner } = require_hooks();
	const { FST_ERR_CTP_INVALID_MEDIA_TYPE, FST_ERR_ROUTE_MISSING_CONTENT_TYPE } = require_errors();
	const { setErrorStatusCode } = require_error_status();
	const { kReplyIsError, kRouteContext, kFourOhFourContext, kSupportedHTTPMethods, kRequestContentType, kDiagnosticsStore } = require_symbols();
	const ContentType = require_content_type();
	const channels = diagnostics.tracingChannel("fastify.request.handler");
	function handleRequest(err, request, reply) {
		if (reply.sent === true) return;
		if (err != null) {
			reply[kReplyIsError] = true;
			reply.send(err);
			return;
		}
		const method = request.method;
		if (this[kSupportedHTTPMethods].bodyless.has(method)) {
			handler(request, reply);
			return;
		}
		if (this[kSupportedHTTPMethods].bodywith.has(method)) {
			const headers = request.headers;
			const ctHeader = headers["content-type"];
			if (method === "QUERY") {
				if (ctHeader === void 0) {
					reply[kReplyIsError] = true;
					reply.status(400).send(new FST_ERR_ROUTE_MISSING_CONTENT_TYPE(method));
					return;
				}
			}
			if (ctHeader === void 0) {
				const contentLength = headers["content-length"];
				if (headers["transfer-encoding"] === void 0 && (contentLength === void 0 || contentLength === "0")) {
					handler(request, reply);
					return;
				}
				request[kRouteContext].contentTypeParser.run("", handler, request, reply);
				return;
			}
			if (!request[kRequestContentType]) request[kRequestContentType] = ContentType.from(ctHeader);
			if (request[kRequestContentType].isValid === false) {
				reply[kReplyIsError] = true;
				reply.status(415).send(new FST_ERR_CTP_INVALID_MEDIA_TYPE());
				return;
			}
			request[kRouteContext].contentTypeParser.run(request[kRequestContentType].toString(), handler, request, reply);
			return;
		}
		handler(request, reply);
	}
	function handler(request, reply) {
		try {
			if (request[kRouteContext].preValidation !== null) preValidationHookRunner(request[kRouteContext].preValidation, request, reply, preValidationCallback);
			else preValidationCallback(null, request, reply);
		} catch (err) {
			preValidationCallback(err, request, reply);
		}
	}
	function preValidationCallback(err, request, reply) {
		if (reply.sent === true) return;
		if (err != null) {
			reply[kReplyIsError] = true;
			reply.send(err);
			return;
		}
		const validationErr = validateSchema(reply[kRouteContext], request);
		if (validationErr && typeof validationErr.then === "function" || false) {
			const cb = validationCompleted.bind(null, request, reply);
			validationErr.then(cb, cb);
		} else validationCompleted(request, reply, validationErr);
	}
	function validationCompleted(request, reply, validationErr) {
		if (validationErr) {
			if (reply[kRouteContext].attachValidation === false) {
				reply.send(validationErr);
				return;
			}
			reply.request.validationError = validationErr;
		}
		if (request[kRouteContext].preHandler !== null) preHandlerHookRunner(request[kRouteContext].preHandler, request, reply, preHandlerCallback);
		else preHandlerCallback(null, request, reply);
	}
	function preHandlerCallback(err, request, reply) {
		if (reply.sent) return;
		const context = request[kRouteContext];
		if (!channels.hasSubscribers || context[kFourOhFourContext] === null) preHandlerCallbackInner(err, request, reply);
		else {
			const store = {
				request,
				reply,
				async: false,
				route: {
					url: context.config.url,
					method: context.config.method
				}
			};
			reply[kDiagnosticsStore] = store;
			channels.start.runStores(store, preHandlerCallbackInner, void 0, err, request, reply, store);
		}
	}
	function preHandlerCallbackInner(err, request, reply, store) {
		const context = request[kRouteContext];
		try {
			if (err != null) {
				reply[kReplyIsError] = true;
				if (store) {
					store.error = err;
					setErrorStatusCode(reply, err);
					channels.error.publish(store);
				}
				reply.send(err);
				return;
			}
			let result;
			try {
				result = context.handler(request, reply);
			} catch (err) {
				if (store) {
					store.error = err;
					setErrorStatusCode(reply, err);
					channels.error.publish(store);
				}
				reply[kReplyIsError] = true;
				reply.send(err);
				return;
			}
			if (result !== void 0) {
				if (result !== null && typeof result.then === "function") wrapThenable(result, reply, store);
				else reply.send(result);
			}
		} finally {
			if (store) channels.end.publish(store);
		}
	}
	module.exports = handleRequest;
	module.exports[Symbol.for("internals")] = {
		handler,
		preHandlerCallback
	};
}));
// ../../node_modules/fastify/lib/config-validator.js
var require_config_validator = __commonJSMin(((exports, module) => {
	module.exports = validate10;
	module.exports.default = validate10;
	const schema11 = {
		"type": "object",
		"additionalProperties": false,
		"properties": {
			"connectionTimeout": {
				"type": "integer",
				"default": 0
			},
			"keepAliveTimeout": {
				"type": "integer",
				"default": 72e3
			},
			"forceCloseConnections": { "oneOf": [{
				"type": "string",
				"pattern": "idle"
			}, { "type": "boolean" }] },
			"maxRequestsPerSocket": {
				"type": "integer",
				"default": 0,
				"nullable": true
			},
			"requestTimeout": {
				"type": "integer",
				"default": 0
			},
			"handlerTimeout": {
				"type": "integer",
				"default": 0
			},
			"bodyLimit": {
				"type": "integer",
				"default": 1048576
			},
			"caseSensitive": {
				"type": "boolean",
				"default": true
			},
			"allowUnsafeRegex": {
				"type": "boolean",
				"default": false
			},
			"http2": { "type": "boolean" },
			"https": {
				"if": { "not": { "oneOf": [
					{ "type": "boolean" },
					{ "type": "null" },
					{
						"type": "object",
						"additionalProperties": false,
						"required": ["allowHTTP1"],
						"properties": { "allowHTTP1": { "type": "boolean" } }
					}
				] } },
				"then": { "setDefaultValue": true }
			},
			"ignoreTrailingSlash": {
				"type": "boolean",
				"default": false
			},
			"ignoreDuplicateSlashes": {
				"type": "boolean",
				"default": false
			},
			"disableRequestLogging": { "default": false },
			"maxParamLength": {
				"type": "integer",
				"default": 100
			},
			"onProtoPoisoning": {
				"type": "string",
				"default": "error"
			},
			"onConstructorPoisoning": {
				"type": "string",
				"default": "error"
			},
			"pluginTimeout": {
				"type": "integer",
				"default": 1e4
			},
			"requestIdHeader": {
				"anyOf": [{ "type": "boolean" }, { "type": "string" }],
				"default": false
			},
			"requestIdLogLabel": {
				"type": "string",
				"default": "reqId"
			},
			"http2SessionTimeout": {
				"type": "integer",
				"default": 72e3
			},
			"exposeHeadRoutes": {
				"type": "boolean",
				"default": true
			},
			"useSemicolonDelimiter": {
				"type": "boolean",
				"default": false
			},
			"routerOptions": {
				"type": "object",
				"additionalProperties": true,
				"properties": {
					"compile": {
						"type": "boolean",
						"default": false
					},
					"ignoreTrailingSlash": {
						"type": "boolean",
						"default": false
					},
					"ignoreDuplicateSlashes": {
						"type": "boolean",
						"default": false
					},
					"maxParamLength": {
						"type": "integer",
						"default": 100
					},
					"allowUnsafeRegex": {
						"type": "boolean",
						"default": false
					},
					"useSemicolonDelimiter": {
						"type": "boolean",
						"default": false
					}
				}
			},
			"constraints": {
				"type": "object",
				"additionalProperties": {
					"type": "object",
					"required": [
						"name",
						"storage",
						"validate",
						"deriveConstraint"
					],
					"additionalProperties": true,
					"properties": {
						"name": { "type": "string" },
						"storage": {},
						"validate": {},
						"deriveConstraint": {}
					}
				}
			}
		}
	};
	const func2 = Object.prototype.hasOwnProperty;
	const pattern0 = new RegExp("idle", "u");
	function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (errors === 0) {
			if (data && typeof data == "object" && !Array.isArray(data)) {
				if (data.connectionTimeout === void 0) data.connectionTimeout = 0;
				if (data.keepAliveTimeout === void 0) data.keepAliveTimeout = 72e3;
				if (data.maxRequestsPerSocket === void 0) data.maxRequestsPerSocket = 0;
				if (data.requestTimeout === void 0) data.requestTimeout = 0;
				if (data.handlerTimeout === void 0) data.handlerTimeout = 0;
				if (data.bodyLimit === void 0) data.bodyLimit = 1048576;
				if (data.caseSensitive === void 0) data.caseSensitive = true;
				if (data.allowUnsafeRegex === void 0) data.allowUnsafeRegex = false;
				if (data.ignoreTrailingSlash === void 0) data.ignoreTrailingSlash = false;
				if (data.ignoreDuplicateSlashes === void 0) data.ignoreDuplicateSlashes = false;
				if (data.disableRequestLogging === void 0) data.disableRequestLogging = false;
				if (data.maxParamLength === void 0) data.maxParamLength = 100;
				if (data.onProtoPoisoning === void 0) data.onProtoPoisoning = "error";
				if (data.onConstructorPoisoning === void 0) data.onConstructorPoisoning = "error";
				if (data.pluginTimeout === void 0) data.pluginTimeout = 1e4;
				if (data.requestIdHeader === void 0) data.requestIdHeader = false;
				if (data.requestIdLogLabel === void 0) data.requestIdLogLabel = "reqId";
				if (data.http2SessionTimeout === void 0) data.http2SessionTimeout = 72e3;
				if (data.exposeHeadRoutes === void 0) data.exposeHeadRoutes = true;
				if (data.useSemicolonDelimiter === void 0) data.useSemicolonDelimiter = false;
				const _errs1 = errors;
				for (const key0 in data) if (!func2.call(schema11.properties, key0)) delete data[key0];
				if (_errs1 === errors) {
					let data0 = data.connectionTimeout;
					const _errs2 = errors;
					if (!(typeof data0 == "number" && !(data0 % 1) && !isNaN(data0) && isFinite(data0))) {
						let dataType0 = typeof data0;
						let coerced0 = void 0;
						if (!(coerced0 !== void 0)) {
							if (dataType0 === "boolean" || data0 === null || dataType0 === "string" && data0 && data0 == +data0 && !(data0 % 1)) coerced0 = +data0;
							else {
								validate10.errors = [{
									instancePath: instancePath + "/connectionTimeout",
									schemaPath: "#/properties/connectionTimeout/type",
									keyword: "type",
									params: { type: "integer" },
									message: "must be integer"
								}];
								return false;
							}
						}
						if (coerced0 !== void 0) {
							data0 = coerced0;
							if (data !== void 0) data["connectionTimeout"] = coerced0;
						}
					}
					var valid0 = _errs2 === errors;
					if (valid0) {
						let data1 = data.keepAliveTimeout;
						const _errs4 = errors;
						if (!(typeof data1 == "number" && !(data1 % 1) && !isNaN(data1) && isFinite(data1))) {
							let dataType1 = typeof data1;
							let coerced1 = void 0;
							if (!(coerced1 !== void 0)) {
								if (dataType1 === "boolean" || data1 === null || dataType1 === "string" && data1 && data1 == +data1 && !(data1 % 1)) coerced1 = +data1;
								else {
									validate10.errors = [{
										instancePath: instancePath + "/keepAliveTimeout",
										schemaPath: "#/properties/keepAliveTimeout/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									}];
									return false;
								}
							}
							if (coerced1 !== void 0) {
								data1 = coerced1;
								if (data !== void 0) data["keepAliveTimeout"] = coerced1;
							}
						}
						var valid0 = _errs4 === errors;
						if (valid0) {
							if (data.forceCloseConnections !== void 0) {
								let data2 = data.forceCloseConnections;
								const _errs6 = errors;
								const _errs7 = errors;
								let valid1 = false;
								let passing0 = null;
								const _errs8 = errors;
								if (typeof data2 !== "string") {
									let dataType2 = typeof data2;
									let coerced2 = void 0;
									if (!(coerced2 !== void 0)) {
										if (dataType2 == "number" || dataType2 == "boolean") coerced2 = "" + data2;
										else if (data2 === null) coerced2 = "";
										else {
											const err0 = {
												instancePath: instancePath + "/forceCloseConnections",
												schemaPath: "#/properties/forceCloseConnections/oneOf/0/type",
												keyword: "type",
												params: { type: "string" },
												message: "must be string"
											};
											if (vErrors === null) vErrors = [err0];
											else vErrors.push(err0);
											errors++;
										}
									}
									if (coerced2 !== void 0) {
										data2 = coerced2;
										if (data !== void 0) data["forceCloseConnections"] = coerced2;
									}
								}
								if (errors === _errs8) {
									if (typeof data2 === "string") {
										if (!pattern0.test(data2)) {
											const err1 = {
												instancePath: instancePath + "/forceCloseConnections",
												schemaPath: "#/properties/forceCloseConnections/oneOf/0/pattern",
												keyword: "pattern",
												params: { pattern: "idle" },
												message: "must match pattern \"idle\""
											};
											if (vErrors === null) vErrors = [err1];
											else vErrors.push(err1);
											errors++;
										}
									}
								}
								var _valid0 = _errs8 === errors;
								if (_valid0) {
									valid1 = true;
									passing0 = 0;
								}
								const _errs10 = errors;
								if (typeof data2 !== "boolean") {
									let coerced3 = void 0;
									if (!(coerced3 !== void 0)) {
										if (data2 === "false" || data2 === 0 || data2 === null) coerced3 = false;
										else if (data2 === "true" || data2 === 1) coerced3 = true;
										else {
											const err2 = {
												instancePath: instancePath + "/forceCloseConnections",
												schemaPath: "#/properties/forceCloseConnections/oneOf/1/type",
												keyword: "type",
												params: { type: "boolean" },
												message: "must be boolean"
											};
											if (vErrors === null) vErrors = [err2];
											else vErrors.push(err2);
											errors++;
										}
									}
									if (coerced3 !== void 0) {
										data2 = coerced3;
										if (data !== void 0) data["forceCloseConnections"] = coerced3;
									}
								}
								var _valid0 = _errs10 === errors;
								if (_valid0 && valid1) {
									valid1 = false;
									passing0 = [passing0, 1];
								} else if (_valid0) {
									valid1 = true;
									passing0 = 1;
								}
								if (!valid1) {
									const err3 = {
										instancePath: instancePath + "/forceCloseConnections",
										schemaPath: "#/properties/forceCloseConnections/oneOf",
										keyword: "oneOf",
										params: { passingSchemas: passing0 },
										message: "must match exactly one schema in oneOf"
									};
									if (vErrors === null) vErrors = [err3];
									else vErrors.push(err3);
									errors++;
									validate10.errors = vErrors;
									return false;
								} else {
									errors = _errs7;
									if (vErrors !== null) {
										if (_errs7) vErrors.length = _errs7;
										else vErrors = null;
									}
								}
								var valid0 = _errs6 === errors;
							} else var valid0 = true;
							if (valid0) {
								let data3 = data.maxRequestsPerSocket;
								const _errs12 = errors;
								if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3)) && data3 !== null) {
									let dataType4 = typeof data3;
									let coerced4 = void 0;
									if (!(coerced4 !== void 0)) {
										if (dataType4 === "boolean" || data3 === null || dataType4 === "string" && data3 && data3 == +data3 && !(data3 % 1)) coerced4 = +data3;
										else if (data3 === "" || data3 === 0 || data3 === false) coerced4 = null;
										else {
											validate10.errors = [{
												instancePath: instancePath + "/maxRequestsPerSocket",
												schemaPath: "#/properties/maxRequestsPerSocket/type",
												keyword: "type",
												params: { type: "integer" },
												message: "must be integer"
											}];
											return false;
										}
									}
									if (coerced4 !== void 0) {
										data3 = coerced4;
										if (data !== void 0) data["maxRequestsPerSocket"] = coerced4;
									}
								}
								var valid0 = _errs12 === errors;
								if (valid0) {
									let data4 = data.requestTimeout;
									const _errs15 = errors;
									if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
										let dataType5 = typeof data4;
										let coerced5 = void 0;
										if (!(coerced5 !== void 0)) {
											if (dataType5 === "boolean" || data4 === null || dataType5 === "string" && data4 && data4 == +data4 && !(data4 % 1)) coerced5 = +data4;
											else {
												validate10.errors = [{
													instancePath: instancePath + "/requestTimeout",
													schemaPath: "#/properties/requestTimeout/type",
													keyword: "type",
													params: { type: "integer" },
													message: "must be integer"
												}];
												return false;
											}
										}
										if (coerced5 !== void 0) {
											data4 = coerced5;
											if (data !== void 0) data["requestTimeout"] = coerced5;
										}
									}
									var valid0 = _errs15 === errors;
									if (valid0) {
										let data5 = data.handlerTimeout;
										const _errs17 = errors;
										if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
											let dataType6 = typeof data5;
											let coerced6 = void 0;
											if (!(coerced6 !== void 0)) {
												if (dataType6 === "boolean" || data5 === null || dataType6 === "string" && data5 && data5 == +data5 && !(data5 % 1)) coerced6 = +data5;
												else {
													validate10.errors = [{
														instancePath: instancePath + "/handlerTimeout",
														schemaPath: "#/properties/handlerTimeout/type",
														keyword: "type",
														params: { type: "integer" },
														message: "must be integer"
													}];
													return false;
												}
											}
											if (coerced6 !== void 0) {
												data5 = coerced6;
												if (data !== void 0) data["handlerTimeout"] = coerced6;
											}
										}
										var valid0 = _errs17 === errors;
										if (valid0) {
											let data6 = data.bodyLimit;
											const _errs19 = errors;
											if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
												let dataType7 = typeof data6;
												let coerced7 = void 0;
												if (!(coerced7 !== void 0)) {
													if (dataType7 === "boolean" || data6 === null || dataType7 === "string" && data6 && data6 == +data6 && !(data6 % 1)) coerced7 = +data6;
													else {
														validate10.errors = [{
															instancePath: instancePath + "/bodyLimit",
															schemaPath: "#/properties/bodyLimit/type",
															keyword: "type",
															params: { type: "integer" },
															message: "must be integer"
														}];
														return false;
													}
												}
												if (coerced7 !== void 0) {
													data6 = coerced7;
													if (data !== void 0) data["bodyLimit"] = coerced7;
												}
											}
											var valid0 = _errs19 === errors;
											if (valid0) {
												let data7 = data.caseSensitive;
												const _errs21 = errors;
												if (typeof data7 !== "boolean") {
													let coerced8 = void 0;
													if (!(coerced8 !== void 0)) {
														if (data7 === "false" || data7 === 0 || data7 === null) coerced8 = false;
														else if (data7 === "true" || data7 === 1) coerced8 = true;
														else {
															validate10.errors = [{
																instancePath: instancePath + "/caseSensitive",
																schemaPath: "#/properties/caseSensitive/type",
																keyword: "type",
																params: { type: "boolean" },
																message: "must be boolean"
															}];
															return false;
														}
													}
													if (coerced8 !== void 0) {
														data7 = coerced8;
														if (data !== void 0) data["caseSensitive"] = coerced8;
													}
												}
												var valid0 = _errs21 === errors;
												if (valid0) {
													let data8 = data.allowUnsafeRegex;
													const _errs23 = errors;
													if (typeof data8 !== "boolean") {
														let coerced9 = void 0;
														if (!(coerced9 !== void 0)) {
															if (data8 === "false" || data8 === 0 || data8 === null) coerced9 = false;
															else if (data8 === "true" || data8 === 1) coerced9 = true;
															else {
																validate10.errors = [{
																	instancePath: instancePath + "/allowUnsafeRegex",
																	schemaPath: "#/properties/allowUnsafeRegex/type",
																	keyword: "type",
																	params: { type: "boolean" },
																	message: "must be boolean"
																}];
																return false;
															}
														}
														if (coerced9 !== void 0) {
															data8 = coerced9;
															if (data !== void 0) data["allowUnsafeRegex"] = coerced9;
														}
													}
													var valid0 = _errs23 === errors;
													if (valid0) {
														if (data.http2 !== void 0) {
															let data9 = data.http2;
															const _errs25 = errors;
															if (typeof data9 !== "boolean") {
																let coerced10 = void 0;
																if (!(coerced10 !== void 0)) {
																	if (data9 === "false" || data9 === 0 || data9 === null) coerced10 = false;
																	else if (data9 === "true" || data9 === 1) coerced10 = true;
																	else {
																		validate10.errors = [{
																			instancePath: instancePath + "/http2",
																			schemaPath: "#/properties/http2/type",
																			keyword: "type",
																			params: { type: "boolean" },
																			message: "must be boolean"
																		}];
																		return false;
																	}
																}
																if (coerced10 !== void 0) {
																	data9 = coerced10;
																	if (data !== void 0) data["http2"] = coerced10;
																}
															}
															var valid0 = _errs25 === errors;
														} else var valid0 = true;
														if (valid0) {
															if (data.https !== void 0) {
																let data10 = data.https;
																const _errs27 = errors;
																const _errs28 = errors;
																let valid2 = true;
																const _errs29 = errors;
																const _errs30 = errors;
																const _errs31 = errors;
																const _errs32 = errors;
																let valid4 = false;
																let passing1 = null;
																const _errs33 = errors;
																if (typeof data10 !== "boolean") {
																	let coerced11 = void 0;
																	if (!(coerced11 !== void 0)) {
																		if (data10 === "false" || data10 === 0 || data10 === null) coerced11 = false;
																		else if (data10 === "true" || data10 === 1) coerced11 = true;
																		else {
																			const err4 = {};
																			if (vErrors === null) vErrors = [err4];
																			else vErrors.push(err4);
																			errors++;
																		}
																	}
																	if (coerced11 !== void 0) {
																		data10 = coerced11;
																		if (data !== void 0) data["https"] = coerced11;
																	}
																}
																var _valid2 = _errs33 === errors;
																if (_valid2) {
																	valid4 = true;
																	passing1 = 0;
																}
																const _errs35 = errors;
																if (data10 !== null) {
																	let coerced12 = void 0;
																	if (!(coerced12 !== void 0)) {
																		if (data10 === "" || data10 === 0 || data10 === false) coerced12 = null;
																		else {
																			const err5 = {};
																			if (vErrors === null) vErrors = [err5];
																			else vErrors.push(err5);
																			errors++;
																		}
																	}
																	if (coerced12 !== void 0) {
																		data10 = coerced12;
																		if (data !== void 0) data["https"] = coerced12;
																	}
																}
																var _valid2 = _errs35 === errors;
																if (_valid2 && valid4) {
																	valid4 = false;
																	passing1 = [passing1, 1];
																} else {
																	if (_valid2) {
																		valid4 = true;
																		passing1 = 1;
																	}
																	const _errs37 = errors;
																	if (errors === _errs37) {
																		if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
																			if (data10.allowHTTP1 === void 0 && "allowHTTP1") {
																				const err6 = {};
																				if (vErrors === null) vErrors = [err6];
																				else vErrors.push(err6);
																				errors++;
																			} else {
																				const _errs39 = errors;
																				for (const key1 in data10) if (!(key1 === "allowHTTP1")) delete data10[key1];
																				if (_errs39 === errors) {
																					if (data10.allowHTTP1 !== void 0) {
																						let data11 = data10.allowHTTP1;
																						if (typeof data11 !== "boolean") {
																							let coerced13 = void 0;
																							if (!(coerced13 !== void 0)) {
																								if (data11 === "false" || data11 === 0 || data11 === null) coerced13 = false;
																								else if (data11 === "true" || data11 === 1) coerced13 = true;
																								else {
																									const err7 = {};
																									if (vErrors === null) vErrors = [err7];
																									else vErrors.push(err7);
																									errors++;
																								}
																							}
																							if (coerced13 !== void 0) {
																								data11 = coerced13;
																								if (data10 !== void 0) data10["allowHTTP1"] = coerced13;
																							}
																						}
																					}
																				}
																			}
																		} else {
																			const err8 = {};
																			if (vErrors === null) vErrors = [err8];
																			else vErrors.push(err8);
																			errors++;
																		}
																	}
																	var _valid2 = _errs37 === errors;
																	if (_valid2 && valid4) {
																		valid4 = false;
																		passing1 = [passing1, 2];
																	} else if (_valid2) {
																		valid4 = true;
																		passing1 = 2;
																	}
																}
																if (!valid4) {
																	const err9 = {};
																	if (vErrors === null) vErrors = [err9];
																	else vErrors.push(err9);
																	errors++;
																} else {
																	errors = _errs32;
																	if (vErrors !== null) {
																		if (_errs32) vErrors.length = _errs32;
																		else vErrors = null;
																	}
																}
																if (_errs31 === errors) {
																	const err10 = {};
																	if (vErrors === null) vErrors = [err10];
																	else vErrors.push(err10);
																	errors++;
																} else {
																	errors = _errs30;
																	if (vErrors !== null) {
																		if (_errs30) vErrors.length = _errs30;
																		else vErrors = null;
																	}
																}
																var _valid1 = _errs29 === errors;
																errors = _errs28;
																if (vErrors !== null) {
																	if (_errs28) vErrors.length = _errs28;
																	else vErrors = null;
																}
																if (_valid1) {
																	const _errs42 = errors;
																	data["https"] = true;
																	var _valid1 = _errs42 === errors;
																	valid2 = _valid1;
																}
																if (!valid2) {
																	const err11 = {
																		instancePath: instancePath + "/https",
																		schemaPath: "#/properties/https/if",
																		keyword: "if",
																		params: { failingKeyword: "then" },
																		message: "must match \"then\" schema"
																	};
																	if (vErrors === null) vErrors = [err11];
																	else vErrors.push(err11);
																	errors++;
																	validate10.errors = vErrors;
																	return false;
																}
																var valid0 = _errs27 === errors;
															} else var valid0 = true;
															if (valid0) {
																let data12 = data.ignoreTrailingSlash;
																const _errs43 = errors;
																if (typeof data12 !== "boolean") {
																	let coerced14 = void 0;
																	if (!(coerced14 !== void 0)) {
																		if (data12 === "false" || data12 === 0 || data12 === null) coerced14 = false;
																		else if (data12 === "true" || data12 === 1) coerced14 = true;
																		else {
																			validate10.errors = [{
																				instancePath: instancePath + "/ignoreTrailingSlash",
																				schemaPath: "#/properties/ignoreTrailingSlash/type",
																				keyword: "type",
																				params: { type: "boolean" },
																				message: "must be boolean"
																			}];
																			return false;
																		}
																	}
																	if (coerced14 !== void 0) {
																		data12 = coerced14;
																		if (data !== void 0) data["ignoreTrailingSlash"] = coerced14;
																	}
																}
																var valid0 = _errs43 === errors;
																if (valid0) {
																	let data13 = data.ignoreDuplicateSlashes;
																	const _errs45 = errors;
																	if (typeof data13 !== "boolean") {
																		let coerced15 = void 0;
																		if (!(coerced15 !== void 0)) {
																			if (data13 === "false" || data13 === 0 || data13 === null) coerced15 = false;
																			else if (data13 === "true" || data13 === 1) coerced15 = true;
																			else {
																				validate10.errors = [{
																					instancePath: instancePath + "/ignoreDuplicateSlashes",
																					schemaPath: "#/properties/ignoreDuplicateSlashes/type",
																					keyword: "type",
																					params: { type: "boolean" },
																					message: "must be boolean"
																				}];
																				return false;
																			}
																		}
																		if (coerced15 !== void 0) {
																			data13 = coerced15;
																			if (data !== void 0) data["ignoreDuplicateSlashes"] = coerced15;
																		}
																	}
																	var valid0 = _errs45 === errors;
																	if (valid0) {
																		let data14 = data.maxParamLength;
																		const _errs47 = errors;
																		if (!(typeof data14 == "number" && !(data14 % 1) && !isNaN(data14) && isFinite(data14))) {
																			let dataType16 = typeof data14;
																			let coerced16 = void 0;
																			if (!(coerced16 !== void 0)) {
																				if (dataType16 === "boolean" || data14 === null || dataType16 === "string" && data14 && data14 == +data14 && !(data14 % 1)) coerced16 = +data14;
																				else {
																					validate10.errors = [{
																						instancePath: instancePath + "/maxParamLength",
																						schemaPath: "#/properties/maxParamLength/type",
																						keyword: "type",
																						params: { type: "integer" },
																						message: "must be integer"
																					}];
																					return false;
																				}
																			}
																			if (coerced16 !== void 0) {
																				data14 = coerced16;
																				if (data !== void 0) data["maxParamLength"] = coerced16;
																			}
																		}
																		var valid0 = _errs47 === errors;
																		if (valid0) {
																			let data15 = data.onProtoPoisoning;
																			const _errs49 = errors;
																			if (typeof data15 !== "string") {
																				let dataType17 = typeof data15;
																				let coerced17 = void 0;
																				if (!(coerced17 !== void 0)) {
																					if (dataType17 == "number" || dataType17 == "boolean") coerced17 = "" + data15;
																					else if (data15 === null) coerced17 = "";
																					else {
																						validate10.errors = [{
																							instancePath: instancePath + "/onProtoPoisoning",
																							schemaPath: "#/properties/onProtoPoisoning/type",
																							keyword: "type",
																							params: { type: "string" },
																							message: "must be string"
																						}];
																						return false;
																					}
																				}
																				if (coerced17 !== void 0) {
																					data15 = coerced17;
																					if (data !== void 0) data["onProtoPoisoning"] = coerced17;
																				}
																			}
																			var valid0 = _errs49 === errors;
																			if (valid0) {
																				let data16 = data.onConstructorPoisoning;
																				const _errs51 = errors;
																				if (typeof data16 !== "string") {
																					let dataType18 = typeof data16;
																					let coerced18 = void 0;
																					if (!(coerced18 !== void 0)) {
																						if (dataType18 == "number" || dataType18 == "boolean") coerced18 = "" + data16;
																						else if (data16 === null) coerced18 = "";
																						else {
																							validate10.errors = [{
																								instancePath: instancePath + "/onConstructorPoisoning",
																								schemaPath: "#/properties/onConstructorPoisoning/type",
																								keyword: "type",
																								params: { type: "string" },
																								message: "must be string"
																							}];
																							return false;
																						}
																					}
																					if (coerced18 !== void 0) {
																						data16 = coerced18;
																						if (data !== void 0) data["onConstructorPoisoning"] = coerced18;
																					}
																				}
																				var valid0 = _errs51 === errors;
																				if (valid0) {
																					let data17 = data.pluginTimeout;
																					const _errs53 = errors;
																					if (!(typeof data17 == "number" && !(data17 % 1) && !isNaN(data17) && isFinite(data17))) {
																						let dataType19 = typeof data17;
																						let coerced19 = void 0;
																						if (!(coerced19 !== void 0)) {
																							if (dataType19 === "boolean" || data17 === null || dataType19 === "string" && data17 && data17 == +data17 && !(data17 % 1)) coerced19 = +data17;
																							else {
																								validate10.errors = [{
																									instancePath: instancePath + "/pluginTimeout",
																									schemaPath: "#/properties/pluginTimeout/type",
																									keyword: "type",
																									params: { type: "integer" },
																									message: "must be integer"
																								}];
																								return false;
																							}
																						}
																						if (coerced19 !== void 0) {
																							data17 = coerced19;
																							if (data !== void 0) data["pluginTimeout"] = coerced19;
																						}
																					}
																					var valid0 = _errs53 === errors;
																					if (valid0) {
																						let data18 = data.requestIdHeader;
																						const _errs55 = errors;
																						const _errs56 = errors;
																						let valid6 = false;
																						const _errs57 = errors;
																						if (typeof data18 !== "boolean") {
																							let coerced20 = void 0;
																							if (!(coerced20 !== void 0)) {
																								if (data18 === "false" || data18 === 0 || data18 === null) coerced20 = false;
																								else if (data18 === "true" || data18 === 1) coerced20 = true;
																								else {
																									const err12 = {
																										instancePath: instancePath + "/requestIdHeader",
																										schemaPath: "#/properties/requestIdHeader/anyOf/0/type",
																										keyword: "type",
																										params: { type: "boolean" },
																										message: "must be boolean"
																									};
																									if (vErrors === null) vErrors = [err12];
																									else vErrors.push(err12);
																									errors++;
																								}
																							}
																							if (coerced20 !== void 0) {
																								data18 = coerced20;
																								if (data !== void 0) data["requestIdHeader"] = coerced20;
																							}
																						}
																						var _valid3 = _errs57 === errors;
																						valid6 = valid6 || _valid3;
																						if (!valid6) {
																							const _errs59 = errors;
																							if (typeof data18 !== "string") {
																								let dataType21 = typeof data18;
																								let coerced21 = void 0;
																								if (!(coerced21 !== void 0)) {
																									if (dataType21 == "number" || dataType21 == "boolean") coerced21 = "" + data18;
																									else if (data18 === null) coerced21 = "";
																									else {
																										const err13 = {
																											instancePath: instancePath + "/requestIdHeader",
																											schemaPath: "#/properties/requestIdHeader/anyOf/1/type",
																											keyword: "type",
																											params: { type: "string" },
																											message: "must be string"
																										};
																										if (vErrors === null) vErrors = [err13];
																										else vErrors.push(err13);
																										errors++;
																									}
																								}
																								if (coerced21 !== void 0) {
																									data18 = coerced21;
																									if (data !== void 0) data["requestIdHeader"] = coerced21;
																								}
																							}
																							var _valid3 = _errs59 === errors;
																							valid6 = valid6 || _valid3;
																						}
																						if (!valid6) {
																							const err14 = {
																								instancePath: instancePath + "/requestIdHeader",
																								schemaPath: "#/properties/requestIdHeader/anyOf",
																								keyword: "anyOf",
																								params: {},
																								message: "must match a schema in anyOf"
																							};
																							if (vErrors === null) vErrors = [err14];
																							else vErrors.push(err14);
																							errors++;
																							validate10.errors = vErrors;
																							return false;
																						} else {
																							errors = _errs56;
																							if (vErrors !== null) {
																								if (_errs56) vErrors.length = _errs56;
																								else vErrors = null;
																							}
																						}
																						var valid0 = _errs55 === errors;
																						if (valid0) {
																							let data19 = data.requestIdLogLabel;
																							const _errs61 = errors;
																							if (typeof data19 !== "string") {
																								let dataType22 = typeof data19;
																								let coerced22 = void 0;
																								if (!(coerced22 !== void 0)) {
																									if (dataType22 == "number" || dataType22 == "boolean") coerced22 = "" + data19;
																									else if (data19 === null) coerced22 = "";
																									else {
																										validate10.errors = [{
																											instancePath: instancePath + "/requestIdLogLabel",
																											schemaPath: "#/properties/requestIdLogLabel/type",
																											keyword: "type",
																											params: { type: "string" },
																											message: "must be string"
																										}];
																										return false;
																									}
																								}
																								if (coerced22 !== void 0) {
																									data19 = coerced22;
																									if (data !== void 0) data["requestIdLogLabel"] = coerced22;
																								}
																							}
																							var valid0 = _errs61 === errors;
																							if (valid0) {
																								let data20 = data.http2SessionTimeout;
																								const _errs63 = errors;
																								if (!(typeof data20 == "number" && !(data20 % 1) && !isNaN(data20) && isFinite(data20))) {
																									let dataType23 = typeof data20;
																									let coerced23 = void 0;
																									if (!(coerced23 !== void 0)) {
																										if (dataType23 === "boolean" || data20 === null || dataType23 === "string" && data20 && data20 == +data20 && !(data20 % 1)) coerced23 = +data20;
																										else {
																											validate10.errors = [{
																												instancePath: instancePath + "/http2SessionTimeout",
																												schemaPath: "#/properties/http2SessionTimeout/type",
																												keyword: "type",
																												params: { type: "integer" },
																												message: "must be integer"
																											}];
																											return false;
																										}
																									}
																									if (coerced23 !== void 0) {
																										data20 = coerced23;
																										if (data !== void 0) data["http2SessionTimeout"] = coerced23;
																									}
																								}
																								var valid0 = _errs63 === errors;
																								if (valid0) {
																									let data21 = data.exposeHeadRoutes;
																									const _errs65 = errors;
																									if (typeof data21 !== "boolean") {
																										let coerced24 = void 0;
																										if (!(coerced24 !== void 0)) {
																											if (data21 === "false" || data21 === 0 || data21 === null) coerced24 = false;
																											else if (data21 === "true" || data21 === 1) coerced24 = true;
																											else {
																												validate10.errors = [{
																													instancePath: instancePath + "/exposeHeadRoutes",
																													schemaPath: "#/properties/exposeHeadRoutes/type",
																													keyword: "type",
																													params: { type: "boolean" },
																													message: "must be boolean"
																												}];
																												return false;
																											}
																										}
																										if (coerced24 !== void 0) {
																											data21 = coerced24;
																											if (data !== void 0) data["exposeHeadRoutes"] = coerced24;
																										}
																									}
																									var valid0 = _errs65 === errors;
																									if (valid0) {
																										let data22 = data.useSemicolonDelimiter;
																										const _errs67 = errors;
																										if (typeof data22 !== "boolean") {
																											let coerced25 = void 0;
																											if (!(coerced25 !== void 0)) {
																												if (data22 === "false" || data22 === 0 || data22 === null) coerced25 = false;
																												else if (data22 === "true" || data22 === 1) coerced25 = true;
																												else {
																													validate10.errors = [{
																														instancePath: instancePath + "/useSemicolonDelimiter",
																														schemaPath: "#/properties/useSemicolonDelimiter/type",
																														keyword: "type",
																														params: { type: "boolean" },
																														message: "must be boolean"
																													}];
																													return false;
																												}
																											}
																											if (coerced25 !== void 0) {
																												data22 = coerced25;
																												if (data !== void 0) data["useSemicolonDelimiter"] = coerced25;
																											}
																										}
																										var valid0 = _errs67 === errors;
																										if (valid0) {
																											if (data.routerOptions !== void 0) {
																												let data23 = data.routerOptions;
																												const _errs69 = errors;
																												if (errors === _errs69) {
																													if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
																														if (data23.compile === void 0) data23.compile = false;
																														if (data23.ignoreTrailingSlash === void 0) data23.ignoreTrailingSlash = false;
																														if (data23.ignoreDuplicateSlashes === void 0) data23.ignoreDuplicateSlashes = false;
																														if (data23.maxParamLength === void 0) data23.maxParamLength = 100;
																														if (data23.allowUnsafeRegex === void 0) data23.allowUnsafeRegex = false;
																														if (data23.useSemicolonDelimiter === void 0) data23.useSemicolonDelimiter = false;
																														let data24 = data23.compile;
																														const _errs72 = errors;
																														if (typeof data24 !== "boolean") {
																															let coerced26 = void 0;
																															if (!(coerced26 !== void 0)) {
																																if (data24 === "false" || data24 === 0 || data24 === null) coerced26 = false;
																																else if (data24 === "true" || data24 === 1) coerced26 = true;
																																else {
																																	validate10.errors = [{
																																		instancePath: instancePath + "/routerOptions/compile",
																																		schemaPath: "#/properties/routerOptions/properties/compile/type",
																																		keyword: "type",
																																		params: { type: "boolean" },
																																		message: "must be boolean"
																																	}];
																																	return false;
																																}
																															}
																															if (coerced26 !== void 0) {
																																data24 = coerced26;
																																if (data23 !== void 0) data23["compile"] = coerced26;
																															}
																														}
																														var valid7 = _errs72 === errors;
																														if (valid7) {
																															let data25 = data23.ignoreTrailingSlash;
																															const _errs74 = errors;
																															if (typeof data25 !== "boolean") {
																																let coerced27 = void 0;
																																if (!(coerced27 !== void 0)) {
																																	if (data25 === "false" || data25 === 0 || data25 === null) coerced27 = false;
																																	else if (data25 === "true" || data25 === 1) coerced27 = true;
																																	else {
																																		validate10.errors = [{
																																			instancePath: instancePath + "/routerOptions/ignoreTrailingSlash",
																																			schemaPath: "#/properties/routerOptions/properties/ignoreTrailingSlash/type",
																																			keyword: "type",
																																			params: { type: "boolean" },
																																			message: "must be boolean"
																																		}];
																																		return false;
																																	}
																																}
																																if (coerced27 !== void 0) {
																																	data25 = coerced27;
																																	if (data23 !== void 0) data23["ignoreTrailingSlash"] = coerced27;
																																}
																															}
																															var valid7 = _errs74 === errors;
																															if (valid7) {
																																let data26 = data23.ignoreDuplicateSlashes;
																																const _errs76 = errors;
																																if (typeof data26 !== "boolean") {
																																	let coerced28 = void 0;
																																	if (!(coerced28 !== void 0)) {
																																		if (data26 === "false" || data26 === 0 || data26 === null) coerced28 = false;
																																		else if (data26 === "true" || data26 === 1) coerced28 = true;
																																		else {
																																			validate10.errors = [{
																																				instancePath: instancePath + "/routerOptions/ignoreDuplicateSlashes",
																																				schemaPath: "#/properties/routerOptions/properties/ignoreDuplicateSlashes/type",
																																				keyword: "type",
																																				params: { type: "boolean" },
																																				message: "must be boolean"
																																			}];
																																			return false;
																																		}
																																	}
																																	if (coerced28 !== void 0) {
																																		data26 = coerced28;
																																		if (data23 !== void 0) data23["ignoreDuplicateSlashes"] = coerced28;
																																	}
																																}
																																var valid7 = _errs76 === errors;
																																if (valid7) {
																																	let data27 = data23.maxParamLength;
																																	const _errs78 = errors;
																																	if (!(typeof data27 == "number" && !(data27 % 1) && !isNaN(data27) && isFinite(data27))) {
																																		let dataType29 = typeof data27;
																																		let coerced29 = void 0;
																																		if (!(coerced29 !== void 0)) {
																																			if (dataType29 === "boolean" || data27 === null || dataType29 === "string" && data27 && data27 == +data27 && !(data27 % 1)) coerced29 = +data27;
																																			else {
																																				validate10.errors = [{
																																					instancePath: instancePath + "/routerOptions/maxParamLength",
																																					schemaPath: "#/properties/routerOptions/properties/maxParamLength/type",
																																					keyword: "type",
																																					params: { type: "integer" },
																																					message: "must be integer"
																																				}];
																																				return false;
																																			}
																																		}
																																		if (coerced29 !== void 0) {
																																			data27 = coerced29;
																																			if (data23 !== void 0) data23["maxParamLength"] = coerced29;
																																		}
																																	}
																																	var valid7 = _errs78 === errors;
																																	if (valid7) {
																																		let data28 = data23.allowUnsafeRegex;
																																		const _errs80 = errors;
																																		if (typeof data28 !== "boolean") {
																																			let coerced30 = void 0;
																																			if (!(coerced30 !== void 0)) {
																																				if (data28 === "false" || data28 === 0 || data28 === null) coerced30 = false;
																																				else if (data28 === "true" || data28 === 1) coerced30 = true;
																																				else {
																																					validate10.errors = [{
																																						instancePath: instancePath + "/routerOptions/allowUnsafeRegex",
																																						schemaPath: "#/properties/routerOptions/properties/allowUnsafeRegex/type",
																																						keyword: "type",
																																						params: { type: "boolean" },
																																						message: "must be boolean"
																																					}];
																																					return false;
																																				}
																																			}
																																			if (coerced30 !== void 0) {
																																				data28 = coerced30;
																																				if (data23 !== void 0) data23["allowUnsafeRegex"] = coerced30;
																																			}
																																		}
																																		var valid7 = _errs80 === errors;
																																		if (valid7) {
																																			let data29 = data23.useSemicolonDelimiter;
																																			const _errs82 = errors;
																																			if (typeof data29 !== "boolean") {
																																				let coerced31 = void 0;
																																				if (!(coerced31 !== void 0)) {
																																					if (data29 === "false" || data29 === 0 || data29 === null) coerced31 = false;
																																					else if (data29 === "true" || data29 === 1) coerced31 = true;
																																					else {
																																						validate10.errors = [{
																																							instancePath: instancePath + "/routerOptions/useSemicolonDelimiter",
																																							schemaPath: "#/properties/routerOptions/properties/useSemicolonDelimiter/type",
																																							keyword: "type",
																																							params: { type: "boolean" },
																																							message: "must be boolean"
																																						}];
																																						return false;
																																					}
																																				}
																																				if (coerced31 !== void 0) {
																																					data29 = coerced31;
																																					if (data23 !== void 0) data23["useSemicolonDelimiter"] = coerced31;
																																				}
																																			}
																																			var valid7 = _errs82 === errors;
																																		}
																																	}
																																}
																															}
																														}
																													} else {
																														validate10.errors = [{
																															instancePath: instancePath + "/routerOptions",
																															schemaPath: "#/properties/routerOptions/type",
																															keyword: "type",
																															params: { type: "object" },
																															message: "must be object"
																														}];
																														return false;
																													}
																												}
																												var valid0 = _errs69 === errors;
																											} else var valid0 = true;
																											if (valid0) {
																												if (data.constraints !== void 0) {
																													let data30 = data.constraints;
																													const _errs84 = errors;
																													if (errors === _errs84) {
																														if (data30 && typeof data30 == "object" && !Array.isArray(data30)) for (const key2 in data30) {
																															let data31 = data30[key2];
																															const _errs87 = errors;
																															if (errors === _errs87) {
																																if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
																																	let missing1;
																																	if (data31.name === void 0 && (missing1 = "name") || data31.storage === void 0 && (missing1 = "storage") || data31.validate === void 0 && (missing1 = "validate") || data31.deriveConstraint === void 0 && (missing1 = "deriveConstraint")) {
																																		validate10.errors = [{
																																			instancePath: instancePath + "/constraints/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),
																																			schemaPath: "#/properties/constraints/additionalProperties/required",
																																			keyword: "required",
																																			params: { missingProperty: missing1 },
																																			message: "must have required property '" + missing1 + "'"
																																		}];
																																		return false;
																																	} else if (data31.name !== void 0) {
																																		let data32 = data31.name;
																																		if (typeof data32 !== "string") {
																																			let dataType32 = typeof data32;
																																			let coerced32 = void 0;
																																			if (!(coerced32 !== void 0)) {
																																				if (dataType32 == "number" || dataType32 == "boolean") coerced32 = "" + data32;
																																				else if (data32 === null) coerced32 = "";
																																				else {
																																					validate10.errors = [{
																																						instancePath: instancePath + "/constraints/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/name",
																																						schemaPath: "#/properties/constraints/additionalProperties/properties/name/type",
																																						keyword: "type",
																																						params: { type: "string" },
																																						message: "must be string"
																																					}];
																																					return false;
																																				}
																																			}
																																			if (coerced32 !== void 0) {
																																				data32 = coerced32;
																																				if (data31 !== void 0) data31["name"] = coerced32;
																																			}
																																		}
																																	}
																																} else {
																																	validate10.errors = [{
																																		instancePath: instancePath + "/constraints/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),
																																		schemaPath: "#/properties/constraints/additionalProperties/type",
																																		keyword: "type",
																																		params: { type: "object" },
																																		message: "must be object"
																																	}];
																																	return false;
																																}
																															}
																															if (!(_errs87 === errors)) break;
																														}
																														else {
																															validate10.errors = [{
																																instancePath: instancePath + "/constraints",
																																schemaPath: "#/properties/constraints/type",
																																keyword: "type",
																																params: { type: "object" },
																																message: "must be object"
																															}];
																															return false;
																														}
																													}
																													var valid0 = _errs84 === errors;
																												} else var valid0 = true;
																											}
																										}
																									}
																								}
																							}
																						}
																					}
																				}
																			}
																		}
																	}
																}
															}
														}
													}
												}
											}
										}
									}
								}
							}
						}
					}
				}
			} else {
				validate10.errors = [{
					instancePath,
					schemaPath: "#/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object"
				}];
				return false;
			}
		}
		validate10.errors = vErrors;
		return errors === 0;
	}
	module.exports.defaultInitOptions = {
		"connectionTimeout": 0,
		"keepAliveTimeout": 72e3,
		"maxRequestsPerSocket": 0,
		"requestTimeout": 0,
		"handlerTimeout": 0,
		"bodyLimit": 1048576,
		"caseSensitive": true,
		"allowUnsafeRegex": false,
		"disableRequestLogging": false,
		"ignoreTrailingSlash": false,
		"ignoreDuplicateSlashes": false,
		"maxParamLength": 100,
		"onProtoPoisoning": "error",
		"onConstructorPoisoning": "error",
		"pluginTimeout": 1e4,
		"requestIdHeader": false,
		"requestIdLogLabel": "reqId",
		"http2SessionTimeout": 72e3,
		"exposeHeadRoutes": true,
		"useSemicolonDelimiter": false,
		"allowErrorHandlerOverride": true,
		"routerOptions": {
			"compile": false,
			"ignoreTrailingSlash": false,
			"ignoreDuplicateSlashes": false,
			"maxParamLength": 100,
			"allowUnsafeRegex": false,
			"useSemicolonDelimiter": false
		}
	};
}));
// ../../node_modules/fastify/lib/initial-config-validation.js
var require_initial_config_validation = __commonJSMin(((exports, module) => {
	const validate = require_config_validator();
	const deepClone = require_rfdc()({
		circles: true,
		proto: false
	});
	const { FST_ERR_INIT_OPTS_INVALID } = require_errors();
	function validateInitialConfig(options) {
		const opts = deepClone(options);
		if (!validate(opts)) {
			const error = new FST_ERR_INIT_OPTS_INVALID(JSON.stringify(validate.errors.map((e) => e.message)));
			error.errors = validate.errors;
			throw error;
		}
		return deepFreezeObject(opts);
	}
	function deepFreezeObject(object) {
		const properties = Object.getOwnPropertyNames(object);
		for (const name of properties) {
			const value = object[name];
			if (ArrayBuffer.isView(value) && !(value instanceof DataView)) continue;
			object[name] = value && typeof value === "object" ? deepFreezeObject(value) : value;
		}
		return Object.freeze(object);
	}
	module.exports = validateInitialConfig;
	module.exports.defaultInitOptions = validate.defaultInitOptions;
	module.exports.utils = { deepFreezeObject };
}));
// ../../node_modules/fastify/lib/log-controller.js
var require_log_controller = __commonJSMin(((exports, module) => {
	const { defaultInitOptions } = require_initial_config_validation();
	var LogController = class {
		constructor(options) {
			const opts = options || {};
			this.disableRequestLogging = opts.disableRequestLogging || defaultInitOptions.disableRequestLogging;
			this.isDisableRequestLoggingFunction = typeof this.disableRequestLogging === "function";
			this.requestIdLogLabel = opts.requestIdLogLabel || defaultInitOptions.requestIdLogLabel;
		}
		isLogDisabled(req) {
			return this.isDisableRequestLoggingFunction ? this.disableRequestLogging(req) : this.disableRequestLogging;
		}
		incomingRequest(request, reply, metadata) {
			if (this.isLogDisabled(request)) return;
			request.log.info({ req: request }, "incoming request");
		}
		requestCompleted(error, request, reply, metadata) {
			if (this.isLogDisabled(request)) return;
			if (error) reply.log.error({
				res: reply,
				err: error,
				responseTime: reply.elapsedTime
			}, "request errored");
			else reply.log.info({
				res: reply,
				responseTime: reply.elapsedTime
			}, "request completed");
		}
		defaultErrorLog(error, request, reply, metadata) {
			if (this.isLogDisabled(request)) return;
			if (reply.statusCode >= 500) reply.log.error({
				req: request,
				res: reply,
				err: error
			}, error?.message);
			else reply.log.info({
				res: reply,
				err: error
			}, error?.message);
		}
		streamError(error, request, reply, metadata) {
			if (this.isLogDisabled(request)) return;
			if (error.code === "ERR_STREAM_PREMATURE_CLOSE") reply.log.info({ res: reply }, "stream closed prematurely");
			else reply.log.warn({ err: error }, "response terminated with an error with headers already sent");
		}
		routeNotFound(request, reply, metadata) {
			if (this.isLogDisabled(request)) return;
			const { url, method } = request.raw;
			request.log.info(`Route ${method}:${url} not found`);
		}
		writeHeadError(error, request, reply, metadata) {
			if (this.isLogDisabled(request)) return;
			reply.log.warn({
				req: request,
				res: reply,
				err: error
			}, error?.message);
		}
		serializerError(error, request, reply, metadata) {
			if (this.isLogDisabled(request)) return;
			reply.log.error({
				err: error,
				statusCode: metadata.statusCode
			}, "The serializer for the given status code failed");
		}
		serviceUnavailable(logger, server) {
			logger.info({ res: { statusCode: 503 } }, "request aborted - refusing to accept new requests as server is closing");
		}
	};
	module.exports = { LogController };
}));
// ../../node_modules/fastify/lib/logger-pino.js
var require_logger_pino = __commonJSMin(((exports, module) => {
	const pino = __require("pino");
	const { serializersSym } = pino.symbols;
	const { FST_ERR_LOG_INVALID_DESTINATION } = require_errors();
	function createPinoLogger(opts) {
		if (opts.stream && opts.file) throw new FST_ERR_LOG_INVALID_DESTINATION();
		else if (opts.file) {
			opts.stream = pino.destination(opts.file);
			delete opts.file;
		}
		const prevLogger = opts.logger;
		const prevGenReqId = opts.genReqId;
		let logger = null;
		if (prevLogger) {
			opts.logger = void 0;
			opts.genReqId = void 0;
			if (prevLogger[serializersSym]) opts.serializers = Object.assign({}, opts.serializers, prevLogger[serializersSym]);
			logger = prevLogger.child({}, opts);
			opts.logger = prevLogger;
			opts.genReqId = prevGenReqId;
		} else logger = pino(opts, opts.stream);
		return logger;
	}
	module.exports = {
		serializers: {
			req: function asReqValue(req) {
				return {
					method: req.method,
					url: req.url,
					version: req.headers && req.headers["accept-version"],
					host: req.host,
					remoteAddress: req.ip,
					remotePort: req.socket ? req.socket.remotePort : void 0
				};
			},
			err: pino.stdSerializers.err,
			res: function asResValue(reply) {
				return { statusCode: reply.statusCode };
			}
		},
		createPinoLogger
	};
}));
// ../../node_modules/fastify/lib/logger-factory.js
var require_logger_factory = __commonJSMin(((exports, module) => {
	const { performance } = __require("node:perf_hooks");
	const { FST_ERR_LOG_LOGGER_AND_LOGGER_INSTANCE_PROVIDED, FST_ERR_LOG_INVALID_LOGGER_CONFIG, FST_ERR_LOG_INVALID_LOGGER_INSTANCE, FST_ERR_LOG_INVALID_LOGGER, FST_ERR_LOG_INVALID_LOG_CONTROLLER } = require_errors();
	const { kLogController } = require_symbols();
	const { LogController } = require_log_controller();
	function createChildLogger(context, logger, req, reqId, loggerOpts) {
		const loggerBindings = { [context.server[kLogController].requestIdLogLabel]: reqId };
		const child = context.childLoggerFactory.call(context.server, logger, loggerBindings, loggerOpts || {}, req);
		if (context.childLoggerFactory !== defaultChildLoggerFactory) validateLogger(child, true);
		return child;
	}
	function defaultChildLoggerFactory(logger, bindings, opts) {
		return logger.child(bindings, opts);
	}
	function validateLogger(logger, strict) {
		const methods = [
			"info",
			"error",
			"debug",
			"fatal",
			"warn",
			"trace",
			"child"
		];
		const missingMethods = logger ? methods.filter((method) => !logger[method] || typeof logger[method] !== "function") : methods;
		if (!missingMethods.length) return true;
		else if (missingMethods.length === methods.length && !strict) return false;
		else throw FST_ERR_LOG_INVALID_LOGGER(missingMethods.join(","));
	}
	function createLogger(options) {
		if (options.logger && options.loggerInstance) throw new FST_ERR_LOG_LOGGER_AND_LOGGER_INSTANCE_PROVIDED();
		if (!options.loggerInstance && !options.logger) {
			const logger = require_abstract_logging();
			logger.child = () => logger;
			return {
				logger,
				hasLogger: false
			};
		}
		const { createPinoLogger, serializers } = require_logger_pino();
		if (validateLogger(options.loggerInstance)) return {
			logger: createPinoLogger({
				logger: options.loggerInstance,
				serializers: Object.assign({}, serializers, options.loggerInstance.serializers)
			}),
			hasLogger: true
		};
		if (validateLogger(options.logger)) throw FST_ERR_LOG_INVALID_LOGGER_CONFIG();
		if (options.loggerInstance) throw FST_ERR_LOG_INVALID_LOGGER_INSTANCE();
		const localLoggerOptions = {};
		if (Object.prototype.toString.call(options.logger) === "[object Object]") Reflect.ownKeys(options.logger).forEach((prop) => {
			Object.defineProperty(localLoggerOptions, prop, {
				value: options.logger[prop],
				writable: true,
				enumerable: true,
				configurable: true
			});
		});
		localLoggerOptions.level = localLoggerOptions.level || "info";
		localLoggerOptions.serializers = Object.assign({}, serializers, localLoggerOptions.serializers);
		options.logger = localLoggerOptions;
		return {
			logger: createPinoLogger(options.logger),
			hasLogger: true
		};
	}
	function createLogController(options) {
		const userController = options.logController;
		if (!userController) return new LogController(options);
		if (userController instanceof LogController) return userController;
		throw new FST_ERR_LOG_INVALID_LOG_CONTROLLER(typeof userController);
	}
	function now() {
		return performance.now();
	}
	module.exports = {
		createChildLogger,
		defaultChildLoggerFactory,
		createLogController,
		createLogger,
		LogController,
		validateLogger,
		now
	};
}));
// ../../node_modules/fastify/lib/schemas.js
var require_schemas = __commonJSMin(((exports, module) => {
	const fastClone = require_rfdc()({
		circles: false,
		proto: true
	});
	const { kSchemaVisited, kSchemaResponse } = require_symbols();
	const kFluentSchema = Symbol.for("fluent-schema-object");
	const { FST_ERR_SCH_MISSING_ID, FST_ERR_SCH_ALREADY_PRESENT, FST_ERR_SCH_DUPLICATE, FST_ERR_SCH_CONTENT_MISSING_SCHEMA } = require_errors();
	const ContentType = require_content_type();
	const SCHEMAS_SOURCE = [
		"params",
		"body",
		"querystring",
		"query",
		"headers"
	];
	function Schemas(initStore) {
		this.store = initStore || {};
	}
	Schemas.prototype.add = function(inputSchema) {
		const schema = fastClone(inputSchema.isFluentSchema || inputSchema.isFluentJSONSchema || inputSchema[kFluentSchema] ? inputSchema.valueOf() : inputSchema);
		const id = schema.$id;
		if (!id) throw new FST_ERR_SCH_MISSING_ID();
		if (this.store[id]) throw new FST_ERR_SCH_ALREADY_PRESENT(id);
		this.store[id] = schema;
	};
	Schemas.prototype.getSchemas = function() {
		return Object.assign({}, this.store);
	};
	Schemas.prototype.getSchema = function(schemaId) {
		return this.store[schemaId];
	};
	function isCustomSchemaPrototype(schema) {
		return typeof schema === "object" && Object.getPrototypeOf(schema) !== Object.prototype;
	}
	function normalizeSchema(routeSchemas, serverOptions) {
		if (routeSchemas[kSchemaVisited]) return routeSchemas;
		if (routeSchemas.query !== void 0) {
			if (routeSchemas.querystring !== void 0) throw new FST_ERR_SCH_DUPLICATE("querystring");
			routeSchemas.querystring = routeSchemas.query;
		}
		generateFluentSchema(routeSchemas);
		for (const key of SCHEMAS_SOURCE) {
			const schema = routeSchemas[key];
			if (schema && !isCustomSchemaPrototype(schema)) {
				if (key === "body" && schema.content) {
					const contentProperty = schema.content;
					const keys = Object.keys(contentProperty);
					for (let i = 0; i < keys.length; i++) {
						const contentType = keys[i];
						if (!contentProperty[contentType].schema) throw new FST_ERR_SCH_CONTENT_MISSING_SCHEMA(contentType);
					}
					continue;
				}
			}
		}
		if (routeSchemas.response) {
			const httpCodes = Object.keys(routeSchemas.response);
			for (const code of httpCodes) {
				if (isCustomSchemaPrototype(routeSchemas.response[code])) continue;
				const contentProperty = routeSchemas.response[code].content;
				if (contentProperty) {
					const keys = Object.keys(contentProperty);
					for (let i = 0; i < keys.length; i++) {
						const mediaName = keys[i];
						if (!contentProperty[mediaName].schema) throw new FST_ERR_SCH_CONTENT_MISSING_SCHEMA(mediaName);
					}
				}
			}
		}
		routeSchemas[kSchemaVisited] = true;
		return routeSchemas;
	}
	function generateFluentSchema(schema) {
		for (const key of SCHEMAS_SOURCE) if (schema[key] && (schema[key].isFluentSchema || schema[key][kFluentSchema])) schema[key] = schema[key].valueOf();
		if (schema.response) {
			const httpCodes = Object.keys(schema.response);
			for (const code of httpCodes) if (schema.response[code].isFluentSchema || schema.response[code][kFluentSchema]) schema.response[code] = schema.response[code].valueOf();
		}
	}
	function getSchemaSerializer(context, statusCode, contentType) {
		const responseSchemaDef = context[kSchemaResponse];
		if (!responseSchemaDef) return false;
		if (responseSchemaDef[statusCode]) {
			if (responseSchemaDef[statusCode].constructor === Object) {
				const ct = ContentType.from(contentType);
				if (ct.isValid) {
					if (responseSchemaDef[statusCode][ct.mediaType]) return responseSchemaDef[statusCode][ct.mediaType];
					if (responseSchemaDef[statusCode]["*/*"]) return responseSchemaDef[statusCode]["*/*"];
					return false;
				}
			}
			return responseSchemaDef[statusCode];
		}
		const fallbackStatusCode = (statusCode + "")[0] + "xx";
		if (responseSchemaDef[fallbackStatusCode]) {
			if (responseSchemaDef[fallbackStatusCode].constructor === Object) {
				const ct = ContentType.from(contentType);
				if (ct.isValid) {
					if (responseSchemaDef[fallbackStatusCode][ct.mediaType]) return responseSchemaDef[fallbackStatusCode][ct.mediaType];
					if (responseSchemaDef[fallbackStatusCode]["*/*"]) return responseSchemaDef[fallbackStatusCode]["*/*"];
					return false;
				}
			}
			return responseSchemaDef[fallbackStatusCode];
		}
		if (responseSchemaDef.default) {
			if (responseSchemaDef.default.constructor === Object) {
				const ct = ContentType.from(contentType);
				if (ct.isValid) {
					if (responseSchemaDef.default[ct.mediaType]) return responseSchemaDef.default[ct.mediaType];
					if (responseSchemaDef.default["*/*"]) return responseSchemaDef.default["*/*"];
					return false;
				}
			}
			return responseSchemaDef.default;
		}
		return false;
	}
	module.exports = {
		buildSchemas(initStore) {
			return new Schemas(initStore);
		},
		getSchemaSerializer,
		normalizeSchema
	};
}));
// ../../node_modules/fast-json-stringify/lib/v8.js
var require_v8 = __commonJSMin(((exports, module) => {
	const [v8Major, v8Minor] = String(process.versions.v8).split(".").map(Number);
	module.exports = { HAS_FAST_JSON_STRINGIFY: v8Major * 100 + v8Minor >= 1308 };
}));
// ../../node_modules/fast-json-stringify/lib/serializer.js
var require_serializer = __commonJSMin(((exports, module) => {
	const STR_ESCAPE = /[\u0000-\u001f\u0022\u005c\ud800-\udfff]/;
	const { HAS_FAST_JSON_STRINGIFY } = require_v8();
	const NATIVE_STRING_ESCAPE_MIN_LENGTH = 8;
	function escapeStringNative(str) {
		return str.length < NATIVE_STRING_ESCAPE_MIN_LENGTH ? escapeStringLoop(str) : JSON.stringify(str);
	}
	const TWO_DIGITS = new Array(100);
	for (let i = 0; i < 100; i++) TWO_DIGITS[i] = (i < 10 ? "0" : "") + i;
	function asYear(year) {
		if (year >= 1e3) return year <= 9999 ? "" + year : null;
		if (year >= 100) return "0" + year;
		if (year >= 10) return "00" + year;
		if (year >= 0) return "000" + year;
		return null;
	}
	function escapeStringLoop(str) {
		const len = str.length;
		if (len === 0) return "\"\"";
		else if (len < 42) {
			let result = "";
			let last = -1;
			let point = 255;
			for (let i = 0; i < len; i++) {
				point = str.charCodeAt(i);
				if (point === 34 || point === 92) {
					last === -1 && (last = 0);
					result += str.slice(last, i) + "\\";
					last = i;
				} else if (point < 32 || point >= 55296 && point <= 57343) return JSON.stringify(str);
			}
			return last === -1 && "\"" + str + "\"" || "\"" + result + str.slice(last) + "\"";
		} else if (len < 5e3 && STR_ESCAPE.test(str) === false) return "\"" + str + "\"";
		else return JSON.stringify(str);
	}
	const asString = [escapeStringLoop, escapeStringNative][Number(HAS_FAST_JSON_STRINGIFY)];
	module.exports = class Serializer {
		static escapeStringLoop = escapeStringLoop;
		static escapeStringNative = escapeStringNative;
		constructor(options) {
			switch (options && options.rounding) {
				case "floor":
					this.parseInteger = Math.floor;
					break;
				case "ceil":
					this.parseInteger = Math.ceil;
					break;
				case "round":
					this.parseInteger = Math.round;
					break;
				default: this.parseInteger = Math.trunc;
			}
			this._options = options;
		}
		asInteger(i) {
			if (Number.isInteger(i)) return "" + i;
			else if (typeof i === "bigint") return i.toString();
			const integer = this.parseInteger(i);
			if (integer === Infinity || integer === -Infinity || integer !== integer) throw new Error(`The value "${i}" cannot be converted to an integer.`);
			return "" + integer;
		}
		asNumber(i) {
			const num = Number(i);
			if (num !== num) throw new Error(`The value "${i}" cannot be converted to a number.`);
			else if (num === Infinity || num === -Infinity) return "null";
			else return "" + num;
		}
		asBoolean(bool) {
			return bool && "true" || "false";
		}
		asDateTime(date) {
			if (date === null) return "\"\"";
			if (date instanceof Date) {
				const year = asYear(date.getUTCFullYear());
				if (year === null) return "\"" + date.toISOString() + "\"";
				const ms = date.getUTCMilliseconds();
				return "\"" + year + "-" + TWO_DIGITS[date.getUTCMonth() + 1] + "-" + TWO_DIGITS[date.getUTCDate()] + "T" + TWO_DIGITS[date.getUTCHours()] + ":" + TWO_DIGITS[date.getUTCMinutes()] + ":" + TWO_DIGITS[date.getUTCSeconds()] + "." + (ms < 10 ? "00" : ms < 100 ? "0" : "") + ms + "Z\"";
			}
			if (typeof date === "string") return asString(date);
			throw new Error(`The value "${date}" cannot be converted to a date-time.`);
		}
		asDate(date) {
			if (date === null) return "\"\"";
			if (date instanceof Date) {
				const year = asYear(date.getFullYear());
				if (year === null) return "\"" + new Date(date.getTime() - date.getTimezoneOffset() * 6e4).toISOString().slice(0, 10) + "\"";
				return "\"" + year + "-" + TWO_DIGITS[date.getMonth() + 1] + "-" + TWO_DIGITS[date.getDate()] + "\"";
			}
			if (typeof date === "string") return asString(date);
			throw new Error(`The value "${date}" cannot be converted to a date.`);
		}
		asTime(date) {
			if (date === null) return "\"\"";
			if (date instanceof Date) {
				const hours = TWO_DIGITS[date.getHours()];
				if (hours === void 0) return "\"" + new Date(date.getTime() - date.getTimezoneOffset() * 6e4).toISOString().slice(11, 19) + "\"";
				return "\"" + hours + ":" + TWO_DIGITS[date.getMinutes()] + ":" + TWO_DIGITS[date.getSeconds()] + "\"";
			}
			if (typeof date === "string") return asString(date);
			throw new Error(`The value "${date}" cannot be converted to a time.`);
		}
		asString(str) {
			return asString(str);
		}
		asUnsafeString(str) {
			return "\"" + str + "\"";
		}
		asPlainStringArray(arr, len = arr.length) {
			const copy = new Array(len);
			if (Array.prototype.toJSON !== void 0) Object.setPrototypeOf(copy, null);
			for (let i = 0; i < len; i++) {
				const value = arr[i];
				if (typeof value !== "string") {
					copy.length = i;
					let json = JSON.stringify(copy).slice(0, -1);
					for (let j = i; j < len; j++) {
						const item = j === i ? value : arr[j];
						if (j > 0) json += ",";
						if (typeof item === "string") json += asString(item);
						else if (item === null) json += "\"\"";
						else if (item instanceof Date) json += "\"" + item.toISOString() + "\"";
						else if (item instanceof RegExp) json += asString(item.source);
						else json += asString(item.toString());
					}
					return json + "]";
				}
				copy[i] = value;
			}
			return JSON.stringify(copy);
		}
		getState() {
			return this._options;
		}
		static restoreFromState(state) {
			return new Serializer(state);
		}
	};
}));
// ../../node_modules/fastify/lib/error-serializer.js
var require_error_serializer = __commonJSMin(((exports, module) => {
	module.exports = function anonymous(validator, serializer) {
		const { asString, asNumber, asBoolean, asDateTime, asDate, asTime, asUnsafeString } = serializer;
		serializer.asInteger.bind(serializer);
		const JSON_STR_BEGIN_OBJECT = "{";
		const JSON_STR_END_OBJECT = "}";
		const JSON_STR_COMMA = ",";
		const JSON_STR_QUOTE = "\"";
		const JSON_STR_EMPTY_OBJECT = "{}";
		const JSON_STR_EMPTY_STRING = "\"\"";
		function anonymous0(input) {
			const obj = input && typeof input.toJSON === "function" ? input.toJSON() : input;
			if (obj === null) return JSON_STR_EMPTY_OBJECT;
			let json = "";
			json += JSON_STR_BEGIN_OBJECT;
			let addComma_0 = false;
			const value_statusCode_1 = obj["statusCode"];
			if (value_statusCode_1 !== void 0) {
				!addComma_0 && (addComma_0 = true) || (json += JSON_STR_COMMA);
				json += "\"statusCode\":";
				json += asNumber(value_statusCode_1);
			}
			const value_code_2 = obj["code"];
			if (value_code_2 !== void 0) {
				!addComma_0 && (addComma_0 = true) || (json += JSON_STR_COMMA);
				json += "\"code\":";
				if (typeof value_code_2 !== "string") {
					if (value_code_2 === null) json += JSON_STR_EMPTY_STRING;
					else if (value_code_2 instanceof Date) json += JSON_STR_QUOTE + value_code_2.toISOString() + JSON_STR_QUOTE;
					else if (value_code_2 instanceof RegExp) json += asString(value_code_2.source);
					else json += asString(value_code_2.toString());
				} else json += asString(value_code_2);
			}
			const value_error_3 = obj["error"];
			if (value_error_3 !== void 0) {
				!addComma_0 && (addComma_0 = true) || (json += JSON_STR_COMMA);
				json += "\"error\":";
				if (typeof value_error_3 !== "string") {
					if (value_error_3 === null) json += JSON_STR_EMPTY_STRING;
					else if (value_error_3 instanceof Date) json += JSON_STR_QUOTE + value_error_3.toISOString() + JSON_STR_QUOTE;
					else if (value_error_3 instanceof RegExp) json += asString(value_error_3.source);
					else json += asString(value_error_3.toString());
				} else json += asString(value_error_3);
			}
			const value_message_4 = obj["message"];
			if (value_message_4 !== void 0) {
				!addComma_0 && (addComma_0 = true) || (json += JSON_STR_COMMA);
				json += "\"message\":";
				if (typeof value_message_4 !== "string") {
					if (value_message_4 === null) json += JSON_STR_EMPTY_STRING;
					else if (value_message_4 instanceof Date) json += JSON_STR_QUOTE + value_message_4.toISOString() + JSON_STR_QUOTE;
					else if (value_message_4 instanceof RegExp) json += asString(value_message_4.source);
					else json += asString(value_message_4.toString());
				} else json += asString(value_message_4);
			}
			json += JSON_STR_END_OBJECT;
			return json;
		}
		return anonymous0;
	}(null, require_serializer().restoreFromState({ "mode": "standalone" }));
}));
// ../../node_modules/fastify/lib/error-handler.js
var require_error_handler = __commonJSMin(((exports, module) => {
	const statusCodes = require__part_node_http().STATUS_CODES;
	const wrapThenable = require_wrap_thenable();
	const { setErrorStatusCode } = require_error_status();
	const { kReplyHeaders, kReplyNextErrorHandler, kReplyIsRunningOnErrorHook, kRouteContext, kLogController, kDiagnosticsStore } = require_symbols();
	const { FST_ERR_REP_INVALID_PAYLOAD_TYPE, FST_ERR_FAILED_ERROR_SERIALIZATION } = require_errors();
	const { getSchemaSerializer } = require_schemas();
	const serializeError = require_error_serializer();
	const rootErrorHandler = {
		func: defaultErrorHandler,
		toJSON() {
			return this.func.name.toString() + "()";
		}
	};
	function handleError(reply, error, cb) {
		reply[kReplyIsRunningOnErrorHook] = false;
		const context = reply[kRouteContext];
		if (reply[kReplyNextErrorHandler] === false) {
			fallbackErrorHandler(error, reply, function(reply, payload) {
				if (reply.raw.headersSent === true || reply.raw.destroyed === true) {
					reply.raw.destroy(error);
					return;
				}
				try {
					reply.raw.writeHead(reply.raw.statusCode, reply[kReplyHeaders]);
				} catch (error) {
					reply.server[kLogController].writeHeadError(error, reply.request, reply);
					if (error.code === "ERR_HTTP_HEADERS_SENT" || reply.raw.headersSent === true || reply.raw.destroyed === true) {
						reply.raw.destroy(error);
						return;
					}
					reply.raw.writeHead(reply.raw.statusCode);
				}
				reply.raw.end(payload);
			});
			return;
		}
		const errorHandler = reply[kReplyNextErrorHandler] || context.errorHandler;
		reply[kReplyNextErrorHandler] = Object.getPrototypeOf(errorHandler);
		delete reply[kReplyHeaders]["content-type"];
		delete reply[kReplyHeaders]["content-length"];
		const func = errorHandler.func;
		if (!func) {
			reply[kReplyNextErrorHandler] = false;
			fallbackErrorHandler(error, reply, cb);
			return;
		}
		try {
			const result = func(error, reply.request, reply);
			if (result !== void 0) {
				if (result !== null && typeof result.then === "function") {
					const store = reply[kDiagnosticsStore] || null;
					wrapThenable(result, reply, store);
				} else reply.send(result);
			}
		} catch (err) {
			reply.send(err);
		}
	}
	function defaultErrorHandler(error, request, reply) {
		setErrorHeaders(error, reply);
		setErrorStatusCode(reply, error);
		request.server[kLogController].defaultErrorLog(error, request, reply);
		reply.send(error);
	}
	function fallbackErrorHandler(error, reply, cb) {
		const res = reply.raw;
		const statusCode = reply.statusCode;
		reply[kReplyHeaders]["content-type"] = reply[kReplyHeaders]["content-type"] ?? "application/json; charset=utf-8";
		let payload;
		try {
			const serializerFn = getSchemaSerializer(reply[kRouteContext], statusCode, reply[kReplyHeaders]["content-type"]);
			if (serializerFn === false) payload = serializeError({
				error: statusCodes[statusCode + ""],
				code: error.code,
				message: error.message,
				statusCode
			});
			else payload = serializerFn(Object.create(error, {
				error: { value: statusCodes[statusCode + ""] },
				message: { value: error.message },
				statusCode: { value: statusCode }
			}));
		} catch (err) {
			reply.server[kLogController].serializerError(err, reply.request, reply, { statusCode: res.statusCode });
			reply.code(500);
			payload = serializeError(new FST_ERR_FAILED_ERROR_SERIALIZATION(err.message, error.message));
		}
		if (typeof payload !== "string" && !Buffer.isBuffer(payload)) payload = serializeError(new FST_ERR_REP_INVALID_PAYLOAD_TYPE(typeof payload));
		reply[kReplyHeaders]["content-length"] = "" + Buffer.byteLength(payload);
		cb(reply, payload);
	}
	function buildErrorHandler(parent = rootErrorHandler, func) {
		if (!func) return parent;
		const errorHandler = Object.create(parent);
		errorHandler.func = func;
		return errorHandler;
	}
	function setErrorHeaders(error, reply) {
		const res = reply.raw;
		let statusCode = res.statusCode;
		statusCode = statusCode >= 400 && statusCode <= 599 ? statusCode : 500;
		if (error != null) {
			if (error.headers !== void 0) reply.headers(error.headers);
			if (error.statusCode >= 400 && error.statusCode <= 599) statusCode = error.statusCode;
			else if (error.status >= 400 && error.status <= 599) statusCode = error.status;
		}
		res.statusCode = statusCode;
	}
	module.exports = {
		buildErrorHandler,
		handleError
	};
}));
// ../../node_modules/fastify/lib/decorate.js
var require_decorate = __commonJSMin(((exports, module) => {
	const { kReply, kRequest, kState, kHasBeenDecorated } = require_symbols();
	const { FST_ERR_DEC_ALREADY_PRESENT, FST_ERR_DEC_MISSING_DEPENDENCY, FST_ERR_DEC_AFTER_START, FST_ERR_DEC_REFERENCE_TYPE, FST_ERR_DEC_DEPENDENCY_INVALID_TYPE, FST_ERR_DEC_UNDECLARED } = require_errors();
	function decorate(instance, name, fn, dependencies) {
		if (Object.hasOwn(instance, name)) throw new FST_ERR_DEC_ALREADY_PRESENT(name);
		checkDependencies(instance, name, dependencies);
		if (fn && (typeof fn.getter === "function" || typeof fn.setter === "function")) Object.defineProperty(instance, name, {
			get: fn.getter,
			set: fn.setter
		});
		else instance[name] = fn;
	}
	function getInstanceDecorator(name) {
		if (!checkExistence(this, name)) throw new FST_ERR_DEC_UNDECLARED(name, "instance");
		const decorator = this[name];
		if (typeof decorator === "function") return decorator.bind(this);
		return decorator;
	}
	function decorateConstructor(konstructor, name, fn, dependencies) {
		const instance = konstructor.prototype;
		if (Object.hasOwn(instance, name) || hasKey(konstructor, name) || hasInstanceProperty(konstructor, name)) throw new FST_ERR_DEC_ALREADY_PRESENT(name);
		konstructor[kHasBeenDecorated] = true;
		checkDependencies(konstructor, name, dependencies);
		if (fn && (typeof fn.getter === "function" || typeof fn.setter === "function")) Object.defineProperty(instance, name, {
			get: fn.getter,
			set: fn.setter
		});
		else if (typeof fn === "function") instance[name] = fn;
		else konstructor.props.push({
			key: name,
			value: fn
		});
	}
	function checkReferenceType(name, fn) {
		if (typeof fn === "object" && fn && !(typeof fn.getter === "function" || typeof fn.setter === "function")) throw new FST_ERR_DEC_REFERENCE_TYPE(name, typeof fn);
	}
	function decorateFastify(name, fn, dependencies) {
		assertNotStarted(this, name);
		decorate(this, name, fn, dependencies);
		return this;
	}
	function checkExistence(instance, name) {
		if (name) return name in instance || instance.prototype && name in instance.prototype || hasKey(instance, name);
		return instance in this;
	}
	function hasKey(fn, name) {
		return fn.props ? fn.props.some((p) => p.key === name) : false;
	}
	function hasInstanceProperty(konstructor, name) {
		let k = konstructor;
		while (k) {
			if (k.instanceProperties && k.instanceProperties.has(name)) return true;
			k = k.parent;
		}
		return false;
	}
	function checkRequestExistence(name) {
		if (name && hasKey(this[kRequest], name)) return true;
		if (name && hasInstanceProperty(this[kRequest], name)) return true;
		return checkExistence(this[kRequest].prototype, name);
	}
	function checkReplyExistence(name) {
		if (name && hasKey(this[kReply], name)) return true;
		if (name && hasInstanceProperty(this[kReply], name)) return true;
		return checkExistence(this[kReply].prototype, name);
	}
	function checkDependencies(instance, name, deps) {
		if (deps === void 0 || deps === null) return;
		if (!Array.isArray(deps)) throw new FST_ERR_DEC_DEPENDENCY_INVALID_TYPE(name);
		for (let i = 0; i !== deps.length; ++i) if (!checkExistence(instance, deps[i]) && !hasInstanceProperty(instance, deps[i])) throw new FST_ERR_DEC_MISSING_DEPENDENCY(deps[i]);
	}
	function decorateReply(name, fn, dependencies) {
		assertNotStarted(this, name);
		checkReferenceType(name, fn);
		decorateConstructor(this[kReply], name, fn, dependencies);
		return this;
	}
	function decorateRequest(name, fn, dependencies) {
		assertNotStarted(this, name);
		checkReferenceType(name, fn);
		decorateConstructor(this[kRequest], name, fn, dependencies);
		return this;
	}
	function assertNotStarted(instance, name) {
		if (instance[kState].started) throw new FST_ERR_DEC_AFTER_START(name);
	}
	module.exports = {
		add: decorateFastify,
		exist: checkExistence,
		existRequest: checkRequestExistence,
		existReply: checkReplyExistence,
		dependencies: checkDependencies,
		decorateReply,
		decorateRequest,
		getInstanceDecorator,
		hasKey
	};
}));
// ../../node_modules/fastify/lib/reply.js
var require_reply = __commonJSMin(((exports, module) => {
	const eos = __require("node:stream").finished;
	const { kFourOhFourContext, kReplyErrorHandlerCalled, kReplyHijacked, kReplyStartTime, kReplyEndTime, kReplySerializer, kReplySerializerDefault, kReplyIsError, kReplyHeaders, kReplyTrailers, kReplyHasStatusCode, kReplyIsRunningOnErrorHook, kReplyNextErrorHandler, kSchemaResponse, kReplyCacheSerializeFns, kSchemaController, kOptions, kRouteContext, kTimeoutTimer, kOnAbort, kRequestSignal, kLogController } = require_symbols();
	const { onSendHookRunner, onResponseHookRunner, preHandlerHookRunner, preSerializationHookRunner } = require_hooks();
	const internals = require_handle_request()[Symbol.for("internals")];
	const now = require_logger_factory().now;
	const { handleError } = require_error_handler();
	const { getSchemaSerializer } = require_schemas();
	const CONTENT_TYPE = {
		JSON: "application/json; charset=utf-8",
		PLAIN: "text/plain; charset=utf-8",
		OCTET: "application/octet-stream"
	};
	const { FST_ERR_REP_INVALID_PAYLOAD_TYPE, FST_ERR_REP_RESPONSE_BODY_CONSUMED, FST_ERR_REP_READABLE_STREAM_LOCKED, FST_ERR_REP_ALREADY_SENT, FST_ERR_SEND_INSIDE_ONERR, FST_ERR_BAD_STATUS_CODE, FST_ERR_BAD_TRAILER_NAME, FST_ERR_BAD_TRAILER_VALUE, FST_ERR_MISSING_SERIALIZATION_FN, FST_ERR_MISSING_CONTENTTYPE_SERIALIZATION_FN, FST_ERR_DEC_UNDECLARED } = require_errors();
	const decorators = require_decorate();
	const ContentType = require_content_type();
	const toString = Object.prototype.toString;
	const HTTP2_WRITE_CHUNK_SIZE = 65536;
	function Reply(res, request, log) {
		this.raw = res;
		this[kReplySerializer] = null;
		this[kReplyErrorHandlerCalled] = false;
		this[kReplyIsError] = false;
		this[kReplyIsRunningOnErrorHook] = false;
		this.request = request;
		this[kReplyHeaders] = {};
		this[kReplyTrailers] = null;
		this[kReplyHasStatusCode] = false;
		this[kReplyStartTime] = void 0;
		this.log = log;
	}
	Reply.props = [];
	Reply.instanceProperties = new Set([
		"raw",
		"request",
		"log"
	]);
	Object.defineProperties(Reply.prototype, {
		[kRouteContext]: { get() {
			return this.request[kRouteContext];
		} },
		elapsedTime: { get() {
			if (this[kReplyStartTime] === void 0) return 0;
			return (this[kReplyEndTime] || now()) - this[kReplyStartTime];
		} },
		mediaType: { get() {
			const contentTypeHeader = this.getHeader("content-type");
			return ContentType.from(contentTypeHeader).mediaType;
		} },
		server: { get() {
			return this.request[kRouteContext].server;
		} },
		sent: {
			enumerable: true,
			get() {
				return (this[kReplyHijacked] || this.raw.writableEnded) === true;
			}
		},
		statusCode: {
			get() {
				return this.raw.statusCode;
			},
			set(value) {
				this.code(value);
			}
		},
		routeOptions: { get() {
			return this.request.routeOptions;
		} }
	});
	Reply.prototype.writeEarlyHints = function(hints, callback) {
		this.raw.writeEarlyHints(hints, callback);
		return this;
	};
	Reply.prototype.hijack = function() {
		this[kReplyHijacked] = true;
		if (this.request[kRequestSignal]) {
			clearTimeout(this.request[kTimeoutTimer]);
			this.request[kTimeoutTimer] = null;
			if (this.request[kOnAbort]) {
				this.request.raw.removeListener("close", this.request[kOnAbort]);
				this.request[kOnAbort] = null;
			}
		}
		const socket = this.request.raw.socket;
		if (socket?._meta?.request === this.request) {
			socket.removeListener("timeout", socket._meta.onTimeout);
			socket._meta = null;
		}
		return this;
	};
	Reply.prototype.send = function(payload) {
		if (this[kReplyIsRunningOnErrorHook]) throw new FST_ERR_SEND_INSIDE_ONERR();
		if (this.sent === true) {
			this.log.warn({ err: new FST_ERR_REP_ALREADY_SENT(this.request.url, this.request.method) });
			return this;
		}
		if (this[kReplyIsError] || payload instanceof Error) {
			this[kReplyIsError] = false;
			onErrorHook(this, payload, onSendHook);
			return this;
		}
		if (payload === void 0) {
			onSendHook(this, payload);
			return this;
		}
		const contentType = ContentType.from(this.getHeader("content-type"));
		const hasContentType = contentType.isEmpty === false;
		if (payload !== null) {
			if (typeof payload.pipe === "function" || typeof payload.getReader === "function" || typeof payload === "object" && toString.call(payload) === "[object Response]") {
				onSendHook(this, payload);
				return this;
			}
			if (payload.buffer instanceof ArrayBuffer) {
				if (!hasContentType) this[kReplyHeaders]["content-type"] = CONTENT_TYPE.OCTET;
				const payloadToSend = Buffer.isBuffer(payload) ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
				onSendHook(this, payloadToSend);
				return this;
			}
			if (!hasContentType && typeof payload === "string") {
				this[kReplyHeaders]["content-type"] = CONTENT_TYPE.PLAIN;
				onSendHook(this, payload);
				return this;
			}
		}
		if (this[kReplySerializer] !== null) {
			if (typeof payload !== "string") {
				preSerializationHook(this, payload);
				return this;
			}
			payload = this[kReplySerializer](payload);
		} else if (!hasContentType || contentType.mediaType.indexOf("json") !== -1) {
			if (!hasContentType) this[kReplyHeaders]["content-type"] = CONTENT_TYPE.JSON;
			else if (contentType.parameters.has("charset") === false) {
				const customContentType = contentType.toString();
				this[kReplyHeaders]["content-type"] = `${customContentType}; charset=utf-8`;
			}
			if (typeof payload !== "string") {
				preSerializationHook(this, payload);
				return this;
			}
		}
		onSendHook(this, payload);
		return this;
	};
	Reply.prototype.getHeader = function(key) {
		key = key.toLowerCase();
		const value = this[kReplyHeaders][key];
		return value !== void 0 ? value : this.raw.getHeader(key);
	};
	Reply.prototype.getHeaders = function() {
		return {
			...this.raw.getHeaders(),
			...this[kReplyHeaders]
		};
	};
	Reply.prototype.hasHeader = function(key) {
		key = key.toLowerCase();
		return this[kReplyHeaders][key] !== void 0 || this.raw.hasHeader(key);
	};
	Reply.prototype.removeHeader = function(key) {
		key = key.toLowerCase();
		delete this[kReplyHeaders][key];
		if (!this.raw.headersSent) this.raw.removeHeader(key);
		return this;
	};
	Reply.prototype.header = function(key, value = "") {
		key = key.toLowerCase();
		if (this[kReplyHeaders][key] && key === "set-cookie") {
			if (typeof this[kReplyHeaders][key] === "string") this[kReplyHeaders][key] = [this[kReplyHeaders][key]];
			if (Array.isArray(value)) Array.prototype.push.apply(this[kReplyHeaders][key], value);
			else this[kReplyHeaders][key].push(value);
		} else if (key === "set-cookie" && Array.isArray(value)) this[kReplyHeaders][key] = value.slice();
		else this[kReplyHeaders][key] = value;
		return this;
	};
	Reply.prototype.headers = function(headers) {
		const keys = Object.keys(headers);
		for (let i = 0; i !== keys.length; ++i) {
			const key = keys[i];
			this.header(key, headers[key]);
		}
		return this;
	};
	const INVALID_TRAILERS = new Set([
		"transfer-encoding",
		"content-length",
		"host",
		"cache-control",
		"max-forwards",
		"te",
		"authorization",
		"set-cookie",
		"content-encoding",
		"content-type",
		"content-range",
		"trailer"
	]);
	Reply.prototype.trailer = function(key, fn) {
		key = key.toLowerCase();
		if (INVALID_TRAILERS.has(key)) throw new FST_ERR_BAD_TRAILER_NAME(key);
		if (typeof fn !== "function") throw new FST_ERR_BAD_TRAILER_VALUE(key, typeof fn);
		if (this[kReplyTrailers] === null) this[kReplyTrailers] = {};
		this[kReplyTrailers][key] = fn;
		return this;
	};
	Reply.prototype.hasTrailer = function(key) {
		return this[kReplyTrailers]?.[key.toLowerCase()] !== void 0;
	};
	Reply.prototype.removeTrailer = function(key) {
		if (this[kReplyTrailers] === null) return this;
		this[kReplyTrailers][key.toLowerCase()] = void 0;
		return this;
	};
	Reply.prototype.code = function(code) {
		const statusCode = +code;
		if (!(statusCode >= 100 && statusCode <= 599)) throw new FST_ERR_BAD_STATUS_CODE(code || String(code));
		this.raw.statusCode = statusCode;
		this[kReplyHasStatusCode] = true;
		return this;
	};
	Reply.prototype.status = Reply.prototype.code;
	Reply.prototype.getSerializationFunction = function(schemaOrStatus, contentType) {
		let serialize;
		if (typeof schemaOrStatus === "string" || typeof schemaOrStatus === "number") {
			if (typeof contentType === "string") serialize = this[kRouteContext][kSchemaResponse]?.[schemaOrStatus]?.[contentType];
			else serialize = this[kRouteContext][kSchemaResponse]?.[schemaOrStatus];
		} else if (typeof schemaOrStatus === "object") serialize = this[kRouteContext][kReplyCacheSerializeFns]?.get(schemaOrStatus);
		return serialize;
	};
	Reply.prototype.compileSerializationSchema = function(schema, httpStatus = null, contentType = null) {
		const { request } = this;
		const { method, url } = request;
		if (this[kRouteContext][kReplyCacheSerializeFns]?.has(schema)) return this[kRouteContext][kReplyCacheSerializeFns].get(schema);
		const serializeFn = (this[kRouteContext].serializerCompiler || this.server[kSchemaController].serializerCompiler || this.server[kSchemaController].setupSerializer(this.server[kOptions]) || this.server[kSchemaController].serializerCompiler)({
			schema,
			method,
			url,
			httpStatus,
			contentType
		});
		if (this[kRouteContext][kReplyCacheSerializeFns] == null) this[kRouteContext][kReplyCacheSerializeFns] = new WeakMap();
		this[kRouteContext][kReplyCacheSerializeFns].set(schema, serializeFn);
		return serializeFn;
	};
	Reply.prototype.serializeInput = function(input, schema, httpStatus, contentType) {
		const possibleContentType = httpStatus;
		let serialize;
		httpStatus = typeof schema === "string" || typeof schema === "number" ? schema : httpStatus;
		contentType = httpStatus && possibleContentType !== httpStatus ? possibleContentType : contentType;
		if (httpStatus != null) {
			if (contentType != null) serialize = this[kRouteContext][kSchemaResponse]?.[httpStatus]?.[contentType];
			else serialize = this[kRouteContext][kSchemaResponse]?.[httpStatus];
			if (serialize == null) {
				if (contentType) throw new FST_ERR_MISSING_CONTENTTYPE_SERIALIZATION_FN(httpStatus, contentType);
				throw new FST_ERR_MISSING_SERIALIZATION_FN(httpStatus);
			}
		} else if (this[kRouteContext][kReplyCacheSerializeFns]?.has(schema)) serialize = this[kRouteContext][kReplyCacheSerializeFns].get(schema);
		else serialize = this.compileSerializationSchema(schema, httpStatus, contentType);
		return serialize(input);
	};
	Reply.prototype.serialize = function(payload) {
		if (this[kReplySerializer] !== null) return this[kReplySerializer](payload);
		else if (this[kRouteContext] && this[kRouteContext][kReplySerializerDefault]) return this[kRouteContext][kReplySerializerDefault](payload, this.raw.statusCode);
		else return serialize(this[kRouteContext], payload, this.raw.statusCode);
	};
	Reply.prototype.serializer = function(fn) {
		this[kReplySerializer] = fn;
		return this;
	};
	Reply.prototype.type = function(type) {
		this[kReplyHeaders]["content-type"] = type;
		return this;
	};
	Reply.prototype.redirect = function(url, code) {
		if (!code) code = this[kReplyHasStatusCode] ? this.raw.statusCode : 302;
		return this.header("location", url).code(code).send();
	};
	Reply.prototype.callNotFound = function() {
		notFound(this);
		return this;
	};
	Reply.prototype.then = function(fulfilled, rejected) {
		if (this.sent) {
			fulfilled();
			return;
		}
		eos(this.raw, (err) => {
			if (err && err.code !== "ERR_STREAM_PREMATURE_CLOSE") {
				if (rejected) rejected(err);
				else this.log && this.log.warn("unhandled rejection on reply.then");
			} else fulfilled();
		});
	};
	Reply.prototype.getDecorator = function(name) {
		if (!decorators.hasKey(this, name) && !decorators.exist(this, name)) throw new FST_ERR_DEC_UNDECLARED(name, "reply");
		const decorator = this[name];
		if (typeof decorator === "function") return decorator.bind(this);
		return decorator;
	};
	function preSerializationHook(reply, payload) {
		if (reply[kRouteContext].preSerialization !== null) preSerializationHookRunner(reply[kRouteContext].preSerialization, reply.request, reply, payload, preSerializationHookEnd);
		else preSerializationHookEnd(null, void 0, reply, payload);
	}
	function preSerializationHookEnd(err, _request, reply, payload) {
		if (err != null) {
			onErrorHook(reply, err);
			return;
		}
		try {
			if (reply[kReplySerializer] !== null) payload = reply[kReplySerializer](payload);
			else if (reply[kRouteContext] && reply[kRouteContext][kReplySerializerDefault]) payload = reply[kRouteContext][kReplySerializerDefault](payload, reply.raw.statusCode);
			else payload = serialize(reply[kRouteContext], payload, reply.raw.statusCode, reply[kReplyHeaders]["content-type"]);
		} catch (e) {
			wrapSerializationError(e, reply);
			onErrorHook(reply, e);
			return;
		}
		onSendHook(reply, payload);
	}
	function wrapSerializationError(error, reply) {
		error.serialization = reply[kRouteContext].config;
	}
	function onSendHook(reply, payload) {
		if (reply[kRouteContext].onSend !== null) onSendHookRunner(reply[kRouteContext].onSend, reply.request, reply, payload, wrapOnSendEnd);
		else onSendEnd(reply, payload);
	}
	function wrapOnSendEnd(err, request, reply, payload) {
		if (err != null) onErrorHook(reply, err);
		else onSendEnd(reply, payload);
	}
	function safeWriteHead(reply, statusCode) {
		const res = reply.raw;
		try {
			res.writeHead(statusCode, reply[kReplyHeaders]);
		} catch (err) {
			if (err.code === "ERR_HTTP_HEADERS_SENT") reply.log.warn(`Reply was already sent, did you forget to "return reply" in the "${reply.request.raw.url}" (${reply.request.raw.method}) route?`);
			throw err;
		}
	}
	function onSendEnd(reply, payload) {
		const res = reply.raw;
		const req = reply.request;
		if (reply[kReplyTrailers] !== null) {
			const trailerHeaders = Object.keys(reply[kReplyTrailers]);
			let header = "";
			for (const trailerName of trailerHeaders) {
				if (typeof reply[kReplyTrailers][trailerName] !== "function") continue;
				header += " ";
				header += trailerName;
			}
			if (header !== "") {
				if (!isHttp2Reply(reply)) reply.header("Transfer-Encoding", "chunked");
				reply.header("Trailer", header.trim());
			} else reply[kReplyTrailers] = null;
		}
		if (payload != null && typeof payload === "object" && toString.call(payload) === "[object Response]") {
			if (typeof payload.status === "number") reply.code(payload.status);
			if (typeof payload.headers === "object" && typeof payload.headers.forEach === "function") for (const [headerName, headerValue] of payload.headers) reply.header(headerName, headerValue);
			if (payload.body !== null) {
				if (payload.bodyUsed) throw new FST_ERR_REP_RESPONSE_BODY_CONSUMED();
			}
			payload = payload.body;
		}
		const statusCode = res.statusCode;
		if (payload === void 0 || payload === null) {
			if (statusCode >= 200 && statusCode !== 204 && statusCode !== 304 && req.method !== "HEAD" && reply[kReplyTrailers] === null) reply[kReplyHeaders]["content-length"] = "0";
			safeWriteHead(reply, statusCode);
			sendTrailer(payload, res, reply);
			return;
		}
		if (statusCode >= 100 && statusCode < 200 || statusCode === 204) {
			reply.removeHeader("content-type");
			reply.removeHeader("content-length");
			safeWriteHead(reply, statusCode);
			sendTrailer(void 0, res, reply);
			if (typeof payload.resume === "function") {
				payload.on("error", noop);
				payload.resume();
			}
			return;
		}
		if (typeof payload.pipe === "function") {
			sendStream(payload, res, reply);
			return;
		}
		if (typeof payload.getReader === "function") {
			sendWebStream(payload, res, reply);
			return;
		}
		if (typeof payload !== "string" && !Buffer.isBuffer(payload)) throw new FST_ERR_REP_INVALID_PAYLOAD_TYPE(typeof payload);
		if (reply[kReplyTrailers] === null) {
			const contentLength = reply[kReplyHeaders]["content-length"];
			if (!contentLength || req.raw.method !== "HEAD" && Number(contentLength) !== Buffer.byteLength(payload)) reply[kReplyHeaders]["content-length"] = "" + Buffer.byteLength(payload);
		}
		safeWriteHead(reply, statusCode);
		writePayload(payload, res, reply);
	}
	function isHttp2Reply(reply) {
		return reply.request.raw?.httpVersionMajor === 2;
	}
	function writePayload(payload, res, reply) {
		if (!isHttp2Reply(reply) || Buffer.byteLength(payload) <= HTTP2_WRITE_CHUNK_SIZE) {
			if (reply[kReplyTrailers] === null) {
				res.end(payload, null, null);
				return;
			}
			res.write(payload);
			sendTrailer(payload, res, reply);
			return;
		}
		writeHttp2Payload(payload, res, () => {
			sendTrailer(payload, res, reply);
		});
	}
	function writeHttp2Payload(payload, res, done) {
		const buffer = Buffer.isBuffer(payload) ? payload : Buffer.from(payload);
		let offset = 0;
		function writeChunk() {
			while (offset < buffer.length) {
				if (res.destroyed || res.writableEnded) return;
				const end = Math.min(offset + HTTP2_WRITE_CHUNK_SIZE, buffer.length);
				const shouldContinue = res.write(buffer.subarray(offset, end));
				offset = end;
				if (shouldContinue === false) {
					res.once("drain", writeChunk);
					return;
				}
			}
			done();
		}
		writeChunk();
	}
	function logStreamError(err, reply, res) {
		reply.server[kLogController].streamError(err, reply.request, reply);
	}
	function sendWebStream(payload, res, reply) {
		if (payload.locked) throw new FST_ERR_REP_READABLE_STREAM_LOCKED();
		let sourceOpen = true;
		let errorLogged = false;
		let waitingDrain = false;
		const reader = payload.getReader();
		eos(res, function(err) {
			if (sourceOpen) {
				if (err != null && res.headersSent && !errorLogged) {
					errorLogged = true;
					logStreamError(err, reply, res);
				}
				reader.cancel().catch(noop);
			}
		});
		if (!res.headersSent) for (const key in reply[kReplyHeaders]) res.setHeader(key, reply[kReplyHeaders][key]);
		else reply.log.warn("response will send, but you shouldn't use res.writeHead in stream mode");
		function onRead(result) {
			if (result.done) {
				sourceOpen = false;
				sendTrailer(null, res, reply);
				return;
			}
			if (res.destroyed) {
				sourceOpen = false;
				reader.cancel().catch(noop);
				return;
			}
			if (res.write(result.value) === false) {
				waitingDrain = true;
				res.once("drain", onDrain);
				return;
			}
			reader.read().then(onRead, onReadError);
		}
		function onDrain() {
			if (!waitingDrain || !sourceOpen || res.destroyed) return;
			waitingDrain = false;
			reader.read().then(onRead, onReadError);
		}
		function onReadError(err) {
			sourceOpen = false;
			if (res.headersSent || reply.request.raw.aborted === true) {
				if (!errorLogged) {
					errorLogged = true;
					logStreamError(err, reply, reply);
				}
				res.destroy();
			} else onErrorHook(reply, err);
		}
		reader.read().then(onRead, onReadError);
	}
	function sendStream(payload, res, reply) {
		let sourceOpen = true;
		let errorLogged = false;
		eos(payload, {
			readable: true,
			writable: false
		}, function(err) {
			sourceOpen = false;
			if (err != null) {
				if (res.headersSent || reply.request.raw.aborted === true) {
					if (!errorLogged) {
						errorLogged = true;
						logStreamError(err, reply, reply);
					}
					res.destroy();
				} else onErrorHook(reply, err);
				return;
			}
			if (reply[kReplyTrailers] !== null) sendTrailer(null, res, reply);
		});
		eos(res, function(err) {
			if (sourceOpen) {
				if (err != null && res.headersSent && !errorLogged) {
					errorLogged = true;
					logStreamError(err, reply, res);
				}
				if (typeof payload.destroy === "function") payload.destroy();
				else if (typeof payload.close === "function") payload.close(noop);
				else if (typeof payload.abort === "function") payload.abort();
				else reply.log.warn("stream payload does not end properly");
			}
		});
		if (!res.headersSent) for (const key in reply[kReplyHeaders]) res.setHeader(key, reply[kReplyHeaders][key]);
		else reply.log.warn("response will send, but you shouldn't use res.writeHead in stream mode");
		if (reply[kReplyTrailers] !== null) payload.pipe(res, { end: false });
		else payload.pipe(res);
	}
	function sendTrailer(payload, res, reply) {
		if (reply[kReplyTrailers] === null) {
			res.end(null, null, null);
			return;
		}
		const trailerHeaders = Object.keys(reply[kReplyTrailers]);
		const trailers = {};
		let handled = 0;
		let skipped = true;
		let sent = false;
		function send() {
			if (handled === 0 && !sent) {
				sent = true;
				res.addTrailers(trailers);
				res.end(null, null, null);
			}
		}
		for (const trailerName of trailerHeaders) {
			if (typeof reply[kReplyTrailers][trailerName] !== "function") continue;
			skipped = false;
			handled--;
			let cbAlreadyCalled = false;
			function cb(err, value) {
				if (cbAlreadyCalled) return;
				cbAlreadyCalled = true;
				handled++;
				if (err) reply.log.debug(err);
				else trailers[trailerName] = value;
				process.nextTick(send);
			}
			const result = reply[kReplyTrailers][trailerName](reply, payload, cb);
			if (typeof result === "object" && typeof result.then === "function") result.then((v) => cb(null, v), cb);
		}
		if (skipped) res.end(null, null, null);
	}
	function onErrorHook(reply, error, cb) {
		if (reply[kRouteContext].onError !== null && !reply[kReplyNextErrorHandler]) {
			reply[kReplyIsRunningOnErrorHook] = true;
			onSendHookRunner(reply[kRouteContext].onError, reply.request, reply, error, () => handleError(reply, error, cb));
		} else handleError(reply, error, cb);
	}
	function setupResponseListeners(reply) {
		reply[kReplyStartTime] = now();
		const onResFinished = (err) => {
			reply[kReplyEndTime] = now();
			reply.raw.removeListener("finish", onResFinished);
			reply.raw.removeListener("error", onResFinished);
			const ctx = reply[kRouteContext];
			if (reply.request[kRequestSignal]) {
				clearTimeout(reply.request[kTimeoutTimer]);
				reply.request[kTimeoutTimer] = null;
				if (reply.request[kOnAbort]) {
					reply.request.raw.removeListener("close", reply.request[kOnAbort]);
					reply.request[kOnAbort] = null;
				}
			}
			const socket = reply.request.raw.socket;
			if (socket && socket._meta && socket._meta.request === reply.request) {
				socket.removeListener("timeout", socket._meta.onTimeout);
				socket._meta = null;
			}
			if (ctx && ctx.onResponse !== null) onResponseHookRunner(ctx.onResponse, reply.request, reply, onResponseCallback);
			else onResponseCallback(err, reply.request, reply);
		};
		reply.raw.on("finish", onResFinished);
		reply.raw.on("error", onResFinished);
	}
	function onResponseCallback(err, request, reply) {
		reply.server[kLogController].requestCompleted(err, request, reply);
	}
	function buildReply(R) {
		const props = R.props.slice();
		function _Reply(res, request, log) {
			this.raw = res;
			this[kReplyIsError] = false;
			this[kReplyErrorHandlerCalled] = false;
			this[kReplyHijacked] = false;
			this[kReplySerializer] = null;
			this.request = request;
			this[kReplyHeaders] = {};
			this[kReplyTrailers] = null;
			this[kReplyStartTime] = void 0;
			this[kReplyEndTime] = void 0;
			this.log = log;
			let prop;
			for (let i = 0; i < props.length; i++) {
				prop = props[i];
				this[prop.key] = prop.value;
			}
		}
		Object.setPrototypeOf(_Reply.prototype, R.prototype);
		Object.setPrototypeOf(_Reply, R);
		_Reply.parent = R;
		_Reply.props = props;
		return _Reply;
	}
	function notFound(reply) {
		if (reply[kRouteContext][kFourOhFourContext] === null) {
			reply.log.warn("Trying to send a NotFound error inside a 404 handler. Sending basic 404 response.");
			reply.code(404).send("404 Not Found");
			return;
		}
		reply.request[kRouteContext] = reply[kRouteContext][kFourOhFourContext];
		if (reply[kRouteContext].preHandler !== null) preHandlerHookRunner(reply[kRouteContext].preHandler, reply.request, reply, internals.preHandlerCallback);
		else internals.preHandlerCallback(null, reply.request, reply);
	}
	function serialize(context, data, statusCode, contentType) {
		const fnSerialize = getSchemaSerializer(context, statusCode, contentType);
		if (fnSerialize) return fnSerialize(data);
		return JSON.stringify(data);
	}
	function noop() {}
	module.exports = Reply;
	module.exports.buildReply = buildReply;
	module.exports.setupResponseListeners = setupResponseListeners;
}));
// ../../node_modules/fastify/lib/request.js
var require_request = __commonJSMin(((exports, module) => {
	const proxyAddr = require_proxy_addr();
	const { kHasBeenDecorated, kSchemaBody, kSchemaHeaders, kSchemaParams, kSchemaQuerystring, kSchemaController, kOptions, kRequestCacheValidateFns, kRequestContentType, kRouteContext, kRequestOriginalUrl, kRequestSignal, kOnAbort } = require_symbols();
	const { FST_ERR_REQ_INVALID_VALIDATION_INVOCATION, FST_ERR_DEC_UNDECLARED } = require_errors();
	const decorators = require_decorate();
	const ContentType = require_content_type();
	const PORT_REGEX = /(?<port>:\d+)$/;
	const HTTP_PART_SYMBOL_MAP = {
		body: kSchemaBody,
		headers: kSchemaHeaders,
		params: kSchemaParams,
		querystring: kSchemaQuerystring,
		query: kSchemaQuerystring
	};
	function Request(id, params, req, query, log, context) {
		this.id = id;
		this[kRouteContext] = context;
		this.params = params;
		this.raw = req;
		this.query = query;
		this.log = log;
		this.body = void 0;
	}
	Request.props = [];
	Request.instanceProperties = new Set([
		"id",
		"params",
		"raw",
		"query",
		"log",
		"body"
	]);
	function getTrustProxyFn(tp) {
		if (typeof tp === "function") return tp;
		if (tp === true) return function() {
			return true;
		};
		if (typeof tp === "number") return function() {
			return false;
		};
		if (typeof tp === "string") {
			const values = tp.split(",").map((it) => it.trim());
			return proxyAddr.compile(values);
		}
		return proxyAddr.compile(tp);
	}
	function buildRequest(R, trustProxy) {
		if (trustProxy) return buildRequestWithTrustProxy(R, trustProxy);
		return buildRegularRequest(R);
	}
	function buildRegularRequest(R) {
		const props = R.props.slice();
		function _Request(id, params, req, query, log, context) {
			this.id = id;
			this[kRouteContext] = context;
			this.params = params;
			this.raw = req;
			this.query = query;
			this.log = log;
			this.body = void 0;
			let prop;
			for (let i = 0; i < props.length; i++) {
				prop = props[i];
				this[prop.key] = prop.value;
			}
		}
		Object.setPrototypeOf(_Request.prototype, R.prototype);
		Object.setPrototypeOf(_Request, R);
		_Request.props = props;
		_Request.parent = R;
		return _Request;
	}
	function getLastEntryInMultiHeaderValue(headerValue) {
		const lastIndex = headerValue.lastIndexOf(",");
		return lastIndex === -1 ? headerValue.trim() : headerValue.slice(lastIndex + 1).trim();
	}
	function buildRequestWithTrustProxy(R, trustProxy) {
		const _Request = buildRegularRequest(R);
		const proxyFn = getTrustProxyFn(trustProxy);
		_Request[kHasBeenDecorated] = true;
		Object.defineProperties(_Request.prototype, {
			ip: { get() {
				const addrs = proxyAddr.all(this.raw, proxyFn);
				return addrs[addrs.length - 1];
			} },
			ips: { get() {
				return proxyAddr.all(this.raw, proxyFn);
			} },
			host: { get() {
				const socket = this.raw.socket;
				if (this.headers["x-forwarded-host"] && socket != null && proxyFn(socket.remoteAddress, 0)) return getLastEntryInMultiHeaderValue(this.headers["x-forwarded-host"]);
				return this.headers.host ?? this.headers[":authority"] ?? "";
			} },
			protocol: { get() {
				const socket = this.raw.socket;
				if (this.headers["x-forwarded-proto"] && socket != null && proxyFn(socket.remoteAddress, 0)) return getLastEntryInMultiHeaderValue(this.headers["x-forwarded-proto"]);
				if (this.socket) return this.socket.encrypted ? "https" : "http";
			} }
		});
		return _Request;
	}
	function assertsRequestDecoration(request, name) {
		if (!decorators.hasKey(request, name) && !decorators.exist(request, name)) throw new FST_ERR_DEC_UNDECLARED(name, "request");
	}
	Object.defineProperties(Request.prototype, {
		server: { get() {
			return this[kRouteContext].server;
		} },
		url: { get() {
			return this.raw.url;
		} },
		originalUrl: { get() {
			if (!this[kRequestOriginalUrl]) this[kRequestOriginalUrl] = this.raw.originalUrl || this.raw.url;
			return this[kRequestOriginalUrl];
		} },
		method: { get() {
			return this.raw.method;
		} },
		routeOptions: { get() {
			const context = this[kRouteContext];
			const routeLimit = context._parserOptions.limit;
			const serverLimit = context.server.initialConfig.bodyLimit;
			const version = context.server.hasConstraintStrategy("version") ? this.raw.headers["accept-version"] : void 0;
			return {
				method: context.config?.method,
				url: context.config?.url,
				bodyLimit: routeLimit || serverLimit,
				handlerTimeout: context.handlerTimeout,
				attachValidation: context.attachValidation,
				logLevel: context.logLevel,
				exposeHeadRoute: context.exposeHeadRoute,
				prefixTrailingSlash: context.prefixTrailingSlash,
				handler: context.handler,
				config: context.config,
				schema: context.schema,
				version
			};
		} },
		is404: { get() {
			return this[kRouteContext].config?.url === void 0;
		} },
		socket: { get() {
			return this.raw.socket;
		} },
		signal: { get() {
			let ac = this[kRequestSignal];
			if (ac) return ac.signal;
			ac = new AbortController();
			this[kRequestSignal] = ac;
			const onAbort = () => {
				if (!ac.signal.aborted) ac.abort();
			};
			this.raw.on("close", onAbort);
			this[kOnAbort] = onAbort;
			return ac.signal;
		} },
		ip: { get() {
			if (this.socket) return this.socket.remoteAddress;
		} },
		host: { get() {
			return this.raw.headers.host ?? this.raw.headers[":authority"] ?? "";
		} },
		hostname: { get() {
			if (this.host[0] === "[") return this.host.slice(0, this.host.indexOf("]") + 1);
			return this.host.split(":", 1)[0];
		} },
		port: { get() {
			const matches = PORT_REGEX.exec(this.host);
			if (matches === null || matches[1] === void 0) return null;
			return parseInt(matches.groups.port.slice(1), 10);
		} },
		protocol: { get() {
			if (this.socket) return this.socket.encrypted ? "https" : "http";
		} },
		headers: {
			get() {
				if (this.additionalHeaders) return Object.assign({}, this.raw.headers, this.additionalHeaders);
				return this.raw.headers;
			},
			set(headers) {
				this.additionalHeaders = headers;
			}
		},
		mediaType: { get() {
			if (!this[kRequestContentType] && this.headers["content-type"] !== void 0) this[kRequestContentType] = ContentType.from(this.headers["content-type"]);
			return this[kRequestContentType]?.mediaType;
		} },
		getValidationFunction: { value: function(httpPartOrSchema) {
			if (typeof httpPartOrSchema === "string") {
				const symbol = HTTP_PART_SYMBOL_MAP[httpPartOrSchema];
				return this[kRouteContext][symbol];
			} else if (typeof httpPartOrSchema === "object") return this[kRouteContext][kRequestCacheValidateFns]?.get(httpPartOrSchema);
		} },
		compileValidationSchema: { value: function(schema, httpPart = null) {
			const { method, url } = this;
			if (this[kRouteContext][kRequestCacheValidateFns]?.has(schema)) return this[kRouteContext][kRequestCacheValidateFns].get(schema);
			const validateFn = (this[kRouteContext].validatorCompiler || this.server[kSchemaController].validatorCompiler || this.server[kSchemaController].setupValidator(this.server[kOptions]) || this.server[kSchemaController].validatorCompiler)({
				schema,
				method,
				url,
				httpPart
			});
			if (this[kRouteContext][kRequestCacheValidateFns] == null) this[kRouteContext][kRequestCacheValidateFns] = new WeakMap();
			this[kRouteContext][kRequestCacheValidateFns].set(schema, validateFn);
			return validateFn;
		} },
		validateInput: { value: function(input, schema, httpPart) {
			httpPart = typeof schema === "string" ? schema : httpPart;
			const symbol = httpPart != null && typeof httpPart === "string" && HTTP_PART_SYMBOL_MAP[httpPart];
			let validate;
			if (symbol) validate = this[kRouteContext][symbol];
			if (validate == null && (schema == null || typeof schema !== "object" || Array.isArray(schema))) throw new FST_ERR_REQ_INVALID_VALIDATION_INVOCATION(httpPart);
			if (validate == null) {
				if (this[kRouteContext][kRequestCacheValidateFns]?.has(schema)) validate = this[kRouteContext][kRequestCacheValidateFns].get(schema);
				else validate = this.compileValidationSchema(schema, httpPart);
			}
			return validate(input);
		} },
		getDecorator: { value: function(name) {
			assertsRequestDecoration(this, name);
			const decorator = this[name];
			if (typeof decorator === "function") return decorator.bind(this);
			return decorator;
		} },
		setDecorator: { value: function(name, value) {
			assertsRequestDecoration(this, name);
			this[name] = value;
		} }
	});
	module.exports = Request;
	module.exports.buildRequest = buildRequest;
}));
// ../../node_modules/fastify/lib/context.js
var require_context = __commonJSMin(((exports, module) => {
	const { kFourOhFourContext, kReplySerializerDefault, kSchemaErrorFormatter, kErrorHandler, kChildLoggerFactory, kReply, kRequest, kBodyLimit, kLogLevel, kContentTypeParser, kRouteByFastify, kRequestCacheValidateFns, kReplyCacheSerializeFns, kHandlerTimeout } = require_symbols();
	function Context({ schema, handler, config, childLoggerFactory, errorHandler, bodyLimit, logLevel, logSerializers, attachValidation, validatorCompiler, serializerCompiler, replySerializer, schemaErrorFormatter, exposeHeadRoute, prefixTrailingSlash, server, isFastify, handlerTimeout }) {
		this.schema = schema;
		this.handler = handler;
		this.Reply = server[kReply];
		this.Request = server[kRequest];
		this.contentTypeParser = server[kContentTypeParser];
		this.onRequest = null;
		this.onSend = null;
		this.onError = null;
		this.onTimeout = null;
		this.preHandler = null;
		this.onResponse = null;
		this.preSerialization = null;
		this.onRequestAbort = null;
		this.config = config;
		this.errorHandler = errorHandler || server[kErrorHandler];
		this.childLoggerFactory = childLoggerFactory || server[kChildLoggerFactory];
		this._middie = null;
		this._parserOptions = { limit: bodyLimit || server[kBodyLimit] };
		this.exposeHeadRoute = exposeHeadRoute;
		this.prefixTrailingSlash = prefixTrailingSlash;
		this.logLevel = logLevel || server[kLogLevel];
		this.logSerializers = logSerializers;
		this[kFourOhFourContext] = null;
		this.attachValidation = attachValidation;
		this[kReplySerializerDefault] = replySerializer;
		this.schemaErrorFormatter = schemaErrorFormatter || server[kSchemaErrorFormatter] || defaultSchemaErrorFormatter;
		this[kRouteByFastify] = isFastify;
		this[kRequestCacheValidateFns] = null;
		this[kReplyCacheSerializeFns] = null;
		this.validatorCompiler = validatorCompiler || null;
		this.serializerCompiler = serializerCompiler || null;
		this.handlerTimeout = handlerTimeout || server[kHandlerTimeout] || 0;
		this.server = server;
	}
	function defaultSchemaErrorFormatter(errors, dataVar) {
		let text = "";
		const separator = ", ";
		for (let i = 0; i !== errors.length; ++i) {
			const e = errors[i];
			text += dataVar + (e.instancePath || "") + " " + e.message + separator;
		}
		return new Error(text.slice(0, -2));
	}
	module.exports = Context;
}));
// ../../node_modules/fastify/lib/content-type-parser.js
var require_content_type_parser = __commonJSMin(((exports, module) => {
	const { AsyncResource } = __require("node:async_hooks");
	const { FifoMap: Fifo } = require_toad_cache();
	const { parse: secureJsonParse } = require_secure_json_parse();
	const ContentType = require_content_type();
	const { kDefaultJsonParse, kContentTypeParser, kBodyLimit, kRequestPayloadStream, kState, kTestInternals, kReplyIsError, kRouteContext } = require_symbols();
	const { FST_ERR_CTP_INVALID_TYPE, FST_ERR_CTP_EMPTY_TYPE, FST_ERR_CTP_ALREADY_PRESENT, FST_ERR_CTP_INVALID_HANDLER, FST_ERR_CTP_INVALID_PARSE_TYPE, FST_ERR_CTP_BODY_TOO_LARGE, FST_ERR_CTP_INVALID_MEDIA_TYPE, FST_ERR_CTP_INVALID_CONTENT_LENGTH, FST_ERR_CTP_EMPTY_JSON_BODY, FST_ERR_CTP_INSTANCE_ALREADY_STARTED, FST_ERR_CTP_INVALID_JSON_BODY } = require_errors();
	const { FSTSEC001 } = require_warnings();
	function ContentTypeParser(bodyLimit, onProtoPoisoning, onConstructorPoisoning) {
		this[kDefaultJsonParse] = getDefaultJsonParser(onProtoPoisoning, onConstructorPoisoning);
		this.customParsers = new Map();
		this.customParsers.set("application/json", new Parser(true, false, bodyLimit, this[kDefaultJsonParse]));
		this.customParsers.set("text/plain", new Parser(true, false, bodyLimit, defaultPlainTextParser));
		this.parserList = ["application/json", "text/plain"];
		this.parserRegExpList = [];
		this.cache = new Fifo(100);
	}
	ContentTypeParser.prototype.add = function(contentType, opts, parserFn) {
		const contentTypeIsString = typeof contentType === "string";
		if (contentTypeIsString) {
			contentType = contentType.trim().toLowerCase();
			if (contentType.length === 0) throw new FST_ERR_CTP_EMPTY_TYPE();
		} else if (!(contentType instanceof RegExp)) throw new FST_ERR_CTP_INVALID_TYPE();
		if (typeof parserFn !== "function") throw new FST_ERR_CTP_INVALID_HANDLER();
		if (this.existingParser(contentType)) throw new FST_ERR_CTP_ALREADY_PRESENT(contentType);
		if (opts.parseAs !== void 0) {
			if (opts.parseAs !== "string" && opts.parseAs !== "buffer") throw new FST_ERR_CTP_INVALID_PARSE_TYPE(opts.parseAs);
		}
		const parser = new Parser(opts.parseAs === "string", opts.parseAs === "buffer", opts.bodyLimit, parserFn);
		if (contentType === "*") this.customParsers.set("", parser);
		else if (contentTypeIsString) {
			const ct = new ContentType(contentType);
			if (ct.isValid === false) throw new FST_ERR_CTP_INVALID_TYPE();
			const normalizedContentType = ct.toString();
			this.parserList.unshift(normalizedContentType);
			this.customParsers.set(normalizedContentType, parser);
		} else {
			validateRegExp(contentType);
			this.parserRegExpList.unshift(contentType);
			this.customParsers.set(contentType.toString(), parser);
		}
	};
	ContentTypeParser.prototype.hasParser = function(contentType) {
		if (typeof contentType === "string") contentType = new ContentType(contentType).toString();
		else {
			if (!(contentType instanceof RegExp)) throw new FST_ERR_CTP_INVALID_TYPE();
			contentType = contentType.toString();
		}
		return this.customParsers.has(contentType);
	};
	ContentTypeParser.prototype.existingParser = function(contentType) {
		if (typeof contentType === "string") {
			const ct = new ContentType(contentType).toString();
			if (contentType === "application/json" && this.customParsers.has(contentType)) return this.customParsers.get(ct).fn !== this[kDefaultJsonParse];
			if (contentType === "text/plain" && this.customParsers.has(contentType)) return this.customParsers.get(ct).fn !== defaultPlainTextParser;
		}
		return this.hasParser(contentType);
	};
	ContentTypeParser.prototype.getParser = function(contentType) {
		if (typeof contentType === "string") {
			const cached = this.cache.get(contentType);
			if (cached !== void 0) return cached;
			contentType = new ContentType(contentType);
		}
		const ct = contentType.toString();
		let parser = this.cache.get(ct);
		if (parser !== void 0) return parser;
		parser = this.customParsers.get(ct);
		if (parser !== void 0) {
			this.cache.set(ct, parser);
			return parser;
		}
		parser = this.customParsers.get(contentType.mediaType);
		if (parser !== void 0) {
			this.cache.set(ct, parser);
			return parser;
		}
		for (let j = 0; j !== this.parserRegExpList.length; ++j) {
			const parserRegExp = this.parserRegExpList[j];
			parserRegExp.lastIndex = 0;
			if (parserRegExp.test(ct)) {
				parser = this.customParsers.get(parserRegExp.toString());
				this.cache.set(ct, parser);
				return parser;
			}
		}
		return this.customParsers.get("");
	};
	ContentTypeParser.prototype.removeAll = function() {
		this.customParsers = new Map();
		this.parserRegExpList = [];
		this.parserList = [];
		this.cache = new Fifo(100);
	};
	ContentTypeParser.prototype.remove = function(contentType) {
		let parsers;
		if (typeof contentType === "string") {
			contentType = new ContentType(contentType).toString();
			parsers = this.parserList;
		} else {
			if (!(contentType instanceof RegExp)) throw new FST_ERR_CTP_INVALID_TYPE();
			contentType = contentType.toString();
			parsers = this.parserRegExpList;
		}
		const removed = this.customParsers.delete(contentType);
		const idx = parsers.findIndex((ct) => ct.toString() === contentType);
		if (idx > -1) parsers.splice(idx, 1);
		return removed || idx > -1;
	};
	ContentTypeParser.prototype.run = function(contentType, handler, request, reply) {
		const parser = this.getParser(contentType);
		if (parser === void 0) {
			if (request.is404 === true) {
				handler(request, reply);
				return;
			}
			reply[kReplyIsError] = true;
			reply.send(new FST_ERR_CTP_INVALID_MEDIA_TYPE());
			return;
		}
		const resource = new AsyncResource("content-type-parser:run", request);
		function done(error, body) {
			resource.runInAsyncScope(onDone, void 0, error, body);
		}
		if (parser.asString === true || parser.asBuffer === true) {
			rawBody(request, reply, reply[kRouteContext]._parserOptions, parser, done);
			return;
		}
		let result;
		try {
			result = parser.fn(request, request[kRequestPayloadStream], done);
		} catch (error) {
			done(error, void 0);
			return;
		}
		if (result && typeof result.then === "function") result.then((body) => {
			done(null, body);
		}, done);
		function onDone(error, body) {
			resource.emitDestroy();
			if (error != null) {
				reply.header("connection", "close");
				reply[kReplyIsError] = true;
				reply.send(error);
				return;
			}
			request.body = body;
			handler(request, reply);
		}
	};
	function rawBody(request, reply, options, parser, done) {
		const asString = parser.asString === true;
		const limit = options.limit === null ? parser.bodyLimit : options.limit;
		const contentLength = Number(request.headers["content-length"]);
		if (contentLength > limit) {
			done(new FST_ERR_CTP_BODY_TOO_LARGE(), void 0);
			return;
		}
		let receivedLength = 0;
		const chunks = [];
		const payload = request[kRequestPayloadStream] || request.raw;
		payload.on("data", onData);
		payload.on("end", onEnd);
		payload.on("error", onEnd);
		payload.resume();
		function onData(chunk) {
			if (typeof chunk === "string") chunk = Buffer.from(chunk);
			receivedLength += chunk.length;
			const { receivedEncodedLength = 0 } = payload;
			if (receivedLength > limit || receivedEncodedLength > limit) {
				payload.removeListener("data", onData);
				payload.removeListener("end", onEnd);
				payload.removeListener("error", onEnd);
				done(new FST_ERR_CTP_BODY_TOO_LARGE(), void 0);
				return;
			}
			chunks.push(chunk);
		}
		function onEnd(err) {
			payload.removeListener("data", onData);
			payload.removeListener("end", onEnd);
			payload.removeListener("error", onEnd);
			if (err != null) {
				if (!(typeof err.statusCode === "number" && err.statusCode >= 400)) err.statusCode = 400;
				done(err, void 0);
				return;
			}
			if (!Number.isNaN(contentLength) && (payload.receivedEncodedLength || receivedLength) !== contentLength) {
				done(new FST_ERR_CTP_INVALID_CONTENT_LENGTH(), void 0);
				return;
			}
			let body;
			if (asString) body = chunks.length === 1 ? chunks[0].toString("utf8") : Buffer.concat(chunks, receivedLength).toString("utf8");
			else body = Buffer.concat(chunks, receivedLength);
			let result;
			try {
				result = parser.fn(request, body, done);
			} catch (error) {
				done(error, void 0);
				return;
			}
			if (result && typeof result.then === "function") result.then((body) => {
				done(null, body);
			}, done);
		}
	}
	function getDefaultJsonParser(onProtoPoisoning, onConstructorPoisoning) {
		const parseOptions = {
			protoAction: onProtoPoisoning,
			constructorAction: onConstructorPoisoning
		};
		return defaultJsonParser;
		function defaultJsonParser(req, body, done) {
			if (body.length === 0) {
				done(new FST_ERR_CTP_EMPTY_JSON_BODY(), void 0);
				return;
			}
			try {
				done(null, secureJsonParse(body, parseOptions));
			} catch {
				done(new FST_ERR_CTP_INVALID_JSON_BODY(), void 0);
			}
		}
	}
	function defaultPlainTextParser(req, body, done) {
		done(null, body);
	}
	function Parser(asString, asBuffer, bodyLimit, fn) {
		this.asString = asString;
		this.asBuffer = asBuffer;
		this.bodyLimit = bodyLimit;
		this.fn = fn;
	}
	function buildContentTypeParser(c) {
		const contentTypeParser = new ContentTypeParser();
		contentTypeParser[kDefaultJsonParse] = c[kDefaultJsonParse];
		contentTypeParser.customParsers = new Map(c.customParsers.entries());
		contentTypeParser.parserList = c.parserList.slice();
		contentTypeParser.parserRegExpList = c.parserRegExpList.slice();
		return contentTypeParser;
	}
	function addContentTypeParser(contentType, opts, parser) {
		if (this[kState].started) throw new FST_ERR_CTP_INSTANCE_ALREADY_STARTED("addContentTypeParser");
		if (typeof opts === "function") {
			parser = opts;
			opts = {};
		}
		if (!opts) opts = {};
		if (!opts.bodyLimit) opts.bodyLimit = this[kBodyLimit];
		if (Array.isArray(contentType)) contentType.forEach((type) => this[kContentTypeParser].add(type, opts, parser));
		else this[kContentTypeParser].add(contentType, opts, parser);
		return this;
	}
	function hasContentTypeParser(contentType) {
		return this[kContentTypeParser].hasParser(contentType);
	}
	function removeContentTypeParser(contentType) {
		if (this[kState].started) throw new FST_ERR_CTP_INSTANCE_ALREADY_STARTED("removeContentTypeParser");
		if (Array.isArray(contentType)) for (const type of contentType) this[kContentTypeParser].remove(type);
		else this[kContentTypeParser].remove(contentType);
	}
	function removeAllContentTypeParsers() {
		if (this[kState].started) throw new FST_ERR_CTP_INSTANCE_ALREADY_STARTED("removeAllContentTypeParsers");
		this[kContentTypeParser].removeAll();
	}
	function validateRegExp(regexp) {
		if (regexp.source[0] !== "^" && regexp.source.includes(";?") === false) FSTSEC001(regexp.source);
	}
	module.exports = ContentTypeParser;
	module.exports.helpers = {
		buildContentTypeParser,
		addContentTypeParser,
		hasContentTypeParser,
		removeContentTypeParser,
		removeAllContentTypeParsers
	};
	module.exports.defaultParsers = {
		getDefaultJsonParser,
		defaultTextParser: defaultPlainTextParser
	};
	module.exports[kTestInternals] = { rawBody };
}));
// ../../node_modules/fast-deep-equal/index.js
var require_fast_deep_equal = __commonJSMin(((exports, module) => {
	module.exports = function equal(a, b) {
		if (a === b) return true;
		if (a && b && typeof a == "object" && typeof b == "object") {
			if (a.constructor !== b.constructor) return false;
			var length, i, keys;
			if (Array.isArray(a)) {
				length = a.length;
				if (length != b.length) return false;
				for (i = length; i-- !== 0;) if (!equal(a[i], b[i])) return false;
				return true;
			}
			if (a.constructor === RegExp) return a.source === b.source && a.flags === b.flags;
			if (a.valueOf !== Object.prototype.valueOf) return a.valueOf() === b.valueOf();
			if (a.toString !== Object.prototype.toString) return a.toString() === b.toString();
			keys = Object.keys(a);
			length = keys.length;
			if (length !== Object.keys(b).length) return false;
			for (i = length; i-- !== 0;) if (!Object.prototype.hasOwnProperty.call(b, keys[i])) return false;
			for (i = length; i-- !== 0;) {
				var key = keys[i];
				if (!equal(a[key], b[key])) return false;
			}
			return true;
		}
		return a !== a && b !== b;
	};
}));
// ../../node_modules/fast-uri/lib/utils.js
var require_utils = __commonJSMin(((exports, module) => {
	const isUUID = RegExp.prototype.test.bind(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu);
	const isIPv4 = RegExp.prototype.test.bind(/^(?:(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]\d|\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]\d|\d)$/u);
	const isPort = RegExp.prototype.test.bind(/^\d*$/u);
	const isHexPair = RegExp.prototype.test.bind(/^[\da-f]{2}$/iu);
	const isUnreserved = RegExp.prototype.test.bind(/^[\da-z\-._~]$/iu);
	const isPathCharacter = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=:@/]$/u);
	const isQueryFragmentCharacter = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=:@/?]$/u);
	const isUserinfoCharacter = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=:]$/u);
	const isRegNameCharacter = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=]$/u);
	const isLiteralRegName = RegExp.prototype.test.bind(/^[A-Za-z0-9\-._~!$&'()*+,;=]*$/u);
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
	const nonSimpleDomainChars = RegExp.prototype.test.bind(/[^\d!"$&'()*+,\-.;=_`a-z{}~]/u);
	const numericLastLabel = RegExp.prototype.test.bind(/(?:^|\.)\d+$/u);
	function nonSimpleMailtoDomain(domain) {
		return nonSimpleDomainChars(domain) || numericLastLabel(domain);
	}
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
					if (input[1] === ".") {
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
	const IP_HOST_DELIMS = {
		"@": "%40",
		"/": "%2F",
		"?": "%3F",
		"#": "%23"
	};
	const IP_HOST_DELIM_RE = /[@/?#]/g;
	function encodeHost(host, isIP, allowNonAscii = false) {
		if (!isIP) {
			if (isLiteralRegName(host)) return host;
			return encodeComponent(host, isRegNameCharacter, allowNonAscii);
		}
		IP_HOST_DELIM_RE.lastIndex = 0;
		return host.replace(IP_HOST_DELIM_RE, (ch) => IP_HOST_DELIMS[ch]);
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
	const BYTE_HEX = new Array(256);
	{
		const HEX_DIGITS = "0123456789ABCDEF";
		for (let i = 0; i < 256; i++) BYTE_HEX[i] = "%" + HEX_DIGITS[i >> 4] + HEX_DIGITS[i & 15];
	}
	function isEscapeSafe(cp) {
		return cp >= 48 && cp <= 57 || cp >= 65 && cp <= 90 || cp >= 97 && cp <= 122 || cp === 42 || cp === 43 || cp === 45 || cp === 46 || cp === 47 || cp === 64 || cp === 95;
	}
	function percentEncodeNonAscii(cp) {
		if (cp < 2048) return BYTE_HEX[192 | cp >> 6] + BYTE_HEX[128 | cp & 63];
		if (cp < 65536) return BYTE_HEX[224 | cp >> 12] + BYTE_HEX[128 | cp >> 6 & 63] + BYTE_HEX[128 | cp & 63];
		return BYTE_HEX[240 | cp >> 18] + BYTE_HEX[128 | cp >> 12 & 63] + BYTE_HEX[128 | cp >> 6 & 63] + BYTE_HEX[128 | cp & 63];
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
	function encodeComponent(input, isAllowed, allowNonAscii = false) {
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
				else if (code < 55296 || code > 57343) output += allowNonAscii ? ch : percentEncodeNonAscii(code);
				else if (code <= 56319 && i + 1 < input.length) {
					const low = input.charCodeAt(i + 1);
					if (low >= 56320 && low <= 57343) {
						output += allowNonAscii ? ch + input[i + 1] : percentEncodeNonAscii(65536 + (code - 55296 << 10) + (low - 56320));
						i++;
					} else output += allowNonAscii ? "\uFFFD" : percentEncodeNonAscii(65533);
				} else output += allowNonAscii ? "\uFFFD" : percentEncodeNonAscii(65533);
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
	function escapePreservingEscapes(input) {
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
		return output;
	}
	function recomposeZonedIPv6Host(component) {
		const zone = component.ipv6Zone;
		if (zone === void 0) return void 0;
		const host = component.host;
		const separator = host.indexOf("%");
		if (separator === -1) return void 0;
		const escaped = host.slice(0, separator) + "%25" + zone;
		const derived = normalizeIPv6("[" + escaped + "]");
		if (derived.isIPV6 === true && derived.host === host) return "[" + escaped + "]";
	}
	function recomposeAuthority(component, allowNonAscii = false) {
		const uriTokens = [];
		if (component.userinfo !== void 0) {
			uriTokens.push(encodeUserinfo(component.userinfo));
			uriTokens.push("@");
		}
		if (component.host !== void 0) {
			let host = component.host;
			if (!isIPv4(host)) {
				const zonedHost = recomposeZonedIPv6Host(component);
				if (zonedHost !== void 0) host = zonedHost;
				else {
					let ipV6res = normalizeIPv6(host);
					if (ipV6res.isIPV6 !== true && ipV6res.isIPVFuture !== true) {
						host = normalizePercentEncoding(host, true);
						ipV6res = normalizeIPv6(host);
					}
					if (ipV6res.isIPV6 === true || ipV6res.isIPVFuture === true) host = `[${ipV6res.escapedHost}]`;
					else host = encodeHost(host, false, allowNonAscii);
				}
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
		BYTE_HEX,
		percentEncodeNonAscii,
		nonSimpleDomain,
		nonSimpleMailtoDomain,
		recomposeAuthority,
		encodeHost,
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
// ../../node_modules/fast-uri/lib/schemes.js
var require_schemes = __commonJSMin(((exports, module) => {
	const { isUUID, BYTE_HEX, percentEncodeNonAscii, nonSimpleMailtoDomain } = require_utils();
	const URN_REG = /^([\da-z][\d\-a-z]{0,31}):((?:[\w!$'()*+,\-./:;=@]|%[\da-f]{2})+)$/iu;
	const supportedSchemeNames = [
		"http",
		"https",
		"ws",
		"wss",
		"urn",
		"urn:uuid",
		"mailto"
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
	const wss = {
		scheme: "wss",
		domainHost: ws.domainHost,
		parse: ws.parse,
		serialize: ws.serialize
	};
	const urn = {
		scheme: "urn",
		parse: urnParse,
		serialize: urnSerialize,
		skipNormalize: true,
		absolutePath: true
	};
	const urnuuid = {
		scheme: "urn:uuid",
		parse: urnuuidParse,
		serialize: urnuuidSerialize,
		skipNormalize: true
	};
	const LOCAL_PART_ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*+=";
	const HFNAME_ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*+,;:@";
	const DTEXT_ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*+;:";
	function allowSet(chars, allowNonAscii = false) {
		const table = new Uint8Array(128);
		for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1;
		const escaped = chars.replace(/[\\\]^-]/gu, "\\$&");
		const cls = allowNonAscii ? `[${escaped}]|[^\\0-\\x7F\\uD800-\\uDFFF]` : `[${escaped}]`;
		return {
			all: new RegExp(`^(?:${cls})*$`, "u"),
			table,
			allowNonAscii
		};
	}
	const LOCAL_PART = allowSet(LOCAL_PART_ALLOWED);
	const HFNAME = allowSet(HFNAME_ALLOWED);
	const DTEXT = allowSet(DTEXT_ALLOWED);
	const DTEXT_IRI = allowSet(DTEXT_ALLOWED, true);
	const HEX_PAIR = /^[\da-f]{2}$/iu;
	const MAILTO_DOMAIN_LITERAL = /^\[[\x21-\x5A\x5E-\x7E]*\]$/u;
	const MAILTO_DOMAIN_ERROR = "URI mailto has an invalid recipient domain.";
	const MAILTO_AUTHORITY_ERROR = "URI mailto must not have an authority component.";
	const HAS_SURROGATE = /[\uD800-\uDFFF]/u;
	function decodeHex(str) {
		if (typeof str !== "string" || str.indexOf("%") === -1) return str;
		try {
			return decodeURIComponent(str);
		} catch {
			return str;
		}
	}
	function replaceLoneSurrogates(input) {
		let result = "";
		for (let i = 0; i < input.length; i++) {
			const code = input.charCodeAt(i);
			if (code >= 55296 && code <= 56319 && i + 1 < input.length) {
				const low = input.charCodeAt(i + 1);
				if (low >= 56320 && low <= 57343) {
					result += input[i] + input[i + 1];
					i++;
					continue;
				}
			}
			result += code >= 55296 && code <= 57343 ? "\uFFFD" : input[i];
		}
		return result;
	}
	function encodeWithAllow(input, set) {
		if (set.all.test(input)) return input;
		const table = set.table;
		let result = "";
		for (let i = 0; i < input.length; i++) {
			const code = input.charCodeAt(i);
			if (code < 128) {
				if (table[code] === 1) result += input[i];
				else if (code === 37 && i + 2 < input.length && HEX_PAIR.test(input.slice(i + 1, i + 3))) {
					result += "%" + input.slice(i + 1, i + 3).toUpperCase();
					i += 2;
				} else result += BYTE_HEX[code];
				continue;
			}
			if (code < 55296 || code > 57343) {
				result += set.allowNonAscii ? input[i] : percentEncodeNonAscii(code);
				continue;
			}
			if (code <= 56319 && i + 1 < input.length) {
				const low = input.charCodeAt(i + 1);
				if (low >= 56320 && low <= 57343) {
					result += set.allowNonAscii ? input[i] + input[i + 1] : percentEncodeNonAscii(65536 + (code - 55296 << 10) + (low - 56320));
					i++;
					continue;
				}
			}
			result += set.allowNonAscii ? "\uFFFD" : percentEncodeNonAscii(65533);
		}
		return result;
	}
	function mailtoNormalizeDomain(domain, options, component) {
		const normalizedDomain = String(domain).toLowerCase();
		if (MAILTO_DOMAIN_LITERAL.test(normalizedDomain)) return normalizedDomain;
		if (normalizedDomain !== "" && !nonSimpleMailtoDomain(normalizedDomain)) return normalizedDomain;
		try {
			const parsedDomain = new URL("http://" + normalizedDomain);
			if (parsedDomain.username || parsedDomain.password || parsedDomain.port || parsedDomain.pathname !== "/" || parsedDomain.search || parsedDomain.hash || !parsedDomain.hostname) throw new Error(MAILTO_DOMAIN_ERROR);
			return options && options.unicodeSupport ? normalizedDomain : parsedDomain.hostname;
		} catch {
			if (component) component.error = component.error || MAILTO_DOMAIN_ERROR;
			return normalizedDomain;
		}
	}
	function mailtoEncodeDomain(domain, options) {
		const set = options && options.unicodeSupport ? DTEXT_IRI : DTEXT;
		if (domain.length > 1 && domain[0] === "[" && domain[domain.length - 1] === "]") return "[" + encodeWithAllow(domain.slice(1, -1), set) + "]";
		return encodeWithAllow(domain, set);
	}
	function mailtoParse(component, options) {
		const mailtoComponent = component;
		let rawPath = mailtoComponent.path;
		let rawQuery = mailtoComponent.query;
		if (rawPath && HAS_SURROGATE.test(rawPath)) rawPath = replaceLoneSurrogates(rawPath);
		if (rawQuery && HAS_SURROGATE.test(rawQuery)) rawQuery = replaceLoneSurrogates(rawQuery);
		const to = rawPath ? rawPath.indexOf(",") === -1 ? [rawPath] : rawPath.split(",") : [];
		mailtoComponent.path = void 0;
		if (rawQuery) {
			let headers = null;
			let start = 0;
			while (start <= rawQuery.length) {
				let end = rawQuery.indexOf("&", start);
				if (end === -1) end = rawQuery.length;
				const token = rawQuery.slice(start, end);
				start = end + 1;
				const eqIdx = token.indexOf("=");
				if (eqIdx !== token.lastIndexOf("=")) {
					mailtoComponent.error = mailtoComponent.error || "URI mailto has malformed header fields.";
					continue;
				}
				const name = decodeHex(eqIdx === -1 ? token : token.slice(0, eqIdx));
				const normalizedName = name.toLowerCase();
				const value = eqIdx === -1 ? "" : token.slice(eqIdx + 1);
				if (normalizedName === "to") {
					const addrs = value.split(",");
					for (let j = 0; j < addrs.length; j++) to.push(addrs[j]);
					continue;
				}
				if (normalizedName === "subject") {
					mailtoComponent.subject = decodeHex(value);
					continue;
				}
				if (normalizedName === "body") {
					mailtoComponent.body = decodeHex(value);
					continue;
				}
				if (headers === null) headers = Object.create(null);
				headers[name] = decodeHex(value);
			}
			if (headers !== null) mailtoComponent.headers = headers;
		}
		mailtoComponent.query = void 0;
		if (to.length > 0 && (mailtoComponent.userinfo !== void 0 || mailtoComponent.host !== void 0 || mailtoComponent.port !== void 0)) {
			mailtoComponent.userinfo = void 0;
			mailtoComponent.host = void 0;
			mailtoComponent.port = void 0;
			mailtoComponent.error = mailtoComponent.error || MAILTO_AUTHORITY_ERROR;
		}
		for (let i = 0; i < to.length; i++) {
			const rawAddr = to[i];
			const atIdx = rawAddr.lastIndexOf("@");
			if (atIdx < 0) {
				mailtoComponent.error = mailtoComponent.error || MAILTO_DOMAIN_ERROR;
				to[i] = decodeHex(rawAddr);
				continue;
			}
			const local = decodeHex(rawAddr.slice(0, atIdx));
			const domain = mailtoNormalizeDomain(decodeHex(rawAddr.slice(atIdx + 1)), options, mailtoComponent);
			to[i] = local + "@" + domain;
		}
		if (to.length) mailtoComponent.to = to;
		return mailtoComponent;
	}
	function mailtoEncodeHeaderName(name) {
		return encodeWithAllow(name.replace(/%/gu, "%25"), HFNAME);
	}
	function mailtoSerialize(component, options) {
		const mailtoComponent = component;
		const to = Array.isArray(mailtoComponent.to) ? mailtoComponent.to.slice() : [];
		const sourceHeaders = mailtoComponent.headers && typeof mailtoComponent.headers === "object" ? Object.assign(Object.create(null), mailtoComponent.headers) : Object.create(null);
		const headers = Object.create(null);
		for (const name in sourceHeaders) {
			const normalizedName = name.toLowerCase();
			if (normalizedName === "to") {
				const addrs = String(sourceHeaders[name]).split(",");
				for (let i = 0; i < addrs.length; i++) to.push(addrs[i]);
			} else if (normalizedName === "subject" || normalizedName === "body") headers[normalizedName] = sourceHeaders[name];
			else headers[name] = sourceHeaders[name];
		}
		if (mailtoComponent.subject !== void 0) headers.subject = mailtoComponent.subject;
		if (mailtoComponent.body !== void 0) headers.body = mailtoComponent.body;
		mailtoComponent.headers = headers;
		if (to.length) {
			mailtoComponent.userinfo = void 0;
			mailtoComponent.host = void 0;
			mailtoComponent.port = void 0;
			for (let i = 0; i < to.length; i++) {
				const addr = String(to[i]);
				const atIdx = addr.lastIndexOf("@");
				const rawLocal = atIdx >= 0 ? addr.slice(0, atIdx) : addr;
				const rawDomain = atIdx >= 0 ? addr.slice(atIdx + 1) : "";
				const local = encodeWithAllow(rawLocal, LOCAL_PART);
				const normalizedDomain = mailtoNormalizeDomain(decodeHex(rawDomain), options);
				to[i] = local + "@" + mailtoEncodeDomain(normalizedDomain, options);
			}
			mailtoComponent.path = to.join(",");
			options.skipEscape = true;
		} else mailtoComponent.path = void 0;
		let query = "";
		let count = 0;
		for (const name in headers) {
			if (count++ !== 0) query += "&";
			query += mailtoEncodeHeaderName(name) + "=" + encodeWithAllow(String(headers[name]), HFNAME);
		}
		if (count !== 0) mailtoComponent.query = query;
		else mailtoComponent.headers = void 0;
		return mailtoComponent;
	}
	const SCHEMES = {
		http,
		https,
		ws,
		wss,
		urn,
		"urn:uuid": urnuuid,
		mailto: {
			scheme: "mailto",
			parse: mailtoParse,
			serialize: mailtoSerialize,
			domainHost: false,
			unicodeSupport: true,
			skipNormalize: true,
			absolutePath: true
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
// ../../node_modules/fast-uri/index.js
var require_fast_uri = __commonJSMin(((exports, module) => {
	const { normalizeIPv6, removeDotSegments, removeDotSegmentsRelative, recomposeAuthority, normalizePercentEncoding, normalizePathEncoding, serializePathEncoding, normalizeQueryFragmentEncoding, encodeQuery, encodeFragment, encodeHost, isIPv4, nonSimpleDomain } = require_utils();
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
		const { parsed: baseParsed, malformedAuthorityOrPort: baseMalformed, malformedReferenceEdge: baseMalformedReferenceEdge, malformedPercentEncoding: baseMalformedPercentEncoding, malformedSchemeSpecific: baseMalformedSchemeSpecific, malformedHost: baseMalformedHost, malformedScheme: baseMalformedScheme } = parseWithStatus(baseURI, schemelessOptions);
		const { parsed: relativeParsed, malformedAuthorityOrPort: relativeMalformed, malformedReferenceEdge: relativeMalformedReferenceEdge, malformedPercentEncoding: relativeMalformedPercentEncoding, malformedSchemeSpecific: relativeMalformedSchemeSpecific, malformedHost: relativeMalformedHost, malformedScheme: relativeMalformedScheme } = parseWithStatus(relativeURI, schemelessOptions);
		if (baseMalformed || relativeMalformed || baseMalformedReferenceEdge || relativeMalformedReferenceEdge || baseMalformedPercentEncoding || relativeMalformedPercentEncoding || baseMalformedSchemeSpecific || relativeMalformedSchemeSpecific || baseMalformedHost || relativeMalformedHost || baseMalformedScheme || relativeMalformedScheme) throw new Error(baseParsed.error || relativeParsed.error || "URI is malformed.");
		const resolved = resolveComponent(baseParsed, relativeParsed, schemelessOptions, true);
		const resolvedSchemeHandler = getSchemeHandler(options && options.scheme || resolved.scheme);
		const resolvedHost = resolved.host;
		if ((resolved.scheme === "http" || resolved.scheme === "https") && !resolvedHost) throw new Error("HTTP URIs must have a host.");
		const resolvedHostIsIP = resolvedHost !== void 0 && resolvedHost !== "" && (isIPv4(resolvedHost) || normalizeIPv6(resolvedHost).isIPV6);
		if (hasForbiddenDomainHost(resolved, options || {}, resolvedSchemeHandler, resolvedHostIsIP)) throw new Error(MALFORMED_HOST_ERROR);
		canonicalizeHost(resolved, options || {}, resolvedSchemeHandler, resolvedHostIsIP);
		const encodedASCIIHost = resolvedHost && resolvedHost.indexOf("%") !== -1 && !/\P{ASCII}/u.test(resolvedHost);
		if (resolved.error && !encodedASCIIHost) throw new Error(resolved.error);
		schemelessOptions.skipEscape = true;
		if (resolvedSchemeHandler && resolvedSchemeHandler.absolutePath) schemelessOptions.absolutePath = true;
		return serialize(resolved, schemelessOptions);
	}
	function copyHost(target, source) {
		target.host = source.host;
		if (source.ipv6Zone !== void 0) target.ipv6Zone = source.ipv6Zone;
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
			copyHost(target, relative);
			target.port = relative.port;
			const relativeSchemeHandler = getSchemeHandler(relative.scheme);
			target.path = relativeSchemeHandler && relativeSchemeHandler.absolutePath ? relative.path || "" : removeDotSegments(relative.path || "");
			target.query = relative.query;
		} else {
			if (relative.userinfo !== void 0 || relative.host !== void 0 || relative.port !== void 0) {
				target.userinfo = relative.userinfo;
				copyHost(target, relative);
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
				copyHost(target, base);
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
			ipv6Zone: cmpts.ipv6Zone,
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
			to: cmpts.to,
			subject: cmpts.subject,
			body: cmpts.body,
			headers: cmpts.headers,
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
		const allowNonAsciiHost = options.unicodeSupport === true || Boolean(schemeHandler && schemeHandler.unicodeSupport);
		const authority = recomposeAuthority(component, allowNonAsciiHost);
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
		const bracketedIPLiteral = parsed.host && parsed.host[0] === "[" && parsed.host[parsed.host.length - 1] === "]";
		if (hasForbiddenDomainHost(parsed, options, schemeHandler, isIP)) {
			parsed.error = parsed.error || MALFORMED_HOST_ERROR;
			return true;
		}
		if (!options.unicodeSupport && (!schemeHandler || !schemeHandler.unicodeSupport) && parsed.host && !isIPLiteral(parsed.host) && (options.domainHost || schemeHandler && schemeHandler.domainHost) && isIP === false && !bracketedIPLiteral && nonSimpleDomain(parsed.host)) {
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
		const malformedReferenceEdge = uri.length !== 0 && (uri.charCodeAt(0) <= 32 || uri.charCodeAt(uri.length - 1) <= 32);
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
		if (malformedReferenceEdge) parsed.error = parsed.error || "URI must not contain leading or trailing C0 controls or spaces.";
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
					if (isIP && ipv6result.isIPV6 === true && parsed.host.indexOf("%") !== -1) parsed.ipv6Zone = parsed.host.slice(parsed.host.indexOf("%") + 1);
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
			if (parsed.host !== void 0 && !malformedIPLiteral) {
				let host = parsed.host;
				if (uri.indexOf("%") !== -1 && !isIP) {
					host = normalizePercentEncoding(host, true);
					host = normalizePercentEncoding(host.toLowerCase());
				}
				if (options.scheme !== "null") {
					const allowNonAsciiHost = options.unicodeSupport === true || Boolean(schemeHandler && schemeHandler.unicodeSupport);
					parsed.host = encodeHost(host, isIP, allowNonAsciiHost);
				} else parsed.host = host;
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
			malformedReferenceEdge,
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
		const { parsed, malformedAuthorityOrPort, malformedReferenceEdge, malformedPercentEncoding, malformedSchemeSpecific, malformedHost, malformedScheme } = parseWithStatus(uri, opts);
		return {
			normalized: malformedAuthorityOrPort || malformedReferenceEdge || malformedPercentEncoding || malformedSchemeSpecific || malformedHost || malformedScheme ? uri : serialize(parsed, opts),
			malformedAuthorityOrPort,
			malformedReferenceEdge,
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
		const { normalized, malformedAuthorityOrPort, malformedReferenceEdge, malformedPercentEncoding, malformedSchemeSpecific, malformedHost, malformedScheme } = normalizeStringWithStatus(value, opts);
		return malformedAuthorityOrPort || malformedReferenceEdge || malformedPercentEncoding || malformedSchemeSpecific || malformedHost || malformedScheme ? void 0 : normalized;
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
// ../../node_modules/fast-json-stringify/lib/validator.js
var require_validator = __commonJSMin(((exports, module) => {
	const Ajv = require_ajv();
	const { _ } = Ajv;
	const fastUri = require_fast_uri();
	const ajvFormats = require_dist();
	const clone = require_rfdc()({ proto: true });
	function escapeRefForAjv(ref) {
		const hashIndex = ref.indexOf("#");
		if (hashIndex === -1) return ref;
		return ref.slice(0, hashIndex) + ref.slice(hashIndex).replace(/%/g, "%25");
	}
	function hasLiteralRefTarget(ref, schemaId, refResolver) {
		const hashIndex = ref.indexOf("#");
		if (hashIndex === -1) return false;
		const targetSchemaId = ref.slice(0, hashIndex) || schemaId;
		return refResolver.getSchema(targetSchemaId, ref.slice(hashIndex)) !== null;
	}
	const SCHEMA_MAP_KEYWORDS = new Set([
		"properties",
		"patternProperties",
		"definitions",
		"$defs",
		"dependentSchemas",
		"dependencies"
	]);
	module.exports = class Validator {
		constructor(ajvOptions, inlineValidators) {
			const codeOptions = inlineValidators ? { code: {
				...ajvOptions?.code,
				source: true,
				esm: false
			} } : {};
			this.ajv = new Ajv({
				...ajvOptions,
				...codeOptions,
				strictSchema: ajvOptions?.strictSchema ?? false,
				validateSchema: false,
				allowUnionTypes: true,
				uriResolver: fastUri
			});
			ajvFormats(this.ajv);
			this.ajv.addKeyword({
				keyword: "fjs_type",
				type: "object",
				errors: false,
				code(context) {
					const { data } = context;
					context.fail(_`!${data} || typeof ${data}.toJSON !== "function"`);
				}
			});
			this._ajvSchemas = {};
			this._ajvOptions = ajvOptions || {};
		}
		addSchema(schema, schemaName, refResolver) {
			let schemaKey = schema.$id || schemaName;
			if (schema.$id !== void 0 && schema.$id[0] === "#") schemaKey = schemaName + schema.$id;
			if (this.ajv.refs[schemaKey] === void 0 && this.ajv.schemas[schemaKey] === void 0) {
				const ajvSchema = clone(schema);
				const shouldEscapeRef = refResolver && ((ref) => hasLiteralRefTarget(ref, schemaName, refResolver));
				this.convertSchemaToAjvFormat(ajvSchema, shouldEscapeRef);
				this.ajv.addSchema(ajvSchema, schemaKey);
				this._ajvSchemas[schemaKey] = ajvSchema;
			}
		}
		compileSchemas(schemaRefs) {
			for (const schemaRef of schemaRefs) this.ajv.getSchema(schemaRef);
		}
		validate(schemaRef, data) {
			return this.ajv.validate(schemaRef, data);
		}
		getSchemaValidator(schemaRef) {
			const validate = this.ajv.getSchema(schemaRef);
			if (validate === void 0) throw new Error(`no schema with key or ref "${schemaRef}"`);
			return validate;
		}
		convertSchemaToAjvFormat(schema, shouldEscapeRef) {
			if (schema === null) return;
			if (typeof schema.$ref === "string" && (shouldEscapeRef === void 0 || shouldEscapeRef(schema.$ref))) schema.$ref = escapeRefForAjv(schema.$ref);
			if (schema.type === "string") {
				schema.fjs_type = "string";
				schema.type = ["string", "object"];
			} else if (Array.isArray(schema.type) && schema.type.includes("string") && !schema.type.includes("object")) {
				schema.fjs_type = "string";
				schema.type.push("object");
			}
			for (const property in schema) {
				if (typeof schema[property] !== "object") continue;
				if (property === "propertyNames") continue;
				if (SCHEMA_MAP_KEYWORDS.has(property)) for (const key in schema[property]) this.convertSchemaToAjvFormat(schema[property][key], shouldEscapeRef);
				else this.convertSchemaToAjvFormat(schema[property], shouldEscapeRef);
			}
		}
		getState() {
			return {
				ajvOptions: this._ajvOptions,
				ajvSchemas: this._ajvSchemas
			};
		}
		static restoreFromState(state) {
			const validator = new Validator(state.ajvOptions);
			for (const [id, ajvSchema] of Object.entries(state.ajvSchemas)) validator.ajv.addSchema(ajvSchema, id);
			return validator;
		}
	};
	module.exports.escapeRefForAjv = escapeRefForAjv;
}));
// ../../node_modules/fast-json-stringify/lib/projection.js
var require_projection = __commonJSMin(((exports, module) => {
	const PRIMITIVES = new Set([
		"string",
		"number",
		"integer",
		"boolean"
	]);
	const STRING_FORMATS = new Set([
		void 0,
		"date-time",
		"date",
		"time"
	]);
	function nullableMultiType(schema) {
		const t = schema.type;
		if (!Array.isArray(t) || t.length !== 2 || !t.includes("null")) return null;
		const base = t[0] === "null" ? t[1] : t[0];
		if (base !== "string" && base !== "number" && base !== "boolean") return null;
		if (base === "string" ? !STRING_FORMATS.has(schema.format) : schema.format !== void 0) return null;
		return base;
	}
	function hasDispatchKeyword(s) {
		return s.nullable === true || s.const !== void 0 || s.enum !== void 0 || s.allOf !== void 0 || s.anyOf !== void 0 || s.oneOf !== void 0 || s.if !== void 0 || s.$ref !== void 0;
	}
	function isProjectable(schema, depth = 0) {
		if (typeof schema !== "object" || schema === null || depth > 32) return false;
		if (hasDispatchKeyword(schema)) return false;
		if (Array.isArray(schema.type)) return nullableMultiType(schema) !== null;
		if (schema.type === "object") {
			if (schema.additionalProperties !== void 0 || schema.patternProperties !== void 0 || schema.dependencies !== void 0 || typeof schema.properties !== "object" || schema.properties === null) return false;
			const keys = Object.keys(schema.properties);
			if (keys.length === 0) return false;
			for (const key of keys) if (!isProjectable(schema.properties[key], depth + 1)) return false;
			return true;
		}
		if (schema.type === "array") {
			if (schema.items === void 0 || Array.isArray(schema.items) || schema.additionalItems !== void 0) return false;
			return isProjectable(schema.items, depth + 1);
		}
		if (!PRIMITIVES.has(schema.type)) return false;
		if (schema.type === "string") return STRING_FORMATS.has(schema.format);
		return schema.format === void 0;
	}
	function primitiveExpr(schema, src, pointerIdx) {
		const base = nullableMultiType(schema);
		if (base !== null) {
			const err = `typeMismatch(${pointerIdx})`;
			const single = primitiveExpr({
				...schema,
				type: base
			}, src, pointerIdx);
			if (base === "string") return `(${src} === null ? null : (typeof ${src} === 'string' || ${src} instanceof Date || ${src} instanceof RegExp || (typeof ${src} === 'object' && typeof ${src}.toString === 'function' && ${src}.toString !== Object.prototype.toString)) ? ${single} : ${err})`;
			if (base === "number") return `(${src} === null ? null : typeof ${src} === 'number' ? ${single} : ${err})`;
			return `(${src} === null ? null : typeof ${src} === 'boolean' ? ${src} : ${err})`;
		}
		switch (schema.type) {
			case "string":
				if (schema.format === "date-time") return `asDateTimeValue(${src})`;
				if (schema.format === "date") return `asDateValue(${src})`;
				if (schema.format === "time") return `asTimeValue(${src})`;
				return `asStringValue(${src})`;
			case "number": return `asNumberValue(${src})`;
			case "integer": return `asIntegerValue(${src})`;
			case "boolean": return `(${src} ? true : false)`;
		}
	}
	function orderedKeys(schema) {
		const required = schema.required || [];
		return Object.keys(schema.properties).sort((a, b) => {
			const ra = required.includes(a);
			return ra === required.includes(b) ? 0 : ra ? -1 : 1;
		});
	}
	var Emitter = class {
		constructor() {
			this.decls = [];
			this.uid = 0;
			this.pointers = [];
			this.keys = [];
		}
		id(prefix) {
			return `${prefix}_${this.uid++}`;
		}
		pointerIndex(pointer) {
			let i = this.pointers.indexOf(pointer);
			if (i === -1) {
				i = this.pointers.length;
				this.pointers.push(pointer);
			}
			return i;
		}
		keyIndex(key) {
			let i = this.keys.indexOf(key);
			if (i === -1) {
				i = this.keys.length;
				this.keys.push(key);
			}
			return i;
		}
		scratchLiteral(schema) {
			return "{ " + orderedKeys(schema).map((k) => `${JSON.stringify(k)}: undefined`).join(", ") + " }";
		}
		allocScratch(schema, holder, slotFields) {
			if (holder === null) {
				const name = this.id("scratch");
				this.decls.push(`const ${name} = ${this.scratchLiteral(schema)}`);
				return name;
			}
			const field = this.id("s");
			slotFields.push([field, this.scratchLiteral(schema)]);
			return `${holder}.${field}`;
		}
		allocArray(holder, slotFields) {
			if (holder === null) {
				const name = this.id("arr");
				this.decls.push(`const ${name} = []`);
				return name;
			}
			const field = this.id("a");
			slotFields.push([field, "[]"]);
			return `${holder}.${field}`;
		}
		fillObject(schema, src, dst, out, indent, pointer, holder, slotFields) {
			const props = schema.properties;
			const requiredList = schema.required || [];
			const required = new Set(requiredList);
			const keys = orderedKeys(schema);
			const o = this.id("o");
			out.push(`${indent}const ${o} = (${src} !== null && typeof ${src} === 'object' && typeof ${src}.toJSON === 'function') ? ${src}.toJSON() : ${src}`);
			out.push(`${indent}if (${o} === null) {`);
			for (const k of keys) out.push(`${indent}  ${dst}[${JSON.stringify(k)}] = undefined`);
			out.push(`${indent}} else {`);
			for (const k of requiredList) if (props[k] === void 0) out.push(`${indent}  if (${o}[${JSON.stringify(k)}] === undefined) requiredMissing(${this.keyIndex(k)})`);
			for (const k of keys) {
				const p = props[k];
				const ks = JSON.stringify(k);
				const v = this.id("v");
				out.push(`${indent}  const ${v} = ${o}[${ks}]`);
				out.push(`${indent}  if (${v} === undefined) {`);
				if (required.has(k)) out.push(`${indent}    requiredMissing(${this.keyIndex(k)})`);
				else if (p.default !== void 0) out.push(`${indent}    ${dst}[${ks}] = ${JSON.stringify(p.default)}`);
				else out.push(`${indent}    ${dst}[${ks}] = undefined`);
				out.push(`${indent}  } else {`);
				out.push(`${indent}    ${dst}[${ks}] = ${this.valueExpr(p, v, out, indent + "    ", `${pointer}/properties/${k}`, holder, slotFields)}`);
				out.push(`${indent}  }`);
			}
			out.push(`${indent}}`);
		}
		valueExpr(schema, src, out, indent, pointer, holder, slotFields) {
			if (schema.type === "object") {
				const scratch = this.allocScratch(schema, holder, slotFields);
				this.fillObject(schema, src, scratch, out, indent, pointer, holder, slotFields);
				return scratch;
			}
			if (schema.type === "array") {
				const pool = this.allocArray(holder, slotFields);
				this.fillArray(schema, src, pool, out, indent, pointer, holder, slotFields);
				return pool;
			}
			return primitiveExpr(schema, src, this.pointerIndex(pointer));
		}
		fillArray(schema, src, pool, out, indent, pointer, holder, slotFields) {
			const items = schema.items;
			const n = this.id("n");
			const i = this.id("i");
			out.push(`${indent}if (${src} === null) {`);
			out.push(`${indent}  ${pool}.length = 0`);
			out.push(`${indent}} else {`);
			out.push(`${indent}  if (!Array.isArray(${src})) typeMismatch(${this.pointerIndex(pointer)})`);
			out.push(`${indent}  const ${n} = ${src}.length`);
			out.push(`${indent}  ${pool}.length = ${n}`);
			if (items.type === "object" || items.type === "array") {
				const slots = this.allocArray(holder, slotFields);
				const factory = this.id("makeSlot");
				const el = this.id("el");
				const innerHolder = this.id("slot");
				const innerFields = [];
				const inner = [];
				const expr = this.valueExpr(items, el, inner, indent + "    ", `${pointer}/items`, innerHolder, innerFields);
				this.decls.push(`function ${factory} () { return { ${innerFields.map(([f, lit]) => `${f}: ${lit}`).join(", ")} } }`);
				out.push(`${indent}  for (let ${i} = ${slots}.length; ${i} < ${n}; ${i}++) ${slots}[${i}] = ${factory}()`);
				out.push(`${indent}  for (let ${i} = 0; ${i} < ${n}; ${i}++) {`);
				out.push(`${indent}    const ${el} = ${src}[${i}]`);
				out.push(`${indent}    const ${innerHolder} = ${slots}[${i}]`);
				out.push(...inner);
				out.push(`${indent}    ${pool}[${i}] = ${expr}`);
				out.push(`${indent}  }`);
			} else {
				out.push(`${indent}  for (let ${i} = 0; ${i} < ${n}; ${i}++) {`);
				out.push(`${indent}    ${pool}[${i}] = ${primitiveExpr(items, `${src}[${i}]`, this.pointerIndex(`${pointer}/items`))}`);
				out.push(`${indent}  }`);
			}
			out.push(`${indent}}`);
		}
	};
	function buildProjection(schema) {
		if (!isProjectable(schema)) return null;
		if (schema.type !== "object" && schema.type !== "array") return null;
		const em = new Emitter();
		const body = [];
		const rootExpr = em.valueExpr(schema, "input", body, "      ", "#", null, null);
		body.push(`      return JSON.stringify(${rootExpr})`);
		return `
    ${projectionHelpers}
    const POINTERS = ${JSON.stringify(em.pointers)}
    const KEYS = ${JSON.stringify(em.keys)}
    function typeMismatch (i) {
      throw new TypeError("The value of '" + POINTERS[i] + "' does not match schema definition.")
    }
    function requiredMissing (i) {
      throw new Error('"' + KEYS[i] + '" is required!')
    }
    ${em.decls.join("\n    ")}
    function main (input) {
${body.join("\n")}
    }
    return main
  `;
	}
	const projectionHelpers = `
  const asStringValue = (v) => {
    if (typeof v === 'string') return v
    if (v === null) return ''
    if (v instanceof Date) return v.toISOString()
    if (v instanceof RegExp) return v.source
    return v.toString()
  }
  const asDateTimeValue = (v) => {
    if (v === null) return ''
    if (v instanceof Date) return v.toISOString()
    if (typeof v === 'string') return v
    throw new Error('The value "' + v + '" cannot be converted to a date-time.')
  }
  const asDateValue = (v) => { const s = serializer.asDate(v); return s.slice(1, -1) }
  const asTimeValue = (v) => { const s = serializer.asTime(v); return s.slice(1, -1) }
  const asNumberValue = (v) => {
    const num = typeof v === 'number' ? v : Number(v)
    if (num !== num) throw new Error('The value "' + v + '" cannot be converted to a number.')
    return (num === Infinity || num === -Infinity) ? null : num
  }
  const asIntegerValue = (v) => {
    if (Number.isInteger(v)) return v
    if (typeof v === 'bigint') return Number(v)
    return Number(serializer.asInteger(v))
  }
`;
	module.exports = {
		buildProjection,
		isProjectable
	};
}));
// ../../node_modules/fast-json-stringify/lib/location.js
var require_location = __commonJSMin(((exports, module) => {
	module.exports = class Location {
		constructor(schema, schemaId, jsonPointer = "#") {
			this.schema = schema;
			this.schemaId = schemaId;
			this.jsonPointer = jsonPointer;
		}
		getPropertyLocation(propertyName) {
			const name = String(propertyName);
			const segment = /[~/]/.test(name) ? name.replace(/~/g, "~0").replace(/\//g, "~1") : name;
			return new Location(this.schema[propertyName], this.schemaId, this.jsonPointer + "/" + segment);
		}
		getSchemaRef() {
			return this.schemaId + this.jsonPointer;
		}
	};
}));
// ../../node_modules/fast-json-stringify/lib/schema-validator.js
var require_schema_validator = __commonJSMin(((exports, module) => {
	module.exports = validate10;
	module.exports.default = validate10;
	const schema11 = {
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
	const schema20 = { "enum": [
		"array",
		"boolean",
		"integer",
		"null",
		"number",
		"object",
		"string"
	] };
	const formats0 = /^(?:[a-z][a-z0-9+\-.]*:)?(?:\/?\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@)?(?:\[(?:(?:(?:(?:[0-9a-f]{1,4}:){6}|::(?:[0-9a-f]{1,4}:){5}|(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){4}|(?:(?:[0-9a-f]{1,4}:){0,1}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){3}|(?:(?:[0-9a-f]{1,4}:){0,2}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){2}|(?:(?:[0-9a-f]{1,4}:){0,3}[0-9a-f]{1,4})?::[0-9a-f]{1,4}:|(?:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})?::)(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?))|(?:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})?::[0-9a-f]{1,4}|(?:(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})?::)|[Vv][0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)|(?:[a-z0-9\-._~!$&'"()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*|\/(?:(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*)?|(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*)?(?:\?(?:[a-z0-9\-._~!$&'"()*+,;=:@/?]|%[0-9a-f]{2})*)?(?:#(?:[a-z0-9\-._~!$&'"()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i;
	const formats2 = require_formats().fullFormats.uri;
	const formats6 = require_formats().fullFormats.regex;
	function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		if (!(typeof data == "number" && !(data % 1) && !isNaN(data) && isFinite(data))) {
			validate11.errors = [{
				instancePath,
				schemaPath: "#/definitions/nonNegativeInteger/type",
				keyword: "type",
				params: { type: "integer" },
				message: "must be integer"
			}];
			return false;
		}
		if (typeof data == "number" && isFinite(data)) {
			if (data < 0 || isNaN(data)) {
				validate11.errors = [{
					instancePath,
					schemaPath: "#/definitions/nonNegativeInteger/minimum",
					keyword: "minimum",
					params: {
						comparison: ">=",
						limit: 0
					},
					message: "must be >= 0"
				}];
				return false;
			}
		}
		validate11.errors = vErrors;
		return true;
	}
	const root1 = { validate: validate10 };
	function validate13(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (errors === 0) {
			if (Array.isArray(data)) {
				if (data.length < 1) {
					validate13.errors = [{
						instancePath,
						schemaPath: "#/minItems",
						keyword: "minItems",
						params: { limit: 1 },
						message: "must NOT have fewer than 1 items"
					}];
					return false;
				} else {
					const len0 = data.length;
					for (let i0 = 0; i0 < len0; i0++) {
						const _errs1 = errors;
						if (!root1.validate(data[i0], {
							instancePath: instancePath + "/" + i0,
							parentData: data,
							parentDataProperty: i0,
							rootData
						})) {
							vErrors = vErrors === null ? root1.validate.errors : vErrors.concat(root1.validate.errors);
							errors = vErrors.length;
						}
						if (!(_errs1 === errors)) break;
					}
				}
			} else {
				validate13.errors = [{
					instancePath,
					schemaPath: "#/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array"
				}];
				return false;
			}
		}
		validate13.errors = vErrors;
		return errors === 0;
	}
	const func0 = require_equal().default;
	function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (!(data && typeof data == "object" && !Array.isArray(data)) && typeof data !== "boolean") {
			validate10.errors = [{
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: schema11.type },
				message: "must be object,boolean"
			}];
			return false;
		}
		if (errors === 0) {
			if (data && typeof data == "object" && !Array.isArray(data)) {
				if (data.$id !== void 0) {
					let data0 = data.$id;
					const _errs1 = errors;
					if (errors === _errs1) {
						if (errors === _errs1) {
							if (typeof data0 === "string") {
								if (!formats0.test(data0)) {
									validate10.errors = [{
										instancePath: instancePath + "/$id",
										schemaPath: "#/properties/%24id/format",
										keyword: "format",
										params: { format: "uri-reference" },
										message: "must match format \"uri-reference\""
									}];
									return false;
								}
							} else {
								validate10.errors = [{
									instancePath: instancePath + "/$id",
									schemaPath: "#/properties/%24id/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string"
								}];
								return false;
							}
						}
					}
					var valid0 = _errs1 === errors;
				} else var valid0 = true;
				if (valid0) {
					if (data.$schema !== void 0) {
						let data1 = data.$schema;
						const _errs3 = errors;
						if (errors === _errs3) {
							if (errors === _errs3) {
								if (typeof data1 === "string") {
									if (!formats2(data1)) {
										validate10.errors = [{
											instancePath: instancePath + "/$schema",
											schemaPath: "#/properties/%24schema/format",
											keyword: "format",
											params: { format: "uri" },
											message: "must match format \"uri\""
										}];
										return false;
									}
								} else {
									validate10.errors = [{
										instancePath: instancePath + "/$schema",
										schemaPath: "#/properties/%24schema/type",
										keyword: "type",
										params: { type: "string" },
										message: "must be string"
									}];
									return false;
								}
							}
						}
						var valid0 = _errs3 === errors;
					} else var valid0 = true;
					if (valid0) {
						if (data.$ref !== void 0) {
							let data2 = data.$ref;
							const _errs5 = errors;
							if (errors === _errs5) {
								if (errors === _errs5) {
									if (typeof data2 === "string") {
										if (!formats0.test(data2)) {
											validate10.errors = [{
												instancePath: instancePath + "/$ref",
												schemaPath: "#/properties/%24ref/format",
												keyword: "format",
												params: { format: "uri-reference" },
												message: "must match format \"uri-reference\""
											}];
											return false;
										}
									} else {
										validate10.errors = [{
											instancePath: instancePath + "/$ref",
											schemaPath: "#/properties/%24ref/type",
											keyword: "type",
											params: { type: "string" },
											message: "must be string"
										}];
										return false;
									}
								}
							}
							var valid0 = _errs5 === errors;
						} else var valid0 = true;
						if (valid0) {
							if (data.$comment !== void 0) {
								const _errs7 = errors;
								if (typeof data.$comment !== "string") {
									validate10.errors = [{
										instancePath: instancePath + "/$comment",
										schemaPath: "#/properties/%24comment/type",
										keyword: "type",
										params: { type: "string" },
										message: "must be string"
									}];
									return false;
								}
								var valid0 = _errs7 === errors;
							} else var valid0 = true;
							if (valid0) {
								if (data.title !== void 0) {
									const _errs9 = errors;
									if (typeof data.title !== "string") {
										validate10.errors = [{
											instancePath: instancePath + "/title",
											schemaPath: "#/properties/title/type",
											keyword: "type",
											params: { type: "string" },
											message: "must be string"
										}];
										return false;
									}
									var valid0 = _errs9 === errors;
								} else var valid0 = true;
								if (valid0) {
									if (data.description !== void 0) {
										const _errs11 = errors;
										if (typeof data.description !== "string") {
											validate10.errors = [{
												instancePath: instancePath + "/description",
												schemaPath: "#/properties/description/type",
												keyword: "type",
												params: { type: "string" },
												message: "must be string"
											}];
											return false;
										}
										var valid0 = _errs11 === errors;
									} else var valid0 = true;
									if (valid0) {
										if (data.readOnly !== void 0) {
											const _errs13 = errors;
											if (typeof data.readOnly !== "boolean") {
												validate10.errors = [{
													instancePath: instancePath + "/readOnly",
													schemaPath: "#/properties/readOnly/type",
													keyword: "type",
													params: { type: "boolean" },
													message: "must be boolean"
												}];
												return false;
											}
											var valid0 = _errs13 === errors;
										} else var valid0 = true;
										if (valid0) {
											if (data.examples !== void 0) {
												const _errs15 = errors;
												if (errors === _errs15) {
													if (!Array.isArray(data.examples)) {
														validate10.errors = [{
															instancePath: instancePath + "/examples",
															schemaPath: "#/properties/examples/type",
															keyword: "type",
															params: { type: "array" },
															message: "must be array"
														}];
														return false;
													}
												}
												var valid0 = _errs15 === errors;
											} else var valid0 = true;
											if (valid0) {
												if (data.multipleOf !== void 0) {
													let data8 = data.multipleOf;
													const _errs17 = errors;
													if (errors === _errs17) {
														if (typeof data8 == "number" && isFinite(data8)) {
															if (data8 <= 0 || isNaN(data8)) {
																validate10.errors = [{
																	instancePath: instancePath + "/multipleOf",
																	schemaPath: "#/properties/multipleOf/exclusiveMinimum",
																	keyword: "exclusiveMinimum",
																	params: {
																		comparison: ">",
																		limit: 0
																	},
																	message: "must be > 0"
																}];
																return false;
															}
														} else {
															validate10.errors = [{
																instancePath: instancePath + "/multipleOf",
																schemaPath: "#/properties/multipleOf/type",
																keyword: "type",
																params: { type: "number" },
																message: "must be number"
															}];
															return false;
														}
													}
													var valid0 = _errs17 === errors;
												} else var valid0 = true;
												if (valid0) {
													if (data.maximum !== void 0) {
														let data9 = data.maximum;
														const _errs19 = errors;
														if (!(typeof data9 == "number" && isFinite(data9))) {
															validate10.errors = [{
																instancePath: instancePath + "/maximum",
																schemaPath: "#/properties/maximum/type",
																keyword: "type",
																params: { type: "number" },
																message: "must be number"
															}];
															return false;
														}
														var valid0 = _errs19 === errors;
													} else var valid0 = true;
													if (valid0) {
														if (data.exclusiveMaximum !== void 0) {
															let data10 = data.exclusiveMaximum;
															const _errs21 = errors;
															if (!(typeof data10 == "number" && isFinite(data10))) {
																validate10.errors = [{
																	instancePath: instancePath + "/exclusiveMaximum",
																	schemaPath: "#/properties/exclusiveMaximum/type",
																	keyword: "type",
																	params: { type: "number" },
																	message: "must be number"
																}];
																return false;
															}
															var valid0 = _errs21 === errors;
														} else var valid0 = true;
														if (valid0) {
															if (data.minimum !== void 0) {
																let data11 = data.minimum;
																const _errs23 = errors;
																if (!(typeof data11 == "number" && isFinite(data11))) {
																	validate10.errors = [{
																		instancePath: instancePath + "/minimum",
																		schemaPath: "#/properties/minimum/type",
																		keyword: "type",
																		params: { type: "number" },
																		message: "must be number"
																	}];
																	return false;
																}
																var valid0 = _errs23 === errors;
															} else var valid0 = true;
															if (valid0) {
																if (data.exclusiveMinimum !== void 0) {
																	let data12 = data.exclusiveMinimum;
																	const _errs25 = errors;
																	if (!(typeof data12 == "number" && isFinite(data12))) {
																		validate10.errors = [{
																			instancePath: instancePath + "/exclusiveMinimum",
																			schemaPath: "#/properties/exclusiveMinimum/type",
																			keyword: "type",
																			params: { type: "number" },
																			message: "must be number"
																		}];
																		return false;
																	}
																	var valid0 = _errs25 === errors;
																} else var valid0 = true;
																if (valid0) {
																	if (data.maxLength !== void 0) {
																		let data13 = data.maxLength;
																		const _errs27 = errors;
																		const _errs28 = errors;
																		if (!(typeof data13 == "number" && !(data13 % 1) && !isNaN(data13) && isFinite(data13))) {
																			validate10.errors = [{
																				instancePath: instancePath + "/maxLength",
																				schemaPath: "#/definitions/nonNegativeInteger/type",
																				keyword: "type",
																				params: { type: "integer" },
																				message: "must be integer"
																			}];
																			return false;
																		}
																		if (errors === _errs28) {
																			if (typeof data13 == "number" && isFinite(data13)) {
																				if (data13 < 0 || isNaN(data13)) {
																					validate10.errors = [{
																						instancePath: instancePath + "/maxLength",
																						schemaPath: "#/definitions/nonNegativeInteger/minimum",
																						keyword: "minimum",
																						params: {
																							comparison: ">=",
																							limit: 0
																						},
																						message: "must be >= 0"
																					}];
																					return false;
																				}
																			}
																		}
																		var valid0 = _errs27 === errors;
																	} else var valid0 = true;
																	if (valid0) {
																		if (data.minLength !== void 0) {
																			const _errs30 = errors;
																			if (!validate11(data.minLength, {
																				instancePath: instancePath + "/minLength",
																				parentData: data,
																				parentDataProperty: "minLength",
																				rootData
																			})) {
																				vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
																				errors = vErrors.length;
																			}
																			var valid0 = _errs30 === errors;
																		} else var valid0 = true;
																		if (valid0) {
																			if (data.pattern !== void 0) {
																				let data15 = data.pattern;
																				const _errs31 = errors;
																				if (errors === _errs31) {
																					if (errors === _errs31) {
																						if (typeof data15 === "string") {
																							if (!formats6(data15)) {
																								validate10.errors = [{
																									instancePath: instancePath + "/pattern",
																									schemaPath: "#/properties/pattern/format",
																									keyword: "format",
																									params: { format: "regex" },
																									message: "must match format \"regex\""
																								}];
																								return false;
																							}
																						} else {
																							validate10.errors = [{
																								instancePath: instancePath + "/pattern",
																								schemaPath: "#/properties/pattern/type",
																								keyword: "type",
																								params: { type: "string" },
																								message: "must be string"
																							}];
																							return false;
																						}
																					}
																				}
																				var valid0 = _errs31 === errors;
																			} else var valid0 = true;
																			if (valid0) {
																				if (data.additionalItems !== void 0) {
																					const _errs33 = errors;
																					if (!validate10(data.additionalItems, {
																						instancePath: instancePath + "/additionalItems",
																						parentData: data,
																						parentDataProperty: "additionalItems",
																						rootData
																					})) {
																						vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																						errors = vErrors.length;
																					}
																					var valid0 = _errs33 === errors;
																				} else var valid0 = true;
																				if (valid0) {
																					if (data.items !== void 0) {
																						let data17 = data.items;
																						const _errs34 = errors;
																						const _errs35 = errors;
																						let valid2 = false;
																						const _errs36 = errors;
																						if (!validate10(data17, {
																							instancePath: instancePath + "/items",
																							parentData: data,
																							parentDataProperty: "items",
																							rootData
																						})) {
																							vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																							errors = vErrors.length;
																						}
																						var _valid0 = _errs36 === errors;
																						valid2 = valid2 || _valid0;
																						if (!valid2) {
																							const _errs37 = errors;
																							if (!validate13(data17, {
																								instancePath: instancePath + "/items",
																								parentData: data,
																								parentDataProperty: "items",
																								rootData
																							})) {
																								vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
																								errors = vErrors.length;
																							}
																							var _valid0 = _errs37 === errors;
																							valid2 = valid2 || _valid0;
																						}
																						if (!valid2) {
																							const err0 = {
																								instancePath: instancePath + "/items",
																								schemaPath: "#/properties/items/anyOf",
																								keyword: "anyOf",
																								params: {},
																								message: "must match a schema in anyOf"
																							};
																							if (vErrors === null) vErrors = [err0];
																							else vErrors.push(err0);
																							errors++;
																							validate10.errors = vErrors;
																							return false;
																						} else {
																							errors = _errs35;
																							if (vErrors !== null) {
																								if (_errs35) vErrors.length = _errs35;
																								else vErrors = null;
																							}
																						}
																						var valid0 = _errs34 === errors;
																					} else var valid0 = true;
																					if (valid0) {
																						if (data.maxItems !== void 0) {
																							let data18 = data.maxItems;
																							const _errs38 = errors;
																							const _errs39 = errors;
																							if (!(typeof data18 == "number" && !(data18 % 1) && !isNaN(data18) && isFinite(data18))) {
																								validate10.errors = [{
																									instancePath: instancePath + "/maxItems",
																									schemaPath: "#/definitions/nonNegativeInteger/type",
																									keyword: "type",
																									params: { type: "integer" },
																									message: "must be integer"
																								}];
																								return false;
																							}
																							if (errors === _errs39) {
																								if (typeof data18 == "number" && isFinite(data18)) {
																									if (data18 < 0 || isNaN(data18)) {
																										validate10.errors = [{
																											instancePath: instancePath + "/maxItems",
																											schemaPath: "#/definitions/nonNegativeInteger/minimum",
																											keyword: "minimum",
																											params: {
																												comparison: ">=",
																												limit: 0
																											},
																											message: "must be >= 0"
																										}];
																										return false;
																									}
																								}
																							}
																							var valid0 = _errs38 === errors;
																						} else var valid0 = true;
																						if (valid0) {
																							if (data.minItems !== void 0) {
																								const _errs41 = errors;
																								if (!validate11(data.minItems, {
																									instancePath: instancePath + "/minItems",
																									parentData: data,
																									parentDataProperty: "minItems",
																									rootData
																								})) {
																									vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
																									errors = vErrors.length;
																								}
																								var valid0 = _errs41 === errors;
																							} else var valid0 = true;
																							if (valid0) {
																								if (data.uniqueItems !== void 0) {
																									const _errs42 = errors;
																									if (typeof data.uniqueItems !== "boolean") {
																										validate10.errors = [{
																											instancePath: instancePath + "/uniqueItems",
																											schemaPath: "#/properties/uniqueItems/type",
																											keyword: "type",
																											params: { type: "boolean" },
																											message: "must be boolean"
																										}];
																										return false;
																									}
																									var valid0 = _errs42 === errors;
																								} else var valid0 = true;
																								if (valid0) {
																									if (data.contains !== void 0) {
																										const _errs44 = errors;
																										if (!validate10(data.contains, {
																											instancePath: instancePath + "/contains",
																											parentData: data,
																											parentDataProperty: "contains",
																											rootData
																										})) {
																											vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																											errors = vErrors.length;
																										}
																										var valid0 = _errs44 === errors;
																									} else var valid0 = true;
																									if (valid0) {
																										if (data.maxProperties !== void 0) {
																											let data22 = data.maxProperties;
																											const _errs45 = errors;
																											const _errs46 = errors;
																											if (!(typeof data22 == "number" && !(data22 % 1) && !isNaN(data22) && isFinite(data22))) {
																												validate10.errors = [{
																													instancePath: instancePath + "/maxProperties",
																													schemaPath: "#/definitions/nonNegativeInteger/type",
																													keyword: "type",
																													params: { type: "integer" },
																													message: "must be integer"
																												}];
																												return false;
																											}
																											if (errors === _errs46) {
																												if (typeof data22 == "number" && isFinite(data22)) {
																													if (data22 < 0 || isNaN(data22)) {
																														validate10.errors = [{
																															instancePath: instancePath + "/maxProperties",
																															schemaPath: "#/definitions/nonNegativeInteger/minimum",
																															keyword: "minimum",
																															params: {
																																comparison: ">=",
																																limit: 0
																															},
																															message: "must be >= 0"
																														}];
																														return false;
																													}
																												}
																											}
																											var valid0 = _errs45 === errors;
																										} else var valid0 = true;
																										if (valid0) {
																											if (data.minProperties !== void 0) {
																												const _errs48 = errors;
																												if (!validate11(data.minProperties, {
																													instancePath: instancePath + "/minProperties",
																													parentData: data,
																													parentDataProperty: "minProperties",
																													rootData
																												})) {
																													vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
																													errors = vErrors.length;
																												}
																												var valid0 = _errs48 === errors;
																											} else var valid0 = true;
																											if (valid0) {
																												if (data.required !== void 0) {
																													let data24 = data.required;
																													const _errs49 = errors;
																													if (errors === errors) {
																														if (Array.isArray(data24)) {
																															var valid6 = true;
																															const len0 = data24.length;
																															for (let i0 = 0; i0 < len0; i0++) {
																																const _errs52 = errors;
																																if (typeof data24[i0] !== "string") {
																																	validate10.errors = [{
																																		instancePath: instancePath + "/required/" + i0,
																																		schemaPath: "#/definitions/stringArray/items/type",
																																		keyword: "type",
																																		params: { type: "string" },
																																		message: "must be string"
																																	}];
																																	return false;
																																}
																																var valid6 = _errs52 === errors;
																																if (!valid6) break;
																															}
																															if (valid6) {
																																let i1 = data24.length;
																																let j0;
																																if (i1 > 1) {
																																	const indices0 = {};
																																	for (; i1--;) {
																																		let item0 = data24[i1];
																																		if (typeof item0 !== "string") continue;
																																		if (typeof indices0[item0] == "number") {
																																			j0 = indices0[item0];
																																			validate10.errors = [{
																																				instancePath: instancePath + "/required",
																																				schemaPath: "#/definitions/stringArray/uniqueItems",
																																				keyword: "uniqueItems",
																																				params: {
																																					i: i1,
																																					j: j0
																																				},
																																				message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)"
																																			}];
																																			return false;
																																		}
																																		indices0[item0] = i1;
																																	}
																																}
																															}
																														} else {
																															validate10.errors = [{
																																instancePath: instancePath + "/required",
																																schemaPath: "#/definitions/stringArray/type",
																																keyword: "type",
																																params: { type: "array" },
																																message: "must be array"
																															}];
																															return false;
																														}
																													}
																													var valid0 = _errs49 === errors;
																												} else var valid0 = true;
																												if (valid0) {
																													if (data.additionalProperties !== void 0) {
																														const _errs54 = errors;
																														if (!validate10(data.additionalProperties, {
																															instancePath: instancePath + "/additionalProperties",
																															parentData: data,
																															parentDataProperty: "additionalProperties",
																															rootData
																														})) {
																															vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																															errors = vErrors.length;
																														}
																														var valid0 = _errs54 === errors;
																													} else var valid0 = true;
																													if (valid0) {
																														if (data.definitions !== void 0) {
																															let data27 = data.definitions;
																															const _errs55 = errors;
																															if (errors === _errs55) {
																																if (data27 && typeof data27 == "object" && !Array.isArray(data27)) for (const key0 in data27) {
																																	const _errs58 = errors;
																																	if (!validate10(data27[key0], {
																																		instancePath: instancePath + "/definitions/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),
																																		parentData: data27,
																																		parentDataProperty: key0,
																																		rootData
																																	})) {
																																		vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																		errors = vErrors.length;
																																	}
																																	if (!(_errs58 === errors)) break;
																																}
																																else {
																																	validate10.errors = [{
																																		instancePath: instancePath + "/definitions",
																																		schemaPath: "#/properties/definitions/type",
																																		keyword: "type",
																																		params: { type: "object" },
																																		message: "must be object"
																																	}];
																																	return false;
																																}
																															}
																															var valid0 = _errs55 === errors;
																														} else var valid0 = true;
																														if (valid0) {
																															if (data.properties !== void 0) {
																																let data29 = data.properties;
																																const _errs59 = errors;
																																if (errors === _errs59) {
																																	if (data29 && typeof data29 == "object" && !Array.isArray(data29)) for (const key1 in data29) {
																																		const _errs62 = errors;
																																		if (!validate10(data29[key1], {
																																			instancePath: instancePath + "/properties/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
																																			parentData: data29,
																																			parentDataProperty: key1,
																																			rootData
																																		})) {
																																			vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																			errors = vErrors.length;
																																		}
																																		if (!(_errs62 === errors)) break;
																																	}
																																	else {
																																		validate10.errors = [{
																																			instancePath: instancePath + "/properties",
																																			schemaPath: "#/properties/properties/type",
																																			keyword: "type",
																																			params: { type: "object" },
																																			message: "must be object"
																																		}];
																																		return false;
																																	}
																																}
																																var valid0 = _errs59 === errors;
																															} else var valid0 = true;
																															if (valid0) {
																																if (data.patternProperties !== void 0) {
																																	let data31 = data.patternProperties;
																																	const _errs63 = errors;
																																	if (errors === _errs63) {
																																		if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
																																			for (const key2 in data31) {
																																				const _errs65 = errors;
																																				if (errors === _errs65) {
																																					if (typeof key2 === "string") {
																																						if (!formats6(key2)) {
																																							const err1 = {
																																								instancePath: instancePath + "/patternProperties",
																																								schemaPath: "#/properties/patternProperties/propertyNames/format",
																																								keyword: "format",
																																								params: { format: "regex" },
																																								message: "must match format \"regex\"",
																																								propertyName: key2
																																							};
																																							if (vErrors === null) vErrors = [err1];
																																							else vErrors.push(err1);
																																							errors++;
																																						}
																																					}
																																				}
																																				var valid10 = _errs65 === errors;
																																				if (!valid10) {
																																					const err2 = {
																																						instancePath: instancePath + "/patternProperties",
																																						schemaPath: "#/properties/patternProperties/propertyNames",
																																						keyword: "propertyNames",
																																						params: { propertyName: key2 },
																																						message: "property name must be valid"
																																					};
																																					if (vErrors === null) vErrors = [err2];
																																					else vErrors.push(err2);
																																					errors++;
																																					validate10.errors = vErrors;
																																					return false;
																																				}
																																			}
																																			if (valid10) for (const key3 in data31) {
																																				const _errs67 = errors;
																																				if (!validate10(data31[key3], {
																																					instancePath: instancePath + "/patternProperties/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),
																																					parentData: data31,
																																					parentDataProperty: key3,
																																					rootData
																																				})) {
																																					vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																					errors = vErrors.length;
																																				}
																																				if (!(_errs67 === errors)) break;
																																			}
																																		} else {
																																			validate10.errors = [{
																																				instancePath: instancePath + "/patternProperties",
																																				schemaPath: "#/properties/patternProperties/type",
																																				keyword: "type",
																																				params: { type: "object" },
																																				message: "must be object"
																																			}];
																																			return false;
																																		}
																																	}
																																	var valid0 = _errs63 === errors;
																																} else var valid0 = true;
																																if (valid0) {
																																	if (data.dependencies !== void 0) {
																																		let data33 = data.dependencies;
																																		const _errs68 = errors;
																																		if (errors === _errs68) {
																																			if (data33 && typeof data33 == "object" && !Array.isArray(data33)) for (const key4 in data33) {
																																				let data34 = data33[key4];
																																				const _errs71 = errors;
																																				const _errs72 = errors;
																																				let valid13 = false;
																																				const _errs73 = errors;
																																				if (!validate10(data34, {
																																					instancePath: instancePath + "/dependencies/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
																																					parentData: data33,
																																					parentDataProperty: key4,
																																					rootData
																																				})) {
																																					vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																					errors = vErrors.length;
																																				}
																																				var _valid1 = _errs73 === errors;
																																				valid13 = valid13 || _valid1;
																																				if (!valid13) {
																																					const _errs74 = errors;
																																					if (errors === errors) {
																																						if (Array.isArray(data34)) {
																																							var valid15 = true;
																																							const len1 = data34.length;
																																							for (let i2 = 0; i2 < len1; i2++) {
																																								const _errs77 = errors;
																																								if (typeof data34[i2] !== "string") {
																																									const err3 = {
																																										instancePath: instancePath + "/dependencies/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i2,
																																										schemaPath: "#/definitions/stringArray/items/type",
																																										keyword: "type",
																																										params: { type: "string" },
																																										message: "must be string"
																																									};
																																									if (vErrors === null) vErrors = [err3];
																																									else vErrors.push(err3);
																																									errors++;
																																								}
																																								var valid15 = _errs77 === errors;
																																								if (!valid15) break;
																																							}
																																							if (valid15) {
																																								let i3 = data34.length;
																																								let j1;
																																								if (i3 > 1) {
																																									const indices1 = {};
																																									for (; i3--;) {
																																										let item1 = data34[i3];
																																										if (typeof item1 !== "string") continue;
																																										if (typeof indices1[item1] == "number") {
																																											j1 = indices1[item1];
																																											const err4 = {
																																												instancePath: instancePath + "/dependencies/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
																																												schemaPath: "#/definitions/stringArray/uniqueItems",
																																												keyword: "uniqueItems",
																																												params: {
																																													i: i3,
																																													j: j1
																																												},
																																												message: "must NOT have duplicate items (items ## " + j1 + " and " + i3 + " are identical)"
																																											};
																																											if (vErrors === null) vErrors = [err4];
																																											else vErrors.push(err4);
																																											errors++;
																																											break;
																																										}
																																										indices1[item1] = i3;
																																									}
																																								}
																																							}
																																						} else {
																																							const err5 = {
																																								instancePath: instancePath + "/dependencies/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
																																								schemaPath: "#/definitions/stringArray/type",
																																								keyword: "type",
																																								params: { type: "array" },
																																								message: "must be array"
																																							};
																																							if (vErrors === null) vErrors = [err5];
																																							else vErrors.push(err5);
																																							errors++;
																																						}
																																					}
																																					var _valid1 = _errs74 === errors;
																																					valid13 = valid13 || _valid1;
																																				}
																																				if (!valid13) {
																																					const err6 = {
																																						instancePath: instancePath + "/dependencies/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
																																						schemaPath: "#/properties/dependencies/additionalProperties/anyOf",
																																						keyword: "anyOf",
																																						params: {},
																																						message: "must match a schema in anyOf"
																																					};
																																					if (vErrors === null) vErrors = [err6];
																																					else vErrors.push(err6);
																																					errors++;
																																					validate10.errors = vErrors;
																																					return false;
																																				} else {
																																					errors = _errs72;
																																					if (vErrors !== null) {
																																						if (_errs72) vErrors.length = _errs72;
																																						else vErrors = null;
																																					}
																																				}
																																				if (!(_errs71 === errors)) break;
																																			}
																																			else {
																																				validate10.errors = [{
																																					instancePath: instancePath + "/dependencies",
																																					schemaPath: "#/properties/dependencies/type",
																																					keyword: "type",
																																					params: { type: "object" },
																																					message: "must be object"
																																				}];
																																				return false;
																																			}
																																		}
																																		var valid0 = _errs68 === errors;
																																	} else var valid0 = true;
																																	if (valid0) {
																																		if (data.propertyNames !== void 0) {
																																			const _errs79 = errors;
																																			if (!validate10(data.propertyNames, {
																																				instancePath: instancePath + "/propertyNames",
																																				parentData: data,
																																				parentDataProperty: "propertyNames",
																																				rootData
																																			})) {
																																				vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																				errors = vErrors.length;
																																			}
																																			var valid0 = _errs79 === errors;
																																		} else var valid0 = true;
																																		if (valid0) {
																																			if (data.enum !== void 0) {
																																				let data37 = data.enum;
																																				const _errs80 = errors;
																																				if (errors === _errs80) {
																																					if (Array.isArray(data37)) {
																																						if (data37.length < 1) {
																																							validate10.errors = [{
																																								instancePath: instancePath + "/enum",
																																								schemaPath: "#/properties/enum/minItems",
																																								keyword: "minItems",
																																								params: { limit: 1 },
																																								message: "must NOT have fewer than 1 items"
																																							}];
																																							return false;
																																						} else {
																																							let i4 = data37.length;
																																							let j2;
																																							if (i4 > 1) {
																																								outer0: for (; i4--;) for (j2 = i4; j2--;) if (func0(data37[i4], data37[j2])) {
																																									validate10.errors = [{
																																										instancePath: instancePath + "/enum",
																																										schemaPath: "#/properties/enum/uniqueItems",
																																										keyword: "uniqueItems",
																																										params: {
																																											i: i4,
																																											j: j2
																																										},
																																										message: "must NOT have duplicate items (items ## " + j2 + " and " + i4 + " are identical)"
																																									}];
																																									return false;
																																								}
																																							}
																																						}
																																					} else {
																																						validate10.errors = [{
																																							instancePath: instancePath + "/enum",
																																							schemaPath: "#/properties/enum/type",
																																							keyword: "type",
																																							params: { type: "array" },
																																							message: "must be array"
																																						}];
																																						return false;
																																					}
																																				}
																																				var valid0 = _errs80 === errors;
																																			} else var valid0 = true;
																																			if (valid0) {
																																				if (data.type !== void 0) {
																																					let data38 = data.type;
																																					const _errs82 = errors;
																																					const _errs83 = errors;
																																					let valid18 = false;
																																					const _errs84 = errors;
																																					if (!(data38 === "array" || data38 === "boolean" || data38 === "integer" || data38 === "null" || data38 === "number" || data38 === "object" || data38 === "string")) {
																																						const err7 = {
																																							instancePath: instancePath + "/type",
																																							schemaPath: "#/definitions/simpleTypes/enum",
																																							keyword: "enum",
																																							params: { allowedValues: schema20.enum },
																																							message: "must be equal to one of the allowed values"
																																						};
																																						if (vErrors === null) vErrors = [err7];
																																						else vErrors.push(err7);
																																						errors++;
																																					}
																																					var _valid2 = _errs84 === errors;
																																					valid18 = valid18 || _valid2;
																																					if (!valid18) {
																																						const _errs86 = errors;
																																						if (errors === _errs86) {
																																							if (Array.isArray(data38)) {
																																								if (data38.length < 1) {
																																									const err8 = {
																																										instancePath: instancePath + "/type",
																																										schemaPath: "#/properties/type/anyOf/1/minItems",
																																										keyword: "minItems",
																																										params: { limit: 1 },
																																										message: "must NOT have fewer than 1 items"
																																									};
																																									if (vErrors === null) vErrors = [err8];
																																									else vErrors.push(err8);
																																									errors++;
																																								} else {
																																									var valid20 = true;
																																									const len2 = data38.length;
																																									for (let i5 = 0; i5 < len2; i5++) {
																																										let data39 = data38[i5];
																																										const _errs88 = errors;
																																										if (!(data39 === "array" || data39 === "boolean" || data39 === "integer" || data39 === "null" || data39 === "number" || data39 === "object" || data39 === "string")) {
																																											const err9 = {
																																												instancePath: instancePath + "/type/" + i5,
																																												schemaPath: "#/definitions/simpleTypes/enum",
																																												keyword: "enum",
																																												params: { allowedValues: schema20.enum },
																																												message: "must be equal to one of the allowed values"
																																											};
																																											if (vErrors === null) vErrors = [err9];
																																											else vErrors.push(err9);
																																											errors++;
																																										}
																																										var valid20 = _errs88 === errors;
																																										if (!valid20) break;
																																									}
																																									if (valid20) {
																																										let i6 = data38.length;
																																										let j3;
																																										if (i6 > 1) {
																																											outer1: for (; i6--;) for (j3 = i6; j3--;) if (func0(data38[i6], data38[j3])) {
																																												const err10 = {
																																													instancePath: instancePath + "/type",
																																													schemaPath: "#/properties/type/anyOf/1/uniqueItems",
																																													keyword: "uniqueItems",
																																													params: {
																																														i: i6,
																																														j: j3
																																													},
																																													message: "must NOT have duplicate items (items ## " + j3 + " and " + i6 + " are identical)"
																																												};
																																												if (vErrors === null) vErrors = [err10];
																																												else vErrors.push(err10);
																																												errors++;
																																												break outer1;
																																											}
																																										}
																																									}
																																								}
																																							} else {
																																								const err11 = {
																																									instancePath: instancePath + "/type",
																																									schemaPath: "#/properties/type/anyOf/1/type",
																																									keyword: "type",
																																									params: { type: "array" },
																																									message: "must be array"
																																								};
																																								if (vErrors === null) vErrors = [err11];
																																								else vErrors.push(err11);
																																								errors++;
																																							}
																																						}
																																						var _valid2 = _errs86 === errors;
																																						valid18 = valid18 || _valid2;
																																					}
																																					if (!valid18) {
																																						const err12 = {
																																							instancePath: instancePath + "/type",
																																							schemaPath: "#/properties/type/anyOf",
																																							keyword: "anyOf",
																																							params: {},
																																							message: "must match a schema in anyOf"
																																						};
																																						if (vErrors === null) vErrors = [err12];
																																						else vErrors.push(err12);
																																						errors++;
																																						validate10.errors = vErrors;
																																						return false;
																																					} else {
																																						errors = _errs83;
																																						if (vErrors !== null) {
																																							if (_errs83) vErrors.length = _errs83;
																																							else vErrors = null;
																																						}
																																					}
																																					var valid0 = _errs82 === errors;
																																				} else var valid0 = true;
																																				if (valid0) {
																																					if (data.format !== void 0) {
																																						const _errs90 = errors;
																																						if (typeof data.format !== "string") {
																																							validate10.errors = [{
																																								instancePath: instancePath + "/format",
																																								schemaPath: "#/properties/format/type",
																																								keyword: "type",
																																								params: { type: "string" },
																																								message: "must be string"
																																							}];
																																							return false;
																																						}
																																						var valid0 = _errs90 === errors;
																																					} else var valid0 = true;
																																					if (valid0) {
																																						if (data.contentMediaType !== void 0) {
																																							const _errs92 = errors;
																																							if (typeof data.contentMediaType !== "string") {
																																								validate10.errors = [{
																																									instancePath: instancePath + "/contentMediaType",
																																									schemaPath: "#/properties/contentMediaType/type",
																																									keyword: "type",
																																									params: { type: "string" },
																																									message: "must be string"
																																								}];
																																								return false;
																																							}
																																							var valid0 = _errs92 === errors;
																																						} else var valid0 = true;
																																						if (valid0) {
																																							if (data.contentEncoding !== void 0) {
																																								const _errs94 = errors;
																																								if (typeof data.contentEncoding !== "string") {
																																									validate10.errors = [{
																																										instancePath: instancePath + "/contentEncoding",
																																										schemaPath: "#/properties/contentEncoding/type",
																																										keyword: "type",
																																										params: { type: "string" },
																																										message: "must be string"
																																									}];
																																									return false;
																																								}
																																								var valid0 = _errs94 === errors;
																																							} else var valid0 = true;
																																							if (valid0) {
																																								if (data.if !== void 0) {
																																									const _errs96 = errors;
																																									if (!validate10(data.if, {
																																										instancePath: instancePath + "/if",
																																										parentData: data,
																																										parentDataProperty: "if",
																																										rootData
																																									})) {
																																										vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																										errors = vErrors.length;
																																									}
																																									var valid0 = _errs96 === errors;
																																								} else var valid0 = true;
																																								if (valid0) {
																																									if (data.then !== void 0) {
																																										const _errs97 = errors;
																																										if (!validate10(data.then, {
																																											instancePath: instancePath + "/then",
																																											parentData: data,
																																											parentDataProperty: "then",
																																											rootData
																																										})) {
																																											vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																											errors = vErrors.length;
																																										}
																																										var valid0 = _errs97 === errors;
																																									} else var valid0 = true;
																																									if (valid0) {
																																										if (data.else !== void 0) {
																																											const _errs98 = errors;
																																											if (!validate10(data.else, {
																																												instancePath: instancePath + "/else",
																																												parentData: data,
																																												parentDataProperty: "else",
																																												rootData
																																											})) {
																																												vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																												errors = vErrors.length;
																																											}
																																											var valid0 = _errs98 === errors;
																																										} else var valid0 = true;
																																										if (valid0) {
																																											if (data.allOf !== void 0) {
																																												const _errs99 = errors;
																																												if (!validate13(data.allOf, {
																																													instancePath: instancePath + "/allOf",
																																													parentData: data,
																																													parentDataProperty: "allOf",
																																													rootData
																																												})) {
																																													vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
																																													errors = vErrors.length;
																																												}
																																												var valid0 = _errs99 === errors;
																																											} else var valid0 = true;
																																											if (valid0) {
																																												if (data.anyOf !== void 0) {
																																													const _errs100 = errors;
																																													if (!validate13(data.anyOf, {
																																														instancePath: instancePath + "/anyOf",
																																														parentData: data,
																																														parentDataProperty: "anyOf",
																																														rootData
																																													})) {
																																														vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
																																														errors = vErrors.length;
																																													}
																																													var valid0 = _errs100 === errors;
																																												} else var valid0 = true;
																																												if (valid0) {
																																													if (data.oneOf !== void 0) {
																																														const _errs101 = errors;
																																														if (!validate13(data.oneOf, {
																																															instancePath: instancePath + "/oneOf",
																																															parentData: data,
																																															parentDataProperty: "oneOf",
																																															rootData
																																														})) {
																																															vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
																																															errors = vErrors.length;
																																														}
																																														var valid0 = _errs101 === errors;
																																													} else var valid0 = true;
																																													if (valid0) {
																																														if (data.not !== void 0) {
																																															const _errs102 = errors;
																																															if (!validate10(data.not, {
																																																instancePath: instancePath + "/not",
																																																parentData: data,
																																																parentDataProperty: "not",
																																																rootData
																																															})) {
																																																vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
																																																errors = vErrors.length;
																																															}
																																															var valid0 = _errs102 === errors;
																																														} else var valid0 = true;
																																													}
																																												}
																																											}
																																										}
																																									}
																																								}
																																							}
																																						}
																																					}
																																				}
																																			}
																																		}
																																	}
																																}
																															}
																														}
																													}
																												}
																											}
																										}
																									}
																								}
																							}
																						}
																					}
																				}
																			}
																		}
																	}
																}
															}
														}
													}
												}
											}
										}
									}
								}
							}
						}
					}
				}
			}
		}
		validate10.errors = vErrors;
		return errors === 0;
	}
}));
// ../../node_modules/fast-json-stringify/lib/merge-schemas.js
var require_merge_schemas = __commonJSMin(((exports, module) => {
	const { mergeSchemas: _mergeSchemas } = require_merge_json_schemas();
	function mergeSchemas(schemas) {
		return _mergeSchemas(schemas, { onConflict: "skip" });
	}
	module.exports = mergeSchemas;
}));
// ../../node_modules/fast-json-stringify/lib/standalone.js
var require_standalone = __commonJSMin(((exports, module) => {
	function buildStandaloneCode(contextFunc, context, serializer, validator) {
		let ajvDependencyCode = "";
		if (context.validatorSchemasIds.size > 0) {
			if (context.options.inlineValidators) {
				const standaloneCode = require_standalone$1().default;
				const schemaRefs = Object.fromEntries([...context.validatorSchemaRefs].map((schemaRef) => [schemaRef, schemaRef]));
				ajvDependencyCode += `const validator = (() => {
        const validators = {}
        const exports = validators
        ${standaloneCode(validator.ajv, schemaRefs)}
        return {
          validate (schemaRef, data) {
            const validate = validators[schemaRef]
            return validate(data)
          },
          getSchemaValidator (schemaRef) {
            return validators[schemaRef]
          }
        }
      })()\n`;
			} else {
				ajvDependencyCode += "const Validator = require('fast-json-stringify/lib/validator')\n";
				ajvDependencyCode += `const validatorState = ${JSON.stringify(validator.getState())}\n`;
				ajvDependencyCode += "const validator = Validator.restoreFromState(validatorState)\n";
			}
		} else ajvDependencyCode += "const validator = null\n";
		const { schema, ...serializerState } = serializer.getState();
		return `
  'use strict'

  const Serializer = require('fast-json-stringify/lib/serializer')
  const serializerState = ${JSON.stringify(serializerState)}
  const serializer = Serializer.restoreFromState(serializerState)

  ${ajvDependencyCode}

  module.exports = ${contextFunc.toString()}(validator, serializer)`;
	}
	module.exports = buildStandaloneCode;
	module.exports.dependencies = {
		Serializer: require_serializer(),
		Validator: require_validator()
	};
}));
// ../../node_modules/fast-json-stringify/index.js
var require_fast_json_stringify = __commonJSMin(((exports, module) => {
	const { RefResolver } = require_json_schema_ref_resolver();
	const { MergeError } = require_merge_json_schemas();
	const Serializer = require_serializer();
	const Validator = require_validator();
	const { escapeRefForAjv } = Validator;
	const { buildProjection } = require_projection();
	const Location = require_location();
	const validate = require_schema_validator();
	const mergeSchemas = require_merge_schemas();
	const DEFAULT_MAX_DEPTH = 100;
	const NAMED_FRAGMENT_REF = /^#[a-z_][-\w._]*$/i;
	const nodeMajor = Number.parseInt(process.versions.node, 10);
	const { HAS_FAST_JSON_STRINGIFY: PROJECTION_SUPPORTED } = require_v8();
	const PRIMITIVE_FAST_PATH_MIN_LENGTH = [{
		integer: 3e5,
		number: 3e5,
		string: 128
	}, {
		integer: 512,
		number: 128,
		string: 8
	}][+(nodeMajor >= 22)];
	const STRING_ARRAY_FAST_PATH_MIN_LENGTH = PRIMITIVE_FAST_PATH_MIN_LENGTH.string;
	const INTEGER_ARRAY_FAST_PATH = {
		condition: "Number.isInteger(v)",
		minLength: PRIMITIVE_FAST_PATH_MIN_LENGTH.integer
	};
	const NUMBER_ARRAY_FAST_PATH = {
		condition: "typeof v === 'number' && v === v",
		minLength: PRIMITIVE_FAST_PATH_MIN_LENGTH.number
	};
	const singleSchemaKeywords = [
		"additionalItems",
		"additionalProperties",
		"contains",
		"else",
		"if",
		"not",
		"propertyNames",
		"then"
	];
	const arraySchemaKeywords = [
		"allOf",
		"anyOf",
		"oneOf"
	];
	const objectSchemaKeywords = [
		"definitions",
		"patternProperties",
		"properties"
	];
	const serializerFns = `
const {
  asString,
  asNumber,
  asBoolean,
  asDateTime,
  asDate,
  asTime,
  asUnsafeString,
  asPlainStringArray
} = serializer

const asInteger = serializer.asInteger.bind(serializer)

`;
	const validRoundingMethods = new Set([
		"floor",
		"ceil",
		"round",
		"trunc"
	]);
	const validLargeArrayMechanisms = new Set(["default", "json-stringify"]);
	const validObjectMechanisms = new Set(["default", "native"]);
	const IGNORED_REF_SIBLING_KEYWORDS = new Set([
		"$ref",
		"$comment",
		"title",
		"description",
		"examples",
		"deprecated",
		"readOnly",
		"writeOnly"
	]);
	let schemaIdCounter = 0;
	function getMaxDepth(options) {
		const maxDepth = options.maxDepth === void 0 ? DEFAULT_MAX_DEPTH : options.maxDepth;
		if (!Number.isInteger(maxDepth) || maxDepth < 0 || maxDepth > DEFAULT_MAX_DEPTH) throw new Error(`Unsupported max schema depth ${maxDepth}. Expected an integer between 0 and ${DEFAULT_MAX_DEPTH}.`);
		return maxDepth;
	}
	function schemaDepthError(maxDepth, name) {
		const prefix = name ? `"${name}" ` : "";
		return new Error(`${prefix}schema exceeds maximum depth of ${maxDepth}`);
	}
	function assertObjectDepth(schema, maxDepth, name) {
		const stack = [{
			value: schema,
			depth: 0,
			exit: false
		}];
		const path = new WeakSet();
		let hasRef = false;
		while (stack.length > 0) {
			const entry = stack.pop();
			const value = entry.value;
			if (typeof value !== "object" || value === null) continue;
			if (entry.depth > maxDepth * 2) throw schemaDepthError(maxDepth, name);
			if (entry.exit) {
				path.delete(value);
				continue;
			}
			if (path.has(value)) throw new Error("schema contains a circular object reference; use $ref instead");
			path.add(value);
			stack.push({
				value,
				depth: entry.depth,
				exit: true
			});
			for (const key in value) {
				const child = value[key];
				if (key === "$ref" && typeof child === "string") hasRef = true;
				if (typeof child === "object" && child !== null) stack.push({
					value: child,
					depth: entry.depth + 1,
					exit: false
				});
			}
		}
		return hasRef;
	}
	function assertSchemaDepth(schema, maxDepth, name) {
		const stack = [{
			schema,
			depth: 0
		}];
		while (stack.length > 0) {
			const entry = stack.pop();
			const currentSchema = entry.schema;
			if (entry.depth > maxDepth) throw schemaDepthError(maxDepth, name);
			if (typeof currentSchema !== "object" || currentSchema === null) continue;
			const nestedDepth = entry.depth + 1;
			for (const keyword of singleSchemaKeywords) if (typeof currentSchema[keyword] === "object" && currentSchema[keyword] !== null) stack.push({
				schema: currentSchema[keyword],
				depth: nestedDepth
			});
			for (const keyword of arraySchemaKeywords) {
				const schemas = currentSchema[keyword];
				if (Array.isArray(schemas)) for (const nestedSchema of schemas) stack.push({
					schema: nestedSchema,
					depth: nestedDepth
				});
			}
			const items = currentSchema.items;
			if (Array.isArray(items)) for (const nestedSchema of items) stack.push({
				schema: nestedSchema,
				depth: nestedDepth
			});
			else if (typeof items === "object" && items !== null) stack.push({
				schema: items,
				depth: nestedDepth
			});
			for (const keyword of objectSchemaKeywords) {
				const schemas = currentSchema[keyword];
				if (typeof schemas === "object" && schemas !== null) for (const key of Object.keys(schemas)) stack.push({
					schema: schemas[key],
					depth: nestedDepth
				});
			}
			const dependencies = currentSchema.dependencies;
			if (typeof dependencies === "object" && dependencies !== null) for (const key of Object.keys(dependencies)) {
				const dependency = dependencies[key];
				if (!Array.isArray(dependency)) stack.push({
					schema: dependency,
					depth: nestedDepth
				});
			}
		}
	}
	function isValidSchema(schema, name) {
		if (!validate(schema)) {
			if (name) name = `"${name}" `;
			else name = "";
			const first = validate.errors[0];
			const err = new Error(`${name}schema is invalid: data${first.instancePath} ${first.message}`);
			err.errors = isValidSchema.errors;
			throw err;
		}
	}
	function resolveRef(context, location) {
		const seen = new Set();
		const siblingLocations = [];
		let depth = 0;
		while (location.schema.$ref !== void 0) {
			const refSchema = location.schema;
			const ref = refSchema.$ref;
			const locationRef = location.getSchemaRef();
			if (seen.has(locationRef)) throw new Error(`Cannot resolve circular reference "${ref}"`);
			seen.add(locationRef);
			if (depth++ > context.maxDepth) throw schemaDepthError(context.maxDepth);
			let hashIndex = ref.indexOf("#");
			if (hashIndex === -1) hashIndex = ref.length;
			const schemaId = ref.slice(0, hashIndex) || location.schemaId;
			const jsonPointer = ref.slice(hashIndex) || "#";
			const schema = context.refResolver.getSchema(schemaId, jsonPointer);
			if (schema === null) throw new Error(`Cannot find reference "${ref}"`);
			const siblingSchema = {};
			for (const key in refSchema) if (!IGNORED_REF_SIBLING_KEYWORDS.has(key)) siblingSchema[key] = refSchema[key];
			if (Object.keys(siblingSchema).length !== 0) siblingLocations.unshift(new Location(cloneOriginSchema(context, siblingSchema, location.schemaId), location.schemaId, location.jsonPointer));
			location = new Location(schema, schemaId, jsonPointer);
		}
		if (siblingLocations.length === 0) return location;
		const mergedSchemaKey = location.getSchemaRef() + JSON.stringify(siblingLocations.map((l) => l.schema));
		let mergedSchemaId = context.mergedRefsIds.get(mergedSchemaKey);
		if (mergedSchemaId === void 0) {
			mergedSchemaId = `__fjs_merged_${schemaIdCounter++}`;
			try {
				mergeLocations(context, mergedSchemaId, [location, ...siblingLocations]);
			} catch (err) {
				if (!(err instanceof MergeError)) throw err;
				return location;
			}
			context.mergedRefsIds.set(mergedSchemaKey, mergedSchemaId);
		}
		return getMergedLocation(context, mergedSchemaId);
	}
	function getSchemaDependencies(refResolver, schemaId) {
		const dependencies = {};
		const processed = new Set();
		const pending = [schemaId];
		while (pending.length > 0) {
			const currentSchemaId = pending.pop();
			if (processed.has(currentSchemaId)) continue;
			processed.add(currentSchemaId);
			for (const ref of refResolver.getSchemaRefs(currentSchemaId)) {
				const dependencySchemaId = ref.schemaId;
				if (dependencySchemaId === currentSchemaId || dependencies[dependencySchemaId] !== void 0) continue;
				dependencies[dependencySchemaId] = refResolver.getSchema(dependencySchemaId);
				pending.push(dependencySchemaId);
			}
		}
		return dependencies;
	}
	function getMergedLocation(context, mergedSchemaId) {
		const mergedSchema = context.refResolver.getSchema(mergedSchemaId, "#");
		return new Location(mergedSchema, mergedSchemaId, "#");
	}
	function getSchemaId(schema, rootSchemaId) {
		if (typeof schema.$id === "string" && schema.$id.charAt(0) !== "#") return schema.$id;
		return rootSchemaId;
	}
	const LINE_SEPARATORS = /[\u2028\u2029]/g;
	function asComment(schemaRef) {
		return JSON.stringify(schemaRef).replace(LINE_SEPARATORS, (c) => "\\u" + c.charCodeAt(0).toString(16));
	}
	function getSafeSchemaRef(context, location) {
		let schemaRef = location.getSchemaRef() || "";
		if (schemaRef.startsWith(context.rootSchemaId)) schemaRef = schemaRef.replace(context.rootSchemaId, "") || "#";
		return schemaRef;
	}
	function getValidatorSchemaRef(context, location) {
		return escapeRefForAjv(resolveValidatorSchemaRef(context, location));
	}
	function buildValidation(context, schemaRef, input) {
		let name = context.validatorFunctions.get(schemaRef);
		if (name === void 0) {
			name = `validate_${context.validatorFunctions.size}`;
			context.validatorFunctions.set(schemaRef, name);
		}
		return `(${name} || (${name} = validator.getSchemaValidator(${JSON.stringify(schemaRef)})))(${input})`;
	}
	function resolveValidatorSchemaRef(context, location) {
		let schemaRef = location.getSchemaRef();
		const schema = location.schema;
		if (typeof schema.$ref !== "string" || Object.keys(schema).length !== 1) return schemaRef;
		const ref = schema.$ref;
		const hashIndex = ref.indexOf("#");
		const refSchemaId = hashIndex === -1 ? ref : ref.slice(0, hashIndex);
		const refJsonPointer = hashIndex === -1 ? "" : ref.slice(hashIndex);
		const isBareRef = refJsonPointer === "" || refJsonPointer === "#";
		const isNamedFragmentRef = NAMED_FRAGMENT_REF.test(refJsonPointer);
		const isJsonPointerRef = refJsonPointer.startsWith("#/");
		if ((isBareRef || isNamedFragmentRef || isJsonPointerRef) && refSchemaId && context.refResolver.hasSchema(refSchemaId)) {
			const refSchema = context.refResolver.getSchema(refSchemaId);
			const refSubSchema = isBareRef ? refSchema : context.refResolver.getSchema(refSchemaId, refJsonPointer);
			const hasRelativeSchemaId = typeof refSchema.$id === "string" && refSchema.$id.charAt(0) === "#";
			if (refSubSchema !== null && (!hasRelativeSchemaId || refSchema.$id === refJsonPointer)) schemaRef = refSchemaId + (isBareRef ? "#" : refJsonPointer);
		}
		return schemaRef;
	}
	function build(schema, options) {
		options = options || {};
		const maxDepth = getMaxDepth(options);
		let hasRef = assertObjectDepth(schema, maxDepth);
		assertSchemaDepth(schema, maxDepth);
		isValidSchema(schema);
		const context = {
			functions: [],
			functionsCounter: 0,
			functionsNamesBySchema: new Map(),
			options,
			refResolver: new RefResolver(),
			rootSchemaId: schema.$id || `__fjs_root_${schemaIdCounter++}`,
			validatorSchemasIds: new Set(),
			validatorSchemaRefs: new Set(),
			validatorFunctions: new Map(),
			mergedSchemasIds: new Map(),
			mergedRefsIds: new Map(),
			maxDepth,
			recursiveSchemas: new Set(),
			recursivePaths: new Set(),
			buildingSet: new Set(),
			largeArraySize: 2e4,
			largeArrayMechanism: "default",
			objectMechanism: "default",
			uid: 0
		};
		const schemaId = getSchemaId(schema, context.rootSchemaId);
		if (!context.refResolver.hasSchema(schemaId)) context.refResolver.addSchema(schema, context.rootSchemaId);
		if (options.schema) for (const key in options.schema) {
			const schema = options.schema[key];
			const schemaId = getSchemaId(schema, key);
			if (!context.refResolver.hasSchema(schemaId)) {
				if (assertObjectDepth(schema, maxDepth, key)) hasRef = true;
				assertSchemaDepth(schema, maxDepth, key);
				isValidSchema(schema, key);
				context.refResolver.addSchema(schema, key);
			}
		}
		if (options.rounding) {
			if (!validRoundingMethods.has(options.rounding)) throw new Error(`Unsupported integer rounding method ${options.rounding}`);
		}
		if (options.largeArrayMechanism) {
			if (validLargeArrayMechanisms.has(options.largeArrayMechanism)) context.largeArrayMechanism = options.largeArrayMechanism;
			else throw new Error(`Unsupported large array mechanism ${options.largeArrayMechanism}`);
		}
		if (options.objectMechanism) {
			if (validObjectMechanisms.has(options.objectMechanism)) context.objectMechanism = options.objectMechanism;
			else throw new Error(`Unsupported object mechanism ${options.objectMechanism}`);
		}
		if (options.largeArraySize) {
			const largeArraySizeType = typeof options.largeArraySize;
			let parsedNumber;
			if (largeArraySizeType === "string" && Number.isFinite(parsedNumber = Number.parseInt(options.largeArraySize, 10))) context.largeArraySize = parsedNumber;
			else if (largeArraySizeType === "number" && Number.isInteger(options.largeArraySize)) context.largeArraySize = options.largeArraySize;
			else if (largeArraySizeType === "bigint") context.largeArraySize = Number(options.largeArraySize);
			else throw new Error(`Unsupported large array size. Expected integer-like, got ${typeof options.largeArraySize} with value ${options.largeArraySize}`);
		}
		const location = new Location(schema, context.rootSchemaId);
		if (hasRef) detectRecursiveSchemas(context, location);
		let code = null;
		let projection = null;
		if (context.objectMechanism === "native" && (options.forceProjection === true || PROJECTION_SUPPORTED)) projection = buildProjection(schema);
		if (projection === null) code = buildValue(context, location, "input");
		let contextFunctionCode = `
    ${serializerFns}
    const JSON_STR_BEGIN_OBJECT = '{'
    const JSON_STR_END_OBJECT = '}'
    const JSON_STR_BEGIN_ARRAY = '['
    const JSON_STR_END_ARRAY = ']'
    const JSON_STR_COMMA = ','
    const JSON_STR_COLONS = ':'
    const JSON_STR_QUOTE = '"'
    const JSON_STR_EMPTY_OBJECT = JSON_STR_BEGIN_OBJECT + JSON_STR_END_OBJECT
    const JSON_STR_EMPTY_ARRAY = JSON_STR_BEGIN_ARRAY + JSON_STR_END_ARRAY
    const JSON_STR_EMPTY_STRING = JSON_STR_QUOTE + JSON_STR_QUOTE
    const JSON_STR_NULL = 'null'
    ${[...context.validatorFunctions.values()].map((name) => `let ${name}`).join("\n    ")}
  `;
		if (projection !== null) contextFunctionCode += projection;
		else if (code === "json += anonymous0(input)") contextFunctionCode += `
    ${context.functions.join("\n")}
    const main = anonymous0
    return main
    `;
		else contextFunctionCode += `
    function main (input) {
      let json = ''
      ${code}
      return json
    }
    ${context.functions.join("\n")}
    return main
    `;
		const serializer = new Serializer(options);
		const validator = context.validatorSchemasIds.size > 0 || options.mode === "debug" ? new Validator(options.ajv, options.mode === "standalone" && options.inlineValidators) : null;
		if (validator !== null) {
			for (const schemaId of context.validatorSchemasIds) {
				const schema = context.refResolver.getSchema(schemaId);
				validator.addSchema(schema, schemaId, context.refResolver);
				const dependencies = getSchemaDependencies(context.refResolver, schemaId);
				for (const [schemaId, schema] of Object.entries(dependencies)) validator.addSchema(schema, schemaId, context.refResolver);
			}
			if (options.compileValidators) validator.compileSchemas(context.validatorSchemaRefs);
		}
		if (options.mode === "debug") return {
			validator,
			serializer,
			code: `validator\nserializer\n${contextFunctionCode}`,
			ajv: validator.ajv
		};
		const contextFunc = new Function("validator", "serializer", contextFunctionCode);
		if (options.mode === "standalone") return require_standalone()(contextFunc, context, serializer, validator);
		return contextFunc(validator, serializer);
	}
	const objectKeywords = [
		"properties",
		"required",
		"additionalProperties",
		"patternProperties",
		"maxProperties",
		"minProperties",
		"dependencies"
	];
	const arrayKeywords = [
		"items",
		"additionalItems",
		"maxItems",
		"minItems",
		"uniqueItems",
		"contains"
	];
	const stringKeywords = [
		"maxLength",
		"minLength",
		"pattern"
	];
	const numberKeywords = [
		"multipleOf",
		"maximum",
		"exclusiveMaximum",
		"minimum",
		"exclusiveMinimum"
	];
	function inferTypeByKeyword(schema) {
		for (const keyword of objectKeywords) if (keyword in schema) return "object";
		for (const keyword of arrayKeywords) if (keyword in schema) return "array";
		for (const keyword of stringKeywords) if (keyword in schema) return "string";
		for (const keyword of numberKeywords) if (keyword in schema) return "number";
		return schema.type;
	}
	function buildExtraObjectPropertiesSerializer(context, location, addComma, objVar) {
		const schema = location.schema;
		const propertiesKeys = Object.keys(schema.properties || {});
		let code = `
    for (const key of Object.keys(${objVar})) {
      if (
        ${propertiesKeys.length > 0 ? propertiesKeys.map((k) => `key === ${JSON.stringify(k)}`).join(" || ") + " ||" : ""}
        ${objVar}[key] === undefined ||
        typeof ${objVar}[key] === 'function' ||
        typeof ${objVar}[key] === 'symbol'
      ) continue
      const value = ${objVar}[key]
  `;
		const patternPropertiesLocation = location.getPropertyLocation("patternProperties");
		const patternPropertiesSchema = patternPropertiesLocation.schema;
		if (patternPropertiesSchema !== void 0) for (const propertyKey in patternPropertiesSchema) {
			const propertyLocation = patternPropertiesLocation.getPropertyLocation(propertyKey);
			code += `
        if (/${propertyKey.replace(/\\*\//g, "\\/")}/.test(key)) {
          ${addComma}
          json += asString(key) + JSON_STR_COLONS
          ${buildValue(context, propertyLocation, "value")}
          continue
        }
      `;
		}
		const additionalPropertiesSchema = location.getPropertyLocation("additionalProperties").schema;
		if (additionalPropertiesSchema !== void 0 && additionalPropertiesSchema !== false) {
			if (additionalPropertiesSchema === true) code += `
        ${addComma}
        json += asString(key) + JSON_STR_COLONS + JSON.stringify(value)
      `;
			else {
				const propertyLocation = location.getPropertyLocation("additionalProperties");
				code += `
        ${addComma}
        json += asString(key) + JSON_STR_COLONS
        ${buildValue(context, propertyLocation, "value")}
      `;
			}
		}
		code += `
    }
  `;
		return code;
	}
	function buildInnerObject(context, location, objVar, isReturnForm) {
		const schema = location.schema;
		const propertiesLocation = location.getPropertyLocation("properties");
		const requiredProperties = schema.required || [];
		const propertiesKeys = Object.keys(schema.properties || {}).sort((key1, key2) => {
			const required1 = requiredProperties.includes(key1);
			return required1 === requiredProperties.includes(key2) ? 0 : required1 ? -1 : 1;
		});
		let code = "";
		for (const key of requiredProperties) if (!propertiesKeys.includes(key)) {
			const sanitizedKey = JSON.stringify(key);
			code += `if (${objVar}[${sanitizedKey}] === undefined) throw new Error('${sanitizedKey.replace(/'/g, "\\'")} is required!')\n`;
		}
		const localUid = context.uid++;
		let addComma = "";
		let emptyObjectGuard = null;
		if (propertiesKeys.length > 0 && requiredProperties.includes(propertiesKeys[0])) {
			for (let i = 0; i < propertiesKeys.length; i++) {
				const key = propertiesKeys[i];
				const propertyLocation = propertiesLocation.getPropertyLocation(key);
				let resolvedLocation = propertyLocation;
				if (propertyLocation.schema.$ref) resolvedLocation = resolveRef(context, propertyLocation);
				const sanitizedKey = JSON.stringify(key);
				const value = `value_${key.replace(/[^a-zA-Z0-9]/g, "_")}_${context.uid++}`;
				const defaultValue = resolvedLocation.schema.default;
				const isRequired = requiredProperties.includes(key);
				const keyPrefix = (i === 0 ? "{" : ",") + sanitizedKey + ":";
				code += `
      const ${value} = ${objVar}[${sanitizedKey}]
      if (${value} !== undefined) {
        json += ${JSON.stringify(keyPrefix)}
        ${buildValue(context, resolvedLocation, `${value}`)}
      }`;
				if (defaultValue !== void 0) code += ` else {
        json += ${JSON.stringify(keyPrefix + JSON.stringify(defaultValue))}
      }
      `;
				else if (isRequired) code += ` else {
        throw new Error('${sanitizedKey.replace(/'/g, "\\'")} is required!')
      }
      `;
				else code += "\n";
			}
			addComma = "json += JSON_STR_COMMA";
		} else {
			const needsRuntimeComma = propertiesKeys.length > 1 || schema.patternProperties || schema.additionalProperties !== void 0 && schema.additionalProperties !== false;
			if (needsRuntimeComma) {
				code += `let addComma_${localUid} = false\n`;
				addComma = `json += addComma_${localUid} ? JSON_STR_COMMA : ((addComma_${localUid} = true), JSON_STR_BEGIN_OBJECT)`;
				emptyObjectGuard = `if (!addComma_${localUid}) json += JSON_STR_BEGIN_OBJECT\n`;
			} else if (propertiesKeys.length === 0) code += "json += JSON_STR_BEGIN_OBJECT\n";
			for (const key of propertiesKeys) {
				let propertyLocation = propertiesLocation.getPropertyLocation(key);
				if (propertyLocation.schema.$ref) propertyLocation = resolveRef(context, propertyLocation);
				const sanitizedKey = JSON.stringify(key);
				const value = `value_${key.replace(/[^a-zA-Z0-9]/g, "_")}_${context.uid++}`;
				const defaultValue = propertyLocation.schema.default;
				const isRequired = requiredProperties.includes(key);
				const keyColon = sanitizedKey + ":";
				const addProperty = needsRuntimeComma ? `json += addComma_${localUid} ? ${JSON.stringify("," + keyColon)} : ((addComma_${localUid} = true), ${JSON.stringify("{" + keyColon)})` : `json += ${JSON.stringify("{" + keyColon)}`;
				code += `
          const ${value} = ${objVar}[${sanitizedKey}]
          if (${value} !== undefined) {
            ${addProperty}
            ${buildValue(context, propertyLocation, `${value}`)}
          }`;
				if (defaultValue !== void 0) {
					const defaultValueLiteral = JSON.stringify(sanitizedKey + ":" + JSON.stringify(defaultValue));
					if (needsRuntimeComma) code += ` else {
            ${addComma}
            json += ${defaultValueLiteral}
          }
          `;
					else code += ` else {
            json += ${JSON.stringify("{" + sanitizedKey + ":" + JSON.stringify(defaultValue))}
          }
          `;
				} else if (isRequired) code += ` else {
            throw new Error('${sanitizedKey.replace(/'/g, "\\'")} is required!')
          }
          `;
				else if (!needsRuntimeComma) code += ` else {
            json += JSON_STR_BEGIN_OBJECT
          }
          `;
				else code += "\n";
			}
		}
		if (schema.patternProperties || schema.additionalProperties) code += buildExtraObjectPropertiesSerializer(context, location, addComma, objVar);
		if (emptyObjectGuard !== null) code += emptyObjectGuard;
		code += isReturnForm ? "\nreturn json + JSON_STR_END_OBJECT\n" : "\njson += JSON_STR_END_OBJECT\n";
		return code;
	}
	function mergeLocations(context, mergedSchemaId, mergedLocations) {
		for (let i = 0, mergedLocationsLength = mergedLocations.length; i < mergedLocationsLength; i++) {
			const location = mergedLocations[i];
			if (location.schema.$ref) mergedLocations[i] = resolveRef(context, location);
		}
		const mergedSchemas = [];
		for (const location of mergedLocations) {
			const schema = cloneOriginSchema(context, location.schema, location.schemaId);
			delete schema.$id;
			mergedSchemas.push(schema);
		}
		const mergedSchema = mergeSchemas(mergedSchemas);
		const mergedLocation = new Location(mergedSchema, mergedSchemaId);
		context.refResolver.addSchema(mergedSchema, mergedSchemaId);
		return mergedLocation;
	}
	function cloneOriginSchema(context, schema, schemaId) {
		const clonedSchema = Array.isArray(schema) ? [] : {};
		if (typeof schema.$id === "string" && schema.$id.charAt(0) !== "#") schemaId = schema.$id;
		const mergedSchemaRef = context.mergedSchemasIds.get(schema);
		if (mergedSchemaRef) context.mergedSchemasIds.set(clonedSchema, mergedSchemaRef);
		for (const key in schema) {
			let value = schema[key];
			if (key === "$ref" && typeof value === "string" && value.charAt(0) === "#") value = schemaId + value;
			if (typeof value === "object" && value !== null) value = cloneOriginSchema(context, value, schemaId);
			clonedSchema[key] = value;
		}
		return clonedSchema;
	}
	function toJSON(variableName) {
		return `(${variableName} && typeof ${variableName}.toJSON === 'function')
    ? ${variableName}.toJSON()
    : ${variableName}
  `;
	}
	function buildObject(context, location, input) {
		const schema = location.schema;
		if (context.functionsNamesBySchema.has(schema)) return `json += ${context.functionsNamesBySchema.get(schema)}(${input})`;
		const nullable = schema.nullable === true;
		const schemaId = location.schemaId || "";
		const fullPath = `${schemaId}#${location.jsonPointer || ""}`;
		if (context.recursivePaths.has(fullPath) || context.buildingSet.has(schema) || schemaId !== "") {
			const functionName = generateFuncName(context);
			context.functionsNamesBySchema.set(schema, functionName);
			const functionCode = `
      // ${asComment(getSafeSchemaRef(context, location))}
      function ${functionName} (input) {
        const obj = ${toJSON("input")}
        if (obj === null) return ${nullable ? "JSON_STR_NULL" : "JSON_STR_EMPTY_OBJECT"}
        let json = ''

        ${buildInnerObject(context, location, "obj", true)}
      }
    `;
			context.functions.push(functionCode);
			return `json += ${functionName}(${input})`;
		}
		context.buildingSet.add(schema);
		const objVar = `obj_${context.uid++}`;
		const code = `
    const ${objVar} = ${toJSON(input)}
    if (${objVar} === null) {
      json += ${nullable ? "JSON_STR_NULL" : "JSON_STR_EMPTY_OBJECT"}
    } else {
      ${buildInnerObject(context, location, objVar)}
    }
  `;
		context.buildingSet.delete(schema);
		return code;
	}
	function getPrimitiveArrayFastPathCondition(itemsSchema) {
		if (Array.isArray(itemsSchema) || itemsSchema.$ref !== void 0 || typeof itemsSchema.type !== "string" || itemsSchema.const !== void 0 || itemsSchema.nullable === true || itemsSchema.allOf !== void 0 || itemsSchema.anyOf !== void 0 || itemsSchema.oneOf !== void 0 || itemsSchema.if !== void 0) return null;
		switch (itemsSchema.type) {
			case "number": return NUMBER_ARRAY_FAST_PATH;
			case "integer": return INTEGER_ARRAY_FAST_PATH;
			default: return null;
		}
	}
	function isPlainStringItemsSchema(schema) {
		if (schema.type !== "string") return false;
		if (schema.format !== void 0) return false;
		if (schema.nullable === true) return false;
		if (schema.const !== void 0) return false;
		if (schema.allOf !== void 0) return false;
		if (schema.anyOf !== void 0) return false;
		if (schema.oneOf !== void 0) return false;
		if (schema.if !== void 0) return false;
		return true;
	}
	function buildArray(context, location, input) {
		const schema = location.schema;
		let itemsLocation = location.getPropertyLocation("items");
		itemsLocation.schema = itemsLocation.schema || {};
		if (itemsLocation.schema.$ref) itemsLocation = resolveRef(context, itemsLocation);
		const itemsSchema = itemsLocation.schema;
		const plainStringFastPath = context.largeArrayMechanism !== "json-stringify" && !Array.isArray(itemsSchema) && isPlainStringItemsSchema(itemsSchema);
		if (context.functionsNamesBySchema.has(schema)) return `json += ${context.functionsNamesBySchema.get(schema)}(${input})`;
		const nullable = schema.nullable === true;
		const schemaId = location.schemaId || "";
		const fullPath = `${schemaId}#${location.jsonPointer || ""}`;
		if (context.recursivePaths.has(fullPath) || context.buildingSet.has(schema) || schemaId !== "") {
			const functionName = generateFuncName(context);
			context.functionsNamesBySchema.set(schema, functionName);
			const schemaRef = getSafeSchemaRef(context, location);
			let functionCode = `
    function ${functionName} (obj) {
      // ${asComment(schemaRef)}
      let json = ''
  `;
			functionCode += `
    if (obj === null) return ${nullable ? "JSON_STR_NULL" : "JSON_STR_EMPTY_ARRAY"}
    if (!Array.isArray(obj)) {
      throw new TypeError(${JSON.stringify(`The value of '${schemaRef}' does not match schema definition.`)})
    }
    const arrayLength = obj.length
  `;
			if (!schema.additionalItems && Array.isArray(itemsSchema)) functionCode += `
      if (arrayLength > ${itemsSchema.length}) {
        throw new Error(\`Item at ${itemsSchema.length} does not match schema definition.\`)
      }
    `;
			if (context.largeArrayMechanism === "json-stringify") functionCode += `if (arrayLength >= ${context.largeArraySize}) return JSON.stringify(obj)\n`;
			else if (plainStringFastPath) functionCode += `
      if (typeof arrayLength === 'number' && arrayLength >= ${STRING_ARRAY_FAST_PATH_MIN_LENGTH} && Number.isInteger(arrayLength) && arrayLength <= 0xffffffff) {
        return asPlainStringArray(obj, arrayLength)
      }
      `;
			else {
				const fastPath = getPrimitiveArrayFastPathCondition(itemsSchema);
				if (fastPath) {
					const valueCode = buildValue(context, itemsLocation, "v");
					functionCode += `
        // Copying small arrays costs more than the existing loop.
        if (typeof arrayLength === 'number' && arrayLength >= ${fastPath.minLength} && Number.isInteger(arrayLength) && arrayLength <= 0xffffffff) {
          const copy = new Array(arrayLength)
          // V8's side-effect-free JSON.stringify fast path (V8 >= 13.8) requires
          // the standard Array.prototype; a null prototype halves its throughput.
          // Only detach the prototype when a toJSON hook would otherwise be called.
          if (Array.prototype.toJSON !== undefined) Object.setPrototypeOf(copy, null)
          for (let i = 0; i < arrayLength; i++) {
            const v = obj[i]
            if (!(${fastPath.condition})) {
              // Serialize the captured prefix, then resume at the first miss.
              // Never reread getters or read ahead of an item's coercion.
              copy.length = i
              json = JSON.stringify(copy).slice(0, -1)
              if (i > 0) json += JSON_STR_COMMA
              ${valueCode}
              for (i++; i < arrayLength; i++) {
                json += JSON_STR_COMMA
                const v = obj[i]
                ${valueCode}
              }
              return json + JSON_STR_END_ARRAY
            }
            copy[i] = v
          }
          return JSON.stringify(copy)
        }
      `;
				}
			}
			functionCode += `
    json += JSON_STR_BEGIN_ARRAY
  `;
			if (Array.isArray(itemsSchema)) {
				for (let i = 0, itemsSchemaLength = itemsSchema.length; i < itemsSchemaLength; i++) {
					let item = itemsSchema[i];
					let itemLocation = itemsLocation.getPropertyLocation(i);
					if (itemLocation.schema.$ref) {
						itemLocation = resolveRef(context, itemLocation);
						item = itemLocation.schema;
					}
					const value = `value_${i}`;
					functionCode += `const ${value} = obj[${i}]`;
					const tmpRes = buildValue(context, itemLocation, value);
					functionCode += `
        if (${i} < arrayLength) {
          if (${buildTupleItemCondition(item, value)}) {
            if (${i}) {
              json += JSON_STR_COMMA
            }
            ${tmpRes}
          } else {
            throw new Error(\`Item at ${i} does not match schema definition.\`)
          }
        }
        `;
				}
				if (schema.additionalItems) functionCode += `
        for (let i = ${itemsSchema.length}; i < arrayLength; i++) {
          if (i) {
            json += JSON_STR_COMMA
          }
          json += JSON.stringify(obj[i])
        }`;
			} else {
				const code = buildValue(context, itemsLocation, "value");
				functionCode += `
      if (arrayLength > 0) {
        const value = obj[0]
        ${code}
        for (let i = 1; i < arrayLength; i++) {
          json += JSON_STR_COMMA
          const value = obj[i]
          ${code}
        }
      }`;
			}
			functionCode += `
      return json + JSON_STR_END_ARRAY
    }`;
			context.functions.push(functionCode);
			return `json += ${functionName}(${input})`;
		}
		context.buildingSet.add(schema);
		const safeSchemaRef = getSafeSchemaRef(context, location);
		const objVar = `obj_${context.uid++}`;
		let inlinedCode = `
    const ${objVar} = ${input}
    if (${objVar} === null) {
      json += ${nullable ? "JSON_STR_NULL" : "JSON_STR_EMPTY_ARRAY"}
    } else if (!Array.isArray(${objVar})) {
      throw new TypeError(${JSON.stringify(`The value of '${safeSchemaRef}' does not match schema definition.`)})
    } else {
      const arrayLength_${objVar} = ${objVar}.length
  `;
		if (!schema.additionalItems && Array.isArray(itemsSchema)) inlinedCode += `
      if (arrayLength_${objVar} > ${itemsSchema.length}) {
        throw new Error(\`Item at ${itemsSchema.length} does not match schema definition.\`)
      }
    `;
		if (context.largeArrayMechanism === "json-stringify") inlinedCode += `if (arrayLength_${objVar} >= ${context.largeArraySize}) json += JSON.stringify(${objVar})\n else {`;
		else if (plainStringFastPath) inlinedCode += `
      let fjsPlain_${objVar}
      if (typeof arrayLength_${objVar} === 'number' && arrayLength_${objVar} >= ${STRING_ARRAY_FAST_PATH_MIN_LENGTH} && Number.isInteger(arrayLength_${objVar}) && arrayLength_${objVar} <= 0xffffffff) fjsPlain_${objVar} = asPlainStringArray(${objVar}, arrayLength_${objVar})
      if (fjsPlain_${objVar} !== undefined) json += fjsPlain_${objVar}
      else {
    `;
		inlinedCode += `
    json += JSON_STR_BEGIN_ARRAY
  `;
		if (Array.isArray(itemsSchema)) {
			const localUid = context.uid++;
			inlinedCode += `let addComma_${localUid} = false\n`;
			for (let i = 0, itemsSchemaLength = itemsSchema.length; i < itemsSchemaLength; i++) {
				let item = itemsSchema[i];
				let itemLocation = itemsLocation.getPropertyLocation(i);
				if (itemLocation.schema.$ref) {
					itemLocation = resolveRef(context, itemLocation);
					item = itemLocation.schema;
				}
				const value = `value_${i}_${context.uid++}`;
				inlinedCode += `const ${value} = ${objVar}[${i}]`;
				const tmpRes = buildValue(context, itemLocation, value);
				inlinedCode += `
        if (${i} < arrayLength_${objVar}) {
          if (${buildTupleItemCondition(item, value)}) {
            !addComma_${localUid} && (addComma_${localUid} = true) || (json += JSON_STR_COMMA)
            ${tmpRes}
          } else {
            throw new Error(\`Item at ${i} does not match schema definition.\`)
          }
        }
        `;
			}
			if (schema.additionalItems) inlinedCode += `
        for (let i = ${itemsSchema.length}; i < arrayLength_${objVar}; i++) {
          !addComma_${localUid} && (addComma_${localUid} = true) || (json += JSON_STR_COMMA)
          json += JSON.stringify(${objVar}[i])
        }`;
		} else {
			const code = buildValue(context, itemsLocation, "value");
			inlinedCode += `
      if (arrayLength_${objVar} > 0) {
        const value = ${objVar}[0]
        ${code}
        for (let i = 1; i < arrayLength_${objVar}; i++) {
          json += JSON_STR_COMMA
          const value = ${objVar}[i]
          ${code}
        }
      }`;
		}
		inlinedCode += `
    json += JSON_STR_END_ARRAY
  `;
		if (context.largeArrayMechanism === "json-stringify" || plainStringFastPath) inlinedCode += "}";
		inlinedCode += "}";
		context.buildingSet.delete(schema);
		return inlinedCode;
	}
	function buildArrayTypeCondition(type, accessor) {
		let condition;
		switch (type) {
			case "null":
				condition = `${accessor} === null`;
				break;
			case "string":
				condition = `typeof ${accessor} === 'string' ||
      ${accessor} === null ||
      ${accessor} instanceof Date ||
      ${accessor} instanceof RegExp ||
      (
        typeof ${accessor} === "object" &&
        typeof ${accessor}.toString === "function" &&
        ${accessor}.toString !== Object.prototype.toString
      )`;
				break;
			case "integer":
				condition = `Number.isInteger(${accessor})`;
				break;
			case "number":
				condition = `Number.isFinite(${accessor})`;
				break;
			case "boolean":
				condition = `typeof ${accessor} === 'boolean'`;
				break;
			case "object":
				condition = `${accessor} && typeof ${accessor} === 'object' && ${accessor}.constructor === Object`;
				break;
			case "array":
				condition = `Array.isArray(${accessor})`;
				break;
			default: if (Array.isArray(type)) condition = `(${type.map((subType) => {
				return buildArrayTypeCondition(subType, accessor);
			}).join(" || ")})`;
		}
		return condition;
	}
	function buildTupleItemCondition(item, accessor) {
		const condition = buildArrayTypeCondition(item.type, accessor);
		return item.nullable === true ? `${accessor} === null || ${condition}` : condition;
	}
	function generateFuncName(context) {
		return "anonymous" + context.functionsCounter++;
	}
	function buildMultiTypeSerializer(context, location, input) {
		const types = [...location.schema.type].sort((t1) => t1 === "null" ? -1 : 1);
		let code = "";
		types.forEach((type, index) => {
			location.schema = {
				...location.schema,
				type
			};
			const nestedResult = buildSingleTypeSerializer(context, location, input);
			const statement = index === 0 ? "if" : "else if";
			switch (type) {
				case "null":
					code += `
          ${statement} (${input} === null) {
            ${nestedResult}
          }
          `;
					break;
				case "string":
					code += `
          ${statement}(
            typeof ${input} === "string" ||
            ${input} === null ||
            ${input} instanceof Date ||
            ${input} instanceof RegExp ||
            (
              typeof ${input} === "object" &&
              typeof ${input}.toString === "function" &&
              ${input}.toString !== Object.prototype.toString
            )
          ) {
            ${nestedResult}
          }
        `;
					break;
				case "array":
					code += `
          ${statement}(Array.isArray(${input})) {
            ${nestedResult}
          }
        `;
					break;
				case "integer":
					code += `
          ${statement}(Number.isInteger(${input}) || ${input} === null) {
            ${nestedResult}
          }
        `;
					break;
				case "object":
					code += `
          ${statement}((typeof ${input} === "object" && !Array.isArray(${input})) || ${input} === null) {
            ${nestedResult}
          }
        `;
					break;
				default: code += `
          ${statement}(typeof ${input} === "${type}" || ${input} === null) {
            ${nestedResult}
          }
        `;
			}
		});
		code += `
    else throw new TypeError(${JSON.stringify(`The value of '${getSafeSchemaRef(context, location)}' does not match schema definition.`)})
  `;
		return code;
	}
	function buildSingleTypeSerializer(context, location, input) {
		const schema = location.schema;
		switch (schema.type) {
			case "null": return "json += JSON_STR_NULL";
			case "string": if (schema.format === "date-time") return `json += asDateTime(${input})`;
			else if (schema.format === "date") return `json += asDate(${input})`;
			else if (schema.format === "time") return `json += asTime(${input})`;
			else if (schema.format === "unsafe") return `json += asUnsafeString(${input})`;
			else return `
        if (typeof ${input} !== 'string') {
          if (${input} === null) {
            json += JSON_STR_EMPTY_STRING
          } else if (${input} instanceof Date) {
            json += JSON_STR_QUOTE + ${input}.toISOString() + JSON_STR_QUOTE
          } else if (${input} instanceof RegExp) {
            json += asString(${input}.source)
          } else {
            json += asString(${input}.toString())
          }
        } else {
          json += asString(${input})
        }
        `;
			case "integer": return `json += asInteger(${input})`;
			case "number": return `json += asNumber(${input})`;
			case "boolean": return `json += asBoolean(${input})`;
			case "object": return buildObject(context, location, input);
			case "array": return buildArray(context, location, input);
			case void 0: return `json += JSON.stringify(${input})`;
			default: throw new Error(`${schema.type} unsupported`);
		}
	}
	function detectRecursiveSchemas(context, location) {
		const pathStack = new Set();
		function traverse(location, depth) {
			const schema = location.schema;
			if (!schema || typeof schema !== "object") return;
			if (depth > context.maxDepth) throw schemaDepthError(context.maxDepth);
			const fullPath = `${location.schemaId}#${location.jsonPointer}`;
			if (pathStack.has(fullPath)) {
				let inCycle = false;
				for (const p of pathStack) {
					if (p === fullPath) inCycle = true;
					if (inCycle) context.recursivePaths.add(p);
				}
				context.recursivePaths.add(fullPath);
				return;
			}
			pathStack.add(fullPath);
			if (schema.$ref) try {
				traverse(resolveRef(context, location), depth);
			} catch (err) {
				if (!err.message.startsWith("Cannot find reference")) throw err;
			}
			const nestedDepth = depth + 1;
			for (const keyword of singleSchemaKeywords) if (typeof schema[keyword] === "object" && schema[keyword] !== null) traverse(location.getPropertyLocation(keyword), nestedDepth);
			for (const keyword of arraySchemaKeywords) {
				const schemas = schema[keyword];
				if (Array.isArray(schemas)) {
					const schemasLocation = location.getPropertyLocation(keyword);
					const schemasLength = schemas.length;
					for (let i = 0; i < schemasLength; i++) traverse(schemasLocation.getPropertyLocation(i), nestedDepth);
				}
			}
			const items = schema.items;
			if (Array.isArray(items)) {
				const itemsLocation = location.getPropertyLocation("items");
				const itemsLength = items.length;
				for (let i = 0; i < itemsLength; i++) traverse(itemsLocation.getPropertyLocation(i), nestedDepth);
			} else if (typeof items === "object" && items !== null) traverse(location.getPropertyLocation("items"), nestedDepth);
			for (const keyword of objectSchemaKeywords) {
				const schemas = schema[keyword];
				if (typeof schemas === "object" && schemas !== null) {
					const schemasLocation = location.getPropertyLocation(keyword);
					for (const key in schemas) traverse(schemasLocation.getPropertyLocation(key), nestedDepth);
				}
			}
			const dependencies = schema.dependencies;
			if (typeof dependencies === "object" && dependencies !== null) {
				const dependenciesLocation = location.getPropertyLocation("dependencies");
				for (const key in dependencies) if (!Array.isArray(dependencies[key])) traverse(dependenciesLocation.getPropertyLocation(key), nestedDepth);
			}
			pathStack.delete(fullPath);
		}
		traverse(location, 0);
	}
	function buildConstSerializer(location, input) {
		const schema = location.schema;
		const type = schema.type;
		const hasNullType = Array.isArray(type) && type.includes("null");
		let code = "";
		if (hasNullType) code += `
      if (${input} === null) {
        json += JSON_STR_NULL
      } else {
    `;
		code += `json += ${JSON.stringify(JSON.stringify(schema.const))}`;
		if (hasNullType) code += `
      }
    `;
		return code;
	}
	function buildAllOf(context, location, input) {
		const schema = location.schema;
		let mergedSchemaId = context.mergedSchemasIds.get(schema);
		if (mergedSchemaId) return buildValue(context, getMergedLocation(context, mergedSchemaId), input);
		mergedSchemaId = `__fjs_merged_${schemaIdCounter++}`;
		context.mergedSchemasIds.set(schema, mergedSchemaId);
		const { allOf, ...schemaWithoutAllOf } = location.schema;
		const dropAdditionalProperties = schemaWithoutAllOf.additionalProperties === false;
		if (dropAdditionalProperties) delete schemaWithoutAllOf.additionalProperties;
		const locations = [new Location(schemaWithoutAllOf, location.schemaId, location.jsonPointer)];
		const allOfsLocation = location.getPropertyLocation("allOf");
		for (let i = 0, allOfLength = allOf.length; i < allOfLength; i++) locations.push(allOfsLocation.getPropertyLocation(i));
		const mergedLocation = mergeLocations(context, mergedSchemaId, locations);
		if (dropAdditionalProperties) mergedLocation.schema.additionalProperties = false;
		return buildValue(context, mergedLocation, input);
	}
	function isEmptyObjectSchema(schema) {
		return Object.keys(schema).length === 0;
	}
	function buildOneOf(context, location, input) {
		context.validatorSchemasIds.add(location.schemaId);
		const type = location.schema.anyOf ? "anyOf" : "oneOf";
		const { [type]: oneOfs, ...schemaWithoutAnyOf } = location.schema;
		const locationWithoutOneOf = new Location(schemaWithoutAnyOf, location.schemaId, location.jsonPointer);
		const oneOfsLocation = location.getPropertyLocation(type);
		const withoutIsEmpty = isEmptyObjectSchema(schemaWithoutAnyOf);
		let code = "";
		for (let index = 0, oneOfsLength = oneOfs.length; index < oneOfsLength; index++) {
			const optionLocation = oneOfsLocation.getPropertyLocation(index);
			const optionSchema = optionLocation.schema;
			let nestedResult;
			if (typeof optionSchema.$ref === "string") {
				const resolvedLocation = resolveRef(context, optionLocation);
				let mergedLocation = resolvedLocation;
				if (!withoutIsEmpty) {
					const siblingLocation = new Location(cloneOriginSchema(context, schemaWithoutAnyOf, location.schemaId), location.schemaId, location.jsonPointer);
					const mergedSchemaKey = resolvedLocation.getSchemaRef() + JSON.stringify(siblingLocation.schema);
					let mergedSchemaId = context.mergedRefsIds.get(mergedSchemaKey);
					if (mergedSchemaId === void 0) {
						mergedSchemaId = `__fjs_merged_${schemaIdCounter++}`;
						mergeLocations(context, mergedSchemaId, [siblingLocation, resolvedLocation]);
						context.mergedRefsIds.set(mergedSchemaKey, mergedSchemaId);
					}
					mergedLocation = getMergedLocation(context, mergedSchemaId);
				}
				nestedResult = buildValue(context, mergedLocation, input);
			} else {
				let mergedSchemaId = context.mergedSchemasIds.get(optionSchema);
				let mergedLocation = null;
				if (mergedSchemaId) mergedLocation = getMergedLocation(context, mergedSchemaId);
				else {
					mergedSchemaId = `__fjs_merged_${schemaIdCounter++}`;
					context.mergedSchemasIds.set(optionSchema, mergedSchemaId);
					mergedLocation = mergeLocations(context, mergedSchemaId, [locationWithoutOneOf, optionLocation]);
				}
				nestedResult = buildValue(context, mergedLocation, input);
			}
			const schemaRef = getValidatorSchemaRef(context, optionLocation);
			context.validatorSchemaRefs.add(schemaRef);
			code += `
      ${index === 0 ? "if" : "else if"}(${buildValidation(context, schemaRef, input)}) {
        ${nestedResult}
      }
    `;
		}
		code += `
    else throw new TypeError(${JSON.stringify(`The value of '${getSafeSchemaRef(context, location)}' does not match schema definition.`)})
  `;
		return code;
	}
	function buildIfThenElse(context, location, input) {
		context.validatorSchemasIds.add(location.schemaId);
		const { if: ifSchema, then: thenSchema, else: elseSchema, ...schemaWithoutIfThenElse } = location.schema;
		const rootLocation = new Location(schemaWithoutIfThenElse, location.schemaId, location.jsonPointer);
		const ifSchemaRef = getValidatorSchemaRef(context, location.getPropertyLocation("if"));
		context.validatorSchemaRefs.add(ifSchemaRef);
		let thenMergedLocation = rootLocation;
		if (thenSchema !== void 0) {
			const thenLocation = location.getPropertyLocation("then");
			let thenMergedSchemaId = context.mergedSchemasIds.get(thenSchema);
			if (thenMergedSchemaId) thenMergedLocation = getMergedLocation(context, thenMergedSchemaId);
			else {
				thenMergedSchemaId = `__fjs_merged_${schemaIdCounter++}`;
				context.mergedSchemasIds.set(thenSchema, thenMergedSchemaId);
				thenMergedLocation = mergeLocations(context, thenMergedSchemaId, [rootLocation, thenLocation]);
			}
		}
		if (!elseSchema) return `
      if (${buildValidation(context, ifSchemaRef, input)}) {
        ${buildValue(context, thenMergedLocation, input)}
      } else {
        ${buildValue(context, rootLocation, input)}
      }
    `;
		const elseLocation = location.getPropertyLocation("else");
		let elseMergedSchemaId = context.mergedSchemasIds.get(elseSchema);
		let elseMergedLocation = null;
		if (elseMergedSchemaId) elseMergedLocation = getMergedLocation(context, elseMergedSchemaId);
		else {
			elseMergedSchemaId = `__fjs_merged_${schemaIdCounter++}`;
			context.mergedSchemasIds.set(elseSchema, elseMergedSchemaId);
			elseMergedLocation = mergeLocations(context, elseMergedSchemaId, [rootLocation, elseLocation]);
		}
		return `
    if (${buildValidation(context, ifSchemaRef, input)}) {
      ${buildValue(context, thenMergedLocation, input)}
    } else {
      ${buildValue(context, elseMergedLocation, input)}
    }
  `;
	}
	function buildValue(context, location, input) {
		let schema = location.schema;
		if (typeof schema === "boolean") return `json += JSON.stringify(${input})`;
		if (schema.$ref) {
			location = resolveRef(context, location);
			schema = location.schema;
		}
		if (schema.allOf) return buildAllOf(context, location, input);
		if (schema.anyOf || schema.oneOf) return buildOneOf(context, location, input);
		if (schema.if && (schema.then || schema.else)) return buildIfThenElse(context, location, input);
		if (schema.type === void 0) {
			const inferredType = inferTypeByKeyword(schema);
			if (inferredType) schema.type = inferredType;
		}
		let code = "";
		const type = schema.type;
		const nullable = schema.nullable === true;
		if (nullable) code += `
      if (${input} === null) {
        json += JSON_STR_NULL
      } else {
    `;
		if (schema.const !== void 0) code += buildConstSerializer(location, input);
		else if (Array.isArray(type)) code += buildMultiTypeSerializer(context, location, input);
		else code += buildSingleTypeSerializer(context, location, input);
		if (nullable) code += `
      }
    `;
		return code;
	}
	module.exports = build;
	module.exports.default = build;
	module.exports.build = build;
	module.exports.validLargeArrayMechanisms = validLargeArrayMechanisms;
	module.exports.restore = function({ code, validator, serializer }) {
		return Function.apply(null, [
			"validator",
			"serializer",
			code
		]).apply(null, [validator, serializer]);
	};
}));
// ../../node_modules/fastify/lib/schema-controller.js
var require_schema_controller = __commonJSMin(((exports, module) => {
	const { buildSchemas } = require_schemas();
	function buildSchemaController(parentSchemaCtrl, opts) {
		if (parentSchemaCtrl) return new SchemaController(parentSchemaCtrl, opts);
		const compilersFactory = Object.assign({
			buildValidator: null,
			buildSerializer: null
		}, opts?.compilersFactory);
		if (!compilersFactory.buildValidator) compilersFactory.buildValidator = require_ajv_compiler()();
		if (!compilersFactory.buildSerializer) compilersFactory.buildSerializer = require_fast_json_stringify_compiler()();
		return new SchemaController(void 0, {
			bucket: opts && opts.bucket || buildSchemas,
			compilersFactory,
			isCustomValidatorCompiler: typeof opts?.compilersFactory?.buildValidator === "function",
			isCustomSerializerCompiler: typeof opts?.compilersFactory?.buildSerializer === "function"
		});
	}
	var SchemaController = class {
		constructor(parent, options) {
			this.opts = options || parent?.opts;
			this.addedSchemas = false;
			this.compilersFactory = this.opts.compilersFactory;
			if (parent) {
				this.schemaBucket = this.opts.bucket(parent.getSchemas());
				this.validatorCompiler = parent.getValidatorCompiler();
				this.serializerCompiler = parent.getSerializerCompiler();
				this.isCustomValidatorCompiler = parent.isCustomValidatorCompiler;
				this.isCustomSerializerCompiler = parent.isCustomSerializerCompiler;
				this.parent = parent;
			} else {
				this.schemaBucket = this.opts.bucket();
				this.isCustomValidatorCompiler = this.opts.isCustomValidatorCompiler || false;
				this.isCustomSerializerCompiler = this.opts.isCustomSerializerCompiler || false;
			}
		}
		add(schema) {
			this.addedSchemas = true;
			return this.schemaBucket.add(schema);
		}
		getSchema(schemaId) {
			return this.schemaBucket.getSchema(schemaId);
		}
		getSchemas() {
			return this.schemaBucket.getSchemas();
		}
		setValidatorCompiler(validatorCompiler) {
			this.compilersFactory = Object.assign({}, this.compilersFactory, { buildValidator: () => validatorCompiler });
			this.validatorCompiler = validatorCompiler;
			this.isCustomValidatorCompiler = true;
		}
		setSerializerCompiler(serializerCompiler) {
			this.compilersFactory = Object.assign({}, this.compilersFactory, { buildSerializer: () => serializerCompiler });
			this.serializerCompiler = serializerCompiler;
			this.isCustomSerializerCompiler = true;
		}
		getValidatorCompiler() {
			return this.validatorCompiler || this.parent && this.parent.getValidatorCompiler();
		}
		getSerializerCompiler() {
			return this.serializerCompiler || this.parent && this.parent.getSerializerCompiler();
		}
		getSerializerBuilder() {
			return this.compilersFactory.buildSerializer || this.parent && this.parent.getSerializerBuilder();
		}
		getValidatorBuilder() {
			return this.compilersFactory.buildValidator || this.parent && this.parent.getValidatorBuilder();
		}
		setupValidator(serverOptions) {
			if (this.validatorCompiler !== void 0 && !this.addedSchemas) return;
			this.validatorCompiler = this.getValidatorBuilder()(this.schemaBucket.getSchemas(), serverOptions.ajv);
		}
		setupSerializer(serverOptions) {
			if (this.serializerCompiler !== void 0 && !this.addedSchemas) return;
			this.serializerCompiler = this.getSerializerBuilder()(this.schemaBucket.getSchemas(), serverOptions.serializerOpts);
		}
	};
	SchemaController.buildSchemaController = buildSchemaController;
	module.exports = SchemaController;
}));
// ../../node_modules/fastify/lib/plugin-utils.js
var require_plugin_utils = __commonJSMin(((exports, module) => {
	const semver = require_semver();
	const assert = __require("node:assert");
	const kRegisteredPlugins = Symbol.for("registered-plugin");
	const { kTestInternals } = require_symbols();
	const { exist, existReply, existRequest } = require_decorate();
	const { FST_ERR_PLUGIN_VERSION_MISMATCH, FST_ERR_PLUGIN_NOT_PRESENT_IN_INSTANCE, FST_ERR_PLUGIN_INVALID_ASYNC_HANDLER, FST_ERR_PLUGIN_DEPENDENCY_NOT_REGISTERED } = require_errors();
	const rcRegex = /-(?:rc|pre|alpha).+$/u;
	function getMeta(fn) {
		return fn[Symbol.for("plugin-meta")];
	}
	function getPluginName(func) {
		const display = getDisplayName(func);
		if (display) return display;
		const cache = __require.cache;
		if (cache) {
			const keys = Object.keys(cache);
			for (let i = 0; i < keys.length; i++) {
				const key = keys[i];
				if (cache[key].exports === func) return key;
			}
		}
		if (func.name) return func.name;
		return null;
	}
	function getFuncPreview(func) {
		return func.toString().split("\n", 2).map((s) => s.trim()).join(" -- ");
	}
	function getDisplayName(fn) {
		return fn[Symbol.for("fastify.display-name")];
	}
	function shouldSkipOverride(fn) {
		return !!fn[Symbol.for("skip-override")];
	}
	function checkDependencies(fn) {
		const meta = getMeta(fn);
		if (!meta) return;
		const dependencies = meta.dependencies;
		if (!dependencies) return;
		assert(Array.isArray(dependencies), "The dependencies should be an array of strings");
		dependencies.forEach((dependency) => {
			if (!this[kRegisteredPlugins].includes(dependency)) throw new FST_ERR_PLUGIN_DEPENDENCY_NOT_REGISTERED(dependency, meta.name);
		});
	}
	function checkDecorators(fn) {
		const meta = getMeta(fn);
		if (!meta) return;
		const { decorators, name } = meta;
		if (!decorators) return;
		if (decorators.fastify) _checkDecorators(this, "Fastify", decorators.fastify, name);
		if (decorators.reply) _checkDecorators(this, "Reply", decorators.reply, name);
		if (decorators.request) _checkDecorators(this, "Request", decorators.request, name);
	}
	const checks = {
		Fastify: exist,
		Request: existRequest,
		Reply: existReply
	};
	function _checkDecorators(that, instance, decorators, name) {
		assert(Array.isArray(decorators), "The decorators should be an array of strings");
		decorators.forEach((decorator) => {
			const withPluginName = typeof name === "string" ? ` required by '${name}'` : "";
			if (!checks[instance].call(that, decorator)) throw new FST_ERR_PLUGIN_NOT_PRESENT_IN_INSTANCE(decorator, withPluginName, instance);
		});
	}
	function checkVersion(fn) {
		const meta = getMeta(fn);
		if (meta?.fastify == null) return;
		const requiredVersion = meta.fastify;
		const fastifyRc = rcRegex.test(this.version);
		if (fastifyRc === true && semver.gt(this.version, semver.coerce(requiredVersion)) === true) return;
		if (requiredVersion && semver.satisfies(this.version, requiredVersion, { includePrerelease: fastifyRc }) === false) throw new FST_ERR_PLUGIN_VERSION_MISMATCH(meta.name, requiredVersion, this.version);
	}
	function registerPluginName(fn) {
		const meta = getMeta(fn);
		if (!meta) return;
		const name = meta.name;
		if (!name) return;
		this[kRegisteredPlugins].push(name);
		return name;
	}
	function checkPluginHealthiness(fn, pluginName) {
		if (fn.constructor.name === "AsyncFunction" && fn.length === 3) throw new FST_ERR_PLUGIN_INVALID_ASYNC_HANDLER(pluginName);
	}
	function registerPlugin(fn) {
		const pluginName = registerPluginName.call(this, fn) || getPluginName(fn);
		checkPluginHealthiness.call(this, fn, pluginName);
		checkVersion.call(this, fn);
		checkDecorators.call(this, fn);
		checkDependencies.call(this, fn);
		return shouldSkipOverride(fn);
	}
	module.exports = {
		getPluginName,
		getFuncPreview,
		kRegisteredPlugins,
		getDisplayName,
		registerPlugin
	};
	module.exports[kTestInternals] = {
		shouldSkipOverride,
		getMeta,
		checkDecorators,
		checkDependencies
	};
}));
// ../../node_modules/fastify/lib/req-id-gen-factory.js
var require_req_id_gen_factory = __commonJSMin(((exports, module) => {
	const { kGenReqId } = require_symbols();
	function reqIdGenFactory(requestIdHeader, optGenReqId) {
		const genReqId = optGenReqId || buildDefaultGenReqId();
		if (requestIdHeader) return buildOptionalHeaderReqId(requestIdHeader, genReqId);
		return genReqId;
	}
	function getGenReqId(contextServer, req) {
		return contextServer[kGenReqId](req);
	}
	function buildDefaultGenReqId() {
		const maxInt = 2147483647;
		let nextReqId = 0;
		return function defaultGenReqId() {
			nextReqId = nextReqId + 1 & maxInt;
			return `req-${nextReqId.toString(36)}`;
		};
	}
	function buildOptionalHeaderReqId(requestIdHeader, genReqId) {
		return function(req) {
			return req.headers[requestIdHeader] || genReqId(req);
		};
	}
	module.exports = {
		getGenReqId,
		reqIdGenFactory
	};
}));
// ../../node_modules/fast-querystring/lib/parse.js
var require_parse = __commonJSMin(((exports, module) => {
	const fastDecode = require_fast_decode_uri_component();
	const plusRegex = /\+/g;
	const Empty = function() {};
	Empty.prototype = Object.create(null);
	function parse(input) {
		const result = new Empty();
		if (typeof input !== "string") return result;
		let inputLength = input.length;
		let key = "";
		let value = "";
		let startingIndex = -1;
		let equalityIndex = -1;
		let shouldDecodeKey = false;
		let shouldDecodeValue = false;
		let keyHasPlus = false;
		let valueHasPlus = false;
		let hasBothKeyValuePair = false;
		let c = 0;
		for (let i = 0; i < inputLength + 1; i++) {
			c = i !== inputLength ? input.charCodeAt(i) : 38;
			if (c === 38) {
				hasBothKeyValuePair = equalityIndex > startingIndex;
				if (!hasBothKeyValuePair) equalityIndex = i;
				key = input.slice(startingIndex + 1, equalityIndex);
				if (hasBothKeyValuePair || key.length > 0) {
					if (keyHasPlus) key = key.replace(plusRegex, " ");
					if (shouldDecodeKey) key = fastDecode(key) || key;
					if (hasBothKeyValuePair) {
						value = input.slice(equalityIndex + 1, i);
						if (valueHasPlus) value = value.replace(plusRegex, " ");
						if (shouldDecodeValue) value = fastDecode(value) || value;
					}
					const currentValue = result[key];
					if (currentValue === void 0) result[key] = value;
					else if (currentValue.pop) currentValue.push(value);
					else result[key] = [currentValue, value];
				}
				value = "";
				startingIndex = i;
				equalityIndex = i;
				shouldDecodeKey = false;
				shouldDecodeValue = false;
				keyHasPlus = false;
				valueHasPlus = false;
			} else if (c === 61) {
				if (equalityIndex <= startingIndex) equalityIndex = i;
				else shouldDecodeValue = true;
			} else if (c === 43) {
				if (equalityIndex > startingIndex) valueHasPlus = true;
				else keyHasPlus = true;
			} else if (c === 37) {
				if (equalityIndex > startingIndex) shouldDecodeValue = true;
				else shouldDecodeKey = true;
			}
		}
		return result;
	}
	module.exports = parse;
}));
// ../../node_modules/fast-querystring/lib/internals/querystring.js
var require_querystring = __commonJSMin(((exports, module) => {
	const hexTable = Array.from({ length: 256 }, (_, i) => "%" + ((i < 16 ? "0" : "") + i.toString(16)).toUpperCase());
	const noEscape = new Int8Array([
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
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		0,
		0,
		1,
		1,
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
		1,
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
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		1,
		0
	]);
	function encodeString(str) {
		const len = str.length;
		if (len === 0) return "";
		let out = "";
		let lastPos = 0;
		let i = 0;
		outer: for (; i < len; i++) {
			let c = str.charCodeAt(i);
			while (c < 128) {
				if (noEscape[c] !== 1) {
					if (lastPos < i) out += str.slice(lastPos, i);
					lastPos = i + 1;
					out += hexTable[c];
				}
				if (++i === len) break outer;
				c = str.charCodeAt(i);
			}
			if (lastPos < i) out += str.slice(lastPos, i);
			if (c < 2048) {
				lastPos = i + 1;
				out += hexTable[192 | c >> 6] + hexTable[128 | c & 63];
				continue;
			}
			if (c < 55296 || c >= 57344) {
				lastPos = i + 1;
				out += hexTable[224 | c >> 12] + hexTable[128 | c >> 6 & 63] + hexTable[128 | c & 63];
				continue;
			}
			++i;
			if (i >= len) throw new Error("URI malformed");
			const c2 = str.charCodeAt(i) & 1023;
			lastPos = i + 1;
			c = 65536 + ((c & 1023) << 10 | c2);
			out += hexTable[240 | c >> 18] + hexTable[128 | c >> 12 & 63] + hexTable[128 | c >> 6 & 63] + hexTable[128 | c & 63];
		}
		if (lastPos === 0) return str;
		if (lastPos < len) return out + str.slice(lastPos);
		return out;
	}
	module.exports = { encodeString };
}));
// ../../node_modules/fast-querystring/lib/stringify.js
var require_stringify = __commonJSMin(((exports, module) => {
	const { encodeString } = require_querystring();
	function getAsPrimitive(value) {
		const type = typeof value;
		if (type === "string") return encodeString(value);
		else if (type === "bigint") return value.toString();
		else if (type === "boolean") return value ? "true" : "false";
		else if (type === "number" && Number.isFinite(value)) return value < 1e21 ? "" + value : encodeString("" + value);
		return "";
	}
	function stringify(input) {
		let result = "";
		if (input === null || typeof input !== "object") return result;
		const separator = "&";
		const keys = Object.keys(input);
		const keyLength = keys.length;
		let valueLength = 0;
		for (let i = 0; i < keyLength; i++) {
			const key = keys[i];
			const value = input[key];
			const encodedKey = encodeString(key) + "=";
			if (i) result += separator;
			if (Array.isArray(value)) {
				valueLength = value.length;
				for (let j = 0; j < valueLength; j++) {
					if (j) result += separator;
					result += encodedKey;
					result += getAsPrimitive(value[j]);
				}
			} else {
				result += encodedKey;
				result += getAsPrimitive(value);
			}
		}
		return result;
	}
	module.exports = stringify;
}));
// ../../node_modules/fast-querystring/lib/index.js
var require_lib = __commonJSMin(((exports, module) => {
	const parse = require_parse();
	const stringify = require_stringify();
	const fastQuerystring = {
		parse,
		stringify
	};
	module.exports = fastQuerystring;
	module.exports.default = fastQuerystring;
	module.exports.parse = parse;
	module.exports.stringify = stringify;
}));
// ../../node_modules/fastify/lib/head-route.js
var require_head_route = __commonJSMin(((exports, module) => {
	function headRouteOnSendHandler(req, reply, payload, done) {
		if (payload === void 0) {
			reply.header("content-length", "0");
			done(null, null);
			return;
		}
		if (typeof payload.resume === "function") {
			payload.on("error", (err) => {
				reply.log.error({ err }, "Error on Stream found for HEAD route");
			});
			payload.resume();
			done(null, null);
			return;
		}
		if (typeof payload.getReader === "function") {
			payload.cancel("Stream cancelled by HEAD route").catch((err) => {
				reply.log.error({ err }, "Error on Stream found for HEAD route");
			});
			done(null, null);
			return;
		}
		const size = "" + Buffer.byteLength(payload);
		reply.header("content-length", size);
		done(null, null);
	}
	function parseHeadOnSendHandlers(onSendHandlers) {
		if (onSendHandlers == null) return headRouteOnSendHandler;
		return Array.isArray(onSendHandlers) ? [...onSendHandlers, headRouteOnSendHandler] : [onSendHandlers, headRouteOnSendHandler];
	}
	module.exports = { parseHeadOnSendHandlers };
}));
// ../../node_modules/fastify/lib/route.js
var require_route = __commonJSMin(((exports, module) => {
	const FindMyWay = require_find_my_way();
	const Context = require_context();
	const handleRequest = require_handle_request();
	const { onRequestAbortHookRunner, lifecycleHooks, preParsingHookRunner, onTimeoutHookRunner, onRequestHookRunner } = require_hooks();
	const { normalizeSchema } = require_schemas();
	const { parseHeadOnSendHandlers } = require_head_route();
	const { defaultInitOptions } = require_initial_config_validation();
	const { compileSchemasForValidation, compileSchemasForSerialization } = require_validation();
	const { FST_ERR_SCH_VALIDATION_BUILD, FST_ERR_SCH_SERIALIZATION_BUILD, FST_ERR_DUPLICATED_ROUTE, FST_ERR_INVALID_URL, FST_ERR_HOOK_INVALID_HANDLER, FST_ERR_ROUTE_OPTIONS_NOT_OBJ, FST_ERR_ROUTE_DUPLICATED_HANDLER, FST_ERR_ROUTE_HANDLER_NOT_FN, FST_ERR_ROUTE_MISSING_HANDLER, FST_ERR_ROUTE_METHOD_NOT_SUPPORTED, FST_ERR_ROUTE_METHOD_INVALID, FST_ERR_ROUTE_LOG_LEVEL_INVALID, FST_ERR_ROUTE_BODY_VALIDATION_SCHEMA_NOT_SUPPORTED, FST_ERR_ROUTE_BODY_LIMIT_OPTION_NOT_INT, FST_ERR_ROUTE_HANDLER_TIMEOUT_OPTION_NOT_INT, FST_ERR_HANDLER_TIMEOUT, FST_ERR_HOOK_INVALID_ASYNC_HANDLER } = require_errors();
	const { kRoutePrefix, kSupportedHTTPMethods, kLogLevel, kLogSerializers, kHooks, kSchemaController, kOptions, kReplySerializerDefault, kReplyIsError, kRequestPayloadStream, kSchemaErrorFormatter, kErrorHandler, kHasBeenDecorated, kRequestAcceptVersion, kRouteByFastify, kRouteContext, kRequestSignal, kTimeoutTimer, kOnAbort, kLogController } = require_symbols();
	const { buildErrorHandler } = require_error_handler();
	const { createChildLogger, defaultChildLoggerFactory } = require_logger_factory();
	const { getGenReqId } = require_req_id_gen_factory();
	const { FSTDEP022 } = require_warnings();
	const routerKeys = [
		"allowUnsafeRegex",
		"buildPrettyMeta",
		"caseSensitive",
		"constraints",
		"defaultRoute",
		"ignoreDuplicateSlashes",
		"ignoreTrailingSlash",
		"maxParamLength",
		"onBadUrl",
		"onMaxParamLength",
		"querystringParser",
		"useSemicolonDelimiter"
	];
	function buildRouting(options) {
		const router = FindMyWay(options);
		let avvio;
		let fourOhFour;
		let logger;
		let hasLogger;
		let setupResponseListeners;
		let throwIfAlreadyStarted;
		let ignoreTrailingSlash;
		let ignoreDuplicateSlashes;
		let return503OnClosing;
		let globalExposeHeadRoutes;
		let keepAliveConnections;
		let closing = false;
		return {
			setup(options, fastifyArgs) {
				avvio = fastifyArgs.avvio;
				fourOhFour = fastifyArgs.fourOhFour;
				logger = options.logger;
				hasLogger = fastifyArgs.hasLogger;
				setupResponseListeners = fastifyArgs.setupResponseListeners;
				throwIfAlreadyStarted = fastifyArgs.throwIfAlreadyStarted;
				globalExposeHeadRoutes = options.exposeHeadRoutes;
				ignoreTrailingSlash = options.routerOptions.ignoreTrailingSlash;
				ignoreDuplicateSlashes = options.routerOptions.ignoreDuplicateSlashes;
				return503OnClosing = Object.hasOwn(options, "return503OnClosing") ? options.return503OnClosing : true;
				keepAliveConnections = fastifyArgs.keepAliveConnections;
			},
			routing: (req, res, done) => router.lookup(req, res, done),
			compileRoutes: () => router.compile(),
			route,
			hasRoute,
			prepareRoute,
			routeHandler,
			closeRoutes: () => {
				closing = true;
			},
			printRoutes: router.prettyPrint.bind(router),
			addConstraintStrategy,
			hasConstraintStrategy,
			isAsyncConstraint,
			findRoute
		};
		function addConstraintStrategy(strategy) {
			throwIfAlreadyStarted("Cannot add constraint strategy!");
			return router.addConstraintStrategy(strategy);
		}
		function hasConstraintStrategy(strategyName) {
			return router.hasConstraintStrategy(strategyName);
		}
		function isAsyncConstraint() {
			return router.constrainer.asyncStrategiesInUse.size > 0;
		}
		function prepareRoute({ method, url, options, handler, isFastify }) {
			if (typeof url !== "string") throw new FST_ERR_INVALID_URL(typeof url);
			if (!handler && typeof options === "function") {
				handler = options;
				options = {};
			} else if (handler && typeof handler === "function") {
				if (Object.prototype.toString.call(options) !== "[object Object]") throw new FST_ERR_ROUTE_OPTIONS_NOT_OBJ(method, url);
				else if (options.handler) {
					if (typeof options.handler === "function") throw new FST_ERR_ROUTE_DUPLICATED_HANDLER(method, url);
					else throw new FST_ERR_ROUTE_HANDLER_NOT_FN(method, url);
				}
			}
			options = Object.assign({}, options, {
				method,
				url,
				path: url,
				handler: handler || options && options.handler
			});
			return route.call(this, {
				options,
				isFastify
			});
		}
		function hasRoute({ options }) {
			const normalizedMethod = options.method?.toUpperCase() ?? "";
			return router.hasRoute(normalizedMethod, options.url || "", options.constraints);
		}
		function findRoute(options) {
			const route = router.find(options.method?.toUpperCase() ?? "", options.url || "", options.constraints);
			if (route) return {
				handler: route.handler,
				params: route.params,
				searchParams: route.searchParams
			};
			else return null;
		}
		function route({ options, isFastify }) {
			throwIfAlreadyStarted("Cannot add route!");
			const opts = { ...options };
			const path = opts.url || opts.path || "";
			if (!opts.handler) throw new FST_ERR_ROUTE_MISSING_HANDLER(opts.method, path);
			if (opts.errorHandler !== void 0 && typeof opts.errorHandler !== "function") throw new FST_ERR_ROUTE_HANDLER_NOT_FN(opts.method, path);
			validateBodyLimitOption(opts.bodyLimit);
			validateHandlerTimeoutOption(opts.handlerTimeout);
			const shouldExposeHead = opts.exposeHeadRoute ?? globalExposeHeadRoutes;
			let isGetRoute = false;
			let isHeadRoute = false;
			if (Array.isArray(opts.method)) for (let i = 0; i < opts.method.length; ++i) {
				opts.method[i] = normalizeAndValidateMethod.call(this, opts.method[i]);
				validateSchemaBodyOption.call(this, opts.method[i], path, opts.schema);
				isGetRoute = opts.method.includes("GET");
				isHeadRoute = opts.method.includes("HEAD");
			}
			else {
				opts.method = normalizeAndValidateMethod.call(this, opts.method);
				validateSchemaBodyOption.call(this, opts.method, path, opts.schema);
				isGetRoute = opts.method === "GET";
				isHeadRoute = opts.method === "HEAD";
			}
			const headOpts = shouldExposeHead && isGetRoute ? { ...options } : null;
			const prefix = this[kRoutePrefix];
			if (path === "/" && prefix.length > 0 && opts.method !== "HEAD") switch (opts.prefixTrailingSlash) {
				case "slash":
					addNewRoute.call(this, {
						path,
						isFastify
					});
					break;
				case "no-slash":
					addNewRoute.call(this, {
						path: "",
						isFastify
					});
					break;
				default:
					addNewRoute.call(this, {
						path: "",
						isFastify
					});
					if (ignoreTrailingSlash !== true && (ignoreDuplicateSlashes !== true || !prefix.endsWith("/"))) addNewRoute.call(this, {
						path,
						prefixing: true,
						isFastify
					});
			}
			else if (path[0] === "/" && prefix.endsWith("/")) addNewRoute.call(this, {
				path: path.slice(1),
				isFastify
			});
			else addNewRoute.call(this, {
				path,
				isFastify
			});
			return this;
			function addNewRoute({ path, prefixing = false, isFastify = false }) {
				const url = prefix + path;
				opts.url = url;
				opts.path = url;
				opts.routePath = path;
				opts.prefix = prefix;
				opts.logLevel = opts.logLevel || this[kLogLevel];
				validateLogLevelOption(opts.logLevel, opts.method, opts.url, logger);
				if (this[kLogSerializers] || opts.logSerializers) opts.logSerializers = Object.assign(Object.create(this[kLogSerializers]), opts.logSerializers);
				if (opts.attachValidation == null) opts.attachValidation = false;
				const routeConfigUrl = prefixing ? prefix : url;
				if (prefixing === false) for (const hook of this[kHooks].onRoute) hook.call(this, opts);
				for (const hook of lifecycleHooks) if (opts && hook in opts) {
					if (Array.isArray(opts[hook])) for (const func of opts[hook]) {
						if (typeof func !== "function") throw new FST_ERR_HOOK_INVALID_HANDLER(hook, Object.prototype.toString.call(func));
						if (hook === "onSend" || hook === "preSerialization" || hook === "onError" || hook === "preParsing") {
							if (func.constructor.name === "AsyncFunction" && func.length === 4) throw new FST_ERR_HOOK_INVALID_ASYNC_HANDLER();
						} else if (hook === "onRequestAbort") {
							if (func.constructor.name === "AsyncFunction" && func.length !== 1) throw new FST_ERR_HOOK_INVALID_ASYNC_HANDLER();
						} else if (func.constructor.name === "AsyncFunction" && func.length === 3) throw new FST_ERR_HOOK_INVALID_ASYNC_HANDLER();
					}
					else if (opts[hook] !== void 0 && typeof opts[hook] !== "function") throw new FST_ERR_HOOK_INVALID_HANDLER(hook, Object.prototype.toString.call(opts[hook]));
				}
				const constraints = opts.constraints || {};
				const config = {
					...opts.config,
					url: routeConfigUrl,
					method: opts.method
				};
				const context = new Context({
					schema: opts.schema,
					handler: opts.handler.bind(this),
					config,
					errorHandler: opts.errorHandler,
					childLoggerFactory: opts.childLoggerFactory,
					bodyLimit: opts.bodyLimit,
					logLevel: opts.logLevel,
					logSerializers: opts.logSerializers,
					attachValidation: opts.attachValidation,
					schemaErrorFormatter: opts.schemaErrorFormatter,
					replySerializer: this[kReplySerializerDefault],
					validatorCompiler: opts.validatorCompiler,
					serializerCompiler: opts.serializerCompiler,
					exposeHeadRoute: shouldExposeHead,
					prefixTrailingSlash: opts.prefixTrailingSlash || "both",
					server: this,
					isFastify,
					handlerTimeout: opts.handlerTimeout
				});
				const hasHEADHandler = router.findRoute("HEAD", opts.url, constraints) !== null;
				try {
					router.on(opts.method, opts.url, { constraints }, routeHandler, context);
				} catch (error) {
					if (!context[kRouteByFastify]) {
						if ((Array.isArray(opts.method) ? opts.method : [opts.method]).some((method) => error.message.includes(`Method '${method}' already declared for route`))) throw new FST_ERR_DUPLICATED_ROUTE(opts.method, opts.url);
						throw error;
					}
				}
				this.after((notHandledErr, done) => {
					context.errorHandler = opts.errorHandler ? buildErrorHandler(this[kErrorHandler], opts.errorHandler) : this[kErrorHandler];
					context._parserOptions.limit = opts.bodyLimit || null;
					context.logLevel = opts.logLevel;
					context.logSerializers = opts.logSerializers;
					context.attachValidation = opts.attachValidation;
					context[kReplySerializerDefault] = this[kReplySerializerDefault];
					context.schemaErrorFormatter = opts.schemaErrorFormatter || this[kSchemaErrorFormatter] || context.schemaErrorFormatter;
					avvio.once("preReady", () => {
						for (const hook of lifecycleHooks) {
							const toSet = this[kHooks][hook].concat(opts[hook] || []).map((h) => h.bind(this));
							context[hook] = toSet.length ? toSet : null;
						}
						while (!context.Request[kHasBeenDecorated] && context.Request.parent) context.Request = context.Request.parent;
						while (!context.Reply[kHasBeenDecorated] && context.Reply.parent) context.Reply = context.Reply.parent;
						fourOhFour.setContext(this, context);
						if (opts.schema) {
							context.schema = normalizeSchema(context.schema, this.initialConfig);
							const schemaController = this[kSchemaController];
							const hasValidationSchema = opts.schema.body !== void 0 || opts.schema.headers !== void 0 || opts.schema.querystring !== void 0 || opts.schema.params !== void 0;
							if (!opts.validatorCompiler && hasValidationSchema) schemaController.setupValidator(this[kOptions]);
							try {
								const isCustom = typeof opts?.validatorCompiler === "function" || schemaController.isCustomValidatorCompiler;
								compileSchemasForValidation(context, opts.validatorCompiler || schemaController.validatorCompiler, isCustom);
							} catch (error) {
								throw new FST_ERR_SCH_VALIDATION_BUILD(opts.method, url, error.message);
							}
							if (opts.schema.response && !opts.serializerCompiler) schemaController.setupSerializer(this[kOptions]);
							try {
								compileSchemasForSerialization(context, opts.serializerCompiler || schemaController.serializerCompiler);
							} catch (error) {
								throw new FST_ERR_SCH_SERIALIZATION_BUILD(opts.method, url, error.message);
							}
						}
					});
					done(notHandledErr);
				});
				if (shouldExposeHead && isGetRoute && !isHeadRoute && !hasHEADHandler) {
					const onSendHandlers = parseHeadOnSendHandlers(headOpts.onSend);
					prepareRoute.call(this, {
						method: "HEAD",
						url: path,
						options: {
							...headOpts,
							onSend: onSendHandlers
						},
						isFastify: true
					});
				}
			}
		}
		function routeHandler(req, res, params, context, query) {
			const id = getGenReqId(context.server, req);
			let childLogger;
			if (hasLogger === false && context.childLoggerFactory === defaultChildLoggerFactory) childLogger = logger;
			else {
				const loggerOpts = {};
				if (context.logLevel) loggerOpts.level = context.logLevel;
				if (context.logSerializers) loggerOpts.serializers = context.logSerializers;
				childLogger = createChildLogger(context, logger, req, id, loggerOpts);
			}
			if (closing === true) {
				if (req.httpVersionMajor !== 2) res.setHeader("Connection", "close");
				if (return503OnClosing) {
					res.writeHead(503, {
						"Content-Type": "application/json",
						"Content-Length": "80"
					});
					res.end("{\"error\":\"Service Unavailable\",\"message\":\"Service Unavailable\",\"statusCode\":503}");
					context.server[kLogController].serviceUnavailable(childLogger, context.server);
					return;
				}
			}
			if (String.prototype.toLowerCase.call(req.headers.connection || "") === "keep-alive") {
				if (keepAliveConnections.has(req.socket) === false) {
					keepAliveConnections.add(req.socket);
					req.socket.on("close", removeTrackedSocket.bind({
						keepAliveConnections,
						socket: req.socket
					}));
				}
			}
			if (req.headers[kRequestAcceptVersion] !== void 0) {
				req.headers["accept-version"] = req.headers[kRequestAcceptVersion];
				req.headers[kRequestAcceptVersion] = void 0;
			}
			const request = new context.Request(id, params, req, query, childLogger, context);
			const reply = new context.Reply(res, request, childLogger);
			context.server[kLogController].incomingRequest(request, reply);
			const handlerTimeout = context.handlerTimeout;
			if (handlerTimeout > 0) {
				const ac = new AbortController();
				request[kRequestSignal] = ac;
				request[kTimeoutTimer] = setTimeout(() => {
					if (reply.sent === true) return;
					const err = new FST_ERR_HANDLER_TIMEOUT(handlerTimeout, context.config?.url);
					ac.abort(err);
					if (reply.sent === true) return;
					if (reply.raw.headersSent === true) {
						reply[kReplyIsError] = true;
						reply.raw.destroy(err);
						return;
					}
					reply[kReplyIsError] = true;
					reply.send(err);
				}, handlerTimeout);
				const onAbort = () => {
					if (!ac.signal.aborted) ac.abort();
					clearTimeout(request[kTimeoutTimer]);
				};
				req.on("close", onAbort);
				request[kOnAbort] = onAbort;
			}
			if (hasLogger === true || context.onResponse !== null || handlerTimeout > 0) setupResponseListeners(reply);
			if (context.onTimeout !== null) {
				if (!request.raw.socket._meta) request.raw.socket.on("timeout", handleTimeout);
				request.raw.socket._meta = {
					context,
					request,
					reply,
					onTimeout: handleTimeout
				};
			}
			if (context.onRequest !== null) onRequestHookRunner(context.onRequest, request, reply, runPreParsing);
			else runPreParsing(null, request, reply);
			if (context.onRequestAbort !== null) req.on("close", () => {
				if (req.aborted) onRequestAbortHookRunner(context.onRequestAbort, request, handleOnRequestAbortHooksErrors.bind(null, reply));
			});
		}
	}
	function handleOnRequestAbortHooksErrors(reply, err) {
		if (err) reply.log.error({ err }, "onRequestAborted hook failed");
	}
	function handleTimeout() {
		const { context, request, reply } = this._meta;
		onTimeoutHookRunner(context.onTimeout, request, reply, noop);
	}
	function normalizeAndValidateMethod(method) {
		if (typeof method !== "string") throw new FST_ERR_ROUTE_METHOD_INVALID();
		method = method.toUpperCase();
		if (!this[kSupportedHTTPMethods].bodyless.has(method) && !this[kSupportedHTTPMethods].bodywith.has(method)) throw new FST_ERR_ROUTE_METHOD_NOT_SUPPORTED(method);
		return method;
	}
	function validateSchemaBodyOption(method, path, schema) {
		if (this[kSupportedHTTPMethods].bodyless.has(method) && schema?.body) throw new FST_ERR_ROUTE_BODY_VALIDATION_SCHEMA_NOT_SUPPORTED(method, path);
	}
	function validateBodyLimitOption(bodyLimit) {
		if (bodyLimit === void 0) return;
		if (!Number.isInteger(bodyLimit) || bodyLimit <= 0) throw new FST_ERR_ROUTE_BODY_LIMIT_OPTION_NOT_INT(bodyLimit);
	}
	function validateHandlerTimeoutOption(handlerTimeout) {
		if (handlerTimeout === void 0) return;
		if (!Number.isInteger(handlerTimeout) || handlerTimeout <= 0) throw new FST_ERR_ROUTE_HANDLER_TIMEOUT_OPTION_NOT_INT(handlerTimeout);
	}
	function validateLogLevelOption(logLevel, method, path, logger) {
		if (logLevel == null || logLevel === "") return;
		if (logger?.levels?.values == null) return;
		if (typeof logLevel !== "string" || logger.levels.values[logLevel] === void 0) throw new FST_ERR_ROUTE_LOG_LEVEL_INVALID(method, path, logLevel);
	}
	function runPreParsing(err, request, reply) {
		if (reply.sent === true) return;
		if (err != null) {
			reply[kReplyIsError] = true;
			reply.send(err);
			return;
		}
		request[kRequestPayloadStream] = request.raw;
		if (request[kRouteContext].preParsing !== null) preParsingHookRunner(request[kRouteContext].preParsing, request, reply, handleRequest.bind(request.server));
		else handleRequest.call(request.server, null, request, reply);
	}
	function buildRouterOptions(options, defaultOptions) {
		const routerOptions = options.routerOptions == null ? Object.create(null) : Object.assign(Object.create(null), options.routerOptions);
		const usedDeprecatedOptions = routerKeys.filter((key) => Object.hasOwn(options, key));
		if (usedDeprecatedOptions.length > 0) FSTDEP022(usedDeprecatedOptions.join(", "));
		for (const key of routerKeys) if (!Object.hasOwn(routerOptions, key)) routerOptions[key] = options[key] ?? defaultOptions[key];
		routerOptions.compile ??= defaultInitOptions.routerOptions.compile;
		return routerOptions;
	}
	function removeTrackedSocket() {
		this.keepAliveConnections.delete(this.socket);
	}
	function noop() {}
	module.exports = {
		buildRouting,
		validateBodyLimitOption,
		buildRouterOptions
	};
}));
// ../../node_modules/fastify/lib/four-oh-four.js
var require_four_oh_four = __commonJSMin(((exports, module) => {
	const FindMyWay = require_find_my_way();
	const Reply = require_reply();
	const Request = require_request();
	const Context = require_context();
	const { kRoutePrefix, kCanSetNotFoundHandler, kFourOhFourLevelInstance, kFourOhFourContext, kHooks, kErrorHandler, kLogController } = require_symbols();
	const { lifecycleHooks } = require_hooks();
	const { buildErrorHandler } = require_error_handler();
	const { FST_ERR_NOT_FOUND } = require_errors();
	const { createChildLogger } = require_logger_factory();
	const { getGenReqId } = require_req_id_gen_factory();
	function fourOhFour(options) {
		const { logger } = options;
		const router = FindMyWay({
			onBadUrl: options.routerOptions.onBadUrl,
			onMaxParamLength: options.routerOptions.onMaxParamLength,
			defaultRoute: fourOhFourFallBack
		});
		return {
			router,
			setNotFoundHandler,
			setContext,
			arrange404
		};
		function arrange404(instance) {
			instance[kFourOhFourLevelInstance] = instance;
			instance[kCanSetNotFoundHandler] = true;
			router.defaultRoute = router.defaultRoute.bind(instance);
		}
		function basic404(request, reply) {
			request.server[kLogController].routeNotFound(request, reply);
			const { url, method } = request.raw;
			reply.code(404).send({
				message: `Route ${method}:${url} not found`,
				error: "Not Found",
				statusCode: 404
			});
		}
		function setContext(instance, context) {
			const _404Context = Object.create(instance[kFourOhFourContext]);
			_404Context.onSend = context.onSend;
			context[kFourOhFourContext] = _404Context;
		}
		function setNotFoundHandler(opts, handler, avvio, routeHandler) {
			if (this[kCanSetNotFoundHandler] === void 0) this[kCanSetNotFoundHandler] = true;
			if (this[kFourOhFourContext] === void 0) this[kFourOhFourContext] = null;
			const _fastify = this;
			const prefix = this[kRoutePrefix] || "/";
			if (this[kCanSetNotFoundHandler] === false) throw new Error(`Not found handler already set for Fastify instance with prefix: '${prefix}'`);
			if (typeof opts === "object") {
				if (opts.preHandler) {
					if (Array.isArray(opts.preHandler)) opts.preHandler = opts.preHandler.map((hook) => hook.bind(_fastify));
					else opts.preHandler = opts.preHandler.bind(_fastify);
				}
				if (opts.preValidation) {
					if (Array.isArray(opts.preValidation)) opts.preValidation = opts.preValidation.map((hook) => hook.bind(_fastify));
					else opts.preValidation = opts.preValidation.bind(_fastify);
				}
			}
			if (typeof opts === "function") {
				handler = opts;
				opts = void 0;
			}
			opts = opts || {};
			if (handler) {
				this[kFourOhFourLevelInstance][kCanSetNotFoundHandler] = false;
				handler = handler.bind(this);
			} else handler = basic404;
			this.after((notHandledErr, done) => {
				_setNotFoundHandler.call(this, prefix, opts, handler, avvio, routeHandler);
				done(notHandledErr);
			});
		}
		function _setNotFoundHandler(prefix, opts, handler, avvio, routeHandler) {
			const context = new Context({
				schema: opts.schema,
				handler,
				config: opts.config || {},
				server: this
			});
			avvio.once("preReady", () => {
				const context = this[kFourOhFourContext];
				for (const hook of lifecycleHooks) {
					const toSet = this[kHooks][hook].concat(opts[hook] || []).map((h) => h.bind(this));
					context[hook] = toSet.length ? toSet : null;
				}
				context.errorHandler = opts.errorHandler ? buildErrorHandler(this[kErrorHandler], opts.errorHandler) : this[kErrorHandler];
			});
			if (this[kFourOhFourContext] !== null && prefix === "/") {
				Object.assign(this[kFourOhFourContext], context);
				return;
			}
			this[kFourOhFourLevelInstance][kFourOhFourContext] = context;
			router.all(prefix + (prefix.endsWith("/") ? "*" : "/*"), routeHandler, context);
			router.all(prefix, routeHandler, context);
		}
		function fourOhFourFallBack(req, res) {
			const fourOhFourContext = this[kFourOhFourLevelInstance][kFourOhFourContext];
			const id = getGenReqId(fourOhFourContext.server, req);
			const childLogger = createChildLogger(fourOhFourContext, logger, req, id);
			const request = new Request(id, null, req, null, childLogger, fourOhFourContext);
			const reply = new Reply(res, request, childLogger);
			fourOhFourContext.server[kLogController].incomingRequest(request, reply);
			request.log.warn("the default handler for 404 did not catch this, this is likely a fastify bug, please report it");
			request.log.warn(router.prettyPrint());
			reply.code(404).send(new FST_ERR_NOT_FOUND());
		}
	}
	module.exports = fourOhFour;
}));
// ../../node_modules/fastify/lib/plugin-override.js
var require_plugin_override = __commonJSMin(((exports, module) => {
	const { kAvvioBoot, kChildren, kRoutePrefix, kLogLevel, kLogSerializers, kHooks, kSchemaController, kContentTypeParser, kReply, kRequest, kFourOhFour, kPluginNameChain, kErrorHandlerAlreadySet } = require_symbols();
	const Reply = require_reply();
	const Request = require_request();
	const SchemaController = require_schema_controller();
	const ContentTypeParser = require_content_type_parser();
	const { buildHooks } = require_hooks();
	const pluginUtils = require_plugin_utils();
	module.exports = function override(old, fn, opts) {
		const shouldSkipOverride = pluginUtils.registerPlugin.call(old, fn);
		const fnName = pluginUtils.getPluginName(fn) || pluginUtils.getFuncPreview(fn);
		if (shouldSkipOverride) {
			old[kPluginNameChain].push(fnName);
			return old;
		}
		const instance = Object.create(old);
		old[kChildren].push(instance);
		instance.ready = old[kAvvioBoot].bind(instance);
		instance[kChildren] = [];
		instance[kReply] = Reply.buildReply(instance[kReply]);
		instance[kRequest] = Request.buildRequest(instance[kRequest]);
		instance[kContentTypeParser] = ContentTypeParser.helpers.buildContentTypeParser(instance[kContentTypeParser]);
		instance[kHooks] = buildHooks(instance[kHooks]);
		instance[kRoutePrefix] = buildRoutePrefix(instance[kRoutePrefix], opts.prefix);
		instance[kLogLevel] = opts.logLevel || instance[kLogLevel];
		instance[kSchemaController] = SchemaController.buildSchemaController(old[kSchemaController]);
		instance.getSchema = instance[kSchemaController].getSchema.bind(instance[kSchemaController]);
		instance.getSchemas = instance[kSchemaController].getSchemas.bind(instance[kSchemaController]);
		instance[pluginUtils.kRegisteredPlugins] = Object.create(instance[pluginUtils.kRegisteredPlugins]);
		instance[kPluginNameChain] = [fnName];
		instance[kErrorHandlerAlreadySet] = false;
		if (instance[kLogSerializers] || opts.logSerializers) instance[kLogSerializers] = Object.assign(Object.create(instance[kLogSerializers]), opts.logSerializers);
		if (opts.prefix) instance[kFourOhFour].arrange404(instance);
		for (const hook of instance[kHooks].onRegister) hook.call(old, instance, opts);
		return instance;
	};
	function buildRoutePrefix(instancePrefix, pluginPrefix) {
		if (!pluginPrefix) return instancePrefix;
		if (instancePrefix.endsWith("/") && pluginPrefix[0] === "/") pluginPrefix = pluginPrefix.slice(1);
		else if (pluginPrefix[0] !== "/" && !instancePrefix.endsWith("/")) pluginPrefix = "/" + pluginPrefix;
		return instancePrefix + pluginPrefix;
	}
}));
// ../../node_modules/fastify/fastify.js
var require_fastify = __commonJSMin(((exports, module) => {
	const VERSION = "5.12.8";
	const Avvio = require_avvio();
	const http = require__part_node_http();
	const diagnostics = __require("node:diagnostics_channel");
	let lightMyRequest;
	const { kAvvioBoot, kChildren, kServerBindings, kBodyLimit, kSupportedHTTPMethods, kRoutePrefix, kLogLevel, kLogSerializers, kHooks, kSchemaController, kRequestAcceptVersion, kReplySerializerDefault, kContentTypeParser, kReply, kRequest, kFourOhFour, kState, kOptions, kPluginNameChain, kSchemaErrorFormatter, kErrorHandler, kKeepAliveConnections, kChildLoggerFactory, kGenReqId, kErrorHandlerAlreadySet, kHandlerTimeout, kLogController } = require_symbols();
	const { createServer } = require_server();
	const Reply = require_reply();
	const Request = require_request();
	const Context = require_context();
	const decorator = require_decorate();
	const ContentTypeParser = require_content_type_parser();
	const SchemaController = require_schema_controller();
	const { Hooks, hookRunnerApplication, supportedHooks } = require_hooks();
	const { createChildLogger, defaultChildLoggerFactory, createLogger, createLogController, LogController } = require_logger_factory();
	const pluginUtils = require_plugin_utils();
	const { getGenReqId, reqIdGenFactory } = require_req_id_gen_factory();
	const { buildRouting, validateBodyLimitOption, buildRouterOptions } = require_route();
	const build404 = require_four_oh_four();
	const getSecuredInitialConfig = require_initial_config_validation();
	const override = require_plugin_override();
	const { appendStackTrace, AVVIO_ERRORS_MAP, ...errorCodes } = require_errors();
	const PonyPromise = require_promise();
	const { defaultInitOptions } = getSecuredInitialConfig;
	const { FST_ERR_ASYNC_CONSTRAINT, FST_ERR_BAD_URL, FST_ERR_MAX_PARAM_LENGTH, FST_ERR_OPTIONS_NOT_OBJ, FST_ERR_QSP_NOT_FN, FST_ERR_SCHEMA_CONTROLLER_BUCKET_OPT_NOT_FN, FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_OBJ, FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_ARR, FST_ERR_INSTANCE_ALREADY_LISTENING, FST_ERR_REOPENED_CLOSE_SERVER, FST_ERR_ROUTE_REWRITE_NOT_STR, FST_ERR_SCHEMA_ERROR_FORMATTER_NOT_FN, FST_ERR_ERROR_HANDLER_NOT_FN, FST_ERR_ERROR_HANDLER_ALREADY_SET, FST_ERR_ROUTE_METHOD_INVALID } = errorCodes;
	const { buildErrorHandler } = require_error_handler();
	const { FSTWRN004, FSTDEP023, FSTDEP024, FSTDEP025 } = require_warnings();
	const initChannel = diagnostics.channel("fastify.initialization");
	function asyncDisposableHook(disposable) {
		return function(instance, done) {
			disposable[Symbol.asyncDispose]().then(() => done(), done);
		};
	}
	function disposableHook(disposable) {
		return function(instance, done) {
			try {
				disposable[Symbol.dispose]();
				done();
			} catch (err) {
				done(err);
			}
		};
	}
	function fastify(serverOptions) {
		const { options, genReqId, logController, hasLogger, initialConfig } = processOptions(serverOptions, defaultRoute, onBadUrl, onMaxParamLength);
		const router = buildRouting(options.routerOptions);
		const fourOhFour = build404(options);
		const httpHandler = wrapRouting(router, options);
		const { server, listen, forceCloseConnections, serverHasCloseAllConnections, serverHasCloseHttp2Sessions, keepAliveConnections } = createServer(options, httpHandler);
		const setupResponseListeners = Reply.setupResponseListeners;
		const schemaController = SchemaController.buildSchemaController(null, options.schemaController);
		const fastify = {
			[kState]: {
				listening: false,
				closing: false,
				started: false,
				ready: false,
				booting: false,
				aborted: false,
				readyResolver: null
			},
			[kKeepAliveConnections]: keepAliveConnections,
			[kSupportedHTTPMethods]: {
				bodyless: new Set([
					"GET",
					"HEAD",
					"TRACE"
				]),
				bodywith: new Set([
					"DELETE",
					"OPTIONS",
					"PATCH",
					"PUT",
					"POST",
					"QUERY"
				])
			},
			[kOptions]: options,
			[kChildren]: [],
			[kServerBindings]: [],
			[kBodyLimit]: options.bodyLimit,
			[kHandlerTimeout]: options.handlerTimeout,
			[kRoutePrefix]: "",
			[kLogLevel]: "",
			[kLogSerializers]: null,
			[kHooks]: new Hooks(),
			[kSchemaController]: schemaController,
			[kSchemaErrorFormatter]: null,
			[kErrorHandler]: buildErrorHandler(),
			[kErrorHandlerAlreadySet]: false,
			[kChildLoggerFactory]: options.childLoggerFactory || defaultChildLoggerFactory,
			[kReplySerializerDefault]: null,
			[kContentTypeParser]: new ContentTypeParser(options.bodyLimit, options.onProtoPoisoning || defaultInitOptions.onProtoPoisoning, options.onConstructorPoisoning || defaultInitOptions.onConstructorPoisoning),
			[kReply]: Reply.buildReply(Reply),
			[kRequest]: Request.buildRequest(Request, options.trustProxy),
			[kFourOhFour]: fourOhFour,
			[pluginUtils.kRegisteredPlugins]: [],
			[kPluginNameChain]: ["fastify"],
			[kAvvioBoot]: null,
			[kGenReqId]: genReqId,
			routing: httpHandler,
			delete: function _delete(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "DELETE",
					url,
					options,
					handler
				});
			},
			get: function _get(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "GET",
					url,
					options,
					handler
				});
			},
			head: function _head(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "HEAD",
					url,
					options,
					handler
				});
			},
			trace: function _trace(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "TRACE",
					url,
					options,
					handler
				});
			},
			patch: function _patch(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "PATCH",
					url,
					options,
					handler
				});
			},
			post: function _post(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "POST",
					url,
					options,
					handler
				});
			},
			put: function _put(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "PUT",
					url,
					options,
					handler
				});
			},
			options: function _options(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "OPTIONS",
					url,
					options,
					handler
				});
			},
			query: function _query(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: "QUERY",
					url,
					options,
					handler
				});
			},
			all: function _all(url, options, handler) {
				return router.prepareRoute.call(this, {
					method: this.supportedMethods,
					url,
					options,
					handler
				});
			},
			route: function _route(options) {
				return router.route.call(this, { options });
			},
			hasRoute: function _route(options) {
				return router.hasRoute.call(this, { options });
			},
			findRoute: function _findRoute(options) {
				return router.findRoute(options);
			},
			log: options.logger,
			[kLogController]: logController,
			withTypeProvider,
			addHook,
			addSchema,
			getSchema: schemaController.getSchema.bind(schemaController),
			getSchemas: schemaController.getSchemas.bind(schemaController),
			setValidatorCompiler,
			setSerializerCompiler,
			setSchemaController,
			setReplySerializer,
			setSchemaErrorFormatter,
			setGenReqId,
			addContentTypeParser: ContentTypeParser.helpers.addContentTypeParser,
			hasContentTypeParser: ContentTypeParser.helpers.hasContentTypeParser,
			getDefaultJsonParser: ContentTypeParser.defaultParsers.getDefaultJsonParser,
			defaultTextParser: ContentTypeParser.defaultParsers.defaultTextParser,
			removeContentTypeParser: ContentTypeParser.helpers.removeContentTypeParser,
			removeAllContentTypeParsers: ContentTypeParser.helpers.removeAllContentTypeParsers,
			register: null,
			after: null,
			ready: null,
			onClose: null,
			close: null,
			printPlugins: null,
			hasPlugin: function(name) {
				return this[pluginUtils.kRegisteredPlugins].includes(name) || this[kPluginNameChain].includes(name);
			},
			listen,
			server,
			addresses: function() {
				const binded = this[kServerBindings].map((b) => b.address());
				binded.push(this.server.address());
				return binded.filter((adr) => adr);
			},
			decorate: decorator.add,
			hasDecorator: decorator.exist,
			decorateReply: decorator.decorateReply,
			decorateRequest: decorator.decorateRequest,
			hasRequestDecorator: decorator.existRequest,
			hasReplyDecorator: decorator.existReply,
			getDecorator: decorator.getInstanceDecorator,
			addHttpMethod,
			inject,
			printRoutes,
			setNotFoundHandler,
			setErrorHandler,
			setChildLoggerFactory,
			initialConfig,
			addConstraintStrategy: router.addConstraintStrategy.bind(router),
			hasConstraintStrategy: router.hasConstraintStrategy.bind(router)
		};
		Object.defineProperties(fastify, {
			listeningOrigin: { get() {
				const address = this.addresses().slice(-1).pop();
				if (typeof address === "string") return address;
				const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
				return `${this[kOptions].https ? "https" : "http"}://${host}:${address.port}`;
			} },
			pluginName: {
				configurable: true,
				get() {
					if (this[kPluginNameChain].length > 1) return this[kPluginNameChain].join(" -> ");
					return this[kPluginNameChain][0];
				}
			},
			prefix: {
				configurable: true,
				get() {
					return this[kRoutePrefix];
				}
			},
			validatorCompiler: {
				configurable: true,
				get() {
					return this[kSchemaController].getValidatorCompiler();
				}
			},
			serializerCompiler: {
				configurable: true,
				get() {
					return this[kSchemaController].getSerializerCompiler();
				}
			},
			childLoggerFactory: {
				configurable: true,
				get() {
					return this[kChildLoggerFactory];
				}
			},
			version: {
				configurable: true,
				get() {
					return VERSION;
				}
			},
			errorHandler: {
				configurable: true,
				get() {
					return this[kErrorHandler].func;
				}
			},
			genReqId: {
				configurable: true,
				get() {
					return this[kGenReqId];
				}
			},
			supportedMethods: {
				configurable: false,
				get() {
					return [...this[kSupportedHTTPMethods].bodyless, ...this[kSupportedHTTPMethods].bodywith];
				}
			}
		});
		if (options.schemaErrorFormatter) {
			validateSchemaErrorFormatter(options.schemaErrorFormatter);
			fastify[kSchemaErrorFormatter] = options.schemaErrorFormatter.bind(fastify);
		}
		const avvioPluginTimeout = Number(options.pluginTimeout);
		const avvio = Avvio(fastify, {
			autostart: false,
			timeout: isNaN(avvioPluginTimeout) === false ? avvioPluginTimeout : defaultInitOptions.pluginTimeout,
			expose: { use: "register" }
		});
		avvio.override = override;
		avvio.on("start", () => fastify[kState].started = true);
		fastify[kAvvioBoot] = fastify.ready;
		fastify.ready = ready;
		fastify.printPlugins = avvio.prettyPrint.bind(avvio);
		avvio.once("preReady", () => {
			if (options.routerOptions.compile === true) {
				router.compileRoutes();
				fourOhFour.router.compile();
			}
			fastify.onClose((instance, done) => {
				fastify[kState].closing = true;
				router.closeRoutes();
				hookRunnerApplication("preClose", fastify[kAvvioBoot], fastify, function() {
					if (fastify[kState].listening) {
						if (forceCloseConnections === "idle" && options.serverFactory) instance.server.closeIdleConnections();
						else if (serverHasCloseAllConnections && forceCloseConnections === true) instance.server.closeAllConnections();
						else if (forceCloseConnections === true) for (const conn of fastify[kKeepAliveConnections]) {
							conn.destroy();
							fastify[kKeepAliveConnections].delete(conn);
						}
					}
					if (serverHasCloseHttp2Sessions) instance.server.closeHttp2Sessions();
					if (!options.serverFactory || fastify[kState].listening) instance.server.close(function(err) {
						if (err && err.code !== "ERR_SERVER_NOT_RUNNING") done(null);
						else done();
					});
					else process.nextTick(done, null);
				});
			});
		});
		const routeEventContext = new Context({
			server: fastify,
			config: {}
		});
		fastify.setNotFoundHandler();
		fourOhFour.arrange404(fastify);
		router.setup(options, {
			avvio,
			fourOhFour,
			hasLogger,
			setupResponseListeners,
			throwIfAlreadyStarted,
			keepAliveConnections
		});
		server.on("clientError", options.clientErrorHandler.bind(fastify));
		if (initChannel.hasSubscribers) initChannel.publish({ fastify });
		if ("asyncDispose" in Symbol) fastify[Symbol.asyncDispose] = function dispose() {
			return fastify.close();
		};
		return fastify;
		function throwIfAlreadyStarted(msg) {
			if (fastify[kState].started) throw new FST_ERR_INSTANCE_ALREADY_LISTENING(msg);
		}
		function inject(opts, cb) {
			if (lightMyRequest === void 0) lightMyRequest = require_light_my_request();
			if (fastify[kState].started) {
				if (fastify[kState].closing) {
					const error = new FST_ERR_REOPENED_CLOSE_SERVER();
					if (cb) {
						cb(error);
						return;
					} else return Promise.reject(error);
				}
				return lightMyRequest(httpHandler, opts, cb);
			}
			if (cb) this.ready((err) => {
				if (err) cb(err, null);
				else lightMyRequest(httpHandler, opts, cb);
			});
			else return lightMyRequest((req, res) => {
				this.ready(function(err) {
					if (err) {
						res.emit("error", err);
						return;
					}
					httpHandler(req, res);
				});
			}, opts);
		}
		function ready(cb) {
			if (this[kState].readyResolver !== null) {
				if (cb != null) {
					this[kState].readyResolver.promise.then(() => cb(null, fastify), cb);
					return;
				}
				return this[kState].readyResolver.promise;
			}
			process.nextTick(runHooks);
			this[kState].readyResolver = PonyPromise.withResolvers();
			if (!cb) return this[kState].readyResolver.promise;
			else this[kState].readyResolver.promise.then(() => cb(null, fastify), cb);
			function runHooks() {
				fastify[kAvvioBoot]((err, done) => {
					if (err || fastify[kState].started || fastify[kState].ready || fastify[kState].booting) manageErr(err);
					else {
						fastify[kState].booting = true;
						hookRunnerApplication("onReady", fastify[kAvvioBoot], fastify, manageErr);
					}
					done();
				});
			}
			function manageErr(err) {
				err = err != null && AVVIO_ERRORS_MAP[err.code] != null ? appendStackTrace(err, new AVVIO_ERRORS_MAP[err.code](err.message)) : err;
				if (err) return fastify[kState].readyResolver.reject(err);
				fastify[kState].readyResolver.resolve(fastify);
				fastify[kState].booting = false;
				fastify[kState].ready = true;
				fastify[kState].readyResolver = null;
			}
		}
		function withTypeProvider() {
			return this;
		}
		function addHook(name, fn) {
			throwIfAlreadyStarted("Cannot call \"addHook\"!");
			if (fn == null) throw new errorCodes.FST_ERR_HOOK_INVALID_HANDLER(name, fn);
			if (name === "onSend" || name === "preSerialization" || name === "onError" || name === "preParsing") {
				if (fn.constructor.name === "AsyncFunction" && fn.length === 4) throw new errorCodes.FST_ERR_HOOK_INVALID_ASYNC_HANDLER();
			} else if (name === "onReady" || name === "onListen") {
				if (fn.constructor.name === "AsyncFunction" && fn.length !== 0) throw new errorCodes.FST_ERR_HOOK_INVALID_ASYNC_HANDLER();
			} else if (name === "onRequestAbort") {
				if (fn.constructor.name === "AsyncFunction" && fn.length !== 1) throw new errorCodes.FST_ERR_HOOK_INVALID_ASYNC_HANDLER();
			} else if (fn.constructor.name === "AsyncFunction" && fn.length === 3) throw new errorCodes.FST_ERR_HOOK_INVALID_ASYNC_HANDLER();
			if (name === "onClose" && typeof fn !== "function") {
				if (typeof fn[Symbol.asyncDispose] === "function") fn = asyncDisposableHook(fn);
				else if (typeof fn[Symbol.dispose] === "function") fn = disposableHook(fn);
				else throw new errorCodes.FST_ERR_HOOK_INVALID_HANDLER(name, Object.prototype.toString.call(fn));
			}
			if (name === "onClose") this.onClose(fn.bind(this));
			else if (name === "onReady" || name === "onListen" || name === "onRoute" || name === "preClose") this[kHooks].add(name, fn);
			else this.after((err, done) => {
				try {
					_addHook.call(this, name, fn);
					done(err);
				} catch (err) {
					done(err);
				}
			});
			return this;
			function _addHook(name, fn) {
				this[kHooks].add(name, fn);
				this[kChildren].forEach((child) => _addHook.call(child, name, fn));
			}
		}
		function addSchema(schema) {
			throwIfAlreadyStarted("Cannot call \"addSchema\"!");
			this[kSchemaController].add(schema);
			this[kChildren].forEach((child) => child.addSchema(schema));
			return this;
		}
		function defaultRoute(req, res) {
			if (req.headers["accept-version"] !== void 0) {
				req.headers[kRequestAcceptVersion] = req.headers["accept-version"];
				req.headers["accept-version"] = void 0;
			}
			fourOhFour.router.lookup(req, res);
		}
		function onBadUrl(path, req, res) {
			if (options.frameworkErrors) {
				const id = getGenReqId(routeEventContext.server, req);
				const childLogger = createChildLogger(routeEventContext, options.logger, req, id);
				const request = new Request(id, null, req, null, childLogger, routeEventContext);
				const reply = new Reply(res, request, childLogger);
				routeEventContext.server[kLogController].incomingRequest(request, reply);
				return options.frameworkErrors(new FST_ERR_BAD_URL(path), request, reply);
			}
			const body = JSON.stringify({
				error: "Bad Request",
				code: "FST_ERR_BAD_URL",
				message: `'${path}' is not a valid url component`,
				statusCode: 400
			});
			res.writeHead(400, {
				"Content-Type": "application/json",
				"Content-Length": Buffer.byteLength(body)
			});
			res.end(body);
		}
		function onMaxParamLength(path, req, res) {
			if (options.frameworkErrors) {
				const id = getGenReqId(routeEventContext.server, req);
				const childLogger = createChildLogger(routeEventContext, options.logger, req, id);
				const request = new Request(id, null, req, null, childLogger, routeEventContext);
				const reply = new Reply(res, request, childLogger);
				routeEventContext.server[kLogController].incomingRequest(request, reply);
				return options.frameworkErrors(new FST_ERR_MAX_PARAM_LENGTH(path), request, reply);
			}
			const body = JSON.stringify({
				error: "Bad Request",
				code: "FST_ERR_MAX_PARAM_LENGTH",
				message: `'${path}' is exceeding the max param length`,
				statusCode: 414
			});
			res.writeHead(414, {
				"Content-Type": "application/json",
				"Content-Length": Buffer.byteLength(body)
			});
			res.end(body);
		}
		function buildAsyncConstraintCallback(isAsync, req, res) {
			if (isAsync === false) return void 0;
			return function onAsyncConstraintError(err) {
				if (err) {
					if (options.frameworkErrors) {
						const id = getGenReqId(routeEventContext.server, req);
						const childLogger = createChildLogger(routeEventContext, options.logger, req, id);
						const request = new Request(id, null, req, null, childLogger, routeEventContext);
						const reply = new Reply(res, request, childLogger);
						routeEventContext.server[kLogController].incomingRequest(request, reply);
						return options.frameworkErrors(new FST_ERR_ASYNC_CONSTRAINT(), request, reply);
					}
					const body = "{\"error\":\"Internal Server Error\",\"message\":\"Unexpected error from async constraint\",\"statusCode\":500}";
					res.writeHead(500, {
						"Content-Type": "application/json",
						"Content-Length": 101
					});
					res.end(body);
				}
			};
		}
		function setNotFoundHandler(opts, handler) {
			throwIfAlreadyStarted("Cannot call \"setNotFoundHandler\"!");
			fourOhFour.setNotFoundHandler.call(this, opts, handler, avvio, router.routeHandler);
			return this;
		}
		function setValidatorCompiler(validatorCompiler) {
			throwIfAlreadyStarted("Cannot call \"setValidatorCompiler\"!");
			this[kSchemaController].setValidatorCompiler(validatorCompiler);
			return this;
		}
		function setSchemaErrorFormatter(errorFormatter) {
			throwIfAlreadyStarted("Cannot call \"setSchemaErrorFormatter\"!");
			validateSchemaErrorFormatter(errorFormatter);
			this[kSchemaErrorFormatter] = errorFormatter.bind(this);
			return this;
		}
		function setSerializerCompiler(serializerCompiler) {
			throwIfAlreadyStarted("Cannot call \"setSerializerCompiler\"!");
			this[kSchemaController].setSerializerCompiler(serializerCompiler);
			return this;
		}
		function setSchemaController(schemaControllerOpts) {
			throwIfAlreadyStarted("Cannot call \"setSchemaController\"!");
			const old = this[kSchemaController];
			const schemaController = SchemaController.buildSchemaController(old, Object.assign({}, old.opts, schemaControllerOpts));
			this[kSchemaController] = schemaController;
			this.getSchema = schemaController.getSchema.bind(schemaController);
			this.getSchemas = schemaController.getSchemas.bind(schemaController);
			return this;
		}
		function setReplySerializer(replySerializer) {
			throwIfAlreadyStarted("Cannot call \"setReplySerializer\"!");
			this[kReplySerializerDefault] = replySerializer;
			return this;
		}
		function setErrorHandler(func) {
			throwIfAlreadyStarted("Cannot call \"setErrorHandler\"!");
			if (typeof func !== "function") throw new FST_ERR_ERROR_HANDLER_NOT_FN();
			if (!options.allowErrorHandlerOverride && this[kErrorHandlerAlreadySet]) throw new FST_ERR_ERROR_HANDLER_ALREADY_SET();
			else if (this[kErrorHandlerAlreadySet]) FSTWRN004();
			this[kErrorHandlerAlreadySet] = true;
			this[kErrorHandler] = buildErrorHandler(this[kErrorHandler], func.bind(this));
			return this;
		}
		function setChildLoggerFactory(factory) {
			throwIfAlreadyStarted("Cannot call \"setChildLoggerFactory\"!");
			this[kChildLoggerFactory] = factory;
			return this;
		}
		function printRoutes(opts = {}) {
			opts.includeMeta = opts.includeHooks ? opts.includeMeta ? supportedHooks.concat(opts.includeMeta) : supportedHooks : opts.includeMeta;
			return router.printRoutes(opts);
		}
		function wrapRouting(router, { rewriteUrl, logger }) {
			let isAsync;
			return function preRouting(req, res) {
				if (isAsync === void 0) isAsync = router.isAsyncConstraint();
				if (rewriteUrl) {
					req.originalUrl = req.url;
					const url = rewriteUrl.call(fastify, req);
					if (typeof url === "string") req.url = url;
					else {
						const err = new FST_ERR_ROUTE_REWRITE_NOT_STR(req.url, typeof url);
						req.destroy(err);
					}
				}
				router.routing(req, res, buildAsyncConstraintCallback(isAsync, req, res));
			};
		}
		function setGenReqId(func) {
			throwIfAlreadyStarted("Cannot call \"setGenReqId\"!");
			this[kGenReqId] = reqIdGenFactory(this[kOptions].requestIdHeader, func);
			return this;
		}
		function addHttpMethod(method, { hasBody = false, overrideExisting = false } = {}) {
			if (typeof method !== "string" || http.METHODS.indexOf(method) === -1) throw new FST_ERR_ROUTE_METHOD_INVALID();
			if ((this[kSupportedHTTPMethods].bodyless.has(method) || this[kSupportedHTTPMethods].bodywith.has(method)) && !overrideExisting) FSTDEP025(method);
			if (hasBody === true) {
				this[kSupportedHTTPMethods].bodywith.add(method);
				this[kSupportedHTTPMethods].bodyless.delete(method);
			} else {
				this[kSupportedHTTPMethods].bodywith.delete(method);
				this[kSupportedHTTPMethods].bodyless.add(method);
			}
			const _method = method.toLowerCase();
			if (!this.hasDecorator(_method)) this.decorate(_method, function(url, options, handler) {
				return router.prepareRoute.call(this, {
					method,
					url,
					options,
					handler
				});
			});
			return this;
		}
	}
	function processOptions(options, defaultRoute, onBadUrl, onMaxParamLength) {
		if (options && typeof options !== "object") throw new FST_ERR_OPTIONS_NOT_OBJ();
		else options = Object.assign({}, options);
		if (options.querystringParser && typeof options.querystringParser !== "function" || options.routerOptions?.querystringParser && typeof options.routerOptions.querystringParser !== "function") throw new FST_ERR_QSP_NOT_FN(typeof (options.querystringParser ?? options.routerOptions.querystringParser));
		if (options.schemaController && options.schemaController.bucket && typeof options.schemaController.bucket !== "function") throw new FST_ERR_SCHEMA_CONTROLLER_BUCKET_OPT_NOT_FN(typeof options.schemaController.bucket);
		validateBodyLimitOption(options.bodyLimit);
		const requestIdHeader = typeof options.requestIdHeader === "string" && options.requestIdHeader.length !== 0 ? options.requestIdHeader.toLowerCase() : options.requestIdHeader === true && "request-id";
		const genReqId = reqIdGenFactory(requestIdHeader, options.genReqId);
		if (options.requestIdLogLabel !== void 0) FSTDEP024();
		options.bodyLimit = options.bodyLimit || defaultInitOptions.bodyLimit;
		if (options.disableRequestLogging !== void 0) FSTDEP023();
		const ajvOptions = Object.assign({
			customOptions: {},
			plugins: []
		}, options.ajv);
		if (!ajvOptions.customOptions || Object.prototype.toString.call(ajvOptions.customOptions) !== "[object Object]") throw new FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_OBJ(typeof ajvOptions.customOptions);
		if (!ajvOptions.plugins || !Array.isArray(ajvOptions.plugins)) throw new FST_ERR_AJV_CUSTOM_OPTIONS_OPT_NOT_ARR(typeof ajvOptions.plugins);
		const { logger, hasLogger } = createLogger(options);
		const logController = createLogController(options);
		options.connectionTimeout = options.connectionTimeout || defaultInitOptions.connectionTimeout;
		options.keepAliveTimeout = options.keepAliveTimeout || defaultInitOptions.keepAliveTimeout;
		options.maxRequestsPerSocket = options.maxRequestsPerSocket || defaultInitOptions.maxRequestsPerSocket;
		options.requestTimeout = options.requestTimeout || defaultInitOptions.requestTimeout;
		options.logger = logger;
		options.requestIdHeader = requestIdHeader;
		options.ajv = ajvOptions;
		options.clientErrorHandler = options.clientErrorHandler || defaultClientErrorHandler;
		options.allowErrorHandlerOverride = options.allowErrorHandlerOverride ?? defaultInitOptions.allowErrorHandlerOverride;
		const initialConfig = getSecuredInitialConfig(options);
		options.exposeHeadRoutes = initialConfig.exposeHeadRoutes;
		options.http2SessionTimeout = initialConfig.http2SessionTimeout;
		options.routerOptions = buildRouterOptions(options, {
			defaultRoute,
			onBadUrl,
			onMaxParamLength,
			ignoreTrailingSlash: defaultInitOptions.ignoreTrailingSlash,
			ignoreDuplicateSlashes: defaultInitOptions.ignoreDuplicateSlashes,
			maxParamLength: defaultInitOptions.maxParamLength,
			allowUnsafeRegex: defaultInitOptions.allowUnsafeRegex,
			buildPrettyMeta: defaultBuildPrettyMeta,
			useSemicolonDelimiter: defaultInitOptions.useSemicolonDelimiter
		});
		return {
			options,
			genReqId,
			logController,
			hasLogger,
			initialConfig
		};
	}
	function defaultBuildPrettyMeta(route) {
		const cleanKeys = {};
		[
			"errorHandler",
			"logLevel",
			"logSerializers"
		].concat(supportedHooks).forEach((k) => {
			cleanKeys[k] = route.store[k];
		});
		return Object.assign({}, cleanKeys);
	}
	function defaultClientErrorHandler(err, socket) {
		if (err.code === "ECONNRESET" || socket.destroyed) return;
		let body, errorCode, errorStatus, errorLabel;
		if (err.code === "ERR_HTTP_REQUEST_TIMEOUT") {
			errorCode = "408";
			errorStatus = http.STATUS_CODES[errorCode];
			body = `{"error":"${errorStatus}","message":"Client Timeout","statusCode":408}`;
			errorLabel = "timeout";
		} else if (err.code === "HPE_HEADER_OVERFLOW") {
			errorCode = "431";
			errorStatus = http.STATUS_CODES[errorCode];
			body = `{"error":"${errorStatus}","message":"Exceeded maximum allowed HTTP header size","statusCode":431}`;
			errorLabel = "header_overflow";
		} else {
			errorCode = "400";
			errorStatus = http.STATUS_CODES[errorCode];
			body = `{"error":"${errorStatus}","message":"Client Error","statusCode":400}`;
			errorLabel = "error";
		}
		this.log.trace({ err }, `client ${errorLabel}`);
		if (socket.writable) socket.write(`HTTP/1.1 ${errorCode} ${errorStatus}\r\nContent-Length: ${body.length}\r\nContent-Type: application/json\r\n\r\n${body}`);
		socket.destroy(err);
	}
	function validateSchemaErrorFormatter(schemaErrorFormatter) {
		if (typeof schemaErrorFormatter !== "function") throw new FST_ERR_SCHEMA_ERROR_FORMATTER_NOT_FN(typeof schemaErrorFormatter);
		else if (schemaErrorFormatter.constructor.name === "AsyncFunction") throw new FST_ERR_SCHEMA_ERROR_FORMATTER_NOT_FN("AsyncFunction");
	}
	module.exports = fastify;
	module.exports.errorCodes = errorCodes;
	module.exports.LogController = LogController;
	module.exports.fastify = fastify;
	module.exports.default = fastify;
}));
// ../../node_modules/fastify-type-provider-zod/dist/esm/errors.js
var import_error = __toESM(require_error(), 1);
var InvalidSchemaError = (0, import_error.default)("FST_ERR_INVALID_SCHEMA", "Invalid schema passed: %s", 500);
var ResponseSerializationBase = (0, import_error.default)("FST_ERR_RESPONSE_SERIALIZATION", "Response doesn't match the schema", 500);
var ResponseSerializationError = class extends ResponseSerializationBase {
	method;
	url;
	constructor(method, url, options) {
		super({ cause: options.cause });
		this.method = method;
		this.url = url;
		this.cause = options.cause;
	}
};
// ../../node_modules/fastify-type-provider-zod/dist/esm/registry.js
var getSchemaId = (id, io) => {
	return io === "input" ? `${id}Input` : id;
};
var WeakMapWithFallback = class extends WeakMap {
	fallback;
	constructor(fallback) {
		super();
		this.fallback = fallback;
	}
	get(key) {
		return super.get(key) ?? this.fallback.get(key);
	}
	has(key) {
		return super.has(key) || this.fallback.has(key);
	}
};
var copyRegistry = (baseRegistry, idReplaceFn) => {
	const copy = new $ZodRegistry();
	copy._map = new WeakMapWithFallback(baseRegistry._map);
	baseRegistry._idmap.forEach((schema, id) => {
		copy.add(schema, {
			...baseRegistry._map.get(schema),
			id: idReplaceFn(id)
		});
	});
	return copy;
};
var generateIORegistries = (baseRegistry) => {
	const inputRegistry = copyRegistry(baseRegistry, (id) => getSchemaId(id, "input"));
	const outputRegistry = copyRegistry(baseRegistry, (id) => getSchemaId(id, "output"));
	inputRegistry._idmap.forEach((_, id) => {
		if (outputRegistry._idmap.has(id)) throw new Error(`Collision detected for schema "${id}". An input and an output schema resolve to the same component name.`);
	});
	return {
		inputRegistry,
		outputRegistry
	};
};
var createIORegistriesProvider = (baseRegistry) => {
	let cache;
	return () => {
		const size = baseRegistry._idmap.size;
		if (!cache || cache.size !== size) cache = {
			size,
			registries: generateIORegistries(baseRegistry)
		};
		return cache.registries;
	};
};
// ../../node_modules/fastify-type-provider-zod/dist/esm/utils.js
var assertIsOpenAPIObject = (obj) => {
	if ("swaggerObject" in obj) throw new Error("This package currently does not support component references for Swagger 2.0");
};
var getReferenceUri = (input) => {
	const id = input.replace(/^#\/(?:\$defs|definitions|components\/schemas)\//, "");
	if (id === "") throw new Error("Unable to build a component reference for an unnamed schema. Recursive or self-referential schemas used inline must be registered with an `id` so they can be referenced as components.");
	return `#/components/schemas/${id}`;
};
var getJSONSchemaTarget = (version = "3.0.0") => {
	if (version.startsWith("3.0")) return "openapi-3.0";
	return "draft-2020-12";
};
// ../../node_modules/fastify-type-provider-zod/dist/esm/zod-to-json.js
var SCHEMA_REGISTRY_ID_PLACEHOLDER = "__SCHEMA__ID__PLACEHOLDER__";
var SCHEMA_URI_PLACEHOLDER = "__SCHEMA__PLACEHOLDER__";
var IDENTITY_KEYWORDS = [
	"id",
	"$id",
	"$schema"
];
var OAS_3_0_INVALID_KEYWORDS = [
	"unevaluatedProperties",
	"dependentSchemas",
	"patternProperties",
	"propertyNames",
	"contentEncoding",
	"contentMediaType"
];
var getRemoveKeys = (target) => {
	return new Set(target === "openapi-3.0" ? [...IDENTITY_KEYWORDS, ...OAS_3_0_INVALID_KEYWORDS] : IDENTITY_KEYWORDS);
};
var SINGLE_SCHEMA_KEYWORDS = [
	"items",
	"additionalProperties",
	"not"
];
var SCHEMA_LIST_KEYWORDS = [
	"allOf",
	"anyOf",
	"oneOf"
];
var sanitizeSchema = (value, removeKeys) => {
	if (Array.isArray(value)) return value.map((entry) => sanitizeSchema(entry, removeKeys));
	if (value === null || typeof value !== "object") return value;
	const result = {};
	for (const [key, child] of Object.entries(value)) {
		if (removeKeys.has(key)) continue;
		if (key === "properties" && child !== null && typeof child === "object") result[key] = Object.fromEntries(Object.entries(child).map(([name, schema]) => [name, sanitizeSchema(schema, removeKeys)]));
		else if (SINGLE_SCHEMA_KEYWORDS.includes(key)) result[key] = child !== null && typeof child === "object" ? sanitizeSchema(child, removeKeys) : child;
		else if (SCHEMA_LIST_KEYWORDS.includes(key)) result[key] = Array.isArray(child) ? child.map((entry) => sanitizeSchema(entry, removeKeys)) : child;
		else result[key] = child;
	}
	return result;
};
function isZodDate(entity) {
	return entity instanceof $ZodType && entity._zod.def.type === "date";
}
function isZodUnion(entity) {
	return entity instanceof $ZodType && entity._zod.def.type === "union";
}
function isZodUndefined(entity) {
	return entity instanceof $ZodType && entity._zod.def.type === "undefined";
}
var isNullBranch = (schema) => schema.nullable === true && Array.isArray(schema.enum) && schema.enum.length === 1 && schema.enum[0] === null;
var getOverride = (ctx, io, target) => {
	if (isZodUnion(ctx.zodSchema)) {
		ctx.jsonSchema.anyOf = ctx.jsonSchema.anyOf?.filter((schema) => Object.keys(schema).length > 0);
		const anyOf = ctx.jsonSchema.anyOf;
		if (target === "openapi-3.0" && anyOf) {
			const otherBranches = anyOf.filter((schema) => !isNullBranch(schema));
			if (otherBranches.length < anyOf.length && otherBranches.length > 0) if (otherBranches.length === 1) {
				delete ctx.jsonSchema.anyOf;
				Object.assign(ctx.jsonSchema, otherBranches[0], { nullable: true });
			} else {
				ctx.jsonSchema.anyOf = otherBranches;
				ctx.jsonSchema.nullable = true;
			}
		}
	}
	if (isZodDate(ctx.zodSchema)) {
		if (io === "output") {
			ctx.jsonSchema.type = "string";
			ctx.jsonSchema.format = "date-time";
		}
	}
	if (isZodUndefined(ctx.zodSchema)) {
		if (io === "output") ctx.jsonSchema.type = "null";
	}
};
var zodSchemaToJson = (zodSchema, registry, io, config) => {
	const schemaRegistryEntry = registry.get(zodSchema);
	if (schemaRegistryEntry?.id) return { $ref: getReferenceUri(schemaRegistryEntry.id) };
	const tempRegistry = new $ZodRegistry();
	tempRegistry.add(zodSchema, { id: SCHEMA_REGISTRY_ID_PLACEHOLDER });
	const { schemas: { [SCHEMA_REGISTRY_ID_PLACEHOLDER]: result } } = toJSONSchema(tempRegistry, {
		...config,
		io,
		metadata: registry,
		unrepresentable: config.unrepresentable ?? "any",
		cycles: "ref",
		reused: "inline",
		uri: () => SCHEMA_URI_PLACEHOLDER,
		override: config.override ?? ((ctx) => getOverride(ctx, io, config.target))
	});
	const sanitized = sanitizeSchema(result, getRemoveKeys(config.target));
	return JSON.parse(JSON.stringify(sanitized), (_key, value) => typeof value === "string" && value.startsWith(SCHEMA_URI_PLACEHOLDER) ? getReferenceUri(value.slice(23)) : value);
};
var zodRegistryToJson = (registry, io, config) => {
	const result = toJSONSchema(registry, {
		...config,
		io,
		metadata: registry,
		unrepresentable: config.unrepresentable ?? "any",
		cycles: "ref",
		reused: "inline",
		uri: (id) => getReferenceUri(id),
		override: config.override ?? ((ctx) => getOverride(ctx, io, config.target))
	}).schemas;
	const removeKeys = getRemoveKeys(config.target);
	const jsonSchemas = {};
	for (const id in result) jsonSchemas[id] = sanitizeSchema(result[id], removeKeys);
	return jsonSchemas;
};
// ../../node_modules/fastify-type-provider-zod/dist/esm/core.js
var isContentTypeResponse = (maybeSchema) => {
	return typeof maybeSchema === "object" && maybeSchema !== null && "content" in maybeSchema && typeof maybeSchema.content === "object" && maybeSchema.content !== null;
};
var defaultSkipList = [
	"/documentation/",
	"/documentation/initOAuth",
	"/documentation/json",
	"/documentation/uiConfig",
	"/documentation/yaml",
	"/documentation/*",
	"/documentation/static/*"
];
var createJsonSchemaTransform = ({ skipList = defaultSkipList, schemaRegistry = globalRegistry, zodToJsonConfig = {} }) => {
	const getIORegistries = createIORegistriesProvider(schemaRegistry);
	return (document) => {
		assertIsOpenAPIObject(document);
		const { schema, url } = document;
		if (!schema) return {
			schema,
			url
		};
		const { response, headers, querystring, body, params, hide, ...rest } = schema;
		const transformed = {};
		if (skipList.includes(url) || hide) {
			transformed.hide = true;
			return {
				schema: transformed,
				url
			};
		}
		const config = {
			target: getJSONSchemaTarget(document.openapiObject.openapi),
			...zodToJsonConfig
		};
		const { inputRegistry, outputRegistry } = getIORegistries();
		const zodSchemas = {
			headers,
			querystring,
			body,
			params
		};
		for (const prop in zodSchemas) {
			const zodSchema = zodSchemas[prop];
			if (zodSchema) transformed[prop] = zodSchemaToJson(zodSchema, inputRegistry, "input", config);
		}
		if (response) {
			transformed.response = {};
			for (const prop in response) {
				const responseSchema = response[prop];
				if (isContentTypeResponse(responseSchema)) {
					const responseObj = {};
					if (responseSchema.description) responseObj.description = responseSchema.description;
					responseObj.content = {};
					for (const [contentType, { schema: maybeSchema }] of Object.entries(responseSchema.content)) {
						const zodSchema = resolveSchema(maybeSchema);
						responseObj.content[contentType] = { schema: zodSchemaToJson(zodSchema, outputRegistry, "output", config) };
					}
					transformed.response[prop] = responseObj;
					continue;
				}
				const zodSchema = resolveSchema(responseSchema);
				transformed.response[prop] = zodSchemaToJson(zodSchema, outputRegistry, "output", config);
			}
		}
		for (const prop in rest) {
			const meta = rest[prop];
			if (meta) transformed[prop] = meta;
		}
		return {
			schema: transformed,
			url
		};
	};
};
createJsonSchemaTransform({});
var createJsonSchemaTransformObject = ({ schemaRegistry = globalRegistry, zodToJsonConfig = {} }) => (document) => {
	assertIsOpenAPIObject(document);
	const config = {
		target: getJSONSchemaTarget(document.openapiObject.openapi),
		...zodToJsonConfig
	};
	const { inputRegistry, outputRegistry } = generateIORegistries(schemaRegistry);
	const inputSchemas = zodRegistryToJson(inputRegistry, "input", config);
	const outputSchemas = zodRegistryToJson(outputRegistry, "output", config);
	return {
		...document.openapiObject,
		components: {
			...document.openapiObject.components,
			schemas: {
				...document.openapiObject.components?.schemas,
				...inputSchemas,
				...outputSchemas
			}
		}
	};
};
var jsonSchemaTransformObject = createJsonSchemaTransformObject({});
function resolveSchema(maybeSchema) {
	if (maybeSchema instanceof $ZodType) return maybeSchema;
	if ("properties" in maybeSchema && maybeSchema.properties instanceof $ZodType) return maybeSchema.properties;
	throw new InvalidSchemaError(JSON.stringify(maybeSchema));
}
var createSerializerCompiler = (options) => ({ schema: maybeSchema, method, url }) => {
	const schema = resolveSchema(maybeSchema);
	return (data) => {
		const result = safeEncode(schema, data);
		if (result.error) throw new ResponseSerializationError(method, url, { cause: result.error });
		return JSON.stringify(result.data, options?.replacer);
	};
};
var serializerCompiler = createSerializerCompiler({});
// ../../node_modules/end-of-stream/index.js
var require_end_of_stream = __commonJSMin(((exports, module) => {
	var once = require_once();
	var noop = function() {};
	var qnt = global.Bare ? queueMicrotask : process.nextTick.bind(process);
	var isRequest = function(stream) {
		return stream.setHeader && typeof stream.abort === "function";
	};
	var isChildProcess = function(stream) {
		return stream.stdio && Array.isArray(stream.stdio) && stream.stdio.length === 3;
	};
	var eos = function(stream, opts, callback) {
		if (typeof opts === "function") return eos(stream, null, opts);
		if (!opts) opts = {};
		callback = once(callback || noop);
		var ws = stream._writableState;
		var rs = stream._readableState;
		var readable = opts.readable || opts.readable !== false && stream.readable;
		var writable = opts.writable || opts.writable !== false && stream.writable;
		var cancelled = false;
		var onlegacyfinish = function() {
			if (!stream.writable) onfinish();
		};
		var onfinish = function() {
			writable = false;
			if (!readable) callback.call(stream);
		};
		var onend = function() {
			readable = false;
			if (!writable) callback.call(stream);
		};
		var onexit = function(exitCode) {
			callback.call(stream, exitCode ? new Error("exited with error code: " + exitCode) : null);
		};
		var onerror = function(err) {
			callback.call(stream, err);
		};
		var onclose = function() {
			qnt(onclosenexttick);
		};
		var onclosenexttick = function() {
			if (cancelled) return;
			if (readable && !(rs && rs.ended && !rs.destroyed)) return callback.call(stream, new Error("premature close"));
			if (writable && !(ws && ws.ended && !ws.destroyed)) return callback.call(stream, new Error("premature close"));
		};
		var onrequest = function() {
			stream.req.on("finish", onfinish);
		};
		if (isRequest(stream)) {
			stream.on("complete", onfinish);
			stream.on("abort", onclose);
			if (stream.req) onrequest();
			else stream.on("request", onrequest);
		} else if (writable && !ws) {
			stream.on("end", onlegacyfinish);
			stream.on("close", onlegacyfinish);
		}
		if (isChildProcess(stream)) stream.on("exit", onexit);
		stream.on("end", onend);
		stream.on("finish", onfinish);
		if (opts.error !== false) stream.on("error", onerror);
		stream.on("close", onclose);
		return function() {
			cancelled = true;
			stream.removeListener("complete", onfinish);
			stream.removeListener("abort", onclose);
			stream.removeListener("request", onrequest);
			if (stream.req) stream.req.removeListener("finish", onfinish);
			stream.removeListener("end", onlegacyfinish);
			stream.removeListener("close", onlegacyfinish);
			stream.removeListener("finish", onfinish);
			stream.removeListener("exit", onexit);
			stream.removeListener("end", onend);
			stream.removeListener("error", onerror);
			stream.removeListener("close", onclose);
		};
	};
	module.exports = eos;
}));
export { require_fastify as a, require_fast_uri as c, require_escape_html as d, require_fast_decode_uri_component as f, serializerCompiler as i, require_fast_deep_equal as l, createJsonSchemaTransform as n, require_lib as o, require_fastify_plugin as p, jsonSchemaTransformObject as r, require_fast_json_stringify as s, require_end_of_stream as t, require_queue as u };
