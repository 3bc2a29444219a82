import type { Generated, Insertable, Selectable } from 'kysely';
import type { ActorKind } from '../../domain/audit.ts';
import type { AttemptOutcome, AttemptTrigger, DeliveryState, ErrorClass } from '../../domain/delivery.ts';
import type { DisabledReason, Format, Ordering } from '../../domain/endpoint.ts';
import type { BreakerState } from '../../domain/endpoint-breaker.ts';
import type { EventOrigin } from '../../domain/event.ts';
import type { ContactType } from '../../domain/event-catalogue/crm-data.ts';
import type {
  ApiKeyId,
  AttemptId,
  AuditEntryId,
  ChannelId,
  ContactId,
  ConversationId,
  ConversationNoteId,
  DeliveryId,
  EndpointId,
  EventId,
  InvitationId,
  MemberId,
  MemberSessionId,
  MessageId,
  MetaAppId,
  NodeId,
  PortalLinkId,
  QuarantineItemId,
  ReceivedRequestId,
  RunId,
  SourceId,
  StatusId,
  TemplateId,
  WorkspaceId,
} from '../../domain/ids.ts';
import type { LabelId, LabelKind, SerialKind } from '../../domain/label.ts';
import type { MessageDirection, MessageSource } from '../../domain/message.ts';
import type { Role } from '../../domain/permissions.ts';
import type { QuarantineReason } from '../../domain/quarantine.ts';
import type { StoredRunState } from '../../domain/run.ts';
import type { ReceiverAnswer } from '../../domain/test-receiver.ts';

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
  endpoint_breakers: EndpointBreakersTable;
  endpoint_rates: EndpointRatesTable;
  test_receivers: TestReceiversTable;
  received_requests: ReceivedRequestsTable;
  idempotency_keys: IdempotencyKeysTable;
  event_keys: EventKeysTable;
  events: EventsTable;
  deliveries: DeliveriesTable;
  attempts: AttemptsTable;
  quarantine: QuarantineTable;
  serials: SerialsTable;
  labels: LabelsTable;
  contacts: ContactsTable;
  runs: RunsTable;
  run_inputs: RunInputsTable;
  run_problems: RunProblemsTable;
  audit_log: AuditLogTable;
  messages: MessagesTable;
  message_statuses: MessageStatusesTable;
  message_sends: MessageSendsTable;
  send_lanes: SendLanesTable;
  conversations: ConversationsTable;
  conversation_activity: ConversationActivityTable;
  conversation_notes: ConversationNotesTable;
  media_files: MediaFilesTable;
  templates: TemplatesTable;
  stream_tickets: StreamTicketsTable;
  members: MembersTable;
  memberships: MembershipsTable;
  invitations: InvitationsTable;
  member_sessions: MemberSessionsTable;
  one_time_links: OneTimeLinksTable;
  sign_in_failures: SignInFailuresTable;
  portal_links: PortalLinksTable;
  delivery_minutes: DeliveryCountsTable;
  delivery_quarters: DeliveryCountsTable;
  waiting_minutes: WaitingTable;
  waiting_quarters: WaitingTable;
  statistics_marks: StatisticsMarksTable;
  statistics_lease: StatisticsLeaseTable;
  nodes: NodesTable;
  meta_app_traffic: MetaAppTrafficTable;
  channel_traffic: ChannelTrafficTable;
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
  subdomain: Generated<string>;
  settings: Generated<string>;
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
  is_simulated: Generated<number>;
  doctor_report: Generated<string | null>;
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
  token_expired_at_ms: Generated<number | null>;
  connection: Generated<string | null>;
  doctor_report: Generated<string | null>;
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
  is_test_receiver: Generated<0 | 1>;
  created_by: string | null;
  rate_per_second: Generated<number | null>;
  max_in_flight: Generated<number>;
  ordering: Generated<Ordering>;
  filter: Generated<string | null>;
  paused_at_ms: Generated<number | null>;
}

