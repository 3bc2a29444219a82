import type { Event } from '../../domain/event.ts';
import type { RenderInput, RenderTarget } from './render-context.ts';
import { ownData, PAYLOAD_VERSION } from './standard.ts';

/**
 * CloudEvents 1.0 in the structured JSON mode. `subject` is the id of what the event is about, where it
 * has one. The version of our payload is the extension attribute `payloadversion`, without an underscore:
 * names of attributes are lower-case letters and digits only (CloudEvents 1.0, "Attribute Naming Convention").
 */
export function renderCloudEvent(target: RenderTarget, event: Event, input: RenderInput): unknown {
  const data = ownData(target, event, input);
  const subject = subjectOf(data);
  return {
    specversion: '1.0',
    id: event.id,
    source: sourceOf(event),
    type: event.type,
    ...(subject === null ? {} : { subject }),
    time: new Date(event.occurredAtMs).toISOString(),
    datacontenttype: 'application/json',
    payloadversion: PAYLOAD_VERSION,
    data,
  };
}

function sourceOf(event: Event): string {
  const workspace = `/workspaces/${event.workspaceId}`;
  return event.channelId === null ? workspace : `${workspace}/channels/${event.channelId}`;
}

const SUBJECT_KEYS = ['message_id', 'call_id', 'template_id', 'flow_id', 'delivery_id', 'endpoint_id', 'id'];

function subjectOf(data: Record<string, unknown>): string | null {
  for (const key of SUBJECT_KEYS) {
    const id = data[key];
    if (typeof id === 'string' && id !== '') return id;
  }
  return null;
}
