import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Check, Minus, TriangleAlert } from 'lucide-react';
import { type ComponentProps, createContext, type ReactNode, use, useId } from 'react';
import { cx } from '../lib/class-names.ts';

interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isWrong: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and how to mend it. */
  readonly error?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A control with its label above, a hint below, and what is wrong with it. The control inside finds its label by itself. */
export function Field({ label, hint, error, children, className }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== false && error !== '';
  const describedBy = [hint === undefined ? null : `${id}-hint`, hasError ? `${id}-error` : null].filter(
    (one) => one !== null,
  );
  return (
    <div className={cx('grid content-start gap-1.25', className)}>
      <label htmlFor={id} className="font-medium text-fg">
        {label}
      </label>
      <FieldContext value={{ id, describedBy: describedBy.join(' ') || undefined, isWrong: hasError }}>
        {children}
      </FieldContext>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-12 text-fg-3">
          {hint}
        </p>
      )}
      {hasError && (
        <p id={`${id}-error`} role="alert" className="flex items-center gap-1.5 text-12 text-danger">
          <TriangleAlert aria-hidden="true" className="size-3.25 flex-none" />
          {error}
        </p>
      )}
    </div>
  );
}

function useFieldProps() {
  const field = use(FieldContext);
  if (field === null) return {};
  return {
    id: field.id,
    ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }),
    ...(field.isWrong ? { 'aria-invalid': true } : {}),
  };
}

const CONTROL =
  'w-full rounded-2 border border-line-strong bg-panel px-2.5 text-fg focus-visible:outline-offset-0 aria-invalid:border-danger';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input type="text" {...useFieldProps()} {...rest} className={cx(CONTROL, 'h-8 pointer-coarse:h-11', className)} />
  );
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={4} {...useFieldProps()} {...rest} className={cx(CONTROL, 'py-1.5', className)} />;
}

interface SelectProps<TValue extends string> {
  readonly value: TValue;
  readonly onChange: (value: TValue) => void;
  readonly options: readonly { readonly value: TValue; readonly label: string; readonly disabled?: boolean }[];
  /** Its name, where no `Field` gives one. */
  readonly label?: string;
  readonly className?: string;
}

/** One of a few. The browser's own list: it works with every keyboard, reader and thumb. */
export function Select<TValue extends string>({ value, onChange, options, label, className }: SelectProps<TValue>) {
  return (
    <select
      {...useFieldProps()}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as TValue)}
      className={cx(CONTROL, 'h-8 pr-1 pointer-coarse:h-11', className)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Some of what it stands for. */
  readonly mixed?: boolean;
  readonly label: ReactNode;
  /** The label is said, not shown. */
  readonly labelHidden?: boolean;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

export function Checkbox({
  checked,
  onChange,
  mixed = false,
  label,
  labelHidden = false,
  hint,
  disabled = false,
}: CheckboxProps) {
  const id = useId();
  return (
    <span className="inline-flex items-start gap-2 align-middle">
      <BaseCheckbox.Root
        id={id}
        checked={checked}
        indeterminate={mixed}
        disabled={disabled}
        onCheckedChange={(isChecked) => onChange(isChecked)}
        {...(labelHidden ? { 'aria-label': String(label) } : { 'aria-labelledby': `${id}-label` })}
        className={cx(
          labelHidden ? '' : 'mt-0.5',
          'grid size-4 flex-none place-items-center rounded-1 border border-line-strong bg-panel text-on-ink data-checked:border-ink data-checked:bg-ink data-indeterminate:border-ink data-indeterminate:bg-ink data-disabled:opacity-50',
        )}
      >
        <BaseCheckbox.Indicator>
          {mixed ? (
            <Minus aria-hidden="true" className="size-3" strokeWidth={3} />
          ) : (
            <Check aria-hidden="true" className="size-3" strokeWidth={3} />
          )}
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      {!labelHidden && (
        <span>
          {/* The box is a button that this labels by id: a click on the words has to reach it. */}
          <label id={`${id}-label`} htmlFor={id}>
            {label}
          </label>
          {hint !== undefined && <span className="block text-12 text-fg-3">{hint}</span>}
        </span>
      )}
    </span>
  );
}

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

/** Turns something on or off at once. */
export function Switch({ checked, onChange, label, hint, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <span className="flex items-start gap-2.5">
      <BaseSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(isChecked) => onChange(isChecked)}
        aria-labelledby={`${id}-label`}
        className="relative mt-px h-4.5 w-7.5 flex-none rounded-full bg-line-strong data-checked:bg-ink data-disabled:opacity-50"
      >
        <BaseSwitch.Thumb className="absolute top-0.5 left-0.5 size-3.5 rounded-full bg-panel transition-transform duration-(--ph-fast) data-checked:translate-x-3" />
      </BaseSwitch.Root>
      <span>
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        {hint !== undefined && <span className="block text-12 text-fg-3">{hint}</span>}
      </span>
    </span>
  );
}
