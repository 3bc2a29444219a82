import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { CallGraph, GraphCall, GraphResult } from '../../src/domain/graph.ts';
import { isJsonObject, type JsonObject, objectOf } from '../../src/domain/meta/meta-body.ts';

/** A template as Meta keeps it. */
export interface MetaTemplate {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly category: string;
  readonly [field: string]: unknown;
}

interface MetaAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What stands for Meta's templates: one account, over real HTTP. */
export interface MetaTemplates {
  readonly callGraph: CallGraph;
  /** By id. What a test puts here is what Meta lists. */
  readonly templates: Map<string, MetaTemplate>;
  readonly calls: readonly GraphCall[];
  /** The next call is answered so, and does nothing. `lost`: with nothing at all. */
  readonly answerNext: (answer: MetaAnswer | 'lost') => void;
  /** Called when Meta has done what a call asks for and before it answers. */
  onDone: (call: GraphCall) => Promise<void>;
  /** Templates on a page, whatever was asked for. */
  pageSize: number;
}

export const META_REFUSAL = {
  error: {
    message: 'Invalid parameter',
    code: 100,
    error_subcode: 2_388_024,
    error_user_title: 'Content in This Language Already Exists',
    error_user_msg: 'There is already content in this language for this template.',
    fbtrace_id: 'AexampleTrace01',
  },
};

/** Starts it on a free port until the test ends. */
export async function startMetaTemplates(): Promise<MetaTemplates> {
  const calls: GraphCall[] = [];
  const planned: (MetaAnswer | 'lost')[] = [];
  const meta: MetaTemplates = {
    callGraph: (call) => callGraph(call),
    templates: new Map(),
    calls,
    answerNext: (answer) => planned.push(answer),
    onDone: async () => {},
    pageSize: 250,
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const next = planned.shift();
    if (next === 'lost') {
      response.destroy();
      return;
    }
    const url = new URL(request.url ?? '/', origin);
    const answer =
      next ?? answerCall(meta, { method: request.method ?? '', url, body: text === '' ? {} : JSON.parse(text) });
    const call = calls.at(-1);
    if (call !== undefined) await meta.onDone(call);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }

  async function callGraph(call: GraphCall): Promise<GraphResult> {
    calls.push(call);
    const url = new URL(`/${call.path}`, origin);
    url.search = new URLSearchParams(call.query).toString();
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    const response = await fetch(url, { method: call.method, ...body }).catch(() => null);
    if (response === null) return { kind: 'unknown', reason: 'The connection was closed.' };
    const answer = objectOf(await response.json());
    return response.ok
      ? { kind: 'ok', body: answer }
      : { kind: 'refused', error: toGraphError(answer, response.status) };
  }

  return meta;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: JsonObject;
}

function answerCall(meta: MetaTemplates, asked: Asked): MetaAnswer {
  const [first = '', edge] = asked.url.pathname.slice(1).split('/');
  if (edge !== 'message_templates') return answerOne(meta, asked, first);
  if (asked.method === 'GET') return answerList(meta, asked.url);
  if (asked.method === 'DELETE') return answerDelete(meta, asked.url);
  const id = String(1_733_902_281_004_477 + meta.templates.size);
  const made = { ...asked.body, id, status: 'PENDING' } as unknown as MetaTemplate;
  meta.templates.set(id, made);
  return { status: 200, body: { id, status: made.status, category: made.category } };
}

function answerOne(meta: MetaTemplates, { method, body }: Asked, id: string): MetaAnswer {
  const template = meta.templates.get(id);
  if (template === undefined) return { status: 400, body: META_REFUSAL };
  if (method === 'GET') return { status: 200, body: template };
  meta.templates.set(id, { ...template, ...body, status: 'PENDING' });
  return { status: 200, body: { success: true } };
}

function answerList(meta: MetaTemplates, { searchParams }: URL): MetaAnswer {
  const all = [...meta.templates.values()];
  const start = Number(searchParams.get('after') ?? 0);
  const end = start + Math.min(meta.pageSize, Number(searchParams.get('limit') ?? 25));
  const next = end < all.length ? { next: `https://graph.example/?after=${end}` } : {};
  return { status: 200, body: { data: all.slice(start, end), paging: { cursors: { after: String(end) }, ...next } } };
}

function answerDelete(meta: MetaTemplates, { searchParams }: URL): MetaAnswer {
  const template = meta.templates.get(searchParams.get('hsm_id') ?? '');
  if (template === undefined || template.name !== searchParams.get('name')) {
    return { status: 400, body: { error: { ...META_REFUSAL.error, error_subcode: 2_593_002 } } };
  }
  meta.templates.delete(template.id);
  return { status: 200, body: { success: true } };
}

function toGraphError(answer: JsonObject, httpStatus: number) {
  const error = isJsonObject(answer.error) ? answer.error : {};
  return {
    code: Number(error.code),
    title: String(error.message),
    details: String(error.error_user_msg),
    subcode: Number(error.error_subcode),
    traceId: String(error.fbtrace_id),
    httpStatus,
    retryable: false,
    advice: 'Choose another name.',
  };
}
