import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BusCarrier, OpenCarrier } from '@kith/core/ports';

/** A way to connect nodes, and the operations that the suite performs on what carries the frames. */
export interface CarrierFixture {
  /** Opens a carrier of another node each time. */
  readonly open: OpenCarrier;
  /** Cuts all connections; the carriers connect again. */
  cut(): Promise<void>;
  dispose(): Promise<void>;
}

interface Node extends BusCarrier {
  readonly frames: string[];
  readonly states: string[];
}

/** The tests that every adapter of the port `BusCarrier` must pass. */
export function busCarrierContract(
  name: string,
  make: () => Promise<CarrierFixture>,
  eventually: (what: string, isTrue: () => boolean) => Promise<void>,
): void {
  describe(`BusCarrier: ${name}`, () => {
    let fixture: CarrierFixture;
    let nodes: Node[];

    beforeEach(async () => {
      fixture = await make();
      nodes = [];
      for (let i = 0; i < 3; i++) nodes.push(await join());
    });
    afterEach(async () => {
      await Promise.all(nodes.map((node) => node.close()));
      await fixture.dispose();
    });

    async function join(): Promise<Node> {
      const frames: string[] = [];
      const states: string[] = [];
      const carrier = fixture.open({
        frame: (text) => frames.push(text),
        up: () => states.push('up'),
        down: () => states.push('down'),
      });
      await eventually('the carrier is up', () => carrier.isUp() && states.at(-1) === 'up');
      return {
        frameBytes: carrier.frameBytes,
        send: (frame) => carrier.send(frame),
        isUp: () => carrier.isUp(),
        close: () => carrier.close(),
        frames,
        states,
      };
    }

    /** The frames of one sender, at one node. */
    function heard(node: Node, sender: string): string[] {
      return node.frames.filter((frame) => frame.startsWith(sender));
    }

    it('carries frames to every node, the sender too, as they were sent', async () => {
      const sent = ['a plain', "a 'quoted' \\ \" line\nand another", 'a 好👋 \u2028 \u0001'];
      for (const frame of sent) nodes[0]!.send(frame);
      await eventually('all have arrived', () => nodes.every((node) => node.frames.length === sent.length));
      for (const node of nodes) expect(node.frames).toEqual(sent);
    });

    it('keeps the order of each sender, in a burst of all', async () => {
      const sent = Array.from({ length: 1000 }, (_, i) => i);
      for (const i of sent) nodes.forEach((node, of) => node.send(`${of} ${i}`));
      await eventually('all have arrived', () => nodes.every((node) => node.frames.length === 3000));
      for (const node of nodes)
        for (const of of ['0', '1', '2']) expect(heard(node, of)).toEqual(sent.map((i) => `${of} ${i}`));
    });

    it('carries a frame of the largest size', async () => {
      const size = Math.min(nodes[0]!.frameBytes, 16 * 1024);
      const largest = 'é'.repeat(Math.floor(size / 2));
      nodes[0]!.send(largest);
      await eventually('it has arrived', () => nodes.every((node) => node.frames.length === 1));
      expect(nodes.map((node) => node.frames)).toEqual([[largest], [largest], [largest]]);
    });

    it('says that it was down, connects again, and loses nothing that is sent after that', async () => {
      await fixture.cut();
      await eventually('all were down', () => nodes.every((node) => node.states.includes('down')));
      for (const node of nodes) node.send('perhaps lost');
      await eventually('all are up', () => nodes.every((node) => node.isUp() && node.states.at(-1) === 'up'));
      nodes.forEach((node, of) => node.send(`${of} back`));
      await eventually('all have arrived', () =>
        nodes.every((node) => node.frames.filter((frame) => frame.endsWith('back')).length === 3),
      );
      for (const node of nodes) expect(new Set(node.frames).size).toBeLessThanOrEqual(4);
    });

    it('sends what still waits when it closes', async () => {
      for (let i = 0; i < 100; i++) nodes[0]!.send(`last ${i}`);
      await nodes[0]!.close();
      await eventually('all have arrived', () => nodes.slice(1).every((node) => node.frames.length === 100));
      nodes[0]!.send('too late');
      nodes[1]!.send('still here');
      await eventually('the others go on', () => nodes[2]!.frames.at(-1) === 'still here');
      expect(nodes[2]!.frames).not.toContain('too late');
    });
  });
}
