import { InvalidArgumentError } from 'commander';

/** Reads the value of an option as a whole number within bounds, both included. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
  };
}

/** Reads a share: a number from 0 to 1. */
export function ratio(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Give a share from 0 to 1, such as 0.2.');
}

/** Reads a factor above 0 and at most 1000. */
export function factor(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 1_000) return value;
  throw new InvalidArgumentError('Give a number above 0 and at most 1000, such as 2.');
}

/** Reads the address of a gateway: http or https. Gives it back without a slash at the end. */
export function baseUrl(text: string): string {
  const url = URL.parse(text);
  const isWeb = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  if (isWeb && url.search === '' && url.hash === '') return url.href.replace(/\/+$/, '');
  throw new InvalidArgumentError('Give the address of the gateway, such as http://127.0.0.1:8420.');
}
