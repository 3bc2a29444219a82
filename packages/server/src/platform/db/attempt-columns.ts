import type { Selectable } from 'kysely';
import type { Attempt } from '../../domain/delivery.ts';
import { packHeaders } from './logged-headers.ts';
import { storableText } from './storable-text.ts';
import type { AttemptsTable } from './tables.ts';

/** An attempt as a row of the delivery log. */
export function attemptColumns(attempt: Attempt): Selectable<AttemptsTable> {
  return {
    workspace_id: attempt.workspaceId,
    id: attempt.id,
    delivery_id: attempt.deliveryId,
    event_id: attempt.eventId,
    endpoint_id: attempt.endpointId,
    number: attempt.number,
    trigger: attempt.trigger,
    run_id: attempt.runId,
    started_at_ms: attempt.startedAtMs,
    duration_ms: attempt.durationMs,
    outcome: attempt.outcome,
    status_code: attempt.statusCode,
    error_class: attempt.errorClass,
    error_message: storableText(attempt.errorMessage),
    request_headers: packHeaders(attempt.requestHeaders, attempt),
    response_headers: JSON.stringify(attempt.responseHeaders),
    response_body: storableText(attempt.responseBody),
    delivery_state: attempt.deliveryState,
    next_attempt_at_ms: attempt.nextAttemptAtMs,
  };
}
