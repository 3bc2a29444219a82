import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, ChevronUp, Maximize2 } from 'lucide-react';
import { CopyButton, IconButton } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { Reading } from '../../ui/panel.tsx';
import { eventWords } from '../../words/events.ts';
import { type ShownEvent, useEvent } from './event.ts';
import { EventDetails } from './event-details.tsx';

interface EventDrawerProps {
  readonly id: string;
  readonly row: ShownEvent | null;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}

const words = eventWords.drawer;

/** One event beside its table. */
export function EventDrawer({ id, row, onStep, onClose }: EventDrawerProps) {
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const event = useEvent(id);
  const shown = event.data ?? row;
  return (
    <Drawer
      label={eventWords.one}
      onClose={onClose}
      tools={
        <>
          <IconButton label={words.previous} keys="k" icon={ChevronUp} onClick={() => onStep(-1)} />
          <IconButton label={words.next} keys="j" icon={ChevronDown} onClick={() => onStep(1)} />
          <IconButton
            label={words.open}
            icon={Maximize2}
            onClick={() => void navigate({ to: pathOf(`/events/${id}`) })}
          />
        </>
      }
      head={
        <>
          <span className="flex h-7 min-w-0 items-center pr-32 pointer-coarse:pr-46">
            <code className="mono truncate text-12 text-fg-2">{id}</code>
            <CopyButton text={id} label={words.copyId} />
          </span>
          <h2 className="truncate text-16">
            <code className="mono">{shown?.type ?? eventWords.one}</code>
          </h2>
        </>
      }
    >
      <Reading query={event} rows={8}>
        {(read) => <EventDetails event={read} />}
      </Reading>
    </Drawer>
  );
}
