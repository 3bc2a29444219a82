import { useMask } from '../../lib/mask.ts';
import { Button } from '../../ui/button.tsx';
import { CodeLines } from '../../ui/code.tsx';
import { Panel } from '../../ui/panel.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import { filterWords } from '../../words/filters.ts';
import type { Endpoint } from './endpoint-types.ts';
import { type FilterGroup, type FilterRow, readFilter, takesNoValue } from './filter-draft.ts';
import { FilterTry } from './filter-try.tsx';

interface FilterPanelProps {
  readonly endpoint: Endpoint;
  readonly onEdit: () => void;
}

/** The filter of an endpoint in words, and how it does on the newest events. Nothing where there is none. */
export function FilterPanel({ endpoint, onEdit }: FilterPanelProps) {
  const { filter, event_types, channel_ids, format } = endpoint;
  if (filter === null) return null;
  return (
    <Panel
      title={filterWords.title}
      aside={
        <Button size="small" kind="ghost" onClick={onEdit}>
          {endpointWords.types.change}
        </Button>
      }
    >
      <div className="grid gap-2.5">
        <p className="text-fg-2">{filterWords.shown}</p>
        <Conditions filter={filter} />
        <FilterTry asked={{ filter, event_types, channel_ids, format }} />
      </div>
    </Panel>
  );
}

function Conditions({ filter }: { readonly filter: NonNullable<Endpoint['filter']> }) {
  const draft = readFilter(filter);
  const mask = useMask();
  if (draft.view === 'json') {
    return (
      <CodeLines text={mask.isOn ? mask.text(draft.text) : draft.text} isJson={!mask.isOn} label={filterWords.title} />
    );
  }
  if (draft.view === 'none') return null;
  return (
    <ul className="grid gap-1.5">
      {draft.groups.map((group, index) => (
        <li key={group.key} className="rounded-2 border border-line bg-sunken px-2.5 py-1.5">
          {index > 0 && (
            <span className="text-12 text-fg-3">{draft.match === 'all' ? filterWords.and : filterWords.or}</span>
          )}
          <GroupInWords group={group} />
        </li>
      ))}
    </ul>
  );
}

function GroupInWords({ group: { rows, match } }: { readonly group: FilterGroup }) {
  return (
    <ul className="grid gap-0.5">
      {rows.map((row, index) => (
        <li key={row.key} className="min-w-0 break-words">
          {index > 0 && (
            <span className="text-12 text-fg-3">{match === 'all' ? filterWords.and : filterWords.or} </span>
          )}
          <RowInWords row={row} />
        </li>
      ))}
    </ul>
  );
}

/** Values may be numbers and names of people; those that are words of the catalogue are shown. */
function RowInWords({ row: { field, operator, value } }: { readonly row: FilterRow }) {
  const mask = useMask();
  const isPersonal = mask.isOn && field !== 'type' && field !== 'channel_id';
  return (
    <>
      <code className="mono text-12">{field}</code> {filterWords.operators[operator]}{' '}
      {!takesNoValue(operator) && <code className="mono text-12">{isPersonal ? mask.text(value) : value}</code>}
    </>
  );
}
