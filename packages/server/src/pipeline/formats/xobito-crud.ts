import type { Event } from '../../domain/event.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import {
  XOBITO_CONTACT,
  XOBITO_SOURCE,
  XOBITO_STATUS,
  type XobitoRecordKind,
  xobitoAttributes,
  xobitoOriginal,
} from '../../domain/xobito/record-attributes.ts';
import type { RenderTarget } from './render-context.ts';
import { secondsOffset } from './times.ts';

/** What a change is rendered with. */
export interface ChangeInput {
  readonly target: RenderTarget;
  readonly event: Event;
  /** `created`, `updated` or `deleted`. */
  readonly eventName: string;
  readonly tenantId: number;
}

/**
 * A contact, status or source that was created, updated or deleted (CONTRACTS 3.5; 8, "Xobito CRUD
 * body"): always the full attribute set, in the key order of Xobito's sample of that event. `data` is
 * the `CrmData` of the resource. `original` has the old values of what changed when the endpoint asks for it.
 */
export function renderXobitoChange({ target, event, eventName, tenantId }: ChangeInput, data: JsonObject): unknown {
  const { model, kind } = MODELS.get(nounOf(event.type)) ?? CONTACT;
  const order = eventName === 'updated' ? 'updated' : 'usual';
  const attributes = xobitoAttributes(kind, data, { tenantId, order });
  return {
    event: eventName,
    model,
    data: { id: attributes.id, attributes, relations: {} },
    original: target.formatOptions.original === true ? xobitoOriginal(kind, data.changes, order) : null,
    timestamp: secondsOffset(event.occurredAtMs),
  };
}

interface Model {
  readonly model: string;
  readonly kind: XobitoRecordKind;
}

const CONTACT: Model = { model: 'App\\Models\\Tenant\\Contact', kind: XOBITO_CONTACT };

const MODELS: ReadonlyMap<string, Model> = new Map([
  ['contact', CONTACT],
  ['status', { model: 'App\\Models\\Tenant\\Status', kind: XOBITO_STATUS }],
  ['source', { model: 'App\\Models\\Tenant\\Source', kind: XOBITO_SOURCE }],
]);
