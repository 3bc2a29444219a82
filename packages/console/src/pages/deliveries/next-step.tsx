import { Ban, CircleCheck, CircleX, Clock, Pause } from 'lucide-react';
import { LinkButton } from '../../ui/link.tsx';
import { Banner } from '../../ui/panel.tsx';
import { formatClock, Time } from '../../ui/time.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { endpointNameOf, reasonOf, remedyOf, type SingleDelivery } from './delivery.ts';

const words = deliveryWords.next;

/** What happens next with a delivery, or what has to happen: one sentence that says it, and one to act on. */
export function NextStep({ delivery }: { readonly delivery: SingleDelivery }) {
  const name = endpointNameOf(delivery);
  const openEndpoint = (
    <LinkButton size="small" to={`/endpoints/${delivery.endpoint_id}`}>
      {words.enable}
    </LinkButton>
  );
  if (delivery.in_flight) {
    return (
      <Banner tone="pending" icon={Clock} title={words.sendingTitle(name)}>
        {words.sending}
      </Banner>
    );
  }
  if (delivery.waits_behind !== null && !delivery.held) {
    const openAhead = (
      <LinkButton size="small" to={`/deliveries/${delivery.waits_behind}`}>
        {words.openAhead}
      </LinkButton>
    );
    return (
      <Banner tone="pending" icon={Clock} title={words.behindTitle} action={openAhead}>
        {words.behind}
      </Banner>
    );
  }
  switch (delivery.standing) {
    case 'pending':
      return (
        <Banner tone="pending" icon={Clock} title={words.waitsTitle(name)}>
          <GoesOut delivery={delivery} />
        </Banner>
      );
    case 'retrying':
      return (
        <Banner tone="pending" icon={Clock} title={reasonOf(delivery)}>
          <GoesOut delivery={delivery} /> {words.unless}
        </Banner>
      );
    case 'held':
      return (
        <Banner tone="warning" icon={Pause} title={words.heldTitle(name)} action={openEndpoint}>
          {words.held}
        </Banner>
      );
    case 'exhausted':
      if (delivery.endpoint === null || delivery.endpoint.deleted) {
        return (
          <Banner tone="danger" icon={CircleX} title={words.deletedTitle}>
            {words.deleted}
          </Banner>
        );
      }
      return (
        <Banner tone="danger" icon={CircleX} title={reasonOf(delivery)}>
          {words.exhausted(delivery.last_attempt === null ? '' : remedyOf(delivery.last_attempt))}
        </Banner>
      );
    case 'canceled':
      return (
        <Banner tone="info" icon={Ban} title={words.canceledTitle}>
          {words.canceled}
        </Banner>
      );
    case 'delivered':
      return (
        <Banner tone="success" icon={CircleCheck} title={words.deliveredTitle(name)}>
          {words.delivered(delivery.attempts_made)}
        </Banner>
      );
  }
}

function GoesOut({ delivery }: { readonly delivery: SingleDelivery }) {
  const { next_attempt_at: at, attempts_made: made } = delivery;
  if (at === null) return words.first;
  return (
    <>
      {words.goesOut(made + 1)} {formatClock(at).slice(0, 8)},{' '}
      <b className="font-semibold">
        <Time at={at} due={deliveryWords.sendingNow} />
      </b>
      .
    </>
  );
}
