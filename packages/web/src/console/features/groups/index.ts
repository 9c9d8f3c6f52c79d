export { GroupScreen } from './group-screen.js';
export { GroupsScreen } from './screen.js';
