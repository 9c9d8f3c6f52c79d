export { DiscoverScreen } from './screen.js';
export { Portrait } from './portrait.js';
export { photoPath } from './picture.js';
export { ProfileScreen } from './profile-screen.js';
export { QuotaRow } from './quotas.js';
export { useStanding } from './use-people.js';
export { useStrangers } from './use-strangers.js';
export { BlockSheet, GreetSheet } from './sheets.js';
export { useOpenChat } from './use-open-chat.js';
