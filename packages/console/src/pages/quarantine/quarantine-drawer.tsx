import { ChevronDown, ChevronUp, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button, CopyButton, IconButton } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { Details } from '../../ui/details.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Reading } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { quarantineWords } from '../../words/quarantine.ts';
import { isReleasable, type QuarantineItem } from './quarantine-item.ts';
import { ReasonPill } from './reason-pill.tsx';

interface QuarantineDrawerProps {
  readonly id: string;
  readonly onStep: (by: 1 | -1) => void;
  /** It is not in quarantine any more. */
  readonly onGone: () => void;
  readonly onClose: () => void;
}

const words = quarantineWords.drawer;

/** One item beside the table: why it is held back, what Meta sent, and the ways out. */
export function QuarantineDrawer({ id, onStep, onGone, onClose }: QuarantineDrawerProps) {
  const item = useApi<QuarantineItem>(`/v1/quarantine/${id}`);
  return (
    <Drawer
      label={quarantineWords.item}
      onClose={onClose}
      tools={
        <>
          <IconButton label={words.previous} keys="k" icon={ChevronUp} onClick={() => onStep(-1)} />
          <IconButton label={words.next} keys="j" icon={ChevronDown} onClick={() => onStep(1)} />
        </>
      }
      head={
        <>
          <span className="flex h-7 min-w-0 items-center pr-28 pointer-coarse:pr-34">
            <code className="mono truncate text-12 text-fg-2">{id}</code>
            <CopyButton text={id} label={words.copyId} />
          </span>
          {item.data !== undefined && (
            <>
              <span>
                <ReasonPill reason={item.data.reason} />
              </span>
              <Actions item={item.data} onGone={onGone} />
            </>
          )}
        </>
      }
    >
      <Reading query={item} rows={8}>
        {(shown) => (
          <div className="grid min-w-0 gap-4 p-4">
            <p className="text-fg-2">{quarantineWords.explained[shown.reason]}</p>
            <Facts item={shown} />
            <Code
              label={words.payload}
              text={typeof shown.payload === 'string' ? shown.payload : JSON.stringify(shown.payload)}
            />
          </div>
        )}
      </Reading>
    </Drawer>
  );
}

function Facts({ item }: { readonly item: QuarantineItem }) {
  const code = (text: string) => (
    <code key={text} className="mono">
      {text}
    </code>
  );
  const received = showTime(item.created_at);
  return (
    <Details
      rows={[
        [words.received, received],
        item.occurred_at !== null && [words.occurred, showTime(item.occurred_at)],
        item.field !== '' && [words.field, code(item.field)],
        item.phone_number_id !== null && [words.number, code(item.phone_number_id)],
        item.waba_id !== null && [words.account, code(item.waba_id)],
        [words.app, code(item.meta_app_id)],
      ]}
    />
  );
}

function showTime(at: string) {
  return <Time at={at} />;
}

function Actions({ item, onGone }: { readonly item: QuarantineItem; readonly onGone: () => void }) {
  const may = useMay();
  const [isReleasing, setIsReleasing] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const refusal = may('quarantine.write') ? null : quarantineWords.notAllowed;
  const release = async () => {
    setIsReleasing(true);
    try {
      const { event_ids: ids } = await api.post<{ readonly event_ids: readonly string[] }>(
        `/v1/quarantine/${item.id}/release`,
      );
      toast.done(ids.length === 0 ? quarantineWords.releasedKnown : quarantineWords.released(ids.length));
      onGone();
    } catch (error) {
      toast.failed(quarantineWords.releaseFailed, error);
    } finally {
      setIsReleasing(false);
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        kind="primary"
        icon={Undo2}
        waiting={isReleasing && quarantineWords.releasing}
        notAllowed={refusal ?? (isReleasable(item) ? null : quarantineWords.notReleasable)}
        onClick={() => void release()}
      >
        {quarantineWords.release}
      </Button>
      {item.reason === 'unknown_channel' && may('channels.write') && (
        <LinkButton to="/channels/connect">{words.connect}</LinkButton>
      )}
      <Button kind="danger" icon={Trash2} notAllowed={refusal} onClick={() => setIsAsking(true)}>
        {quarantineWords.discard}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={quarantineWords.discardTitle}
        action={quarantineWords.discardAction}
        waiting={quarantineWords.discarding}
        typedName={item.field === '' ? quarantineWords.reasons[item.reason] : item.field}
        run={async () => {
          await api.delete(`/v1/quarantine/${item.id}`);
          toast.done(quarantineWords.discarded);
          onGone();
        }}
      >
        <p>{quarantineWords.discardBody}</p>
      </ConfirmDialog>
    </div>
  );
}
