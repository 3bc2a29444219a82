import { ArrowRight, Check, Globe, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { api } from '../../lib/api.ts';
import { cx } from '../../lib/class-names.ts';
import { useMask } from '../../lib/mask.ts';
import { type PageOf, useApi, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Horn } from '../../ui/horn.tsx';
import { Panel } from '../../ui/panel.tsx';
import { channelWords } from '../../words/channels.ts';
import { SecretRotationDialog, TokenDialog } from './channel-dialogs.tsx';
import type { Channel, Finding, MetaApp } from './channel-types.ts';
import { DoctorPanel } from './doctor-panel.tsx';
import { AppStep } from './wizard-app.tsx';
import { CallbackStep } from './wizard-callback.tsx';
import { MessageStep } from './wizard-message.tsx';
import { NumberStep } from './wizard-number.tsx';

const words = channelWords.wizard;
const STEPS = ['app', 'callback', 'number', 'message'] as const;
export type WizardStep = (typeof STEPS)[number];

/** While somebody is at Meta, in another tab: what they did there is seen within two seconds. */
const LOOK_EVERY_MS = 2_000;

/** Connects a number, step by step. Where one is stands in the address, and what is done is kept by the gateway. */
export function Page() {
  return (
    <PageFrame title={words.title} crumb={{ label: channelWords.title, to: '/channels' }}>
      <Wizard />
    </PageFrame>
  );
}

function Wizard() {
  const [state, setState] = useUrlState();
  const { app: appId, channel: channelId } = state;
  const wanted = STEPS.find((one) => one === state.step) ?? 'app';
  const step = appId === undefined ? 'app' : wanted === 'message' && channelId === undefined ? 'number' : wanted;
  const looking = { refetchInterval: step === 'callback' || step === 'message' ? LOOK_EVERY_MS : (false as const) };
  const app = useApi<MetaApp>(`/v1/meta-apps/${appId}`, {}, { enabled: appId !== undefined, ...looking });
  const channel = useApi<Channel>(`/v1/channels/${channelId}`, {}, { enabled: channelId !== undefined });
  const goTo = (next: WizardStep) => setState({ step: next });
  const known = appId === undefined ? undefined : app.data;
  const number = channelId === undefined ? undefined : channel.data;
  return (
    <div className="grid grid-cols-[12.5rem_minmax(0,1fr)_24rem] items-start gap-6 pt-2 max-wide:grid-cols-1">
      <Steps step={step} app={known} channel={number} goTo={goTo} />
      <div className="grid min-w-0 gap-4">
        {step === 'app' && <AppStep onDone={(id) => setState({ app: id, step: 'callback' })} />}
        {step === 'callback' && known !== undefined && (
          <CallbackStep key={known.id} app={known} onBack={() => goTo('app')} onNext={() => goTo('number')} />
        )}
        {step === 'number' && known !== undefined && (
          <NumberStep
            app={known}
            onBack={() => goTo('callback')}
            onAdded={(id) => setState({ channel: id, step: 'message' })}
          />
        )}
        {step === 'message' && number !== undefined && <MessageStep channel={number} onBack={() => goTo('number')} />}
        <Flow app={known} />
      </div>
      {known !== undefined && <WizardDoctor app={known} channel={number} />}
    </div>
  );
}

interface StepsProps {
  readonly step: WizardStep;
  readonly app: MetaApp | undefined;
  readonly channel: Channel | undefined;
  readonly goTo: (step: WizardStep) => void;
}

function Steps({ step, app, channel, goTo }: StepsProps) {
  const mask = useMask();
  const isDone: Readonly<Record<WizardStep, boolean>> = {
    app: app !== undefined,
    callback: app?.last_challenge_at != null,
    number: channel !== undefined,
    message: channel !== undefined && app?.last_signed_post_at != null,
  };
  const isOpen: Readonly<Record<WizardStep, boolean>> = {
    app: true,
    callback: app !== undefined,
    number: app !== undefined,
    message: channel !== undefined,
  };
  const lines: Readonly<Record<WizardStep, string>> = {
    ...words.lines,
    ...(app === undefined ? {} : { app: app.app_id }),
    ...(channel === undefined ? {} : { number: mask.phone(channel.display_phone_number) }),
  };
  return (
    <ol aria-label={words.steps} className="grid">
      {STEPS.map((one, index) => (
        <li key={one} aria-current={one === step ? 'step' : undefined} className="group relative pb-6">
          {index < STEPS.length - 1 && (
            <span aria-hidden="true" className="absolute top-7 bottom-1 left-3 w-px bg-line-strong" />
          )}
          <button
            type="button"
            disabled={!isOpen[one]}
            onClick={() => goTo(one)}
            className="flex w-full gap-3 rounded-2 text-left text-fg-2 enabled:hover:text-fg"
          >
            <StepMark number={index + 1} isDone={isDone[one]} isCurrent={one === step} />
            <span className="min-w-0">
              <span className={cx('block font-medium', one === step && 'text-fg')}>{words.names[one]}</span>
              <span className="num block text-12 [overflow-wrap:anywhere] text-fg-3">{lines[one]}</span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

interface StepMarkProps {
  readonly number: number;
  readonly isDone: boolean;
  readonly isCurrent: boolean;
}

function StepMark({ number, isDone, isCurrent }: StepMarkProps) {
  return (
    <span
      className={cx(
        'num grid size-6 flex-none place-items-center rounded-full text-12',
        isDone && 'bg-success-tint text-success',
        isCurrent && 'border-2 border-brass-mark font-semibold',
        isCurrent && !isDone && 'text-brass',
        !isCurrent && !isDone && 'border border-line-strong',
      )}
    >
      {isDone ? <Check aria-hidden="true" className="size-3.5" /> : number}
      {isDone && <span className="sr-only">{channelWords.doctor.states.ok}</span>}
    </span>
  );
}

/** It looks again whenever Meta has done something. */
function WizardDoctor({ app, channel }: { readonly app: MetaApp; readonly channel: Channel | undefined }) {
  const may = useMay();
  const refresh = useRefresh();
  const [dialog, setDialog] = useState<'token' | 'secret' | null>(null);
  const patient = channel === undefined ? `/v1/meta-apps/${app.id}` : `/v1/channels/${channel.id}`;
  const act = (action: NonNullable<Finding['action']>) => {
    if (action === 'subscribe_app') {
      return api.post(`/v1/meta-apps/${app.id}/subscribe`).then(() => refresh('/v1/meta-apps'));
    }
    if (action === 'connect' && channel !== undefined) {
      return api.post(`/v1/channels/${channel.id}/connect`).then(() => refresh('/v1/channels'));
    }
    setDialog(action === 'replace_token' ? 'token' : 'secret');
    return undefined;
  };
  const happened = [patient, app.last_challenge_at, app.last_signed_post_at, channel?.connection?.checked_at].join(' ');
  return (
    <>
      <DoctorPanel
        key={patient}
        patient={patient}
        runsOn={happened}
        act={act}
        actions={[
          ...(may('meta_apps.write') ? (['subscribe_app', 'rotate_app_secret'] as const) : []),
          ...(channel === undefined ? [] : (['connect', 'replace_token'] as const)),
        ]}
      />
      <SecretRotationDialog app={app} open={dialog === 'secret'} onClose={() => setDialog(null)} />
      {channel !== undefined && (
        <TokenDialog channel={channel} open={dialog === 'token'} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

/** More endpoints than this are not counted here. */
const COUNTED_MAX = 100;

function Flow({ app }: { readonly app: MetaApp | undefined }) {
  const may = useMay();
  const endpoints = useApi<PageOf<unknown>>(
    '/v1/endpoints',
    { limit: COUNTED_MAX },
    { enabled: may('endpoints.read') },
  );
  const count = endpoints.data?.data.length ?? 0;
  return (
    <Panel title={words.flow.title}>
      <ol className="flex flex-wrap items-center justify-between gap-2 text-12 text-fg-2">
        <li className="flex items-center gap-2.5">
          <Globe aria-hidden="true" className="size-4" strokeWidth={1.75} />
          <span>
            {words.flow.app}
            <b className="num block font-medium text-fg">{app?.app_id ?? words.flow.noApp}</b>
          </span>
        </li>
        <Arrow />
        <li className="flex items-center gap-2.5">
          <Horn className="size-6" />
          <span>
            {words.flow.posthorn}
            <b className="block font-medium text-fg">{words.flow.here}</b>
          </span>
        </li>
        <Arrow />
        <li className="flex items-center gap-2.5">
          <Webhook aria-hidden="true" className="size-4" strokeWidth={1.75} />
          <span>
            {words.flow.endpoints(count)}
            <b className="block font-medium text-fg">{words.flow.wanted}</b>
          </span>
        </li>
      </ol>
    </Panel>
  );
}

function Arrow() {
  return (
    <li aria-hidden="true" className="text-fg-3">
      <ArrowRight className="size-4" strokeWidth={1.75} />
    </li>
  );
}
