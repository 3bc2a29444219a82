import { cx } from '../lib/class-names.ts';
import { initialsOf } from '../lib/cover.ts';
import { useMask } from '../lib/mask.ts';

/** The first letters of a name, or of a number. */
export function Avatar({ name, size = 'row' }: { readonly name: string; readonly size?: 'small' | 'row' | 'large' }) {
  const sizes = { small: 'size-5 text-[.5625rem]', row: 'size-7 text-11', large: 'size-12 text-14' } as const;
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-grid flex-none place-items-center rounded-full bg-active font-semibold text-fg-2',
        sizes[size],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

/** A phone number, covered when numbers are hidden. */
export function Phone({ phone }: { readonly phone: string }) {
  const mask = useMask();
  return <span className="num whitespace-nowrap">{mask.phone(phone.startsWith('+') ? phone : `+${phone}`)}</span>;
}
