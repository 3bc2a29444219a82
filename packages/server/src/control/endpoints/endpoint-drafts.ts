import { isDeepStrictEqual } from 'node:util';
import { type Format, MAX_IN_FLIGHT_DEFAULT, type SigningSecrets } from '../../domain/endpoint.ts';
import { type FieldProblem, PosthornError } from '../../domain/errors.ts';
import { type ChannelId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { type ChallengeContext, challengeEndpoint } from './endpoint-challenge.ts';
import { checkFormatOptions, checkVerifyToken, mergeHeaders } from './endpoint-rules.ts';
import type { CreateEndpointBody, UpdateEndpointBody } from './endpoint-schemas.ts';
import { openHeaders, openSecrets } from './endpoint-view.ts';
import { type EndpointFields, type EndpointRecord, findChannelIds } from './endpoints.store.ts';

/** The rules of other rooms that an endpoint must keep. Each throws a PosthornError that names the field. */
export interface EndpointDraftContext extends ChallengeContext {
  readonly store: Store;
  readonly box: Pick<SecretBox, 'seal' | 'open'>;
  /** The egress guard's check when an endpoint is saved. */
  readonly checkUrl: (url: string) => Promise<URL>;
  readonly checkCustomHeaders: (headers: Readonly<Record<string, string>>) => void;
  readonly checkEventTypes: (format: Format, eventTypes: readonly string[]) => void;
  readonly checkChosenSecret: (format: Format, secret: string) => void;
  readonly newSigningSecret: () => string;
  readonly nowMs: () => number;
}

/** A checked endpoint that is ready to be stored, and its signing secret in clear text for the one answer that shows it. */
export interface EndpointDraft {
  readonly fields: EndpointFields;
  readonly signingSecret: string;
}

/**
 * Checks a new endpoint as a whole and encrypts what must be. Cheap rules come first: a body that breaks
 * one causes no request to anywhere.
 *
 * @throws PosthornError of the rule that is broken; `endpoint_challenge_failed`.
 */
export async function draftNewEndpoint(
  ctx: EndpointDraftContext,
  workspaceId: WorkspaceId,
  body: CreateEndpointBody,
): Promise<EndpointDraft> {
  const verifyToken = body.verify_token ?? null;
  ctx.checkEventTypes(body.format, body.event_types);
  checkFormatOptions(body.format, body.format_options);
  checkVerifyToken(body.format, verifyToken);
  const signingSecret = chooseSecret(ctx, body.format, body.secret);
  const headers = mergeHeaders({}, body.headers ?? {});
  ctx.checkCustomHeaders(headers);
  const channelIds = await readChannelIds(ctx, workspaceId, body.channel_ids ?? null);
  const url = await ctx.checkUrl(body.url);
  if (verifyToken !== null) await passChallenge(ctx, { url, verifyToken, headers });
  return {
    signingSecret,
    fields: {
      url: url.href,
      description: body.description,
      eventTypes: [...new Set(body.event_types)],
      channelIds,
      filter: body.filter,
      format: body.format,
      formatOptions: body.format_options,
      retry: body.retry ?? null,
      ratePerSecond: body.rate_per_second,
      maxInFlight: body.max_in_flight,
      ordering: body.ordering,
      secretsSealed: sealSecrets(ctx, firstSecret(ctx, signingSecret)),
      headersSealed: ctx.box.seal(JSON.stringify(headers)),
      verifyTokenSealed: verifyToken === null ? null : ctx.box.seal(verifyToken),
    },
  };
}

/** The endpoint of a test receiver: everything that its format can express, and a secret of our own making. */
export function draftTestReceiver(
  ctx: Pick<EndpointDraftContext, 'box' | 'newSigningSecret' | 'nowMs'>,
  { format, description, url }: { readonly format: Format; readonly description: string; readonly url: string },
): EndpointDraft {
  const signingSecret = ctx.newSigningSecret();
  return {
    signingSecret,
    fields: {
      url,
      description,
      eventTypes: ['*'],
      channelIds: null,
      filter: null,
      format,
      formatOptions: {},
      retry: null,
      ratePerSecond: null,
      maxInFlight: MAX_IN_FLIGHT_DEFAULT,
      ordering: 'none',
      secretsSealed: sealSecrets(ctx, firstSecret(ctx, signingSecret)),
      headersSealed: ctx.box.seal('{}'),
      verifyTokenSealed: null,
    },
  };
}

/**
 * Works out what an endpoint becomes by a PATCH, under the same rules. A rule that ties two fields is
 * checked when either changes. The challenge is made again when the URL or the verify token changes. What has the
 * value that it had stays as it is stored, so that a change of nothing can be seen to be one.
 *
 * @throws PosthornError of the rule that is broken; `endpoint_challenge_failed`.
 */
export async function draftChangedEndpoint(
  ctx: EndpointDraftContext,
  before: EndpointRecord,
  body: UpdateEndpointBody,
): Promise<EndpointFields> {
  const format = body.format ?? before.format;
  const eventTypes = body.event_types ?? before.eventTypes;
  const formatOptions = body.format_options ?? before.formatOptions;
  const verifyToken = chooseVerifyToken(ctx, before, body);
  if (format !== before.format || body.event_types !== undefined) ctx.checkEventTypes(format, eventTypes);
  if (format !== before.format) checkSecretOfFormat(ctx, before, format);
  checkFormatOptions(format, formatOptions);
  checkVerifyToken(format, verifyToken);
  const headersBefore = openHeaders(ctx, before);
  const headers = body.headers === undefined ? headersBefore : mergeHeaders(headersBefore, body.headers);
  if (body.headers !== undefined) ctx.checkCustomHeaders(headers);
  const channelIds =
    body.channel_ids === undefined
      ? before.channelIds
      : await readChannelIds(ctx, before.workspaceId, body.channel_ids);
  const url = await chooseUrl(ctx, before, body.url);
  const isAsked = url.href !== before.url || body.verify_token !== undefined;
  if (isAsked && verifyToken !== null) await passChallenge(ctx, { url, verifyToken, headers });
  return {
    url: url.href,
    description: body.description ?? before.description,
    eventTypes: [...new Set(eventTypes)],
    channelIds,
    filter: body.filter === undefined ? before.filter : body.filter,
    format,
    formatOptions,
    retry: body.retry === undefined ? before.retry : body.retry,
    ratePerSecond: body.rate_per_second === undefined ? before.ratePerSecond : body.rate_per_second,
    maxInFlight: body.max_in_flight ?? before.maxInFlight,
    ordering: body.ordering ?? before.ordering,
    secretsSealed: before.secretsSealed,
    headersSealed: isDeepStrictEqual(headers, headersBefore)
      ? before.headersSealed
      : ctx.box.seal(JSON.stringify(headers)),
    verifyTokenSealed: sealVerifyToken(ctx, before, verifyToken),
  };
}

/** The caller's own secret, checked, or a new one. */
export function chooseSecret(
  ctx: Pick<EndpointDraftContext, 'checkChosenSecret' | 'newSigningSecret'>,
  format: Format,
  chosen: string | undefined,
): string {
  if (chosen === undefined) return ctx.newSigningSecret();
  ctx.checkChosenSecret(format, chosen);
  return chosen;
}

function firstSecret({ nowMs }: Pick<EndpointDraftContext, 'nowMs'>, secret: string): SigningSecrets {
  return { current: secret, previous: null, previousUntilMs: null, currentSinceMs: nowMs() };
}

/** Text of the column `secrets`. */
export function sealSecrets(ctx: Pick<EndpointDraftContext, 'box'>, secrets: SigningSecrets): string {
  return ctx.box.seal(JSON.stringify(secrets));
}

/** The URL of a test receiver says where it is, not where requests go: it cannot be pointed elsewhere. */
async function chooseUrl(ctx: EndpointDraftContext, before: EndpointRecord, wanted: string | undefined): Promise<URL> {
  if (wanted === undefined) return new URL(before.url);
  if (!before.isTestReceiver) return ctx.checkUrl(wanted);
  if (wanted === before.url) return new URL(before.url);
  throw new PosthornError('unprocessable', 'This endpoint is a test receiver: its address cannot be changed.', {
    fields: [{ pointer: '/url', message: 'Leave it out, or create another endpoint for this URL.' }],
  });
}

async function readChannelIds(
  ctx: EndpointDraftContext,
  workspaceId: WorkspaceId,
  texts: readonly string[] | null,
): Promise<readonly ChannelId[] | null> {
  if (texts === null) return null;
  const ids = texts.map((text) => parseId('chn', text));
  const readable = ids.filter((id) => id !== null);
  const known = await findChannelIds(ctx.store, workspaceId, readable);
  const fields = ids.flatMap((id, index): readonly FieldProblem[] =>
    id !== null && known.has(id)
      ? []
      : [{ pointer: `/channel_ids/${index}`, message: 'This workspace has no such channel.' }],
  );
  if (fields.length > 0) throw new PosthornError('unprocessable', 'Not every channel is known.', { fields });
  return [...new Set(readable)];
}

async function passChallenge(ctx: ChallengeContext, challenge: Parameters<typeof challengeEndpoint>[1]): Promise<void> {
  if (await challengeEndpoint(ctx, challenge)) return;
  throw new PosthornError('endpoint_challenge_failed', 'The endpoint did not answer the challenge with it.', {
    fields: [
      {
        pointer: '/url',
        message: 'It must answer GET with hub.verify_token by status 200 and the value of hub.challenge as the body.',
      },
    ],
  });
}

function chooseVerifyToken(ctx: EndpointDraftContext, before: EndpointRecord, body: UpdateEndpointBody): string | null {
  if (body.verify_token !== undefined) return body.verify_token;
  const isKept = before.verifyTokenSealed !== null && (body.format ?? before.format) === 'meta';
  return isKept ? ctx.box.open(before.verifyTokenSealed) : null;
}

function sealVerifyToken(ctx: EndpointDraftContext, before: EndpointRecord, verifyToken: string | null): string | null {
  if (verifyToken === null) return null;
  const sealedBefore = before.verifyTokenSealed;
  return sealedBefore !== null && ctx.box.open(sealedBefore) === verifyToken ? sealedBefore : ctx.box.seal(verifyToken);
}

/** A secret that was chosen for one format may not do for another, and a PATCH cannot bring a new one. */
function checkSecretOfFormat(ctx: EndpointDraftContext, before: EndpointRecord, format: Format): void {
  try {
    ctx.checkChosenSecret(format, openSecrets(ctx, before).current);
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    throw new PosthornError('unprocessable', 'The signing secret of this endpoint does not do for this format.', {
      fields: [{ pointer: '/format', message: 'Rotate to a secret that starts with whsec_ first.' }],
      cause: error,
    });
  }
}
