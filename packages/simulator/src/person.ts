import { buildCallConnectUpdate, buildCallTerminateUpdate, type CallEnd } from './bodies/calls.ts';
import {
  buildMessageUpdate,
  buildNumberChangeUpdate,
  buildPreferenceUpdate,
  type MessageContent,
} from './bodies/messages.ts';
import { buildStatusUpdate } from './bodies/statuses.ts';
import { addressOf, type Business, type PersonProfile, type WebhookUpdate } from './bodies/update.ts';
import type { CallDesk } from './calls/desk.ts';
import type { Ids } from './ids.ts';
import type { Json, JsonObject } from './json.ts';
import { sampleOf } from './media/samples.ts';
import type { StoredMedia } from './media/store.ts';
import type { SendingOutcome } from './webhooks/outbox.ts';

/** What a person needs of the simulator. */
export interface PersonContext {
  readonly business: Business;
  readonly ids: Ids;
  /** Unix seconds. */
  readonly nowSeconds: () => number;
  readonly emit: (update: WebhookUpdate) => Promise<SendingOutcome>;
  readonly calls: CallDesk;
  /** Keeps a file that a person sends. @throws SimulatorError `media_too_large`. */
  readonly storeMedia: (file: { readonly mimeType: string; readonly bytes: Buffer }) => StoredMedia;
  /** The URL of a file for the next five minutes. */
  readonly mediaUrl: (media: StoredMedia) => string;
}

/** Something a person did. */
export interface Told {
  /** The message's or call's id. */
  readonly id: string;
  /** What became of the webhook that reports it. Never rejects. */
  readonly delivered: Promise<SendingOutcome>;
}

export interface MediaInput {
  /** The file itself, at most 100 MB. Default: a very small one of the type. */
  readonly bytes?: Uint8Array | undefined;
  readonly caption?: string | undefined;
  readonly mimeType?: string | undefined;
  /** Documents only. */
  readonly filename?: string | undefined;
  /** Audio only: recorded in the app, not a file. */
  readonly voice?: boolean | undefined;
  /** Stickers only. */
  readonly animated?: boolean | undefined;
}

export interface LocationInput {
  readonly latitude: number;
  readonly longitude: number;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly url?: string | undefined;
}

export interface OrderInput {
  readonly catalogId: string;
  readonly text?: string | undefined;
  readonly items: readonly {
    readonly productRetailerId: string;
    readonly quantity: number;
    readonly itemPrice: number;
    readonly currency: string;
  }[];
}

/** What stands around a message: what it answers, where it was forwarded from, the ad that led to it. */
export interface MessageExtras {
  readonly context?: JsonObject | undefined;
  readonly referral?: JsonObject | undefined;
}

/**
 * A person on the other end, who writes to the business and calls it. Every method makes one
 * webhook in the shape of CONTRACTS 1.5 to 1.7.
 */
export class Person {
  readonly profile: PersonProfile;
  readonly #ctx: PersonContext;

  constructor(ctx: PersonContext, profile: PersonProfile) {
    this.#ctx = ctx;
    this.profile = profile;
  }

  /** The number that the person writes to. */
  get business(): Business {
    return this.#ctx.business;
  }

  sendText(body: string, extras: MessageExtras = {}): Told {
    return this.send({ type: 'text', content: { body }, ...extras });
  }

