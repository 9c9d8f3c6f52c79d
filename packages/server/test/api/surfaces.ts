import { api, im, type Endpoint } from '@kith/contract';

const { action, circle, friend, get, message, remove, vendor, 'video.Share': videos } = im;
const { channel, chat, intro, user_friendship: people } = api;

/** Parameters that identify another person. */
export const personParameters = [
  'user_id', 'users', 'chat_user_id', 'trans_user_id', 'main_id', 'target_id', 'target_user_id',
] as const; // prettier-ignore

/** The endpoints with a person parameter, by the surface of visibility-matrix.test.ts that calls them. */
export const surfacesOf: Readonly<Record<string, readonly Endpoint[]>> = {
  intro: [intro.card],
  'the page of a person': [get.details],
  'the row of a person': [get.getUserInfo],
  'the nickname of a person': [get.getUserNickname],
  moments: [get.circleData],
  'a moment by its id': [get.circleDatas],
  'the videos of a person': [videos.user_video],
  'the page of who makes videos': [videos.user_info],
  'what somebody likes': [videos.fabulous_log],
  'what somebody comments': [videos.common_log],
  'a follow': [videos.follow],
  'a friend request': [action.friendAdd],
  'a name card': [message.sendCard],
  'the code of a group': [message.addChat],
  'groups in common': [get.getCommonGroupList],
  'a remark': [friend.getRemarks],
  'whether somebody is a friend': [friend.details],
  'a new group': [message.addGroup],
  'a channel that is opened': [channel.open],
  'a key': [people.unlock],
};

/** Why the others have no surface. */
export const withoutSurface: Readonly<Record<string, readonly Endpoint[]>> = {
  'It opens the chat of two friends, and the chat has surfaces of its own.': [message.getListId],
  'It names a member of a group of the caller.': [
    message.removeChat, message.setGroupAdmin, vendor.transferQun, vendor.getInviteName, im.group.people,
  ],
  'Ways into a group have tests of their own in visibility-matrix.test.ts.': [vendor.copyNewQun],
  'It answers a comment, and comments are a surface.': [circle.comment],
  "It changes the caller's row of a friend.": [friend.setRemarks],
  'It separates two people.': [remove.friend, chat.friendship_block, chat.friendship_blockReasons],
}; // prettier-ignore
