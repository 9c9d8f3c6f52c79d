import type { Ctx, StaffId, TenantId, Tx } from '../kernel/index.js';
import type { StaffRole } from './permissions.js';

/** A member of staff in a session. */
export interface StaffCaller {
  readonly id: StaffId;
  /** The tenant of the member of staff; the context has the tenant that the request is about. */
  readonly tenantId: TenantId;
  readonly name: string;
  readonly role: StaffRole;
  /** Whether all tenants are open to this member of staff. */
  readonly ownsInstallation: boolean;
  readonly sessionId: string;
  /** `enrolling` until the password and the authenticator are set. */
  readonly stage: 'enrolling' | 'open';
  /** When the session began, and when the identity was proven last. */
  readonly startedAt: number;
  readonly provenAt: number;
}

/** The context of a signed-in member of staff. */
export interface StaffCtx extends Ctx {
  readonly staff: StaffCaller;
}

/** The context of a member of staff inside a transaction. */
export type StaffTx = StaffCtx & Tx;

/** The context of a member of staff, or of a command on the server. */
export interface OperatorCtx extends Ctx {
  readonly staff?: StaffCaller;
}

/** The context of a member of staff or of a command, inside a transaction. */
export type OperatorTx = OperatorCtx & Tx;

/** An action for the audit log. */
export interface AuditedAction {
  /** The area and what was done, such as `staff.add`. */
  readonly action: string;
  readonly object?: { readonly kind: string; readonly id: string | number };
  /** The values that the action changed, if they are small. Never a password, a code or the text of a message. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** The tenant whose log it is; that of the context if absent. */
  readonly tenantId?: TenantId;
}

/** The name of who acts: of a member of staff, or `kith` for commands on the server. */
export function operatorName({ staff }: OperatorCtx): string {
  return staff?.name ?? COMMANDS;
}

/** The name under which commands on the server are logged. */
const COMMANDS = 'kith';
