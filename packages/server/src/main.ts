import { readFileSync } from 'node:fs';
import { PosthornError } from './domain/errors.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { describeConfig, loadConfig } from './platform/config/config.ts';
import { createLogger } from './platform/observability/logger.ts';

/** Time for requests and deliveries in flight to end after SIGTERM. Together with closing below the 25 s that are promised. */
const GRACE_MS = 20_000;
/** Then the process ends, whatever still hangs. */
const EXIT_MS = 24_500;

/** Exit codes of the process. */
const EXIT = { ok: 0, failed: 1, config: 2 } as const;

/**
 * The whole life of a gateway process: environment → configuration → start → signal → end.
 * The only reader of the environment.
 */
export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  try {
    const config = loadConfig(env, (path) => readFileSync(path, 'utf8'));
    const logger = createLogger(config.logLevel);
    // As lines, because the log hides fields whose names speak of keys, and what is not set should show.
    const settings = Object.entries(describeConfig(config)).map(([name, value]) => `${name}=${String(value)}`);
    logger.info({ config: settings }, 'starting');
    const gateway = await startGateway(config, { logger });
    logger.info({ url: gateway.url }, `listening on ${gateway.url}`);
    if (gateway.firstApiKey !== null) printFirstKey(gateway.firstApiKey);
    if (gateway.ownerLink !== null) printOwnerLink(gateway.ownerLink);
    void gateway.broken.then((error) => {
      logger.fatal({ err: error }, 'the store is broken: ending, so that whoever supervises starts anew');
      process.exit(EXIT.failed);
    });
    stopOnSignal(gateway, (signal) => logger.info({ signal }, 'stopping'));
  } catch (error) {
    process.stderr.write(`${error instanceof PosthornError ? error.message : describe(error)}\n`);
    process.exitCode = error instanceof PosthornError && error.code === 'config_invalid' ? EXIT.config : EXIT.failed;
  }
}

function describe(error: unknown): string {
  return `The gateway could not start: ${error instanceof Error ? error.message : String(error)}`;
}

/** To the terminal and not to the log: logs are kept, and this is shown once. */
function printFirstKey(key: string): void {
  process.stdout.write(
    `\nThis is the API key of the first workspace. It is shown once and stored nowhere in clear:\n\n  ${key}\n\nLost it? \`npm run posthorn -- keys create\` makes another.\n\n`,
  );
}

/** Also to the terminal alone: whoever opens it first owns the gateway. */
function printOwnerLink(url: string): void {
  process.stdout.write(
    `\nNobody owns this gateway yet. Open this link to become its owner; it works once:\n\n  ${url}\n\nLost it? \`npm run posthorn -- members owner-link\` makes another, and so does every start until there is an owner.\n\n`,
  );
}

function stopOnSignal(gateway: Gateway, onSignal: (signal: string) => void): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    onSignal(signal);
    setTimeout(() => process.exit(EXIT.failed), EXIT_MS).unref();
    gateway.close(GRACE_MS).then(
      () => process.exit(EXIT.ok),
      () => process.exit(EXIT.failed),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
