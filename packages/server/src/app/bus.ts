import type { DomainEvent, Log } from '@kith/core/kernel';

/** Carries committed news inside the process. */
export interface Bus {
  publish(event: DomainEvent): void;
  /** Hears every event, in order. */
  subscribe(subscriber: (event: DomainEvent) => void): void;
}

/** A subscriber that fails is logged and does not keep the others from hearing. */
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
