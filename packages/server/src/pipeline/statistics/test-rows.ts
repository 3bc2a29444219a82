import { uuidv7 } from 'uuidv7';
import { firstIdAt } from '../../domain/id-time.ts';
import { type ChannelId, type EndpointId, idOf, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { NewAttemptRow } from '../../platform/db/tables.ts';

/** An attempt for a test, by when it ended. */
export interface TestAttempt {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  /** Epoch ms. */
  readonly endedAtMs: number;
  /** From received to the end of the attempt. Default 100. */
  readonly latencyMs?: number;
  readonly channelId?: ChannelId | null;
  readonly row?: Partial<NewAttemptRow>;
}

let lastNumber = 0;

/** Puts attempts into the log, each with an event of its own. */
export async function insertAttempts(store: Store, attempts: readonly TestAttempt[]): Promise<void> {
  for (let start = 0; start < attempts.length; start += 200) {
    const piece = attempts.slice(start, start + 200).map((attempt) => ({ attempt, eventId: idOf('evt', uuidv7()) }));
    await store.db
      .insertInto('events')
      .values(
        piece.map(({ attempt, eventId }) => ({
          workspace_id: attempt.workspaceId,
          id: eventId,
          type: 'message.received',
          origin: 'meta' as const,
          channel_id: attempt.channelId ?? null,
          occurred_at_ms: attempt.endedAtMs,
          created_at_ms: attempt.endedAtMs - (attempt.latencyMs ?? 100),
          phone: null,
          bsuid: null,
          hops: 0,
          payload: '{}',
        })),
      )
      .execute();
    await store.db
      .insertInto('attempts')
      .values(piece.map(({ attempt, eventId }) => ({ ...toRow(attempt), event_id: eventId, ...attempt.row })))
      .execute();
  }
}

function toRow(attempt: TestAttempt): Omit<NewAttemptRow, 'event_id'> {
  lastNumber += 1;
  const time = uuidOf(firstIdAt('att', attempt.endedAtMs));
  const id = idOf('att', `${time.slice(0, 14)}7000-8000-${lastNumber.toString(16).padStart(12, '0')}`);
  return {
    workspace_id: attempt.workspaceId,
    id,
    delivery_id: idOf('dlv', uuidv7()),
    endpoint_id: attempt.endpointId,
    number: 1,
    trigger: 'schedule',
    started_at_ms: attempt.endedAtMs - 5,
    duration_ms: 5,
    outcome: 'succeeded',
    status_code: 200,
    error_class: null,
    error_message: null,
    request_headers: '{}',
    response_headers: '{}',
    response_body: null,
    delivery_state: 'delivered',
    next_attempt_at_ms: null,
  };
}

/** An attempt that failed, as the log has it. */
export const FAILED = {
  outcome: 'failed',
  status_code: 500,
  error_class: 'status',
  delivery_state: 'pending',
} as const;
