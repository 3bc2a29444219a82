import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findBreaches } from './import-rules.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

describe('the code in packages', () => {
  const paths = globSync('packages/*/{src,bin}/**/*.{ts,js}', { cwd: ROOT });

  test('keeps to the directions of ARCHITECTURE.md', () => {
    const breaches = paths.flatMap((path) => findBreaches({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
    expect(breaches).toEqual([]);
  });

  test('is found by this test', () => {
    expect(paths).toContain('packages/server/src/domain/errors.ts');
  });
});

describe('the test of directions', () => {
  const server = 'packages/server/src';

  test.each([
    [`${server}/domain/ids.ts`, "import { x } from '../platform/db/store.ts';"],
    [`${server}/domain/ids.ts`, "import { readFileSync } from 'node:fs';"],
    [`${server}/platform/db/store.ts`, "import type { X } from '../../pipeline/delivery/claim.ts';"],
    [`${server}/platform/db/store.ts`, "export * from '../../gateway.ts';"],
    [`${server}/pipeline/delivery/claim.ts`, "import { x } from '../attempts/attempts.store.ts';"],
    [`${server}/pipeline/delivery/claim.ts`, "import type {\n  X,\n} from '../../control/endpoints/endpoints.ts';"],
    [`${server}/pipeline/delivery/claim.ts`, "const x = await import('../attempts/attempts.ts');"],
    [`${server}/pipeline/delivery/claim.ts`, "new Worker(new URL('../attempts/attempts.thread.ts', import.meta.url));"],
    [`${server}/pipeline/delivery/claim.ts`, "import { gateway } from '../../gateway.ts';"],
    [`${server}/pipeline/delivery/claim.ts`, "import { x } from '../../gateway/engine.ts';"],
    [`${server}/pipeline/shared.ts`, "import { x } from './delivery/claim.ts';"],
    [`${server}/helpers.ts`, "import { x } from './pipeline/delivery/claim.ts';"],
    [`${server}/control/endpoints/endpoints.ts`, "import { sql } from 'kysely';"],
    [`${server}/control/endpoints/endpoints.ts`, "import type pg from 'pg';"],
    [`${server}/platform/http/server.ts`, "import Database from 'better-sqlite3';"],
    [`${server}/meta/apps/apps.ts`, "import { request } from 'undici';"],
    [`${server}/meta/apps/apps.ts`, 'const answer = await fetch(url);'],
    [`${server}/gateway.ts`, 'const port = process.env.PORT;'],
    [`${server}/platform/config/config.ts`, "import { env } from 'node:process';"],
    [`${server}/gateway.ts`, "import { x } from './platform/db/migrations.test.ts';"],
    [`${server}/gateway.ts`, "import { x } from '../test/support/postgres.ts';"],
    [`${server}/gateway.ts`, "import { expect } from 'vitest';"],
    [`${server}/gateway.ts`, "import { x } from '@posthorn/simulator';"],
    [`${server}/gateway.ts`, "import { x } from '../../cli/src/main.ts';"],
    ['packages/simulator/src/index.ts', "import { x } from '@posthorn/server/domain/ids.ts';"],
    ['packages/simulator/src/index.ts', "import { x } from '../../server/src/domain/ids.ts';"],
    ['packages/sdk/src/index.ts', "import { x } from '@posthorn/server/domain/ids.ts';"],
    ['packages/sdk/src/index.ts', "import * as z from 'zod';"],
  ])('catches in %s: %s', (path, text) => {
    expect(findBreaches({ path, text })).not.toEqual([]);
  });

  test.each([
    [`${server}/domain/event.ts`, "import type { EventId } from './ids.ts';"],
    [`${server}/platform/db/store.ts`, "import { Kysely } from 'kysely';\nimport { x } from '../../domain/ids.ts';"],
    [`${server}/pipeline/delivery/claim.store.ts`, "import { sql } from 'kysely';\nimport { x } from './claim.ts';"],
    [`${server}/pipeline/delivery/send.ts`, "import { Pool } from 'undici';"],
    [`${server}/pipeline/delivery/claim.store.conformance.ts`, "import { test } from 'vitest';"],
    [
      `${server}/pipeline/delivery/claim.ts`,
      "// import { x } from '../attempts/attempts.ts';\nconst u = 'https://a.b';",
    ],
    [`${server}/pipeline/delivery/claim.test.ts`, "import { x } from '../attempts/attempts.ts';"],
    [
      `${server}/gateway.ts`,
      "import { x } from './pipeline/delivery/claim.ts';\nimport { Pool } from './platform/egress/pool.ts';",
    ],
    [`${server}/gateway/engine.ts`, "import { x } from '../pipeline/delivery/claim.ts';"],
    [`${server}/main.ts`, 'const config = loadConfig(process.env, readFile);'],
    ['packages/cli/src/serve.ts', "import { x } from '@posthorn/server/main.ts';\nprocess.env.PATH;"],
    ['packages/sdk/src/index.ts', "import { createHmac } from 'node:crypto';"],
  ])('lets pass in %s: %s', (path, text) => {
    expect(findBreaches({ path, text })).toEqual([]);
  });
});
