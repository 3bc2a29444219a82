import type { AcceptedSend } from '../graph/sends.ts';
import { type SeenMessage, toSeenMessage } from '../graph/sent-message.ts';
import type { Person } from '../person.ts';
import { type ScriptRule, toPattern } from './schema.ts';

/** People with a script at one time. */
const SCRIPTED_MAX = 10_000;

interface ScriptedPerson {
  readonly person: Person;
  readonly rules: { readonly rule: ScriptRule; readonly pattern: RegExp | null; left: number }[];
  readonly wait: (delayMs: number) => number;
  answersLeft: number;
}

export interface ScriptsContext {
  /** Answers of one person, so that two sides that answer each other come to an end. */
  readonly answersMax: number;
  readonly later: (delayMs: number, run: () => void) => void;
  /** False when there is nobody to tell webhooks to, or no room for more. */
  readonly canTell: () => boolean;
}

/** People who answer by themselves what the business sends them. */
export class Scripts {
  readonly #ctx: ScriptsContext;
  readonly #byAddress = new Map<string, ScriptedPerson>();

  constructor(ctx: ScriptsContext) {
    this.#ctx = ctx;
  }

  /**
   * Gives a person a script, in place of the one before.
   *
   * @param speed How many times as fast as written the person answers.
   */
  set(person: Person, rules: readonly ScriptRule[], speed = 1): void {
    const scripted: ScriptedPerson = {
      person,
      rules: rules.map((rule) => ({
        rule,
        pattern: rule.when.text_matches === undefined ? null : toPattern(rule.when.text_matches),
        left: rule.times ?? Number.POSITIVE_INFINITY,
      })),
      wait: (delayMs) => delayMs / speed,
      answersLeft: this.#ctx.answersMax,
    };
    for (const key of keysOf(person)) {
      this.#byAddress.delete(key);
      this.#byAddress.set(key, scripted);
      const oldest = this.#byAddress.keys().next();
      if (this.#byAddress.size > 2 * SCRIPTED_MAX && !oldest.done) this.#byAddress.delete(oldest.value);
    }
  }

  /** Takes the script of a person away, if it is still that person's. */
  remove(person: Person): void {
    for (const key of keysOf(person)) {
      if (this.#byAddress.get(key)?.person === person) this.#byAddress.delete(key);
    }
  }

  /** A message has been accepted: whoever gets it answers. */
  onAccepted(send: AcceptedSend): void {
    if (this.#byAddress.size === 0 || send.failCode !== null || 'groupId' in send.recipient) return;
    const { waId, bsuid } = send.recipient;
    const { phoneNumberId } = send.business;
    const scripted =
      this.#byAddress.get(`${phoneNumberId}/${waId}`) ?? this.#byAddress.get(`${phoneNumberId}/${bsuid}`);
    if (scripted === undefined || scripted.answersLeft === 0) return;
    const message = toSeenMessage(send.id, send.body, send.template);
    const found = scripted.rules.find(({ rule, pattern, left }) => left > 0 && fits(rule, pattern, message));
    if (found === undefined) return;
    found.left -= 1;
    if (found.rule.answer.kind === 'nothing') return;
    scripted.answersLeft -= 1;
    this.#ctx.later(scripted.wait(found.rule.after_ms), () => {
      if (this.#ctx.canTell()) giveAnswer(scripted.person, found.rule, { message, send });
    });
  }
}

function keysOf({ business, profile }: Person): string[] {
  return [profile.waId, profile.bsuid].flatMap((address) => {
    return address === undefined ? [] : [`${business.phoneNumberId}/${address}`];
  });
}

function fits({ when }: ScriptRule, pattern: RegExp | null, message: SeenMessage): boolean {
  return (
    (when.type === undefined || when.type === message.type) &&
    (pattern === null || pattern.test(message.text)) &&
    (when.template === undefined || when.template === message.templateName) &&
    (when.button === undefined || findButton(message, when.button) !== undefined)
  );
}

interface Received {
  readonly message: SeenMessage;
  readonly send: AcceptedSend;
}

/** What the message does not have cannot be pressed: then there is no answer. */
function giveAnswer(person: Person, { answer }: ScriptRule, { message, send }: Received): void {
  switch (answer.kind) {
    case 'text':
      person.sendText(answer.text, extrasOf(person, answer.quote, message));
      return;
    case 'image':
      person.sendImage(
        { caption: answer.caption, mimeType: answer.mime_type },
        extrasOf(person, answer.quote, message),
      );
      return;
    case 'location':
      person.sendLocation(answer, extrasOf(person, answer.quote, message));
      return;
    case 'button':
      press(person, message, answer.button);
      return;
    case 'list_row': {
      const row = message.rows.find(({ id, title }) => [undefined, id, title].includes(answer.row));
      if (row !== undefined) person.chooseListRow(message.id, row);
      return;
    }
    case 'reaction':
      person.react(message.id, answer.emoji);
      return;
    case 'read':
      void person.read(message.id, send.callbackData);
      return;
    case 'nothing':
  }
}

function press(person: Person, message: SeenMessage, wanted: string | undefined): void {
  const button = wanted === undefined ? message.buttons[0] : findButton(message, wanted);
  if (button?.kind === 'reply') person.pressButton(message.id, button);
  if (button?.kind === 'template') {
    person.pressTemplateButton(message.id, { payload: button.payload, text: button.title });
  }
}

function findButton({ buttons }: SeenMessage, wanted: string) {
  return buttons.find((button) => {
    return button.title === wanted || (button.kind === 'reply' ? button.id : button.payload) === wanted;
  });
}

function extrasOf(person: Person, quote: boolean, message: SeenMessage) {
  return quote ? { context: person.quote(message.id) } : {};
}
