import type { DoctorReport } from '../../domain/doctor.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type ChannelId, type MetaAppId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idPath } from '../../platform/http/query-params.ts';
import { doctorReportView, toDoctorReportView } from './doctor-schemas.ts';

/** What these routes need, and nothing more. Null: there is no such channel or app of that workspace or operator. */
export interface DoctorRoutesContext {
  /** Examines, and keeps what was found. */
  readonly examineChannel: (workspaceId: WorkspaceId, id: ChannelId) => Promise<DoctorReport | null>;
  readonly examineApp: (owner: WorkspaceId | null, id: MetaAppId) => Promise<DoctorReport | null>;
  /** What was found last. */
  readonly lastOfChannel: (workspaceId: WorkspaceId, id: ChannelId) => Promise<Last | null>;
  readonly lastOfApp: (owner: WorkspaceId | null, id: MetaAppId) => Promise<Last | null>;
}

interface Last {
  readonly report: DoctorReport | null;
}

const TAGS = ['Doctor'];
const WORDS =
  'Checks the public URL, the challenge, the callback at Meta, signatures, the app secret and the clock; of a channel also its token, permissions, number, subscribed apps, overrides and standing. Each finding says how to mend it. Asks Meta and changes nothing there. Takes up to 10 seconds.';

/** `POST` and `GET /v1/channels/{id}/doctor` and `/v1/meta-apps/{id}/doctor`. */
export function doctorRoutes(api: ApiServer, ctx: DoctorRoutesContext): void {
  addChannelRoutes(api, ctx);
  addAppRoutes(api, ctx);
}

function addChannelRoutes(api: ApiServer, ctx: DoctorRoutesContext): void {
  const url = '/v1/channels/:id/doctor';
  api.route({
    method: 'POST',
    url,
    config: { access: { who: 'workspace', permission: 'channels.write' } },
    schema: {
      tags: TAGS,
      summary: 'Examine a channel',
      description: WORDS,
      params: idPath,
      response: { 200: doctorReportView },
    },
    handler: async (request) => {
      const id = parseId('chn', request.params.id);
      const report = id === null ? null : await ctx.examineChannel(workspaceOf(request), id);
      if (report === null) throw noSuch('channel');
      return toDoctorReportView(report);
    },
  });
  api.route({
    method: 'GET',
    url,
    config: { access: { who: 'workspace', permission: 'channels.read' } },
    schema: {
      tags: TAGS,
      summary: 'Read what was found last of a channel',
      params: idPath,
      response: { 200: doctorReportView },
    },
    handler: async (request) => {
      const id = parseId('chn', request.params.id);
      const last = id === null ? null : await ctx.lastOfChannel(workspaceOf(request), id);
      if (last === null) throw noSuch('channel');
      return toDoctorReportView(last.report);
    },
  });
}

function addAppRoutes(api: ApiServer, ctx: DoctorRoutesContext): void {
  const url = '/v1/meta-apps/:id/doctor';
  api.route({
    method: 'POST',
    url,
    config: { access: { who: 'workspace-or-operator', permission: 'meta_apps.write' } },
    schema: {
      tags: TAGS,
      summary: 'Examine a Meta app',
      description: WORDS,
      params: idPath,
      response: { 200: doctorReportView },
    },
    handler: async (request) => {
      const id = parseId('app', request.params.id);
      const report = id === null ? null : await ctx.examineApp(request.workspaceId, id);
      if (report === null) throw noSuch('Meta app');
      return toDoctorReportView(report);
    },
  });
  api.route({
    method: 'GET',
    url,
    config: { access: { who: 'workspace-or-operator', permission: 'meta_apps.read' } },
    schema: {
      tags: TAGS,
      summary: 'Read what was found last of a Meta app',
      params: idPath,
      response: { 200: doctorReportView },
    },
    handler: async (request) => {
      const id = parseId('app', request.params.id);
      const last = id === null ? null : await ctx.lastOfApp(request.workspaceId, id);
      if (last === null) throw noSuch('Meta app');
      return toDoctorReportView(last.report);
    },
  });
}

function noSuch(what: string): PosthornError {
  return new PosthornError('not_found', `There is no such ${what}.`);
}
