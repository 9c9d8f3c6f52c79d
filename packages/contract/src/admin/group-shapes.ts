import { Type } from 'typebox';
import { described } from '../described.js';
import { Id, Maybe, OneOf, Time } from './wire.js';

/** The id of a conversation. */
export const ListId = Type.String({ pattern: '^[0-9a-fA-F]{32}$' });

const groupMembers = {
  id: described(Type.String(), 'The id of the conversation: 32 hexadecimal digits.'),
  name: Type.String(),
  ownerId: described(Maybe(Id), 'Absent if nobody owns it, as a closed one.'),
  ownerName: described(Maybe(Type.String()), 'The user name of the owner.'),
  members: described(Type.Integer(), 'The number of members.'),
  createdAt: Time,
  lastSentAt: described(Time, 'The last message; without one, the creation.'),
  closedAt: described(Maybe(Time), 'Absent while the group exists.'),
};

/** A group in a list. */
export const FoundGroup = Type.Object(groupMembers);

/** A group with its settings and notices. */
export const GroupDetails = Type.Object({
  ...groupMembers,
  messages: described(Type.Integer(), 'The number of messages.'),
  isMutedAll: described(Type.Boolean(), 'Whether only the owner and admins may write.'),
  allowsAnonymous: Type.Boolean(),
  forbidsBefriending: described(Type.Boolean(), 'Whether members may not send each other friend requests.'),
  needsApproval: described(Type.Boolean(), 'Whether a manager approves whom others invite.'),
  isEditable: described(Type.Boolean(), 'Whether all members may change the name and the photo.'),
  notices: Type.Array(
    Type.Object({ id: Id, content: Type.String(), isTop: Type.Boolean(), createdAt: Time }),
  ),
});

/** A member of a group. */
export const GroupMember = Type.Object({
  id: Id,
  username: Type.String(),
  nickname: Type.String(),
  status: OneOf('active', 'frozen', 'disabled'),
  role: OneOf('member', 'admin', 'owner'),
  groupNickname: described(Type.String(), 'The nickname in the group; may be empty.'),
  mutedUntil: described(Maybe(Time), 'Absent if the member is not muted alone.'),
  joinedAt: Time,
});
