import { Navigate } from '@tanstack/react-router';
import { useOwnSession } from './admin/index.js';
import { placesFor } from './places.js';

/** Leads to the first page that the role may see. */
export function Home() {
  const { permissions } = useOwnSession();
  return <Navigate to={placesFor(permissions)[0]!.to} replace />;
}
