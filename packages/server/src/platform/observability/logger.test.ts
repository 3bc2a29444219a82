import { describe, expect, test } from 'vitest';
import { createLogger, type Logger } from './logger.ts';

const PHONE = '491701234567';

describe('createLogger', () => {
  test('writes one line with level, time and facts', () => {
    const line = logged('info', (logger) => logger.info({ port: 8420 }, 'Listening.'));
    expect(line).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), port: 8420, msg: 'Listening.' });
  });

  test.each(['info', 'trace'])('never shows a secret at level %s, however deep and however it is spelt', (level) => {
    const line = logged(level, (logger) =>
      logger
        .child({ rootApiKey: 's3cret' })
        .child({ token: 's3cret' })
        .info({
          authorization: 's3cret',
          headers2: { 'X-Hub-Signature-256': 's3cret', 'Set-Cookie': 's3cret' },
          app: { appSecrets: ['s3cret'], list: [{ verify_token: 's3cret' }, { accessToken: 's3cret' }] },
          encryptionKeys: [Buffer.from('s3cret')],
          signing_secret: 's3cret',
          kept: 'shown',
        }),
    );
    expect(JSON.stringify(line)).not.toContain('s3cret');
    expect(line).toMatchObject({ authorization: '[redacted]', kept: 'shown' });
  });

  test('shows no numbers, texts and endpoint URLs from info on', () => {
    const facts = {
      phone: PHONE,
      event: { from: PHONE, text: 'hello you', endpointUrl: 'https://a.example/hook' },
      eventId: 'evt_1',
    };
    const line = logged('info', (logger) => logger.error(facts));
    expect(JSON.stringify(line)).not.toMatch(/4917|hello|a\.example/);
    expect(line).toMatchObject({ eventId: 'evt_1' });
    expect(logged('debug', (logger) => logger.error(facts))).toMatchObject(facts);
  });

  test('shows of an error its name, code, message and causes, and nothing that a driver hung on it', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: `(phone)=(${PHONE})` });
    const line = logged('info', (logger) => logger.error({ err: new TypeError('It failed.', { cause }) }, 'Broken.'));
    expect(line.err).toMatchObject({
      type: 'TypeError',
      message: 'It failed.',
      cause: { code: '23505', message: 'duplicate key' },
    });
    expect(JSON.stringify(line)).not.toContain(PHONE);
  });

  test('ends with errors that cause each other', () => {
    const error = new Error('one');
    error.cause = error;
    expect(logged('info', (logger) => logger.error(error))).toMatchObject({ msg: 'one' });
  });

  test('shows of a request method and path, and not the query', () => {
    const req = {
      method: 'GET',
      url: '/webhooks/meta/1?hub.verify_token=s3cret',
      headers: { authorization: 's3cret' },
    };
    const line = logged('trace', (logger) =>
      logger.info({ req: Object.assign(Object.create(new URL('http://a')), req) }),
    );
    expect(line.req).toEqual({ method: 'GET', path: '/webhooks/meta/1' });
  });

  test('says nothing below its level', () => {
    expect(logged('warn', (logger) => logger.info('x'))).toEqual({});
    expect(logged('silent', (logger) => logger.fatal('x'))).toEqual({});
  });
});

function logged(level: string, log: (logger: Logger) => void): Record<string, unknown> {
  let text = '';
  const write = (line: string) => {
    text += line;
  };
  log(createLogger(level, { write }));
  return text === '' ? {} : JSON.parse(text);
}
