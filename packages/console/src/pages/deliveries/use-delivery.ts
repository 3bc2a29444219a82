import { useState } from 'react';
import { useApi } from '../../lib/queries.ts';
import { isOpen, type SingleDelivery } from './delivery.ts';

/** How often a delivery that goes on is read anew. */
const POLL_MS = 2_000;

/** Reads one delivery, and again while it may change by itself. */
export function useDelivery(id: string) {
  const [goesOn, setGoesOn] = useState(true);
  const delivery = useApi<SingleDelivery>(`/v1/deliveries/${id}`, {}, { refetchInterval: goesOn ? POLL_MS : false });
  const isOpenNow = delivery.data === undefined ? delivery.error === null : isOpen(delivery.data);
  if (isOpenNow !== goesOn) setGoesOn(isOpenNow);
  return delivery;
}
