import { Popover } from '@base-ui/react/popover';
import { ListFilter, Plus, X } from 'lucide-react';
import { type KeyboardEvent, type ReactElement, type ReactNode, useRef, useState } from 'react';
import { useShortcuts } from '../lib/keys.ts';
import type { UrlState } from '../lib/url-state.ts';
import { uiWords } from '../words/ui.ts';
import { Button } from './button.tsx';
import { Checkbox, Input } from './field.tsx';
import { Keys } from './keys.tsx';

interface FilterBase {
  /** Name in the address and in the query of the API. */
  readonly name: string;
  readonly label: string;
}

/** One thing that a list can be narrowed down by. */
export type Filter =
  | (FilterBase & {
      readonly kind: 'one' | 'many';
      readonly options: readonly { readonly value: string; readonly label: string }[];
    })
  | (FilterBase & { readonly kind: 'text'; readonly hint?: string; readonly format?: (value: string) => string });

interface FilterBarProps {
  readonly filters: readonly Filter[];
  readonly state: UrlState;
  readonly onChange: (change: UrlState) => void;
  /**
   * Reads what is typed into the field: which filter it means, such as `{wamid: '…'}`. Null: it is not known.
   * Absent: there is no field.
   */
  readonly recognise?: (text: string) => UrlState | null;
  readonly placeholder?: string;
  /** Said when what was typed is not recognised. */
  readonly unknownHint?: string;
  readonly children?: ReactNode;
}

/** Filters as chips: field, operator, value, remove. They live in the address; Backspace in the empty field takes the last one. */
export function FilterBar({ filters, state, onChange, recognise, placeholder, unknownHint, children }: FilterBarProps) {
  const set = filters.filter(({ name }) => state[name] !== undefined);
  const unset = filters.filter(({ name }) => state[name] === undefined);
  const [text, setText] = useState('');
  const [isUnknown, setIsUnknown] = useState(false);
  const [added, setAdded] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts(
    recognise === undefined ? [] : [{ keys: '/', label: uiWords.focusFilter, run: () => field.current?.focus() }],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur();
    if (event.key === 'Backspace' && text === '' && set.length > 0) onChange({ [set.at(-1)?.name ?? '']: undefined });
    if (event.key !== 'Enter' || text.trim() === '') return;
    const change = recognise?.(text.trim()) ?? null;
    setIsUnknown(change === null);
    if (change === null) return;
    onChange(change);
    setText('');
  };
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
      {recognise !== undefined && (
        <span className="flex h-6.5 w-52 items-center gap-1.5 rounded-2 border border-line-strong bg-panel px-2 text-12 focus-within:outline-2 focus-within:outline-focus pointer-coarse:h-11 max-narrow:w-auto max-narrow:min-w-40 max-narrow:flex-1">
          <ListFilter aria-hidden="true" className="size-3.5 flex-none text-fg-3" />
          <input
            ref={field}
            value={text}
            aria-label={placeholder}
            aria-invalid={isUnknown || undefined}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setText(event.target.value);
              setIsUnknown(false);
            }}
            onKeyDown={onKeyDown}
            className="min-w-0 grow bg-transparent outline-none"
          />
          <span className="max-narrow:hidden">
            <Keys keys="/" />
          </span>
        </span>
      )}
      {set.map((filter) => (
        <Chip
          key={filter.name}
          filter={filter}
          value={state[filter.name] ?? ''}
          onChange={(value) => onChange({ [filter.name]: value })}
        />
      ))}
      {unset.length > 0 && <AddFilter filters={unset} onPick={setAdded} />}
      {unset.map(
        (filter) =>
          filter.name === added && (
            <FilterPopover
              key={filter.name}
              filter={filter}
              value=""
              openAtFirst
              onClose={() => setAdded(null)}
              onChange={(value) => {
                onChange({ [filter.name]: value });
                setAdded(null);
              }}
              trigger={<Button size="small">{filter.label}</Button>}
            />
          ),
      )}
      {children}
      {isUnknown && (
        <p role="alert" className="w-full text-12 text-warning">
          {unknownHint}
        </p>
      )}
    </div>
  );
}

interface ChipProps {
  readonly filter: Filter;
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
}

