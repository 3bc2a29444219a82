import { describeFailure } from './describe-error.ts';
import type { Environment } from './environment.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';

/**
 * Runs the command line and sets the exit code of the process. It does not end the process: `serve` goes
 * on after this, and every other command leaves nothing behind that would keep it alive.
 *
 * @param argv As `process.argv` has it.
 */
export async function main(argv: readonly string[], env: Environment): Promise<void> {
  const output = createOutput();
  // A reader such as `head` may go before everything is written.
  process.stdout.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
    process.exit();
  });
  try {
    await createProgram({ env, output, setExitCode: (code) => (process.exitCode = code) }).parseAsync([...argv]);
  } catch (error) {
    const failure = describeFailure(error, env);
    if (failure.message !== null) output.note(failure.message);
    process.exitCode = failure.exitCode;
  }
}
