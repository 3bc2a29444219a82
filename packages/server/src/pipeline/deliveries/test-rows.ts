import { uuidv7 } from 'uuidv7';
import type { DeliveryState } from '../../domain/delivery.ts';
import { type DeliveryId, type EndpointId, type EventId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database, EndpointRow, NewAttemptRow, NewDeliveryRow, NewEventRow } from '../../platform/db/tables.ts';

export const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
export const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
export const ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-000000000003');

/** A workspace with one endpoint. */
export async function insertEndpoint(store: Store, endpoint: Partial<EndpointRow> = {}): Promise<EndpointId> {
  const workspace = { id: WORKSPACE, serial: 1, account_id: 'MA_1', name: 'w', created_at_ms: 0, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values(workspace)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row: EndpointRow = {
    workspace_id: WORKSPACE,
    id: ENDPOINT,
    url: 'https://example.com/',
    is_test_receiver: 0,
    created_by: null,
    description: '',
    event_types: '["*"]',
    channel_ids: null,
    format: 'standard',
    format_options: '{}',
    retry: '"standard"',
    rate_per_second: null,
    max_in_flight: 32,
    ordering: 'none',
    filter: null,
    paused_at_ms: null,
    secrets: '',
    headers: '',
    verify_token: null,
    enabled: 1,
    disabled_reason: null,
    created_at_ms: 0,
    updated_at_ms: 0,
    deleted_at_ms: null,
    revision: 0,
    ...endpoint,
  };
  await store.db.insertInto('endpoints').values(row).execute();
  return row.id;
}

export async function insertEvent(
  store: Store,
  event: Partial<NewEventRow> & { readonly key?: string } = {},
): Promise<EventId> {
  const id = idOf('evt', uuidv7());
  const { key, ...columns } = event;
  const row = {
    workspace_id: WORKSPACE,
    id,
    type: 'custom.test',
    origin: 'custom' as const,
    occurred_at_ms: 1,
    created_at_ms: 1,
  };
  await store.db
    .insertInto('events')
    .values({ ...row, channel_id: null, phone: null, bsuid: null, hops: 0, payload: '{}', ...columns })
    .execute();
  if (key !== undefined) {
    await store.db
      .insertInto('event_keys')
      .values({ workspace_id: WORKSPACE, key, event_id: id, created_at_ms: 1 })
      .execute();
  }
  return id;
}

/** A delivery in the queue, due at once. */
export async function insertQueued(store: Store, delivery: Partial<NewDeliveryRow> = {}): Promise<DeliveryId> {
  const row: NewDeliveryRow = {
    workspace_id: WORKSPACE,
    id: idOf('dlv', uuidv7()),
    event_id: delivery.event_id ?? (await insertEvent(store)),
    endpoint_id: ENDPOINT,
    state: 'pending',
    attempts_made: 0,
    schedule_step: 0,
    due_at_ms: 5,
    lease_token: null,
    maybe_received: 0,
    trigger: 'schedule',
    resting_state: null,
    created_at_ms: 1,
    ...delivery,
  };
  await store.db.insertInto('deliveries').values(row).execute();
  return row.id;
}

export async function insertAttempt(store: Store, attempt: Partial<NewAttemptRow> = {}): Promise<void> {
  const row: NewAttemptRow = {
    workspace_id: WORKSPACE,
    id: idOf('att', uuidv7()),
    delivery_id: idOf('dlv', uuidv7()),
    event_id: attempt.event_id ?? (await insertEvent(store)),
    endpoint_id: ENDPOINT,
    number: 1,
    trigger: 'schedule',
    started_at_ms: 1,
    duration_ms: 1,
    outcome: 'failed',
    status_code: 500,
    error_class: 'status',
    error_message: 'The receiver answered 500.',
    request_headers: '{}',
    response_headers: '{}',
    response_body: null,
    delivery_state: 'pending',
    next_attempt_at_ms: null,
    ...attempt,
  };
  await store.db.insertInto('attempts').values(row).execute();
}

/** A delivery that left the queue after two attempts. */
export async function insertFinished(
  store: Store,
  state: DeliveryState,
  columns: Partial<NewAttemptRow> = {},
): Promise<DeliveryId> {
  const id = idOf('dlv', uuidv7());
  const event_id = columns.event_id ?? (await insertEvent(store));
  await insertAttempt(store, { ...columns, event_id, delivery_id: id, number: 1 });
  await insertAttempt(store, { ...columns, event_id, delivery_id: id, number: 2, delivery_state: state });
  return id;
}

/** A contact without a number: for its name. */
export async function insertContact(store: Store, contact: Partial<Database['contacts']>): Promise<void> {
  const row: Database['contacts'] = {
    ...{ workspace_id: WORKSPACE, id: idOf('cnt', uuidv7()), serial: 1, revision: 1 },
    ...{ first_name: 'Mira', last_name: null, company: null, type: 'lead', email: null },
    ...{ phone: null, phone_key: null, bsuid: null, username: null },
    ...{ country: null, address: null, city: null, state: null, zip: null, website: null },
    ...{ description: null, source_id: null, status_id: null, group_ids: '[]', assignee_id: null, enabled: 1 },
    ...{ opted_out: 0, custom_attributes: '{}', tags: '[]', name_key: '', search_text: '', created_at_ms: 1 },
    ...{ updated_at_ms: 1, event_at_ms: 1, deleted_at_ms: null, erased_at_ms: null },
    ...contact,
  };
  await store.db.insertInto('contacts').values(row).execute();
}
