import { Counter, Gauge, type Registry } from 'prom-client';
import type { BusCounters, CarriedBus, LossReason } from '../realtime/nodes/node-bus.js';

/** The counters of the bus. A single node has no metrics of a bus. */
export function makeBusCounters(registry: Registry): BusCounters {
  const registers = [registry];
  const published = new Counter({
    name: 'kith_bus_published_total',
    help: 'Events published to other nodes.',
    registers,
  });
  const gaps = new Counter({
    name: 'kith_bus_gaps_total',
    help: 'Holes in the numbers of other nodes: events were lost on the way.',
    registers,
  });
  return { published: () => published.inc(), gap: () => gaps.inc() };
}

/** Counts the questions to the database about events that may be lost. */
export function makeRepairCounter(registry: Registry): (reason: LossReason) => void {
  const repairs = new Counter({
    name: 'kith_bus_repairs_total',
    help: 'Questions to the database about events that the bus may have lost, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  return (reason) => repairs.inc({ reason });
}

/** The state of the bus. */
export function addBusGauges(
  registry: Registry,
  { nodeBus, waiting }: { nodeBus: CarriedBus; waiting: () => number },
): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge('kith_bus_up', '1 while events reach other nodes, else 0.', () => (nodeBus.isFlowing() ? 1 : 0));
  gauge('kith_bus_nodes', 'Other nodes that are alive.', () => nodeBus.nodes().size);
  gauge('kith_bus_waiting', 'Events and conversations whose delivery waits for earlier ones.', waiting);
}
