import { setPreferences, usePreferences } from '../../lib/preferences.ts';
import { Switch } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { settingsWords } from '../../words/settings.ts';

const words = settingsWords.appearance;

/** Choices of the reader, which hold at once and in this browser. */
export function Appearance() {
  const { theme, density, singleKeys, hideNumbers } = usePreferences();
  return (
    <Panel title={words.title} aside={<span className="text-12 text-fg-3">{words.here}</span>}>
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <span className="flex items-center gap-2.5">
            <span className="font-medium">{words.theme}</span>
            <Segmented
              label={words.theme}
              value={theme}
              onChange={(value) => setPreferences({ theme: value })}
              options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: words.themes[value] }))}
            />
          </span>
          <span className="flex items-center gap-2.5">
            <span className="font-medium">{words.density}</span>
            <Segmented
              label={words.density}
              value={density}
              onChange={(value) => setPreferences({ density: value })}
              options={(['dense', 'comfortable'] as const).map((value) => ({ value, label: words.densities[value] }))}
            />
          </span>
        </div>
        <Switch
          label={words.singleKeys}
          hint={words.singleKeysHint}
          checked={singleKeys}
          onChange={(checked) => setPreferences({ singleKeys: checked })}
        />
        <Switch
          label={words.hideNumbers}
          hint={words.hideNumbersHint}
          checked={hideNumbers}
          onChange={(checked) => setPreferences({ hideNumbers: checked })}
        />
      </div>
    </Panel>
  );
}
