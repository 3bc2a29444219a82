/**
 * Loaded before a program by `node --import`: its clock is wrong by CLOCK_OFFSET_MS milliseconds from then on. The gateway
 * itself has no such setting; timers and `performance` stay right, as they do on a machine whose clock is wrong.
 */
const offsetMs = Number(process.env.CLOCK_OFFSET_MS ?? '0');
if (!Number.isSafeInteger(offsetMs)) throw new Error('CLOCK_OFFSET_MS must be a whole number of milliseconds.');
const rightNow = Date.now;
Date.now = () => rightNow() + offsetMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [Date.now()] : given, newTarget),
});
