import { useMutation } from '@tanstack/react-query';
import { ArrowRight, Check, CircleCheck, Clock, Zap } from 'lucide-react';
import { useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/details.tsx';
import { Banner } from '../../ui/panel.tsx';
import { Pill } from '../../ui/pill.tsx';
import { formatClock } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { channelWords } from '../../words/channels.ts';
import type { DoctorReport, MetaApp, MetaAppWithToken } from './channel-types.ts';
import { knownVerifyToken, rememberVerifyToken } from './verify-tokens.ts';
import { WizardFrame } from './wizard-frame.tsx';

const words = channelWords.wizard.callback;

/** As the server asks for them at Meta. */
const WANTED_FIELDS = [
  'messages',
  'calls',
  'message_template_status_update',
  'phone_number_quality_update',
  'account_update',
  'user_preferences',
] as const;

interface CallbackStepProps {
  readonly app: MetaApp;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** What to paste at Meta, and that Meta has asked. It ticks itself. */
export function CallbackStep({ app, onBack, onNext }: CallbackStepProps) {
  const may = useMay();
  const refresh = useRefresh();
  const url = app.callback_url ?? `${window.location.origin}${app.callback_path}`;
  const subscribing = useMutation<unknown, ApiProblem>({
    mutationFn: () => api.post(`/v1/meta-apps/${app.id}/subscribe`),
    onSuccess: async () => {
      await api.post(`/v1/meta-apps/${app.id}/doctor`);
      await refresh('/v1/meta-apps');
      toast.done(words.subscribed);
    },
    onError: (error) => toast.failed(words.subscribeFailed, error),
  });
  return (
    <WizardFrame
      title={words.title}
      text={
        <>
          {words.before}
          <b className="font-semibold text-fg">{words.place}</b>
          {words.between}
          <b className="font-semibold text-fg">{words.button}</b>
          {words.after}
        </>
      }
      onBack={onBack}
      onSubmit={onNext}
      extra={
        may('meta_apps.write') && (
          <Button icon={Zap} waiting={subscribing.isPending && words.subscribing} onClick={() => subscribing.mutate()}>
            {words.subscribe}
          </Button>
        )
      }
      next={
        <Button kind="primary" type="submit">
          {words.next}
          <ArrowRight aria-hidden="true" className="size-3.5" />
        </Button>
      }
    >
      <div className="grid gap-1.25">
        <span className="font-medium">{words.url}</span>
        <CopyField value={url} label={words.copyUrl} />
        {app.callback_url === null && (
          <p className="text-12 text-warning">
            <b>{words.noUrlTitle}</b> {words.noUrlText}
          </p>
        )}
      </div>
      <VerifyToken app={app} />
      <Challenge app={app} />
      <Fields app={app} />
    </WizardFrame>
  );
}

function VerifyToken({ app }: { readonly app: MetaApp }) {
  const may = useMay();
  const [token, setToken] = useState(() => knownVerifyToken(app.id));
  const making = useMutation<MetaAppWithToken, ApiProblem>({
    mutationFn: () => api.post<MetaAppWithToken>(`/v1/meta-apps/${app.id}/rotate-verify-token`),
    onSuccess: ({ verify_token = null }) => {
      if (verify_token !== null) rememberVerifyToken(app.id, verify_token);
      setToken(verify_token);
    },
    onError: (error) => toast.failed(words.newToken, error),
  });
  return (
    <div className="grid gap-1.25">
      <span className="font-medium">{words.token}</span>
      {token === null ? (
        <>
          <p className="text-12 text-fg-3">{words.tokenHidden}</p>
          {may('meta_apps.write') && (
            <span>
              <Button size="small" waiting={making.isPending && words.makingToken} onClick={() => making.mutate()}>
                {words.newToken}
              </Button>
            </span>
          )}
        </>
      ) : (
        <CopyField value={token} label={words.copyToken} />
      )}
    </div>
  );
}

function Challenge({ app }: { readonly app: MetaApp }) {
  if (app.last_challenge_at === null) {
    return (
      <Banner tone="pending" icon={Clock} title={words.waiting}>
        {words.waitingText}
      </Banner>
    );
  }
  const [time = ''] = formatClock(app.last_challenge_at).split('.');
  return (
    <Banner tone="success" icon={CircleCheck} title={words.answered(time)}>
      {words.answeredText}
    </Banner>
  );
}

function Fields({ app }: { readonly app: MetaApp }) {
  const report = useApi<DoctorReport>(`/v1/meta-apps/${app.id}/doctor`);
  const told = report.data?.findings.find(({ check }) => check === 'callback')?.measured.fields;
  const on = typeof told === 'string' ? told.split(', ') : null;
  const count = WANTED_FIELDS.filter((field) => on?.includes(field) === true).length;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{words.fields}</h3>
      <ul className="flex flex-wrap gap-1.5">
        {WANTED_FIELDS.map((field) => (
          <li key={field}>
            <Pill
              tone={on?.includes(field) === true ? 'success' : 'pending'}
              icon={on?.includes(field) === true ? Check : Clock}
            >
              <code className="mono">{field}</code>
            </Pill>
          </li>
        ))}
      </ul>
      <p className="text-12 text-fg-3">
        {on === null ? words.fieldsUnknown : words.fieldsOn(count, WANTED_FIELDS.length)}
      </p>
    </div>
  );
}
