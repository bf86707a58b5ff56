import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import protobuf from "protobufjs";

const { resolve } = createRequire(import.meta.url);

/** Messages as value.ts describes them. */
const DECODED = { longs: String, enums: String, oneofs: true, bytes: Buffer } as const;

/** Returns the service google.firestore.v1.Firestore from the descriptors that its official client brings. */
export function firestoreService(): ServiceDefinition {
  const client = dirname(resolve("@google-cloud/firestore/package.json"));
  const descriptors = JSON.parse(readFileSync(join(client, "build/protos/v1.json"), "utf8"));
  leaveOutTooling(descriptors.nested.google.nested);
  const service = protobuf.Root.fromJSON(descriptors).lookupService("google.firestore.v1.Firestore");
  return Object.fromEntries(service.methodsArray.map((method) => [method.name, methodDefinition(method)]));
}

/** Describes descriptors and client libraries: nothing that crosses the wire, and half of the time to load it all. */
const TOOLING = /Descriptor|Options?$|^FeatureSet|CodeInfo$|^Edition$/;

function leaveOutTooling(google: Record<string, { nested?: object }>): void {
  delete google.api;
  const types = google.protobuf?.nested as Record<string, unknown>;
  for (const name of Object.keys(types)) if (TOOLING.test(name)) delete types[name];
}

function methodDefinition(method: protobuf.Method): MethodDefinition<object, object> {
  method.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  return {
    path: `/google.firestore.v1.Firestore/${method.name}`,
    requestStream: method.requestStream ?? false,
    responseStream: method.responseStream ?? false,
    requestSerialize: encoder(request!),
    requestDeserialize: decoder(request!),
    responseSerialize: encoder(response!),
    responseDeserialize: decoder(response!),
  };
}

/**
 * Messages are encoded as they are, without the copy that protobufjs would make to convert them: it takes
 * longs as strings, and what is no number, as "NULL_VALUE", for 0, which that is. Other enums must be numbers.
 */
function encoder(type: protobuf.Type) {
  return (message: object) => type.encode(message).finish() as Buffer;
}

function decoder(type: protobuf.Type) {
  return (bytes: Buffer) => type.toObject(type.decode(bytes), DECODED);
}
