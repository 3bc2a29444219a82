import type { QualityScore } from '../bodies/templates.ts';
import type { JsonObject } from '../json.ts';
import type { TemplateCategory, TemplateState } from './schema.ts';

/** Most templates of an account, quoted under error 2388019 (CONTRACTS 2.5). */
export const TEMPLATES_PER_WABA_MAX = 250;

export interface StoredTemplate {
  readonly id: number;
  /** Counts up with every new one. Cursors of the list are made of it. */
  readonly sequence: number;
  readonly wabaId: string;
  readonly name: string;
  readonly language: string;
  readonly category: TemplateCategory;
  readonly previousCategory: TemplateCategory | null;
  readonly status: TemplateState;
  readonly components: readonly JsonObject[];
  readonly parameterFormat: 'NAMED' | 'POSITIONAL';
  readonly quality: QualityScore;
  /** Why it was rejected; `NONE` when it was not. */
  readonly rejectedReason: string;
}

/** The templates of all accounts. A template is replaced as a whole when something about it changes. */
export class TemplateStore {
  readonly #byId = new Map<number, StoredTemplate>();
  readonly #idByKey = new Map<string, number>();

  /** Why a template cannot be added. */
  findObstacle(wabaId: string, name: string, language: string): 'too_many' | 'duplicate' | null {
    if (this.#idByKey.has(toKey(wabaId, name, language))) return 'duplicate';
    return this.list(wabaId).length >= TEMPLATES_PER_WABA_MAX ? 'too_many' : null;
  }

  put(template: StoredTemplate): void {
    this.#byId.set(template.id, template);
    this.#idByKey.set(toKey(template.wabaId, template.name, template.language), template.id);
  }

  remove({ id, wabaId, name, language }: StoredTemplate): void {
    this.#byId.delete(id);
    this.#idByKey.delete(toKey(wabaId, name, language));
  }

  find(id: number): StoredTemplate | null {
    return this.#byId.get(id) ?? null;
  }

  /** `en-US` is found as `en_US`: webhooks write the one and the API the other. */
  findByName(wabaId: string, name: string, language: string): StoredTemplate | null {
    const id = this.#idByKey.get(toKey(wabaId, name, language));
    return id === undefined ? null : this.find(id);
  }

  /** Those of an account, oldest first; an edit does not move one. */
  list(wabaId: string): StoredTemplate[] {
    return [...this.#byId.values()].filter((template) => template.wabaId === wabaId);
  }
}

function toKey(wabaId: string, name: string, language: string): string {
  return `${wabaId}/${name}/${language.replace('-', '_').toLowerCase()}`;
}
