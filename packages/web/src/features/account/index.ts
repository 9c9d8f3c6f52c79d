export { AccountProvider, useAccount } from './account.js';
export { useChats, useUnread, type Chat } from './use-chats.js';
export { useIsOnline, useWriters } from './use-people.js';
export { useIsLive } from './connection.js';
export { useRefusal } from './use-refusal.js';
export { useFriendRequests, useWaitingRequests } from './use-requests.js';
