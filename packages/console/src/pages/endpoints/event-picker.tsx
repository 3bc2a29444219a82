import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Switch } from '../../ui/field.tsx';
import { Pill } from '../../ui/pill.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import type { EventType, Format } from './endpoint-types.ts';
import {
  chooseNoun,
  chooseType,
  type EventChoice,
  groupTypes,
  isChosen,
  standingOf,
  type TypeGroup,
} from './event-choice.ts';

const words = endpointWords.types;

interface EventPickerProps {
  readonly catalogue: readonly EventType[];
  readonly format: Format;
  readonly choice: EventChoice;
  readonly onChange: (choice: EventChoice) => void;
  readonly error?: string | null;
}

/** What an endpoint is subscribed to: types of the catalogue by noun, as far as its format can express them. */
export function EventPicker({ catalogue, format, choice, onChange, error }: EventPickerProps) {
  const groups = useMemo(() => groupTypes(catalogue, format), [catalogue, format]);
  const hasToggles = format === 'xobito';
  const [isOpen, setIsOpen] = useState(!hasToggles);
  return (
    <div className="grid gap-3">
      {hasToggles && <Toggles groups={groups} choice={choice} onChange={onChange} />}
      {hasToggles && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="link justify-self-start"
        >
          {words.more}
        </button>
      )}
      {isOpen && <AllTypes groups={groups} choice={choice} onChange={onChange} />}
      {error !== undefined && error !== null && (
        <p role="alert" className="text-12 text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

interface GroupsProps {
  readonly groups: readonly TypeGroup[];
  readonly choice: EventChoice;
  readonly onChange: (choice: EventChoice) => void;
}

/** The switches that Xobito's settings have, and the messages, which it always sends. */
function Toggles({ groups, choice, onChange }: GroupsProps) {
  return (
    <div className="grid grid-cols-2 gap-3 max-narrow:grid-cols-1">
      {Object.entries(words.toggles).map(([noun, [label, hint]]) => {
        const group = groups.find((one) => one.noun === noun);
        if (group === undefined) return null;
        return (
          <Switch
            key={noun}
            label={label}
            hint={hint}
            checked={standingOf(choice, group) === 'all'}
            onChange={(isOn) => onChange(chooseNoun(choice, { groups, noun, isOn }))}
          />
        );
      })}
    </div>
  );
}

function AllTypes({ groups, choice, onChange }: GroupsProps) {
  const [find, setFind] = useState('');
  const wanted = find.trim().toLowerCase();
  const shown = groups
    .map((group) => ({
      group,
      types: group.types.filter(({ type, wireName }) => `${type} ${wireName}`.includes(wanted)),
    }))
    .filter(({ group, types }) => wanted === '' || types.length > 0 || group.noun.includes(wanted));
  const all = groups.flatMap(({ types }) => types);
  const chosenCount = all.filter((type) => isChosen(choice, type)).length;
  const isAll = choice.includes('*');
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Pill tone="neutral">{words.chosen(chosenCount, all.length)}</Pill>
        <span className="grow" />
        <span className="flex h-control items-center gap-1.5 rounded-2 border border-line-strong bg-panel px-2 text-12 focus-within:outline-2 focus-within:outline-focus pointer-coarse:h-11">
          <Search aria-hidden="true" className="size-3.5 flex-none text-fg-3" />
          <input
            value={find}
            aria-label={words.findLabel}
            placeholder={words.find}
            spellCheck={false}
            onChange={(event) => setFind(event.target.value)}
            className="w-36 min-w-0 bg-transparent outline-none"
          />
        </span>
        <Button onClick={() => onChange(chooseNoun(choice, { groups, noun: 'message', isOn: true }))}>
          {words.allMessages}
        </Button>
      </div>
      <Checkbox
        label={words.everything}
        hint={words.everythingHint}
        checked={isAll}
        mixed={!isAll && choice.length > 0}
        onChange={(isOn) => onChange(isOn ? ['*', ...byNameOf(choice, groups)] : [])}
      />
      <div className="columns-4 gap-x-5 max-wide:columns-2 max-narrow:columns-1">
        {shown.map(({ group, types }) => (
          <Group key={group.noun} group={group} shown={types} {...{ groups, choice, onChange }} />
        ))}
      </div>
      {shown.length === 0 && <p className="text-12 text-fg-3">{words.none}</p>}
    </div>
  );
}

/** Types that no wildcard holds stay chosen. */
function byNameOf(choice: EventChoice, groups: readonly TypeGroup[]): EventChoice {
  const byName = new Set(
    groups.flatMap(({ types }) => types.filter(({ isByName }) => isByName).map(({ type }) => type)),
  );
  return choice.filter((one) => byName.has(one));
}

interface GroupProps extends GroupsProps {
  readonly group: TypeGroup;
  readonly shown: TypeGroup['types'];
}

function Group({ group, shown, groups, choice, onChange }: GroupProps) {
  const { noun, types } = group;
  const standing = standingOf(choice, group);
  const count = types.filter((type) => isChosen(choice, type)).length;
  return (
    <fieldset className="mb-3 min-w-0 break-inside-avoid border-0 p-0">
      <legend className="flex items-center gap-2 p-0 pb-1">
        <Checkbox
          label={
            <span className="font-medium">
              {noun}.*
              <span className="sr-only"> {words.nounAll(noun)}</span>
            </span>
          }
          checked={standing === 'all'}
          mixed={standing === 'some'}
          onChange={(isOn) => onChange(chooseNoun(choice, { groups, noun, isOn }))}
        />
        {types.length > 0 && <span className="num text-12 text-fg-3">{words.chosen(count, types.length)}</span>}
      </legend>
      <div className="ml-1.75 grid border-l border-line pl-3.5">
        {shown.map((one) => (
          <span key={one.type} className="flex min-h-6 items-center pointer-coarse:min-h-11" title={one.description}>
            <Checkbox
              label={<span className="mono text-12 break-all">{one.type}</span>}
              {...(one.isByName ? { hint: words.byName } : {})}
              checked={isChosen(choice, one)}
              onChange={(isOn) => onChange(chooseType(choice, { groups, type: one.type, isOn }))}
            />
          </span>
        ))}
      </div>
    </fieldset>
  );
}
