import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import type { ApiProblem } from '../../lib/api.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field, Input, Select, TextArea } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { filterWords } from '../../words/filters.ts';
import type { EndpointDraft } from './endpoint-draft.ts';
import {
  type FilterDraft,
  type FilterGroup,
  type FilterRow,
  type Match,
  NO_FILTER,
  newGroup,
  newRow,
  ROW_OPERATORS,
  type RowsDraft,
  readFilter,
  takesNoValue,
  writeFilter,
} from './filter-draft.ts';
import { FILTER_EXAMPLES } from './filter-examples.ts';
import type { KnownField } from './filter-fields.ts';
import { FilterTry } from './filter-try.tsx';
import { useKnownFields } from './use-known-fields.ts';

const words = filterWords;

interface FilterEditorProps {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
  readonly problem: ApiProblem | null;
  /** It is not finished, and somebody tried to save it. */
  readonly isMissing: boolean;
}

/** Which events of the chosen types an endpoint gets, by what is in them; tried on stored events as it is written. */
export function FilterEditor({ draft, onChange, problem, isMissing }: FilterEditorProps) {
  const { filter } = draft;
  const change = (next: FilterDraft) => onChange({ ...draft, filter: next });
  const written = writeFilter(filter);
  const wrong = problem?.fields.filter(({ pointer }) => pointer.startsWith('/filter')) ?? [];
  return (
    <fieldset className="min-w-0 border-0 p-0">
      <legend className="p-0 pb-0.5 font-medium">{words.title}</legend>
      <p className="pb-1.5 text-12 text-fg-3">{words.hint}</p>
      <div className="grid gap-2.5">
        {filter.view === 'none' ? <Beginning onChange={change} /> : <Written draft={draft} onChange={change} />}
        {isMissing && (
          <p role="alert" className="text-12 text-danger">
            {filter.view === 'json' ? words.noJson : words.unfinished}
          </p>
        )}
        {wrong.map(({ pointer, message }) => (
          <p key={pointer} role="alert" className="text-12 text-danger">
            {pointer.replace(/^\/filter\/?/, '')}: {message}
          </p>
        ))}
        {written !== undefined && written !== null && (
          <FilterTry
            asked={{
              filter: written,
              event_types: [...draft.eventTypes],
              channel_ids: draft.channelIds === null ? null : [...draft.channelIds],
              format: draft.format,
            }}
          />
        )}
      </div>
    </fieldset>
  );
}

interface PartProps {
  readonly onChange: (filter: FilterDraft) => void;
}

function Beginning({ onChange }: PartProps) {
  const names = Object.keys(FILTER_EXAMPLES) as (keyof typeof FILTER_EXAMPLES)[];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="small"
        icon={Plus}
        onClick={() => onChange({ view: 'rows', match: 'all', groups: [newGroup([newRow()])] })}
      >
        {words.start}
      </Button>
      <Select
        label={words.example}
        value=""
        onChange={(name: '' | (typeof names)[number]) => name !== '' && onChange(readFilter(FILTER_EXAMPLES[name]))}
        options={[
          { value: '' as const, label: `${words.example} …` },
          ...names.map((name) => ({ value: name, label: words.examples[name] })),
        ]}
        className="max-w-72"
      />
    </div>
  );
}

