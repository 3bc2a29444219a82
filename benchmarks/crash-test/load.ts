import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { APP_ID } from '../support/gateway-process.ts';
import { metaSignature, NAME_MARK, textBody } from '../support/meta-body.ts';
import type { Chance } from './chance.ts';

/** What the senders know of a message. */
export interface SentMessage {
  readonly tag: string;
  /** In the form of an event. */
  readonly phone: string;
  /** The name of the contact holds it. */
  readonly person: string;
  /** Those of one person, in the order in which they were accepted, are sent one after the other. */
  readonly isTalk: boolean;
}

/** The senders' records of the whole run. */
export interface Ledger {
  /** Everything that may arrive: tags of messages and of people, and numbers. */
  readonly sent: Set<string>;
  /** Answered with 200, in that order. */
  readonly accepted: SentMessage[];
  people: number;
}

export interface LoadContext {
  readonly ledger: Ledger;
  /** Addresses of gateways that may be asked now. */
  readonly living: () => readonly string[];
  /** Makes the tags of a round its own. */
  readonly round: number;
  readonly chance: Chance;
}

/** The load of one round. */
export interface Load {
  readonly accepted: () => number;
  /** Ends it when the requests on their way have been answered or given up. */
  readonly stop: () => Promise<void>;
}

/** Each message of theirs is of a person who writes for the first time, so it makes a contact and a conversation too. */
const STRANGERS = 12;
/** People who write on and on: the next message follows the answer to the one before. */
const TALKERS = 6;
/** Between two messages of one sender: faults are what is tried here, not speed. */
const PAUSE_MS = 40;
/** After a refusal, or without a gateway to ask. */
const AGAIN_MS = 50;
/** A gateway that was stopped does not answer. */
const ANSWER_MS_MAX = 3_000;

/** Sends signed messages to any of the living gateways, as Meta does. */
export function startLoad(context: LoadContext): Load {
  const life = { isStopped: false, accepted: 0 };
  const pools = new Map<string, Pool>();
  const post = (url: string, body: Buffer) => {
    const pool = pools.get(url) ?? new Pool(url, { connections: STRANGERS + TALKERS, headersTimeout: ANSWER_MS_MAX });
    pools.set(url, pool);
    return isAccepted(pool, body);
  };
  const sender = new Sender(context, life, post);
  const loops = [
    ...Array.from({ length: STRANGERS }, (_, index) => sender.writeOnceEach(`${context.round}-s${index}`)),
    ...Array.from({ length: TALKERS }, (_, index) => sender.talk(`${context.round}-t${index}`)),
  ];
  return {
    accepted: () => life.accepted,
    stop: async () => {
      life.isStopped = true;
      await Promise.all(loops);
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

async function isAccepted(pool: Pool, body: Buffer): Promise<boolean> {
  try {
    const answer = await pool.request({
      path: `/webhooks/meta/${APP_ID}`,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': metaSignature(body) },
      body,
    });
    await answer.body.dump();
    return answer.statusCode === 200;
  } catch {
    // The gateway was killed or stopped under this request: nobody promised anything about it.
    return false;
  }
}

class Sender {
  readonly #context: LoadContext;
  readonly #life: { isStopped: boolean; accepted: number };
  readonly #post: (url: string, body: Buffer) => Promise<boolean>;

  constructor(
    context: LoadContext,
    life: { isStopped: boolean; accepted: number },
    post: (url: string, body: Buffer) => Promise<boolean>,
  ) {
    this.#context = context;
    this.#life = life;
    this.#post = post;
  }

  async writeOnceEach(name: string): Promise<void> {
    for (let number = 0; !this.#life.isStopped; number++) {
      const tag = `${name}-${number}`;
      await this.#send({ tag, phone: this.#newPhone(), person: tag, isTalk: false });
      await pause(PAUSE_MS);
    }
  }

  /** A message that was refused or not answered comes again until it is accepted, as Meta does: so the order is known. */
  async talk(name: string): Promise<void> {
    const phone = this.#newPhone();
    for (let number = 0; !this.#life.isStopped; number++) {
      const message = { tag: `${name}-${number}`, phone, person: name, isTalk: true };
      while (!(await this.#send(message)) && !this.#life.isStopped) await pause(AGAIN_MS);
      await pause(PAUSE_MS);
    }
  }

  #newPhone(): string {
    return `+49151${String(++this.#context.ledger.people).padStart(8, '0')}`;
  }

  async #send(message: SentMessage): Promise<boolean> {
    const { ledger, living, chance } = this.#context;
    const urls = living();
    if (urls.length === 0) {
      await pause(AGAIN_MS);
      return false;
    }
    const { tag, phone, person } = message;
    ledger.sent.add(tag).add(person).add(phone);
    const body = textBody(tag, { name: `${NAME_MARK}${person}_`, phone: phone.slice(1) });
    if (!(await this.#post(chance.pick(urls), body))) return false;
    ledger.accepted.push(message);
    this.#life.accepted++;
    return true;
  }
}
