import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { newFolder, runCli, startCli } from './run-cli.ts';

describe('demo', () => {
  test('delivers a whole conversation, changes of contacts and what is sent to its receivers, counts it, and leaves nothing behind', async () => {
    const folder = await newFolder();
    // A setting of the user's own must not reach the gateway of the demonstration.
    const env = {
      TMPDIR: folder,
      POSTHORN_DATABASE_URL: 'postgres://nowhere.invalid/real',
      POSTHORN_ENCRYPTION_KEY: 'x',
    };
    const { exitCode, stdout, stderr } = await runCli(['demo', '--exit', '--json'], env);
    expect(stderr).toContain('Everything arrived');
    expect(exitCode).toBe(0);
    const { console_url, ...figures } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
    expect(console_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/enter#[\w-]{40,}$/);
    expect(Object.keys(figures)).toEqual([
      'events',
      'deliveries',
      'delivered',
      'verified',
      'duplicates_absorbed',
      'failed',
    ]);
    expect(figures.events).toBeGreaterThanOrEqual(16);
    expect(figures.deliveries).toBeGreaterThan(2 * (figures.events ?? 0));
    expect(figures).toMatchObject({ delivered: figures.deliveries, verified: figures.deliveries, failed: 0 });
    expect(figures.duplicates_absorbed).toBeGreaterThanOrEqual(2);
    for (const attempt of ['answered 500, attempt 1', 'answered 500, attempt 2', 'X-Webhook-Signature, attempt 3']) {
      expect(stderr).toContain(attempt);
    }
    // Created by writing, created by hand, changed by hand: told to everybody whose format has a word for it.
    for (const name of ['xobito ', 'vobiz-legacy', 'standard']) {
      const lines = stderr.split('\n').filter((line) => line.includes(name));
      const changes = lines.filter((line) => /(^|\s)(contact\.)?(created|updated)\s/.test(line));
      // The one who writes in the conversation, the one of the counter twice, and the two whom the company writes to.
      expect([name, changes.length]).toEqual([name, 5]);
      // A text, a template and an image, and three ticks of each.
      for (const tick of ['sent', 'delivered', 'read']) {
        expect(lines.filter((line) => line.includes(`message.${tick} `)).length).toBeGreaterThanOrEqual(3);
      }
    }
    expect(stderr).toContain('The image was fetched from the links in 3 webhooks.');
    expect(stderr).toContain('Approved templates that would do: repair_ready');
    expect(await readdir(folder)).toEqual([]);
  }, 60_000);

  test('ends with what it started when it is stopped half-way', async () => {
    const folder = await newFolder();
    const demo = startCli(['demo', '--json'], { TMPDIR: folder });
    await demo.said('The gateway listens on');
    demo.kill('SIGTERM');
    const { exitCode, stdout } = await demo.ended;
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(await readdir(folder)).toEqual([]);
  }, 60_000);

  test('stays up with what to try next, and ends with 0 when it is stopped', async () => {
    const demo = startCli(['demo', '--json'], { TMPDIR: await newFolder() });
    await demo.said('/docs/api');
    demo.kill('SIGINT');
    expect(await demo.ended).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\{.*\}\n$/) });
  }, 60_000);
});
