/** One wrong field of options or of a scenario: where it is, and what is wrong with it. */
export interface Problem {
  /** The way to the field, as `steps[3].message`. */
  readonly path: string;
  readonly message: string;
}

type SimulatorErrorCode =
  | 'options_invalid'
  | 'scenario_invalid'
  | 'scenario_not_found'
  | 'script_invalid'
  | 'fixture_unknown'
  | 'template_unknown'
  | 'media_too_large'
  | 'callback_url_missing'
  | 'outbox_full'
  | 'body_too_large'
  | 'body_too_small'
  | 'phone_number_unknown'
  | 'closed';

/**
 * An expected failure of the simulator, with a stable code. It has its own class because the
 * simulator stands for Meta and therefore shares no code with the gateway it tries.
 */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError';
  readonly code: SimulatorErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: SimulatorErrorCode, message: string, problems: readonly Problem[] = []) {
    super(problems.length === 0 ? message : `${message} ${problems.map(toSentence).join(' ')}`);
    this.code = code;
    this.problems = problems;
  }
}

/** Turns what zod found into problems. Values are left out, for one may be a secret. */
export function toProblems(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Problem[] {
  return issues.map((issue) => ({ path: toPath(issue.path), message: issue.message }));
}

function toPath(segments: readonly PropertyKey[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') return `${path}[${segment}]`;
    return path === '' ? String(segment) : `${path}.${String(segment)}`;
  }, '');
}

function toSentence(problem: Problem): string {
  return problem.path === '' ? `${problem.message}.` : `${problem.path}: ${problem.message}.`;
}
