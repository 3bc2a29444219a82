import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { CircleCheck, CircleX, Ellipsis, Plug } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyField, Details, Id } from '../../ui/details.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { PageLink, usePagePath } from '../../ui/link.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Banner, Panel, Reading } from '../../ui/panel.tsx';
import { Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { channelWords } from '../../words/channels.ts';
import { SecretRotationDialog, TokenDialog } from './channel-dialogs.tsx';
import { ChannelState } from './channel-state.tsx';
import type { Channel, Finding, MetaApp } from './channel-types.ts';
import { DoctorPanel } from './doctor-panel.tsx';

const words = channelWords.one;
type OpenDialog = 'token' | 'secret' | 'remove' | null;

/** One number: what it is, how it is connected, and the doctor. */
export function Page() {
  const { channelId } = useParams({ strict: false }) as { channelId: string };
  const channel = useApi<Channel>(`/v1/channels/${channelId}`);
  const mask = useMask();
  const title = channel.data === undefined ? '…' : mask.phone(channel.data.display_phone_number);
  return (
    <PageFrame title={title} crumb={{ label: channelWords.title, to: '/channels' }}>
      <Reading query={channel}>{(read) => <OneChannel channel={read} />}</Reading>
    </PageFrame>
  );
}

function OneChannel({ channel }: { readonly channel: Channel }) {
  const may = useMay();
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const app = useApi<MetaApp>(`/v1/meta-apps/${channel.meta_app_id}`, {}, { enabled: may('meta_apps.read') });
  const connect = useConnect(channel);
  const close = () => setDialog(null);
  const isChangeable = !channel.simulated && may('channels.write');
  const act = (action: NonNullable<Finding['action']>) => {
    if (action === 'connect') return connect.mutateAsync();
    if (action === 'subscribe_app') return api.post(`/v1/meta-apps/${channel.meta_app_id}/subscribe`);
    setDialog(action === 'replace_token' ? 'token' : 'secret');
    return undefined;
  };
  return (
    <>
      {channel.access_token_expired_at !== null && (
        <Banner
          tone="danger"
          title={words.tokenRefusedTitle}
          action={isChangeable && <Button onClick={() => setDialog('token')}>{words.replaceToken}</Button>}
        >
          {words.tokenRefusedText}
        </Banner>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_26rem] items-start gap-3.5 max-wide:grid-cols-1">
        <div className="grid gap-3.5">
          <About channel={channel} app={app.data}>
            <Button
              icon={Plug}
              waiting={connect.isPending && words.connecting}
              notAllowed={!may('channels.write') && channelWords.noRight}
              onClick={() => connect.mutate()}
            >
              {words.connectAgain}
            </Button>
            {may('channels.write') && (
              <Menu
                trigger={<IconButton label={words.more} icon={Ellipsis} />}
                entries={[
                  ...(isChangeable ? [{ label: words.replaceToken, run: () => setDialog('token') }] : []),
                  ...(isChangeable && may('meta_apps.write') && app.data !== undefined
                    ? [{ label: words.rotateSecret, run: () => setDialog('secret') }]
                    : []),
                  { label: words.remove, danger: true, separated: isChangeable, run: () => setDialog('remove') },
                ]}
              />
            )}
          </About>
          <Connection channel={channel} />
        </div>
        <DoctorPanel
          patient={`/v1/channels/${channel.id}`}
          act={act}
          actions={
            channel.simulated
              ? ['connect']
              : actionsOf(may('channels.write'), may('meta_apps.write') && app.data !== undefined)
          }
        />
      </div>
      <TokenDialog channel={channel} open={dialog === 'token'} onClose={close} />
      {app.data !== undefined && <SecretRotationDialog app={app.data} open={dialog === 'secret'} onClose={close} />}
      <RemoveDialog channel={channel} open={dialog === 'remove'} onClose={close} />
    </>
  );
}

function actionsOf(mayChannels: boolean, mayApps: boolean): readonly NonNullable<Finding['action']>[] {
  return [
    ...(mayChannels ? (['connect', 'replace_token'] as const) : []),
    ...(mayApps ? (['subscribe_app', 'rotate_app_secret'] as const) : []),
  ];
}

function useConnect(channel: Channel) {
  const refresh = useRefresh();
  return useMutation<Channel, ApiProblem>({
    mutationFn: () => api.post<Channel>(`/v1/channels/${channel.id}/connect`),
    onSuccess: () => refresh('/v1/channels'),
    onError: (error) => toast.failed(words.connectFailed, error),
  });
}

interface AboutProps {
  readonly channel: Channel;
  readonly app: MetaApp | undefined;
  readonly children: ReactNode;
}

function About({ channel, app, children }: AboutProps) {
  const mask = useMask();
  const may = useMay();
  const { throughput_per_second: throughput } = channel.connection ?? {};
  return (
    <Panel title={words.about} aside={children}>
      <Details
        className="items-baseline"
        rows={[
          [
            words.display,
            <span key="number" className="flex flex-wrap items-center gap-2">
              <span className="num font-medium">{mask.phone(channel.display_phone_number)}</span>
              <ChannelState channel={channel} />
              {channel.simulated && <Tag>{channelWords.simulated}</Tag>}
            </span>,
          ],
          [
            words.phoneNumberId,
            <Id key="id" id={channel.phone_number_id} label={words.copyId(words.phoneNumberId)} whole />,
          ],
          [words.waba, <Id key="waba" id={channel.waba_id} label={words.copyId(words.waba)} whole />],
          app !== undefined && [words.app, <Id key="app" id={app.app_id} label={words.copyId(words.app)} whole />],
          app?.callback_url != null && [
            words.callback,
            <CopyField key="url" value={app.callback_url} label={words.copyId(words.callback)} />,
          ],
          app !== undefined && [words.challenge, <When key="challenge" at={app.last_challenge_at} />],
          app !== undefined && [words.signed, <When key="signed" at={app.last_signed_post_at} />],
          [words.token, tokenInWords(channel)],
          throughput !== undefined && [
            words.throughput,
            <span key="rate" className="num">
              {throughput}
            </span>,
          ],
          [words.added, <Time key="added" at={channel.created_at} />],
        ]}
      />
      <p className="mt-3 flex flex-wrap gap-x-4 gap-y-1">
        {may('events.read') && (
          <PageLink to="/events" search={{ channel: channel.id }}>
            {words.events}
          </PageLink>
        )}
        {may('conversations.read') && (
          <PageLink to="/inbox" search={{ channel: channel.id }}>
            {words.conversations}
          </PageLink>
        )}
      </p>
    </Panel>
  );
}

function When({ at }: { readonly at: string | null }) {
  return at === null ? <span className="text-fg-3">{channelWords.never}</span> : <Time at={at} />;
}

function tokenInWords({ has_access_token: hasToken, access_token_expired_at: refusedAt }: Channel): ReactNode {
  if (!hasToken) return words.noToken;
  if (refusedAt === null) return words.hasToken;
  return (
    <span className="text-danger">
      {words.tokenRefused} <Time at={refusedAt} />
    </span>
  );
}

/** What connecting came to, step by step. */
function Connection({ channel }: { readonly channel: Channel }) {
  const { connection } = channel;
  return (
    <Panel
      title={words.connection}
      aside={
        connection !== null && (
          <span className="text-12 text-fg-3">
            {words.connectionChecked} <Time at={connection.checked_at} />
          </span>
        )
      }
    >
      {connection === null ? (
        <p className="text-fg-2">{words.connectionNever}</p>
      ) : (
        <ol className="grid gap-2">
          {connection.steps.map(({ step, ok, message }) => (
            <li key={step} className="flex items-start gap-2.5">
              {ok ? (
                <CircleCheck aria-hidden="true" className="mt-0.5 size-4 flex-none text-success" strokeWidth={1.75} />
              ) : (
                <CircleX aria-hidden="true" className="mt-0.5 size-4 flex-none text-danger" strokeWidth={1.75} />
              )}
              <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

interface RemoveProps {
  readonly channel: Channel;
  readonly open: boolean;
  readonly onClose: () => void;
}

function RemoveDialog({ channel, open, onClose }: RemoveProps) {
  const refresh = useRefresh();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const removal = channelWords.remove;
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={removal.title(channel.display_phone_number)}
      action={removal.action}
      waiting={removal.waiting}
      typedName={channel.display_phone_number}
      run={async () => {
        await api.delete(`/v1/channels/${channel.id}`);
        await navigate({ to: pathOf('/channels') });
        await refresh('/v1/channels', '/v1/simulator', '/v1/statistics/channels');
        toast.done(removal.done);
      }}
    >
      <p>{removal.text}</p>
      <p>{removal.reversible}</p>
    </ConfirmDialog>
  );
}
