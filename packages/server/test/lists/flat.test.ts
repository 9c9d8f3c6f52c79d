import { beforeAll, describe, expect, it } from 'vitest';
import { im, type Endpoint } from '@kith/contract';
import { publishContent } from '@kith/core/content';
import { addCategory } from '@kith/core/videos';
import { visitorCtx } from '../../src/app/context.js';
import { say, tell } from '../conversations/chatting.js';
import { sendFile } from '../im/sent-files.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { hire, operator } from '../im/operator.js';
import { insertVideos } from '../im/videos.js';

/*
 * Lists are flat: with two rows or twenty, the server sends the same number of statements. Every endpoint
 * with a list in its result is here with a way to make it longer, or among the exceptions.
 */
// Each list waits for the search index twice.
const kith = useKith({ usualPlans: true, overrides: { timing: { indexEveryMs: 20 } } });

let ada: Person;
let bo: Person;
let eve: Person;
let list_id: string;

interface List {
  /** Makes the list longer by about this number of rows. */
  readonly grow: (by: number) => Promise<unknown>;
  readonly params?: () => Record<string, unknown>;
  /** The rows in `data`, or in the body of a response without one. */
  readonly rows?: (answer: any) => unknown; // eslint-disable-line typescript/no-explicit-any
}

/** Additions that several lists share. */
async function newFriends(by: number): Promise<Person[]> {
  const people = await newPeople(by);
  for (const person of people) await say(person, await kith.befriend(ada, person), '短信 hello');
  return people;
}
function newPeople(by: number): Promise<Person[]> {
  return Promise.all(Array.from({ length: by }, () => kith.person('someone')));
}
async function newMessages(by: number, type: number, content: Record<string, unknown>): Promise<void> {
  for (let i = 0; i < by; i++) await tell(bo, list_id, type, content);
}
/** Moments of an account, each with a like and a comment of others. */
async function newMoments(of: Person, by: number): Promise<void> {
  for (let i = 0; i < by; i++) {
    const { circle_id: id } = await of.im.circle.sendMsg({ content: { text: 'hello' } });
    for (const who of [ada, of]) await who.im.circle.likeAction({ id, is_like: 1 });
    await of.im.circle.comment({ id, message: 'hello' });
  }
}

function newArticles(position: 'help' | 'about') {
  const texts = { all: { title: 'title', summary: '', body: '' } };
  const article = { position, texts, picture: '', isShown: true, sort: 0 };
  return async (by: number) =>
    publishContent(await operator(kith, 1), { articles: Array.from({ length: by }, () => article) });
}
function newLinks(place: 'menu' | 'explore') {
  const link = { name: 'name', url: 'https://example.com', port: '', picture: '', isShown: true, sort: 0 };
  return async (by: number) =>
    publishContent(await operator(kith, 1), { [place]: Array.from({ length: by }, () => link) });
}
let cy: Person;
/** Two of cy's videos. */
let share_id: number;
let commented: number;
let category: number;

