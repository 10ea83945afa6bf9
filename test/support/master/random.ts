/** A source of numbers that its seed decides. */
export interface Random {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** An id of 36 characters, as of a stream. */
  readonly uuid: () => string;
  /** 16 bytes in base64, as of a status. */
  readonly bytes: () => string;
}

/** The numbers of a seed (mulberry32, by Tommy Ettinger). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const hex = (): string => word().toString(16).padStart(8, "0");
  return {
    next: () => word() / 2 ** 32,
    uuid: () => {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
    bytes: () => {
      const buffer = Buffer.allocUnsafe(16);
      for (let at = 0; at < 16; at += 4) buffer.writeUInt32LE(word(), at);
      return buffer.toString("base64");
    },
  };
}
