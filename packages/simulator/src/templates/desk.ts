import {
  buildTemplateCategoryUpdate,
  buildTemplateQualityUpdate,
  buildTemplateStatusUpdate,
  type QualityScore,
  type TemplateEvent,
} from '../bodies/templates.ts';
import type { Business, WebhookUpdate } from '../bodies/update.ts';
import { SimulatorError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { SendingOutcome } from '../webhooks/outbox.ts';
import { type InitialTemplate, TEMPLATE_STATUSES, type TemplateCategory, type TemplateState } from './schema.ts';
import { type StoredTemplate, TemplateStore } from './store.ts';

export interface TemplateDeskContext {
  readonly businesses: readonly Business[];
  readonly newId: () => number;
  readonly nowSeconds: () => number;
  readonly emit: (business: Business, update: WebhookUpdate) => Promise<SendingOutcome>;
  /** False when there is nobody to tell webhooks to. */
  readonly canTell: () => boolean;
  readonly later: (delayMs: number, run: () => void) => void;
  readonly review: { readonly delayMs: number; readonly decision: 'APPROVED' | 'REJECTED' | null };
}

/** Which of several templates of one name: those of all languages and accounts are looked through without it. */
export interface TemplateChoice {
  readonly language?: string | undefined;
  readonly wabaId?: string | undefined;
}

export interface TemplateStatusChange extends TemplateChoice {
  /** Default: `NONE`, of a rejection `INVALID_FORMAT`. */
  readonly reason?: string | null | undefined;
  /** `disable_info`, `other_info` or `rejection_info`. Default: what usually comes with the status. */
  readonly info?: JsonObject | undefined;
}

/** Meta's desk for templates: keeps them, reviews the new ones and tells of every decision. */
export class TemplateDesk {
  readonly store = new TemplateStore();
  readonly #ctx: TemplateDeskContext;
  #sequence = 0;

  constructor(ctx: TemplateDeskContext, initial: readonly InitialTemplate[]) {
    this.#ctx = ctx;
    const wabaIds = new Set(ctx.businesses.map(({ wabaId }) => wabaId));
    for (const { id, wabaId: only, ...template } of initial) {
      for (const wabaId of only === undefined ? wabaIds : [only]) this.#addInitial(wabaId, id, template);
    }
  }

  /** Takes a new template for review. The caller has looked for obstacles. */
  submit(
    template: Pick<StoredTemplate, 'wabaId' | 'name' | 'language' | 'category' | 'components' | 'parameterFormat'>,
  ) {
    const stored = { ...NEW, ...template, id: this.#ctx.newId(), sequence: this.#nextSequence() };
    this.store.put(stored);
    this.#review(stored.id);
    return stored;
  }

  /** Takes a changed template for review again. */
  edit(template: StoredTemplate, changes: Partial<Pick<StoredTemplate, 'category' | 'components'>>): void {
    this.store.put({ ...template, ...changes, status: 'PENDING', rejectedReason: 'NONE' });
    this.#review(template.id);
  }

  /** @throws SimulatorError `template_unknown`, `callback_url_missing`. */
  setStatus(idOrName: number | string, event: TemplateEvent, change: TemplateStatusChange = {}) {
    const template = this.#choose(idOrName, change);
    const reason = change.reason === undefined ? usualReasonOf(event) : change.reason;
    this.#apply(template, event, reason);
    const { id, name, language, category } = template;
    const info = change.info ?? this.#usualInfoOf(event, reason);
    const status = { id, name, language, category, event, reason, info };
    return this.#tell(template, (business, now) => buildTemplateStatusUpdate(business, status, now));
  }

  /** @throws SimulatorError `template_unknown`, `callback_url_missing`. */
  setQuality(idOrName: number | string, newScore: QualityScore, choice: TemplateChoice = {}) {
    const template = this.#choose(idOrName, choice);
    this.store.put({ ...template, quality: newScore });
    const { id, name, language, quality: previousScore } = template;
    const quality = { id, name, language, previousScore, newScore };
    return this.#tell(template, (business, now) => buildTemplateQualityUpdate(business, quality, now));
  }

  /**
   * @param choice With `dueAtSeconds` the change is only announced: the template keeps its category.
   * @throws SimulatorError `template_unknown`, `callback_url_missing`.
   */
  setCategory(
    idOrName: number | string,
    newCategory: TemplateCategory,
    choice: TemplateChoice & { readonly dueAtSeconds?: number | undefined } = {},
  ) {
    const template = this.#choose(idOrName, choice);
    const { id, name, language, category: previousCategory } = template;
    const dueAtSeconds = choice.dueAtSeconds ?? null;
    if (dueAtSeconds === null) this.store.put({ ...template, category: newCategory, previousCategory });
    const change = { id, name, language, previousCategory, newCategory, dueAtSeconds };
    return this.#tell(template, (business, now) => buildTemplateCategoryUpdate(business, change, now));
  }

  /** What a webhook told about a template from elsewhere, if there is such a template. */
  note(wabaId: string, about: { name: string; language: string; event: TemplateEvent; reason: string | null }): void {
    const template = this.store.findByName(wabaId, about.name, about.language);
    if (template !== null) this.#apply(template, about.event, about.reason);
  }

  #addInitial(wabaId: string, id: number | undefined, template: Omit<InitialTemplate, 'id' | 'wabaId'>): void {
    const obstacle = this.store.findObstacle(wabaId, template.name, template.language);
    if (obstacle !== null) {
      throw new SimulatorError('options_invalid', 'The templates are not valid.', [
        {
          path: 'templates',
          message: obstacle === 'duplicate' ? 'name one twice' : 'are more than an account may have',
        },
      ]);
    }
    const isFree = id !== undefined && this.store.find(id) === null;
    const own = { wabaId, id: isFree ? id : this.#ctx.newId(), sequence: this.#nextSequence() };
    this.store.put({ ...NEW, ...template, ...own });
  }

  #nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  #review(id: number): void {
    const { delayMs, decision } = this.#ctx.review;
    if (decision === null) return;
    this.#ctx.later(delayMs, () => {
      const template = this.store.find(id);
      if (template?.status !== 'PENDING') return;
      if (this.#ctx.canTell()) void this.setStatus(id, decision);
      else this.#apply(template, decision, usualReasonOf(decision));
    });
  }

  #apply(template: StoredTemplate, event: TemplateEvent, reason: string | null): void {
    const rejectedReason = event === 'REJECTED' ? (reason ?? 'NONE') : 'NONE';
    if (event === 'DELETED') this.store.remove(template);
    else this.store.put({ ...template, status: stateAfter(event, template.status), rejectedReason });
  }

  #choose(idOrName: number | string, { language, wabaId }: TemplateChoice): StoredTemplate {
    const wabaIds = wabaId === undefined ? new Set(this.#ctx.businesses.map((each) => each.wabaId)) : [wabaId];
    const all = [...wabaIds].flatMap((id) => this.store.list(id));
    const found = all.find((template) => {
      if (String(template.id) === String(idOrName)) return true;
      const isOfLanguage =
        language === undefined || this.store.findByName(template.wabaId, template.name, language) === template;
      return template.name === idOrName && isOfLanguage;
    });
    if (found !== undefined) return found;
    throw new SimulatorError('template_unknown', 'There is no such template.');
  }

  #usualInfoOf(event: TemplateEvent, reason: string | null): JsonObject | undefined {
    if (event === 'DISABLED') return { disable_info: { disable_date: String(this.#ctx.nowSeconds()) } };
    if (event === 'PAUSED') {
      return { other_info: { title: 'FIRST_PAUSE', description: 'Paused because of low quality.' } };
    }
    if (event !== 'REJECTED' || reason !== 'INVALID_FORMAT') return undefined;
    const recommendation = 'Look at the parameters, and put words between them.';
    return { rejection_info: { reason: 'The format of the template is not valid.', recommendation } };
  }

  #tell(
    { wabaId }: StoredTemplate,
    build: (business: Business, nowSeconds: number) => WebhookUpdate,
  ): Promise<SendingOutcome> {
    const business = this.#ctx.businesses.find((each) => each.wabaId === wabaId);
    if (business === undefined) throw new SimulatorError('template_unknown', 'No number belongs to its account.');
    return this.#ctx.emit(business, build(business, this.#ctx.nowSeconds()));
  }
}

const NEW = { previousCategory: null, status: 'PENDING', quality: 'UNKNOWN', rejectedReason: 'NONE' } as const;

function usualReasonOf(event: TemplateEvent): string | null {
  if (event === 'PENDING_DELETION') return null;
  return event === 'REJECTED' ? 'INVALID_FORMAT' : 'NONE';
}

/** A flagged or locked template is what it was; one that is back is approved. */
function stateAfter(event: TemplateEvent, before: TemplateState): TemplateState {
  if (event === 'REINSTATED') return 'APPROVED';
  return TEMPLATE_STATUSES.find((status) => status === event) ?? before;
}
