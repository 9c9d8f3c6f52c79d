// Follows one conversation: prints what is in it already, then whatever comes.
//
//   node packages/sdk/examples/listen.mjs ws://localhost:8080/ws TOKEN LIST_ID [LAST_SEQ]
//
// With LAST_SEQ it ends after that entry, without one when it is interrupted.
import { connectRealtime } from '@kith/sdk';

const [url, token, listId, lastSeq = Infinity] = process.argv.slice(2);
if (!listId) {
  process.stderr.write('usage: listen.mjs URL TOKEN LIST_ID [LAST_SEQ]\n');
  process.exit(2);
}

const realtime = connectRealtime({
  url,
  token,
  onEntry: (to, { seq, kind, from, content }) => {
    if (to !== listId) return;
    process.stdout.write(`${seq} ${kind} from ${from}: ${JSON.stringify(content)}\n`);
    if (seq >= Number(lastSeq)) realtime.close();
  },
  onSignedOut: ({ message }) => {
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  },
});

// "I hold nothing of it yet": so everything is delivered, in order and once, whenever it was written.
realtime.track(listId, 0);
