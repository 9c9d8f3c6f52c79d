import { sql, type Kysely } from 'kysely';

/** Which stored files a message may reference, checked where the message is stored. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The files that an account may see, each with a conversation: its own uploads, files of existing messages that do
    -- not burn, and files of its stickers and favourites. Locks the reference until the transaction ends, so the file
    -- stays; a reference that is being deleted counts as deleted.
    create function lock_files_in_sight(of_tenant integer, viewer integer, wanted text[])
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
            and coalesce(e.content::jsonb->>'yhjf', '') not in ('true', '1')
            and (c.kind <> 'single' or not exists (
              select from blocks b
              where b.tenant_id = c.tenant_id and (b.account_id, b.blocked_id) in ((c.low_id, c.high_id), (c.high_id, c.low_id))
            ))
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
      select array_agg(f.file_id) into wanted from files f
      where f.tenant_id = of_tenant and f.file_id = any(referenced_file_ids(content)) and f.account_id <> sender;
      return wanted is null or (
        select count(distinct s.seen_file_id) from lock_files_in_sight(of_tenant, sender, wanted) s
      ) = cardinality(wanted);
    end $$;
  `.execute(db);
}
