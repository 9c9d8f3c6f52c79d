import type { Generated } from 'kysely';
import type { CallMedium, CallOutcome, SignalKind } from '../../calls/event-types.js';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `calls`. */
export interface CallsTables {
  calls: {
    tenant_id: TenantId;
    id: Generated<number>;
    conversation_id: ConversationId;
    caller_id: AccountId;
    callee_id: AccountId;
    medium: CallMedium;
    room: number;
    state: 'ringing' | 'active' | 'ended';
    outcome: CallOutcome | null;
    started_at: number;
    rings_until: number;
    answered_at: number | null;
    ended_at: number | null;
    /** Client id of the message that reports the result. */
    result_id: string;
    notified_at: number | null;
  };
  /** Participants of ringing and active calls; the key allows one call per account. */
  call_participants: {
    tenant_id: TenantId;
    account_id: AccountId;
    call_id: number;
    /** The session of the device that takes part; of the callee null until it sends a signal. */
    session_id: Generated<string | null>;
    /** When the device that calls last had a socket while it rings; null if it was not seen with one. */
    seen_at: Generated<number | null>;
  };
  /** A message from one device of a call to the other; deleted with the call's participants. */
  call_signals: {
    tenant_id: TenantId;
    call_id: number;
    from_id: AccountId;
    /** Client id: a repeat is stored once. */
    cid: string;
    kind: SignalKind;
    /** JSON text. */
    data: string;
  };
}
