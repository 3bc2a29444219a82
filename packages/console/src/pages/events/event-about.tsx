import { useMask } from '../../lib/mask.ts';
import type { ShownEvent } from './event.ts';

/** The number or the BSUID that an event is about. Covered when numbers are hidden. */
export function EventAbout({ event }: { readonly event: Pick<ShownEvent, 'phone' | 'bsuid'> }) {
  const mask = useMask();
  if (event.phone !== null) return <span className="num">{mask.phone(`+${event.phone}`)}</span>;
  return event.bsuid === null ? null : <span className="mono">{mask.text(event.bsuid)}</span>;
}
