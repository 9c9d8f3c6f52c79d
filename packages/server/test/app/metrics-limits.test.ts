import { expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeRateLimiter } from '../../src/adapters/rate-limits.js';

test('a refusal by a limit is counted under the name of the limit', async () => {
  const refused: string[] = [];
  const limits = makeRateLimiter({ onRefused: (limit) => refused.push(limit) });
  for (let i = 0; i < 5; i++) await limits.consume('code_phone', '1/13800000000');
  await expect(limits.consume('code_phone', '1/13800000000')).rejects.toMatchObject({
    code: 'too_many_requests',
  });
  expect(refused).toEqual(['code_phone']);
});

const kith = useKith({ hasLimits: true });

test('/metrics shows the count', async () => {
  for (let i = 0; i < 6; i++) await kith.post('/im/App/getSms', { mobile: '13800000009', type: 'REGISTER' });
  const text = await (await fetch(`http://127.0.0.1:${kith.server.operatorPort}/metrics`)).text();
  expect(text).toContain('kith_refused_total{limit="code_phone"} 1');
});
