import { createServer } from 'node:http';
import { isMessagePayload, isWebhookVerificationError, readVerified } from '@posthorn/sdk';

const secret = process.env.SIGNING_SECRET ?? '';
const port = Number(process.env.PORT ?? 3000);
if (secret === '') {
  console.error('Set SIGNING_SECRET to the signing_secret of the endpoint.');
  process.exit(2);
}

/** Ids of the events taken so far. A real receiver keeps them in its database, together with what it made of them. */
const takenIds = new Set();
const TAKEN_IDS_MAX = 10_000;

const server = createServer(async (request, response) => {
  try {
    const { id, payload } = await readVerified(request, { secret, bytesMax: 4_000_000 });
    // Answer first: an attempt has 15 seconds, and what takes longer is tried again.
    response.writeHead(204).end();
    if (isNew(id)) handle(payload);
  } catch (error) {
    if (!isWebhookVerificationError(error)) throw error;
    response.writeHead(error.status).end(error.code);
  }
});

server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}/`);
});

/** The same event may come twice; its id is the same in every attempt, resend and replay. */
function isNew(id) {
  if (takenIds.has(id)) return false;
  takenIds.add(id);
  if (takenIds.size > TAKEN_IDS_MAX) takenIds.delete(takenIds.values().next().value);
  return true;
}

function handle(payload) {
  if (!isMessagePayload(payload)) {
    console.log(payload.type, JSON.stringify(payload.data));
    return;
  }
  const { contact, text, status, type } = payload.data;
  console.log(payload.type, contact.name ?? contact.phone ?? contact.bsuid, text ?? status ?? type);
}
