import type { NoticeWay } from './notifier.ts';

/** Posts JSON under the egress guard. @returns the status; null: there was no complete answer. */
type PostJson = (url: URL, body: unknown) => Promise<number | null>;

/** Posts a notice to an incoming webhook of Slack, or of whatever takes the same: `{"text": …}`. */
export function webhookWay(url: URL, postJson: PostJson): NoticeWay {
  return {
    name: 'webhook',
    send: async ({ text }) => {
      const status = await postJson(url, { text });
      if (status === null) throw new Error('The webhook gave no answer.');
      if (status < 200 || status > 299) throw new Error(`The webhook answered ${status}.`);
    },
  };
}
