import { describe, expect, test } from 'vitest';
import { recognise } from './recognise.ts';

describe('what a pasted text is', () => {
  test.each([
    ['evt_019aa1f4-0b1e-7a90-8f3d-1c77e05b42aa', { kind: 'event', id: 'evt_019aa1f4-0b1e-7a90-8f3d-1c77e05b42aa' }],
    [
      ' dlv_019aa1f4-0b1e-7a90-8f3d-1c77e05b42aa ',
      { kind: 'delivery', id: 'dlv_019aa1f4-0b1e-7a90-8f3d-1c77e05b42aa' },
    ],
    ['wamid.HBgLMTU1NTU1NTAxNTcVAgASGBQzQTIC', { kind: 'wamid', wamid: 'wamid.HBgLMTU1NTU1NTAxNTcVAgASGBQzQTIC' }],
    ['US.13491208655302741918', { kind: 'bsuid', bsuid: 'US.13491208655302741918' }],
    ['+1 (555) 012-3456', { kind: 'phone', phone: '15550123456' }],
    ['15550123456', { kind: 'phone', phone: '15550123456' }],
  ])('%s is recognised by its shape', (text, recognised) => {
    expect(recognise(text)).toEqual(recognised);
  });

  test.each(['', 'Ilse', '12', 'evt_not-an-id', '1234567890123456', 'us.1349'])(
    '"%s" is nothing known: it may be a name',
    (text) => {
      expect(recognise(text)).toBeNull();
    },
  );
});
