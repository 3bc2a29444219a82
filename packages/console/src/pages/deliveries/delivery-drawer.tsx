import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, ChevronUp, Maximize2 } from 'lucide-react';
import { useEffect } from 'react';
import { CopyButton, IconButton } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { Failure, Skeleton } from '../../ui/panel.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import type { Delivery, SingleDelivery } from './delivery.ts';
import { DeliveryDetails } from './delivery-details.tsx';
import { DeliveryHead } from './delivery-head.tsx';
import { useDelivery } from './use-delivery.ts';
import type { useDeliveryActions } from './use-delivery-actions.ts';

interface DeliveryDrawerProps {
  readonly id: string;
  /** As the table has it, until all of it is read. */
  readonly row: Delivery | null;
  readonly actions: ReturnType<typeof useDeliveryActions>;
  readonly onRead: (delivery: SingleDelivery) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}

const words = deliveryWords.drawer;

/** One delivery beside its table. */
export function DeliveryDrawer({ id, row, actions, onRead, onStep, onClose }: DeliveryDrawerProps) {
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const delivery = useDelivery(id);
  const { data } = delivery;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told of what was read, once for each reading.
  useEffect(() => {
    if (data !== undefined) onRead(data);
  }, [data]);
  const shown = data ?? row;
  return (
    <Drawer
      label={deliveryWords.one}
      onClose={onClose}
      tools={
        <>
          <IconButton label={words.previous} keys="k" icon={ChevronUp} onClick={() => onStep(-1)} />
          <IconButton label={words.next} keys="j" icon={ChevronDown} onClick={() => onStep(1)} />
          <IconButton
            label={words.open}
            icon={Maximize2}
            onClick={() => void navigate({ to: pathOf(`/deliveries/${id}`) })}
          />
        </>
      }
      head={
        <>
          <span className="flex h-7 min-w-0 items-center pr-32 pointer-coarse:pr-46">
            <code className="mono truncate text-12 text-fg-2">{id}</code>
            <CopyButton text={id} label={deliveryWords.keys.copyId} />
          </span>
          {shown !== null && <DeliveryHead delivery={shown} actions={actions} />}
        </>
      }
    >
      {data !== undefined ? (
        <DeliveryDetails delivery={data} />
      ) : delivery.error !== null ? (
        <Failure error={delivery.error} retry={() => void delivery.refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Drawer>
  );
}
