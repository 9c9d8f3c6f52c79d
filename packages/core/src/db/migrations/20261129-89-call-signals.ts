import { sql, type Kysely } from 'kysely';

/** The devices of a call, and the messages between them, which exist as long as the call. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The session of the participant's device; null until it sends its first signal.
  await sql`alter table call_participants add column session_id uuid`.execute(db);
  await sql`
    create table call_signals (
      tenant_id integer not null,
      call_id bigint not null,
      from_id integer not null,
      -- Client id: a repeated signal is stored and delivered once.
      cid uuid not null,
      kind text not null,
      data text not null,
      primary key (tenant_id, call_id, from_id, cid),
      foreign key (tenant_id, call_id) references calls (tenant_id, id) on delete cascade
    )
  `.execute(db);
}
