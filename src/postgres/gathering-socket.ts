import { Socket } from "node:net";

/**
 * A socket that sends what was written in one turn of the event loop as one piece. Statements that go out together
 * (pg's pipeline) would else each cost a call of the kernel, and wake PostgreSQL for each.
 */
export class GatheringSocket extends Socket {
  #isGathering = false;

  override write(data: string | Uint8Array, ...rest: never[]): boolean {
    if (!this.#isGathering) {
      this.#isGathering = true;
      this.cork();
      setImmediate(() => {
        this.#isGathering = false;
        this.uncork();
      });
    }
    return super.write(data, ...rest);
  }
}
