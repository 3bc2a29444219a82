import { useNavigate, useParams } from '@tanstack/react-router';
import { Ban, CircleCheck, EllipsisVertical, Pause, Play, Radar, Repeat, Trash2 } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { api } from '../../lib/api.ts';
import { formatDuration } from '../../lib/format.ts';
import { useMask } from '../../lib/mask.ts';
import { useApi, useRefresh, useTaggedApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button, CopyButton, IconButton } from '../../ui/button.tsx';
import { Details, Id } from '../../ui/details.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { LinkButton, usePagePath } from '../../ui/link.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Banner, Panel, Reading } from '../../ui/panel.tsx';
import { Pill, StatePill, Tag } from '../../ui/pill.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import { replayWords } from '../../words/replays.ts';
import { DeliveriesTable } from '../deliveries/deliveries-table.tsx';
import { EndpointState } from './endpoint-state.tsx';
import { type Endpoint, nameOf } from './endpoint-types.ts';
import { groupTypes, isChosen, standingOf } from './event-choice.ts';
import { FilterPanel } from './filter-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { PreviewTab } from './preview-tab.tsx';
import { RecentDeliveries } from './recent-deliveries.tsx';
import { RecoverDialog } from './recover-dialog.tsx';
import { RetryTimeline } from './retry-timeline.tsx';
import { SecretPanel } from './secret-panel.tsx';
import { SendTest } from './send-test.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { useCatalogue, useChannels, useHealthOf } from './use-endpoints.ts';
import { WhyItWaits } from './why-it-waits.tsx';

const words = endpointWords;
type TabName = 'overview' | 'deliveries' | 'preview' | 'settings';
const TAB_NAMES: readonly TabName[] = ['overview', 'deliveries', 'preview', 'settings'];

/** One endpoint: is it well, and if not what mends it. */
export function Page() {
  const { endpointId = '' } = useParams({ strict: false }) as { endpointId?: string };
  const read = useTaggedApi<Endpoint>(`/v1/endpoints/${endpointId}`);
  return (
    <PageFrame
      title={read.data === undefined ? words.columns.endpoint : nameOf(read.data.body)}
      crumb={{ label: words.title, to: '/endpoints' }}
      layout="full"
    >
      <Reading query={read} rows={8}>
        {({ body, etag }) => <EndpointView endpoint={body} etag={etag} />}
      </Reading>
    </PageFrame>
  );
}

function EndpointView({ endpoint, etag }: { readonly endpoint: Endpoint; readonly etag: string | null }) {
  const [{ tab: wanted }, change] = useUrlState();
  const tab = TAB_NAMES.find((one) => one === wanted) ?? 'overview';
  return (
    <>
      <Head endpoint={endpoint} />
      <Tabs
        label={words.tabs.label}
        value={tab}
        onChange={(next: TabName) => change({ tab: next === 'overview' ? undefined : next, example: undefined })}
        tabs={TAB_NAMES.map((value) => ({ value, label: words.tabs[value] }))}
      >
        {tab === 'deliveries' ? (
          <DeliveriesTable fixed={{ endpoint: endpoint.id }} />
        ) : (
          <div className="min-h-0 grow overflow-auto p-4">
            <div className="mx-auto grid max-w-(--ph-content-max) gap-3.5">
              {tab === 'overview' && <Overview endpoint={endpoint} onEdit={() => change({ tab: 'settings' })} />}
              {tab === 'preview' && <PreviewTab endpoint={endpoint} />}
              {tab === 'settings' && <SettingsTab endpoint={endpoint} etag={etag} />}
            </div>
          </div>
        )}
      </Tabs>
    </>
  );
}

type Asked = 'enable' | 'disable' | 'pause' | 'delete' | null;
/** How far back a recovery looks when nothing tells since when something is missing. */
const RECOVER_MS = 86_400_000;

