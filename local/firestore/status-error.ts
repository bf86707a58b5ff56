import { status } from "@grpc/grpc-js";

export type StatusName = keyof typeof status;

/** An answer other than OK: a gRPC status and the sentence that goes with it. Thrown where it happens, sent by the wire. */
export class StatusError extends Error {
  override readonly name = "StatusError";
  readonly code: number;
  readonly details: string;

  constructor(statusName: StatusName, details: string) {
    super(details);
    this.code = status[statusName];
    this.details = details;
  }
}

/** For requests that are wrong in themselves, whatever is stored. */
export function invalidArgument(details: string): StatusError {
  return new StatusError("INVALID_ARGUMENT", details);
}
