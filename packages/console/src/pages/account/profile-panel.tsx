import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { SESSION_KEY, type Session, useSession } from '../../lib/session.ts';
import { useSending } from '../../lib/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/pill.tsx';
import { toast } from '../../ui/toast.tsx';
import { accountWords } from '../../words/account.ts';

/** Who one is here, and in which workspaces as what. */
export function ProfilePanel() {
  const { member, workspaces } = useSession();
  const client = useQueryClient();
  const [name, setName] = useState(member?.name ?? '');
  const { isSending, problem, send } = useSending();
  const save = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      const session = await api.patch<Session>('/v1/session/member', { name });
      client.setQueryData(SESSION_KEY, session);
      toast.done(accountWords.saved);
    });
  };
  return (
    <Panel title={accountWords.profile}>
      <form className="grid max-w-96 gap-3" onSubmit={save}>
        <Field label={accountWords.name} hint={accountWords.nameHint} error={fieldOrAll(problem, 'name')}>
          <Input name="name" autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div>
          <Button type="submit" waiting={isSending && accountWords.saving}>
            {accountWords.save}
          </Button>
        </div>
      </form>
      <Details
        className="mt-4"
        rows={[
          [accountWords.email, member?.email],
          [
            accountWords.workspaces,
            <ul key="workspaces" className="grid gap-1">
              {workspaces.map((workspace) => (
                <li key={workspace.id} className="flex items-center gap-2">
                  {workspace.name} <Tag>{workspace.role}</Tag>
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      {member?.is_operator === true && <p className="mt-3 text-12 text-fg-3">{accountWords.operator}</p>}
    </Panel>
  );
}

/** What is wrong with that field; when nothing is said of it, what is wrong at all. */
function fieldOrAll(problem: ApiProblem | null, name: string): string | null {
  return problem === null ? null : (problem.field(name) ?? problem.message);
}
