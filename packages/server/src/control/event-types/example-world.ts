import type { ExampleIdentity } from '../../domain/event-catalogue/catalogue.ts';
import { EXAMPLE_CHANNEL } from '../../domain/event-catalogue/example-bodies.ts';
import { idOf } from '../../domain/ids.ts';
import { type Channel, DEFAULT_WORKSPACE_SETTINGS, type Workspace } from '../../domain/workspace.ts';

/** RFC 3339 time of every example: fixed, so that the catalogue is the same text on every call and every node. */
const EXAMPLE_TIME = '2026-01-15T09:30:00.000Z';

/** The workspace that the examples of the catalogue belong to. It is in no store. */
export const CATALOGUE_WORKSPACE: Workspace = {
  id: idOf('ws', exampleUuid(1)),
  serial: 1,
  accountId: 'MA_EXAMPLE234',
  name: 'Example',
  subdomain: 'example',
  settings: DEFAULT_WORKSPACE_SETTINGS,
};

/** The channel of the examples, with the number that stands in their bodies. */
export const CATALOGUE_CHANNEL: Channel = {
  id: idOf('chn', exampleUuid(1)),
  workspaceId: CATALOGUE_WORKSPACE.id,
  metaAppId: idOf('app', exampleUuid(1)),
  ...EXAMPLE_CHANNEL,
  throughputPerSecond: 80,
};

/** Ids and time that every example of the catalogue is made with. */
export const EXAMPLE_IDENTITY: ExampleIdentity = {
  id: idOf('evt', exampleUuid(1)),
  workspaceId: CATALOGUE_WORKSPACE.id,
  channelId: CATALOGUE_CHANNEL.id,
  nowMs: Date.parse(EXAMPLE_TIME),
};

function exampleUuid(number: number): string {
  return `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
