import type { WorkspaceId } from './ids.ts';

/** `key`: an API key; `member`: a person who signed in; `portal`: whoever opened a portal link; `root`: the operator's key; `system`: the gateway itself, such as a run. */
export const ACTOR_KINDS = ['key', 'member', 'portal', 'root', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who changes something. */
export interface Actor {
  readonly kind: ActorKind;
  /** Id of the key, the member, the portal link or the run. Null for the root key, and where there is nothing to name. */
  readonly id: string | null;
  /** Id of the request that asked for it. Null when none did. */
  readonly requestId: string | null;
}

/** One change that somebody made, for the audit log. */
export interface AuditEntry {
  /** `operator`: it belongs to no workspace. */
  readonly workspaceId: WorkspaceId | 'operator';
  readonly actor: Actor;
  /** What was done, noun.verb: `endpoint.updated`. */
  readonly action: string;
  /** The noun: `endpoint`. */
  readonly resourceType: string;
  readonly resourceId: string;
  /** The resource as the API shows it, never with a secret in it. Null: it was not there. */
  readonly before: unknown;
  /** The same after the change. Null: it is gone. */
  readonly after: unknown;
}