const lists: Readonly<Record<string, List>> = {
  [im.account.sessions.path]: {
    grow: async (by) => {
      for (let i = 0; i < by; i++) await kith.visitor().in.login(ada);
    },
  },
  [im.account.letters.path]: {
    grow: (by) =>
      kith.sql(
        `insert into letters (tenant_id, account_id, reason_id, decision_id, texts, created_at)
         select 1, $1, 11, n, '{"en":"hello"}', 1 from generate_series(1, $2::int) n`,
        [ada.id, by],
      ),
  },
  [im.account.blocked.path]: {
    grow: async (by) => {
      for (const { id } of await newPeople(by))
        await ada.api.chat.friendship_block({ target_id: id, action: 'ban' });
    },
  },
  [im.get.searchUser.path]: {
    grow: newPeople,
    params: () => ({ val: 'someone' }),
    rows: (data) => data.data,
  },
  [im.get.applyFriend.path]: {
    grow: async (by) => {
      for (const person of await newPeople(by)) await person.im.action.friendAdd({ user_id: ada.id });
    },
  },
  [im.get.friendList.path]: { grow: newFriends, rows: (data) => Object.values(data.data).flatMap(inGroup) },
  [im.get.searchFriends.path]: {
    grow: newFriends,
    params: () => ({ keyword: 'someone' }),
    rows: (data) => Object.values(data.data).flatMap(inGroup),
  },
  [im.get.chatList.path]: { grow: newFriends },
  [im.get.searchCahtMsg.path]: { grow: newFriends, params: () => ({ chat_msg: '短信' }) },
  [im.get.chatData.path]: {
    grow: (by) => newMessages(Math.ceil(by / 2), 0, { text: 'hello' }),
    params: () => ({ list_id }),
    rows: (data) => data.list,
  },
  [im.get.circleData.path]: { grow: (by) => newMoments(bo, by), rows: (data) => data.data },
  [im.get.circleDatas.path]: {
    grow: (by) => newMoments(eve, by),
    params: () => ({ user_id: eve.id }),
    rows: (data) => data.data,
  },
  [im.get.filelist.path]: {
    grow: (by) => newMessages(by, 11, { url: 'a.pdf', name: 'a.pdf' }),
    params: () => ({ list_id }),
    rows: (data) => data.data,
  },
  [im.get.serviceList.path]: {
    grow: async (by) => {
      await hire(kith, ada);
      for (const person of await newPeople(by)) await say(person, await person.im.get.kefu(), 'help');
    },
  },
  [im.get.inviteList.path]: {
    grow: async (by) => {
      const { invite_code } = await ada.im.get.getUserInfo();
      for (let i = 0; i < by; i++) await kith.visitor().in.reg_tourist({ invite_code });
    },
  },
  [im.vendor.getArticleList.path]: { grow: newArticles('help') },
  [im.vendor.getAboutList.path]: { grow: newArticles('about') },
  [im['middle.Middle'].get_list.path]: { grow: newLinks('menu') },
  [im.agent.getOnlineList.path]: { grow: newLinks('explore') },
  [im.vendor.getUserStore.path]: {
    grow: async (by) => {
      for (let i = 0; i < by; i++) {
        const { msg } = await say(i % 2 ? ada : bo, list_id, 'to keep');
        await ada.im.vendor.saveStore({ list_id, msg_id: msg.id });
      }
    },
    rows: (data) => data.data,
  },
  [im.user.myfavor.path]: {
    grow: async (by) => {
      for (let i = 0; i < by; i++)
        await ada.im.user.addFavor({ url: (await sendFile(bo, list_id, 'image')).name });
    },
  },
  [im.user.offeredStickers.path]: {
    grow: (by) =>
      kith.sql(
        `with stored as (
           insert into files (tenant_id, name, family, mime, original_name, size_bytes, created_at)
           select 1, replace(gen_random_uuid()::text, '-', '') || '.png', 'image', 'image/png', '', 1, 1
           from generate_series(1, $1::int) returning file_id
         )
         insert into offered_stickers (tenant_id, file_id, names, sort, written_by, changed_at)
         select 1, file_id, '{}', 0, 'kith', 1 from stored`,
        [by],
      ),
  },
  [im.image.list.path]: {
    grow: (by) => newMessages(by, 2, { url: 'a.jpg', w: 1, h: 1 }),
    params: () => ({ list_id }),
  },
  [im['video.Share'].category.path]: {
    grow: async (by) => {
      const { deps } = kith.server;
      const ctx = visitorCtx(deps, await deps.auth.tenant(1), '');
      for (let i = 0; i < by; i++) await addCategory(ctx, `category ${i}`);
    },
  },
  [im['video.Share'].video_lists.path]: {
    grow: (by) => insertVideos(kith, bo, by, category),
    params: () => ({ type: category }),
  },
  [im['video.Share'].video_list.path]: {
    grow: (by) => insertVideos(kith, cy, by),
    params: () => ({ type: 2, id: share_id }),
  },
  [im['video.Share'].user_video.path]: {
    grow: (by) => insertVideos(kith, ada, by),
    params: () => ({ user_id: ada.id }),
  },
  [im['video.Share'].fabulous_log.path]: {
    grow: async (by) => {
      for (const id of await insertVideos(kith, bo, by)) await ada.im['video.Share'].fabulous({ id });
    },
    params: () => ({ user_id: ada.id }),
  },
  [im['video.Share'].common_log.path]: {
    grow: async (by) => {
      for (let i = 0; i < by; i++) await bo.im['video.Share'].comment({ share_id, content: 'hi' });
    },
    params: () => ({ user_id: bo.id }),
  },
  [im['video.Share'].me_follow.path]: {
    grow: async (by) => {
      for (const fan of await newPeople(by)) await fan.im['video.Share'].follow({ user_id: ada.id });
    },
    params: () => ({ type: 1 }),
  },
  [im['video.Share'].getComment.path]: {
    grow: async (by) => {
      for (const who of await newPeople(by)) {
        await who.im['video.Share'].comment({ share_id: commented, content: 'hi' });
        const [newest] = (await who.im['video.Share'].getComment({ id: commented })).data;
        await ada.im['video.Share'].comment({ share_id: commented, comment_id: newest!.id, content: 'ho' });
      }
    },
    params: () => ({ id: commented }),
  },
};

