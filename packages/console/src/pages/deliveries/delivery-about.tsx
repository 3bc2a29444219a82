import { useMask } from '../../lib/mask.ts';
import type { Delivery } from './delivery.ts';

/** Whom an event is about: a name, or else a number, or else a BSUID. Covered when numbers are hidden. */
export function About({ about }: Pick<Delivery, 'about'>) {
  const mask = useMask();
  if (about === null) return null;
  if (about.name !== null) return mask.name(about.name);
  if (about.phone !== null) return <span className="num">{mask.phone(`+${about.phone}`)}</span>;
  return <span className="mono">{mask.text(about.bsuid ?? '')}</span>;
}
