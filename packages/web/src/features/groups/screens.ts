export { GroupsScreen } from './groups-screen.js';
export { JoinScreen } from './join-screen.js';
