import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api, im, realtime, type Endpoint } from '@kith/contract';
import { DomainError } from '@kith/core/kernel';
import type { LimitName, RateLimiter } from '@kith/core/ports';
import { noLimits } from '../../src/adapters/rate-limits.js';
import { imErrors } from '../../src/dialects/im/errors.js';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { cases } from './cases.js';
import { makeScene, type Scene } from './scene.js';

/*
 * Whatever reaches somebody else or a moderator, tells about people or stores something is counted under a limit. Every
 * path of both APIs and every request of `kith.v1` stands below: with its limit, and is called while all limits are
 * used up, or with the reason why it needs none.
 */

/** What was counted since all limits are used up; undefined while there are none. */
let counted: LimitName[] | undefined;
const limits: RateLimiter = {
  ...noLimits,
  consume: (limit) => {
    if (!counted) return Promise.resolve();
    counted.push(limit);
    return Promise.reject(new DomainError('too_many_requests', undefined, { retryMs: 1500 }));
  },
};
const kith = useKith({ overrides: { ports: { passwords: plainPasswords, limits } } });

const { action, app, chat, circle, friend, get, group, image, message } = im;
const { remove, set, sign, upload, user, vendor, 'video.Share': videos } = im;
const { channel, chat: bans, intro, login, register, user_friendship: people } = api;

const limited: Readonly<Partial<Record<LimitName, readonly Endpoint[]>>> = {
  search: [get.searchCahtMsg],
  sign_in_address: [im.in.login, im.in.frozen, app.checkSmsCode, login.login],
  register_address: [im.in.reg, im.in.reg_tourist, register.register],
  waiting_photo_address: [im.in.photo],
  code_address: [app.getSms, im.in.forgetPassword],
  message: [message.textMsg, message.textMsgs, message.sendCard, message.zhuanMsg, vendor.sendChuoYiChuoMsg, vendor.transMsg, channel.send],
  message_change: [message.withdraw, message.burnRead, set.filedel, remove.del_log, group.xiaoHuiMessage],
  nudge: [vendor.zhendong],
  look_up: [
    get.searchUser, get.details, get.getUserInfo, get.getUserNickname, get.circleData, get.circleDatas,
    get.getCommonGroupList, friend.getRemarks, friend.details, message.getListId,
    videos.user_info, videos.user_video, videos.fabulous_log, videos.common_log, intro.card,
  ],
  friend_request: [action.friendAdd],
  friend_change: [action.friendAddAction, action.friendAddNoValidateAction, remove.friend],
  profile: [set.setInfo, set.password, action.upPhoto, action.upCircleImg, intro.set, people.age_status],
  group: [message.addGroup, vendor.copyNewQun],
  invitation: [message.addChat],
  group_change: [
    message.removeChat, message.setGroupAdmin, message.groupIsMsg, message.nimingChange, message.speekChecked,
    message.needCheckChange, message.setGroupData, message.addGroupNotice, message.editGroupNotice,
    message.deleteGroupNotice, message.upGroupPhoto, message.addGroupAllow, message.addGroupRefuse,
    vendor.editChange, vendor.getRedChange, vendor.setShangmai, vendor.saveGroupNickName, vendor.transferQun,
    action.updateUserSayType,
  ],
  save: [vendor.saveStore, user.addFavor],
  moment: [circle.sendMsg],
  moment_comment: [circle.comment],
  like: [circle.likeAction, videos.fabulous],
  follow: [videos.follow],
  video_comment: [videos.comment],
  video_release: [videos.release],
  upload: [
    upload.photo, upload.photooss, upload.chat, upload.chatoss, upload.uploadImg, upload.groupPhoto, upload.circle,
    upload.circleImg, videos.upload, people.set_user_photo,
  ],
  call: [message.sendVideo],
  channel: [channel.open],
  report: [bans.friendship_block],
  support: [get.kefu],
  purchase: [people.buy_vip_plan],
}; // prettier-ignore

