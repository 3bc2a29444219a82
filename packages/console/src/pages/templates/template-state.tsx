import { Ban, CircleCheck, CircleX, Clock, type LucideIcon, Pause } from 'lucide-react';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { templateWords } from '../../words/templates.ts';

const STATES: Readonly<Record<string, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  APPROVED: { tone: 'success', icon: CircleCheck },
  PENDING: { tone: 'pending', icon: Clock },
  IN_APPEAL: { tone: 'pending', icon: Clock },
  PENDING_DELETION: { tone: 'pending', icon: Clock },
  REJECTED: { tone: 'danger', icon: CircleX },
  PAUSED: { tone: 'warning', icon: Pause },
  LIMIT_EXCEEDED: { tone: 'warning', icon: Ban },
  DISABLED: { tone: 'danger', icon: Ban },
};

/** What Meta thinks of a template. A state that is not known here is shown in Meta's word. */
export function TemplateState({ status }: { readonly status: string }) {
  const { tone, icon } = STATES[status] ?? { tone: 'neutral', icon: Clock };
  return (
    <Pill tone={tone} icon={icon}>
      {templateWords.states[status] ?? status.toLowerCase()}
    </Pill>
  );
}

const QUALITY_TONES: Readonly<Record<string, Tone>> = { GREEN: 'success', YELLOW: 'warning', RED: 'danger' };

/** How people like it, as Meta counts. */
export function TemplateQuality({ quality }: { readonly quality: string | null }) {
  if (quality === null) return null;
  const tone = QUALITY_TONES[quality];
  const words = templateWords.qualities[quality] ?? quality.toLowerCase();
  return tone === undefined ? <span className="text-fg-3">{words}</span> : <Pill tone={tone}>{words}</Pill>;
}
