import { describe, expect, test } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { block, makeTenant, setStatus } from './operator.js';
import { refusal, refused } from './refusals.js';

const kith = useKith();

/** An account with a nickname other than the harness's. */
async function named(nickname: string): Promise<Person> {
  const person = await kith.person('named');
  await person.im.set.setInfo({ type: 0, content: nickname });
  return person;
}

describe('/im/get/base', () => {
  test("returns the caller's profile and the numbers of pending items", async () => {
    const ada = await kith.person('ada', { sex: 1 });
    const [bo, cy] = [await kith.person('bo'), await kith.person('cy')];
    expect(await ada.im.get.base()).toMatchObject({
      user_info: {
        id: ada.id,
        nickname: 'ada',
        username: ada.username,
        photo: 'default_woman/300.jpg',
        doodling: '本宝宝暂时还没有想到个性的签名',
        sex: 1,
        circle_img: 'default_circle_img.jpg',
        money: '0.00',
        trade_password: '',
        friend_status: 1,
      },
      new_friend_tips_num: 0,
      no_reader_chat_num: 0,
    });

    await bo.im.action.friendAdd({ user_id: ada.id });
    await cy.im.action.friendAdd({ user_id: ada.id });
    expect(await ada.im.get.base()).toMatchObject({ new_friend_tips_num: 2, no_reader_chat_num: 0 });
    for (const { id } of await ada.im.get.applyFriend())
      await ada.im.action.friendAddAction({ apply_id: id });
    expect(await ada.im.get.base()).toMatchObject({ new_friend_tips_num: 0, no_reader_chat_num: 0 });

    const { list_id } = await bo.im.message.getListId({ user_id: ada.id });
    await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'one' } });
    await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'two' } });
    expect(await ada.im.get.base()).toMatchObject({ no_reader_chat_num: 2 });
    await ada.im.message.updataNoReader({ list_id });
    expect(await ada.im.get.base()).toMatchObject({ no_reader_chat_num: 0 });
  });

  test("returns the operator's settings", async () => {
    const tenant = await makeTenant(kith, {
      pageTitle: 'Our chat',
      burnAfterRead: false,
      burnDelaySeconds: 7,
      recallWindowMs: 120_000,
      membersMayPin: true,
      bottomUrl: 'https://example.com/more',
    });
    const cy = await kith.person('cy', { tenant });
    const ada = await kith.person('ada');
    expect(await cy.im.get.base()).toMatchObject({
      pc_page_title: 'Our chat',
      disappear_after_read: '0',
      disappear_delay_time: '7',
      recall_seconds: '120',
      members_may_pin: '1',
      bottom_url: 'https://example.com/more',
    });
    expect(await ada.im.get.base()).toMatchObject({
      pc_page_title: 'IM',
      disappear_after_read: '1',
      recall_seconds: '0',
      members_may_pin: '0',
      bottom_url: '',
    });
  });
});

