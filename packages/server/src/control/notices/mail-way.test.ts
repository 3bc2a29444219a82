import { expect, test } from 'vitest';
import { startSmtp } from '../../../test/support/smtp-server.ts';
import { mailWay } from './mail-way.ts';

const NOTICE = {
  subject: 'Posthorn disabled the endpoint hooks.example',
  text: 'It answered 410.\nhttps://p.example/w',
};

test('a notice is mailed to everybody, signed in where there is a user', async () => {
  const server = await startSmtp();
  const way = mailWay({
    url: `smtp://us%40er:pass%3Aword@${server.host}`,
    from: 'posthorn@example.com',
    to: ['a@example.com', 'b@example.com'],
  });
  await way.send(NOTICE);
  const [mail] = server.mails;
  expect(mail).toMatchObject({
    from: 'posthorn@example.com',
    to: ['a@example.com', 'b@example.com'],
    auth: '\0us@er\0pass:word',
  });
  expect(mail?.data).toContain('Subject: Posthorn disabled the endpoint hooks.example');
  expect(mail?.data).toContain('It answered 410.\nhttps://p.example/w');
});

test('a server that refuses is an error that names nobody', async () => {
  const server = await startSmtp();
  server.refuse(1);
  const way = mailWay({ url: `smtp://${server.host}`, from: 'posthorn@example.com', to: ['a@example.com'] });
  const error = await way.send(NOTICE).catch((thrown: unknown) => thrown);
  expect(String(error)).toBe('Error: The mail server did not take it (EENVELOPE).');
  await way.send(NOTICE);
  expect(server.mails).toHaveLength(1);
});

test('a server that is not there is an error', async () => {
  const way = mailWay({ url: 'smtp://127.0.0.1:9', from: 'posthorn@example.com', to: ['a@example.com'] });
  await expect(way.send(NOTICE)).rejects.toThrow(/^The mail server did not take it \(E/);
});
