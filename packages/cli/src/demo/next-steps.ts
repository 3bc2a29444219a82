import type { Stage } from './stage.ts';

/** What to try next, with the real address and keys, ready to be copied into a browser and another terminal. */
export function nextSteps({ api, meta, owner }: Stage, consoleUrl: string): string[] {
  const curl = `curl -sS -H 'Authorization: Bearer ${api.key}'`;
  const json = `-H 'Content-Type: application/json'`;
  return [
    'Everything stays up until you press Ctrl-C. Look at it in the console; the link signs you in, once:',
    '',
    `  ${consoleUrl}`,
    '',
    `After that as ${owner.email} with the password ${owner.password}`,
    '',
    'In another terminal:',
    '',
    '  Read about the API, in a browser',
    `    ${api.url}/docs/api`,
    '  Look at deliveries and their attempts',
    `    ${curl} '${api.url}/v1/deliveries?limit=3'`,
    '  Send an event of your own to the standard receiver',
    `    ${curl} ${json} ${api.url}/v1/events -d '{"type":"custom.hello","data":{"name":"world"}}'`,
    '  Send a text to the customer who wrote',
    `    ${curl} ${json} ${api.url}/v1/messages -d '{"to":"+4915170088123","type":"text","text":{"body":"See you!"}}'`,
    '  Add a receiver of your own; the answer has its signing secret',
    `    ${curl} ${json} ${api.url}/v1/endpoints -d '{"url":"http://127.0.0.1:3000/","event_types":["*"]}'`,
    '  Play another scenario, with faults',
    `    npm run posthorn -- simulate busy-day --url ${api.url} --app-id ${meta.appId} --app-secret ${meta.appSecret} --duplicates 0.2 --reorder 5`,
  ];
}