describe('/im/get/getUserInfo', () => {
  test("returns the caller's complete row, and another person's row without private fields", async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    await kith.sql(
      `update accounts set phone = '13800000009', email = 'me@example.com', client_id = 'c1', channel = 'web', address = '192.0.2.1'
       where id = any($1)`,
      [[ada.id, bo.id]],
    );
    const mine = { phone: '13800000009', email: 'me@example.com', client_id: 'c1', channel: 'web' };
    const hidden = {
      phone: '',
      email: '',
      client_id: '',
      channel: '',
      ip: '',
      password: '',
      trade_password: '',
    };
    const own = await ada.im.get.getUserInfo();
    expect(own).toMatchObject({ id: ada.id, username: ada.username, ...mine, ip: '', password: '' });
    expect(await ada.im.get.getUserInfo({ user_id: ada.id })).toEqual(own);
    expect((await kith.post('/im/get/getUserInfo', { _token: ada.token, user_id: '' })).body.data).toEqual(
      own,
    );
    expect(await ada.im.get.getUserInfo({ user_id: 0 })).toEqual(own);

    const other = await ada.im.get.getUserInfo({ user_id: bo.id });
    expect(other).toMatchObject({ id: bo.id, username: bo.username, nickname: 'bo', agent_id: 1, ...hidden });
    expect(other.face).toBe(other.photo);
    expect(JSON.stringify(other)).not.toMatch(/13800000009|me@example|192\.0\.2/);
  });

  test('returns the user name for an account without a phone, as in the document', async () => {
    const ada = await kith.person('ada');
    expect(await ada.im.get.getUserInfo()).toMatchObject({ phone: ada.username });
  });

  test('gives the same error for another tenant, blocked, disabled and unknown accounts', async () => {
    const tenant = await makeTenant(kith);
    const ada = await kith.person('ada');
    const [bo, di, ed, fay] = await Promise.all(['bo', 'di', 'ed', 'fay'].map((name) => kith.person(name)));
    const cy = await kith.person('cy', { tenant });
    await block(kith, ada, bo!);
    await block(kith, di!, ada);
    await setStatus(kith, ed!, 'disabled');
    const ask = async (path: string, user_id: number) =>
      (await kith.post(path, { _token: ada.token, user_id })).text;
    for (const path of [
      '/im/get/getUserInfo',
      '/im/get/details',
      '/im/friend/details',
      '/im/friend/getRemarks',
    ]) {
      expect(JSON.parse(await ask(path, fay!.id))).toMatchObject({ err: 0 });
      for (const id of [cy.id, bo!.id, di!.id, ed!.id, 99_999_999]) {
        expect(await ask(path, id)).toBe(JSON.stringify(refusal('not_found')));
      }
    }
  });
});

describe('/im/get/searchUser', () => {
  const idsOf = async (by: Person, val: string) =>
    (await by.im.get.searchUser({ val })).data.map(({ id }) => id);

  test('finds people by complete user name, id and phone, with few fields', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo', { sex: 1 });
    await kith.sql(`update accounts set phone = '13811112222' where id = $1`, [bo.id]);
    for (const val of [
      bo.username,
      bo.username.toUpperCase(),
      ` ${bo.username} `,
      String(bo.id),
      '13811112222',
    ]) {
      expect(await ada.im.get.searchUser({ val }), val).toEqual({
        data: [{ id: bo.id, nickname: 'bo', photo: 'default_woman/300.jpg' }],
        is_type: 0,
      });
    }
    for (const val of [bo.username.slice(0, -1), String(bo.id).slice(0, -1), '1381111222', '3811112222']) {
      expect(await idsOf(ada, val), val).not.toContain(bo.id);
    }
  });

  test('finds people by a part of the nickname; two Chinese characters suffice', async () => {
    const ada = await kith.person('ada');
    const wang = await named('爱吃鱼的王小明');
    const zoe = await named('Zoe Quantum-Leap 3');
    for (const val of ['小明', '吃鱼', '爱吃鱼的王小明', '的王'])
      expect(await idsOf(ada, val), val).toEqual([wang.id]);
    for (const val of ['quantum', 'UANT', 'Zoe Q', 'e q', 'm-Leap', 'leap 3', 'p 3', 'Ｑｕａｎ']) {
      expect(await idsOf(ada, val), val).toEqual([zoe.id]);
    }
    for (const val of ['明小', '王明', 'Zoe Leap', 'quantumleap'])
      expect(await idsOf(ada, val), val).toEqual([]);
  });

  test('with one character finds only people with exactly that name', async () => {
    const ada = await kith.person('ada');
    const short = await named('鑫');
    await named('鑫鑫');
    await named('小鑫');
    expect(await idsOf(ada, '鑫')).toEqual([short.id]);
  });

  test('treats wildcards as literal characters', async () => {
    const ada = await kith.person('ada');
    const percent = await named('100%%off');
    const line = await named('under__line');
    const slash = await named('back\\\\slash');
    expect(await idsOf(ada, '%%')).toEqual([percent.id]);
    expect(await idsOf(ada, '__')).toEqual([line.id]);
    expect(await idsOf(ada, '\\\\')).toEqual([slash.id]);
    for (const val of ['%', '_', '\\', '%_', '_%', '*', '%off%', "';--", '']) {
      expect(await idsOf(ada, val), val).toEqual([]);
    }
  });

  test('never finds the caller, blocked or disabled accounts, or other tenants', async () => {
    const tenant = await makeTenant(kith);
    const ada = await named('搜索甲');
    const [bo, cy, di, ed] = [
      await named('搜索乙'),
      await named('搜索丙'),
      await named('搜索丁'),
      await named('搜索戊'),
    ];
    const elsewhere = await kith.person('fay', { tenant });
    await elsewhere.im.set.setInfo({ type: 0, content: '搜索己' });
    expect((await idsOf(ada, '搜索')).sort()).toEqual([bo.id, cy.id, di.id, ed.id].sort());
    await block(kith, ada, bo);
    await block(kith, cy, ada);
    await setStatus(kith, di, 'disabled');
    expect(await idsOf(ada, '搜索')).toEqual([ed.id]);
    for (const { id, username } of [ada, bo, cy, di, elsewhere]) {
      expect(await idsOf(ada, String(id))).toEqual([]);
      expect(await idsOf(ada, username)).toEqual([]);
    }
    expect(await idsOf(elsewhere, '搜索')).toEqual([]);
  });

  test('returns at most 50 people, and nothing for text that cannot be a name', async () => {
    const ada = await kith.person('ada');
    await kith.sql(
      `insert into accounts (tenant_id, username, username_key, nickname, folded_nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
       select 1, 'crowd_' || n, 'crowd_' || n, '人山人海', '人山人海', 'R', '{人山,山人,人海}', '', 0, 0, 0, 0 from generate_series(1, 60) n`,
    );
    expect(await idsOf(ada, '人山人海')).toHaveLength(50);
    expect(await idsOf(ada, '人'.repeat(51))).toEqual([]);
    await expect(ada.im.get.searchUser({ val: 'x'.repeat(201) })).rejects.toMatchObject(refused('too_large'));
    expect((await kith.post('/im/get/searchUser', { _token: ada.token })).body).toEqual(
      refusal('invalid', 'val'),
    );
  });
});

