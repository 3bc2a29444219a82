import { lazy, Suspense, useMemo, useState } from 'react';
import { cx } from '../lib/class-names.ts';
import { uiWords } from '../words/ui.ts';
import { CopyButton } from './button.tsx';
import { Segmented } from './segmented.tsx';

const JsonTree = lazy(() => import('./json-tree.tsx').then(({ JsonTree: component }) => ({ default: component })));

interface CodeProps {
  readonly text: string;
  /** Its name for those who hear it. */
  readonly label: string;
  readonly className?: string;
  /** What is missing: "16 of 48 kB kept". */
  readonly truncated?: string;
}

/** Lines beyond this are not coloured: the page stays quick with the largest body. */
const LINES_COLOURED_MAX = 2_000;

/** Text of a machine with line numbers, which are not copied. JSON also as a tree. Values are text, never markup. */
export function Code({ text, label, className, truncated }: CodeProps) {
  const json = useMemo(() => parseJson(text), [text]);
  const [view, setView] = useState<'raw' | 'tree'>('raw');
  const [isWrapped, setIsWrapped] = useState(false);
  return (
    <figure className={cx('min-w-0', className)} aria-label={label}>
      <figcaption className="mb-1.5 flex flex-wrap items-center gap-2 text-12 text-fg-3">
        {json !== undefined && (
          <Segmented
            label={label}
            value={view}
            onChange={setView}
            options={[
              { value: 'raw', label: uiWords.raw },
              { value: 'tree', label: uiWords.pretty },
            ]}
          />
        )}
        {view === 'raw' && (
          <button type="button" aria-pressed={isWrapped} onClick={() => setIsWrapped(!isWrapped)} className="link">
            {uiWords.codeWrap}
          </button>
        )}
        {truncated !== undefined && <span className="text-warning">{truncated}</span>}
        <span className="ml-auto">
          <CopyButton text={text} label={uiWords.copy} />
        </span>
      </figcaption>
      {view === 'tree' && json !== undefined ? (
        <Suspense fallback={null}>
          <JsonTree value={json} label={label} />
        </Suspense>
      ) : (
        <CodeLines
          text={json === undefined ? text : JSON.stringify(json, null, 2)}
          isJson={json !== undefined}
          isWrapped={isWrapped}
          label={label}
        />
      )}
    </figure>
  );
}

interface CodeLinesProps {
  readonly text: string;
  readonly isJson: boolean;
  readonly isWrapped?: boolean;
  readonly label: string;
}

/** The lines alone, without the controls. */
export function CodeLines({ text, isJson, isWrapped = false, label }: CodeLinesProps) {
  const lines = useMemo(() => text.split('\n'), [text]);
  return (
    <pre
      role="group"
      tabIndex={0}
      aria-label={label}
      className="max-h-128 overflow-auto rounded-2 border border-line bg-sunken py-2 text-12 leading-[1.6] tracking-[-.01em]"
    >
      {lines.map((line, index) => (
        <span
          key={index}
          data-line={index + 1}
          className={cx(
            'relative block pr-3 pl-11 text-fg-2 before:absolute before:left-0 before:w-8 before:text-right before:text-fg-3 before:content-[attr(data-line)] before:select-none',
            isWrapped ? 'break-all whitespace-pre-wrap' : 'whitespace-pre',
          )}
        >
          {isJson && index < LINES_COLOURED_MAX ? <JsonLine line={line} /> : line || ' '}
        </span>
      ))}
    </pre>
  );
}

const JSON_PARTS = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)/g;

function JsonLine({ line }: { readonly line: string }) {
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const match of line.matchAll(JSON_PARTS)) {
    const [whole, text, colon, number] = match;
    parts.push(line.slice(end, match.index));
    const colour =
      colon !== undefined
        ? 'text-(--ph-code-key)'
        : text !== undefined
          ? 'text-(--ph-code-str)'
          : number !== undefined
            ? 'text-(--ph-code-num)'
            : 'text-(--ph-code-nul)';
    parts.push(
      <span key={match.index} className={colour}>
        {whole}
      </span>,
    );
    end = match.index + whole.length;
  }
  parts.push(line.slice(end));
  return parts;
}

function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
