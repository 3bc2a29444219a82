import { useEffect, useRef, useState } from 'react';
import { ApiProblem, api } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { setPreferences } from '../../lib/preferences.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Banner, describeProblem } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { contactWords } from '../../words/contacts.ts';
import type { Contact } from './contact.ts';
import { bodyOf, type ContactDraft, customProblems } from './contact-draft.ts';
import { ContactFacts } from './contact-facts.tsx';
import { ContactForm } from './contact-form.tsx';
import { useContactLists } from './use-contact-lists.ts';

interface ContactEditorProps {
  readonly contact: Contact;
  readonly etag: string | null;
  /** Reads it anew. */
  readonly reload: () => Promise<unknown>;
}

/** The record: a form for who may change it, else the same to read. */
export function ContactEditor(props: ContactEditorProps) {
  const may = useMay();
  const mask = useMask();
  if (!may('contacts.write')) {
    return (
      <div className="grid gap-3">
        <ContactFacts contact={props.contact} />
        <p className="text-12 text-fg-3">{contactWords.readOnly}</p>
      </div>
    );
  }
  if (!mask.isOn) return <SavedForm {...props} />;
  return (
    <div className="grid gap-3">
      <ContactFacts contact={props.contact} />
      <p className="flex flex-wrap items-center gap-2 text-12 text-fg-3">
        {contactWords.hiddenNote}
        <Button size="small" onClick={() => setPreferences({ hideNumbers: false })}>
          {contactWords.show}
        </Button>
      </p>
    </div>
  );
}

/** A change is made on the version that was read: when somebody was faster nothing is overwritten, and what was typed stays. */
function SavedForm({ contact, etag, reload }: ContactEditorProps) {
  const [draft, setDraft] = useState<ContactDraft>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const refresh = useRefresh();
  const lists = useContactLists();
  const changeCount = Object.keys(draft).length;
  useLeaveWarning(changeCount > 0);
  const isConflict = problem?.code === 'precondition_failed';
  const isBroken = draft.custom !== undefined && customProblems(draft.custom).size > 0;
  const save = async () => {
    setIsSaving(true);
    setProblem(null);
    try {
      const path = `/v1/contacts/${contact.id}`;
      const saved = await api.patch<Contact>(path, bodyOf(draft), etag === null ? {} : { ifMatch: etag });
      lists.put([saved]);
      await reload();
      setDraft({});
      void refresh('/v1/contacts/counts', `${path}/events`);
      toast.done(contactWords.saved);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setIsSaving(false);
    }
  };
  const mend = async () => {
    await reload();
    setProblem(null);
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (changeCount > 0 && !isBroken && !isSaving && !isConflict) void save();
      }}
    >
      <ContactForm contact={contact} draft={draft} onChange={setDraft} problem={problem} />
      {changeCount > 0 && (
        <div className="sticky bottom-0 z-1 -mx-4 grid gap-2 border-t border-line bg-raised px-4 py-2.5">
          {isConflict && (
            <Banner
              tone="warning"
              title={contactWords.conflictTitle}
              action={
                <Button size="small" kind="primary" onClick={() => void mend()}>
                  {contactWords.reload}
                </Button>
              }
            >
              {contactWords.conflict}
            </Banner>
          )}
          {problem !== null && !isConflict && (
            <p role="alert" className="text-danger">
              {describeProblem(problem)}
            </p>
          )}
          <div className="flex items-center gap-2">
            <span className="grow text-12 text-fg-3">{contactWords.unsaved(changeCount)}</span>
            <Button onClick={() => setDraft({})}>{contactWords.discard}</Button>
            {!isConflict && (
              <Button kind="primary" type="submit" waiting={isSaving && contactWords.saving}>
                {contactWords.save}
              </Button>
            )}
          </div>
        </div>
      )}
    </form>
  );
}

/** What is not saved is not lost by closing the tab without being asked. */
export function useLeaveWarning(isUnsaved: boolean): void {
  const latest = useRef(isUnsaved);
  latest.current = isUnsaved;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (latest.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
}
