import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { StoredDocument, Value } from "../value.ts";
import { ExportError } from "./export-error.ts";
import { readLog, writeLog } from "./log-format.ts";
import { encodeGroupMetadata, encodeOverallMetadata } from "./metadata.ts";
import { readExport } from "./read-export.ts";
import { writeExport } from "./write-export.ts";

const parent = mkdtempSync(join(tmpdir(), "firestore-export-"));
afterAll(() => rmSync(parent, { recursive: true }));

let folder: string;
let output: string;
let overall: string;
beforeEach(() => {
  folder = mkdtempSync(join(parent, "export-"));
  output = join(folder, "firestore_export/all_namespaces/all_kinds/output-0");
  overall = join(folder, "firestore_export/firestore_export.overall_export_metadata");
});

const text = (stringValue: string): Value => ({ valueType: "stringValue", stringValue });

function stored(path: string, fields: StoredDocument["fields"] = { text: text(path) }): StoredDocument {
  const time = { seconds: "1", nanos: 0 };
  return { name: `projects/demo/databases/${path}`, fields, createTime: time, updateTime: time };
}

const DOCUMENTS = [
  stored("(default)/documents/a/1"),
  stored("(default)/documents/a/1/b/2"),
  stored("other/documents/c/3", {}),
];

const data = (documents: StoredDocument[]) => documents.map(({ name, fields }) => ({ name, fields }));

function problem(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ExportError);
    return (error as Error).message;
  }
  return "no problem";
}

function changeByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at]! ^= 1;
  writeFileSync(file, bytes);
}

describe("an export", () => {
  test("is read as it was written, with the time of the import", () => {
    writeExport(folder, DOCUMENTS);
    const before = Math.floor(Date.now() / 1000);
    const documents = readExport(folder);
    expect(data(documents)).toEqual(data(DOCUMENTS));
    expect(Number(documents[0]?.createTime.seconds)).toBeGreaterThanOrEqual(before);
    expect(documents[0]?.updateTime).toEqual(documents[0]?.createTime);
  });

  test("of nothing is read as nothing", () => {
    writeExport(folder, []);
    expect(readExport(folder)).toEqual([]);
  });

  test("replaces the former one and leaves other emulators' parts", () => {
    const auth = { version: "15.34.2", path: "auth_export" };
    writeFileSync(
      join(folder, "firebase-export-metadata.json"),
      JSON.stringify({ version: "15.34.2", auth }),
    );
    writeExport(folder, DOCUMENTS);
    writeExport(folder, DOCUMENTS.slice(1));
    expect(data(readExport(folder))).toEqual(data(DOCUMENTS.slice(1)));
    expect(JSON.parse(readFileSync(join(folder, "firebase-export-metadata.json"), "utf8"))).toEqual({
      version: "15.34.2",
      auth,
      firestore: {
        version: "1.22.0",
        path: "firestore_export",
        metadata_file: "firestore_export/firestore_export.overall_export_metadata",
      },
    });
    expect(readdirSync(folder).toSorted()).toEqual(["firebase-export-metadata.json", "firestore_export"]);
  });

  test("that can't be written leaves the former one", () => {
    writeExport(folder, DOCUMENTS);
    const nested: Value = {
      valueType: "arrayValue",
      arrayValue: { values: [{ valueType: "arrayValue", arrayValue: {} }] },
    };
    expect(() => writeExport(folder, [stored("(default)/documents/a/1", { nested })])).toThrow(TypeError);
    expect(data(readExport(folder))).toEqual(data(DOCUMENTS));
  });

  test("without a Firestore part has no documents", () => {
    writeFileSync(
      join(folder, "firebase-export-metadata.json"),
      JSON.stringify({ version: "15.34.2", auth: {} }),
    );
    expect(readExport(folder)).toEqual([]);
  });

  test("of production is read without the suite's file", () => {
    writeExport(folder, DOCUMENTS);
    expect(data(readExport(join(folder, "firestore_export")))).toEqual(data(DOCUMENTS));
  });

  test("made on Windows is read", () => {
    writeExport(folder, DOCUMENTS);
    const metadataFile = "all_namespaces\\all_kinds\\all_namespaces_all_kinds.export_metadata";
    writeFileSync(overall, encodeOverallMetadata({ metadataFile, documentCount: 3, byteCount: 0 }));
    expect(data(readExport(folder))).toEqual(data(DOCUMENTS));
  });

  test("in several files is read whole", () => {
    writeExport(folder, DOCUMENTS);
    const [first, ...others] = [...readLog(readFileSync(output), output)].map(({ bytes }) => bytes);
    writeFileSync(output, writeLog([first!]));
    writeFileSync(output.replace(/0$/, "1"), writeLog(others));
    const group = encodeGroupMetadata("firestore_export", ["output-0", "output-1"], 0, 0);
    writeFileSync(join(output, "../all_namespaces_all_kinds.export_metadata"), group);
    expect(data(readExport(folder))).toEqual(data(DOCUMENTS));
  });
});

