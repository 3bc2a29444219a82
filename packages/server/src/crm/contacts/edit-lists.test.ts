import { expect, test } from 'vitest';
import { type Contact, NEW_CONTACT } from '../../domain/contact.ts';
import { PosthornError } from '../../domain/errors.ts';
import { idOf } from '../../domain/ids.ts';
import { editLists, type ListEdits } from './edit-lists.ts';

const GROUP = idOf('grp', '0190a000-0000-7000-8000-000000000001');
const OTHER_GROUP = idOf('grp', '0190a000-0000-7000-8000-000000000002');
const NOTHING: ListEdits = { addTags: [], removeTags: [], addGroupIds: [], removeGroupIds: [] };

function contactWith(lists: Partial<Pick<Contact, 'tags' | 'groupIds'>>): Contact {
  const id = idOf('cnt', '0190a000-0000-7000-8000-000000000003');
  const workspaceId = idOf('ws', '0190a000-0000-7000-8000-000000000004');
  const times = { createdAtMs: 0, updatedAtMs: 0, eventAtMs: 0 };
  return { ...NEW_CONTACT, ...lists, id, workspaceId, serial: 1, revision: 1, ...times };
}

test('what is not named stays, in its order, and what is there already is not there twice', () => {
  const contact = contactWith({ tags: ['vip', 'old', 'spring'], groupIds: [GROUP] });
  const edits = { ...NOTHING, addTags: ['new', 'vip'], removeTags: ['old', 'never'], addGroupIds: [OTHER_GROUP] };
  expect(editLists(contact, edits)).toEqual({
    tags: ['vip', 'spring', 'new'],
    groupIds: [GROUP, OTHER_GROUP],
  });
  expect(editLists(contact, { ...NOTHING, removeGroupIds: [GROUP] })).toEqual({ tags: contact.tags, groupIds: [] });
});

test('more tags or groups than a contact may have are refused', () => {
  const contact = contactWith({ tags: Array.from({ length: 50 }, (_, index) => `tag ${index}`) });
  expect(editLists(contact, { ...NOTHING, addTags: ['one more'] })).toBeInstanceOf(PosthornError);
  expect(editLists(contact, { ...NOTHING, addTags: ['one more'], removeTags: ['tag 7'] })).not.toBeInstanceOf(
    PosthornError,
  );
});
