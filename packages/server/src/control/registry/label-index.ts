import { type Label, type LabelBook, type LabelKind, labelNameKey } from '../../domain/label.ts';

/** The labels of one workspace, found by all that names them. */
export class LabelIndex implements LabelBook {
  readonly byId = new Map<string, Label>();
  readonly #bySerial = new Map<string, Label>();
  readonly #byName = new Map<string, Label>();
  #defaultStatus: Label | null = null;

  get defaultStatus(): Label | null {
    return this.#defaultStatus;
  }

  bySerial(kind: LabelKind, serial: number): Label | null {
    return this.#bySerial.get(`${kind} ${serial}`) ?? null;
  }

  byName(kind: LabelKind, name: string): Label | null {
    return this.#byName.get(`${kind} ${labelNameKey(name)}`) ?? null;
  }

  ofKind(kind: LabelKind): readonly Label[] {
    return [...this.byId.values()].filter((label) => label.kind === kind);
  }

  put(label: Label): void {
    this.remove(label.id);
    this.byId.set(label.id, label);
    this.#bySerial.set(`${label.kind} ${label.serial}`, label);
    this.#byName.set(`${label.kind} ${labelNameKey(label.name)}`, label);
    if (label.isDefault) this.#defaultStatus = label;
  }

  remove(id: string): void {
    const label = this.byId.get(id);
    if (label === undefined) return;
    this.byId.delete(id);
    this.#bySerial.delete(`${label.kind} ${label.serial}`);
    const nameKey = `${label.kind} ${labelNameKey(label.name)}`;
    // The name may be another label's by now: changes arrive in their order, and that one came first.
    if (this.#byName.get(nameKey)?.id === id) this.#byName.delete(nameKey);
    if (this.#defaultStatus?.id === id) this.#defaultStatus = null;
  }
}
