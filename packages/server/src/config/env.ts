/** The only reader of the environment. One line per variable, each documented in docs/operating.md. */
export function readEnv(env: NodeJS.ProcessEnv = process.env) {
  return {
    PORT: env['PORT'], // port to listen on; 8080
    HOST: env['HOST'], // address to listen on; 0.0.0.0
    KITH_DATA_DIR: env['KITH_DATA_DIR'], // folder of database, files and secrets; ./data, as root /var/lib/kith
    DATABASE_URL: env['DATABASE_URL'], // an external PostgreSQL 15+; unset: the embedded one
    REDIS_URL: env['REDIS_URL'], // Redis or Valkey that connects several nodes; unset: none
    KITH_BUS: env['KITH_BUS'], // what connects nodes: none, redis or postgres; redis if REDIS_URL is set
    KITH_ROLES: env['KITH_ROLES'], // what this node does: web, gateway, worker, separated by commas; all
    KITH_DRAIN_MS: env['KITH_DRAIN_MS'], // how long a node that stops keeps serving; 3000 with a bus, else 0
    KITH_ENV: env['KITH_ENV'], // development or production
    KITH_LOG: env['KITH_LOG'], // trace, debug, info, warn, error or silent; info
    KITH_LOG_REQUESTS: env['KITH_LOG_REQUESTS'], // 1: a line for each request; unset: only for those that fail
    KITH_SLOW_QUERY_MS: env['KITH_SLOW_QUERY_MS'], // statements that take longer are logged; 1000, 0 for none
    KITH_LANES: env['KITH_LANES'], // connections of the batch writer; 2
    KITH_MAX_UPLOAD_MB: env['KITH_MAX_UPLOAD_MB'], // largest upload; 50
    KITH_DISK_RESERVE_MB: env['KITH_DISK_RESERVE_MB'], // megabytes that uploads leave free; 5 % and at least 1 GB
    KITH_LIMIT_FACTOR: env['KITH_LIMIT_FACTOR'], // multiplies every rate limit; 1
    KITH_LINK_PREVIEWS: env['KITH_LINK_PREVIEWS'], // 1: the server reads web pages for previews of links; unset: never
    KITH_TRUST_PROXY: env['KITH_TRUST_PROXY'], // addresses of proxies whose X-Forwarded-For counts; none
    KITH_PUBLIC_URL: env['KITH_PUBLIC_URL'], // address of the pages, to which passkeys are bound; unset: the host of each request
    KITH_HOSTNAME: env['KITH_HOSTNAME'], // name of the server in refusals of the Friendship API; kith
    KITH_ALLOW_UNSAFE_DATABASE: env['KITH_ALLOW_UNSAFE_DATABASE'], // 1: start although the database may lose commits
    KITH_METRICS_ADDRESS: env['KITH_METRICS_ADDRESS'], // where operators read metrics, or off; 127.0.0.1:9464
    KITH_MAX_CONNECTIONS: env['KITH_MAX_CONNECTIONS'], // maximum number of connections; as many as the descriptors allow
    KITH_CONNECTIONS_PER_ADDRESS: env['KITH_CONNECTIONS_PER_ADDRESS'], // of those without an account; a quarter, at most 4096
    KITH_LISTEN_BACKLOG: env['KITH_LISTEN_BACKLOG'], // connections that may wait to be accepted; 4096
    KITH_TENCENT_APP_ID: env['KITH_TENCENT_APP_ID'], // app id of calls; unset: no UserSig
    KITH_TENCENT_KEY: env['KITH_TENCENT_KEY'], // key of calls
    KITH_TURN_URLS: env['KITH_TURN_URLS'], // addresses of TURN servers, separated by commas; unset: none
    KITH_TURN_SECRET: env['KITH_TURN_SECRET'], // secret that they share with the server
    KITH_TURN_TTL: env['KITH_TURN_TTL'], // seconds for which access to them is valid; 43200
    KITH_APPLE_ISSUER_ID: env['KITH_APPLE_ISSUER_ID'], // issuer id for the App Store; unset: it is not queried
    KITH_APPLE_KEY_ID: env['KITH_APPLE_KEY_ID'], // id of the key
    KITH_APPLE_KEY_FILE: env['KITH_APPLE_KEY_FILE'], // file with that key
    KITH_APPLE_API: env['KITH_APPLE_API'], // address of the App Store; the usual one
    KITH_GOOGLE_KEY_FILE: env['KITH_GOOGLE_KEY_FILE'], // service account for Google Play; unset: it is not queried
    KITH_GOOGLE_API: env['KITH_GOOGLE_API'], // address of Google Play; the usual one
    KITH_GOOGLE_PUSH_SECRET: env['KITH_GOOGLE_PUSH_SECRET'], // secret in notifications of Google Play; unset: none is accepted
    KITH_SMTP_URL: env['KITH_SMTP_URL'], // mail server; unset: no mails, in development they go to the log
    KITH_MAIL_FROM: env['KITH_MAIL_FROM'], // sender of mails
    KITH_SMS_FILE: env['KITH_SMS_FILE'], // JSON file that describes the gateway of text messages; unset: as for mails
    KITH_LOG_MESSAGES: env['KITH_LOG_MESSAGES'], // 1: without a provider, mails and text messages go to the log in production too
    KITH_PUSH_CONTACT: env['KITH_PUSH_CONTACT'], // where push services reach the operator; the sender of mails
    KITH_TOKEN_SECRET: env['KITH_TOKEN_SECRET'], // signs tokens; unset: created and kept in the data folder
    isRoot: process.getuid?.() === 0,
  };
}

export type Env = ReturnType<typeof readEnv>;
