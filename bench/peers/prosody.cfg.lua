-- Prosody at its best in a benchmark: every message archived in PostgreSQL, no limits in the way.
-- start.sh replaces the words in capitals.
modules_enabled = { "disco", "roster", "saslauth", "ping", "carbons", "offline", "smacks", "mam" }
modules_disabled = { "s2s" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
c2s_interfaces = { "127.0.0.1" }
c2s_ports = { CLIENT_PORT }
network_settings = { tcp_backlog = 4096 }
data_path = "FOLDER/data"
pidfile = "FOLDER/prosody.pid"
storage = { archive = "sql"; muc_log = "sql" }
sql = { driver = "PostgreSQL"; database = "prosody"; username = "kith"; password = ""; host = "127.0.0.1"; port = DATABASE_PORT }
default_archive_policy = true
archive_expires_after = "never"
max_archive_query_results = 100
smacks_max_queue_size = 100000
smacks_max_old_sessions = 100
gc = { mode = "generational" }
log = { warn = "FOLDER/prosody.log" }

VirtualHost "localhost"

Component "conference.localhost" "muc"
modules_enabled = { "muc_mam" }
muc_log_by_default = true
muc_log_expires_after = "never"
muc_room_locking = false
muc_room_default_persistent = true
muc_room_cache_size = 5000
muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = true }
