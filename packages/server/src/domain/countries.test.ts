import { describe, expect, test } from 'vitest';
import { findCountry, findCountryByName, findCountryBySerial } from './countries.ts';

describe('countries', () => {
  test('are found by their letters, their number and their name', () => {
    const germany = { code: 'DE', serial: 276, name: 'Germany' };
    expect([findCountry('DE'), findCountryBySerial(276), findCountryByName('germany')]).toEqual([
      germany,
      germany,
      germany,
    ]);
    expect(findCountryBySerial(76)?.code).toBe('BR');
  });

  test('first and last of the list are there, and what is no country is not', () => {
    expect([findCountry('AD')?.serial, findCountry('ZW')?.serial]).toEqual([20, 716]);
    expect([findCountry('XX'), findCountry('de'), findCountryBySerial(0), findCountryByName('Narnia')]).toEqual([
      ...[null, null, null, null],
    ]);
  });
});
