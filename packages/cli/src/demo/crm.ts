import { type Api, patch, post } from './api-client.ts';

interface ContactView {
  readonly id: string;
  readonly serial: number;
}

/** What somebody in the company does at the counter: a contact is created and then changed. */
export async function playCrm(api: Api): Promise<void> {
  const contact = await post<ContactView>(api, '/v1/contacts', {
    first_name: 'Noor',
    last_name: 'Haddad',
    phone: '+4915170077665',
    email: 'noor@kanalcykel.example',
    tags: ['bike fair'],
  });
  await patch(api, `/v1/contacts/${contact.id}`, { type: 'customer', company: 'Kanal Cykel' });
}
