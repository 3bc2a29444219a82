import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { ApiProblem } from '../../lib/api.ts';
import { cx } from '../../lib/class-names.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox, Field, Input, Select, Switch, TextArea } from '../../ui/field.tsx';
import { contactWords } from '../../words/contacts.ts';
import { CONTACT_TYPES, type Contact, type ContactType } from './contact.ts';
import {
  type ContactDraft,
  type CustomRow,
  changeDraft,
  customProblems,
  type TextField,
  valuesOf,
} from './contact-draft.ts';
import { type Label, useLabels, useMembers } from './use-records.ts';

interface ContactFormProps {
  /** Null: a new one. */
  readonly contact: Contact | null;
  readonly draft: ContactDraft;
  readonly onChange: (draft: ContactDraft) => void;
  /** What the API said of the last try. */
  readonly problem: ApiProblem | null;
}

const { fields, hints, sections } = contactWords;

/** Every field of a contact. What is wrong stands at its field. */
export function ContactForm({ contact, draft, onChange, problem }: ContactFormProps) {
  const values = valuesOf(contact, draft);
  const change = (part: ContactDraft) => onChange(changeDraft(contact, draft, part));
  const statuses = useLabels('status').data ?? [];
  const sources = useLabels('source').data ?? [];
  const groups = useLabels('group').data ?? [];
  const { members } = useMembers();
  const text = (
    field: TextField,
    props: { readonly hint?: string; readonly type?: string; readonly mono?: boolean } = {},
  ) => (
    <Field
      label={fields[field]}
      error={problem?.field(field)}
      {...(props.hint === undefined ? {} : { hint: props.hint })}
    >
      <Input
        type={props.type ?? 'text'}
        value={values.texts[field]}
        autoComplete="off"
        {...(props.mono === true ? { className: 'font-mono', spellCheck: false } : {})}
        onChange={(event) => change({ [field]: event.target.value })}
      />
    </Field>
  );
  const choice = (field: 'status_id' | 'source_id' | 'assignee_id', value: string, options: readonly Option[]) => (
    <Field label={fields[field]} error={problem?.field(field)}>
      <Select
        value={value}
        options={[
          { value: '', label: field === 'assignee_id' ? contactWords.nobody : contactWords.none },
          ...withValue(options, value),
        ]}
        onChange={(next) => change({ [field]: next === '' ? null : next })}
      />
    </Field>
  );
  return (
    <div className="grid gap-5">
      <Section title={sections.person}>
        {text('first_name')}
        {text('last_name')}
        {text('phone', { hint: hints.phone, type: 'tel' })}
        {text('email', { type: 'email' })}
        {text('company')}
        {text('bsuid', { hint: hints.bsuid, mono: true })}
        {text('username')}
        <Field label={fields.type} error={problem?.field('type')}>
          <Select<ContactType>
            value={values.type}
            options={CONTACT_TYPES.map((value) => ({ value, label: contactWords.types[value] }))}
            onChange={(type) => change({ type })}
          />
        </Field>
      </Section>
      <Section title={sections.sorting}>
        {choice('status_id', values.statusId, statuses.map(toOption))}
        {choice('source_id', values.sourceId, sources.map(toOption))}
        {choice('assignee_id', values.assigneeId, members.map(toOption))}
        <Field label={fields.tags} hint={hints.tags} error={problem?.field('tags')}>
          <TagInput tags={values.tags} onChange={(tags) => change({ tags: [...tags] })} />
        </Field>
        <div className="col-span-full">
          <GroupPicker groups={groups} chosen={values.groupIds} onChange={(ids) => change({ group_ids: [...ids] })} />
        </div>
        <div className="col-span-full grid gap-2">
          <Switch
            label={fields.opted_out}
            hint={hints.opted_out}
            checked={values.optedOut}
            onChange={(isOut) => change({ opted_out: isOut })}
          />
          <Switch
            label={fields.enabled}
            hint={hints.enabled}
            checked={values.enabled}
            onChange={(enabled) => change({ enabled })}
          />
        </div>
      </Section>
      <Section title={sections.address}>
        {text('address')}
        {text('city')}
        {text('zip')}
        {text('state')}
        {text('country', { hint: hints.country, mono: true })}
        {text('website', { type: 'url' })}
      </Section>
      <Section title={sections.other}>
        <Field label={fields.description} error={problem?.field('description')} className="col-span-full">
          <TextArea
            value={values.texts.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        </Field>
        <div className="col-span-full">
          <CustomFields
            rows={values.custom}
            onChange={(custom) => change({ custom })}
            problem={problem?.fields.find(({ pointer }) => pointer.startsWith('/custom_attributes'))?.message ?? null}
          />
        </div>
      </Section>
    </div>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function toOption({ id, name }: { readonly id: string; readonly name: string }): Option {
  return { value: id, label: name };
}

/** What is chosen is there also when its list does not name it, as a former member. */
function withValue(options: readonly Option[], value: string): readonly Option[] {
  if (value === '' || options.some((option) => option.value === value)) return options;
  return [...options, { value, label: contactWords.formerMember }];
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-12 font-semibold text-fg-3">{title}</legend>
      <div className="grid grid-cols-2 gap-3 max-narrow:grid-cols-1">{children}</div>
    </fieldset>
  );
}

interface TagInputProps {
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  readonly placeholder?: string;
}

/** Words that are put in one by one. */
export function TagInput({ tags, onChange, placeholder = contactWords.addTag }: TagInputProps) {
  const [text, setText] = useState('');
  const add = () => {
    const added = text.split(',').map((tag) => tag.trim());
    onChange([...new Set([...tags, ...added.filter((tag) => tag !== '')])]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ',') && text.trim() !== '') {
      event.preventDefault();
      add();
    }
    if (event.key === 'Backspace' && text === '' && tags.length > 0) onChange(tags.slice(0, -1));
  };
  return (
    <div className="grid gap-1.5">
      <Input
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => text.trim() !== '' && add()}
      />
      {tags.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <span
              key={tag}
              className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-1 bg-neutral-tint pl-1.75 text-12"
            >
              <span className="truncate">{tag}</span>
              <IconButton
                label={contactWords.removeTag(tag)}
                icon={X}
                className="size-6"
                onClick={() => onChange(tags.filter((one) => one !== tag))}
              />
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

/** Above so many groups they scroll. */
const GROUPS_IN_SIGHT = 'max-h-40';

interface GroupPickerProps {
  readonly groups: readonly Label[];
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

export function GroupPicker({ groups, chosen, onChange }: GroupPickerProps) {
  if (groups.length === 0) return null;
  return (
    <div role="group" aria-label={fields.group_ids} className="grid gap-1.25">
      <span className="font-medium">{fields.group_ids}</span>
      <div
        className={cx(
          'flex flex-wrap gap-x-4 gap-y-1.5 overflow-auto rounded-2 border border-line p-2',
          GROUPS_IN_SIGHT,
        )}
      >
        {groups.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onChange={(isChosen) => onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
      </div>
    </div>
  );
}

interface CustomFieldsProps {
  readonly rows: readonly CustomRow[];
  readonly onChange: (rows: readonly CustomRow[]) => void;
  readonly problem: string | null;
}

function CustomFields({ rows, onChange, problem }: CustomFieldsProps) {
  const words = contactWords.custom;
  const wrong = customProblems(rows);
  const put = (index: number, change: Partial<CustomRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <div role="group" aria-label={fields.custom_attributes} className="grid gap-1.5">
      <span className="font-medium">{fields.custom_attributes}</span>
      {rows.map((row, index) => (
        <div key={index} className="grid gap-1">
          <div className="grid grid-cols-[minmax(0,1fr)_7rem_minmax(0,1fr)_auto] gap-1.5">
            <Input
              aria-label={words.name}
              value={row.name}
              className="font-mono"
              spellCheck={false}
              onChange={(event) => put(index, { name: event.target.value })}
            />
            <Select<CustomRow['type']>
              label={words.type}
              value={row.type}
              options={(['text', 'number', 'boolean'] as const).map((value) => ({ value, label: words.types[value] }))}
              onChange={(type) =>
                put(index, { type, value: type === 'boolean' ? String(row.value === 'true') : row.value })
              }
            />
            {row.type === 'boolean' ? (
              <Select
                label={words.value}
                value={row.value}
                options={[
                  { value: 'true', label: contactWords.yes },
                  { value: 'false', label: contactWords.no },
                ]}
                onChange={(value) => put(index, { value })}
              />
            ) : (
              <Input
                aria-label={words.value}
                value={row.value}
                inputMode={row.type === 'number' ? 'decimal' : 'text'}
                onChange={(event) => put(index, { value: event.target.value })}
              />
            )}
            <IconButton
              label={words.remove(row.name)}
              icon={X}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            />
          </div>
          {wrong.has(index) && (
            <p role="alert" className="text-12 text-danger">
              {wrong.get(index)}
            </p>
          )}
        </div>
      ))}
      {rows.length === 0 && <p className="text-12 text-fg-3">{words.empty}</p>}
      {problem !== null && (
        <p role="alert" className="text-12 text-danger">
          {problem}
        </p>
      )}
      <div>
        <Button size="small" icon={Plus} onClick={() => onChange([...rows, { name: '', type: 'text', value: '' }])}>
          {words.add}
        </Button>
      </div>
    </div>
  );
}
