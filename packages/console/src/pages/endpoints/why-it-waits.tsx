import { Pause, Unplug } from 'lucide-react';
import { useNow } from '../../lib/clock.ts';
import { Banner } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import type { Endpoint } from './endpoint-types.ts';

interface WhyItWaitsProps {
  readonly endpoint: Endpoint;
  readonly waitingCount: number;
}

/** Why deliveries of an endpoint wait that could go out: it is paused, or its breaker is open. */
export function WhyItWaits({ endpoint, waitingCount }: WhyItWaitsProps) {
  const { paused_at: pausedAt, breaker } = endpoint;
  if (pausedAt !== null) return <Paused since={pausedAt} waitingCount={waitingCount} />;
  return breaker.state === 'closed' ? null : <Failing breaker={breaker} waitingCount={waitingCount} />;
}

function Paused({ since, waitingCount }: { readonly since: string; readonly waitingCount: number }) {
  const words = endpointWords.pausedBanner;
  return (
    <Banner tone="warning" icon={Pause} title={words.title}>
      {words.since} <Time at={since} />. {words.text(waitingCount)}
    </Banner>
  );
}

interface FailingProps {
  readonly breaker: Endpoint['breaker'];
  readonly waitingCount: number;
}

function Failing({ breaker, waitingCount }: FailingProps) {
  const words = endpointWords.breaker;
  return (
    <Banner tone="danger" icon={Unplug} title={words.title}>
      {words.failures(breaker.consecutive_failures)}{' '}
      {breaker.failing_since !== null && <Time at={breaker.failing_since} />}. {words.waits(waitingCount)}{' '}
      <NextProbe breaker={breaker} /> {words.hint}
    </Banner>
  );
}

function NextProbe({ breaker }: { readonly breaker: Endpoint['breaker'] }) {
  const words = endpointWords.breaker;
  const nowMs = useNow(1_000);
  const { state, next_probe_at: at } = breaker;
  if (state === 'half_open') return words.probing;
  if (at === null) return null;
  return (
    <>
      {words.nextProbe} {Date.parse(at) <= nowMs ? words.due : <Time at={at} />}.
    </>
  );
}
