import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tables } from '@kith/core/db';
import type { Kith, Person } from '../harness/kith.js';

/** What remains of a deleted account in a table. */
type Rule = 'nothing' | { readonly keepsId: string } | { readonly ofNobody: string };

const nobody = (because: string): Rule => ({ ofNobody: because });
const keepsId = (because: string): Rule => ({ keepsId: because });
const sale = keepsId(
  'The law requires records of sales; they name a number, and the account has no name any more.',
);

/**
 * What an erasure leaves in each table: `nothing`, the number of the account for a reason, or the table never has
 * anything of an account. A new table needs its rule here, and its eraser in core.
 */
export const rules: Readonly<Record<keyof Tables | 'rate_limits', Rule>> = {
  accounts: keepsId('The row stays empty: histories of others refer to it.'),
  account_deletions: keepsId('It records that the account was erased.'),
  account_events: keepsId('Events of others have numbers of accounts, and no names.'),
  conversations: keepsId('A single conversation is a pair of numbers.'),
  members: keepsId('It says where the other person of a conversation has read.'),
  entries: keepsId('The place of a message in the history of others; its content is gone.'),
  support_agents: keepsId('Its customers stay with other agents.'),
  reports: keepsId('A report about somebody else counts on, without its text.'),
  purchases: sale,
  entitlements: sale,
  billing_log: sale,
  sessions: 'nothing',
  outgoing_messages: 'nothing',
  push_subscriptions: 'nothing',
  push_settings: 'nothing',
  push_marks: 'nothing',
  reactions: 'nothing',
  data_exports: 'nothing',
  video_author_counts: 'nothing',
  codes: 'nothing',
  check_ins: 'nothing',
  age_group_changes: 'nothing',
  pending_avatars: 'nothing',
  uploaded_bytes: 'nothing',
  store_identities: 'nothing',
  quota_days: 'nothing',
  quota_ledger: 'nothing',
  calls: 'nothing',
  call_participants: 'nothing',
  call_signals: 'nothing',
  friend_requests: 'nothing',
  friends: 'nothing',
  blocks: 'nothing',
  entry_search: 'nothing',
  evidence: 'nothing',
  intros: 'nothing',
  intro_views: 'nothing',
  intro_clicks: 'nothing',
  intro_click_marks: 'nothing',
  favourites: 'nothing',
  stickers: 'nothing',
  favourite_usage: 'nothing',
  groups: 'nothing',
  group_requests: 'nothing',
  group_notices: 'nothing',
  files: 'nothing',
  sanctions: 'nothing',
  moderation_log: 'nothing',
  reported_accounts: 'nothing',
  account_notes: 'nothing',
  appeals: 'nothing',
  letters: 'nothing',
  moments: 'nothing',
  moment_files: 'nothing',
  moment_likes: 'nothing',
  moment_comments: 'nothing',
  moment_notices: 'nothing',
  moment_marks: 'nothing',
  photo_uploads: 'nothing',
  photos: 'nothing',
  support_threads: 'nothing',
  support_waits: 'nothing',
  support_desks: 'nothing',
  video_uploads: 'nothing',
  videos: 'nothing',
  video_counts: 'nothing',
  video_likes: 'nothing',
  video_follows: 'nothing',
  video_comments: 'nothing',
  session_ends: nobody('Random numbers of sessions that ended, kept for an hour.'),
  plans: nobody('Operators write it.'),
  store_notifications: nobody('It refers to a purchase.'),
  articles: nobody('Operators write it.'),
  article_versions: nobody('The same.'),
  links: nobody('Operators write it.'),
  announcements: nobody('Operators write it.'),
  content_starts: nobody('Operators write it.'),
  offered_avatars: nobody('Operators write it.'),
  offered_stickers: nobody('Operators write it.'),
  message_files: nobody('It refers to a message and a file.'),
  search_blocks: nobody('Filters of many messages, from which no text follows.'),
  search_edits: nobody('A queue of the indexer.'),
  search_progress: nobody('It belongs to no tenant.'),
  evidence_files: nobody('It refers to evidence and a file.'),
  case_evidence: nobody('It refers to a case and evidence.'),
  favourite_files: nobody('It refers to a favourite and a file.'),
  link_previews: nobody('What public web pages say of themselves.'),
  file_checks: nobody('A queue of the sweep.'),
  file_removals: nobody('A queue of the sweep.'),
  report_reasons: nobody('Operators write it.'),
  staff: nobody('Staff of the console have no account.'),
  staff_sessions: nobody('Staff of the console have no account.'),
  staff_devices: nobody('Staff of the console have no account.'),
  staff_recovery_codes: nobody('Staff of the console have no account.'),
  staff_passkeys: nobody('Staff of the console have no account.'),
  staff_challenges: nobody('Staff of the console have no account.'),
  staff_guesses: nobody('Staff of the console have no account.'),
  tenant_figures: nobody('It counts, and names nobody.'),
  stored_sizes: nobody('It counts, and names nobody.'),
  job_runs: nobody('It counts, and names nobody.'),
  installation_figures: nobody('It counts, and names nobody.'),
  review_leases: nobody('It says what staff look at, for two minutes.'),
  message_openings: nobody('It says what staff read, for a quarter of an hour.'),
  audit_log: keepsId('It records what staff did, and to which number.'),
  refused_images: nobody('Hashes of pictures.'),
  photo_evidence: nobody('It refers to a case and an upload.'),
  tenants: nobody('Operators write it.'),
  installation: nobody('It belongs to no tenant.'),
  universities: nobody('Operators write it.'),
  departments: nobody('Operators write it.'),
  starter_universities: nobody('It belongs to no tenant.'),
  starter_departments: nobody('It belongs to no tenant.'),
  people_counts: nobody('Numbers of people.'),
  video_categories: nobody('Operators write it.'),
  rate_limits: nobody('Counts of some minutes; this test does not count.'),
};

