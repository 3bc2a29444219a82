import type { memberView } from '@posthorn/server/control/members/member-view.ts';
import { useMemo } from 'react';
import type * as z from 'zod';
import { useApi, useApiWhole } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { contactWords } from '../../words/contacts.ts';

/** A status, source or contact group. */
export interface Label {
  readonly id: string;
  readonly serial: number;
  readonly name: string;
  /** Statuses alone have one. */
  readonly color?: string;
  readonly default?: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export type Member = z.infer<typeof memberView>;

export const LABEL_PATHS = { status: '/v1/statuses', source: '/v1/sources', group: '/v1/contact-groups' } as const;
export type LabelKind = keyof typeof LABEL_PATHS;

/** Labels and members change seldom; what changes them reads them anew. */
const STALE_MS = 60_000;

/** Every label of a kind, in the order in which they were made. */
export function useLabels(kind: LabelKind) {
  const may = useMay();
  const query = useApiWhole<Label>(LABEL_PATHS[kind], {}, { enabled: may('labels.read'), staleTime: STALE_MS });
  const labels = query.data;
  const data = useMemo(() => labels?.toSorted((one, other) => one.serial - other.serial), [labels]);
  return { ...query, data };
}

/** The members of the workspace, and what each is called. */
export function useMembers() {
  const may = useMay();
  const query = useApiWhole<Member>('/v1/members', {}, { enabled: may('members.read'), staleTime: STALE_MS });
  const members = useMemo(
    () => (query.data ?? []).toSorted((one, other) => one.name.localeCompare(other.name)),
    [query.data],
  );
  const nameOf = useMemo(() => {
    const names = new Map(members.map((member) => [member.id, member.name]));
    return (id: string) => names.get(id) ?? contactWords.formerMember;
  }, [members]);
  return { members, nameOf };
}

/** How many contacts there are, as far as they are counted. */
export interface ContactCounts {
  readonly total: number;
  readonly total_max: number;
  readonly by_label: Readonly<Record<string, number>>;
  readonly by_label_max: number;
  readonly by_group: Readonly<Record<string, number>> | null;
}

export function useContactCounts() {
  const may = useMay();
  return useApi<ContactCounts>('/v1/contacts/counts', {}, { enabled: may('contacts.read'), staleTime: 30_000 });
}
