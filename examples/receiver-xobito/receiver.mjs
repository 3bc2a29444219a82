import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.WEBHOOK_SECRET ?? '';
const port = Number(process.env.PORT ?? 3000);
const BODY_BYTES_MAX = 4_000_000;
if (secret === '') {
  console.error('Set WEBHOOK_SECRET to the signing_secret of the endpoint.');
  process.exit(2);
}

const server = createServer((request, response) => {
  const chunks = [];
  let byteCount = 0;
  request.on('data', (chunk) => {
    byteCount += chunk.length;
    if (byteCount <= BODY_BYTES_MAX) chunks.push(chunk);
  });
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    if (byteCount > BODY_BYTES_MAX) response.writeHead(413).end();
    else if (isSigned(body, request.headers['x-webhook-signature'])) {
      response.writeHead(200).end();
      handle(JSON.parse(body.toString('utf8')));
    } else response.writeHead(401).end();
  });
});

server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}/`);
});

/** Lower-case hex HMAC-SHA256 over the raw body, without a prefix. */
function isSigned(body, signature = '') {
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function handle({ event, model, data }) {
  if (model === 'WhatsAppMessage') console.log(event, data.message_id, data.text ?? data.status ?? '');
  else console.log(model, event, data.id);
}
