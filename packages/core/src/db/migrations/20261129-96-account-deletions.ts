import { sql, type Kysely } from 'kysely';

/** Accounts that their owners delete, and the indexes by which everything about an account is found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `
  create table account_deletions (
    tenant_id integer not null,
    account_id integer not null,
    requested_at bigint not null,
    -- The end of the grace period.
    erase_at bigint not null,
    -- What the account showed before, restored if the owner keeps it; null as soon as it is erased.
    shown jsonb,
    -- Since then the owner cannot keep the account.
    started_at bigint,
    erased_at bigint,
    -- The next run; null if nothing is left to erase.
    next_at bigint,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index account_deletions_due on account_deletions (tenant_id, next_at) where next_at is not null;

  create index account_events_applicant on account_events (tenant_id, (data->'applicant'->>'id'))
    where type = 'group_request';
  create index entries_cards on entries (tenant_id, (content::jsonb->>'user_id'))
    where type = 8 and kind = 'message' and gone is null;
  create index favourites_sender on favourites (tenant_id, sender_id);
  create index files_account on files (tenant_id, account_id);
  create index friend_requests_from on friend_requests (tenant_id, from_id);
  create index group_notices_author on group_notices (tenant_id, author_id);
  create index group_requests_account on group_requests (tenant_id, account_id);
  create index group_requests_inviter on group_requests (tenant_id, inviter_id);
  create index calls_caller on calls (tenant_id, caller_id);
  create index calls_callee on calls (tenant_id, callee_id);
  create index intro_views_viewer on intro_views (tenant_id, viewer_id);
  create index moment_likes_account on moment_likes (tenant_id, account_id);
  create index moment_comments_author on moment_comments (tenant_id, author_id);
  create index moment_comments_reply_to on moment_comments (tenant_id, reply_to_id) where reply_to_id is not null;
`,
    )
    .execute(db);
}
