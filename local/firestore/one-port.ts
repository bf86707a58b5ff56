import { createServer, type Server, type Socket } from "node:net";

const HTTP2_PREFACE = Buffer.from("PRI * HTTP/2.0");

/** Takes connections of two protocols: those that begin as HTTP/2 does go to `http2`, others to `http1`. */
export function serveBoth(http2: (socket: Socket) => void, http1: (socket: Socket) => void): Server {
  return createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    const look = () => {
      const start: Buffer | null = socket.read();
      if (start === null) return;
      socket.off("readable", look);
      // The first packet tells: no HTTP/1.1 request begins with the preface's first bytes.
      const prefix = HTTP2_PREFACE.subarray(0, start.length);
      socket.unshift(start);
      (start.subarray(0, prefix.length).equals(prefix) ? http2 : http1)(socket);
    };
    socket.on("readable", look);
  });
}
