import { lazy, Suspense } from 'react';

const CallHost = lazy(() => import('./call-host.js').then((file) => ({ default: file.CallHost })));

/** The call of this tab, above every page. */
export function Calls() {
  return (
    <Suspense>
      <CallHost />
    </Suspense>
  );
}
