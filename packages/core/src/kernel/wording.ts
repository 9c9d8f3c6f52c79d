import type { CallOutcome } from '../calls/event-types.js';

/** Texts that are stored with the data, because existing clients show them unparsed. A dialect provides them. */
export interface Wording {
  /** The signature of a new account. */
  readonly signature: string;
  /** The name that others see of a deleted account. */
  readonly deletedName: string;
  /** The name of an anonymous member of a group, made of random digits. */
  anonymousName(digits: string): string;
  /** The name of a group that was created without one, made of the names of its first members. */
  groupName(names: readonly string[]): string;
  /** The text of the message that reports how a call ended, and how long it lasted (milliseconds). */
  callResult(outcome: CallOutcome, durationMs: number): string;
}