interface TestReceiversTable {
  workspace_id: WorkspaceId;
  endpoint_id: EndpointId;
  token_hash: string;
  answer: ReceiverAnswer;
  created_at_ms: number;
}

interface ReceivedRequestsTable {
  workspace_id: WorkspaceId;
  endpoint_id: EndpointId;
  id: ReceivedRequestId;
  received_at_ms: number;
  method: string;
  body_bytes: number;
  verified_by: string;
  is_verified: 0 | 1;
  answered: ReceiverAnswer;
  headers: string;
  body_encoding: 'utf8' | 'base64';
  body: string;
}

/** A row of `endpoints`. */
export type EndpointRow = Selectable<EndpointsTable>;

interface EndpointBreakersTable {
  workspace_id: WorkspaceId;
  endpoint_id: EndpointId;
  state: BreakerState;
  consecutive_failures: number;
  failing_since_ms: number;
  opened_at_ms: number | null;
  next_probe_at_ms: number | null;
  failed_probes: number;
  changed_at_ms: number;
  revision: number;
}

/** A row of `endpoint_breakers`. */
export type EndpointBreakerRow = Selectable<EndpointBreakersTable>;

interface EndpointRatesTable {
  workspace_id: WorkspaceId;
  endpoint_id: EndpointId;
  places: string;
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
  contact_id: Generated<ContactId | null>;
  contact_serial: Generated<number | null>;
  sent_message: Generated<string | null>;
  replay_of: Generated<EventId | null>;
}

/** A row of `events` as it is written. */
export type NewEventRow = Insertable<EventsTable>;

export interface DeliveriesTable {
  workspace_id: WorkspaceId;
  id: DeliveryId;
  event_id: EventId;
  endpoint_id: EndpointId;
  state: 'pending' | 'canceled';
  attempts_made: number;
  schedule_step: number;
  due_at_ms: number | null;
  canceled_lease_ends_ms: Generated<number | null>;
  lease_token: string | null;
  maybe_received: 0 | 1;
  trigger: AttemptTrigger;
  resting_state: DeliveryState | null;
  created_at_ms: number;
  run_id: Generated<RunId | null>;
  order_key: Generated<string | null>;
  order_position: Generated<number | null>;
}

/** A row of `deliveries` as it is written. */
export type NewDeliveryRow = Insertable<DeliveriesTable>;

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
  run_id: Generated<RunId | null>;
}

/** A row of `attempts` as it is written. */
export type NewAttemptRow = Insertable<AttemptsTable>;

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

interface SerialsTable {
  workspace_id: WorkspaceId;
  kind: SerialKind;
  last_serial: number;
}

export interface LabelsTable {
  workspace_id: WorkspaceId;
  id: LabelId;
  kind: LabelKind;
  serial: number;
  name: string;
  name_key: string;
  color: string | null;
  is_default: 0 | 1;
  created_at_ms: number;
  updated_at_ms: number;
  event_at_ms: number;
  deleted_at_ms: number | null;
  revision: number;
}

export interface ContactsTable {
  workspace_id: WorkspaceId;
  id: ContactId;
  serial: number;
  revision: number;
  first_name: string;
  last_name: string | null;
  company: string | null;
  type: ContactType;
  email: string | null;
  phone: string | null;
  phone_key: string | null;
  bsuid: string | null;
  username: string | null;
  country: string | null;
  address: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  website: string | null;
  description: string | null;
  source_id: SourceId | null;
  status_id: StatusId | null;
  group_ids: string;
  assignee_id: MemberId | null;
  enabled: 0 | 1;
  opted_out: 0 | 1;
  custom_attributes: string;
  tags: string;
  name_key: string;
  search_text: string;
  created_at_ms: number;
  updated_at_ms: number;
  event_at_ms: number;
  deleted_at_ms: number | null;
  erased_at_ms: number | null;
}

/** A row of `contacts` as it is read. */
export type ContactRow = Selectable<ContactsTable>;

