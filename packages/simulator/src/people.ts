import type { PersonProfile } from './bodies/update.ts';

const ADDRESSES_MAX = 100_000;

/** The people who have written, by phone and by BSUID, so that answers to them know both. The oldest are forgotten. */
export class People {
  readonly #byAddress = new Map<string, PersonProfile>();

  add(profile: PersonProfile): void {
    for (const address of [profile.waId, profile.bsuid]) {
      if (address === undefined) continue;
      this.#byAddress.set(address, profile);
      const oldest = this.#byAddress.keys().next();
      if (this.#byAddress.size > ADDRESSES_MAX && !oldest.done) this.#byAddress.delete(oldest.value);
    }
  }

  /** @param address Phone digits or a BSUID. */
  find(address: string): PersonProfile | null {
    return this.#byAddress.get(address) ?? null;
  }
}
