import { Page as PageFrame } from '../../app/page.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { DeliveriesTable } from './deliveries-table.tsx';

/** What happened to each delivery, and what next? */
export function Page() {
  return (
    <PageFrame title={deliveryWords.title} layout="full">
      <DeliveriesTable />
    </PageFrame>
  );
}
