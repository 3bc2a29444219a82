import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/details.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { endpointWords } from '../../words/endpoints.ts';

const words = endpointWords.secret;

interface SecretOnceProps {
  readonly secret: string;
  /** Told when the reader has stored it. */
  readonly onDone: () => void;
}

/** Shows a signing secret this once. It goes only when the reader says that it is stored. */
export function SecretOnce({ secret, onDone }: SecretOnceProps) {
  const [isStored, setIsStored] = useState(false);
  return (
    <Dialog
      open
      sticky
      size="form"
      title={words.once}
      onClose={() => {
        if (isStored) onDone();
      }}
      actions={
        <Button kind="primary" notAllowed={!isStored && words.storedFirst} onClick={onDone}>
          {words.done}
        </Button>
      }
    >
      <p>{words.onceText}</p>
      <CopyField value={secret} label={words.copy} />
      <Checkbox label={words.stored} checked={isStored} onChange={setIsStored} />
    </Dialog>
  );
}
