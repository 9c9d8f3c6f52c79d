import { Migrator } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectIm, type ImClient } from '@kith/sdk';
import { migrations } from '@kith/core/db';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { connectionOptions, makeDb } from '../../src/adapters/postgres/pool.js';
import { eventually, PASSWORD, quickPasswords, useKith } from '../harness/kith.js';

/*
 * A database of the first schema, with rows of the tables that later migrations rewrite. The server of today starts on
 * it and shows the same as the server that wrote them.
 */
const FIRST = '20261129-05-foundation';
const template = `kith_first_${process.pid}`;
const asAdmin = () => new pg.Client(inject('database'));

beforeAll(async () => {
  const admin = asAdmin();
  await admin.connect();
  await admin.query(`create database ${template}`);
  await admin.end();
  const connection = { ...inject('database'), database: template };
  const db = makeDb(connectionOptions(connection, 'upgrade'), () => undefined);
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider }).migrateTo(FIRST);
  expect(error).toBeUndefined();
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(
    ROWS.replaceAll(
      'HASH',
      await quickPasswords.hash(PASSWORD, { address: '127.0.0.1', accountId: undefined }),
    ),
  );
  await client.end();
  await migrate(db);
  await db.destroy();
});
const kith = useKith({ template });
// After the server has ended: it was copied while nobody used it.
afterAll(async () => {
  const admin = asAdmin();
  await admin.connect();
  await admin.query(`drop database if exists ${template} with (force)`);
  await admin.end();
});

const LIST = 'a'.repeat(32);
/** Ada (1) and her friend Bo (2), who have written to each other; Bo's first message was recalled. Cy (3) is banned. */
const ROWS = `
  insert into accounts (tenant_id, id, username, username_key, nickname, letter, grams, signature, sex, password_hash, status,
    created_at, updated_at, last_seen_at)
  select 1, a.id, a.name, a.name, initcap(a.name), upper(left(a.name, 1)), '{}', '', 0, 'HASH', a.status, 1000, 1000, 1000
  from (values (1, 'ada', 'active'), (2, 'bo', 'active'), (3, 'cy', 'disabled')) as a (id, name, status);
  insert into friends (tenant_id, account_id, friend_id, source, created_at) values (1, 1, 2, 0, 1000), (1, 2, 1, 0, 1000);

  insert into conversations (tenant_id, id, list_id, kind, low_id, high_id, last_seq, message_count, last_sent_at, created_at,
    member_count)
  values (1, 1, '${LIST}', 'single', 1, 2, 3, 2, 5000, 1000, 2);
  insert into members (tenant_id, conversation_id, account_id, read_seq, read_count, created_at)
  values (1, 1, 1, 0, 0, 1000), (1, 1, 2, 3, 2, 1000);
  insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content, gone)
  values (1, 1, 1, 'message', 0, 2, 3000, 1, '{"text":"a slip"}', 'recalled'),
    (1, 1, 2, 'recall', 0, 2, 4000, 1, '{"target":1}', null),
    (1, 1, 3, 'message', 0, 2, 5000, 2, '{"text":"Tea at five?"}', null);

  insert into sanctions (tenant_id, id, account_id, kind, created_at, status_before)
  overriding system value values (1, 1, 3, 'ban', 9000, 'active');
  insert into moderation_log (tenant_id, at, done_by, what, account_id, sanction_id, why)
  values (1, 9000, 'mei', 'ban', 3, 1, 'a picture'), (1, 9001, 'mei', 'photo refused for child safety', 3, null, 'a picture');
  insert into reports (tenant_id, reporter_id, target_id, reason_id, text, is_case, weight, created_at)
  values (1, 1, 2, 12, 'sells bridges', true, 1.5, 6000), (1, 3, 2, 12, '', true, 0.25, 7000);

  insert into articles (tenant_id, position, title, summary, body, picture, is_shown, sort, created_at, updated_at)
  values (1, 0, 'Tea rules', 'How to brew', '<p>Use fresh water.</p>', '', true, 0, 1000, 0),
    (1, 0, 'Changed once', '', '<p>Later.</p>', '', true, 1, 1000, 2000),
    (1, 0, 'Not shown', '', '<p>Never.</p>', '', false, 2, 1000, 0);
  insert into announcements (tenant_id, title, body, is_shown, created_at) values (1, 'Closed on Monday', 'We move.', true, 1000);
  insert into content_starts (tenant_id, created_at) values (1, 1000);
`;

async function signIn(username: string): Promise<ImClient> {
  const { token } = await kith.visitor().in.login({ username, password: PASSWORD });
  return connectIm({ url: kith.url, token });
}

describe('a database of the first schema', () => {
  it('keeps chats, their messages, what was recalled and what is unread', async () => {
    const ada = await signIn('ada');
    const { data } = await ada.get.chatList();
    const [chat] = data;
    expect(chat).toMatchObject({ list_id: LIST, no_reader_num: 1 });
    const { list } = await ada.get.chatData({ list_id: LIST });
    expect(list.map(({ msg }) => msg.content)).toMatchObject([
      { text: 'Bo撤回了一条消息' },
      { text: 'Tea at five?' },
    ]);
    await (
      await signIn('bo')
    ).message.textMsg({ list_id: LIST, content_type: 0, content: { text: 'Hello?' } });
    expect((await ada.get.chatData({ list_id: LIST })).list).toHaveLength(3);
  });

  it('finds people and messages written before the search index', async () => {
    const ada = await signIn('ada');
    const found = async () => (await ada.get.searchCahtMsg({ chat_msg: 'five' })).map((row) => row.list_id);
    await eventually('the message is found', async () => (await found()).includes(LIST));
    expect((await ada.get.searchUser({ val: 'bo' })).data).toMatchObject([{ id: 2 }]);
  });

  it('shows articles and announcements, and no others', async () => {
    const ada = await signIn('ada');
    const articles = await ada.vendor.getArticleList();
    expect(articles.map(({ article_name }) => article_name).toSorted()).toEqual([
      'Changed once',
      'Tea rules',
    ]);
    const { id } = articles.find(({ article_name }) => article_name === 'Tea rules')!;
    expect(await ada.vendor.getArticleDetail({ article_id: id })).toMatchObject({
      article_name: 'Tea rules',
      content: expect.stringContaining('fresh water'),
    });
    expect(await ada.announcement.getAnnounceMentInfo()).toMatchObject({ title: 'Closed on Monday' });
  });

  it('keeps bans, those for child safety apart, and the weight of open reports', async () => {
    await expect(signIn('cy')).rejects.toMatchObject({ err: 4 });
    expect(await kith.sql('select is_child_safety from sanctions')).toEqual([{ is_child_safety: true }]);
    expect(
      await kith.sql('select account_id, is_child_safety, reports, weight from reported_accounts'),
    ).toEqual([{ account_id: 2, is_child_safety: false, reports: 2, weight: 1.75 }]);
  });
});
