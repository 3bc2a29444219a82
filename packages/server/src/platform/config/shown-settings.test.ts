import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { showSettings } from './shown-settings.ts';

const readNothing = () => {
  throw new Error('There is no file.');
};

test('what members may see is shown in the form of its variable, with where it comes from', () => {
  const config = loadConfig(
    { POSTHORN_RETENTION: '36h', POSTHORN_EGRESS_ALLOW: '10.0.0.0/8, 192.168.1.7' },
    readNothing,
  );
  const shown = Object.fromEntries(showSettings(config).map((each) => [each.variable, [each.value, each.isDefault]]));
  expect(shown).toMatchObject({
    POSTHORN_RETENTION: ['36h', false],
    POSTHORN_MEDIA_RETENTION: ['90d', true],
    POSTHORN_AUDIT_RETENTION: ['365d', true],
    POSTHORN_META_REPLAY_WINDOW: ['169h', true],
    POSTHORN_EGRESS_ALLOW: ['10.0.0.0/8, 192.168.1.7/32', false],
    POSTHORN_EGRESS_ALLOW_HTTP: ['false', true],
    POSTHORN_PUBLIC_URL: [null, true],
    POSTHORN_SIMULATOR: ['false', true],
  });
});

test('nothing that is a secret, or leads to one, is among them', () => {
  const secrets = {
    POSTHORN_ROOT_API_KEY: 'a-root-key-of-more-than-32-characters',
    POSTHORN_DATABASE_URL: 'sqlite:/somewhere/secret.db',
    POSTHORN_EGRESS_PROXY: 'http://user:pass@proxy.example:3128',
  };
  const shown = JSON.stringify(showSettings(loadConfig(secrets, readNothing)));
  for (const secret of ['root-key', 'secret.db', 'proxy.example']) expect(shown).not.toContain(secret);
});
