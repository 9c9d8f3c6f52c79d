import { lazy } from 'react';

/** The dialog that sends something to chats; loaded when it opens. */
export const SendToChats = lazy(async () => ({ default: (await import('./send-to-chats.js')).SendToChats }));
