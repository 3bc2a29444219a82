import type { SigningSecrets } from '../../domain/endpoint.ts';
import type { Breaker } from '../../domain/endpoint-breaker.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { maskSecret } from '../../platform/secrets/hashes.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { maskHeaders } from './endpoint-rules.ts';
import type { EndpointSettingsView, EndpointView } from './endpoint-schemas.ts';
import type { EndpointRecord } from './endpoints.store.ts';
import { presetOfFormat, resolveRetry } from './retry-presets.ts';

/** What a view needs beside the record. */
export interface EndpointViewContext {
  readonly box: Pick<SecretBox, 'open'>;
  /** The ed25519 public key, in the form that receivers are given, of a signing secret. */
  readonly publicKeyOf: (secret: string) => string;
  readonly nowMs: () => number;
}

/** Makes the wire form of an endpoint and of how it has answered lately. */
export function toEndpointView(ctx: EndpointViewContext, endpoint: EndpointRecord, breaker: Breaker): EndpointView {
  return { ...toSettingsView(ctx, endpoint), breaker: showBreaker(breaker) };
}

/** What people set: no secret, header values masked, the public key only where `v1a` signatures are sent. */
export function toSettingsView(ctx: EndpointViewContext, endpoint: EndpointRecord): EndpointSettingsView {
  const secrets = openSecrets(ctx, endpoint);
  const { delaysSeconds, timeoutSeconds } = resolveRetry(endpoint.format, endpoint.retry);
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    event_types: [...endpoint.eventTypes],
    channel_ids: endpoint.channelIds === null ? null : [...endpoint.channelIds],
    filter: endpoint.filter,
    format: endpoint.format,
    format_options: { ...endpoint.formatOptions },
    retry: showRetry(endpoint),
    retry_policy: { delays_seconds: [...delaysSeconds], timeout_seconds: timeoutSeconds },
    retry_schedule: showSchedule(delaysSeconds),
    rate_per_second: endpoint.ratePerSecond,
    max_in_flight: endpoint.maxInFlight,
    ordering: endpoint.ordering,
    headers: maskHeaders(openHeaders(ctx, endpoint)),
    has_verify_token: endpoint.verifyTokenSealed !== null,
    enabled: endpoint.enabled,
    disabled_reason: endpoint.disabledReason,
    paused_at: isoOrNull(endpoint.pausedAtMs),
    previous_secret_expires_at: showOverlapEnd(secrets, ctx.nowMs()),
    secrets: showSecrets(secrets, ctx.nowMs()),
    ...(endpoint.formatOptions.asymmetric === true ? { signing_public_key: ctx.publicKeyOf(secrets.current) } : {}),
    is_test_receiver: endpoint.isTestReceiver,
    created_by: endpoint.createdBy,
    created_at: toIso(endpoint.createdAtMs),
    updated_at: toIso(endpoint.updatedAtMs),
  };
}

function showBreaker(breaker: Breaker): EndpointView['breaker'] {
  return {
    state: breaker.state,
    failing_since: isoOrNull(breaker.failingSinceMs),
    opened_at: isoOrNull(breaker.openedAtMs),
    next_probe_at: isoOrNull(breaker.nextProbeAtMs),
    consecutive_failures: breaker.consecutiveFailures,
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : toIso(atMs);
}

/** The signing secrets in clear text. The stored text is the JSON of `SigningSecrets`, as `control/registry` reads it. */
export function openSecrets(
  ctx: Pick<EndpointViewContext, 'box'>,
  endpoint: Pick<EndpointRecord, 'secretsSealed'>,
): SigningSecrets {
  return JSON.parse(ctx.box.open(endpoint.secretsSealed)) as SigningSecrets;
}

/** The endpoint's own headers in clear text. */
export function openHeaders(
  ctx: Pick<EndpointViewContext, 'box'>,
  endpoint: Pick<EndpointRecord, 'headersSealed'>,
): Readonly<Record<string, string>> {
  return JSON.parse(ctx.box.open(endpoint.headersSealed)) as Readonly<Record<string, string>>;
}

/** ISO 8601 end of a rotation's overlap. Null when none runs. */
export function showOverlapEnd(secrets: SigningSecrets, nowMs: number): string | null {
  const { previousUntilMs } = secrets;
  return previousUntilMs === null || previousUntilMs <= nowMs ? null : toIso(previousUntilMs);
}

/** When each attempt is made, the first included. */
export function showSchedule(delaysSeconds: readonly number[]): EndpointView['retry_schedule'] {
  let afterMs = 0;
  return [0, ...delaysSeconds].map((delaySeconds, index) => {
    const waitMs = Math.round(delaySeconds * 1_000);
    afterMs += waitMs;
    return { attempt_number: index + 1, wait_ms: waitMs, after_ms: afterMs };
  });
}

function showSecrets(secrets: SigningSecrets, nowMs: number): EndpointView['secrets'] {
  const until = showOverlapEnd(secrets, nowMs);
  const { current, previous, currentSinceMs } = secrets;
  return {
    current: { hint: maskSecret(current), since: currentSinceMs === undefined ? null : toIso(currentSinceMs) },
    previous: previous === null || until === null ? null : { hint: maskSecret(previous), until },
  };
}

function showRetry(endpoint: EndpointRecord): EndpointView['retry'] {
  const { retry } = endpoint;
  if (retry === null) return presetOfFormat(endpoint.format);
  if (typeof retry === 'string') return retry;
  return { delays_seconds: [...retry.delays_seconds], timeout_seconds: retry.timeout_seconds };
}
