import type {
  receivedRequestView,
  testReceiverView,
} from '@posthorn/server/control/test-receivers/test-receiver-schemas.ts';
import type * as z from 'zod';

export type TestReceiver = z.infer<typeof testReceiverView>;
export type ReceivedRequest = z.infer<typeof receivedRequestView>;
export type Answer = TestReceiver['answer'];

/** From the one that goes well to those that do not. */
export const ANSWERS = ['200', '500', '410', 'slow'] as const;

/** A header of a request, whatever the case of its name. */
export function headerOf(request: ReceivedRequest, name: string): string | null {
  return request.headers.find((header) => header.name.toLowerCase() === name)?.value ?? null;
}

/** What a request is about: the name that its format gives the event, in a header or in the body. */
export function eventNameOf(request: ReceivedRequest): string | null {
  const inHeader = headerOf(request, 'x-webhook-event');
  if (inHeader !== null) return inHeader;
  try {
    const body = JSON.parse(request.body) as Readonly<Record<string, unknown>> | null;
    const name = body?.type ?? body?.event ?? body?.object;
    return typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}