describe('/im/get/details', () => {
  test('shows a stranger, then a request, then a friend', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo', { sex: 1 });
    const stranger = {
      user_id: bo.id,
      nickname: 'bo',
      username: bo.username,
      is_friend: 0,
      doodling: '本宝宝暂时还没有想到个性的签名',
      photo: 'default_woman/300.jpg',
      sex: 1,
      show_friend: { circle: [], phone: '' },
      from: '通过搜索添加',
      content: '',
      apply_id: 0,
    };
    expect(await ada.im.get.details({ user_id: bo.id, in: 0 })).toEqual(stranger);

    await bo.im.action.friendAdd({ user_id: ada.id, content: 'it is me', is_type: 2 });
    const [request] = await ada.im.get.applyFriend();
    expect(await ada.im.get.details({ user_id: bo.id, in: 1 })).toEqual({
      ...stranger,
      from: '通过名片添加',
      content: 'it is me',
      apply_id: request!.id,
    });
    // The sender of a request is not shown it as one to accept.
    expect(await bo.im.get.details({ user_id: ada.id })).toMatchObject({
      is_friend: 0,
      apply_id: 0,
      content: '',
    });

    await ada.im.action.friendAddAction({ apply_id: request!.id });
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });
    expect(await ada.im.get.details({ user_id: bo.id })).toEqual({
      ...stranger,
      nickname: 'Bobby',
      is_friend: 1,
      from: '通过名片添加',
    });
    expect(await bo.im.get.details({ user_id: ada.id })).toMatchObject({ nickname: 'ada', is_friend: 1 });
    expect(await ada.im.get.details({ user_id: ada.id })).toMatchObject({ user_id: ada.id, is_friend: 0 });
  });
});

describe('/im/get/applyFriend', () => {
  test('lists requests, newest first, and keeps accepted ones with another label', async () => {
    const ada = await kith.person('ada');
    const [bo, cy] = [await kith.person('bo', { sex: 1 }), await kith.person('cy')];
    expect((await kith.post('/im/get/applyFriend', { _token: ada.token })).body.data).toEqual([]);
    await bo.im.action.friendAdd({ user_id: ada.id, content: 'hello' });
    kith.advance(1000);
    await cy.im.action.friendAdd({ user_id: ada.id });
    const list = await ada.im.get.applyFriend();
    expect(list).toEqual([
      {
        id: list[0]!.id,
        user_id: cy.id,
        photo: 'default_man/300.jpg',
        nickname: 'cy',
        content: '',
        text: '等待验证',
        status: 0,
      },
      {
        id: list[1]!.id,
        user_id: bo.id,
        photo: 'default_woman/300.jpg',
        nickname: 'bo',
        content: 'hello',
        text: '等待验证',
        status: 0,
      },
    ]);
    kith.advance(1000);
    await ada.im.action.friendAddAction({ apply_id: list[1]!.id });
    expect(await ada.im.get.applyFriend()).toMatchObject([
      { user_id: bo.id, text: '已添加', status: 1 },
      { user_id: cy.id, text: '等待验证', status: 0 },
    ]);
    expect(await bo.im.get.applyFriend()).toEqual([]);
  });
});

