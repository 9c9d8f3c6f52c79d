import { sql, type Kysely } from 'kysely';

/**
 * Who waits for customer service, kept with each message, so that lists read only what they show; when agents work and how
 * many customers they serve at once; and which member of staff answers as which agent.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  create table support_waits (
    tenant_id integer not null,
    conversation_id bigint not null,
    customer_id integer not null,
    agent_id integer,
    assigned_at bigint,
    -- Null before the first message.
    last_sent_at bigint,
    -- The first message since the last answer; null if the customer does not wait.
    waits_since bigint,
    -- The last answer that ended a wait, and how long the wait had been.
    answered_by integer,
    answered_at bigint,
    waited_ms bigint,
    primary key (tenant_id, conversation_id),
    unique (tenant_id, customer_id),
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
    foreign key (tenant_id, customer_id) references accounts (tenant_id, id) on delete cascade
  );
  insert into support_waits (tenant_id, conversation_id, customer_id, agent_id, assigned_at, last_sent_at, waits_since)
  select t.tenant_id, t.conversation_id, t.customer_id, t.agent_id, case when t.agent_id is not null then c.last_sent_at end,
    case when c.message_count > 0 then c.last_sent_at end, w.since
  from support_threads t
  join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
  left join lateral (
    select e.sent_at as since from entries e
    where e.tenant_id = t.tenant_id and e.conversation_id = t.conversation_id and e.kind = 'message'
      and e.seq > coalesce((
        select r.seq from entries r
        where r.tenant_id = t.tenant_id and r.conversation_id = t.conversation_id and r.kind = 'message'
          and r.sender_id <> t.customer_id
        order by r.seq desc limit 1
      ), 0)
    order by e.seq limit 1
  ) w on true;
  create index support_waits_longest on support_waits (tenant_id, coalesce(waits_since, 9007199254740991), customer_id)
    where last_sent_at is not null;
  create index support_waits_of_agent on support_waits (tenant_id, agent_id, coalesce(waits_since, 9007199254740991), customer_id)
    where last_sent_at is not null;
  create index support_waits_open on support_waits (tenant_id, agent_id, greatest(last_sent_at, assigned_at));
  create index support_waits_answered on support_waits (tenant_id, answered_by, answered_at);
  create index support_waits_unassigned on support_waits (tenant_id, waits_since)
    where agent_id is null and waits_since is not null;
  drop index support_threads_waiting;

  alter table support_agents
    add column version integer not null default 1,
    -- Spans of minutes in days of the week, as JSON; null for always.
    add column hours jsonb,
    add column time_zone text not null default 'UTC',
    add column most_customers integer check (most_customers > 0),
    -- When a member of staff looked at the customers of the agent last.
    add column desk_seen_at bigint not null default 0;

  create table support_desks (
    tenant_id integer not null,
    staff_id integer not null,
    agent_id integer not null,
    primary key (tenant_id, staff_id),
    unique (tenant_id, agent_id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade,
    foreign key (tenant_id, agent_id) references support_agents (tenant_id, account_id) on delete cascade
  );
`;
