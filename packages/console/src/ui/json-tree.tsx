import { JsonView } from 'react-json-view-lite';
import { uiWords } from '../words/ui.ts';

/** Levels that are open at first. */
const OPEN_LEVELS = 3;

const STYLE = {
  container: 'font-mono text-12 leading-[1.7] text-fg-2',
  basicChildStyle: 'm-0 pl-4',
  childFieldsContainer: 'm-0 p-0 list-none',
  label: 'mr-1.5 text-(--ph-code-key)',
  clickableLabel: 'mr-1.5 cursor-pointer text-(--ph-code-key)',
  nullValue: 'text-(--ph-code-nul)',
  undefinedValue: 'text-(--ph-code-nul)',
  numberValue: 'text-(--ph-code-num)',
  stringValue: 'text-(--ph-code-str) break-all',
  booleanValue: 'text-(--ph-code-nul)',
  otherValue: 'text-fg-2',
  punctuation: 'mr-1 text-fg-3',
  expandIcon: 'mr-1 inline-block w-3 cursor-pointer text-fg-3 before:content-["▸"]',
  collapseIcon: 'mr-1 inline-block w-3 cursor-pointer text-fg-3 before:content-["▾"]',
  collapsedContent: 'mr-1 cursor-pointer text-fg-3 before:content-["…"]',
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  stringifyStringValues: true,
  ariaLables: { collapseJson: uiWords.jsonCollapse, expandJson: uiWords.jsonExpand },
} as const;

/** JSON as a tree that opens and closes. */
export function JsonTree({ value, label }: { readonly value: object; readonly label: string }) {
  return (
    <div className="max-h-128 overflow-auto rounded-2 border border-line bg-sunken p-2">
      <JsonView
        data={value}
        style={STYLE}
        shouldExpandNode={(level) => level < OPEN_LEVELS}
        clickToExpandNode
        aria-label={label}
      />
    </div>
  );
}
