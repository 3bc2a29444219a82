import { CircleHelp, Clock, FileX, History, type LucideIcon, UserX } from 'lucide-react';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { quarantineWords } from '../../words/quarantine.ts';
import type { QuarantineReason } from './quarantine-item.ts';

const STYLES: Readonly<Record<QuarantineReason, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  stale: { tone: 'warning', icon: History },
  future: { tone: 'warning', icon: Clock },
  unknown_channel: { tone: 'info', icon: CircleHelp },
  unreadable: { tone: 'danger', icon: FileX },
  erased: { tone: 'neutral', icon: UserX },
};

/** Why something is held back. */
export function ReasonPill({ reason }: { readonly reason: QuarantineReason }) {
  return <Pill {...STYLES[reason]}>{quarantineWords.reasons[reason]}</Pill>;
}
