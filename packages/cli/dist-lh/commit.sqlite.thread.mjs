export { t as STALE_RECORD, n as register } from "./part-D8LB3tWq.mjs";
