import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decideCase, listCases } from '@kith/core/moderation';
import { eraseDueAccounts } from '@kith/core/privacy';
import { sweep } from '../../src/workers/sweep.js';
import { image, putPhoto } from '../api/photos.js';
import { open } from '../api/channels.js';
import { universityId } from '../api/people.js';
import { group, plainPasswords, say, tell } from '../conversations/chatting.js';
import { whileHeld } from '../harness/held.js';
import { eventually, PASSWORD, useKith, type Person } from '../harness/kith.js';
import { block, changeSettings, hire, operator } from '../im/operator.js';
import { file, picture } from '../im/pictures.js';
import { aMinuteLater, sendFile } from '../im/sent-files.js';
import { clip, insertVideos, release } from '../im/videos.js';
import { refused } from '../im/refusals.js';
import { insertRecords, rules, storedFiles, tablesOf, tablesWith } from './departed.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords }, timing: { indexEveryMs: 20 } } });
const DAY_MS = 24 * 3600_000;
const NAME = '已注销用户';

const erase = async () => eraseDueAccounts(await operator(kith, 1));
const remove = (who: Person) => who.im.account.deleteAccount({ password: PASSWORD });

describe('/im/account/deleteAccount', () => {
  test('needs the password, and leaves all else untouched without it', async () => {
    const ada = await kith.person('ada');
    const wrong = ada.im.account.deleteAccount({ password: 'Wr0ngPassword' });
    await expect(wrong).rejects.toMatchObject({ err: 1 });
    expect((await ada.im.get.base()).user_info.id).toBe(ada.id);
    expect(await kith.sql('select from account_deletions where account_id = $1', [ada.id])).toHaveLength(0);
  });

  test('shows others a deleted account at once; signing in through in/frozen keeps it as it was', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    const club = await group(kith, [{ person: ada }, { person: bo }]);
    await say(ada, list_id, 'hello');
    await ada.im.set.setInfo({ type: 1, content: 'a line' });
    const [socket, before] = [await ada.v1(), await ada.im.get.getUserInfo()];
    const now = kith.server.deps.now();
    const { erase_time } = await remove(ada);
    expect(Math.abs(erase_time * 1000 - now - 7 * DAY_MS)).toBeLessThan(60_000);
    expect(await socket.closed).toBe(4001);
    expect((await kith.post('/im/get/base', { _token: ada.token })).body.err).toBe(1);

    await expect(bo.im.get.details({ user_id: ada.id })).rejects.toMatchObject(refused('not_found'));
    const seen = [
      await bo.im.get.friendList({}),
      await bo.im.get.chatData({ list_id }),
      await bo.im.message.groupMember({ list_id: club }),
    ];
    expect(JSON.stringify(seen)).toContain(NAME);
    expect(JSON.stringify([...seen, await bo.im.get.chatList()])).not.toContain(ada.username);
    const [owner] = await kith.sql<{ account_id: number }>(
      `select m.account_id from members m join conversations c on c.id = m.conversation_id
       where c.list_id = $1 and m.role = 'owner'`,
      [club],
    );
    expect(owner!.account_id).toBe(bo.id);

    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('account_deleting'));
    kith.advance(6 * DAY_MS);
    await erase();
    const { token } = await kith.visitor().in.frozen(ada);
    kith.advance(30 * DAY_MS);
    await erase();
    const { token: again } = await kith.visitor().in.login(ada);
    const { body } = await kith.post('/im/get/getUserInfo', { _token: again });
    expect(body.data).toMatchObject({ nickname: before.nickname, doodling: 'a line' });
    expect(token).not.toBe('');
    expect((await bo.im.get.details({ user_id: ada.id })).nickname).toBe(before.nickname);
  });

  test('a visitor needs no password; a tenant without a grace period erases at once', async () => {
    await changeSettings(kith, 1, { deletionGraceDays: 0 });
    const { token, userid } = await kith.visitor().in.reg_tourist({});
    const { body } = await kith.post('/im/account/deleteAccount', { _token: token });
    expect(body.err).toBe(0);
    await erase();
    await changeSettings(kith, 1, { deletionGraceDays: 7 });
    const id = Number(/\d+$/.exec(userid)?.[0]);
    const [row] = await kith.sql<{ status: string; nickname: string }>(
      'select * from accounts where id = $1',
      [id],
    );
    expect(row).toMatchObject({
      status: 'disabled',
      nickname: NAME,
      address: '',
      own_code: expect.any(String),
    });
  });
});

