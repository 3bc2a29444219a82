import { Ellipsis, Plus } from 'lucide-react';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { type ApiProblem, api, ApiProblem as Problem } from '../../lib/api.ts';
import { cx } from '../../lib/class-names.ts';
import { formatCount } from '../../lib/format.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { Checkbox, Field, Input, Select } from '../../ui/field.tsx';
import { PageLink } from '../../ui/link.tsx';
import { Menu } from '../../ui/menu.tsx';
import { describeProblem, Empty } from '../../ui/panel.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { labelWords } from '../../words/labels.ts';
import { uiWords } from '../../words/ui.ts';
import { Swatch } from '../contacts/contact-facts.tsx';
import { RecordTabs } from '../contacts/record-tabs.tsx';
import { useContactLists } from '../contacts/use-contact-lists.ts';
import {
  type ContactCounts,
  LABEL_PATHS,
  type Label,
  type LabelKind,
  useContactCounts,
  useLabels,
} from '../contacts/use-records.ts';

/** Statuses, sources or groups: one mechanism, three names. */
export function LabelsPage({ kind }: { readonly kind: LabelKind }) {
  const may = useMay();
  const labels = useLabels(kind);
  const counts = useContactCounts();
  const [asking, setAsking] = useState<Asking | null>(null);
  const words = labelWords.kinds[kind];
  const mayWrite = may('labels.write');
  const rows = labels.data ?? [];
  const create = (
    <Button kind="primary" icon={Plus} onClick={() => setAsking({ what: 'create' })}>
      {words.create}
    </Button>
  );
  return (
    <PageFrame title={words.title} layout="full">
      <RecordTabs />
      <div className="flex flex-none items-center justify-end gap-2 border-b border-line px-4 py-2.5">
        {mayWrite ? create : <p className="text-12 text-fg-3">{labelWords.readOnly}</p>}
      </div>
      <DataTable<Label>
        label={words.title}
        className="flex-1"
        rows={rows}
        idOf={({ id }) => id}
        isLoading={labels.isPending}
        error={labels.error}
        retry={() => void labels.refetch()}
        {...(mayWrite ? { onOpen: (label: Label) => setAsking({ what: 'edit', label }) } : {})}
        columns={[
          {
            id: 'name',
            header: labelWords.columns.name,
            width: 'minmax(0,1.5fr)',
            cell: (label) => <LabelName kind={kind} label={label} />,
          },
          {
            id: 'contacts',
            header: labelWords.columns.contacts,
            width: '9rem',
            align: 'end',
            cell: (label) => <Count kind={kind} label={label} counts={counts.data} />,
          },
          {
            id: 'changed',
            header: labelWords.columns.changed,
            width: '9rem',
            align: 'end',
            fromPx: 560,
            cell: ({ updated_at }) => <Time at={updated_at} />,
          },
          ...(mayWrite
            ? [
                {
                  id: 'actions',
                  header: <span className="sr-only">{labelWords.columns.actions}</span>,
                  width: '3.5rem',
                  align: 'end' as const,
                  cell: (label: Label) => (
                    <Menu
                      trigger={<IconButton label={uiWords.menu} icon={Ellipsis} />}
                      entries={[
                        { label: labelWords.edit, run: () => setAsking({ what: 'edit', label }) },
                        {
                          label: labelWords.delete,
                          danger: true,
                          separated: true,
                          run: () => setAsking({ what: 'delete', label }),
                        },
                      ]}
                    />
                  ),
                },
              ]
            : []),
        ]}
        empty={
          <Empty title={words.empty} actions={mayWrite && create}>
            {words.emptyMore}
          </Empty>
        }
      />
      {asking !== null && (
        <LabelQuestion kind={kind} asking={asking} labels={rows} counts={counts.data} onClose={() => setAsking(null)} />
      )}
    </PageFrame>
  );
}

type Asking = { readonly what: 'create' } | { readonly what: 'edit' | 'delete'; readonly label: Label };

function LabelName({ kind, label }: { readonly kind: LabelKind; readonly label: Label }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      {kind === 'status' && <Swatch color={label.color} />}
      <span className="truncate font-medium">{label.name}</span>
      {label.default === true && <Pill tone="info">{labelWords.isDefault}</Pill>}
    </span>
  );
}

interface CountProps {
  readonly kind: LabelKind;
  readonly label: Label;
  readonly counts: ContactCounts | undefined;
}

/** How many contacts have it, and the way to them. */
function Count({ kind, label, counts }: CountProps) {
  if (counts === undefined) return null;
  const words = usedWords(kind, label, counts);
  const link = (text: string) => (
    <PageLink
      to="/contacts"
      search={{ [kind]: label.id }}
      className="num"
      aria-label={labelWords.contactsOf(text, label.name)}
    >
      {text}
    </PageLink>
  );
  if (words !== null) return link(words);
  return <Tooltip text={labelWords.notCountedWhy}>{link(labelWords.notCounted)}</Tooltip>;
}

/** Null: there are too many contacts to look at. */
function usedWords(kind: LabelKind, label: Label, counts: ContactCounts): string | null {
  const count = usedCount(kind, label, counts);
  if (count === null) return null;
  return kind !== 'group' && count >= counts.by_label_max ? `${formatCount(counts.by_label_max)}+` : formatCount(count);
}

function usedCount(kind: LabelKind, { id }: Label, counts: ContactCounts): number | null {
  if (kind !== 'group') return counts.by_label[id] ?? 0;
  return counts.by_group === null ? null : (counts.by_group[id] ?? 0);
}

