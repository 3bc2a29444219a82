import { CircleHelp, Eye, EyeOff, Moon, Search, Sun, SunMoon } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { cx } from '../lib/class-names.ts';
import { setPreferences, usePreferences } from '../lib/preferences.ts';
import { IconButton } from '../ui/button.tsx';
import { Horn } from '../ui/horn.tsx';
import { Keys } from '../ui/keys.tsx';
import { PageLink } from '../ui/link.tsx';
import { shellWords } from '../words/shell.ts';
import { LiveBanner, LiveDot } from './live.tsx';
import { useOverlays } from './overlays.tsx';

interface PageProps {
  readonly title: string;
  /** The page above it. */
  readonly crumb?: { readonly label: string; readonly to: string };
  /** `padded`: reads down the page, 1,360 px at most. `full`: fills it, as tables and the inbox do. `form`: 720 px. */
  readonly layout?: 'padded' | 'full' | 'form';
  /** At the end of the head, before what every page has. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** What every page is: a head with its name, then its content, which alone scrolls. */
export function Page({ title, crumb, layout = 'padded', aside, children }: PageProps) {
  useEffect(() => {
    document.title = shellWords.title(title);
  }, [title]);
  return (
    <div className="grid min-h-0 min-w-0 grid-rows-[auto_auto_minmax(0,1fr)] bg-panel">
      <header className="flex h-head items-center gap-2 border-b border-line pr-4 pl-6 max-narrow:pr-1 max-narrow:pl-4">
        <Horn className="size-6 narrow:hidden" />
        <h1 className="flex min-w-0 items-center gap-1.5 text-14">
          {crumb !== undefined && (
            <>
              <PageLink to={crumb.to} className="flex-none font-normal text-fg-3">
                {crumb.label}
              </PageLink>
              <span className="font-normal text-fg-3">/</span>
            </>
          )}
          <span className="truncate">{title}</span>
        </h1>
        <span className="grow" />
        {aside}
        <HeaderTools />
      </header>
      <div>
        <LiveBanner />
      </div>
      <main id="main" tabIndex={-1} className={cx('min-h-0 min-w-0 outline-none', MAIN_LAYOUTS[layout])}>
        {layout === 'full' ? children : <div className={CONTENT_LAYOUTS[layout]}>{children}</div>}
      </main>
    </div>
  );
}

const MAIN_LAYOUTS = {
  padded: 'overflow-auto px-6 py-4 max-narrow:px-4',
  form: 'overflow-auto px-6 py-5 max-narrow:px-4',
  full: 'flex flex-col overflow-hidden',
} as const;

const CONTENT_LAYOUTS = {
  padded: 'mx-auto grid max-w-(--ph-content-max) gap-3.5',
  form: 'mx-auto grid max-w-(--ph-form-max) gap-4',
} as const;

function HeaderTools() {
  const { openPalette, openShortcuts } = useOverlays();
  const { theme, hideNumbers } = usePreferences();
  const next = NEXT_THEME[theme];
  return (
    <>
      <button
        type="button"
        onClick={openPalette}
        className="flex h-7.5 w-88 min-w-0 shrink items-center gap-2 rounded-2 border border-line bg-sunken px-2.5 text-left text-12 text-fg-3 hover:border-line-strong max-wide:w-56 max-narrow:size-11 max-narrow:justify-center max-narrow:border-0 max-narrow:bg-transparent"
      >
        <Search aria-hidden="true" className="size-3.5 flex-none" />
        <span className="sr-only">{shellWords.searchLabel}</span>
        <span aria-hidden="true" className="min-w-0 grow truncate max-narrow:hidden">
          {shellWords.search}
        </span>
        <span aria-hidden="true" className="max-wide:hidden">
          <Keys keys="Mod+K" />
        </span>
      </button>
      <LiveDot />
      <IconButton
        label={hideNumbers ? shellWords.showNumbers : shellWords.hideNumbers}
        icon={hideNumbers ? EyeOff : Eye}
        aria-pressed={hideNumbers}
        onClick={() => setPreferences({ hideNumbers: !hideNumbers })}
        className="max-narrow:hidden"
      />
      <IconButton
        label={shellWords.themes[theme]}
        icon={THEME_ICONS[theme]}
        onClick={() => setPreferences({ theme: next })}
        className="max-narrow:hidden"
      />
      <IconButton
        label={shellWords.shortcuts}
        keys="?"
        icon={CircleHelp}
        onClick={openShortcuts}
        className="max-narrow:hidden"
      />
    </>
  );
}

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const;
const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon } as const;
