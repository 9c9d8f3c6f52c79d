/** Card photos: uploads, places, evidence, and refused pictures. */
export const photos = `
  -- An upload: three sizes of a picture under a random name. Moderators decide about its number, so that a decision
  -- cannot affect a picture that has replaced it.
  create table photo_uploads (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    file_id text not null unique,
    is_animated boolean not null,
    -- Hashes of the bytes as sent, and of the re-encoded picture.
    source_hash text not null,
    picture_hash text not null,
    created_at bigint not null,
    -- When it is deleted; null while a photo uses it, and always while it is restricted.
    remove_at bigint,
    -- Evidence hidden from ordinary moderators.
    is_restricted boolean not null default false,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index photo_uploads_account on photo_uploads (tenant_id, account_id, id);
  create index photo_uploads_due on photo_uploads (tenant_id, remove_at) where remove_at is not null;
  create index photo_uploads_restricted on photo_uploads (tenant_id, id) where is_restricted;

  create table photos (
    tenant_id integer not null,
    id integer not null generated always as identity,
    account_id integer not null,
    place smallint not null check (place between 1 and 6),
    state text not null check (state in ('waiting', 'approved', 'refused')),
    upload_id bigint not null,
    -- The picture that others see: an approved one, also while its successor waits.
    shown_upload_id bigint,
    -- Whether the owner was notified of the last decision.
    is_notified boolean not null default true,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, place),
    check (state <> 'approved' or shown_upload_id is not distinct from upload_id),
    check (state <> 'refused' or shown_upload_id is null),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, upload_id) references photo_uploads (tenant_id, id),
    foreign key (tenant_id, shown_upload_id) references photo_uploads (tenant_id, id)
  );
  create unique index photos_upload on photos (tenant_id, upload_id);
  create index photos_shown on photos (tenant_id, shown_upload_id) where shown_upload_id is not null;
  create index photos_waiting on photos (tenant_id, upload_id) where state = 'waiting';
  create index photos_unnotified on photos (tenant_id, id) where not is_notified;

  -- A trigger, because every way to change a photo must pass it.
  create function count_photos() returns trigger language plpgsql as $$
  declare
    change integer := 0;
  begin
    if tg_op <> 'INSERT' and old.state <> 'refused' then
      change := change - 1;
    end if;
    if tg_op <> 'DELETE' and new.state <> 'refused' then
      change := change + 1;
    end if;
    if change <> 0 then
      update accounts set photo_count = photo_count + change
      where (tenant_id, id) = (case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end,
        case when tg_op = 'DELETE' then old.account_id else new.account_id end);
    end if;
    return null;
  end $$;
  create trigger photos_counted after insert or delete or update of state on photos
    for each row execute function count_photos();

  -- An account's uploads when a case was opened: kept while it is open and for some time after.
  create table photo_evidence (
    tenant_id integer not null,
    report_id bigint not null,
    upload_id bigint not null,
    primary key (tenant_id, report_id, upload_id),
    foreign key (tenant_id, report_id) references reports (tenant_id, id) on delete cascade,
    foreign key (tenant_id, upload_id) references photo_uploads (tenant_id, id)
  );
  create index photo_evidence_upload on photo_evidence (tenant_id, upload_id);

  -- Pictures that nobody in the tenant may upload again.
  create table refused_images (
    tenant_id integer not null references tenants (id) on delete cascade,
    hash text not null,
    refused_at bigint not null,
    primary key (tenant_id, hash)
  );
`;
