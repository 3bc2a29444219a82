/** What the endpoint answered to a GET: one exchange, guarded, bounded in time and bytes, no redirects. */
export interface TextAnswer {
  readonly status: number;
  readonly body: string;
}

/** What the challenge needs of the outside. */
export interface ChallengeContext {
  /** Makes a guarded GET. Null when there was no complete answer, whatever the reason. */
  readonly fetchText: (url: URL, headers: Readonly<Record<string, string>>) => Promise<TextAnswer | null>;
  readonly randomBytes: (size: number) => Buffer;
}

interface Challenge {
  readonly url: URL;
  readonly verifyToken: string;
  /** The endpoint's own headers: a receiver behind a gateway wants them here too. */
  readonly headers: Readonly<Record<string, string>>;
}

const CHALLENGE_BYTES = 16;

/**
 * Asks an endpoint of format `meta` what Meta would ask it (CONTRACTS 1.1): it must answer 200 with
 * `hub.challenge` verbatim. Parameters that the URL has already stay.
 *
 * @returns false for any other answer, and for none.
 */
export async function challengeEndpoint(ctx: ChallengeContext, challenge: Challenge): Promise<boolean> {
  const text = ctx.randomBytes(CHALLENGE_BYTES).toString('hex');
  const url = new URL(challenge.url);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', text);
  url.searchParams.set('hub.verify_token', challenge.verifyToken);
  const answer = await ctx.fetchText(url, challenge.headers);
  return answer !== null && answer.status === 200 && answer.body === text;
}
