import type { AccountId, TenantId } from '../kernel/ids.js';

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

/** A change of a call. */
export interface CallChange extends CallSummary {
  /** The account that changed it; 0 for a timeout. Events of earlier versions lack it. */
  readonly byId?: AccountId | 0;
}

/** The data of the area's events in an account's own stream. */
export interface CallsEventData {
  call_changed: CallChange;
}

/** A message of WebRTC between the two devices of a call. */
export type SignalKind = 'offer' | 'answer' | 'candidate';

/** Such a message; the server does not look into `data`. */
export interface CallSignal {
  readonly callId: number;
  readonly kind: SignalKind;
  /** JSON text. */
  readonly data: string;
}

/** The area's notifications after a commit. */
export type CallsEvent = {
  readonly type: 'call_signal';
  readonly tenantId: TenantId;
  /** The recipient, and the session of its device; null for all its devices. */
  readonly accountId: AccountId;
  readonly sessionId: string | null;
  readonly fromId: AccountId;
  readonly cid: string;
  readonly signal: CallSignal;
};
