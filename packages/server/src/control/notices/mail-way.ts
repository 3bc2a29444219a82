import type { NoticeWay } from './notifier.ts';

export interface MailSettings {
  /** `smtp://` or `smtps://`, user and password percent-encoded. */
  readonly url: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** Of connecting, of the server's greeting, and of each silence after it. */
const TIMEOUT_MS = 10_000;
const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/** Mails a notice, to all addresses at once. The library is loaded with the first one. */
export function mailWay({ url: text, from, to }: MailSettings): NoticeWay {
  const url = new URL(text);
  const user = decodeURIComponent(url.username);
  const server = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORTS[url.protocol] : Number(url.port),
    secure: url.protocol === 'smtps:',
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return {
    name: 'mail',
    send: async ({ subject, text: body }) => {
      const { createTransport } = await import('nodemailer');
      const transport = createTransport(server);
      try {
        await transport.sendMail({ from, to: [...to], subject, text: body });
      } catch (error) {
        // Its own words may name addresses, and they go into the log.
        throw new Error(`The mail server did not take it (${codeOf(error)}).`);
      } finally {
        transport.close();
      }
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}
