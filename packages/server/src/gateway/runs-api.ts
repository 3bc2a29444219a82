import { runView, toRunView } from '../control/runs/run-view.ts';
import { runRoutes } from '../control/runs/runs.routes.ts';
import { appendRunInput, dropRunInput } from '../control/runs/runs.store.ts';
import { exportRoutes } from '../crm/contact-transfer/export.routes.ts';
import { importRoutes } from '../crm/contact-transfer/import.routes.ts';
import { importPreviewRoutes } from '../crm/contact-transfer/preview.routes.ts';
import { toContactResource } from '../crm/contacts/contact-resource.ts';
import { listContactsAfter } from '../crm/contacts/contacts.store.ts';
import { readPhone } from '../crm/contacts/phone-input.ts';
import { erasureRoutes } from '../crm/erasure/erasure.routes.ts';
import { isContact } from '../crm/erasure/find-person.store.ts';
import { idOf } from '../domain/ids.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { ApiContext } from './api.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { writeAudit } from './write-audit.ts';

const { newId } = SYSTEM_SOURCE;

/** Routes of runs, and of what goes in and out as files. */
export function addRunRoutes(server: ApiServer, { store, registry, records, runs }: ApiContext): void {
  runRoutes(server, { store, nowMs: store.nowMs, audit: writeAudit, wake: runs.wake });
  importRoutes(server, {
    newRunId: () => idOf('run', newId()),
    startRun: runs.startRun,
    appendInput: (input, content) => appendRunInput(store, input, content),
    dropInput: (workspaceId, runId) => dropRunInput(store, workspaceId, runId),
    run: { schema: runView, toView: toRunView },
  });
  importPreviewRoutes(server);
  erasureRoutes(server, {
    startRun: runs.startRun,
    isContact: (workspaceId, id) => isContact(store, workspaceId, id),
    readPhone: (workspaceId, text) => readPhone(text, records.settings(workspaceId).defaultCountry),
    run: { schema: runView, toView: toRunView },
  });
  exportRoutes(server, {
    listContacts: async (workspaceId, page) => {
      const contacts = await listContactsAfter(store, { workspaceId, ...page });
      const labels = registry.labels(workspaceId);
      return contacts.map((contact) => toContactResource(contact, labels));
    },
  });
}
