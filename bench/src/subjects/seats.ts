import type { Seat } from '../task.js';

let seated = 0;

/** Seats whose users and rooms are just numbers that were not used before. */
export function seatNames(rooms: number, size: number, secret = ''): Seat[][] {
  return Array.from({ length: rooms }, () => {
    const room = String(++seated);
    return Array.from({ length: size }, () => ({ user: String(++seated), secret, room }));
  });
}
