import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { type BlobStoreFixture, blobStoreContract } from '../../src/adapters/blobs/blobs.contract.js';
import { makeDiskSpace } from '../../src/adapters/blobs/disk-space.js';
import { makeFsBlobs } from '../../src/adapters/blobs/fs.js';

// The process to be killed runs the built code.
const compiled = new URL('../../dist/adapters/blobs/fs.js', import.meta.url).href;

blobStoreContract('file system', makeFixture);

it('files are not readable for other users of the machine', async () => {
  const { blobs, root, dispose } = await makeFixture();
  await blobs.put('photo/one.jpg', Buffer.from('x'));
  expect((await stat(join(root, 'photo/one.jpg'))).mode & 0o077).toBe(0);
  expect((await stat(join(root, 'photo'))).mode & 0o077).toBe(0);
  await dispose();
});

it('files that another process may be writing are kept', async () => {
  const { blobs, root, countUnfinished, dispose } = await makeFixture();
  await mkdir(join(root, '.unfinished'));
  await writeFile(join(root, '.unfinished/of-another-process'), 'half');
  await blobs.put('one', Buffer.from('x'));
  expect(await countUnfinished()).toBe(1);
  await dispose();
});

it('what a killed process left is removed by a store that has long been open', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { blobs, root, countUnfinished, dispose } = await makeFixture();
  await blobs.put('one', Buffer.from('x'));
  await writeFile(join(root, '.unfinished/of-a-killed-process'), 'half');
  await blobs.put('two', Buffer.from('x'));
  expect(await countUnfinished()).toBe(1);
  vi.setSystemTime(Date.now() + 3_601_000);
  await blobs.put('three', Buffer.from('x'));
  expect(await countUnfinished()).toBe(0);
  vi.useRealTimers();
  await dispose();
});

it('a failed put reports the failure and leaves nothing behind', async () => {
  const { blobs, countUnfinished, dispose } = await makeFixture();
  await blobs.put('folder/file', Buffer.from('x'));
  await expect(blobs.put('folder', Buffer.from('y'))).rejects.toThrow();
  await expect(blobs.put('folder/file/below', Buffer.from('y'))).rejects.toThrow();
  expect(await countUnfinished()).toBe(0);
  await dispose();
});

it('a stream ends when the disk reaches its reserve', async () => {
  const { root, countUnfinished, dispose } = await makeFixture();
  let freeBytes = 100_000_000;
  const statfs = () => Promise.resolve({ bsize: 1, blocks: 200_000_000, bavail: freeBytes });
  const blobs = makeFsBlobs(root, makeDiskSpace(root, 50_000_000, statfs));
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      freeBytes -= 8_000_000;
      yield Buffer.alloc(8_000_000);
    }
  }
  await expect(blobs.put('large', endless())).rejects.toMatchObject({ code: 'not_stored' });
  expect(await blobs.open('large')).toBeUndefined();
  expect(await countUnfinished()).toBe(0);
  await dispose();
});

async function makeFixture(): Promise<BlobStoreFixture & { readonly root: string }> {
  const root = await mkdtemp(join(tmpdir(), 'kith-blobs-'));
  const unfinished = join(root, '.unfinished');
  const listUnfinished = (): Promise<string[]> => readdir(unfinished).catch(() => []);

  async function putUntilKilled(prefix: string, sizeBytes: number): Promise<void> {
    const code = `
      const { makeFsBlobs } = await import(${JSON.stringify(compiled)});
      const blobs = makeFsBlobs(${JSON.stringify(root)});
      for (let n = 0; ; n++) await blobs.put(${JSON.stringify(prefix)} + '/' + n, Buffer.alloc(${sizeBytes}, n));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
    const exit = once(child, 'exit');
    const isThere = (path: string): Promise<boolean> =>
      access(path).then(
        () => true,
        () => false,
      );
    while (!(await isThere(join(root, prefix, '0')))) {
      if (child.exitCode !== null) throw new Error('The process has ended by itself.');
      await wait(2);
    }
    // In the middle: some bytes of a value are written, and not all of them.
    while ((await listUnfinished()).length === 0) await wait(0);
    child.kill('SIGKILL');
    await exit;
  }

  async function ageUnfinished(): Promise<void> {
    for (const name of await listUnfinished()) await utimes(join(unfinished, name), 0, 0);
  }

  return {
    root,
    blobs: makeFsBlobs(root),
    reopen: () => makeFsBlobs(root),
    putUntilKilled,
    countUnfinished: async () => (await listUnfinished()).length,
    ageUnfinished,
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}
