import { sql, type Kysely } from 'kysely';

/**
 * What somebody keeps (favourites, stickers), and the lifetime of files: whatever holds a file points at its
 * row, so the database itself refuses to let a file go that is held.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The name without its ending: what a picture and its thumbnail, a video and its still have in common.
    alter table files add column stem text not null generated always as (split_part(name, '.', 1)) stored;
    alter table files add unique (tenant_id, stem);

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

    insert into message_files (tenant_id, conversation_id, seq, stem)
    select e.tenant_id, e.conversation_id, e.seq, f.stem
    from entries e
    join files f on f.tenant_id = e.tenant_id and f.stem = any(file_stems(e.content::jsonb))
    where e.type in (1, 2, 3, 4, 11) and e.kind = 'message' and e.gone is null;

    -- Files to look at, from a moment on: does anything hold them? Only added to, so nobody waits for anybody.
    create table file_checks (
      tenant_id integer not null references tenants,
      id bigint not null generated always as identity unique,
      stem text not null,
      due_at bigint not null,
      primary key (tenant_id, id)
    );
    create index file_checks_due on file_checks (due_at);
    insert into file_checks (tenant_id, stem, due_at) select tenant_id, stem, created_at + 86400000 from files;

    -- Blobs of files that are gone, to be removed from a moment on.
    create table file_removals (
      tenant_id integer not null references tenants,
      id bigint not null generated always as identity unique,
      blob_keys text[] not null,
      due_at bigint not null,
      primary key (tenant_id, id)
    );
    create index file_removals_due on file_removals (due_at);

    create table favourites (
      tenant_id integer not null,
      id bigint not null generated always as identity,
      account_id integer not null,
      conversation_id bigint not null,
      seq integer not null,
      type smallint not null,
      -- As its keeper saw the message: 0 and an alias when somebody else wrote it anonymously.
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
      stem text not null,
      primary key (tenant_id, favourite_id, stem),
      foreign key (tenant_id, favourite_id) references favourites (tenant_id, id) on delete cascade,
      foreign key (tenant_id, stem) references files (tenant_id, stem)
    );
    create index favourite_files_stem on favourite_files (tenant_id, stem);

    create table stickers (
      tenant_id integer not null,
      id bigint not null generated always as identity,
      account_id integer not null,
      stem text not null,
      conversation_id bigint not null,
      created_at bigint not null,
      primary key (tenant_id, id),
      unique (tenant_id, account_id, stem),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
      foreign key (tenant_id, stem) references files (tenant_id, stem),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id)
    );
    create index stickers_stem on stickers (tenant_id, stem);

    -- What an account keeps, counted: its row decides who of many at once still finds room.
    create table favourite_usage (
      tenant_id integer not null,
      account_id integer not null,
      favourites integer not null default 0 check (favourites >= 0),
      bytes bigint not null default 0 check (bytes >= 0),
      stickers integer not null default 0 check (stickers >= 0),
      primary key (tenant_id, account_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );
  `.execute(db);
}
