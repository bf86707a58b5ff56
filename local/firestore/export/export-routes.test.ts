import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { HttpAnswer } from "../http-routes.ts";
import { DocumentStore } from "../store.ts";
import type { StoredDocument } from "../value.ts";
import { exportRoutes } from "./export-routes.ts";
import { writeExport } from "./write-export.ts";

const folder = mkdtempSync(join(tmpdir(), "firestore-routes-"));
afterAll(() => rmSync(folder, { recursive: true }));

let store: DocumentStore;
beforeEach(() => {
  store = new DocumentStore();
});

function stored(project: string, path: string): StoredDocument {
  const name = `projects/${project}/databases/(default)/documents/${path}`;
  return { name, fields: {}, createTime: { seconds: "1" }, updateTime: { seconds: "1" } };
}

async function post(projectAndMethod: string, body: unknown): Promise<HttpAnswer> {
  const [route] = exportRoutes(store);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = {
    params: { projectAndMethod },
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(text),
  };
  return route!.handle(request);
}

const names = () => [...store.documents()].map(({ name }) => name);
const message = ({ body }: HttpAnswer) => (body as { error: { message: string } }).error.message;

test("the suite's request exports one project; another project can import it", async () => {
  store.load([stored("demo", "a/1"), stored("elsewhere", "a/2")]);
  const exported = await post("demo:export", {
    database: "projects/demo/databases/(default)",
    export_directory: folder,
    export_name: "firestore_export",
  });
  expect(exported.status).toBe(200);
  store = new DocumentStore();
  expect((await post("new:import", { export_directory: join(folder, "firestore_export") })).status).toBe(200);
  expect(names()).toEqual([stored("new", "a/1").name]);
});

test("a damaged import is refused and changes nothing", async () => {
  writeExport(folder, [stored("demo", "a/1")]);
  rmSync(join(folder, "firestore_export/all_namespaces"), { recursive: true });
  const answer = await post("demo:import", { export_directory: folder });
  expect(answer.status).toBe(400);
  expect(message(answer)).toContain("all_namespaces_all_kinds.export_metadata can't be read");
  expect(names()).toEqual([]);
});

test.each<[string, unknown, number, RegExp]>([
  ["demo:export", "not json", 400, /JSON/],
  ["demo:export", { export_name: "x" }, 400, /export_directory/],
  ["demo:export", { export_directory: "." }, 400, /export_name/],
  ["demo:export", { export_directory: ".", export_name: "../x" }, 400, /export_name/],
  [
    "demo:export",
    { export_directory: ".", export_name: "x", database: "projects/other/databases/d" },
    400,
    /demo/,
  ],
  ["demo:import", {}, 400, /export_directory/],
  ["demo:explode", {}, 404, /explode/],
  ["demo", {}, 404, /no method/],
])("%s with %j is refused", async (projectAndMethod, body, status, reason) => {
  const answer = await post(projectAndMethod, body);
  expect(answer.status).toBe(status);
  expect(message(answer)).toMatch(reason);
  expect(existsSync("x")).toBe(false);
});
