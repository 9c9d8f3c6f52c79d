/** Support: agents, and one conversation per customer. */
export const support = `
  create table support_agents (
    tenant_id integer not null,
    account_id integer not null,
    -- Former agents keep their row, through which their threads are found.
    state text not null default 'serving' check (state in ('serving', 'away', 'removed')),
    created_at bigint not null,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  create table support_threads (
    tenant_id integer not null,
    customer_id integer not null,
    conversation_id bigint not null,
    agent_id integer,
    last_agent_id integer,
    -- End of the service period for which the greeting was sent.
    greeted_until bigint not null default 0,
    created_at bigint not null,
    primary key (tenant_id, customer_id),
    unique (tenant_id, conversation_id),
    check (agent_id <> customer_id),
    foreign key (tenant_id, customer_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
    foreign key (tenant_id, agent_id) references support_agents (tenant_id, account_id)
  );
  create index support_threads_agent on support_threads (tenant_id, agent_id);
  create index support_threads_waiting on support_threads (tenant_id, conversation_id) where agent_id is null;
`;
