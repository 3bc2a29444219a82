import type {
  DisabledReason,
  Endpoint,
  Format,
  FormatOptions,
  Ordering,
  RetryPolicy,
  SigningSecrets,
} from '../../domain/endpoint.ts';
import type { FilterObject } from '../../domain/event-filter/filter-object.ts';
import type { ChannelId, EndpointId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { MetaApp } from '../../domain/workspace.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { EndpointRecord, MetaAppRecord } from './registry.store.ts';

/** How stored texts are read. The forms belong to other rooms; `gateway.ts` passes their readers in. */
export interface RecordReader {
  readonly box: Pick<SecretBox, 'open'>;
  /** Reads the column `retry`. */
  readonly readRetry: (format: Format, text: string) => RetryPolicy;
  /** Reads the decrypted column `app_secrets`, newest first. */
  readonly readAppSecrets: (clear: string) => readonly AppSecret[];
  readonly nowMs: () => number;
}

interface AppSecret {
  readonly secret: string;
  /** From this time on it verifies nothing, epoch ms. Null: no end. */
  readonly untilMs: number | null;
}

/** What endpoints mostly say alike. */
class EndpointSettings {
  readonly reader: RecordReader;
  readonly isTestReceiver: boolean;
  readonly eventTypes: readonly string[];
  readonly channelIds: readonly ChannelId[] | null;
  readonly filter: FilterObject | null;
  readonly format: Format;
  readonly formatOptions: FormatOptions;
  readonly retry: RetryPolicy;
  readonly ratePerSecond: number | null;
  readonly maxInFlight: number;
  readonly ordering: Ordering;
  readonly isPaused: boolean;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | null;

  constructor(record: EndpointRecord, reader: RecordReader, shared: SharedValues) {
    this.reader = reader;
    this.isTestReceiver = record.isTestReceiver;
    this.eventTypes = shared.read(record.eventTypesText, readJson<readonly string[]>);
    this.channelIds =
      record.channelIdsText === null ? null : shared.read(record.channelIdsText, readJson<readonly ChannelId[]>);
    this.filter = record.filterText === null ? null : shared.read(record.filterText, readJson<FilterObject>);
    this.format = record.format;
    this.formatOptions = shared.read(record.formatOptionsText, readJson<FormatOptions>);
    this.retry = shared.read(`${record.format} ${record.retryText}`, () =>
      reader.readRetry(record.format, record.retryText),
    );
    this.ratePerSecond = record.ratePerSecond;
    this.maxInFlight = record.maxInFlight;
    this.ordering = record.ordering;
    this.isPaused = record.isPaused;
    this.enabled = record.enabled;
    this.disabledReason = record.disabledReason;
  }
}

/** Everything that `EndpointSettings` are made of, as one text. */
function settingsText(record: EndpointRecord): string {
  const { id, workspaceId, url, secretsSealed, headersSealed, ...settings } = record;
  return JSON.stringify(settings);
}

/**
 * An endpoint in memory, some 600 bytes of it. Secrets and headers are decrypted when they are first asked for: of 100,000
 * endpoints few get an event in any minute. Nearly all are getters, so a spread copy would not have them.
 */
export class RegisteredEndpoint implements Endpoint {
  readonly id: EndpointId;
  readonly workspaceId: WorkspaceId;
  readonly url: string;
  readonly #settings: EndpointSettings;
  #secrets: SigningSecrets | string;
  #headers: Readonly<Record<string, string>> | string;

  /** @param workspaceId Of the record; the same text for all endpoints of a workspace. */
  constructor(record: EndpointRecord, workspaceId: WorkspaceId, reader: RecordReader, shared: SharedValues) {
    this.id = record.id;
    this.workspaceId = workspaceId;
    this.url = record.url;
    this.#settings = shared.read(settingsText(record), () => new EndpointSettings(record, reader, shared));
    this.#secrets = record.secretsSealed;
    this.#headers = record.headersSealed;
  }

  get isTestReceiver(): boolean {
    return this.#settings.isTestReceiver;
  }

  get eventTypes(): readonly string[] {
    return this.#settings.eventTypes;
  }

  get channelIds(): readonly ChannelId[] | null {
    return this.#settings.channelIds;
  }

  get filter(): FilterObject | null {
    return this.#settings.filter;
  }

  get format(): Format {
    return this.#settings.format;
  }

  get formatOptions(): FormatOptions {
    return this.#settings.formatOptions;
  }

  get retry(): RetryPolicy {
    return this.#settings.retry;
  }

  get ratePerSecond(): number | null {
    return this.#settings.ratePerSecond;
  }

  get maxInFlight(): number {
    return this.#settings.maxInFlight;
  }

  get ordering(): Ordering {
    return this.#settings.ordering;
  }

  get isPaused(): boolean {
    return this.#settings.isPaused;
  }

  get enabled(): boolean {
    return this.#settings.enabled;
  }

  get disabledReason(): DisabledReason | null {
    return this.#settings.disabledReason;
  }

  get secrets(): SigningSecrets {
    if (typeof this.#secrets === 'string') {
      this.#secrets = readJson<SigningSecrets>(this.#settings.reader.box.open(this.#secrets));
    }
    return this.#secrets;
  }

  get headers(): Readonly<Record<string, string>> {
    if (typeof this.#headers === 'string') {
      this.#headers = readJson<Readonly<Record<string, string>>>(this.#settings.reader.box.open(this.#headers));
    }
    return this.#headers;
  }
}

/** A Meta app in memory. Its secrets are decrypted at first use; one whose time is over is left out at once. */
export class RegisteredMetaApp implements MetaApp {
  readonly id: MetaAppId;
  readonly workspaceId: WorkspaceId | null;
  readonly appId: string;
  readonly isSimulated: boolean;
  readonly #reader: RecordReader;
  readonly #record: MetaAppRecord;
  #appSecrets: readonly AppSecret[] | null = null;
  /** Of the secrets that stand now, so that the list need not be made anew for each body. */
  #validAppSecrets: readonly string[] = [];
  #validUntilMs = 0;
  #verifyToken: string | null = null;

  constructor(record: MetaAppRecord, reader: RecordReader) {
    this.id = record.id;
    this.workspaceId = record.workspaceId;
    this.appId = record.appId;
    this.isSimulated = record.isSimulated;
    this.#record = record;
    this.#reader = reader;
  }

  get appSecrets(): readonly string[] {
    const nowMs = this.#reader.nowMs();
    if (this.#appSecrets === null || nowMs >= this.#validUntilMs) this.#selectValid(nowMs);
    return this.#validAppSecrets;
  }

  get verifyToken(): string {
    this.#verifyToken ??= this.#reader.box.open(this.#record.verifyTokenSealed);
    return this.#verifyToken;
  }

  #selectValid(nowMs: number): void {
    this.#appSecrets ??= this.#reader.readAppSecrets(this.#reader.box.open(this.#record.appSecretsSealed));
    const valid = this.#appSecrets.filter((one) => one.untilMs === null || one.untilMs > nowMs);
    this.#validAppSecrets = valid.map((one) => one.secret);
    this.#validUntilMs = Math.min(...valid.map((one) => one.untilMs ?? Infinity));
  }
}

/** Different texts that are remembered. Endpoints mostly say `["*"]`, `{}` and a preset; the rest is read each by itself. */
const SHARED_VALUES_MAX = 10_000;

/** Gives endpoints that say the same the same value in memory. Values are never changed by anybody. */
export class SharedValues {
  readonly #values = new Map<string, unknown>();

  /** @param read Reads the text when it is new. One text must always be read in the same way. */
  read<TValue>(text: string, read: (text: string) => TValue): TValue {
    if (this.#values.has(text)) return this.#values.get(text) as TValue;
    const value = read(text);
    if (this.#values.size < SHARED_VALUES_MAX) this.#values.set(text, value);
    return value;
  }
}

function readJson<TValue>(text: string): TValue {
  return JSON.parse(text) as TValue;
}