function Head({ endpoint }: { readonly endpoint: Endpoint }) {
  const health = useHealthOf(endpoint.id);
  const [asked, setAsked] = useState<Asked>(null);
  const [recoverSinceMs, setRecoverSinceMs] = useState<number | null>(null);
  const may = useMay();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const refusal = !may('endpoints.write') && words.notAllowed;
  const showsReceiver = endpoint.is_test_receiver && may('test_receivers.read');
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
      {health !== null && endpoint.enabled && <EndpointState state={health.own.state} />}
      {endpoint.enabled ? (
        <Pill tone="success" icon={CircleCheck}>
          {words.enabled}
        </Pill>
      ) : (
        <StatePill state="disabled" />
      )}
      <Tag>{endpoint.format}</Tag>
      {endpoint.is_test_receiver && <Tag>{words.testReceiver}</Tag>}
      <span className="flex min-w-40 shrink grow basis-40 items-center gap-0.5">
        <code className="mono truncate text-12 text-fg-2">{endpoint.url}</code>
        <CopyButton text={endpoint.url} label={words.copyUrl} />
      </span>
      <span className="ml-auto flex items-center gap-2">
        {showsReceiver && (
          <LinkButton icon={Radar} to={`/test-receivers/${endpoint.id}`}>
            {words.watch}
          </LinkButton>
        )}
        {endpoint.enabled ? (
          <PauseButton endpoint={endpoint} refusal={refusal} onPause={() => setAsked('pause')} />
        ) : (
          <Button kind="primary" icon={Play} notAllowed={refusal} onClick={() => setAsked('enable')}>
            {words.enable}
          </Button>
        )}
        <Menu
          trigger={<IconButton label={words.more} icon={EllipsisVertical} />}
          entries={[
            ...(endpoint.enabled
              ? [
                  {
                    label: replayWords.recover.action,
                    icon: Repeat,
                    disabled: !may('replays.write'),
                    run: () => setRecoverSinceMs(Date.now() - RECOVER_MS),
                  },
                  { label: words.disable, icon: Ban, disabled: refusal !== false, run: () => setAsked('disable') },
                ]
              : []),
            {
              label: words.delete,
              icon: Trash2,
              danger: true,
              disabled: refusal !== false,
              run: () => setAsked('delete'),
            },
          ]}
        />
      </span>
      <Questions
        endpoint={endpoint}
        asked={asked}
        waitingCount={health?.own.waiting ?? 0}
        onClose={() => setAsked(null)}
        onDeleted={() => navigate({ to: pathOf('/endpoints') })}
        onEnabled={(sinceMs) => {
          if (may('replays.write')) setRecoverSinceMs(sinceMs);
        }}
      />
      {recoverSinceMs !== null && (
        <RecoverDialog endpointId={endpoint.id} sinceMs={recoverSinceMs} onClose={() => setRecoverSinceMs(null)} />
      )}
    </div>
  );
}

interface PauseButtonProps {
  readonly endpoint: Endpoint;
  readonly refusal: string | false;
  readonly onPause: () => void;
}

/** Pausing is asked about, resuming is done: it loses nothing. */
function PauseButton({ endpoint, refusal, onPause }: PauseButtonProps) {
  const refresh = useRefresh();
  if (endpoint.paused_at === null) {
    return (
      <Button icon={Pause} notAllowed={refusal} onClick={onPause}>
        {words.pause}
      </Button>
    );
  }
  const resume = async () => {
    try {
      await api.post(`/v1/endpoints/${endpoint.id}/resume`);
      toast.done(words.resumed);
      await refresh('/v1/endpoints', '/v1/statistics/endpoints', '/v1/deliveries');
    } catch (error) {
      toast.failed(words.resume, error);
    }
  };
  return (
    <Button kind="primary" icon={Play} notAllowed={refusal} onClick={() => void resume()}>
      {words.resume}
    </Button>
  );
}

interface QuestionsProps {
  readonly endpoint: Endpoint;
  readonly asked: Asked;
  readonly waitingCount: number;
  readonly onClose: () => void;
  readonly onDeleted: () => Promise<void>;
  /** It was enabled again. It may miss something since that time, epoch ms. */
  readonly onEnabled: (sinceMs: number) => void;
}

