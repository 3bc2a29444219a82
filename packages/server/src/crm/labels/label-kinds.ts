import type { LabelKind } from '../../domain/label.ts';

/** What is different between statuses, sources and contact groups. Everything else is one mechanism. */
export interface LabelKindTraits {
  readonly kind: LabelKind;
  readonly idPrefix: 'sta' | 'src' | 'grp';
  /** Path of its list. */
  readonly path: '/v1/statuses' | '/v1/sources' | '/v1/contact-groups';
  /** Heading of its routes in the reference. */
  readonly tag: string;
  /** In a sentence, with its article and without. */
  readonly aNoun: string;
  readonly noun: string;
  readonly plural: string;
  /** How many a workspace may have. All of them are in the memory of every node, and people choose from the list. */
  readonly labelsMax: number;
}

export const LABEL_TRAITS: Readonly<Record<LabelKind, LabelKindTraits>> = {
  status: {
    kind: 'status',
    idPrefix: 'sta',
    path: '/v1/statuses',
    tag: 'Statuses',
    aNoun: 'a status',
    noun: 'status',
    plural: 'statuses',
    labelsMax: 200,
  },
  source: {
    kind: 'source',
    idPrefix: 'src',
    path: '/v1/sources',
    tag: 'Sources',
    aNoun: 'a source',
    noun: 'source',
    plural: 'sources',
    labelsMax: 1_000,
  },
  contact_group: {
    kind: 'contact_group',
    idPrefix: 'grp',
    path: '/v1/contact-groups',
    tag: 'Contact groups',
    aNoun: 'a contact group',
    noun: 'contact group',
    plural: 'contact groups',
    labelsMax: 5_000,
  },
};
