import { between, makeSignal, type Client, type Dialects, type Join } from './client.js';
import { openWebSocket, type Line } from './web-socket.js';
import { joinXmpp } from './xmpp.js';

/** The largest position that Kith accepts. */
const MAX_SEQ = 2 ** 31 - 1;

const joinKith: Join = async ({ port, seat, room, member }, ears) => {
  const own = `"from":${seat.user},`;
  const pending = new Map<string, string>();
  const pages: (() => void)[] = [];
  const ready = makeSignal();
  let count = 0;
  const line = await openWebSocket({
    port,
    path: '/ws',
    protocol: 'kith.v1',
    onEnd: () => ears.failed(new Error(`Kith closed the socket of ${seat.user}.`)),
    onText: (frame) => {
      if (frame.startsWith('{"t":"entry"')) {
        if (!frame.includes(own)) ears.heard(room, member, between(frame, '"text":"', '"'));
      } else if (frame.startsWith('{"t":"ack"')) {
        const cid = between(frame, '"cid":"', '"');
        ears.acked(pending.get(cid) ?? '');
        pending.delete(cid);
      } else if (frame.startsWith('{"t":"entries"')) pages.shift()?.();
      else if (frame.startsWith('{"t":"ready"')) ready.give();
      else if (frame.startsWith('{"t":"nack"') || frame.startsWith('{"t":"error"'))
        ears.failed(new Error(frame));
    },
  });
  line.send(JSON.stringify({ t: 'hello', token: seat.secret }));
  await ready.given;
  const run = Math.floor(Math.random() * 0xffff_ffff)
    .toString(16)
    .padStart(8, '0');
  return {
    send: (text) => {
      const cid = `${run}-0000-4000-8000-${(++count).toString(16).padStart(12, '0')}`;
      pending.set(cid, text);
      line.send(`{"t":"send","cid":"${cid}","to":"${seat.room}","type":0,"content":{"text":"${text}"}}`);
    },
    page: (before) =>
      new Promise((resolve) => {
        pages.push(resolve);
        line.send(`{"t":"sync","to":"${seat.room}","before":${Math.min(before, MAX_SEQ)},"limit":50}`);
      }),
    typing: () => line.send(`{"t":"typing","to":"${seat.room}","on":true}`),
    keepAlive: () => line.send('{"t":"ping"}'),
    close: line.close,
  };
};

/** An existing client of Kith. It sends over HTTP, so here it only listens. */
const joinIm: Join = async ({ port, seat, room, member }, ears) => {
  const ready = makeSignal();
  const line = await openWebSocket({
    port,
    path: '/ws',
    onEnd: () => ears.failed(new Error(`Kith closed the socket of ${seat.user}.`)),
    onText: (frame) => {
      if (frame.includes('"action":"chatData"')) ears.heard(room, member, between(frame, '"text":"', '"'));
      else if (frame.includes('"err":0')) ready.give();
    },
  });
  line.send(JSON.stringify({ action: 'checkToken', data: seat.secret }));
  await ready.given;
  return { send: () => ears.failed(new Error('An existing client sends over HTTP.')), close: line.close };
};

const joinRelay: Join = async ({ port, seat, room, member }, ears) => {
  const own = `${member}:`;
  const line = await openWebSocket({
    port,
    path: `/${seat.room}/${member}`,
    onEnd: () => ears.failed(new Error('The relay closed a socket.')),
    onText: (text) => {
      if (!text.startsWith(own)) ears.heard(room, member, text.slice(text.indexOf(':') + 1));
    },
  });
  return { send: (text) => line.send(own + text), close: line.close };
};

/** Socket.IO over its WebSocket transport, without its client library, which would cost the generator more. */
const joinSocketio: Join = async ({ port, seat, room, member }, ears) => {
  const own = `"from":"${seat.user}"`;
  const pending = new Map<number, string>();
  const pages = new Map<number, () => void>();
  const opened = makeSignal();
  const ready = makeSignal();
  let count = 0;
  const line: Line = await openWebSocket({
    port,
    path: '/socket.io/?EIO=4&transport=websocket',
    onEnd: () => ears.failed(new Error('The Socket.IO server closed a socket.')),
    onText: (packet) => {
      if (packet.startsWith('42')) {
        if (!packet.includes(own)) ears.heard(room, member, between(packet, '"text":"', '"'));
      } else if (packet.startsWith('43')) {
        const id = Number.parseInt(packet.slice(2), 10);
        const turn = pages.get(id);
        if (turn) turn();
        else ears.acked(pending.get(id) ?? '');
        pages.delete(id);
        pending.delete(id);
      } else if (packet === '2') line.send('3');
      else if (packet.startsWith('40')) ready.give();
      else if (packet.startsWith('0')) opened.give();
      else ears.failed(new Error(packet));
    },
  });
  await opened.given;
  line.send(`40${JSON.stringify({ user: seat.user, token: seat.secret, room: seat.room })}`);
  await ready.given;
  const client: Client = {
    send: (text) => {
      pending.set(++count, text);
      const cid = `${count.toString(16).padStart(8, '0')}-0000-4000-8000-${seat.user.padStart(12, '0')}`;
      line.send(`42${count}["send",{"cid":"${cid}","type":0,"content":{"text":"${text}"}}]`);
    },
    page: (before) =>
      new Promise((resolve) => {
        pages.set(++count, resolve);
        line.send(`42${count}["page",{"before":${before},"limit":50}]`);
      }),
    close: line.close,
  };
  return client;
};

export const dialects: Dialects = {
  kith: joinKith,
  im: joinIm,
  relay: joinRelay,
  socketio: joinSocketio,
  ejabberd: joinXmpp,
  prosody: joinXmpp,
};
