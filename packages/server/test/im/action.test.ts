import { describe, expect, test } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { block, makeTenant, setStatus } from './operator.js';
import { refused, says } from './refusals.js';

const kith = useKith();
const ALREADY = refused('already_friends');

const pair = async () => [await kith.person('ada'), await kith.person('bo')] as const;

const requestsBetween = (a: Person, b: Person) =>
  kith.sql<{ from_id: number; status: string; greeting: string }>(
    'select from_id, status, greeting from friend_requests where from_id = any($1) and to_id = any($1)',
    [[a.id, b.id]],
  );

/** The number of sides of the friendship (2 when complete), of greetings, and of pending requests. */
async function relation(a: Person, b: Person) {
  const pairOf = [[a.id, b.id]];
  const [friends, greetings, requests] = await Promise.all([
    kith.sql('select 1 from friends where account_id = any($1) and friend_id = any($1)', pairOf),
    kith.sql(
      `select 1 from entries e join conversations c on c.id = e.conversation_id
       where e.kind = 'system' and c.low_id = any($1) and c.high_id = any($1)`,
      pairOf,
    ),
    requestsBetween(a, b),
  ]);
  return {
    sides: friends.length,
    greetings: greetings.length,
    waiting: requests.filter(({ status }) => status === 'pending').length,
  };
}

const FRIENDS = { sides: 2, greetings: 1, waiting: 0 };

