import { MOD_LABEL } from '../lib/keys.ts';

const NAMES: Readonly<Record<string, string>> = {
  Mod: MOD_LABEL,
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
};

/** The keys of a shortcut, as they are written on a keyboard. */
export function Keys({ keys }: { readonly keys: string }) {
  const caps = keys.split(' ').flatMap((part) => (part === '+' ? ['+'] : part.split('+')));
  return (
    <span className="inline-flex gap-1">
      {caps.map((cap, index) => (
        <kbd
          key={index}
          className="rounded-1 border border-b-2 border-line bg-panel px-1 py-0.5 font-sans text-11 leading-none font-medium text-fg-2"
        >
          {NAMES[cap] ?? cap}
        </kbd>
      ))}
    </span>
  );
}
