import { describe, expect, test } from 'vitest';
import { findCountry, findCountryBySerial } from './countries.ts';

describe('countries', () => {
  test('are found by their letters and by their number, with a name', () => {
    const germany = { code: 'DE', serial: 276, name: 'Germany' };
    expect([findCountry('DE'), findCountryBySerial(276)]).toEqual([germany, germany]);
    expect(findCountryBySerial(76)?.code).toBe('BR');
  });

  test('first and last of the list are there, and what is no country is not', () => {
    expect([findCountry('AD')?.serial, findCountry('ZW')?.serial]).toEqual([20, 716]);
    expect([findCountry('XX'), findCountry('de'), findCountryBySerial(0)]).toEqual([null, null, null]);
  });
});
