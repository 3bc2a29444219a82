import type { attemptView } from '@posthorn/server/pipeline/attempts/attempts.routes.ts';
import type { requestView } from '@posthorn/server/pipeline/deliveries/delivery-request.routes.ts';
import type { renderedView } from '@posthorn/server/pipeline/formats/rendered-view.ts';
import type * as z from 'zod';

/** The request of an attempt, exactly as it was sent. */
export type DeliveryRequest = z.infer<typeof requestView>;
/** An event in one of the formats. */
export type RenderedEvent = z.infer<typeof renderedView>;
/** An attempt with its headers and answer. */
export type Attempt = z.infer<typeof attemptView>;
export type Format = RenderedEvent['format'];

/** The formats in the order in which they are offered. */
export const FORMATS: readonly Format[] = ['standard', 'cloudevents', 'meta', 'xobito', 'vobiz', 'vobiz-legacy'];
