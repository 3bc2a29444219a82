import { templateLanguage } from '../../domain/template.ts';
import type { TemplateRecord } from './template-row.ts';

/** What names a template at Meta, as far as it is told. */
interface TemplateIdentity {
  readonly templateId: string | null;
  readonly name: string | null;
  readonly language: string | null;
}

/** Templates of one account while changes of them are worked out, with what each was before. */
export class TemplateBook {
  readonly #before: ReadonlyMap<string, TemplateRecord>;
  readonly #now: Map<string, TemplateRecord>;

  constructor(templates: readonly TemplateRecord[]) {
    this.#before = new Map(templates.map((template) => [template.id, template]));
    this.#now = new Map(this.#before);
  }

  /** The template that is meant: the living one with Meta's id, else the living one of that name and language, else a deleted one with Meta's id. */
  find({ templateId, name, language }: TemplateIdentity): TemplateRecord | null {
    const templates = [...this.#now.values()];
    const living = templates.filter((template) => template.deletedAtMs === null);
    const hasId = (template: TemplateRecord) => templateId !== null && template.templateId === templateId;
    const hasName = (template: TemplateRecord) =>
      template.name === name && language !== null && template.language === templateLanguage(language);
    return living.find(hasId) ?? living.find(hasName) ?? templates.find(hasId) ?? null;
  }

  /** What the stored template was before the changes. Null: it was not there. */
  before(template: TemplateRecord): TemplateRecord | null {
    return this.#before.get(template.id) ?? null;
  }

  put(template: TemplateRecord): void {
    this.#now.set(template.id, template);
  }
}