/** All tables of the database. */
export async function tablesOf(kith: Kith): Promise<string[]> {
  const rows = await kith.sql<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** The tables with a row that contains a text, in any column. A number is only found as a whole. */
export async function tablesWith(kith: Kith, text: string): Promise<string[]> {
  const pattern = /^\d+$/.test(text) ? `(^|[^0-9])${text}([^0-9]|$)` : text;
  const found: string[] = [];
  for (const table of await tablesOf(kith)) {
    const rows = await kith.sql(`select from "${table}" t where to_jsonb(t)::text ~* $1 limit 1`, [pattern]);
    if (rows.length > 0) found.push(table);
  }
  return found;
}

/** All files of the store, by path, with their bytes. */
export async function storedFiles(kith: Kith): Promise<Map<string, Buffer>> {
  const folder = join(kith.server.deps.config.dataDir, 'files');
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name));
  return new Map(
    await Promise.all(paths.map(async (path): Promise<[string, Buffer]> => [path, await readFile(path)])),
  );
}

/** Inserts what only operators, stores and time can make of an account. */
export async function insertRecords(kith: Kith, { id }: Person): Promise<void> {
  const statements = [
    `insert into age_group_changes (tenant_id, account_id, from_status, from_proven, to_status, to_proven, cause, friends_across,
       chats_across, changed_at) values (1, $1, 0, false, 1, true, 'operator', 0, 0, 1)`,
    `insert into store_identities (tenant_id, account_id, token) values (1, $1, gen_random_uuid())`,
    `insert into purchases (tenant_id, account_id, plan_id, platform, repeat_key, plan_code, transaction_id, transaction_date,
       original_transaction_id, original_transaction_date, amount, extra_data, created_at)
     values (1, $1, 1, 'ios', 'r', 'VIP1', 't', '', 't', '', '390', 'quixotic receipt', 1)`,
    `insert into entitlements (tenant_id, account_id, plan_id, months, price, bought_at, starts_at, ends_at)
     values (1, $1, 1, 1, 39000, 1, 1, 9999999999999)`,
    `insert into billing_log (tenant_id, at, account_id, entitlement_id, what, plan_code, until, done_by, why)
     values (1, 1, $1, 1, 'grant', 'VIP1', 1, 'olga', 'quixotic reason')`,
    `insert into sanctions (tenant_id, account_id, kind, created_at, ended_at) values (1, $1, 'bucket', 1, 2)`,
    `insert into appeals (tenant_id, sanction_id, text, locale, created_at)
     select 1, id, 'quixotic', 'en', 1 from sanctions where account_id = $1`,
    `insert into letters (tenant_id, account_id, reason_id, decision_id, texts, created_at)
     values (1, $1, 11, 1, '{"en": "quixotic"}', 1)`,
    `insert into moderation_log (tenant_id, at, done_by, what, account_id, why) values (1, 1, 'olga', 'bucket', $1, 'quixotic')`,
    `insert into account_notes (tenant_id, account_id, written_by, text, created_at) values (1, $1, 'olga', 'quixotic', 1)`,
    `insert into audit_log (tenant_id, at, staff_name, action, object_kind, object_id, address)
     values (1, extract(epoch from now())::bigint * 1000, 'olga', 'people.note', 'account', $1::int::text, '')`,
    `update accounts set phone = '13900001111', email = 'zerlina@example.org', email_key = 'zerlina@example.org', birth_date = '1990-01-01', age_status = 1
     where id = $1`,
    `insert into outgoing_messages (tenant_id, channel, purpose, account_id, masked_address, locale, state, due_at, expires_at,
       created_at, changed_at) values (1, 'mail', 'reset_password', $1, 'z***', 'en', 'sent', 1, 1, 1, 1)`,
    `insert into push_subscriptions (tenant_id, account_id, session_id, endpoint, p256dh, auth, created_at)
     select 1, $1, id, 'https://push.example.org/quixotic', 'B', 'A', 1 from sessions where account_id = $1 limit 1`,
    `insert into push_settings (tenant_id, account_id, shows_text) values (1, $1, false)`,
    `insert into push_marks (tenant_id, account_id, conversation_id, seq, is_shown, marked_at) values (1, $1, 1, 1, true, 1)`,
    `update members set draft = 'quixotic draft', drafted_at = 1 where account_id = $1`,
    `insert into data_exports (tenant_id, account_id, state, requested_at, file_id, expires_at)
     values (1, $1, 'ready', 1, '0123456789abcdef0123456789abcdef', 9999999999999)`,
    `insert into support_agents (tenant_id, account_id, created_at) values (1, $1, 1) on conflict do nothing`,
    `with clerk as (
       insert into staff (tenant_id, name, name_key, role, password_hash, one_time_until, created_at)
       values (1, 'olga', 'olga', 'support', '', 1, 1) returning id
     )
     insert into support_desks (tenant_id, staff_id, agent_id) select 1, id, $1 from clerk`,
    `insert into intro_click_marks (tenant_id, account_id, amount) values (1, $1, 1)`,
  ];
  for (const statement of statements) await kith.sql(statement, [id]);
}
