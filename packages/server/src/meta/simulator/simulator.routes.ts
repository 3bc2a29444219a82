import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Actor } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import {
  fixtureView,
  messageBody,
  type PlayView,
  type PlayWish,
  playBody,
  playView,
  readPlayWish,
  saidView,
  simulatedNumberView,
  simulatorView,
} from './simulator-schemas.ts';

/** For which workspace something is done, and who asked for it. */
export interface SimulatorAsker {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}

/** What these routes need, and nothing more. */
export interface SimulatorRoutesContext {
  /** POSTHORN_SIMULATOR. */
  readonly isOn: boolean;
  readonly overview: (workspaceId: WorkspaceId) => Promise<z.output<typeof simulatorView>>;
  /** @throws PosthornError `not_found`. */
  readonly fixture: (name: string) => Promise<z.output<typeof fixtureView>>;
  /** Makes the simulated number of a workspace, or finds the one there is. */
  readonly connect: (asker: SimulatorAsker) => Promise<z.output<typeof simulatedNumberView>>;
  /** Begins to play. @throws PosthornError `not_found`, `conflict` (no number, or something is playing). */
  readonly play: (asker: SimulatorAsker, wish: PlayWish) => Promise<PlayView>;
  /** @throws PosthornError `conflict` (no number). */
  readonly say: (asker: SimulatorAsker, message: z.output<typeof messageBody>) => Promise<z.output<typeof saidView>>;
}

const TAGS = ['Simulator'];
const USE = { who: 'workspace', permission: 'simulator.use' } as const;

/**
 * The built-in simulator of Meta: a number of its own in the workspace, and what can be played on it. Webhooks are sent
 * signed, over HTTP, to the same address that Meta calls. Only where POSTHORN_SIMULATOR is true; else all of it is 404.
 */
export function simulatorRoutes(api: ApiServer, ctx: SimulatorRoutesContext): void {
  addReadRoutes(api, ctx);
  addConnectRoute(api, ctx);
  addPlayRoutes(api, ctx);
}

function addReadRoutes(api: ApiServer, ctx: SimulatorRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/simulator',
    config: { access: USE },
    schema: { tags: TAGS, summary: 'See what can be played', response: { 200: simulatorView } },
    handler: async (request) => {
      assertOn(ctx);
      return ctx.overview(workspaceOf(request));
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/simulator/fixtures/:name',
    config: { access: USE },
    schema: {
      tags: TAGS,
      summary: 'See what a fixture sends',
      params: z.strictObject({ name: z.string().max(80) }),
      response: { 200: fixtureView },
    },
    handler: async (request) => {
      assertOn(ctx);
      return ctx.fixture(request.params.name);
    },
  });
}

function addConnectRoute(api: ApiServer, ctx: SimulatorRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/simulator/channel',
    config: { access: USE },
    schema: {
      tags: TAGS,
      summary: 'Make the simulated number',
      description:
        "Registers the simulator's Meta app and a number of it in this workspace, and connects it. When it is there already, that one is the answer.",
      response: { 200: simulatedNumberView },
    },
    handler: async (request) => {
      assertOn(ctx);
      return ctx.connect(askerOf(request));
    },
  });
}

function addPlayRoutes(api: ApiServer, ctx: SimulatorRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/simulator/play',
    config: { access: USE },
    schema: {
      tags: TAGS,
      summary: 'Play a scenario or a fixture',
      description: 'Begins to play and answers at once; GET /v1/simulator tells what came of it.',
      body: playBody,
      response: { 202: playView },
    },
    handler: async (request, reply) => {
      assertOn(ctx);
      return reply.code(202).send(await ctx.play(askerOf(request), readPlayWish(request.body)));
    },
  });
  api.route({
    method: 'POST',
    url: '/v1/simulator/message',
    config: { access: USE },
    schema: {
      tags: TAGS,
      summary: 'Write as a person who is made up',
      description: 'The person is there from then on: what is sent to them is reported as sent, delivered and read.',
      body: messageBody,
      response: { 200: saidView },
    },
    handler: async (request) => {
      assertOn(ctx);
      return ctx.say(askerOf(request), request.body);
    },
  });
}

function assertOn({ isOn }: SimulatorRoutesContext): void {
  if (isOn) return;
  throw new PosthornError(
    'not_found',
    'The simulator is off. Whoever runs the gateway switches it on with POSTHORN_SIMULATOR=true.',
  );
}

function askerOf(request: Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>): SimulatorAsker {
  return { workspaceId: workspaceOf(request), actor: actorOf(request) };
}
