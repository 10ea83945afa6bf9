/** The value, with everything it reaches frozen: functions and what they carry too. */
export function deepFreeze<T>(value: T): T {
  if ((typeof value === "object" && value !== null) || typeof value === "function") {
    if (!Object.isFrozen(value)) {
      Object.freeze(value);
      for (const key of Reflect.ownKeys(value)) deepFreeze(Reflect.get(value, key));
    }
  }
  return value;
}

/** What `run` returns while the clocks and the dice of the host throw. */
export function withoutHost<T>(run: () => T): T {
  const { Date: date, performance: clock } = globalThis;
  const { random } = Math;
  const refusing = new Proxy(refuse, { apply: refuse, construct: refuse, get: refuse });
  try {
    Math.random = refuse;
    Object.defineProperty(globalThis, "Date", { value: refusing, configurable: true, writable: true });
    Object.defineProperty(globalThis, "performance", { value: refusing, configurable: true, writable: true });
    return run();
  } finally {
    Math.random = random;
    Object.defineProperty(globalThis, "Date", { value: date, configurable: true, writable: true });
    Object.defineProperty(globalThis, "performance", { value: clock, configurable: true, writable: true });
  }
}

function refuse(): never {
  throw new Error("the host was asked for the time or for a random number");
}
