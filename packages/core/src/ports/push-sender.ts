import { NotSent } from './messengers.js';

/** A browser's subscription to push messages. */
export interface PushSubscription {
  /** The address of the push service. */
  readonly endpoint: string;
  /** The browser's public key and secret, base64url; only it can decrypt what is sent. */
  readonly p256dh: string;
  readonly auth: string;
}

/** What a browser is told. Texts are empty where the reader's settings or the rules of the message hide them. */
export type PushNote =
  | {
      readonly kind: 'message';
      readonly listId: string;
      readonly seq: number;
      readonly unread: number;
      /** The other person, or the name of the group. */
      readonly title: string;
      /** The sender in a group. */
      readonly sender: string;
      readonly text: string;
      /** The content type; null if hidden. */
      readonly contentType: number | null;
    }
  /** The conversation was read elsewhere: its notification goes away. */
  | { readonly kind: 'read'; readonly listId: string }
  | { readonly kind: 'test' };

/** Sends push messages to browsers. */
export interface PushSender {
  /** The key with which browsers subscribe, base64url. */
  readonly publicKey: string;
  /** Whether an endpoint may be contacted: an `https` URL that names no private address. */
  accepts(endpoint: string): boolean;
  /**
   * Makes one attempt, within `bounds.push.attemptMs`, and resolves with the service's answer. A later note about the same
   * conversation replaces one that is not delivered yet. Throws `NotSent`, or `SubscriptionGone`.
   */
  send(subscription: PushSubscription, note: PushNote): Promise<string>;
}

/** The browser has no such subscription any more. */
export class SubscriptionGone extends NotSent {
  constructor(answer: string) {
    super('never', answer);
    this.name = 'SubscriptionGone';
  }
}
