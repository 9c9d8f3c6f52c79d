import type { DomainEvent, Log } from '@kith/core/kernel';

/** Distributes committed events within the process. */
export interface Bus {
  publish(event: DomainEvent): void;
  /** Receives every event, in order. */
  subscribe(subscriber: (event: DomainEvent) => void): void;
}

/** An error in one subscriber is logged and does not affect the others. */
export function makeBus(log: Log): Bus {
  const subscribers: ((event: DomainEvent) => void)[] = [];
  return {
    publish: (event) => {
      for (const subscriber of subscribers) {
        try {
          subscriber(event);
        } catch (error) {
          log.error({ err: error, event: event.type }, 'a subscriber failed');
        }
      }
    },
    subscribe: (subscriber) => subscribers.push(subscriber),
  };
}
