import * as z from 'zod';
import { FORMATS, type Format } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { EVENT_TYPES, exampleEvent, findEventType } from '../../domain/event-catalogue/catalogue.ts';
import type { EventType } from '../../domain/event-catalogue/event-type.ts';
import { EXAMPLE_IDENTITY } from './example-world.ts';

/** A request as an endpoint of a format would get it. */
export interface RenderedExample {
  /** Exactly the text that is sent. */
  readonly body: string;
  readonly contentType: string;
  /** What goes with it beside the content type. Absent: not shown. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Renders an example event as the format's endpoints get events. `gateway.ts` passes the real rendering. */
export type RenderExample = (format: Format, event: Event) => RenderedExample;

const jsonSchema = z.record(z.string(), z.unknown());

const formatView = z.object({
  name: z.string().describe("The event's name on the wire of this format."),
  by_name: z
    .boolean()
    .describe('Only endpoints that list the native type itself get it: `*` and `noun.*` leave it out.'),
  content_type: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  example: z.unknown().describe('An example of the body.'),
});

/** One event type as the API shows it (issue R6). */
export const eventTypeView = z
  .object({
    type: z
      .string()
      .describe('Native name. `custom.*` and `meta.*` are families: any name may stand in place of the `*`.'),
    description: z.string(),
    from: z.string().describe('What it is made from.'),
    data_schema: jsonSchema.describe('JSON Schema (2020-12) of `data` in the formats standard and cloudevents.'),
    formats: z
      .record(z.enum(FORMATS), formatView.nullable())
      .describe('By format: its name there and an example. Null: the format cannot express it.'),
  })
  .meta({ id: 'EventType' });

export type EventTypeView = z.output<typeof eventTypeView>;

/** Stands for any name in the examples of a family. */
const EXEMPLAR = 'example';
const FAMILIES = ['custom', 'meta'] as const;

/** The whole catalogue in the order of CONTRACTS 8.1, the two families last. Always the same for the same rendering. */
export function catalogueView(render: RenderExample): readonly EventTypeView[] {
  const families = FAMILIES.flatMap((family) => showFamily(render, `${family}.*`) ?? []);
  return [...EVENT_TYPES.map((row) => showType(render, row)), ...families];
}

/** One type, a member of a family, or a family (`meta.*`). Null when there is no such type. */
export function findTypeView(render: RenderExample, type: string): EventTypeView | null {
  if (type.endsWith('.*')) return showFamily(render, type);
  const row = findEventType(type);
  return row === null ? null : showType(render, row);
}

function showFamily(render: RenderExample, wildcard: string): EventTypeView | null {
  const family = FAMILIES.find((each) => wildcard === `${each}.*`);
  const row = family === undefined ? null : findEventType(`${family}.${EXEMPLAR}`);
  if (row === null) return null;
  const view = showType(render, row);
  const formats = Object.entries(view.formats).map(([format, shown]) => [
    format,
    shown === null ? null : { ...shown, name: withWildcard(shown.name) },
  ]);
  return { ...view, type: wildcard, from: withWildcard(view.from), formats: Object.fromEntries(formats) };
}

function withWildcard(name: string): string {
  if (name === EXEMPLAR) return '*';
  return name.endsWith(`.${EXEMPLAR}`) ? `${name.slice(0, -EXEMPLAR.length)}*` : name;
}

function showType(render: RenderExample, row: EventType): EventTypeView {
  const event = exampleEvent(row.type, EXAMPLE_IDENTITY);
  const formats = FORMATS.map((format) => [format, event === null ? null : showFormat(render, { row, event, format })]);
  return {
    type: row.type,
    description: row.words,
    from: row.from,
    data_schema: row.dataSchema,
    formats: Object.fromEntries(formats),
  };
}

interface ShownFormat {
  readonly row: EventType;
  readonly event: Event;
  readonly format: Format;
}

function showFormat(render: RenderExample, { row, event, format }: ShownFormat): z.output<typeof formatView> | null {
  const name = row.names[format];
  if (name === null) return null;
  const { body, contentType, headers } = render(format, event);
  return {
    name: name.name,
    by_name: name.byName,
    content_type: contentType,
    ...(headers === undefined ? {} : { headers }),
    example: JSON.parse(body),
  };
}
