/** What people are told: a mail has both, a chat the text alone. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
}

export interface DisabledEndpointNews {
  readonly workspaceName: string;
  readonly endpointId: string;
  readonly url: string;
  /** `gone`: its receiver answered 410; `failing`: it did nothing but fail for days. */
  readonly reason: 'gone' | 'failing';
  /** Where the console shows the endpoint. */
  readonly link: string;
}

const REASONS: Readonly<Record<DisabledEndpointNews['reason'], string>> = {
  gone: 'Its receiver answered 410 (Gone).',
  failing: 'Nothing was delivered to it for days: every attempt failed.',
};

/** Bounds a name that somebody chose, and keeps it on its line: a subject has one. */
const NAME_LENGTH_MAX = 80;

/**
 * That an endpoint was disabled, for people who look after it. Of its URL they are told the host: paths and queries may
 * hold secrets, and a mail is read by many.
 */
export function disabledNotice(news: DisabledEndpointNews): Notice {
  const host = new URL(news.url).host;
  const workspace = oneLine(news.workspaceName);
  return {
    subject: `Posthorn disabled the endpoint ${host}`,
    text: [
      `Posthorn disabled the endpoint ${host} (${news.endpointId}) of the workspace "${workspace}".`,
      REASONS[news.reason],
      'New events make no deliveries for it; those that waited are held. Mend the receiver and enable the endpoint, and they go out.',
      news.link,
    ].join('\n'),
  };
}

function oneLine(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return name.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, NAME_LENGTH_MAX);
}