function Written({ draft, onChange }: PartProps & { readonly draft: EndpointDraft }) {
  const { filter } = draft;
  const written = writeFilter(filter);
  const asRows = filter.view === 'json' && written !== undefined ? readFilter(written) : filter;
  const isOnlyJson = asRows.view !== 'rows';
  const show = (view: 'rows' | 'json') => {
    if (view === 'rows') onChange(asRows);
    else if (filter.view !== 'json') onChange({ view, text: JSON.stringify(written ?? {}, null, 2) });
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label={words.view}
          value={filter.view === 'json' ? 'json' : 'rows'}
          onChange={show}
          options={[
            {
              value: 'rows',
              label: words.views.rows,
              disabled: isOnlyJson,
              ...(isOnlyJson ? { title: words.onlyJson } : {}),
            },
            { value: 'json', label: words.views.json },
          ]}
        />
        <Button size="small" kind="ghost" icon={X} onClick={() => onChange(NO_FILTER)}>
          {words.remove}
        </Button>
      </div>
      {filter.view === 'rows' && <Groups draft={draft} filter={filter} onChange={onChange} />}
      {filter.view === 'json' && (
        <Field label={words.json} hint={words.jsonHint}>
          <TextArea
            rows={8}
            value={filter.text}
            spellCheck={false}
            autoComplete="off"
            className="mono"
            onChange={(event) => onChange({ view: 'json', text: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

interface GroupsProps extends PartProps {
  readonly draft: EndpointDraft;
  readonly filter: RowsDraft;
}

function Groups({ draft, filter, onChange }: GroupsProps) {
  const known = useKnownFields(draft.eventTypes, draft.format);
  const listId = useId();
  const { groups } = filter;
  const set = (next: readonly FilterGroup[]) => onChange(next.length === 0 ? NO_FILTER : { ...filter, groups: next });
  return (
    <div className="grid gap-2">
      <datalist id={listId}>
        {known.map(({ field }) => (
          <option key={field} value={field} />
        ))}
      </datalist>
      {groups.length > 1 && (
        <span>
          <Segmented
            label={words.matchGroups}
            value={filter.match}
            onChange={(match: Match) => onChange({ ...filter, match })}
            options={[
              { value: 'all', label: words.matchAll.all },
              { value: 'any', label: words.matchAll.any },
            ]}
          />
        </span>
      )}
      {groups.map((group, index) => (
        <Group
          key={group.key}
          group={group}
          name={groups.length > 1 ? words.group(index + 1) : words.title}
          {...{ known, listId }}
          onChange={(next) =>
            set(groups.flatMap((one) => (one.key !== group.key ? [one] : next.rows.length === 0 ? [] : [next])))
          }
        />
      ))}
      <span>
        <Button size="small" kind="ghost" icon={Plus} onClick={() => set([...groups, newGroup([newRow()])])}>
          {words.addGroup}
        </Button>
      </span>
    </div>
  );
}

interface GroupProps {
  readonly group: FilterGroup;
  readonly name: string;
  readonly known: readonly KnownField[];
  readonly listId: string;
  readonly onChange: (group: FilterGroup) => void;
}

function Group({ group, name, known, listId, onChange }: GroupProps) {
  const { rows, match } = group;
  const change = (key: string, to: Partial<FilterRow>) =>
    onChange({ ...group, rows: rows.map((row) => (row.key === key ? { ...row, ...to } : row)) });
  return (
    <div role="group" aria-label={name} className="grid gap-2 rounded-2 border border-line bg-sunken p-2.5">
      {rows.length > 1 && (
        <span>
          <Segmented
            label={words.matchRows}
            value={match}
            onChange={(next: Match) => onChange({ ...group, match: next })}
            options={[
              { value: 'all', label: words.match.all },
              { value: 'any', label: words.match.any },
            ]}
          />
        </span>
      )}
      {rows.map((row) => (
        <Row
          key={row.key}
          row={row}
          {...{ known, listId }}
          onChange={(to) => change(row.key, to)}
          onRemove={() => onChange({ ...group, rows: rows.filter(({ key }) => key !== row.key) })}
        />
      ))}
      <span className="flex flex-wrap items-center gap-2">
        <Button size="small" icon={Plus} onClick={() => onChange({ ...group, rows: [...rows, newRow()] })}>
          {words.addRow}
        </Button>
        <span className="text-12 text-fg-3">{words.valueHint}</span>
      </span>
    </div>
  );
}

interface RowProps {
  readonly row: FilterRow;
  readonly known: readonly KnownField[];
  readonly listId: string;
  readonly onChange: (row: Partial<FilterRow>) => void;
  readonly onRemove: () => void;
}

function Row({ row, known, listId, onChange, onRemove }: RowProps) {
  const isList = row.operator === '$in' || row.operator === '$nin';
  return (
    <div className="grid grid-cols-[minmax(0,1.2fr)_9rem_minmax(0,1fr)_auto] items-center gap-2 max-narrow:grid-cols-[minmax(0,1fr)_auto]">
      <Input
        aria-label={words.field}
        placeholder="data.status"
        list={listId}
        value={row.field}
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        onChange={({ target: { value: field } }) =>
          onChange({ field, kind: known.find((one) => one.field === field.trim())?.kind ?? null })
        }
        className="mono max-narrow:col-span-2"
      />
      <Select
        label={words.operator}
        value={row.operator}
        onChange={(operator) => onChange({ operator })}
        options={ROW_OPERATORS.map((value) => ({ value, label: words.operators[value] }))}
        className="max-narrow:col-span-2"
      />
      {takesNoValue(row.operator) ? (
        <span />
      ) : (
        <Input
          aria-label={words.value}
          placeholder={isList ? words.listHint : ''}
          value={row.value}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ value: event.target.value })}
          className="mono"
        />
      )}
      <IconButton label={words.removeRow(row.field)} icon={X} onClick={onRemove} />
    </div>
  );
}
