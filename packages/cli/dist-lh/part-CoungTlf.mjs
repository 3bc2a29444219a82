// ../server/src/platform/config/duration.ts
const MS_PER_UNIT = {
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
const FORM = /^(\d{1,8})([smhd])$/;
function parseDurationMs(text) {
	const [, count, unit] = FORM.exec(text) ?? [];
	const msPerUnit = MS_PER_UNIT[unit ?? ""];
	return count === void 0 || msPerUnit === void 0 ? null : Number(count) * msPerUnit;
}
export { parseDurationMs as t };
