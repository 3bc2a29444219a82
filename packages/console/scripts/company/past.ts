const RealDate = Date;
let behindMs = 0;

/** The time of this process, which may be behind the real one. Everything that is started in it lives by it. */
class PastDate extends RealDate {
  constructor(...parts: readonly unknown[]) {
    if (parts.length === 0) super(PastDate.now());
    // What `Date` takes is told by its own types where it is called.
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() - behindMs;
  }
}

/** Puts the clock of this process back, so that what happens now lies in the past when it is looked at later. */
export function goBack(milliseconds: number): void {
  behindMs = milliseconds;
  globalThis.Date = PastDate as DateConstructor;
}
