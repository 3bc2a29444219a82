import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { idOf } from '../../domain/ids.ts';
import { createCommitStore } from '../../pipeline/commit/create-commit-store.ts';
import { takePositionLockSql } from '../../pipeline/event-log/position-horizon.store.ts';
import { type HeardMedia, MEDIA_FILES_TABLE, readSha256, toFilename, toMediaRow, toMimeType } from './media-row.ts';

const UUID = '0190a000-0000-7000-8000-000000000001';
const digest = createHash('sha256').update('x').digest();

const HEARD: HeardMedia = {
  workspaceId: idOf('ws', UUID),
  channelId: idOf('chn', UUID),
  conversationId: idOf('cnv', UUID),
  direction: 'inbound',
  mediaId: '2207741159836640',
  mimeType: 'audio/ogg; codecs=opus',
  sha256: digest.toString('base64'),
  filename: 'voice.ogg',
  nowMs: 5,
};

describe('the row of a media file that Meta told of', () => {
  test('waits, due at once, with what the webhook said', () => {
    expect(toMediaRow(HEARD)).toMatchObject({
      ...{ media_id: '2207741159836640', state: 'waiting', due_at_ms: 5, created_at_ms: 5, tries: 0 },
      ...{ mime_type: 'audio/ogg; codecs=opus', sha256: digest.toString('hex'), filename: 'voice.ogg' },
    });
  });

  test.each(['', '1/2', '../me', 'a?b', 'x'.repeat(129), 'ä'])('is not made for the id “%s”', (mediaId) => {
    expect(toMediaRow({ ...HEARD, mediaId })).toBeNull();
  });
});

test('a digest is read in base64, as webhooks have it, and in hex, as the Graph API has it', () => {
  const hex = digest.toString('hex');
  expect([hex, hex.toUpperCase(), digest.toString('base64'), digest.toString('base64url')].map(readSha256)).toEqual(
    Array.from({ length: 4 }, () => hex),
  );
});

test.each([null, '', '9f1c0a', 'not a digest', 'g'.repeat(64)])('%j is no digest', (text) => {
  expect(readSha256(text)).toBeNull();
});

test('a type that is none, and a name of nothing, are not there', () => {
  expect([null, '', 'image', 'image/png\r\nx: y', 'text/html<script>'].map(toMimeType)).toEqual(Array(5).fill(null));
  expect([null, '', 'a\0b', 'x'.repeat(300)].map(toFilename)).toEqual([null, null, 'a\ufffdb', 'x'.repeat(240)]);
});

describe.each(STORES)('media files that messages tell of, on $name', (stores) => {
  async function open() {
    const store = await stores.open();
    const { commit } = await createCommitStore(store, takePositionLockSql);
    const tell = (...heard: Partial<HeardMedia>[]) =>
      commit({
        ...{ events: [], attempts: [], releases: [], quarantine: [] },
        records: heard.flatMap((one) => {
          const row = toMediaRow({ ...HEARD, ...one });
          return row === null ? [] : [{ table: MEDIA_FILES_TABLE, row, causeId: null }];
        }),
      });
    const read = () => store.db.selectFrom('media_files').selectAll().execute();
    return { store, tell, read };
  }

  test('are one row however many messages name them, also in one batch', async () => {
    const { tell, read } = await open();
    await tell({}, { nowMs: 9 });
    await tell({ nowMs: 20 });
    expect(await read()).toMatchObject([{ state: 'waiting', created_at_ms: 5, tries: 0 }]);
  });

  test('stay as they are once they were taken in hand: stored, deleted and erased ones come not back', async () => {
    const { store, tell, read } = await open();
    await tell({});
    const emptied = { mime_type: null, sha256: null, filename: null, conversation_id: null };
    const over = { ...emptied, state: 'gone', due_at_ms: null, tries: 1, error: 'It was erased.' } as const;
    await store.db.updateTable('media_files').set(over).execute();
    await tell({ nowMs: 50 });
    expect(await read()).toMatchObject([over]);
  });
});
