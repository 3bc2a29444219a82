import { randomBytes } from 'node:crypto';
import { parseEncryptionKey } from '../../packages/server/src/platform/secrets/encryption-key.ts';
import { SecretBox } from '../../packages/server/src/platform/secrets/secret-box.ts';
import type { RawSql } from '../../packages/server/test/support/raw-sql.ts';
import { cloneRows, idSql } from './clone-rows.ts';
import { ENCRYPTION_KEY } from './gateway-process.ts';

/** As many as a workspace may have. */
const ENDPOINTS_PER_WORKSPACE = 200;
/** Statements that give an endpoint a secret of its own. */
const SECRETS_PER_STATEMENT = 500;
const SECRET_BYTES = 32;

/**
 * Puts so many endpoints into the database, 200 in each new workspace, with hosts and secrets of their own. No gateway may
 * be running on it: what it keeps in memory is read when it starts.
 *
 * @param like Of a workspace that has an endpoint: its first is the model of all.
 */
export async function fillEndpoints(sql: RawSql, like: { readonly workspaceId: string; readonly count: number }) {
  const workspaces = Math.ceil(like.count / ENDPOINTS_PER_WORKSPACE);
  const nowMs = String(Date.now());
  const workspaceOf = (number: string) => idSql(sql, 'ws', { salt: 'f01', atMs: nowMs, number });
  await cloneRows(sql, {
    table: 'workspaces',
    model: `id = '${like.workspaceId}'`,
    count: workspaces,
    changes: {
      id: workspaceOf('n'),
      serial: '1000000 + n',
      account_id: `'filled-' || n`,
      name: `'Filled ' || n`,
      subdomain: `'filled' || n`,
    },
  });
  await cloneRows(sql, {
    table: 'endpoints',
    model: `workspace_id = '${like.workspaceId}' AND url LIKE '%/hook'`,
    count: like.count,
    changes: {
      workspace_id: workspaceOf(`n / ${ENDPOINTS_PER_WORKSPACE}`),
      id: idSql(sql, 'ep', { salt: 'f02', atMs: nowMs }),
      url: `'https://hooks-' || n || '.customers.example/whatsapp/events'`,
    },
  });
  await giveSecrets(sql, like.workspaceId);
  // As a server has done that has had them for more than a minute.
  if (sql.engine === 'postgres') await sql.run('VACUUM ANALYZE');
}

/** Texts that are the same might be kept once in memory: every endpoint has its own. */
async function giveSecrets(sql: RawSql, workspaceId: string): Promise<void> {
  const key = parseEncryptionKey(ENCRYPTION_KEY);
  if (key === null) throw new Error('The key of the benchmark is one.');
  const box = new SecretBox([key]);
  const rows = await sql.all(`SELECT workspace_id, id, secrets FROM endpoints WHERE workspace_id <> '${workspaceId}'`);
  const clear = box.open(String(rows[0]?.secrets));
  const statements = rows.map((row) => {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    const sealed = box.seal(JSON.stringify({ ...(JSON.parse(clear) as object), current: secret }));
    return `UPDATE endpoints SET secrets = '${sealed}' WHERE workspace_id = '${String(row.workspace_id)}' AND id = '${String(row.id)}'`;
  });
  for (let start = 0; start < statements.length; start += SECRETS_PER_STATEMENT) {
    await sql.run(`BEGIN; ${statements.slice(start, start + SECRETS_PER_STATEMENT).join('; ')}; COMMIT`);
  }
}
