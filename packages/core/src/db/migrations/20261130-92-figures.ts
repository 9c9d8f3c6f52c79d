import { sql, type Kysely } from 'kysely';

/** Figures of each tenant and of the installation, in steps of time, and the sign-ups by time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const figures = `
    step_minutes integer not null,
    at bigint not null,
    messages integer not null default 0,
    deliveries integer[] not null default '{}',
    requests integer not null default 0,
    errors integer not null default 0,
    sign_ups integer not null default 0,
    online integer,
    stored_bytes bigint`;

const statements = `
  create table tenant_figures (
    tenant_id integer not null,${figures},
    primary key (tenant_id, step_minutes, at)
  );
  create index tenant_figures_old on tenant_figures (step_minutes, at);
  create table installation_figures (${figures},
    database_bytes bigint,
    replica_lag_ms integer,
    primary key (step_minutes, at)
  );
  create index accounts_made on accounts (tenant_id, created_at) where kind = 'member';
`;
