import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { ApiProblem, api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton, usePagePath } from '../../ui/link.tsx';
import { Empty, Reading } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { templateWords } from '../../words/templates.ts';
import { componentsOf, NEW_TEMPLATE, problemsOf, type TemplateDraft } from './template-draft.ts';
import { TemplateForm } from './template-form.tsx';
import type { Template } from './template-parts.ts';
import { type Account, useAccounts } from './use-accounts.ts';

const words = templateWords.form;

/** A template that is to be made at Meta. */
export function Page() {
  const may = useMay();
  const accounts = useAccounts();
  return (
    <PageFrame title={words.newTitle} crumb={{ label: templateWords.title, to: '/templates' }}>
      {may('templates.write') ? (
        <Reading query={accounts}>
          {() => {
            const [first] = accounts.accounts;
            if (first !== undefined) return <NewTemplate accounts={accounts.accounts} first={first} />;
            return (
              <Empty
                title={templateWords.noChannel}
                actions={<LinkButton to="/channels">{templateWords.connect}</LinkButton>}
              />
            );
          }}
        </Reading>
      ) : (
        <Empty title={words.readOnly} />
      )}
    </PageFrame>
  );
}

function NewTemplate({ accounts, first }: { readonly accounts: readonly Account[]; readonly first: Account }) {
  const [draft, setDraft] = useState<TemplateDraft>({ ...NEW_TEMPLATE, channelId: first.channelId });
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  const refresh = useRefresh();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const problems = problemsOf(draft, true);
  const send = async () => {
    setIsSending(true);
    setProblem(null);
    const { channelId, name, language, category, format } = draft;
    const head = { channel_id: channelId, name, language, category, parameter_format: format };
    try {
      const template = await api.post<Template>(
        '/v1/templates',
        { ...head, components: componentsOf(draft) },
        { idempotencyKey },
      );
      void refresh('/v1/templates');
      toast.done(words.created);
      await navigate({ to: pathOf('/templates'), search: { open: template.id } as never });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      setIsSending(false);
      // The next try has another body.
      setIdempotencyKey(crypto.randomUUID());
    }
  };
  return (
    <TemplateForm
      draft={draft}
      onChange={setDraft}
      accounts={accounts}
      problem={problem}
      action={
        <Button
          kind="primary"
          waiting={isSending && words.submitting}
          notAllowed={problems[0] ?? null}
          onClick={() => void send()}
        >
          {words.submit}
        </Button>
      }
    />
  );
}
