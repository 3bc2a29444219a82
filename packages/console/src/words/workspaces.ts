/** Words about making workspaces. */
export const workspaceWords = {
  create: 'New workspace…',
  createTitle: 'Make a workspace',
  createBody:
    'A workspace has its own channels, endpoints, records and members; nothing of one is seen in another. You own it.',
  name: 'Name',
  createAction: 'Make the workspace',
  creating: 'Making the workspace',
  keyTitle: (name: string) => `${name} is there`,
  keyOnce: 'This is its first API key, scope admin. It is shown only now; you can delete it if no program needs one.',
} as const;
