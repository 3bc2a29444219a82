import type { Environment } from '../environment.ts';
import type { ExitCode } from '../exit.ts';
import type { Output } from '../output.ts';

/** What every command gets. */
export interface CommandContext {
  readonly env: Environment;
  readonly output: Output;
  /** For a command that ends well and has to report a failure, such as a check that found something. */
  readonly setExitCode: (code: ExitCode) => void;
}
