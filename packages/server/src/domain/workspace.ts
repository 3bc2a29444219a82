import type { ChannelId, MetaAppId, WorkspaceId } from './ids.ts';

/** Owner of everything else. What the formats show of it. */
export interface Workspace {
  readonly id: WorkspaceId;
  /** Stable integer beside the id: `tenant_id` in the Xobito format. */
  readonly serial: number;
  /** `MA_` + 10 base32: `account_id` in the Vobiz format. */
  readonly accountId: string;
  readonly name: string;
  /** Part of the path of Xobito's API: `/api/v1/{subdomain}/…`. */
  readonly subdomain: string;
  readonly settings: WorkspaceSettings;
}

/** What a workspace decides about its records. */
export interface WorkspaceSettings {
  /** The first message of somebody unknown makes a contact. */
  readonly autoCreateContacts: boolean;
  /** A message that says one of these and nothing else opts its sender out. Upper or lower case is the same. */
  readonly optOutWords: readonly string[];
  /** The same for opting in again. */
  readonly optInWords: readonly string[];
  /** ISO 3166-1 alpha-2: how phone numbers without a country code are read. Null: they are refused. */
  readonly defaultCountry: string | null;
}

export const DEFAULT_WORKSPACE_SETTINGS: WorkspaceSettings = {
  autoCreateContacts: true,
  optOutWords: ['STOP'],
  optInWords: ['START'],
  defaultCountry: null,
};

/** One WhatsApp number. */
export interface Channel {
  readonly id: ChannelId;
  readonly workspaceId: WorkspaceId;
  readonly metaAppId: MetaAppId;
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  /** Messages a second that the number may send (CONTRACTS 2.3). */
  readonly throughputPerSecond: number;
}

/** A Meta app registration (CONTRACTS 8, "Whose event"). */
export interface MetaApp {
  readonly id: MetaAppId;
  /** Null: it belongs to the operator. */
  readonly workspaceId: WorkspaceId | null;
  /** Meta's own id of the app. The same one may be registered more than once. */
  readonly appId: string;
  /** Its channels call the built-in simulator, and never Meta. Only the gateway itself makes one. */
  readonly isSimulated: boolean;
  /** Clear text, newest first, 1 to 4. */
  readonly appSecrets: readonly string[];
  readonly verifyToken: string;
}
