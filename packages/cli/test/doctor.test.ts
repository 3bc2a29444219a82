import { createSimulator, type Simulator } from '@posthorn/simulator';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../server/test/e2e/support/gateway.ts';
import {
  createWorkspace,
  FIXTURE_NUMBER,
  registerMetaApp,
  type TestWorkspace,
} from '../../server/test/e2e/support/world.ts';
import { cleanUpLater } from '../../server/test/support/clean-up.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { runCli } from './run-cli.ts';

const SQLITE = STORES.filter(({ name }) => name === 'SQLite');
const ACCESS_TOKEN = 'EAAG-token';
const META = { appId: '610023884417', appSecret: 'app-secret-of-the-simulator' };

describe.each(SQLITE)('posthorn doctor on $name', (stores) => {
  let simulator: Simulator;
  let gateway: TestGateway;

  beforeAll(async () => {
    const cleanUps = cleanUpLater();
    simulator = createSimulator({ ...META, accessToken: ACCESS_TOKEN });
    await simulator.start();
    cleanUps.push(() => simulator.close());
    gateway = await startTestGateway(stores, { POSTHORN_META_GRAPH_URL: simulator.url });
  });

  const doctor = (workspace: TestWorkspace, ...args: readonly string[]) =>
    runCli(['doctor', '--url', gateway.url, ...args], { POSTHORN_API_KEY: workspace.key });

  test('prints each finding with how to mend it, and exits with 1 when one failed', async () => {
    const workspace = await createWorkspace(gateway, { name: 'Ill' });
    const app = await registerMetaApp(gateway, workspace.api, { appId: META.appId, secret: META.appSecret });
    const channel = { meta_app_id: app.id, ...FIXTURE_NUMBER, access_token: ACCESS_TOKEN };
    const { id } = await workspace.api.post<{ id: string }>('/v1/channels', channel);
    simulator.setScopes(['whatsapp_business_messaging']);
    const run = await doctor(workspace);
    simulator.denySubscriptions(false);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(`Number ${FIXTURE_NUMBER.display_phone_number}  ${id}`);
    expect(run.stdout).toMatch(/✓ Access token +A token of a system user that never expires\./);
    expect(run.stdout).toMatch(/✗ Permissions +The token lacks whatsapp_business_management\./);
    expect(run.stdout).toContain('→ Make a new token with both permissions');
    expect(run.stdout).not.toContain(ACCESS_TOKEN);
    for (const line of run.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('prints one JSON object when asked, about one channel when named', async () => {
    const workspace = await createWorkspace(gateway, { name: 'Asked' });
    const app = await registerMetaApp(gateway, workspace.api, { appId: META.appId, secret: META.appSecret });
    const { id } = await workspace.api.post<{ id: string }>('/v1/channels', { meta_app_id: app.id, ...FIXTURE_NUMBER });
    const run = await doctor(workspace, '--json', '--channel', id);
    expect(run.exitCode).toBe(1);
    const { patients } = JSON.parse(run.stdout);
    expect(patients).toMatchObject([{ kind: 'channel', id, report: { state: 'failed' } }]);
    const strange = await doctor(workspace, '--channel', 'chn_00000000-0000-0000-0000-000000000000');
    expect([strange.exitCode, strange.stdout]).toEqual([1, '']);
    expect(strange.stderr).toContain('There is no such channel');
  });

  test('examines the Meta apps where there is no number yet, and says so where there is neither', async () => {
    const workspace = await createWorkspace(gateway, { name: 'New' });
    expect((await doctor(workspace)).stderr).toContain('There is no Meta app and no number yet');
    await registerMetaApp(gateway, workspace.api, { appId: META.appId, secret: META.appSecret });
    expect((await doctor(workspace)).stdout).toContain(`Meta app ${META.appId}`);
  });
});
