/** What a number shows of itself besides what it is. */
export interface NumberFacts {
  /** `GREEN`, `YELLOW`, `RED` or `UNKNOWN`. */
  readonly qualityRating: string;
  /** `APPROVED`, `DECLINED`, `PENDING_REVIEW`, … */
  readonly nameStatus: string;
  /** `CONNECTED`, `FLAGGED`, `RESTRICTED`, … */
  readonly status: string;
  /** `TIER_250`, `TIER_1K`, …, `TIER_UNLIMITED`. */
  readonly messagingLimitTier: string;
}

const SCOPES_ALL: readonly string[] = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const FACTS_WELL: NumberFacts = {
  qualityRating: 'GREEN',
  nameStatus: 'APPROVED',
  status: 'CONNECTED',
  messagingLimitTier: 'TIER_1K',
};

/** What Meta has of the app and its numbers, all well unless somebody says otherwise. */
export class AppState {
  /** Permissions of every token. */
  scopes: readonly string[] = SCOPES_ALL;
  /** How far the `Date` of answers is from the time it is. */
  dateSkewMs = 0;
  /** Fields that the app is subscribed to. */
  fields: readonly string[];
  readonly #facts = new Map<string, NumberFacts>();

  constructor(fields: readonly string[]) {
    this.fields = fields;
  }

  factsOf(phoneNumberId: string): NumberFacts {
    return this.#facts.get(phoneNumberId) ?? FACTS_WELL;
  }

  /** Facts that are not given stay. */
  setFacts(phoneNumberId: string, facts: Partial<NumberFacts>): void {
    this.#facts.set(phoneNumberId, { ...this.factsOf(phoneNumberId), ...facts });
  }
}
