/** The endpoints of the Friendship API, by the second segment of their paths. */
export * as channel from './channel.js';
export * as chat from './chat.js';
export * as intro from './intro.js';
export * as login from './login.js';
export * as register from './register.js';
export * as user_friendship from './user-friendship.js';
