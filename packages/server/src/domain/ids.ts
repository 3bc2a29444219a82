declare const kind: unique symbol;

/** A string that names one kind of thing: an `EndpointId` is not an `EventId`, though both are text. */
type Id<TKind extends string> = string & { readonly [kind]: TKind };

export type WorkspaceId = Id<'workspace'>;
export type ApiKeyId = Id<'api-key'>;
export type MetaAppId = Id<'meta-app'>;
export type ChannelId = Id<'channel'>;
export type EndpointId = Id<'endpoint'>;
export type EventId = Id<'event'>;
export type DeliveryId = Id<'delivery'>;
export type AttemptId = Id<'attempt'>;
export type QuarantineItemId = Id<'quarantine-item'>;
export type ContactId = Id<'contact'>;
export type StatusId = Id<'status'>;
export type SourceId = Id<'source'>;
export type ContactGroupId = Id<'contact-group'>;
export type MemberId = Id<'member'>;
export type MemberSessionId = Id<'member-session'>;
export type InvitationId = Id<'invitation'>;
export type PortalLinkId = Id<'portal-link'>;
export type ReceivedRequestId = Id<'received-request'>;
export type RunId = Id<'run'>;
export type AuditEntryId = Id<'audit-entry'>;
export type MessageId = Id<'message'>;
export type ConversationId = Id<'conversation'>;
export type ConversationNoteId = Id<'conversation-note'>;
export type TemplateId = Id<'template'>;
export type NodeId = Id<'node'>;

interface IdsByPrefix {
  ws: WorkspaceId;
  key: ApiKeyId;
  app: MetaAppId;
  chn: ChannelId;
  ep: EndpointId;
  evt: EventId;
  dlv: DeliveryId;
  att: AttemptId;
  qrn: QuarantineItemId;
  cnt: ContactId;
  sta: StatusId;
  src: SourceId;
  grp: ContactGroupId;
  mbr: MemberId;
  ses: MemberSessionId;
  inv: InvitationId;
  ptl: PortalLinkId;
  trq: ReceivedRequestId;
  run: RunId;
  aud: AuditEntryId;
  msg: MessageId;
  cnv: ConversationId;
  note: ConversationNoteId;
  tpl: TemplateId;
  nod: NodeId;
}

export type IdPrefix = keyof IdsByPrefix;

/**
 * Makes an id: the prefix, an underscore and a UUID version 7 (RFC 9562), so that ids sort by the
 * time they were made. The UUID comes in because the domain has no randomness of its own.
 */
export function idOf<TPrefix extends IdPrefix>(prefix: TPrefix, uuid: string): IdsByPrefix[TPrefix] {
  return `${prefix}_${uuid}` as IdsByPrefix[TPrefix];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads an id that came from outside. Null when it is not an id of that kind. */
export function parseId<TPrefix extends IdPrefix>(prefix: TPrefix, text: string): IdsByPrefix[TPrefix] | null {
  if (!text.startsWith(`${prefix}_`)) return null;
  return UUID.test(text.slice(prefix.length + 1)) ? (text as IdsByPrefix[TPrefix]) : null;
}

/** The UUID inside an id: what the Vobiz contract calls `event_id` (CONTRACTS 8, "Vobiz ids"). */
export function uuidOf(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}
