import { expect, test } from 'vitest';
import { isMediaHost } from './media-host.ts';

const GRAPH = 'https://graph.facebook.com';

test.each([
  'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1',
  'https://scontent.xx.fbcdn.net/v/t1.png',
  'https://mmg.whatsapp.net/d/f/x.enc',
  'https://LOOKASIDE.fbsbx.com:443/',
  'https://graph.facebook.com/v25.0/1',
])('a token goes with a request for %s', (url) => {
  expect(isMediaHost(new URL(url), GRAPH)).toBe(true);
});

test.each([
  'http://lookaside.fbsbx.com/',
  'https://lookaside.fbsbx.com:8443/',
  'https://lookaside.fbsbx.com.evil.example/',
  'https://evil-lookaside.fbsbx.com/',
  'https://x.lookaside.fbsbx.com/',
  'https://fbcdn.net/',
  'https://evilfbcdn.net/',
  'https://a.fbcdn.net.evil.example/',
  'https://whatsapp.net.evil.example/',
  'https://user@lookaside.fbsbx.com/',
  'https://lookaside.fbsbx.com@evil.example/',
  'http://graph.facebook.com/',
  'https://graph.facebook.com:8443/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'file:///etc/passwd',
])('a token goes nowhere near %s', (url) => {
  expect(isMediaHost(new URL(url), GRAPH)).toBe(false);
});

test('the Graph host may be plain HTTP where the operator configured that, and only on its port', () => {
  expect(isMediaHost(new URL('http://127.0.0.1:9000/file'), 'http://127.0.0.1:9000')).toBe(true);
  expect(isMediaHost(new URL('http://127.0.0.1:9001/file'), 'http://127.0.0.1:9000')).toBe(false);
});
