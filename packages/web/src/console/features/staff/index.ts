export { StaffScreen } from './screen.js';
