export { Appeal } from './appeal.js';
export { ForgotScreen } from './forgot-screen.js';
export { PasswordField } from './password-field.js';
export { SignInScreen } from './sign-in-screen.js';
export { SignUpScreen } from './sign-up-screen.js';
