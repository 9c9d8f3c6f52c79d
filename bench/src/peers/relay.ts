import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';

// The path identifies the pair and the player: /PAIR/0 and /PAIR/1. Both receive every message of the pair, as in a
// chat.
const server = createServer((_request, response) => response.end('ok'));
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
const pairs = new Map<string, WebSocket[]>();

sockets.on('connection', (socket, request) => {
  const pair = request.url?.split('/')[1] ?? '';
  const members = pairs.get(pair) ?? [];
  members.push(socket);
  pairs.set(pair, members);
  socket.on('message', (data) => {
    for (const member of members) member.send(data, { binary: false });
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
