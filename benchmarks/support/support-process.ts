import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of the harness that is asked by messages and answers each with one. */
export interface SupportProcess {
  /** The next message that it sends. @throws when it ends before that. */
  readonly next: <TAnswer>() => Promise<TAnswer>;
  readonly ask: <TAnswer>(message: object) => Promise<TAnswer>;
  readonly tell: (message: object) => void;
  readonly stop: () => void;
}

interface SupportOptions {
  readonly args?: readonly string[];
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** @param file Name of a `.process.ts` beside this file. */
export function startSupport(file: string, options: SupportOptions = {}): SupportProcess {
  const child = fork(fileURLToPath(new URL(`./${file}`, import.meta.url)), options.args ?? [], {
    stdio: 'inherit',
    env: { ...process.env, ...options.env },
  });
  const next = <TAnswer>() =>
    new Promise<TAnswer>((resolve, reject) => {
      const onExit = () => reject(new Error(`The process of ${file} ended.`));
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message as TAnswer);
      });
    });
  return {
    next,
    ask: (message) => {
      child.send(message);
      return next();
    },
    tell: (message) => {
      child.send(message);
    },
    stop: () => child.kill(),
  };
}
