import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { ApiProblem, api } from '../../lib/api.ts';
import { useRefresh, useTaggedApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { Empty, Reading } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { templateWords } from '../../words/templates.ts';
import { componentsOf, draftOf, problemsOf, type TemplateDraft } from './template-draft.ts';
import { TemplateForm } from './template-form.tsx';
import type { Template } from './template-parts.ts';

const words = templateWords.form;

/** A template that is there, with other words. */
export function Page() {
  const { templateId = '' } = useParams({ strict: false }) as { templateId?: string };
  const may = useMay();
  const template = useTaggedApi<Template>(`/v1/templates/${templateId}`);
  const name = template.data?.body.name;
  return (
    <PageFrame
      title={name === undefined ? templateWords.edit : words.editTitle(name)}
      crumb={{ label: templateWords.title, to: '/templates' }}
    >
      {may('templates.write') ? (
        <Reading query={template} rows={8}>
          {({ body, etag }) => {
            const draft = draftOf(body);
            if (draft === null) return <Empty title={templateWords.notHere} />;
            return <EditTemplate key={templateId} template={body} etag={etag} saved={draft} />;
          }}
        </Reading>
      ) : (
        <Empty title={words.readOnly} />
      )}
    </PageFrame>
  );
}

interface EditTemplateProps {
  readonly template: Template;
  readonly etag: string | null;
  readonly saved: TemplateDraft;
}

function EditTemplate({ template, etag, saved }: EditTemplateProps) {
  const [draft, setDraft] = useState(saved);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSending, setIsSending] = useState(false);
  const refresh = useRefresh();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const problems = problemsOf(draft, false);
  const send = async () => {
    setIsSending(true);
    setProblem(null);
    const category = draft.category === template.category ? {} : { category: draft.category };
    try {
      await api.patch(
        `/v1/templates/${template.id}`,
        { ...category, components: componentsOf(draft) },
        etag === null ? {} : { ifMatch: etag },
      );
      void refresh('/v1/templates');
      toast.done(words.changed);
      await navigate({ to: pathOf('/templates'), search: { open: template.id } as never });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      setIsSending(false);
    }
  };
  return (
    <TemplateForm
      draft={draft}
      onChange={setDraft}
      accounts={null}
      problem={problem}
      action={
        <Button
          kind="primary"
          waiting={isSending && words.submitting}
          notAllowed={problems[0] ?? null}
          onClick={() => void send()}
        >
          {words.resubmit}
        </Button>
      }
    />
  );
}
