import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { formatCount } from '../lib/format.ts';

export interface Tab<TValue extends string> {
  readonly value: TValue;
  readonly label: ReactNode;
  readonly count?: number | string;
  /** A count that is bad news. */
  readonly bad?: boolean;
}

interface TabsProps<TValue extends string> {
  readonly value: TValue;
  readonly onChange: (value: TValue) => void;
  readonly tabs: readonly Tab<TValue>[];
  readonly label: string;
  /** What the chosen tab shows. */
  readonly children?: ReactNode;
  readonly aside?: ReactNode;
}

/** Text and count; arrow keys walk. The page keeps the choice in its address. */
export function Tabs<TValue extends string>({ value, onChange, tabs, label, children, aside }: TabsProps<TValue>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as TValue)} className="contents">
      <div className="flex items-center border-b border-line px-4">
        <Base.List aria-label={label} className="flex min-w-0 gap-4 overflow-x-auto">
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              className="-mb-px inline-flex h-9 flex-none items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-fg-2 outline-offset-[-2px] hover:text-fg aria-selected:border-fg aria-selected:text-fg"
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className={tab.bad === true ? 'num font-normal text-danger' : 'num font-normal text-fg-3'}>
                  {typeof tab.count === 'number' ? formatCount(tab.count) : tab.count}
                </span>
              )}
            </Base.Tab>
          ))}
        </Base.List>
        {aside !== undefined && <div className="ml-auto flex flex-none items-center gap-1 pl-3">{aside}</div>}
      </div>
      {children !== undefined && (
        <Base.Panel value={value} className="contents">
          {children}
        </Base.Panel>
      )}
    </Base.Root>
  );
}
