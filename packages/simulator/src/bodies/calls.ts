import type { JsonObject } from '../json.ts';
import { type Business, buildContact, buildValueHead, type PersonProfile, type WebhookUpdate } from './update.ts';

/** Who rang whom. */
export type CallDirection = 'USER_INITIATED' | 'BUSINESS_INITIATED';

/** A call's id and when the event happened, unix seconds. */
export interface CallStamp {
  readonly id: string;
  readonly timestampSeconds: number;
  /** Default: the person rang. */
  readonly direction?: CallDirection | undefined;
}

/** How a call ended. Unix seconds. Start and duration are there only if it was taken. */
export interface CallEnd extends CallStamp {
  readonly status: 'COMPLETED' | 'FAILED';
  readonly durationSeconds?: number | undefined;
  /** What the business gave along when it rang. */
  readonly callbackData?: string | undefined;
}

/**
 * The other side's session has come (CONTRACTS 1.7): the offer of a person who rings, or the answer of
 * one whom the business rings.
 */
export function buildCallConnectUpdate(business: Business, person: PersonProfile, call: CallStamp): WebhookUpdate {
  const direction = call.direction ?? 'USER_INITIATED';
  return toCallsUpdate(business, {
    contacts: [buildContact(person)],
    calls: [
      {
        id: call.id,
        ...buildParties(business, person, direction),
        event: 'connect',
        timestamp: String(call.timestampSeconds),
        direction,
        session: { sdp_type: direction === 'USER_INITIATED' ? 'offer' : 'answer', sdp: SDP },
      },
    ],
  });
}

/** The end of a call, whoever began it. */
export function buildCallTerminateUpdate(business: Business, person: PersonProfile, call: CallEnd): WebhookUpdate {
  const taken = call.durationSeconds !== undefined;
  const direction = call.direction ?? 'USER_INITIATED';
  const call_ = {
    id: call.id,
    ...buildParties(business, person, direction),
    event: 'terminate',
    direction,
    timestamp: String(call.timestampSeconds),
    status: call.status,
    start_time: taken ? String(call.timestampSeconds - (call.durationSeconds ?? 0)) : undefined,
    end_time: taken ? String(call.timestampSeconds) : undefined,
    duration: call.durationSeconds,
    biz_opaque_callback_data: call.callbackData,
  };
  return toCallsUpdate(business, { calls: [call_] });
}

/** What the phone of the person does while the business rings it: `statuses[]` of type `call`. */
export function buildCallStatusUpdate(
  business: Business,
  person: PersonProfile,
  call: CallStamp & {
    readonly status: 'RINGING' | 'ACCEPTED' | 'REJECTED';
    readonly callbackData?: string | undefined;
  },
): WebhookUpdate {
  const status = {
    id: call.id,
    timestamp: String(call.timestampSeconds),
    type: 'call',
    status: call.status,
    recipient_id: person.waId,
    recipient_user_id: person.bsuid,
    biz_opaque_callback_data: call.callbackData,
  };
  return toCallsUpdate(business, { statuses: [status] });
}

const SDP = ['v=0', 'o=- 4611 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ''].join('\r\n');

function buildParties(business: Business, person: PersonProfile, direction: CallDirection): JsonObject {
  const { waId, bsuid, parentBsuid } = person;
  const ours = business.displayPhoneNumber;
  if (direction === 'USER_INITIATED') {
    return { to: ours, from: waId, from_user_id: bsuid, from_parent_user_id: parentBsuid };
  }
  return { to: waId, to_user_id: bsuid, to_parent_user_id: parentBsuid, from: ours };
}

function toCallsUpdate(business: Business, rest: JsonObject): WebhookUpdate {
  return {
    field: 'calls',
    entryId: business.wabaId,
    timeSeconds: null,
    value: { ...buildValueHead(business), ...rest },
  };
}