  sendImage(media: MediaInput = {}, extras: MessageExtras = {}): Told {
    return this.#sendMedia('image', { ...media, mimeType: media.mimeType ?? 'image/jpeg' }, extras, {
      head: { caption: media.caption },
    });
  }

  sendVideo(media: MediaInput = {}, extras: MessageExtras = {}): Told {
    return this.#sendMedia('video', { ...media, mimeType: media.mimeType ?? 'video/mp4' }, extras, {
      head: { caption: media.caption },
    });
  }

  sendDocument(media: MediaInput = {}, extras: MessageExtras = {}): Told {
    const head = { caption: media.caption, filename: media.filename ?? 'document.pdf' };
    return this.#sendMedia('document', { ...media, mimeType: media.mimeType ?? 'application/pdf' }, extras, { head });
  }

  sendAudio(media: MediaInput = {}, extras: MessageExtras = {}): Told {
    const voice = media.voice ?? false;
    const mimeType = media.mimeType ?? (voice ? 'audio/ogg; codecs=opus' : 'audio/mpeg');
    return this.#sendMedia('audio', { ...media, mimeType }, extras, { tail: { voice } });
  }

  sendSticker(media: MediaInput = {}, extras: MessageExtras = {}): Told {
    const tail = { animated: media.animated ?? false };
    return this.#sendMedia('sticker', { ...media, mimeType: media.mimeType ?? 'image/webp' }, extras, { tail });
  }

  sendLocation(location: LocationInput, extras: MessageExtras = {}): Told {
    const { address, latitude, longitude, name, url } = location;
    return this.send({ type: 'location', content: { address, latitude, longitude, name, url }, ...extras });
  }

  /** @param contacts Meta's contact objects, sent as they are. */
  sendContacts(contacts: readonly JsonObject[], extras: MessageExtras = {}): Told {
    return this.send({ type: 'contacts', content: contacts, ...extras });
  }

  /** Answers a message of the business with a text that quotes it. */
  reply(messageId: string, body: string): Told {
    return this.sendText(body, { context: this.quote(messageId) });
  }

  /** `context` of a message that quotes this one of the business: for `MessageExtras`. */
  quote(messageId: string): JsonObject {
    return { from: this.#ctx.business.displayPhoneNumber, id: messageId };
  }

  /** Reads a message of the business: its status `read`, now. */
  read(messageId: string, callbackData?: string): Promise<SendingOutcome> {
    const status = { id: messageId, status: 'read', timestampSeconds: this.#ctx.nowSeconds(), callbackData } as const;
    return this.#ctx.emit(buildStatusUpdate(this.#ctx.business, this.profile, status));
  }

  /** Presses a reply button of an interactive message. */
  pressButton(messageId: string, button: { readonly id: string; readonly title: string }): Told {
    return this.#sendInteractive(messageId, 'button_reply', { id: button.id, title: button.title });
  }

  /** Presses a quick reply button of a template. */
  pressTemplateButton(messageId: string, button: { readonly payload: string; readonly text: string }): Told {
    const content = { payload: button.payload, text: button.text };
    return this.send({ type: 'button', content, context: this.quote(messageId) });
  }

  chooseListRow(
    messageId: string,
    row: { readonly id: string; readonly title: string; readonly description?: string | undefined },
  ): Told {
    const { id, title, description } = row;
    return this.#sendInteractive(messageId, 'list_reply', { id, title, description });
  }

  /** @param response What the flow's last screen hands over; sent as JSON text, as Meta does. */
  completeFlow(messageId: string, response: JsonObject): Told {
    const content = { name: 'flow', body: 'Sent', response_json: JSON.stringify(response) };
    return this.#sendInteractive(messageId, 'nfm_reply', content);
  }

  react(messageId: string, emoji: string): Told {
    return this.send({ type: 'reaction', content: { message_id: messageId, emoji } });
  }

  /** Takes a reaction back: the key `emoji` is missing then. */
  removeReaction(messageId: string): Told {
    return this.send({ type: 'reaction', content: { message_id: messageId } });
  }

  sendOrder(order: OrderInput): Told {
    const items = order.items.map((item) => ({
      product_retailer_id: item.productRetailerId,
      quantity: item.quantity,
      item_price: item.itemPrice,
      currency: item.currency,
    }));
    return this.send({
      type: 'order',
      content: { catalog_id: order.catalogId, text: order.text, product_items: items },
    });
  }

  /** Changes the text of a message of the person's own. Only numbers in coexistence get these. */
  edit(messageId: string, body: string): Told {
    const message = { context: { id: messageId }, type: 'text', text: { body } };
    return this.send({ type: 'edit', content: { original_message_id: messageId, message } });
  }

  /** Deletes a message of the person's own for everyone. Only numbers in coexistence get these. */
  revoke(messageId: string): Told {
    return this.send({ type: 'revoke', content: { original_message_id: messageId } });
  }

  /** Sends something that Meta does not pass on, as a poll. */
  sendUnsupported(kind: string): Told {
    const title = 'Message type unknown';
    const details = 'Message type is currently not supported.';
    const errors = [{ code: 131_051, title, message: title, error_data: { details } }];
    return this.send({ type: 'unsupported', content: { type: kind }, errors });
  }

  /** Any other message, also of a type that does not exist yet. */
  send(message: MessageContent): Told {
    const id = this.#ctx.ids.wamid(addressOf(this.profile), 'in');
    const stamp = { id, timestampSeconds: this.#ctx.nowSeconds() };
    return this.#tell(id, buildMessageUpdate(this.#ctx.business, this.profile, { ...message, ...stamp }));
  }

  /** The person has a new number from now on: tells the business, and gives back the person as they are now. */
  changeNumber(newWaId: string): { readonly told: Told; readonly person: Person } {
    const id = this.#ctx.ids.wamid(addressOf(this.profile), 'in');
    const message = { id, timestampSeconds: this.#ctx.nowSeconds(), newWaId };
    const told = this.#tell(id, buildNumberChangeUpdate(this.#ctx.business, this.profile, message));
    return { told, person: new Person(this.#ctx, { ...this.profile, waId: newWaId }) };
  }

  /** Stops or resumes marketing messages. There is no id: the outcome is all that is known of it. */
  setMarketing(value: 'stop' | 'resume'): Promise<SendingOutcome> {
    const preference = { value, timestampSeconds: this.#ctx.nowSeconds() };
    return this.#ctx.emit(buildPreferenceUpdate(this.#ctx.business, this.profile, preference));
  }

  /** Rings the business. */
  call(): Told {
    const id = this.#ctx.ids.wacid(addressOf(this.profile));
    const stamp = { id, timestampSeconds: this.#ctx.nowSeconds() };
    this.#ctx.calls.noteIncoming(id, this.#ctx.business, this.profile);
    return this.#tell(id, buildCallConnectUpdate(this.#ctx.business, this.profile, stamp));
  }

  /** Ends a call. With `durationSeconds` it was taken; without, what the calls API knows of it counts. */
  hangUp(callId: string, end: Partial<Pick<CallEnd, 'status' | 'durationSeconds'>> = {}): Told {
    const known = this.#ctx.calls.noteHangUp(callId);
    const call = {
      ...known,
      id: callId,
      timestampSeconds: this.#ctx.nowSeconds(),
      status: end.status ?? 'COMPLETED',
      durationSeconds: end.durationSeconds ?? known.durationSeconds,
    };
    return this.#tell(callId, buildCallTerminateUpdate(this.#ctx.business, this.profile, call));
  }

  #sendInteractive(messageId: string, type: string, reply: JsonObject): Told {
    return this.send({ type: 'interactive', content: { type, [type]: reply }, context: this.quote(messageId) });
  }

  /** @param around What stands before and after the file's own fields. */
  #sendMedia(
    type: string,
    media: { readonly mimeType: string; readonly bytes?: Uint8Array | undefined },
    extras: MessageExtras,
    { head, tail }: { readonly head?: JsonObject; readonly tail?: JsonObject },
  ): Told {
    const { mimeType } = media;
    const bytes = media.bytes === undefined ? sampleOf(mimeType) : Buffer.from(media.bytes);
    const stored = this.#ctx.storeMedia({ mimeType, bytes });
    const content: Json = {
      ...head,
      mime_type: mimeType,
      sha256: stored.sha256.toString('base64'),
      id: stored.id,
      url: this.#ctx.mediaUrl(stored),
      ...tail,
    };
    return this.send({ type, content, ...extras });
  }

  #tell(id: string, update: WebhookUpdate): Told {
    return { id, delivered: this.#ctx.emit(update) };
  }
}
