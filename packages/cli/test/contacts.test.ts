import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../server/test/e2e/support/gateway.ts';
import { createWorkspace, type TestWorkspace } from '../../server/test/e2e/support/world.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { newFolder, runCli, startCli } from './run-cli.ts';

const SQLITE = STORES.filter(({ name }) => name === 'SQLite');

describe.each(SQLITE)('contacts on $name', (stores) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  const newWorkspace = () => createWorkspace(gateway, { name: 'Importers' });
  const contacts = (workspace: TestWorkspace, ...args: readonly string[]) =>
    ['contacts', ...args, '--url', gateway.url, '--key', workspace.key] as const;

  async function writeCsv(text: string): Promise<string> {
    const path = join(await newFolder(), 'people.csv');
    await writeFile(path, text);
    return path;
  }

  test('imports a file, tells what could not be imported, and exits with 1 for it', async () => {
    const workspace = await newWorkspace();
    const file = await writeCsv('Mobile;Name;Note\n+4915170023456;Ada;x\nnone;Grace;x\n');
    const problems = `${file}.problems`;
    const columns = ['--map', 'Mobile=phone', '--map', 'Note=', '--delimiter', ';', '--problems', problems];
    const run = await runCli(contacts(workspace, 'import', file, ...columns));
    expect(run).toMatchObject({
      exitCode: 1,
      stdout: 'Imported. 2 rows: 1 created, 0 updated, 0 unchanged, 1 failed.\n',
      stderr: expect.stringContaining(problems),
    });
    expect(await readFile(problems, 'utf8')).toMatch(/^row,column,message,value\r\n3,Mobile,.*,none\r\n$/);
    expect(run.stderr).toContain('Left out: "Note"');
  });

  test('takes the key from the environment, and prints one JSON object when asked', async () => {
    const workspace = await newWorkspace();
    const file = await writeCsv('phone,status\n+4915170023456,New\n');
    const args = ['contacts', 'import', file, '--url', gateway.url, '--dry-run', '--create-labels', '--json'];
    const run = await runCli(args, { POSTHORN_API_KEY: workspace.key });
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ state: 'completed', result: { created: 1, dry_run: true } });
    expect(await workspace.api.all('/v1/contacts')).toEqual([]);
  });

  test('says what is wrong with the command line or the heading, and exits with 2', async () => {
    const workspace = await newWorkspace();
    const file = await writeCsv('a,b\n1,2\n');
    const runs = [
      [contacts(workspace, 'import', file), 'heading'],
      [contacts(workspace, 'import', file, '--map', 'a=fone'), '"fone"'],
      [contacts(workspace, 'import', file, '--map', 'phone'), 'Column=field'],
      [contacts(workspace, 'import', `${file}.gone`), 'cannot be read'],
      [['contacts', 'import', file], 'POSTHORN_API_KEY'],
    ] as const;
    for (const [args, words] of runs) {
      const { exitCode, stdout, stderr } = await runCli(args);
      expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)]);
    }
    const wrongKey = await runCli(['contacts', 'import', file, '--url', gateway.url, '--key', 'phk_wrong']);
    expect(wrongKey).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('API key') });
  });

  test('cancels the import at Ctrl-C', async () => {
    const workspace = await newWorkspace();
    const rows = Array.from({ length: 50_000 }, (_, index) => `+49151${70_000_000 + index},Person ${index}`);
    const file = await writeCsv(`phone,name\n${rows.join('\n')}\n`);
    const cli = startCli(contacts(workspace, 'import', file, '--json'));
    await cli.said('Importing');
    cli.kill('SIGINT');
    const { exitCode, stdout } = await cli.ended;
    expect(exitCode).toBe(1);
    const run = JSON.parse(stdout) as { id: string; state: string };
    expect(run.state).toBe('canceled');
    expect(await workspace.api.get(`/v1/runs/${run.id}`)).toMatchObject({ state: 'canceled' });
  });

  test('exports what it can import again', async () => {
    const [from, to] = [await newWorkspace(), await newWorkspace()];
    await from.api.post('/v1/contacts', { first_name: '=1+1', phone: '+4915170023456', tags: ['a;b'] });
    const output = join(await newFolder(), 'contacts.csv');
    const written = await runCli(contacts(from, 'export', '--output', output));
    expect(written).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await runCli(contacts(from, 'export'))).stdout).toBe(await readFile(output, 'utf8'));
    expect((await runCli(contacts(to, 'import', output))).exitCode).toBe(0);
    const lines = await runCli(contacts(to, 'export', '--format', 'ndjson'));
    expect(JSON.parse(lines.stdout)).toMatchObject({ first_name: '=1+1', phone: '+4915170023456', tags: ['a;b'] });
  });
});
