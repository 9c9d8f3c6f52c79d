import { body } from './bounds/body.js';
import { bus } from './bounds/bus.js';
import { clock } from './bounds/clock.js';
import { connection } from './bounds/connection.js';
import { database } from './bounds/database.js';
import { figures } from './bounds/figures.js';
import { file } from './bounds/file.js';
import { frame } from './bounds/frame.js';
import { job } from './bounds/job.js';
import { limit } from './bounds/limit.js';
import { link } from './bounds/link.js';
import { list } from './bounds/list.js';
import { log } from './bounds/log.js';
import { outbox } from './bounds/outbox.js';
import { presence } from './bounds/presence.js';
import { push } from './bounds/push.js';
import { queue } from './bounds/queue.js';
import { search } from './bounds/search.js';
import { staff } from './bounds/staff.js';
import { text } from './bounds/text.js';
import { worker } from './bounds/worker.js';

/**
 * Every limit on work, in one place, checked before the work begins. Limits that a tenant may change are settings
 * (`tenant.ts`), limits of the process are in the server's `config.ts`, and limits of the wire format are in the
 * contract.
 */
export const bounds = {
  body,
  bus,
  frame,
  connection,
  queue,
  presence,
  job,
  outbox,
  push,
  limit,
  file,
  text,
  link,
  list,
  search,
  log,
  clock,
  database,
  staff,
  worker,
  figures,
} as const;
