import type { ConversationHead } from '../conversations/event-types.js';
import type { AccountId } from '../kernel/ids.js';

/** The medium of a call. */
export type CallMedium = 'voice' | 'video';

/** The result of a call; a `busy` call never rang. */
export type CallOutcome = 'completed' | 'cancelled' | 'refused' | 'missed' | 'busy';

/** A call as both participants see it. */
export interface CallSummary {
  readonly id: number;
  readonly listId: string;
  readonly callerId: AccountId;
  readonly calleeId: AccountId;
  readonly medium: CallMedium;
  /** The room at the call service. */
  readonly room: number;
  readonly state: 'ringing' | 'active' | 'ended';
  readonly outcome: CallOutcome | null;
}

/** The data of the area's events in an account's own stream. */
export interface CallsEventData {
  call_changed: CallSummary;
}

/** The area's notifications after a commit. */
export type CallsEvent = {
  readonly type: 'call_changed';
  readonly conversation: ConversationHead;
  readonly call: CallSummary;
  /** The account that changed it; 0 for a timeout. */
  readonly byId: AccountId | 0;
};
