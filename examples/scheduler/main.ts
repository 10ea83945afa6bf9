// A scheduler for Mesos that can be killed at any moment: `npm run scheduler -- --help` tells the options.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "./connection.ts";
import { jobsFrom } from "./jobs.ts";
import { openJournal } from "./journal.ts";
import { optionsFrom, usage, type Options } from "./options.ts";
import { createScheduler } from "./scheduler.ts";
import { isDone, summaryOf } from "./summary.ts";

function log(line: string): void {
  console.log(`${new Date().toISOString()} ${line}`);
}

async function run(options: Options, masters: readonly string[], statePath: string): Promise<boolean> {
  const { jobs: path = join(import.meta.dirname, "jobs.json"), tickMs, exitWhenDone, teardown } = options;
  const jobs = jobsFrom(readFileSync(path, "utf8"));
  const journal = openJournal(statePath);
  const scheduler = createScheduler(jobs, { ...options, log }, journal);
  const connection = createConnection({ masters, scheduler, nowMs: Date.now, log });

  let hasTornDown = false;
  const tick = (): void => {
    if (teardown || (exitWhenDone && isDone(scheduler.items(), jobs))) return void finish();
    connection.send(scheduler.tick(Date.now()));
  };
  const timer = setInterval(tick, tickMs);
  const finish = async (): Promise<void> => {
    const call = teardown ? scheduler.teardownCall() : undefined;
    if (teardown && call === undefined) return; // not subscribed yet
    clearInterval(timer);
    connection.send(call === undefined ? [] : [call]);
    await connection.flushed();
    hasTornDown = call !== undefined;
    connection.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => connection.close());

  await connection.run();
  clearInterval(timer);
  journal.close();
  if (hasTornDown) rmSync(statePath);
  for (const line of summaryOf(scheduler.items(), jobs)) console.log(line);
  const fatal = scheduler.fatal();
  if (fatal !== undefined) console.error(`the master says: ${fatal}`);
  return fatal === undefined;
}

/** Without a master to go to: one of its own, a state of its own, until all is done. */
async function demonstrate(options: Options): Promise<boolean> {
  const { startBuiltIn } = await import("./built-in.ts");
  const master = await startBuiltIn();
  const folder = mkdtempSync(join(tmpdir(), "scheduler-"));
  const statePath = options.state ?? join(folder, "state.json");
  try {
    const own = { ...options, exitWhenDone: true, tickMs: Math.min(options.tickMs, 100) };
    return await run(own, [master.url], statePath);
  } finally {
    await master.close();
    rmSync(folder, { recursive: true });
  }
}

/** The options; undefined where help is wanted, or needed. */
function askedFor(args: readonly string[]): Options | undefined {
  try {
    const options = optionsFrom(args);
    if (options === undefined) process.stdout.write(usage);
    return options;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

void (async (): Promise<void> => {
  const options = askedFor(process.argv.slice(2));
  if (options === undefined) return;
  const { masters, state = "scheduler-state.json" } = options;
  const isFine = masters === undefined ? await demonstrate(options) : await run(options, masters, state);
  process.exitCode = isFine ? 0 : 1;
})();
