import { useMemo } from 'react';
import { coverName, coverPhone, coverText } from './cover.ts';
import { usePreferences } from './preferences.ts';

/** Shows or covers what tells who somebody is. Everything personal on a page goes through one of these. */
export interface Mask {
  readonly isOn: boolean;
  readonly phone: (phone: string) => string;
  readonly name: (name: string) => string;
  readonly text: (text: string) => string;
}

const CLEAR: Mask = { isOn: false, phone: (phone) => phone, name: (name) => name, text: (text) => text };
const COVERED: Mask = { isOn: true, phone: coverPhone, name: coverName, text: coverText };

export function useMask(): Mask {
  const { hideNumbers } = usePreferences();
  return useMemo(() => (hideNumbers ? COVERED : CLEAR), [hideNumbers]);
}
