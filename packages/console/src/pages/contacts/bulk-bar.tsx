import { type ReactNode, useState } from 'react';
import { ApiProblem, api } from '../../lib/api.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { contactWords } from '../../words/contacts.ts';
import { uiWords } from '../../words/ui.ts';
import type { Contact } from './contact.ts';
import { GroupPicker, TagInput } from './contact-form.tsx';
import { useContactLists } from './use-contact-lists.ts';
import { useLabels, useMembers } from './use-records.ts';

const words = contactWords.bulk;
/** Contacts of one call: a few hundred ms, so that the count moves. */
const CALL_CONTACTS = 200;

type BulkAction = 'status' | 'source' | 'assign' | 'groups' | 'tags' | 'optOut' | 'delete';
const ACTIONS: readonly BulkAction[] = ['status', 'source', 'assign', 'groups', 'tags', 'optOut', 'delete'];

/** One operation of `POST /v1/contacts/bulk`, without its contact. */
type Operation = Readonly<Record<string, unknown>>;

interface BulkAnswer {
  readonly counts: Readonly<Record<'updated' | 'unchanged' | 'deleted' | 'failed', number>>;
  readonly results: readonly { readonly error: { readonly detail: string } | null }[];
}

interface BulkBarProps {
  readonly ticked: ReadonlySet<string>;
  readonly onClear: () => void;
}

/** Under the table: what can be done with all that are ticked. */
export function BulkBar({ ticked, onClear }: BulkBarProps) {
  const may = useMay();
  const [action, setAction] = useState<BulkAction | null>(null);
  if (ticked.size === 0 || !may('contacts.write')) return null;
  return (
    <div
      role="toolbar"
      aria-label={words.ticked(ticked.size)}
      className="flex flex-none flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2"
    >
      <b className="num font-semibold">{words.ticked(ticked.size)}</b>
      {ACTIONS.map((one) => (
        <Button key={one} size="small" kind={one === 'delete' ? 'danger' : 'plain'} onClick={() => setAction(one)}>
          {words[one]}
        </Button>
      ))}
      <Button size="small" kind="ghost" className="ml-auto" onClick={onClear}>
        {words.clear}
      </Button>
      {action !== null && (
        <BulkDialog
          action={action}
          ids={[...ticked]}
          onClose={() => setAction(null)}
          onDone={() => {
            setAction(null);
            onClear();
          }}
        />
      )}
    </div>
  );
}

