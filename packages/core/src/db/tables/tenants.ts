import type { ColumnType, Generated } from 'kysely';
import type { TenantId } from '../../kernel/ids.js';
import type { AgeStatus, SexCode, SexFilter } from '../../kernel/people.js';
import type { TenantSettings } from '../../kernel/tenant.js';

export interface TenantsTables {
  tenants: {
    id: TenantId;
    name: string;
    /** Only what differs from the defaults; written as JSON text. */
    settings: ColumnType<Partial<TenantSettings>, string, string>;
    created_at: number;
  };
  /** One row: which life of the database this is. Changes when a backup is restored. */
  installation: {
    epoch: Generated<string>;
    /** A fingerprint of the secret that signs tokens; null until a server has started. */
    token_check: string | null;
    /** The newest time at which a server was here; 0 for none. */
    clock_at: Generated<number>;
    /** By how much the clock has jumped; null while it is believed. */
    clock_jump_ms: number | null;
    is_clock_confirmed: Generated<boolean>;
  };
  universities: { tenant_id: TenantId; id: Generated<number>; name: string; city: string };
  departments: { tenant_id: TenantId; id: Generated<number>; name: string };
  /** What a new tenant begins with. */
  starter_universities: { place: number; name: string; city: string };
  starter_departments: { place: number; name: string };
  /** How many people of each kind a university has; kept by a trigger on accounts. */
  people_counts: {
    tenant_id: TenantId;
    university_id: number;
    age_status: AgeStatus;
    sex_code: SexCode;
    is_finished: boolean;
    sex_filter: SexFilter;
    amount: number;
  };
}
