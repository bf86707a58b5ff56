import {
  type handleBidiStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  Metadata,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { Database } from "./database.ts";
import { batchGetDocuments, getDocument } from "./rpc/get-documents.ts";
import { listCollectionIds, listDocuments } from "./rpc/list-documents.ts";
import { openListenStream } from "./rpc/listen-stream.ts";
import { partitionQuery, runAggregationQuery, runQueryRequest } from "./rpc/run-queries.ts";
import {
  batchWrite,
  beginTransaction,
  commit,
  createDocument,
  deleteDocument,
  rollback,
  updateDocument,
} from "./rpc/write-documents.ts";
import { openWriteStream } from "./rpc/write-stream.ts";
import { StatusError } from "./status-error.ts";

/** Decides on each call by its metadata; throws a StatusError to refuse it. */
export type CheckAccess = (metadata: Metadata) => void;

/** Returns the methods of google.firestore.v1.Firestore. */
export function firestoreMethods(database: Database, checkAccess: CheckAccess): UntypedServiceImplementation {
  const unary = (answer: Answer<object>) => unaryMethod(answer, database, checkAccess);
  const stream = (answer: Answer<Iterable<object>>) => streamMethod(answer, database, checkAccess);
  const bidi = (open: OpenStream) => bidiMethod(open, database, checkAccess);
  return {
    GetDocument: unary(getDocument),
    ListDocuments: unary(listDocuments),
    ListCollectionIds: unary(listCollectionIds),
    BatchGetDocuments: stream(batchGetDocuments),
    RunQuery: stream(runQueryRequest),
    RunAggregationQuery: stream(runAggregationQuery),
    PartitionQuery: unary(partitionQuery),
    BeginTransaction: unary(beginTransaction),
    Rollback: unary(rollback),
    Commit: unary(commit),
    BatchWrite: unary(batchWrite),
    CreateDocument: unary(createDocument),
    UpdateDocument: unary(updateDocument),
    DeleteDocument: unary(deleteDocument),
    Listen: bidi(openListenStream),
    Write: bidi(openWriteStream),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each method takes its own request, decoded by its descriptor.
type Answer<Response> = (request: any, database: Database) => Response | Promise<Response>;

function unaryMethod(answer: Answer<object>, database: Database, checkAccess: CheckAccess) {
  const handle: handleUnaryCall<object, object> = async (call: ServerUnaryCall<object, object>, respond) => {
    try {
      checkAccess(call.metadata);
      respond(null, await answer(call.request, database));
    } catch (error) {
      respond(toStatus(error));
    }
  };
  return handle;
}

function streamMethod(answer: Answer<Iterable<object>>, database: Database, checkAccess: CheckAccess) {
  const handle: handleServerStreamingCall<object, object> = async (
    call: ServerWritableStream<object, object>,
  ) => {
    try {
      checkAccess(call.metadata);
      for (const response of await answer(call.request, database)) {
        if (call.cancelled) return;
        if (!call.write(response)) await drained(call);
      }
      call.end();
    } catch (error) {
      // Headers first: the official client takes an error without them for a lost answer, and asks twice more.
      call.sendMetadata(new Metadata());
      call.emit("error", toStatus(error));
    }
  };
  return handle;
}

/** What answers the requests of one two-way stream. */
export type StreamSession = { receive(request: object): void; close(): void };

type OpenStream = (database: Database, send: (response: object) => void) => StreamSession;

function bidiMethod(open: OpenStream, database: Database, checkAccess: CheckAccess) {
  const handle: handleBidiStreamingCall<object, object> = (call: ServerDuplexStream<object, object>) => {
    let session: StreamSession | null = null;
    const close = () => {
      session?.close();
      session = null;
    };
    // Once something has failed there is no session, and what still arrives is not looked at.
    const attempt = (act: () => void) => {
      try {
        act();
      } catch (error) {
        close();
        call.emit("error", toStatus(error));
      }
    };
    attempt(() => {
      checkAccess(call.metadata);
      session = open(database, (response) => call.write(response));
    });
    call.on("data", (request: object) => attempt(() => session?.receive(request)));
    call.on("cancelled", close);
    call.on("end", () => {
      close();
      call.end();
    });
  };
  return handle;
}

function drained(call: ServerWritableStream<object, object>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      call.off("drain", done).off("cancelled", done);
      resolve();
    };
    call.on("drain", done).on("cancelled", done);
  });
}

/** Turns what was thrown into the status that is sent. An error we didn't foresee is a fault of ours. */
export function toStatus(error: unknown): Error & { code: number; details: string } {
  if (error instanceof StatusError) return error;
  console.error("The Firestore emulator failed:", error);
  const details = "Internal error of the Firestore emulator.";
  return Object.assign(new Error(details), { code: status.INTERNAL, details });
}