export interface RunsTable {
  workspace_id: WorkspaceId;
  id: RunId;
  kind: string;
  state: StoredRunState;
  params: string;
  progress: string;
  result: string | null;
  error: string | null;
  cancel_requested: 0 | 1;
  due_at_ms: number | null;
  lease_token: string | null;
  claims: number;
  created_at_ms: number;
  started_at_ms: number | null;
  finished_at_ms: number | null;
  pause_requested: Generated<0 | 1>;
}

interface RunInputsTable {
  workspace_id: WorkspaceId;
  run_id: RunId;
  number: number;
  content: string;
}

interface RunProblemsTable {
  workspace_id: WorkspaceId;
  run_id: RunId;
  number: number;
  row_number: number;
  column_name: string | null;
  message: string;
  value: string | null;
}

export interface AuditLogTable {
  workspace_id: WorkspaceId | 'operator';
  id: AuditEntryId;
  at_ms: number;
  actor_kind: ActorKind;
  actor_id: string | null;
  action: string;
  resource_type: string;
  resource_id: string;
  before: string | null;
  after: string | null;
  request_id: string | null;
}

export interface MessagesTable {
  workspace_id: WorkspaceId;
  id: MessageId;
  channel_id: ChannelId;
  conversation_id: ConversationId | null;
  contact_id: ContactId | null;
  phone: string | null;
  bsuid: string | null;
  group_id: string | null;
  direction: MessageDirection;
  source: MessageSource;
  wamid: string | null;
  type: string;
  text: string | null;
  content: string;
  content_at_ms: number;
  reply_to: string | null;
  callback_data: string | null;
  sender: string | null;
  occurred_at_ms: number;
  created_at_ms: number;
  accepted_at_ms: number | null;
  response: string | null;
  refused_at_ms: number | null;
  refusal: string | null;
  edited_at_ms: number | null;
  revoked_at_ms: number | null;
}

export interface MessageStatusesTable {
  workspace_id: WorkspaceId;
  wamid: string;
  sent_at_ms: number | null;
  delivered_at_ms: number | null;
  read_at_ms: number | null;
  played_at_ms: number | null;
  failed_at_ms: number | null;
  error: string | null;
  pricing: string | null;
  message_id: MessageId | null;
  first_heard_at_ms: number;
}

export interface MessageSendsTable {
  workspace_id: WorkspaceId;
  id: MessageId;
  channel_id: ChannelId;
  phone_number_id: string;
  recipient: string;
  body: string;
  state: 'queued' | 'sending' | 'unknown';
  due_at_ms: number;
  lease_token: string | null;
  tries: number;
  awaited: 0 | 1;
  created_at_ms: number;
}

interface SendLanesTable {
  phone_number_id: string;
  lease_token: string;
  lease_until_ms: number;
}

export interface ConversationsTable {
  workspace_id: WorkspaceId;
  id: ConversationId;
  revision: number;
  channel_id: ChannelId;
  contact_id: ContactId;
  state: 'open' | 'closed';
  assignee_id: MemberId | null;
  read_count: number;
  created_at_ms: number;
  updated_at_ms: number;
  event_at_ms: number;
  closed_at_ms: number | null;
}

export interface ConversationActivityTable {
  workspace_id: WorkspaceId;
  id: ConversationId;
  channel_id: ChannelId;
  last_message_at_ms: number | null;
  last_message_id: MessageId | null;
  window_from_ms: number | null;
  inbound_count: number;
  message_count: number;
}

export interface ConversationNotesTable {
  workspace_id: WorkspaceId;
  id: ConversationNoteId;
  conversation_id: ConversationId;
  text: string;
  author: string;
  created_at_ms: number;
}

export interface MediaFilesTable {
  workspace_id: WorkspaceId;
  media_id: string;
  channel_id: ChannelId;
  conversation_id: ConversationId | null;
  direction: MessageDirection;
  state: 'waiting' | 'stored' | 'failed' | 'gone';
  mime_type: string | null;
  sha256: string | null;
  size_bytes: number | null;
  filename: string | null;
  storage_key: string | null;
  due_at_ms: number | null;
  lease_token: string | null;
  tries: number;
  error: string | null;
  created_at_ms: number;
  stored_at_ms: number | null;
  revoked_at_ms: number | null;
}

