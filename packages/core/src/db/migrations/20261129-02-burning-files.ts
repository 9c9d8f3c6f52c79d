import { sql, type Kysely } from 'kysely';

/**
 * Whether a message burns is one function, which compares JSON values: the text of a number may be `1.0`, and its file
 * could be sent again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function burns_after_reading(content jsonb) returns boolean language sql immutable parallel safe as $$
      select coalesce(content->'yhjf' in ('true', '1', '"true"', '"1"'), false)
    $$;

    create or replace function lock_files_in_sight(of_tenant integer, viewer integer, wanted text[])
    returns table (seen_file_id text, seen_in bigint) language plpgsql volatile as $$
    begin
      return query
        select f.file_id, f.conversation_id from files f
        where f.tenant_id = of_tenant and f.file_id = any(wanted) and f.account_id = viewer
        for key share;
      return query
        select s.file_id, s.conversation_id from stickers s
        where s.tenant_id = of_tenant and s.account_id = viewer and s.file_id = any(wanted)
        for key share skip locked;
      return query
        select h.file_id, v.conversation_id from favourite_files h
        join favourites v on v.tenant_id = h.tenant_id and v.id = h.favourite_id and v.account_id = viewer
        where h.tenant_id = of_tenant and h.file_id = any(wanted)
        for key share of h skip locked;
      return query
        select w.file_id, seen.conversation_id from unnest(wanted) as w(file_id)
        cross join lateral (
          select h.conversation_id from message_files h
          join members m on m.tenant_id = h.tenant_id and m.account_id = viewer and m.conversation_id = h.conversation_id
            and m.left_at is null and m.cleared_seq < h.seq
          join entries e on e.tenant_id = h.tenant_id and e.conversation_id = h.conversation_id and e.seq = h.seq
          join conversations c on c.tenant_id = h.tenant_id and c.id = h.conversation_id
          where h.tenant_id = of_tenant and h.file_id = w.file_id
            and not burns_after_reading(e.content::jsonb)
            and (c.kind <> 'single' or not exists (
              select from blocks b
              where b.tenant_id = c.tenant_id and (b.account_id, b.blocked_id) in ((c.low_id, c.high_id), (c.high_id, c.low_id))
            ))
          limit 1
          for key share of h skip locked
        ) seen;
    end $$;
  `.execute(db);
}
