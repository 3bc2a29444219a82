import type { createdLinkView } from '@posthorn/server/control/portal/portal.routes.ts';
import { useState } from 'react';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useSending } from '../../lib/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { OneTimeLinkDialog } from '../../ui/one-time-link-dialog.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { apiKeyWords } from '../../words/api-keys.ts';
import { uiWords } from '../../words/ui.ts';

type Created = z.infer<typeof createdLinkView>;
type Lifetime = keyof typeof words.lifetimes;

const { portal: words } = apiKeyWords;
const FORM_ID = 'create-portal-link';
const LINK_LIFETIMES: readonly Lifetime[] = ['10m', '1h', '24h', '7d'];
const SESSION_LIFETIMES: readonly Lifetime[] = ['1h', '12h', '7d', '30d'];

const optionsOf = (lifetimes: readonly Lifetime[]) =>
  lifetimes.map((value) => ({ value, label: words.lifetimes[value] }));

/** Makes a portal link and shows it, this once. */
export function CreatePortalLinkDialog({ onClose }: { readonly onClose: () => void }) {
  const refresh = useRefresh();
  const [label, setLabel] = useState('');
  const [linkLifetime, setLinkLifetime] = useState<Lifetime>('1h');
  const [sessionLifetime, setSessionLifetime] = useState<Lifetime>('12h');
  const [created, setCreated] = useState<Created | null>(null);
  const { isSending, problem, send } = useSending();
  const create = () =>
    send(async () => {
      const body = { label: label.trim(), link_expires_in: linkLifetime, session_expires_in: sessionLifetime };
      setCreated(await api.post<Created>('/v1/portal-links', body));
      await refresh('/v1/portal-links');
    });
  if (created !== null) {
    return (
      <OneTimeLinkDialog
        title={words.shownTitle}
        once={words.shownOnce}
        url={created.url}
        copyLabel={words.copyLink}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.createTitle}
      actions={
        <>
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button kind="primary" type="submit" form={FORM_ID} waiting={isSending && words.creating}>
            {words.createAction}
          </Button>
        </>
      }
    >
      <p>{words.createBody}</p>
      <form
        id={FORM_ID}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Field label={words.label} hint={words.labelHint} error={problem?.field('label')}>
          <Input autoFocus maxLength={100} value={label} onChange={(event) => setLabel(event.target.value)} />
        </Field>
        <Field label={words.linkLifetime}>
          <Select value={linkLifetime} onChange={setLinkLifetime} options={optionsOf(LINK_LIFETIMES)} />
        </Field>
        <Field label={words.sessionLifetime}>
          <Select value={sessionLifetime} onChange={setSessionLifetime} options={optionsOf(SESSION_LIFETIMES)} />
        </Field>
        {problem !== null && problem.field('label') === null && (
          <p role="alert" className="text-danger">
            {describeProblem(problem)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
