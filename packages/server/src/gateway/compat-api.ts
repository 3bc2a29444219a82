import assert from 'node:assert/strict';
import type { VobizStreamContext } from '../compat/vobiz/stream.routes.ts';
import { vobizRoutes } from '../compat/vobiz/vobiz.routes.ts';
import { xobitoRoutes } from '../compat/xobito/xobito.routes.ts';
import type { XobitoContext } from '../compat/xobito/xobito-context.ts';
import { createEndpoint, type EndpointActionContext, removeEndpoint } from '../control/endpoints/endpoint-actions.ts';
import { createEndpointBody } from '../control/endpoints/endpoint-schemas.ts';
import { findEndpoint, listEndpoints } from '../control/endpoints/endpoints.store.ts';
import type { Registry } from '../control/registry/registry.ts';
import { readContactInput } from '../crm/contacts/contact-input.ts';
import { toContactResource } from '../crm/contacts/contact-resource.ts';
import { findContact, findContactBySerial, findContacts, pageOfContacts } from '../crm/contacts/contacts.store.ts';
import { changeLabel, createLabel, type LabelChangesContext, removeLabel } from '../crm/labels/change-labels.ts';
import { toLabelView } from '../crm/labels/label-view.ts';
import type { SaveContactsFn } from '../domain/contact-save.ts';
import { findCountryByName, findCountryBySerial } from '../domain/countries.ts';
import { PosthornError } from '../domain/errors.ts';
import type { WorkspaceId } from '../domain/ids.ts';
import type { Label } from '../domain/label.ts';
import { digitsOfPhone, phoneKeyOf } from '../domain/phone.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { Config } from '../platform/config/config.ts';
import type { Store } from '../platform/db/store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import {
  messagesForVobiz,
  messagesForXobito,
  type VobizMessagesParts,
  type XobitoMessagesContext,
} from './compat-messages.ts';
import { findWorkspace } from './find-workspace.ts';

/** What the vendors' APIs are made of. */
export interface CompatContext {
  readonly store: Store;
  readonly registry: Registry;
  readonly endpoints: EndpointActionContext;
  readonly saveContacts: SaveContactsFn;
}

interface VobizApiContext extends CompatContext, VobizMessagesParts {
  readonly stream: VobizStreamContext;
}

/** Vobiz's API under `/api/v1/messaging`. */
export function addVobizApi(server: ApiServer, context: VobizApiContext): void {
  const { store, registry, endpoints, saveContacts, stream } = context;
  vobizRoutes(server, {
    ...stream,
    ...messagesForVobiz(context),
    createEndpoint: async (asker, webhook) => {
      const body = createEndpointBody.parse({ ...webhook, format: 'vobiz', event_types: ['*'] });
      return (await createEndpoint(endpoints, asker, body)).endpoint;
    },
    listEndpoints: async (workspaceId) =>
      (await listEndpoints(store, workspaceId, { limit: endpoints.endpointsMax })).items,
    findEndpoint: (workspaceId, id) => findEndpoint(store, workspaceId, id),
    removeEndpoint: (asker, id) => removeEndpoint(endpoints, asker, id),
    saveContacts,
    findContact: (workspaceId, id) => findContact(store, workspaceId, id),
    findContactsByPhone: (workspaceId, phoneKeys) =>
      findContacts(store, { workspaceId, ids: [], phoneKeys, bsuids: [] }),
    pageOfContacts: (query) => pageOfContacts(store, query),
    readContactInput: (workspaceId) => (input) => readContact(registry, workspaceId, { ...input }),
    accountIdOf: (workspaceId) => knownWorkspace(registry, workspaceId).accountId,
  });
}

interface XobitoApiContext extends Pick<CompatContext, 'store' | 'registry' | 'saveContacts'> {
  readonly config: Config;
  readonly messages: XobitoMessagesContext['messages'];
  readonly labels: LabelChangesContext;
}

/** Xobito's API under `/api/v1/{subdomain}`. */
export function addXobitoApi(server: ApiServer, context: XobitoApiContext): void {
  const { config, registry, labels } = context;
  xobitoRoutes(server, {
    publicUrl: config.publicUrl,
    rateLimit: { callsMax: config.xobitoRateLimitMax, windowMs: config.xobitoRateLimitDecayMs },
    nowMs: Date.now,
    workspace: (id) => findWorkspace(registry, id),
    ...messagesForXobito({ ...context, fileBytesMax: config.mediaBytesMax }),
    contacts: contactsForXobito(context),
    labels: {
      book: async (workspaceId) => {
        await registry.refresh();
        return registry.labels(workspaceId);
      },
      create: (request, fields) => createLabel(labels, { ...request, fields, serial: null }),
      update: (request, { id }, fields) => changeLabel(labels, { ...request, id, fields, assertMayChange: () => {} }),
      remove: (request, { id }) => removeLabel(labels, { ...request, id }),
      ensure: (request, name) => ensureLabel(context, request, name),
      toResource: toLabelView,
    },
    countryBySerial: findCountryBySerial,
    countryByName: findCountryByName,
  });
}

type EnsureLabel = XobitoContext['labels']['ensure'];

/** The label of that name, made if it is not there. Of two calls that make one in the same moment, one finds that of the other. */
export async function ensureLabel(
  { registry, labels }: Pick<XobitoApiContext, 'registry' | 'labels'>,
  request: Parameters<EnsureLabel>[0],
  name: string,
): Promise<Label> {
  const find = () => registry.labels(request.workspaceId).byName(request.kind, name);
  const known = find();
  if (known !== null) return known;
  return createLabel(labels, { ...request, fields: { name }, serial: null }).catch(async (error: unknown) => {
    if (!(error instanceof PosthornError) || error.code !== 'conflict') throw error;
    await registry.refresh();
    const made = find();
    if (made === null) throw error;
    return made;
  });
}

function contactsForXobito({ store, registry, saveContacts }: XobitoApiContext): XobitoContext['contacts'] {
  return {
    save: saveContacts,
    findBySerial: (workspaceId, serial) => findContactBySerial(store, workspaceId, serial),
    list: (workspaceId, { page, perPage, filters: { phone, email } }) => {
      const phoneKey = phone === undefined ? undefined : phoneKeyOf(digitsOfPhone(phone));
      return pageOfContacts(store, { workspaceId, phoneKey, email, offset: (page - 1) * perPage, limit: perPage });
    },
    readInput: (workspaceId, input) => readContact(registry, workspaceId, { ...input }),
    toResource: (contact) => toContactResource(contact, registry.labels(contact.workspaceId)),
  };
}

/** @throws PosthornError `invalid_request` with pointers by the names of our own API. */
function readContact(registry: Registry, workspaceId: WorkspaceId, input: Readonly<Record<string, unknown>>) {
  const { defaultCountry } = knownWorkspace(registry, workspaceId).settings;
  const read = readContactInput(input, { labels: registry.labels(workspaceId), defaultCountry });
  if (read.ok) return read.fields;
  throw new PosthornError('invalid_request', 'The contact is not valid.', { fields: read.problems });
}

/** The workspace of a call that was let in, so it is there. */
function knownWorkspace(registry: Registry, id: WorkspaceId): Workspace {
  const workspace = registry.workspace(id);
  assert(workspace !== null);
  return workspace;
}
