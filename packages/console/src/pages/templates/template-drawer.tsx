import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Details, Id } from '../../ui/details.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { templateWords } from '../../words/templates.ts';
import { TemplateBubble } from './template-bubble.tsx';
import { draftOf } from './template-draft.ts';
import { readParts, type Template } from './template-parts.ts';
import { TemplateQuality, TemplateState } from './template-state.tsx';

/** States in which Meta takes an edit. */
const EDITABLE_STATES: readonly string[] = ['APPROVED', 'REJECTED', 'PAUSED'];

interface TemplateDrawerProps {
  readonly template: Template;
  readonly onClose: () => void;
}

/** One template beside the table: as the person sees it, and what a sender gives. */
export function TemplateDrawer({ template, onClose }: TemplateDrawerProps) {
  return (
    <Drawer
      label={template.name}
      onClose={onClose}
      head={
        <>
          <h2 className="pr-12 font-mono text-14 break-all">{template.name}</h2>
          <p className="flex flex-wrap items-center gap-2">
            <TemplateState status={template.status} />
            <TemplateQuality quality={template.quality} />
            <Tag>{template.language}</Tag>
            <span className="text-12 text-fg-2">{categoryWords(template.category)}</span>
          </p>
          <TemplateActions template={template} onGone={onClose} />
        </>
      }
    >
      <div className="grid gap-4 p-4">
        {template.reason !== null && (
          <p className="text-danger">
            <b className="font-semibold">{templateWords.reason}:</b> {template.reason}
          </p>
        )}
        {template.components.length === 0 ? (
          <p className="text-fg-2">{templateWords.notRead}</p>
        ) : (
          <TemplateBubble parts={readParts(template.components)} category={template.category} />
        )}
        <section className="grid gap-1.5">
          <h3 className="text-13">{templateWords.parameters}</h3>
          <Parameters template={template} />
        </section>
        <Details
          rows={[
            [
              templateWords.account,
              <code key="account" className="mono">
                {template.waba_id}
              </code>,
            ],
            [templateWords.metaId, <Id key="meta" id={template.template_id} label={templateWords.copyMetaId} />],
            [templateWords.id, <Id key="id" id={template.id} label={templateWords.copyId} />],
            [
              templateWords.syncedAt,
              template.synced_at === null ? templateWords.never : <Time key="synced" at={template.synced_at} />,
            ],
            [templateWords.columns.updated, <Time key="updated" at={template.updated_at} />],
          ]}
        />
      </div>
    </Drawer>
  );
}

export function categoryWords(category: string | null): string {
  if (category === null) return templateWords.noCategory;
  return templateWords.categories[category] ?? category.toLowerCase();
}

function Parameters({ template: { parameters } }: { readonly template: Template }) {
  if (parameters.length === 0) return <p className="text-fg-2">{templateWords.noParameters}</p>;
  return (
    <ul className="grid gap-1">
      {parameters.map(({ component, index, name, position, type, example }, at) => (
        <li key={at} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <code className="mono">
            {templateWords.parameter(
              index === undefined ? component : `${component} ${index + 1}`,
              name ?? (position === undefined ? '' : `{{${position}}}`),
            )}
          </code>
          <span className="text-fg-3">{type}</span>
          {example !== undefined && type === 'text' && (
            <span className="min-w-0 break-words text-fg-2">{templateWords.example(example)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function TemplateActions({ template, onGone }: { readonly template: Template; readonly onGone: () => void }) {
  const may = useMay();
  const refresh = useRefresh();
  const [isAsking, setIsAsking] = useState(false);
  if (!may('templates.write')) return null;
  const blocked = !EDITABLE_STATES.includes(template.status)
    ? templateWords.notEditable
    : draftOf(template) === null
      ? templateWords.notHere
      : null;
  return (
    <div className="flex items-center gap-2">
      {blocked === null ? (
        <LinkButton to={`/templates/${template.id}/edit`} size="small" icon={Pencil}>
          {templateWords.edit}
        </LinkButton>
      ) : (
        <Button size="small" icon={Pencil} notAllowed={blocked}>
          {templateWords.edit}
        </Button>
      )}
      <Button size="small" kind="danger" icon={Trash2} onClick={() => setIsAsking(true)}>
        {templateWords.delete}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={templateWords.deleteTitle(template.name, template.language)}
        action={templateWords.deleteAction}
        waiting={templateWords.deleting}
        typedName={template.name}
        run={async () => {
          await api.delete(`/v1/templates/${template.id}`);
          await refresh('/v1/templates');
          toast.done(templateWords.deleted);
          onGone();
        }}
      >
        <p>{templateWords.deleteBody}</p>
      </ConfirmDialog>
    </div>
  );
}
