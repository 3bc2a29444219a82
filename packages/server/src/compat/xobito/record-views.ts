import * as z from 'zod';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import { type XobitoRecordKind, type XobitoValue, xobitoAttributes } from '../../domain/xobito/record-attributes.ts';
import { xobitoError, xobitoRateLimited } from './error-answers.ts';

const VALUES: Readonly<Record<XobitoValue, z.ZodType>> = {
  text: z.string().nullable(),
  bit: z.literal([0, 1]),
  time: z.string().nullable().describe('ISO 8601, UTC, six decimals.'),
  reference: z.number().int().nullable().describe('Integer of the record that is meant.'),
  references: z.array(z.number().int()).describe('Integers of the records that are meant.'),
  nobody: z.null().describe('Always null: members have no integers yet.'),
};

/** Schema of a record with its attributes in the order of `xobitoAttributes`. */
export function recordView({ attributes }: XobitoRecordKind, id: string) {
  const own = Object.fromEntries(attributes.map(({ name, holds }) => [name, VALUES[holds]]));
  return z
    .object({
      id: z.number().int(),
      tenant_id: z.number().int().describe('Integer of the workspace.'),
      ...own,
    } as z.ZodRawShape)
    .meta({ id });
}

/** A record as the API shows it: the attributes that its webhooks carry. */
export function toRecordView(kind: XobitoRecordKind, resource: object, tenantId: number): JsonObject {
  return xobitoAttributes(kind, { ...resource }, { tenantId });
}

/** Schema of an answer that is no error. */
export function successOf<TData extends z.ZodType>(data: TData) {
  return z.object({ status: z.literal('success'), message: z.string().optional(), data });
}

/** An answer that is no error. The message comes before the data, as in Xobito's samples. */
export function success<TData>(data: TData, message?: string) {
  return message === undefined ? { status: 'success' as const, data } : { status: 'success' as const, message, data };
}

/** Answers that every route can give beside its own. */
export const ERROR_RESPONSES = {
  400: xobitoError.describe('The subdomain is not that of the key, or the request cannot be read.'),
  401: xobitoError,
  403: xobitoError,
  429: xobitoRateLimited,
  default: xobitoError,
} as const;
