import type { ReactNode } from 'react';

interface SegmentedProps<TValue extends string> {
  readonly value: TValue;
  readonly onChange: (value: TValue) => void;
  readonly options: readonly {
    readonly value: TValue;
    readonly label: ReactNode;
    readonly disabled?: boolean;
    readonly title?: string;
  }[];
  readonly label: string;
}

/** One of a few that are all in sight. */
export function Segmented<TValue extends string>({ value, onChange, options, label }: SegmentedProps<TValue>) {
  return (
    <div role="group" aria-label={label} className="inline-flex rounded-2 border border-line bg-sunken p-px">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          aria-disabled={option.disabled || undefined}
          title={option.title}
          onClick={() => option.disabled !== true && onChange(option.value)}
          className="inline-flex h-[calc(var(--ph-control-h)-4px)] items-center gap-1.5 rounded-[4px] px-2.25 text-12 font-medium whitespace-nowrap text-fg-2 hover:text-fg aria-disabled:text-fg-3 aria-disabled:line-through aria-pressed:bg-raised aria-pressed:text-fg aria-pressed:shadow-[0_0_0_1px_var(--ph-line),var(--ph-shadow-1)]"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
