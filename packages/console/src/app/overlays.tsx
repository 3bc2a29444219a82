import { createContext, lazy, type ReactNode, Suspense, use, useMemo, useState } from 'react';
import { useShortcuts } from '../lib/keys.ts';
import { shellWords } from '../words/shell.ts';

interface Overlays {
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
}

const OverlayContext = createContext<Overlays>({ openPalette: () => {}, openShortcuts: () => {} });

/** Opens what lies over every page: the palette and the list of shortcuts. */
export const useOverlays = (): Overlays => use(OverlayContext);

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));
const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
);

export function OverlayProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const overlays = useMemo(
    () => ({ openPalette: () => setOpen('palette'), openShortcuts: () => setOpen('shortcuts') }),
    [],
  );
  useShortcuts([
    { keys: 'Mod+k', label: shellWords.searchLabel, run: overlays.openPalette },
    { keys: '?', label: shellWords.shortcuts, run: overlays.openShortcuts },
  ]);
  const close = () => setOpen(null);
  return (
    <OverlayContext value={overlays}>
      {children}
      <Suspense fallback={null}>
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      </Suspense>
    </OverlayContext>
  );
}
