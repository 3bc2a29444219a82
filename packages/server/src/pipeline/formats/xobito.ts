import type { Event } from '../../domain/event.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';
import { dataOf, type RenderInput, type RenderTarget, withoutRaw } from './render-context.ts';
import { secondsOffset } from './times.ts';
import { renderXobitoChange } from './xobito-crud.ts';
import { receivedMessage, statusOfMessage } from './xobito-message.ts';

/** `model` of everything about messages (CONTRACTS 3.6). */
const MESSAGE_MODEL = 'WhatsAppMessage';

/**
 * Xobito's bodies: CONTRACTS 3.5 for contacts, statuses and sources, 3.6 and 3.7 for messages. A type
 * that Xobito does not have is sent by name in the envelope of 3.6: `event` is the native type, `model`
 * the noun in PascalCase, `data` the native data without `raw` and with `tenant_id`.
 */
export function renderXobito(target: RenderTarget, event: Event, input: RenderInput): unknown {
  const tenantId = input.ctx.workspace.serial;
  const data = dataOf(input.ctx, event);
  // A message that Meta refused is reported by ourselves, in the shape of Meta's own reports.
  if (!input.byName && event.origin === 'crm' && nounOf(event.type) !== 'message') {
    return renderXobitoChange({ target, event, eventName: input.eventName, tenantId }, data);
  }
  return {
    event: input.eventName,
    model: modelOf(event.type),
    data: { ...messageOrFlatData(event, data, input), tenant_id: tenantId },
    timestamp: secondsOffset(event.occurredAtMs),
  };
}

/**
 * `model` of a type that is sent by name: `contact_group.created` is `ContactGroup`, `template.approved`
 * is `Template`; messages and calls carry the name of the network, as Xobito's own do.
 */
function modelOf(type: string): string {
  const noun = nounOf(type);
  if (noun === 'message') return MESSAGE_MODEL;
  if (noun === 'call') return 'WhatsAppCall';
  return noun.replaceAll(/(?:^|_)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function messageOrFlatData(event: Event, data: Record<string, unknown>, input: RenderInput): Record<string, unknown> {
  if (input.byName) return withoutRaw(event, data);
  return event.type === 'message.received' ? receivedMessage(event, data) : statusOfMessage(event, data);
}
