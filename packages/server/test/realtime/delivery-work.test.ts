import { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { eventually, useKith } from '../harness/kith.js';
import { group } from '../conversations/chatting.js';
import { makeCrowd } from './crowd.js';
import { openRawClient, type RawClient } from './raw-client.js';

/* The work of one delivery, counted: how long it takes depends on the machine. */
const kith = useKith();
const MEMBERS = 50;

const clients: RawClient[] = [];
afterEach(() => clients.splice(0).forEach((client) => client.destroy()));

/** The buffers with this text that the server writes to sockets during an action. */
async function writesOf(text: string, during: () => Promise<unknown>): Promise<Buffer[]> {
  const written: Buffer[] = [];
  const { write } = Socket.prototype;
  Socket.prototype.write = function (this: Socket, ...args: unknown[]) {
    const [data] = args;
    // Clients of this process write with a mask, and to other ports.
    const isServers = this.localPort === kith.server.port;
    if (isServers && Buffer.isBuffer(data) && data.includes(text)) written.push(data);
    return (write as (...all: unknown[]) => boolean).apply(this, args);
  } as typeof write;
  try {
    await during();
  } finally {
    Socket.prototype.write = write;
  }
  return written;
}

test.each(['im', 'kith.v1'] as const)(
  'a message to a group is encoded once and written once to each socket of %s',
  async (protocol) => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const to = await group(kith, [{ person: ada }, { person: bo }]);
    const crowd = await makeCrowd(kith, MEMBERS);
    await kith.sql(
      `with changed as (
         update conversations set members_version = members_version + 1 where list_id = $1::uuid returning tenant_id, id
       )
       insert into members (tenant_id, conversation_id, account_id, created_at)
       select c.tenant_id, c.id, a.id, 0 from changed c, unnest($2::int[]) as a(id)`,
      [to, crowd.map(({ id }) => id)],
    );
    const isIm = protocol === 'im';
    for (const { token } of crowd) {
      const client = await openRawClient(`${kith.url.replace('http', 'ws')}/ws`, isIm ? undefined : protocol);
      clients.push(client);
      client.send(isIm ? { action: 'checkToken', data: token } : { t: 'hello', token });
      await eventually('signed in', () =>
        client.texts.some((text) => text.includes(isIm ? '"err":0' : '"ready"')),
      );
    }
    const written = await writesOf('tea at five', async () => {
      await ada.im.message.textMsg({ list_id: to, content_type: 0, content: { text: 'tea at five' } });
      for (const client of clients)
        await eventually('delivered', () => client.texts.some((text) => text.includes('tea at five')));
    });
    expect(written).toHaveLength(MEMBERS);
    expect(new Set(written).size).toBe(1);
  },
);
