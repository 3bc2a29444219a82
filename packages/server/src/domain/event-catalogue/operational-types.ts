import { BY_NAME, type EventType, namesInFormats } from './event-type.ts';
import { idOf } from './example-resources.ts';
import { CHANNEL_REPORT_DATA, DELIVERY_REPORT_DATA, ENDPOINT_REPORT_DATA } from './resource-schemas.ts';
import type { JsonSchema } from './schema.ts';

/**
 * Types by which the engine reports on itself. `data.endpoint_id` names the endpoint that an event is
 * about: it is never sent there (CONTRACTS 8.1).
 */
export const OPERATIONAL_TYPES: readonly EventType[] = [
  typeOf('endpoint.failing', ENDPOINT_REPORT_DATA, {
    words: 'Deliveries to an endpoint keep failing.',
    example: { endpoint_id: idOf('ep', 1), reason: 'The last 20 attempts failed.' },
  }),
  typeOf('endpoint.disabled', ENDPOINT_REPORT_DATA, {
    words: 'An endpoint was disabled because it is gone or kept failing.',
    example: { endpoint_id: idOf('ep', 1), reason: 'It answered 410.' },
  }),
  typeOf('endpoint.recovered', ENDPOINT_REPORT_DATA, {
    words: 'Deliveries to an endpoint succeed again.',
    example: { endpoint_id: idOf('ep', 1), reason: 'The last attempt succeeded.' },
  }),
  typeOf('delivery.exhausted', DELIVERY_REPORT_DATA, {
    words: 'A delivery used up all its attempts.',
    example: {
      endpoint_id: idOf('ep', 1),
      delivery_id: idOf('dlv', 1),
      event_id: idOf('evt', 2),
      event_type: 'message.received',
      attempts_made: 11,
      reason: 'The last attempt got status 500.',
    },
  }),
  typeOf('channel.token_expired', CHANNEL_REPORT_DATA, {
    words: "Meta no longer accepts a channel's access token.",
    example: { channel_id: idOf('chn', 1), reason: 'The token expired.' },
  }),
];

interface Row {
  readonly words: string;
  readonly example: Readonly<Record<string, unknown>>;
}

function typeOf(type: string, dataSchema: JsonSchema, row: Row): EventType {
  return {
    type,
    words: row.words,
    from: 'the engine',
    names: namesInFormats(type, { xobito: BY_NAME }),
    dataSchema,
    origin: 'operational',
    aboutPerson: false,
    examplePayload: () => row.example,
  };
}
