import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { channelWords } from '../../words/channels.ts';

interface WizardFrameProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly children: ReactNode;
  readonly onBack?: () => void;
  /** Beside Back. */
  readonly extra?: ReactNode;
  /** The one primary button of the step. */
  readonly next?: ReactNode;
  readonly onSubmit?: () => void;
}

/** One step of the wizard: what to do, the form, the way back and the way on. */
export function WizardFrame({ title, text, children, onBack, extra, next, onSubmit }: WizardFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that led here is gone with its step: the keyboard goes on where the new one begins.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <form onSubmit={submit} aria-labelledby="step" className="grid gap-4 rounded-3 border border-line bg-panel p-5">
      <h2 id="step" ref={heading} tabIndex={-1} className="text-16 outline-none">
        {title}
      </h2>
      <p className="text-14 text-fg-2">{text}</p>
      {children}
      {(onBack !== undefined || extra !== undefined || next !== undefined) && (
        <footer className="flex flex-wrap items-center gap-2">
          {onBack !== undefined && <Button onClick={onBack}>{channelWords.wizard.back}</Button>}
          {extra}
          <span className="ml-auto flex items-center gap-2">
            <span className="text-12 text-fg-3 max-narrow:hidden">{channelWords.wizard.savedAsYouGo}</span>
            {next}
          </span>
        </footer>
      )}
    </form>
  );
}
