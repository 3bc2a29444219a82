import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { LabelBook, LabelId, LabelKind } from '../../domain/label.ts';
import { labelNameKey } from '../../domain/label.ts';

export interface LabelLookup {
  readonly labels: (workspaceId: WorkspaceId) => LabelBook;
  /**
   * The label of that name, made if it is not there yet.
   *
   * @throws PosthornError `limit_reached` when the workspace can have no more of them.
   */
  readonly ensureLabel: (workspaceId: WorkspaceId, kind: LabelKind, name: string) => Promise<LabelId>;
}

/** What a cell names. The id is null when it would be made by an import that is only rehearsed. `missing`: why there is none. */
export type NamedLabel = { readonly id: LabelId | null } | { readonly missing: string };

/** What becomes of a name that is not there: it is a problem, becomes a label, or would become one. */
export type MissingLabels = 'refuse' | 'make' | 'rehearse';

/** As long as names of labels may be. */
const NAME_CHARS_MAX = 255;

/** The statuses, sources and groups that the rows of one import name. */
export class RowLabels {
  readonly #lookup: LabelLookup;
  readonly #workspaceId: WorkspaceId;
  readonly #whenMissing: MissingLabels;
  readonly #made = new Map<string, LabelId>();

  constructor(lookup: LabelLookup, workspaceId: WorkspaceId, whenMissing: MissingLabels) {
    this.#lookup = lookup;
    this.#workspaceId = workspaceId;
    this.#whenMissing = whenMissing;
  }

  /** Finds a label by its name, else its id, else the integer that is its serial. */
  async find(kind: LabelKind, text: string): Promise<NamedLabel> {
    const known = this.#known(kind, text);
    if (known !== null) return { id: known };
    if (this.#whenMissing === 'refuse' || text.length > NAME_CHARS_MAX) return { missing: missingWords(kind) };
    return this.#whenMissing === 'rehearse' ? { id: null } : this.#make(kind, text);
  }

  #known(kind: LabelKind, text: string): LabelId | null {
    const made = this.#made.get(keyOf(kind, text));
    if (made !== undefined) return made;
    const book = this.#lookup.labels(this.#workspaceId);
    const byId = book.byId.get(text);
    const bySerial = /^\d{1,10}$/.test(text) ? book.bySerial(kind, Number(text)) : null;
    const label = book.byName(kind, text) ?? (byId?.kind === kind ? byId : null) ?? bySerial;
    return label?.id ?? null;
  }

  async #make(kind: LabelKind, name: string): Promise<NamedLabel> {
    try {
      const id = await this.#lookup.ensureLabel(this.#workspaceId, kind, name);
      this.#made.set(keyOf(kind, name), id);
      return { id };
    } catch (error) {
      if (!(error instanceof PosthornError) || error.code !== 'limit_reached') throw error;
      return { missing: error.message };
    }
  }
}

function keyOf(kind: LabelKind, name: string): string {
  return `${kind} ${labelNameKey(name)}`;
}

const NOUNS: Readonly<Record<LabelKind, string>> = {
  status: 'status',
  source: 'source',
  contact_group: 'contact group',
};

function missingWords(kind: LabelKind): string {
  return `There is no such ${NOUNS[kind]}. Make it first, or import with create_labels=true.`;
}
