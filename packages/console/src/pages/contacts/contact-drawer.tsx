import { Maximize2 } from 'lucide-react';
import { ApiProblem } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useTaggedApi } from '../../lib/queries.ts';
import type { Run } from '../../lib/runs.ts';
import { useMay } from '../../lib/session.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Empty, Reading } from '../../ui/panel.tsx';
import { Phone } from '../../ui/person.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { contactWords } from '../../words/contacts.ts';
import { type Contact, nameOf } from './contact.ts';
import { ContactActions } from './contact-actions.tsx';
import { ContactEditor } from './contact-editor.tsx';
import { ContactPills } from './contact-facts.tsx';
import { ContactHistory } from './contact-history.tsx';

export type ContactTab = 'details' | 'history';

interface ContactDrawerProps {
  readonly id: string;
  /** As the table has it, until it is read. */
  readonly row: Contact | null;
  readonly tab: ContactTab;
  readonly onTab: (tab: ContactTab) => void;
  readonly onClose: () => void;
  readonly onGone: (run: Run | null) => void;
}

/** One contact beside the table. */
export function ContactDrawer({ id, row, tab, onTab, onClose, onGone }: ContactDrawerProps) {
  const mask = useMask();
  const may = useMay();
  const record = useTaggedApi<Contact>(`/v1/contacts/${id}`);
  const contact = record.data?.body ?? row;
  const isGone = record.error instanceof ApiProblem && record.error.status === 404;
  return (
    <Drawer
      label={contact === null ? contactWords.title : nameOf(contact, mask)}
      onClose={onClose}
      head={
        contact === null ? (
          <h2 className="pr-16 text-16">{contactWords.title}</h2>
        ) : (
          <>
            <h2 className="flex flex-wrap items-center gap-2 pr-16 text-16">
              {nameOf(contact, mask)} <ContactPills contact={contact} />
            </h2>
            <p className="flex flex-wrap items-center gap-x-3 text-12 text-fg-2">
              {contact.phone !== null && <Phone phone={contact.phone} />}
              {contact.phone === null && contact.bsuid !== null && <code>{mask.text(contact.bsuid)}</code>}
              <span>{contactWords.types[contact.type]}</span>
            </p>
            <div className="flex flex-wrap items-center gap-2">
              <LinkButton to={`/contacts/${id}`} size="small" icon={Maximize2}>
                {contactWords.openPage}
              </LinkButton>
              <ContactActions contact={contact} etag={record.data?.etag ?? null} onGone={onGone} />
            </div>
          </>
        )
      }
    >
      {isGone ? (
        <Empty title={contactWords.gone}>{contactWords.goneMore}</Empty>
      ) : (
        <>
          <Tabs
            label={contactWords.recordTabs}
            value={tab}
            onChange={onTab}
            tabs={[
              { value: 'details', label: contactWords.tabDetails },
              ...(may('events.read') ? [{ value: 'history', label: contactWords.tabHistory } as const] : []),
            ]}
          />
          {tab === 'history' ? (
            <ContactHistory contactId={id} />
          ) : (
            <div className="px-4 pt-4">
              <Reading query={record} rows={8}>
                {({ body, etag }) => (
                  <ContactEditor key={id} contact={body} etag={etag} reload={() => record.refetch()} />
                )}
              </Reading>
            </div>
          )}
        </>
      )}
    </Drawer>
  );
}
