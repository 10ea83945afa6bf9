/** What is to happen at which second. */
export interface Calendar<T> {
  add(atMs: number, item: T): void;
  /** What is due in the second that ends now, in the order added; it is on the calendar no more. */
  takeDue(nowMs: number): readonly T[];
}

/** An empty calendar; what is added for Infinity never comes. */
export function calendarOf<T>(): Calendar<T> {
  const bySecond = new Map<number, T[]>();
  return {
    add(atMs, item) {
      if (atMs === Infinity) return;
      const second = Math.ceil(atMs / 1000);
      const items = bySecond.get(second);
      if (items === undefined) bySecond.set(second, [item]);
      else items.push(item);
    },
    takeDue(nowMs) {
      const second = Math.floor(nowMs / 1000);
      const items = bySecond.get(second) ?? [];
      bySecond.delete(second);
      return items;
    },
  };
}