describe("another project", () => {
  const reference: Value = {
    valueType: "referenceValue",
    referenceValue: "projects/demo/databases/(default)/documents/a/1",
  };
  const foreign: Value = {
    ...reference,
    referenceValue: "projects/demo-2/databases/(default)/documents/a/1",
  };

  test("takes over documents with their references to each other", () => {
    const fields = {
      list: { valueType: "arrayValue", arrayValue: { values: [reference, foreign] } },
      map: { valueType: "mapValue", mapValue: { fields: { reference } } },
    } satisfies Record<string, Value>;
    writeExport(folder, [stored("(default)/documents/a/2", fields)]);
    const moved = { ...reference, referenceValue: "projects/new/databases/(default)/documents/a/1" };
    expect(data(readExport(folder, "new"))).toEqual([
      {
        name: "projects/new/databases/(default)/documents/a/2",
        fields: {
          list: { valueType: "arrayValue", arrayValue: { values: [moved, foreign] } },
          map: { valueType: "mapValue", mapValue: { fields: { reference: moved } } },
        },
      },
    ]);
  });

  test("leaves an export of several projects as it is", () => {
    const two = [...DOCUMENTS, { ...DOCUMENTS[0]!, name: foreign.referenceValue }];
    writeExport(folder, two);
    expect(
      readExport(folder, "new")
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(two.map(({ name }) => name).toSorted());
  });
});

describe("damage is named by file and place:", () => {
  beforeEach(() => writeExport(folder, DOCUMENTS));

  test("a folder that is no export", () => {
    expect(problem(() => readExport(join(parent, "nowhere")))).toContain(
      `${join(parent, "nowhere")} holds no export`,
    );
  });

  test("a file that is missing", () => {
    renameSync(output, `${output}-elsewhere`);
    expect(problem(() => readExport(folder))).toBe(`${output} can't be read (ENOENT)`);
  });

  test("a byte in the second document", () => {
    const [, second] = [...readLog(readFileSync(output), output)];
    changeByte(output, second!.offset + 20);
    expect(problem(() => readExport(folder))).toBe(
      `${output} is damaged: the record at byte ${second!.offset} can't be read, its checksum is wrong`,
    );
  });

  test("a record that is whole but no document", () => {
    const records = [...readLog(readFileSync(output), output)];
    writeFileSync(output, writeLog([records[0]!.bytes, Buffer.from("what?"), records[2]!.bytes]));
    expect(problem(() => readExport(folder))).toMatch(
      `${output} is damaged: record 2, at byte ${records[1]!.offset}, is no document`,
    );
  });

  test("documents that are missing at the end", () => {
    const [first, second] = [...readLog(readFileSync(output), output)];
    writeFileSync(output, writeLog([first!.bytes, second!.bytes]));
    expect(problem(() => readExport(folder))).toBe(`${output} is incomplete: it holds 2 of 3 documents`);
  });

  test("any byte of the metadata", () => {
    const whole = join(parent, "whole");
    cpSync(folder, whole, { recursive: true });
    for (let at = 0; at < readFileSync(overall).length; at++) {
      changeByte(overall, at);
      expect(problem(() => readExport(folder))).toContain(`${overall} is damaged: the record at byte`);
      cpSync(whole, folder, { recursive: true });
    }
  });

  test.each(["", "{", "[]", "null", '{"firestore": {}}'])("%j in place of the suite's file", (content) => {
    const file = join(folder, "firebase-export-metadata.json");
    writeFileSync(file, content);
    expect(problem(() => readExport(folder))).toContain(`${file} is damaged`);
  });
});
