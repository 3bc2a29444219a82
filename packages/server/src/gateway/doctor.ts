import { randomBytes } from 'node:crypto';
import type { Registry } from '../control/registry/registry.ts';
import { DOCTOR_HEADER } from '../domain/callback-url.ts';
import type { DoctorReport } from '../domain/doctor.ts';
import type { ChannelId, MetaAppId, WorkspaceId } from '../domain/ids.ts';
import { type MetaAppTraffic, NO_TRAFFIC } from '../domain/meta-app-traffic.ts';
import type { MetaApp } from '../domain/workspace.ts';
import { type ChannelRecord, findChannel } from '../meta/channels/channels.store.ts';
import { doctorRoutes } from '../meta/doctor/doctor.routes.ts';
import { findDoctorReport, type Patient, saveDoctorReport } from '../meta/doctor/doctor-reports.store.ts';
import { type ExamineContext, examine, type NumberToExamine } from '../meta/doctor/examine.ts';
import type { Config } from '../platform/config/config.ts';
import type { Store } from '../platform/db/store.ts';
import { createEgressGuard } from '../platform/egress/egress.ts';
import { createHttpClient, type HttpResult } from '../platform/egress/http-client.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import type { Graph } from './graph.ts';

interface DoctorApiContext {
  readonly config: Pick<Config, 'publicUrl' | 'egressProxy'>;
  readonly store: Store;
  readonly box: Pick<SecretBox, 'open'>;
  readonly registry: Registry;
  readonly graph: Pick<Graph, 'look'>;
  readonly traffic: (ids: readonly MetaAppId[]) => Promise<ReadonlyMap<MetaAppId, MetaAppTraffic>>;
  /** Where this process is reached from this machine, read at call time. */
  readonly ownOrigin: () => string;
}

/** Read of an answer of our own callback: a challenge has 256 characters at most. */
const CALLBACK_ANSWER_BYTES_MAX = 4 * 1_024;

/** The routes of the doctor. */
export function addDoctorRoutes(server: ApiServer, context: DoctorApiContext): void {
  const { store } = context;
  doctorRoutes(server, {
    examineChannel: (workspaceId, id) => examineChannel(context, workspaceId, id),
    examineApp: (owner, id) => examineApp(context, owner, id),
    lastOfChannel: async (workspaceId, id) => {
      const channel = await findChannel(store, workspaceId, id);
      return channel === null ? null : { report: channel.doctor };
    },
    lastOfApp: async (owner, id) => {
      if (appOf(context, owner, id) === null) return null;
      return { report: await findDoctorReport(store, { kind: 'meta_app', owner, id }) };
    },
  });
}

async function examineChannel(
  context: DoctorApiContext,
  workspaceId: WorkspaceId,
  id: ChannelId,
): Promise<DoctorReport | null> {
  const channel = await findChannel(context.store, workspaceId, id);
  const app = channel === null ? null : context.registry.metaApp(channel.metaAppId);
  if (channel === null || app === null) return null;
  return examineAndKeep(context, { patient: { kind: 'channel', workspaceId, id }, app, channel });
}

async function examineApp(
  context: DoctorApiContext,
  owner: WorkspaceId | null,
  id: MetaAppId,
): Promise<DoctorReport | null> {
  const app = appOf(context, owner, id);
  return app === null
    ? null
    : examineAndKeep(context, { patient: { kind: 'meta_app', owner, id }, app, channel: null });
}

function appOf({ registry }: DoctorApiContext, owner: WorkspaceId | null, id: MetaAppId): MetaApp | null {
  const app = registry.metaApp(id);
  return app?.workspaceId === owner ? app : null;
}

interface Examination {
  readonly patient: Patient;
  readonly app: MetaApp;
  readonly channel: ChannelRecord | null;
}

async function examineAndKeep(context: DoctorApiContext, { patient, app, channel }: Examination) {
  const { appId, isSimulated, verifyToken } = app;
  const traffic = (await context.traffic([app.id])).get(app.id) ?? NO_TRAFFIC;
  const report = await examine(
    examineContext(context, app, traffic),
    { appId, isSimulated, verifyToken, appSecret: app.appSecrets[0] ?? '' },
    channel === null ? null : toNumber(context, channel),
  );
  await saveDoctorReport(context.store, patient, report);
  return report;
}

function examineContext(context: DoctorApiContext, app: MetaApp, traffic: MetaAppTraffic): ExamineContext {
  const { config, graph, ownOrigin } = context;
  return {
    look: (token, call) => graph.look(app, token, call),
    askCallback: (url, timeoutMs) => askCallback(config, url, timeoutMs),
    publicUrl: config.publicUrl,
    callbackBase: app.isSimulated ? ownOrigin() : config.publicUrl,
    traffic,
    nowMs: Date.now,
    newChallenge: () => randomBytes(12).toString('hex'),
  };
}

function toNumber({ box }: DoctorApiContext, channel: ChannelRecord): NumberToExamine {
  const { wabaId, phoneNumberId, accessTokenSealed, tokenExpiredAtMs } = channel;
  const token = accessTokenSealed === null ? null : box.open(accessTokenSealed);
  return { wabaId, phoneNumberId, token, tokenRefusedAtMs: tokenExpiredAtMs };
}

/**
 * The guard keeps deliveries from our own address; here it is the address that the operator set, and the only one that is
 * asked. Of the answer nothing is shown.
 */
async function askCallback(config: DoctorApiContext['config'], url: URL, timeoutMs: number): Promise<HttpResult> {
  const { connector } = createEgressGuard({
    allow: ['0.0.0.0/0', '::/0'],
    allowHttp: true,
    proxyUrl: config.egressProxy === null ? null : new URL(config.egressProxy),
    ownOrigins: () => [],
    ownListeners: () => [],
  });
  const client = createHttpClient({
    connector,
    origin: url.origin,
    connectionsMax: 1,
    answerBytesMax: CALLBACK_ANSWER_BYTES_MAX,
  });
  const path = url.pathname + url.search;
  const headers = { [DOCTOR_HEADER]: '1' };
  return client.send({ method: 'GET', path, headers, body: null, timeoutMs }).finally(() => client.close());
}
