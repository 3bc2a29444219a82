import { cx } from '../lib/class-names.ts';

/** The mark. Brass or one ink, never on a tint of a status, never animated; 14 px at least. */
export function Horn({ className = 'size-6' }: { readonly className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={cx('flex-none text-brass-mark', className)}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M2.2 7v3.6M2.2 8.8h12.3" />
      <circle cx="10" cy="13.9" r="5.1" />
      <path d="M14.5 8.8c3 0 5.2-1.5 6.8-4.3v8.6c-1.6-2.8-3.8-4.3-6.8-4.3Z" fill="currentColor" />
    </svg>
  );
}
