import type { Generated } from 'kysely';
import type { AttemptOutcome, AttemptTrigger, DeliveryState, ErrorClass } from '../../domain/delivery.ts';
import type { DisabledReason, Format } from '../../domain/endpoint.ts';
import type { EventOrigin } from '../../domain/event.ts';
import type {
  ApiKeyId,
  AttemptId,
  ChannelId,
  DeliveryId,
  EndpointId,
  EventId,
  MetaAppId,
  QuarantineItemId,
  WorkspaceId,
} from '../../domain/ids.ts';
import type { QuarantineReason } from '../../domain/quarantine.ts';

/**
 * Rows as stored, the same in both databases: times are epoch milliseconds, booleans 0 or 1, JSON is
 * text. What each column means stands in `migrations/`. Rows do not leave the stores.
 */
export interface Database {
  instance: InstanceTable;
  workspaces: WorkspacesTable;
  api_keys: ApiKeysTable;
  meta_apps: MetaAppsTable;
  channels: ChannelsTable;
  endpoints: EndpointsTable;
  idempotency_keys: IdempotencyKeysTable;
  event_keys: EventKeysTable;
  events: EventsTable;
  deliveries: DeliveriesTable;
  attempts: AttemptsTable;
  quarantine: QuarantineTable;
}

interface InstanceTable {
  id: 1;
  config_revision: number;
  last_serial: number;
  encryption_key_id: string | null;
  link_key: string | null;
}

interface WorkspacesTable {
  id: WorkspaceId;
  serial: number;
  account_id: string;
  name: string;
  created_at_ms: number;
  revision: number;
}

interface ApiKeysTable {
  workspace_id: WorkspaceId;
  id: ApiKeyId;
  name: string;
  key_hash: string;
  hint: string;
  scopes: string;
  expires_at_ms: number | null;
  last_used_at_ms: number | null;
  created_at_ms: number;
}

interface MetaAppsTable {
  id: MetaAppId;
  workspace_id: WorkspaceId | null;
  app_id: string;
  app_secrets: string;
  verify_token: string;
  created_at_ms: number;
  updated_at_ms: number;
  deleted_at_ms: number | null;
  revision: number;
}

interface ChannelsTable {
  workspace_id: WorkspaceId;
  id: ChannelId;
  meta_app_id: MetaAppId;
  waba_id: string;
  phone_number_id: string;
  display_phone_number: string;
  access_token: string | null;
  created_at_ms: number;
  updated_at_ms: number;
  deleted_at_ms: number | null;
  revision: number;
}

interface EndpointsTable {
  workspace_id: WorkspaceId;
  id: EndpointId;
  url: string;
  description: string;
  event_types: string;
  channel_ids: string | null;
  format: Format;
  format_options: string;
  retry: string;
  secrets: string;
  headers: string;
  verify_token: string | null;
  enabled: 0 | 1;
  disabled_reason: DisabledReason | null;
  created_at_ms: number;
  updated_at_ms: number;
  deleted_at_ms: number | null;
  revision: number;
}

interface IdempotencyKeysTable {
  scope: string;
  key: string;
  request_hash: string;
  status_code: number | null;
  response: string | null;
  created_at_ms: number;
}

interface EventKeysTable {
  workspace_id: WorkspaceId;
  key: string;
  event_id: EventId;
  created_at_ms: number;
}

export interface EventsTable {
  position: Generated<number>;
  workspace_id: WorkspaceId;
  id: EventId;
  type: string;
  origin: EventOrigin;
  channel_id: ChannelId | null;
  occurred_at_ms: number;
  created_at_ms: number;
  phone: string | null;
  bsuid: string | null;
  hops: number;
  payload: string;
}

export interface DeliveriesTable {
  workspace_id: WorkspaceId;
  id: DeliveryId;
  event_id: EventId;
  endpoint_id: EndpointId;
  state: 'pending' | 'canceled';
  attempts_made: number;
  schedule_step: number;
  due_at_ms: number | null;
  lease_token: string | null;
  maybe_received: 0 | 1;
  trigger: AttemptTrigger;
  resting_state: DeliveryState | null;
  created_at_ms: number;
}

export interface AttemptsTable {
  workspace_id: WorkspaceId;
  id: AttemptId;
  delivery_id: DeliveryId | null;
  event_id: EventId;
  endpoint_id: EndpointId;
  number: number;
  trigger: AttemptTrigger;
  started_at_ms: number;
  duration_ms: number | null;
  outcome: AttemptOutcome;
  status_code: number | null;
  error_class: ErrorClass | null;
  error_message: string | null;
  request_headers: string;
  response_headers: string;
  response_body: string | null;
  delivery_state: DeliveryState | null;
  next_attempt_at_ms: number | null;
}

interface QuarantineTable {
  meta_app_id: MetaAppId;
  id: QuarantineItemId;
  reason: QuarantineReason;
  field: string;
  phone_number_id: string | null;
  waba_id: string | null;
  occurred_at_ms: number | null;
  created_at_ms: number;
  dedupe_key: string;
  payload_bytes: number;
  payload: string;
}
