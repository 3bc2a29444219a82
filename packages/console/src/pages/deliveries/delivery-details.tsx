import { useState } from 'react';
import { useShortcuts } from '../../lib/keys.ts';
import { Select } from '../../ui/field.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { RequestDetails, ResponseDetails } from './attempt-details.tsx';
import { answerOf, type SingleDelivery } from './delivery.ts';
import { DeliveryTimeline } from './delivery-timeline.tsx';
import { NextStep } from './next-step.tsx';
import { PayloadView } from './payload-view.tsx';

type Part = 'request' | 'response' | 'payload';
const PARTS: readonly Part[] = ['request', 'response', 'payload'];
const words = deliveryWords.details;

/** The tab that was looked at last, for the next delivery that is opened. */
let lastPart: Part = 'payload';

/** What happens next, what happened, and what was sent and answered: the same in the drawer and on the page. */
export function DeliveryDetails({
  delivery,
  wide = false,
}: {
  readonly delivery: SingleDelivery;
  readonly wide?: boolean;
}) {
  return (
    <div className={wide ? 'grid items-start gap-4 wide:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]' : 'grid'}>
      <div className={wide ? 'rounded-3 border border-line bg-panel' : ''}>
        <div className="px-4 pt-3">
          <NextStep delivery={delivery} />
        </div>
        <DeliveryTimeline delivery={delivery} />
      </div>
      <div className={wide ? 'min-w-0 rounded-3 border border-line bg-panel' : 'min-w-0 border-t border-line'}>
        <Parts key={delivery.id} delivery={delivery} />
      </div>
    </div>
  );
}

function Parts({ delivery }: { readonly delivery: SingleDelivery }) {
  const [part, setPart] = useState<Part>(lastPart);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const choose = (next: Part) => {
    lastPart = next;
    setPart(next);
  };
  const step = (by: number) => choose(PARTS[(PARTS.indexOf(part) + by + PARTS.length) % PARTS.length] ?? part);
  useShortcuts([
    { keys: ']', label: deliveryWords.keys.nextTab, run: () => step(1) },
    { keys: '[', label: deliveryWords.keys.previousTab, run: () => step(-1) },
  ]);
  const { attempts } = delivery;
  // Until another one is chosen it is the last, also when a new one comes.
  const attempt = attempts.find(({ id }) => id === chosenId) ?? attempts.at(-1) ?? null;
  const status = attempt?.status_code ?? null;
  return (
    <Tabs
      label={words.tabsLabel}
      value={part}
      onChange={choose}
      tabs={[
        { value: 'request', label: words.tabs.request },
        {
          value: 'response',
          label: words.tabs.response,
          ...(status === null ? {} : { count: String(status), bad: attempt?.outcome !== 'succeeded' }),
        },
        { value: 'payload', label: words.tabs.payload },
      ]}
      aside={
        part !== 'payload' &&
        attempts.length > 1 && (
          <Select
            label={words.attempt}
            className="max-w-48 text-12"
            value={attempt?.id ?? ''}
            onChange={setChosenId}
            options={attempts.map((one) => ({
              value: one.id,
              label: `${words.attemptOf(one.number)}: ${answerOf(one)}`,
            }))}
          />
        )
      }
    >
      <div className="min-w-0 px-4 py-3">
        {part === 'request' && <RequestDetails delivery={delivery} attemptId={attempt?.id ?? null} />}
        {part === 'response' && <ResponseDetails attemptId={attempt?.id ?? null} />}
        {part === 'payload' && (
          <PayloadView
            path={`/v1/deliveries/${delivery.id}/render`}
            first={delivery.endpoint?.format ?? 'standard'}
            ofEndpoint={delivery.endpoint?.format ?? null}
          />
        )}
      </div>
    </Tabs>
  );
}