interface TemplatesTable {
  workspace_id: WorkspaceId;
  id: TemplateId;
  revision: number;
  waba_id: string;
  template_id: string;
  name: string;
  language: string;
  category: string | null;
  status: string;
  quality: string | null;
  parameter_format: string | null;
  components: string;
  reason: string | null;
  created_at_ms: number;
  updated_at_ms: number;
  told_at: string | null;
  synced_at_ms: number | null;
  deleted_at_ms: number | null;
}

/** A row of `templates` as it is read. */
export type TemplateRow = Selectable<TemplatesTable>;

interface StreamTicketsTable {
  ticket_hash: string;
  workspace_id: WorkspaceId;
  expires_at_ms: number;
}

interface MembersTable {
  id: MemberId;
  email: string;
  email_key: string;
  name: string;
  password_hash: string;
  is_operator: number;
  created_at_ms: number;
  updated_at_ms: number;
}

interface MembershipsTable {
  workspace_id: WorkspaceId;
  member_id: MemberId;
  role: Role;
  created_at_ms: number;
}

export interface InvitationsTable {
  workspace_id: WorkspaceId;
  id: InvitationId;
  email: string;
  email_key: string;
  role: Role;
  token_hash: string;
  expires_at_ms: number;
  created_at_ms: number;
}

export interface MemberSessionsTable {
  id: MemberSessionId;
  member_id: MemberId;
  token_hash: string;
  user_agent: string;
  address: string;
  created_at_ms: number;
  last_used_at_ms: number;
  expires_at_ms: number;
}

export interface OneTimeLinksTable {
  token_hash: string;
  kind: 'owner' | 'sign_in' | 'password';
  member_id: MemberId | null;
  expires_at_ms: number | null;
  created_at_ms: number;
}

interface SignInFailuresTable {
  subject_hash: string;
  failure_count: number;
  blocked_until_ms: number;
  updated_at_ms: number;
}

export interface PortalLinksTable {
  workspace_id: WorkspaceId;
  id: PortalLinkId;
  label: string;
  token_hash: string;
  expires_at_ms: number;
  session_lifetime_ms: number;
  used_at_ms: number | null;
  session_hash: string | null;
  session_expires_at_ms: number | null;
  created_at_ms: number;
}

/** Rows of `delivery_minutes` and of `delivery_quarters`. */
export interface DeliveryCountsTable {
  workspace_id: WorkspaceId;
  subject: string;
  at_ms: number;
  succeeded: number;
  failed: number;
  exhausted: number;
  latency: string;
}

/** Rows of `waiting_minutes` and of `waiting_quarters`. */
interface WaitingTable {
  workspace_id: WorkspaceId;
  subject: string;
  at_ms: number;
  waiting: number;
  oldest_ms: number;
}

interface StatisticsMarksTable {
  workspace_id: WorkspaceId;
  counted_to_id: AttemptId;
  counted_to_ms: number;
  final_to_ms: number;
}

interface StatisticsLeaseTable {
  id: 1;
  node_id: NodeId | null;
  until_ms: number;
  sampled_ms: number;
  purged_ms: number;
}

export interface NodesTable {
  id: NodeId;
  host_name: string;
  process_id: number;
  role: string;
  version: string;
  node_version: string;
  started_at_ms: number;
  last_seen_at_ms: number;
  stopped_at_ms: number | null;
  in_flight: number;
}

interface MetaAppTrafficTable {
  meta_app_id: MetaAppId;
  last_challenge_at_ms: number | null;
  first_signed_post_at_ms: number | null;
  last_signed_post_at_ms: number | null;
  last_refused_post_at_ms: number | null;
}

interface ChannelTrafficTable {
  workspace_id: WorkspaceId;
  channel_id: ChannelId;
  last_event_at_ms: number;
}
