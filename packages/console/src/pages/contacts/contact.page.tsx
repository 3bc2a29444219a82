import { useNavigate, useParams } from '@tanstack/react-router';
import { Page as PageFrame } from '../../app/page.tsx';
import { ApiProblem } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useTaggedApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { LinkButton, usePagePath } from '../../ui/link.tsx';
import { Empty, Panel, Reading } from '../../ui/panel.tsx';
import { contactWords } from '../../words/contacts.ts';
import { type Contact, nameOf } from './contact.ts';
import { ContactActions } from './contact-actions.tsx';
import { ContactEditor } from './contact-editor.tsx';
import { ContactPills } from './contact-facts.tsx';
import { ContactHistory } from './contact-history.tsx';

/** One contact as a page: the record, and the history of its events beside it. */
export function Page() {
  const { contactId = '' } = useParams({ strict: false }) as { contactId?: string };
  const mask = useMask();
  const may = useMay();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const record = useTaggedApi<Contact>(`/v1/contacts/${contactId}`);
  const contact = record.data?.body;
  const isGone = record.error instanceof ApiProblem && record.error.status === 404;
  return (
    <PageFrame
      title={contact === undefined ? contactWords.title : nameOf(contact, mask)}
      crumb={{ label: contactWords.title, to: '/contacts' }}
    >
      {isGone ? (
        <Empty title={contactWords.gone} actions={<LinkButton to="/contacts">{contactWords.toContacts}</LinkButton>}>
          {contactWords.goneMore}
        </Empty>
      ) : (
        <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-3.5 max-wide:grid-cols-1">
          <Panel
            title={contactWords.tabDetails}
            aside={
              contact !== undefined && (
                <>
                  <ContactPills contact={contact} />
                  <ContactActions
                    contact={contact}
                    etag={record.data?.etag ?? null}
                    onGone={(run) =>
                      void navigate({ to: pathOf('/contacts'), search: (run === null ? {} : { run: run.id }) as never })
                    }
                  />
                </>
              )
            }
          >
            <Reading query={record} rows={10}>
              {({ body, etag }) => (
                <ContactEditor key={contactId} contact={body} etag={etag} reload={() => record.refetch()} />
              )}
            </Reading>
          </Panel>
          {may('events.read') && (
            <Panel title={contactWords.tabHistory} flush>
              <ContactHistory contactId={contactId} />
            </Panel>
          )}
        </div>
      )}
    </PageFrame>
  );
}
