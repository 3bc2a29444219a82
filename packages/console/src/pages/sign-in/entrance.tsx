import { type ReactNode, useEffect } from 'react';
import { Horn } from '../../ui/horn.tsx';
import { shellWords } from '../../words/shell.ts';
import { signInWords } from '../../words/sign-in.ts';

interface EntranceProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** Every way in: a form on the left, and on the right one delivery, drawn. */
export function Entrance({ title, lead, children }: EntranceProps) {
  useEffect(() => {
    document.title = shellWords.title(title);
  }, [title]);
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,30rem)_minmax(0,1fr)] bg-panel max-wide:grid-cols-1">
      <main className="flex flex-col px-12 pt-[clamp(2rem,16vh,9rem)] pb-8 max-narrow:px-6">
        <div className="mx-auto w-full max-w-96 wide:max-w-none">
          <p className="mb-8 flex items-center gap-3 text-16 font-semibold">
            <Horn className="size-7" />
            Posthorn
          </p>
          <h1 className="text-20">{title}</h1>
          {lead !== undefined && <p className="mt-1 text-14 text-fg-2">{lead}</p>}
          <div className="mt-6">{children}</div>
        </div>
        <p className="mx-auto mt-auto flex w-full max-w-96 gap-2 pt-10 text-12 text-fg-3 wide:max-w-none">
          <a className="link" href="/healthz">
            {signInWords.health}
          </a>
          <span aria-hidden="true">·</span>
          <a className="link" href="/docs/api">
            {signInWords.docs}
          </a>
        </p>
      </main>
      <aside
        aria-label={signInWords.artLabel}
        className="relative overflow-hidden border-l border-line bg-canvas max-wide:hidden"
      >
        <DeliveryDrawn />
        <p className="absolute bottom-8 left-8 text-12 text-fg-2">{signInWords.artCaption}</p>
      </aside>
    </div>
  );
}

/** The mark on the lines of its notation: what comes out of it is two failures, one unknown outcome, and a success. */
function DeliveryDrawn() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 720 900"
      preserveAspectRatio="xMidYMid slice"
      className="absolute inset-0 size-full"
      fill="none"
    >
      <path d="M-400 400H1120M-400 434H1120M-400 468H1120M-400 502H1120M-400 536H1120" className="stroke-line" />
      <g className="stroke-brass-mark" strokeWidth="1.6">
        <path d="M96 432v40M96 452H330" />
        <circle cx="250" cy="540" r="88" />
        <path d="M330 452c74 0 128-38 168-108v216c-40-70-94-108-168-108Z" />
      </g>
      <g strokeWidth="2">
        <path
          d="M532.8 460.8l14.4 14.4M547.2 460.8l-14.4 14.4M576.8 426.8l14.4 14.4M591.2 426.8l-14.4 14.4"
          className="stroke-danger"
        />
        <path d="M632 493.4l8.6 8.6l-8.6 8.6l-8.6 -8.6z" className="stroke-warning" />
        <circle cx="684" cy="400" r="8" className="fill-success" />
      </g>
    </svg>
  );
}
