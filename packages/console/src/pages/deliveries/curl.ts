import { deliveryWords } from '../../words/deliveries.ts';

/** What a masked header value consists of in the delivery log. */
const MASK = /^[•*]+$/;

/**
 * A request as a command line for a POSIX shell: exactly these bytes as the body. Values that are masked in the log stand as
 * a placeholder, and the command says so.
 */
export function toCurl(request: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}): string {
  const entries = Object.entries(request.headers);
  const isMasked = entries.some(([, value]) => MASK.test(value));
  const headers = entries.map(([name, value]) =>
    quote(`${name}: ${MASK.test(value) ? deliveryWords.curl.masked : value}`),
  );
  const lines = [
    `curl -X POST ${quote(request.url)}`,
    ...headers.map((header) => `-H ${header}`),
    `--data-binary ${quote(request.body)}`,
  ];
  return `${isMasked ? `# ${deliveryWords.curl.comment}\n` : ''}${lines.join(' \\\n  ')}`;
}

/** Between single quotes a shell reads everything as it is, but for the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
