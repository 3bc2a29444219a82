import { describe } from 'vitest';
import { testDays } from './days.ts';

describe('the delivery engine under virtual time', () => testDays(1, 50));
