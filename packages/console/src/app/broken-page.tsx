import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/panel.tsx';
import { shellWords } from '../words/shell.ts';
import { uiWords } from '../words/ui.ts';

/** A page whose code failed: the rest of the console goes on. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  return (
    <Empty title={shellWords.brokenTitle} actions={<Button onClick={() => location.reload()}>{uiWords.reload}</Button>}>
      {shellWords.broken} <code className="mono block">{error instanceof Error ? error.message : String(error)}</code>
    </Empty>
  );
}

export function UnknownPage() {
  return (
    <Empty
      title={shellWords.notFoundTitle}
      actions={
        <a className="link" href="/">
          {shellWords.toOverview}
        </a>
      }
    >
      {shellWords.notFound}
    </Empty>
  );
}
