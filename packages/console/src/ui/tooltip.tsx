import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Keys } from './keys.tsx';

interface TooltipProps {
  readonly text: ReactNode;
  readonly keys?: string;
  /** What it belongs to: one element that can have the focus. */
  readonly children: ReactElement;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** Says more about what has the pointer or the focus. Never holds what one must know. */
export function Tooltip({ text, keys, children, side = 'bottom' }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="max-w-80 rounded-2 bg-ink px-2 py-1 text-12 text-on-ink shadow-2">
            {text}
            {keys !== undefined && (
              <span className="ml-2">
                <Keys keys={keys} />
              </span>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
