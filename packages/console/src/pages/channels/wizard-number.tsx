import { useMutation } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useRefresh } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { channelWords } from '../../words/channels.ts';
import { SecretInput } from './channel-dialogs.tsx';
import type { Channel, Discovered, MetaApp } from './channel-types.ts';
import { WizardFrame } from './wizard-frame.tsx';

const words = channelWords.wizard.number;

interface NumberStepProps {
  readonly app: MetaApp;
  readonly onBack: () => void;
  readonly onAdded: (channelId: string) => void;
}

/** Looks up the numbers of an account with a token, and connects the one that is chosen. */
export function NumberStep({ app, onBack, onAdded }: NumberStepProps) {
  const [wabaId, setWabaId] = useState('');
  const [token, setToken] = useState('');
  const looking = useMutation<Discovered, ApiProblem>({
    mutationFn: () =>
      api.post<Discovered>('/v1/channels/discover', { waba_id: wabaId.trim(), access_token: token.trim() }),
  });
  const found = looking.data;
  if (found !== undefined) {
    return <Choice app={app} found={found} token={token.trim()} onAgain={looking.reset} onAdded={onAdded} />;
  }
  const { error } = looking;
  return (
    <WizardFrame
      title={words.title}
      text={words.text}
      onBack={onBack}
      onSubmit={() => looking.mutate()}
      next={
        <Button kind="primary" type="submit" waiting={looking.isPending && words.looking}>
          {words.look}
        </Button>
      }
    >
      <Field label={words.waba} hint={words.wabaHint} error={error?.field('waba_id')}>
        <Input
          required
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          value={wabaId}
          onChange={(event) => setWabaId(event.target.value)}
          className="font-mono"
        />
      </Field>
      <Field label={words.token} hint={words.tokenHint} error={error?.field('access_token')}>
        <SecretInput value={token} onChange={setToken} />
      </Field>
      {error !== null && error.fields.length === 0 && (
        <p role="alert" className="text-danger">
          {describeProblem(error)}
        </p>
      )}
    </WizardFrame>
  );
}

interface ChoiceProps {
  readonly app: MetaApp;
  readonly found: Discovered;
  readonly token: string;
  readonly onAgain: () => void;
  readonly onAdded: (channelId: string) => void;
}

function Choice({ app, found, token, onAgain, onAdded }: ChoiceProps) {
  const refresh = useRefresh();
  const mask = useMask();
  const free = found.numbers.filter(({ channel_id }) => channel_id === null);
  const [chosenId, setChosenId] = useState(free[0]?.phone_number_id ?? '');
  const idempotencyKey = useRef(crypto.randomUUID());
  const chosen = free.find(({ phone_number_id }) => phone_number_id === chosenId);
  const adding = useMutation<Channel, ApiProblem>({
    mutationFn: () =>
      api.post<Channel>(
        '/v1/channels',
        {
          meta_app_id: app.id,
          waba_id: found.waba_id,
          phone_number_id: chosen?.phone_number_id,
          display_phone_number: chosen?.display_phone_number,
          access_token: token,
        },
        { idempotencyKey: idempotencyKey.current },
      ),
    onSuccess: async (channel) => {
      await refresh('/v1/channels', '/v1/statistics/channels', '/v1/setup');
      if (channel.connection?.state === 'failed') toast.done(words.failed, words.failedText);
      onAdded(channel.id);
    },
    onError: ({ status }) => {
      if (status !== 0) idempotencyKey.current = crypto.randomUUID();
    },
  });
  return (
    <WizardFrame
      title={words.numbers(found.name ?? found.waba_id)}
      text={found.numbers.length === 0 ? words.none : words.title}
      onBack={onAgain}
      onSubmit={() => adding.mutate()}
      next={
        <Button
          kind="primary"
          type="submit"
          waiting={adding.isPending && words.adding}
          notAllowed={chosen === undefined && words.choose}
        >
          {words.add}
          <ArrowRight aria-hidden="true" className="size-3.5" />
        </Button>
      }
    >
      <fieldset className="grid gap-1.5">
        <legend className="sr-only">{words.title}</legend>
        {found.numbers.map((number) => (
          <label
            key={number.phone_number_id}
            className="flex items-center gap-2.5 rounded-2 border border-line bg-sunken px-2.5 py-2 has-checked:border-line-strong has-checked:bg-selected"
          >
            <input
              type="radio"
              name="number"
              disabled={number.channel_id !== null}
              checked={number.phone_number_id === chosenId}
              onChange={() => {
                idempotencyKey.current = crypto.randomUUID();
                setChosenId(number.phone_number_id);
              }}
            />
            <span className="num font-medium">{mask.phone(number.display_phone_number)}</span>
            <span className="text-fg-2">{number.verified_name}</span>
            {number.channel_id !== null && <span className="ml-auto text-12 text-fg-3">{words.taken}</span>}
          </label>
        ))}
      </fieldset>
      {adding.error !== null && (
        <p role="alert" className="text-danger">
          {describeProblem(adding.error)}
        </p>
      )}
    </WizardFrame>
  );
}
