export { EnrolScreen } from './enrol-screen.js';
export { SignInScreen } from './sign-in-screen.js';
