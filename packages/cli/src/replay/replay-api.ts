import { call, type GatewayApi } from '../gateway-api.ts';

/** A replay or recovery as `GET /v1/runs/{id}` shows it, as much as is read here. */
export interface Run {
  readonly id: string;
  readonly state: 'pending' | 'running' | 'paused' | 'completed' | 'failed' | 'canceled';
  readonly progress: ReplayProgress;
  readonly result: ReplayProgress | null;
  readonly error: string | null;
  readonly finished_at: string | null;
}

/** Where in the time that is asked for a run is, and what it has made. */
export interface ReplayProgress {
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly events: number;
  readonly deliveries: number;
}

/** What a run would come to. */
export interface Estimate {
  readonly from: string;
  readonly to: string;
  readonly events: number;
  readonly deliveries: number;
  readonly by_endpoint: readonly { readonly endpoint_id: string; readonly deliveries: number }[];
  readonly is_exact: boolean;
}

/** Asks what it would come to. Nothing is started. */
export async function readEstimate(api: GatewayApi, path: string, body: object): Promise<Estimate> {
  return (await post(api, path, { ...body, dry_run: true })) as Estimate;
}

/** Starts the run. */
export async function startReplay(api: GatewayApi, path: string, body: object): Promise<Run> {
  return (await post(api, path, body)) as Run;
}

/** A run as it is now. */
export async function readReplay(api: GatewayApi, id: string): Promise<Run> {
  const answer = await call(api, `/v1/runs/${id}`, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  return (await answer.json()) as Run;
}

/** Asks for the end of a run. One that has ended meanwhile is left as it is. */
export async function cancelReplay(api: GatewayApi, id: string): Promise<void> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  await call(api, `/v1/runs/${id}/cancel`, { method: 'POST', signal }, [CONFLICT]);
}

async function post(api: GatewayApi, path: string, body: object): Promise<unknown> {
  const answer = await call(api, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  return answer.json();
}

const CALL_TIMEOUT_MS = 30_000;
const CONFLICT = 409;
