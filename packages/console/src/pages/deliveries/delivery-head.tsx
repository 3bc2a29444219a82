import { Ban, MessageSquare, Repeat, RotateCw, Terminal } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../lib/session.ts';
import { Button, CopyButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { PageLink } from '../../ui/link.tsx';
import { Pill } from '../../ui/pill.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { type Delivery, endpointNameOf, isOpen } from './delivery.ts';
import { About } from './delivery-about.tsx';
import { DuplicatePill, StandingPill } from './standing-pill.tsx';
import { readCurl, type useDeliveryActions } from './use-delivery-actions.ts';

interface DeliveryHeadProps {
  readonly delivery: Delivery;
  readonly actions: ReturnType<typeof useDeliveryActions>;
}

const words = deliveryWords.drawer;

/** What it is, how far it is, and what can be done with it. */
export function DeliveryHead({ delivery, actions }: DeliveryHeadProps) {
  const may = useMay();
  return (
    <>
      <h2 className="truncate text-16">
        <code className="mono">{delivery.event_type ?? deliveryWords.purgedType}</code>{' '}
        <span className="text-fg-3">
          <span aria-hidden="true">→</span>
          <span className="sr-only">{words.to}</span>
        </span>{' '}
        <PageLink bare to={`/endpoints/${delivery.endpoint_id}`}>
          {endpointNameOf(delivery)}
        </PageLink>
      </h2>
      <div className="flex flex-wrap items-center gap-1.5">
        <StandingPill delivery={delivery} detailed />
        {delivery.possible_duplicate && <DuplicatePill />}
        {delivery.run_id !== null && (
          <Pill tone="info" icon={Repeat}>
            <PageLink bare to="/deliveries" search={{ run: delivery.run_id }}>
              {deliveryWords.triggers[delivery.trigger]}
            </PageLink>
          </Pill>
        )}
        {delivery.about !== null && (
          <Pill tone="neutral" icon={MessageSquare}>
            {delivery.about.contact_id !== null && may('contacts.read') ? (
              <PageLink bare to={`/contacts/${delivery.about.contact_id}`}>
                <About about={delivery.about} />
              </PageLink>
            ) : (
              <About about={delivery.about} />
            )}
          </Pill>
        )}
      </div>
      <Actions delivery={delivery} actions={actions} />
    </>
  );
}

function Actions({ delivery, actions }: DeliveryHeadProps) {
  const mayWrite = useMay()('deliveries.write');
  const [isAsking, setIsAsking] = useState(false);
  const { id } = delivery;
  const refusal = mayWrite ? null : words.notAllowed;
  const resendRefusal = refusal ?? resendRefusalOf(delivery);
  const cancelRefusal = refusal ?? (isOpen(delivery) ? null : words.finished);
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        kind="primary"
        icon={RotateCw}
        waiting={actions.resendingId === id && words.resending}
        notAllowed={resendRefusal}
        onClick={() => void actions.resend(id)}
      >
        {words.resend}
      </Button>
      <CopyButton size="control" icon={Terminal} label={words.copyCurl} text={() => readCurl(id)}>
        {words.copyCurl}
      </CopyButton>
      <Button kind="danger" icon={Ban} notAllowed={cancelRefusal} onClick={() => setIsAsking(true)}>
        {words.cancel}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={words.cancelTitle}
        action={words.cancelAction}
        waiting={words.canceling}
        keep={words.keep}
        run={() => actions.cancel(id)}
      >
        <p>{words.cancelBody}</p>
      </ConfirmDialog>
    </div>
  );
}

function resendRefusalOf({ in_flight: isSending, endpoint }: Delivery): string | null {
  if (isSending) return words.inFlight;
  return endpoint === null || endpoint.deleted ? words.noEndpoint : null;
}
