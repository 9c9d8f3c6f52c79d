import { connect, type Socket } from 'node:net';
import { between, makeSignal, NEWEST, type Join, type Place } from './client.js';

const HOST = 'localhost';
const STREAM = `<?xml version='1.0'?><stream:stream to='${HOST}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;

/** What a server sends that refuses to sign a client in or to let it into a room. */
const REFUSALS = ['<failure', '<stream:error', "type='error'", 'type="error"'];

/**
 * A client of an XMPP server over TCP, its native transport: SASL PLAIN, resource, presence. Two members of a room write
 * to each other; more of them join a chat room. There is no acknowledgement: both servers archive a message before they
 * deliver it, so a delivered message is a stored one.
 */
export const joinXmpp: Join = async (place, ears) => {
  const { seat, room, member, others } = place;
  const isPair = others.length <= 2;
  const own = `/${seat.user}'`;
  const stanzas = await signIn(place, (error) => ears.failed(error));
  stanzas.onMessage = (message) => {
    if (message.includes(" type='error'") || message.includes(' type="error"'))
      ears.failed(new Error(message));
    else if (message.includes('<body>') && (isPair || !message.slice(0, message.indexOf('>')).includes(own)))
      ears.heard(room, member, between(message, '<body>', '</body>'));
  };
  if (!isPair) {
    const joined = stanzas.expect("code='110'", 'code="110"');
    stanzas.write(
      `<presence to='${seat.room}@conference.${HOST}/${seat.user}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
    );
    await joined;
  }
  const peer = others.find((other) => other.user !== seat.user)?.user ?? seat.user;
  const head = isPair
    ? `<message to='${peer}@${HOST}' type='chat' id='`
    : `<message to='${seat.room}@conference.${HOST}' type='groupchat' id='`;
  let count = 0;
  let reading = Promise.resolve();
  return {
    page: (before) => {
      reading = reading.then(() => {
        const arrived = stanzas.expect('<fin');
        stanzas.write(pageQuery(`${peer}@${HOST}`, before));
        return arrived;
      });
      return reading;
    },
    send: (text) => stanzas.write(`${head}${++count}'><body>${text}</body></message>`),
    keepAlive: () => stanzas.write(' '),
    close: stanzas.close,
  };
};

/** A query of the archive (XEP-0313) for the 50 messages before a position, which ejabberd identifies by its time. */
function pageQuery(peer: string, before: number): string {
  const field = (name: string, value: string) => `<field var='${name}'><value>${value}</value></field>`;
  const position = before === NEWEST ? '<before/>' : `<before>${before}</before>`;
  return (
    `<iq type='set' id='page'><query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>` +
    `${field('FORM_TYPE', 'urn:xmpp:mam:2')}${field('with', peer)}</x>` +
    `<set xmlns='http://jabber.org/protocol/rsm'><max>50</max>${position}</set></query></iq>`
  );
}

interface Stanzas {
  write(text: string): void;
  /** Resolves when one of the texts has arrived outside of a message. */
  expect(...texts: string[]): Promise<void>;
  onMessage: (message: string) => void;
  close(): void;
}

async function signIn({ port, seat }: Place, onFailure: (error: Error) => void): Promise<Stanzas> {
  const stanzas = readStanzas(connect({ port, host: '127.0.0.1', noDelay: true }), onFailure);
  const credentials = Buffer.from(`\0${seat.user}\0${seat.secret}`).toString('base64');
  const steps = [
    [STREAM, '</stream:features>'],
    [`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${credentials}</auth>`, '<success'],
    [STREAM, '</stream:features>'],
    [
      `<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind></iq>`,
      '</iq>',
    ],
    // The server reflects the presence, so the client is available when it has arrived.
    ['<presence/>', '<presence'],
  ] as const;
  for (const [text, answer] of steps) {
    const arrived = stanzas.expect(answer);
    stanzas.write(text);
    await arrived;
  }
  return stanzas;
}

function readStanzas(socket: Socket, onFailure: (error: Error) => void): Stanzas {
  let unread = '';
  let expected: readonly string[] = [];
  let arrived = makeSignal();
  const stanzas: Stanzas = {
    write: (text) => {
      socket.write(text);
    },
    expect: (...texts) => {
      expected = texts;
      arrived = makeSignal();
      return arrived.given;
    },
    onMessage: () => undefined,
    close: () => {
      socket.removeAllListeners('close');
      socket.destroy();
    },
  };
  socket.on('error', onFailure);
  socket.on('close', () => onFailure(new Error('The XMPP server closed a stream.')));
  socket.on('data', (bytes: Buffer) => {
    unread += bytes.toString('latin1');
    for (let end = unread.indexOf('</message>'); end >= 0; end = unread.indexOf('</message>')) {
      // Of this message: a page of an archive has messages in messages, and further ones after it.
      const start = Math.max(0, unread.lastIndexOf('<message', end));
      stanzas.onMessage(unread.slice(start, end));
      unread = unread.slice(0, start) + unread.slice(end + '</message>'.length);
    }
    if (REFUSALS.some((text) => unread.includes(text)))
      return onFailure(new Error(`The XMPP server refused: ${unread}`));
    if (expected.some((text) => unread.includes(text))) {
      expected = [];
      unread = '';
      arrived.give();
    } else if (expected.length === 0 && !unread.includes('<message')) unread = '';
  });
  return stanzas;
}
