import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Files in PEM. */
export interface Certificates {
  /** Of an authority that nobody else trusts: for NODE_EXTRA_CA_CERTS. */
  readonly authority: string;
  /** For 127.0.0.1, signed by that authority. */
  readonly cert: string;
  readonly key: string;
}

const run = promisify(execFile);

/** As receivers have them: ECDSA on P-256. */
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const DAYS = '2';

/** Makes an authority and a certificate of a receiver with the `openssl` of the machine. @throws when it has none of version 3. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const [authority, authorityKey] = [join(folder, 'authority.pem'), join(folder, 'authority.key')];
  const [cert, key] = [join(folder, 'receiver.pem'), join(folder, 'receiver.key')];
  const made = ['req', '-x509', ...NEW_KEY, '-days', DAYS];
  await run('openssl', [...made, '-subj', '/CN=Benchmark authority', '-keyout', authorityKey, '-out', authority]);
  const forReceiver = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const signed = ['-addext', 'basicConstraints=critical,CA:FALSE', '-CA', authority, '-CAkey', authorityKey];
  await run('openssl', [...made, ...forReceiver, ...signed, '-keyout', key, '-out', cert]);
  return { authority, cert, key };
}
