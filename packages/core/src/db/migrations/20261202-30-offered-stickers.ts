import { sql, type Kysely } from 'kysely';

/** Stickers that the operator offers to every member. Their files belong to no account and no conversation. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  alter table files alter column conversation_id drop not null, alter column account_id drop not null;

  create table offered_stickers (
    tenant_id integer not null references tenants,
    id integer not null generated always as identity,
    version integer not null default 1,
    file_id text not null,
    -- What it shows, by language.
    names jsonb not null,
    sort integer not null,
    written_by text not null,
    changed_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, file_id),
    foreign key (tenant_id, file_id) references files (tenant_id, file_id)
  );

  -- As before, and the stickers that the operator offers, which are seen in no conversation.
  create or replace function lock_visible_files(of_tenant integer, viewer integer, wanted text[])
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
    return query
      select o.file_id, null::bigint from unnest(wanted) as w(file_id)
      cross join lateral (
        select o.file_id from offered_stickers o
        where o.tenant_id = of_tenant and o.file_id = w.file_id limit 1
        for key share skip locked
      ) o;
  end $$;

  -- Whether a message with this content may be sent: the sender may see every stored file that it references. Names
  -- without a stored file are ignored.
  create or replace function may_reference_files(of_tenant integer, sender integer, content jsonb) returns boolean
  language plpgsql volatile as $$
  declare
    wanted text[];
  begin
    select array_agg(f.file_id) into wanted from unnest(referenced_file_ids(content)) as w(file_id)
    cross join lateral (
      select f.file_id, f.account_id from files f where f.tenant_id = of_tenant and f.file_id = w.file_id limit 1
    ) f
    where f.account_id is distinct from sender;
    return wanted is null or (
      select count(distinct s.seen_file_id) from lock_visible_files(of_tenant, sender, wanted) s
    ) = cardinality(wanted);
  end $$;
`;
