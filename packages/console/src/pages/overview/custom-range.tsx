import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { overviewWords as words } from '../../words/overview.ts';
import { type PageRange, readRange } from './time-range.ts';

/** Asks for a time from and until. */
export function CustomRange({ range, onClose }: { readonly range: PageRange; readonly onClose: () => void }) {
  const nowMs = Date.now();
  const [from, setFrom] = useState(toField(range.query.since ?? new Date(nowMs - 7_200_000).toISOString()));
  const [until, setUntil] = useState(toField(range.query.until ?? new Date(nowMs).toISOString()));
  const chosen = readRange(from, until);
  const [isTried, setIsTried] = useState(false);
  const isWrong = isTried && (chosen === null || chosen.sinceMs >= nowMs);
  const show = () => {
    setIsTried(true);
    if (chosen === null || chosen.sinceMs >= nowMs) return;
    range.chooseCustom(chosen);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.customTitle}
      actions={
        <Button kind="primary" onClick={show}>
          {words.show}
        </Button>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <Field label={words.from}>
          <Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label={words.until} error={isWrong && words.rangeWrong}>
          <Input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}

/** A time as `datetime-local` wants it: in the reader's timezone, to the minute. */
function toField(at: unknown): string {
  const date = new Date(String(at));
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
