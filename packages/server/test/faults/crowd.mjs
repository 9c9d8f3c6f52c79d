// Hostile clients in a separate process, so that their work does not delay the measured calls.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setPriority } from 'node:os';

const { port, sockets: size, downloads: stalled, path } = JSON.parse(process.argv[2]);
// Real ones run on other machines and take no processor time from the server.
setPriority(19);

const sockets = new Set();
let isOver = false;
let opened = 0;

/** A ping of an existing client without a token, masked with zeros. */
const text = '{"action":"ping","data":""}';
const PING = Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);

/**
 * A third sends nothing, a third sends nothing in `kith.v1`, a third pings every second, each at a time of its own.
 * Closed ones reconnect.
 */
function open(i) {
  if (isOver) return;
  const socket = dial(
    `GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
      (i % 3 === 1 ? 'Sec-WebSocket-Protocol: kith.v1\r\n\r\n' : '\r\n'),
  );
  sockets.add(socket);
  let isOpen = false;
  let pings;
  const ping = () => {
    socket.write(PING);
    pings = setTimeout(ping, 1_000);
  };
  if (i % 3 === 2) pings = setTimeout(ping, (i / size) * 1_000);
  socket.on('data', (bytes) => {
    if (isOpen || !bytes.toString('latin1').startsWith('HTTP/1.1 101')) return;
    isOpen = true;
    if (++opened === size) process.send('opened');
  });
  socket.on('close', () => {
    clearTimeout(pings);
    sockets.delete(socket);
    if (!isOver) setTimeout(open, 100, i);
    else if (sockets.size === 0) process.send('closed');
  });
}

function dial(head) {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write(head);
  return socket;
}

process.on('message', () => {
  isOver = true;
  if (sockets.size === 0) process.send('closed');
});
process.on('disconnect', () => process.exit());
for (let i = 0; i < size; i++) open(i);
for (let i = 0; i < stalled; i++) dial(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).pause();
