export { SettingsScreen } from './screen.js';
