import * as z from 'zod';
import type { ShownSetting } from '../../platform/config/shown-settings.ts';
import type { ApiServer } from '../../platform/http/api.ts';

/** What this route needs. */
export interface SettingsRoutesContext {
  /** Those that a workspace has to do with, in the order in which they are shown. */
  readonly operatorSettings: readonly ShownSetting[];
}

const settingsView = z
  .object({
    operator: z
      .array(
        z.object({
          variable: z.string().describe('The environment variable that decides it.'),
          value: z.string().nullable().describe('In the form of the variable. Null: it is not set.'),
          source: z.enum(['environment', 'default']),
          description: z.string(),
        }),
      )
      .describe('What whoever runs the gateway decides, for every workspace. Read-only.'),
    workspace: z
      .object({ path: z.string(), settings: z.array(z.string()) })
      .describe('What the workspace decides itself: PATCH this path.'),
  })
  .meta({ title: 'Settings' });

/** Settings of a workspace that its own admins change. */
const OF_WORKSPACE = [
  'name',
  'subdomain',
  'settings.auto_create_contacts',
  'settings.opt_out_words',
  'settings.opt_in_words',
  'settings.default_country',
];

/** `GET /v1/settings`: where every setting comes from that a workspace has to do with, and who can change it. */
export function settingsRoutes(api: ApiServer, ctx: SettingsRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/settings',
    config: { access: { who: 'workspace', permission: 'settings.read' } },
    schema: {
      tags: ['Workspaces'],
      summary: 'See which settings hold',
      description: 'What the operator decides by environment variables, and where the workspace’s own settings are.',
      response: { 200: settingsView },
    },
    handler: async (request) => ({
      operator: ctx.operatorSettings.map(({ variable, value, isDefault, description }) => ({
        variable,
        value,
        source: isDefault ? ('default' as const) : ('environment' as const),
        description,
      })),
      workspace: { path: `/v1/workspaces/${request.workspaceId}`, settings: [...OF_WORKSPACE] },
    }),
  });
}
