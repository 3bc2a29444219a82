import { createHmac } from 'node:crypto';

/** Signs webhook bodies as Meta does (CONTRACTS 1.2). */
export class MetaSigner {
  readonly #appSecret: string;

  constructor(appSecret: string) {
    this.#appSecret = appSecret;
  }

  /** The value of `X-Hub-Signature-256`: `sha256=` and the lowercase hex HMAC of exactly these bytes. */
  sign(bytes: Uint8Array): string {
    return `sha256=${createHmac('sha256', this.#appSecret).update(bytes).digest('hex')}`;
  }
}
