import { connect, type Socket } from 'node:net';

/** One POST. */
interface Request {
  readonly bytes: Buffer;
  /** The status; 0: none, the connection broke. */
  readonly onAnswer: (statusCode: number) => void;
}

const HEADERS_END = '\r\n\r\n';
const STATUS_AT = 'HTTP/1.1 '.length;

/**
 * Sends webhooks over keep-alive connections, one request at a time on each: as plain as load can be made, so that it takes
 * little of the machine that is measured. It understands answers without a body, which webhooks are answered with.
 */
export class WebhookClient {
  readonly #url: URL;
  readonly #free: Connection[];
  readonly #waiting: Request[] = [];

  constructor(origin: string, connections: number) {
    this.#url = new URL(origin);
    this.#free = Array.from({ length: connections }, () => new Connection(this.#url, this.#onFree));
  }

  /** @param headers Lines, each with its end. @returns the status; 0: none, the connection broke. */
  post(path: string, headers: string, body: Buffer): Promise<number> {
    const head = `POST ${path} HTTP/1.1\r\nHost: ${this.#url.host}\r\n${headers}Content-Length: ${body.length}\r\n\r\n`;
    const bytes = Buffer.allocUnsafe(head.length + body.length);
    bytes.write(head, 0, 'latin1');
    body.copy(bytes, head.length);
    return new Promise((onAnswer) => {
      const connection = this.#free.pop();
      if (connection === undefined) this.#waiting.push({ bytes, onAnswer });
      else connection.send({ bytes, onAnswer });
    });
  }

  /** When nothing is under way. */
  close(): void {
    for (const connection of this.#free) connection.close();
  }

  readonly #onFree = (connection: Connection): void => {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection);
    else connection.send(next);
  };
}

class Connection {
  readonly #url: URL;
  readonly #onFree: (connection: Connection) => void;
  #socket: Socket | null = null;
  #request: Request | null = null;
  #received = '';

  constructor(url: URL, onFree: (connection: Connection) => void) {
    this.#url = url;
    this.#onFree = onFree;
  }

  send(request: Request): void {
    this.#request = request;
    this.#socket ??= this.#connect();
    this.#socket.write(request.bytes);
  }

  close(): void {
    this.#socket?.end();
  }

  #connect(): Socket {
    const socket = connect({ host: this.#url.hostname, port: Number(this.#url.port), noDelay: true });
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#socket = null;
      this.#received = '';
      this.#settle(0);
    });
    return socket;
  }

  #read(text: string): void {
    this.#received += text;
    if (!this.#received.endsWith(HEADERS_END)) return;
    const statusCode = Number(this.#received.slice(STATUS_AT, STATUS_AT + 3));
    this.#received = '';
    this.#settle(statusCode);
  }

  #settle(statusCode: number): void {
    const request = this.#request;
    if (request === null) return;
    this.#request = null;
    request.onAnswer(statusCode);
    this.#onFree(this);
  }
}
