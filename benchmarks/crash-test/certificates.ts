import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** In PEM. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority that only the gateways of the crash test trust, and what it signed for 127.0.0.1. */
export interface Certificates {
  readonly authority: string;
  readonly valid: Certificate;
  readonly expired: Certificate;
}

const DAY_MS = 86_400_000;
/** Node has no words for making certificates, and the `openssl` of a machine may be too old to make one that has expired. */
const OID = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  basicConstraints: '0603551d13',
  subjectAltName: '0603551d11',
} as const;
const TRUE = Buffer.from('0101ff', 'hex');
const LOOPBACK = Buffer.from([127, 0, 0, 1]);

/** Makes all of them anew. */
export function makeCertificates(nowMs: number): Certificates {
  const authority = newKey();
  const name = 'Crash test authority';
  const around = { fromMs: nowMs - DAY_MS, untilMs: nowMs + DAY_MS };
  const past = { fromMs: nowMs - 3 * DAY_MS, untilMs: nowMs - DAY_MS };
  const receiver = (validity: Validity): Certificate => {
    const { publicKey, privateKey } = newKey();
    const cert = certificate(
      { issuer: name, subject: '127.0.0.1', publicKey, validity, isAuthority: false },
      authority.privateKey,
    );
    return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
  return {
    authority: certificate(
      { issuer: name, subject: name, publicKey: authority.publicKey, validity: around, isAuthority: true },
      authority.privateKey,
    ),
    valid: receiver(around),
    expired: receiver(past),
  };
}

interface Validity {
  readonly fromMs: number;
  readonly untilMs: number;
}

interface Subject {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly validity: Validity;
  readonly isAuthority: boolean;
}

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** RFC 5280, 4.1. @returns PEM. */
function certificate(subject: Subject, signer: KeyObject): string {
  const algorithm = sequence(Buffer.from(OID.ecdsaWithSha256, 'hex'));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(subject.issuer),
    sequence(timeOf(subject.validity.fromMs), timeOf(subject.validity.untilMs)),
    nameOf(subject.subject),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensionsOf(subject))),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', toBeSigned, signer)]));
  const lines = sequence(toBeSigned, algorithm, signature).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function extensionsOf({ isAuthority }: Subject): readonly Buffer[] {
  const constraints = sequence(
    Buffer.from(OID.basicConstraints, 'hex'),
    TRUE,
    der(0x04, isAuthority ? sequence(TRUE) : sequence()),
  );
  const address = sequence(Buffer.from(OID.subjectAltName, 'hex'), der(0x04, sequence(der(0x87, LOOPBACK))));
  return isAuthority ? [constraints] : [constraints, address];
}

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(Buffer.from(OID.commonName, 'hex'), der(0x0c, Buffer.from(text)))));
}

function timeOf(timeMs: number): Buffer {
  const digits = new Date(timeMs).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  const length = content.length;
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}
