/** Verify tokens that this page was shown, so that going back and forth in the wizard keeps them in sight. Gone with the page. */
const shown = new Map<string, string>();

export function rememberVerifyToken(appId: string, token: string): void {
  shown.set(appId, token);
}

/** Null: it was shown to somebody else, or before the page was loaded anew. */
export function knownVerifyToken(appId: string): string | null {
  return shown.get(appId) ?? null;
}
