export { SignInScreen } from './sign-in-screen.js';
export { SignUpScreen } from './sign-up-screen.js';
