import type { GraphResult } from '../../domain/graph.ts';
import type { MetaAppTraffic } from '../../domain/meta-app-traffic.ts';
import type { HttpResult } from '../../platform/egress/http-client.ts';

/** The app that is looked at. */
export interface ExaminedApp {
  /** Meta's id of it. */
  readonly appId: string;
  /** The built-in simulator's: nobody outside calls it. */
  readonly isSimulated: boolean;
}

/** The number that is looked at. */
export interface ExaminedNumber {
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly hasToken: boolean;
  /** When Meta refused the token, epoch ms. Null: it has not. */
  readonly tokenRefusedAtMs: number | null;
}

/** The answer of our own callback to a challenge, asked for as Meta does. */
export interface AskedCallback {
  readonly result: HttpResult;
  /** What must come back. */
  readonly challenge: string;
  readonly tookMs: number;
}

/** Everything that was found out about an app. */
export interface AppFacts {
  readonly app: ExaminedApp;
  /** POSTHORN_PUBLIC_URL. */
  readonly publicUrl: string | null;
  /** Null: there is no URL to ask at. */
  readonly callback: AskedCallback | null;
  /** `GET /{app_id}` with the app's own token, which is made of its secret. */
  readonly appRead: GraphResult;
  /** `GET /{app_id}/subscriptions` with the same. */
  readonly subscriptions: GraphResult;
  readonly traffic: MetaAppTraffic;
  /** Meta's time less ours, ms, exact to a second. Null: Meta did not answer. */
  readonly skewMs: number | null;
  readonly nowMs: number;
}

/** Everything that was found out about a number. Null: it was not asked, for there is no token to ask with. */
export interface NumberFacts {
  readonly app: ExaminedApp;
  readonly publicUrl: string | null;
  readonly number: ExaminedNumber;
  readonly token: GraphResult | null;
  readonly numberRead: GraphResult | null;
  readonly numbersOfAccount: GraphResult | null;
  readonly subscribedApps: GraphResult | null;
  readonly standing: GraphResult | null;
  readonly nowMs: number;
}
