import { setTimeout as pause } from 'node:timers/promises';
import { disabledNotice } from '../control/notices/disabled-notice.ts';
import { mailWay } from '../control/notices/mail-way.ts';
import { type NoticeWay, Notifier } from '../control/notices/notifier.ts';
import { webhookWay } from '../control/notices/webhook-way.ts';
import type { Registry } from '../control/registry/registry.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Config } from '../platform/config/config.ts';
import type { EgressGuard } from '../platform/egress/egress.ts';
import { postJson } from '../platform/egress/post-json.ts';
import type { Logger } from '../platform/observability/logger.ts';

interface NoticesContext {
  readonly config: Config;
  readonly registry: Pick<Registry, 'workspace'>;
  readonly egress: Pick<EgressGuard, 'connector'>;
  /** Where people reach the gateway. */
  readonly baseUrl: () => string;
  readonly logger: Logger;
}

/** What people who look after the installation are told, by mail or chat. */
export interface Notices {
  /** The gateway disabled an endpoint. Never throws. */
  readonly endpointDisabled: (endpoint: Endpoint, reason: 'gone' | 'failing') => void;
  readonly stop: () => Promise<void>;
}

export function createNotices(context: NoticesContext): Notices {
  const notifier = new Notifier({
    ways: waysOf(context),
    wait: (waitMs, signal) => pause(waitMs, undefined, { signal }).catch(() => {}),
    onGivenUp: (way, error) => context.logger.error({ err: error, way }, 'people could not be told'),
  });
  return {
    endpointDisabled: ({ id, url, workspaceId }, reason) => {
      const workspaceName = context.registry.workspace(workspaceId)?.name ?? workspaceId;
      const link = `${context.baseUrl()}/w/${workspaceId}/endpoints/${id}`;
      notifier.notify(disabledNotice({ workspaceName, endpointId: id, url, reason, link }));
    },
    stop: () => notifier.stop(),
  };
}

function waysOf({ config, egress }: NoticesContext): NoticeWay[] {
  const { notifySmtpUrl, notifyFrom, notifyTo, notifyWebhookUrl } = config;
  const ways: NoticeWay[] = [];
  if (notifySmtpUrl !== null && notifyFrom !== null && notifyTo !== null)
    ways.push(mailWay({ url: notifySmtpUrl, from: notifyFrom, to: notifyTo }));
  if (notifyWebhookUrl !== null)
    ways.push(webhookWay(new URL(notifyWebhookUrl), (url, body) => postJson(egress.connector, url, body)));
  return ways;
}
