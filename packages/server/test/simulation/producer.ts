import type { NewEvent } from '../../src/domain/event.ts';
import { type EventId, idOf } from '../../src/domain/ids.ts';
import type { Chance } from './chance.ts';
import { uuid } from './day-plan.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { VirtualTime } from './virtual-time.ts';

export const WORKSPACE_ID = idOf('ws', uuid(1));

/** Something that happened, and what its sender knows of it. Times are epoch ms of true time. */
export interface Fact {
  readonly key: string;
  readonly type: 'custom.note' | 'contact.updated';
  /** Facts of one conversation have an order. */
  readonly conversation: number;
  readonly offeredAtMs: number;
  /** Null: no gateway has said that it has it. */
  acceptedAtMs: number | null;
  /** Every id under which it was offered. */
  readonly eventIds: Set<EventId>;
}

/** How long the sender waits for an answer, and then offers it once more. */
const ANSWER_MS_MAX = 20_000;
/** Of 1: answers that are lost on the way to the sender. */
const LOST_ANSWERS = 0.02;
const AGAIN_MS = [200, 30_000] as const;
const CONVERSATIONS = 3;
const CHANNEL_ID = idOf('chn', uuid(2));

interface ProducerContext {
  readonly time: VirtualTime;
  readonly chance: Chance;
  /** A gateway that takes requests. Null: none does. */
  readonly someNode: () => SimulatedNode | null;
}

/** Stands for Meta: offers what happened, with the same keys, until some gateway says that it has it. */
export class Producer {
  readonly facts: Fact[] = [];
  readonly #context: ProducerContext;
  #openCount = 0;

  constructor(context: ProducerContext) {
    this.#context = context;
  }

  /** Nothing is offered in vain just now. */
  get isDone(): boolean {
    return this.#openCount === 0;
  }

  /** One request with some facts in it: all of them are taken, or none. */
  offer(count: number): void {
    const { time, chance } = this.#context;
    const facts = Array.from(
      { length: count },
      (_, index): Fact => ({
        key: `fact-${this.facts.length + index + 1}`,
        type: chance.happens(0.8) ? 'custom.note' : 'contact.updated',
        conversation: chance.integer(1, CONVERSATIONS),
        offeredAtMs: time.nowMs,
        acceptedAtMs: null,
        eventIds: new Set(),
      }),
    );
    this.facts.push(...facts);
    this.#openCount++;
    this.#try(facts);
  }

  #try(facts: readonly Fact[]): void {
    const { time, chance, someNode } = this.#context;
    let isOpen = true;
    const settle = (isAccepted: boolean) => {
      if (!isOpen) return;
      isOpen = false;
      timer.cancel();
      if (!isAccepted) {
        time.after(chance.magnitude(...AGAIN_MS), () => this.#try(facts));
        return;
      }
      this.#openCount--;
      for (const fact of facts) fact.acceptedAtMs = time.nowMs;
    };
    const timer = time.after(ANSWER_MS_MAX, () => settle(false));
    const node = someNode();
    if (node === null) {
      settle(false);
      return;
    }
    // A process that is stopped accepts the connection and reads the request when it goes on.
    node.process.later(chance.integer(0, 3), () => {
      const events = facts.map((fact) => toEvent(node, fact));
      for (const [index, event] of events.entries()) facts[index]?.eventIds.add(event.id);
      node.engine.publish(events).then(
        () => settle(!chance.happens(LOST_ANSWERS)),
        () => settle(false),
      );
    });
  }
}

function toEvent({ source }: SimulatedNode, fact: Fact): NewEvent {
  const nowMs = source.nowMs();
  return {
    id: idOf('evt', source.newId()),
    workspaceId: WORKSPACE_ID,
    type: fact.type,
    origin: fact.type === 'custom.note' ? 'custom' : 'crm',
    channelId: CHANNEL_ID,
    occurredAtMs: nowMs,
    createdAtMs: nowMs,
    phone: `49151${String(fact.conversation).padStart(8, '0')}`,
    bsuid: null,
    contact: { id: idOf('cnt', uuid(100 + fact.conversation)), serial: fact.conversation },
    sentMessage: null,
    hops: 0,
    payload: { id: idOf('cnt', uuid(100 + fact.conversation)), changes: { fact: [null, fact.key] } },
    dedupeKey: fact.key,
    causeId: null,
  };
}
