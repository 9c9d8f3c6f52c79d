import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { admin, Result } from '@kith/contract';
import { ask, isRefusal, queries } from './ask.js';

export type OwnSession = Result<typeof admin.session.own>;

/** `none`: this browser has no session. `ended`: it had one, which the server no longer knows. */
type SessionState = OwnSession | 'none' | 'ended';

/** The session of this browser. */
export function useSessionState(): UseQueryResult<SessionState> {
  return useQuery<SessionState>({
    queryKey: ['session'],
    queryFn: async () => {
      try {
        return await ask('GET', '/admin/session');
      } catch (error) {
        if (isRefusal(error, 'not_signed_in')) return 'none';
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

/** The open session, below the shell. */
export const OpenSession = createContext<OwnSession | undefined>(undefined);

export function useOwnSession(): OwnSession {
  const session = useContext(OpenSession);
  if (!session) throw new Error('This page is shown in an open session only.');
  return session;
}

/** Enters another tenant, and forgets what was loaded of the present one. */
export async function enterTenant(tenant: number): Promise<void> {
  const session = await ask('PUT', '/admin/session/tenant', { tenant });
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  queries.setQueryData(['session'], session);
}

/** Signs out, and forgets what was loaded. */
export async function endSession(): Promise<void> {
  await ask('DELETE', '/admin/session');
  queries.setQueryData(['session'], 'none');
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}