describe('/im/get/friendList', () => {
  test("returns exactly the document's response for no friends", async () => {
    const ada = await kith.person('ada');
    const { body } = await kith.post('/im/get/friendList', {
      _token: ada.token,
      list_id: '0',
      friend: '1',
      up: '1',
    });
    expect(body.data).toEqual({ data: [], member: [] });
    expect(Array.isArray(body.data.data)).toBe(true);
  });

  test('groups friends by letter: Chinese names by reading, digits too, others under #', async () => {
    const ada = await kith.person('ada');
    const friends = new Map<string, Person>();
    for (const name of ['Zoe', 'yan', '张三', '123456', '😀 smile', 'über', 'ｗｉｄｅ', '8号']) {
      const friend = await named(name);
      friends.set(name, friend);
      await kith.befriend(ada, friend);
    }
    const { data, member } = (await ada.im.get.friendList({ list_id: '0', friend: 1 })) as {
      data: Record<string, { letter: string; index: number; data: { name: string }[] }>;
      member: number[];
    };
    expect(member).toEqual([]);
    expect(
      Object.values(data).map(({ letter, index, data: rows }) => [
        letter,
        index,
        rows.map((row) => row.name),
      ]),
    ).toEqual([
      ['B', 1, ['8号']],
      ['U', 20, ['über']],
      ['W', 22, ['ｗｉｄｅ']],
      ['Y', 24, ['123456', 'yan']],
      ['Z', 25, ['Zoe', '张三']],
      ['#', 26, ['😀 smile']],
    ]);
    expect(Object.keys(data)).toEqual(['1', '20', '22', '24', '25', '26']);
    const zoe = friends.get('Zoe')!;
    const { list_id } = await ada.im.message.getListId({ user_id: zoe.id });
    expect(data['25']!.data[0]).toEqual({
      user_id: zoe.id,
      name: 'Zoe',
      photo: 'default_man/300.jpg',
      list_id,
    });
  });

  test('groups a friend by the remark, and by the name again when the remark is removed', async () => {
    const ada = await kith.person('ada');
    const bo = await named('波波');
    await kith.befriend(ada, bo);
    const where = async () => {
      const { data } = await ada.im.get.friendList({});
      return Object.values(data).map(({ letter, data: rows }) => [letter, rows[0]!.name]);
    };
    expect(await where()).toEqual([['B', '波波']]);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: '老王' });
    expect(await where()).toEqual([['L', '老王']]);
    await bo.im.set.setInfo({ type: 0, content: 'Xaver' });
    expect(await where()).toEqual([['L', '老王']]);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: '' });
    expect(await where()).toEqual([['X', 'Xaver']]);
  });
});

describe('/im/get/searchFriends', () => {
  test('finds friends by remark, nickname or user name, and nobody else', async () => {
    const ada = await kith.person('ada');
    const bo = await named('同学小波');
    await named('同学小海');
    await kith.befriend(ada, bo);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Captain' });
    const found = async (keyword: string) =>
      Object.values((await ada.im.get.searchFriends({ keyword })).data).flatMap(({ data }) =>
        data.map((row) => row.user_id),
      );
    for (const keyword of ['同学', '波', 'capt', bo.username, bo.username.toUpperCase(), '']) {
      expect(await found(keyword), keyword).toEqual([bo.id]);
    }
    for (const keyword of ['小海', '%', '_x', 'nobody']) expect(await found(keyword), keyword).toEqual([]);
    const { body } = await kith.post('/im/get/searchFriends', { _token: ada.token, keyword: 'nobody' });
    expect(body.data).toEqual({ data: [] });
  });
});
