/** Moments with their files, likes, comments and unseen notices. */
export const moments = `
  create table moments (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    author_id integer not null,
    text text not null,
    posted_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, author_id) references accounts (tenant_id, id) on delete cascade
  );
  -- Pages end at full seconds, because clients page by seconds.
  create index moments_author on moments (tenant_id, author_id, (posted_at / 1000), id);

  create table moment_files (
    tenant_id integer not null,
    file_id text not null unique,
    account_id integer not null,
    purpose text not null check (purpose in ('moment', 'cover')),
    extension text not null,
    is_video boolean not null,
    state text not null default 'arriving' check (state in ('arriving', 'waiting', 'shown', 'gone')),
    moment_id bigint,
    place smallint not null default 0,
    size_bytes bigint not null,
    created_at bigint not null,
    primary key (tenant_id, file_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, moment_id) references moments (tenant_id, id),
    check (state = 'shown' or moment_id is null)
  );
  create index moment_files_moment on moment_files (tenant_id, moment_id) where moment_id is not null;
  create index moment_files_account on moment_files (tenant_id, account_id) where state <> 'shown';

  create table moment_likes (
    tenant_id integer not null,
    moment_id bigint not null,
    account_id integer not null,
    id bigint not null generated always as identity,
    created_at bigint not null,
    primary key (tenant_id, moment_id, account_id),
    foreign key (tenant_id, moment_id) references moments (tenant_id, id) on delete cascade,
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  create table moment_comments (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    moment_id bigint not null,
    author_id integer not null,
    reply_to_id integer,
    text text not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, moment_id) references moments (tenant_id, id) on delete cascade,
    foreign key (tenant_id, author_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, reply_to_id) references accounts (tenant_id, id) on delete cascade
  );
  create index moment_comments_moment on moment_comments (tenant_id, moment_id, id);

  -- An unseen like or comment. Deleted when it is seen, or with its like or comment.
  create table moment_notices (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    moment_id bigint not null,
    liker_id integer,
    comment_id bigint,
    primary key (tenant_id, id),
    check ((liker_id is null) <> (comment_id is null)),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, moment_id, liker_id) references moment_likes (tenant_id, moment_id, account_id) on delete cascade,
    foreign key (tenant_id, comment_id) references moment_comments (tenant_id, id) on delete cascade
  );
  create index moment_notices_account on moment_notices (tenant_id, account_id, moment_id);
  create index moment_notices_like on moment_notices (tenant_id, moment_id, liker_id) where liker_id is not null;
  create index moment_notices_comment on moment_notices (tenant_id, comment_id) where comment_id is not null;

  -- The last moment that an account has seen; ids increase in commit order.
  create table moment_marks (
    tenant_id integer not null,
    account_id integer not null,
    seen_id bigint not null,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
`;
