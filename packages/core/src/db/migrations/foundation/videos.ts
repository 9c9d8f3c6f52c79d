/** Short videos: uploads, releases, likes, follows and comments. */
export const videos = `
  create table video_categories (
    tenant_id integer not null references tenants,
    id integer not null generated always as identity,
    name text not null,
    is_removed boolean not null default false,
    primary key (tenant_id, id),
    unique (tenant_id, name)
  );

  create table video_uploads (
    tenant_id integer not null,
    name text not null,
    account_id integer not null,
    kind text not null check (kind in ('video', 'cover')),
    created_at bigint not null,
    primary key (tenant_id, name),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index video_uploads_age on video_uploads (tenant_id, created_at);

  create table videos (
    tenant_id integer not null,
    id integer not null generated always as identity,
    account_id integer not null,
    category_id integer,
    title text not null,
    file text not null,
    cover text not null,
    like_count integer not null default 0 check (like_count >= 0),
    comment_count integer not null default 0,
    rank_at bigint not null,
    created_at bigint not null,
    primary key (tenant_id, id) include (account_id),
    unique (tenant_id, file),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, category_id) references video_categories (tenant_id, id)
  );
  create index videos_rank on videos (tenant_id, rank_at desc, id desc) include (account_id);
  create index videos_category on videos (tenant_id, category_id, id desc) include (account_id);
  create index videos_account on videos (tenant_id, account_id, id desc);

  create table video_counts (
    tenant_id integer not null,
    account_id integer not null,
    category_id integer not null,
    videos integer not null,
    primary key (tenant_id, account_id, category_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  create table video_likes (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    video_id integer not null,
    created_at bigint not null,
    primary key (tenant_id, account_id, video_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, video_id) references videos (tenant_id, id) on delete cascade
  );
  create index video_likes_newest on video_likes (tenant_id, account_id, id desc);

  create table video_follows (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    followed_id integer not null,
    primary key (tenant_id, account_id, followed_id),
    check (account_id <> followed_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, followed_id) references accounts (tenant_id, id) on delete cascade
  );
  create index video_follows_newest on video_follows (tenant_id, account_id, id desc);
  create index video_follows_fans on video_follows (tenant_id, followed_id, id desc);

  create table video_comments (
    tenant_id integer not null,
    id integer not null generated always as identity,
    video_id integer not null,
    owner_id integer not null,
    account_id integer not null,
    parent_id integer,
    to_id integer,
    content text not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    check ((parent_id is null) = (to_id is null)),
    foreign key (tenant_id, video_id) references videos (tenant_id, id) on delete cascade,
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, parent_id) references video_comments (tenant_id, id) on delete cascade
  );
  create index video_comments_threads on video_comments (tenant_id, video_id, id desc) where parent_id is null;
  create index video_comments_replies on video_comments (tenant_id, parent_id, id desc) where parent_id is not null;
  create index video_comments_account on video_comments (tenant_id, account_id, id desc);
  create index video_comments_owner on video_comments (tenant_id, owner_id, id desc);
`;
