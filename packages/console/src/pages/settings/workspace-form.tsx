import type { workspaceView } from '@posthorn/server/control/workspaces/workspace-schemas.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type * as z from 'zod';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useRefresh, useTaggedApi } from '../../lib/queries.ts';
import { SESSION_KEY, useMay, useWorkspace } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Details, Id } from '../../ui/details.tsx';
import { Field, Input, Switch, TextArea } from '../../ui/field.tsx';
import { describeProblem, Panel, Reading } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { settingsWords } from '../../words/settings.ts';

const words = settingsWords.workspace;

type Workspace = z.infer<typeof workspaceView>;

/** The workspace's own settings: its owners and admins change them, everybody sees them. */
export function WorkspaceForm() {
  const { id } = useWorkspace();
  const query = useTaggedApi<Workspace>(`/v1/workspaces/${id}`);
  return (
    <Panel title={words.title}>
      <Reading query={query}>
        {({ body, etag }) => <Form key={etag} workspace={body} etag={etag} reload={() => void query.refetch()} />}
      </Reading>
    </Panel>
  );
}

interface FormProps {
  readonly workspace: Workspace;
  readonly etag: string | null;
  readonly reload: () => void;
}

interface Draft {
  readonly name: string;
  readonly contacts: boolean;
  readonly optOut: string;
  readonly optIn: string;
  readonly country: string;
}

function Form({ workspace, etag, reload }: FormProps) {
  const may = useMay();
  const client = useQueryClient();
  const refresh = useRefresh();
  const before = toDraft(workspace);
  const [draft, setDraft] = useState(before);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(before);
  const saving = useMutation<Workspace, ApiProblem>({
    mutationFn: () =>
      api.patch<Workspace>(`/v1/workspaces/${workspace.id}`, toBody(draft), etag === null ? {} : { ifMatch: etag }),
    onSuccess: async () => {
      await Promise.all([refresh('/v1/workspaces'), client.invalidateQueries({ queryKey: SESSION_KEY })]);
      toast.done(words.saved);
    },
  });
  const { error } = saving;
  const mayChange = may('workspace.write');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <fieldset disabled={!mayChange} className="grid gap-4">
        <Field label={words.name} error={error?.field('name')}>
          <Input required maxLength={100} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <div className="grid grid-cols-2 gap-4 max-narrow:grid-cols-1">
          <Field label={words.optOut} hint={words.optOutHint} error={listProblem(error, 'opt_out_words')}>
            <TextArea rows={3} value={draft.optOut} onChange={(event) => set({ optOut: event.target.value })} />
          </Field>
          <Field label={words.optIn} hint={words.optInHint} error={listProblem(error, 'opt_in_words')}>
            <TextArea rows={3} value={draft.optIn} onChange={(event) => set({ optIn: event.target.value })} />
          </Field>
        </div>
        <Field label={words.country} hint={words.countryHint} error={error?.field('settings/default_country')}>
          <Input
            maxLength={2}
            autoComplete="off"
            value={draft.country}
            onChange={(event) => set({ country: event.target.value.toUpperCase() })}
            className="max-w-24 font-mono"
          />
        </Field>
        <Switch
          label={words.contacts}
          hint={words.contactsHint}
          checked={draft.contacts}
          disabled={!mayChange}
          onChange={(checked) => set({ contacts: checked })}
        />
      </fieldset>
      {error !== null && error.fields.length === 0 && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-danger">
          {error.status === 412 ? words.changed : describeProblem(error)}
          {error.status === 412 && (
            <Button size="small" onClick={reload}>
              {words.reload}
            </Button>
          )}
        </p>
      )}
      <div className="flex items-center gap-3">
        <Button
          kind={isChanged && mayChange ? 'primary' : 'plain'}
          type="submit"
          waiting={saving.isPending && words.saving}
          notAllowed={!mayChange && words.noRight}
        >
          {words.save}
        </Button>
        {isChanged && mayChange && <span className="text-12 text-fg-3">{words.unsaved}</span>}
      </div>
      <Details
        className="items-baseline border-t border-line-soft pt-3 text-12"
        rows={[
          [
            words.subdomain,
            <Id key="path" id={`/api/v1/${workspace.subdomain}`} label={words.copy(words.subdomain)} whole />,
          ],
          [words.accountId, <Id key="account" id={workspace.account_id} label={words.copy(words.accountId)} whole />],
        ]}
      />
    </form>
  );
}

function toDraft({ name, settings }: Workspace): Draft {
  return {
    name,
    contacts: settings.auto_create_contacts,
    optOut: settings.opt_out_words.join('\n'),
    optIn: settings.opt_in_words.join('\n'),
    country: settings.default_country ?? '',
  };
}

function toBody({ name, contacts, optOut, optIn, country }: Draft) {
  return {
    name,
    settings: {
      auto_create_contacts: contacts,
      opt_out_words: toList(optOut),
      opt_in_words: toList(optIn),
      default_country: country.trim() === '' ? null : country.trim(),
    },
  };
}

function toList(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is wrong with a list, or with one of its words. */
function listProblem(error: ApiProblem | null, field: string): string | undefined {
  return error?.fields.find(({ pointer }) => pointer.startsWith(`/settings/${field}`))?.message;
}
