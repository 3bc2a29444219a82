import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { toast } from '../../ui/toast.tsx';
import { endpointWords, receiverWords } from '../../words/endpoints.ts';
import { FORMATS, type Format } from '../endpoints/endpoint-types.ts';
import type { TestReceiver } from './receiver-types.ts';

const words = receiverWords;

/** Asks which formats, makes a test receiver of each, and leads to where they are watched. */
export function CreateReceivers({ onClose }: { readonly onClose: () => void }) {
  const [chosen, setChosen] = useState<readonly Format[]>(['standard']);
  const idempotencyKey = useRef(crypto.randomUUID());
  const refresh = useRefresh();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const create = async () => {
    if (chosen.length === 0) throw new Error(words.ask.none);
    const { data } = await api.post<{ data: readonly TestReceiver[] }>(
      '/v1/test-receivers',
      { formats: chosen },
      { idempotencyKey: idempotencyKey.current },
    );
    await refresh('/v1/test-receivers', '/v1/endpoints', '/v1/statistics');
    const [only, ...others] = data;
    const path = only !== undefined && others.length === 0 ? `/test-receivers/${only.id}` : '/test-receivers';
    void navigate({ to: pathOf(path) });
    toast.done(words.created(data.length));
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={words.ask.title}
      action={words.ask.action}
      waiting={words.ask.waiting}
      danger={false}
      run={create}
    >
      <p>{words.ask.text}</p>
      <fieldset className="min-w-0 border-0 p-0">
        <legend className="flex items-center gap-2 p-0 pb-2 font-medium text-fg">
          {words.ask.formats}
          <Button size="small" onClick={() => setChosen(chosen.length === FORMATS.length ? [] : FORMATS)}>
            {words.createAll}
          </Button>
        </legend>
        <div className="grid gap-2">
          {FORMATS.map((format) => (
            <Checkbox
              key={format}
              label={<span className="mono text-fg">{format}</span>}
              hint={endpointWords.form.formats[format]?.[1] ?? ''}
              checked={chosen.includes(format)}
              onChange={(isOn) => setChosen(isOn ? [...chosen, format] : chosen.filter((one) => one !== format))}
            />
          ))}
        </div>
      </fieldset>
    </ConfirmDialog>
  );
}
