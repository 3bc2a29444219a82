export { t as main } from "./part-W75l4V4S.mjs";
