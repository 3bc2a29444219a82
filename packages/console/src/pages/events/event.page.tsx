import { useParams } from '@tanstack/react-router';
import { Page as PageFrame } from '../../app/page.tsx';
import { copyText } from '../../lib/copy.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { Id } from '../../ui/details.tsx';
import { Reading } from '../../ui/panel.tsx';
import { eventWords } from '../../words/events.ts';
import { useEvent } from './event.ts';
import { EventDetails } from './event-details.tsx';

/** One event: what it says, and who has it? */
export function Page() {
  const { eventId = '' } = useParams({ strict: false }) as { eventId?: string };
  const event = useEvent(eventId);
  useShortcuts([{ keys: 'c', label: eventWords.drawer.copyId, run: () => void copyText(eventId) }]);
  return (
    <PageFrame title={eventWords.one} crumb={{ label: eventWords.title, to: '/events' }}>
      <Reading query={event} rows={10}>
        {(shown) => (
          <>
            <div className="grid gap-1">
              <span className="text-12 text-fg-2">
                <Id id={shown.id} label={eventWords.drawer.copyId} whole />
              </span>
              <h2 className="text-16">
                <code className="mono">{shown.type}</code>
              </h2>
            </div>
            <EventDetails event={shown} wide />
          </>
        )}
      </Reading>
    </PageFrame>
  );
}
