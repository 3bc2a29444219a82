import { t as __commonJSMin } from "./part-CcNv6dGi.mjs";
// \0part:node:http
var require__part_node_http = __commonJSMin(((exports, module) => {
	module.exports = process.getBuiltinModule("node:http");
}));
export { require__part_node_http as t };
