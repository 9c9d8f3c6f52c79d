/**
 * Files and their lifetime: every reference is a foreign key, so the database rejects the deletion of referenced
 * files.
 */
export const media = `
  create table files (
    tenant_id integer not null,
    name text not null unique,
    conversation_id bigint not null,
    account_id integer not null,
    family text not null,
    mime text not null,
    original_name text not null,
    size_bytes bigint not null,
    created_at bigint not null,
    file_id text not null generated always as (split_part(name, '.', 1)) stored,
    -- Files referenced only by evidence are not served: their blobs move to another folder.
    is_hidden boolean not null default false,
    primary key (tenant_id, name),
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    unique (tenant_id, file_id)
  );

  -- Files referenced by an existing message. No foreign key to entries, which have none either.
  create table message_files (
    tenant_id integer not null,
    conversation_id bigint not null,
    seq integer not null,
    file_id text not null,
    primary key (tenant_id, conversation_id, seq, file_id),
    foreign key (tenant_id, file_id) references files (tenant_id, file_id)
  );
  create index message_files_file on message_files (tenant_id, file_id);

  create table evidence_files (
    tenant_id integer not null,
    evidence_id bigint not null,
    file_id text not null,
    primary key (tenant_id, evidence_id, file_id),
    foreign key (tenant_id, evidence_id) references evidence (tenant_id, id) on delete cascade,
    foreign key (tenant_id, file_id) references files (tenant_id, file_id)
  );
  create index evidence_files_file on evidence_files (tenant_id, file_id);

  -- The files that a content references, recognized by the format of generated names. The owner's name of a file is
  -- another member.
  create function referenced_file_ids(content jsonb) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct found[1]), '{}')
    from unnest(array[content->>'url', content->>'full_url', content->>'full_movie', content->>'save_pic_path']) as named,
      regexp_match(named, '(?:^|/)([0-9a-f]{32})(?:_thumb)?\\.[A-Za-z0-9]{1,8}$') as found
    where found is not null
  $$;

  -- A trigger, because every way to store a message must pass it: the message and its reference to the file are one
  -- commit. Waits for a file that is being deleted.
  create function hold_message_files() returns trigger language plpgsql as $$
  begin
    insert into message_files (tenant_id, conversation_id, seq, file_id)
    select new.tenant_id, new.conversation_id, new.seq, f.file_id
    from unnest(referenced_file_ids(new.content::jsonb)) as w(file_id)
    cross join lateral (
      select f.file_id from files f where f.tenant_id = new.tenant_id and f.file_id = w.file_id limit 1
      for key share
    ) f;
    return null;
  end $$;
  -- For texts, the type check is the only cost.
  create trigger hold_message_files after insert on entries for each row
    when (new.type in (1, 2, 3, 4, 11) and new.kind = 'message')
    execute function hold_message_files();

  -- Files to check for references when due. Append-only, so inserts never wait.
  create table file_checks (
    tenant_id integer not null references tenants,
    id bigint not null generated always as identity unique,
    file_id text not null,
    due_at bigint not null,
    primary key (tenant_id, id)
  );
  create index file_checks_due on file_checks (due_at);

  -- Blobs of deleted files, to be deleted when due.
  create table file_removals (
    tenant_id integer not null references tenants,
    id bigint not null generated always as identity unique,
    blob_keys text[] not null,
    -- The blobs are moved out of the served folders instead of deleted.
    hides boolean not null default false,
    due_at bigint not null,
    primary key (tenant_id, id)
  );
  create index file_removals_due on file_removals (due_at);
`;
