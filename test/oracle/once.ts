/**
 * The function, working each answer out once: for the same owner and keys it gives the same answer again. For what does not change, such as
 * a round at one of its moments; nothing is moved along from one moment to the next.
 */
export function once<Owner extends object, Keys extends readonly unknown[], Answer>(
  work: (owner: Owner, ...keys: Keys) => Answer,
): (owner: Owner, ...keys: Keys) => Answer {
  const answers = new WeakMap<Owner, Known<Answer>>();
  return (owner, ...keys) => {
    let known = answers.get(owner);
    if (known === undefined) answers.set(owner, (known = unknown()));
    for (const key of keys) {
      let next: Known<Answer> | undefined = known.under.get(key);
      if (next === undefined) known.under.set(key, (next = unknown()));
      known = next;
    }
    known.answer ??= { is: work(owner, ...keys) };
    return known.answer.is;
  };
}

/** The answer for the keys so far, and those for longer ones. */
interface Known<Answer> {
  answer: { readonly is: Answer } | undefined;
  readonly under: Map<unknown, Known<Answer>>;
}

function unknown<Answer>(): Known<Answer> {
  return { answer: undefined, under: new Map() };
}
