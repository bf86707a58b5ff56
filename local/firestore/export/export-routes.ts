import { resolve } from "node:path";
import type { HttpAnswer, HttpRequest, HttpRoute } from "../http-routes.ts";
import type { DocumentStore } from "../store.ts";
import { ExportError } from "./export-error.ts";
import { readExport } from "./read-export.ts";
import { writeFirestoreExport } from "./write-export.ts";

type Storage = Pick<DocumentStore, "documents" | "load">;

/**
 * Returns the routes by which the suite exports (`emulators:export`, `--export-on-exit`) and by which an export
 * is imported: `POST /emulator/v1/projects/P:export` with `{database, export_directory, export_name}` and
 * `P:import` with `{export_directory}`, both relative to this process's working directory.
 */
export function exportRoutes(store: Storage): HttpRoute[] {
  const handle = (request: HttpRequest): HttpAnswer => {
    const [project, method] = request.params.projectAndMethod!.split(/:(?=[^:]*$)/);
    const fields = parseFields(request.body);
    if (!fields) return failure(400, "the body must be a JSON object");
    if (method === "export") return exportProject(store, project!, fields);
    if (method === "import") return importProject(store, project!, fields);
    return failure(404, `there is no method "${method ?? ""}" on projects`);
  };
  return [{ method: "POST", pattern: "/emulator/v1/projects/:projectAndMethod", handle }];
}

/** All of the project's databases go into the one export, so that none is lost. */
function exportProject(store: Storage, project: string, fields: Record<string, unknown>): HttpAnswer {
  const { database, export_directory: folder, export_name: name } = fields;
  if (typeof folder !== "string" || !folder) return failure(400, "export_directory must be a folder's path");
  if (typeof name !== "string" || !/^[\w-]+$/.test(name))
    return failure(400, "export_name must be a plain name");
  if (typeof database === "string" && !database.startsWith(`projects/${project}/`)) {
    return failure(400, `database must be one of the project ${project}, not ${database}`);
  }
  const documents = [...store.documents()].filter((document) =>
    document.name.startsWith(`projects/${project}/`),
  );
  writeFirestoreExport(resolve(folder), name, documents);
  return { status: 200, body: {} };
}

function importProject(store: Storage, project: string, fields: Record<string, unknown>): HttpAnswer {
  const { export_directory: folder } = fields;
  if (typeof folder !== "string" || !folder) return failure(400, "export_directory must be a folder's path");
  try {
    store.load(readExport(resolve(folder), project));
  } catch (error) {
    if (error instanceof ExportError) return failure(400, error.message);
    throw error;
  }
  return { status: 200, body: {} };
}

function parseFields(body: Buffer): Record<string, unknown> | null {
  try {
    const fields: unknown = JSON.parse(body.toString("utf8"));
    return typeof fields === "object" && fields !== null ? (fields as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function failure(code: number, message: string): HttpAnswer {
  return { status: code, body: { error: { code, message } } };
}
