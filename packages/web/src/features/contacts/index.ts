export { AddScreen } from './add-screen.js';
export { ContactsScreen } from './screen.js';
export { PersonScreen } from './person-screen.js';
export { RequestsScreen } from './requests-screen.js';
