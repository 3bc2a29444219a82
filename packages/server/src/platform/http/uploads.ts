import { PosthornError } from '../../domain/errors.ts';

/** Uploads of one kind that one process takes in at once: each is a connection that may take minutes. */
const UPLOADS_MAX = 20;
const RETRY_AFTER_SECONDS = 5;

/** The uploads that are coming in. They may take minutes, and the end of the gateway must not wait for them. */
export class Uploads {
  readonly #open = new Set<AbortController>();

  /**
   * Takes in one more.
   *
   * @param upload Gets a signal that is aborted with the error to end with when it has to end before its time.
   * @throws PosthornError `rate_limited` when there are too many.
   */
  async take<TResult>(upload: (interrupted: AbortSignal) => Promise<TResult>): Promise<TResult> {
    if (this.#open.size >= UPLOADS_MAX) throw tooManyUploads();
    const controller = new AbortController();
    this.#open.add(controller);
    try {
      return await upload(controller.signal);
    } finally {
      this.#open.delete(controller);
    }
  }

  /** Ends all of them: the gateway is going down. */
  interrupt(): void {
    for (const controller of this.#open) controller.abort(goingDown());
  }
}

function tooManyUploads(): PosthornError {
  return new PosthornError('rate_limited', `${UPLOADS_MAX} files are being uploaded already. Try again.`, {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

function goingDown(): PosthornError {
  return new PosthornError('store_unavailable', 'The gateway is going down. Send the file again.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
