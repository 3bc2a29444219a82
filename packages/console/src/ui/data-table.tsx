import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { cx } from '../lib/class-names.ts';
import { useShortcuts } from '../lib/keys.ts';
import { usePreferences } from '../lib/preferences.ts';
import { uiWords } from '../words/ui.ts';
import { Checkbox } from './field.tsx';
import { Failure, Skeleton } from './panel.tsx';

export interface Column<TRow> {
  readonly id: string;
  readonly header: ReactNode;
  /** Of the CSS grid: `minmax(0,1fr)`, `8rem`. */
  readonly width: string;
  readonly align?: 'end';
  /** The column gives way when the table itself is narrower than this many px. Absent: it always stays. */
  readonly fromPx?: number;
  readonly cell: (row: TRow) => ReactNode;
}

interface DataTableProps<TRow> {
  /** Its name for those who hear it. */
  readonly label: string;
  readonly columns: readonly Column<TRow>[];
  readonly rows: readonly TRow[];
  readonly idOf: (row: TRow) => string;
  /** Rows that there are in all, when it is known. */
  readonly totalCount?: number;
  /** Enter or a click. */
  readonly onOpen?: (row: TRow) => void;
  /** The row that is open beside the table. */
  readonly openId?: string | null;
  readonly ticked?: ReadonlySet<string>;
  readonly onTick?: (ids: ReadonlySet<string>) => void;
  /** Told of the row that has the keyboard. */
  readonly onFocusRow?: (row: TRow | null) => void;
  /** Told of the rows that are in sight. */
  readonly onInSight?: (rows: readonly TRow[]) => void;
  /** Asked for when the end comes into sight. */
  readonly onEnd?: () => void;
  readonly hasMore?: boolean;
  readonly isLoading?: boolean;
  readonly error?: unknown;
  readonly retry?: () => void;
  readonly empty: ReactNode;
  /** Below 640 px of the table: a row of three lines instead of columns. */
  readonly narrow?: (row: TRow) => ReactNode;
  /** Over the head, never over a row: the "n new" pill. */
  readonly overHead?: ReactNode;
  /** Single keys `j`, `k`, `x` work on this table: one per page. */
  readonly keys?: boolean;
  readonly className?: string;
}

/** Below this many px of its own a table shows rows of lines. */
const NARROW_PX = 640;
const NARROW_ROW_PX = 76;
const ROW_PX = { dense: 36, comfortable: 44 } as const;
/** Rows kept beyond what is in sight, so that fast scrolling shows no gaps. */
const OVERSCAN = 12;

/**
 * A dense table of any length: only what is in sight is in the page. `j`, `k` and arrows walk, Enter opens, `x` ticks, Shift with
 * arrows ticks a range. Rows keep their places: new ones come in above only when the reader asks.
 */
