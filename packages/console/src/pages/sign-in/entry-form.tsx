import { type FormEvent, type ReactNode, useState } from 'react';
import { ApiProblem } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { describeProblem } from '../../ui/panel.tsx';

interface EntryFormProps {
  readonly action: string;
  readonly waiting: string;
  /** What is wrong is told by the form itself. */
  readonly isTold: (problem: ApiProblem) => boolean;
  readonly send: () => Promise<void>;
  readonly onProblem: (problem: ApiProblem | null) => void;
  readonly children: ReactNode;
}

/** A form of a few fields and one button, which is sent once at a time. */
export function EntryForm({ action, waiting, isTold, send, onProblem, children }: EntryFormProps) {
  const [isSending, setIsSending] = useState(false);
  const [untold, setUntold] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    setIsSending(true);
    setUntold(null);
    onProblem(null);
    try {
      await send();
    } catch (error) {
      if (error instanceof ApiProblem) onProblem(error);
      if (!(error instanceof ApiProblem && isTold(error))) setUntold(error);
    } finally {
      setIsSending(false);
    }
  };
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)} noValidate>
      {children}
      {untold !== null && (
        <p role="alert" className="text-12 text-danger">
          {describeProblem(untold)}
        </p>
      )}
      <Button kind="primary" type="submit" className="min-h-9 pointer-coarse:min-h-11" waiting={isSending && waiting}>
        {action}
      </Button>
    </form>
  );
}
