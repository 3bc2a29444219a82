import { EVENT_TYPES, findEventType } from '../../domain/event-catalogue/catalogue.ts';
import type { EventType } from '../../domain/event-catalogue/event-type.ts';
import {
  INTEGER,
  type JsonSchema,
  listOf,
  OBJECT,
  objectOf,
  oneOf,
  TEXT,
  TEXT_OR_NULL,
  TIME,
} from '../../domain/event-catalogue/schema.ts';
import { EVENT_KINDS } from './event-kind.ts';
import { FRAMES_PER_SECOND_MAX } from './frame-rate.ts';
import type { ControlEvent } from './stream-frames.ts';

export interface AsyncApiOptions {
  /** Version of the gateway. */
  readonly version: string;
  /** Where clients reach the gateway. Null: where the document came from. */
  readonly publicUrl: string | null;
  /** Events of Vobiz's stream. */
  readonly vobizEvents: readonly string[];
}

/** The AsyncAPI 3 document of the WebSockets, made from the catalogue of event types (DESIGN 4). */
export function asyncApiDocument({ version, publicUrl, vobizEvents }: AsyncApiOptions): object {
  const events = eventMessages();
  const vobiz = vobizMessages(vobizEvents);
  const own = { ...events, ...CONTROL_MESSAGES, ...CLIENT_MESSAGES };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Posthorn live stream',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { gateway: serverOf(publicUrl) },
    channels: {
      stream: {
        address: '/v1/stream',
        title: 'The live stream',
        description:
          'Every event of the workspace as it is committed, as far as the client subscribed to it. A query may carry a first subscription and `cursor`, from which the stream goes on.',
        messages: refsTo(own),
        bindings: { ws: { method: 'GET', query: STREAM_QUERY, bindingVersion: '0.1.0' } },
      },
      vobizStream: {
        address: '/api/v1/messaging/ws',
        title: "Vobiz's stream",
        description: 'Messages and calls for programs that were written for Vobiz.',
        messages: refsTo({ ...vobiz, ...CONTROL_MESSAGES, ...CLIENT_MESSAGES }),
        bindings: { ws: { method: 'GET', query: VOBIZ_QUERY, bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      sendEvents: operation('send', 'stream', { ...events, ...CONTROL_MESSAGES }),
      receiveRequests: operation('receive', 'stream', CLIENT_MESSAGES),
      sendVobizEvents: operation('send', 'vobizStream', { ...vobiz, ...CONTROL_MESSAGES }),
      receiveVobizRequests: operation('receive', 'vobizStream', CLIENT_MESSAGES),
    },
    components: { messages: { ...own, ...vobiz }, securitySchemes: SECURITY_SCHEMES },
  };
}

const DESCRIPTION = `Events live over WebSockets. Authenticate with the header \`Authorization: Bearer <API key>\`, or with \`?ticket=\`: a one-time ticket of \`POST /v1/stream/tickets\`. A key in the URL is refused.

Every frame is JSON. \`cursor\` is a place in the event log, the same as that of \`GET /v1/events?after=\`: whoever connects with it, or sends \`resume\`, is sent everything after it without a gap. A client is sent at most ${FRAMES_PER_SECOND_MAX} frames in any second; what is above is left out and counted in a frame \`{dropped, cursor}\`.`;

type Messages = Readonly<Record<string, object>>;

const CURSOR: JsonSchema = { ...TEXT, description: 'Resume from here, or read `GET /v1/events?after=` with it.' };

const STREAM_QUERY: JsonSchema = {
  type: 'object',
  properties: {
    ticket: { ...TEXT, description: 'A one-time ticket. Absent: the request has the header Authorization.' },
    cursor: {
      ...TEXT,
      description: 'Goes on after this cursor. `0`: from the oldest event that is kept. Absent: from now on.',
    },
    types: { ...TEXT, description: 'Event types, `noun.*` or `*`, with commas between.' },
    kinds: { ...TEXT, description: `Of ${EVENT_KINDS.join(', ')}, with commas between.` },
    channel_ids: { ...TEXT, description: 'With commas between.' },
    conversation_ids: { ...TEXT, description: 'With commas between.' },
  },
};

const VOBIZ_QUERY: JsonSchema = {
  type: 'object',
  properties: { ticket: TEXT, cursor: TEXT },
};

const SECURITY_SCHEMES = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key with scope read.' },
  ticket: { type: 'httpApiKey', in: 'query', name: 'ticket', description: 'A one-time ticket.' },
  vobizAccount: { type: 'httpApiKey', in: 'header', name: 'X-Auth-ID', description: "Vobiz's stream: the account id." },
  vobizKey: { type: 'httpApiKey', in: 'header', name: 'X-Auth-Token', description: "Vobiz's stream: an API key." },
};

const CONTROL_WORDS: Readonly<Record<ControlEvent, readonly [string, JsonSchema]>> = {
  'stream.ready': ['The client is connected; the stream goes on after the cursor.', OBJECT],
  'stream.resumed': ['What was missed has all been sent; what follows is live.', OBJECT],
  'stream.subscribed': ['The subscription that holds from now on.', OBJECT],
  'stream.gap': [
    'Events between the cursor that was asked for and the oldest that is kept may have been removed because of their age.',
    objectOf({ oldest_cursor: TEXT }),
  ],
  'stream.cursor': ['Nothing to tell for a while: the cursor to resume from.', OBJECT],
  'stream.error': [
    'A frame of the client was refused and changed nothing.',
    objectOf({ code: TEXT, detail: TEXT, errors: listOf(objectOf({ pointer: TEXT, detail: TEXT })) }),
  ],
};

const CONTROL_MESSAGES: Messages = {
  ...Object.fromEntries(
    Object.entries(CONTROL_WORDS).map(([event, [summary, data]]) => [
      event,
      message(event, summary, objectOf({ event: { const: event }, data, cursor: CURSOR, timestamp: TIME })),
    ]),
  ),
  'stream.dropped': message(
    'stream.dropped',
    'So many events were left out since the frame before, up to the cursor. It has no `event`.',
    objectOf({ dropped: { ...INTEGER, minimum: 1 }, cursor: CURSOR }),
  ),
};

const SUBSCRIPTION: Readonly<Record<string, JsonSchema>> = {
  types: listOf(TEXT),
  kinds: listOf(oneOf(EVENT_KINDS)),
  channel_ids: listOf(TEXT),
  conversation_ids: listOf(TEXT),
};

const CLIENT_MESSAGES: Messages = {
  'client.subscribe': message(
    'client.subscribe',
    'Changes what the client is told. Lists narrow each other down; an absent or empty one narrows nothing.',
    closed(objectOf({ action: { const: 'subscribe' }, ...SUBSCRIPTION }, Object.keys(SUBSCRIPTION))),
  ),
  'client.resume': message(
    'client.resume',
    'Goes on after a cursor, forwards or backwards.',
    closed(objectOf({ action: { const: 'resume' }, cursor: TEXT })),
  ),
};

function eventMessages(): Messages {
  const families = ['custom', 'meta'].flatMap((family) => {
    const row = findEventType(`${family}.example`);
    return row === null ? [] : [[`${family}.*`, eventMessage(row, { ...TEXT, examples: [row.type] })] as const];
  });
  const types = EVENT_TYPES.map((row) => [row.type, eventMessage(row, { const: row.type })] as const);
  return Object.fromEntries([...types, ...families]);
}

function eventMessage(row: EventType, event: JsonSchema): object {
  return message(
    row.type,
    row.words,
    objectOf({
      event,
      id: TEXT,
      channel_id: TEXT_OR_NULL,
      conversation_id: TEXT_OR_NULL,
      data: row.dataSchema,
      cursor: CURSOR,
      timestamp: { ...TIME, description: 'When it happened.' },
    }),
  );
}

const VOBIZ_WORDS =
  "`data` is Meta's body as the format vobiz has it; for a message that the API has just sent it is Vobiz's message object.";

function vobizMessages(events: readonly string[]): Messages {
  return Object.fromEntries(
    events.map((event) => [
      `vobiz.${event}`,
      message(event, VOBIZ_WORDS, objectOf({ event: { const: event }, data: OBJECT, cursor: CURSOR, timestamp: TIME })),
    ]),
  );
}

function message(name: string, summary: string, payload: JsonSchema): object {
  return { name, title: name, summary, payload };
}

function closed(schema: JsonSchema): JsonSchema {
  return { ...schema, additionalProperties: false };
}

/** Names in references are JSON pointers: a name with a slash or tilde would have to be escaped, and none has one. */
function refsTo(messages: Messages): Messages {
  return Object.fromEntries(Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}

function operation(action: 'send' | 'receive', channel: string, messages: Messages): object {
  return {
    action,
    channel: { $ref: `#/channels/${channel}` },
    messages: Object.keys(messages).map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
  };
}

function serverOf(publicUrl: string | null): object {
  const url = publicUrl === null ? null : new URL(publicUrl);
  return {
    host: url?.host ?? 'localhost:8420',
    protocol: url === null || url.protocol === 'http:' ? 'ws' : 'wss',
    security: Object.keys(SECURITY_SCHEMES).map((name) => ({ $ref: `#/components/securitySchemes/${name}` })),
  };
}
