/** Files and their lifetime: whatever holds a file points at its row, so the database refuses to let a file go that is held. */
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
    stem text not null generated always as (split_part(name, '.', 1)) stored,
    primary key (tenant_id, name),
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    unique (tenant_id, stem)
  );

  -- Which files a message shows, as long as it is there. No foreign key to entries, which have none either.
  create table message_files (
    tenant_id integer not null,
    conversation_id bigint not null,
    seq integer not null,
    stem text not null,
    primary key (tenant_id, conversation_id, seq, stem),
    foreign key (tenant_id, stem) references files (tenant_id, stem)
  );
  create index message_files_stem on message_files (tenant_id, stem);

  -- The files that a content names, by the form of the names that we make. What a file was called by its
  -- owner is another member.
  create function file_stems(content jsonb) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct found[1]), '{}')
    from unnest(array[content->>'url', content->>'full_url', content->>'full_movie', content->>'save_pic_path']) as named,
      regexp_match(named, '(?:^|/)([0-9a-f]{32})(?:_thumb)?\\.[A-Za-z0-9]{1,8}$') as found
    where found is not null
  $$;

  -- In the database, because every way to store a message ends here and none may pass it by: the message
  -- and its hold on the file are one commit. A file that is being removed at this moment is waited for.
  create function hold_message_files() returns trigger language plpgsql as $$
  begin
    insert into message_files (tenant_id, conversation_id, seq, stem)
    select new.tenant_id, new.conversation_id, new.seq, f.stem
    from files f
    where f.tenant_id = new.tenant_id and f.stem = any(file_stems(new.content::jsonb))
    for key share;
    return null;
  end $$;
  -- Texts only pay for the look at their type.
  create trigger hold_message_files after insert on entries for each row
    when (new.type in (1, 2, 3, 4, 11) and new.kind = 'message')
    execute function hold_message_files();

  -- Files to look at, from a moment on: does anything hold them? Only added to, so nobody waits for anybody.
  create table file_checks (
    tenant_id integer not null references tenants,
    id bigint not null generated always as identity unique,
    stem text not null,
    due_at bigint not null,
    primary key (tenant_id, id)
  );
  create index file_checks_due on file_checks (due_at);

  -- Blobs of files that are gone, to be removed from a moment on.
  create table file_removals (
    tenant_id integer not null references tenants,
    id bigint not null generated always as identity unique,
    blob_keys text[] not null,
    due_at bigint not null,
    primary key (tenant_id, id)
  );
  create index file_removals_due on file_removals (due_at);
`;