interface BulkDialogProps {
  readonly action: BulkAction;
  readonly ids: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function BulkDialog({ action, ids, onClose, onDone }: BulkDialogProps) {
  const [operation, setOperation] = useState<Operation | null>(action === 'delete' ? { op: 'delete' } : null);
  const [doneCount, setDoneCount] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const lists = useContactLists();
  const isRunning = doneCount !== null;
  const run = async () => {
    if (operation === null) return;
    setError(null);
    setDoneCount(0);
    try {
      const sums = await changeAll(ids, operation, setDoneCount);
      if (action === 'delete') lists.remove(new Set(ids));
      await lists.readAgain();
      tell(action, sums);
      onDone();
    } catch (failure) {
      if (!(failure instanceof ApiProblem)) throw failure;
      setError(failure);
      setDoneCount(null);
      void lists.readAgain();
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      sticky={isRunning}
      title={words.titles[action](ids.length)}
      actions={
        <>
          <Button onClick={onClose} notAllowed={isRunning && words.applying(doneCount ?? 0, ids.length)}>
            {uiWords.cancel}
          </Button>
          <Button
            kind={action === 'delete' ? 'danger-solid' : 'primary'}
            waiting={isRunning && words.applying(doneCount ?? 0, ids.length)}
            notAllowed={operation === null && words.nothing}
            onClick={() => void run()}
          >
            {action === 'delete' ? words.deleteAction(ids.length) : words.apply}
          </Button>
        </>
      }
    >
      <BulkForm action={action} onChange={setOperation} />
      {error !== null && (
        <p role="alert" className="text-danger">
          {describeProblem(error)}
        </p>
      )}
    </Dialog>
  );
}

interface BulkFormProps {
  readonly action: BulkAction;
  /** Null: nothing is chosen. */
  readonly onChange: (operation: Operation | null) => void;
}

function BulkForm({ action, onChange }: BulkFormProps): ReactNode {
  switch (action) {
    case 'delete':
      return <p>{words.deleteBody}</p>;
    case 'groups':
      return <GroupsForm onChange={onChange} />;
    case 'tags':
      return <TagsForm onChange={onChange} />;
    case 'optOut':
      return (
        <ChoiceForm
          label={contactWords.fields.opted_out}
          options={[
            { value: 'true', label: words.optOutYes },
            { value: 'false', label: words.optOutNo },
          ]}
          onPick={(value) => onChange(updateOf({ opted_out: value === 'true' }))}
        />
      );
    default:
      return <RecordChoice action={action} onChange={onChange} />;
  }
}

const FIELD_OF = { status: 'status_id', source: 'source_id', assign: 'assignee_id' } as const;

function RecordChoice({
  action,
  onChange,
}: {
  readonly action: keyof typeof FIELD_OF;
  readonly onChange: BulkFormProps['onChange'];
}) {
  const statuses = useLabels('status').data ?? [];
  const sources = useLabels('source').data ?? [];
  const { members } = useMembers();
  const field = FIELD_OF[action];
  const records: readonly { readonly id: string; readonly name: string }[] = {
    status: statuses,
    source: sources,
    assign: members,
  }[action];
  return (
    <ChoiceForm
      label={contactWords.fields[field]}
      options={[
        ...records.map(({ id, name }) => ({ value: id, label: name })),
        { value: NOBODY, label: action === 'assign' ? contactWords.nobody : contactWords.none },
      ]}
      onPick={(value) => onChange(updateOf({ [field]: value === NOBODY ? null : value }))}
    />
  );
}

const NOBODY = 'none';

function updateOf(contact: Partial<Record<keyof Contact | 'status_id' | 'source_id', unknown>>): Operation {
  return { op: 'update', contact };
}

interface ChoiceFormProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onPick: (value: string) => void;
}

function ChoiceForm({ label, options, onPick }: ChoiceFormProps) {
  const [value, setValue] = useState('');
  return (
    <Field label={label}>
      <Select
        value={value}
        options={[{ value: '', label: words.leave, disabled: value !== '' }, ...options]}
        onChange={(next) => {
          setValue(next);
          onPick(next);
        }}
      />
    </Field>
  );
}

function GroupsForm({ onChange }: { readonly onChange: BulkFormProps['onChange'] }) {
  const groups = useLabels('group').data ?? [];
  const [edits, setEdits] = useState<{ readonly add: readonly string[]; readonly remove: readonly string[] }>({
    add: [],
    remove: [],
  });
  const put = (change: Partial<typeof edits>) => {
    const next = { ...edits, ...change };
    setEdits(next);
    const isEmpty = next.add.length === 0 && next.remove.length === 0;
    onChange(isEmpty ? null : { op: 'edit_lists', add_group_ids: next.add, remove_group_ids: next.remove });
  };
  return (
    <div className="grid gap-3">
      <h3 className="text-12 font-semibold text-fg-3">{words.addTo}</h3>
      <GroupPicker groups={groups} chosen={edits.add} onChange={(add) => put({ add })} />
      <h3 className="text-12 font-semibold text-fg-3">{words.removeFrom}</h3>
      <GroupPicker groups={groups} chosen={edits.remove} onChange={(remove) => put({ remove })} />
    </div>
  );
}

function TagsForm({ onChange }: { readonly onChange: BulkFormProps['onChange'] }) {
  const [edits, setEdits] = useState<{ readonly add: readonly string[]; readonly remove: readonly string[] }>({
    add: [],
    remove: [],
  });
  const put = (change: Partial<typeof edits>) => {
    const next = { ...edits, ...change };
    setEdits(next);
    const isEmpty = next.add.length === 0 && next.remove.length === 0;
    onChange(isEmpty ? null : { op: 'edit_lists', add_tags: next.add, remove_tags: next.remove });
  };
  return (
    <div className="grid gap-3">
      <Field label={words.addTags} hint={contactWords.hints.tags}>
        <TagInput tags={edits.add} onChange={(add) => put({ add })} />
      </Field>
      <Field label={words.removeTags}>
        <TagInput tags={edits.remove} placeholder={contactWords.tagToRemove} onChange={(remove) => put({ remove })} />
      </Field>
    </div>
  );
}

interface Sums {
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Why the first one failed. */
  readonly why: string | null;
}

/** @throws ApiProblem when a call is refused: those before it are done. */
async function changeAll(
  ids: readonly string[],
  operation: Operation,
  onProgress: (doneCount: number) => void,
): Promise<Sums> {
  let sums: Sums = { changed: 0, unchanged: 0, failed: 0, why: null };
  for (let start = 0; start < ids.length; start += CALL_CONTACTS) {
    const part = ids.slice(start, start + CALL_CONTACTS);
    const operations = part.map((id) => ({ ...operation, id }));
    const { counts, results } = await api.post<BulkAnswer>('/v1/contacts/bulk', { operations });
    sums = {
      changed: sums.changed + counts.updated + counts.deleted,
      unchanged: sums.unchanged + counts.unchanged,
      failed: sums.failed + counts.failed,
      why: sums.why ?? results.find(({ error }) => error !== null)?.error?.detail ?? null,
    };
    onProgress(start + part.length);
  }
  return sums;
}

function tell(action: BulkAction, { changed, unchanged, failed, why }: Sums): void {
  if (failed > 0) {
    toast.failed(words.done(changed, unchanged), new Error(words.failed(failed, why ?? '')));
    return;
  }
  toast.done(action === 'delete' ? words.deleted(changed) : words.done(changed, unchanged));
}
