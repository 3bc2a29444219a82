import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Grantee, isGranted, PERMISSIONS, type Permission, ROLES } from '../../src/domain/permissions.ts';

const GRANTEES: readonly Grantee[] = [...ROLES, 'portal'];

test('docs/guides/members-and-access.md says who may do what as the table of permissions has it', () => {
  const page = readFileSync(new URL('../../../../docs/guides/members-and-access.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `[a-z_]+\.[a-z_]+` \|.*$/gm)].map(([row]) => row);
  expect(rows).toEqual((Object.keys(PERMISSIONS) as Permission[]).map(rowOf));
});

function rowOf(permission: Permission): string {
  const marks = GRANTEES.map((grantee) => (isGranted(grantee, permission) ? '✓' : '·'));
  return `| \`${permission}\` | ${PERMISSIONS[permission].scope} | ${marks.join(' | ')} |`;
}
