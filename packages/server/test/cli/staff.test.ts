import { connectAdmin } from '@kith/sdk';
import { expect, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { install } from './kith-process.js';

vi.setConfig({ testTimeout: atPace(90_000) }); // several starts of real processes

test('the first start prints the one-time password of the first owner, once; kith staff adds, lists, resets and removes', async () => {
  const home = install();
  const first = await home.start();
  const { stderr } = await first.end('SIGTERM');
  const [, printed = ''] = /Name: owner {2}One-time password: ([0-9a-f-]{23})$/m.exec(stderr) ?? [];
  // A line of its own, not one of the log, which operators keep and send elsewhere.
  const withPassword = first.log.filter((line) => JSON.stringify(line).includes(printed));
  expect(withPassword).toMatchObject([{ level: 0 }]);

  const server = await home.start();
  const ask = connectAdmin({ url: server.url });
  const enter = (name: string, password: string) => ask('POST', '/admin/session', { name, password });
  await expect(enter('owner', printed)).resolves.toMatchObject({
    stage: 'enrolling',
    staff: { role: 'owner' },
  });

  const kith = async (...args: string[]) => {
    const { code, stdout, stderr: said } = await home.kith(['staff', ...args]);
    return code === 0 ? stdout : said;
  };
  const passwordIn = (text: string) => /^One-time password: (\S+)$/m.exec(text)?.[1] ?? '';
  const added = passwordIn(await kith('add', 'Mei', '--role', 'moderator'));
  await expect(enter('mei', added)).resolves.toMatchObject({ staff: { name: 'Mei', role: 'moderator' } });
  expect(await kith('list')).toMatch(
    /^\d+\tMei\tmoderator\tnot enrolled\n\d+\towner\towner\towns the installation, not enrolled\n$/,
  );
  const reset = passwordIn(await kith('reset', 'mei'));
  await expect(enter('mei', added)).rejects.toMatchObject({ status: 401 });
  await expect(enter('mei', reset)).resolves.toBeDefined();
  expect(await kith('remove', 'mei')).toContain('Removed');
  await expect(enter('mei', reset)).rejects.toMatchObject({ status: 401 });

  expect(await kith('remove', 'owner')).toContain('no owner left');
  expect(await kith('remove', 'mei')).toContain('There is no member of staff "mei".');
  expect(await kith('add', 'bo')).toContain('--role is owner, moderator, support, editor.');
  expect(await kith('add', 'bo', '--role', 'editor', '--installation')).toContain('--role owner');
  expect(await kith('add')).toContain('Specify an action');
  const { stderr: later } = await server.end('SIGTERM');
  expect(later).not.toContain('One-time password');
});
