import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadOrCreateKeyFile } from './key-file.ts';

describe('loadOrCreateKeyFile', () => {
  test('makes a folder for its owner alone and a key that only the owner can read, once', () => {
    const dataDir = join(emptyFolder(), 'new', 'data');
    const key = loadOrCreateKeyFile(dataDir);
    expect(key).toHaveLength(32);
    expect(modeOf(dataDir)).toBe(0o700);
    expect(modeOf(join(dataDir, 'encryption.key'))).toBe(0o600);
    expect(loadOrCreateKeyFile(dataDir).equals(key)).toBe(true);
    expect(readdirSync(dataDir)).toEqual(['encryption.key']);
  });

  test('makes another key for another installation', () => {
    const one = loadOrCreateKeyFile(join(emptyFolder(), 'data'));
    const other = loadOrCreateKeyFile(join(emptyFolder(), 'data'));
    expect(one.equals(other)).toBe(false);
  });

  test('gives one key to processes that start at the same time', async () => {
    const dataDir = join(emptyFolder(), 'data');
    const module = new URL('./key-file.ts', import.meta.url).href;
    const code = `console.log((await import(${JSON.stringify(module)})).loadOrCreateKeyFile(process.argv[1]).toString('hex'))`;
    const starts = [1, 2, 3, 4].map(() =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, dataDir]),
    );
    const keys = new Set((await Promise.all(starts)).map(({ stdout }) => stdout.trim()));
    expect([...keys]).toEqual([loadOrCreateKeyFile(dataDir).toString('hex')]);
  });

  test('refuses a key that others can read, and says how to mend it', () => {
    const dataDir = join(emptyFolder(), 'data');
    loadOrCreateKeyFile(dataDir);
    const file = join(dataDir, 'encryption.key');
    chmodSync(file, 0o640);
    expect(() => loadOrCreateKeyFile(dataDir)).toThrow(`has mode 0640`);
    expect(() => loadOrCreateKeyFile(dataDir)).toThrow(`chmod 0600 ${file}`);
  });

  test('refuses a folder that others can enter, before it puts a key there', () => {
    const dataDir = join(emptyFolder(), 'data');
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o755);
    expect(() => loadOrCreateKeyFile(dataDir)).toThrow(`chmod 0700 ${dataDir}`);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('refuses a file that holds no key and leaves it as it is', () => {
    const dataDir = join(emptyFolder(), 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    writeFileSync(join(dataDir, 'encryption.key'), 'half a k', { mode: 0o600 });
    expect(() => loadOrCreateKeyFile(dataDir)).toThrow(/does not hold a key of 32 bytes/);
    expect(readFileSync(join(dataDir, 'encryption.key'), 'utf8')).toBe('half a k');
  });
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}
