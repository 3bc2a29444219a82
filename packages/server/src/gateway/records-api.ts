import { contactRoutes } from '../crm/contacts/contacts.routes.ts';
import type { LabelChangesContext } from '../crm/labels/change-labels.ts';
import { labelRoutes } from '../crm/labels/labels.routes.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { ApiContext } from './api.ts';
import { addXobitoApi } from './compat-api.ts';
import { addContactHistory } from './contact-history.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { writeAudit } from './write-audit.ts';

/** Routes of the CRM records, and Xobito's API, which is about them. @param refreshRegistry Lets this node see a committed change. Never rejects. */
export function addRecordRoutes(
  server: ApiServer,
  context: ApiContext,
  refreshRegistry: LabelChangesContext['refreshRegistry'],
): void {
  const { store, registry, records } = context;
  contactRoutes(server, {
    store,
    saveContacts: records.saveContacts,
    labels: (workspaceId) => registry.labels(workspaceId),
    defaultCountry: (workspaceId) => records.settings(workspaceId).defaultCountry,
  });
  addContactHistory(server, context);
  const labels = labelChanges(context, refreshRegistry);
  labelRoutes(server, labels);
  const { config, messages } = context;
  addXobitoApi(server, { store, registry, config, messages, saveContacts: records.saveContacts, labels });
}

/** What changes of labels need. @param refreshRegistry Lets this node see a committed change. Never rejects. */
export function labelChanges(
  { store, records, engine }: Pick<ApiContext, 'store' | 'records' | 'engine'>,
  refreshRegistry: LabelChangesContext['refreshRegistry'],
): LabelChangesContext {
  return {
    ...SYSTEM_SOURCE,
    store,
    saveContacts: records.saveContacts,
    publishIn: engine.publishIn,
    audit: writeAudit,
    refreshRegistry,
    wakeDelivery: () => engine.wake(),
  };
}
