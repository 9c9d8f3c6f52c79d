import type { ColumnType, Generated } from 'kysely';
import type { TenantId } from '../../kernel/ids.js';
import type { AgeStatus, SexCode, SexFilter } from '../../kernel/people.js';
import type { TenantSettings } from '../../kernel/tenant.js';

/** When a setting was changed last, and by whom: the name of a member of staff, or `kith` for commands. */
export interface SettingChange {
  readonly at: number;
  readonly by: string;
}

/** The tables of the area `tenants`. */
export interface TenantsTables {
  tenants: {
    id: TenantId;
    name: string;
    /** Differences from the defaults, as JSON text. */
    settings: ColumnType<Partial<TenantSettings>, string, string>;
    /** Counts the changes. */
    settings_version: Generated<number>;
    /** Who changed each setting last, as JSON text. */
    setting_changes: ColumnType<Readonly<Record<string, SettingChange>>, undefined, string>;
    created_at: number;
  };
  /** One row: the epoch of the database, which changes when a backup is restored. */
  installation: {
    epoch: Generated<string>;
    /** Fingerprint of the secret that signs tokens; null until a server has started. */
    token_check: string | null;
    /** The latest time recorded by a running server; 0 for none. */
    clock_at: Generated<number>;
    /** How far the clock has jumped; null while it is trusted. */
    clock_jump_ms: number | null;
    is_clock_confirmed: Generated<boolean>;
    /** Identifies the folder of the files; null until a node with a bus has started. */
    file_store_id: string | null;
  };
  universities: { tenant_id: TenantId; id: Generated<number>; name: string; city: string };
  departments: { tenant_id: TenantId; id: Generated<number>; name: string };
  /** Initial content of a new tenant. */
  starter_universities: { place: number; name: string; city: string };
  starter_departments: { place: number; name: string };
  /** Number of people of each kind per university; maintained by a trigger on accounts. */
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
