import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { formatReceipt } from './receipt-line.ts';
import { type Receipt, Receiver } from './receiver.ts';
import { XOBITO_RECEIVER } from './receiver-kinds.ts';

const SECRET = 'whsec_c2VjcmV0';
const plain = (_style: string, text: string) => text;

async function startReceiver(failuresBefore = 0) {
  const receipts: Receipt[] = [];
  const receiver = new Receiver({
    kind: XOBITO_RECEIVER,
    failuresBefore,
    onReceipt: (receipt) => receipts.push(receipt),
  });
  await receiver.start();
  onTestFinished(() => receiver.stop());
  const send = async (id: string, words: string, secret = SECRET) => {
    const body = JSON.stringify({ event: 'message.received', data: { text: words } });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = { 'X-Webhook-Signature': signature, 'X-Webhook-Id': id, 'Posthorn-Attempt': '2' };
    return (await fetch(receiver.url, { method: 'POST', body, headers })).status;
  };
  return { receiver, receipts, send };
}

test('a receiver takes nothing before it has its secret, and nothing that is signed with another', async () => {
  const { receiver, send } = await startReceiver();
  expect(await send('evt_1', 'Hi')).toBe(401);
  receiver.useSecret(SECRET);
  expect(await send('evt_1', 'Hi', 'whsec_b3RoZXI=')).toBe(401);
  expect(receiver.hasTaken('evt_1')).toBe(false);
  expect(await send('evt_1', 'Hi')).toBe(204);
  expect(receiver.hasTaken('evt_1')).toBe(true);
  expect(receiver.rejectedCount).toBe(2);
});

test('a failing receiver answers 500 to its first event as often as told, and to no other', async () => {
  const { receiver, send } = await startReceiver(2);
  receiver.useSecret(SECRET);
  expect(await send('evt_1', 'Hi')).toBe(500);
  expect(await send('evt_2', 'Hi')).toBe(204);
  expect(await send('evt_1', 'Hi')).toBe(500);
  expect(receiver.hasTaken('evt_1')).toBe(false);
  expect(await send('evt_1', 'Hi')).toBe(204);
});

test('a receiver notices that it had an event already', async () => {
  const { receiver, receipts, send } = await startReceiver();
  receiver.useSecret(SECRET);
  await send('evt_1', 'Hi');
  await send('evt_1', 'Hi');
  expect(receipts.map(({ repeated }) => repeated)).toEqual([false, true]);
});

test('a line of the demonstration cannot move the cursor and is not long', async () => {
  const { receiver, receipts, send } = await startReceiver();
  receiver.useSecret(SECRET);
  await send('evt_1', `\u001b[2Jgone\r\n${'x'.repeat(500)}`);
  const [line = ''] = receipts.map((receipt) => formatReceipt(receipt, plain));
  expect(line).not.toMatch(/\p{Cc}/u);
  expect(line.length).toBeLessThan(160);
  expect(line).toContain('attempt 2');
});
