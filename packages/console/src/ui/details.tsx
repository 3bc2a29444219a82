import { Fragment, type ReactNode } from 'react';
import { cx } from '../lib/class-names.ts';
import { shortenId } from '../lib/format.ts';
import { CopyButton } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

interface DetailsProps {
  readonly rows: readonly (readonly [ReactNode, ReactNode] | null | false)[];
  readonly className?: string;
}

/** Names and values, one under the other. What is null or false is left out. */
export function Details({ rows, className }: DetailsProps) {
  const shown = rows.filter((row) => row !== null && row !== false);
  return (
    <dl className={cx('grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.25', className)}>
      {shown.map(([name, value], index) => (
        <Fragment key={index}>
          <dt className="text-fg-3">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** An id: short to read, whole to copy. */
export function Id({
  id,
  label,
  whole = false,
}: {
  readonly id: string;
  readonly label: string;
  readonly whole?: boolean;
}) {
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5">
      <Tooltip text={<code>{id}</code>}>
        <code className="mono truncate" tabIndex={0}>
          {whole ? id : shortenId(id)}
        </code>
      </Tooltip>
      <CopyButton text={id} label={label} />
    </span>
  );
}

/** A value to be put somewhere else: a URL, a token. */
export function CopyField({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <span className="flex h-8.5 min-w-0 items-center gap-2 rounded-2 border border-line bg-sunken pr-1 pl-2.5">
      <code className="mono min-w-0 grow overflow-x-auto whitespace-nowrap" tabIndex={0}>
        {value}
      </code>
      <CopyButton text={value} label={label} />
    </span>
  );
}
