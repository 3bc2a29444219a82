import { crc32, deflateSync } from 'node:zlib';

const SIDE = 96;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** 8 bits for each of red, green and blue; no interlacing. */
const HEADER_TAIL = Buffer.from([8, 2, 0, 0, 0]);

/** A small picture as a PNG file: a blue wheel on white. */
export function drawPicture(): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(SIDE, 0);
  size.writeUInt32BE(SIDE, 4);
  const rows = Array.from({ length: SIDE }, (_, y) => Buffer.concat([Buffer.from([0]), ...drawRow(y)]));
  const header = chunk('IHDR', Buffer.concat([size, HEADER_TAIL]));
  return Buffer.concat([SIGNATURE, header, chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND')]);
}

function drawRow(y: number): Buffer[] {
  return Array.from({ length: SIDE }, (_, x) => Buffer.from(isOnWheel(x, y) ? [37, 99, 235] : [255, 255, 255]));
}

function isOnWheel(x: number, y: number): boolean {
  const radius = Math.hypot(x - SIDE / 2, y - SIDE / 2);
  return (radius > 34 && radius < 40) || radius < 4;
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
