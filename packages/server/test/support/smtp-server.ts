import { createServer, type Socket } from 'node:net';
import { cleanUpLater } from './clean-up.ts';

/** A mail as a server was given it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body, as sent. */
  readonly data: string;
  /** What the client signed in with. Null: it did not. */
  readonly auth: string | null;
}

/** A mail server that takes everything, over a real socket. Stopped for you. */
export interface SmtpServer {
  /** `host:port`. */
  readonly host: string;
  readonly mails: readonly ReceivedMail[];
  /** Refuses this many mails from now on, with words that name the recipient. */
  readonly refuse: (count: number) => void;
}

export async function startSmtp(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const state = { refusals: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, state, mails);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanUpLater().push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.');
  return {
    host: `127.0.0.1:${address.port}`,
    mails,
    refuse: (count) => {
      state.refusals = count;
    },
  };
}

function serve(socket: Socket, state: { refusals: number }, mails: ReceivedMail[]): void {
  let mail = { from: '', to: [] as string[], auth: null as string | null };
  let data: string | null = null;
  let rest = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  const answer = (line: string) => {
    if (data !== null) {
      if (line !== '.') {
        data += `${line}\n`;
        return;
      }
      mails.push({ ...mail, data });
      data = null;
      mail = { ...mail, from: '', to: [] };
      say('250 taken');
      return;
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') socket.write('250-mail.test\r\n250 AUTH PLAIN\r\n');
    else if (verb === 'AUTH') {
      mail.auth = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString();
      say('235 welcome');
    } else if (verb === 'MAIL') {
      mail.from = addressIn(line);
      say('250 ok');
    } else if (verb === 'RCPT' && state.refusals > 0) {
      state.refusals--;
      say(`550 no such user ${addressIn(line)}`);
    } else if (verb === 'RCPT') {
      mail.to.push(addressIn(line));
      say('250 ok');
    } else if (verb === 'DATA') {
      data = '';
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('250 ok');
  };
  say('220 mail.test');
  socket.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) answer(line);
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
