import { createHmac } from 'node:crypto';
import { connectIm } from '@kith/sdk';
import type pg from 'pg';
import { fetchFrom } from '../generator/logins.js';
import type { Seat, Stream } from '../task.js';
import { zipf } from './subject.js';

/*
 * Thousands of accounts would take minutes over the interface. So one pair, or one group of two, is made there, and its
 * rows are copied: whatever columns a row has, a copy has them too.
 */

interface Place {
  readonly url: string;
  /** Signs tokens. */
  readonly secret: string;
  readonly rooms: number;
  readonly size: number;
}

/** Creates rooms with members: a room of two is a conversation of friends, a larger one a group. */
export async function seatKith(db: pg.Client, { url, secret, rooms, size }: Place): Promise<Seat[][]> {
  const model = await makeModel(db, url, size);
  const accounts = await copyAccounts(db, model.accountId, rooms * size);
  const sessions = await copy<{ id: string; account_id: number; created_at: number }>(db, 'sessions', {
    where: `t.account_id = ${model.accountId}`,
    over: 'unnest($1::integer[]) as o(account_id)',
    values: [accounts],
    set: { id: 'gen_random_uuid()', account_id: 'o.account_id' },
  });
  const tokens = new Map(sessions.map((session) => [session.account_id, signToken(secret, session)]));
  const members = Array.from({ length: rooms }, (_, room) => accounts.slice(room * size, (room + 1) * size));
  const conversations = await copyConversations(db, model.conversationId, members);
  return members.map((ids, room) =>
    ids.map((id) => ({ user: String(id), secret: tokens.get(id)!, room: conversations[room]! })),
  );
}

/** Makes two friends over the interface and, for a larger size, a group of both. */
async function makeModel(db: pg.Client, url: string, size: number) {
  const [a, b] = [await registerVisitor(url, '10.8.0.1'), await registerVisitor(url, '10.8.0.2')];
  const asA = connectIm({ url, token: a.token });
  const asB = connectIm({ url, token: b.token });
  await asA.action.friendAdd({ user_id: b.id });
  const [request] = await asB.get.applyFriend();
  await asB.action.friendAddAction({ apply_id: request?.id ?? 0 });
  const { list_id } =
    size === 2
      ? await asA.message.getListId({ user_id: b.id })
      : await asA.message.addGroup({ users: [b.id] });
  const { rows } = await db.query<{ id: number }>('select id from conversations where list_id = $1::uuid', [
    list_id,
  ]);
  // The second one is an ordinary member of the group.
  return { accountId: b.id, conversationId: Number(rows[0]!.id) };
}

/** A new account without a password. `address` is its network address, which the limits count. */
export async function registerVisitor(url: string, address: string): Promise<{ id: number; token: string }> {
  const { token, userid } = await connectIm({ url, fetch: fetchFrom(address) }).in.reg_tourist();
  return { id: Number(userid.replace('Mac_trtc_', '')), token };
}

/** Copies an account; returns the new ids in order. */
export async function copyAccounts(db: pg.Client, modelId: number, count: number): Promise<number[]> {
  const name = `'bench_' || gen_random_uuid()`;
  const rows = await copy<{ id: number }>(db, 'accounts', {
    where: `t.id = ${modelId}`,
    over: `generate_series(1, ${count})`,
    set: {
      id: `nextval('account_ids')`,
      username: name,
      username_key: name,
      username_skeleton: 'null',
      own_code: `substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)`,
    },
  });
  return rows.map(({ id }) => id).toSorted((a, b) => a - b);
}