function Chip({ filter, value, onChange }: ChipProps) {
  return (
    <span className="inline-flex h-6.5 items-stretch overflow-hidden rounded-2 border border-line bg-raised text-12 whitespace-nowrap pointer-coarse:h-11">
      <FilterPopover
        filter={filter}
        value={value}
        onChange={onChange}
        trigger={
          <button
            type="button"
            className="inline-flex items-center gap-1.25 px-1.75 outline-offset-[-2px] hover:bg-hover"
          >
            <span className="text-fg-3">
              {filter.label} {value.includes(',') ? uiWords.isAnyOf : uiWords.is}
            </span>
            <span className="max-w-64 truncate font-medium">{describeValue(filter, value)}</span>
          </button>
        }
      />
      <button
        type="button"
        aria-label={uiWords.removeFilter(filter.label)}
        onClick={() => onChange(undefined)}
        className="grid w-6 place-items-center border-l border-line text-fg-2 outline-offset-[-2px] hover:bg-hover pointer-coarse:w-11"
      >
        <X aria-hidden="true" className="size-3.25" />
      </button>
    </span>
  );
}

function describeValue(filter: Filter, value: string): string {
  if (filter.kind === 'text') return filter.format?.(value) ?? value;
  return value
    .split(',')
    .map((one) => filter.options.find((option) => option.value === one)?.label ?? one)
    .join(', ');
}

interface FilterPopoverProps {
  readonly filter: Filter;
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
  readonly trigger: ReactElement;
  readonly openAtFirst?: boolean;
  readonly onClose?: () => void;
}

function FilterPopover({ filter, value, onChange, trigger, openAtFirst = false, onClose }: FilterPopoverProps) {
  const [isOpen, setIsOpen] = useState(openAtFirst);
  const close = () => {
    setIsOpen(false);
    onClose?.();
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={(next) => (next ? setIsOpen(true) : close())}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner align="start" sideOffset={4} className="z-50">
          <Popover.Popup
            className="max-h-96 min-w-56 overflow-auto rounded-3 bg-raised p-2 shadow-3"
            aria-label={filter.label}
          >
            <FilterEditor
              filter={filter}
              value={value}
              onPick={(next) => {
                onChange(next);
                if (filter.kind !== 'many') close();
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface FilterEditorProps {
  readonly filter: Filter;
  readonly value: string;
  readonly onPick: (value: string | undefined) => void;
}

function FilterEditor({ filter, value, onPick }: FilterEditorProps) {
  const [text, setText] = useState(value);
  if (filter.kind === 'text') {
    return (
      <form
        className="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onPick(text.trim() === '' ? undefined : text.trim());
        }}
      >
        <Input
          aria-label={filter.label}
          value={text}
          placeholder={filter.hint}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
        <Button kind="primary" size="small" type="submit">
          {uiWords.applyFilter}
        </Button>
      </form>
    );
  }
  const chosen = value === '' ? [] : value.split(',');
  if (filter.kind === 'many') {
    return (
      <div className="grid gap-1.5 p-1">
        {filter.options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={chosen.includes(option.value)}
            onChange={(checked) => {
              const next = checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value);
              onPick(next.length === 0 ? undefined : next.join(','));
            }}
          />
        ))}
      </div>
    );
  }
  return (
    <div className="grid">
      {filter.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onPick(option.value)}
          className="rounded-2 px-2 py-1.25 text-left hover:bg-hover aria-pressed:font-medium aria-pressed:text-brass"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

function AddFilter({
  filters,
  onPick,
}: {
  readonly filters: readonly Filter[];
  readonly onPick: (name: string) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        render={
          <button
            type="button"
            className="inline-flex h-6.5 items-center gap-1 rounded-2 border border-dashed border-line-strong px-2 text-12 text-fg-2 hover:bg-hover pointer-coarse:h-11"
          >
            <Plus aria-hidden="true" className="size-3.5" />
            {uiWords.addFilter}
          </button>
        }
      />
      <Popover.Portal>
        <Popover.Positioner align="start" sideOffset={4} className="z-50">
          <Popover.Popup className="min-w-44 rounded-3 bg-raised p-1 shadow-3" aria-label={uiWords.addFilter}>
            {filters.map((filter) => (
              <button
                key={filter.name}
                type="button"
                className="block w-full rounded-2 px-2 py-1.25 text-left hover:bg-hover"
                onClick={() => {
                  setIsOpen(false);
                  onPick(filter.name);
                }}
              >
                {filter.label}
              </button>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
