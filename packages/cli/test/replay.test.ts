import { beforeAll, describe, expect, test } from 'vitest';
import { behind, createGate, withStatus } from '../../server/test/e2e/support/answers.ts';
import { startTestGateway, type TestGateway } from '../../server/test/e2e/support/gateway.ts';
import { startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { addEndpoint, createWorkspace, type TestWorkspace } from '../../server/test/e2e/support/world.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { runCli, startCli } from './run-cli.ts';

const SQLITE = STORES.filter(({ name }) => name === 'SQLite');

describe.each(SQLITE)('replay and recover on $name', (stores) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  const call = (workspace: TestWorkspace, ...args: readonly string[]) =>
    [...args, '--url', gateway.url, '--key', workspace.key] as const;

  /** A workspace whose receiver has got so many events. */
  async function settleIn(eventCount: number) {
    const workspace = await createWorkspace(gateway, { name: 'Replayers' });
    const receiver = await startReceiver();
    const endpoint = await addEndpoint(workspace.api, { url: receiver.url, event_types: ['custom.*'] });
    for (let n = 0; n < eventCount; n++) await workspace.api.post('/v1/events', { type: 'custom.tried', data: { n } });
    await receiver.waitFor(eventCount);
    return { workspace, receiver, endpoint };
  }

  test('tells what it would come to, and starts nothing', async () => {
    const { workspace, receiver, endpoint } = await settleIn(2);
    const run = await runCli(call(workspace, 'replay', '--from', '1h', '--dry-run'));
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 events, 2 deliveries.') });
    expect(run.stdout).toMatch(new RegExp(`${endpoint.id} +2\n`));
    const json = await runCli(call(workspace, 'replay', '--from', '1h', '--types', 'message.*', '--dry-run', '--json'));
    expect(JSON.parse(json.stdout)).toMatchObject({ events: 2, deliveries: 0, by_endpoint: [] });
    expect(receiver.requests).toHaveLength(2);
  });

  test('starts the run, follows it to its end and says what it made', async () => {
    const { workspace, receiver, endpoint } = await settleIn(2);
    const args = ['replay', '--from', '1h', '--types', 'custom.*', '--endpoint', endpoint.id, '--yes'];
    const run = await runCli(call(workspace, ...args));
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Done\. 2 events looked at, 2 deliveries made\.\n.*\?run=run_/),
      stderr: expect.stringContaining('2 events, 2 deliveries.'),
    });
    await receiver.waitFor(4);
  });

  test('recovers an endpoint, and says when nothing is missing', async () => {
    const { workspace, receiver, endpoint } = await settleIn(1);
    await workspace.api.post(`/v1/endpoints/${endpoint.id}/disable`);
    await workspace.api.post('/v1/events', { type: 'custom.missed', data: {} });
    const disabled = await runCli(call(workspace, 'recover', endpoint.id, '--since', '1h', '--yes'));
    expect(disabled).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('disabled') });
    await workspace.api.post(`/v1/endpoints/${endpoint.id}/enable`);
    const run = await runCli(call(workspace, 'recover', endpoint.id, '--since', '1h', '--yes'));
    expect(run.stdout).toContain('1 delivery made');
    await receiver.waitFor(2);
    const again = await runCli(call(workspace, 'recover', endpoint.id, '--since', '1h', '--yes'));
    expect(again).toMatchObject({ exitCode: 0, stdout: 'Nothing is to do.\n' });
  });

  test('leaves the run to the gateway at Ctrl-C where nobody can be asked', async () => {
    const { workspace, receiver } = await settleIn(1);
    const gate = createGate();
    receiver.answerWith(() => behind(gate, withStatus(200)));
    const cli = startCli(call(workspace, 'replay', '--from', '1h', '--yes'));
    await cli.said('0 %');
    cli.kill('SIGINT');
    const { exitCode, stdout } = await cli.ended;
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Left running as run_')]);
    gate.open();
    await receiver.waitFor(2);
  });

  test('says what is wrong with the command line, and exits with 2', async () => {
    const { workspace } = await settleIn(1);
    const runs = [
      [call(workspace, 'replay'), '--from'],
      [call(workspace, 'replay', '--from', 'yesterday'), 'how long ago'],
      [call(workspace, 'replay', '--from', '1h'), '--yes'],
      [call(workspace, 'replay', '--from', '1h', '--to', '2h', '--yes'), 'must lie in the past'],
    ] as const;
    for (const [args, words] of runs) {
      const { exitCode, stdout, stderr } = await runCli(args);
      expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)]);
    }
  });
});
