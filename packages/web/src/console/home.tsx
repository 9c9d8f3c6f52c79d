import { Navigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useOwnSession } from './admin/index.js';
import { placesFor } from './places.js';

const OverviewScreen = lazy(async () => ({
  default: (await import('./features/overview/index.js')).OverviewScreen,
}));

/** The overview, or the first page that the role may see. */
export function Home() {
  const [first] = placesFor(useOwnSession());
  if (first!.to !== '/console') return <Navigate to={first!.to} replace />;
  return (
    <Suspense>
      <OverviewScreen />
    </Suspense>
  );
}
