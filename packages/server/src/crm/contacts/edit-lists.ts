import type { Contact } from '../../domain/contact.ts';
import type { ContactPatch } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ContactGroupId } from '../../domain/ids.ts';
import { GROUPS_MAX, TAGS_MAX } from './contact-schemas.ts';

/** What is to be put into the lists of a contact and taken out of them; the rest of each list stays. */
export interface ListEdits {
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  readonly addGroupIds: readonly ContactGroupId[];
  readonly removeGroupIds: readonly ContactGroupId[];
}

/** The change that the edits come to. What would have more tags or groups than a contact may have is refused. */
export function editLists(contact: Contact, edits: ListEdits): ContactPatch | PosthornError {
  const tags = edited(contact.tags, edits.addTags, edits.removeTags);
  const groupIds = edited(contact.groupIds, edits.addGroupIds, edits.removeGroupIds);
  if (tags.length > TAGS_MAX) return tooMany('/add_tags', `A contact has at most ${TAGS_MAX} tags.`);
  if (groupIds.length > GROUPS_MAX)
    return tooMany('/add_group_ids', `A contact is in at most ${GROUPS_MAX} contact groups.`);
  return { tags, groupIds };
}

function edited<TItem>(list: readonly TItem[], added: readonly TItem[], removed: readonly TItem[]): readonly TItem[] {
  const kept = list.filter((item) => !removed.includes(item));
  return [...new Set([...kept, ...added])];
}

function tooMany(pointer: string, message: string): PosthornError {
  return new PosthornError('unprocessable', message, { fields: [{ pointer, message }] });
}
