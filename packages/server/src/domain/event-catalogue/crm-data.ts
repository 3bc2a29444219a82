/**
 * `data` of the events that the CRM reports: the resource as the API shows it, and on updates what
 * changed (CONTRACTS 8.2). It is the payload of events of origin `crm`; every format is worked out
 * from it, the Xobito attributes too, so a CRM room has nothing to know of any format. Its only duty
 * to them: `occurredAtMs` of two events of one resource and one type lies at least a second apart,
 * because Xobito's receivers tell them apart by whole seconds (CONTRACTS 8, "Xobito timestamps").
 */
export type CrmData<TResource> = TResource & {
  /** On `updated`: each changed property, before and after. Absent on the other types. */
  readonly changes?: CrmChanges;
};

export type CrmChanges = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/** A resource that another one points at. `serial` is the stable integer that stands for it in Xobito's bodies. */
export interface CrmReference {
  readonly id: string;
  readonly serial: number;
  readonly name: string;
}

export const CONTACT_TYPES = ['lead', 'customer', 'guest'] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

/** Attributes that the workspace thought of itself. */
export type CustomAttributes = Readonly<Record<string, string | number | boolean | null>>;

/** A contact as the API shows it. */
export interface ContactResource {
  readonly id: string;
  readonly serial: number;
  readonly first_name: string;
  readonly last_name: string | null;
  readonly company: string | null;
  readonly type: ContactType;
  readonly email: string | null;
  /** E.164 with `+`. Null when Meta tells only the BSUID. */
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly username: string | null;
  readonly source: CrmReference | null;
  readonly status: CrmReference | null;
  readonly country: CrmReference | null;
  readonly groups: readonly CrmReference[];
  readonly enabled: boolean;
  readonly opted_out: boolean;
  readonly address: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly website: string | null;
  readonly description: string | null;
  /** Member who looks after it. */
  readonly assignee_id: string | null;
  readonly tags: readonly string[];
  readonly custom_attributes: CustomAttributes;
  /** RFC 3339, UTC, milliseconds. */
  readonly created_at: string;
  readonly updated_at: string;
}

/** A status that contacts can have, as the API shows it. */
export interface StatusResource {
  readonly id: string;
  readonly serial: number;
  readonly name: string;
  /** `#RRGGBB`. */
  readonly color: string;
  /** New contacts get it. */
  readonly default: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Where contacts come from, or a group of them, as the API shows it. */
export interface SourceResource {
  readonly id: string;
  readonly serial: number;
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A conversation as its events show it: what people decide about it, nothing that moves with every message. */
export interface ConversationResource {
  readonly id: string;
  readonly channel_id: string;
  readonly contact_id: string;
  /** Null: there is no trace of the contact any more. */
  readonly contact: {
    readonly id: string;
    readonly serial: number;
    /** E.164 with `+`. Null when Meta tells only the BSUID, or the contact was deleted. */
    readonly phone: string | null;
  } | null;
  readonly state: 'open' | 'closed';
  /** Member who looks after it. */
  readonly assignee_id: string | null;
  /** RFC 3339, UTC, milliseconds. */
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
}