/** Copies the conversation, its stream and its members for each list of accounts; returns the ids on the wire. */
async function copyConversations(
  db: pg.Client,
  modelId: number,
  members: readonly number[][],
): Promise<string[]> {
  const isPair = members[0]?.length === 2;
  const made = await copy<{ id: string; list_id: string; low_id: number | null }>(db, 'conversations', {
    where: `t.id = ${modelId}`,
    over: 'unnest($1::integer[], $2::integer[]) as o(low_id, high_id)',
    values: [members.map(([low]) => low), members.map(([, high]) => high)],
    set: {
      list_id: 'gen_random_uuid()',
      ...(isPair ? { low_id: 'o.low_id', high_id: 'o.high_id' } : { member_count: `${members[0]?.length}` }),
    },
  });
  const byLow = new Map(made.map((one) => [one.low_id, one]));
  const ordered = isPair ? members.map(([low]) => byLow.get(low!)!) : made;
  const ids = ordered.map(({ id }) => id);
  const overMembers = {
    over: 'unnest($1::bigint[], $2::integer[]) as o(conversation_id, account_id)',
    values: [members.flatMap((all, room) => all.map(() => ids[room])), members.flat()],
  };
  const overIds = { over: 'unnest($1::bigint[]) as o(conversation_id)', values: [ids] };
  const where = `t.conversation_id = ${modelId}`;
  const set = { conversation_id: 'o.conversation_id' };
  await copy(db, 'entries', { where, set: { ...set, client_id: 'null' }, ...overIds });
  await copy(db, 'members', {
    where: `${where} and t.role = 'member' and t.account_id = (select max(account_id) from members where conversation_id = ${modelId})`,
    set: { ...set, account_id: 'o.account_id' },
    ...overMembers,
  });
  if (isPair) {
    await copy(db, 'friends', {
      where: `(t.account_id, t.friend_id) = (select low_id, high_id from conversations where id = ${modelId})`,
      set: { account_id: 'o.account_id', friend_id: 'o.friend_id' },
      over: 'unnest($1::integer[], $2::integer[]) as o(account_id, friend_id)',
      values: [members.flat(), members.flatMap(([low, high]) => [high, low])],
    });
  } else await copy(db, 'groups', { where, set: { ...set, code: 'gen_random_uuid()' }, ...overIds });
  await db.query('analyze');
  return ordered.map((one) => one.list_id.replaceAll('-', ''));
}

/** Copies the rows of a table that match, once for each row of `over`, with some columns replaced. */
export async function copy<Row extends pg.QueryResultRow>(
  db: pg.Client,
  table: string,
  {
    where,
    over,
    values = [],
    set,
  }: { where: string; over: string; values?: unknown[]; set: Readonly<Record<string, string>> },
): Promise<Row[]> {
  const { rows } = await db.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const expressions = names.map((name) => set[name] ?? `t.${name}`);
  const { rows: made } = await db.query<Row>(
    `insert into ${table} (${names.join(', ')})
     select ${expressions.join(', ')} from ${table} t cross join ${over} where ${where} returning *`,
    values,
  );
  return made;
}

/** A token as Kith signs it: a JSON web token with the claims of the Chat API. */
function signToken(secret: string, session: { id: string; account_id: number; created_at: number }): string {
  const issuedAt = Math.floor(Number(session.created_at) / 1000);
  const claims = {
    user_id: session.account_id,
    iss: 'im_http',
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 365 * 24 * 3600,
    sub: String(session.account_id),
    jti: session.id,
  };
  const body = [{ typ: 'JWT', alg: 'HS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/**
 * Fills the streams of the rooms with messages, interleaved as if they had been written at the same time. They are older
 * than the time up to which the index counts as complete, so the indexer has no part in what is measured afterwards.
 */
export async function fillKith(
  db: pg.Client,
  rooms: readonly (readonly Seat[])[],
  count: number,
): Promise<Stream[]> {
  const counts = zipf(rooms.length, count);
  await db.query(
    `create temporary table fill as
     select c.tenant_id, c.id, c.last_seq, c.message_count, o.sender_id, o.count
     from unnest($1::uuid[], $2::integer[], $3::integer[]) as o(list_id, sender_id, count) join conversations c using (list_id)`,
    [rooms.map(([seat]) => seat!.room), rooms.map(([seat]) => Number(seat!.user)), counts],
  );
  await db.query(`
    insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
    select tenant_id, id, last_seq + i, 'message', 0, sender_id,
      (extract(epoch from now()) * 1000)::bigint - 1000000000 + (i * 1000000000.0 / count)::bigint,
      message_count + i, '{"text":"' || i || ' ' || repeat('lorem ipsum ', 8) || '"}'
    from fill, generate_series(1, count) i order by i::float8 / count`);
  const { rows: last } = await db.query<{ list_id: string; last_seq: number }>(`
    update conversations c
    set last_seq = c.last_seq + f.count, message_count = c.message_count + f.count,
      last_sent_at = (extract(epoch from now()) * 1000)::bigint
    from fill f where f.tenant_id = c.tenant_id and f.id = c.id returning c.list_id, c.last_seq`);
  await db.query('drop table fill');
  await db.query('vacuum analyze entries');
  const lastSeqs = new Map(last.map((row) => [row.list_id.replaceAll('-', ''), row.last_seq]));
  return rooms.map(([seat], room) => ({ count: counts[room]!, last: lastSeqs.get(seat!.room) ?? 0 }));
}
