import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const BIN = fileURLToPath(new URL('../bin/posthorn.js', import.meta.url));

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly pid: number | undefined;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when standard output or standard error has had this text. Rejects when the process ends without. */
  readonly said: (words: string) => Promise<void>;
  readonly ended: Promise<CliRun>;
}

/** Starts the command as a user does, in an environment without settings of ours. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): CliProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('POSTHORN_'));
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const streams = [text(child.stdout), text(child.stderr)] as const;
  const ended = once(child, 'close').then(async ([exitCode]): Promise<CliRun> => {
    const [stdout, stderr] = await Promise.all(streams);
    return { exitCode: exitCode as number | null, stdout, stderr };
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const said = (words: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let heard = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        heard += chunk.toString('utf8');
        if (heard.includes(words)) resolve();
      });
    }
    child.once('close', () => reject(new Error(`It ended without "${words}". It said: ${heard}`)));
    return promise;
  };
  return { pid: child.pid, kill: (signal) => void child.kill(signal), said, ended };
}

/** Runs the command to its end. */
export function runCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  return startCli(args, env).ended;
}

/** A folder that is removed after the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-cli-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
