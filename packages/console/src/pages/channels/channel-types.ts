import type { metaAppView, metaAppWithTokenView } from '@posthorn/server/meta/apps/meta-app-schemas.ts';
import type { channelView, discoveredView } from '@posthorn/server/meta/channels/channel-schemas.ts';
import type { doctorReportView } from '@posthorn/server/meta/doctor/doctor-schemas.ts';
import type * as z from 'zod';

export type Channel = z.infer<typeof channelView>;
export type MetaApp = z.infer<typeof metaAppView>;
export type MetaAppWithToken = z.infer<typeof metaAppWithTokenView>;
export type Discovered = z.infer<typeof discoveredView>;
export type DoctorReport = z.infer<typeof doctorReportView>;
export type Finding = DoctorReport['findings'][number];

/** What is known of when a channel last heard something. */
export interface ChannelActivity {
  readonly id: string;
  readonly last_event_at: string | null;
}
