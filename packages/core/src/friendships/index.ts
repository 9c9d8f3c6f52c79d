export { block, unblock } from './block.js';
export { acceptFriendRequest, listFriends, openSingle, removeFriend, sendFriendRequest } from './friends.js';
export type { FriendRow } from './friends-store.js';
export { registerAndWelcome, registerVisitorAndWelcome } from './register-and-welcome.js';
export { recordOpening, unlockMessages } from './strangers.js';