/** Why the others need none. */
const explained: Readonly<Record<string, readonly Endpoint[]>> = {
  'It reads what is the own, or what is for everybody.': [
    ...Object.values(im.agent), ...Object.values(im.announcement), ...Object.values(im.tabbarFind),
    ...Object.values(im['middle.Middle']), app.config, app.sysConfig, app.getClientip, app.videoConfig, app.update,
    get.base, get.applyFriend, get.friendList, get.searchFriends, get.chatList, get.applyGroup, get.inviteList,
    get.serviceList, get.chatdanList, get.getUserVideoSign, get.getVideoAppId, user.myfavor,
    vendor.getArticleList, vendor.getArticleDetail, vendor.getAboutList, vendor.getUserStore, vendor.getStoreStatics,
    videos.category, videos.video_lists, videos.video_list, videos.me_follow, videos.getComment,
    intro.options, people.profile_click, people.ticket_number, people.stranger_key_number, people.vip_plan,
    people.user_photos, bans.getBlockReasonsList, bans.friendship_blockReasons,
  ],
  'It reads lists of people that are made for the caller and have a limit of their own kind: pages.': [people.data],
  'It reads in a conversation whose member the caller is.': [
    get.chatData, get.filelist, image.list, message.getListTime, message.groupMember,
    message.getChatDetails, message.getGroupAdmin, message.getGroupData, message.getGroupPhoto, message.getGroupNotice,
    vendor.getMemberData, vendor.getGroupDetail, vendor.getInviteName, vendor.getMemberList, vendor.getMemberPhotos,
    group.searchFriends, action.groupState, channel.list, channel.messages,
  ],
  'It moves a mark of the own forward; a repeated one tells nobody.': [
    message.updataNoReader, message.setListTime, message.OpenSessionTime, chat.sign,
  ],
  'It replaces one value in one row of the own.': [
    message.chatTop, message.msgDisturb, friend.setRemarks, people.filter_sex_code, people.reset_profile_click,
    sign.updateSignData, upload.circleFileAction,
  ],
  'It stores nothing.': [app.setUserContact],
  'It hides or takes away what was made under a limit.': [
    chat.deleteChat, friend.removeApply, remove.del_all, circle.del, circle.delAction, circle.delMsg, action.delCircle,
    upload.deleteCircleFile, vendor.deleteStore, user.delFavor, people.delete_user_photo,
  ],
  'It leaves or ends what was joined, made or called under a limit, which must always be possible.': [
    message.liveGroup, remove.sign_out, message.removeGroup, message.agreeVedio, message.closeVideo,
  ],
  'It has a quota for each day.': [people.unlock],
}; // prettier-ignore

const endpoints: Endpoint[] = [...Object.values(im), ...Object.values(api)].flatMap(
  (one: object): Endpoint[] => Object.values(one) as Endpoint[],
);

const limitOf = new Map(
  Object.entries(limited).flatMap(([limit, of]) =>
    of.map((endpoint): [Endpoint, LimitName] => [endpoint, limit as LimitName]),
  ),
);

let scene: Scene;
beforeAll(async () => {
  scene = await makeScene(kith);
}, 60_000);
beforeEach(() => {
  counted = undefined;
});

it('every path has a limit or a reason why it needs none, and none both', () => {
  const all = [...limitOf.keys(), ...Object.values(explained).flat()];
  expect(
    endpoints.filter((one) => !all.includes(one)).map(({ method, path }) => `${method} ${path}`),
  ).toEqual([]);
  expect(all.filter((one, i) => all.indexOf(one) !== i).map(({ path }) => path)).toEqual([]);
});

/** Reads about oneself are not counted. */
const aboutOneself: Endpoint[] = [get.getUserInfo, get.getUserNickname, get.circleData, get.circleDatas];