/** Group lists: each has its own group that grows by members, unless the list states otherwise. */
const groupLists: Readonly<Record<string, Omit<List, 'grow'> & { grow?: List['grow'] }>> = {
  [im.message.groupMember.path]: {},
  [im.message.getChatDetails.path]: { rows: (data) => data.member },
  [im.message.getGroupAdmin.path]: {
    params: () => ({ type: 1 }),
    rows: (data) => data.list.flatMap(inGroup),
  },
  [im.vendor.getMemberData.path]: { rows: (data) => data.list.flatMap(inGroup) },
  [im.vendor.getMemberList.path]: { rows: (data) => Object.values(data.data).flatMap(inGroup) },
  [im.vendor.getMemberPhotos.path]: {},
  [im.group.searchFriends.path]: {
    params: () => ({ keyword: 'someone' }),
    rows: (data) => Object.values(data.data).flatMap(inGroup),
  },
  [im.group.people.path]: {
    params: () => ({ users: Array.from({ length: 4000 }, (_, id) => id + 10_000) }),
  },
  [im.message.getGroupNotice.path]: {
    grow: async (by) => {
      for (let i = 0; i < by; i++)
        await ada.im.message.addGroupNotice({ list_id: club, content: `notice ${i}` });
    },
  },
};
let club: string;
async function newMembers(by: number): Promise<void> {
  for (const { im: own, id } of await newPeople(by))
    await own.message.addChat({ users: [id], list_id: club, type: 1, user_id: ada.id });
}
const all: Readonly<Record<string, List>> = {
  ...lists,
  ...Object.fromEntries(
    Object.entries(groupLists).map(([path, list]): [string, List] => [
      path,
      { grow: newMembers, ...list, params: () => ({ list_id: club, ...list.params?.() }) },
    ]),
  ),
  [im.get.applyGroup.path]: {
    grow: async (by) => {
      await ada.im.message.needCheckChange({ list_id: club, value: 1 });
      await newMembers(by);
      await ada.im.message.needCheckChange({ list_id: club, value: 0 });
    },
  },
  [im.get.getCommonGroupList.path]: {
    grow: async (by) => {
      for (let i = 0; i < by; i++) await ada.im.message.addGroup({ users: [bo.id], name: `club ${i}` });
    },
    params: () => ({ user_id: bo.id }),
  },
};

/** Responses with an array that contains no rows of a table. */
const noLists: ReadonlySet<string> = new Set([im.app.config.path, im.app.sysConfig.path]);

function inGroup(group: unknown): unknown[] {
  return (group as { data: unknown[] }).data;
}

const UNINDEXED = `
  select from entries e
  where e.kind = 'message' and e.type in (0, 4, 10, 11) and e.gone is null and not exists (
    select from entry_search s where s.conversation_id = e.conversation_id and s.seq = e.seq
  ) limit 1`;

beforeAll(async () => {
  [ada, bo, eve] = [await kith.person('ada'), await kith.person('bo'), await kith.person('eve')];
  list_id = await kith.befriend(ada, bo);
  club = (await ada.im.message.addGroup({ users: [bo.id], name: 'the club' })).list_id;
  await kith.befriend(ada, eve);
  cy = await kith.person('cy');
  [share_id, commented] = (await insertVideos(kith, cy, 2)) as [number, number];
  await ada.im['video.Share'].follow({ user_id: cy.id });
  category = (await ada.im['video.Share'].category())[0]!.id;
});

const endpoints: Endpoint[] = Object.values(im).flatMap((group): Endpoint[] => Object.values(group));

describe('an endpoint takes as many statements for many rows as for few', () => {
  it.each(Object.entries(all))('%s', async (path, { grow, params, rows = (data) => data }) => {
    const call = () => kith.post(path, { _token: ada.token, ...params?.() });
    const measure = async () => {
      let queries = Infinity;
      let length = 0;
      // A search also reads messages that are not in the index yet.
      if (path === im.get.searchCahtMsg.path)
        await eventually('all is indexed', async () => (await kith.sql(UNINDEXED)).length === 0);
      // The minimum of several: a session is updated once a minute, the tenant is loaded every two seconds.
      for (let i = 0; i < 5; i++) {
        queries = Math.min(
          queries,
          await kith.countQueries(async () => {
            const { body } = await call();
            expect(body.err ?? body.code ?? 0, JSON.stringify(body)).toBe(0);
            length = (rows(Object.hasOwn(body, 'data') ? body.data : body) as unknown[]).length;
          }),
        );
      }
      return { queries, length };
    };
    await grow(2);
    const few = await measure();
    await grow(12);
    const many = await measure();
    expect(few.length, 'rows of the short list').toBeGreaterThanOrEqual(1);
    expect(many.length, 'rows of the long list').toBeGreaterThanOrEqual(few.length + 5);
    expect(many.queries).toBe(few.queries);
    expect(few.queries).toBeGreaterThan(0);
  });

  it('every endpoint with a list in its result has a case', () => {
    const listing = endpoints.filter(({ result }) => holdsRows(result)).map(({ path }) => path);
    expect(
      listing.filter((path) => !all[path] && !noLists.has(path)),
      'Add these paths to packages/server/test/lists/flat.test.ts (`lists`, `groupLists` or `noLists`)',
    ).toEqual([]);
  });
});

/** Whether a schema contains an array of objects. */
function holdsRows(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  const { type, items } = schema as { type?: string; items?: { type?: string } };
  if (type === 'array' && items?.type === 'object') return true;
  return Object.values(schema).some(holdsRows);
}
