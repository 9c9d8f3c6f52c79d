import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccountEventData, AccountEventType } from '../../kernel/events.js';
import type { AccountId, TenantId } from '../../kernel/ids.js';
import type { AgeStatus, SexCode, SexFilter } from '../../kernel/people.js';

export interface AccountsTables {
  accounts: {
    tenant_id: TenantId;
    id: Generated<AccountId>;
    username: string;
    username_key: string;
    nickname: string;
    /** First letter of the nickname by its reading, A to Z or #. */
    letter: string;
    /** Search pieces of the nickname. */
    grams: string[];
    /** Nickname and user name in the form in which they are searched. */
    folded_nickname: string;
    folded_username: string;
    /** What the user name looks like, once in a tenant; null where an older name looks like it. */
    username_skeleton: string | null;
    /** By which rules these forms, letter and grams were made. */
    text_version: number;
    signature: string;
    sex: 0 | 1;
    phone: string | null;
    email: string | null;
    /** Null for visitors, who have no password. */
    password_hash: string | null;
    status: Generated<'active' | 'frozen' | 'disabled'>;
    kind: Generated<'member' | 'visitor'>;
    /** The random name below which the photo stands; null for somebody without one. */
    photo_name: Generated<string | null>;
    /** The files of the photo still stand under the id. */
    has_unmoved_photo: Generated<boolean>;
    /** File name of the picture above the own moments; null for the one that everybody has. */
    cover: Generated<string | null>;
    /** Operators take this away from somebody who then sees nobody's moments but the own. */
    may_see_moments: Generated<boolean>;
    /** Whether the sex was said; else it is what somebody has who said nothing. */
    is_sex_stated: Generated<boolean>;
    age_status: Generated<AgeStatus>;
    /** `2008-05-01`, when an operator has seen a proof of it: then the age follows from it. */
    birth_date: string | null;
    /** A birth date or a moderator says so, and not only the owner. */
    is_age_proven: Generated<boolean>;
    /** Null for somebody who only says to be under age: that is on no side of the line. */
    is_minor: GeneratedAlways<boolean | null>;
    sex_code: GeneratedAlways<SexCode>;
    /** How many photos of the card are not refused. */
    photo_count: Generated<number>;
    /** Sex, age and a photo are there. */
    is_finished: GeneratedAlways<boolean>;
    /** Moderation shows this account to nobody but itself. */
    is_shadow_limited: Generated<boolean>;
    is_listed: GeneratedAlways<boolean>;
    is_presence_hidden: Generated<boolean>;
    /** Leaves no trace on intros, as long as being a VIP lasts. */
    is_browsing_hidden: Generated<boolean>;
    /** Whom the lists of people show. */
    sex_filter: Generated<SexFilter>;
    university_id: Generated<number | null>;
    department_id: Generated<number | null>;
    client_id: Generated<string>;
    channel: Generated<string>;
    /** The code that was given at registration. */
    invite_code: Generated<string>;
    /** The code with which this account invites others. */
    own_code: Generated<string>;
    inviter_id: AccountId | null;
    address: Generated<string>;
    /** The address, or the IPv6 network of 64 bits around it, by which accounts of one address are counted. */
    network: string | null;
    created_at: number;
    /** When something changed that others see. */
    updated_at: number;
    last_seen_at: number;
    /** The last sign of life where it is shown, else the registration: lists are ordered by it. */
    active_at: GeneratedAlways<number>;
    event_position: Generated<number>;
    /** Which life of the stream of events the position counts; null for the one of the installation. */
    epoch: Generated<string | null>;
  };
  sessions: {
    tenant_id: TenantId;
    id: string;
    account_id: AccountId;
    created_at: number;
    last_used_at: number;
    revoked_at: number | null;
    /** As `accounts.network`, of the sign-in. */
    network: string | null;
    /** Whether its client has shown that it knows the frames that older clients do not. */
    knows_newer_frames: Generated<boolean>;
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
  /** Days on which somebody has signed in for the day, in the tenant's zone. */
  check_ins: {
    tenant_id: TenantId;
    account_id: AccountId;
    /** `2026-11-26`. */
    day: string;
  };
  /** Who crossed the age line, and what there was with people on the other side. */
  age_moves: {
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
    moved_at: number;
  };
  /** A picture that waits, for an hour, until its user name registers. */
  waiting_photos: {
    tenant_id: TenantId;
    username_key: string;
    /** Where the picture came from, as `addressKey` writes it: only who registers there gets it. */
    network: string;
    blob_key: string;
    created_at: number;
  };
  /** What an account, an address or a site has uploaded on a day of the tenant. */
  uploaded_bytes: { tenant_id: TenantId; day: string; holder: string; bytes: number };
}
