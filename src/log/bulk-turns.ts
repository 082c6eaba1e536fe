import type pg from "pg";

/** Gives the turn back. Again is harmless. */
export type EndTurn = () => void;

interface Turns {
  taken: number;
  readonly waiting: (() => void)[];
}

const turnsByPool = new WeakMap<pg.Pool, Turns>();

/**
 * A bulk append holds one connection for as long as its material comes, and asks questions over others. Were all of a
 * pool's connections held so, every holder would wait for ever for one to ask over: so at most half of them are, and
 * who comes later waits, in order.
 */
export async function bulkTurn(pool: pg.Pool): Promise<EndTurn> {
  const turns = turnsByPool.get(pool) ?? { taken: 0, waiting: [] };
  turnsByPool.set(pool, turns);
  const most = Math.max(1, Math.floor((pool.options.max ?? 1) / 2));
  if (turns.taken < most) turns.taken++;
  // Whoever ends hands its turn over, so `taken` stays.
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    const next = turns.waiting.shift();
    if (next === undefined) turns.taken--;
    else next();
  };
}
