import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { readExport } from "./export/read-export.ts";
import { writeExport } from "./export/write-export.ts";
import { parseOptions } from "./main-options.ts";

const folder = mkdtempSync(join(tmpdir(), "firestore-main-"));
afterAll(() => rmSync(folder, { recursive: true }));

let started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  started = [];
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.mjs"), ...args]);
  started.push(child);
  let output = "";
  let onOutput = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
      onOutput();
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, output })),
  );
  const ready = new Promise<string>((resolve, reject) => {
    onOutput = () => {
      const address = /FIRESTORE_EMULATOR_HOST=(\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    };
    void ended.then(() => reject(new Error(output)));
  });
  ready.catch(() => {});
  return { child, ready, ended };
}

describe("npm run firestore", () => {
  test("imports, serves, and exports when stopped", async () => {
    const time = { seconds: "1" };
    const name = "projects/demo/databases/(default)/documents/a/1";
    const fields = { n: { valueType: "integerValue" as const, integerValue: "1" } };
    const [imported, exported] = [join(folder, "in"), join(folder, "out")];
    writeExport(imported, [{ name, fields, createTime: time, updateTime: time }]);
    const firestore = start("--port", "0", "--import", imported, "--export-on-exit", exported);
    const address = await firestore.ready;
    const answer = await fetch(`http://${address}/`);
    expect(await answer.text()).toBe("Ok");
    firestore.child.kill("SIGTERM");
    expect((await firestore.ended).code).toBe(0);
    expect(readExport(exported)).toMatchObject([{ name, fields }]);
  });

  test("says which port is in use", async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as { port: number };
    const { code, output } = await start("--port", String(port)).ended;
    blocker.close();
    expect(code).toBe(1);
    expect(output.trim()).toBe(`Port ${port} is in use; choose another with --port.`);
  });

  test("does not start on a damaged export", async () => {
    const damaged = mkdtempSync(join(folder, "damaged-"));
    writeFileSync(join(damaged, "firebase-export-metadata.json"), "{");
    const { code, output } = await start("--port", "0", "--import", damaged).ended;
    expect(code).toBe(1);
    expect(output).toContain(`${damaged}/firebase-export-metadata.json is damaged`);
    expect(output).not.toContain("ready");
  });

  test("explains itself", async () => {
    const { code, output } = await start("--help").ended;
    expect(code).toBe(0);
    for (const option of [
      "--port",
      "--import",
      "--export-on-exit",
      "--require-indexes",
      "--functions-emulator",
    ]) {
      expect(output).toContain(option);
    }
  });
});

describe("options", () => {
  test("are taken over", () => {
    const args =
      "--port 1 --host ::1 --import in --export-on-exit out --project p --require-indexes i.json --rules r --functions-emulator f:2 --chaos-seed 3";
    expect(parseOptions(args.split(" "))).toEqual({
      port: 1,
      host: "::1",
      importFolder: "in",
      exportFolder: "out",
      project: "p",
      indexesFile: "i.json",
      rulesFile: "r",
      functionsEmulator: "f:2",
      chaosSeed: 3,
    });
    expect(parseOptions([])).toMatchObject({ port: 8080 });
  });

  test.each([
    [["--prot", "1"], /--prot/],
    [["--port", "x"], /--port must be a whole number from 0 to 65535, not "x"/],
    [["--port", "65536"], /65535/],
    [["--port"], /--port/],
    [["--chaos-seed", "-1"], /--chaos-seed/],
    [["8080"], /8080/],
  ])("%j are refused", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
