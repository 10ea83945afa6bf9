import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestMaster } from "./master.ts";
import { randomOf } from "./random.ts";
import { recordOf } from "./recordio.ts";

/** How a master is served, and what goes wrong on the wire. */
export interface ServeOptions {
  /** Lets the master's clock go with the real one, looked at every so many ms; without it the clock stands. */
  readonly tickMs?: number;
  /** How many ms of the master go by in one of the real clock; 1 unless told. */
  readonly speed?: number;
  readonly port?: number;
  /** Not the leading master: all calls are sent there by 307. */
  readonly leader?: string;
  /** Records are cut at random bytes into pieces of that many bytes at most, one write each. */
  readonly pieceBytes?: number;
  /** Between two pieces. */
  readonly pieceDelayMs?: number;
  /** The probability that the connection breaks before a call is read, and after it was carried out. */
  readonly breakBefore?: number;
  readonly breakAfter?: number;
  readonly seed?: number;
}

/** A master behind HTTP. */
export interface ServedMaster {
  readonly url: string;
  readonly port: number;
  /** Breaks the connections of all streams, in the middle of whatever was being written. */
  readonly breakStreams: () => void;
  readonly close: () => Promise<void>;
}

/** Serves the master at `POST /api/v1/scheduler` on the local host. */
export async function serveMaster(master: TestMaster, options: ServeOptions = {}): Promise<ServedMaster> {
  const { tickMs, speed = 1, port = 0, seed = 1, breakBefore = 0, breakAfter = 0 } = options;
  const random = randomOf(seed);
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      if (random.next() < breakBefore) return void request.socket.destroy();
      answer(master, request, response, text, options, streams, random.next);
      if (random.next() < breakAfter) request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  let lastMs = performance.now();
  const tick = (): void => {
    const nowMs = performance.now();
    master.advance((nowMs - lastMs) * speed);
    lastMs = nowMs;
  };
  const timer = tickMs === undefined ? undefined : setInterval(tick, tickMs);
  const { port: open } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${open}`,
    port: open,
    breakStreams: () => {
      for (const stream of streams) stream.socket?.destroy();
    },
    close: async () => {
      clearInterval(timer);
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

function answer(
  master: TestMaster,
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
  options: ServeOptions,
  streams: Set<ServerResponse>,
  next: () => number,
): void {
  const say = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): void => {
    const type = body === "" ? {} : { "Content-Type": "text/plain; charset=utf-8" };
    response.writeHead(status, { ...type, "Content-Length": Buffer.byteLength(body), ...headers }).end(body);
  };
  const { headers, method, url } = request;
  if (url !== "/api/v1/scheduler") return say(404, "");
  if (options.leader !== undefined) {
    return say(307, "", { Location: `//${new URL(options.leader).host}/api/v1/scheduler` });
  }
  if (method !== "POST")
    return say(405, "Expecting one of { 'POST' }, but received another", { Allow: "POST" });
  const contentType = headers["content-type"];
  if (contentType === undefined) return say(400, "Expecting 'Content-Type' to be present");
  if (contentType.split(";")[0]?.trim() !== "application/json") {
    return say(415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
  }
  const accept = headers.accept ?? "*/*";
  if (!/application\/(json|\*)|\*\/\*/u.test(accept)) {
    return say(406, "Expecting 'Accept' to allow application/json or application/x-protobuf");
  }
  const given = headers["mesos-stream-id"];
  if (typeof given === "string") {
    const { status, body } = master.call(given, text);
    return say(status, body);
  }
  const writer = streamTo(response, options, next);
  const { status, body, streamId } = master.subscribe(text, writer);
  if (streamId === undefined) return say(status, body);
  streams.add(response);
  response.on("close", () => {
    streams.delete(response);
    master.streamEnded(streamId);
  });
  response.writeHead(status, { "Content-Type": "application/json", "Mesos-Stream-Id": streamId });
  writer.open();
}

interface Writer {
  readonly event: (event: unknown) => void;
  readonly closed: () => void;
  /** The head has been written: what came until now follows it. */
  readonly open: () => void;
}

/** Writes each event as a record: in one piece, or in pieces as the options say. */
function streamTo(response: ServerResponse, options: ServeOptions, next: () => number): Writer {
  const { pieceBytes, pieceDelayMs = 0 } = options;
  const pieces: (Buffer | undefined)[] = [];
  let isOpen = false;
  let isBusy = false;
  const write = (): void => {
    if (!isOpen || isBusy) return;
    for (;;) {
      if (pieces.length === 0) return;
      const piece = pieces.shift();
      if (piece === undefined) return void response.end();
      response.write(piece);
      if (pieceDelayMs > 0) {
        isBusy = true;
        setTimeout(() => {
          isBusy = false;
          write();
        }, pieceDelayMs);
        return;
      }
    }
  };
  return {
    event: (event) => {
      const record = recordOf(JSON.stringify(event));
      for (let at = 0; at < record.length;) {
        const size = pieceBytes === undefined ? record.length : 1 + Math.floor(next() * pieceBytes);
        pieces.push(record.subarray(at, at + size));
        at += size;
      }
      write();
    },
    closed: () => {
      pieces.push(undefined);
      write();
    },
    open: () => {
      isOpen = true;
      write();
    },
  };
}
