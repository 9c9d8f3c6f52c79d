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
`;
