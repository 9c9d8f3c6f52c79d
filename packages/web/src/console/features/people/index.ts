export { AgeChangesScreen } from './age-changes-screen.js';
export { PeopleScreen } from './search-screen.js';
export { PersonScreen } from './person-screen.js';