interface QuestionProps {
  readonly kind: LabelKind;
  readonly asking: Asking;
  readonly labels: readonly Label[];
  readonly counts: ContactCounts | undefined;
  readonly onClose: () => void;
}

function LabelQuestion({ kind, asking, labels, counts, onClose }: QuestionProps) {
  const refresh = useRefresh();
  const lists = useContactLists();
  const readAgain = async () => {
    await refresh(LABEL_PATHS[kind]);
    await lists.readAgain();
  };
  if (asking.what === 'delete') {
    return (
      <DeleteLabel
        kind={kind}
        label={asking.label}
        others={labels.filter(({ id }) => id !== asking.label.id)}
        count={counts === undefined ? null : usedCount(kind, asking.label, counts)}
        countWords={counts === undefined ? null : usedWords(kind, asking.label, counts)}
        onClose={onClose}
        onDone={readAgain}
      />
    );
  }
  return (
    <EditLabel kind={kind} label={asking.what === 'edit' ? asking.label : null} onClose={onClose} onDone={readAgain} />
  );
}

/** Colours that can be told apart on white and on black, by what they are called. */
const COLORS = Object.entries(labelWords.colorNames);
const FIRST_COLOR = '#2B7FC1';

interface EditLabelProps {
  readonly kind: LabelKind;
  /** Null: a new one. */
  readonly label: Label | null;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

function EditLabel({ kind, label, onClose, onDone }: EditLabelProps) {
  const [name, setName] = useState(label?.name ?? '');
  const [color, setColor] = useState<string>(label?.color ?? FIRST_COLOR);
  const [isDefault, setIsDefault] = useState(label?.default ?? false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  const path = LABEL_PATHS[kind];
  const save = async () => {
    setIsSaving(true);
    setProblem(null);
    const body = { name, ...(kind === 'status' ? { color, default: isDefault } : {}) };
    try {
      if (label === null) await api.post(path, body, { idempotencyKey });
      else await api.patch(`${path}/${label.id}`, body);
      await onDone();
      onClose();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      setIsSaving(false);
      // The next try has another body.
      setIdempotencyKey(crypto.randomUUID());
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={label === null ? labelWords.createTitle(labelWords.kinds[kind].one) : labelWords.editTitle(label.name)}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSaving) void save();
        }}
      >
        <Field label={labelWords.name} error={problem?.field('name')}>
          <Input value={name} autoFocus required maxLength={255} onChange={(event) => setName(event.target.value)} />
        </Field>
        {kind === 'status' && (
          <>
            <ColorPicker value={color} onChange={setColor} />
            <Checkbox
              label={labelWords.default}
              hint={labelWords.defaultHint}
              checked={isDefault}
              onChange={setIsDefault}
            />
          </>
        )}
        {problem !== null && problem.field('name') === null && (
          <p role="alert" className="text-danger">
            {describeProblem(problem)}
          </p>
        )}
        <div className="flex justify-end gap-2 pb-1">
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button kind="primary" type="submit" waiting={isSaving && labelWords.saving}>
            {labelWords.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ColorPicker({ value, onChange }: { readonly value: string; readonly onChange: (color: string) => void }) {
  return (
    <div className="grid gap-1.25">
      <span className="font-medium">{labelWords.color}</span>
      <div className="flex flex-wrap items-center gap-1.5">
        <div role="group" aria-label={labelWords.colors} className="contents">
          {COLORS.map(([color, name]) => (
            <button
              key={color}
              type="button"
              aria-label={name}
              title={name}
              aria-pressed={color === value.toUpperCase()}
              onClick={() => onChange(color)}
              className={cx(
                'size-7 rounded-2 border-2 pointer-coarse:size-11',
                color === value.toUpperCase() ? 'border-fg' : 'border-transparent',
              )}
              style={{ backgroundColor: color }}
            />
          ))}
        </div>
        <input
          type="color"
          aria-label={labelWords.ownColor}
          value={value}
          onChange={(event) => onChange(event.target.value.toUpperCase())}
          className="h-7 w-10 rounded-2 border border-line-strong bg-panel p-0.5 pointer-coarse:h-11"
        />
      </div>
    </div>
  );
}

interface DeleteLabelProps {
  readonly kind: LabelKind;
  readonly label: Label;
  readonly others: readonly Label[];
  /** Contacts that use it. Null: nobody knows. */
  readonly count: number | null;
  readonly countWords: string | null;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

/** Deletes one; contacts that use it get another one, or none. */
function DeleteLabel({ kind, label, others, count, countWords, onClose, onDone }: DeleteLabelProps) {
  const [target, setTarget] = useState('none');
  const isUnused = count === 0;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={labelWords.deleteTitle(label.name)}
      action={labelWords.deleteAction}
      waiting={labelWords.deleting}
      run={async () => {
        await api.delete(`${LABEL_PATHS[kind]}/${label.id}`, { query: { reassign_to: target } });
        await onDone();
      }}
    >
      {isUnused ? (
        <p>{labelWords.deleteUnused}</p>
      ) : (
        <>
          <p>{count === null ? labelWords.deleteUnknown : labelWords.deleteUsed(countWords ?? '', count !== 1)}</p>
          <Field label={labelWords.reassign}>
            <Select
              value={target}
              options={[
                { value: 'none', label: labelWords.reassignNone },
                ...others.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={setTarget}
            />
          </Field>
          <p>{labelWords.deleteStays}</p>
        </>
      )}
    </ConfirmDialog>
  );
}
