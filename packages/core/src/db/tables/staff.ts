import type { ColumnType, Generated } from 'kysely';
import type { StaffId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `staff`. */
export interface StaffTables {
  staff: {
    tenant_id: TenantId;
    id: Generated<StaffId>;
    name: string;
    name_key: string;
    role: 'owner' | 'moderator' | 'support' | 'editor';
    owns_installation: boolean;
    password_hash: string;
    /** Until when the password may open an enrolment; null for a password that its owner has set. */
    one_time_until: number | null;
    /** Null until the enrolment. */
    totp_secret: string | null;
    /** The last period of which a code was accepted. */
    totp_step: Generated<number>;
    created_at: number;
    removed_at: number | null;
  };
  staff_sessions: {
    tenant_id: TenantId;
    id: string;
    staff_id: StaffId;
    token_hash: string;
    stage: 'enrolling' | 'open';
    /** The tenant that requests are about. */
    acting_tenant_id: TenantId;
    /** The secret of an authenticator that is not confirmed yet. */
    pending_totp_secret: string | null;
    address: string;
    device: string;
    created_at: number;
    last_used_at: number;
    /** When the identity was proven last. */
    proven_at: number;
  };
  /** Browsers in which a member of staff has signed in. */
  staff_devices: { tenant_id: TenantId; staff_id: StaffId; token_hash: string; last_used_at: number };
  staff_recovery_codes: { tenant_id: TenantId; staff_id: StaffId; code_hash: string };
  staff_passkeys: {
    tenant_id: TenantId;
    id: Generated<number>;
    staff_id: StaffId;
    name: string;
    /** What the authenticator calls the key, and the public key, both in base64url. */
    credential_id: string;
    public_key: string;
    /** The name of the host that the authenticator has bound the key to. */
    site: string;
    /** How often the authenticator has signed; 0 if it does not count. */
    counter: number;
    created_at: number;
    last_used_at: number | null;
  };
  /** What the next answers of passkeys have to contain. */
  staff_challenges: {
    tenant_id: TenantId;
    /** The session, or the browser without one, that has to answer. */
    holder: string;
    purpose: 'sign_in' | 'prove' | 'add';
    challenge: string;
    expires_at: number;
  };
  /** Wrong passwords and codes in a row, and when they are forgotten. */
  staff_guesses: { tenant_id: TenantId; key: string; amount: number; until: number };
  audit_log: {
    tenant_id: TenantId;
    id: Generated<number>;
    at: number;
    /** Null for commands on the server. */
    staff_tenant_id: TenantId | null;
    staff_id: StaffId | null;
    staff_name: string;
    action: string;
    object_kind: string | null;
    object_id: string | null;
    before: ColumnType<unknown, string | null, never>;
    after: ColumnType<unknown, string | null, never>;
    address: string;
  };
}
