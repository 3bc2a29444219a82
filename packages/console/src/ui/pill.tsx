import {
  Ban,
  Check,
  CircleCheck,
  CircleHelp,
  CircleX,
  Clock,
  Copy,
  type LucideIcon,
  OctagonX,
  Pause,
  RotateCw,
  TriangleAlert,
  Unplug,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../lib/class-names.ts';

export type Tone = 'success' | 'danger' | 'warning' | 'info' | 'pending' | 'neutral' | 'brass';

const TONES: Readonly<Record<Tone, string>> = {
  success: 'bg-success-tint text-success',
  danger: 'bg-danger-tint text-danger',
  warning: 'bg-warning-tint text-warning',
  info: 'bg-info-tint text-info',
  pending: 'bg-pending-tint text-pending',
  neutral: 'bg-neutral-tint text-neutral',
  brass: 'bg-brass-tint text-brass',
};

interface PillProps {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A state: icon, word and colour, always all three. Brass is never a state. */
export function Pill({ tone, icon: Icon, children }: PillProps) {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1 rounded-1 align-middle pr-1.75 text-12 font-medium whitespace-nowrap',
        Icon === undefined ? 'pl-1.75' : 'pl-1.25',
        TONES[tone],
      )}
    >
      {Icon !== undefined && <Icon aria-hidden="true" className="size-3.25" strokeWidth={2} />}
      {children}
    </span>
  );
}

interface StateStyle {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

/** How the states of deliveries, attempts and endpoints look, everywhere. */
export const STATE_STYLES = {
  delivered: { tone: 'success', icon: CircleCheck },
  pending: { tone: 'pending', icon: Clock },
  retrying: { tone: 'pending', icon: RotateCw },
  held: { tone: 'warning', icon: Pause },
  exhausted: { tone: 'danger', icon: CircleX },
  canceled: { tone: 'neutral', icon: Ban },
  succeeded: { tone: 'success', icon: Check },
  failed: { tone: 'danger', icon: X },
  unknown: { tone: 'warning', icon: CircleHelp },
  healthy: { tone: 'success', icon: CircleCheck },
  failing: { tone: 'danger', icon: Unplug },
  exhausting: { tone: 'danger', icon: OctagonX },
  paused: { tone: 'warning', icon: Pause },
  disabled: { tone: 'neutral', icon: Ban },
  'possible duplicate': { tone: 'warning', icon: Copy },
  warning: { tone: 'warning', icon: TriangleAlert },
} as const satisfies Readonly<Record<string, StateStyle>>;

export type StateName = keyof typeof STATE_STYLES;

/** A pill for one of the known states; other words than its name may stand in it ("retrying, 3 of 11"). */
export function StatePill({ state, children }: { readonly state: StateName; readonly children?: ReactNode }) {
  const { tone, icon } = STATE_STYLES[state];
  return (
    <Pill tone={tone} icon={icon}>
      {children ?? state}
    </Pill>
  );
}

/** A small word of a machine: a format, a role, a kind. */
export function Tag({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-flex h-4.5 items-center rounded-1 border border-line px-1.25 font-mono text-11 whitespace-nowrap text-fg-2">
      {children}
    </span>
  );
}
