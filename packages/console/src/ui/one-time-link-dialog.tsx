import type { ReactNode } from 'react';
import { uiWords } from '../words/ui.ts';
import { Button } from './button.tsx';
import { CopyField } from './details.tsx';
import { Dialog } from './dialog.tsx';

interface OneTimeLinkDialogProps {
  readonly title: string;
  /** That it is shown only now, and for how long it is good. */
  readonly once: ReactNode;
  /** The link, or the key. */
  readonly url: string;
  readonly copyLabel?: string;
  readonly onClose: () => void;
}

/** Shows a link or a key this once. A stray click does not close it. */
export function OneTimeLinkDialog({ title, once, url, copyLabel = uiWords.copy, onClose }: OneTimeLinkDialogProps) {
  return (
    <Dialog
      open
      sticky
      size="form"
      onClose={onClose}
      title={title}
      actions={
        <Button kind="primary" onClick={onClose}>
          {uiWords.done}
        </Button>
      }
    >
      <p>{once}</p>
      <CopyField value={url} label={copyLabel} />
    </Dialog>
  );
}
