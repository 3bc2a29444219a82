import { connect, type Socket } from 'node:net';

/** A POST whose bytes differ in few places only. */
export interface RequestTemplate {
  readonly bytes: Buffer;
  /** Puts in what is of one request alone. */
  readonly fill: (bytes: Buffer, tag: string) => void;
}

interface Waiting {
  readonly tag: string;
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
  readonly #free: Connection[];
  readonly #waiting: Waiting[] = [];

  constructor(origin: string, connections: number, template: RequestTemplate) {
    const url = new URL(origin);
    this.#free = Array.from({ length: connections }, () => new Connection(url, template, this.#onFree));
  }

  /** @returns the status; 0: none, the connection broke. */
  post(tag: string): Promise<number> {
    return new Promise((onAnswer) => {
      const connection = this.#free.pop();
      if (connection === undefined) this.#waiting.push({ tag, onAnswer });
      else connection.send({ tag, onAnswer });
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
  readonly #template: RequestTemplate;
  readonly #onFree: (connection: Connection) => void;
  /** Written to again when the answer to what it held has come. */
  readonly #bytes: Buffer;
  #socket: Socket | null = null;
  #waiting: Waiting | null = null;
  #received = '';

  constructor(url: URL, template: RequestTemplate, onFree: (connection: Connection) => void) {
    this.#url = url;
    this.#template = template;
    this.#onFree = onFree;
    this.#bytes = Buffer.from(template.bytes);
  }

  send(waiting: Waiting): void {
    this.#waiting = waiting;
    this.#template.fill(this.#bytes, waiting.tag);
    this.#socket ??= this.#connect();
    this.#socket.write(this.#bytes);
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
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    waiting.onAnswer(statusCode);
    this.#onFree(this);
  }
}
