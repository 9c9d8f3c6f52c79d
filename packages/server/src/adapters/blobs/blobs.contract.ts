import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '@kith/core/ports';

/** An empty store, and the operations that the suite performs on its storage. */
export interface BlobStoreFixture {
  readonly blobs: BlobStore;
  /** Another store over the same storage, like that of a process started later. */
  reopen(): BlobStore;
  /**
   * Starts another process that puts `sizeBytes` bytes of value n at `<prefix>/<n>`, n = 0, 1, 2 … endlessly, and kills
   * it some time after the first put.
   */
  putUntilKilled(prefix: string, sizeBytes: number): Promise<void>;
  /** Counts unfinished values, which readers cannot see but which use space. */
  countUnfinished(): Promise<number>;
  /** Makes unfinished values old enough to be treated as abandoned. */
  ageUnfinished(): Promise<void>;
  dispose(): Promise<void>;
}

/** The tests that every adapter of the port `BlobStore` must pass. */
export function blobStoreContract(name: string, make: () => Promise<BlobStoreFixture>): void {
  describe(`BlobStore: ${name}`, () => {
    let fixture: BlobStoreFixture;
    let blobs: BlobStore;

    beforeEach(async () => {
      fixture = await make();
      blobs = fixture.blobs;
    });
    afterEach(() => fixture.dispose());

    it('returns a stored value with its size and time, to another process too', async () => {
      const before = Date.now();
      await blobs.put('photo/user/12/300.jpg', Buffer.from('hello'));
      for (const store of [blobs, fixture.reopen()]) {
        const found = await store.open('photo/user/12/300.jpg');
        expect(found?.sizeBytes).toBe(5);
        expect(Math.abs((found?.modifiedAt ?? 0) - before)).toBeLessThan(10_000);
        expect(await text(found!.read())).toBe('hello');
      }
    });

    it('stores an empty file, and finds nothing at unknown keys, at a folder, or below a file', async () => {
      await blobs.put('a/empty', new Uint8Array());
      expect((await blobs.open('a/empty'))?.sizeBytes).toBe(0);
      expect(await text((await blobs.open('a/empty'))!.read())).toBe('');
      for (const key of ['nothing', 'a', 'a/other', 'a/empty/below'])
        expect(await blobs.open(key)).toBeUndefined();
    });

    it('stores a stream as it comes; one that fails stores nothing and keeps the old value', async () => {
      async function* parts(fails: boolean): AsyncGenerator<Uint8Array> {
        for (const part of ['one ', 'two ', 'three']) yield Buffer.from(part);
        if (fails) throw new Error('The source failed.');
      }
      await blobs.put('a/stream', parts(false));
      await expect(blobs.put('a/stream', parts(true))).rejects.toThrow('The source failed.');
      expect(await text((await blobs.open('a/stream'))!.read())).toBe('one two three');
      await expect(blobs.put('a/other', parts(true))).rejects.toThrow('The source failed.');
      expect(await blobs.open('a/other')).toBeUndefined();
    });

    it('reads ranges with both ends included', async () => {
      await blobs.put('digits', Buffer.from('0123456789'));
      const digits = await blobs.open('digits');
      expect(await text(digits!.read({ start: 0, end: 0 }))).toBe('0');
      expect(await text(digits!.read({ start: 3, end: 6 }))).toBe('3456');
      expect(await text(digits!.read({ start: 9, end: 9 }))).toBe('9');
      expect(await text(digits!.read())).toBe('0123456789');
    });

    it('replaces a value; a handle to the old one never returns the new bytes', async () => {
      await blobs.put('key', Buffer.from('old'));
      const old = await blobs.open('key');
      await blobs.put('key', Buffer.from('new'));
      expect(await text((await blobs.open('key'))!.read())).toBe('new');
      expect(await text(old!.read()).catch(() => 'failed')).toMatch(/^(old|failed)$/);
    });

    it('removes a value, twice without an error, and keeps its neighbours', async () => {
      await blobs.put('a/one', Buffer.from('1'));
      await blobs.put('a/two', Buffer.from('2'));
      await blobs.remove('a/one');
      await blobs.remove('a/one');
      await blobs.remove('a');
      expect(await blobs.open('a/one')).toBeUndefined();
      expect(await text((await blobs.open('a/two'))!.read())).toBe('2');
    });

    it('moves a file, also over another one, and reports a missing one', async () => {
      await blobs.put('waiting/one', Buffer.from('1'));
      await blobs.put('photo/user/1/300.jpg', Buffer.from('old'));
      expect(await blobs.move('waiting/one', 'photo/user/1/300.jpg')).toBe(true);
      expect(await blobs.open('waiting/one')).toBeUndefined();
      expect(await text((await blobs.open('photo/user/1/300.jpg'))!.read())).toBe('1');
      expect(await blobs.move('waiting/one', 'photo/user/1/300.jpg')).toBe(false);
      expect(await text((await blobs.open('photo/user/1/300.jpg'))!.read())).toBe('1');
    });

    it('refuses invalid keys in every method', async () => {
      const paths = [
        '',
        '/',
        'a/',
        '/a',
        'a//b',
        '.',
        '..',
        '../a',
        'a/../b',
        'a/..',
        '.hidden',
        'a/.hidden',
      ];
      const characters = ['a\\b', 'a\0b', 'a b', 'ä', 'a%2fb', 'c:a', 'a\n'];
      for (const key of [...paths, ...characters, 'x'.repeat(201), 'a/'.repeat(600) + 'a']) {
        await expect(blobs.put(key, Buffer.from('x')), key).rejects.toThrow(Error);
        await expect(blobs.open(key), key).rejects.toThrow(Error);
        await expect(blobs.remove(key), key).rejects.toThrow(Error);
        await expect(blobs.move(key, 'a'), key).rejects.toThrow(Error);
        await expect(blobs.move('a', key), key).rejects.toThrow(Error);
      }
    });

    it('stores one of many parallel values completely, and readers never see a mixture', async () => {
      const sizeBytes = 300_000;
      const isWhole = async (): Promise<boolean> => {
        const found = await blobs.open('contested');
        if (!found) return true;
        // Reading a value that was replaced may fail, but must not return wrong bytes.
        const bytes = await buffer(found.read()).catch(() => undefined);
        return !bytes || (bytes.length === sizeBytes && bytes.every((byte) => byte === bytes[0]));
      };
      const puts = Promise.all(
        Array.from({ length: 20 }, (_, n) => blobs.put('contested', Buffer.alloc(sizeBytes, n))),
      );
      const reads = Array.from({ length: 20 }, isWhole);
      await puts;
      expect(await Promise.all(reads)).not.toContain(false);
      expect(await buffer((await blobs.open('contested'))!.read())).toHaveLength(sizeBytes);
      expect(await isWhole()).toBe(true);
      expect(await fixture.countUnfinished()).toBe(0);
    });

    it('leaves only complete values after a process is killed during a put, and the next one removes the remains', async () => {
      const sizeBytes = 3_000_000;
      await fixture.putUntilKilled('killed', sizeBytes);
      const blobsAfter = fixture.reopen();
      let count = 0;
      for (;;) {
        const found = await blobsAfter.open(`killed/${count}`);
        if (!found) break;
        expect((await buffer(found.read())).equals(Buffer.alloc(sizeBytes, count))).toBe(true);
        count += 1;
      }
      expect(count).toBeGreaterThan(0);
      await fixture.ageUnfinished();
      await blobsAfter.put('after', Buffer.from('x'));
      expect(await fixture.countUnfinished()).toBe(0);
    });
  });
}
