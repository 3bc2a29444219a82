import { useState } from 'react';
import { cx } from '../../lib/class-names.ts';
import { plural } from '../../lib/format.ts';
import { useApi } from '../../lib/queries.ts';
import { Code } from '../../ui/code.tsx';
import { Empty, Reading } from '../../ui/panel.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { FORMATS, type Format, type RenderedEvent } from './delivery-request.ts';

interface PayloadViewProps {
  /** Where the event is rendered: `/v1/deliveries/…/render` or `/v1/events/…/render`. */
  readonly path: string;
  /** The format that is shown first. */
  readonly first: Format;
  /** The format of the endpoint. Null: of none. */
  readonly ofEndpoint: Format | null;
}

const { payload } = deliveryWords;

/** An event as each of the six formats renders it. */
export function PayloadView({ path, first, ofEndpoint }: PayloadViewProps) {
  const [format, setFormat] = useState<Format>(first);
  const rendered = useApi<RenderedEvent>(path, { format }, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <div className="grid min-w-0 gap-2.5">
      <FormatSwitch path={path} value={format} onChange={setFormat} />
      <Reading query={rendered} rows={6}>
        {(event) =>
          event.body === null ? (
            <Empty title={deliveryWords.details.notExpressible}>{event.reason}</Empty>
          ) : (
            <>
              <p className="flex flex-wrap gap-x-3 text-12 text-fg-3">
                <span>
                  {payload.name} <code className="mono text-fg-2">{event.event_name}</code>
                </span>
                <span className="num">{plural(event.body_bytes ?? 0, 'byte')}</span>
                {format === ofEndpoint && <span className="text-brass">{payload.ofEndpoint}</span>}
              </p>
              <Code text={event.body} label={payload.label(format)} />
            </>
          )
        }
      </Reading>
    </div>
  );
}

interface FormatSwitchProps {
  readonly path: string;
  readonly value: Format;
  readonly onChange: (format: Format) => void;
}

/** The six formats. One that cannot express the event is dimmed, and says so. */
function FormatSwitch({ path, value, onChange }: FormatSwitchProps) {
  return (
    <div
      role="group"
      aria-label={payload.formats}
      className="flex overflow-x-auto rounded-2 border border-line bg-sunken p-0.5"
    >
      {FORMATS.map((format) => (
        <FormatButton key={format} path={path} format={format} isChosen={format === value} onChoose={onChange} />
      ))}
    </div>
  );
}

interface FormatButtonProps {
  readonly path: string;
  readonly format: Format;
  readonly isChosen: boolean;
  readonly onChoose: (format: Format) => void;
}

function FormatButton({ path, format, isChosen, onChoose }: FormatButtonProps) {
  const { data } = useApi<RenderedEvent>(path, { format }, { staleTime: Number.POSITIVE_INFINITY });
  const cannot = data?.expressible === false;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={cannot ? payload.cannot : undefined}
      onClick={() => onChoose(format)}
      className={cx(
        'mono h-6.5 flex-1 rounded-1 px-2 text-12 whitespace-nowrap pointer-coarse:h-10',
        isChosen ? 'bg-raised text-fg shadow-1' : 'hover:text-fg',
        cannot ? 'text-fg-3 line-through' : !isChosen && 'text-fg-2',
      )}
    >
      {format}
      {cannot && <span className="sr-only"> ({payload.cannot})</span>}
    </button>
  );
}
