import { answerFetch, installFiles, removeOldFiles } from './files.js';
import { handlePush, openChat } from './notifications.js';

declare const self: ServiceWorkerGlobalScope;

// The new version waits until its reader asks for it: nothing changes under somebody who is writing.
self.addEventListener('install', (event) => event.waitUntil(installFiles()));
self.addEventListener('message', ({ data }) => {
  if ((data as { type?: unknown }).type === 'update') void self.skipWaiting();
});
self.addEventListener('activate', (event) =>
  event.waitUntil(removeOldFiles().then(() => self.clients.claim())),
);
self.addEventListener('fetch', answerFetch);
self.addEventListener('push', (event) => event.waitUntil(handlePush(event.data)));
self.addEventListener('notificationclick', (event) => event.waitUntil(openChat(event.notification)));
