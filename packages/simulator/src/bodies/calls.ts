import type { JsonObject } from '../json.ts';
import { type Business, buildContact, buildValueHead, type PersonProfile, type WebhookUpdate } from './update.ts';

/** A call's id and when the event happened, unix seconds. */
export interface CallStamp {
  readonly id: string;
  readonly timestampSeconds: number;
}

/** How a call ended. Unix seconds. Start and duration are there only if it was taken. */
export interface CallEnd extends CallStamp {
  readonly status: 'COMPLETED' | 'FAILED';
  readonly durationSeconds?: number | undefined;
}

/** A person rings the business: `connect` with the caller's offer (CONTRACTS 1.7). */
export function buildCallConnectUpdate(business: Business, person: PersonProfile, call: CallStamp): WebhookUpdate {
  return toCallsUpdate(business, {
    contacts: [buildContact(person)],
    calls: [
      {
        id: call.id,
        to: business.displayPhoneNumber,
        ...buildCaller(person),
        event: 'connect',
        timestamp: String(call.timestampSeconds),
        direction: 'USER_INITIATED',
        session: { sdp_type: 'offer', sdp: SDP_OFFER },
      },
    ],
  });
}

/** The end of a call that a person began. */
export function buildCallTerminateUpdate(business: Business, person: PersonProfile, call: CallEnd): WebhookUpdate {
  const taken = call.durationSeconds !== undefined;
  const call_ = {
    id: call.id,
    to: business.displayPhoneNumber,
    ...buildCaller(person),
    event: 'terminate',
    direction: 'USER_INITIATED',
    timestamp: String(call.timestampSeconds),
    status: call.status,
    start_time: taken ? String(call.timestampSeconds - (call.durationSeconds ?? 0)) : undefined,
    end_time: taken ? String(call.timestampSeconds) : undefined,
    duration: call.durationSeconds,
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

const SDP_OFFER = ['v=0', 'o=- 4611 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ''].join(
  '\r\n',
);

function buildCaller(person: PersonProfile): JsonObject {
  return { from: person.waId, from_user_id: person.bsuid, from_parent_user_id: person.parentBsuid };
}

function toCallsUpdate(business: Business, rest: JsonObject): WebhookUpdate {
  return {
    field: 'calls',
    entryId: business.wabaId,
    timeSeconds: null,
    value: { ...buildValueHead(business), ...rest },
  };
}
