import type { ServerResponse } from 'node:http';

/** How a receiver treats a request in place of answering it. */
export const MOODS = [
  'hangs',
  'drips',
  'never_ends',
  'resets',
  'garbage',
  'closes_kept_connection',
  'refuses',
] as const;
export type Mood = (typeof MOODS)[number];

/** What the sender can know when it is over: nothing for certain, that it was taken, or that it was refused. */
export type Told = 'nothing' | 'taken' | 'refused';

const DRIP_MS = 1_000;
/** Each byte of it comes, each too late. */
const DRIP_BYTES = 1_000;
/** Whoever read so much of an answer has read enough: the gateway's own bound. */
const ENOUGH_BYTES = 65_536;
const CHUNK = Buffer.alloc(16_384, 'x');
const CLOSE_AFTER_MS_MAX = 10;

/** Does it. @param tell Called at most once, when the answer is as complete as it will be. */
export function behave(mood: Mood, response: ServerResponse, tell: (told: Told) => void): void {
  switch (mood) {
    case 'hangs':
      return;
    case 'drips':
      drip(response);
      return;
    case 'never_ends':
      neverEnd(response, tell);
      return;
    case 'resets':
      response.socket?.resetAndDestroy();
      return;
    case 'garbage':
      response.socket?.end('This is not HTTP.\r\n\r\n');
      return;
    case 'closes_kept_connection':
      closeAfterwards(response, tell);
      return;
    case 'refuses':
      response.writeHead(500, { 'Content-Length': 0 });
      response.end(() => tell('refused'));
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Length': DRIP_BYTES });
  const timer = setInterval(() => response.write('x'), DRIP_MS);
  response.once('close', () => clearInterval(timer));
}

function neverEnd(response: ServerResponse, tell: (told: Told) => void): void {
  let bytes = 0;
  const write = () => {
    while (!response.destroyed && response.write(CHUNK)) bytes += CHUNK.length;
    bytes += CHUNK.length;
  };
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.on('drain', write);
  response.once('close', () => {
    if (bytes > ENOUGH_BYTES) tell('taken');
  });
  write();
}

/** The answer promises to keep the connection, which then goes just when the next request is likely to be on it. */
function closeAfterwards(response: ServerResponse, tell: (told: Told) => void): void {
  const { socket } = response;
  response.writeHead(200, { 'Content-Length': 0, Connection: 'keep-alive' });
  response.end(() => {
    tell('taken');
    setTimeout(() => socket?.destroy(), Math.random() * CLOSE_AFTER_MS_MAX);
  });
}
