import { useParams } from '@tanstack/react-router';
import { Page as PageFrame } from '../../app/page.tsx';
import { useShortcuts } from '../../lib/keys.ts';
import { useMay } from '../../lib/session.ts';
import { Id } from '../../ui/details.tsx';
import { Reading } from '../../ui/panel.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { DeliveryDetails } from './delivery-details.tsx';
import { DeliveryHead } from './delivery-head.tsx';
import { useDelivery } from './use-delivery.ts';
import { useDeliveryActions } from './use-delivery-actions.ts';

/** One delivery: what happened to it, and what next? */
export function Page() {
  const { deliveryId = '' } = useParams({ strict: false }) as { deliveryId?: string };
  const mayWrite = useMay()('deliveries.write');
  const delivery = useDelivery(deliveryId);
  const actions = useDeliveryActions(() => {});
  const { keys } = deliveryWords;
  useShortcuts([
    ...(mayWrite ? [{ keys: 'r', label: keys.resend, run: () => void actions.resend(deliveryId) }] : []),
    { keys: 'y', label: keys.curl, run: () => void actions.copyCurl(deliveryId) },
    { keys: 'c', label: keys.copyId, run: () => void actions.copyId(deliveryId) },
  ]);
  return (
    <PageFrame title={deliveryWords.one} crumb={{ label: deliveryWords.page.crumb, to: '/deliveries' }}>
      <Reading query={delivery} rows={10}>
        {(shown) => (
          <>
            <div className="grid gap-2">
              <span className="text-12 text-fg-2">
                <Id id={shown.id} label={keys.copyId} whole />
              </span>
              <DeliveryHead delivery={shown} actions={actions} />
            </div>
            <DeliveryDetails delivery={shown} wide />
          </>
        )}
      </Reading>
    </PageFrame>
  );
}
