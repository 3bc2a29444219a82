import { afterAll, onTestFinished } from 'vitest';

export type CleanUp = () => Promise<unknown>;

const afterFile: CleanUp[] = [];
afterAll(() => runAll(afterFile));

/**
 * What is pushed is undone in reverse order: after the test that runs, or after the file when a hook asks. Must be
 * called before the first `await`: afterwards nobody knows which test runs.
 */
export function cleanUpLater(): CleanUp[] {
  const cleanUps: CleanUp[] = [];
  const undo = () => runAll(cleanUps);
  try {
    onTestFinished(undo);
  } catch {
    // Outside a test vitest throws: what is started there belongs to the file.
    afterFile.push(undo);
  }
  return cleanUps;
}

async function runAll(cleanUps: CleanUp[]): Promise<void> {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
}
