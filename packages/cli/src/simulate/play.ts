import { randomBytes } from 'node:crypto';
import {
  createSimulator,
  loadScenario,
  readScenarioFile,
  SCENARIO_NAMES,
  type Scenario,
  type Simulator,
  type SimulatorOptions,
} from '@posthorn/simulator';
import { CliError, EXIT } from '../exit.ts';
import { type PlaySummary, summarize } from './summary.ts';

export interface SimulateInput {
  /** A name of one that comes along, or the path of a file. */
  readonly scenario: string;
  readonly callbackUrl: string;
  readonly appId: string;
  readonly appSecret: string;
  /** Null: no challenge is asked for. */
  readonly verifyToken: string | null;
  readonly business: {
    readonly wabaId: string;
    readonly phoneNumberId: string;
    readonly displayPhoneNumber: string;
  };
  readonly speed: number;
  /** Null: another one every time. */
  readonly seed: number | null;
  /** Where the Graph API answers while it plays, so that the gateway can send too. Null: nowhere. */
  readonly graph: { readonly port: number; readonly accessToken: string } | null;
  /** Null: those of the scenario, if it has any. */
  readonly faults: NonNullable<SimulatorOptions['faults']> | null;
}

/** A gateway that is away for longer than these waits is reported and not waited for. */
const RETRY_DELAYS_MS = [500, 2_000, 5_000];

/**
 * Plays a scenario once, from the challenge to the last answer.
 *
 * @param note Told of what goes on.
 * @throws SimulatorError for a wrong scenario or option, CliError when the challenge fails.
 */
export async function playOnce(input: SimulateInput, note: (line: string) => void): Promise<PlaySummary> {
  const scenario = withoutOwnFaults(await readScenario(input.scenario), input.faults !== null);
  const simulator = createSimulator({
    appSecret: input.appSecret,
    accessToken: input.graph?.accessToken ?? randomBytes(16).toString('hex'),
    appId: input.appId,
    callbackUrl: input.callbackUrl,
    businesses: [input.business],
    webhooks: { retryDelaysMs: RETRY_DELAYS_MS },
    ...(input.graph === null ? {} : { port: input.graph.port }),
    ...(input.verifyToken === null ? {} : { verifyToken: input.verifyToken }),
    ...(input.faults === null ? {} : { faults: input.faults }),
    ...(input.seed === null ? {} : { seed: input.seed }),
  });
  try {
    if (input.graph !== null) {
      await simulator.start();
      note(`The Graph API answers at ${simulator.url}.`);
    }
    if (input.verifyToken !== null) await verifyCallback(simulator, note);
    note(`Playing ${scenario.name} to ${input.callbackUrl} …`);
    return summarize(await simulator.playScenario(scenario, { speed: input.speed }));
  } finally {
    await simulator.close();
  }
}

/** Asks for the challenge. @throws CliError that says why it failed. */
export async function verifyCallback(simulator: Simulator, note: (line: string) => void): Promise<void> {
  const check = await simulator.verifyCallback();
  if (check.kind === 'verified') {
    note('The gateway answered the challenge: Meta would accept this callback URL.');
    return;
  }
  const answer = check.status === null ? `no answer (${check.reason})` : `status ${check.status}`;
  throw new CliError(
    EXIT.failed,
    `The challenge failed: ${answer}. Check the address, the app id, and that the verify token is the Meta app’s.`,
  );
}

function readScenario(nameOrPath: string): Promise<Scenario> {
  const name = SCENARIO_NAMES.find((each) => each === nameOrPath);
  return name === undefined ? readScenarioFile(nameOrPath) : loadScenario(name);
}

/** Faults of the command line stand in place of the scenario's own. */
function withoutOwnFaults(scenario: Scenario, areReplaced: boolean): Scenario {
  if (!areReplaced) return scenario;
  const { faults: _faults, ...rest } = scenario;
  return rest;
}
