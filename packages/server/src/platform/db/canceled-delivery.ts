import { sql } from 'kysely';

/**
 * What makes a delivery in the queue a canceled one. The lease stays: by it the attempt that is running now finds the row and
 * is logged; when its sender died instead, `canceled_lease_ends_ms` says from when on that is certain.
 */
export const CANCELED = {
  state: 'canceled',
  due_at_ms: null,
  canceled_lease_ends_ms: sql<number | null>`CASE WHEN lease_token IS NULL THEN NULL ELSE due_at_ms END`,
  order_key: null,
  order_position: null,
} as const;
