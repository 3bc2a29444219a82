import { randomBytes } from 'node:crypto';
import {
  createTestReceiverEndpoints,
  type EndpointActionContext,
  removeEndpoint,
} from '../control/endpoints/endpoint-actions.ts';
import type { Registry } from '../control/registry/registry.ts';
import { receiveRoutes } from '../control/test-receivers/receive.routes.ts';
import { testReceiverRoutes } from '../control/test-receivers/test-receivers.routes.ts';
import { readTestReceiverToken, testReceiverPath } from '../domain/test-receiver.ts';
import { type ExchangeRequest, withoutAnswer } from '../pipeline/delivery/exchange.ts';
import { createHttpTransport, type HttpTransport } from '../pipeline/delivery/http-transport.ts';
import { bodyKeyBytes, standardKeyBytes } from '../pipeline/signing/key-bytes.ts';
import type { Store } from '../platform/db/store.ts';
import { classifyConnectError, type OwnListener } from '../platform/egress/egress.ts';
import { createOwnListenerConnector } from '../platform/egress/own-listener.ts';
import type { ApiServer } from '../platform/http/api.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { writeAudit } from './write-audit.ts';

/** Where requests to test receivers go. Read at call time: a port is known when the server listens. */
export interface OwnPlace {
  readonly ownListeners: () => readonly OwnListener[];
  /** Where this process is reached from this machine. */
  readonly ownOrigin: () => string;
}

/**
 * The only way to our own listener (DESIGN 7 forbids it to the egress guard): for endpoints that are test receivers, to this
 * process's own listener, and to a receiver's path alone. Host and port of the endpoint's URL are not looked at, so there is
 * nowhere else that it could be pointed to.
 */
export function createReceiverTransport({ ownListeners, ownOrigin }: OwnPlace): HttpTransport {
  const transport = createHttpTransport({ connector: createOwnListenerConnector(ownListeners), classifyConnectError });
  return {
    exchange: async (request: ExchangeRequest) => {
      const token = readTestReceiverToken(request.url.pathname);
      if (token === null) return NO_RECEIVER;
      return transport.exchange({ ...request, url: new URL(testReceiverPath(token), ownOrigin()) });
    },
    close: transport.close,
  };
}

const NO_RECEIVER = withoutAnswer({
  errorClass: 'egress_blocked',
  errorMessage: "Nothing was sent. This is not a test receiver's address.",
  maybeReceived: false,
});

interface TestReceiversContext {
  readonly store: Store;
  readonly registry: Registry;
  readonly baseUrl: () => string;
  /** What making and deleting endpoints needs. */
  readonly endpoints: EndpointActionContext;
}

/** Adds the API of test receivers and their receiving side. */
export function addTestReceiverRoutes(server: ApiServer, context: TestReceiversContext): void {
  const { store, registry, baseUrl, endpoints } = context;
  const { newId } = SYSTEM_SOURCE;
  const common = { store, newId, nowMs: Date.now };
  testReceiverRoutes(server, {
    ...{ ...common, baseUrl, randomBytes, audit: writeAudit },
    createEndpoints: (making, alongside) => createTestReceiverEndpoints(endpoints, making, alongside),
    removeEndpoint: (asker, id) => removeEndpoint(endpoints, asker, id),
  });
  receiveRoutes(server, {
    ...common,
    endpoint: (workspaceId, id) => {
      const endpoint = registry.endpoint(id);
      return endpoint?.workspaceId === workspaceId && endpoint.isTestReceiver ? endpoint : null;
    },
    keyBytes: { standard: standardKeyBytes, body: bodyKeyBytes },
  });
}
