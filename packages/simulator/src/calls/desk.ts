import {
  buildCallConnectUpdate,
  buildCallStatusUpdate,
  buildCallTerminateUpdate,
  type CallDirection,
} from '../bodies/calls.ts';
import { addressOf, type Business, type PersonProfile, type WebhookUpdate } from '../bodies/update.ts';

const CALLS_MAX = 10_000;

/** What a person does when the business rings. */
export interface CallHabits {
  /** Until the phone rings. */
  readonly ringAfterMs: number;
  /** From the ringing to what the person decides. */
  readonly decideAfterMs: number;
  readonly decision: 'accept' | 'reject' | 'ignore';
  /** From the acceptance until the person hangs up; null: the business ends the call. */
  readonly hangUpAfterMs: number | null;
}

export type CallPermission = 'no_permission' | 'temporary' | 'permanent';

interface Call {
  readonly id: string;
  readonly business: Business;
  readonly person: PersonProfile;
  readonly direction: CallDirection;
  readonly callbackData: string | undefined;
  state: 'ringing' | 'connected';
  connectedAtSeconds: number | null;
}

interface CallDeskContext {
  readonly habits: CallHabits;
  readonly permission: CallPermission;
  readonly newId: (address: string) => string;
  readonly nowSeconds: () => number;
  /** Tells a webhook if there is anybody to tell. */
  readonly tell: (business: Business, update: WebhookUpdate) => void;
  readonly later: (delayMs: number, run: () => void) => void;
}

/** The calls that are under way. The oldest are forgotten when there are too many. */
export class CallDesk {
  readonly #ctx: CallDeskContext;
  readonly #calls = new Map<string, Call>();
  readonly #permissionByAddress = new Map<string, CallPermission>();

  constructor(ctx: CallDeskContext) {
    this.#ctx = ctx;
  }

  /** A person rings. The caller tells of it. */
  noteIncoming(id: string, business: Business, person: PersonProfile): void {
    this.#put({ id, business, person, direction: 'USER_INITIATED', callbackData: undefined, ...RINGING });
  }

  /** The person hangs up. @returns what the webhook says of the call, as far as it is known. */
  noteHangUp(id: string): {
    readonly durationSeconds?: number | undefined;
    readonly direction?: CallDirection | undefined;
    readonly callbackData?: string | undefined;
  } {
    const call = this.#calls.get(id);
    if (call === undefined) return {};
    this.#calls.delete(id);
    return { durationSeconds: this.#durationOf(call), direction: call.direction, callbackData: call.callbackData };
  }

  /** The business rings a person, who does as is the habit. @returns the id of the call. */
  dial(business: Business, person: PersonProfile, callbackData: string | undefined): string {
    const id = this.#ctx.newId(addressOf(person));
    this.#put({ id, business, person, direction: 'BUSINESS_INITIATED', callbackData, ...RINGING });
    const { ringAfterMs, decideAfterMs } = this.#ctx.habits;
    this.#laterIf(id, ringAfterMs, (call) => this.#tellStatus(call, 'RINGING'));
    this.#laterIf(id, ringAfterMs + decideAfterMs, (call) => this.#decide(call));
    return id;
  }

  /** The business takes, refuses or ends a call. @returns why that cannot be; null when it is done. */
  act(id: string, business: Business, action: 'pre_accept' | 'accept' | 'reject' | 'terminate'): string | null {
    const call = this.#calls.get(id);
    if (call?.business.phoneNumberId !== business.phoneNumberId) return 'call_id: is not a call that is under way';
    if (action === 'terminate') return this.#endSoon(call);
    if (call.direction === 'BUSINESS_INITIATED') return `action: ${action} is for calls of users`;
    if (call.state !== 'ringing') return 'call_id: is a call that was taken already';
    if (action === 'reject') return this.#endSoon(call);
    if (action === 'accept') this.#connect(call);
    return null;
  }

  permissionOf(address: string): CallPermission {
    return this.#permissionByAddress.get(address) ?? this.#ctx.permission;
  }

  setPermission(person: PersonProfile, permission: CallPermission): void {
    for (const address of [person.waId, person.bsuid]) {
      if (address !== undefined) bounded(this.#permissionByAddress, address, permission);
    }
  }

  #put(call: Call): void {
    bounded(this.#calls, call.id, call);
  }

  #decide(call: Call): void {
    const { decision, hangUpAfterMs } = this.#ctx.habits;
    if (decision === 'reject') this.#tellStatus(call, 'REJECTED');
    if (decision !== 'accept') {
      this.#end(call);
      return;
    }
    this.#connect(call);
    this.#tellStatus(call, 'ACCEPTED');
    this.#ctx.tell(call.business, buildCallConnectUpdate(call.business, call.person, this.#stamp(call)));
    if (hangUpAfterMs !== null) this.#laterIf(call.id, hangUpAfterMs, () => this.#end(call));
  }

  #connect(call: Call): void {
    call.state = 'connected';
    call.connectedAtSeconds = this.#ctx.nowSeconds();
  }

  /** The answer to the business goes out before the webhook. */
  #endSoon(call: Call): null {
    this.#laterIf(call.id, END_MS, () => this.#end(call));
    return null;
  }

  #end(call: Call): void {
    this.#calls.delete(call.id);
    const durationSeconds = this.#durationOf(call);
    const status = durationSeconds === undefined ? 'FAILED' : 'COMPLETED';
    const end = { ...this.#stamp(call), status, durationSeconds, callbackData: call.callbackData } as const;
    this.#ctx.tell(call.business, buildCallTerminateUpdate(call.business, call.person, end));
  }

  #tellStatus(call: Call, status: 'RINGING' | 'ACCEPTED' | 'REJECTED'): void {
    const update = { ...this.#stamp(call), status, callbackData: call.callbackData };
    this.#ctx.tell(call.business, buildCallStatusUpdate(call.business, call.person, update));
  }

  #stamp({ id, direction }: Call) {
    return { id, direction, timestampSeconds: this.#ctx.nowSeconds() };
  }

  /** Undefined when it was never taken. */
  #durationOf({ connectedAtSeconds }: Call): number | undefined {
    return connectedAtSeconds === null ? undefined : this.#ctx.nowSeconds() - connectedAtSeconds;
  }

  /** Runs when the call is still under way then. */
  #laterIf(id: string, delayMs: number, run: (call: Call) => void): void {
    this.#ctx.later(delayMs, () => {
      const call = this.#calls.get(id);
      if (call !== undefined) run(call);
    });
  }
}

const RINGING = { state: 'ringing', connectedAtSeconds: null } as const;
const END_MS = 50;

function bounded<TValue>(map: Map<string, TValue>, key: string, value: TValue): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > CALLS_MAX && !oldest.done) map.delete(oldest.value);
}
