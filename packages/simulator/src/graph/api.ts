import type { Business } from '../bodies/update.ts';
import {
  type AccountsContext,
  answerAccountRead,
  answerDebugToken,
  answerNumberRead,
  answerNumbersRead,
} from './accounts.ts';
import { type AppSubscriptionsContext, answerAppCall } from './app-subscriptions.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { answerCallPermissions, answerCallsCall, type CallsContext } from './calls.ts';
import { buildGraphError } from './errors.ts';
import { answerDownload, answerMediaCall, answerUpload, type MediaContext } from './media.ts';
import { answerMessagesCall, type SendsContext } from './sends.ts';
import { answerNumberWrite, answerSubscribedAppsCall, type SubscriptionsContext } from './subscriptions.ts';
import { answerTemplateCall, answerTemplatesCall, type TemplatesContext } from './templates.ts';
import { opens } from './tokens.ts';

export interface GraphApiContext
  extends SendsContext,
    AccountsContext,
    AppSubscriptionsContext,
    SubscriptionsContext,
    MediaContext,
    TemplatesContext,
    CallsContext {
  readonly findNumber: (phoneNumberId: string) => Business | undefined;
  /** The first number of an account. */
  readonly findAccount: (wabaId: string) => Business | undefined;
}

type Answering = GraphAnswer | Promise<GraphAnswer> | null;

/** Answers one Graph call that carried a token which holds (CONTRACTS 1.3, 1.7, 2). */
export function answerGraphCall(ctx: GraphApiContext, call: GraphCall): GraphAnswer | Promise<GraphAnswer> {
  return route(ctx, call) ?? answerUnknown(ctx, call);
}

function route(ctx: GraphApiContext, call: GraphCall): Answering {
  const [id = '', edge, ...more] = call.segments;
  if (id === 'debug_token' && edge === undefined) return answerDebugToken(ctx, call.query);
  if (id === ctx.app.id) return answerAppCall(ctx, call);
  if (id === 'media-download' && more.length === 0) return answerDownload(ctx, call);
  const number = ctx.findNumber(id);
  const account = ctx.findAccount(id);
  if (number === undefined && account === undefined) return answerMediaCall(ctx, call) ?? answerTemplateCall(ctx, call);
  if (more.length > 0 || !opens(call.grant, id)) return null;
  if (number !== undefined) return answerNumberCall(ctx, number, call);
  return account === undefined ? null : answerAccountCall(ctx, account, call);
}

function answerNumberCall(ctx: GraphApiContext, number: Business, call: GraphCall): Answering {
  switch (`${call.method} ${call.segments[1] ?? ''}`) {
    case 'POST messages':
      if (!ctx.state.scopes.includes('whatsapp_business_messaging')) return buildGraphError(10, ctx.traceId());
      return answerMessagesCall(ctx, number, call.body);
    case 'POST media':
      return answerUpload(ctx, number, call);
    case 'POST calls':
      return answerCallsCall(ctx, number, call.body);
    case 'GET call_permissions':
      return answerCallPermissions(ctx, number, call.query);
    case 'GET ':
      return answerNumberRead(ctx, number, call.query);
    case 'POST ':
      return answerNumberWrite(ctx, number, call.body);
    default:
      return null;
  }
}

function answerAccountCall(ctx: GraphApiContext, account: Business, call: GraphCall): Answering {
  const { wabaId } = account;
  switch (call.segments[1]) {
    case undefined:
      return call.method === 'GET' ? answerAccountRead(account, call.query) : null;
    case 'phone_numbers':
      return call.method === 'GET' ? answerNumbersRead(ctx, wabaId, call.query) : null;
    case 'subscribed_apps':
      return answerSubscribedAppsCall(ctx, wabaId, call);
    case 'message_templates':
      return answerTemplatesCall(ctx, wabaId, call);
    default:
      return null;
  }
}

/** Meta's answer to an id it does not know, or that the token may not see: it does not tell which. */
function answerUnknown(ctx: GraphApiContext, call: GraphCall): GraphAnswer {
  const verb = call.method.toLowerCase();
  const id = (call.segments[0] ?? '').slice(0, 64);
  return {
    status: 400,
    body: {
      error: {
        message: `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
        type: 'GraphMethodException',
        code: 100,
        error_subcode: 33,
        fbtrace_id: ctx.traceId(),
      },
    },
  };
}
