import { describe, expect, test } from 'vitest';
import { startApi } from '../../../test/support/start-api.ts';
import { mediaRoutes } from './media.routes.ts';
import { mediaCapability } from './media-link.ts';

const LINK_KEY = Buffer.alloc(32, 1);
const link = mediaCapability(LINK_KEY, { workspaceSerial: 31, mediaId: '1013859600285441' });

describe('GET /media/{capability}', () => {
  test('of a true link says without any key that the file is not here yet', async () => {
    const { call } = await startApi((api) => mediaRoutes(api, { linkKey: LINK_KEY }));
    const answer = await call('GET', `/media/${link}`, { headers: { authorization: '' } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'media_not_ready' } });
  });

  test.each([`${link}x`, `1${link}`, 'x', '31.1013859600285441.'])('of %s says that there is none', async (path) => {
    const { call } = await startApi((api) => mediaRoutes(api, { linkKey: LINK_KEY }));
    expect(await call('GET', `/media/${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
