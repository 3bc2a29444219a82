/** What a pasted text is, by its shape alone. */
export type Recognised =
  | { readonly kind: 'event' | 'delivery' | 'endpoint' | 'contact' | 'conversation'; readonly id: string }
  | { readonly kind: 'wamid'; readonly wamid: string }
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'bsuid'; readonly bsuid: string };

const ID_KINDS = { evt: 'event', dlv: 'delivery', ep: 'endpoint', cnt: 'contact', cnv: 'conversation' } as const;
const ID = /^(evt|dlv|ep|cnt|cnv)_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** CONTRACTS: two letters of a country, a dot, up to 128 letters and digits. */
const BSUID = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;
const PHONE_DIGITS_MIN = 7;
const PHONE_DIGITS_MAX = 15;

/** @returns null when it is none of the things that can be looked up by themselves: then it may be a name. */
export function recognise(text: string): Recognised | null {
  const trimmed = text.trim();
  const prefix = ID.exec(trimmed)?.[1] as keyof typeof ID_KINDS | undefined;
  if (prefix !== undefined) return { kind: ID_KINDS[prefix], id: trimmed };
  if (trimmed.startsWith('wamid.')) return { kind: 'wamid', wamid: trimmed };
  if (BSUID.test(trimmed)) return { kind: 'bsuid', bsuid: trimmed };
  if (!/^[+\d][\d\s().-]*$/.test(trimmed)) return null;
  const phone = trimmed.replaceAll(/\D/g, '');
  return phone.length >= PHONE_DIGITS_MIN && phone.length <= PHONE_DIGITS_MAX ? { kind: 'phone', phone } : null;
}
