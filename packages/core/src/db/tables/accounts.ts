import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccountEventData, AccountEventType } from '../../kernel/events.js';
import type { AccountId, TenantId } from '../../kernel/ids.js';
import type { AgeStatus, Platform, SexCode, SexFilter } from '../../kernel/people.js';

/** The tables of the area `accounts`. */
export interface AccountsTables {
  accounts: {
    tenant_id: TenantId;
    id: Generated<AccountId>;
    username: string;
    username_key: string;
    nickname: string;
    /** First letter of the nickname's reading, A to Z or #. */
    letter: string;
    /** Bigrams of the nickname, for search. */
    grams: string[];
    /** Folded nickname and user name, for search. */
    folded_nickname: string;
    folded_username: string;
    /** Skeleton of the user name, unique within a tenant; null if an older name has the same one. */
    username_skeleton: string | null;
    /** Version of the rules that produced the folded forms, letter and grams. */
    text_version: number;
    signature: string;
    sex: 0 | 1;
    phone: string | null;
    /** The confirmed address. */
    email: string | null;
    /** The form of that address in which it is unique within a tenant. */
    email_key: string | null;
    /** Null for visitors, who have no password. */
    password_hash: string | null;
    status: Generated<'active' | 'frozen' | 'disabled'>;
    kind: Generated<'member' | 'visitor'>;
    /** Random name in the avatar's path; null without an avatar. */
    avatar_name: Generated<string | null>;
    /** The size of its files. Null until the avatar is measured. */
    avatar_bytes: Generated<number | null>;
    /** File name of the picture above the account's own moments; null for the default. */
    cover: Generated<string | null>;
    /** False if an operator has restricted the account to its own moments. */
    may_see_moments: Generated<boolean>;
    /** Whether the user stated the sex; otherwise `sex` has its default. */
    is_sex_stated: Generated<boolean>;
    age_status: Generated<AgeStatus>;
    /** `2008-05-01`, set by an operator who has seen proof; the age then follows from it. */
    birth_date: string | null;
    /** Based on a birth date or a moderator, not only on the user's own statement. */
    is_age_proven: Generated<boolean>;
    /** Null for an unproven claim to be a minor, which belongs to neither age group. */
    is_minor: GeneratedAlways<boolean | null>;
    sex_code: GeneratedAlways<SexCode>;
    /** Number of the card's photos that are not refused. */
    photo_count: Generated<number>;
    /** Whether sex, age and a photo exist. */
    is_finished: GeneratedAlways<boolean>;
    /** Moderation hides this account from all other accounts. */
    is_shadow_limited: Generated<boolean>;
    is_listed: GeneratedAlways<boolean>;
    is_presence_hidden: Generated<boolean>;
    /** Views intros without leaving a trace; effective only for VIPs. */
    is_browsing_hidden: Generated<boolean>;
    /** The sexes that lists of people show to this account. */
    sex_filter: Generated<SexFilter>;
    university_id: Generated<number | null>;
    department_id: Generated<number | null>;
    client_id: Generated<string>;
    channel: Generated<string>;
    /** The invite code given at registration. */
    invite_code: Generated<string>;
    /** This account's own invite code. */
    own_code: Generated<string>;
    inviter_id: AccountId | null;
    address: Generated<string>;
    /** The address, or its IPv6 /64 network, which counts the accounts of one address. */
    network: string | null;
    created_at: number;
    /** Time of the last change visible to others. */
    updated_at: number;
    last_seen_at: number;
    /** The last activity, or the registration if presence is hidden; lists are sorted by it. */
    active_at: GeneratedAlways<number>;
    event_position: Generated<number>;
    /** Epoch of the event stream that the position belongs to; null for the installation's epoch. */
    epoch: Generated<string | null>;
  };
  sessions: {
    tenant_id: TenantId;
    id: string;
    account_id: AccountId;
    created_at: number;
    last_used_at: number;
    revoked_at: number | null;
    /** Like `accounts.network`, for the sign-in. */
    network: string | null;
    /** Whether the client has shown that it supports the frames that older clients lack. */
    knows_newer_frames: Generated<boolean>;
    /** The program and the system of the sign-in, as `Firefox on Windows`; empty if unknown. */
    device: Generated<string>;
    platform: Generated<Platform>;
  };
  /** Sessions that were revoked or deleted, or whose account became inactive; written by triggers, kept for an hour. */
  session_ends: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    session_id: string;
    /** By the clock of the database, in milliseconds. */
    ended_at: Generated<number>;
  };
  /** Accounts that their owners delete. */
  account_deletions: {
    tenant_id: TenantId;
    account_id: AccountId;
    requested_at: number;
    erase_at: number;
    /** What the account showed before; null as soon as it is erased. */
    shown: ColumnType<unknown, never, null>;
    /** Since then the owner cannot keep the account. */
    started_at: number | null;
    erased_at: number | null;
    /** The next run; null if nothing is left to erase. */
    next_at: number | null;
  };
  account_events: {
    tenant_id: TenantId;
    account_id: AccountId;
    position: number;
    type: AccountEventType;
    data: ColumnType<AccountEventData[AccountEventType], string, never>;
    created_at: number;
  };
  codes: {
    tenant_id: TenantId;
    id: Generated<number>;
    phone: string;
    purpose: string;
    code_hash: string;
    created_at: number;
    tries: Generated<number>;
    used_at: number | null;
  };
  /** Days on which an account has checked in, in the tenant's zone. */
  check_ins: {
    tenant_id: TenantId;
    account_id: AccountId;
    /** `2026-11-26`. */
    day: string;
  };
  /** Changes between minor and adult, with the number of relations to the other age group. */
  age_group_changes: {
    tenant_id: TenantId;
    id: Generated<number>;
    account_id: AccountId;
    from_status: AgeStatus;
    from_proven: boolean;
    to_status: AgeStatus;
    to_proven: boolean;
    cause: 'word' | 'operator' | 'birth_date' | 'birthday';
    friends_across: number;
    chats_across: number;
    changed_at: number;
  };
  /** An avatar uploaded before registration; kept for an hour for its user name. */
  pending_avatars: {
    tenant_id: TenantId;
    username_key: string;
    /** The uploader's `addressKey`: only a registration from there receives the avatar. */
    network: string;
    blob_key: string;
    created_at: number;
  };
  /** Bytes uploaded per day (in the tenant's zone) by an account, an address or a site. */
  uploaded_bytes: { tenant_id: TenantId; day: string; holder: string; bytes: number };
}
