import type { Mask } from '../../lib/mask.ts';
import type { Column } from '../../ui/data-table.tsx';
import { Phone } from '../../ui/person.tsx';
import { Pill, Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { contactWords } from '../../words/contacts.ts';
import { type Contact, nameOf } from './contact.ts';
import { ContactPills, StatusName } from './contact-facts.tsx';

const words = contactWords.columns;

/** Columns that a reader may leave out; name and number always stay. */
export const OPTIONAL_COLUMNS = [
  'email',
  'type',
  'status',
  'source',
  'groups',
  'tags',
  'assignee',
  'created',
  'updated',
] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];
export const COLUMNS_AT_FIRST: readonly OptionalColumn[] = ['type', 'status', 'source', 'tags', 'assignee', 'updated'];

interface ColumnContext {
  readonly mask: Mask;
  readonly nameOfMember: (id: string) => string;
  readonly colorOf: (id: string) => string | undefined;
  /** Contacts made after this are new to the reader, epoch ms. */
  readonly openedAtMs: number;
}

/** The columns of the table, in their order. */
export function contactColumns(ctx: ColumnContext, shown: readonly OptionalColumn[]): readonly Column<Contact>[] {
  const { mask, nameOfMember, colorOf } = ctx;
  const optional: Readonly<Record<OptionalColumn, Omit<Column<Contact>, 'id'>>> = {
    email: {
      header: words.email,
      width: 'minmax(0,1.1fr)',
      fromPx: 900,
      cell: ({ email }) => email !== null && <span className="text-fg-2">{mask.text(email)}</span>,
    },
    type: {
      header: words.type,
      width: '5.5rem',
      fromPx: 720,
      cell: ({ type }) => <span className="text-fg-2">{contactWords.types[type]}</span>,
    },
    status: {
      header: words.status,
      width: 'minmax(0,.8fr)',
      cell: ({ status }) => <StatusName status={status} colorOf={colorOf} />,
    },
    source: {
      header: words.source,
      width: 'minmax(0,.8fr)',
      fromPx: 820,
      cell: ({ source }) => <span className="text-fg-2">{source?.name}</span>,
    },
    groups: {
      header: words.groups,
      width: 'minmax(0,.8fr)',
      fromPx: 900,
      cell: ({ groups }) => <span className="text-fg-2">{groups.map(({ name }) => name).join(', ')}</span>,
    },
    tags: {
      header: words.tags,
      width: 'minmax(0,.8fr)',
      fromPx: 1_000,
      cell: ({ tags }) => (
        <span className="flex gap-1 overflow-hidden">
          {tags.slice(0, 3).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
          {tags.length > 3 && <span className="text-12 text-fg-3">+{tags.length - 3}</span>}
        </span>
      ),
    },
    assignee: {
      header: words.assignee,
      width: 'minmax(0,.7fr)',
      fromPx: 940,
      cell: ({ assignee_id }) => assignee_id !== null && <span className="text-fg-2">{nameOfMember(assignee_id)}</span>,
    },
    created: {
      header: words.created,
      width: '7rem',
      align: 'end',
      fromPx: 760,
      cell: ({ created_at }) => <Time at={created_at} />,
    },
    updated: {
      header: words.updated,
      width: '7rem',
      align: 'end',
      fromPx: 640,
      cell: ({ updated_at }) => (
        <span className="text-fg-2">
          <Time at={updated_at} />
        </span>
      ),
    },
  };
  return [
    {
      id: 'name',
      header: words.name,
      width: 'minmax(0,1.2fr)',
      cell: (contact) => (
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="truncate font-medium">{nameOf(contact, mask)}</span>
          {Date.parse(contact.created_at) > ctx.openedAtMs && <Pill tone="brass">{contactWords.isNew}</Pill>}
          <ContactPills contact={contact} />
        </span>
      ),
    },
    {
      id: 'phone',
      header: words.phone,
      width: 'minmax(8rem,.8fr)',
      cell: (contact) => <Reach contact={contact} mask={mask} />,
    },
    ...OPTIONAL_COLUMNS.filter((id) => shown.includes(id)).map((id) => ({ id, ...optional[id] })),
  ];
}

interface NarrowContactProps extends Pick<ColumnContext, 'mask' | 'colorOf'> {
  readonly contact: Contact;
}

/** A row of three lines, for a narrow screen. */
export function NarrowContact({ contact, mask, colorOf }: NarrowContactProps) {
  return (
    <span className="grid gap-0.5">
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="truncate font-medium">{nameOf(contact, mask)}</span>
        <ContactPills contact={contact} />
      </span>
      <span className="flex min-w-0 items-center gap-3 text-12 text-fg-2">
        <Reach contact={contact} mask={mask} />
        <StatusName status={contact.status} colorOf={colorOf} />
      </span>
      <span className="flex items-center gap-3 text-12 text-fg-3">
        {contactWords.types[contact.type]} <Time at={contact.updated_at} />
      </span>
    </span>
  );
}

function Reach({ contact, mask }: { readonly contact: Contact; readonly mask: Mask }) {
  if (contact.phone !== null) return <Phone phone={contact.phone} />;
  if (contact.bsuid !== null) return <code className="mono">{mask.text(contact.bsuid)}</code>;
  return null;
}
