import type { linkView } from '@posthorn/server/control/portal/portal.routes.ts';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { useApiPages, useRefresh } from '../../lib/queries.ts';
import { IconButton } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { apiKeyWords } from '../../words/api-keys.ts';

type PortalLink = z.infer<typeof linkView>;

const { portal: words } = apiKeyWords;
const STATE_TONES: Readonly<Record<PortalLink['state'], Tone>> = { unused: 'info', open: 'success', over: 'neutral' };

/** Links that customers were handed, and what became of them. */
export function PortalLinkList() {
  const links = useApiPages<PortalLink>('/v1/portal-links', { limit: 100 });
  const refresh = useRefresh();
  const [removed, setRemoved] = useState<PortalLink | null>(null);
  const { columns } = words;
  const shown: readonly Column<PortalLink>[] = [
    {
      id: 'label',
      header: columns.label,
      width: 'minmax(0,2fr)',
      cell: (link) => <span className="font-medium">{labelOf(link)}</span>,
    },
    { id: 'state', header: columns.state, width: '8rem', cell: (link) => <State link={link} /> },
    { id: 'opens', header: columns.opens, width: '10rem', fromPx: 720, cell: (link) => <Time at={link.expires_at} /> },
    {
      id: 'session',
      header: columns.session,
      width: '8rem',
      cell: ({ session_expires_at: at }) => (at === null ? '' : <Time at={at} />),
    },
    {
      id: 'created',
      header: columns.created,
      width: '8rem',
      fromPx: 900,
      cell: (link) => <Time at={link.created_at} />,
    },
    {
      id: 'actions',
      header: <span className="sr-only">{apiKeyWords.remove}</span>,
      width: '3.5rem',
      align: 'end',
      cell: (link) => <RemoveButton link={link} onPick={setRemoved} />,
    },
  ];
  return (
    <>
      <DataTable
        label={words.tableLabel}
        columns={shown}
        rows={links.items}
        idOf={(link) => link.id}
        isLoading={links.isLoading}
        error={links.error}
        retry={() => void links.refetch()}
        hasMore={links.hasNextPage}
        onEnd={() => void links.fetchNextPage()}
        empty={<Empty title={words.emptyTitle}>{words.empty}</Empty>}
        narrow={(link) => (
          <span className="flex items-center gap-2 py-2">
            <span className="min-w-0 grow">
              <span className="block truncate font-medium">{labelOf(link)}</span>
              <span className="mt-1 flex items-center gap-2 text-12 text-fg-2">
                <State link={link} /> <Time at={link.created_at} />
              </span>
            </span>
            <RemoveButton link={link} onPick={setRemoved} />
          </span>
        )}
      />
      {removed !== null && (
        <ConfirmDialog
          open
          onClose={() => setRemoved(null)}
          title={words.removeTitle(labelOf(removed))}
          action={words.removeAction}
          waiting={apiKeyWords.removing}
          run={async () => {
            await api.delete(`/v1/portal-links/${removed.id}`);
            await refresh('/v1/portal-links');
          }}
        >
          <p>{words.removeBody}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

interface RemoveButtonProps {
  readonly link: PortalLink;
  readonly onPick: (link: PortalLink) => void;
}

function RemoveButton({ link, onPick }: RemoveButtonProps) {
  return <IconButton label={apiKeyWords.removeLabel(labelOf(link))} icon={Trash2} onClick={() => onPick(link)} />;
}

function State({ link: { state } }: { readonly link: PortalLink }) {
  return <Pill tone={STATE_TONES[state]}>{words.states[state]}</Pill>;
}

function labelOf({ label }: PortalLink): string {
  return label === '' ? words.unnamed : label;
}
