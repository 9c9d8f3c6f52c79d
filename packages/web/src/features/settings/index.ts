export { AboutPage } from './about.js';
export { AccountPage } from './account.js';
export { AppearancePage } from './appearance.js';
export { DataPage } from './data.js';
export { DevicesPage } from './devices.js';
export { PrivacyPage } from './privacy.js';
export { ProfilePage } from './profile.js';
export { MeScreen } from './screen.js';
