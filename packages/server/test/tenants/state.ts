import type { Tables } from '@kith/core/db';

/** Selects, as `r`, the rows of the accounts `$1`. */
type Query = `from ${string}`;

/** The reason why the rows of a table are not compared. */
interface Left {
  readonly because: string;
}

const own = (table: keyof Tables, column = 'account_id'): Query =>
  `from ${table} r where r.${column} = any($1::int[])`;
const ofConversations = (table: keyof Tables): Query =>
  `from ${table} r join members m using (tenant_id, conversation_id) where m.account_id = any($1::int[])`;
const notNamed: Left = { because: 'No parameter of the Chat API names such a row.' };
const derived: Left = { because: 'It follows from rows that are compared.' };
const whileReading: Left = { because: 'Reading the state changes it.' };
const ofOperators: Left = { because: 'Only operators write it.' };

/** The rows of some accounts, table by table. A new table needs its line here. */
const tables: Readonly<Record<keyof Tables, Query | Left>> = {
  accounts: whileReading,
  sessions: whileReading,
  session_ends: derived,
  account_deletions: notNamed,
  data_exports: notNamed,
  account_events: own('account_events'),
  codes: notNamed,
  outgoing_messages: notNamed,
  push_subscriptions: own('push_subscriptions'),
  push_marks: own('push_marks'),
  push_settings: own('push_settings'),
  check_ins: own('check_ins'),
  age_group_changes: own('age_group_changes'),
  pending_avatars: notNamed,
  uploaded_bytes: notNamed,
  plans: ofOperators,
  store_identities: notNamed,
  purchases: notNamed,
  entitlements: own('entitlements'),
  billing_log: own('billing_log'),
  store_notifications: notNamed,
  quota_days: own('quota_days'),
  quota_ledger: own('quota_ledger'),
  calls: 'from calls r where r.caller_id = any($1::int[]) or r.callee_id = any($1::int[])',
  call_participants: own('call_participants'),
  call_signals: own('call_signals', 'from_id'),
  friend_requests: 'from friend_requests r where r.to_id = any($1::int[]) or r.from_id = any($1::int[])',
  friends: own('friends'),
  blocks: own('blocks'),
  staff: notNamed,
  staff_sessions: notNamed,
  staff_devices: notNamed,
  staff_recovery_codes: notNamed,
  staff_passkeys: notNamed,
  staff_challenges: notNamed,
  staff_guesses: notNamed,
  audit_log: ofOperators,
  review_leases: ofOperators,
  message_openings: ofOperators,
  reported_accounts: derived,
  articles: ofOperators,
  article_versions: ofOperators,
  links: ofOperators,
  announcements: ofOperators,
  content_starts: ofOperators,
  offered_avatars: ofOperators,
  offered_stickers: ofOperators,
  conversations:
    'from conversations r join members m on m.conversation_id = r.id where m.account_id = any($1::int[])',
  members: own('members'),
  entries: ofConversations('entries'),
  reactions: own('reactions'),
  message_files: ofConversations('message_files'),
  entry_search: derived,
  search_blocks: derived,
  search_edits: derived,
  search_progress: { because: 'It belongs to no tenant.' },
  evidence: own('evidence', 'sender_id'),
  evidence_files: derived,
  case_evidence: ofOperators,
  intros: own('intros'),
  intro_views: own('intro_views'),
  intro_clicks: own('intro_clicks'),
  intro_click_marks: own('intro_click_marks'),
  favourites: own('favourites'),
  favourite_files: derived,
  stickers: own('stickers'),
  favourite_usage: own('favourite_usage'),
  groups: ofConversations('groups'),
  group_requests: own('group_requests', 'inviter_id'),
  group_notices: own('group_notices', 'author_id'),
  files: own('files'),
  link_previews: { because: 'It is about pages of the web.' },
  file_checks: { because: 'It is a queue of the sweep.' },
  file_removals: { because: 'It is a queue of the sweep.' },
  report_reasons: ofOperators,
  reports: own('reports', 'target_id'),
  sanctions: own('sanctions'),
  appeals: 'from appeals r join sanctions s on s.id = r.sanction_id where s.account_id = any($1::int[])',
  letters: own('letters'),
  refused_images: ofOperators,
  moderation_log: own('moderation_log'),
  account_notes: ofOperators,
  moments: own('moments', 'author_id'),
  moment_files: own('moment_files'),
  moment_likes: 'from moment_likes r join moments m on m.id = r.moment_id where m.author_id = any($1::int[])',
  moment_comments:
    'from moment_comments r join moments m on m.id = r.moment_id where m.author_id = any($1::int[])',
  moment_notices: own('moment_notices'),
  moment_marks: own('moment_marks'),
  photo_uploads: own('photo_uploads'),
  photos: own('photos'),
  photo_evidence: ofOperators,
  support_agents: own('support_agents'),
  support_threads: own('support_threads', 'customer_id'),
  support_waits: own('support_waits', 'customer_id'),
  support_desks: ofOperators,
  tenants: ofOperators,
  tenant_figures: { because: 'It counts, and names nobody.' },
  stored_sizes: { because: 'It counts, and names nobody.' },
  job_runs: { because: 'It belongs to no tenant.' },
  installation_figures: { because: 'It belongs to no tenant.' },
  installation: { because: 'It belongs to no tenant.' },
  universities: ofOperators,
  departments: ofOperators,
  starter_universities: { because: 'It belongs to no tenant.' },
  starter_departments: { because: 'It belongs to no tenant.' },
  people_counts: derived,
  video_categories: ofOperators,
  video_uploads: own('video_uploads'),
  videos: own('videos'),
  video_counts: derived,
  video_author_counts: derived,
  video_likes: 'from video_likes r join videos v on v.id = r.video_id where v.account_id = any($1::int[])',
  video_follows: own('video_follows', 'followed_id'),
  video_comments: own('video_comments', 'owner_id'),
};

/** All rows of the accounts `$1`, in a stable order. */
export const stateQuery = Object.entries(tables)
  .flatMap(([table, query]) =>
    typeof query === 'string' ? [`select '${table}' as what, to_jsonb(r) as row ${query}`] : [],
  )
  .join('\nunion all\n')
  .concat('\norder by 1, 2');
