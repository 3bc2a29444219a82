import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { BIN, newFolder, runCli } from './run-cli.ts';

describe('the command line', () => {
  test('shows every command, examples and exit codes in its help, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await runCli(['--help']);
    expect(exitCode).toBe(0);
    for (const word of ['serve', 'demo', 'simulate', 'keys', 'config', 'migrate', 'Examples:', 'Exit codes:']) {
      expect(stdout).toContain(word);
    }
    expect(stderr).toBe('');
  });

  test.each([[['nope']], [['keys', 'create', '--scope', 'king']], [['demo', '--nope']], [[]]])(
    'ends with 2 for the wrong command line %j',
    async (args) => {
      const { exitCode, stdout } = await runCli(args);
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
    },
  );

  test('tells the user of an old Node what to do and ends with 2, before anything is imported', async () => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '20.19.0' }); require(${JSON.stringify(BIN)})`;
    const failure: unknown = await promisify(execFile)(process.execPath, ['-e', script]).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 2, stdout: '' });
    expect(failure).toHaveProperty('stderr', expect.stringContaining('npm start'));
  });

  test('shows the stack of an error only at log level debug', async () => {
    const env = { POSTHORN_DATA_DIR: await newFolder() };
    const quiet = await runCli(['keys', 'list'], env);
    expect(quiet.stderr.trim().split('\n')).toHaveLength(1);
    const loud = await runCli(['keys', 'list'], { ...env, POSTHORN_LOG_LEVEL: 'debug' });
    expect(loud.stderr).toMatch(/\n\s+at /);
  });
});

describe('config check', () => {
  test('shows every setting, where it comes from, and no secret', async () => {
    const file = join(await newFolder(), 'database-url');
    await writeFile(file, 'postgres://posthorn:hunter2hunter2@db.example/posthorn\n');
    const { exitCode, stdout, stderr } = await runCli(['config', 'check', '--json'], {
      POSTHORN_ROOT_API_KEY: 'k'.repeat(40),
      POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      POSTHORN_DATABASE_URL_FILE: file,
      POSTHORN_RETENTION: '36h',
    });
    expect(exitCode).toBe(0);
    const { ok, settings } = JSON.parse(stdout) as { ok: boolean; settings: Record<string, unknown> };
    expect(ok).toBe(true);
    expect(settings.POSTHORN_RETENTION).toEqual({ value: '36h', source: 'environment' });
    expect(settings.POSTHORN_META_REPLAY_WINDOW).toEqual({ value: '169h', source: 'default' });
    expect(settings.POSTHORN_DATABASE_URL).toMatchObject({ source: 'file' });
    expect(settings.POSTHORN_ROOT_API_KEY).toEqual({ value: '(set)', source: 'environment' });
    expect(stdout + stderr).not.toMatch(/hunter2|kkkk|BwcH/);
  });

  test('names every problem at once and shows no value', async () => {
    const env = { POSTHORN_PORT: 'abc-port', POSTHORN_ROOT_API_KEY: 'short-secret', POSTHORN_PROT: '1' };
    const { exitCode, stderr } = await runCli(['config', 'check'], env);
    expect(exitCode).toBe(2);
    for (const name of ['POSTHORN_PORT', 'POSTHORN_ROOT_API_KEY', 'POSTHORN_PROT']) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/abc-port|short-secret/);
    const json = await runCli(['config', 'check', '--json'], env);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, problems: { length: 3 } });
    expect(json.exitCode).toBe(2);
  });
});

describe('migrate', () => {
  test('makes nothing in a dry run, then the database, then has nothing to do', async () => {
    const folder = await newFolder();
    const env = { POSTHORN_DATA_DIR: join(folder, 'data') };
    const dry = await runCli(['migrate', '--dry-run', '--json'], env);
    expect(JSON.parse(dry.stdout)).toMatchObject({ database: 'sqlite', dry_run: true, applied_before: 0 });
    expect(await readdir(folder)).toEqual([]);
    const real = await runCli(['migrate', '--json'], env);
    expect(JSON.parse(real.stdout).steps).toEqual(JSON.parse(dry.stdout).steps);
    expect(JSON.parse(real.stdout).steps).not.toEqual([]);
    const again = await runCli(['migrate'], env);
    expect(again).toMatchObject({ exitCode: 0, stdout: 'The database is up to date.\n' });
  });
});