export function DataTable<TRow>(props: DataTableProps<TRow>) {
  const { rows, idOf, columns, onOpen, onTick, ticked, keys = true } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(scroller);
  const { density } = usePreferences();
  const isNarrow = props.narrow !== undefined && widthPx > 0 && widthPx < NARROW_PX;
  const coarse = matchMedia('(pointer: coarse)').matches;
  const rowPx = isNarrow ? NARROW_ROW_PX : coarse ? 48 : ROW_PX[density];
  const latest = useRef(props);
  latest.current = props;
  // Another function would make every row be measured anew, a hundred thousand with each step of the scrolling.
  const keyOf = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : latest.current.idOf(row);
    },
    [rows],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    getItemKey: keyOf,
  });
  useLayoutEffect(() => {
    if (rowPx > 0) virtualizer.measure();
  }, [rowPx, virtualizer]);

  const [focusedId, setFocusedId] = useState<string | null>(null);
  const focusedIndex = focusedId === null ? -1 : rows.findIndex((row) => idOf(row) === focusedId);
  const focusAt = (index: number) => {
    const bounded = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[bounded];
    if (row === undefined) return;
    setFocusedId(idOf(row));
    props.onFocusRow?.(row);
    virtualizer.scrollToIndex(bounded, { align: 'auto' });
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(idOf(row))}"]`)
        ?.focus({ preventScroll: true }),
    );
  };
  const startIndex = () => {
    if (focusedIndex >= 0) return focusedIndex;
    return rows.findIndex((row) => idOf(row) === props.openId);
  };
  const walk = (step: number) => {
    const from = startIndex();
    const to = from < 0 ? 0 : from + step;
    focusAt(to);
    // The drawer follows the keyboard while it is open.
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (row !== undefined && props.openId !== undefined && props.openId !== null) onOpen?.(row);
  };
  const toggle = (row: TRow) => {
    if (onTick === undefined) return;
    const next = new Set(ticked);
    if (!next.delete(idOf(row))) next.add(idOf(row));
    onTick(next);
  };
  const toggleRef = useRef(toggle);
  toggleRef.current = toggle;
  const toggleLatest = useCallback((row: TRow) => toggleRef.current(row), []);
  const tickRange = (step: number) => {
    if (onTick === undefined) return;
    const from = Math.max(0, startIndex());
    const to = Math.max(0, Math.min(rows.length - 1, from + step));
    const next = new Set(ticked);
    for (const row of [rows[from], rows[to]]) if (row !== undefined) next.add(idOf(row));
    onTick(next);
    focusAt(to);
  };
  const focusedRow = () => rows[focusedIndex];
  useShortcuts(
    keys
      ? [
          { keys: 'j', label: uiWords.tableKeys.next, run: () => walk(1) },
          { keys: 'k', label: uiWords.tableKeys.previous, run: () => walk(-1) },
          ...(onOpen === undefined
            ? []
            : [
                {
                  keys: 'Enter',
                  label: uiWords.tableKeys.open,
                  // For an Enter that comes before the row has the focus: the row itself reads its own keys.
                  run: () => {
                    const row = focusedRow();
                    if (row !== undefined) onOpen(row);
                  },
                },
              ]),
          ...(onTick === undefined
            ? []
            : [
                {
                  keys: 'x',
                  label: uiWords.tableKeys.tick,
                  run: () => {
                    const row = focusedRow();
                    if (row !== undefined) toggle(row);
                  },
                },
              ]),
        ]
      : [],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOwn = event.target instanceof HTMLElement && event.target.dataset.rowId !== undefined;
    const row = focusedRow();
    const act: Readonly<Record<string, () => void>> = {
      ArrowDown: () => (event.shiftKey ? tickRange(1) : walk(1)),
      ArrowUp: () => (event.shiftKey ? tickRange(-1) : walk(-1)),
      PageDown: () => walk(10),
      PageUp: () => walk(-10),
      Home: () => focusAt(0),
      End: () => focusAt(rows.length - 1),
      ...(isOwn && row !== undefined && onOpen !== undefined ? { Enter: () => onOpen(row) } : {}),
      ...(isOwn && row !== undefined && onTick !== undefined ? { ' ': () => toggle(row) } : {}),
    };
    const run = act[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  };

  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? -1;
  const { hasMore = false, onEnd } = props;
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - OVERSCAN) onEnd?.();
  }, [hasMore, lastIndex, rows.length, onEnd]);

  const firstIndex = items[0]?.index ?? 0;
  const { onInSight } = props;
  useEffect(() => onInSight?.(rows.slice(firstIndex, lastIndex + 1)), [onInSight, rows, firstIndex, lastIndex]);

  const shown = useMemo(
    () => columns.filter(({ fromPx }) => fromPx === undefined || widthPx === 0 || widthPx >= fromPx),
    [columns, widthPx],
  );
  const template = [...(onTick === undefined ? [] : ['2.25rem']), ...shown.map(({ width }) => width)].join(' ');
  const tickedCount = ticked?.size ?? 0;
  const isEmpty = rows.length === 0;
  // Without a single row, not even that of the headers, there is nothing that a grid could be of.
  const gridProps =
    isEmpty && isNarrow
      ? {}
      : {
          role: 'grid',
          'aria-label': props.label,
          'aria-rowcount': isEmpty ? 1 : hasMore ? (props.totalCount ?? -1) : rows.length + 1,
          'aria-multiselectable': onTick !== undefined || undefined,
        };
  return (
    <div className={cx('relative flex min-h-0 min-w-0 flex-col', props.className)}>
      {props.overHead !== undefined && (
        <div className="pointer-events-none absolute inset-x-0 top-0.5 z-10 flex justify-center *:pointer-events-auto">
          {props.overHead}
        </div>
      )}
      <div
        ref={scroller}
        className={isEmpty ? 'flex-none overflow-x-auto' : 'min-h-0 flex-1 overflow-auto'}
        {...gridProps}
        tabIndex={focusedIndex < 0 && !isEmpty ? 0 : -1}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && !isEmpty && event.currentTarget.matches(':focus-visible'))
            focusAt(Math.max(0, startIndex()));
        }}
      >
        {!isNarrow && (
          <div
            role="row"
            aria-rowindex={1}
            className="sticky top-0 z-5 grid h-8 items-center border-b border-line bg-panel text-12 font-medium text-fg-3"
            style={{ gridTemplateColumns: template }}
          >
            {onTick !== undefined && (
              <span role="columnheader" className="pl-4">
                <Checkbox
                  checked={tickedCount > 0 && tickedCount >= rows.length}
                  mixed={tickedCount > 0 && tickedCount < rows.length}
                  label={uiWords.selectAllRows}
                  labelHidden
                  onChange={(checked) => onTick(new Set(checked ? rows.map(idOf) : []))}
                />
              </span>
            )}
            {shown.map((column) => (
              <span
                key={column.id}
                role="columnheader"
                className={cx('truncate px-cell first:pl-4 last:pr-4', column.align === 'end' && 'text-right')}
              >
                {column.header}
              </span>
            ))}
          </div>
        )}
        <div
          role={isEmpty ? undefined : 'rowgroup'}
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const id = idOf(row);
            const isOpen = id === props.openId;
            const isTicked = ticked?.has(id) === true;
            return (
              <div
                key={item.key}
                role="row"
                data-row-id={id}
                aria-rowindex={item.index + 2}
                aria-selected={isOpen || isTicked}
                tabIndex={id === focusedId ? 0 : -1}
                onFocus={() => {
                  if (id === focusedId) return;
                  setFocusedId(id);
                  props.onFocusRow?.(row);
                }}
                onClick={(event) => {
                  setFocusedId(id);
                  props.onFocusRow?.(row);
                  if (
                    event.target instanceof Element &&
                    event.target.closest('a,button,[role=checkbox],label') !== null
                  )
                    return;
                  if (window.getSelection()?.toString() === '') onOpen?.(row);
                }}
                onKeyDown={() => {}}
                className={cx(
                  'group absolute inset-x-0 top-0 border-b border-line-soft text-table outline-offset-[-2px] hover:bg-hover',
                  isNarrow ? 'flex items-center px-4' : 'grid items-center',
                  isOpen && 'bg-selected shadow-[inset_2px_0_0_var(--ph-brass-mark)] hover:bg-selected',
                  isTicked && !isOpen && 'bg-selected hover:bg-selected',
                  onOpen !== undefined && 'cursor-pointer',
                )}
                style={{
                  height: item.size,
                  transform: `translateY(${item.start}px)`,
                  ...(isNarrow ? {} : { gridTemplateColumns: template }),
                }}
              >
                {isNarrow ? (
                  <div role="gridcell" className="min-w-0 grow">
                    {props.narrow?.(row)}
                  </div>
                ) : (
                  <>
                    {onTick !== undefined && <TickCell isTicked={isTicked} row={row} onToggle={toggleLatest} />}
                    <Cells row={row} columns={shown} />
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {isEmpty && (
        <div className="min-h-0 flex-1 overflow-auto">
          <NoRows {...props} />
        </div>
      )}
    </div>
  );
}

interface TickCellProps<TRow> {
  readonly isTicked: boolean;
  readonly row: TRow;
  readonly onToggle: (row: TRow) => void;
}

const TickCell = memo(function TickCell<TRow>({ isTicked, row, onToggle }: TickCellProps<TRow>) {
  return (
    <span role="gridcell" className="pl-4">
      <Checkbox checked={isTicked} label={uiWords.selectRow} labelHidden onChange={() => onToggle(row)} />
    </span>
  );
}) as <TRow>(props: TickCellProps<TRow>) => ReactNode;

interface CellsProps<TRow> {
  readonly row: TRow;
  readonly columns: readonly Column<TRow>[];
}

/** What stands in a row stays as it is while the row moves, when the page keeps its columns (`useMemo`). */
const Cells = memo(function Cells<TRow>({ row, columns }: CellsProps<TRow>) {
  return columns.map((column) => (
    <span
      key={column.id}
      role="gridcell"
      className={cx('truncate px-cell first:pl-4 last:pr-4', column.align === 'end' && 'text-right')}
    >
      {column.cell(row)}
    </span>
  ));
}) as <TRow>(props: CellsProps<TRow>) => ReactNode;

function NoRows<TRow>({ error, isLoading = false, retry, empty }: DataTableProps<TRow>) {
  const again = retry === undefined ? {} : { retry };
  if (error !== undefined && error !== null) return <Failure error={error} {...again} />;
  return isLoading ? <Skeleton rows={8} {...again} /> : empty;
}

/** Width of an element in px, as it changes. 0: not measured yet. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null) return;
    const observer = new ResizeObserver(() => setWidthPx(node.clientWidth));
    observer.observe(node);
    setWidthPx(node.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return widthPx;
}
