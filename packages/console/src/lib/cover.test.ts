import { describe, expect, test } from 'vitest';
import { coverName, coverPhone, coverText, initialsOf } from './cover.ts';

describe('covering for a shared screen', () => {
  test('a number keeps its country, its area and its last two digits', () => {
    expect(coverPhone('+15551234543')).toBe('+1 555 ••• ••43');
    expect(coverPhone('4915112345678')).toBe('+4 915 ••• ••78');
  });

  test('a number too short to hide anything is hidden whole', () => {
    expect(coverPhone('+12345')).toBe('••••');
  });

  test('a name becomes initials, also of one word and of letters beyond the basic plane', () => {
    expect(initialsOf('Ilse Marchetti-Boe')).toBe('IM');
    expect(initialsOf('  ilse  ')).toBe('I');
    expect(initialsOf('𝒜nna 𝒵ett')).toBe('𝒜𝒵');
    expect(initialsOf('')).toBe('');
  });

  test('a name that is a number is covered as one', () => {
    expect(coverName('+1 555 0123456')).toBe('+1 555 ••• ••56');
  });

  test('a text tells its length in characters and nothing else', () => {
    expect(coverText('Grüße 👋')).toBe('•••• 7');
    expect(coverText('')).toBe('');
  });
});
