/** A signature of a request: `v1` and `v1a` of the Standard Webhooks header, and those of the formats. */
export type SignaturePart = 'v1' | 'v1a' | 'meta' | 'xobito' | 'vobiz';

export interface SignatureResult {
  readonly part: SignaturePart;
  /** `skipped`: it is checked with the other kind of key. */
  readonly result: 'matches' | 'differs' | 'skipped';
}

export interface SignedRequest {
  /** As they were sent, in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly the text whose UTF-8 bytes were sent. */
  readonly body: string;
}

const PUBLIC_KEY_PREFIX = 'whpk_';
const SECRET_PREFIX = 'whsec_';
const PUBLIC_KEY_BYTES = 32;
/** Headers that carry one signature over the body, as lower-case hex. */
const BODY_SIGNATURES = [
  ['x-hub-signature-256', 'meta'],
  ['x-webhook-signature', 'xobito'],
  ['x-vobiz-signature', 'vobiz'],
] as const satisfies readonly (readonly [string, SignaturePart])[];

/** Whether this page may do cryptography: on https and on localhost. */
export function canCheckSignatures(): boolean {
  return crypto.subtle !== undefined;
}

/**
 * Recomputes every signature that a request carries (CONTRACTS 8, "Signing keys"). With a signing secret those of the body
 * and `v1`, with a public key (`whpk_…`) `v1a`. While two secrets are valid a header has a signature of each: one is enough.
 *
 * @throws TypeError when a public key is none.
 */
export async function checkSignatures(request: SignedRequest, secret: string): Promise<readonly SignatureResult[]> {
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const isPublicKey = secret.startsWith(PUBLIC_KEY_PREFIX);
  const results: SignatureResult[] = [];
  const given = (headers.get('webhook-signature') ?? '').split(' ');
  const head = `${headers.get('webhook-id') ?? ''}.${headers.get('webhook-timestamp') ?? ''}.`;
  const content = utf8(head + request.body);
  for (const version of ['v1', 'v1a'] as const) {
    const signatures = given.filter((one) => one.startsWith(`${version},`)).map((one) => one.slice(version.length + 1));
    if (signatures.length === 0) continue;
    if (isPublicKey !== (version === 'v1a')) results.push({ part: version, result: 'skipped' });
    else {
      const matches =
        version === 'v1'
          ? signatures.includes(toBase64(await hmac(standardKeyOf(secret), content)))
          : await anyVerifies(secret, content, signatures);
      results.push({ part: version, result: matches ? 'matches' : 'differs' });
    }
  }
  for (const [name, part] of BODY_SIGNATURES) {
    const signature = headers.get(name);
    if (signature === undefined) continue;
    if (isPublicKey) results.push({ part, result: 'skipped' });
    else {
      const expected = toHex(await hmac(utf8(secret), utf8(request.body)));
      results.push({ part, result: signature.replace(/^sha256=/, '') === expected ? 'matches' : 'differs' });
    }
  }
  return results;
}

/** The bytes behind `whsec_` when they are base64, else the UTF-8 bytes of the whole secret. */
function standardKeyOf(secret: string): Uint8Array<ArrayBuffer> {
  if (!secret.startsWith(SECRET_PREFIX)) return utf8(secret);
  const encoded = secret.slice(SECRET_PREFIX.length);
  const bytes = fromBase64(encoded);
  return bytes !== null && bytes.length > 0 && toBase64(bytes) === encoded ? bytes : utf8(secret);
}

async function hmac(
  keyBytes: Uint8Array<ArrayBuffer>,
  content: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', keyBytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, content));
}

async function anyVerifies(
  publicKey: string,
  content: Uint8Array<ArrayBuffer>,
  signatures: readonly string[],
): Promise<boolean> {
  const bytes = fromBase64(publicKey.slice(PUBLIC_KEY_PREFIX.length));
  if (bytes?.length !== PUBLIC_KEY_BYTES) throw new TypeError('not a public key');
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'Ed25519' }, false, ['verify']);
  for (const signature of signatures) {
    const given = fromBase64(signature);
    if (given !== null && (await crypto.subtle.verify('Ed25519', key, given, content))) return true;
  }
  return false;
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Null: it is no base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
