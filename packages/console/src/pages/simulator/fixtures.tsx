import { Play as PlayIcon } from 'lucide-react';
import { useState } from 'react';
import { cx } from '../../lib/class-names.ts';
import { useApi } from '../../lib/queries.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CodeLines } from '../../ui/code.tsx';
import { Input } from '../../ui/field.tsx';
import { Reading } from '../../ui/panel.tsx';
import { simulatorWords } from '../../words/simulator.ts';
import type { Fixture, Overview } from './simulator-types.ts';

const words = simulatorWords;

interface FixturesProps {
  readonly fixtures: Overview['fixtures'];
  readonly isPlaying: boolean;
  readonly play: (wish: Readonly<Record<string, unknown>>) => void;
  readonly chosen: string | null;
  readonly choose: (name: string) => void;
}

/** Bodies of Meta's documents, one of each kind, with what they send. */
export function Fixtures({ fixtures, isPlaying, play, chosen, choose }: FixturesProps) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = fixtures.filter(({ name, summary }) => `${name} ${summary}`.toLowerCase().includes(wanted));
  return (
    <div className="grid grid-cols-[19rem_minmax(0,1fr)] max-narrow:grid-cols-1">
      <div className="min-w-0 border-r border-line-soft max-narrow:border-r-0">
        <div className="p-2.5">
          <Input
            type="search"
            aria-label={words.fixtureFilter}
            placeholder={words.fixtureFilter}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        {shown.length === 0 && <p className="px-4 pb-3 text-fg-3">{words.fixtureNone}</p>}
        <ul className="max-h-144 overflow-auto">
          {shown.map(({ name, summary }) => (
            <li
              key={name}
              className={cx(
                'flex items-center border-t border-line-soft pr-1.5 hover:bg-hover',
                name === chosen && 'bg-selected shadow-[inset_2px_0_0_var(--ph-brass-mark)]',
              )}
            >
              <button
                type="button"
                aria-pressed={name === chosen}
                onClick={() => choose(name)}
                className="min-w-0 grow px-4 py-1.75 text-left outline-offset-[-2px]"
              >
                <code className="mono block truncate text-12 font-medium">{name}</code>
                <span className="block truncate text-12 text-fg-3">{summary}</span>
              </button>
              <IconButton
                icon={PlayIcon}
                label={words.playName(name)}
                aria-disabled={isPlaying || undefined}
                onClick={() => !isPlaying && play({ fixture: name })}
              />
            </li>
          ))}
        </ul>
      </div>
      <div className="min-w-0 p-4">
        {chosen === null ? (
          <p className="text-fg-3">{words.choose}</p>
        ) : (
          <Preview name={chosen} isPlaying={isPlaying} play={play} />
        )}
      </div>
    </div>
  );
}

interface PreviewProps {
  readonly name: string;
  readonly isPlaying: boolean;
  readonly play: FixturesProps['play'];
}

function Preview({ name, isPlaying, play }: PreviewProps) {
  const fixture = useApi<Fixture>(`/v1/simulator/fixtures/${encodeURIComponent(name)}`);
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-2">
        <h2 className="mono min-w-0 grow truncate text-13">{name}</h2>
        <Button icon={PlayIcon} notAllowed={isPlaying && words.playing} onClick={() => play({ fixture: name })}>
          {words.play}
        </Button>
      </div>
      <p className="text-12 text-fg-3">{words.previewHint}</p>
      <Reading query={fixture}>
        {({ body }) => <CodeLines text={JSON.stringify(body, null, 2)} isJson label={words.preview(name)} />}
      </Reading>
    </div>
  );
}
