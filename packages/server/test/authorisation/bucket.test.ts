import { beforeAll, expect, it } from 'vitest';
import { api, im, type Endpoint } from '@kith/contract';
import { imErrors } from '../../src/dialects/im/errors.js';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { punish } from '../im/operator.js';
import { cases, type Case } from './cases.js';
import { makeScene, type Scene } from './scene.js';

/*
 * Somebody whom moderation has silenced says nothing that others read, and does everything else. Every path of both
 * APIs either is refused then, or stands below with the reason why not; paths of the Chat API are called, too.
 */
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const { action, agent, announcement, app, chat, circle, friend, get, group, image, message } = im;
const { remove, set, sign, tabbarFind, upload, user, vendor, 'video.Share': videos } = im;
const { channel, chat: bans, intro, login, register, user_friendship: people } = api;

/** What says or shows something to others. */
const silenced: readonly Endpoint[] = [
  message.textMsg, message.textMsgs, message.sendCard, message.zhuanMsg, message.sendVideo,
  vendor.sendChuoYiChuoMsg, vendor.zhendong, vendor.transMsg,
  circle.sendMsg, circle.comment, videos.comment, videos.release,
  set.setInfo, action.upPhoto, action.upCircleImg, vendor.saveGroupNickName,
  message.addGroup, message.addChat, vendor.copyNewQun, message.addGroupNotice, message.editGroupNotice, message.setGroupData, message.upGroupPhoto,
  // Called in sanctions.test.ts: here the two are friends.
  action.friendAdd,
  // Called below.
  intro.set, channel.open, channel.send, people.set_user_photo,
]; // prettier-ignore

/** Why the others are not refused. */
const explained: Readonly<Record<string, readonly Endpoint[]>> = {
  'It reads.': [
    ...Object.values(agent), ...Object.values(announcement), ...Object.values(tabbarFind), ...Object.values(image),
    ...Object.values(im['middle.Middle']), app.config, app.sysConfig, app.getClientip, app.videoConfig, app.update,
    ...Object.values(get), friend.getRemarks, friend.details, group.searchFriends, action.groupState,
    message.getListId, message.getListTime, message.groupMember, message.getChatDetails, message.getGroupAdmin,
    message.getGroupData, message.getGroupPhoto, message.getGroupNotice, user.myfavor,
    vendor.getMemberData, vendor.getGroupDetail, vendor.getInviteName, vendor.getMemberList, vendor.getMemberPhotos,
    vendor.getArticleList, vendor.getArticleDetail, vendor.getAboutList, vendor.getUserStore, vendor.getStoreStatics,
    videos.category, videos.video_lists, videos.video_list, videos.user_info, videos.user_video, videos.fabulous_log,
    videos.common_log, videos.me_follow, videos.getComment,
    intro.options, intro.card, people.data, people.profile_click, bans.getBlockReasonsList, bans.friendship_blockReasons,
    channel.list, channel.messages, people.ticket_number, people.stranger_key_number, people.vip_plan, people.user_photos,
  ],
  'It comes in.': [...Object.values(im.in), ...Object.values(login), ...Object.values(register), app.getSms, app.checkSmsCode],
  'It is about oneself alone.': [
    app.setUserContact, chat.sign, sign.updateSignData, set.password, friend.setRemarks, message.updataNoReader,
    message.chatTop, message.msgDisturb, message.setListTime, message.OpenSessionTime, vendor.saveStore, user.addFavor,
    people.filter_sex_code, people.age_status, people.reset_profile_click,
    people.unlock, people.buy_vip_plan,
  ],
  'It takes back, puts away or leaves.': [
    action.delCircle, chat.deleteChat, circle.del, circle.delAction, circle.delMsg, friend.removeApply,
    group.xiaoHuiMessage, message.withdraw, message.burnRead, message.closeVideo, message.deleteGroupNotice,
    message.liveGroup, message.removeGroup, ...Object.values(remove), set.filedel, upload.deleteCircleFile,
    user.delFavor, vendor.deleteStore, people.delete_user_photo,
  ],
  'Nobody sees it before something shows it.': [
    upload.photo, upload.chat, upload.photooss, upload.chatoss, upload.uploadImg, upload.groupPhoto, upload.circle,
    upload.circleFileAction, upload.circleImg, videos.upload,
  ],
  'It holds no words and no picture of the own.': [
    circle.likeAction, videos.fabulous, videos.follow, message.agreeVedio, action.friendAddAction,
    action.friendAddNoValidateAction, action.updateUserSayType, message.removeChat,
    message.setGroupAdmin, message.groupIsMsg, message.nimingChange, message.speekChecked, message.needCheckChange,
    message.addGroupAllow, message.addGroupRefuse, vendor.editChange, vendor.getRedChange, vendor.setShangmai,
    vendor.transferQun,
  ],
  'It is how one gets away from others.': [bans.friendship_block],
}; // prettier-ignore

