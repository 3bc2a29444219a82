import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input, TextArea } from '../../ui/field.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { describeProblem, Panel } from '../../ui/panel.tsx';
import { simulatorWords } from '../../words/simulator.ts';
import type { Said } from './simulator-types.ts';

const words = simulatorWords.write;
/** A number that nobody has: the German range for films and games. */
const MADE_UP_NUMBER = '+4915170099001';

interface Person {
  readonly name: string;
  readonly from: string;
}

/** Writes as a person who is made up. */
export function MessageBox() {
  const refresh = useRefresh();
  const [person, setPerson] = useState<Person>({ name: words.defaultName, from: MADE_UP_NUMBER });
  const [text, setText] = useState<string>(words.defaultText);
  const [reply, setReply] = useState('');
  const sending = useMutation<Said, ApiProblem>({
    mutationFn: () =>
      api.post<Said>('/v1/simulator/message', {
        ...person,
        text,
        reply: reply.trim() === '' ? null : reply.trim(),
      }),
    onSuccess: () => refresh('/v1/simulator', '/v1/events', '/v1/conversations', '/v1/contacts'),
  });
  const { error, data } = sending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  return (
    <Panel title={words.title}>
      <form onSubmit={submit} className="grid gap-3">
        <div className="grid grid-cols-2 gap-3">
          <Field label={words.name} error={error?.field('name')}>
            <Input
              required
              value={person.name}
              onChange={(event) => setPerson({ ...person, name: event.target.value })}
            />
          </Field>
          <Field label={words.from} error={error?.field('from')}>
            <Input
              required
              inputMode="tel"
              value={person.from}
              onChange={(event) => setPerson({ ...person, from: event.target.value })}
              className="num"
            />
          </Field>
        </div>
        <Field label={words.text} error={error?.field('text')}>
          <TextArea required rows={2} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Field label={words.reply} hint={words.replyHint} error={error?.field('reply')}>
          <Input value={reply} onChange={(event) => setReply(event.target.value)} />
        </Field>
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="primary" type="submit" waiting={sending.isPending && words.sending}>
            {words.send}
          </Button>
          <span role="status" className="text-12">
            {data?.accepted === true && <span className="text-success">{words.sent}</span>}
            {data !== undefined && !data.accepted && (
              <span className="text-danger">{words.refused(String(data.status ?? '–'))}</span>
            )}
          </span>
          {data?.accepted === true && (
            <span className="ml-auto">
              <LinkButton size="small" to="/inbox">
                {words.toInbox}
              </LinkButton>
            </span>
          )}
        </div>
        {error !== null && error.fields.length === 0 && (
          <p role="alert" className="text-danger">
            {words.failed} {describeProblem(error)}
          </p>
        )}
      </form>
    </Panel>
  );
}
