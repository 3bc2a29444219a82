import { Clock, Radar } from 'lucide-react';
import { Pill, StatePill } from '../../ui/pill.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { endpointWords as words } from '../../words/endpoints.ts';
import type { EndpointHealth } from './endpoint-types.ts';

/** How an endpoint is, in one word. */
export function EndpointState({ state }: { readonly state: EndpointHealth['state'] }) {
  if (state !== 'idle') return <StatePill state={state}>{words.states[state]}</StatePill>;
  return (
    <Pill tone="neutral" icon={Clock}>
      {words.states.idle}
    </Pill>
  );
}

/** What an endpoint last answered, short. */
export function LastAnswer({ attempt }: { readonly attempt: EndpointHealth['last_attempt'] }) {
  if (attempt === null) return <span className="text-fg-3">{words.never}</span>;
  const text = words.answered(attempt.status_code, attempt.error_class ?? attempt.outcome);
  return <StatePill state={attempt.outcome}>{text}</StatePill>;
}

/** Beside the name of an endpoint whose requests the gateway receives itself. */
export function ReceiverMark() {
  return (
    <Tooltip text={words.testReceiver}>
      <span tabIndex={0} role="img" aria-label={words.testReceiver} className="inline-flex text-fg-3">
        <Radar aria-hidden="true" className="size-3.5" />
      </span>
    </Tooltip>
  );
}
