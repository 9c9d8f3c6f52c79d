/** Saved messages with their files, and stickers. */
export const favourites = `
  create table favourites (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    conversation_id bigint not null,
    seq integer not null,
    type smallint not null,
    -- As the owner saw the message: 0 and an alias if somebody else wrote it anonymously.
    sender_id integer not null,
    alias text,
    content text not null,
    size_bytes bigint not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, conversation_id, seq),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id)
  );
  create index favourites_account on favourites (tenant_id, account_id, id);
  create index favourites_type on favourites (tenant_id, account_id, type, id) include (size_bytes);

  create table favourite_files (
    tenant_id integer not null,
    favourite_id bigint not null,
    file_id text not null,
    primary key (tenant_id, favourite_id, file_id),
    foreign key (tenant_id, favourite_id) references favourites (tenant_id, id) on delete cascade,
    foreign key (tenant_id, file_id) references files (tenant_id, file_id)
  );
  create index favourite_files_file on favourite_files (tenant_id, file_id);

  create table stickers (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    file_id text not null,
    conversation_id bigint not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, file_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, file_id) references files (tenant_id, file_id),
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id)
  );
  create index stickers_file on stickers (tenant_id, file_id);

  -- An account's usage; its row serializes simultaneous saves.
  create table favourite_usage (
    tenant_id integer not null,
    account_id integer not null,
    favourites integer not null default 0 check (favourites >= 0),
    bytes bigint not null default 0 check (bytes >= 0),
    stickers integer not null default 0 check (stickers >= 0),
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  -- The files that an account may see, each with a conversation: its own uploads, files of existing messages that do
  -- not burn, and files of its stickers and favourites. Locks the reference until the transaction ends, so the file
  -- stays; a reference that is being deleted counts as deleted. Everything is looked up row by row (lateral … limit 1),
  -- so that no plan reads the tenant's other files, or the other entries of a conversation.
  create function lock_visible_files(of_tenant integer, viewer integer, wanted text[])
  returns table (seen_file_id text, seen_in bigint) language plpgsql volatile as $$
  begin
    return query
      select f.file_id, f.conversation_id from unnest(wanted) as w(file_id)
      cross join lateral (
        select f.file_id, f.conversation_id from files f
        where f.tenant_id = of_tenant and f.file_id = w.file_id and f.account_id = viewer limit 1
        for key share
      ) f;
    return query
      select s.file_id, s.conversation_id from unnest(wanted) as w(file_id)
      cross join lateral (
        select s.file_id, s.conversation_id from stickers s
        where s.tenant_id = of_tenant and s.account_id = viewer and s.file_id = w.file_id limit 1
        for key share skip locked
      ) s;
    return query
      select h.file_id, h.conversation_id from unnest(wanted) as w(file_id)
      cross join lateral (
        select h.file_id, v.conversation_id from favourite_files h
        cross join lateral (
          select v.conversation_id from favourites v
          where v.tenant_id = h.tenant_id and v.id = h.favourite_id and v.account_id = viewer limit 1
        ) v
        where h.tenant_id = of_tenant and h.file_id = w.file_id
        limit 1
        for key share of h skip locked
      ) h;
    return query
      select w.file_id, seen.conversation_id from unnest(wanted) as w(file_id)
      cross join lateral (
        select h.conversation_id from message_files h
        cross join lateral (
          select m.cleared_seq from members m
          where m.tenant_id = h.tenant_id and m.account_id = viewer and m.conversation_id = h.conversation_id and m.left_at is null
          limit 1
        ) m
        cross join lateral (
          select e.content from entries e
          where e.tenant_id = h.tenant_id and e.conversation_id = h.conversation_id and e.seq = h.seq limit 1
        ) e
        cross join lateral (
          select c.kind, case viewer when c.low_id then c.high_id else c.low_id end as other_id from conversations c
          where c.tenant_id = h.tenant_id and c.id = h.conversation_id limit 1
        ) c
        where h.tenant_id = of_tenant and h.file_id = w.file_id and m.cleared_seq < h.seq
          and not burns_after_reading(e.content::jsonb)
          and (c.kind <> 'single' or may_meet(h.tenant_id, viewer, c.other_id))
        limit 1
        for key share of h skip locked
      ) seen;
  end $$;

  -- Whether a message with this content may be sent: the sender may see every stored file that it references. Names
  -- without a stored file are ignored.
  create function may_reference_files(of_tenant integer, sender integer, content jsonb) returns boolean
  language plpgsql volatile as $$
  declare
    wanted text[];
  begin
    select array_agg(f.file_id) into wanted from unnest(referenced_file_ids(content)) as w(file_id)
    cross join lateral (
      select f.file_id, f.account_id from files f where f.tenant_id = of_tenant and f.file_id = w.file_id limit 1
    ) f
    where f.account_id <> sender;
    return wanted is null or (
      select count(distinct s.seen_file_id) from lock_visible_files(of_tenant, sender, wanted) s
    ) = cardinality(wanted);
  end $$;
`;
