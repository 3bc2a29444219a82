import { readFile } from 'node:fs/promises';
import { SimulatorError } from '../errors.ts';
import { parseScenario, type Scenario } from './schema.ts';

/** The scenarios that come along. */
export const SCENARIO_NAMES = ['conversation', 'busy-day', 'bsuid-only', 'faults', 'two-way'] as const;

export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** Reads one of the scenarios that come along. */
export function loadScenario(name: ScenarioName): Promise<Scenario> {
  return readScenarioFile(new URL(`../../scenarios/${name}.json`, import.meta.url));
}

/**
 * Reads a scenario file.
 *
 * @throws SimulatorError `scenario_not_found`, or `scenario_invalid` that names every wrong field.
 */
export async function readScenarioFile(path: string | URL): Promise<Scenario> {
  return parseScenario(parseJson(await readText(path)));
}

async function readText(path: string | URL): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new SimulatorError('scenario_not_found', `There is no scenario file at ${path}.`);
    }
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new SimulatorError('scenario_invalid', `It is not JSON: ${error.message}.`);
    throw error;
  }
}
