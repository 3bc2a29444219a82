import type { Reporter, TestCase, TestModule } from 'vitest/node';

const SUITE_FILE = 'test/conformance/all-stores.test.ts';

/** Says at the end of a run how many store promises were kept on each database. Silent when the suite was not part of the run. */
export class StorePromisesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const suites = modules.filter((module) => module.moduleId.endsWith(SUITE_FILE));
    for (const [database, cases] of Object.entries(groupByDatabase(suites))) {
      const passedCount = cases.filter((testCase) => testCase.result().state === 'passed').length;
      process.stdout.write(`Store promises on ${database}: ${passedCount} of ${cases.length} kept\n`);
    }
  }
}

function groupByDatabase(modules: readonly TestModule[]): Record<string, TestCase[]> {
  const cases: Record<string, TestCase[]> = {};
  for (const suite of modules.flatMap((module) => [...module.children.suites()])) {
    const [, database] = /^every store on (.+)$/.exec(suite.name) ?? [];
    if (database !== undefined) cases[database] = [...suite.children.allTests()];
  }
  return cases;
}