describe('an erased account', () => {
  test('does not wait for another one that cannot be erased, which is tried again an hour later', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    for (const who of [ada, bo]) await remove(who);
    await kith.sql(
      `create function refuse_ada() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`,
    );
    await kith.sql(
      `create trigger refuse_ada before delete on sessions for each row when (old.account_id = ${ada.id}) execute function refuse_ada()`,
    );
    const isErased = async ({ id }: Person) =>
      (await kith.sql('select from account_deletions where account_id = $1 and erased_at is not null', [id]))
        .length === 1;
    kith.advance(7 * DAY_MS + 1000);
    await erase();
    expect([await isErased(ada), await isErased(bo)]).toEqual([false, true]);
    await kith.sql('drop function refuse_ada cascade');
    await erase();
    expect(await isErased(ada)).toBe(false);
    kith.advance(3600_000 + 1000);
    await erase();
    expect(await isErased(ada)).toBe(true);
  });

  test('leaves the right number of comments below a video on which somebody comments meanwhile', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [id] = await insertVideos(kith, bo, 1);
    await ada.im['video.Share'].comment({ share_id: id!, content: 'old' });
    await remove(ada);
    kith.advance(7 * DAY_MS + 1000);
    const comment = `with written as (
        insert into video_comments (tenant_id, video_id, owner_id, account_id, content, created_at)
        values (1, $1, $2, $2, 'new', 1)
      )
      update videos set comment_count = comment_count + 1 where id = $1`;
    await whileHeld(kith, [comment, [id, bo.id]], erase);
    const { data } = await bo.im['video.Share'].getComment({ id: id! });
    expect(data.map(({ content }) => content)).toEqual(['new']);
    expect((await bo.im['video.Share'].user_video({ user_id: bo.id })).data[0]!.comment).toBe(1);
  });

  test('leaves nothing in any table or file but what its rule names', async () => {
    await kith.sql('alter sequence account_ids restart with 7654321');
    const ada = await kith.person('zerlina');
    expect(ada.id).toBe(7654321);
    const [bo, cy, eve] = [await kith.person('bo'), await kith.person('cy'), await kith.person('eve')];
    const before = new Set((await storedFiles(kith)).keys());
    const list_id = await live(ada, bo, cy, eve);

    const all = await tablesOf(kith);
    expect(Object.keys(rules).toSorted(), 'Each table needs its rule in departed.ts').toEqual(all.toSorted());
    const mine = Object.entries(rules).flatMap(([table, rule]) =>
      typeof rule === 'object' && 'ofNobody' in rule ? [] : [table],
    );
    const filled = new Set((await Promise.all(MARKS.map((mark) => tablesWith(kith, mark)))).flat());
    const unfilled = mine.filter((table) => !filled.has(table) && table !== 'account_deletions');
    expect(unfilled, 'The story fills each table').toEqual([]);

    await remove(ada);
    kith.advance(7 * DAY_MS + 1000);
    await erase();
    for (let i = 0; i < 2; i++) await aMinuteLater(kith);
    // What the open cases need, and nothing else, is still there.
    expect(await tablesWith(kith, 'quixotic')).toEqual([
      'account_notes',
      'appeals',
      'evidence',
      'letters',
      'moderation_log',
      'reports',
    ]);

    const ctx = await operator(kith, 1);
    for (const { id } of await listCases(ctx))
      await decideCase(ctx, { id, isUpheld: false, by: 'olga', why: 'settled' });
    kith.advance(200 * DAY_MS);
    await sweep(kith.server.deps);
    await erase();
    for (let i = 0; i < 2; i++) await aMinuteLater(kith);
    for (const mark of MARKS.slice(1)) expect([mark, await tablesWith(kith, mark)]).toEqual([mark, []]);
    const keeping = Object.entries(rules).flatMap(([table, rule]) =>
      typeof rule === 'object' && 'keepsId' in rule ? [table] : [],
    );
    expect(await tablesWith(kith, MARKS[0]!)).toEqual(keeping.toSorted());
    const left = await storedFiles(kith);
    expect(
      [...left.keys()].filter(
        (path) => !before.has(path) && !/group_photo/.test(path) && !path.includes(`/${bo.id}/`),
      ),
    ).toEqual([]);
    expect([...left].filter(([, bytes]) => bytes.includes('quixotic'))).toEqual([]);
    // What others have stays theirs.
    const { token } = await kith.visitor().in.login(bo);
    const { text } = await kith.post('/im/get/chatData', { _token: token, list_id });
    expect(text).toContain('a word of bo');
    expect(text).toContain(NAME);
    const reactions = await kith.sql('select reactions from entries where reactions is not null');
    expect(reactions).toEqual([{ reactions: { '👍': 1 } }]);
    expect(await kith.sql('select from account_deletions where next_at is not null')).toHaveLength(0);
  }, 120_000);
});

