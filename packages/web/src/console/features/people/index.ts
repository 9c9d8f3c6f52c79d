export { PeopleScreen } from './search-screen.js';
export { PersonScreen } from './person-screen.js';
