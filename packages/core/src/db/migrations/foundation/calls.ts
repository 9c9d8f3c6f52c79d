/** Calls between two accounts. The key of `call_participants` allows one call per account. */
export const calls = `
  create table calls (
    tenant_id integer not null,
    id bigint generated always as identity,
    conversation_id bigint not null,
    caller_id integer not null,
    callee_id integer not null,
    medium text not null check (medium in ('voice', 'video')),
    room bigint not null,
    state text not null default 'ringing' check (state in ('ringing', 'active', 'ended')),
    outcome text check (outcome in ('completed', 'cancelled', 'refused', 'missed', 'busy')),
    started_at bigint not null,
    rings_until bigint not null,
    answered_at bigint,
    ended_at bigint,
    -- Client id of the message that reports the result: repeated sends store it once.
    result_id uuid not null,
    notified_at bigint,
    primary key (tenant_id, id),
    check ((state = 'ended') = (outcome is not null and ended_at is not null)),
    check (caller_id <> callee_id),
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
    foreign key (tenant_id, caller_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, callee_id) references accounts (tenant_id, id) on delete cascade
  );
  create index calls_conversation on calls (tenant_id, conversation_id, id desc);
  create index calls_live on calls (state, rings_until) where state <> 'ended';
  create index calls_unnotified on calls (ended_at) where state = 'ended' and notified_at is null;

  create table call_participants (
    tenant_id integer not null,
    account_id integer not null,
    call_id bigint not null,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, call_id) references calls (tenant_id, id) on delete cascade
  );
  create index call_participants_call on call_participants (tenant_id, call_id);
`;
