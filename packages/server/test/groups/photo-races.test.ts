import { describe, expect, it } from 'vitest';
import { plainPasswords, refused } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { inLockOrder } from '../harness/lock-order.js';
import { picture } from '../im/pictures.js';
import { assetsDir } from '../media/samples.js';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { makeClub } from './people.js';

const tools = makeMediaTools({ assetsDir });
const avatars = holdable(tools.avatar);
const mosaics = holdable(tools.mosaic);
// A test holds a transaction beside those of requests.
const kith = useKith({
  config: { databaseConnections: 5 },
  overrides: {
    ports: { passwords: plainPasswords, media: { ...tools, avatar: avatars.draw, mosaic: mosaics.draw } },
  },
});

/** A tool that a test can hold: the next call then has its result, and returns it once it is released. */
function holdable<A extends unknown[], R>(tool: (...args: A) => Promise<R>) {
  let next: { reach: () => void; released: Promise<void> } | undefined;
  return {
    async draw(...args: A): Promise<R> {
      const held = next;
      next = undefined;
      const drawn = await tool(...args);
      held?.reach();
      await held?.released;
      return drawn;
    },
    hold(): { reached: Promise<void>; release: () => void } {
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      const reached = new Promise<void>((reach) => (next = { reach, released }));
      return { reached, release };
    },
  };
}

const remove = (by: Person, list_id: string, whom: Person) => () =>
  by.im.message.removeChat({ list_id, users: [whom.id] });
const done = { status: 'fulfilled' };
const rejected = (reason: object) => ({ status: 'rejected', reason });

describe('the photo and the order of a group', () => {
  const stateOf = async (list_id: string) =>
    (
      await kith.sql<{ has_own_photo: boolean; sort: number }>(
        `select g.has_own_photo, g.sort from groups g join conversations c on c.id = g.conversation_id
         where c.list_id = $1::uuid`,
        [list_id],
      )
    )[0];

  it.each<[string, (bo: Person, list_id: string) => Promise<unknown>]>([
    ['publish a photo', (bo, list_id) => bo.im.message.upGroupPhoto({ list_id })],
    ['sort the group', (bo, list_id) => bo.im.message.setGroupData({ list_id, type: 'sort', content: '7' })],
  ])('an admin who was removed does not %s', async (_name, change) => {
    const { ada, bo, list_id } = await makeClub(kith);
    await bo.im.upload.groupPhoto({ list_id }, await picture('red'));
    const before = await stateOf(list_id);
    const [removed, changed] = await inLockOrder(kith, list_id, remove(ada, list_id, bo), () =>
      change(bo, list_id),
    );
    expect(removed).toMatchObject(done);
    expect(changed).toMatchObject(rejected(refused.notFound));
    expect(await stateOf(list_id)).toEqual(before);
  });

  it('an admin who is removed while a picture is processed does not make it the photo', async () => {
    const { ada, bo, list_id } = await makeClub(kith);
    const { full_url } = await bo.im.upload.chat({ list_id }, await picture('red'));
    const { reached, release } = avatars.hold();
    const set = Promise.allSettled([
      bo.im.message.setGroupData({ list_id, type: 'avatar', content: full_url }),
    ]);
    await reached;
    await remove(ada, list_id, bo)();
    release();
    expect(await set).toMatchObject([rejected(refused.notFound)]);
    expect(await stateOf(list_id)).toMatchObject({ has_own_photo: false });
  });
});

describe('the mosaic of a group', () => {
  const photo = async (list_id: string) => {
    const response = await fetch(`${kith.url}/static/photo/group_photo/${list_id}/300.jpg`);
    return Buffer.from(await response.arrayBuffer());
  };

  it('does not replace a photo that was set while it was drawn', async () => {
    const { ada, eve, list_id } = await makeClub(kith);
    await kith.befriend(ada, eve);
    await ada.im.upload.groupPhoto({ list_id }, await picture('red'));
    const { reached, release } = mosaics.hold();
    const added = ada.im.message.addChat({ list_id, users: [eve.id] });
    await reached;
    await ada.im.message.upGroupPhoto({ list_id });
    const own = await photo(list_id);
    release();
    await added;
    expect((await photo(list_id)).equals(own)).toBe(true);
  });

  it('is that of the current members when two are drawn at the same time', async () => {
    const { ada, cy, dee, list_id } = await makeClub(kith);
    const { reached, release } = mosaics.hold();
    const first = remove(ada, list_id, cy)();
    await reached;
    await remove(ada, list_id, dee)();
    const current = await photo(list_id);
    release();
    await first;
    expect((await photo(list_id)).equals(current)).toBe(true);
  });
});
