import { Ellipsis, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { copyText } from '../../lib/copy.ts';
import { useMask } from '../../lib/mask.ts';
import { type PageOf, useApi, useRefresh } from '../../lib/queries.ts';
import type { Run } from '../../lib/runs.ts';
import { useMay } from '../../lib/session.ts';
import { IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { contactWords } from '../../words/contacts.ts';
import { type Contact, nameOf, typedNameOf } from './contact.ts';
import { useContactLists } from './use-contact-lists.ts';

interface ContactActionsProps {
  readonly contact: Contact;
  readonly etag: string | null;
  /** The contact is gone, or is about to be: by which run. */
  readonly onGone: (run: Run | null) => void;
}

/** The conversation, and what takes the contact away. */
export function ContactActions({ contact, etag, onGone }: ContactActionsProps) {
  const may = useMay();
  const mask = useMask();
  const [asking, setAsking] = useState<'delete' | 'erase' | null>(null);
  const lists = useContactLists();
  const refresh = useRefresh();
  const name = nameOf(contact, mask);
  const entries: readonly MenuEntry[] = [
    { label: contactWords.copyId, run: () => void copyText(contact.id) },
    ...(may('contacts.write')
      ? [{ label: contactWords.delete, danger: true, separated: true, run: () => setAsking('delete') }]
      : []),
    ...(may('people.erase') ? [{ label: contactWords.erase, danger: true, run: () => setAsking('erase') }] : []),
  ];
  const deleteContact = async () => {
    await api.delete(`/v1/contacts/${contact.id}`, etag === null ? {} : { ifMatch: etag });
    lists.remove(new Set([contact.id]));
    await refresh('/v1/contacts/counts');
    toast.done(contactWords.deleted);
    onGone(null);
  };
  const eraseContact = async () => {
    const run = await api.post<Run>(`/v1/contacts/${contact.id}/erase`);
    lists.remove(new Set([contact.id]));
    await refresh('/v1/runs');
    onGone(run);
  };
  return (
    <>
      <ConversationLink contactId={contact.id} />
      <Menu trigger={<IconButton label={contactWords.more} icon={Ellipsis} />} entries={entries} />
      <ConfirmDialog
        open={asking === 'delete'}
        onClose={() => setAsking(null)}
        title={contactWords.deleteTitle(name)}
        action={contactWords.deleteAction}
        waiting={contactWords.deleting}
        run={deleteContact}
      >
        <p>{contactWords.deleteBody}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'erase'}
        onClose={() => setAsking(null)}
        title={contactWords.eraseTitle(name)}
        action={contactWords.eraseAction}
        waiting={contactWords.erasing}
        typedName={typedNameOf(contact, mask)}
        run={eraseContact}
      >
        <p>{contactWords.eraseLost}</p>
        <p>{contactWords.eraseStays}</p>
        <p>{contactWords.eraseReversible}</p>
      </ConfirmDialog>
    </>
  );
}

function ConversationLink({ contactId }: { readonly contactId: string }) {
  const may = useMay();
  const found = useApi<PageOf<{ readonly id: string }>>(
    '/v1/conversations',
    { contact_id: contactId, limit: 1 },
    { enabled: may('conversations.read') },
  );
  const conversation = found.data?.data[0];
  if (conversation === undefined) return null;
  return (
    <LinkButton to={`/inbox/${conversation.id}`} size="small" icon={MessageSquare}>
      {contactWords.openConversation}
    </LinkButton>
  );
}
