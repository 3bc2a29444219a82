import type { createdApiKeyView } from '@posthorn/server/control/api-keys/api-keys.routes.ts';
import type { Scope } from '@posthorn/server/domain/permissions.ts';
import { useRef, useState } from 'react';
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

type Created = z.infer<typeof createdApiKeyView>;
type Lifetime = keyof typeof apiKeyWords.lifetimes;

const FORM_ID = 'create-key';
const SCOPES: readonly Scope[] = ['read', 'write', 'admin'];
const LIFETIMES: readonly Lifetime[] = ['never', '30d', '90d', '365d'];

/** Makes a key and shows it, this once. */
export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const refresh = useRefresh();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('write');
  const [lifetime, setLifetime] = useState<Lifetime>('never');
  const [created, setCreated] = useState<Created | null>(null);
  const { isSending, problem, send } = useSending();
  const idempotencyKey = useRef(crypto.randomUUID());
  const create = () =>
    send(async () => {
      const body = { name: name.trim(), scope, ...(lifetime === 'never' ? {} : { expires_in: lifetime }) };
      setCreated(await api.post<Created>('/v1/api-keys', body, { idempotencyKey: idempotencyKey.current }));
      await refresh('/v1/api-keys');
    });
  if (created !== null) {
    return (
      <OneTimeLinkDialog
        title={apiKeyWords.shownTitle}
        once={apiKeyWords.shownOnce}
        url={created.key}
        copyLabel={apiKeyWords.copyKey}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={apiKeyWords.createTitle}
      actions={
        <>
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button kind="primary" type="submit" form={FORM_ID} waiting={isSending && apiKeyWords.creating}>
            {apiKeyWords.createAction}
          </Button>
        </>
      }
    >
      <form
        id={FORM_ID}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          // What was changed since the last try is another request.
          if (problem !== null) idempotencyKey.current = crypto.randomUUID();
          void create();
        }}
      >
        <Field label={apiKeyWords.name} hint={apiKeyWords.nameHint} error={problem?.field('name')}>
          <Input autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={apiKeyWords.scope} hint={apiKeyWords.scopes[scope]}>
          <Select value={scope} onChange={setScope} options={SCOPES.map((value) => ({ value, label: value }))} />
        </Field>
        <Field label={apiKeyWords.lifetime}>
          <Select
            value={lifetime}
            onChange={setLifetime}
            options={LIFETIMES.map((value) => ({ value, label: apiKeyWords.lifetimes[value] }))}
          />
        </Field>
        {problem !== null && problem.field('name') === null && (
          <p role="alert" className="text-danger">
            {describeProblem(problem)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
