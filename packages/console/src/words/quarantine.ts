import { plural } from '../lib/format.ts';

/** Words of what Meta signed and that made no event. */
export const quarantineWords = {
  title: 'Quarantine',
  item: 'Item',
  columns: { reason: 'Why', field: 'Field', number: 'Number', account: 'Account', size: 'Size', age: 'Received' },
  filters: { reason: 'Why' },
  reasons: {
    stale: 'too old',
    future: 'in the future',
    unknown_channel: 'unknown number',
    unreadable: 'unreadable',
    erased: 'erased',
  },
  explained: {
    stale:
      'It came in after the replay window. It may be a repetition of something old, or Meta was late. Release it if you want its events all the same.',
    future: 'Its time lies in the future. Check the clock of this machine, then release it.',
    unknown_channel: 'No channel of this Meta app has this number or account. Connect the channel, then release it.',
    unreadable: 'It is not in a form that an event can be made of. Read it, then throw it away.',
    erased: 'It told of a person who was erased: nothing of it is left to release.',
  },
  empty: {
    title: 'Nothing is held back.',
    text: 'Stale events and unknown numbers would wait here.',
    filteredTitle: 'Nothing is held back for this reason.',
    clear: 'Show all reasons',
  },
  drawer: {
    previous: 'Previous item',
    next: 'Next item',
    copyId: 'Copy the id',
    occurred: 'Happened',
    received: 'Received',
    app: 'Meta app',
    field: 'Field',
    number: 'Number id',
    account: 'Account id',
    payload: 'What Meta sent',
    connect: 'Connect a number',
  },
  release: 'Release',
  releasing: 'Releasing',
  released: (count: number) => `Released: it made ${plural(count, 'event')}.`,
  releasedKnown: 'Released: its events were there already.',
  releaseFailed: 'It was not released.',
  notReleasable: 'No event can be made of it.',
  discard: 'Throw away…',
  discardTitle: 'Throw this item away?',
  discardBody:
    'What Meta sent is gone for good and never makes an event. To keep it, leave it here: the oldest items go by themselves when there are more than 10,000.',
  discardAction: 'Throw it away',
  discarding: 'Throwing away',
  discarded: 'Thrown away.',
  notAllowed: 'Your role may not change what is held back.',
} as const;
