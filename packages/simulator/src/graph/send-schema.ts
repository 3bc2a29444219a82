import * as z from 'zod';

/** A message to send, or a mark as read, as far as the simulator looks at it. Unknown keys are let through. */
export type SendBody = z.output<typeof messageSchema> | z.output<typeof readSchema>;

/** A message to send. */
export type MessageBody = z.output<typeof messageSchema>;

/** What is wrong with a body, in Meta's codes: 131008 missing, 131009 wrong value, 100 unknown type. */
export interface SendProblem {
  readonly code: 100 | 131008 | 131009;
  readonly details: string;
}

/** Checks the body of `POST /{phone_number_id}/messages` against CONTRACTS 2.1. */
export function parseSendBody(body: unknown): { readonly value: SendBody } | { readonly problem: SendProblem } {
  const head = headSchema.safeParse(body);
  if (!head.success) return { problem: toProblem(head.error, body) };
  if (head.data.status !== undefined) return toResult(readSchema.safeParse(body), body);
  const type = head.data.type ?? 'text';
  if (!Object.hasOwn(contentSchemas, type)) {
    return { problem: { code: 100, details: `type must be one of ${Object.keys(contentSchemas).join(', ')}` } };
  }
  return toResult(messageSchema.safeParse({ ...head.data, type }), body);
}

const headSchema = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  status: z.string().optional(),
  type: z.string().optional(),
});

const readSchema = z.looseObject({
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.looseObject({ type: z.literal('text') }).optional(),
});

const mediaFields = { id: z.string().min(1).optional(), link: z.url().optional() };
const caption = z.string().max(1_024).optional();

function media<TShape extends z.ZodRawShape>(shape: TShape) {
  return z
    .looseObject({ ...mediaFields, ...shape })
    .refine((value) => (value.id === undefined) !== (value.link === undefined), { message: 'needs either id or link' });
}

const text = (charCountMax: number) => z.looseObject({ text: z.string().min(1).max(charCountMax) });
const footer = text(60).optional();

const buttonMessage = z.looseObject({
  type: z.literal('button'),
  header: z.looseObject({ type: z.string() }).optional(),
  body: text(1_024),
  footer,
  action: z.looseObject({
    buttons: z
      .array(
        z.looseObject({
          type: z.literal('reply'),
          reply: z.looseObject({ id: z.string().min(1).max(256), title: z.string().min(1).max(20) }),
        }),
      )
      .min(1)
      .max(3),
  }),
});

const listMessage = z.looseObject({
  type: z.literal('list'),
  header: z.looseObject({ type: z.literal('text'), text: z.string().min(1).max(60) }).optional(),
  body: text(4_096),
  footer,
  action: z.looseObject({
    button: z.string().min(1).max(20),
    sections: z
      .array(
        z.looseObject({
          title: z.string().max(24).optional(),
          rows: z
            .array(
              z.looseObject({
                id: z.string().min(1).max(200),
                title: z.string().min(1).max(24),
                description: z.string().max(72).optional(),
              }),
            )
            .min(1),
        }),
      )
      .min(1),
  }),
});

const ctaMessage = z.looseObject({
  type: z.literal('cta_url'),
  header: z.looseObject({ type: z.enum(['text', 'image', 'video', 'document']) }).optional(),
  body: text(1_024),
  footer,
  action: z.looseObject({
    name: z.literal('cta_url'),
    parameters: z.looseObject({ display_text: z.string().min(1).max(20), url: z.url() }),
  }),
});

const locationRequest = z.looseObject({
  type: z.literal('location_request_message'),
  body: text(1_024),
  action: z.looseObject({ name: z.literal('send_location') }),
});

const CHECKED_INTERACTIVE = ['button', 'list', 'cta_url', 'location_request_message'];

// Flows, products and what else there is have pages of their own; their inside is not checked.
const otherInteractive = z.looseObject({
  type: z.string().refine((type) => !CHECKED_INTERACTIVE.includes(type)),
  action: z.looseObject({}),
});

const interactive = z.looseObject({ type: z.string() }).transform((value, ctx) => {
  const schemas: Readonly<Record<string, z.ZodType>> = {
    button: buttonMessage,
    list: listMessage,
    cta_url: ctaMessage,
    location_request_message: locationRequest,
  };
  const parsed = (schemas[value.type] ?? otherInteractive).safeParse(value);
  for (const issue of parsed.error?.issues ?? []) {
    ctx.addIssue({ code: 'custom', path: issue.path, message: issue.message });
  }
  return value;
});

const contentSchemas = {
  text: z.looseObject({ body: z.string().min(1).max(4_096), preview_url: z.boolean().optional() }),
  image: media({ caption }),
  video: media({ caption }),
  document: media({ caption, filename: z.string().max(256).optional() }),
  audio: media({ voice: z.boolean().optional() }),
  sticker: media({}),
  location: z.looseObject({
    latitude: z.coerce.number().min(-90).max(90),
    longitude: z.coerce.number().min(-180).max(180),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  contacts: z.array(z.looseObject({ name: z.looseObject({ formatted_name: z.string().min(1) }) })).min(1),
  reaction: z.looseObject({ message_id: z.string().min(1), emoji: z.string() }),
  interactive,
  template: z.looseObject({
    name: z.string().min(1).max(512),
    language: z.looseObject({ code: z.string().min(2) }),
    components: z.array(z.looseObject({ type: z.string() })).optional(),
  }),
};

const messageSchema = z
  .looseObject({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.enum(['individual', 'group']).default('individual'),
    to: z.string().min(1).max(128).optional(),
    recipient: z.string().min(1).max(128).optional(),
    type: z.string(),
    context: z.looseObject({ message_id: z.string().min(1) }).optional(),
    biz_opaque_callback_data: z.string().max(512).optional(),
    recipient_identity_key_hash: z.string().optional(),
    ...Object.fromEntries(Object.entries(contentSchemas).map(([type, schema]) => [type, schema.optional()])),
  })
  .superRefine((value, ctx) => {
    if (value.to === undefined && value.recipient === undefined) addMissing(ctx, 'to');
    if (value[value.type] === undefined) addMissing(ctx, value.type);
  });

function addMissing(ctx: z.RefinementCtx, path: string): void {
  ctx.addIssue({ code: 'custom', path: [path], message: 'is required' });
}

function toResult(
  parsed: z.ZodSafeParseResult<SendBody>,
  body: unknown,
): { readonly value: SendBody } | { readonly problem: SendProblem } {
  return parsed.success ? { value: parsed.data } : { problem: toProblem(parsed.error, body) };
}

function toProblem(error: z.ZodError, body: unknown): SendProblem {
  const [issue] = error.issues;
  if (issue === undefined) return { code: 131_009, details: 'The body is not valid.' };
  const path = issue.path.join('.') || 'body';
  if (valueAt(body, issue.path) === undefined) return { code: 131_008, details: `${path}: is required` };
  return { code: 131_009, details: `${path}: ${issue.message}` };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, body);
}
