import { QueryClient } from '@tanstack/react-query';
import { AdminError, connectAdmin, type AdminClient } from '@kith/sdk';
import { preferences } from '../../client/preferences.js';

/** What the console shows of the server. Other staff change it too, so that each page asks again when it opens. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 0, refetchOnWindowFocus: false, retry: false } },
});

/** Whether the server has refused a request with this code. */
export function isRefusal(error: unknown, code: string): error is AdminError {
  return error instanceof AdminError && error.code === code;
}

/**
 * The admin API in the language of the reader. When the server no longer knows the session, the sign-in appears in place of
 * the page.
 */
export const ask = (async (...request: Parameters<AdminClient>) => {
  try {
    return await connectAdmin({ url: '', language: preferences.getState().language })(...request);
  } catch (error) {
    if (isRefusal(error, 'not_signed_in'))
      queries.setQueryData(['session'], (known) => (typeof known === 'object' ? 'ended' : known));
    throw error;
  }
}) as AdminClient;
