import type { IncomingMessage } from 'node:http';

/**
 * A header of a request by its lower-case name. Read from the list that came: node:http makes an object of all of them when it
 * is asked for one, which was 1 % of an event's way. One that stands there more than once is joined with commas (RFC 9110, 5.3).
 */
export function rawHeader({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string | undefined {
  let value: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index];
    if (given?.length !== name.length || given.toLowerCase() !== name) continue;
    const one = rawHeaders[index + 1] ?? '';
    value = value === undefined ? one : `${value}, ${one}`;
  }
  return value;
}
