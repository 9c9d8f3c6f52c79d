import type { Generated } from 'kysely';
import type { TenantId } from '../../kernel/ids.js';

/** The tables of the area `operations`. */
export interface OperationsTables {
  /** What was counted of a tenant in one step of time. */
  tenant_figures: {
    tenant_id: TenantId;
    /** The length of the step. */
    step_minutes: number;
    /** When the step begins. */
    at: number;
    messages: Generated<number>;
    /** The number of messages in each bucket of the time to their delivery. */
    deliveries: Generated<number[]>;
    requests: Generated<number>;
    /** Requests that failed on the server's side. */
    errors: Generated<number>;
    sign_ups: Generated<number>;
    /** People online when it was last looked at. */
    online: number | null;
    /** The size of all files in chats; null if it was not summed in this step. */
    stored_bytes: number | null;
    /** What waited in the review queues; null if nobody counted in this step. */
    photos_waiting: number | null;
    reports_waiting: number | null;
    appeals_waiting: number | null;
    child_safety_waiting: number | null;
  };
  /** How much of each kind a tenant stores, as it was summed last. */
  stored_sizes: {
    tenant_id: TenantId;
    kind: string;
    amount: number;
    /** Null if the sizes of this kind are not recorded. */
    bytes: number | null;
    at: number;
  };
  /** The last run of each background job, by the name of the job. */
  job_runs: {
    job: string;
    started_at: number;
    duration_ms: number;
    /** The time between two runs. */
    every_ms: number;
    runs: number;
    failures: number;
    /** The last failure. */
    failed_at: number | null;
    error: string | null;
  };
  /** The same of all tenants together, and of what belongs to none. */
  installation_figures: {
    step_minutes: number;
    at: number;
    messages: Generated<number>;
    deliveries: Generated<number[]>;
    requests: Generated<number>;
    errors: Generated<number>;
    sign_ups: Generated<number>;
    online: number | null;
    stored_bytes: number | null;
    database_bytes: number | null;
    /** How far the slowest copy of the database is behind; null without one. */
    replica_lag_ms: number | null;
  };
}
