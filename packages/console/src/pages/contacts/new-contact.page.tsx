import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { ApiProblem, api } from '../../lib/api.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton, usePagePath } from '../../ui/link.tsx';
import { describeProblem, Empty } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { contactWords } from '../../words/contacts.ts';
import { uiWords } from '../../words/ui.ts';
import type { Contact } from './contact.ts';
import { bodyOf, type ContactDraft, customProblems } from './contact-draft.ts';
import { useLeaveWarning } from './contact-editor.tsx';
import { ContactForm } from './contact-form.tsx';
import { useContactLists } from './use-contact-lists.ts';

/** A contact that somebody writes down by hand. */
export function Page() {
  const may = useMay();
  return (
    <PageFrame title={contactWords.newContact} crumb={{ label: contactWords.title, to: '/contacts' }} layout="form">
      {may('contacts.write') ? <NewContact /> : <Empty title={contactWords.readOnly} />}
    </PageFrame>
  );
}

function NewContact() {
  const [draft, setDraft] = useState<ContactDraft>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isCreating, setIsCreating] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const lists = useContactLists();
  useLeaveWarning(Object.keys(draft).length > 0 && !isCreating);
  const create = async () => {
    setIsCreating(true);
    setProblem(null);
    try {
      const contact = await api.post<Contact>('/v1/contacts', bodyOf(draft), { idempotencyKey });
      void lists.readAgain();
      toast.done(contactWords.created);
      await navigate({ to: pathOf(`/contacts/${contact.id}`) });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      setIsCreating(false);
      // The next try has another body.
      setIdempotencyKey(crypto.randomUUID());
    }
  };
  const isBroken = draft.custom !== undefined && customProblems(draft.custom).size > 0;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBroken && !isCreating) void create();
      }}
    >
      {problem !== null && (
        <p role="alert" className="text-danger">
          {describeProblem(problem)}
        </p>
      )}
      <ContactForm contact={null} draft={draft} onChange={setDraft} problem={problem} />
      <div className="flex justify-end gap-2">
        <LinkButton to="/contacts">{uiWords.cancel}</LinkButton>
        <Button kind="primary" type="submit" waiting={isCreating && contactWords.creating}>
          {contactWords.create}
        </Button>
      </div>
    </form>
  );
}