/** The number of the account, and texts that only it has. */
const MARKS = ['7654321', 'zerlina', 'quixotic', '13900001111', 'zerlina@example.org'];

/** Leaves traces of ada everywhere; returns the conversation with bo. */
async function live(ada: Person, bo: Person, cy: Person, eve: Person): Promise<string> {
  const videos = ada.im['video.Share'];
  // Contacts.
  const list_id = await kith.befriend(ada, bo);
  await bo.im.friend.setRemarks({ user_id: ada.id, content: 'quixotic' });
  await ada.im.action.friendAdd({ user_id: cy.id, content: 'quixotic greeting' });
  await block(kith, ada, eve);
  await block(kith, eve, ada);
  // Messages.
  const said = await say(ada, list_id, 'quixotic words');
  const answer = await say(bo, list_id, 'a word of bo');
  const socket = await ada.v1();
  const changed = await say(ada, list_id, 'quixotic first');
  socket.send({ t: 'edit', to: list_id, id: changed.msg.id, content: { text: 'quixotic second' } });
  await socket.next('ack');
  const others = await bo.v1();
  const react = { t: 'react', to: list_id, emoji: '👍', on: true } as const;
  for (const [of, id] of [
    [socket, answer.msg.id],
    [others, answer.msg.id],
    [others, said.msg.id],
  ] as const) {
    of.send({ ...react, id });
    await of.next('ack');
  }
  socket.send({ t: 'draft', cid: randomUUID(), to: list_id, text: 'quixotic draft', time: 1 });
  await socket.next('draft');
  socket.close();
  others.close();
  const taken = await say(ada, list_id, 'quixotic and recalled');
  await ada.im.message.withdraw({ list_id, msg_id: taken.msg.id });
  const { save_name, full_url } = await ada.im.upload.chat(
    { list_id },
    file('%PDF-1.7\n quixotic', 'quixotic.pdf'),
  );
  await tell(ada, list_id, 11, { url: save_name, full_url, name: 'quixotic.pdf', length: 1 });
  const sent = await sendFile(ada, list_id, 'image');
  await sendFile(ada, list_id, 'video');
  await ada.im.upload.chat({ list_id }, file('%PDF-1.7\n quixotic and never sent', 'unsent.pdf'));
  await bo.im.message.sendCard({ list_id, users: [ada.id] });
  await bo.im.vendor.saveStore({ list_id, msg_id: said.msg.id });
  await bo.im.vendor.saveStore({ list_id, msg_id: sent.message.msg.id });
  await ada.im.vendor.saveStore({ list_id, msg_id: answer.msg.id });
  await ada.im.user.addFavor({ url: sent.paths[0] ?? '' });
  // Groups.
  const club = await group(kith, [{ person: bo }, { person: ada }, { person: cy }]);
  await bo.im.message.nimingChange({ list_id: club, value: 1 });
  await ada.im.vendor.saveGroupNickName({ list_id: club, nickname: 'quixotic' });
  await say(ada, club, 'quixotic in a group');
  const own = await group(kith, [{ person: ada }, { person: bo }]);
  await ada.im.message.addGroupNotice({ list_id: own, content: 'quixotic notice' });
  await ada.im.upload.groupPhoto({ list_id: own }, await picture('red'));
  const closed = await group(kith, [{ person: bo }, { person: cy }]);
  await bo.im.message.needCheckChange({ list_id: closed, value: 1 });
  await ada.im.message.addChat({ users: [ada.id], list_id: closed, type: 1, user_id: bo.id });
  // Posts.
  await ada.im.upload.circle({}, await picture('red'));
  const { circle_id } = await ada.im.circle.sendMsg({ content: { text: 'quixotic moment' } });
  await ada.im.upload.circleFileAction({ circle_id });
  await ada.im.upload.circle({}, await picture('blue'));
  await ada.im.upload.circleImg({}, await picture('blue'));
  await ada.im.action.upCircleImg();
  await bo.im.circle.likeAction({ id: circle_id, is_like: 1 });
  await bo.im.circle.comment({ id: circle_id, message: 'nice' });
  const { circle_id: of } = await bo.im.circle.sendMsg({ content: { text: 'hello' } });
  await ada.im.circle.likeAction({ id: of, is_like: 1 });
  await ada.im.circle.comment({ id: of, message: 'quixotic comment' });
  await bo.im.circle.comment({ id: of, message: 'thanks', chat_user_id: ada.id });
  await ada.im.get.circleData({});
  const video = await release(ada, 'quixotic video');
  await videos.upload({}, await clip());
  const other = await release(bo);
  await bo.im['video.Share'].comment({ share_id: video, content: 'nice' });
  await videos.comment({ share_id: other, content: 'quixotic below a video' });
  await videos.fabulous({ id: other });
  await videos.follow({ user_id: bo.id });
  await bo.im['video.Share'].follow({ user_id: ada.id });
  // The card, and being found.
  await ada.im.upload.photo({}, await picture('red'));
  await ada.im.action.upPhoto();
  await ada.im.upload.photo({}, await picture('blue'));
  await putPhoto(ada, 1, 'red');
  await ada.api.user_friendship.set_user_photo({
    photo_index: 2,
    image_type: 'png',
    image: await image('blue'),
  });
  await ada.api.intro.set({ university_id: await universityId(kith, '臺灣大學'), sex_code: 'F' });
  await cy.api.intro.card({ target_user_id: ada.id });
  await ada.api.intro.card({ target_user_id: cy.id });
  await open(ada, cy, { text: 'quixotic opening' });
  // Calls and customer service.
  const call = await ada.im.message.sendVideo({ list_id, content_type: 6 });
  await bo.im.message.agreeVedio({ call_id: call.call_id });
  const device = await ada.v1();
  const data = { sdp: 'quixotic' };
  device.send({ t: 'signal', cid: randomUUID(), call_id: call.call_id, kind: 'offer', data });
  await device.next('done');
  device.close();
  await hire(kith, cy);
  await say(ada, await ada.im.get.kefu(), 'quixotic question');
  await hire(kith, ada);
  await ada.im.sign.updateSignData();
  // Moderation.
  const report = { action: 'report', block_reason_id: 11 } as const;
  await bo.api.chat.friendship_block({ ...report, target_id: ada.id });
  await ada.api.chat.friendship_block({ ...report, target_id: bo.id, report_text: 'quixotic report' });
  await insertRecords(kith, ada);
  await kith.visitor().app.getSms({ mobile: '13900001111', type: 'REGISTER' });
  await kith.visitor().in.photo({ username: ada.username }, await picture('red'));
  await eventually('all is indexed', async () =>
    (await tablesWith(kith, 'quixotic question')).includes('entry_search'),
  );
  return list_id;
}
