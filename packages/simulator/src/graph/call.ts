import type { TokenGrant } from './tokens.ts';

/** A file that came in a multipart body. */
export interface Upload {
  readonly fileName: string;
  /** What the part says of itself; empty when it says nothing. */
  readonly mimeType: string;
  readonly bytes: Buffer;
}

/** A call that carried a token which holds. */
export interface GraphCall {
  readonly method: string;
  /** Segments of the path without the version: `['318940275561203', 'messages']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Undefined when there was no body. */
  readonly body: unknown;
  /** The part `file` of a multipart body. */
  readonly upload: Upload | null;
  readonly grant: TokenGrant;
  /** The token is the app's own: `appId|appSecret`. */
  readonly isApp: boolean;
}

/** How an answer goes over the wire, where it is not JSON at once. */
export type Wire =
  /** The connection ends and nothing was said. */
  | { readonly kind: 'lost' }
  /** JSON, after a wait. */
  | { readonly kind: 'late'; readonly delayMs: number }
  /** A page, as what stands in front of an API answers when the API is away. */
  | { readonly kind: 'page'; readonly html: string }
  | { readonly kind: 'file'; readonly mimeType: string; readonly bytes: Buffer; readonly manner: FileManner };

/** How a file is handed over. `cut` ends the connection half-way, `slow` waits there, `endless` does not stop. */
export type FileManner =
  | { readonly kind: 'whole' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'endless' }
  | { readonly kind: 'slow'; readonly delayMs: number };

export interface GraphAnswer {
  readonly status: number;
  /** Sent as JSON if `wire` says nothing else; recorded in any case. */
  readonly body: unknown;
  readonly wire?: Wire;
}

/** A Graph call as it is recorded: without its headers, for one of them is the token. */
export interface GraphRequestRecord {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** Of an upload: its fields, and name, type and size of the file. */
  readonly body: unknown;
  /** Null when the caller was left without an answer. */
  readonly status: number | null;
  /** What was answered, or was going to be. */
  readonly answer: unknown;
}
