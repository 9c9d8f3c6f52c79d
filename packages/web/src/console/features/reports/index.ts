export { ChildSafetyScreen, ReportsScreen } from './screen.js';
