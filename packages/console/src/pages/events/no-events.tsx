import { useMay, useSession } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Empty } from '../../ui/panel.tsx';
import { eventWords } from '../../words/events.ts';

const words = eventWords.empty;

/** Why there is nothing, and what to do next. */
export function NoEvents({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const may = useMay();
  const { features } = useSession();
  if (isFiltered) {
    return (
      <Empty title={words.filteredTitle} actions={<Button onClick={onClear}>{words.clear}</Button>}>
        {words.filtered}
      </Empty>
    );
  }
  return (
    <Empty
      title={words.title}
      actions={
        <>
          {features.simulator && may('simulator.use') && (
            <LinkButton kind="primary" to="/simulator">
              {words.play}
            </LinkButton>
          )}
          {may('channels.write') && <LinkButton to="/channels/connect">{words.connect}</LinkButton>}
        </>
      }
    >
      {words.text}
    </Empty>
  );
}
