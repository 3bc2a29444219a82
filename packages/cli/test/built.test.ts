import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makePlace } from '../../server/test/e2e/delivery/gateway-process.ts';
import { api } from '../../server/test/e2e/support/api.ts';
import { openBrowser } from '../../server/test/e2e/support/browser.ts';
import { startTestGateway } from '../../server/test/e2e/support/gateway.ts';
import { startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { addEndpoint, createWorkspace } from '../../server/test/e2e/support/world.ts';
import { STORES } from '../../server/test/support/open-store.ts';

const DIST_DIR = join(import.meta.dirname, '../dist');

test('what was built is texts below 1 MB, in ASCII, or V8 and Node.js keep more than them in memory', () => {
  const texts = globSync('*.mjs', { cwd: DIST_DIR }).map((name) => ({
    name,
    text: readFileSync(join(DIST_DIR, name), 'latin1'),
  }));
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter(({ text }) => /[^\0-\x7f]/.test(text)).map(({ name }) => name)).toEqual([]);
  expect(texts.filter(({ text }) => text.length > 1_000_000).map(({ name }) => name)).toEqual([]);
});

/** What was built stands elsewhere than the sources: these are the parts that find files, binaries or threads by their place. */
test.each(STORES)('what was built for production does what the sources do on $name', async (stores) => {
  const [place, receiver, sources] = await Promise.all([makePlace(stores), startReceiver(), startTestGateway(stores)]);
  const gateway = await place.start();

  const openApi = async (url: string) => (await fetch(`${url}/openapi.json`)).json();
  expect(await openApi(gateway.url)).toEqual(await openApi(sources.url));

  const workspace = await createWorkspace(gateway, { name: 'Built' });
  await addEndpoint(workspace.api, { url: receiver.url, event_types: ['contact.created'] });
  const contact = await workspace.api.post<{ readonly phone: string }>('/v1/contacts', {
    first_name: 'Ana',
    phone: '+55 11 91234-5678',
  });
  expect(contact.phone).toBe('+5511912345678');
  const [request] = await receiver.waitFor(1);
  expect(request?.headers['user-agent']).toMatch(/^Posthorn\/\d/);

  const invitation = await api(gateway, gateway.rootKey, workspace.id).post<{ readonly url: string }>(
    '/v1/members/invitations',
    { email: 'ines@example.com', role: 'owner' },
  );
  const answer = await openBrowser(gateway).send('POST', '/v1/invitations/accept', {
    ...{ token: new URL(invitation.url).hash.slice(1), name: 'Ines', password: 'a long enough password' },
  });
  expect(answer.status).toBe(200);
  await gateway.close();
});
