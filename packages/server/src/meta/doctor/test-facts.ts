import type { GraphResult } from '../../domain/graph.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';

/** A call that Meta carried out. */
export function graphOk(body: JsonObject): GraphResult {
  return { kind: 'ok', body };
}

/** A call that Meta refused. */
export function graphRefusal(code: number): GraphResult {
  const said = { title: 'Refused', details: null, subcode: null, traceId: null, httpStatus: 400, retryable: false };
  return { kind: 'refused', error: { code, ...said, advice: 'Look at it.' } };
}
