import type { ChannelId, MetaAppId, WorkspaceId } from './ids.ts';

/** Owner of everything else. What the formats show of it. */
export interface Workspace {
  readonly id: WorkspaceId;
  /** Stable integer beside the id: `tenant_id` in the Xobito format. */
  readonly serial: number;
  /** `MA_` + 10 base32: `account_id` in the Vobiz format. */
  readonly accountId: string;
  readonly name: string;
}

/** One WhatsApp number. */
export interface Channel {
  readonly id: ChannelId;
  readonly workspaceId: WorkspaceId;
  readonly metaAppId: MetaAppId;
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
}

/** A Meta app registration (CONTRACTS 8, "Whose event"). */
export interface MetaApp {
  readonly id: MetaAppId;
  /** Null: it belongs to the operator. */
  readonly workspaceId: WorkspaceId | null;
  /** Meta's own id of the app. The same one may be registered more than once. */
  readonly appId: string;
  /** Clear text, newest first, 1 to 4. */
  readonly appSecrets: readonly string[];
  readonly verifyToken: string;
}
