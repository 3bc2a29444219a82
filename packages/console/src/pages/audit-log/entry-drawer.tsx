import { useMemo } from 'react';
import type { UrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { Details, Id } from '../../ui/details.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { Time } from '../../ui/time.tsx';
import { auditWords } from '../../words/audit-log.ts';
import { ActorName } from './actor-name.tsx';
import type { AuditEntry } from './audit-log.page.tsx';
import { diffFields, type FieldDiff } from './diff-fields.ts';

interface EntryDrawerProps {
  readonly entry: AuditEntry;
  readonly onClose: () => void;
  /** Narrows the list down to what this entry has too. */
  readonly onFilter: (change: UrlState) => void;
}

/** One change: who asked for it, and what is different since then. */
export function EntryDrawer({ entry, onClose, onFilter }: EntryDrawerProps) {
  const { actor, action, at, resource_id: resourceId, request_id: requestId, before, after } = entry;
  const fields = useMemo(() => diffFields(before, after), [before, after]);
  return (
    <Drawer
      label={action}
      onClose={onClose}
      head={
        <div className="grid gap-1 pr-16">
          <h2 className="text-14">
            <code className="mono">{action}</code>
          </h2>
          <p className="text-12 text-fg-2">
            <Time at={at} /> {auditWords.by} <ActorName entry={entry} />
          </p>
        </div>
      }
    >
      <div className="grid gap-4 p-4">
        <Details
          rows={[
            actor.id !== null && [auditWords.filters.actor, <Id key="actor" id={actor.id} label={auditWords.copyId} />],
            [auditWords.filters.resource, <Id key="resource" id={resourceId} label={auditWords.copyId} />],
            requestId !== null && [auditWords.request, <Id key="request" id={requestId} label={auditWords.copyId} />],
          ]}
        />
        <div className="flex flex-wrap gap-2">
          {actor.id !== null && /^(?:key|mbr|ptl)_/.test(actor.id) && (
            <Button size="small" onClick={() => onFilter({ actor: actor.id ?? undefined })}>
              {auditWords.onlyActor}
            </Button>
          )}
          <Button size="small" onClick={() => onFilter({ resource: resourceId })}>
            {auditWords.onlyResource}
          </Button>
        </div>
        <section className="grid gap-2">
          <h3 className="text-13">{titleOf(entry)}</h3>
          {fields.length === 0 ? (
            <p className="text-fg-2">{auditWords.noChange}</p>
          ) : (
            <DiffTable fields={fields} isChange={before !== null && after !== null} />
          )}
        </section>
        <Code text={JSON.stringify({ before, after }, null, 2)} label={auditWords.whole} />
      </div>
    </Drawer>
  );
}

function titleOf({ before, after }: AuditEntry): string {
  if (before === null) return auditWords.created;
  return after === null ? auditWords.deleted : auditWords.changes;
}

interface DiffTableProps {
  readonly fields: readonly FieldDiff[];
  /** There are two sides. */
  readonly isChange: boolean;
}

/** A field a row; of a change both sides, the old one marked as gone and the new one as come. */
function DiffTable({ fields, isChange }: DiffTableProps) {
  return (
    <dl className="grid gap-2 rounded-2 border border-line bg-sunken p-3">
      {fields.map(({ path, before, after }) => (
        <div key={path} className="grid gap-0.5">
          <dt className="mono text-12 text-fg-3">{path}</dt>
          {(isChange || before !== undefined) && <Side mark="−" name={auditWords.before} value={before} />}
          {(isChange || after !== undefined) && <Side mark="+" name={auditWords.after} value={after} />}
        </div>
      ))}
    </dl>
  );
}

const SIDE_COLOURS = { '−': 'bg-danger-tint text-danger', '+': 'bg-success-tint text-success' } as const;

function Side({ mark, name, value }: { readonly mark: '−' | '+'; readonly name: string; readonly value: unknown }) {
  return (
    <dd className={`flex gap-2 rounded-1 px-2 py-0.5 text-12 ${SIDE_COLOURS[mark]}`}>
      <span aria-hidden="true" className="mono flex-none">
        {mark}
      </span>
      <span className="sr-only">{name}</span>
      <span className="mono min-w-0 break-words text-fg">
        {value === undefined ? auditWords.nothing : typeof value === 'string' ? value : JSON.stringify(value)}
      </span>
    </dd>
  );
}