const endpoints: Endpoint[] = [...Object.values(im), ...Object.values(api)].flatMap(
  (one: object): Endpoint[] => Object.values(one) as Endpoint[],
);

let shared: Scene;
beforeAll(async () => {
  shared = await silencedScene();
}, 60_000);

/** A scene whose owner is silenced. */
async function silencedScene(): Promise<Scene> {
  const scene = await makeScene(kith);
  await scene.ada.im.upload.photo(
    {},
    { bytes: new Uint8Array(await scene.photo.arrayBuffer()), name: 'a.jpg' },
  );
  await punish(kith, scene.ada, 'bucket');
  return scene;
}

it('every path is refused to who is silenced, or is explained, and none both', () => {
  const all = [...silenced, ...Object.values(explained).flat()];
  // Say above whether it is refused, or why not.
  expect(
    endpoints.filter((one) => !all.includes(one)).map(({ method, path }) => `${method} ${path}`),
  ).toEqual([]);
  expect(all.filter((one, i) => all.indexOf(one) !== i).map(({ path }) => path)).toEqual([]);
});

/** What whoever owns the group could do otherwise, and one thing whose refusal comes first. */
const called = cases.filter(
  ({ endpoint, row }) => row.owner === 'ok' || (silenced.includes(endpoint) && endpoint === videos.release),
);

it.each(called.map((one): [string, Case] => [one.name, one]))(
  '%s',
  async (name, { endpoint, params, consumes }) => {
    const isRefused = silenced.includes(endpoint) && !name.endsWith(', sort');
    const scene = consumes && !isRefused ? await silencedScene() : shared;
    const { file, ...plain } = (params?.(scene, 'owner') ?? {}) as { file?: Blob };
    const form = new FormData();
    for (const [key, value] of Object.entries({ ...plain, _token: scene.ada.token }))
      form.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
    if (file) form.set('file', file, 'a.jpg');
    const { body } = await kith.post(endpoint.path, {}, { body: form });
    const says = body.msg === imErrors.bucketed.says['zh-Hans'] ? 'refused' : 'not refused';
    expect(says).toBe(isRefused ? 'refused' : 'not refused');
  },
  60_000,
);

it('in the Friendship API nobody is written to', async () => {
  const { ada, bo, dee, eve } = await makeScene(kith);
  const opened = await ada.api.channel.open({ target_id: dee.id, text: 'hello' });
  await punish(kith, ada, 'bucket');
  const bucketed = { code: 400405 };
  const channel_id = Number(opened.channel_id);
  await expect(ada.api.channel.send({ channel_id, text: 'hello' })).rejects.toMatchObject(bucketed);
  for (const target_id of [bo.id, dee.id, eve.id])
    for (const said of [{ text: 'hello' }, { is_wave: 1 as const }])
      await expect(ada.api.channel.open({ target_id, ...said })).rejects.toMatchObject(bucketed);
  expect((await ada.api.channel.messages({ channel_id })).list.at(-1)).toMatchObject({ text: 'hello' });
});

it('in the Friendship API an intro stays as it is, but for what hides', async () => {
  const { ada } = shared;
  for (const change of [
    { nickname: 'a' },
    { tags: ['a'] },
    { love: [3] },
    { adj_code: 'E01' },
    { sex_code: 'M' as const },
  ])
    await expect(ada.api.intro.set(change), JSON.stringify(change)).rejects.toMatchObject({ code: 400405 });
  const image = Buffer.from(await shared.photo.arrayBuffer()).toString('base64');
  await expect(
    ada.api.user_friendship.set_user_photo({ photo_index: 1, image_type: 'jpeg', image }),
  ).rejects.toMatchObject({ code: 400405 });
  await ada.api.intro.set({ hide_presence: 1, hide_visits: 1, chat_status: 'no', private_blocks: ['love'] });
});
