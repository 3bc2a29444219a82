import { hash, type Options, verify } from '@node-rs/argon2';
import { PosthornError } from '../../domain/errors.ts';
import { normalizePassword } from '../../domain/password.ts';

/** Argon2id as OWASP has it (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. Written out, so that no default changes it. */
const ARGON2ID = {
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const satisfies Options;

/** Of random bytes that nobody kept, by the parameters above. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$bBzKsk5my6xEbz622WsHLw$b5c65H4tQhvmafamBjxkxQZwe3QtFY7tq1EXXtF9PYM';

/** Passwords that are hashed at once: each takes a thread of Node's pool and 19 MiB. */
const RUNNING_MAX = 2;
/** Callers who wait for it, some seconds at most. Whoever comes on top is told to come again. */
const WAITING_MAX = 64;
const RETRY_AFTER_SECONDS = 5;

/**
 * Hashes passwords and checks them, slowly on purpose and a few at a time: signing in must not be a way to take the memory
 * and the threads from everything else.
 */
export class PasswordHasher {
  readonly #waiting: (() => void)[] = [];
  #runningCount = 0;

  /** @returns the hash in the PHC format, with its parameters and salt. @throws PosthornError `rate_limited`. */
  hash(password: string): Promise<string> {
    return this.#run(() => hash(normalizePassword(password), ARGON2ID));
  }

  /**
   * Whether that is the password of the hash. For an account that there is not (null) it is never, after the same work:
   * how long it took tells nobody which accounts there are.
   *
   * @throws PosthornError `rate_limited`.
   */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    const isSame = await this.#run(() => verify(passwordHash ?? NOBODYS_HASH, normalizePassword(password)));
    return passwordHash !== null && isSame;
  }

  async #run<TResult>(work: () => Promise<TResult>): Promise<TResult> {
    if (this.#runningCount >= RUNNING_MAX) await this.#wait();
    else this.#runningCount++;
    try {
      return await work();
    } finally {
      // Whoever waits takes the place over, so that nobody slips in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#runningCount--;
      else next();
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX) {
      throw new PosthornError('rate_limited', 'Too many people sign in at this moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
