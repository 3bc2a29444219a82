import { findContact } from '../crm/contacts/contacts.store.ts';
import { digitsOfPhone, spellingsOf } from '../domain/phone.ts';
import { listDeliveryMarks } from '../pipeline/deliveries/delivery-marks.store.ts';
import { contactEventRoutes } from '../pipeline/event-log/contact-events.routes.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { ApiContext } from './api.ts';

/** The history of a contact: what the event log and the deliveries know of the person. */
export function addContactHistory(server: ApiServer, { store, engine }: ApiContext): void {
  contactEventRoutes(server, {
    store,
    eventData: engine.eventData,
    contactKeys: async (workspaceId, id) => {
      const contact = await findContact(store, workspaceId, id);
      if (contact === null) return null;
      const phones = contact.phone === null ? [] : spellingsOf(digitsOfPhone(contact.phone));
      return { id, phones, bsuid: contact.bsuid };
    },
    deliveriesOf: (workspaceId, eventIds) => listDeliveryMarks(store, workspaceId, eventIds),
  });
}
