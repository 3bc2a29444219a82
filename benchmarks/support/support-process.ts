import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the harness that is asked by messages and answers each with one. */
export interface SupportProcess {
  /** The next message that it sends. */
  readonly next: <TAnswer>() => Promise<TAnswer>;
  readonly ask: <TAnswer>(message: object) => Promise<TAnswer>;
  readonly tell: (message: object) => void;
  readonly stop: () => void;
}

/** @param file Name of a `.process.ts` beside this file. */
export function startSupport(file: string): SupportProcess {
  const child = fork(fileURLToPath(new URL(`./${file}`, import.meta.url)), { stdio: 'inherit' });
  const next = async <TAnswer>() => ((await once(child, 'message')) as [TAnswer])[0];
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