describe('when it is used up, it says when to come back:', () => {
  /** Forms of these paths that need no limit: the own side of a conversation, one moment of a friend. */
  const others = [remove.del_log.path, `${get.circleDatas.path}, one of them`];
  const called = cases.filter(({ name, endpoint }) => limitOf.has(endpoint) && !others.includes(name));

  it.each(called.map((one) => [one.name, one] as const))('%s', async (_name, { endpoint, params }) => {
    const { file, ...plain } = (params?.(scene, 'owner') ?? {}) as { file?: Blob };
    const form = new FormData();
    const whom = aboutOneself.includes(endpoint) ? { user_id: scene.dee.id } : {};
    for (const [key, value] of Object.entries({ ...whom, ...plain, _token: scene.ada.token }))
      form.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
    if (file) form.set('file', file, 'a.jpg');
    counted = [];
    const { body, headers } = await kith.post(endpoint.path, {}, { body: form });
    expect(counted[0], JSON.stringify(body)).toBe(limitOf.get(endpoint));
    expect(body.msg).toBe(imErrors.too_many_requests.says['zh-Hans']);
    expect(headers.get('retry-after')).toBe('2');
  });

  it('called all paths of the Chat API that have a limit', () => {
    const paths = [...limitOf.keys()].filter(({ path }) => path.startsWith('/im/'));
    expect(
      paths.filter((one) => !called.some(({ endpoint }) => endpoint === one)).map(({ path }) => path),
    ).toEqual([]);
  });

  type Fields = (scene: Scene, channelId: number) => Record<string, unknown>;
  const ofFriendship: [Endpoint, Fields][] = [
    [login.login, ({ ada }) => ({ username: ada.username, password: ada.password })],
    [register.register, () => ({ username: 'somebody_new', password: 'Passw0rd1' })],
    [channel.open, ({ dee }) => ({ target_id: dee.id, text: 'hello' })],
    [channel.send, (_, channelId) => ({ channel_id: channelId, text: 'hello' })],
    [intro.card, ({ dee }) => ({ target_user_id: dee.id })],
    [intro.set, () => ({ nickname: 'Ada' })],
    [people.age_status, () => ({ age_status: 1 })],
    [people.set_user_photo, () => ({ photo_index: 1, image_type: 'jpeg', image: 'aGVsbG8=' })],
    [bans.friendship_block, ({ dee }) => ({ target_id: dee.id, action: 'block' })],
  ];

  it.each(ofFriendship.map(([endpoint, params]) => [endpoint.path, endpoint, params] as const))(
    '%s',
    async (path, endpoint, params) => {
      const channelId = Number((await scene.ada.api.channel.open({ target_id: scene.dee.id })).channel_id);
      const fields = params(scene, channelId);
      const whole = path.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name]));
      counted = [];
      const { status, headers, body } = await kith.ask(endpoint.method as 'POST', whole, {
        api_token: scene.ada.token,
        user_id: scene.ada.id,
        ...fields,
      });
      expect(counted[0], JSON.stringify(body)).toBe(limitOf.get(endpoint));
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBe('2');
    },
  );
});

it('coming into a group by its code has a limit of its own', async () => {
  counted = [];
  const { ada, eve, list_id } = scene;
  await kith.post('/im/message/addChat', { _token: eve.token, list_id, type: 1, user_id: ada.id });
  expect(counted).toEqual(['group_join']);
});

describe('kith.v1', () => {
  /** What a client may say, with the limit under which it is counted. */
  const requests: Readonly<Record<realtime.ClientFrame['t'], LimitName | string>> = {
    send: 'message',
    edit: 'message_change',
    recall: 'message_change',
    typing: 'typing',
    react: 'There are no reactions yet; it is refused.',
    hello: 'Once for each socket; sockets have bounds of their own.',
    sync: 'It reads in a conversation whose member the caller is.',
    read: 'It moves a mark of the own forward; a repeated one tells nobody.',
    watch: 'It reads who is here, at most 200 people for each socket.',
    ping: 'It reads nothing.',
  };

  it('has a limit or a reason for every request, and says when to come back', async () => {
    const { ada, list_id, messageId } = scene;
    const socket = await ada.v1();
    const frames = {
      send: { t: 'send', to: list_id, cid: randomUUID(), type: 0, content: { text: 'hello' } },
      edit: { t: 'edit', to: list_id, id: messageId, content: { text: 'hello' } },
      recall: { t: 'recall', to: list_id, id: messageId },
    } as const;
    for (const [t, frame] of Object.entries(frames)) {
      counted = [];
      socket.send(frame);
      const nack = await socket.next('nack');
      expect(nack, t).toMatchObject({ code: 'too_many_requests', retry_ms: 1500 });
      expect(counted, t).toEqual([requests[t as keyof typeof frames]]);
    }
    counted = [];
    socket.send({ t: 'typing', to: list_id, on: true });
    await socket.settle();
    expect(counted).toEqual(['typing']);
    socket.close();
  });

  it('has a row for every frame of the contract', () => {
    type Shape = { anyOf?: Shape[]; properties?: { t: { const: string } } };
    const namesIn = ({ anyOf, properties }: Shape): string[] =>
      anyOf ? anyOf.flatMap(namesIn) : [properties!.t.const];
    expect(new Set(Object.keys(requests))).toEqual(
      new Set(namesIn(realtime.ClientFrame as unknown as Shape)),
    );
  });
});
