export { AddScreen } from './add-screen.js';
export { Back } from './back.js';
export { ContactsScreen } from './screen.js';
export { PersonScreen } from './person-screen.js';
export { RequestsScreen } from './requests-screen.js';
export { filterContacts } from './rules.js';
export { useContacts } from './use-contacts.js';
