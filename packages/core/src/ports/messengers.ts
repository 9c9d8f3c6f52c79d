/** A mail of plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt, so that a mailbox can recognise a repeat. */
  readonly messageId: string;
}

/** A text message to a phone. `code` is its code alone, for providers with texts of their own. */
export interface TextMessage {
  readonly phone: string;
  readonly text: string;
  readonly code: string;
}

/**
 * Hands one message to a provider and resolves with the provider's answer. Makes one attempt, within
 * `bounds.outbox.attemptMs`, and throws `NotSent`. Never call it within a transaction.
 */
interface Messenger<Message> {
  /** Whether messages can be delivered; if not, no dialect offers what needs one. */
  readonly isAvailable: boolean;
  send(message: Message): Promise<string>;
}

/** Sends mails. */
export type MailSender = Messenger<Mail>;
/** Sends text messages. */
export type SmsSender = Messenger<TextMessage>;

/**
 * What a failed attempt means. `later`: the provider has not accepted the message, and may do so later. `never`: it
 * refuses this message. `unknown`: it may have accepted the message, so a repeat could arrive twice.
 */
export type Failure = 'later' | 'never' | 'unknown';

/** Thrown when a message was not, or perhaps not, handed over; the message is the provider's answer or the reason. */
export class NotSent extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, answer: string, options?: ErrorOptions) {
    super(answer, options);
    this.name = 'NotSent';
    this.failure = failure;
  }
}
