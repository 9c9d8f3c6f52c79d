import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { admin, Result } from '@kith/contract';
import { ask } from './ask.js';

/** The reader's passkeys. */
export function usePasskeys(): UseQueryResult<Result<typeof admin.passkeys.list>> {
  return useQuery({ queryKey: ['passkeys'], queryFn: () => ask('GET', '/admin/passkeys') });
}