function Questions({ endpoint, asked, waitingCount, onClose, onDeleted, onEnabled }: QuestionsProps) {
  const refresh = useRefresh();
  const path = `/v1/endpoints/${endpoint.id}`;
  const switchTo = async (verb: 'enable' | 'disable' | 'pause') => {
    await api.post(`${path}/${verb}`);
    await refresh('/v1/endpoints', '/v1/statistics/endpoints', '/v1/deliveries', '/v1/test-receivers');
  };
  const { disableAsk, enableAsk, pauseAsk, deleteAsk } = words;
  return (
    <>
      <ConfirmDialog
        open={asked === 'disable'}
        onClose={onClose}
        title={disableAsk.title}
        action={disableAsk.action}
        waiting={disableAsk.waiting}
        run={() => switchTo('disable')}
      >
        <p>{disableAsk.text}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'pause'}
        onClose={onClose}
        title={pauseAsk.title}
        action={pauseAsk.action}
        waiting={pauseAsk.waiting}
        danger={false}
        run={() => switchTo('pause')}
      >
        <p>{pauseAsk.text}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'enable'}
        onClose={onClose}
        title={enableAsk.title}
        action={enableAsk.action}
        waiting={enableAsk.waiting}
        danger={false}
        run={async () => {
          // Nothing but that it was disabled has changed it since.
          const disabledAtMs = Date.parse(endpoint.updated_at);
          await switchTo('enable');
          onEnabled(disabledAtMs);
        }}
      >
        <p>{enableAsk.text(waitingCount)}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'delete'}
        onClose={onClose}
        title={deleteAsk.title}
        action={deleteAsk.action}
        waiting={deleteAsk.waiting}
        typedName={nameOf(endpoint)}
        run={async () => {
          await api.delete(path);
          // First: nobody is to ask again for what is gone.
          await onDeleted();
          toast.done(deleteAsk.done);
          await refresh('/v1/endpoints', '/v1/statistics', '/v1/test-receivers');
        }}
      >
        <p>{endpoint.is_test_receiver ? deleteAsk.receiverText : deleteAsk.text}</p>
      </ConfirmDialog>
    </>
  );
}

function Overview({ endpoint, onEdit }: { readonly endpoint: Endpoint; readonly onEdit: () => void }) {
  const health = useHealthOf(endpoint.id);
  const { retry } = endpoint;
  return (
    <>
      {!endpoint.enabled && (
        <Banner tone="warning" icon={Pause} title={words.disabledBanner}>
          {words.disabledReasons[endpoint.disabled_reason ?? ''] ?? ''}
        </Banner>
      )}
      {endpoint.enabled && <WhyItWaits endpoint={endpoint} waitingCount={health?.own.waiting ?? 0} />}
      <div className="grid grid-cols-[minmax(0,1fr)_21rem] gap-3.5 max-wide:grid-cols-1">
        <div className="grid min-w-0 content-start gap-3.5">
          <HealthPanel endpoint={endpoint} />
          <Panel title={words.retry.title} aside={<Tag>{typeof retry === 'string' ? retry : words.form.custom}</Tag>}>
            <RetryTimeline
              schedule={endpoint.retry_schedule}
              timeoutSeconds={endpoint.retry_policy.timeout_seconds}
              waitsAfterThrottle={retry === 'standard'}
              oldestMs={health?.own.oldest_waiting_ms ?? null}
            />
          </Panel>
          <Types endpoint={endpoint} onEdit={onEdit} />
          <FilterPanel endpoint={endpoint} onEdit={onEdit} />
          <RecentDeliveries endpoint={endpoint} />
        </div>
        <div className="grid min-w-0 content-start gap-3.5">
          <SecretPanel endpoint={endpoint} />
          <SendTest endpoint={endpoint} />
          <EndpointDetails endpoint={endpoint} onEdit={onEdit} oldestMs={health?.own.oldest_waiting_ms ?? null} />
        </div>
      </div>
    </>
  );
}

