import type { ColumnType } from 'kysely';
import type { TenantId, TenantSettings } from '../../kernel/index.js';

export interface TenantsTables {
  tenants: {
    id: TenantId;
    name: string;
    /** Only what differs from the defaults; written as JSON text. */
    settings: ColumnType<Partial<TenantSettings>, string, string>;
    created_at: number;
  };
  /** One row: which life of the database this is. Changes when a backup is restored. */
  installation: { epoch: string };
}
