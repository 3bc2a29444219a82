import { Play as PlayIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { simulatorWords } from '../../words/simulator.ts';
import type { Overview } from './simulator-types.ts';

const words = simulatorWords;

type Speed = keyof typeof words.speeds;

interface ScenariosProps {
  readonly scenarios: Overview['scenarios'];
  readonly isPlaying: boolean;
  readonly play: (wish: Readonly<Record<string, unknown>>) => void;
}

/** Stories of several people, played in their own time or faster. */
export function Scenarios({ scenarios, isPlaying, play }: ScenariosProps) {
  const [speed, setSpeed] = useState<Speed>('4');
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
        <span className="text-fg-3">{words.speed}</span>
        <Segmented<Speed>
          label={words.speed}
          value={speed}
          onChange={setSpeed}
          options={(['1', '4', '20'] as const).map((value) => ({ value, label: words.speeds[value] }))}
        />
      </div>
      <ul>
        {scenarios.map(({ name, summary }) => (
          <li key={name} className="flex items-start gap-4 border-t border-line-soft px-4 py-3">
            <span className="min-w-0 grow">
              <code className="mono font-medium">{name}</code>
              <span className="mt-0.5 block text-fg-2">{summary}</span>
            </span>
            <Button
              icon={PlayIcon}
              aria-label={words.playName(name)}
              notAllowed={isPlaying && words.playing}
              onClick={() => play({ scenario: name, speed: Number(speed) })}
            >
              {words.play}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
