import * as z from 'zod';
import type { LabelKind } from '../../domain/label.ts';
import { SERIAL_MAX } from '../../platform/db/serials.ts';
import { idParam } from '../../platform/http/query-params.ts';
import { type LabelResource, STATUS_COLOR_DEFAULT } from './label-view.ts';
import type { ReassignTo } from './reassign-contacts.ts';

/** As long as Xobito's. */
const NAME_LENGTH_MAX = 255;

const name = z
  .string()
  .trim()
  .min(1)
  .max(NAME_LENGTH_MAX)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'Must be valid Unicode text without NUL.')
  .describe('Unique in the workspace, in upper or lower case.');
const serial = z
  .number()
  .int()
  .min(1)
  .max(SERIAL_MAX)
  .exactOptional()
  .describe('The integer that it had in the system you come from. Without it: the next one.');
const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Must be a color such as #0EA5E9.')
  .transform((text) => text.toUpperCase());
const isDefault = z.boolean().describe('New contacts get it. True takes it from the status that was the default.');

const createStatusBody = z.strictObject({
  name,
  color: color.exactOptional().describe(`Without it ${STATUS_COLOR_DEFAULT}.`),
  default: isDefault.exactOptional(),
  serial,
});
const createNamedBody = z.strictObject({ name, serial });
const updateStatusBody = z.strictObject({
  name: name.exactOptional(),
  color: color.exactOptional(),
  default: isDefault.exactOptional(),
});
const updateNamedBody = z.strictObject({ name: name.exactOptional() });

const named = {
  id: z.string(),
  serial: z.number().int().describe('Stable integer: its id in the xobito format.'),
  name: z.string(),
};
const times = { created_at: z.string(), updated_at: z.string() };
const statusView = z
  .object({ ...named, color: z.string().describe('#RRGGBB.'), default: z.boolean(), ...times })
  .meta({ title: 'Status' });
const sourceView = z.object({ ...named, ...times }).meta({ title: 'Source' });
const contactGroupView = z.object({ ...named, ...times }).meta({ title: 'ContactGroup' });

/** Body of a PATCH. */
export interface UpdateLabelBody {
  readonly name?: string;
  /** Statuses only, as `default`. Upper case. */
  readonly color?: string;
  readonly default?: boolean;
}

interface CreateLabelBody extends UpdateLabelBody {
  readonly name: string;
  readonly serial?: number;
}

/** Bodies, queries and answers of one kind, so that one set of routes serves all. */
export interface LabelSchemas {
  readonly createBody: z.ZodType<CreateLabelBody>;
  readonly updateBody: z.ZodType<UpdateLabelBody>;
  readonly view: z.ZodType<LabelResource>;
  readonly deleteQuery: z.ZodType<{ readonly reassign_to?: ReassignTo | undefined }>;
}

export const LABEL_SCHEMAS: Readonly<Record<LabelKind, LabelSchemas>> = {
  status: {
    createBody: createStatusBody,
    updateBody: updateStatusBody,
    view: statusView,
    deleteQuery: deleteQueryOf('sta'),
  },
  source: {
    createBody: createNamedBody,
    updateBody: updateNamedBody,
    view: sourceView,
    deleteQuery: deleteQueryOf('src'),
  },
  contact_group: {
    createBody: createNamedBody,
    updateBody: updateNamedBody,
    view: contactGroupView,
    deleteQuery: deleteQueryOf('grp'),
  },
};

/** Filter of the lists by name. */
export const nameFilter = z
  .string()
  .max(NAME_LENGTH_MAX)
  .optional()
  .describe('Exactly this name, in upper or lower case.');

function deleteQueryOf(idPrefix: 'sta' | 'src' | 'grp') {
  return z.strictObject({
    reassign_to: z
      .union([z.literal('none'), idParam(idPrefix)])
      .optional()
      .describe('What its contacts get in its place: an id of the same kind, or none.'),
  });
}
