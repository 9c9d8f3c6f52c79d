export { block, unblock } from './block.js';
export { acceptFriendRequest, openSingle, removeFriend, sendFriendRequest } from './friends.js';
export { registerAndWelcome, registerVisitorAndWelcome } from './register-and-welcome.js';
export { recordOpening, unlockMessages } from './strangers.js';
