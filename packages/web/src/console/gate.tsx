import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useSessionState } from './admin/index.js';
import { PageFailure } from './failures.js';
import { Shell } from './shell.js';

const signIn = () => import('./features/sign-in/index.js');
const SignInScreen = lazy(async () => ({ default: (await signIn()).SignInScreen }));
const EnrolScreen = lazy(async () => ({ default: (await signIn()).EnrolScreen }));

/** The page of the address in an open session; before it the sign-in, at the same address. */
export function Gate() {
  const { data: session, isError } = useSessionState();
  if (isError && session === undefined) return <PageFailure />;
  if (session === undefined) return null;
  if (typeof session === 'object' && session.stage === 'open')
    return (
      <Shell session={session}>
        <Outlet />
      </Shell>
    );
  return (
    <Suspense>
      {typeof session === 'object' ? <EnrolScreen /> : <SignInScreen isEnded={session === 'ended'} />}
    </Suspense>
  );
}
