import { PosthornError } from '@posthorn/server/domain/errors.ts';
import type { SimulatorError } from '@posthorn/simulator';
import { CommanderError } from 'commander';
import type { Environment } from './environment.ts';
import { CliError, EXIT, type ExitCode } from './exit.ts';

/** What becomes of an error at the end of a command. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** For standard error. Null when it has been said already. */
  readonly message: string | null;
}

/** What went wrong in words, and the exit code for it. The stack is shown only with `POSTHORN_LOG_LEVEL=debug` or `trace`. */
export function describeFailure(error: unknown, env: Environment): Failure {
  // Commander has written its own message, or the help that was asked for.
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage, message: null };
  const showsStack = env.POSTHORN_LOG_LEVEL === 'debug' || env.POSTHORN_LOG_LEVEL === 'trace';
  const message = messageOf(error);
  const stack = showsStack && error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : '';
  return { exitCode: exitCodeOf(error), message: `${message}${stack}` };
}

const USAGE_CODES: ReadonlySet<string> = new Set([
  'config_invalid',
  'options_invalid',
  'scenario_invalid',
  'scenario_not_found',
]);

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exitCode;
  return isExpected(error) && USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.failed;
}

/** By name, so that the simulator is loaded only for the commands that play something. */
function isExpected(error: unknown): error is PosthornError | SimulatorError {
  return error instanceof PosthornError || (error instanceof Error && error.name === 'SimulatorError');
}

function messageOf(error: unknown): string {
  if (error instanceof CliError || isExpected(error)) return error.message;
  if (!(error instanceof Error)) return `Something went wrong: ${String(error)}`;
  const code = systemCodeOf(error);
  const hint = code === null ? undefined : HINTS[code];
  if (hint !== undefined) return hint;
  return `Something went wrong: ${error.message || code || error.name}. Run it again with POSTHORN_LOG_LEVEL=debug for the details.`;
}

/** Errors of the system and of PostgreSQL that people meet, by code. */
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'Nothing listens at the address of the database. Check POSTHORN_DATABASE_URL, and that PostgreSQL is running.',
  ENOTFOUND: 'The host of the database is not known. Check POSTHORN_DATABASE_URL.',
  EACCES: 'This user may not read or write there. Check the owner and the mode of the data folder.',
  ENOSPC: 'The disk is full. Make room and run it again.',
  SQLITE_FULL: 'The disk is full. Make room and run it again.',
  SQLITE_CANTOPEN: 'The database file cannot be opened. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL.',
  SQLITE_NOTADB: 'The file is not a SQLite database. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL.',
  '28P01': 'PostgreSQL refused the user or the password. Check POSTHORN_DATABASE_URL.',
  '28000': 'PostgreSQL refused the user. Check POSTHORN_DATABASE_URL.',
  '3D000': 'PostgreSQL has no such database. Create it, or check POSTHORN_DATABASE_URL.',
};

/** An AggregateError, as of a host with several addresses, has its codes inside. */
function systemCodeOf(error: Error): string | null {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? systemCodeOf(inner) : null;
}
