import type { Actor } from './audit.ts';
import type { Contact, ContactFields } from './contact.ts';
import type { PosthornError } from './errors.ts';
import type { ContactId, WorkspaceId } from './ids.ts';

/** Fields that are to change. What is not there stays. */
export type ContactPatch = { readonly [TField in keyof ContactFields]?: ContactFields[TField] | undefined };

/** What is to become of one contact. */
export type ContactWish =
  | {
      readonly kind: 'create';
      /** What is not given is as in `NEW_CONTACT`; a status that is not given is the default one. */
      readonly fields: ContactPatch;
      /** The integer it had elsewhere: kept when it is free, else it gets the next one. */
      readonly serial?: number | null;
      /** Id of the contact that it makes: the same wish again finds that contact and changes nothing. Not given: a new one. */
      readonly contactId?: ContactId;
    }
  | {
      /** Changes the contact that has the BSUID or else the phone number of `fields` (CONTRACTS 8, "Identity"), or makes it. */
      readonly kind: 'upsert';
      readonly fields: ContactPatch;
      readonly serial?: number | null;
      readonly contactId?: ContactId;
      /** Groups and tags that the contact has already stay. Default false: they are replaced. */
      readonly addsToLists?: boolean;
    }
  | {
      readonly kind: 'update';
      readonly id: ContactId;
      /** What depends on the contact as it is now is worked out from it, or refused. */
      readonly patch: ContactPatch | ((contact: Contact) => ContactPatch | PosthornError);
      /** Refuses when the contact has another revision by now. Null: whatever it has. */
      readonly expectedRevision: number | null;
    }
  | { readonly kind: 'delete'; readonly id: ContactId; readonly expectedRevision: number | null }
  /** Takes it away like `delete`; its event tells nothing of the person, and the audit log has no entry of it. */
  | { readonly kind: 'erase'; readonly id: ContactId };

/** What became of a wish. */
export type ContactOutcome =
  | { readonly kind: 'created' | 'updated' | 'unchanged' | 'deleted'; readonly contact: Contact }
  /** Nothing was changed. Codes: `not_found`, `conflict` (somebody has the number), `precondition_failed`, `unprocessable`. */
  | { readonly kind: 'failed'; readonly error: PosthornError };

export interface SaveContacts {
  readonly workspaceId: WorkspaceId;
  /** At most 1,000. Those that can be carried out are one transaction; a contact that is named twice makes it two. */
  readonly wishes: readonly ContactWish[];
  /** Who asks, for the audit log. Null: it is not a change by a key, or whoever asks keeps the log for all of them. */
  readonly actor: Actor | null;
}

/**
 * Saves contacts with the events that report it, in one transaction.
 *
 * @returns an outcome for each wish, in order.
 * @throws PosthornError `store_unavailable` when nothing was written, `conflict` when others kept changing the same contacts.
 */
export type SaveContactsFn = (save: SaveContacts) => Promise<readonly ContactOutcome[]>;
