import type { Generated } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `privacy`. */
export interface PrivacyTables {
  /** The copy of its data that an account has requested last. */
  data_exports: {
    tenant_id: TenantId;
    account_id: AccountId;
    state: 'waiting' | 'running' | 'ready' | 'failed';
    requested_at: number;
    attempts: Generated<number>;
    /** The parts of the file that are written, and all of them. */
    done: Generated<number>;
    total: Generated<number>;
    /** Random, because it suffices to fetch the file; null before it is ready. */
    file_id: string | null;
    /** The file that an attempt began to write, and that no reader can name yet. */
    unfinished_file_id: string | null;
    size_bytes: number | null;
    /** When the file is deleted. */
    expires_at: number | null;
  };
}
