import { Ban, CircleSlash2 } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useMask } from '../../lib/mask.ts';
import { Details, Id } from '../../ui/details.tsx';
import { Phone } from '../../ui/person.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { contactWords } from '../../words/contacts.ts';
import type { Contact } from './contact.ts';
import { useLabels, useMembers } from './use-records.ts';

const { fields } = contactWords;

/** What is not as it is with most: the person has opted out, or the record is switched off. */
export function ContactPills({ contact }: { readonly contact: Contact }) {
  return (
    <>
      {contact.opted_out && (
        <Pill tone="warning" icon={Ban}>
          {contactWords.optedOut}
        </Pill>
      )}
      {!contact.enabled && (
        <Pill tone="neutral" icon={CircleSlash2}>
          {contactWords.switchedOff}
        </Pill>
      )}
    </>
  );
}

interface StatusNameProps {
  readonly status: Contact['status'];
  /** By the id. Given, so that a table does not ask once for each row. */
  readonly colorOf: (id: string) => string | undefined;
}

/** What people gave each status. */
export function useStatusColors(): (id: string) => string | undefined {
  const statuses = useLabels('status').data;
  return useMemo(() => {
    const colors = new Map(statuses?.map(({ id, color }) => [id, color]));
    return (id) => colors.get(id);
  }, [statuses]);
}

/** A status as people know it: its colour and its name. */
export function StatusName({ status, colorOf }: StatusNameProps) {
  if (status === null) return null;
  const color = colorOf(status.id);
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1.75">
      <Swatch color={color} />
      <span className="truncate">{status.name}</span>
    </span>
  );
}

/** The colour that people gave a status. */
export function Swatch({ color }: { readonly color: string | undefined }) {
  return (
    <span
      aria-hidden="true"
      className="size-2 flex-none rounded-[2px] border border-line"
      style={color === undefined ? {} : { backgroundColor: color, borderColor: color }}
    />
  );
}

/** Everything of a contact, to read. */
export function ContactFacts({ contact }: { readonly contact: Contact }) {
  const mask = useMask();
  const { nameOf } = useMembers();
  const colorOf = useStatusColors();
  const text = (value: string | null) => value !== null && value !== '' && mask.text(value);
  const row = (field: keyof typeof fields, value: ReactNode) =>
    value === null || value === false ? null : ([fields[field], value] as const);
  return (
    <Details
      rows={[
        row('phone', contact.phone !== null && <Phone phone={contact.phone} />),
        row('bsuid', contact.bsuid !== null && <code className="mono">{mask.text(contact.bsuid)}</code>),
        row('email', text(contact.email)),
        row('company', text(contact.company)),
        row('username', text(contact.username)),
        row('type', contactWords.types[contact.type]),
        row('status_id', contact.status !== null && <StatusName status={contact.status} colorOf={colorOf} />),
        row('source_id', contact.source?.name ?? false),
        row('group_ids', contact.groups.length > 0 && contact.groups.map(({ name }) => name).join(', ')),
        row('tags', contact.tags.length > 0 && contact.tags.join(', ')),
        row('assignee_id', contact.assignee_id !== null && nameOf(contact.assignee_id)),
        row('address', text([contact.address, contact.zip, contact.city, contact.state].filter(Boolean).join(', '))),
        row('country', contact.country?.name ?? false),
        row('website', text(contact.website)),
        row('description', text(contact.description)),
        ...Object.entries(contact.custom_attributes).map(
          ([name, value]) => [<code key={name}>{name}</code>, mask.text(String(value ?? ''))] as const,
        ),
        [contactWords.columns.created, <Time key="created" at={contact.created_at} />],
        [contactWords.columns.updated, <Time key="updated" at={contact.updated_at} />],
        [
          contactWords.serial,
          <span key="serial" className="num">
            {contact.serial}
          </span>,
        ],
        [contactWords.id, <Id key="id" id={contact.id} label={contactWords.copyId} />],
      ]}
    />
  );
}
