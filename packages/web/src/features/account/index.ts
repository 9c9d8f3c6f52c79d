export { AccountProvider, useAccount } from './account.js';
export { Loaded, LoadFailure } from './loaded.js';
export { groupPhoto, useChat, useChatBox, useFaceOf, useUnread, type Face } from './use-chats.js';
export { useIsOnline, usePerson, useWriters } from './use-people.js';
export { useOwnProfile, type OwnProfile } from './use-own-profile.js';
export { useIsLive, useIsOffline } from './connection.js';
export { Refused, useRefusal } from './use-refusal.js';
export { useFriendRequests, useWaitingRequests } from './use-requests.js';
export { useSubmit } from './use-submit.js';