describe('/im/action/friendAdd', () => {
  test('sends a request; a repeat renews the greeting and restores a deleted request', async () => {
    const [ada, bo] = await pair();
    await ada.im.action.friendAdd({ user_id: bo.id, content: 'hello' });
    await ada.im.action.friendAdd({ user_id: bo.id, content: 'hello again', is_type: 0 });
    const [request, ...more] = await bo.im.get.applyFriend();
    expect(request).toMatchObject({ user_id: ada.id, content: 'hello again', status: 0 });
    expect(more).toEqual([]);

    await bo.im.friend.removeApply({ id: request!.id });
    expect(await bo.im.get.applyFriend()).toEqual([]);
    await ada.im.action.friendAdd({ user_id: bo.id });
    expect(await bo.im.get.applyFriend()).toMatchObject([{ id: request!.id, content: '' }]);
    expect(await relation(ada, bo)).toEqual({ sides: 0, greetings: 0, waiting: 1 });
  });

  test("refuses the caller's own id, an unknown id, another tenant, and blocked or disabled accounts", async () => {
    const [ada, bo] = await pair();
    const tenant = await makeTenant(kith);
    const [cy, di, ed] = [
      await kith.person('cy', { tenant }),
      await kith.person('di'),
      await kith.person('ed'),
    ];
    await block(kith, bo, ada);
    await block(kith, ada, di);
    await setStatus(kith, ed, 'disabled');
    const { friendAdd } = ada.im.action;
    await expect(friendAdd({ user_id: ada.id })).rejects.toMatchObject(says('不能选择自己'));
    for (const { id } of [bo, cy, di, ed, { id: 99_999_999 }]) {
      await expect(friendAdd({ user_id: id })).rejects.toMatchObject(refused('not_found'));
    }
    for (const user_id of [0, -1, 2 ** 31, Number.NaN]) {
      await expect(friendAdd({ user_id })).rejects.toMatchObject(refused('invalid', 'user_id'));
    }
    expect(await kith.sql('select 1 from friend_requests where from_id = $1', [ada.id])).toEqual([]);
  });

  test('accepts any number as the way the two met', async () => {
    const [ada, bo] = await pair();
    await ada.im.action.friendAdd({ user_id: bo.id, is_type: 3 });
    expect(await bo.im.get.details({ user_id: ada.id })).toMatchObject({ from: '通过扫一扫添加' });
    await ada.im.action.friendAdd({ user_id: bo.id, is_type: 99 });
    expect(await bo.im.get.details({ user_id: ada.id })).toMatchObject({ from: '通过搜索添加' });
    for (const is_type of [70_000, -1]) {
      await expect(ada.im.action.friendAdd({ user_id: bo.id, is_type })).rejects.toMatchObject(
        refused('invalid', 'is_type'),
      );
    }
  });

  test('truncates a greeting to 200 characters, at a character boundary', async () => {
    const [ada, bo] = await pair();
    await ada.im.action.friendAdd({ user_id: bo.id, content: `a${'😀'.repeat(250)}` });
    expect((await bo.im.get.applyFriend())[0]!.content).toBe(`a${'😀'.repeat(199)}`);
  });

  test('refuses friends with err 1', async () => {
    const [ada, bo] = await pair();
    await kith.befriend(ada, bo);
    for (const [from, to] of [
      [ada, bo],
      [bo, ada],
    ] as const) {
      await expect(from.im.action.friendAdd({ user_id: to.id })).rejects.toMatchObject(ALREADY);
    }
    expect(await relation(ada, bo)).toEqual(FRIENDS);
  });

  test('makes friends at once when each asks the other, and reports that to the second', async () => {
    const [ada, bo] = await pair();
    await ada.im.action.friendAdd({ user_id: bo.id });
    const socket = await ada.socket();
    await expect(bo.im.action.friendAdd({ user_id: ada.id })).rejects.toMatchObject(ALREADY);
    expect(await relation(ada, bo)).toEqual(FRIENDS);
    expect((await socket.next('chatData')).data.msg.user_info.uid).toBe(bo.id);
  });

  test('makes friends also when both ask at the same moment', async () => {
    const couples = await Promise.all(Array.from({ length: 10 }, pair));
    await Promise.all(
      couples.map(async ([ada, bo]) => {
        const answers = await Promise.allSettled([
          ada.im.action.friendAdd({ user_id: bo.id }),
          bo.im.action.friendAdd({ user_id: ada.id }),
        ]);
        const refusals = answers.filter((answer) => answer.status === 'rejected');
        expect(refusals).toMatchObject([{ reason: ALREADY }]);
        expect(await relation(ada, bo)).toEqual(FRIENDS);
      }),
    );
  });

  test('stores a hundred parallel requests as one', async () => {
    const [ada, bo] = await pair();
    await Promise.all(
      Array.from({ length: 100 }, () => ada.im.action.friendAdd({ user_id: bo.id, content: 'hi' })),
    );
    expect(await requestsBetween(ada, bo)).toEqual([{ from_id: ada.id, status: 'pending', greeting: 'hi' }]);
    expect(await bo.im.get.applyFriend()).toHaveLength(1);
    expect((await bo.im.get.base()).new_friend_tips_num).toBe(1);
  });
});

