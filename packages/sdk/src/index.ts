export type { WebhookHeaders } from './headers.ts';
export {
  isMessagePayload,
  MESSAGE_EVENT_TYPES,
  type MessageChannel,
  type MessageContact,
  type MessageData,
  type MessageEventType,
  type MessageMedia,
  type MessagePayload,
  type OtherPayload,
  type WebhookPayload,
} from './payload.ts';
export { type ReadVerifiedOptions, readVerified, readVerifiedRequest } from './read-verified.ts';
export type { SecretInput } from './secrets.ts';
export type { RawBody } from './signatures.ts';
export {
  isWebhookVerificationError,
  type WebhookVerificationCode,
  WebhookVerificationError,
} from './verification-error.ts';
export { type VerifiedDelivery, type VerifyInput, verifyDelivery } from './verify-delivery.ts';
export { type SingleSignatureFormat, type VerifySignatureInput, verifySignature } from './verify-signature.ts';
export { type VerifiedWebhook, verifyWebhook } from './verify-webhook.ts';
