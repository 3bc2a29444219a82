import { useMutation } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useApiPages, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { channelWords } from '../../words/channels.ts';
import { SecretInput } from './channel-dialogs.tsx';
import type { MetaApp, MetaAppWithToken } from './channel-types.ts';
import { rememberVerifyToken } from './verify-tokens.ts';
import { WizardFrame } from './wizard-frame.tsx';

const words = channelWords.wizard.app;

/** Which app: one that is registered, or a new one. */
export function AppStep({ onDone }: { readonly onDone: (id: string) => void }) {
  const may = useMay();
  const refresh = useRefresh();
  const known = useApiPages<MetaApp>('/v1/meta-apps', { limit: 100 }, { enabled: may('meta_apps.read') });
  const real = known.items.filter(({ simulated }) => !simulated);
  const [appId, setAppId] = useState('');
  const [secret, setSecret] = useState('');
  const idempotencyKey = useRef(crypto.randomUUID());
  const registration = useMutation<MetaAppWithToken, ApiProblem>({
    mutationFn: () =>
      api.post<MetaAppWithToken>(
        '/v1/meta-apps',
        { app_id: appId.trim(), app_secret: secret.trim() },
        { idempotencyKey: idempotencyKey.current },
      ),
    onSuccess: async ({ id, verify_token }) => {
      if (verify_token !== undefined) rememberVerifyToken(id, verify_token);
      await refresh('/v1/meta-apps');
      onDone(id);
    },
    onError: ({ status }) => {
      // What was refused is not the same registration once it is mended; what got no answer is.
      if (status !== 0) idempotencyKey.current = crypto.randomUUID();
    },
  });
  const { error } = registration;
  return (
    <WizardFrame
      title={words.title}
      text={words.text}
      onSubmit={() => registration.mutate()}
      next={
        <Button
          kind="primary"
          type="submit"
          waiting={registration.isPending && words.saving}
          notAllowed={!may('meta_apps.write') && words.noRight}
        >
          {words.save}
          <ArrowRight aria-hidden="true" className="size-3.5" />
        </Button>
      }
    >
      {real.length > 0 && (
        <div className="grid gap-1.5">
          <h3 className="font-medium">{words.known}</h3>
          <ul className="grid gap-1.5">
            {real.map(({ id, app_id }) => (
              <li key={id} className="flex items-center gap-2 rounded-2 border border-line bg-sunken py-1 pr-1 pl-2.5">
                <code className="mono grow">{app_id}</code>
                <Button size="small" onClick={() => onDone(id)} aria-label={`${words.use}: ${app_id}`}>
                  {words.use}
                </Button>
              </li>
            ))}
          </ul>
          <h3 className="mt-2 font-medium">{words.other}</h3>
        </div>
      )}
      <Field label={words.appId} hint={words.appIdHint} error={error?.field('app_id')}>
        <Input
          required
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          value={appId}
          onChange={(event) => setAppId(event.target.value)}
          className="font-mono"
        />
      </Field>
      <Field label={words.appSecret} hint={words.appSecretHint} error={error?.field('app_secret')}>
        <SecretInput value={secret} onChange={setSecret} />
      </Field>
      {error !== null && error.fields.length === 0 && (
        <p role="alert" className="text-danger">
          {describeProblem(error)}
        </p>
      )}
    </WizardFrame>
  );
}
