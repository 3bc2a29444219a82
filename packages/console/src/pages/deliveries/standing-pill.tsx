import { StatePill } from '../../ui/pill.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import type { Delivery } from './delivery.ts';

/** How far a delivery is. */
export function StandingPill({
  delivery,
  detailed = false,
}: {
  readonly delivery: Delivery;
  readonly detailed?: boolean;
}) {
  const { standing, attempts_made: made, attempts_planned: planned } = delivery;
  return (
    <StatePill state={standing}>
      {detailed && standing === 'retrying' ? deliveryWords.retrying(made, planned) : standing}
    </StatePill>
  );
}

/** Beside it when the receiver may have the event twice. */
export function DuplicatePill() {
  return (
    <Tooltip text={deliveryWords.possibleDuplicateHint}>
      <span tabIndex={0}>
        <StatePill state="possible duplicate">{deliveryWords.possibleDuplicate}</StatePill>
      </span>
    </Tooltip>
  );
}
