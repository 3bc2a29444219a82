import { useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Empty } from '../../ui/panel.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { type DeliveryTab, type FixedFilter, TABS } from './use-delivery-filters.ts';

interface NoDeliveriesProps {
  readonly fixed: FixedFilter;
  readonly isFiltered: boolean;
  readonly tab: DeliveryTab | null;
  readonly onClear: () => void;
  readonly onShowAll: () => void;
}

interface Total {
  readonly total: { readonly count: number; readonly is_exact: boolean };
}

const words = deliveryWords.empty;

/** Why there is nothing, and what to do next. */
export function NoDeliveries({ fixed, isFiltered, tab, onClear, onShowAll }: NoDeliveriesProps) {
  const may = useMay();
  if (tab !== null && TABS[tab] !== undefined) {
    return (
      <Empty title={words.calmTitle} actions={<Button onClick={onShowAll}>{words.showAll}</Button>}>
        {words.calm}
      </Empty>
    );
  }
  if (isFiltered) {
    return (
      <Empty title={words.filteredTitle} actions={<Button onClick={onClear}>{words.clear}</Button>}>
        <Hidden fixed={fixed} />
      </Empty>
    );
  }
  if (fixed.endpoint !== undefined) return <Empty title={words.endpointTitle}>{words.endpointText}</Empty>;
  return (
    <Empty
      title={words.title}
      actions={
        <>
          {may('endpoints.write') && (
            <LinkButton kind="primary" to="/endpoints/new">
              {words.addEndpoint}
            </LinkButton>
          )}
          {may('test_receivers.write') && <LinkButton to="/test-receivers">{words.testReceiver}</LinkButton>}
        </>
      }
    >
      {words.text}
    </Empty>
  );
}

/** How many there would be without the filters. */
function Hidden({ fixed }: { readonly fixed: FixedFilter }) {
  const { data } = useApi<Total>('/v1/deliveries/counts', { ...fixed });
  return data === undefined ? null : words.hides(deliveryWords.count(data.total.count, data.total.is_exact));
}
