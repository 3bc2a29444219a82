import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api } from '../../lib/api.ts';
import { useNow } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/format.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/details.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import type { Endpoint, RotatedSecret } from './endpoint-types.ts';
import { SecretOnce } from './secret-once.tsx';

const words = endpointWords.secret;
type Asked = 'rotate' | 'drop' | null;

/** The signing secrets in use, by their last characters, and how to replace them. */
export function SecretPanel({ endpoint }: { readonly endpoint: Endpoint }) {
  const [asked, setAsked] = useState<Asked>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const refresh = useRefresh();
  const may = useMay();
  const { current, previous } = endpoint.secrets;
  const path = `/v1/endpoints/${endpoint.id}`;
  return (
    <Panel
      title={words.title}
      aside={
        previous !== null && (
          <Pill tone="pending" icon={RefreshCw}>
            {words.rotating}
          </Pill>
        )
      }
    >
      <div className="grid gap-2.5">
        <div className="grid gap-1">
          <Hint hint={current.hint} />
          <p className="text-12 text-fg-3">
            {current.since === null ? (
              words.sinceUnknown
            ) : (
              <>
                {previous === null ? words.since : words.newSince} <Time at={current.since} />
              </>
            )}
          </p>
        </div>
        {previous !== null && (
          <Overlap
            previous={previous}
            sinceAt={current.since}
            onOver={() => void refresh(path)}
            isSingle={endpoint.format !== 'standard' && endpoint.format !== 'cloudevents'}
          />
        )}
        {endpoint.signing_public_key !== undefined && (
          <div className="grid gap-1">
            <span className="text-12 text-fg-3">{words.publicKey}</span>
            <CopyField value={endpoint.signing_public_key} label={words.copyPublicKey} />
          </div>
        )}
        {may('endpoints.write') && (
          <div className="flex flex-wrap gap-2">
            {previous !== null && (
              <Button size="small" kind="danger" onClick={() => setAsked('drop')}>
                {words.drop}
              </Button>
            )}
            <Button size="small" icon={RefreshCw} onClick={() => setAsked('rotate')}>
              {words.rotate}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        open={asked === 'drop'}
        onClose={() => setAsked(null)}
        title={words.dropAsk.title}
        action={words.dropAsk.action}
        waiting={words.dropAsk.waiting}
        run={async () => {
          await api.post(`${path}/drop-old-secret`);
          await refresh(path);
        }}
      >
        <p>{words.dropAsk.text}</p>
      </ConfirmDialog>
      <RotateDialog
        open={asked === 'rotate'}
        isRotating={previous !== null}
        onClose={() => setAsked(null)}
        rotate={async (body) => {
          const rotated = await api.post<RotatedSecret>(`${path}/rotate-secret`, body, {
            idempotencyKey: crypto.randomUUID(),
          });
          setFresh(rotated.signing_secret);
          await refresh(path);
        }}
      />
      {fresh !== null && <SecretOnce secret={fresh} onDone={() => setFresh(null)} />}
    </Panel>
  );
}

function Hint({ hint, isOld = false }: { readonly hint: string; readonly isOld?: boolean }) {
  return (
    <span
      className={`flex h-8.5 items-center rounded-2 border bg-sunken px-2.5 ${isOld ? 'border-dashed border-line-strong text-fg-3' : 'border-line'}`}
    >
      <code className="mono truncate">{`${'•'.repeat(20)}${hint.replaceAll('*', '')}`}</code>
    </span>
  );
}

interface OverlapProps {
  readonly previous: NonNullable<Endpoint['secrets']['previous']>;
  readonly sinceAt: string | null;
  readonly onOver: () => void;
  /** The format has one signature of its own. */
  readonly isSingle: boolean;
}

function Overlap({ previous, sinceAt, onOver, isSingle }: OverlapProps) {
  const nowMs = useNow();
  const untilMs = Date.parse(previous.until);
  const leftMs = Math.max(0, untilMs - nowMs);
  const isOver = leftMs === 0;
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver, onOver]);
  const wholeMs = sinceAt === null ? leftMs : untilMs - Date.parse(sinceAt);
  const share = wholeMs <= 0 ? 0 : Math.min(1, leftMs / wholeMs);
  const left = isOver ? words.over : formatDuration(leftMs < 60_000 ? Math.floor(leftMs / 1_000) * 1_000 : leftMs);
  return (
    <div className="grid gap-1.5">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2">
        <Hint hint={previous.hint} isOld />
        <span className="num text-12 font-medium text-pending">{left}</span>
      </div>
      <div
        role="progressbar"
        aria-label={words.left}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={left}
        className="h-1 overflow-hidden rounded-full bg-active"
      >
        <span className="block h-full bg-chart-wait" style={{ width: `${share * 100}%` }} />
      </div>
      <p className="text-12 text-fg-2">
        {words.bothUntil} <Time at={previous.until} due={words.over} />. {isSingle && words.singleNote}
      </p>
    </div>
  );
}

interface RotateDialogProps {
  readonly open: boolean;
  readonly isRotating: boolean;
  readonly onClose: () => void;
  readonly rotate: (body: Readonly<Record<string, unknown>>) => Promise<void>;
}

function RotateDialog({ open, isRotating, onClose, rotate }: RotateDialogProps) {
  const [overlap, setOverlap] = useState('86400');
  const [secret, setSecret] = useState('');
  const ask = words.rotateAsk;
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={ask.title}
      action={ask.action}
      waiting={ask.waiting}
      danger={false}
      run={() => rotate({ overlap_seconds: Number(overlap), ...(secret === '' ? {} : { secret }) })}
    >
      <p>{ask.text}</p>
      {isRotating && <p className="text-warning">{ask.again}</p>}
      <Field label={ask.overlap}>
        <Select
          value={overlap}
          onChange={setOverlap}
          options={Object.entries(words.overlaps).map(([value, label]) => ({ value, label }))}
        />
      </Field>
      <Field label={ask.own} hint={ask.ownHint}>
        <Input
          value={secret}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setSecret(event.target.value)}
          className="mono"
        />
      </Field>
    </ConfirmDialog>
  );
}
