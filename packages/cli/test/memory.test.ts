import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type CliProcess, newFolder, startCli } from './run-cli.ts';

const BOUNDS = ['--max-semi-space-size=32', '--max-old-space-size=1024'];

async function serve(env: Readonly<Record<string, string>> = {}): Promise<CliProcess> {
  const gateway = startCli(['serve'], { POSTHORN_DATA_DIR: await newFolder(), POSTHORN_PORT: '0', ...env });
  await gateway.said('"url":"http');
  return gateway;
}

/** What a process was started with, as the operating system knows it. */
async function startedWith({ pid }: CliProcess): Promise<{ readonly args: string[]; readonly env: string[] }> {
  const [args, env] = await Promise.all(['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')));
  return { args: args?.split('\0') ?? [], env: env?.split('\0') ?? [] };
}

describe.skipIf(process.platform !== 'linux')('the memory of a gateway', () => {
  test('is bounded from its start, in the process that was started, which still ends as asked', async () => {
    const gateway = await serve();
    const { args, env } = await startedWith(gateway);
    expect(args).toEqual(expect.arrayContaining(BOUNDS));
    expect(env).toContain('MALLOC_ARENA_MAX=2');
    gateway.kill('SIGTERM');
    expect(await gateway.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([
    { NODE_OPTIONS: '--max-semi-space-size=64' },
    { NODE_OPTIONS: '--max-old-space-size=2048' },
    { MALLOC_ARENA_MAX: '4' },
  ])('is left to whoever said something about it: %j', async (said) => {
    const { args, env } = await startedWith(await serve(said));
    expect(args.filter((arg) => BOUNDS.includes(arg))).toEqual([]);
    expect(env).toEqual(expect.arrayContaining(Object.entries(said).map((pair) => pair.join('='))));
  });
});