describe('/im/action/friendAddAction', () => {
  test('makes friends, with one conversation that contains the greeting', async () => {
    const [ada, bo] = await pair();
    await ada.im.action.friendAdd({ user_id: bo.id, content: 'hello' });
    const [request] = await bo.im.get.applyFriend();
    await bo.im.action.friendAddAction({ apply_id: request!.id });
    const [adaRow] = (await ada.im.get.chatList({})).data;
    const [boRow] = (await bo.im.get.chatList({})).data;
    expect(adaRow).toMatchObject({ show_name: 'bo', list_id: boRow!.list_id, type: 0 });
    expect(boRow).toMatchObject({ show_name: 'ada' });
    expect(adaRow!.last_msg).toBe('我通过了你的朋友验证请求，现在我们可以开始聊天了');
    expect(await relation(ada, bo)).toEqual(FRIENDS);
  });

  test('works once, for the recipient only, and for existing requests', async () => {
    const [ada, bo] = await pair();
    const [cy, tenant] = [await kith.person('cy'), await makeTenant(kith)];
    const elsewhere = await kith.person('di', { tenant });
    await ada.im.action.friendAdd({ user_id: bo.id });
    const [request] = await bo.im.get.applyFriend();
    const apply_id = request!.id;
    for (const person of [ada, cy, elsewhere]) {
      await expect(person.im.action.friendAddAction({ apply_id })).rejects.toMatchObject(
        refused('not_found'),
      );
    }
    await expect(bo.im.action.friendAddAction({ apply_id: 99_999_999 })).rejects.toMatchObject(
      refused('not_found'),
    );
    expect(await relation(ada, bo)).toEqual({ sides: 0, greetings: 0, waiting: 1 });
    await bo.im.action.friendAddAction({ apply_id });
    await expect(bo.im.action.friendAddAction({ apply_id })).rejects.toMatchObject(refused('not_found'));
    expect(await relation(ada, bo)).toEqual(FRIENDS);
  });

  test('creates one friendship and one greeting for two parallel calls', async () => {
    const [ada, bo] = await pair();
    await ada.im.action.friendAdd({ user_id: bo.id });
    const [request] = await bo.im.get.applyFriend();
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => bo.im.action.friendAddAction({ apply_id: request!.id })),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect(await relation(ada, bo)).toEqual(FRIENDS);
  });

  test('answers both of two crossed requests, also when each side accepts the other', async () => {
    const crossed = async () => {
      const [ada, bo] = await pair();
      await ada.im.action.friendAdd({ user_id: bo.id });
      // As earlier servers have left them.
      await kith.sql(
        `insert into friend_requests (tenant_id, from_id, to_id, greeting, source, created_at, updated_at)
         values (1, $1, $2, '', 0, 0, 0)`,
        [bo.id, ada.id],
      );
      const [toAda] = await ada.im.get.applyFriend();
      const [toBo] = await bo.im.get.applyFriend();
      return { ada, bo, toAda: toAda!.id, toBo: toBo!.id };
    };
    const first = await crossed();
    await first.bo.im.action.friendAddAction({ apply_id: first.toBo });
    expect(await relation(first.ada, first.bo)).toEqual(FRIENDS);
    expect((await first.ada.im.get.base()).new_friend_tips_num).toBe(0);

    const couples = await Promise.all(Array.from({ length: 10 }, crossed));
    await Promise.all(
      couples.map(async ({ ada, bo, toAda, toBo }) => {
        const answers = await Promise.allSettled([
          ada.im.action.friendAddAction({ apply_id: toAda }),
          bo.im.action.friendAddAction({ apply_id: toBo }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(await relation(ada, bo)).toEqual(FRIENDS);
      }),
    );
  });

  test('refuses a request when a block followed it or its sender was disabled', async () => {
    const [ada, bo] = await pair();
    const cy = await kith.person('cy');
    for (const person of [ada, cy]) await person.im.action.friendAdd({ user_id: bo.id });
    const requests = await bo.im.get.applyFriend();
    await block(kith, bo, ada);
    await setStatus(kith, cy, 'disabled');
    for (const { id } of requests) {
      await expect(bo.im.action.friendAddAction({ apply_id: id })).rejects.toMatchObject(
        refused('not_found'),
      );
    }
    for (const person of [ada, cy]) {
      expect(await relation(person, bo)).toEqual({ sides: 0, greetings: 0, waiting: 1 });
    }
  });
});

describe('/im/action/friendAddNoValidateAction', () => {
  test('accepts like friendAddAction', async () => {
    const [ada, bo] = await pair();
    await ada.im.action.friendAdd({ user_id: bo.id });
    const [request] = await bo.im.get.applyFriend();
    await expect(ada.im.action.friendAddNoValidateAction({ apply_id: request!.id })).rejects.toMatchObject(
      refused('not_found'),
    );
    await bo.im.action.friendAddNoValidateAction({ apply_id: request!.id });
    expect(await relation(ada, bo)).toEqual(FRIENDS);
  });
});