function Types({ endpoint, onEdit }: { readonly endpoint: Endpoint; readonly onEdit: () => void }) {
  const catalogue = useCatalogue();
  const groups = useMemo(
    () => groupTypes(catalogue.data?.data ?? [], endpoint.format),
    [catalogue.data, endpoint.format],
  );
  const choice = endpoint.event_types;
  const all = groups.flatMap(({ types }) => types);
  const chosen = all.filter((type) => isChosen(choice, type));
  return (
    <Panel
      title={words.types.title}
      aside={
        <>
          {all.length > 0 && <Pill tone="neutral">{words.types.chosen(chosen.length, all.length)}</Pill>}
          <Button size="small" kind="ghost" onClick={onEdit}>
            {words.types.change}
          </Button>
        </>
      }
    >
      {choice.includes('*') ? (
        <p className="text-fg-2">{words.types.all}</p>
      ) : (
        <ul className="grid gap-1.5">
          {groups
            .filter((group) => standingOf(choice, group) !== 'none')
            .map((group) => (
              <li key={group.noun} className="grid grid-cols-[8rem_minmax(0,1fr)] gap-2">
                <span className="font-medium">{group.noun}.*</span>
                <span className="mono text-12 text-fg-2">
                  {standingOf(choice, group) === 'all'
                    ? words.types.allOf(group.noun)
                    : group.types
                        .filter((type) => isChosen(choice, type))
                        .map(({ type }) => type)
                        .join(', ')}
                </span>
              </li>
            ))}
        </ul>
      )}
    </Panel>
  );
}

interface DetailsProps {
  readonly endpoint: Endpoint;
  readonly onEdit: () => void;
  readonly oldestMs: number | null;
}

function EndpointDetails({ endpoint, onEdit, oldestMs }: DetailsProps) {
  const { details } = words;
  const headers = Object.keys(endpoint.headers);
  const options = Object.entries(endpoint.format_options).map(([name, value]) =>
    typeof value === 'boolean' ? `${value ? '' : 'no '}${name}` : `${name}: ${value}`,
  );
  const rows: (readonly [ReactNode, ReactNode] | false)[] = [
    [details.format, [endpoint.format, ...options].join(', ')],
    [details.channels, <ChannelNames key="channels" ids={endpoint.channel_ids} />],
    endpoint.rate_per_second !== null && [details.rate, details.rateOf(endpoint.rate_per_second)],
    [details.maxInFlight, <span key="in-flight">{endpoint.max_in_flight}</span>],
    endpoint.ordering !== 'none' && [details.ordering, details.orderings[endpoint.ordering]],
    headers.length > 0 && [
      details.headers,
      <span key="headers" className="mono text-12">
        {headers.join(', ')}
      </span>,
    ],
    endpoint.has_verify_token && [details.challenge, details.challengeSet],
    oldestMs !== null && [
      details.waitingLongest,
      <span key="oldest" className="num font-medium text-danger">
        {formatDuration(oldestMs)}
      </span>,
    ],
    [
      details.created,
      <span key="created">
        <Time at={endpoint.created_at} /> <Maker createdBy={endpoint.created_by} />
      </span>,
    ],
    [details.changed, <Time key="changed" at={endpoint.updated_at} />],
    [details.id, <Id key="id" id={endpoint.id} label={words.copyId} />],
  ];
  return (
    <Panel
      title={details.title}
      aside={
        <Button size="small" kind="ghost" onClick={onEdit}>
          {details.edit}
        </Button>
      }
    >
      <Details rows={rows} />
    </Panel>
  );
}

function ChannelNames({ ids }: { readonly ids: readonly string[] | null }) {
  const may = useMay();
  const mask = useMask();
  const channels = useChannels(ids !== null && may('channels.read'));
  if (ids === null) return words.details.allChannels;
  const numbers = ids.map((id) => {
    const channel = channels.data?.data.find((one) => one.id === id);
    return channel === undefined ? id : mask.phone(channel.display_phone_number);
  });
  return <span className="num">{numbers.join(', ')}</span>;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who made it: a member by name, anything else by its kind. */
function Maker({ createdBy }: { readonly createdBy: Endpoint['created_by'] }) {
  const may = useMay();
  const mask = useMask();
  const isMember = createdBy?.kind === 'member';
  const members = useApi<{ data: readonly Named[] }>(
    '/v1/members',
    { limit: 100 },
    { enabled: isMember && may('members.read') },
  );
  if (createdBy === null) return null;
  const member = members.data?.data.find(({ id }) => id === createdBy.id);
  const kind = words.details.by[createdBy.kind] ?? createdBy.kind;
  return (
    <>
      {words.details.createdBy} {member === undefined ? kind : mask.name(member.name)}
    </>
  );
}
