import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { copyText } from '../../lib/copy.ts';
import { apiKey, useRefresh } from '../../lib/queries.ts';
import { useWorkspaceId } from '../../lib/session.ts';
import { toast } from '../../ui/toast.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { toCurl } from './curl.ts';
import type { SingleDelivery } from './delivery.ts';
import type { DeliveryRequest } from './delivery-request.ts';

/** What can be done with one delivery. Each says itself what came of it. */
export function useDeliveryActions(onChanged: (delivery: SingleDelivery) => void) {
  const client = useQueryClient();
  const workspaceId = useWorkspaceId();
  const refresh = useRefresh();
  const [resendingId, setResendingId] = useState<string | null>(null);
  const changed = (delivery: SingleDelivery) => {
    client.setQueryData(apiKey(workspaceId, `/v1/deliveries/${delivery.id}`), delivery);
    void refresh('/v1/deliveries/counts');
    onChanged(delivery);
  };
  return {
    resendingId,
    resend: async (id: string) => {
      setResendingId(id);
      try {
        changed(await api.post<SingleDelivery>(`/v1/deliveries/${id}/resend`));
      } catch (error) {
        toast.failed(deliveryWords.drawer.resendFailed, error);
      } finally {
        setResendingId(null);
      }
    },
    copyId: async (id: string) => {
      if (await copyText(id)) toast.done(deliveryWords.copiedId);
    },
    /** Throws what the API refused: the dialog that asks shows it. */
    cancel: async (id: string) => changed(await api.post<SingleDelivery>(`/v1/deliveries/${id}/cancel`)),
    copyCurl: async (id: string, attemptId?: string) => {
      try {
        const text = await readCurl(id, attemptId);
        if (await copyText(text)) toast.done(deliveryWords.copiedCurl);
      } catch (error) {
        toast.failed(deliveryWords.keys.curl, error);
      }
    },
  };
}

/** The request of an attempt as a command line. Throws what the API refused. */
export async function readCurl(id: string, attemptId?: string): Promise<string> {
  const request = await api.get<DeliveryRequest>(`/v1/deliveries/${id}/request`, { query: { attempt: attemptId } });
  if (request.body === null) throw new Error(request.reason ?? deliveryWords.details.notExpressible);
  const headers = request.headers ?? { 'Content-Type': request.content_type ?? '' };
  return toCurl({ url: request.url, headers, body: request.body });
}
