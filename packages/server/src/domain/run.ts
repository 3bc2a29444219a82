export const RUN_STATES = ['pending', 'running', 'completed', 'failed', 'canceled'] as const;
export type RunState = (typeof RUN_STATES)[number];
