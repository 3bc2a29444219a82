import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { channelWords } from '../../words/channels.ts';
import { uiWords } from '../../words/ui.ts';
import type { Channel, MetaApp } from './channel-types.ts';

interface TokenDialogProps {
  readonly channel: Channel;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks for a new access token and gives it to the channel, which is connected anew with it. */
export function TokenDialog({ channel, open, onClose }: TokenDialogProps) {
  const words = channelWords.token;
  const refresh = useRefresh();
  const [token, setToken] = useState('');
  const saving = useMutation<Channel, ApiProblem>({
    mutationFn: () => api.patch<Channel>(`/v1/channels/${channel.id}`, { access_token: token.trim() }),
    onSuccess: async ({ connection }) => {
      await refresh('/v1/channels');
      close();
      if (connection?.state === 'connected') toast.done(words.saved, channelWords.one.connected);
      else toast.done(words.saved, channelWords.one.connectFailed);
    },
  });
  const close = () => {
    setToken('');
    saving.reset();
    onClose();
  };
  return (
    <SecretDialog
      {...{ open, title: words.title, text: words.text, save: words.save, waiting: saving.isPending && words.saving }}
      onClose={close}
      onSave={() => saving.mutate()}
      error={saving.error}
    >
      <Field label={words.label} hint={words.hint} error={saving.error?.field('access_token')}>
        <SecretInput value={token} onChange={setToken} />
      </Field>
    </SecretDialog>
  );
}

interface SecretRotationProps {
  readonly app: MetaApp;
  readonly open: boolean;
  readonly onClose: () => void;
}

const KEEP_SECONDS = { forever: undefined, hour: 3_600, day: 86_400, none: 0 } as const;
type Keep = keyof typeof KEEP_SECONDS;

/** Adds an app secret. Those before it go on verifying as long as is chosen. */
export function SecretRotationDialog({ app, open, onClose }: SecretRotationProps) {
  const words = channelWords.secret;
  const refresh = useRefresh();
  const [secret, setSecret] = useState('');
  const [keep, setKeep] = useState<Keep>('day');
  const saving = useMutation<MetaApp, ApiProblem>({
    mutationFn: () =>
      api.post<MetaApp>(`/v1/meta-apps/${app.id}/rotate-secret`, {
        app_secret: secret.trim(),
        keep_previous_seconds: KEEP_SECONDS[keep],
      }),
    onSuccess: async ({ app_secret_count }) => {
      await refresh('/v1/meta-apps');
      close();
      toast.done(words.saved(app_secret_count));
    },
  });
  const close = () => {
    setSecret('');
    saving.reset();
    onClose();
  };
  const options = (['day', 'hour', 'forever', 'none'] as const).map((value) => ({ value, label: words.keeps[value] }));
  return (
    <SecretDialog
      {...{ open, title: words.title, text: words.text, save: words.save, waiting: saving.isPending && words.saving }}
      onClose={close}
      onSave={() => saving.mutate()}
      error={saving.error}
    >
      <Field label={words.label} hint={words.hint} error={saving.error?.field('app_secret')}>
        <SecretInput value={secret} onChange={setSecret} />
      </Field>
      <Field label={words.keep}>
        <Select<Keep> value={keep} onChange={setKeep} options={options} />
      </Field>
    </SecretDialog>
  );
}

interface SecretInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A field for what nobody beside should read. Browsers must not offer to remember it. */
export function SecretInput({ value, onChange }: SecretInputProps) {
  return (
    <Input
      type="password"
      autoComplete="new-password"
      spellCheck={false}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="font-mono"
    />
  );
}

interface SecretDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  readonly save: string;
  readonly waiting: string | false;
  readonly onClose: () => void;
  readonly onSave: () => void;
  readonly error: ApiProblem | null;
  readonly children: ReactNode;
}

const FORM_ID = 'secret-form';

function SecretDialog({ open, title, text, save, waiting, onClose, onSave, error, children }: SecretDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button kind="primary" type="submit" form={FORM_ID} waiting={waiting}>
            {save}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      <form id={FORM_ID} onSubmit={submit} className="grid gap-3 text-fg">
        {children}
      </form>
      {error !== null && error.fields.length === 0 && (
        <p role="alert" className="text-danger">
          {describeProblem(error)}
        </p>
      )}
    </Dialog>
  );
}
