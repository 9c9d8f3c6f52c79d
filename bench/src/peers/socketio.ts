import { createServer } from 'node:http';
import pg from 'pg';
import { Server, type Socket } from 'socket.io';

/*
 * What a chat server with Socket.IO usually does, at its best: WebSocket only, no compression, one prepared INSERT for
 * each message, the acknowledgement and the delivery after it. Arguments: port; socket folder, port and name of the
 * database; the number of connections to it.
 */
const [port, host, databasePort, database, connections] = process.argv.slice(2);
const pool = new pg.Pool({
  host: host!,
  port: Number(databasePort),
  user: 'kith',
  database: database!,
  max: Number(connections),
  idleTimeoutMillis: 0,
});
// The benchmark drops the database.
pool.on('error', () => undefined);

// The columns and indexes of Kith's table of entries that a message needs; the database numbers the messages.
await pool.query(`
  create table messages (
    room_id bigint not null,
    id bigint not null generated always as identity,
    kind text not null default 'message',
    type smallint not null,
    sender_id integer not null,
    sent_at bigint not null,
    content text not null,
    client_id uuid not null,
    primary key (room_id, id)
  );
  create unique index messages_client on messages (sender_id, client_id);
`);

const INSERT = {
  name: 'insert',
  text: `insert into messages (room_id, type, sender_id, sent_at, content, client_id) values ($1, $2, $3, $4, $5, $6) returning id`,
};
const PAGE = {
  name: 'page',
  text: `select id, kind, type, sender_id, sent_at, content from messages where room_id = $1 and id < $2 order by id desc limit $3`,
};

interface Message {
  readonly cid: string;
  readonly type: number;
  readonly content: object;
}

interface Session {
  readonly user: string;
  readonly room: string;
}

const server = createServer((_request, response) => response.end('ok'));
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });

io.on('connection', (socket: Socket) => {
  const { user, room } = socket.handshake.auth as Session; // trusted: a benchmark has no strangers
  void socket.join(room);
  socket.on('send', (message: Message, ack: (answer: object) => void) => {
    void store(user, room, message).then((stored) => {
      ack(stored);
      io.to(room).emit('message', {
        room,
        ...stored,
        type: message.type,
        from: user,
        content: message.content,
        cid: message.cid,
      });
    });
  });
  socket.on(
    'page',
    async ({ before, limit }: { before: number; limit: number }, ack: (rows: object) => void) => {
      const { rows } = await pool.query({ ...PAGE, values: [room, before, limit] });
      ack(rows.map((row: { content: string }) => ({ ...row, content: JSON.parse(row.content) as object })));
    },
  );
});

async function store(user: string, room: string, { cid, type, content }: Message) {
  const time = Date.now();
  const { rows } = await pool.query<{ id: string }>({
    ...INSERT,
    values: [room, type, user, time, JSON.stringify(content), cid],
  });
  return { id: Number(rows[0]!.id), time };
}

server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
