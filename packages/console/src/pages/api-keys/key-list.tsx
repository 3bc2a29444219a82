import type { apiKeyView } from '@posthorn/server/control/api-keys/api-keys.routes.ts';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { useNow } from '../../lib/clock.ts';
import { useApiPages, useRefresh } from '../../lib/queries.ts';
import { IconButton } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Pill, Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { apiKeyWords } from '../../words/api-keys.ts';

type ApiKey = z.infer<typeof apiKeyView>;

/** The keys of the workspace. Of each key itself only the last characters are known. */
export function KeyList() {
  const keys = useApiPages<ApiKey>('/v1/api-keys', { limit: 100 });
  const [removed, setRemoved] = useState<ApiKey | null>(null);
  const { columns } = apiKeyWords;
  const shown: readonly Column<ApiKey>[] = [
    {
      id: 'name',
      header: columns.name,
      width: 'minmax(0,2fr)',
      cell: (key) => <span className="font-medium">{nameOf(key)}</span>,
    },
    { id: 'key', header: columns.key, width: '7rem', fromPx: 720, cell: ({ hint }) => <code>phk_…{hint}</code> },
    { id: 'scope', header: columns.scope, width: '6rem', cell: (key) => <Tag>{scopeOf(key)}</Tag> },
    { id: 'used', header: columns.lastUsed, width: '8rem', cell: (key) => <MaybeTime at={key.last_used_at} /> },
    { id: 'expires', header: columns.expires, width: '8rem', cell: (key) => <Expiry at={key.expires_at} /> },
    { id: 'created', header: columns.created, width: '8rem', fromPx: 900, cell: (key) => <Time at={key.created_at} /> },
    {
      id: 'actions',
      header: <span className="sr-only">{apiKeyWords.remove}</span>,
      width: '3.5rem',
      align: 'end',
      cell: (key) => <RemoveButton apiKey={key} onPick={setRemoved} />,
    },
  ];
  return (
    <>
      <DataTable
        label={apiKeyWords.tableLabel}
        columns={shown}
        rows={keys.items}
        idOf={(key) => key.id}
        isLoading={keys.isLoading}
        error={keys.error}
        retry={() => void keys.refetch()}
        hasMore={keys.hasNextPage}
        onEnd={() => void keys.fetchNextPage()}
        empty={<Empty title={apiKeyWords.emptyTitle}>{apiKeyWords.empty}</Empty>}
        narrow={(key) => (
          <span className="flex items-center gap-2 py-2">
            <span className="min-w-0 grow">
              <span className="block truncate font-medium">{nameOf(key)}</span>
              <span className="mt-1 flex items-center gap-2 text-12 text-fg-2">
                <Tag>{scopeOf(key)}</Tag> <MaybeTime at={key.last_used_at} />
              </span>
            </span>
            <RemoveButton apiKey={key} onPick={setRemoved} />
          </span>
        )}
      />
      {removed !== null && <RemoveDialog apiKey={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

interface RemoveButtonProps {
  readonly apiKey: ApiKey;
  readonly onPick: (key: ApiKey) => void;
}

function RemoveButton({ apiKey, onPick }: RemoveButtonProps) {
  return <IconButton label={apiKeyWords.removeLabel(nameOf(apiKey))} icon={Trash2} onClick={() => onPick(apiKey)} />;
}

function RemoveDialog({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) {
  const refresh = useRefresh();
  const name = apiKey.name === '' ? `phk_…${apiKey.hint}` : apiKey.name;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={apiKeyWords.removeTitle(name)}
      action={apiKeyWords.removeAction}
      waiting={apiKeyWords.removing}
      typedName={name}
      run={async () => {
        await api.delete(`/v1/api-keys/${apiKey.id}`);
        toast.done(apiKeyWords.removed);
        await refresh('/v1/api-keys');
      }}
    >
      <p>{apiKeyWords.removeBody}</p>
    </ConfirmDialog>
  );
}

function nameOf({ name }: ApiKey): string {
  return name === '' ? apiKeyWords.unnamed : name;
}

/** Of several scopes the highest counts. */
function scopeOf({ scopes }: ApiKey): string {
  return (['admin', 'write', 'read'] as const).find((scope) => scopes.includes(scope)) ?? '';
}

function MaybeTime({ at }: { readonly at: string | null }) {
  return at === null ? <span className="text-fg-3">{apiKeyWords.never}</span> : <Time at={at} />;
}

function Expiry({ at }: { readonly at: string | null }) {
  const nowMs = useNow(60_000);
  if (at !== null && Date.parse(at) <= nowMs) return <Pill tone="warning">{apiKeyWords.expired}</Pill>;
  return <MaybeTime at={at} />;
}
