/** Accounts with their sessions, codes and event streams. */
export const accounts = `
  create sequence account_ids as integer start 10001;

  create table accounts (
    tenant_id integer not null references tenants,
    id integer not null unique default nextval('account_ids'),
    username text not null,
    username_key text not null,
    nickname text not null,
    letter text not null,
    grams text[] not null,
    signature text not null,
    sex smallint not null check (sex in (0, 1)),
    phone text,
    email text,
    password_hash text,
    status text not null default 'active' check (status in ('active', 'frozen', 'disabled')),
    kind text not null default 'member' check (kind in ('member', 'visitor')),
    client_id text not null default '',
    channel text not null default '',
    invite_code text not null default '',
    address text not null default '',
    network cidr,
    created_at bigint not null,
    updated_at bigint not null,
    last_seen_at bigint not null,
    event_position bigint not null default 0,
    -- Null: the installation's epoch applies.
    epoch uuid,
    may_see_moments boolean not null default true,
    cover text,
    own_code text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12),
    inviter_id integer,
    is_sex_stated boolean not null default false,
    age_status smallint not null default 0 check (age_status in (0, 1, 2)),
    is_age_proven boolean not null default false,
    -- Null equals nothing: an unproven minor belongs to neither age group.
    is_minor boolean generated always as
      (case when age_status <> 2 then false when is_age_proven then true end) stored,
    sex_code text not null generated always as
      (case when not is_sex_stated then '' when sex = 1 then 'F' else 'M' end) stored,
    photo_count smallint not null default 0,
    is_finished boolean not null generated always as
      (is_sex_stated and age_status <> 0 and photo_count > 0) stored,
    is_shadow_limited boolean not null default false,
    is_listed boolean not null generated always as (status = 'active' and not is_shadow_limited) stored,
    is_presence_hidden boolean not null default false,
    -- The sort key of lists: the last activity, if it is visible.
    active_at bigint generated always as
      (case when is_presence_hidden then created_at else last_seen_at end) stored,
    sex_filter text not null default 'BOTH' check (sex_filter in ('M', 'F', 'BOTH')),
    university_id integer,
    department_id integer,
    birth_date date,
    is_browsing_hidden boolean not null default false,
    avatar_name text,
    -- The search form of texts, computed by the server, so that results do not depend on the database's locale.
    folded_nickname text not null default '',
    folded_username text not null default '',
    -- Null for names that resemble an older one: both accounts keep their names.
    username_skeleton text,
    -- The server computes the forms of an older version again at startup.
    text_version smallint not null default 0,
    primary key (tenant_id, id),
    unique (tenant_id, username_key),
    unique (tenant_id, own_code),
    foreign key (tenant_id, inviter_id) references accounts (tenant_id, id) on delete set null (inviter_id),
    foreign key (tenant_id, university_id) references universities (tenant_id, id) on delete set null (university_id),
    foreign key (tenant_id, department_id) references departments (tenant_id, id) on delete set null (department_id)
  ) with (fillfactor = 80);
  create index accounts_phone on accounts (tenant_id, phone) where phone is not null;
  create index accounts_grams on accounts using gin (grams);
  create index accounts_inviter on accounts (tenant_id, inviter_id, id desc) where inviter_id is not null;
  -- Accounts are counted by network, because one line has very many IPv6 addresses.
  create index accounts_network on accounts (tenant_id, network);
  create index accounts_visitors on accounts (tenant_id, created_at) where kind = 'visitor';
  -- A list of people reads the end of one or several of these, regardless of other people.
  create index accounts_near on accounts
    (tenant_id, university_id, is_minor, sex_code, is_finished, active_at, id) where is_listed and university_id is not null;
  create index accounts_present on accounts
    (tenant_id, is_minor, sex_code, is_finished, active_at, id) where is_listed and not is_presence_hidden;
  -- The sex filter is part of the kind, for tenants that require mutual filters.
  create index accounts_near_mutual on accounts
    (tenant_id, university_id, is_minor, sex_code, is_finished, sex_filter, active_at, id)
    where is_listed and university_id is not null;
  create index accounts_present_mutual on accounts
    (tenant_id, is_minor, sex_code, is_finished, sex_filter, active_at, id) where is_listed and not is_presence_hidden;
  create index accounts_coming_of_age on accounts (tenant_id, birth_date) where birth_date is not null and age_status = 2;
  -- Every list of videos checks which authors are hidden from the caller.
  create index accounts_disabled on accounts (tenant_id, id) where status = 'disabled';
  create unique index accounts_username_skeleton on accounts (tenant_id, username_skeleton);
  create index accounts_text_version on accounts (text_version);

  create table sessions (
    tenant_id integer not null,
    id uuid not null unique,
    account_id integer not null,
    created_at bigint not null,
    last_used_at bigint not null,
    revoked_at bigint,
    -- Guesses from elsewhere do not delay the owner on these networks.
    network cidr,
    -- Which frames the client supports.
    knows_newer_frames boolean not null default false,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index sessions_account on sessions (tenant_id, account_id);
  create index sessions_revoked on sessions (revoked_at) where revoked_at is not null;
  -- For the sweep of old rows; using a session changes none of these columns.
  create index sessions_made on sessions (tenant_id, created_at);

  create table account_events (
    tenant_id integer not null,
    account_id integer not null,
    position bigint not null,
    type text not null,
    data jsonb not null,
    created_at bigint not null,
    primary key (tenant_id, account_id, position),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  create table codes (
    tenant_id integer not null references tenants,
    id bigint generated always as identity,
    phone text not null,
    purpose text not null,
    code_hash text not null,
    created_at bigint not null,
    tries integer not null default 0,
    used_at bigint,
    primary key (tenant_id, id)
  );
  create index codes_phone on codes (tenant_id, phone, purpose, id desc);
  create index codes_made on codes (tenant_id, created_at);

  create table pending_avatars (
    tenant_id integer not null references tenants,
    username_key text not null,
    -- A pending avatar belongs to the network of its uploader.
    network text not null default '',
    blob_key text not null,
    created_at bigint not null,
    primary key (tenant_id, username_key, network)
  );

  create table check_ins (
    tenant_id integer not null,
    account_id integer not null,
    day date not null,
    primary key (tenant_id, account_id, day),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  create table age_group_changes (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    from_status smallint not null,
    from_proven boolean not null,
    to_status smallint not null,
    to_proven boolean not null,
    cause text not null check (cause in ('word', 'operator', 'birth_date', 'birthday')),
    friends_across integer not null,
    chats_across integer not null,
    changed_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index age_group_changes_changed_at on age_group_changes (tenant_id, changed_at);

  -- Bytes uploaded per day by an account, an address or a site; swept when the day is over.
  create table uploaded_bytes (
    tenant_id integer not null references tenants,
    day date not null,
    holder text not null,
    bytes bigint not null,
    primary key (tenant_id, day, holder)
  );
`;
